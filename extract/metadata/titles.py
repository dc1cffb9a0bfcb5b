"""The title of a document, its number, its registration and its kind, as printed on it or around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongwen.extract.data import read_json
from gongwen.extract.metadata.passages import enactment
from gongwen.extract.model import Fact
from gongwen.extract.numbers import find_numbers
from gongwen.extract.patterns import alternatives
from gongwen.extract.reading import Reading
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.documents import Block, BlockKind
from gongwen.extract.segment.expect import issued_in
from gongwen.extract.segment.heads import Range
from gongwen.extract.segment.titles import STATUS, squeeze, titles_named

# A number behind the title on a web page: …的通知（湛府〔2021〕1号）
NUMBER_BEHIND = re.compile(r"（(?P<number>[^（）]{2,30}号)）$")
# （该文件于2012年8月1日以云办函〔2012〕5号发布，根据…修改）, and how long such a note is at most
PUBLISHED_AS = re.compile(
    rf"（[该本此]文?件?于{lex.DATE.pattern}以(?P<number>{lex.NUMBER.pattern})(?:文件?)?(?:印发|发布|公布)"
)
NOTE_LENGTH = 300
ORDER_NUMBER = re.compile(r"令.{0,12}号$")
# 陈明远解读《…办法》: the kind stands before the document that is interpreted
INTERPRETS = re.compile(r"[^《》]{0,30}(?P<word>解读)《[^\n]*》(?:（[^（）]*）)?$")
# 《…办法》的解读“一图读懂”, 《…办法》政策解读（一）: what stands behind the kind tells how it is explained
EXPLAINS = re.compile(
    r"》(?:的|政策|图文|图片|文字|专家|权威|内容){0,3}(?P<word>解读)(?:[“（【—\-：:之][^《》\n]{0,20})$"
)
# 第21号 below the name of an order, (2021)第3号 too
SERIAL = re.compile(
    rf"(?:[（〔][一二三四五六七八九十]{{1,4}}届[）〕])?(?:[（〔]?(?:19|20)[0-9]{{2}}年?[）〕]?)?第[0-9{lex.NUMERAL}]{{1,6}}号"
)
ORDER_LINE = re.compile(rf"[{lex.HAN}、]{{3,60}}(?:令|公告|通告)")
ORDER_TITLE = re.compile(rf"[{lex.HAN}、]{{3,40}}?(?:令|公告|通告)(?=[〔（（第0-9])")
# How far into a document without a title its kind is looked for: …收悉。现批复如下：
OPENING = 600


@dataclass(frozen=True, slots=True)
class Titled:
    """A title: its words as printed, its range in the reading text, and its fact with source offsets. ``own``: it stands
    in the block itself."""

    words: str
    range: Range
    fact: Fact[str]
    own: bool


def printed(reading: Reading, start: int, end: int) -> str:
    """The characters of a range as printed, without white space and Markdown marks, also where it runs over lines."""
    parts, at = [], start
    while at < end:
        stop = reading.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if stop > at:
            parts.append(reading.printed(at, stop))
        at = stop + 1
    return "".join(parts)


def find_title(reading: Reading, blocks: Sequence[Block], index: int) -> Titled | None:
    """The title of a block: printed on it, else in its page's head, else in the notice that issues it."""
    block = blocks[index]
    own = block.head.title
    if own is not None and (own.typed or index > 0):
        return _titled(reading, (own.start, own.end), True)
    page = _page_title(reading, blocks) if index == 0 else None
    if page is not None:
        return _titled(reading, page, False)
    if own is not None:
        return _titled(reading, (own.start, own.end), True)
    if block.kind is BlockKind.ISSUED:
        return _named_by_parent(reading, blocks, block)
    return _order(reading, block)


def _order(reading: Reading, block: Block) -> Titled | None:
    """An order has no title but the name of its body with 令 or 公告 (行政法规制定程序条例 art. 27; 公文处理工作条例 art. 8 (3)): it
    heads the order's number, or the page says 部令第20号 and who issued it."""
    printed_number = block.head.number
    if printed_number is not None:
        m = ORDER_TITLE.match(reading.text, *printed_number)
        return _titled(reading, m.span(), True) if m else None
    number = block.frame.value("number") if block.frame is not None else None
    issuer = block.frame.value("issuer") if block.frame is not None else None
    if number is None or issuer is None or not ORDER_NUMBER.search(reading.text[number.start : number.end]):
        return None
    words = printed(reading, issuer.start, issuer.end) + "令"
    place = (number.start, number.start + reading.text[number.start : number.end].index("令") + 1)
    return Titled(words, place, Fact(words, reading.span(*place)), False)


def _titled(reading: Reading, place: Range, own: bool) -> Titled:
    place = (place[0], _without_status(reading.text, *place))
    words = printed(reading, *place)
    return Titled(words, place, Fact(words, reading.span(*place)), own)


def _page_title(reading: Reading, blocks: Sequence[Block]) -> Range | None:
    """The page's title, without a number behind it; None where it is another block's."""
    frame = blocks[0].frame
    if frame is None or frame.title is None:
        return None
    start, end = frame.title
    behind = NUMBER_BEHIND.search(reading.text, start, end)
    if behind and lex.NUMBER.fullmatch(behind["number"]):
        end = behind.start()
    mine = squeeze(reading.text[start:end])
    for other in blocks[1:]:
        title = other.head.title
        if title is not None and squeeze(reading.text[title.start : title.end]) == mine:
            return None
    return (start, end) if end > start else None


def _without_status(text: str, start: int, end: int) -> int:
    """…的通知-此件于2017年7月31日宣布失效: the words behind the kind of document say what became of it. In
    决定废止的…目录 they are the title's own."""
    for m in lex.type_word().finditer(text, start, end):
        if start < m.start() and STATUS.match(text, m.end(), end):
            return m.end()
    return end


def _named_by_parent(reading: Reading, blocks: Sequence[Block], block: Block) -> Titled | None:
    """The only title in 《》 that the notice above issues, or else names at all."""
    parent = blocks[block.parent] if block.parent is not None else None
    if parent is None:
        return None
    text = reading.text[parent.head.end : parent.end]
    issued = [t for t in issued_in(text, 0, len(text)) if len(t) > 3]
    named = issued or [t for t in titles_named(text) if len(t) > 3]
    if len(set(named)) != 1:
        return None
    place = parent.head.end + text.index(named[0])
    return _titled(reading, (place, place + len(named[0])), False)


def find_number(reading: Reading, block: Block) -> Fact[str] | None:
    """The document number: printed in the head, behind the title, in the line that says how it was passed, or in the
    page's head."""
    if block.head.number is not None:
        return number_fact(reading, _with_order(reading, block, block.head.number))
    event = enactment(reading, block.head.passages)
    if event is not None and event.number is not None:
        return number_fact(reading, event.number)
    if block.frame is None:
        return None
    value = block.frame.value("number")
    if value is not None:
        m = lex.NUMBER.search(reading.text, value.start, value.end)
        return number_fact(reading, m.span()) if m else None
    if block.frame.title is not None:
        behind = NUMBER_BEHIND.search(reading.text, *block.frame.title)
        if behind and lex.NUMBER.fullmatch(behind["number"]):
            return number_fact(reading, behind.span("number"))
    return None


def _with_order(reading: Reading, block: Block, number: Range) -> Range:
    """云州市人民政府令 ⏎ 第21号: a number that is only a serial goes with the line above it, which names the order."""
    title = block.head.title
    if title is None or not SERIAL.fullmatch(reading.text, *number):
        return number
    above = reading.text[title.start : number[0]].replace("\n", "")
    return (title.start, number[1]) if ORDER_LINE.fullmatch(above) else number


def number_below(reading: Reading, blocks: Sequence[Block], index: int) -> Fact[str] | None:
    """The number that a note below a document, or below what it issues, gives it: （该文件于2012年8月1日以云办函〔2012〕5号发布）."""
    last = [b for i, b in enumerate(blocks) if i == index or b.parent == index][-1]
    found = PUBLISHED_AS.search(reading.text, max(last.start, last.end - NOTE_LENGTH), last.end)
    return number_fact(reading, found.span("number")) if found else None


def number_fact(reading: Reading, place: Range) -> Fact[str]:
    """A number in its normal form: full-width 〔〕, no blanks."""
    found = list(find_numbers(reading.text, *place))
    if (
        len(found) == 1 and "〔" in found[0].value
    ):  # a letterhead may be glued to it: …人民政府文件湛府〔2021〕1号
        return Fact(found[0].value, reading.span(found[0].start, found[0].end))
    words = re.sub(r"\s", "", reading.text[slice(*place)])
    words = re.sub(r"[（【［\[〈]((?:19|20)[0-9]{2})年?[）】］\]〉]", r"〔\1〕", words)
    return Fact(words.rstrip("）"), reading.span(*place))


def find_registration(reading: Reading, block: Block) -> Fact[str] | None:
    """The registration number of a normative document (规范性文件编号)."""
    place = block.head.registration
    if place is None and block.frame is not None:
        value = block.frame.value("registration")
        place = (value.start, value.end) if value else None
    if place is None:
        return None
    return Fact(printed(reading, *place), reading.span(*place))


def kind_of(reading: Reading, block: Block, titled: Titled | None) -> Fact[str] | None:
    """The kind of a document: the last word of its title that names one, else what its text calls itself."""
    if titled is not None:
        words = reading.text[slice(*titled.range)]
        m = (
            INTERPRETS.match(words)
            or EXPLAINS.search(words)
            or lex.type_end().search(words.replace("\n", ""))
        )
        if m is None or lex.part_title().search(words):
            return None
        place = titled.range[0] + words.rindex(m["word"])
        return Fact(m["word"], reading.span(place, place + len(m["word"])))
    if block.kind is BlockKind.ANNEX:
        return None
    formulas: dict[str, str] = read_json("document_parts.json")["kind_formulas"]
    pattern = re.compile(alternatives(formulas))
    found = pattern.search(reading.text, block.head.end, min(block.end, block.head.end + OPENING))
    if found is None:
        return None
    return Fact(formulas[found.group()], reading.span(*found.span()))
