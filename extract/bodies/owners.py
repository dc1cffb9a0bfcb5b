"""A body and what is its own: 县级以上人民政府 + 统计机构, 市政府 + 应急办, 市公安局 + 出入境管理部门."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from gongwen.extract import areas
from gongwen.extract.bodies.lexicon import (
    REMEMBERED,
    head_ends,
    heads,
    level_pattern,
    local_names,
    national_names,
    words,
)
from gongwen.extract.bodies.mentions import BodyMention, is_collective, quantified
from gongwen.extract.bodies.starts import is_noun_phrase, without_false_breaks
from gongwen.extract.data import read_json
from gongwen.extract.duties.predicates import begins_with_verb, role_verbs
from gongwen.extract.patterns import alternatives

LONGEST_UNIT = 16
# （以下简称领导小组）办公室
DEFINED = re.compile(r"（以下(?:简称|称)[^（）\n]{2,24}）(?P<own>办公室)(?!主任)")
LONGEST_DEFINED = 36
# 各级人民政府|及其部门, 省级人民政府|及其督导部门
THEIR_DEPARTMENTS = re.compile(
    r"及其(?:所属(?:各)?|各|组成)?(?P<own>(?:(?!有关|相关|各)[一-龥]{2,6})??部门)(?=[，。；：）要应须必负按根在对将不可也都均每]|$)"
)
LIST_ON = re.compile(r"(?:等(?:有关|相关)?(?:部门|机构))?[、和及与]")
# 公安机关交通管理、交通运输等部门: what follows in the list is not the police's
POLICE = "公安机关"


@cache
def _rules() -> dict[str, list[str]]:
    rules: dict[str, list[str]] = read_json("body_words.json")["owners"]
    return rules


@cache
def _owners() -> tuple[str, ...]:
    """What the names end with of bodies that have units of their own: 政府, 管委会."""
    return tuple(_rules()["governments"])


@cache
def _follows() -> str:
    """A regular expression for what can follow a name: a mark, a conjunction, a modal, the beginning of a predicate."""
    return rf"(?=[{''.join(_rules()['follow'])}]|$)"


@cache
def _unit() -> re.Pattern[str]:
    """应急办 behind a government: no word of the lexicon, but with a head, before what can follow a name."""
    ends = alternatives([*_rules()["unit_ends"], *_rules()["short_unit_ends"]])
    return re.compile(rf"(?P<unit>(?![和及与或])[一-龥]{{1,7}}?(?:{ends})){_follows()}")


@cache
def _division() -> re.Pattern[str]:
    """经济建设司, 中小企业发展促进中心 behind a ministry."""
    return re.compile(rf"(?P<own>[一-龥]{{2,14}}?(?:{alternatives(_rules()['division_ends'])})){_follows()}")


@cache
def _department_unit() -> re.Pattern[str]:
    """出入境管理部门 behind 市公安局, of whatever name, before what can follow one."""
    return re.compile(rf"[一-龥]{{2,10}}?(?:{alternatives(_rules()['department_unit_ends'])}){_follows()}")


def with_owners(text: str, found: list[BodyMention], end: int) -> Iterator[BodyMention]:
    """The mentions with a government and its own unit made one; ``end`` bounds the text that is looked at."""
    i = 0
    while i < len(found):
        mention, i = found[i], i + 1
        if not mention.name.endswith(_owners()):
            if i < len(found) and _is_member(text, mention, found[i]):
                yield _joined(text, mention, found[i])  # 市联席会议的|相关成员单位
                i += 1
                continue
            unit = _own_unit(text, mention, found[i] if i < len(found) else None, end)
            while unit and i < len(found) and found[i].start < unit.end:
                i += 1
            yield unit or mention
            continue
        following = found[i] if i < len(found) else None
        between = text[mention.end : following.start] if following else None
        if following and between in ("", "及其") and _is_own(following):
            if between:
                yield mention
                yield following._replace(name=mention.name + following.name)  # 各级人民政府及其|有关部门
            else:
                yield _joined(text, mention, following)
            also = [] if mention.name.endswith(POLICE) else _also_its(text, mention.name, found, i + 1)
            yield from also
            i += 1 + len(also)
            continue
        if departments := THEIR_DEPARTMENTS.match(text, mention.end, end):
            yield mention
            yield BodyMention(
                departments.start("own"), departments.end(), f"{mention.name}{departments['own']}", True
            )
            continue
        yield _with_unit(text, mention, following.start if following else end)


def _also_its(text: str, owner: str, found: list[BodyMention], i: int) -> list[BodyMention]:
    """The departments from ``found[i]`` on with which the list goes on that ``found[i - 1]`` of the owner begins: 市政府
    教育、财政部门, 县级以上人民政府教育、公安等部门和|大数据主管部门."""
    its: list[BodyMention] = []
    for before, mention in pairwise(found[i - 1 :]):
        filled = _is_filled(text, mention) and text[mention.start - 1] in "、和及与"
        alone = _is_department_alone(mention) and LIST_ON.fullmatch(text, before.end, mention.start)
        if not (filled or alone):
            break
        its.append(mention._replace(name=owner + mention.name, collective=True))
    return its


def _is_department_alone(mention: BodyMention) -> bool:
    """Whether a department is named by its function alone: 市场监督管理部门; not 有关部门, 县级财政部门, 市教育局."""
    name = mention.name
    return name.endswith("部门") and _is_own(mention) and not quantified().match(name)


def _unit_of_department(text: str, owner: BodyMention, limit: int) -> BodyMention | None:
    """A department with its own unit (市公安局出入境管理部门); None where what follows is no noun phrase (市公安局会同财政部门)
    or one that stands for itself (市公安局各部门)."""
    if owner.collective or owner.anaphor or not _is_department(owner.name):
        return None
    unit = _department_unit().match(text, owner.end, min(limit, owner.end + LONGEST_UNIT))
    if unit is None or begins_with_verb(unit.group()) or not is_noun_phrase(unit.group()):
        return None
    if quantified().search(unit.group()) or level_pattern().match(unit.group()):
        return None
    return owner._replace(end=unit.end(), name=owner.name + unit.group())


@lru_cache(REMEMBERED)
def _is_department(name: str) -> bool:
    """Whether a name ends as one of the lexicon's departments: 市公安局, 省税务局."""
    level = level_pattern().match(name)
    place = areas.at(name, 0) or ""
    return name[level.end() if level else len(place) :] in local_names()


def _own_unit(text: str, mention: BodyMention, following: BodyMention | None, end: int) -> BodyMention | None:
    """A department with its unit, a ministry with what is below it, a group with its office; None where there is none."""
    unit = _unit_of_department(text, mention, end)
    if unit:
        return unit
    limit = min(end, mention.end + LONGEST_DEFINED)
    unit = _with_office(text, mention, limit) or _with_division(text, mention, limit)
    cuts = unit and following and following.start < unit.end < following.end
    return None if cuts else unit


def _with_office(text: str, group: BodyMention, limit: int) -> BodyMention | None:
    """…领导小组（以下简称领导小组）办公室: the bracket that defines a short name stands inside the longer name."""
    m = DEFINED.match(text, group.end, limit) if group.name.endswith(head_ends("group")) else None
    return group._replace(end=m.end(), name=group.name + m["own"]) if m else None


def _with_division(text: str, owner: BodyMention, limit: int) -> BodyMention | None:
    """财政部|经济建设司, 工业和信息化部|信息中心: a ministry and what is below it."""
    if owner.name not in national_names():
        return None
    m = _division().match(text, owner.end, limit)
    if m is None or begins_with_verb(m["own"]) or _apart().search(without_false_breaks(m["own"])):
        return None
    return owner._replace(end=m.end(), name=owner.name + m["own"])


@cache
def _apart() -> re.Pattern[str]:
    return re.compile(
        alternatives({*words("strict_breaks"), *words("openers"), *role_verbs(), "商", "各", "其"})
    )


def _is_member(text: str, group: BodyMention, mention: BodyMention) -> bool:
    """Whether a mention names the members of the group before it: 市联席会议|的各成员单位."""
    of = text[group.end : mention.start] == "的" and group.name.endswith(head_ends("group"))
    return of and MEMBERS.fullmatch(mention.name) is not None


MEMBERS = re.compile(r"(?:各|有关|相关|其他|其它)*成员(?:单位|部门|机构)")


def _joined(text: str, owner: BodyMention, own: BodyMention) -> BodyMention:
    name = owner.name + text[owner.end : own.start] + own.name
    return owner._replace(end=own.end, name=name, collective=is_collective(name))


def _is_own(mention: BodyMention) -> bool:
    """Whether a name has no level or area of its own and a head that a government's unit has."""
    name = mention.name
    if mention.anaphor or name.endswith(_owners()) or level_pattern().match(name) or areas.at(name, 0):
        return False
    return name.endswith(_unit_heads()) and not name.startswith(tuple(_rules()["others"]))


@cache
def _unit_heads() -> tuple[str, ...]:
    return tuple({*heads("organ"), *heads("group"), *_rules()["own_ends"], *_rules()["short_unit_ends"]})


def _is_filled(text: str, mention: BodyMention) -> bool:
    """Whether a name of a list was completed by its head: 财政 of 教育、财政等部门."""
    written = text[mention.start : mention.end]
    return written != mention.name and mention.name.startswith(written) and mention.name.endswith("部门")


def _with_unit(text: str, owner: BodyMention, limit: int) -> BodyMention:
    unit = _unit().match(text, owner.end, min(limit, owner.end + LONGEST_UNIT))
    # 召集部门 is what a government does, 督查室 its own
    if unit is None or (len(unit["unit"]) > 3 and begins_with_verb(unit["unit"])):
        return owner
    name = owner.name + unit["unit"]
    return owner._replace(end=unit.end(), name=name, collective=is_collective(name))
