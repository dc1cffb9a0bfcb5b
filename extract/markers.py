"""The numbers that items begin with: 第一条, 一、, （一）, 1., （1）, ①."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongwen.extract.numerals import parse_number
from gongwen.extract.outline import Style

HAN = "一二三四五六七八九十百零〇○"
MARKER = re.compile(
    rf"(?=[第（0-9①-⑳{HAN}])(?:"  # tried nowhere else
    rf"第(?P<law>[{HAN}]{{1,6}}+|[0-9]{{1,4}}+)(?P<level>[编章节条])(?![第、和至])"
    rf"|(?<![{HAN}])(?P<first>[{HAN}]{{1,4}}+)[、．](?=[^，。、；）])"
    rf"|（(?P<second>[{HAN}]{{1,4}}+)）"
    rf"|(?<![0-9.\-])(?P<third>[0-9]{{1,2}}+)(?:[.．](?![0-9])|、)"
    rf"|（(?P<fourth>[0-9]{{1,2}}+)）"
    rf"|(?P<fifth>[①-⑳]))"
)
# Where a marker may begin: `re` looks for a set of characters ten times as fast as for alternatives.
MAY_MARK = re.compile(
    rf"[第（0-9①-⑳{HAN}](?:(?<=[第（①-⑳])|(?<=[0-9])(?=[0-9]?[.．、])|(?<=[{HAN}])(?=[{HAN}]{{0,3}}[、．]))"
)
LAW_STYLE = {"编": Style.PART, "章": Style.CHAPTER, "节": Style.SECTION, "条": Style.ARTICLE}
ITEM_STYLE = {"first": Style.FIRST, "second": Style.SECOND, "third": Style.THIRD, "fourth": Style.FOURTH}


def find_markers(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """All markers in ``[start, end)``, none overlapping another."""
    for place in MAY_MARK.finditer(text, start, end):
        if place.start() >= start and (m := MARKER.match(text, place.start(), end)):
            start = m.end()
            yield m


def kind_of(m: re.Match[str]) -> tuple[Style, int]:
    """The style and number of a match of ``MARKER``."""
    if m["law"]:
        return LAW_STYLE[m["level"]], parse_number(m["law"]) or 0
    if m["fifth"]:
        return Style.FIFTH, ord(m["fifth"]) - ord("①") + 1
    for name, style in ITEM_STYLE.items():
        if m[name]:
            return style, parse_number(m[name]) or 0
    raise AssertionError("MARKER matched without a group")
