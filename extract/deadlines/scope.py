"""Where a document does not speak of time limits although it prints times, and the words around an
expression.

Titles in 《》, header lines, the document's own title, names in quotation marks and the old wording in an
amendment are passed over whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from gongwen.extract.data import read_json
from gongwen.extract.deadlines.grammar import DASH
from gongwen.extract.deadlines.lexicon import any_of
from gongwen.extract.model import Context
from gongwen.extract.reading import Reading

# No title or quotation that is a name is longer; an unclosed mark hides no more than this.
_TITLE, _NAME = 200, 24
# Words of one sentence that decide what an expression bounds stand this near.
WINDOW = 60
_SENTENCE_END = re.compile(r"[。；\n！？]")
_CLAUSE_END = re.compile(r"[。；\n！？，：（）]")
_TO_SENTENCE_END, _TO_CLAUSE_END = (
    re.compile(rf"(?s:.*){end.pattern}") for end in (_SENTENCE_END, _CLAUSE_END)
)
# 行动（2021—2025年）, 目录（2020年本）: part of a name
_NAME_YEARS = re.compile(
    rf"（[0-9]{{4}}年?(?:(?:{DASH}{{1,2}}|至)[0-9]{{4}})?年?[^，。；（）\n前底末初内月起止日旬]{{0,4}}）"
)
# 附件：1.云泽市2024—2028年资金计划表, and the numbered lines behind it
_ATTACHED = re.compile(r"附(?:件|表)?[0-9一二三四五六七八九十]{0,2}(?:：|(?<=[0-9])[.．、])")
_ATTACHED_NEXT = re.compile(r"(?:附件)?[0-9]{1,2}[.．、：]")
_QUOTE = re.compile(r"“[^“”\n]{1,600}”")
_AMENDED = re.compile(rf"，?(?:修改|修订|调整|更改|变更|替换)?(?:{any_of('amended')})")
_NEW_LEFT = re.compile(rf"(?:{any_of('amended')}|增加|增加一[条款项]|规定|表述|：)[：，]?\Z")


class Hidden:
    """Ranges of a reading text that are not read for time limits."""

    def __init__(self, reading: Reading, context: Context) -> None:
        ranges = sorted(
            [*_titles(reading.text), *_lines(reading, context), *_quotes(reading.text), *_names(reading.text)]
        )
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in ranges:
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def holds(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` lies inside a hidden range."""
        i = bisect_right(self._starts, start) - 1
        return i >= 0 and end <= self._ends[i]


_BOOK_MARKS = re.compile(r"[《》\n]")


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """The insides of 《》, nested ones and unclosed ones too."""
    depth, begun = 0, 0
    for m in _BOOK_MARKS.finditer(text):
        mark = m.group()
        if depth and (mark == "\n" or m.start() - begun > _TITLE):
            yield begun, min(m.start(), begun + _TITLE)
            depth = 0
        if mark == "《":
            depth, begun = depth + 1, begun if depth else m.start()
        elif mark == "》" and depth:
            depth -= 1
            if not depth:
                yield begun, m.end()
    if depth:
        yield begun, min(len(text), begun + _TITLE)


def _lines(reading: Reading, context: Context) -> Iterator[tuple[int, int]]:
    """Header lines of publishers, lines that print a title of the document, its notice or what it issues, in one line or
    several, and lines that name attachments."""
    labels = tuple(read_json("reading.json")["header_labels"])
    own = {_bare(t) for t in (context.title, context.parent_title, *context.issues) if t}
    # A line that begins with another letter than all of these prints none of them.
    firsts = {title[:1] for title in own}
    attached = False
    for i, p in enumerate(reading.paragraphs):
        line = reading.text[p.start : p.end]
        label, colon, _ = line[:12].partition("：")
        attached = len(line) < _TITLE and bool(
            _ATTACHED.match(line) or (attached and _ATTACHED_NEXT.match(line))
        )
        if (colon and label in labels) or attached:
            yield p.start, p.end
        elif (
            len(line) < _TITLE
            and ("" in firsts or line[:1] in firsts or not _LETTER.match(line))
            and (end := _titled(reading, i, own))
        ):
            yield p.start, end


def _titled(reading: Reading, i: int, own: set[str]) -> int | None:
    """The end of a title that begins with the ``i``-th paragraph and runs over three at most; None where none does."""
    words = ""
    for p in reading.paragraphs[i : i + 3]:
        words += _bare(reading.text[p.start : min(p.end, p.start + _TITLE)])
        if words in own:
            return p.end
        if not any(title.startswith(words) for title in own):
            return None
    return None


_LETTER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]")
_OTHERS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]++")
_TAKEN_AWAY = re.compile(r"删[去除掉]\Z")


def _bare(title: str) -> str:
    return _OTHERS.sub("", title)


def _quotes(text: str) -> Iterator[tuple[int, int]]:
    """Names in quotation marks, and wording that an amendment takes away; its new wording is read."""
    for m in _QUOTE.finditer(text):
        left = text[max(0, m.start() - 6) : m.start()]
        if _NEW_LEFT.search(left):
            continue
        if _AMENDED.match(text, m.end()) or _TAKEN_AWAY.search(left) or len(m.group()) <= _NAME:
            yield m.start() + 1, m.end() - 1


def _names(text: str) -> Iterator[tuple[int, int]]:
    return (m.span() for m in _NAME_YEARS.finditer(text))


class Place(NamedTuple):
    """The words around an expression, at most 60 characters each way: ``before`` and ``after`` of its
    sentence, ``clause_before`` and ``clause_after`` of its clause; ``closed`` the mark that ends the clause.
    """

    before: str
    after: str
    clause_before: str
    clause_after: str
    closed: str


def place(text: str, start: int, end: int) -> Place:
    """The place of ``[start, end)``."""
    left = text[max(0, start - WINDOW) : start]
    right = text[end : end + WINDOW]
    before = left[_last(_TO_SENTENCE_END, left) :]
    stop = _SENTENCE_END.search(right)
    after = right[: stop.start()] if stop else right
    clause = _CLAUSE_END.search(right)
    return Place(
        before,
        after,
        left[_last(_TO_CLAUSE_END, left) :],
        right[: clause.start()] if clause else right,
        clause.group() if clause else "",
    )


def _last(pattern: re.Pattern[str], window: str) -> int:
    """The end of what a pattern that reaches for the last mark finds; 0 where there is no mark."""
    m = pattern.match(window)
    return m.end() if m else 0
