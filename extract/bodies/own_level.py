"""A document's own area in a list of levels: 市、县（区）人民政府 of a city are its government and those of its counties.

In a document of a province the same words are one name, of many: 市 is no area of its own there. So are departments of
whatever trade (市、区县行业主管部门), which are many in each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongwen.extract import areas
from gongwen.extract.bodies.ellipsis import GENERIC, WHICH, lead_of
from gongwen.extract.bodies.lexicon import REMEMBERED
from gongwen.extract.bodies.mentions import BodyMention

# 市、|县（市、区）, 区、|街道
LISTED = re.compile(r"(?P<own>自治区|[省市县区州盟旗])、(?=[市县区州盟旗镇乡街])")

COUNTED = ("两级", "二级", "三级", "四级", "级")


def own_and_others(text: str, mention: BodyMention, area: str) -> Iterator[BodyMention]:
    """The mention itself, or, where it begins in ``text`` with the level of ``area`` (a GB/T 2260 code) and goes on with those
    below it, what it names of that area and what it names of the others."""
    m = LISTED.match(text, mention.start, mention.end)
    if m is None or m["own"] != _level(area) or not mention.name.startswith(m.group()):
        yield mention
        return
    lead = WHICH.sub("", lead_of(mention.name))
    shared = mention.name[len(lead) :]
    counted = lead.endswith("级") or shared.startswith(COUNTED)  # 市、县两级
    if not shared or counted or GENERIC.fullmatch(shared):
        yield mention
        return
    yield mention._replace(end=mention.start + len(m["own"]), name=m["own"] + shared, collective=False)
    yield mention._replace(start=m.end(), name=mention.name[len(m.group()) :])


@lru_cache(REMEMBERED)
def _level(code: str) -> str:
    """The level by which a document of an area calls its own: 市 for 云州市; empty for the nation."""
    own = areas.by_code(code)
    if own is None or code == areas.NATION:
        return ""
    return "自治区" if own.name.endswith("自治区") else own.name[-1]
