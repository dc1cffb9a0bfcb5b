"""What an asker types, as terms to bind: each kind of parameter says what it wants when it cannot have it."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from gongwen.graph.asking.binding import Term
from gongwen.graph.asking.lookups import Found, find_areas, find_bodies, find_documents
from gongwen.graph.asking.queries import NamedQuery, Parameter, ParameterKind
from gongwen.graph.asking.store import Store, Table
from gongwen.graph.errors import QueryError
from gongwen.graph.triples.concepts import concept_labels
from gongwen.graph.triples.terms import PREFIXES, XSD

# The default of a day may be the day on which the question is asked.
TODAY = "today"
# What SPARQL engines agree on: xsd:integer is unbounded, theirs has 64 bits.
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:.+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bound:
    """What is bound, and for each name that was looked up what it was taken for."""

    bindings: Mapping[str, tuple[Term, ...]]
    found: Mapping[str, Found]


def answer(store: Store, query: NamedQuery, **values: str) -> Table:
    """The rows of a named query; ``values`` by parameter, as one would type them. Raises QueryError."""
    return store.select(query.text, bound_values(store, query, values).bindings)


def bound_values(store: Store, query: NamedQuery, values: Mapping[str, str]) -> Bound:
    """The values of a query's parameters as terms; names are looked up in ``store``.

    Raises QueryError for a parameter that the query does not have, a required one that is missing, and a
    value that does not fit.
    """
    for name in values:
        query.parameter(name)
    typed: dict[str, tuple[Term, ...]] = {}
    found: dict[str, Found] = {}
    within = _within(store, query, values)
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if parameter.kind in _LOOKED_UP and value is not None:
            found[parameter.name] = _look_up(store, parameter, _filled(parameter, value), within)
            meant = found[parameter.name].iris[: found[parameter.name].meant]
            typed[parameter.name] = tuple(map(ox.NamedNode, meant))
        elif value is not None and parameter.kind is not ParameterKind.WITHIN:
            typed[parameter.name] = (typed_value(parameter, value),)
        elif parameter.required:
            raise QueryError(f"缺少参数 missing: {parameter.option} ({parameter.label})")
    return Bound(typed, found)


def typed_value(parameter: Parameter, value: str) -> Term:
    """The term that a value stands for, of a parameter that needs no graph; raises QueryError."""
    return _TYPED[parameter.kind](parameter, _filled(parameter, value))


_LOOKED_UP = (ParameterKind.BODY, ParameterKind.AREA, ParameterKind.DOCUMENT)


def _within(store: Store, query: NamedQuery, values: Mapping[str, str]) -> Found | None:
    for parameter in query.parameters:
        if parameter.kind is ParameterKind.WITHIN and parameter.name in values:
            return find_areas(store, _filled(parameter, values[parameter.name]))
    return None


def _look_up(store: Store, parameter: Parameter, value: str, within: Found | None) -> Found:
    if _IRI.fullmatch(value):
        address = _iri(parameter, value).value
        return Found((address,), (address,), 1)
    if parameter.kind is ParameterKind.BODY:
        return find_bodies(store, value, within)
    return (find_areas if parameter.kind is ParameterKind.AREA else find_documents)(store, value)


def _filled(parameter: Parameter, value: str) -> str:
    value = value.strip()
    try:
        value.encode()
    except UnicodeEncodeError as e:
        raise _wanted(parameter, value, "UTF-8 文字 text in UTF-8") from e
    if not value:
        raise _wanted(parameter, value, "非空的值 a value that is not empty")
    return value


def _iri(parameter: Parameter, value: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(value if _IRI.fullmatch(value) else "")
    except ValueError as e:
        wanted = "完整的 IRI an absolute IRI: https://w3id.org/gongwen/id/…"
        raise _wanted(parameter, value, wanted) from e


def _text(parameter: Parameter, value: str) -> ox.Literal:
    return ox.Literal(value)


def _choice(parameter: Parameter, value: str) -> ox.NamedNode:
    """``lead``, ``gw:lead``, or the concept's label in the ontology: 牵头."""
    for curie in parameter.choices:
        prefix, _, local = curie.partition(":")
        address = PREFIXES[prefix] + local
        if value in (curie, local, *concept_labels(address)):
            return ox.NamedNode(address)
    raise _wanted(
        parameter, value, f"其中之一 one of {', '.join(c.partition(':')[2] for c in parameter.choices)}"
    )


def _date(parameter: Parameter, value: str) -> ox.Literal:
    """A day; with ``since`` and ``until`` also a year or a month, for its first or last day."""
    if value == TODAY:
        value = datetime.date.today().isoformat()
    match = _DATE.fullmatch(value)
    try:
        if not match or (parameter.kind is ParameterKind.DAY and not match[3]):
            raise ValueError(value)
        last = parameter.kind is ParameterKind.UNTIL
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        day = int(match[3] or (calendar.monthrange(year, month)[1] if last else 1))
        date = datetime.date(year, month, day).isoformat()
    except ValueError as e:
        shapes = "2021-06-30" if parameter.kind is ParameterKind.DAY else "2021-06-30, 2021-06, 2021"
        raise _wanted(parameter, value, f"日期 a date: {shapes}") from e
    return ox.Literal(date, datatype=ox.NamedNode(f"{XSD}date"))


def _integer(parameter: Parameter, value: str) -> ox.Literal:
    year = parameter.kind is ParameterKind.YEAR
    if not _INTEGER.fullmatch(value) or (year and len(value) != 4):
        raise _wanted(parameter, value, "年份 a year: 2021" if year else "整数 a whole number: 12")
    return ox.Literal(int(value))


def _wanted(parameter: Parameter, value: str, wanted: str) -> QueryError:
    return QueryError(f"参数 {parameter.option} 应为{wanted}; not {value!r}")


_TYPED: Mapping[ParameterKind, Callable[[Parameter, str], Term]] = {
    ParameterKind.IRI: _iri,
    ParameterKind.TEXT: _text,
    ParameterKind.CHOICE: _choice,
    ParameterKind.SINCE: _date,
    ParameterKind.UNTIL: _date,
    ParameterKind.DAY: _date,
    ParameterKind.YEAR: _integer,
    ParameterKind.NUMBER: _integer,
}
