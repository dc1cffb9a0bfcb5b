"""Administrative areas for the graph: labels and nesting, from the lexicon of areas."""

from __future__ import annotations

from gongwen.extract import areas

NATION = areas.NATION


def area_label(adcode: str) -> str | None:
    """The full name of an area by its GB/T 2260 code; None where the lexicon does not have it."""
    area = areas.by_code(adcode)
    return area.name if area else None


def area_parent(adcode: str) -> str | None:
    """The code of the area around: 440000 for 440800, ``100000`` for 440000, None for the nation."""
    if adcode == NATION:
        return None
    area = areas.by_code(adcode)
    if area and area.parent:
        return area.parent
    if adcode.endswith("0000"):
        return NATION
    return f"{adcode[:2]}0000" if adcode.endswith("00") else f"{adcode[:4]}00"


def around(outer: str, inner: str) -> bool:
    """Whether one area is the other or holds it.

    >>> around("440000", "440800"), around("100000", "440800"), around("440800", "440000")
    (True, True, False)
    """
    at: str | None = inner
    while at is not None and at != outer:
        at = area_parent(at)
    return at is not None


def names_area(title: str, adcode: str) -> bool:
    """Whether a title names this area, in full or short: 《湛江市…方案》 and 440800."""
    area = areas.by_code(adcode)
    return area is not None and area.short in title
