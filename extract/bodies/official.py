"""Official names: what a function is called at an area's level, and how a name and its area make a label.

教育 is 教育厅 of a province, 教育局 below it and 教育委员会 of a municipality; customs houses and other branches of national
bodies are called by the short name of their place (福州海关); a party committee is 中共湛江市委员会.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gongwen.extract import areas
from gongwen.extract.areas import Area
from gongwen.extract.bodies.lexicon import (
    REMEMBERED,
    Function,
    abbreviates,
    full_names,
    functions,
    local_names,
)
from gongwen.extract.data import read_json


def official_name(function: Function, area: Area) -> str:
    """The official name, without area, of the body that has this function in this area; empty where the lexicon has
    none. A municipality has 局 where a province has 厅, unless the lexicon says otherwise."""
    like_city = area.code in areas.MUNICIPALITIES and function.provincial.endswith("厅")
    official = function.provincial if area.level == "province" and not like_city else function.local
    for override in read_json("body_official.json")["overrides"]:
        if (
            override["id"] == function.id
            and area.code.startswith(tuple(override["areas"]))
            and area.level in override["levels"]
        ):
            official = override["official"]
    return official


def official_names(function: Function) -> frozenset[str]:
    """All names that ``official_name`` may give, and the nation's."""
    overrides = (
        o["official"] for o in read_json("body_official.json")["overrides"] if o["id"] == function.id
    )
    return frozenset(
        name for name in (function.national, function.provincial, function.local, *overrides) if name
    )


def label_of(area: Area, official: str, function: Function | None) -> str:
    """The full name: area and official name, 中共 before bodies of the party, whose committee of an autonomous region is
    written in full (中共江岭省委宣传部, but 中共…自治区委员会宣传部)."""
    rules = read_json("body_official.json")
    if function is not None and function.id in rules["label_patterns"]:
        return str(rules["label_patterns"][function.id].format(area=area.name))
    short = function is not None and function.id in rules["short_area"]
    party = "中共" if official.startswith("委") else ""
    if party and area.name.endswith("自治区"):
        official = "委员会" + official.removeprefix("委")
    return f"{party}{area.short if short else area.name}{official}"


@lru_cache(REMEMBERED)
def full_form(function: Function, area: Area, name: str) -> tuple[str, bool]:
    """The full name, without area, that ``name`` stands for, and whether it is ``name`` itself, as in 市水务局, which is a
    full name where 水利局 is the usual one.

    An abbreviation stands for the name of its function that has all its characters in their order, the official one
    first: 卫健委 is 卫生健康委员会, and not the 卫生健康局 of other places. Where there is none its last word is written out
    (旅游发展委), else it is the official name.
    """
    rules, official = read_json("body_official.json"), official_name(function, area)
    if not official or function.id in rules["label_patterns"]:
        return official or name, not official
    if name in rules["stand_for"]:
        return rules["stand_for"][name], False
    known = full_names(function)
    if name == official or (name in known and not abbreviates(name, official)):
        return name, True
    for owner in ("", *rules["owners"]):
        short = name.removeprefix(owner)
        if fitting := [full for full in {*known, official} if abbreviates(short, full)]:
            return min(fitting, key=lambda full: (full != official, len(full), full)), False
    for short, long in rules["endings"].items():
        if name.endswith(short) and len(name) >= _WORDS:
            return name.removesuffix(short) + long, False
    return official, False


# Characters of a name that has more than one word before its ending: 旅游发展委, not 卫健委.
_WORDS = 5


def functions_called(official: str) -> tuple[Function, ...]:
    """The functions whose bodies have this official name at some level."""
    return _called().get(official, ())


@cache
def _called() -> dict[str, tuple[Function, ...]]:
    found: dict[str, list[Function]] = {}
    for function in {f.id: f for f in functions()}.values():
        for name in official_names(function):
            found.setdefault(name, []).append(function)
    return {name: tuple(called) for name, called in found.items()}


def lexicon_label(adcode: str, official: str) -> str | None:
    """The full name by which the lexicon knows the local body of this area and official name; None for a body that it does
    not know, and for the nation's."""
    area = areas.by_code(adcode)
    if area is None or area.code == areas.NATION:
        return None
    known = (f for f in functions_called(official) if official_name(f, area) == official)
    function = next(known, None)
    return label_of(area, official, function) if function else None


@cache
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    rules = read_json("body_official.json")["rewrites"]
    return tuple((re.compile(rule["pattern"]), rule["official"]) for rule in rules)


@lru_cache(REMEMBERED)
def rewritten(name: str) -> str:
    """A name whose form has an official one: 人行云州中心支行 → 中国人民银行云州中心支行; any other as it is."""
    if name in local_names():
        return name
    for pattern, official in _rewrites():
        name = pattern.sub(official, name)
    return name
