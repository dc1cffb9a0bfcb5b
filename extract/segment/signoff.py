"""Sign-offs: the names of the issuing bodies and the date of the document below its text (发文机关署名, 成文日期).

党政机关公文处理工作条例 (2012), art. 9 (10)-(11); GB/T 9704-2012, 7.3.5. In a published text the names stand on lines of
their own, or before the date on its line, or glued to the last sentence; below the date there may be notes
（此件公开发布） and the imprint (抄送：…, …印发).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gongwen.extract import areas
from gongwen.extract.bodies.lexicon import national_names
from gongwen.extract.reading import Reading, Seam
from gongwen.extract.segment import lexicon as lex

# A name of a body; several that were glued together; lines of names above a date.
NAME_LENGTH = 40
NAMES_LENGTH = 240
NAME_LINES = 20
# How far above a date the end of the text is looked for.
LOOK_BACK = 160
# Words that make a line before a date a sentence, not a name.
SENTENCE = re.compile(
    r"^(?:自(?![然治贡])|于|在|从|至|到|截至|按|按照|根据|经(?!济)|由|各|有关|相关|贯彻|落实|转发|批转|印发|实施|执行"
    r"|附件|注|抄送|序号|关于|以上|单位|填报|（?原)|[，：“”《》0-9]"
)
# 2021年1月4日前, 2021年1月4日起施行: a date of the text, not of the document
GOES_ON = re.compile(
    r"[，、；起前后至到以之内止的召第成会在经由为—–~-]|下午|上午"
    r"|(?:印发|施行|实施|通过|发布|公布|修订|修正|批准)(?=[。，；）的\n]|$)"
)
# 2010年11月30日|省政府办公厅印发实施的《…预案》同时废止: the date of what a sentence names
PUBLISHED = re.compile(
    rf"[{lex.HAN}]{{2,40}}?(?:印发|发布|公布|颁布|下发|转发|通过|批准)(?:实施|施行|执行)?[的了]《"
)
# （云州市水务局代章）: whose seal stands in for the body's own
SEALED_FOR = re.compile(r"（[^（）]{2,40}代(?:章|印)?）")
OWN_GOVERNMENT = re.compile("[省市县区州](?:人民政府|政府|府)(?:办公厅|办公室|办)?")
HAN_ONLY = re.compile(rf"[{lex.HAN}]{{4,40}}")
NAME_CHARACTER = re.compile(rf"[{lex.HAN}（）·、 ]")
# 2.…任务表: the last attachment of a list above the date
LISTED = re.compile(r"[0-9]{1,2}[.．、][^。]{4,80}$")
# 三、改革内容（一）1996年1月1日以前参加工作的…: an item that begins with a date
ITEM_END = re.compile(rf"[（〔][{lex.NUMERAL}0-9]{{1,4}}[）〕]$|(?<![0-9])[0-9]{{1,2}}[.．、]$")
CLOSED = re.compile(r"[。！；）”》]$|(?:此略|如下|通知|执行|落实|为盼|批复|报告|附后|如无不妥.{0,20})$")


@dataclass(frozen=True, slots=True)
class Signoff:
    """One sign-off; reading offsets.

    ``[start, date_end)`` the names and the date; ``names`` the ranges of the names in printed order (empty where only
    a date stands); ``date`` its range; ``end`` where the notes and the imprint below end.
    """

    start: int
    end: int
    date: tuple[int, int]
    names: tuple[tuple[int, int], ...]
    person: bool = False

    @property
    def date_end(self) -> int:
        """Where the date ends."""
        return self.date[1]


def find_signoffs(reading: Reading, start: int, end: int) -> tuple[Signoff, ...]:
    """What may be a sign-off between two reading offsets, in order of place."""
    return tuple(_candidates(reading, start, end))


def _candidates(reading: Reading, start: int, end: int) -> Iterator[Signoff]:
    reached = start
    for m in lex.FULL_DATE.finditer(reading.text, start, end):
        if m.start() < reached or not _stands_alone(reading, m.end(), end) or _in_schedule(reading, m):
            continue
        names, first, person = _names(reading, max(reached, start), m.start())
        if names or person or _closed_before(reading, first, start, m.end()):
            reached = notes_end(reading, m.end(), end)
            yield Signoff(first, reached, m.span(), tuple(names), person)


def _in_schedule(reading: Reading, m: re.Match[str]) -> bool:
    """Whether a date heads a line of a schedule: 2008年5月13日 市教育局 below 2008年5月6日 市司法局."""
    line = reading.paragraph_at(m.start())
    above = reading.paragraph_at(max(0, line.start - 2))
    if line.start != m.start() or line.end - m.end() < 2 or above.start == line.start:
        return False
    date = lex.FULL_DATE.match(reading.text, above.start, above.end)
    return date is not None and above.end - date.end() > 1


def _stands_alone(reading: Reading, offset: int, end: int) -> bool:
    """Whether the date that ends here is followed by no words of its own sentence."""
    text = reading.text
    if offset >= end or text[offset] == "\n":
        return True
    if PUBLISHED.match(text, offset, end):
        return False
    if reading.seam(offset) is not Seam.NONE and reading.seam(offset) is not Seam.WRAP:
        return GOES_ON.match(text, offset) is None
    return GOES_ON.match(text, offset) is None and text[offset] != "）"


def _names(reading: Reading, floor: int, date: int) -> tuple[list[tuple[int, int]], int, bool]:
    """The names that stand before a date, where the sign-off begins, and whether a person signs it."""
    names: list[tuple[int, int]] = []
    first, person = date, False
    for begin, stop in _lines_before(reading, floor, date):
        if SEALED_FOR.fullmatch(reading.text, begin, stop):
            first = begin
            continue
        if _is_person(reading.text[begin:stop]):
            person, first = True, begin
            continue
        for piece in reversed(_pieces(reading, begin, stop)):
            piece = (_behind_sentence(reading.text, *piece), piece[1])
            if not is_name(reading.text[slice(*piece)]):
                if names and _wraps(reading.text, piece, names[0]):
                    names[0] = (piece[0], names[0][1])
                    first = piece[0]
                return names, first, person
            names.insert(0, piece)
            first = piece[0]
    return names, first, person


def _behind_sentence(text: str, begin: int, stop: int) -> int:
    """Where a name begins that is glued to a sentence without a full stop, or to the last attachment of a list:
    …请认真贯彻执行|云州市人民政府办公室, 附件：…登记表|省政府办公厅."""
    for m in lex.closing_word().finditer(text, begin, stop):
        if m.end() < stop and _begins_name(text, m.end(), stop) and is_name(text[m.end() : stop]):
            return m.end()
    return begin


def _begins_name(text: str, place: int, stop: int) -> bool:
    """Whether what stands here begins like the name of a body: an area, a ministry, 省政府办公厅."""
    if areas.at(text, place, stop) is not None or OWN_GOVERNMENT.fullmatch(text, place, stop):
        return True
    return any(text.startswith(name, place) for name in _ministries().get(text[place], ()))


@cache
def _ministries() -> dict[str, tuple[str, ...]]:
    """Names of national bodies by their first character."""
    found: dict[str, list[str]] = {}
    for name in sorted(national_names()):
        if len(name) > 2:
            found.setdefault(name[0], []).append(name)
    return {first: tuple(names) for first, names in found.items()}


def _wraps(text: str, above: tuple[int, int], name: tuple[int, int]) -> bool:
    """Whether a name was set on two lines: 云州市旅游市场综合整治 ⏎ 工作领导小组办公室."""
    first, second = text[slice(*above)], text[slice(*name)]
    if above[1] + 1 != name[0] or text[above[1]] != "\n" or not HAN_ONLY.fullmatch(first):
        return False
    whole = _begins_name(second, 0, len(second)) or _is_ended(first)
    return not whole and areas.at(first, 0) is not None and is_name(first + second)


def _is_ended(line: str) -> bool:
    """Whether a line ends like the title of an attachment: …专家登记表."""
    return any(m.end() == len(line) for m in lex.closing_word().finditer(line))


def _is_person(chunk: str) -> bool:
    return lex.signatory().fullmatch(chunk) is not None and lex.body_end().search(chunk) is None


def _lines_before(reading: Reading, floor: int, date: int) -> Iterator[tuple[int, int]]:
    """The lines before a date, nearest first, the last one cut where the sentence before it ends."""
    text, stop = reading.text, date
    floor = max(floor, date - NAMES_LENGTH * 4)
    for _ in range(NAME_LINES):
        while stop > floor and text[stop - 1] == "\n":
            stop -= 1
        if stop <= floor:
            return
        line = max(text.rfind("\n", floor, stop) + 1, floor)
        if lex.signatory().fullmatch(text, line, stop):  # 水利部部长：李某某
            yield line, stop
            stop = line
            continue
        cut = max(line, _foreign(text, line, stop))
        if stop != date and cut > line and text[cut - 1] in "，、：":
            return  # the end of a list: 责任单位：各县（市、区）人民政府
        if cut < stop:
            yield cut, stop
        if cut > line:
            return
        stop = line


def _pieces(reading: Reading, begin: int, stop: int) -> list[tuple[int, int]]:
    """A line cut at its blanks; characters set apart (国 务 院) stay one name."""
    cuts = [begin, *(i for i, seam in reading.seams(begin + 1, stop) if seam is not Seam.WRAP), stop]
    pieces: list[tuple[int, int]] = []
    spaced = False  # whether the last piece is made of characters set apart
    for first, last in pairwise(cuts):
        if last - first == 1 and spaced:
            pieces[-1] = (pieces[-1][0], last)
            continue
        spaced = last - first == 1
        pieces.append((first, last))
    return pieces


def _foreign(text: str, low: int, stop: int) -> int:
    """Behind the last character of ``text[low:stop]`` that no name of a body has; a bracket belongs to a name where
    it opens in it: 广州市人民政府办公厅（参事室）, but （共9件）广州市人民政府."""
    open_brackets = 0
    for place in range(stop - 1, max(low, stop - NAMES_LENGTH) - 1, -1):
        char = text[place]
        if char == "）":
            open_brackets += 1
            if text[place - 1] == "略":
                return place + 1
        elif char == "（":
            open_brackets -= 1
        if open_brackets < 0 or NAME_CHARACTER.match(char) is None:
            closing = text.find("）", place + 1, stop) if open_brackets > 0 else -1
            return max(place, closing) + 1
    return low


def is_name(chunk: str) -> bool:
    """Whether a piece of text may be the names of bodies and nothing else."""
    if not 2 <= len(chunk) <= NAMES_LENGTH or SENTENCE.match(chunk) or lex.ITEM.match(chunk):
        return False
    if any(c in chunk for c in "。，：；《》！？\n"):
        return False
    if lex.body_end().search(chunk) is None:
        return chunk in national_names()
    if chunk in lex.words("body_endings") or chunk == "人民政府":
        return False
    return len(chunk) <= NAME_LENGTH or len(re.findall(lex.body_end().pattern.rstrip("$"), chunk)) >= 3


def _closed_before(reading: Reading, first: int, start: int, date_end: int) -> bool:
    """Whether the text above a date without names has come to its end."""
    before = reading.text[max(start, first - LOOK_BACK) : first]
    last = before.rstrip("\n").rsplit("\n", 1)[-1]
    sentence = re.split("[。！]", last)[-1]
    edge = before.endswith("\n") or reading.seam(first) is not Seam.NONE
    if before.endswith("（") or (not edge and not _line_ends(reading.text, date_end)):
        return False
    if ITEM_END.search(last):
        return False
    if not sentence or lex.annex_label().match(sentence) or (edge and LISTED.match(last)):
        return True
    return edge and CLOSED.search(last) is not None


def _line_ends(text: str, offset: int) -> bool:
    return offset >= len(text) or text[offset] in "\n（" or lex.annex_label().match(text, offset) is not None


def notes_end(reading: Reading, offset: int, end: int) -> int:
    """Where the notes and the imprint that follow a date end."""
    text = reading.text
    while offset < end:
        at = offset + 1 if text[offset] == "\n" else offset
        m = lex.note().match(text, at, end) or lex.imprint().match(text, at, end)
        if m is None:
            return offset
        offset = m.end()
        if text[m.start()] != "（":
            stop = text.find("\n", offset, end)
            offset = end if stop < 0 else stop
    return offset
