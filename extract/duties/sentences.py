"""Running sentences that assign work: X要…, X应…, X负责…, 由X…, X会同Y…, A牵头、B参加.

A body acts where it stands at the head of a clause, or behind 由, or is what 会同 joins to whoever acts. Whoever stands
anywhere else is an object (推动X, 报X批准, 向X反映) and no responsibility; nor is what X不得 or X可 do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongwen.extract.bodies.finding import find_bodies
from gongwen.extract.bodies.lists import carried_on
from gongwen.extract.bodies.mentions import BodyMention, finder_of
from gongwen.extract.duties.headed import find_headed
from gongwen.extract.duties.offices import find_offices
from gongwen.extract.duties.places import find_places
from gongwen.extract.duties.predicates import is_relative
from gongwen.extract.duties.subjects import MAY, Group, patterns, rest_of, role_of
from gongwen.extract.model import Role
from gongwen.extract.ranges import Ranges
from gongwen.extract.reading import Reading

SENTENCE_END = re.compile(r"[。；？！\n]")
JOINT = re.compile(r"[、和及与或/]|以及|或者|及其")
# 教育、财政等部门及|市税务局: a list goes on behind its 等部门
GOING_ON = re.compile(r"等(?:有关|相关)?(?:部门|单位|机构)(?:[和及与]|以及|、)")
# 各地各部门: what follows without a mark
ADJOINING = ("各", "有关", "相关")
WITH = re.compile(
    r"(?P<lead>会同|商)$|(?<![一-龥])(?P<join>联合|联动|协同)$|(?<=[要应须将并可需会等由局厅委办府门关部署院行社])(?P<more>联合|联动)$"
)

MAY_WITH = re.compile(r"(?<![许认])可以?(?:会同|商|联合)$")


class Acting(NamedTuple):
    """A mention that acts, with its role."""

    mention: BodyMention
    role: Role


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
    reading: Reading, start: int, end: int, masked: Ranges, limit: int | None = None
) -> tuple[Acting, ...]:
    """The acting mentions of the running text ``[start, end)``; what lies in ``masked`` (brackets that are
    statements, titles) is not looked at. Up to ``limit`` may stand the duties of a name that heads them."""
    found: list[Acting] = []
    p = patterns()
    places = list(find_places(reading.text, start, end, p["modal_now"], p["may_tell"]))
    if not places and not finder_of(reading).names_outside(masked, start, end):
        return ()
    mottoes = (m for form in (MOTTO, PRINCIPLE) for m in form.finditer(reading.text, start, end))
    quoted = Ranges((m.start() + 1, m.end() - 1) for m in mottoes)
    bodies = find_bodies(reading, start, end)
    named = Ranges((m.start, m.end) for m in bodies)
    places = [m for m in places if not named.overlap(m.start, m.end)]
    mentions = [
        m
        for m in sorted([*bodies, *places], key=lambda m: m.start)
        if not masked.overlap(m.start, m.end) and not quoted.contain(m.start, m.end)
    ]
    if not mentions:
        return ()
    i = 0
    for s, e in sentences(reading.text, start, end):
        here: list[BodyMention] = []
        while i < len(mentions) and mentions[i].start < e:
            if mentions[i].start >= s:
                here.append(mentions[i])
            i += 1
        if here:
            found.extend(Acting(m, role) for m, role in find_headed(reading, here, s, e, limit or end))
            found.extend(_sentence(reading, here, s, e))
            found.extend(Acting(m, Role.RESPONSIBLE) for m in find_offices(reading.text, here, e))
    return tuple(found)


def _groups(reading: Reading, mentions: list[BodyMention], start: int, end: int) -> list[Group]:
    text, runs = reading.text, list[list[BodyMention]]()
    for m in mentions:
        between = text[runs[-1][-1].end : m.start] if runs else ""
        # 各县（市、区）人民政府，各有关部门要…
        set_apart = between == "，" and m.name.startswith("各") and _heads(text, runs[-1][0], start)
        adjoining = runs and (not between or set_apart) and m.name.startswith(ADJOINING)
        if runs and (JOINT.fullmatch(between) or GOING_ON.fullmatch(between) or adjoining):
            runs[-1].append(m)
        else:
            runs.append([m])
    return [
        Group(
            tuple(carried_on(r)),
            text[max(start, r[0].start - 12) : r[0].start],
            text[r[-1].end : min(end, r[-1].end + LONGEST_REST)],
            reading.seam(r[0].start),
        )
        for r in runs
    ]


def _heads(text: str, mention: BodyMention, start: int) -> bool:
    """Whether many of a kind head a sentence or a clause: 各县（市、区）人民政府, 市直各部门."""
    return mention.collective and (mention.start <= start or text[mention.start - 1] in "。；：，\n")


def _sentence(reading: Reading, mentions: list[BodyMention], start: int, end: int) -> Iterator[Acting]:
    text = reading.text
    if INTERPRETER.search(text, start, end):
        return
    acting = list(_acting(_groups(reading, mentions, start, end)))
    leading = {a.mention.name for a in acting if a.role is Role.LEAD}
    for a in acting:
        composed = text[a.mention.end : end]
        if a.role is Role.COOPERATE and a.mention.name in leading:
            yield Acting(a.mention, Role.LEAD)
        elif a.role is Role.COOPERATE and not leading and COMPOSED.match(composed):
            if not MAY.search(text, start, a.mention.start):  # 可设立由市教育局等部门组成的机构
                yield Acting(a.mention, Role.RESPONSIBLE)
        else:
            yield a


# 本办法由市教育局会同市财政局负责解释: whom to ask, no duty
INTERPRETER = re.compile(r"由[^，。；]{2,80}(?:负责)?(?:具体)?(?:负责)?解释$")
# 由市教育局、市财政局等组成: members of a group of which nobody is said to lead
COMPOSED = re.compile(r"[^，；]{0,400}组成")


def _acting(groups: list[Group]) -> Iterator[Acting]:
    subject: list[Acting] = []
    for i, group in enumerate(groups):
        after = group.after[: _next_start(groups, i) - group.mentions[-1].end]
        joined = WITH.search(group.before)
        if joined:
            adjacent = i > 0 and groups[i - 1].mentions[-1].end == group.mentions[0].start - len(
                joined.group()
            )
            permitted = MAY_WITH.search(group.before) is not None  # 市教育局可以会同市财政局
            if permitted or is_relative(rest_of(group.after)) or (adjacent and not subject):
                subject = []  # 市教育局会同市财政局制订的办法; 报市教育局会同市财政局审定
                continue
            if joined["lead"]:
                subject = [Acting(a.mention, Role.LEAD) for a in subject]
            yield from subject
            subject = []
            yield from (Acting(m, Role.COOPERATE) for m in group.mentions)
            continue
        role = role_of(group, group.after, after)
        if role is not None:
            yield from subject
            subject = [Acting(m, role) for m in group.mentions]
    yield from subject


def _next_start(groups: list[Group], i: int) -> int:
    last = groups[i].mentions[-1].end
    return groups[i + 1].mentions[0].start if i + 1 < len(groups) else last + len(groups[i].after)


# What a body is told is said within so many characters behind it: the longest sentences of official documents.
LONGEST_REST = 2000
# 按照“地方分级负责、各方共同参与”的原则: who is named inside a motto is told nothing
PRINCIPLE = re.compile(r"(?:按照|坚持|遵循|本着|实行)[^，。；“”\n]{2,40}?的(?:原则|方针)")
MOTTO = re.compile(
    r"“[^“”\n]{1,120}”(?:（[^（）\n]{1,16}）)?的?[一-龥]{0,8}?(?:原则|要求|方针|机制|模式|格局|思路|体制|体系|制度|责任|工作|局面|办法|方式)"
)
