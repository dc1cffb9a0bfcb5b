"""Lists of documents that are repealed or amended: one citation an entry, with or without 《》.

一、决定予以废止的规章
（一）城市供水价格管理办法（云府〔1999〕12号，市物价局发布）

序号 文号 标题
1 云府〔2003〕14号 云泽市人民政府关于……的通知
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongwen.extract.citation_relations import relation_of_heading
from gongwen.extract.model import Context, Relation
from gongwen.extract.numbers import DocumentNumber
from gongwen.extract.reading import Paragraph, Reading
from gongwen.extract.structure import Outline, Unit, title_of

ROW = re.compile(r"[0-9]{1,3}")
ROW_HEAD = re.compile(r"^[0-9]{1,3}[.．、]?")
SENTENCE = re.compile(r"[。；]|将|删去|修改为")
LIST_TYPES = ("目录", "名单", "清单")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; ``[start, end)`` its title with its number (reading offsets)."""

    start: int
    end: int
    title: str | None
    number: str | None
    relation: Relation


def list_entries(
    reading: Reading, outline: Outline, context: Context, numbers: list[DocumentNumber]
) -> Iterator[Entry]:
    """The entries of every list of repealed or amended documents, in order of place."""
    for unit in outline.units[1:]:
        if unit.number and unit.parent and (relation := _listed_under(reading, outline, unit)):
            entry = _item(reading, unit, relation, numbers)
            if entry:
                yield entry
    whole = relation_of_heading(context.title or "")
    if whole and context.title and context.title.rstrip("）0123456789件共（").endswith(LIST_TYPES):
        yield from _rows(reading, whole, numbers)


def _listed_under(reading: Reading, outline: Outline, unit: Unit) -> Relation | None:
    parent = outline.units[unit.parent]
    start, end = title_of(reading, parent)
    return relation_of_heading(reading.text[start : min(end, start + 60)])


def _item(reading: Reading, unit: Unit, relation: Relation, numbers: list[DocumentNumber]) -> Entry | None:
    """An item that is a title without 《》, with its number in brackets: 环保科技成果登记办法实施细则（环发〔2001〕111号）."""
    text = reading.text
    limit = min(unit.own_end, reading.paragraph_at(unit.text).end)
    number = next((n for n in numbers if unit.text < n.start and n.end <= limit), None)
    if number is None:
        return None
    opening = text.rfind("（", unit.text, number.start + 1)
    words = text[unit.text : opening]
    if (
        opening < 0
        or not words
        or words.startswith("《")
        or SENTENCE.search(words)
        or number.start - opening > 12
    ):
        return None
    closed = number.end < len(text) and text[number.end] == "）"
    return Entry(unit.text, number.end + closed, reading.printed(unit.text, opening), number.value, relation)


def _rows(reading: Reading, relation: Relation, numbers: list[DocumentNumber]) -> Iterator[Entry]:
    for paragraph in reading.paragraphs:
        entry = _row(reading, paragraph, relation, numbers)
        if entry:
            yield entry


def _row(reading: Reading, p: Paragraph, relation: Relation, numbers: list[DocumentNumber]) -> Entry | None:
    """1闽政〔2003〕14号福建省人民政府……的通知: number first, or title first."""
    head = ROW_HEAD.match(reading.text[p.start : p.end])
    start = p.start + (head.end() if head else 0)
    number = next((n for n in numbers if start <= n.start and n.end <= p.end), None)
    if head is None or number is None:
        return None
    if number.start == start:
        end = _without_head(reading, number.end, p.end)
        return (
            Entry(start, end, reading.printed(number.end, end), number.value, relation)
            if end > number.end
            else None
        )
    title_end = number.start - (reading.text[number.start - 1] in "（(")
    closed = number.end < p.end and reading.text[number.end] == "）"
    return Entry(start, number.end + closed, reading.printed(start, title_end), number.value, relation)


def _without_head(reading: Reading, start: int, end: int) -> int:
    """The end of a row without a table head that a page break put behind it (序号文号标题)."""
    cut = reading.text.find("序号", start, end)
    return cut if cut > start else end
