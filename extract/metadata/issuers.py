"""The bodies that issue a document: from the sign-off, else the byline, the title, the passage, else the page's head."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from gongwen.extract import areas
from gongwen.extract.areas import NATION
from gongwen.extract.bodies.lexicon import level_pattern
from gongwen.extract.data import read_json
from gongwen.extract.metadata.names import Issuer, area_in_words, area_of_names, resolve_names, split_names
from gongwen.extract.metadata.passages import enactment
from gongwen.extract.metadata.titles import Titled, find_number
from gongwen.extract.model import Body, Diagnostic, Fact
from gongwen.extract.reading import Reading
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.documents import Block
from gongwen.extract.segment.heads import Range
from gongwen.extract.segment.signoff import is_name

# 湛江市人民政府|关于…, 江西省人民政府|印发…, 生态环境部|令
TITLE_VERB = re.compile(
    r"关于|贯彻|印发|转发|批转|公布|发布|颁布|颁发|废止|修改|办理|任免|授予|表彰|命名|表扬|(?:党组|常务|全体|专题|办公|工作)*会议纪要|令(?:（|$)|公告(?:（|$)|通告(?:（|$)|公报(?:（|$)|命令(?:（|$)"
)
CONGRESS = re.compile(rf"(?P<area>[{lex.HAN}]{{2,14}}?)第[{lex.NUMERAL}0-9]{{1,4}}届[\n]?人民代表大会")
# A subtitle may run on over the next line: ——2021年1月29日在云泽市第十四届 ⏎ 人民代表大会第八次会议上
SECOND_LINE = 30
# 自治区人民政府各部门, 省直各单位 among the addressees
PROVINCIAL = re.compile("自治区(?:人民政府|各|有关|直)|省(?:人民政府|政府|直|有关)")
# 粤府〔2021〕1号, 新政办发〔2011〕18号: the province's character, its government, its general office
GOVERNMENT_CODE = re.compile("(?P<place>.[政府])(?P<office>办)?(?:发|函|字|规|文)?")
FIRST_WORDS = 400
GOVERNMENT_REPORT = "政府工作报告"


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
    yield lambda reading: _of_number(reading, block)
    yield lambda reading: _passed(reading, block)
    yield lambda reading: _of_page(reading, block)


def _signed(reading: Reading, block: Block) -> Iterator[Issuer]:
    if block.signoff is not None:
        for place in block.signoff.names:
            yield from split_names(reading, *place)


def _byline(reading: Reading, block: Block) -> Iterator[Issuer]:
    for start, stop in _joined(_name_lines(reading, block)):
        yield from split_names(reading, start, stop)


def _name_lines(reading: Reading, block: Block) -> Iterator[Range]:
    """The lines of names below a title, without their date and brackets."""
    for start, end in block.head.bylines:
        date = lex.DATE.search(reading.text, start, end)
        stop = date.start() if date else end
        start += reading.text[start] == "（"
        stop -= reading.text[stop - 1] in "（）"
        if is_name(reading.text[start:stop]):
            yield start, stop


def _joined(lines: Iterable[Range]) -> Iterator[Range]:
    """Lines that follow each other as one range: a list of names may be broken inside a name."""
    held: Range | None = None
    for start, stop in lines:
        if held is not None and start == held[1] + 1:
            held = (held[0], stop)
            continue
        if held is not None:
            yield held
        held = (start, stop)
    if held is not None:
        yield held


def _of_title(reading: Reading, titled: Titled | None) -> Iterator[Issuer]:
    """The names that stand before the verb of a title."""
    if titled is None:
        return
    start, end = titled.range
    verb = TITLE_VERB.search(reading.text[start:end].replace("\n", " "))
    if verb is None or verb.start() == 0:
        return
    stop = start + verb.start()
    while reading.text[stop - 1] == "\n":
        stop -= 1
    yield from _names_of_title(reading, start, stop)


def _of_number(reading: Reading, block: Block) -> Iterator[Issuer]:
    """The body whose code a number bears: 国办发〔2021〕1号, 粤府办〔2021〕1号."""
    number = find_number(reading, block)
    if number is None:
        return
    code = number.value.partition("〔")[0]
    name = _lexicon("issuer_codes").get(code) or _government_of(reading, block, code)
    if name is not None:
        place = reading.offset(number.span.start)
        yield Issuer(name, (place, place + len(code)))


def _lexicon(key: str) -> dict[str, str]:
    found: dict[str, str] = read_json("document_parts.json")[key]
    return found


def _government_of(reading: Reading, block: Block, code: str) -> str | None:
    """The government of a province, or its general office, by the code of a number."""
    m = GOVERNMENT_CODE.fullmatch(code)
    province = areas.find(_lexicon("government_codes").get(m["place"], "")) if m is not None else None
    if m is None or province is None:
        return None
    spoken = _area_of_text(reading.text[block.start : min(block.end, block.start + FIRST_WORDS)])
    if spoken is not None and spoken != NATION and not areas.same_province(spoken, province.code):
        return None
    return province.name + "人民政府" + "办公厅" * bool(m["office"])


def _names_of_title(reading: Reading, start: int, stop: int) -> Iterator[Issuer]:
    found = list(split_names(reading, start, stop))
    if found and all(is_name(issuer.name) for issuer in found):
        yield from found


def _passed(reading: Reading, block: Block) -> Iterator[Issuer]:
    """Who passed or promulgated a rule, by the line below its title."""
    event = enactment(reading, block.head.passages)
    if event is not None and event.body is not None and event.place is not None:
        if "、" in event.body:
            yield from split_names(reading, *event.place)
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
        yield from split_names(reading, value.start, value.end)


def area_of(
    reading: Reading, block: Block, titled: Titled | None, found: Sequence[Issuer], above: str | None
) -> str:
    """GB/T 2260 code of the area in which a document's names are to be read: of its issuers, else of its title, else
    of the document above it, else of its page, else of its first words; the nation's where nothing says."""
    code = area_of_names([issuer.name for issuer in found])
    if code is None:
        code = area_of_names([issuer.name for issuer in _of_title(reading, titled)])
    if code is None:
        code = area_of_names([issuer.name for issuer in _of_number(reading, block)])
    if code is None and titled is not None:
        code = area_in_words(titled.words)
    if code is None and above is not None:
        code = above
    if code is None:
        code = area_of_names([issuer.name for issuer in _of_page(reading, block)])
    return (
        code or _area_of_text(reading.text[block.start : min(block.end, block.start + FIRST_WORDS)]) or NATION
    )


def _area_of_text(words: str) -> str | None:
    """The area that the first words name; its province where they speak of the province's own offices."""
    code = area_in_words(words)
    province = areas.province_of(code) if code is not None else None
    return province.code if province is not None and PROVINCIAL.search(words) else code


def resolve_issuers(
    reading: Reading, found: Sequence[Issuer], titled: Titled | None, area: str
) -> tuple[tuple[Fact[Body], ...], tuple[Diagnostic, ...]]:
    """The bodies that the names mean; a name with words of another line before it (…申报书工业和信息化部办公厅) is cut to
    the one that the title bears."""
    bare = [issuer.name for issuer in _of_title(reading, titled)]
    full = [_in_full(_cut(issuer, bare), bare) for issuer in found]
    return resolve_names(reading, full, area)


def _in_full(issuer: Issuer, names: Sequence[str]) -> Issuer:
    """省府办公厅 below a title that begins 广东省人民政府办公厅关于…: the title has the name in full."""
    if level_pattern().match(issuer.name) is None:
        return issuer
    same = [name for name in names if name[-2:] == issuer.name[-2:] and areas.at(name, 0) is not None]
    return Issuer(same[0], issuer.range) if len(same) == 1 else issuer


def _cut(issuer: Issuer, names: Sequence[str]) -> Issuer:
    for name in names:
        if issuer.name.endswith(name) and issuer.name != name:
            return Issuer(name, (issuer.range[1] - len(name), issuer.range[1]))
    return issuer
