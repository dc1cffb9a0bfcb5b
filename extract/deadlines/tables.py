"""Tables with a column of time limits (完成时限): where they stand, and which expressions are cells of that column.

A published table is flattened: its head is a line (序号 重点任务 责任单位 完成时限) or a few lines, and its cells stand behind
blanks or on lines of their own. An expression that is a cell by itself (2021年底) is a time limit without any further word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from gongwen.extract.data import read_json
from gongwen.extract.patterns import alternatives
from gongwen.extract.reading import Reading, Seam

# A head of columns is short and no sentence; where its cells stand on lines of their own, they are so many.
_HEAD_LENGTH, _HEAD_LINES = 120, 8
# 附件2: the next table
_NEXT = re.compile(r"附(?:件|表|录)[0-9一二三四五六七八九十]{0,3}(?:[：:\n]|\Z)")
# Pieces of a cell that was broken over lines stand so near.
_PIECES = 40
_BARE_YEAR = re.compile(r"(?:19|20)[0-9]{2}年")
_MONTH_BELOW = re.compile(rf"(?:(?!(?:19|20)[0-9]{{2}}年)[^。]){{0,{_PIECES}}}?(?<![0-9年])[0-9]{{1,2}}月")
_YEAR_ABOVE = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9年])[^0-9]*\Z")
# What may stand around a cell: another cell's end, the number of the next row.
_ROW = re.compile(r"[0-9]{1,3}(?![0-9年月.])|[\n）]|\Z")


@cache
def _heads() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The heads of a column of times, and of the columns that stand beside it."""
    words = read_json("table_columns.json")
    others = sorted({*words["number"], *words["labelled"], *words["beside"]} - set(words["times"]))
    return _any(words["times"]), _any(others)


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile(alternatives(words))


class TimeColumns:
    """The tables with a column of times in one document."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.text
        self._ranges = list(self._tables())
        self._starts = [start for start, _ in self._ranges]

    def holds(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` is a cell by itself in such a table."""
        i = bisect_right(self._starts, start) - 1
        if i < 0 or end > self._ranges[i][1]:
            return False
        return self._begins(start) and self._ends(end) and not self._is_piece(start, end)

    def _is_piece(self, start: int, end: int) -> bool:
        """Whether a narrow cell was broken over lines: 2019年 ⏎ 6月30日前, 2017 ⏎ 年底."""
        if _BARE_YEAR.fullmatch(self.text, start, end):
            return _MONTH_BELOW.match(self.text, end) is not None
        return _YEAR_ABOVE.search(self.text, max(0, start - _PIECES), start) is not None

    def _begins(self, start: int) -> bool:
        return self.text[start - 1] == "\n" or self.reading.seam(start) in (Seam.BLANK, Seam.WIDE)

    def _ends(self, end: int) -> bool:
        if end >= len(self.text) or self.text[end] == "\n":
            return True
        return self.reading.seam(end) in (Seam.BLANK, Seam.WIDE) and bool(_ROW.match(self.text, end))

    def _tables(self) -> Iterator[tuple[int, int]]:
        """Each from its head to the label of the next attachment."""
        paragraphs = self.reading.paragraphs
        labels = [p.start for p in paragraphs if self._is_label(p.start, p.end)]
        end = 0
        for i, p in enumerate(paragraphs):
            if p.start >= end and self._is_head(i):
                following = bisect_right(labels, p.start)
                end = labels[following] if following < len(labels) else len(self.text)
                yield p.end, end

    def _is_label(self, start: int, end: int) -> bool:
        return _NEXT.match(self.text, start, end) is not None

    def _is_head(self, i: int) -> bool:
        """Whether a line names a column of times and others, or is one of several lines that do."""
        times, others = _heads()
        p = self.reading.paragraphs[i]
        line = self.text[p.start : p.end]
        if len(line) > _HEAD_LENGTH or "。" in line or "：" in line or times.search(line) is None:
            return False
        if others.search(times.sub("", line)):
            return True
        if times.fullmatch(line) is None:
            return False
        around = self.reading.paragraphs[max(0, i - _HEAD_LINES) : i + 3]
        return any(others.fullmatch(self.text, q.start, q.end) for q in around)
