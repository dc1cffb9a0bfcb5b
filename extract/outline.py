"""The outline of a document: its units, nested as they are numbered, with their headings and places in the source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from gongwen.extract.model import Span
from gongwen.extract.reading import Reading


class Style(IntEnum):
    """Kinds of units in their usual nesting, outermost first."""

    ROOT = 0
    PART = 1  # 第一编
    CHAPTER = 2  # 第一章
    SECTION = 3  # 第一节
    ARTICLE = 4  # 第一条
    HEADING = 5  # a Markdown heading without a number
    FIRST = 6  # 一、
    SECOND = 7  # （一）
    THIRD = 8  # 1.
    FOURTH = 9  # （1）
    FIFTH = 10  # ①
    LEAD = 11  # a paragraph that begins with a bold sentence
    PARAGRAPH = 12  # a paragraph without number that belongs to no item


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the outline; all offsets are reading offsets.

    ``[start, end)`` is the whole unit with everything below it, ``start`` at its marker; ``text`` is where its words
    begin behind the marker; ``own_end`` where its own text ends and its first child begins (``end`` without
    children). ``inline``: the marker stands inside a paragraph.
    """

    index: int
    parent: int
    style: Style
    number: int
    start: int
    text: int
    own_end: int
    end: int
    inline: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The units in order of place; ``units[0]`` is the document itself."""

    units: tuple[Unit, ...]

    def children(self, unit: Unit) -> tuple[Unit, ...]:
        """The units directly below ``unit``."""
        behind = bisect_left(self.units, unit.end, lo=unit.index + 1, key=lambda u: u.start)
        return tuple(u for u in self.units[unit.index + 1 : behind] if u.parent == unit.index)

    def ancestors(self, unit: Unit) -> Iterator[Unit]:
        """The units above ``unit``, innermost first, the document last."""
        while unit.index:
            unit = self.units[unit.parent]
            yield unit

    def at(self, offset: int) -> Unit:
        """The innermost unit that holds the character at ``offset``."""
        unit = self.units[max(0, bisect_right(self.units, offset, key=lambda u: u.start) - 1)]
        while unit.index and offset >= unit.end:
            unit = self.units[unit.parent]
        return unit


def source_span(reading: Reading, start: int, end: int) -> Span:
    """The source characters of ``[start, end)``; where it begins with a paragraph, its Markdown marks included."""
    span = reading.span(start, end)
    paragraph = reading.paragraph_at(start)
    if paragraph.start == start:
        return Span(paragraph.source.start, span.end)
    return span


def title_of(reading: Reading, unit: Unit) -> tuple[int, int]:
    """The reading range of a unit's heading, or of its first sentence where it has none, without number and 。"""
    limit = reading.paragraph_at(unit.text).end
    end = _sentence_end(reading.text, unit.text, min(limit, max(unit.end, unit.text)))
    return unit.text, max(end, unit.text)


SENTENCE = re.compile(r"[。！？（）“”《》]")
OPENING, CLOSING = "（“《", "）”》"


def _sentence_end(text: str, start: int, limit: int) -> int:
    depth = 0
    for m in SENTENCE.finditer(text, start, limit):
        if m.group() in OPENING:
            depth += 1
        elif m.group() in CLOSING:
            depth = max(0, depth - 1)
        elif not depth:
            return m.start()
    return limit
