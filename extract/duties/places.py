"""Places that act: 云州市要…, 任务重的县（市、区）应当…, 市县负责…, whose governments are meant.

Where a place stands at the head of a clause and is told to do something it acts as 各县（市、区） does; anywhere else it
is only where something happens (在云州市开展, 支持东浦区建设, 云州市建成…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongwen.extract import areas
from gongwen.extract.bodies.lexicon import words
from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.duties.predicates import forms
from gongwen.extract.patterns import alternatives

# What a clause begins behind, and words that may open it.
MARK = re.compile(r"[，。；：！？\n）】]")
OPENING = re.compile(r"(?:特别是|尤其是|其中|同时|此外)?(?P<which>有条件的|具备条件的)?")
# 园区要有明确的规划: a quality, no deed
HAVING = re.compile(r"(?:还|都|均|也)?(?:要|应当|应|须|必须)(?:具)?有")
# 省负责指导各市: the province itself
OWN_PROVINCE = re.compile("省(?=负责|牵头|应当|须|要(?!求))")
# 问题严重的地区，要通报批评: what is done to them
DONE_TO = re.compile(r"，?(?:要|应当?|须)[一-龥]{0,4}(?:通报|追究|约谈|问责|处分|处罚|取消|批评)")
# 乡镇（街道）|、村（社区）要, 各园区|和有关部门要: who is told beside a place
BELOW = re.compile(r"[、和与及](?:村（社区）|村（居）|村居|社区|各?(?:有关|相关)(?:部门|单位))")
JOINT = re.compile(r"[、和与及]")
LEVEL_END = ("省", "市", "县", "区", "州", "盟", "旗")
# 已发行市民卡的地区，应当…; 各发卡地区: a region says which it is, 西部地区 only where
# and so is 有条件的地方, while 薄弱的地方 is no place.
REGION = re.compile(r"(?:(?P<attribute>[一-龥]{2,20}的)|各[一-龥]{2,6})地区|(?:有|具备)条件的地方")


@cache
def _kind() -> re.Pattern[str]:
    """县（市、区）, with an attribute or without: 建设任务重的州、市, 高风险区县, 12个生态县."""
    kinds = alternatives(word for word in words("area_words") if len(word) > 1)
    sorts = alternatives(forms("sentence")["sorts_of_places"])
    return re.compile(
        rf"(?P<attribute>(?:[一-龥]{{2,10}}的)?)(?:各?(?:{sorts})?(?:{kinds})|(?:各|[0-9]{{1,3}}个)[一-龥]{{2,4}}县)"
    )


def find_places(
    text: str, start: int, end: int, told: re.Pattern[str], may_tell: re.Pattern[str]
) -> Iterator[BodyMention]:
    """The places at the heads of the clauses of ``[start, end)`` behind which ``told`` matches, in order; of a list
    (福州、厦门市要) each one. ``may_tell``: a character without which ``told`` matches nowhere."""
    if not may_tell.search(text, start, end):
        return
    for head in _told_heads(text, start, end, may_tell):
        opening = OPENING.match(text, head, end)
        place = opening.end() if opening else head
        if opening and text.startswith(("地区", "地方"), place):  # 有条件的地区 is the region
            place = opening.start("which") if opening["which"] else place
        found = _kinds(text, place, end, text[place - 1 : place] == "的") or _named(text, place, end)
        if not found:
            continue
        below = BELOW.match(text, found[-1].end, end)
        stop = below.end() if below else found[-1].end
        behind = text[stop : stop + LONGEST_MODAL]
        if told.match(behind) and not HAVING.match(behind) and not DONE_TO.match(text, stop, end):
            yield from found


def _told_heads(text: str, start: int, end: int, may_tell: re.Pattern[str]) -> list[int]:
    """The heads of the clauses of ``[start, end)`` in which, or right behind which, something may be told; a bracket
    closes inside 县（市、区） too, and ends none."""
    heads, limit, told, behind = [], end, -1, end + LONGEST_MODAL
    for head in reversed([start, *(m.end() for m in MARK.finditer(text, start, end))]):
        # Each stretch is looked at once, from behind: what stands in a later one is known.
        first = may_tell.search(text, head, behind)
        told, behind = first.start() if first else told, head
        if head <= told < limit + LONGEST_MODAL:
            heads.append(head)
        limit = limit if text[head - 1 : head] == "）" else head
    return heads[::-1]


# 一定要, 首先必须: what is looked at behind a place
LONGEST_MODAL = 6


def _kinds(text: str, position: int, end: int, conditioned: bool) -> list[BodyMention]:
    """The kind of place at ``position``; ``conditioned``: 有条件的 stands before it, so that 县 alone is many."""
    kind = _kind().match(text, position, end) or REGION.match(text, position, end)
    if kind is None and OWN_PROVINCE.match(text, position, end):
        return [BodyMention(position, position + 1, text[position])]
    if kind is None and conditioned and text[position : position + 1] in LEVEL_END:
        return [BodyMention(position, position + 1, text[position], collective=True)]
    if kind is None or (kind["attribute"] or "").startswith(_governing()):
        return []  # 对不达标的园区要…
    found = [BodyMention(kind.start(), kind.end(), kind.group(), collective=True)]
    while joint := JOINT.match(text, found[-1].end, end):  # 区县、乡镇（街道）要
        kind = _kind().match(text, joint.end(), end)
        if kind is None or kind["attribute"]:
            break
        found.append(BodyMention(kind.start(), kind.end(), kind.group(), collective=True))
    return found


@cache
def _governing() -> tuple[str, ...]:
    """What makes the place behind it an object."""
    return tuple(forms("sentence")["governing"])


def _named(text: str, position: int, end: int) -> list[BodyMention]:
    found: list[BodyMention] = []
    while (name := areas.at(text, position, end)) is not None:
        found.append(BodyMention(position, position + len(name), name))
        position += len(name)
        if not (joint := JOINT.match(text, position, end)):
            break
        position = joint.end()
    # 云州、临溟要: of a list that is told to act the names may be short
    whole = found and (found[-1].name.endswith(LEVEL_END) or len(found) > 1)
    return found if whole else []
