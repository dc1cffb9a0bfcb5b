"""Running sentences that assign work: X要…, X应…, X负责…, 由X…, X会同Y…, A牵头、B参加.

A body acts where it stands at the head of a clause, or behind 由, or is what 会同 joins to whoever acts. Whoever stands
anywhere else is an object (推动X, 报X批准, 向X反映) and no responsibility; nor is what X不得 or X可 do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gongwen.extract.bodies import find_bodies
from gongwen.extract.body_mentions import BodyMention
from gongwen.extract.data import read_json
from gongwen.extract.model import Role
from gongwen.extract.reading import Reading

SENTENCE_END = re.compile(r"[。；？！\n]")
CLAUSE_HEAD = re.compile(r"(?:^|[，。；：！？\n“）])$")
JOINT = re.compile(r"[、和及与或]|以及")
# 各地各部门: what follows without a mark
ADJOINING = ("各", "有关", "相关")
WITH = re.compile(r"(?P<lead>会同|商)$|(?P<join>联合|联动)$")
DATE = re.compile(r"[0-9〇○零一二三四五六七八九十]{4}年[0-9一二三四五六七八九十]{1,2}月")
# 工信厅人〔2019〕50号: the code of a document's number
NUMBER_LINE = re.compile(r"[一-龥]{0,4}〔[0-9]{4}〕")
TAIL = re.compile(
    r"^(?:等(?:[0-9一二三四五六七八九十]{1,3}个)?)?(?:相关|有关|各)?(?:行政)?(?:职能|主管|成员|监管|执法)?"
    r"(?:部门和单位|单位和部门|部门|单位|机构|机关|各方)?"
    r"(?:及其工作人员)?(?:（[^（）]{0,40}）)?"
)


@dataclass(frozen=True, slots=True)
class Acting:
    """A mention that acts, with its role."""

    mention: BodyMention
    role: Role


@dataclass(frozen=True, slots=True)
class _Group:
    """Mentions that are joined by 、和及与或, and what is around them in their sentence."""

    mentions: tuple[BodyMention, ...]
    before: str
    after: str


def _alternatives(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = read_json("duties.json")["sentence"]
    lead, objects = _alternatives(words["leading"]), _alternatives(words["object_of_lead"])
    modal, coop = _alternatives(words["modal"]), _alternatives(words["cooperating"])
    adverb = r"[^，。；：]{0,20}?"
    return {
        "head": re.compile(rf"(?:{_alternatives(words['before_subject'])})$"),
        "not": re.compile(rf"^(?:[，]?(?:{_alternatives(words['not_duty'])}))"),
        "modal": re.compile(rf"^[，]?(?:{adverb})(?<![主重必纲摘概需])(?:{modal})(?![求点素的件可])"),
        "modal_now": re.compile(rf"^[，]?(?:{modal})"),
        "coop": re.compile(rf"^[，]?(?:共同|{modal})?(?:{coop})"),
        "lead_now": re.compile(rf"^[，]?(?:共同)?(?:{lead})(?!{objects})"),
        "lead": re.compile(rf"(?:{lead})(?!{objects})"),
        "duty": re.compile(r"^，?(?:负责|牵头)(?!人|解释|同志)"),
        "is": re.compile(r"^是[^，。；]{0,15}(?:机关|主体|单位|部门)"),
    }


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges of the sentences inside ``[start, end)``; 。；？！ and line breaks end one."""
    position = start
    for m in SENTENCE_END.finditer(text, start, end):
        if m.start() > position:
            yield position, m.start()
        position = m.end()
    if position < end:
        yield position, end


def find_acting(
    reading: Reading, start: int, end: int, masked: Sequence[tuple[int, int]]
) -> tuple[Acting, ...]:
    """The acting mentions of the running text ``[start, end)``; what lies in ``masked`` (brackets that are
    statements, titles) is not looked at."""
    found: list[Acting] = []
    mentions = [
        m for m in find_bodies(reading, start, end) if not any(a < m.end and m.start < b for a, b in masked)
    ]
    i = 0
    for s, e in sentences(reading.text, start, end):
        here: list[BodyMention] = []
        while i < len(mentions) and mentions[i].start < e:
            if mentions[i].start >= s:
                here.append(mentions[i])
            i += 1
        if here:
            found.extend(_sentence(reading.text, here, s, e))
    return tuple(found)


def _groups(text: str, mentions: list[BodyMention], start: int, end: int) -> list[_Group]:
    runs: list[list[BodyMention]] = []
    for m in mentions:
        between = text[runs[-1][-1].end : m.start] if runs else ""
        adjoining = runs and not between and m.name.startswith(ADJOINING)
        if runs and (JOINT.fullmatch(between) or adjoining):
            runs[-1].append(m)
        else:
            runs.append([m])
    return [
        _Group(tuple(r), text[max(start, r[0].start - 12) : r[0].start], text[r[-1].end : end]) for r in runs
    ]


def _sentence(text: str, mentions: list[BodyMention], start: int, end: int) -> Iterator[Acting]:
    acting = list(_acting(_groups(text, mentions, start, end)))
    leading = {a.mention.name for a in acting if a.role is Role.LEAD}
    for a in acting:
        composed = text[a.mention.end : end]
        if a.role is Role.COOPERATE and a.mention.name in leading:
            yield Acting(a.mention, Role.LEAD)
        elif a.role is Role.COOPERATE and not leading and COMPOSED.match(composed):
            yield Acting(a.mention, Role.RESPONSIBLE)
        else:
            yield a


# 由市教育局、市财政局等组成: members of a group of which nobody is said to lead
COMPOSED = re.compile(r"[^，；]{0,400}组成")


def _acting(groups: list[_Group]) -> Iterator[Acting]:
    subject: list[Acting] = []
    for i, group in enumerate(groups):
        after = group.after[: _next_start(groups, i) - group.mentions[-1].end]
        joined = WITH.search(group.before)
        if joined:
            if joined["lead"]:
                subject = [Acting(a.mention, Role.LEAD) for a in subject]
            yield from subject
            subject = []
            yield from (Acting(m, Role.COOPERATE) for m in group.mentions)
            continue
        role = _role(group, group.after, after)
        if role is not None:
            yield from subject
            subject = [Acting(m, role) for m in group.mentions]
    yield from subject


def _next_start(groups: list[_Group], i: int) -> int:
    last = groups[i].mentions[-1].end
    return groups[i + 1].mentions[0].start if i + 1 < len(groups) else last + len(groups[i].after)


def _role(group: _Group, whole: str, after: str) -> Role | None:
    """The role of a group that acts, None where it does not; ``whole`` is the rest of the sentence behind it,
    ``after`` that rest up to where the next group begins."""
    p = _patterns()
    tail = TAIL.match(whole)
    skipped = tail.end() if tail else 0
    rest = whole[skipped:] if not DATE.match(whole) else ""
    if not rest.strip("，）”") or rest[0] in "：》”" or NUMBER_LINE.match(rest):
        return None
    by = group.before.endswith("由")
    if p["not"].match(rest) or REFRAINS.match(rest) or (by and CONDITION.match(rest)):
        return None
    if MADE_BY.match(rest) and not p["modal_now"].match(rest):
        return None
    if rest.startswith("组成"):
        return Role.COOPERATE
    at_head = by or not group.before or CLAUSE_HEAD.search(group.before) or p["head"].search(group.before)
    if p["lead_now"].match(rest):
        return Role.LEAD
    if p["coop"].match(rest) and at_head:
        return Role.COOPERATE
    if not at_head:
        return Role.RESPONSIBLE if p["duty"].match(rest) else None
    if (
        not by
        and not p["modal"].match(rest)
        and (MAY.match(rest) or (rest[0] in "，、" and group.before.endswith(("，", "“"))))
    ):
        return None
    return Role.LEAD if p["lead"].search(after[skipped:]) else Role.RESPONSIBLE


# 政府各部门报送的评估报告: the body stands in a relative clause
MADE_BY = re.compile(r"[一-龥]{2,6}的(?!，)[一-龥]{1,14}(?:未|应|须|不|由|经|可|要|需|参照|按照|依照|适用)")
# 决定由政府法制机构开展评估的，……: a condition, not a duty
CONDITION = re.compile(r"[^，。；]{2,40}的，")
# 也可纳入, 可以提出: permission
MAY = re.compile(
    r"[^，。；、]{0,30}?(?<![许认])可(?:以)?(?!持续|行|靠|控|视|用|量|能|见|及|承受|操作|复制|推广)"
)
# 不刻制印章: who refrains does not act; 不断完善 is a duty
REFRAINS = re.compile(r"不(?!断|定期|折不扣|遗余力)")
