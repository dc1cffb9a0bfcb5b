"""Names to IRIs: which bodies, areas and documents of a graph are meant by what an asker types.

A body is found by any name that the lexicon or a document gives it, with its area, with a part of the area's
name (市市场监管局) or without one; an area by its GB/T 2260 code or its name; a document by number, title or a
part of the title. Nothing found is an error that names what is near.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from gongwen.extract import areas
from gongwen.extract.keys import normal_number, normal_title
from gongwen.graph.asking.binding import Bindings, Term
from gongwen.graph.asking.store import Store
from gongwen.graph.derived.areas import area_parent
from gongwen.graph.errors import QueryError
from gongwen.graph.triples.terms import SPARQL_PREFIXES

# Branches and not one path: each label is looked at once.
_LABELS = """
SELECT DISTINCT ?body ?label {
  { VALUES ?name { UNDEF } ?body skos:prefLabel ?label FILTER(STRENDS(STR(?label), ?name)) }
  UNION
  { VALUES ?name { UNDEF } ?body skos:altLabel ?label FILTER(STRENDS(STR(?label), ?name)) }
  UNION
  { VALUES ?name { UNDEF } ?body skos:hiddenLabel ?label FILTER(STRENDS(STR(?label), ?name)) }
}"""
_BODIES = """
SELECT DISTINCT ?body ?preferred ?area ?place {
  ?body a org:FormalOrganization ; skos:prefLabel ?preferred ; gw:area ?area
  OPTIONAL { ?area skos:prefLabel ?place }
}"""
_ALL_BODIES = "SELECT DISTINCT ?label { ?body a org:FormalOrganization ; skos:prefLabel ?label }"
_AREAS = """
SELECT DISTINCT ?area ?code ?around {
  ?area a gw:Area ; skos:notation ?code
  OPTIONAL { ?area gw:partOf ?around }
}"""
_DOCUMENTS = """
SELECT DISTINCT ?document ?title ?number {
  VALUES ?type { gw:PolicyDocument gw:CitedDocument }
  ?document a ?type
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document eli:id_local ?number }
  FILTER(?number = ?wanted || CONTAINS(STR(?title), ?wanted))
}"""
_TITLES = """
SELECT DISTINCT ?document ?title {
  VALUES ?type { gw:PolicyDocument gw:CitedDocument }
  ?document a ?type ; dcterms:title ?title
}"""
# Names that an error offers.
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What a name stands for: IRIs, and their labels for the asker to check; both in the same order.
    ``meant``: how many of them bear the name itself; those behind lie inside these."""

    iris: tuple[str, ...]
    labels: tuple[str, ...]
    meant: int


def find_bodies(store: Store, name: str, within: Found | None = None) -> Found:
    """The bodies called ``name``; with ``within`` (``find_areas``) those of that area, else of the areas
    inside it. Raises QueryError."""
    labels: dict[str, list[str]] = {}
    for body, label in _rows(store, _LABELS, {"name": ox.Literal(name)}):
        labels.setdefault(body, []).append(label)
    named = {"body": tuple(map(ox.NamedNode, labels))}
    found = {
        body: (preferred, area)
        for body, preferred, area, place in (_rows(store, _BODIES, named) if labels else ())
        if any(_is_of_area(label.removesuffix(name), place) for label in labels[body])
    }
    if within is not None:
        found = _narrowed(found, within)
    if not found:
        raise QueryError(f"图谱中没有机构 no body in the graph is called {name!r}{_near_bodies(store, name)}")
    return _found({body: preferred for body, (preferred, _) in found.items()})


def find_areas(store: Store, name: str) -> Found:
    """The areas called ``name`` or with this code, first, and then all areas inside them. Raises
    QueryError."""
    iris: dict[str, str] = {}
    inside: dict[str, list[str]] = {}
    for area, code, around in _rows(store, _AREAS):
        iris[code] = area
        inside.setdefault(around, []).append(code)
    meant = sorted(code for code in iris if name == code or name in _names_of_area(code))
    if not meant:
        raise QueryError(
            f"图谱中没有地区 no area in the graph is called {name!r}; "
            "用名称或六位代码 name it in full or by its six digits: 湛江市, 440800."
        )
    codes = list(meant)
    for code in codes:
        codes += [c for c in sorted(inside.get(iris[code], ())) if c not in codes]
    return Found(tuple(iris[code] for code in codes), tuple(map(_label_of_area, codes)), len(meant))


def find_documents(store: Store, given: str) -> Found:
    """The documents, in the corpus or only cited, with this number, else this title, else a title that
    contains it. Raises QueryError."""
    number, key = normal_number(given), normal_title(given)
    numbered: dict[str, str] = {}
    titled: dict[str, str] = {}
    for wanted in dict.fromkeys((number, given)):
        for document, title, its_number in _rows(store, _DOCUMENTS, {"wanted": ox.Literal(wanted)}):
            (numbered if its_number == number else titled)[document] = title or its_number
    titled = titled or {d: t for d, t in _rows(store, _TITLES) if key and key in normal_title(t)}
    exact = {d: t for d, t in titled.items() if normal_title(t) == key}
    if not (numbered or titled):
        raise QueryError(
            f"图谱中没有文件 no document in the graph has the number or title {given!r}; "
            "标题可只写一部分 a part of a title will do."
        )
    return _found(numbered or exact or titled)


def _is_of_area(prefix: str, area: str) -> bool:
    """Whether what stands before a name is (a part of) the name of its area: nothing, 市, 湛江, 湛江市,
    广东省湛江市, and not 森林 before 公安局."""
    return area.startswith(prefix) or area.endswith(prefix) or (bool(area) and prefix.endswith(area))


def _narrowed(found: Mapping[str, tuple[str, str]], within: Found) -> dict[str, tuple[str, str]]:
    """The bodies of the area itself; where it has none, of the areas inside it."""
    own = {body: said for body, said in found.items() if said[1] in within.iris[: within.meant]}
    return own or {body: said for body, said in found.items() if said[1] in within.iris}


def _near_bodies(store: Store, name: str) -> str:
    labels = sorted(label for (label,) in _rows(store, _ALL_BODIES))
    near = [label for label in labels if name in label][:_OFFERED]
    near = near or difflib.get_close_matches(name, labels, _OFFERED, cutoff=0.5)
    return f"; 相近的 near it: {'、'.join(near)}" if near else "."


def _names_of_area(code: str) -> set[str]:
    """湛江市, 湛江, and either behind any name of the area around."""
    area = areas.by_code(code)
    if area is None:
        return set()
    own = {area.name, area.short}
    parent = area_parent(code)
    around = _names_of_area(parent) if parent and parent != code else set()
    return own | {outer + name for outer in around for name in own}


def _label_of_area(code: str) -> str:
    area = areas.by_code(code)
    return area.name if area else code


def _found(labels: Mapping[str, str]) -> Found:
    iris = tuple(sorted(labels))
    return Found(iris, tuple(labels[iri] for iri in iris), len(iris))


def _rows(store: Store, query: str, bindings: Bindings | None = None) -> list[tuple[str, ...]]:
    return [tuple(map(_text, row)) for row in store.select(SPARQL_PREFIXES + query, bindings).rows]


def _text(value: Term | None) -> str:
    return "" if value is None or isinstance(value, ox.Triple) else value.value
