"""Names of bodies in text: ``find_bodies`` for running sentences, ``parse_list`` where every name counts.

A name ends with a word that can end one (教育局, 主管部门, 领导小组) and reaches left over levels, areas, quantifiers,
functions: 县（市、区）+ 工业和信息化 + 主管部门. What lies between the head of a clause and such a word belongs to the name too, if
it is a noun phrase: 涉企经营许可事项 + 市级 + 主管部门.

    find_bodies(reading, start, end)            -> mentions in order, not overlapping
    parse_list(reading, start, end, carried)    -> the names of a list; ``carried`` is the 省 that an earlier list began with
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gongwen.extract.bodies.ellipsis import (
    GENERIC,
    elliptical_items,
    is_areas,
    lead_of,
    shared_items,
    with_shared_function,
)
from gongwen.extract.bodies.lexicon import REMEMBERED, all_areas, listed, local_names, national_names, words
from gongwen.extract.bodies.mentions import BodyMention, Finder, finder_of, is_collective, quantified
from gongwen.extract.bodies.owners import with_owners
from gongwen.extract.bodies.starts import REACH, clause_start, free_start
from gongwen.extract.duties.predicates import opens_predicate
from gongwen.extract.reading import Reading


def find_bodies(reading: Reading, start: int, end: int) -> tuple[BodyMention, ...]:
    """The maximal names of bodies in ``[start, end)``, in order, not overlapping."""
    finder = finder_of(reading)
    found: list[BodyMention] = []
    for s, e, core in finder.between(start, end):
        if found and e <= found[-1].end and finder.text[found[-1].end - 1] == "）":
            continue  # 乡镇人民政府（街道办事处）
        etc = ETC_END.search(finder.text, max(start, s - 7), s) if _is_generic(core) else None
        floor = start if etc or not found else max(start, _floor(found[-1], finder.text))
        for mention in (
            elliptical_items(finder, etc.start(), core, floor)
            if etc
            else _mentions(finder, s, e, core, floor)
        ):
            while found and found[-1].end > mention.start:
                found.pop()
            found.append(mention)
    shared = list(with_shared_function(finder.text, found))
    return tuple(with_owners(finder.text, shared, end))


LIST_GOES_ON = tuple("、和与及部局厅")


def _floor(before: BodyMention, text: str) -> int:
    """How far left the next name may reach: areas alone (各县（市、区）, 各地) may turn out to be its beginning, and so may a
    national body whose branch follows (人行|云州中心支行)."""
    if before.name == EVERYWHERE and opens_predicate(text[before.end : before.end + 8]):
        return before.end  # 各地|建立协调机制
    if (
        SETS_UP.match(text, before.end)
        and text[before.start - 1 : before.start] != "由"
        and is_areas(before.name)
    ):
        return before.end  # 各县|成立领导小组
    return before.start if _joins(before.name) else before.end


# 成立领导小组, 指定专门机构; not 由各县|指定机构
SETS_UP = re.compile(r"成立|设立|组建|(?:指定|确定|明确)(?:专门|专职|牵头|相应|具体|一)")
# 各地 + 邮政部门
EVERYWHERE = "各地"


@lru_cache(REMEMBERED)
def _joins(name: str) -> bool:
    return is_areas(name) or name == EVERYWHERE or name in words("branch_owners")


@lru_cache(REMEMBERED)
def _is_generic(core: str) -> bool:
    return GENERIC.fullmatch(core) is not None


@lru_cache(REMEMBERED)
def _is_head(core: str) -> bool:
    return core.endswith(listed("heads"))


ETC_END = re.compile(r"等(?:[0-9一二三四五六七八九十]{1,3}个)?(?:有关|相关|其他)?$")


def _mentions(finder: Finder, s: int, e: int, core: str, floor: int) -> list[BodyMention]:
    text = finder.text
    clause = clause_start(text, s, floor)
    first = finder.leftmost(s, clause)
    clause = max(clause, finder.gap_before(first, clause))  # 四、实施管理　　市信息产业|主管部门
    if (s, e) in finder.shorts:
        return [BodyMention(first, e, text[first:e], is_collective(text[first:e]))]
    if core in words("own") or (
        core.startswith("各") and text[first:s] in words("alone") | all_areas()
    ):  # 本部门 is whole
        first = s
    elif _is_head(core):
        first = free_start(text, clause, first, core)
    if first == s and (area := SPREAD.search(text, max(0, s - REACH), s)):  # 各区县（含高新区，下同）人民政府
        return [BodyMention(area.start(), e, area["area"] + core, True)]
    name = text[first:e]
    if name in words("anaphors"):
        return [BodyMention(first, e, name, anaphor=True)]
    if PERSONS.match(text, e) and is_areas(name):
        return []  # 有关县（市、区）长
    if not _may_name(name):
        return []
    payer = core in words("payers") and not text.startswith(listed("payers"), e + 1)
    if payer and text[e : e + 1].startswith(LIST_GOES_ON):
        return []  # 各级财政、审计部门
    own = BodyMention(first, e, name, is_collective(name))
    shared = shared_items(finder, first, e, core, floor)
    including = INCLUDING.match(text, e) if text.startswith("（", e) else None
    if including:  # 市属职业院校（含技工院校）, 乡镇人民政府（街道办事处）
        own = own._replace(end=including.end(), name=name + including.group())
    if shared and not lead_of(name):
        own = own._replace(name=lead_of(shared[0].name) + name)
    return [*shared, own]


@lru_cache(REMEMBERED)
def _may_name(name: str) -> bool:
    """Whether words that end as a name does can be one: no kind of body, no party of a rule."""
    if (
        len(name) < 3
        and name not in words("alone")
        and name not in local_names()
        and name not in national_names()
    ):
        return False
    if name in words("kinds") or name in words("not_bodies") or name.endswith(_ends_of_others()):
        return False
    # 产生固体废物的单位 is a regulated party, 承担评估工作的单位 is none
    return (
        not name.endswith("的单位")
        or bool(quantified().match(name))
        or name.startswith(listed("authority_verbs"))
    )


@cache
def _ends_of_others() -> tuple[str, ...]:
    """What no name of a body ends with: 第三方机构."""
    return tuple(word for word in words("not_bodies") if len(word) > 3)


SPREAD = re.compile(r"(?P<area>各[省市县区州旗盟、]{1,6})（(?:含|包括|不含)[^（）\n]{1,24}）\Z")
# 各区县长, 各县（市、区）长; not 各县长期坚持
PERSONS = re.compile("长(?![期效年远久江三春沙治])")
INCLUDING = re.compile(
    r"（含[^（），\n]{1,14}）|（(?!以下|设在|[即含如]|[^（）]{0,12}(?:牵头|责任|负责|配合|主管|协办))"
    r"(?:室|局|[一-龥、]{1,13}(?:办事处|街道办|政府|管委会|行署|[局厅委办]))）"
)
