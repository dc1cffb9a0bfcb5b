"""Which part of the graph a projection is of: conditions that become part of the query.

All but ``roles`` and ``min_weight`` are about documents: tasks and citations are those that these documents
state. No text of a user becomes text of a query; values are serialised terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from gongwen.extract import areas
from gongwen.extract.model import Role
from gongwen.graph.errors import QueryError

ALL_ROLES = frozenset(Role)

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# A date of a year or a month is every day of it: 2021-03 lies in a period that begins on 2021-03-15.
_FIRST_DAY = 'CONCAT(STR({0}), SUBSTR("0000-01-01", STRLEN(STR({0})) + 1))'
_LAST_DAY = 'CONCAT(STR({0}), SUBSTR("0000-12-31", STRLEN(STR({0})) + 1))'

_AREA = """
?doc a gw:PolicyDocument ; eli:passed_by/gw:area ?area_ .
{{ SELECT DISTINCT ?area_ {{ ?around_ skos:notation {} . ?area_ gw:partOf* ?around_ }} }}
"""
_TYPE = "VALUES ?word_ {{ {} }} ?type_ skos:prefLabel ?word_ . ?doc eli:type_document ?type_ ."
_DATED = "?doc eli:date_document ?date_ . FILTER({} && {})"
# ELI: in force from the first day stated, else from the day of the document, through the last day. What a notice
# issues ends with the notice.
_IN_FORCE = """
?doc a gw:PolicyDocument .
OPTIONAL {{ ?doc eli:first_date_entry_in_force ?begins_ }}
OPTIONAL {{ ?doc eli:date_document ?made_ }}
BIND(COALESCE(STR(?begins_), {first}) AS ?from_) FILTER(?from_ <= {day})
FILTER NOT EXISTS {{
  ?doc gw:promulgatedBy?/eli:date_no_longer_in_force ?end_ . FILTER(STR(?end_) < {day})
}}
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep.

    ``area``: GB/T 2260 code; documents that bodies of this area, or of one inside it, issued. ``since``,
    ``until``: date of the document, ISO 8601 at any precision, both included. ``types``: kinds of documents by
    their Chinese word (通知). ``in_force``: a day, ``YYYY-MM-DD``. ``roles``: in which a body takes part.
    ``min_weight``: least number of tasks (of a pair of bodies, or of a body) or of citations (between two
    documents). Raises QueryError for a value that is none of these.
    """

    area: str | None = None
    since: str | None = None
    until: str | None = None
    types: tuple[str, ...] = ()
    in_force: str | None = None
    roles: frozenset[Role] = ALL_ROLES
    min_weight: int = 1

    def __post_init__(self) -> None:
        for value in (self.since, self.until):
            if value is not None and not _DATE.fullmatch(value):
                raise QueryError(f"不是日期 not a date: {value!r}; write 2021, 2021-03 or 2021-03-15.")
        if self.in_force is not None and not _DAY.fullmatch(self.in_force):
            raise QueryError(f"不是日期 not a day: {self.in_force!r}; write it as 2021-03-15.")
        if self.area is not None and not re.fullmatch(r"[0-9]{6}", self.area):
            raise QueryError(f"不是行政区划代码 not a GB/T 2260 code: {self.area!r}; six digits are needed.")
        if self.min_weight < 1 or not self.roles:
            raise QueryError("at least one role and a weight of at least 1 are needed.")

    def documents(self) -> str:
        """A SPARQL group pattern that binds ``?doc`` to the documents kept; empty where all are.

        A sub-select a condition: in one group, an engine may join them in an order that multiplies.
        """
        parts = (*self._area(), *self._period(), *self._types(), *self._in_force())
        return " ".join(f"{{ SELECT DISTINCT ?doc {{ {part} }} }}" for part in parts)

    def _area(self) -> Iterable[str]:
        if self.area is not None and self.area != areas.NATION:
            yield _AREA.format(ox.Literal(self.area))

    def _period(self) -> Iterable[str]:
        if self.since or self.until:
            last, first = _LAST_DAY.format("?date_"), _FIRST_DAY.format("?date_")
            since = f"{last} >= {ox.Literal(self.since)}" if self.since else "true"
            until = f"{first} <= {ox.Literal(_last_day(self.until))}" if self.until else "true"
            yield _DATED.format(since, until)

    def _types(self) -> Iterable[str]:
        if self.types:
            yield _TYPE.format(" ".join(str(ox.Literal(word, language="zh")) for word in self.types))

    def _in_force(self) -> Iterable[str]:
        if self.in_force:
            yield _IN_FORCE.format(day=ox.Literal(self.in_force), first=_FIRST_DAY.format("?made_"))


def area_code(text: str) -> str:
    """The code of an area given by code or name (湛江市, 湛江); raises QueryError where there is no such area, or
    several."""
    if re.fullmatch(r"[0-9]{6}", text):
        return text
    found = areas.find(text)
    if found is None:
        several = "、".join(f"{a.name} {a.code}" for a in areas.named(text)[:8])
        told = (
            f"说的是哪一个 which of these: {several}? Give the code."
            if several
            else "give its GB/T 2260 code."
        )
        raise QueryError(f"没有唯一的行政区 no one area is called {text!r}: {told}")
    return found.code


def wanted(variable: str, addresses: Iterable[str]) -> str:
    """A VALUES clause that binds a variable to IRIs."""
    return f"VALUES ?{variable} {{ {' '.join(str(ox.NamedNode(a)) for a in addresses)} }}"


def _last_day(value: str | None) -> str:
    return (value or "") + "0000-12-31"[len(value or "") :]
