"""The reading text: what patterns see, with an exact map back to the untouched source.

A published text is noisy: Kangxi radicals instead of ideographs, full-width digits, ASCII brackets, blanks inside dates
and names, lines broken at the page's width, traditional characters. The reading text repairs this and nothing else, and remembers what it
dropped, since in a text glued into one line a dropped blank may be the only trace of a line (see ``Seam``).

The map is a list of segments, each of which advances one source character per reading character, so that a text
without noise costs one entry a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from gongwen.extract.fold import BLANK, BLANKS, EXPANDED, fold
from gongwen.extract.lines import Line, paragraphs_of
from gongwen.extract.model import Source, Span
from gongwen.extract.traditional import simplified_where_traditional

NOISE = re.compile(rf"(?P<mark>\*\*+|__)|(?P<blank>{BLANK}++)|(?P<wide>[{''.join(EXPANDED)}])")
# With what noise begins: `re` passes over all other characters ten times as fast.
NOISY = re.compile(rf"[*_&<{BLANKS}{''.join(EXPANDED)}]")
SILENT = re.compile(rf"(?:\s|\*\*|__|{BLANK})++")
# The digits of a year before and behind a blank: 201|7年, 20|21年.
YEAR_LEFT = re.compile(r"(?<![0-9A-Za-z.])(?:19|20)[0-9]?\Z")
YEAR_RIGHT = re.compile(rf"[0-9]{{1,2}}(?={BLANK}?年)")
WORD = re.compile(r"[0-9A-Za-zÀ-ɏ]")


class Seam(IntEnum):
    """What stood in the source immediately before a reading character and was dropped."""

    NONE = 0
    BLANK = 1  # one blank
    WIDE = 2  # two blanks or more, a tab, or an ideographic space
    WRAP = 3  # a line break that split a sentence


class Paragraph(NamedTuple):
    """One paragraph: ``[start, end)`` in the reading text, without the closing line break.

    ``source``: the paragraph's own characters in the source, Markdown marks included, outer blanks not.
    ``heading``: Markdown heading level 1-6, 0 where it is none. ``bold``: reading ranges between ``**`` marks.
    """

    start: int
    end: int
    source: Span
    heading: int = 0
    bold: tuple[tuple[int, int], ...] = ()


class Reading:
    """A reading text and its map to the source; offsets are local to it, half-open, in code points."""

    __slots__ = ("__dict__", "_at", "_from", "_seams", "paragraphs", "text")

    def __init__(
        self,
        text: str,
        at: list[int],
        origin: list[int],
        seams: dict[int, Seam],
        paragraphs: tuple[Paragraph, ...],
        source: str,
    ) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self._at = at  # reading offsets at which a segment begins, ascending, first 0
        self._from = origin  # source offsets of these places
        self._seams = seams
        self.__dict__["_source"] = source

    @classmethod
    def of_source(cls, source: Source) -> Reading:
        """The reading text of a source."""
        return cls.of_text(source.text)

    @classmethod
    def of_text(cls, text: str) -> Reading:
        """The reading text of any string."""
        return _Weaver(text).weave()

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, start: int, end: int) -> Reading:
        """The part ``[start, end)`` as a reading text of its own, offsets beginning at 0, evidence unchanged."""
        first = bisect_right(self._at, start) - 1
        last = bisect_left(self._at, end)
        at = [max(0, place - start) for place in self._at[first:last]] or [0]
        origin = self._from[first:last] or [0]
        origin = [origin[0] + max(0, start - self._at[first]), *origin[1:]]
        if start == 0 and end == len(self.text) and not any(place >= end for place in self._seams):
            return self
        seams = {place - start: seam for place, seam in self._seams.items() if start <= place < end}
        inside = (self._cut(p, start, end) for p in self.paragraphs if p.start < end and p.end > start)
        return Reading(self.text[start:end], at, origin, seams, tuple(inside), self.__dict__["_source"])

    def _cut(self, p: Paragraph, start: int, end: int) -> Paragraph:
        whole = start <= p.start and p.end <= end
        if whole and not start:
            return p
        s, e = max(p.start, start), min(p.end, end)
        source = p.source if whole else self.span(s, e)
        bold = tuple((max(a, s) - start, min(b, e) - start) for a, b in p.bold if a < e and b > s)
        return Paragraph(s - start, e - start, source, p.heading, bold)

    def span(self, start: int, end: int) -> Span:
        """The source characters of ``[start, end)``; raises ValueError where the range is empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"not a range of the reading text: [{start}, {end})")
        return Span(self._source_of(start), self._source_of(end - 1) + 1)

    def _source_of(self, offset: int) -> int:
        i = bisect_right(self._at, offset) - 1
        return self._from[i] + offset - self._at[i]

    def offset(self, source_offset: int) -> int:
        """The reading offset of the first character that stands at ``source_offset`` or behind it."""
        i = max(0, bisect_right(self._from, source_offset) - 1)
        while i and self._from[i - 1] == self._from[i]:  # the parts of one expanded character
            i -= 1
        inside = self._at[i] + max(0, source_offset - self._from[i])
        limit = self._at[i + 1] if i + 1 < len(self._at) else len(self.text)
        return min(inside, limit)

    def seam(self, offset: int) -> Seam:
        """What was dropped immediately before the reading character at ``offset``."""
        return self._seams.get(offset, Seam.NONE)

    def seams(self, start: int, end: int) -> Iterator[tuple[int, Seam]]:
        """The seams at ``start <= offset < end``, in order of place."""
        places = self._seam_places
        for i in range(bisect_left(places, start), bisect_left(places, end)):
            yield places[i], self._seams[places[i]]

    def wide_gaps(self) -> list[int]:
        """The offsets before which a wide blank was dropped, in order."""
        return [place for place in self._seam_places if self._seams[place] is Seam.WIDE]

    @cached_property
    def _seam_places(self) -> list[int]:
        return sorted(self._seams)

    @cached_property
    def _starts(self) -> list[int]:
        return [p.start for p in self.paragraphs]

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds the character at ``offset``; a line break belongs to the one before it.
        Raises IndexError where the text has no paragraph."""
        return self.paragraphs[max(0, bisect_right(self._starts, offset) - 1)]

    def printed(self, start: int, end: int) -> str:
        """The characters of ``[start, end)`` as printed (their own punctuation), white space, Markdown marks and what a page
        prints between its lines dropped, radicals and full-width letters folded."""
        raw = "".join(self._printed(start, end))
        return fold(SILENT.sub("", raw), punctuation=False)

    def _printed(self, start: int, end: int) -> Iterator[str]:
        """The source characters from which the reading characters of ``[start, end)`` come, each once."""
        source: str = self.__dict__["_source"]
        done = -1
        for i in range(bisect_right(self._at, start) - 1, bisect_left(self._at, end)):
            limit = self._at[i + 1] if i + 1 < len(self._at) else len(self.text)
            first = self._from[i] + max(0, start - self._at[i])
            last = self._from[i] + min(limit, end) - self._at[i]
            yield source[max(first, done) : last]
            done = last


class _Weaver:
    """Builds a reading text line by line; one instance serves one text."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.folded = simplified_where_traditional(fold(text))
        self.parts: list[str] = []
        self.length = 0
        self.at: list[int] = []
        self.origin: list[int] = []
        self.seams: dict[int, Seam] = {}
        self.paragraphs: list[Paragraph] = []

    def weave(self) -> Reading:
        for lines in paragraphs_of(self.folded):
            self._paragraph(lines)
        if not self.at:
            self.at, self.origin = [0], [0]
        return Reading(
            "".join(self.parts), self.at, self.origin, self.seams, tuple(self.paragraphs), self.source
        )

    def _emit(self, text: str, origin: int) -> None:
        self.at.append(self.length)
        self.origin.append(origin)
        self.parts.append(text)
        self.length += len(text)

    def _paragraph(self, lines: list[Line]) -> None:
        former = (len(self.parts), self.length)
        if self.paragraphs:
            self._emit("\n", self.paragraphs[-1].source.end)
        start, bold, opened = self.length, [], -1
        for i, line in enumerate(lines):
            before = self.length
            if i:
                self._join(line)
            for mark in self._line(line):
                if opened >= 0 and mark > opened:
                    bold.append((opened, mark))
                opened = mark if opened < 0 else -1
            if i and self.length > before:
                self.seams[before] = Seam.WRAP
        if self.length == start:  # nothing but noise: no paragraph, and no line break before it
            del self.parts[former[0] :], self.at[former[0] :], self.origin[former[0] :]
            self.length = former[1]
            self.seams.pop(start, None)
            return
        source = Span(lines[0].start, lines[-1].end)
        self.paragraphs.append(Paragraph(start, self.length, source, lines[0].heading, tuple(bold)))

    def _join(self, line: Line) -> None:
        """A wrap between two ASCII words was a blank."""
        if self.parts and WORD.match(self.parts[-1][-1:]) and WORD.match(self.folded, line.text):
            self._emit(" ", line.text - 1)

    def _line(self, line: Line) -> Iterator[int]:
        """Emits one line without its noise; yields the reading offset of each bold mark."""
        position = line.text
        for mark in NOISY.finditer(self.folded, line.text, line.end):
            m = NOISE.match(self.folded, mark.start(), line.end) if mark.start() >= position else None
            if m is None:
                continue
            if m.start() > position:
                self._emit(self.folded[position : m.start()], position)
            position = m.end()
            if m.lastgroup == "mark":
                yield self.length
            elif m.lastgroup == "blank":
                self._blank(m)
            else:
                for char in EXPANDED[m.group()]:
                    self._emit(char, m.start())
        if line.end > position:
            self._emit(self.folded[position : line.end], position)

    def _in_year(self, m: re.Match[str]) -> bool:
        """Whether a blank stands inside the digits of a year: 201 7年."""
        left = YEAR_LEFT.search(self.folded, max(0, m.start() - 4), m.start())
        right = YEAR_RIGHT.match(self.folded, m.end())
        return left is not None and right is not None and len(left.group()) + right.end() - m.end() == 4

    def _blank(self, m: re.Match[str]) -> None:
        before, after = self.folded[m.start() - 1 : m.start()], self.folded[m.end() : m.end() + 1]
        if WORD.match(before) and WORD.match(after) and not self._in_year(m):
            self._emit(" ", m.start())
            return
        wide = len(m.group()) > 1 or m.group() in "\t\u3000"
        self.seams[self.length] = Seam.WIDE if wide else Seam.BLANK
