"""Tasks of a work report: every titled paragraph of the part on future work, whoever may carry it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongwen.extract.data import read_json
from gongwen.extract.model import Context
from gongwen.extract.outline import Outline, Style, Unit, title_of
from gongwen.extract.reading import Reading

# A title is a phrase, not a sentence: 强化区域性中心城市功能，夯实高质量发展基础
LONGEST_TITLE = 40
REPORT = "报告"


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = sorted(read_json("duties.json")["report"][kind], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def report_tasks(reading: Reading, outline: Outline, context: Context) -> Iterator[Unit]:
    """The units that are tasks of a work report: with a bold lead or a number and a title, in its parts on future
    work; none where the document is no report."""
    if context.type != REPORT:
        return
    parts = [u for u in outline.units if u.style is Style.FIRST and _is_future(reading, u, context)]
    for unit in outline.units:
        if any(part.text < unit.start < part.end for part in parts) and _is_titled(reading, unit):
            yield unit


def _is_future(reading: Reading, part: Unit, context: Context) -> bool:
    heading = reading.text[slice(*title_of(reading, part))]
    if _pattern("past").search(heading):
        return False
    year = (context.date or "")[:4]
    return bool(_pattern("future").search(heading)) or bool(year and heading.startswith(year + "年"))


def _is_titled(reading: Reading, unit: Unit) -> bool:
    if unit.style not in (Style.SECOND, Style.THIRD, Style.FOURTH, Style.LEAD):
        return False
    start, end = title_of(reading, unit)
    return 0 < end - start <= LONGEST_TITLE and reading.text[end : end + 1] == "。"
