"""Divisions of a body and their duties, as the rules on its posts (三定规定) list them below 内设机构.

    三、内设机构
    根据上述职责，市水务局设7个内设机构：
    （一）办公室（政策法规科）
    负责文电、会务；组织起草规章。
    机关党委。负责机关的党群工作。

A division heads its duties, which are predicates without a subject; it is the body's own (市水务局办公室).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongwen.extract.bodies.finding import find_bodies
from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.duties.headed import MARKS, STRICT
from gongwen.extract.duties.predicates import begins_with_verb, opens_predicate
from gongwen.extract.reading import Reading

# 市水务局设7个内设机构, 市水务局内设下列机构
SETS = re.compile(
    r"(?:机关)?(?:内设|设立|设置|设)[^，。；：\n]{0,8}?(?:内设机构|(?<=下列)机构|(?<=以下)机构|(?<=个)机构|职能处室)"
)
PART = "内设机构"
# 办公室（政策法规处）, 离退休干部工作处, 机关党委
DIVISION = re.compile(
    r"(?P<name>[一-龥、]{1,20}(?:处|科|股|室|中心|党委|党总支|纪委|工会|团委|部|局)(?:（[一-龥、]{2,24}）)?)(?:[：。\n]|$)"
)
# How far behind the heading its first duty must begin, and how far before 设…内设机构 the body stands.
REACH = 60


def find_divisions(reading: Reading) -> tuple[BodyMention, ...]:
    """The divisions that head their duties, in order of place, named with the body that they are a part of."""
    text = reading.text
    sets = SETS.search(text) if PART in text else None
    if sets is None:
        return ()
    before = find_bodies(reading, max(0, sets.start() - REACH), sets.start())
    if not before or before[-1].end != sets.start():
        return ()
    return tuple(_headings(reading, sets.end(), before[-1].name))


def _headings(reading: Reading, start: int, owner: str) -> Iterator[BodyMention]:
    text = reading.text
    for paragraph in reading.paragraphs:
        if paragraph.start < start:
            continue
        marks = MARKS.match(text, paragraph.start, paragraph.end)
        begin = marks.end() if marks else paragraph.start
        m = DIVISION.match(text, begin)
        if m is None or opens_predicate(text[begin : begin + 8]):
            continue
        duties = text[m.end("name") + 1 : m.end("name") + REACH].lstrip("\n")
        if STRICT.match(duties) or opens_predicate(duties) or begins_with_verb(duties):
            yield BodyMention(begin, m.end("name"), owner + m["name"])
