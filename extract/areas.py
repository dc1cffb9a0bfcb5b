"""Administrative areas with their GB/T 2260 codes, and the names that documents use for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gongwen.extract.data import read_table

NATION = "100000"
MUNICIPALITIES = frozenset(["110000", "120000", "310000", "500000"])
LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Area:
    """An area: ``code`` six digits (a zone has its city's), ``name`` full, ``short`` without 省 or 市, ``level``
    nation, province, prefecture, county or zone, ``parent`` the code above it, ``until`` the last year of an
    abolished area, empty for today's."""

    code: str
    name: str
    short: str
    level: str
    parent: str
    until: str = ""


def rows() -> tuple[dict[str, str], ...]:
    """The tables of areas: those of GB/T 2260, and the invented ones of which samples and documentation speak."""
    return read_table("areas.tsv") + read_table("example_areas.tsv")


@cache
def _by_code() -> dict[str, Area]:
    found = {NATION: Area(NATION, "中华人民共和国", "中国", "nation", "")}
    for row in rows():
        found[row["adcode"]] = Area(
            row["adcode"], row["name"], row["short"], row["level"], row["parent"], row.get("until") or ""
        )
    return found


@cache
def _by_name() -> dict[str, tuple[Area, ...]]:
    found: dict[str, list[Area]] = {}
    zones = [Area(z["parent"], z["name"], z["short"], "zone", z["parent"]) for z in read_table("zones.tsv")]
    for area in [*_by_code().values(), *zones]:
        for name in {area.name, area.short}:
            found.setdefault(name, []).append(area)
    return {name: tuple(areas) for name, areas in found.items()}


def by_code(code: str) -> Area | None:
    """The area with this GB/T 2260 code, None where there is none."""
    return _by_code().get(code)


def named(name: str) -> tuple[Area, ...]:
    """The areas that are called so, in full or without 省, 市, 县: 湛江 and 湛江市 alike; today's before abolished."""
    return tuple(sorted(_by_name().get(name, ()), key=lambda a: (a.until != "", a.code)))


def find(name: str, within: str = NATION) -> Area | None:
    """The one area of this name inside the area ``within`` (or above it); None where there is none or several."""
    areas = named(name)
    if within != NATION:
        near = [a for a in areas if same_province(a.code, within)]
        areas = tuple(near) or areas
    ranks = ("nation", "province", "prefecture", "zone", "county")
    today = [a for a in areas if not a.until] or list(areas)
    if not today:
        return None
    best = min(ranks.index(a.level) for a in today)
    first = [a for a in today if ranks.index(a.level) == best]
    return first[0] if len(first) == 1 else None


def same_province(a: str, b: str) -> bool:
    """Whether two codes lie in one province."""
    return a[:2] == b[:2]


def province_of(code: str) -> Area | None:
    """The province of an area; itself where it is one; None for the nation."""
    return None if code == NATION else by_code(code[:2] + "0000")


def prefecture_of(code: str) -> Area | None:
    """The prefecture (or municipality) in which an area lies; itself where it is one; None above that."""
    if code[:2] + "0000" in MUNICIPALITIES:
        return by_code(code[:2] + "0000")
    area = by_code(code[:4] + "00")
    if code.endswith("0000"):
        return None
    return area


def level_of(code: str) -> str:
    """``nation``, ``province``, ``prefecture`` or ``county`` of a code."""
    if code == NATION:
        return "nation"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


@cache
def _by_opening() -> dict[str, tuple[str, ...]]:
    """Full names of all areas and short names above the county, by their first two characters, longest first: short
    names of counties are everyday words (公安)."""
    known = {n for n, found in _by_name().items() if any(n == a.name or a.level != "county" for a in found)}
    opening: dict[str, list[str]] = {}
    for name in sorted((n for n in known - {"中国"} if len(n) > 1), key=len, reverse=True):
        opening.setdefault(name[:2], []).append(name)
    return {two: tuple(names) for two, names in opening.items()}


def at(text: str, start: int, end: int | None = None) -> str | None:
    """The longest name of an area that begins at ``start`` (of a county only in full), None where none does."""
    names = _by_opening().get(text[start : start + 2])
    if names is None:  # as almost everywhere
        return None
    limit = min(len(text) if end is None else end, start + LONGEST_NAME)
    return next((name for name in names if text.startswith(name, start, limit)), None)
