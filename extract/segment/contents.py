"""Where the first document of a source begins: behind a table of contents, a masthead, a page's navigation.

A table of contents lists titles that are printed again; its lines end in page numbers, or it simply precedes the first
running text and the head above that.
"""

from __future__ import annotations

import re

from gongwen.extract.reading import Paragraph, Reading
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.frame import Frame, is_line, is_running
from gongwen.extract.segment.titles import salutation_end, squeeze

# A head has a few lines; more lines before the first running text are contents or navigation.
HEAD_LINES = 12
TITLE_LINE = 80
# ….. 29, ······29, (29)
LEADER = re.compile(r"(?:[.．…·•]\s*){2,}[（(]?[0-9]{1,4}[)）]?$|\s[0-9]{1,3}$")
# How many lines may precede the first running text of a source.
LINES_BEFORE = 600


def first_document(reading: Reading, frame: Frame) -> int:
    """The reading offset at which the first document begins."""
    lines = [p for p in reading.paragraphs if p.end > frame.start and p.start < frame.end]
    lines = [p for p in lines[:LINES_BEFORE] if is_line(reading.text, p)]
    if not lines:
        return frame.end
    body = next((i for i, p in enumerate(lines) if _begins_text(reading, p)), len(lines))
    if body > HEAD_LINES or any(_is_contents(reading, p) or _is_noise(reading, p) for p in lines[:body]):
        first = _head_above(reading, lines, body)
        if first is not None:
            return max(frame.start, lines[first].start)
    return _skip_page_title(reading, frame, lines, body)


def _begins_text(reading: Reading, p: Paragraph) -> bool:
    if LEADER.search(reading.text[max(p.start, p.end - 12) : p.end]):
        return False
    return is_running(reading.text, p) or salutation_end(reading, p.start, p.end) is not None


def _is_contents(reading: Reading, p: Paragraph) -> bool:
    return lex.contents_label().fullmatch(reading.text, p.start, p.end) is not None


def _is_noise(reading: Reading, p: Paragraph) -> bool:
    return reading.text[p.start : p.end] in lex.words("noise_lines")


def _head_above(reading: Reading, lines: list[Paragraph], body: int) -> int | None:
    """The first line of the head that stands above the running text ``lines[body]``."""
    first, titled = body, False
    for i in range(body - 1, max(-1, body - HEAD_LINES - 1), -1):
        p, text = lines[i], reading.text[lines[i].start : lines[i].end]
        if LEADER.search(text[-12:]) or _is_contents(reading, p) or _is_noise(reading, p):
            break
        if not _is_head_line(text):
            break
        typed = lex.type_end().search(text) is not None and not lex.NUMBER.fullmatch(text.strip("（）"))
        if typed and titled:
            break
        titled = titled or typed
        first = i
    return first if titled or first < body else None


def _is_head_line(text: str) -> bool:
    return len(text) <= TITLE_LINE and not any(c in text for c in "。；！？") and lex.ITEM.match(text) is None


def _skip_page_title(reading: Reading, frame: Frame, lines: list[Paragraph], body: int) -> int:
    """A page's title that is printed twice in a row: the document begins with the second."""
    start = max(frame.start, lines[0].start)
    head = [squeeze(reading.text[p.start : p.end]) for p in lines[: min(body, HEAD_LINES)]]
    if len(head) > 1 and len(head[0]) > 8 and lex.type_end().search(head[0]):
        for i in range(1, len(head)):
            above = lines[i - 1]
            if i > 1 and any(
                p.match(reading.text, above.start) for p in (lex.passage(), lex.NUMBER, lex.REGISTRATION)
            ):
                break
            joined = ""
            for k in range(i, min(i + 4, len(head))):
                joined += head[k]
                if joined == head[0]:
                    return lines[i].start
    return start
