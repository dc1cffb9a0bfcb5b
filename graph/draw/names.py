"""Names by which a body is looked for beside those that documents use: the lexicon's, with abbreviations and what it
was called before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gongwen.extract import areas
from gongwen.extract.bodies.lexicon import local_names, national_names
from gongwen.graph.derived.changes import changes


def lexicon_names(label: str, area: str) -> tuple[str, ...]:
    """Other names of the body with this full official name, without its area: 卫健局, 卫计局 for 云州市卫生健康局.

    ``area`` is the name of its area. Empty where the lexicon does not know the body.
    """
    found = _function(label, area)
    return tuple(name for name in found.names if name not in (found.own, label))


def former_names(label: str, area: str) -> tuple[str, ...]:
    """Names of those whose duties the body has taken over, likewise: 工商局, 质监局 for 云州市市场监督管理局."""
    found = _function(label, area)
    own = {*found.names, found.own}
    return tuple(sorted({name for id in _before(found.id) for name in found.table.get(id, ())} - own))


@dataclass(frozen=True, slots=True)
class _Found:
    """The function of a body (empty where it is not known), its name without its area, and all names by function of its level."""

    id: str
    own: str
    table: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        return self.table.get(self.id, ())


def _function(label: str, area: str) -> _Found:
    own = label.removeprefix(area) if area else label
    of_nation = not area or area == _nation()
    functions, table = (national_names(), _national()) if of_nation else (local_names(), _local())
    function = functions.get(own)
    return _Found(function.id if function else "", own, table)


@cache
def _before(function: str) -> frozenset[str]:
    """The functions that became this one, also by way of others."""
    found: set[str] = set()
    wanted = {function}
    while wanted:
        former = {id for change in changes() if wanted & set(change.later) for id in change.former}
        wanted = former - found
        found |= former
    return frozenset(found - {function})


@cache
def _nation() -> str:
    nation = areas.by_code(areas.NATION)
    return nation.name if nation else ""


@cache
def _local() -> dict[str, tuple[str, ...]]:
    return _by_function({name: function.id for name, function in local_names().items()})


@cache
def _national() -> dict[str, tuple[str, ...]]:
    return _by_function({name: function.id for name, function in national_names().items()})


def _by_function(names: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, function in names.items():
        found[function].append(name)
    return {function: tuple(sorted(called)) for function, called in found.items()}
