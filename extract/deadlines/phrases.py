"""Joins expressions of time into phrases: 到…前, ranges, and lists of which only the last says 前.

并于2023年6月30日、10月30日、12月25日前报送     three points, all bounded by the last one's 前
自2021年1月1日起至2023年12月31日止            one range
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from gongwen.extract.deadlines.grammar import JOIN, Every, Expression, Length, Point, Since, YearWord
from gongwen.extract.deadlines.lexicon import any_of

# 前 of 前后, 前三名 and 内 of 内容, 内部 belong to the next word.
_BEFORE = re.compile(
    rf"(?:（(?:含[^（）]{{0,6}}|(?:星期|周)[一二三四五六日天])）)?(?:[上下中]午|早上?|晚上?)?(?:[0-9]{{1,2}}(?::[0-9]{{2}}|[时点](?:[0-9]{{1,2}}分?)?))?(?:下班|上班|中午)?(?P<word>{any_of('before')})(?!容|部(?!门)|涵|外|地|设[机部处]|蒙古|资企|需求|[后列][，。]|[0-9一二三四五六七八九十][名位笔个款])"
)
_SINCE = re.compile(rf"(?:（含）)?(?P<word>{any_of('since')})(?![草重步诉续期备])")
_UNTIL_LEFT = re.compile(rf"(?<!不)(?<!达)(?:{any_of('until_prefixes')})\Z")
_SINCE_LEFT = re.compile(rf"(?:{any_of('since_prefixes')})\Z")
# 4月1日9:00至4月5日17:00: the clock between the days of a range
_CLOCK = r"(?:（(?:星期|周)[一二三四五六日天]）)?(?:[上下中]午|早上?|晚上?)?(?:[0-9]{1,2}(?::[0-9]{2}|[时点](?:[0-9]{1,2}分?)?))?"
_RANGE = re.compile(rf"{_CLOCK}(?:起|开始)?，?(?:直)?{JOIN}")
_LIST = re.compile(r"(?:、|和|及|以及|与|，)(?:于|在)?")
# Longest prefix (截止到), longest thing between the parts of a list, and of a range.
_PREFIX_WINDOW, _GAP, _RANGE_GAP = 4, 4, 16


class Phrase(NamedTuple):
    """An expression with the words around it that belong to it; all offsets are reading offsets.

    ``[start, end)``: the whole with prefix and suffix. ``until``: the second point of a range. ``before``:
    it is bounded by 前, 内, 止; ``since``: 起, 开始 or 后 (the word itself); ``to``: 到, 至, 截至 stands
    before it; ``start_word``: 自 or 从 does. ``listed``: it goes on in the next phrase, with 、 or 和;
    ``follows``: it goes on from the former. ``chain``: start and end of the whole list, its own where it is
    in none.
    """

    start: int
    end: int
    head: Expression
    until: Point | None = None
    before: str = ""
    since: str = ""
    to: str = ""
    start_word: str = ""
    listed: bool = False
    follows: bool = False
    chain: tuple[int, int] = (0, 0)

    @property
    def core_start(self) -> int:
        """Where the expression itself begins."""
        return self.head.start

    @property
    def core_end(self) -> int:
        """Where the expression itself ends, before 前 or 起."""
        return self.until.end if self.until else self.head.end


def phrases(text: str, found: Sequence[Expression]) -> list[Phrase]:
    """The phrases of a text, in order of place, from its expressions in order of place."""
    joined = [_dress(text, head, until) for head, until in _ranges(text, found)]
    return _lists(text, joined)


def _ranges(text: str, found: Sequence[Expression]) -> Iterator[tuple[Expression, Point | None]]:
    """Pairs the two ends of a range; what is none goes alone."""
    i = 0
    while i < len(found):
        head = found[i]
        until = _range_end(text, head, found[i + 1]) if i + 1 < len(found) else None
        yield head, until
        i += 2 if until else 1


def _range_end(text: str, head: Expression, other: Expression) -> Point | None:
    if not isinstance(head, Point) or not 0 < other.start - head.end <= _RANGE_GAP:
        return None
    if not _RANGE.fullmatch(text, head.end, other.start):
        return None
    if isinstance(other, Point):
        return (
            other
            if other.word in (YearWord.GIVEN, YearWord.NONE, YearWord.FOLLOWING, YearWord.SHIFT)
            else None
        )
    return _day_of(head, other)


def _day_of(head: Expression, other: Expression) -> Point | None:
    """The 10日 of 6月1日至10日, read as a length, is a day of the former's month."""
    if not (isinstance(head, Point) and head.day and isinstance(other, Length)):
        return None
    if other.unit != "D" or not 0 < other.number <= 31:
        return None
    return replace(head, start=other.start, end=other.end, day=other.number, part=False)


def _dress(text: str, head: Expression, until: Point | None) -> Phrase:
    start, end = head.start, until.end if until else head.end
    left = text[max(0, start - _PREFIX_WINDOW) : start]
    to = _UNTIL_LEFT.search(left)
    begun = _SINCE_LEFT.search(left)
    before = _BEFORE.match(text, end)
    since = None if before else _SINCE.match(text, end)
    if isinstance(head, Length | Every | Since):
        to = begun = since = None
    closing = before or since
    prefix = to or begun
    return Phrase(
        start - (len(prefix.group()) if prefix else 0),
        closing.end() if closing else end,
        head,
        until,
        before["word"] if before else "",
        since["word"] if since else "",
        to.group() if to else "",
        begun.group() if begun else "",
    )


def _lists(text: str, found: list[Phrase]) -> list[Phrase]:
    """Marks members of lists; the day of a list (6月10日、20日前) becomes a point."""
    out: list[Phrase] = []
    for phrase in found:
        last = out[-1] if out else None
        if last and 0 < phrase.start - last.end <= _GAP and _LIST.fullmatch(text, last.end, phrase.start):
            phrase = _as_day(last, phrase)
            if type(phrase.head) is type(last.head):
                out[-1] = last._replace(listed=True)
                phrase = phrase._replace(follows=True)
        out.append(phrase)
    return out


def _as_day(last: Phrase, phrase: Phrase) -> Phrase:
    point = _day_of(last.head, phrase.head) if phrase.before not in ("内", "以内", "之内") else None
    return phrase._replace(head=point) if point else phrase
