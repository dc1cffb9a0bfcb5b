"""The words by which official documents cite, as patterns over what stands before and behind a citation."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache

from gongwen.extract.data import read_json
from gongwen.extract.patterns import alternatives

# 《X》（云府〔1999〕12号）, with the marks that join it to the next; the inner 《》 of one nested title is taken with it.
TITLES = re.compile(
    r"《[^《》\n]{0,200}(?:《[^《》\n]{0,200}》[^《》\n]{0,100})?》(?:（[^（）\n]{0,80}）)?(?:、|，(?=《)|和|以及|及|与|或)?"
)
WRAPPED_TITLE = re.compile(r"《[^《》\n]{1,120}\n[^《》\n]{0,60}》")
SENTENCE_ENDS = "。；\n"
SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")
# The words of a sentence that decide stand so near, titles left out.
BEFORE, BEHIND = 300, 160
# Nothing but titles and what joins them: 《》、《》和省政府
LISTED = re.compile(r"[、，和及以与或等《》]*")
# 为贯彻落实《A》，以及市水务局《B》: one clause
JOINED = re.compile("，(?=以及|及|和|与)")
# How far a word that governs a citation stands before it, other citations left out.
REACH = 60


@dataclass(frozen=True, slots=True)
class Governor:
    """The word before a citation that gives it its relation: ``kind`` as in ``citations.json``; ``before`` what
    stands before it in the sentence; ``near``: in the same clause, but for citations in between."""

    kind: str
    before: str
    near: bool


@cache
def any_of(key: str) -> str:
    """An alternation of the words of one list of ``citations.json``, longest first."""
    return alternatives(read_json("citations.json")[key])


@cache
def word(key: str) -> re.Pattern[str]:
    """Finds a word of one list of ``citations.json``."""
    return re.compile(any_of(key))


@cache
def _governors() -> re.Pattern[str]:
    """Every word that gives what stands behind it a relation, as named groups. 实施 of 实施条例 and 印发 of 印发的 give
    none."""
    return re.compile(
        rf"(?P<repeal>{any_of('repeal')})(?!的)|(?P<issue>{any_of('issue_before')})(?!的|了的)"
        rf"|(?<![证依论凭占收票数不未])(?P<basis>{any_of('basis')}|(?:{any_of('basis_short')})(?!{any_of('basis_is_not')}))|(?P<purpose>(?:{any_of('purpose')})(?!{any_of('kinds')}|的|情况|中)|(?:{any_of('purpose_direct')})(?=《))"
        rf"|(?P<amend>对(?=《)|{any_of('amend')})(?!的)"
    )


ENDED = re.compile(r"[：。]")


@lru_cache(256)  # one citation is asked about several times, and a list of them in the same words
def governor(before: str) -> Governor | None:
    """The nearest word before a citation that governs it, over other citations in between; ``before`` is the sentence
    up to the citation, other citations as 《》. None where there is none, or a sentence ends between."""
    last = None
    for m in _governors().finditer(before):
        last = m
    if last is None or last.lastgroup is None:
        return None
    gap = JOINED.sub("", before[last.end() :])
    if len(gap.replace("《》", "")) > REACH or ENDED.search(gap):
        return None
    return Governor(last.lastgroup, before[: last.start()], "，" not in gap or bool(LISTED.fullmatch(gap)))


class Sentences:
    """The sentences of a text without the titles that they cite, so that a list of citations reads as one thing.

    A title with its number and what joins it to the next is ``《》``; a title that a page break or a hard wrap broke is
    whole.
    """

    def __init__(self, text: str) -> None:
        text = WRAPPED_TITLE.sub(lambda m: m.group().replace("\n", "\u3000"), text)
        parts, self._places, self._plain = [], [0], [0]
        done = length = 0
        for m in TITLES.finditer(text):
            parts += [text[done : m.start()], "《》"]
            length += m.start() - done
            self._places += [m.start(), m.end()]
            self._plain += [length, length + 2]
            length, done = length + 2, m.end()
        self.text = "".join([*parts, text[done:]])

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What stands before and behind ``[start, end)`` in its sentence; behind it without 《》."""
        first, last = self._offset(start, begin=True), self._offset(end, begin=False)
        low, high = max(0, first - BEFORE), min(len(self.text), last + BEHIND)
        begin = max(self.text.rfind(c, low, first) for c in SENTENCE_ENDS) + 1
        stop = SENTENCE_END.search(self.text, last, high)
        behind = self.text[last : stop.start() if stop else high]
        return self.text[begin or low : first], behind.replace("《》", "")

    def _offset(self, place: int, begin: bool) -> int:
        i = bisect_right(self._places, place) - 1
        if i % 2 == 0:
            return self._plain[i] + place - self._places[i]
        return self._plain[i] if begin or place == self._places[i] else self._plain[i + 1]
