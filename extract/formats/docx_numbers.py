"""The numbers that Word puts before paragraphs and does not store as text (ECMA-376, 17.9): 一、 （一） 1. 第一条."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVEL = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "chineseLegalSimplified",
    }
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LARGEST = 9_999


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: where it begins, its number format (ST_NumberFormat) and its text (``（%1）``)."""

    start: int
    form: str
    text: str


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has been counted while paragraphs are read in order."""

    lists: Mapping[str, Mapping[int, Level]]
    styles: Mapping[str, tuple[str, int]]
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """The numbering of a document of python-docx; empty where it has none."""
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return cls({}, {})
        return cls(_lists(root), _styles(document))

    def next(self, paragraph: Any) -> str:
        """The number of the next paragraph in order, with what stands around it; empty where it has none."""
        found = _reference(paragraph.find(f"{_W}pPr")) or self._by_style(paragraph)
        if found is None or found[0] not in self.lists:
            return ""
        name, depth = found
        levels = self.lists[name]
        if depth not in levels:
            return ""
        counts = self.counts[name]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if levels[depth].form in ("bullet", "none"):
            return ""
        return _LEVEL.sub(lambda m: self._printed(levels, counts, int(m[1]) - 1), levels[depth].text)

    def _printed(self, levels: Mapping[int, Level], counts: Mapping[int, int], depth: int) -> str:
        level = levels.get(depth)
        return printed(counts.get(depth, level.start), level.form) if level else ""

    def _by_style(self, paragraph: Any) -> tuple[str, int] | None:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self.styles.get(style.get(f"{_W}val") or "") if style is not None else None


def printed(number: int, form: str) -> str:
    """A number as a list prints it.

    >>> [printed(n, "chineseCountingThousand") for n in (1, 10, 11, 20, 105)]
    ['一', '十', '十一', '二十', '一百〇五']
    """
    number = min(max(number, 0), _LARGEST)
    if form in _CHINESE:
        return _chinese(number)
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr(number - 1 + ord("A" if form == "upperLetter" else "a"))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    return str(number)


def _chinese(number: int, *, inner: bool = False) -> str:
    """十 by itself, 一十 behind a hundred (GB/T 15835-2011 leaves it to usage; this is Word's)."""
    if number < 10:
        return _DIGITS[number]
    for unit, word in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            high, low = divmod(number, unit)
            head = "" if unit == 10 and high == 1 and not inner else _DIGITS[high]
            gap = "〇" if low and low * 10 < unit else ""
            return f"{head}{word}{gap}{_chinese(low, inner=True) if low else ''}"
    return ""


def _lists(root: Any) -> dict[str, dict[int, Level]]:
    abstract = {a.get(f"{_W}abstractNumId"): _levels(a) for a in root.iterchildren(f"{_W}abstractNum")}
    found: dict[str, dict[int, Level]] = {}
    for num in root.iterchildren(f"{_W}num"):
        target = num.find(f"{_W}abstractNumId")
        if target is not None:
            found[num.get(f"{_W}numId") or ""] = abstract.get(target.get(f"{_W}val"), {})
    return found


def _levels(abstract: Any) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for level in abstract.iterchildren(f"{_W}lvl"):
        values = {tag: _value(level, tag) for tag in ("start", "numFmt", "lvlText")}
        depth, start = level.get(f"{_W}ilvl") or "0", values["start"] or "1"
        if depth.isdigit() and start.isdigit():
            levels[int(depth)] = Level(int(start), values["numFmt"] or "decimal", values["lvlText"] or "")
    return levels


def _value(element: Any, tag: str) -> str | None:
    found = element.find(f"{_W}{tag}")
    return found.get(f"{_W}val") if found is not None else None


def _reference(properties: Any) -> tuple[str, int] | None:
    numbered = properties.find(f"{_W}numPr") if properties is not None else None
    if numbered is None:
        return None
    name, depth = _value(numbered, "numId"), _value(numbered, "ilvl") or "0"
    return (name, int(depth)) if name and depth.isdigit() else None


def _styles(document: Any) -> dict[str, tuple[str, int]]:
    """Lists that styles of paragraphs bring with them (Heading 1: 一、)."""
    found: dict[str, tuple[str, int]] = {}
    for style in document.styles.element.iterchildren(f"{_W}style"):
        reference = _reference(style.find(f"{_W}pPr"))
        if reference is not None:
            found[style.get(f"{_W}styleId") or ""] = reference
    return found
