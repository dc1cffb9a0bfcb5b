"""The bodies that issue a document: from the sign-off, else the byline, the title, the passage, else the page's head."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gongwen.extract import segment_lexicon as lex
from gongwen.extract.metadata_passages import enactment
from gongwen.extract.metadata_titles import Titled
from gongwen.extract.model import Body, Diagnostic, Fact
from gongwen.extract.reading import Reading, Seam
from gongwen.extract.segment import Block
from gongwen.extract.segment_heads import Range
from gongwen.extract.segment_signoff import is_name

# 湛江市人民政府|关于…, 江西省人民政府|印发…, 生态环境部|令
TITLE_VERB = re.compile(
    r"关于|印发|转发|批转|公布|发布|颁布|颁发|废止|修改|办理|任免|授予|表彰|命名|表扬|令(?:（|$)|公告(?:（|$)|通告(?:（|$)|公报(?:（|$)|命令(?:（|$)"
)
CONGRESS = re.compile(rf"(?P<area>[{lex.HAN}]{{2,14}}?)第[{lex.NUMERAL}0-9]{{1,4}}届[\n]?人民代表大会")
# A subtitle may run on over the next line: ——2021年1月29日在云泽市第十四届 ⏎ 人民代表大会第八次会议上
SECOND_LINE = 30
# 核电安全监管司, 综合和规划财务司
DEPARTMENT_LENGTH = 14
GOVERNMENT_REPORT = "政府工作报告"
# Where one name of several that were glued together ends: 工业和信息化部|科技部|财政部
GLUED_NAME = re.compile(
    rf"(?:中共中央(?=国务院)|[{lex.HAN}（）]{{2,30}}?(?:部|委员会|总局|局|厅|办公厅|办公室|委|院|署|银行|集团|联合会|协会|总工会|政府|军委|总台|公司|司|中央))"
    r"(?!办公厅|办公室|员会|门|常务|国有|扶贫|侨务|港澳|台湾|法制|研究|新闻|参事|妇女|机关|直属|信访|司|综合|政法|组织|宣传|统战|网络|农村|军民|机构|审计|老干|党校|政策)"
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """A name as printed without blanks, with its range in the reading text."""

    name: str
    range: Range


def find_issuers(reading: Reading, block: Block, titled: Titled | None) -> tuple[Issuer, ...]:
    """The names of the issuing bodies in printed order, from the best place that has any."""
    for source in _sources(block, titled):
        found = tuple({issuer.name: issuer for issuer in reversed(list(source(reading)))}.values())[::-1]
        if found:
            return found
    return ()


def _sources(block: Block, titled: Titled | None) -> Iterator[Callable[[Reading], Iterator[Issuer]]]:
    interpretation = titled is not None and titled.words[-8:].find("解读") >= 0
    if titled is not None and GOVERNMENT_REPORT in titled.words:
        yield lambda reading: _government(reading, block)
    yield lambda reading: _signed(reading, block)
    yield lambda reading: _byline(reading, block)
    if interpretation:
        return
    yield lambda reading: _of_title(reading, titled)
    yield lambda reading: _passed(reading, block)
    yield lambda reading: _of_page(reading, block)


def _signed(reading: Reading, block: Block) -> Iterator[Issuer]:
    if block.signoff is not None:
        for place in block.signoff.names:
            yield from split_names(reading, *place)


def _byline(reading: Reading, block: Block) -> Iterator[Issuer]:
    for start, end in block.head.bylines:
        date = lex.DATE.search(reading.text, start, end)
        stop = date.start() if date else end
        start += reading.text[start] == "（"
        stop -= reading.text[stop - 1] == "）"
        if is_name(reading.text[start:stop]):
            yield from split_names(reading, start, stop)


def _of_title(reading: Reading, titled: Titled | None) -> Iterator[Issuer]:
    """The names that stand before the verb of a title."""
    if titled is None:
        return
    start, end = titled.range
    verb = TITLE_VERB.search(reading.text.replace("\n", " "), start, end)
    if verb is None or verb.start() == start:
        return
    stop = verb.start()
    while reading.text[stop - 1] == "\n":
        stop -= 1
    yield from _names_of_title(reading, start, stop)


def _names_of_title(reading: Reading, start: int, stop: int) -> Iterator[Issuer]:
    found = [name for line in _lines(reading, start, stop) for name in split_names(reading, *line)]
    if found and all(is_name(issuer.name) for issuer in found):
        yield from found


def _lines(reading: Reading, start: int, stop: int) -> Iterator[Range]:
    for m in re.finditer(r"[^\n、，]+", reading.text[start:stop]):
        yield start + m.start(), start + m.end()


def _passed(reading: Reading, block: Block) -> Iterator[Issuer]:
    """Who passed or promulgated a rule, by the line below its title."""
    event = enactment(reading, block.head.passages)
    if event is not None and event.body is not None and event.place is not None:
        if "、" in event.body:
            for line in _lines(reading, *event.place):
                yield from split_names(reading, *line)
        else:
            yield Issuer(event.body, event.place)


def _government(reading: Reading, block: Block) -> Iterator[Issuer]:
    """The government for which a work report is made: of the area whose congress hears it."""
    ranges = [block.head.subtitle, *block.head.bylines, *block.head.passages]
    for place in (r for r in ranges if r is not None):
        m = CONGRESS.search(reading.text, place[0], min(block.end, place[1] + SECOND_LINE))
        if m is not None:
            start = _behind_date(reading, place[0], m.start("area"), m.end("area"))
            yield Issuer(reading.text[start : m.end("area")] + "人民政府", (start, m.end("area")))
            return


def _behind_date(reading: Reading, floor: int, start: int, end: int) -> int:
    """——2021年1月29日在湛江市第十四届…: the area begins behind 在."""
    place = reading.text.rfind("在", max(floor, start - 1), end)
    return place + 1 if place >= 0 else start


def _of_page(reading: Reading, block: Block) -> Iterator[Issuer]:
    value = block.frame.value("issuer") if block.frame is not None else None
    if value is not None:
        for line in _lines(reading, value.start, value.end):
            yield from split_names(reading, *line)


def split_names(reading: Reading, start: int, end: int) -> Iterator[Issuer]:
    """The single names in a range: cut at blanks, and where glued names show by their endings."""
    cuts = [
        i
        for i, seam in reading.seams(start + 1, end)
        if seam is not Seam.WRAP and i - start > 2 and end - i > 2
    ]
    for first, last in zip([start, *cuts], [*cuts, end], strict=True):
        yield from _unglue(reading.text, first, last)


def _unglue(text: str, start: int, end: int) -> Iterator[Issuer]:
    pieces, at = [], start
    for m in GLUED_NAME.finditer(text, start, end):
        if m.start() != at:
            break
        pieces.append(Issuer(m.group(), m.span()))
        at = m.end()
    pieces = _join_departments(text, pieces)
    if at == end and len(pieces) > 1 and all(len(p.name) > 2 for p in pieces):
        yield from pieces
    else:
        yield Issuer(text[start:end], (start, end))


def _join_departments(text: str, pieces: list[Issuer]) -> list[Issuer]:
    """生态环境部|核电安全监管司 is one body: a department bears its ministry's name before its own."""
    joined: list[Issuer] = []
    for piece in pieces:
        if (
            joined
            and piece.name.endswith(("司", "处", "室", "中心"))
            and len(piece.name) <= DEPARTMENT_LENGTH
        ):
            start = joined.pop().range[0]
            piece = Issuer(text[start : piece.range[1]], (start, piece.range[1]))
        joined.append(piece)
    return joined


def area_of(
    reading: Reading, blocks: Sequence[Block], index: int, titled: Titled | None, found: Sequence[Issuer]
) -> str:
    """GB/T 2260 code of the area that a document is about, before its issuers are resolved."""
    return "100000"


def resolve_issuers(
    reading: Reading, found: Sequence[Issuer], titled: Titled | None, area: str
) -> tuple[tuple[Fact[Body], ...], tuple[Diagnostic, ...]]:
    """The bodies that the names mean."""
    full = list(_of_title(reading, titled))
    facts = []
    for i, issuer in enumerate(found):
        name = issuer.name
        if re.match(r"[省市县区州盟旗]|自治", name) and i < len(full):
            name = full[i].name
        facts.append(Fact(Body(area, name, name), reading.span(*issuer.range)))
    return tuple(facts), ()
