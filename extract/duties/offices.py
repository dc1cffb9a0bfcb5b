"""Offices of groups, which act where the sentence that sets them up says what for.

领导小组办公室设在市财政局，负责日常工作          the office, not who houses it
领导小组下设办公室，办公室设在市财政局，承担…      the office takes the name of its group
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gongwen.extract.bodies.lexicon import head_ends
from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.duties.predicates import forms
from gongwen.extract.patterns import alternatives

SEATED = r"(?:设在?于?|挂靠在?)[^，。；]{2,40}"


@cache
def _charged() -> str:
    """，具体负责…: what the office is for, behind who heads it (由张某兼任办公室主任)."""
    duties = alternatives(forms("sentence")["charges"])
    return rf"(?:，[^，。；]{{2,30}}兼任[^，。；]{{0,12}})?，(?:具体|主要|专门|统一|统筹)?(?:{duties})"


@cache
def _seated() -> re.Pattern[str]:
    return re.compile(rf"(?:（[^（）\n]{{1,30}}）)?，?{SEATED}{_charged()}")


@cache
def _set_up() -> re.Pattern[str]:
    return re.compile(
        r"，?下设(?P<own>办公室|秘书处)(?:（[^（）\n]{1,30}）)?"
        rf"(?:，(?P<again>办公室|秘书处)?{SEATED}|在[^，。；]{{2,30}})?{_charged()}"
    )


def find_offices(text: str, mentions: Sequence[BodyMention], end: int) -> Iterator[BodyMention]:
    """The offices among and behind the ``mentions`` of a sentence that ends at ``end``, and that it charges with a work."""
    for m in mentions:
        if m.name.endswith(("办公室", "秘书处")):
            if _seated().match(text, m.end, end):
                group, _, own = m.name.rpartition("下设")  # 秘书处下设|办公室，设在…
                yield m._replace(start=m.end - len(own), name=group + own)
        elif m.name.endswith(head_ends("group")) and (found := _set_up().match(text, m.end, end)):
            start, stop = found.span("again" if found["again"] else "own")
            yield m._replace(start=start, end=stop, name=m.name + found["own"])
