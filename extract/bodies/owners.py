"""A government and what is its own: 县级以上人民政府 + 统计机构, 市政府 + 退役军人工作主管部门, 市政府 + 应急办."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from gongwen.extract import areas
from gongwen.extract.bodies.lexicon import heads, level_pattern, words
from gongwen.extract.bodies.mentions import BodyMention, is_collective
from gongwen.extract.duties.predicates import begins_with_verb

OWNERS = ("政府", "管委会", "行署", "国务院", "（管委会）", "军区", "警备区", "军分区", "公安机关")
# 应急办 behind a government: no word of the lexicon, but with a head, before what can follow a name
UNIT = re.compile(
    r"(?P<unit>[一-龥]{1,7}?(?:办公室|办|局|委|处|室|机构|部门|中心))"
    r"(?=[，。、；：）和及与或要应须负牵按根会在对将统定具于为协组可依]|$)"
)
LONGEST_UNIT = 16
# 公安机关交通管理、交通运输等部门: what follows in the list is not the police's
POLICE = "公安机关"


def with_owners(text: str, found: list[BodyMention], end: int) -> Iterator[BodyMention]:
    """The mentions with a government and its own unit made one; ``end`` bounds the text that is looked at."""
    i = 0
    while i < len(found):
        mention, i = found[i], i + 1
        if not mention.name.endswith(OWNERS):
            yield mention
            continue
        following = found[i] if i < len(found) else None
        if following and following.start == mention.end and _is_own(following):
            yield _joined(text, mention, following)
            i += 1
            while (
                not mention.name.endswith(POLICE)
                and i < len(found)
                and _is_filled(text, found[i])
                and text[found[i].start - 1] in "、和及与"
            ):
                yield replace(found[i], name=mention.name + found[i].name, collective=True)
                i += 1
            continue
        yield _with_unit(text, mention, following.start if following else end)
        if following and text[mention.end : following.start] == "及其" and _is_vague(following):
            yield replace(following, name=mention.name + following.name)  # 各级人民政府及其|有关部门
            i += 1


def _joined(text: str, owner: BodyMention, own: BodyMention) -> BodyMention:
    name = owner.name + own.name
    return replace(owner, end=own.end, name=name, collective=is_collective(name))


def _is_own(mention: BodyMention) -> bool:
    """Whether a name has no level or area of its own and a head that a government's unit has."""
    name = mention.name
    if mention.anaphor or name.endswith(OWNERS) or level_pattern().match(name) or areas.at(name, 0):
        return False
    return name.endswith(_unit_heads()) and not name.startswith(
        ("各级", "各地", "各市", "各县", "各区", "全")
    )


def _is_vague(mention: BodyMention) -> bool:
    return mention.name.startswith(("有关", "相关")) and mention.name in words("alone")


@cache
def _unit_heads() -> tuple[str, ...]:
    return tuple({*heads("organ"), "办公室", "办公厅", "局", "委", "办", "厅", "室"})


def _is_filled(text: str, mention: BodyMention) -> bool:
    """Whether a name of a list was completed by its head: 财政 of 教育、财政等部门."""
    written = text[mention.start : mention.end]
    return written != mention.name and mention.name.startswith(written) and mention.name.endswith("部门")


def _with_unit(text: str, owner: BodyMention, limit: int) -> BodyMention:
    unit = UNIT.match(text, owner.end, min(limit, owner.end + LONGEST_UNIT))
    # 召集部门 is what a government does, 督查室 its own
    if unit is None or (len(unit["unit"]) > 3 and begins_with_verb(unit["unit"])):
        return owner
    name = owner.name + unit["unit"]
    return replace(owner, end=unit.end(), name=name, collective=is_collective(name))
