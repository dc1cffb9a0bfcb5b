"""Documents out of a source: a gazette of many, a notice with what it issues, or one document alone.

One pass over the places where a document may begin: lines, blanks that may have been lines, and what follows a sign-off.
A document begins

- where a title stands that an earlier document issues (印发, 公布, 转发) or names as its attachment;
- behind the label 附件, where the attachment is printed in full;
- behind a sign-off, where more than notes and the imprint follow;
- at a head with a title and addressees, or a title, a number and running text;
- at the title of an interpretation;
- at a title of the kind just printed, behind which the numbering starts anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from gongwen.extract import segment_lexicon as lex
from gongwen.extract.model import Diagnostic, Severity, Span
from gongwen.extract.reading import Reading
from gongwen.extract.segment_annex import Annex, read_annex
from gongwen.extract.segment_contents import first_document
from gongwen.extract.segment_expect import annex_entries, expect_issued
from gongwen.extract.segment_frame import Frame, is_line, is_running, read_frame
from gongwen.extract.segment_heads import Head, read_head
from gongwen.extract.segment_items import Numbering
from gongwen.extract.segment_signoff import Signoff, find_signoffs
from gongwen.extract.segment_titles import KnownTitles, squeeze

# A document has at least this many characters below its head; less is a title that was only named.
LEAST_CONTENT = 12
# ... and this many where its title names no kind of document.
UNTYPED_CONTENT = 40
# What a notice issues is taken for a document without its title from this length on.
ISSUED_CONTENT = 600
# Lines longer than this are no head; they are looked at only where a sign-off or a label precedes them.
HEAD_LINE = 200
# Two lists of one notice share the beginning of their titles.
COMMON_PREFIX = 6


class BlockKind(StrEnum):
    """How a document comes to stand in the source."""

    DOCUMENT = "document"  # for itself
    ISSUED = "issued"  # printed below the notice or order that issues or forwards it
    ANNEX = "annex"  # an attachment printed in full


@dataclass(frozen=True, slots=True)
class Block:
    """The block of one document; reading offsets.

    ``[start, end)`` from the first character of its own lines to the end of the last. ``parent``: index of the block
    that issues it, None where it stands for itself. ``signoff``: names and date below its text. ``frame``: what the
    page prints around it; on the first block only.
    """

    start: int
    end: int
    kind: BlockKind
    head: Head
    parent: int | None = None
    signoff: Signoff | None = None
    frame: Frame | None = None

    def span(self, reading: Reading) -> Span:
        """The source characters of the block, marks of its first and last line included."""
        inner = reading.span(self.start, self.end)
        first, last = reading.paragraph_at(self.start), reading.paragraph_at(self.end - 1)
        start = first.source.start if first.start == self.start else inner.start
        end = last.source.end if last.end == self.end else inner.end
        return Span(start, end)


def segment(reading: Reading) -> tuple[Block, ...]:
    """The documents of a source in order of place; empty where there is none."""
    frame = read_frame(reading)
    start = first_document(reading, frame)
    if start >= frame.end:
        return ()
    blocks = _Segmenter(reading, frame, start).run()
    return blocks if _is_document(reading, blocks, frame) else ()


def diagnose(reading: Reading, blocks: tuple[Block, ...]) -> tuple[Diagnostic, ...]:
    """What is to be said of a source as a whole: that it holds no text, or no document."""
    if blocks:
        return ()
    if not reading.text.strip():
        message = "The source holds no text. If it is a scan, put it through character recognition first."
        return (Diagnostic("source-empty", message, Severity.ERROR),)
    message = (
        "No document was found: no title that names its kind, no document number, no addressees, no sign-off. "
        "Check that the file is an official document and that its encoding was read correctly."
    )
    return (Diagnostic("no-document", message, Severity.ERROR),)


def _is_document(reading: Reading, blocks: tuple[Block, ...], frame: Frame) -> bool:
    """Whether anything shows that these are documents at all."""
    if len(blocks) > 1:
        return True
    head = blocks[0].head
    if head.salutation or head.number or head.passages or blocks[0].signoff or frame.values:
        return True
    if head.title is None:
        return False
    return head.title.typed or lex.first_line().search(reading.text, head.end) is not None


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where a document begins; ``label``: where its label 附件 stands, which belongs to no document."""

    label: int
    start: int
    kind: BlockKind
    head: Head
    parent: int | None


class _Segmenter:
    """The pass over one source."""

    def __init__(self, reading: Reading, frame: Frame, start: int) -> None:
        self.reading, self.text, self.frame, self.end = reading, reading.text, frame, frame.end
        self.known = KnownTitles()
        self.numbering = Numbering()
        self.signoffs = find_signoffs(reading, start, frame.end)
        self.passed = 0  # sign-offs that lie before the place under consideration
        self.openings: list[_Opening] = []
        page = KnownTitles()
        if frame.title is not None:
            page.add(self.text[slice(*frame.title)], -1)
        self._open(
            _Opening(start, start, BlockKind.DOCUMENT, read_head(reading, start, frame.end, page), None)
        )

    @property
    def current(self) -> _Opening:
        return self.openings[-1]

    def run(self) -> tuple[Block, ...]:
        for place, line in self._places():
            while self.passed < len(self.signoffs) and self.signoffs[self.passed].end <= place:
                self.passed += 1
            if place <= self.current.start or place < self.current.head.end or self._in_signoff(place):
                continue
            opening = self._opening(place, line)
            if opening is not None:
                self._open(opening)
            elif line:
                self.numbering.see(self.text, place)
        return self._blocks()

    def _in_signoff(self, place: int) -> bool:
        if self.passed >= len(self.signoffs):
            return False
        return self.signoffs[self.passed].start <= place < self.signoffs[self.passed].end

    def _places(self) -> Iterator[tuple[int, bool]]:
        """Where a document may begin, in order, and whether a line begins there."""
        starts = {p.start for p in self.reading.paragraphs if self.current.start <= p.start < self.end}
        behind = {self._next_text(s.end) for s in self.signoffs}
        seams = {i for i, _ in self.reading.seams(self.current.start, self.end)}
        for place in sorted(starts | behind | seams):
            if place < self.end:
                yield place, place in starts

    def _next_text(self, offset: int) -> int:
        while offset < self.end and self.text[offset] == "\n":
            offset += 1
        return offset

    def _open(self, opening: _Opening) -> None:
        self.openings.append(opening)
        self.numbering = Numbering()
        notice = opening.kind is BlockKind.DOCUMENT or opening.head.salutation is not None
        following = [s.date_end for s in self.signoffs[self.passed :] if s.start >= opening.start][:1]
        stop = (following[0] if following else self.end) if notice else opening.head.end
        expect_issued(self.known, self.reading, opening.head, stop, len(self.openings) - 1)

    def _opening(self, place: int, line: bool) -> _Opening | None:
        closing = self._closing(place)
        return (
            self._expected(place, line, closing)
            or self._annex(place, line, closing)
            or (self._behind_signoff(place) if closing else None)
            or (self._by_head(place) if line else None)
        )

    def _closing(self, place: int) -> Signoff | None:
        """The sign-off of the current document where nothing but its notes stands between it and ``place``."""
        if not self.passed:
            return None
        last = self.signoffs[self.passed - 1]
        return last if last.start >= self.current.start and self._next_text(last.end) == place else None

    def _signed(self) -> bool:
        """Whether the current document has been signed before the place under consideration."""
        return self.passed > 0 and self.signoffs[self.passed - 1].start >= self.current.start

    def _signoff_ahead(self, place: int, within: int) -> bool:
        """Whether the current document is still to be signed, ``within`` so many characters."""
        if self._signed() or self.passed >= len(self.signoffs):
            return False
        return self.signoffs[self.passed].start - place <= within

    def _expected(self, place: int, line: bool, closing: Signoff | None) -> _Opening | None:
        found = self.known.match(self.reading, place, self.end)
        if found is None or self._is_current_title(place, found[0]):
            return None
        head = read_head(self.reading, place, self.end, self.known)
        if head.title is None or head.title.start != place or head.title.owner is None:
            return None
        if line and (head.number is not None or head.salutation is not None):
            return _Opening(place, place, BlockKind.ISSUED, head, found[1])
        alone = line and (head.title.end >= self.end or self.text[head.title.end] == "\n")
        if (
            closing is None
            and not (alone and not self._signoff_ahead(place, 300))
            and not self._signed_title(place)
        ):
            return None
        return _Opening(place, place, BlockKind.ISSUED, head, found[1])

    def _signed_title(self, place: int) -> bool:
        """A title behind a blank, in a text glued into one line, after the notice has been signed."""
        return self._signed() and self.text[place - 1] in "。）日"

    def _is_current_title(self, place: int, end: int) -> bool:
        title = self.current.head.title
        if title is None:
            return False
        return squeeze(self.text[title.start : title.end]) == squeeze(self.text[place:end])

    def _annex(self, place: int, line: bool, closing: Signoff | None) -> _Opening | None:
        found = read_annex(self.reading, place, self.end, self.known)
        if found is None or not (line or closing or self.text[place - 1] in "。）日"):
            return None
        if not self._is_printed(found, place):
            for title in annex_entries(self.text[found.label_end : found.list_end]):
                self.known.add(title, self._carrier())
            return None
        head = read_head(self.reading, found.start, self.end, self.known)
        return _Opening(place, found.start, BlockKind.ANNEX, head, self._carrier())

    def _is_printed(self, annex: Annex, place: int) -> bool:
        """Whether what follows a label 附件 is the attachment itself and not a list of attachments."""
        if self._signoff_ahead(place, 600) or annex.is_list:
            return False
        return annex.content >= LEAST_CONTENT and (not annex.inline or self._signed() or annex.content > 60)

    def _carrier(self) -> int:
        """The document whose attachments are printed here: the last that stands for itself or was signed itself."""
        for i in range(len(self.openings) - 1, 0, -1):
            opening = self.openings[i]
            head = opening.head
            if opening.kind is BlockKind.DOCUMENT or (opening.kind is BlockKind.ISSUED and head.salutation):
                return i
        return 0

    def _behind_signoff(self, place: int) -> _Opening | None:
        head = read_head(self.reading, place, self.end, self.known)
        if head.title is None and head.number is None and head.salutation is None:
            return self._untitled(place, head)
        own = head.salutation is not None or head.number is not None or head.registration is not None
        if own and not self._forwards():
            return _Opening(place, place, BlockKind.DOCUMENT, head, None)
        if own:
            return _Opening(place, place, BlockKind.ISSUED, head, self._carrier())
        first = self.current.kind is BlockKind.DOCUMENT or self.current.head.salutation is not None
        if head.title is None or not first:
            return None
        if self.end - head.end < (LEAST_CONTENT if head.title.typed else UNTYPED_CONTENT):
            return None
        if head.title.typed and "解读" in self.text[head.title.start : head.title.end]:
            return _Opening(place, place, BlockKind.DOCUMENT, head, None)
        kind = BlockKind.ISSUED if head.title.typed else BlockKind.ANNEX
        return _Opening(place, place, kind, head, self._carrier())

    def _untitled(self, place: int, head: Head) -> _Opening | None:
        """What a notice issues may be printed below its sign-off without its title: 前言 ⏎ …"""
        issues = self.known.owned_by(len(self.openings) - 1)
        if not issues or self.current.kind is BlockKind.ANNEX or self.end - place < ISSUED_CONTENT:
            return None
        return _Opening(place, place, BlockKind.ISSUED, head, len(self.openings) - 1)

    def _forwards(self) -> bool:
        """Whether the current document forwards another."""
        title = self.current.head.title
        ranges = [(title.start, title.end)] if title else []
        if self.frame.title is not None and len(self.openings) == 1:
            ranges.append(self.frame.title)
        return any(word in self.text[slice(*r)] for r in ranges for word in lex.words("forwarding_words"))

    def _by_head(self, place: int) -> _Opening | None:
        p = self.reading.paragraph_at(place)
        if (
            p.end - p.start > HEAD_LINE
            or lex.ITEM.match(self.text, place)
            or self._content(place) < LEAST_CONTENT
        ):
            return None
        head = read_head(self.reading, place, self.end, self.known)
        title = head.title
        if title is None or not title.typed or title.end - place > HEAD_LINE:
            return None
        words = self.text[title.start : title.end]
        if "，" in words and "关于" not in words:
            return None
        if self._is_independent(head):
            return _Opening(place, place, BlockKind.DOCUMENT, head, None)
        if self._signoff_ahead(place, 300):
            return None
        if self._is_interpretation(head, p.heading):
            return _Opening(place, place, BlockKind.DOCUMENT, head, None)
        if title.start == place and self._is_sibling(head):
            parent = self._carrier() if self.current.parent is None else self.current.parent
            kind = self.current.kind if self.current.parent is not None else BlockKind.ANNEX
            return _Opening(place, place, kind, head, parent)
        return None

    def _content(self, place: int) -> int:
        """How much text the current document has below its head."""
        return place - self.current.head.end

    def _is_independent(self, head: Head) -> bool:
        if head.salutation is not None:
            return True
        title, number = head.title, head.number
        if title is None or number is None:
            return False
        apart = "\n" in self.text[min(title.end, number[1]) : max(title.start, number[0]) + 1]
        return apart and self._running_below(head.end)

    def _running_below(self, offset: int) -> bool:
        offset = self._next_text(offset)
        return offset < self.end and is_running(self.text, self.reading.paragraph_at(offset))

    def _is_interpretation(self, head: Head, heading: int) -> bool:
        title = head.title
        if title is None or self.text[title.end : title.end + 1] not in ("\n", ""):
            return False
        words = self.text[title.start : title.end]
        return "解读" in words[-8:] and (heading > 0 or words.startswith("《") or "政策解读" in words)

    def _is_sibling(self, head: Head) -> bool:
        """Whether a title line begins another document of the series in which the current one stands."""
        title = head.title
        if (
            title is None
            or self.text[title.end : title.end + 1] != "\n"
            or not self._closed_above(title.start)
        ):
            return False
        if self.current.kind is BlockKind.DOCUMENT and not self._signed():
            return False
        if self.numbering.restarts(self.text, head.end, self.end):
            return True
        return self._shares_beginning(title.start, title.end) and self._is_list(title.start, title.end)

    def _closed_above(self, place: int) -> bool:
        before = self.text[max(0, place - 3) : place].rstrip("\n")
        return before.endswith(("。", "）", "；", "”", "!", "！"))

    def _is_list(self, start: int, end: int) -> bool:
        m = lex.type_end().search(self.text[start:end].replace("\n", ""))
        return m is not None and m["word"] in lex.words("list_kinds")

    def _shares_beginning(self, start: int, end: int) -> bool:
        own = self.current.head.title
        if own is None:
            return False
        mine, theirs = squeeze(self.text[start:end]), squeeze(self.text[own.start : own.end])
        return mine[:COMMON_PREFIX] == theirs[:COMMON_PREFIX]

    def _blocks(self) -> tuple[Block, ...]:
        """The openings made blocks: titles that were only named are taken back, ends trimmed, sign-offs assigned."""
        kept = [self.openings[i] for i in range(len(self.openings)) if i == 0 or self._has_text(i)]
        place = {id(opening): i for i, opening in enumerate(kept)}
        blocks = []
        for i, opening in enumerate(kept):
            stop = kept[i + 1].label if i + 1 < len(kept) else self.end
            end = self._trim(opening.start, stop)
            parent = None if opening.parent is None else place.get(id(self.openings[opening.parent]), 0)
            signoff = self._signoff(opening.head.end, end)
            frame = self.frame if i == 0 else None
            blocks.append(Block(opening.start, end, opening.kind, opening.head, parent, signoff, frame))
        return tuple(replace(b, parent=None) if b.parent == i else b for i, b in enumerate(blocks))

    def _has_text(self, index: int) -> bool:
        opening = self.openings[index]
        stop = self.openings[index + 1].label if index + 1 < len(self.openings) else self.end
        return self._trim(opening.start, stop) - opening.head.end >= LEAST_CONTENT

    def _trim(self, start: int, stop: int) -> int:
        """The end of the last line that says anything before ``stop``: blank lines and rules are left out."""
        while stop > start + 1 and self.text[stop - 1] in "\n ":
            stop -= 1
        line = self.reading.paragraph_at(stop - 1)
        while line.start > start and line.end == stop and not is_line(self.text, line):
            stop = line.start - 1
            line = self.reading.paragraph_at(stop - 1)
        return stop

    def _signoff(self, start: int, end: int) -> Signoff | None:
        """The last sign-off between two places, one with names before one without."""
        inside = [s for s in self.signoffs if s.start >= start and s.date_end <= end]
        named = [s for s in inside if s.names or s.person]
        return (named or inside)[-1] if inside else None
