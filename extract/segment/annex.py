"""The label 附件: a list of attachments, or the attachment itself (附件说明, 附件; GB/T 9704-2012, 7.3.4 and 7.3.9)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from gongwen.extract.reading import Reading, Seam
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.titles import KnownTitles

# How far the text behind a label is looked at, and by how many characters a repeated title is recognised.
WINDOW = 600
REPEATED = 8
ENTRY = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.．、](?![0-9])")
# 见附件, （附件1）, 《附件》, 本办法及附件: the word in a sentence
IN_SENTENCE = "见（《第及和与照该各的附以将如按在"


@dataclass(frozen=True, slots=True)
class Annex:
    """A label 附件 in reading offsets.

    ``label_end``: behind the label; ``start``: where the attachment's own text would begin; ``list_end``: where a list
    of attachments would end; ``inline``: words follow on the label's line; ``colon``, ``numbered``: 附件：, 附件1;
    ``named``: a title that is expected follows; ``is_list``: entries follow, or the title is announced once more;
    ``content``: characters that follow the first line before another label (at most a window of them).
    """

    label_end: int
    start: int
    list_end: int
    inline: bool
    colon: bool
    numbered: bool
    named: bool
    is_list: bool
    content: int


@dataclass(frozen=True, slots=True)
class BareLabels:
    """Where lines stand that consist of the label alone."""

    places: tuple[int, ...]

    def follows(self, place: int) -> bool:
        """Whether one stands behind ``place``."""
        return bisect_right(self.places, place) < len(self.places)


def bare_labels(text: str, start: int, end: int) -> BareLabels:
    """The lines between two offsets that are a label 附件 and nothing else."""
    return BareLabels(tuple(m.start() for m in lex.bare_annex().finditer(text, start, end)))


def glued_labels(text: str, start: int, end: int) -> set[int]:
    """Where the label stands inside a line that was glued: …（此件公开发布）附件…"""
    return {
        m.start()
        for m in lex.glued_annex().finditer(text, start, end)
        if text[m.start() - 1] not in IN_SENTENCE
    }


def read_annex(reading: Reading, place: int, end: int, known: KnownTitles) -> Annex | None:
    """The label 附件 at a reading offset, None where the word begins a sentence (附件中…)."""
    text = reading.text
    m = lex.annex_label().match(text, place, end)
    if m is None:
        return None
    offset = m.end()
    inline = offset < end and text[offset] != "\n"
    start = offset if inline else _next_line(text, offset, end)
    title = known.match(reading, start, end)
    if inline and not m["colon"] and title is None and reading.seam(offset) in (Seam.NONE, Seam.WRAP):
        return None
    stop = min(end, max(start, reading.paragraph_at(start).end))
    colon, numbered = m["colon"] is not None, m["number"] is not None
    is_list = _is_list(reading, start, stop, end) or (
        inline and colon and _announced(text, start, stop, end, numbered)
    )
    content = _content(text, title[0] if title else stop, end)
    return Annex(
        offset,
        start,
        _list_end(text, offset, end),
        inline,
        colon,
        numbered,
        title is not None,
        is_list,
        content,
    )


def _is_list(reading: Reading, start: int, stop: int, end: int) -> bool:
    """Whether numbered entries stand behind a label, on its line or the next, or other labels on its line."""
    if start >= end or ENTRY.match(reading.text, start, end) is not None:
        return True
    places = _other_labels(reading)
    i = bisect_left(places, start)
    return i < len(places) and places[i] + OTHER_LABEL <= stop


# Characters of the shortest label that ``other_annex`` finds: 附件1
OTHER_LABEL = 3


def _other_labels(reading: Reading) -> list[int]:
    """Where labels of attachments stand anywhere in a line, found once a reading."""
    places: list[int] | None = reading.__dict__.get("_other_labels")
    if places is None:
        places = [m.start() for m in lex.other_annex().finditer(reading.text)]
        reading.__dict__["_other_labels"] = places
    return places


def _announced(text: str, start: int, stop: int, end: int, numbered: bool) -> bool:
    """Whether 附件：… only announces: entries follow on the next line, or the attachment's own label does."""
    if ENTRY.match(text, min(end, stop + 1), end):
        return True
    window = min(end, start + WINDOW)
    if text.find(text[start : start + REPEATED], start + REPEATED, window) > 0:
        return True
    return not numbered and lex.next_annex().search(text, stop, window) is not None


def _next_line(text: str, offset: int, end: int) -> int:
    while offset < end and text[offset] == "\n":
        offset += 1
    return offset


def _list_end(text: str, offset: int, end: int) -> int:
    """Behind the last line that may name an attachment: numbered lines, and the label's own."""
    stop = text.find("\n", offset + 1, end)
    stop = end if stop < 0 else stop
    limit = min(end, offset + 3 * WINDOW)
    while stop < limit and (ENTRY.match(text, stop + 1, end) or text[offset : offset + 1] == "\n"):
        line = text.find("\n", stop + 1, end)
        if line < 0:
            return end
        stop = line
        if not ENTRY.match(text, stop + 1, end):
            break
    return stop


def _content(text: str, offset: int, end: int) -> int:
    """Characters behind a title up to the next label 附件 at the head of a line."""
    window = text[offset : min(end, offset + WINDOW)]
    following = lex.next_annex().search(window)
    return len((window[: following.start()] if following else window).strip())
