"""Institutional reforms: which body took over the duties of a body that documents name, as W3C ORG says it (section 4.5).

市工商局 of a document of 2016 is the body it was; an ``org:ChangeEvent`` leads to 市市场监督管理局. What became what is data
(``body_changes.tsv``), by function and level; here it is applied to the areas whose former bodies the corpus names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from gongwen.extract import areas
from gongwen.extract.areas import Area
from gongwen.extract.bodies.lexicon import Function, functions
from gongwen.extract.bodies.official import label_of, official_name, official_names
from gongwen.extract.data import read_table


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One reform: ids of functions, and its date by level (``nation``, ``province``, ``local``), ISO 8601 at the
    precision that the source gives, absent where it did not reach that level."""

    id: str
    former: tuple[str, ...]
    later: tuple[str, ...]
    dates: dict[str, str]
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body by its area's code and its official name without area, with its full name."""

    adcode: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Event:
    """A change in one area: the former bodies that are named, and those that took over from them."""

    change: Change
    adcode: str
    date: str
    former: tuple[Body, ...]
    later: tuple[Body, ...]


@cache
def changes() -> tuple[Change, ...]:
    """Every reform of ``body_changes.tsv``, in its order."""
    levels = {"nation": "national", "province": "provincial", "local": "local"}
    return tuple(
        Change(
            row["id"],
            tuple(row["former"].split("|")),
            tuple(row["later"].split("|")),
            {level: row[column] for level, column in levels.items() if row[column]},
            row["label"],
            row["source"],
        )
        for row in read_table("body_changes.tsv")
    )


def events(named: Iterable[tuple[str, str]]) -> Iterator[Event]:
    """The changes of the bodies ``named``, each by its area's code and official name, and those of the bodies that they
    became, in order of area and of ``body_changes.tsv``."""
    known: dict[str, set[str]] = {}
    for adcode, name in named:
        known.setdefault(adcode, set()).add(name)
    for adcode in sorted(known):
        area = areas.by_code(adcode)
        if area is not None:
            yield from _of_area(area, known[adcode])


def _of_area(area: Area, names: set[str]) -> Iterator[Event]:
    """Reforms are in order of time, so that what one made the next one can change."""
    level = {"nation": "nation", "province": "province"}.get(area.level, "local")
    for change in changes():
        date = change.dates.get(level)
        if date is None or names.isdisjoint(_former_names(change)):
            continue
        former = tuple(b for b in _bodies(change.former, area) if b.name in names)
        later = tuple(b for b in _bodies(change.later, area) if b not in former)
        if former and later:
            names |= {b.name for b in later}
            yield Event(change, area.code, date, former, later)


@cache
def _former_names(change: Change) -> frozenset[str]:
    """What bodies that a change ends can be called anywhere: a quick look before each area's own names."""
    return frozenset(name for i in change.former for name in official_names(_functions()[i]))


def _bodies(ids: tuple[str, ...], area: Area) -> Iterator[Body]:
    for function in (_functions()[i] for i in ids):
        name = function.national if area.code == areas.NATION else official_name(function, area)
        if name:
            nation = area.code == areas.NATION
            yield Body(area.code, name, name if nation else label_of(area, name, function))


@cache
def _functions() -> dict[str, Function]:
    return {function.id: function for function in functions()}
