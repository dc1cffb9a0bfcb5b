"""Where documents begin in a source: one pass over lines, blanks that may have been lines, and what follows sign-offs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gongwen.extract.reading import Reading, Seam
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.annex import Annex, bare_labels, glued_labels, read_annex
from gongwen.extract.segment.expect import annex_entries, expect_issued
from gongwen.extract.segment.frame import Frame, is_running
from gongwen.extract.segment.heads import Head, read_head
from gongwen.extract.segment.items import Numbering
from gongwen.extract.segment.signoff import Signoff, find_signoffs
from gongwen.extract.segment.titles import TITLE_LENGTH, KnownTitles, squeeze

# A document has at least this many characters below its head; less is a title that was only named.
LEAST_CONTENT = 12
# ... this many where its title names no kind of document, and this many where it has no title at all.
UNTYPED_CONTENT = 40
ISSUED_CONTENT = 600
# ... and this many where its title stands behind 附件： as in a list.
INLINE_CONTENT = 60
# Lines longer than this are no head; they are looked at only where a sign-off or a label precedes them.
HEAD_LINE = 200
# A sign-off within this distance closes the current document: what stands before it is no other document.
SIGNOFF_NEAR = 300
LIST_NEAR = 600
# A table of contents begins within so many characters of a title, behind a date and names.
CONTENTS_NEAR = 60
# Two lists of one notice share the beginning of their titles.
COMMON_PREFIX = 6


class BlockKind(StrEnum):
    """How a document comes to stand in the source."""

    DOCUMENT = "document"  # for itself
    ISSUED = "issued"  # printed below the notice or order that issues or forwards it
    ANNEX = "annex"  # an attachment printed in full


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a document begins, in reading offsets; ``label``: where its label 附件 stands, which belongs to no document.

    ``parent``: index of the opening that issues it.
    """

    label: int
    start: int
    kind: BlockKind
    head: Head
    parent: int | None


class Openings:
    """The pass over one source: ``find`` gives the openings, ``signoffs`` what may be sign-offs."""

    def __init__(self, reading: Reading, frame: Frame, start: int) -> None:
        self.reading, self.text, self.frame, self.end = reading, reading.text, frame, frame.end
        self.known = KnownTitles()
        self.numbering = Numbering()
        self.signoffs = find_signoffs(reading, start, frame.end)
        self.labels = bare_labels(reading.text, start, frame.end)
        self.passed = 0  # sign-offs that lie before the place under consideration
        self.found: list[Opening] = []
        page = KnownTitles()
        if frame.title is not None:
            page.add(self.text[slice(*frame.title)], -1)
        self._open(
            Opening(start, start, BlockKind.DOCUMENT, read_head(reading, start, frame.end, page), None)
        )

    def find(self) -> list[Opening]:
        """The openings in order of place; the first is the source's first document."""
        for place, line in self._places():
            while self.passed < len(self.signoffs) and self.signoffs[self.passed].end <= place:
                self.passed += 1
            if place < self.found[-1].head.end or place <= self.found[-1].start or self._in_signoff(place):
                continue
            opening = self._opening(place, line)
            if opening is not None:
                self._open(opening)
            elif line:
                self.numbering.see(self.text, place)
        return self.found

    def _in_signoff(self, place: int) -> bool:
        if self.passed >= len(self.signoffs):
            return False
        return self.signoffs[self.passed].start <= place < self.signoffs[self.passed].end

    def _places(self) -> Iterator[tuple[int, bool]]:
        """Where a document may begin, in order, and whether a line begins there."""
        start = self.found[-1].start
        lines = {p.start for p in self.reading.paragraphs if start <= p.start < self.end}
        behind = {self._next_text(s.end) for s in self.signoffs}
        seams = {i for i, _ in self.reading.seams(start, self.end)}
        sure = lines | behind | seams | glued_labels(self.text, start, self.end)
        for place in sorted(sure | self._tails(seams)):
            if place < self.end and (place in sure or self.known.match(self.reading, place, self.end)):
                yield place, place in lines

    def _tails(self, seams: set[int]) -> set[int]:
        """Where a title may stand behind the last sentence of a line: …共同做好工作。云州市节水工作机制 ⏎"""
        ends = {p.end for p in self.reading.paragraphs} | seams
        return {self.text.rfind("。", max(0, end - TITLE_LENGTH), end) + 1 for end in ends} - {0}

    def _next_text(self, offset: int) -> int:
        while offset < self.end and self.text[offset] == "\n":
            offset += 1
        return offset

    def _open(self, opening: Opening) -> None:
        self.found.append(opening)
        self.numbering = Numbering()
        notice = opening.kind is BlockKind.DOCUMENT or opening.head.salutation is not None
        following = [
            s.date_end for s in self.signoffs[self.passed : self.passed + 2] if s.start >= opening.start
        ][:1]
        stop = (following[0] if following else self.end) if notice else opening.head.end
        expect_issued(self.known, self.reading, opening.head, stop, len(self.found) - 1)

    def _opening(self, place: int, line: bool) -> Opening | None:
        closing = self._closing(place)
        return (
            self._expected(place, line, closing)
            or self._annex(place, line, closing)
            or (self._behind_signoff(place) if closing else None)
            or (self._by_head(place) if line else None)
        )

    def _closing(self, place: int) -> Signoff | None:
        """The current document's sign-off where nothing but its notes stands between it and ``place``."""
        if not self.passed:
            return None
        last = self.signoffs[self.passed - 1]
        return last if last.start >= self.found[-1].start and self._next_text(last.end) == place else None

    def _signed(self) -> bool:
        """Whether the current document has been signed before the place under consideration."""
        return self.passed > 0 and self.signoffs[self.passed - 1].start >= self.found[-1].start

    def _signoff_ahead(self, place: int, within: int) -> bool:
        """Whether the current document is still to be signed, ``within`` so many characters."""
        if self._signed() or self.passed >= len(self.signoffs):
            return False
        return self.signoffs[self.passed].start - place <= within

    def _expected(self, place: int, line: bool, closing: Signoff | None) -> Opening | None:
        found = self.known.match(self.reading, place, self.end)
        if found is None or self._is_current_title(place, found[0]):
            return None
        head = read_head(self.reading, place, self.end, self.known)
        if head.title is None or head.title.start != place or head.title.owner is None:
            return None
        opening = Opening(place, place, BlockKind.ISSUED, head, found[1])
        if line and (head.number is not None or head.salutation is not None):
            return opening
        alone = line and (head.title.end >= self.end or self.text[head.title.end] == "\n")
        printed = alone and not self._signoff_ahead(place, SIGNOFF_NEAR)
        glued = line and self._begins_text(place, head.title.end)
        tail = not line and self.text[place - 1] == "。" and self._ends_line(head.title.end)
        printed = printed or (tail and not self._signoff_ahead(place, SIGNOFF_NEAR))
        return opening if closing or printed or glued or self._signed_title(place) else None

    def _ends_line(self, place: int) -> bool:
        """Whether a line of the source ends at ``place``, also one that is read on."""
        return place >= self.end or self.text[place] == "\n" or self.reading.seam(place) is Seam.WRAP

    def _begins_text(self, place: int, end: int) -> bool:
        """A title behind a closed paragraph whose own text is glued to it: …规范管理。 ⏎ 云州市节水方案为进一步…"""
        return self.text.startswith(lex.text_openings(), end) and self._closed_above(place)

    def _signed_title(self, place: int) -> bool:
        """A title behind a blank, in a text glued into one line, after the notice has been signed."""
        return self._signed() and self.text[place - 1] in "。）日"

    def _is_current_title(self, place: int, end: int) -> bool:
        title = self.found[-1].head.title
        if title is None:
            return False
        return squeeze(self.text[title.start : title.end]) == squeeze(self.text[place:end])

    def _annex(self, place: int, line: bool, closing: Signoff | None) -> Opening | None:
        annex = read_annex(self.reading, place, self.end, self.known)
        if annex is None or not (line or closing or annex.named or self.text[place - 1] in "。）日"):
            return None
        if self._in_contents(place) or not self._is_printed(annex, place):
            ahead = [s.start for s in self.signoffs[self.passed : self.passed + 1]]
            stop = min([annex.list_end, *(start for start in ahead if start > annex.label_end)])
            for title in annex_entries(self.text[annex.label_end : stop]):
                self.known.add(title, self._carrier())
            return None
        head = read_head(self.reading, annex.start, self.end, self.known)
        return Opening(place, annex.start, BlockKind.ANNEX, head, self._carrier())

    def _in_contents(self, place: int) -> bool:
        """Whether only the document's own table of contents stands above: 目录 ⏎ 第一章… ⏎ 附件：…项目表 ⏎ 前言."""
        start = self._next_text(self.found[-1].head.end)
        labels = lex.contents_label().finditer(self.text, start, min(place, start + CONTENTS_NEAR))
        here = any(
            m.start() == start
            or self.text[m.start() - 1] == "\n"
            or self.reading.seam(m.start()) is not Seam.NONE
            for m in labels
        )
        return here and self.text.find("。", start, place) < 0

    def _is_printed(self, annex: Annex, place: int) -> bool:
        """Whether what follows a label 附件 is the attachment itself and not a list of attachments."""
        if annex.is_list or annex.content < LEAST_CONTENT:
            return False
        # Behind an attachment comes the next; the sign-off ahead is the next document's.
        if self.found[-1].kind is BlockKind.ANNEX and annex.named and not annex.inline:
            return True
        if self._signoff_ahead(place, LIST_NEAR):
            return False
        if not annex.inline:
            return True
        if annex.colon and not annex.numbered and self.labels.follows(place):
            return False
        return self._signed() or annex.named or annex.content > INLINE_CONTENT

    def _carrier(self) -> int:
        """The document whose attachments are printed here: the last that stands for itself, or is addressed."""
        for i in range(len(self.found) - 1, 0, -1):
            opening = self.found[i]
            if opening.kind is BlockKind.DOCUMENT:
                return i
            if opening.kind is BlockKind.ISSUED and opening.head.salutation:
                return i
        return 0

    def _behind_signoff(self, place: int) -> Opening | None:
        head = read_head(self.reading, place, self.end, self.known)
        if head.title is None and head.number is None and head.salutation is None:
            return self._untitled(place, head)
        if head.salutation is not None or head.number is not None or head.registration is not None:
            if self._forwards():
                return Opening(place, place, BlockKind.ISSUED, head, self._carrier())
            return Opening(place, place, BlockKind.DOCUMENT, head, None)
        first = self.found[-1].kind is BlockKind.DOCUMENT or self.found[-1].head.salutation is not None
        if head.title is None or not first:
            return None
        if self.end - head.end < (LEAST_CONTENT if head.title.typed else UNTYPED_CONTENT):
            return None
        if self._is_interpretation(head):
            return Opening(place, place, BlockKind.DOCUMENT, head, None)
        kind = BlockKind.ISSUED if head.title.typed else BlockKind.ANNEX
        return Opening(place, place, kind, head, self._carrier())

    def _untitled(self, place: int, head: Head) -> Opening | None:
        """What a notice issues may be printed below its sign-off without its title: 前言 ⏎ …"""
        owner = len(self.found) - 1
        if self.found[-1].kind is BlockKind.ANNEX or self.end - place < ISSUED_CONTENT:
            return None
        if not self.known.owned_by(owner):
            return None
        return Opening(place, place, BlockKind.ISSUED, head, owner)

    def _forwards(self) -> bool:
        """Whether the current document forwards another."""
        title = self.found[-1].head.title
        ranges = [(title.start, title.end)] if title else []
        if self.frame.title is not None and len(self.found) == 1:
            ranges.append(self.frame.title)
        return any(word in self.text[slice(*r)] for r in ranges for word in lex.words("forwarding_words"))

    def _by_head(self, place: int) -> Opening | None:
        p = self.reading.paragraph_at(place)
        if p.end - p.start > HEAD_LINE or lex.ITEM.match(self.text, place):
            return None
        if place - self.found[-1].head.end < LEAST_CONTENT or not self._may_be_head(place, p.end):
            return None
        head = read_head(self.reading, place, self.end, self.known)
        title = head.title
        if title is None or not title.typed or title.end - place > HEAD_LINE or self._is_sentence(head):
            return None
        if self._is_independent(head):
            return Opening(place, place, BlockKind.DOCUMENT, head, None)
        if self._signoff_ahead(place, SIGNOFF_NEAR):
            return None
        if self._is_interpretation(head) and (p.heading > 0 or self._is_titled_so(head)):
            return Opening(place, place, BlockKind.DOCUMENT, head, None)
        if title.start == place and self._is_sibling(head):
            parent = self._carrier() if self.found[-1].parent is None else self.found[-1].parent
            kind = self.found[-1].kind if self.found[-1].parent is not None else BlockKind.ANNEX
            return Opening(place, place, kind, head, parent)
        return None

    def _may_be_head(self, place: int, end: int) -> bool:
        """A cheap look before the head is read: a line that closes a sentence begins no document."""
        if self.text[end - 1] in "。；！，、" and not self.text.startswith(("（", "〔"), place):
            return False
        # A title with its kind ends within a line's length; it may be broken anywhere.
        return lex.kind_within().search(self.text[place : place + HEAD_LINE].replace("\n", "")) is not None

    def _is_sentence(self, head: Head) -> bool:
        """Titles of a certain length may hold commas (关于…，…的通知); other lines with commas are sentences."""
        if head.title is None:
            return False
        words = self.text[head.title.start : head.title.end]
        return "，" in words and "关于" not in words

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

    def _is_interpretation(self, head: Head) -> bool:
        title = head.title
        if title is None or self.text[title.end : title.end + 1] not in ("\n", ""):
            return False
        return lex.interpretation().search(self.text, max(title.start, title.end - 10), title.end) is not None

    def _is_titled_so(self, head: Head) -> bool:
        if head.title is None:
            return False
        words = self.text[head.title.start : head.title.end]
        return words.startswith("《") or "政策解读" in words

    def _is_sibling(self, head: Head) -> bool:
        """Whether a title line begins another document of the series in which the current one stands."""
        title = head.title
        if (
            title is None
            or self.text[title.end : title.end + 1] != "\n"
            or not self._closed_above(title.start)
        ):
            return False
        if self.found[-1].kind is BlockKind.DOCUMENT and not self._signed():
            return False
        if self.numbering.restarts(self.text, head.end, self.end):
            return True
        return self._shares_beginning(title.start, title.end) and self._is_list(title.start, title.end)

    def _closed_above(self, place: int) -> bool:
        before = self.text[max(0, place - 3) : place].rstrip("\n")
        return before.endswith(("。", "）", "；", "”", "！"))

    def _is_list(self, start: int, end: int) -> bool:
        m = lex.type_end().search(self.text[start:end].replace("\n", ""))
        return m is not None and m["word"] in lex.words("list_kinds")

    def _shares_beginning(self, start: int, end: int) -> bool:
        own = self.found[-1].head.title
        if own is None:
            return False
        mine, theirs = squeeze(self.text[start:end]), squeeze(self.text[own.start : own.end])
        return mine[:COMMON_PREFIX] == theirs[:COMMON_PREFIX]
