"""What an unnumbered paragraph behind an item is to it: whether it goes on with what is above a series of items, tells all
something, or signs the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongwen.extract.markers import MARKER, kind_of
from gongwen.extract.outline import Style
from gongwen.extract.reading import Paragraph, Reading

DATED = re.compile(
    r"[0-9〇○零一二三四五六七八九十]{4}年[0-9〇○零一二三四五六七八九十]{1,2}月[0-9〇○零一二三四五六七八九十]{1,3}日$"
)
TELLS_ALL = re.compile(r"(?:全[省市县区州])?各[^，。；：]{1,30}?(?:要|应|须|务必|请)")
# So many items make a series, and so many paragraphs lie at most between two of its items; an item of so many
# characters holds its text; so many units are looked back for the first.
SERIES, LOOK_AHEAD, RUN_IN, LONGEST_SERIES = 3, 12, 30, 200


@dataclass(slots=True)
class OpenUnit:
    """A unit while it is being read."""

    index: int
    parent: int
    style: Style
    number: int
    start: int
    text: int
    inline: bool
    own_end: int = 0
    end: int = 0
    closed: bool = False


class Behind:
    """Looks behind the items of a reading; ``units``: those read so far, in order of place. Paragraphs go by their index,
    ``top`` is the item that is open."""

    def __init__(self, reading: Reading, units: list[OpenUnit]) -> None:
        self.reading, self.text, self.units = reading, reading.text, units

    def tells_all(self, i: int, words: str, top: OpenUnit, *, goes_on: bool) -> bool:
        """各县（市、区）人民政府要按照本通知抓紧落实: behind the last of several items of one paragraph each, what all
        are told."""
        if top.number < 2 or not TELLS_ALL.match(words):
            return False
        if top.style in (Style.SECOND, Style.THIRD):
            return bool(self._series(i, top)) and self._ends_series(i, top)
        if top.style is not Style.FIRST or goes_on:
            return False
        if "。" not in self.text[top.text : self.reading.paragraphs[i].start]:
            return False  # a heading alone, and this its paragraph
        following = self.reading.paragraphs[i + 1 : i + 2]
        return not any(MARKER.match(self.text, p.start, p.end) for p in following)

    def follows_series(self, i: int, top: OpenUnit) -> bool:
        """Whether the paragraph stands behind the last item of a series of which each has one paragraph alone: it
        goes on with what is above them."""
        if top.number < SERIES or top.style not in (Style.FIRST, Style.SECOND, Style.THIRD):
            return False
        parent = self.units[top.parent]
        if parent.style is Style.ARTICLE:
            return False
        series = self._series(i, top)
        if any(p.end - p.start < RUN_IN for p in series):
            return False
        return bool(series) and self._ends_series(i, top)

    def _series(self, i: int, top: OpenUnit) -> list[Paragraph]:
        """The paragraphs of the items of which the open one is the last, if each has one paragraph, its text and not its title
        alone."""
        paragraphs = self.reading.paragraphs
        recent = self.units[max(top.parent + 1, len(self.units) - LONGEST_SERIES) :]
        items = [u for u in recent if u.parent == top.parent and u.style is top.style][-top.number :]
        series = paragraphs[max(0, i - len(items)) : i]
        if [u.start for u in items] != [p.start for p in series]:
            return []
        return [] if any(self.text[p.end - 1] not in "。；" for p in series) else list(series)

    def _ends_series(self, i: int, top: OpenUnit) -> bool:
        """Whether no item of its style goes on with the open one behind this paragraph."""
        for p in self.reading.paragraphs[i + 1 : i + 1 + LOOK_AHEAD]:
            head = MARKER.match(self.text, p.start, p.end)
            if head:
                return kind_of(head) != (top.style, top.number + 1)
        return True

    def follows_items(self, i: int, top: OpenUnit) -> bool:
        """Whether the paragraph stands behind the last item （二） of an article, each of one paragraph: in a law items hold no
        paragraphs (立法技术规范), so it is the article's next one."""
        if top.number < 2 or self.units[top.parent].style is not Style.ARTICLE or top.style is Style.LEAD:
            return False
        return bool(self._series(i, top)) and self._ends_series(i, top)

    def signs_off(self, i: int) -> bool:
        """A short line above a closing date, or the date itself: the signature, no part of the last item."""
        following = self.reading.paragraphs[i : i + 2]
        return any(p.end - p.start < 30 and DATED.search(self.text[p.start : p.end]) for p in following) and (
            following[0].end - following[0].start < 30
        )
