"""Titles: where one begins and ends, also where no line break tells (标题, 党政机关公文处理工作条例 art. 9 (7)).

A title consists of the issuing body, the matter and the kind of document (湛江市人民政府关于…的通知), and is set on one
line or several. A title that is known, from the notice that issues the document or from the page's own title, is
recognised by its characters alone, whatever punctuation and line breaks it is printed with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from gongwen.extract.reading import Reading, Seam
from gongwen.extract.segment import lexicon as lex

# A title runs over a few lines (GB/T 9704-2012, 7.3.1: 梯形或菱形) and hardly ever exceeds this length.
TITLE_LINES = 6
TITLE_LENGTH = 180
LINE_LENGTH = 90
# Characters of a known title by which it is looked up; shorter ones are too common to be recognised.
KEY_LENGTH = 3
KNOWN_LENGTH = 6
# How much longer than announced a title may be printed.
OVERHANG = 24
# A lone line without a kind of document is taken for a title up to this length.
UNTYPED_LENGTH = 60

BOOKS = re.compile(r"《[^《》]*》")
BRACKET = re.compile(r"(?:\n?（[^（）\n]{1,60}(?:（[^（）\n]{1,30}）[^（）\n]{0,30})?）)")
# …的通知-此件于2017年7月31日宣布失效: what a page adds to a title
STATUS = re.compile(r"[-—－–（]{0,2}(?:此件|本件|已废止|已失效|失效|废止|已修改|部分失效)")
WHOLE_BRACKET = re.compile(r"（[^（）]*）")
PARTICLE = re.compile(r"[”》〉]{0,2}")
# 公告 ⏎ （五届）第12号: the congress under which an announcement is counted
TERM = re.compile("（[一二三四五六七八九十]{1,4}届）")
STOPS = re.compile(r"[。；！？]")
ISSUES = re.compile(r"(?:印发|转发|批转|公布|发布|颁布|颁发|下达|下发|废止|修改|修订)")
# 关于…的通知各市人民政府： begins with a title; 各地要做好以下工作： is a sentence
NO_ADDRESSEE = re.compile(
    r"关于|如下|以下|下列|填报|填表|[表单录数]单位$|[〔《]|^(?:转发|印发|为|根据|现将)|[要应须](?:$|[^求点用急])|做好|具体|包括"
    r"|^(?!各|有关|省|市)[^，、]{2,4}(?:单位|部门|处室|机构|机关)$"
)
# 应当依照规定, 按有关规定, 本办法: words of a sentence
NO_KIND = re.compile(r"(?:依照|按照|根据|违反|符合|执行|按|本|该|上述|下列|以下|依照有关|按照有关|按有关)$")
# 福州市皮革行业污染整治工作责任书根据《…通知》: the sentence has begun
SENTENCE_WITHIN = re.compile(
    r".[^\n]{4,}?(?:(?:根据|按照|依据|依照|为贯彻|贯彻落实)《|为(?:进一步|了|贯彻|深入|加强|切实|认真|规范)[^\n]{2,80}，)"
)
# What a title has and a number has not.
TITLE_WORDS = re.compile(r"关于|通知|意见|决定|批复|印发|转发")
CARRIER_END = re.compile(r"(?:通知|函|决定|公告|通告|意见|通报|令|批复|命令|解读)(?:（[^（）]{1,40}）){0,2}$")


_MARKS = re.compile(r"[\W_]++")
# A bracket that ends words.
CLOSING = re.compile(r"（[^（）]*）$")
BOOK_MARKS = re.compile("[《》]")


def squeeze(title: str) -> str:
    """The letters, digits and ideographs of a title: what stays the same however it is printed."""
    return title if title.isalnum() else _MARKS.sub("", title)


@dataclass(slots=True)
class KnownTitles:
    """Titles that are expected to be printed, each with its owner (any number the caller chooses)."""

    # By their first characters, the titles, each with the last owner that expects it, and the lengths that they have.
    _by_key: dict[str, dict[str, int]] = field(default_factory=dict)
    _lengths: dict[str, set[int]] = field(default_factory=dict)
    _owners: set[int] = field(default_factory=set)
    # The first characters of all: where another letter stands, no title begins.
    _firsts: set[str] = field(default_factory=set)

    def add(self, title: str, owner: int) -> None:
        """Expects ``title``; titles too short to be told from running words are left out."""
        plain = squeeze(title)
        if len(plain) >= KNOWN_LENGTH:
            entries = self._by_key.setdefault(plain[:KEY_LENGTH], {})
            entries[plain] = max(owner, entries.get(plain, owner))
            self._lengths.setdefault(plain[:KEY_LENGTH], set()).add(len(plain))
            self._owners.add(owner)
            self._firsts.add(plain[0])

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def owned_by(self, owner: int) -> bool:
        """Whether ``owner`` expects any title."""
        return owner in self._owners

    def match(self, reading: Reading, at: int, end: int) -> tuple[int, int] | None:
        """(end, owner) of the longest expected title whose characters begin at ``at``."""
        if not self._by_key:
            return None
        begin = reading.text[at : at + 1]
        if not begin.isalnum():
            begin = next(filter(str.isalnum, reading.text[at : min(end, at + 2 * KEY_LENGTH)]), "")
        if begin not in self._firsts:
            return None
        window = reading.text[at : min(end, at + 3 * TITLE_LENGTH)]
        key = squeeze(window[: 2 * KEY_LENGTH])[:KEY_LENGTH]
        known = self._by_key.get(key)
        if not known:
            return None
        longest = max(self._lengths[key])
        plain = squeeze(window[: 2 * longest])
        if len(plain) < longest:  # more marks than letters, or the end
            plain = squeeze(window)
        fits = (n for n in self._lengths[key] if n <= len(plain) and plain[:n] in known)
        length = max(fits, default=0)
        if not length:
            return None
        letters = (i for i, c in enumerate(window) if c.isalnum())
        last = next(islice(letters, length - 1, None))
        return self._close(reading.text, at + last + 1, end), known[plain[:length]]

    @staticmethod
    def _close(text: str, offset: int, end: int) -> int:
        """Behind the marks that close a title: …（2022—2024年）, …“十四五”规划”."""
        while offset < end and text[offset] in "）”〉":
            offset += 1
        return offset


@dataclass(frozen=True, slots=True)
class Title:
    """A title in reading offsets; ``typed``: it ends with a kind of document; ``known``: it was expected, by whom."""

    start: int
    end: int
    typed: bool
    owner: int | None = None


def find_title(reading: Reading, at: int, end: int, known: KnownTitles) -> Title | None:
    """The title that begins at a reading offset, None where the text does not look like one."""
    if at >= end or not _may_begin(reading.text, at):
        return _known(reading, at, end, known)
    found = _known(reading, at, end, known) or _sole(reading, at, end)
    return found or _typed(reading, at, end) or _untyped(reading, at, end)


def _may_begin(text: str, at: int) -> bool:
    """Whether a title may begin with the words that stand here: no item, label, note or opening of a sentence."""
    if any(p.match(text, at) for p in (lex.ITEM, lex.DATE, lex.annex_label(), lex.note())):
        return False
    if lex.trailer().match(text, at):
        return False
    return lex.imprint().match(text, at) is None and not text.startswith(lex.sentence_openings(), at)


def _known(reading: Reading, at: int, end: int, known: KnownTitles) -> Title | None:
    found = known.match(reading, at, end)
    if found is None:
        return None
    stop = _brackets(reading, found[0], end)
    stop = _overhang(reading, at, stop, end)
    closing = reading.text[stop : stop + 1]
    if closing == "》":
        if not _ends_line(reading.text, stop + 1, end):
            return None
        stop += 1
    return Title(
        at, stop, lex.type_end().search(reading.text[at:stop].replace("\n", "")) is not None, found[1]
    )


def _overhang(reading: Reading, at: int, stop: int, end: int) -> int:
    """A title may be printed longer than it was announced: …指标体系（2023年版） for …指标体系（2023年）, …方案任务分工 for …方案."""
    text, line = reading.text, _line_end(reading.text, stop, end)
    if stop >= line or line - stop > OVERHANG or text[stop] == "》":
        return stop
    if text.count("（", at, stop) > text.count("）", at, stop):
        close = text.find("）", stop, line)
        return close + 1 if close >= 0 else stop
    rest = text[stop:line]
    if lex.contents_label().fullmatch(rest):
        return stop
    bare = CLOSING.sub("", rest)
    typed = lex.type_end().search(bare) is not None or bare.endswith(tuple(lex.words("title_endings")))
    return (
        line
        if typed and not any(c in rest for c in "。，；：") and not _boundary(reading, stop, line)
        else stop
    )


def _ends_line(text: str, offset: int, end: int) -> bool:
    return offset >= end or text[offset] == "\n"


def _brackets(reading: Reading, offset: int, end: int) -> int:
    """Behind the brackets that belong to a title: （试行）, （2022—2024年）; a number or a date of passage does not."""
    for _ in range(3):
        m = BRACKET.match(reading.text, offset, end)
        if m is None or not title_bracket(m.group().strip()):
            return offset
        offset = m.end()
    return offset


def title_bracket(bracket: str) -> bool:
    """Whether a bracket is a part of the title that it follows."""
    inner = bracket[1:-1]
    if (
        TERM.fullmatch(bracket)
        or lex.passage().match(bracket)
        or lex.NUMBER.fullmatch(inner)
        or lex.ITEM.fullmatch(bracket)
    ):
        return False
    date = lex.DATE.search(inner)
    if date is not None and date.end() == len(inner):
        return False
    return lex.note().match(bracket) is None and lex.REGISTRATION.fullmatch(inner) is None


def _typed(reading: Reading, at: int, end: int) -> Title | None:
    """A title by its last word: lines are joined until they end with a kind of document."""
    text = reading.text
    stop = at
    for line in range(TITLE_LINES):
        start = stop if line == 0 else stop + 1
        if start >= end or start - at > TITLE_LENGTH or (line and not _continues_title(reading, start, end)):
            return None
        stop = _line_end(text, start, end)
        glued = _glued_end(reading, at, start, min(stop, at + TITLE_LENGTH))
        if glued is not None and (glued < stop or _complete(reading, at, stop, end)):
            if lex.part_title().search(text, at, glued) or SENTENCE_WITHIN.match(text, at, glued):
                return None
            return Title(at, _brackets(reading, glued, end), True)
        if stop - start > LINE_LENGTH or STOPS.search(text, start, stop):
            return None
    return None


def _sole(reading: Reading, at: int, end: int) -> Title | None:
    """通告 ⏎ 云政通〔2020〕2号, 通告 ⏎ 为保护…，: a title that is its kind and nothing else, above a number or running text."""
    stop = _line_end(reading.text, at, end)
    if stop >= end or reading.text[at:stop] not in lex.words("sole_titles"):
        return None
    following = _line_end(reading.text, stop + 1, end)
    number = lex.NUMBER.match(reading.text, stop + 1, following)
    running = following - stop > LINE_LENGTH // 2 and "，" in reading.text[stop:following]
    return Title(at, stop, True) if number or running else None


def _line_end(text: str, start: int, end: int) -> int:
    stop = text.find("\n", start, end)
    return end if stop < 0 else stop


def _continues_title(reading: Reading, start: int, end: int) -> bool:
    """Whether a line may be the next line of a title."""
    text = reading.text
    if lex.ITEM.match(text, start) or lex.annex_label().match(text, start) or lex.DATE.match(text, start):
        return False
    if text.startswith(lex.purpose_openings(), start):
        return False
    return salutation_end(reading, start, end) is None and lex.NUMBER.match(text, start) is None


def _glued_end(reading: Reading, at: int, start: int, stop: int) -> int | None:
    """Where, in the line ``[start, stop)``, a kind of document ends and no words of the title follow."""
    text = reading.text
    for m in lex.type_word().finditer(text[start:stop]):
        offset = start + m.end()
        if NO_KIND.search(text[max(at, offset - len(m.group()) - 4) : offset - len(m.group())]):
            continue
        offset = PARTICLE.match(text, offset, stop).end()  # type: ignore[union-attr]
        offset = _brackets_within(text, offset, stop)
        if STOPS.search(text, at, offset) or "：" in BOOKS.sub("", text[at:offset]):
            return None
        # …等669项行业标准（标准编号见附件）: words of a bracket
        if text.count("（", at, offset) > text.count("）", at, offset):
            continue
        if offset - at >= KNOWN_LENGTH - 2 and _boundary(reading, offset, stop):
            return offset
    return None


def _brackets_within(text: str, offset: int, stop: int) -> int:
    m = BRACKET.match(text, offset, stop)
    while m and title_bracket(m.group()):
        offset = m.end()
        m = BRACKET.match(text, offset, stop)
    return offset


def _boundary(reading: Reading, offset: int, stop: int) -> bool:
    """Whether a document's text, number or addressees begin at an offset of a line that ends at ``stop``."""
    text = reading.text
    if offset >= stop:
        return True
    if text[offset] in "的，、》〉”和及与":
        return False
    if lex.FIRST_ITEM.match(text, offset, stop):
        return True
    number = lex.NUMBER.match(text, offset, stop)
    if number is not None and TITLE_WORDS.search(number.group()) is None:
        return True
    if lex.passage().match(text, offset, stop) or STATUS.match(text, offset, stop):
        return True
    if salutation_end(reading, offset, len(text)) is not None or text.startswith("（", offset):
        return text[offset] != "（" or lex.NUMBER.match(text, offset + 1, stop) is not None
    opening = any(text.startswith(word, offset) for word in lex.words("body_openings"))
    return opening and (stop - offset > 25 or reading.seam(offset) is not Seam.NONE)


def _without_number(reading: Reading, start: int, end: int) -> str:
    """The line that begins at an offset, without the number that stands behind a blank on it: …方案的通知　云政发〔2020〕3号."""
    stop = _line_end(reading.text, start, end)
    for place, _ in reading.seams(start + 1, stop) if start < stop else ():
        if lex.NUMBER.match(reading.text, place, stop):
            return reading.text[start:place]
    return reading.text[start:stop]


def _complete(reading: Reading, at: int, stop: int, end: int) -> bool:
    """Whether a title that ends with a kind of document at a line's end has no further line: 关于印发…方案 ⏎ 的通知."""
    title = reading.text[at:stop].replace("\n", "")
    following = _without_number(reading, stop + 1, min(end, stop + 1 + LINE_LENGTH))
    if following[:1] in ("的", "及", "和", "、", "与") and not STOPS.search(following):
        return False
    carried = "关于" in title and "关于" not in following and not STOPS.search(following)
    if carried and not CARRIER_END.search(title) and len(following) < 40 and CARRIER_END.search(following):
        return False
    if ISSUES.search(title) and not CARRIER_END.search(title) and len(following) < 40:
        return lex.type_end().search(following) is None
    return True


def _untyped(reading: Reading, at: int, end: int) -> Title | None:
    """A lone line that names no kind of document: 重点任务分工, 前言 are told apart by the caller."""
    text, stop = reading.text, _line_end(reading.text, at, end)
    table = lex.table_title().match(text, at, stop)
    stop = table.end() if table else stop
    line = text[at:stop]
    if (
        line.count("（") != line.count("）")
        or WHOLE_BRACKET.fullmatch(line)
        or not 4 <= len(line) <= UNTYPED_LENGTH
        or any(c in line for c in "。；：！？，")
        or line.isdigit()
    ):
        return None
    return Title(at, _brackets(reading, stop, end), False)


def salutation_end(reading: Reading, at: int, end: int) -> int | None:
    """Where the addressees that begin at an offset end, behind their colon; None where there are none."""
    text = reading.text
    m = lex.salutation().match(text, at, end)
    if m is None or lex.ITEM.match(text, at) or lex.annex_label().match(text, at):
        return None
    named = m.group()[:-1]
    if lex.not_addressee().fullmatch(m.group()) or NO_ADDRESSEE.search(named):
        return None
    bare = CLOSING.sub("", named)
    return m.end() if lex.ends_addressed(bare) or lex.begins_addressed(bare) else None


def titles_named(text: str) -> Iterable[str]:
    """The titles in 《》 of a text, outermost brackets."""
    depth, begin = 0, 0
    for m in BOOK_MARKS.finditer(text):
        if m.group() == "《":
            depth, begin = depth + 1, m.end() if depth == 0 else begin
        elif depth:
            depth -= 1
            if depth == 0:
                yield text[begin : m.start()]
