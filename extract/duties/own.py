"""本部门, 本级政府: whose own a body is, told by the sentence.

市政府各部门制定的文件由本部门负责清理          the departments of which the sentence speaks
没有上级主管部门的相关部门，由本部门编制      two of them: the words stand for themselves
"""

from __future__ import annotations

import re
from functools import cache

from gongwen.extract.bodies.finding import find_bodies
from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.data import read_json
from gongwen.extract.reading import Reading

# How far back the sentence is looked at, and what ends the one before.
LOOK_BACK = 80
SENTENCE_END = re.compile("[。；：！？]")


@cache
def _ends() -> dict[str, str]:
    """Words that point to a body of the sentence, to what its name ends with."""
    words: dict[str, list[str]] = read_json("body_words.json")["own"]
    return {word: end for end, of in words.items() for word in of}


def is_own(name: str) -> bool:
    """Whether a name points to a body of its sentence."""
    return name in _ends()


def own_name(reading: Reading, mention: BodyMention) -> str:
    """The name of the one body before ``mention`` in its sentence to which it points, the mention's own where it points to
    none, or where there are several."""
    end = _ends().get(mention.name)
    if end is None:
        return mention.name
    start = max(0, mention.start - LOOK_BACK)
    for mark in SENTENCE_END.finditer(reading.text, start, mention.start):
        start = mark.end()
    before = {m.name for m in find_bodies(reading, start, mention.start) if m.name.endswith(end)}
    before.difference_update(_ends())
    return before.pop() if len(before) == 1 else mention.name
