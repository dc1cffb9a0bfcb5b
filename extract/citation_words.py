"""The words by which official documents cite, as patterns over what stands before and behind a citation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongwen.extract.data import read_json

# 《X》（云府〔1999〕12号）, with the marks that join it to the next; the inner 《》 of one nested title is taken with it.
TITLES = re.compile(
    r"《[^《》\n]{0,200}(?:《[^《》\n]{0,200}》[^《》\n]{0,100})?》(?:（[^（）\n]{0,80}）)?(?:、|，(?=《)|和|以及|及|与|或)?"
)
# Nothing but titles and what joins them: 《》、《》和省政府
LISTED = re.compile(r"[、，和及以与或等《》]*")
# How far a word that governs a citation stands before it, other citations left out.
REACH = 60


@dataclass(frozen=True, slots=True)
class Governor:
    """The word before a citation that gives it its relation: ``kind`` as in ``citations.json``; ``before`` what
    stands before it in the sentence; ``near``: in the same clause, but for citations in between."""

    kind: str
    before: str
    near: bool


def any_of(key: str) -> str:
    """An alternation of the words of one list of ``citations.json``, longest first."""
    return "|".join(sorted(map(re.escape, read_json("citations.json")[key]), key=len, reverse=True))


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
        rf"|(?<![证依论凭占收票数])(?P<basis>{any_of('basis')})(?!{any_of('basis_is_not')})|(?P<purpose>{any_of('purpose')})(?!{any_of('kinds')}|的|情况|中)"
        rf"|(?P<amend>对(?=《)|{any_of('amend')})(?!的)"
    )


def governor(before: str) -> Governor | None:
    """The nearest word before a citation that governs it, over other citations in between; ``before`` is the sentence
    up to the citation. None where there is none, or a sentence ends between."""
    plain = TITLES.sub("《》", before)
    last = None
    for m in _governors().finditer(plain):
        last = m
    if last is None or last.lastgroup is None:
        return None
    gap = plain[last.end() :]
    if len(gap.replace("《》", "")) > REACH or re.search(r"[：。]", gap):
        return None
    return Governor(last.lastgroup, plain[: last.start()], "，" not in gap or bool(LISTED.fullmatch(gap)))
