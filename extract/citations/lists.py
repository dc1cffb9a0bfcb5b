"""Lists of documents that are repealed or amended: one citation an entry, with or without 《》.

一、决定予以废止的规章
（一）城市供水价格管理办法（云府〔1999〕12号，市物价局发布）

序号 文号 标题
1 云府〔2003〕14号 云泽市人民政府关于……的通知

A list is a stretch of text that a heading, an introducing sentence or the document's own title declares to be one; its
entries are cut at their markers, whose numbers run on, so that a list of hundreds that was glued into one line keeps
its entries.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongwen.extract.citations.relations import relating_words, relation_of_heading
from gongwen.extract.data import read_json
from gongwen.extract.model import Context, Relation
from gongwen.extract.numbers import DocumentNumber
from gongwen.extract.numerals import parse_number
from gongwen.extract.outline import Outline, Unit, title_of
from gongwen.extract.reading import Reading
from gongwen.extract.segment.lexicon import type_words

# （一）…, 一、…, 12．…, （3）…; in a table a bare number begins the row. A marker stands where a paragraph begins or
# something has ended.
MARKER = re.compile(
    r"(?:(?<=[。；：）》\n件号])|\A)\s?(?:（(?P<second>[一二三四五六七八九十百]{1,5})）|(?P<first>[一二三四五六七八九十百]{1,5})、"
    r"|（(?P<fourth>[0-9]{1,3})）|(?P<third>[0-9]{1,3})[.．、](?![0-9]))\s?"
    r"|(?:(?<=\n)|\A)(?P<row>[0-9]{1,3})(?![0-9.．、年月日件项条号])\n?"
)
# A heading ends where its first entry begins, also in a text glued into one line.
FIRST_MARKER = re.compile(r"（[一1]）|\n|(?<=[件。：])[1１一][.．、]")
# An entry is a title, not a sentence and not an instruction.
SENTENCE = re.compile(r"[。；]|将第|删[去除]|修改为|增加|中[“的]")
# The table's head that a page break put behind a row.
HEAD = re.compile(r"序号|\n(?:文号|标题|文件名称|备注)")
LONGEST_ENTRY, LONGEST_TITLE, LONGEST_HEADING = 400, 150, 60
STATUS = re.compile(r"（[^（）\n]{1,20}）\Z")
COUNT = re.compile(r"[（）0-9一二三四五六七八九十百共计件]+$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; ``[start, end)`` its title with its number (reading offsets)."""

    start: int
    end: int
    title: str | None
    number: str | None
    relation: Relation


@dataclass(frozen=True, slots=True)
class _Region:
    start: int
    end: int
    relation: Relation


def list_entries(
    reading: Reading, outline: Outline, context: Context, numbers: Sequence[DocumentNumber]
) -> Iterator[Entry]:
    """The entries of every list of repealed or amended documents, in order of place."""
    places = [n.start for n in numbers]
    for region in _regions(reading, outline, context):
        for start, end in _chunks(reading.text, outline, region):
            inside = numbers[bisect_left(places, start) : bisect_left(places, end)]
            entry = _entry(reading, start, end, inside, region.relation)
            if entry:
                yield entry


def _regions(reading: Reading, outline: Outline, context: Context) -> Iterator[_Region]:
    """The stretches that are lists, none inside another: below a numbered heading or behind a line that names the list,
    else the whole document by its title."""
    done, size = 0, len(reading.text)
    said = sorted(relating_words(reading.text))
    for unit in outline.units[1:] if said else ():
        i = bisect_left(said, unit.text)
        near = i < len(said) and said[i] < unit.text + LONGEST_HEADING
        heading = _heading(reading, unit) if near and unit.start >= done else ""
        relation = relation_of_heading(heading) if heading else None
        start, end = unit.text + len(heading), unit.end if unit.number else size
        if relation and (_is_list(heading) if not unit.number else end > start + 1):
            yield _Region(start, end, relation)
            done = end
    whole = relation_of_heading(context.title or "")
    if whole and not done and _is_list(context.title or ""):
        yield _Region(0, size, whole)


def _heading(reading: Reading, unit: Unit) -> str:
    """A unit's words where they are a heading and no sentence: 一、决定予以废止的规章."""
    start, end = title_of(reading, unit)
    words = reading.text[start : min(end, start + LONGEST_HEADING)]
    marker = FIRST_MARKER.search(words)
    return words[: marker.start()] if marker else words


def _is_list(title: str) -> bool:
    return COUNT.sub("", title).endswith(tuple(read_json("citations.json")["lists"]))


def _chunks(text: str, outline: Outline, region: _Region) -> Iterator[tuple[int, int]]:
    """The stretches from marker to marker, markers left out."""
    markers = {
        u.text: u.start for u in outline.units[1:] if u.number and region.start <= u.start < region.end
    }
    markers |= dict(_markers(text, region))
    begins = sorted(markers)
    for begin, following in pairwise([*begins, region.end]):
        yield begin, markers.get(following, region.end)


def _markers(text: str, region: _Region) -> Iterator[tuple[int, int]]:
    """Where the words behind each marker begin, and where the marker does; one belongs to the list where its number
    goes on or begins anew."""
    last: dict[str, int] = {}
    for m in MARKER.finditer(text, region.start, region.end):
        style = m.lastgroup or ""
        number = parse_number(m[style])
        if number is not None and (number == 1 or number == last.get(style, -1) + 1):
            last[style] = number
            yield m.end(), m.start(style)


def _entry(
    reading: Reading, start: int, end: int, numbers: Sequence[DocumentNumber], relation: Relation
) -> Entry | None:
    end = min(end, start + LONGEST_ENTRY)
    if not numbers:
        return _titled(reading, start, end, relation)
    if numbers[0].start == start:
        return _number_first(reading, start, end, numbers[0], relation)
    number = _own(reading.text, start, numbers)
    return _title_first(reading, start, number, relation) if number else None


def _own(text: str, start: int, numbers: Sequence[DocumentNumber]) -> DocumentNumber | None:
    """The number of the entry itself, which stands behind its whole title, in brackets or in the next cell; one
    inside the title (转发国办发〔1986〕9号文件的通知) is another's."""
    behind = (n for n in numbers if ends_with_type(text[start : _title_end(text, start, n)].rstrip("》")))
    return next(behind, next((n for n in numbers if _bracket(text, start, n) >= 0), None))


def _bracket(text: str, start: int, number: DocumentNumber) -> int:
    """Where the bracket opens that holds the number: （云府〔1999〕12号, （原云州市环境保护局令第13号; -1 where none does."""
    opening = text.rfind("（", max(start, number.start - 12), number.start)
    return opening if opening >= 0 and "）" not in text[opening : number.start] else -1


def _title_end(text: str, start: int, number: DocumentNumber) -> int:
    opening = _bracket(text, start, number)
    end = opening if opening >= 0 else number.start
    while end > start and text[end - 1] in "\n（":
        end -= 1
    return end


def _title_first(reading: Reading, start: int, number: DocumentNumber, relation: Relation) -> Entry | None:
    """环保科技成果登记办法实施细则（环发〔2001〕111号）, title and number in two cells alike."""
    text = reading.text
    end = _title_end(text, start, number)
    words = text[start:end]
    if not words or len(words) > LONGEST_TITLE or words.startswith("《") or SENTENCE.search(words):
        return None
    if _bracket(text, start, number) < 0 and not ends_with_type(words):
        return None
    closed = number.end < len(text) and text[number.end] == "）"
    return Entry(start, number.end + closed, reading.printed(start, end), number.value, relation)


def _number_first(
    reading: Reading, start: int, end: int, number: DocumentNumber, relation: Relation
) -> Entry | None:
    """闽政〔2003〕14号福建省人民政府……的通知: the number's cell stands before the title's."""
    head = HEAD.search(reading.text, number.end, end)
    limit = head.start() if head else end
    begin = number.end
    while begin < limit and reading.text[begin] in "\n，、":
        begin += 1
    stop = reading.text.find("\n", begin, limit)
    limit = stop if stop > begin and ends_with_type(reading.text[begin:stop]) else limit
    while limit > begin and reading.text[limit - 1] == "\n":
        limit -= 1
    if limit <= begin or limit - begin > LONGEST_TITLE or SENTENCE.search(reading.text, begin, limit):
        return None
    return Entry(start, limit, reading.printed(begin, limit), number.value, relation)


def _titled(reading: Reading, start: int, end: int, relation: Relation) -> Entry | None:
    """云泽市渡口管理办法（1998年5月6日市政府发布）: a title without a number."""
    stop = re.compile(r"[\n（]|\Z").search(reading.text, start, end)
    limit = stop.start() if stop else end
    words = reading.text[start:limit]
    if not 6 <= len(words) <= LONGEST_TITLE or "《" in words[:1] or SENTENCE.search(words):
        return None
    return (
        Entry(start, limit, reading.printed(start, limit), None, relation) if ends_with_type(words) else None
    )


def ends_with_type(words: str) -> bool:
    """Whether words end as a title does, in a kind of document: …办法, …通知（试行）."""
    return STATUS.sub("", words).endswith(type_words())
