"""What a web page or a crawler prints around the documents: label lines above them, links and site notes below.

The frame is no part of any document, but its labels (发文字号：…, 发布机构：…) say things that the document itself may not
print, and its title may be the only one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from gongwen.extract.reading import Paragraph, Reading, Seam
from gongwen.extract.segment import lexicon as lex

# Navigation of a page above its labels, in paragraphs; and how far apart the label lines of one page stand.
HEAD_PARAGRAPHS = 400
LABEL_GAP = 12
# A paragraph of this many characters with a full stop is running text: the document has begun.
RUNNING_TEXT = 60
# Characters of a paragraph in which labels are looked for, and behind the last label those still taken as its value.
LABEL_WINDOW = 1500
VALUE_WINDOW = 80
# Lines of a site's footer are short.
FOOTER_LINE = 150
GLUED_FOOTER = 400


@dataclass(frozen=True, slots=True)
class LabelValue:
    """A label of the page: its kind (title, number, registration, issuer, date, other), where it begins and the range of
    its value."""

    kind: str
    label: str
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the documents of a source lie, and what is printed above them; reading offsets.

    ``title``: the page's own title, the range may run over several lines.
    """

    start: int
    end: int
    title: tuple[int, int] | None = None
    values: tuple[LabelValue, ...] = ()

    def value(self, kind: str) -> LabelValue | None:
        """The first value of a kind that is not empty."""
        return next((v for v in self.values if v.kind == kind and v.end > v.start), None)


def read_frame(reading: Reading) -> Frame:
    """Finds the frame of a source; the whole text is the document's where there is none."""
    values = list(_values(reading))
    if not any(v.kind != "other" or v.label in lex.words("page_labels") for v in values):
        values = []
    start = _skip_break(reading, values[-1].end) if values else 0
    title = _title(reading, values) if values else None
    end = max(start, _trailer(reading, start))
    return Frame(start, end, title, tuple(values))


def _skip_break(reading: Reading, offset: int) -> int:
    while offset < len(reading.text) and reading.text[offset] in "\n ":
        offset += 1
    return offset


def _values(reading: Reading) -> Iterator[LabelValue]:
    """The labels at the head of the text with their values."""
    text, last = reading.text, -1
    paragraphs = reading.paragraphs[:HEAD_PARAGRAPHS]
    for i, p in enumerate(paragraphs):
        found = _labels_of(reading, p)
        if not found:
            if is_running(text, p) or (last >= 0 and i - last > LABEL_GAP):
                return
            continue
        last = i
        ends = [start for _, _, start, _ in found[1:]] + [p.end]
        for (kind, label, at, value), end in zip(found, ends, strict=True):
            if end == p.end:
                end = _value_end(reading, label, value, p)
            if value == p.end and i + 1 < len(paragraphs):
                value, end = _next_line(reading, kind, paragraphs, i)
            yield LabelValue(kind, label, at, value, end)


def is_running(text: str, p: Paragraph) -> bool:
    """Whether a paragraph is running text or a salutation: the document has begun."""
    line = text[p.start : p.end]
    if len(line) >= RUNNING_TEXT and ("。" in line or "，" in line):
        return True
    return line.endswith("：") and len(line) > 8 and lex.labels().search(line) is None


def _labels_of(reading: Reading, p: Paragraph) -> list[tuple[str, str, int, int]]:
    """(kind, label, start, start of value) of each label of a paragraph."""
    found: list[tuple[str, str, int, int]] = []
    kinds = lex.label_kinds()
    for m in lex.labels().finditer(reading.text, p.start, min(p.end, p.start + LABEL_WINDOW)):
        before = reading.text[m.start() - 1 : m.start()]
        edge = m.start() == p.start or reading.seam(m.start()) is not Seam.NONE
        if not (edge or (found and before.isdigit()) or (found and before in "】）")):
            continue
        word = m[1] or m[2] or m[3]
        found.append((kinds.get(word) or kinds.get(word.strip("【】"), "other"), word, m.start(), m.end()))
    return found


def _value_end(reading: Reading, label: str, value: int, p: Paragraph) -> int:
    """Where the value of the last label of a paragraph ends: documents glued into one line go on behind it."""
    date = lex.DATE.match(reading.text, value, p.end)
    if date and p.end - date.end() > VALUE_WINDOW:
        return date.end()
    if p.end - value <= VALUE_WINDOW:
        return p.end
    return next((place for place, _ in reading.seams(value + 1, p.end)), p.end)


def _next_line(reading: Reading, kind: str, paragraphs: tuple[Paragraph, ...], i: int) -> tuple[int, int]:
    """The value of a label that stands alone on its line: the next line, where another label line or a plain value
    shows that it is a table."""
    p, following = paragraphs[i], paragraphs[i + 1]
    nothing = (p.end, p.end)
    if following.end - following.start > VALUE_WINDOW or _labels_of(reading, following):
        return nothing
    date = lex.DATE.match(reading.text, following.start, following.end)
    behind = paragraphs[i + 2] if i + 2 < len(paragraphs) else None
    if (date and date.end() == following.end) or (behind and _labels_of(reading, behind)):
        return following.start, following.end
    return nothing


def _title(reading: Reading, values: list[LabelValue]) -> tuple[int, int] | None:
    """The page's title: what a label says, else the line above the first label."""
    for value in values:
        if value.kind == "title" and value.end - value.start > 3:
            return value.start, value.end
    first = values[0].at
    index = bisect_right([q.start for q in reading.paragraphs[:HEAD_PARAGRAPHS]], max(0, first)) - 1
    p = reading.paragraphs[index]
    if first - p.start > 4:
        return p.start, first
    above = [q for q in reading.paragraphs[max(0, index - 6) : index] if is_line(reading.text, q)]
    if index <= 3 and above:
        return above[0].start, above[-1].end
    for q in reversed(above):
        if lex.type_end().search(reading.text[q.start : q.end]):
            return q.start, q.end
    return None


def is_line(text: str, p: Paragraph) -> bool:
    """Whether there is anything to read in a paragraph but rules and bullets."""
    return LETTER.search(text, p.start, min(p.end, p.start + 40)) is not None


LETTER = re.compile(r"[^\W_]")


def _trailer(reading: Reading, start: int) -> int:
    """Where the site's footer begins: the first of the closing short lines that begins like one."""
    end = len(reading.text)
    text = reading.text
    for p in reversed(reading.paragraphs):
        if p.start < start:
            break
        if lex.trailer().match(text, p.start, p.end) or _is_file(text, p):
            end = p.start
        elif lex.FULL_DATE.search(text, p.start, p.end) or (
            "。" in text[p.start : p.end] or p.end - p.start > FOOTER_LINE
        ):
            break
    return _glued_trailer(reading, start, end)


def _is_file(text: str, p: Paragraph) -> bool:
    """Whether a line names a file to download."""
    return p.end - p.start <= FOOTER_LINE and text[p.start : p.end].endswith(tuple(lex.words("file_endings")))


def _glued_trailer(reading: Reading, start: int, end: int) -> int:
    """A footer glued to the document's last sentence: …起施行。文件下载; …网站地图主办单位："""
    text, floor = reading.text, max(start, end - GLUED_FOOTER)
    places = ((text.rfind(mark, floor, end), len(mark)) for mark in lex.words("glued_trailers"))
    end = min((p for p, n in places if p > start and (n > 4 or text[p - 1] in "。）日")), default=end)
    while end > start and text[end - 1] in "\n ":
        end -= 1
    return end
