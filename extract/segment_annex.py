"""The label 附件: a list of attachments, or the attachment itself (附件说明 and 附件, GB/T 9704-2012, 7.3.4 and 7.3.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongwen.extract import segment_lexicon as lex
from gongwen.extract.reading import Reading, Seam
from gongwen.extract.segment_titles import KnownTitles

# How far the text behind a label is looked at.
WINDOW = 600
ENTRY = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.．、](?![0-9])")


@dataclass(frozen=True, slots=True)
class Annex:
    """A label 附件 in reading offsets.

    ``label_end``: behind the label; ``start``: where the attachment's own text would begin; ``list_end``: where a list
    of attachments would end; ``inline``: words follow on the label's line; ``is_list``: numbered entries follow;
    ``content``: characters that follow the first line before another label (at most a window of them).
    """

    label_end: int
    start: int
    list_end: int
    inline: bool
    is_list: bool
    content: int


def read_annex(reading: Reading, place: int, end: int, known: KnownTitles) -> Annex | None:
    """The label 附件 at a reading offset, None where the word begins a sentence (附件中…)."""
    text = reading.text
    m = lex.annex_label().match(text, place, end)
    if m is None:
        return None
    offset = m.end()
    inline = offset < end and text[offset] != "\n"
    if inline and not m["colon"] and not _set_off(reading, offset, end, known):
        return None
    start = offset if inline else _next_line(text, offset, end)
    stop = text.find("\n", start, end)
    stop = end if stop < 0 else stop
    title = known.match(reading, start, end)
    behind = title[0] if title else stop
    is_list = ENTRY.match(text, start, end) is not None or start >= end
    if inline and m["colon"] and ENTRY.match(text, min(end, stop + 1), end):
        is_list = True
    if inline and m["colon"] and m["number"] is None:
        is_list = is_list or lex.next_annex().search(text, stop, min(end, stop + WINDOW)) is not None
    return Annex(offset, start, _list_end(text, offset, end), inline, is_list, _content(text, behind, end))


def _set_off(reading: Reading, offset: int, end: int, known: KnownTitles) -> bool:
    seam = reading.seam(offset)
    return seam not in (Seam.NONE, Seam.WRAP) or known.match(reading, offset, end) is not None


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
