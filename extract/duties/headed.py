"""Duties that stand under a body's name: 市公安局：负责…; （二）市教育局。牵头…; 省财政厅： and its items below.

Plans with a part on who does what, and emergency plans above all, write the body as a heading, with a colon, a full
stop or a line of its own behind it, and its duties as predicates without a subject. So do the rules on the posts of a body
(三定规定), which list its divisions below 内设机构: （一）办公室 ⏎ 负责…; a division is the body's own (市水务局办公室).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gongwen.extract.bodies.ellipsis import lead_of
from gongwen.extract.bodies.finding import find_bodies
from gongwen.extract.bodies.lexicon import head_ends
from gongwen.extract.bodies.lists import parse_list
from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.data import read_json
from gongwen.extract.duties.predicates import (
    begins_with_verb,
    forms,
    leads,
    opens_predicate,
)
from gongwen.extract.model import Role
from gongwen.extract.patterns import alternatives
from gongwen.extract.reading import Reading
from gongwen.extract.structure import parse

# ——（3）省民政厅：what may stand before the name
MARKS = re.compile(
    r"(?:[—\-·•]{1,3}|（[0-9一二三四五六七八九十]{1,3}）|[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3} ?|[0-9]{1,2}[.．、]|[①-⑳])*+"
)
# The longest heading of names: a dozen departments.
LONGEST_HEADING = 160
# …：负责, …。负责, …：\n（一）负责
BEHIND = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?P<mark>[：。\n])\n?"
    r"(?P<item>（[0-9一二三四五六七八九十]{1,3}）|[0-9]{1,2}[.．、]|[①-⑳])?"
)


@cache
def _duties() -> str:
    """负责, 牵头, …, but not 负责人."""
    words: dict[str, list[str]] = read_json("duties.json")["headed"]["duties"]
    each = (f"{word}(?!{alternatives(others)})" if others else word for word, others in words.items())
    return rf"(?:主要)?(?:{'|'.join(each)})"


@cache
def _opens_duty() -> re.Pattern[str]:
    """负责制定…, and 按照国家规定，负责制定…."""
    by = alternatives(forms("headed")["by"])
    return re.compile(rf"(?:(?:{by})[^，。；\n]{{2,40}}，)?{_duties()}")


# No verb (自治) begins it.
AREA_LIKE_A_VERB = "自治区"
CLAUSE = re.compile(r"[；。\n]")


def _role_of(clause: str) -> Role:
    """The role that the first predicate below the name gives."""
    if leads().search(clause) or "会同" in clause:
        return Role.LEAD
    return Role.COOPERATE if _cooperates().match(clause) else Role.RESPONSIBLE


@cache
def _cooperates() -> re.Pattern[str]:
    return re.compile(rf"(?:负责)?(?:积极)?(?:{alternatives(forms('sentence')['cooperating'])})")


def find_headed(
    reading: Reading, mentions: Sequence[BodyMention], start: int, end: int, limit: int
) -> Iterator[tuple[BodyMention, Role]]:
    """The mentions that head the sentence ``[start, end)`` and under which duties follow, with their role;
    ``mentions`` are those found in the sentence, ``limit`` bounds the text that is looked at."""
    text = reading.text
    marks = MARKS.match(text, start, end)
    begin = marks.end() if marks else start
    if not mentions or mentions[0].start != begin:
        return
    level = len(AREA_LIKE_A_VERB) * text.startswith(AREA_LIKE_A_VERB, begin)
    if opens_predicate(text[begin + level : begin + 8]) and not _is_heading(text, mentions[0]):
        return
    stop = text.find("：", begin, end)
    stop = end if stop < 0 else stop
    behind = BEHIND.match(text, stop, limit)
    if behind is None or not 1 < stop - begin <= LONGEST_HEADING:
        return
    if not (
        duties_follow(text, begin, behind, limit) or _duties_below(text, begin, stop, behind.end(), limit)
    ):
        return
    stop = begin + len(_duties_of().sub("", text[begin:stop]))
    listed = parse_list(reading, begin, stop)
    if not listed or not all(m.known for m in listed) or not _covers(text, listed, begin, stop):
        return
    found = {m.start: m for m in mentions}
    role = _role_of(CLAUSE.split(text[behind.end() : min(limit, behind.end() + 200)])[0])
    for mention in listed:
        yield found.get(mention.start, mention), role


def duties_follow(text: str, start: int, behind: re.Match[str], limit: int) -> bool:
    """Whether predicates without a subject stand behind the heading that begins at ``start`` and ends with ``behind``
    (a match of ``BEHIND``)."""
    rest = text[behind.end() : min(limit, behind.end() + 60)]
    if _opens_duty().match(rest):
        return True
    itemised = behind["item"] is not None
    if behind["mark"] == "\n" or (
        text.startswith(tuple(forms("headed")["addressees"]), start) and not itemised
    ):
        return False
    if itemised and opens_predicate(rest):
        return True
    return opens_predicate(rest) and not rest.startswith(tuple(forms("headed")["opens_notice"]))


def _duties_below(text: str, start: int, stop: int, below: int, limit: int) -> bool:
    """Whether a line 市教育局主要职责 stands above predicates, or above items that are predicates."""
    if text[stop : stop + 1] != "\n" or not _duties_of().search(text, start, stop):
        return False
    rest = text[below : min(limit, below + 60)]
    return opens_predicate(rest) or begins_with_verb(rest)


def _is_heading(text: str, mention: BodyMention) -> bool:
    """Whether a name heads duties although a verb begins it: 自治区财政厅：…, 指挥部职责：…, not 指导各县：…."""
    named = lead_of(mention.name) or mention.name.endswith(head_ends("group"))
    return bool(named) and WHOLE_HEADING.match(text, mention.end) is not None


WHOLE_HEADING = re.compile(r"(?:的?(?:主要|工作|具体)?职责)?[：。]")


@cache
def _duties_of() -> re.Pattern[str]:
    """司法行政部门|职责："""
    return re.compile(rf"的?(?:{alternatives(forms('headed')['of'])})(?:是|为)?$")


def _covers(text: str, listed: Sequence[BodyMention], start: int, stop: int) -> bool:
    """Whether nothing but separators and 等部门 stands beside the names."""
    position = start
    for m in [*listed, None]:
        between = text[position : m.start if m else stop]
        if not SEPARATORS.fullmatch(between):
            return False
        position = m.end if m else stop
    return True


SEPARATORS = re.compile(r"[、，和及与]*其?(?:等[^，。；：]{0,8})?")


# 市水务局设7个内设机构, 市水务局内设下列机构
SETS = re.compile(
    r"(?:机关)?(?:内设|设立|设置|设)[^，。；：\n]{0,8}?(?:内设机构|(?<=下列)机构|(?<=以下)机构|(?<=个)机构|职能处室)"
)
PART = "内设机构"
# 办公室（政策法规处）, 离退休干部工作处, 机关党委
DIVISION = re.compile(
    r"(?P<name>[一-龥、]{1,20}(?:处|科|股|室|中心|党委|党总支|纪委|工会|团委|部|局)(?:（[一-龥、]{2,24}）)?)(?:(?<=）)|[：。\n]|$)"
)
# How far behind the heading its first duty must begin, and how far before 设…内设机构 the body stands.
REACH = 60


def find_divisions(reading: Reading) -> tuple[tuple[BodyMention, Role], ...]:
    """The divisions that head their duties, in no order, named with the body that they are a part of, and the role
    that the first of these duties gives."""
    text = reading.text
    sets = SETS.search(text) if PART in text else None
    if sets is None:
        return ()
    before = find_bodies(reading, max(0, sets.start() - REACH), sets.start())
    if not before or before[-1].end != sets.start():
        return ()
    return tuple(_headings(reading, sets.end(), before[-1].name))


def _headings(reading: Reading, start: int, owner: str) -> Iterator[tuple[BodyMention, Role]]:
    text = reading.text
    for begin, numbered in _beginnings(reading, start):
        m = DIVISION.match(text, begin)
        # （一）对外合作处, （二）种植业管理处: what is numbered and ends as a division does is one
        if m is None or (not numbered and opens_predicate(text[begin : begin + 8])):
            continue
        duties = text[m.end("name") : m.end("name") + REACH].lstrip("：。\n")
        # Behind a bracket no mark need stand: 农垦处（作物开发办公室）拟订…; not 市版权局（…）在管理方面…
        opens = opens_predicate(duties) and m.end() > m.end("name")
        if opens or _opens_duty().match(duties) or begins_with_verb(duties):
            role = Role.LEAD if leads().match(duties) else Role.RESPONSIBLE
            yield BodyMention(begin, m.end("name"), owner + m["name"]), role


def _beginnings(reading: Reading, start: int) -> Iterator[tuple[int, bool]]:
    """Where behind ``start`` the words of a paragraph begin, or of an item inside one; whether a number stands before them."""
    for paragraph in reading.paragraphs:
        if paragraph.start >= start:
            marks = MARKS.match(reading.text, paragraph.start, paragraph.end)
            begin = marks.end() if marks else paragraph.start
            yield begin, begin > paragraph.start
    yield from ((unit.text, True) for unit in parse(reading).units if unit.inline and unit.start >= start)
