"""Names by which a body is looked for beside those that documents use: the lexicon's, with abbreviations and what it
was called before."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from gongwen.extract import areas
from gongwen.extract.bodies.lexicon import local_names, national_names


def lexicon_names(label: str, area: str) -> tuple[str, ...]:
    """Other names of the body with this full official name, without its area: 卫健局, 卫计局 for 云州市卫生健康局.

    ``area`` is the name of its area. Empty where the lexicon does not know the body.
    """
    own = label.removeprefix(area) if area else label
    of_nation = not area or area == _nation()
    table, names = (national_names(), _national()) if of_nation else (local_names(), _local())
    function = table.get(own)
    return tuple(name for name in names[function.id] if name not in (own, label)) if function else ()


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
