"""What a page prints around its text: page numbers and running heads, in a text that was taken from printed pages.

GB/T 9704-2012, 7.5, sets the number of a page between two dashes (— 3 —) at its foot; gazettes name themselves and
their issue at the head of each page. Neither is part of the sentence that runs on to the next page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gongwen.extract.data import read_json

_DASH = "[—–\\-－―─·•~]"
_GAP = "[ \t\u3000\u00a0]"
# — 3 —, －12－, ·5·, - 7 -; 第3页, 第 3 页 共 20 页
PAGE_NUMBER = re.compile(
    rf"{_DASH}{{1,3}}{_GAP}{{0,4}}[0-9]{{1,4}}{_GAP}{{0,4}}{_DASH}{{1,3}}"
    rf"|第{_GAP}{{0,2}}[0-9]{{1,4}}{_GAP}{{0,2}}页[，,/]?{_GAP}{{0,4}}(?:共{_GAP}{{0,2}}[0-9]{{1,4}}{_GAP}{{0,2}}页)?"
)
BARE_NUMBER = re.compile(r"[0-9]{1,4}")
DIGITS = re.compile(r"[0-9]+")
GAPS = re.compile(rf"{_GAP}+")
# A running head is as long as a title at most, ends in no punctuation, and stands on this many pages or more.
HEAD_LENGTH = 40
FEWEST_PAGES = 3
# A head or foot has two lines at most: a running head stands so near to the number of a page.
BESIDE = 2

Range = tuple[int, int]


def furniture(text: str, lines: Sequence[Range]) -> frozenset[int]:
    """Which of ``lines`` (ranges of ``text`` without outer blanks, in order) are page numbers and running heads: indices.

    The head of a gazette's part in 【】 is one of them. A head is told by its page number: a line that returns on ``FEWEST_PAGES`` pages, most times beside one. A gazette's
    own name with its issue needs no number.
    """
    numbers = {i for i, (start, end) in enumerate(lines) if PAGE_NUMBER.fullmatch(text, start, end)}
    places: dict[str, list[int]] = {}
    for i, (start, end) in enumerate(lines):
        key = _key(text, start, end)
        if key and i not in numbers:
            places.setdefault(key, []).append(i)
    heads = {i for key, found in places.items() if _is_head(key, found, numbers) for i in found}
    sections = {i for i, (start, end) in enumerate(lines) if _section().fullmatch(text, start, end)}
    return frozenset(numbers | heads | sections | set(_bare_numbers(text, lines, heads)))


def _key(text: str, start: int, end: int) -> str:
    """A line without blanks and with its digits alike, since a head may hold the page's number; empty where the line cannot
    be a head."""
    if end - start > HEAD_LENGTH or text[end - 1] in "。！？；：，、":
        return ""
    words = DIGITS.sub("0", GAPS.sub("", text[start:end]))
    return words if len(words) > 3 else ""


def _is_head(key: str, found: Sequence[int], numbers: set[int]) -> bool:
    if len(found) > 1 and _issue().fullmatch(key):
        return True
    beside = sum(any(i + d in numbers for d in range(-BESIDE, BESIDE + 1)) for i in found)
    return len(found) >= FEWEST_PAGES and 2 * beside > len(found)


@cache
def _issue() -> re.Pattern[str]:
    """云州市人民政府公报2024年第1期, digits alike."""
    words = "|".join(map(re.escape, read_json("document_parts.json")["gazette_words"]))
    return re.compile(
        rf"(?:0年第0期|0)?[^0，。]{{2,20}}(?:{words})(?:[·•（(]?0年?[·•]?(?:第?0期?[)）]?(?:（总第?0期）)?0?)?)"
    )


@cache
def _section() -> re.Pattern[str]:
    """【市政府办公室文件】: the head of a part of a gazette."""
    words = "|".join(map(re.escape, read_json("document_parts.json")["gazette_parts"]))
    return re.compile(rf"【[^【】]{{0,16}}(?:{words})】")


def _bare_numbers(text: str, lines: Sequence[Range], heads: set[int]) -> Iterator[int]:
    """The numbers of pages without dashes: alone on a line beside a running head."""
    for head in heads:
        for i in (head - 1, head + 1):
            if 0 <= i < len(lines) and BARE_NUMBER.fullmatch(text, *lines[i]):
                yield i
