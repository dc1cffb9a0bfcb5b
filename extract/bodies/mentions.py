"""Mentions of bodies, what a collective one is, and the words of a text that can be part of a name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from gongwen.extract.bodies.lexicon import (
    REMEMBERED,
    abbreviates,
    core_automaton,
    head_ends,
    level_pattern,
    listed,
    local_names,
    national_names,
    prefixes,
    words,
)
from gongwen.extract.patterns import alternatives
from gongwen.extract.ranges import Ranges
from gongwen.extract.reading import Reading

# 市粮食物资局, 省港航事业发展中心: a level, some words, a suffix, and what can follow a name; 省成立由省财政厅… are two, and so are
# 县人民政府和市粮食局; 市电力（供电）局 is one. The look ahead spares what is dear where no suffix stands near.
FORMAL = re.compile(
    r"(?P<level>自治区|省|市|县|区|州(?![市县]))(?=[一-龥（）]{2,16}?[厅局委办署])(?:(?!(?<!自)由|(?<=政府)[和及与]|会同|根据|按照|依据|依照|要(?!素))[一-龥]){2,10}?(?:（[一-龥]{2,4}）)?(?:厅|局|委|(?<![承主协督举])办|(?<!部)署)(?=[、，。；：（）和及与或牵负配等要应联按将对根在制组统承主协参具\n]|会(?=[同商])|$)"
)


# 农业（畜牧）部门, 行业主管（监管）部门: a second function in brackets
SECOND = re.compile(r"（(?P<function>[一-龥]{2,6})）\Z")


# …部际联席会议（以下简称“联席会议”）
SHORT = re.compile(r"（以下(?:简称|称)[为：]?[“\"]?(?P<short>[一-龥]{2,14})[”\"]?）")
# 森防指有关成员单位: one name
MEMBERS = "(?:有关|相关|各|其他|主要)*(?:成员)?(?:单位|部门|机构|机关)"
COUNTED = re.compile(r"[0-9]{1,3}个")
# Characters of the longest names, those of leading groups.
LONGEST_NAME = 44


class BodyMention(NamedTuple):
    """One mention: ``[start, end)`` the characters as written (reading offsets), ``name`` with what an elliptical list
    leaves out filled in. ``collective`` stands for many, ``anaphor`` points back (该局), ``known`` is made of known
    words, ``carried`` is the level that its list goes on with (省)."""

    start: int
    end: int
    name: str
    collective: bool = False
    anaphor: bool = False
    known: bool = True
    carried: str | None = None


@cache
def quantified() -> re.Pattern[str]:
    """Quantifiers that make a name stand for many: 各级, 有关."""
    generic = alternatives(
        words("quantifiers") - {"国务院", "本", "我", "该", "主管", "所属", "国家级", "省级", "市级", "县级"}
    )
    return re.compile(rf"(?:{generic})")


@cache
def _area_words() -> tuple[str, ...]:
    return tuple(word for word in words("area_words") if len(word) > 1)


@cache
def _many() -> frozenset[str]:
    """Words that are names by themselves and stand for many."""
    return words("alone") - words("anaphors") - words("single") - {"省里", "市里", "县里"}


@lru_cache(REMEMBERED)
def is_collective(name: str) -> bool:
    """Whether a name stands for many bodies: 各县（市、区）人民政府, 有关部门, 市级行业主管部门, 登记机关."""
    if name in local_names() or name in national_names():
        return False
    if name.startswith(listed("whole_areas")):
        return is_collective(name[2:])  # 全省各地; 全省春运领导小组 is one
    if name[0].isdigit() and COUNTED.match(name):
        return True  # 12个县（市、区）
    if name.startswith(_area_words()):
        return True  # 市、县（区）人民政府, 乡镇政府
    if "的" in name and name.partition("的")[2] in (*_area_words(), "地区", "地方"):
        return True  # 任务重的县（市、区）
    if quantified().match(name) or name in _many():
        return True
    if re.search(r"(?:有关|相关|各|其他)[^，]{0,6}(?:部门|单位|机构)", name):
        return True
    return name.endswith(head_ends("organ")) and not level_pattern().match(name)


class Finder:
    """The words of one text that can be part of a name; made once a reading. ``gaps``: the places before which the source
    has a wide blank, in order."""

    def __init__(self, text: str, gaps: Sequence[int] = ()) -> None:
        self.text = text
        self._gaps = gaps
        core, cores = core_automaton()
        blocked = words("blockers")
        found = core.find_matches_as_indexes(text)
        hits = [_whole(text, s, e, cores[i]) for i, s, e in found if cores[i] not in blocked]
        self._before: dict[int, tuple[int, ...]] = {}
        self.cores = _merged(hits, list(self._formal({e: s for s, e, _ in hits})))
        self.shorts = frozenset(self._shorts())
        if self.shorts:
            self.cores = sorted([*self.cores, *((s, e, text[s:e]) for s, e in self.shorts)])
        self.starts = [s for s, _, _ in self.cores]

    def _shorts(self) -> Iterator[tuple[int, int]]:
        """Where short names stand that the text defines (以下简称市森防指) as they shorten the name before them, and that are
        no names by themselves."""
        ends = {e for _, e, _ in self.cores}
        defined = {
            m["short"]
            for m in SHORT.finditer(self.text)
            if m.start() in ends
            and abbreviates(m["short"], self.text[max(0, m.start() - LONGEST_NAME) : m.start()])
            and not m["short"].endswith(head_ends("organ"))
        }
        if not defined:
            return
        definitions = [m.span() for m in SHORT.finditer(self.text)]
        held = Ranges([*((s, e) for s, e, _ in self.cores), *definitions])
        for m in re.finditer(rf"(?:{alternatives(defined)})(?:办公室)?(?!{MEMBERS})", self.text):
            if not held.overlap(*m.span()):
                yield m.span()

    def _formal(self, begun: Mapping[int, int]) -> Iterator[tuple[int, int, str]]:
        """Names by their form alone; 广州证管办 begins with 广州, not with 州. ``begun``: where the words begin that can end a
        name, by their ends: 各省、自治区、直辖市|经贸委 is one."""
        for m in FORMAL.finditer(self.text):
            level = m.end("level")
            start = min([m.start(), *self._words_before(level)])
            if self.is_words(level, m.end() - 1):
                start = min(start, begun.get(level, level))
            yield start, m.end(), self.text[start : m.end()]

    def between(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        i = bisect_left(self.starts, start)
        while i < len(self.cores) and self.cores[i][1] <= end:
            yield self.cores[i]
            i += 1

    def names_outside(self, masked: Ranges, start: int, end: int) -> bool:
        """Whether a word of ``[start, end)`` that can end a name lies outside all of ``masked``."""
        cores, overlap = self.cores, masked.overlap
        for i in range(bisect_left(self.starts, start), len(cores)):
            s, e, _ = cores[i]
            if e > end:
                return False
            if not overlap(s, e):
                return True
        return False

    def _words_before(self, place: int) -> tuple[int, ...]:
        """Where the known words begin that end at ``place``; looked up where it is asked for, which is near few places."""
        found = self._before.get(place)
        if found is None:
            known, lengths = prefixes()
            text, starts = self.text, []
            for size in lengths.get(text[place - 1 : place], ()):
                if size <= place and text[place - size : place] in known:
                    starts.append(place - size)
            if text[place - 1 : place] == "）" and (second := self._second(place)):
                starts.append(second)
            found = self._before[place] = tuple(starts)
        return found

    def _second(self, place: int) -> int | None:
        """Where a function in brackets begins that ends at ``place``."""
        m = SECOND.search(self.text, max(0, place - 8), place)
        known = m is not None and (m["function"] in words("functions") or m["function"] in words("modifiers"))
        return m.start() if m and known else None

    def leftmost(self, position: int, floor: int) -> int:
        """The leftmost place from which known words lead to ``position`` without a gap."""
        if not self._words_before(position):
            return position
        best, open_places, seen = position, [position], {position}
        while open_places:
            place = open_places.pop()
            best = min(best, place)
            for s in self._words_before(place):
                if s >= floor and s not in seen:
                    seen.add(s)
                    open_places.append(s)
        return best

    def gap_before(self, position: int, floor: int) -> int:
        """The last place in ``[floor, position]`` before which the source has a wide blank, ``floor`` where there is none."""
        i = bisect_right(self._gaps, position) - 1
        return max(floor, self._gaps[i]) if i >= 0 else floor

    def is_words(self, start: int, end: int) -> bool:
        """Whether known words fill ``[start, end)``."""
        return start < end and self.leftmost(end, start) == start


def _whole(text: str, s: int, e: int, core: str) -> tuple[int, int, str]:
    """A word that can end a name with its place; 规划委 in 规划委员会 with its rest."""
    if core[-1] == "委" and text.startswith("员会", e):
        return s, e + 2, core + "员会"
    return s, e, core


def _merged(
    hits: list[tuple[int, int, str]], formal: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Both kinds of ends in order of place; formal names that hold others replace them, adjacent ones become one."""
    held: list[tuple[int, int, str]] = []
    formal = [f for f in formal if not _holds_two(hits, f)]
    spans = [(s, e) for s, e, _ in formal]
    kept = [h for h in hits if not any(s <= h[0] and h[1] <= e for s, e in _near(spans, h))]
    for s, e, word in sorted([*kept, *formal]):
        if held and s < held[-1][1]:
            continue
        if held and s == held[-1][1] and (word in words("heads") or _belongs(held[-1][2], word)):
            held[-1] = (held[-1][0], e, held[-1][2] + word)
        else:
            held.append((s, e, word))
    return held


def _holds_two(hits: list[tuple[int, int, str]], formal: tuple[int, int, str]) -> bool:
    """Whether a name by form runs over two names of the lexicon: 市教育局联合市财政局."""
    i = bisect_left(hits, (formal[0],))
    inside = [h for h in hits[i : i + 8] if h[1] <= formal[1] and h[2] in local_names()]
    return len(inside) > 1


def _belongs(owner: str, word: str) -> bool:
    """市政府有关部门: what stands directly behind a government is its own."""
    return (
        owner.endswith(("政府", "管委会"))
        and word.startswith(("有关", "相关", "各", "直属", "所属"))
        and word in words("alone")
    )


def _near(spans: list[tuple[int, int]], hit: tuple[int, int, str]) -> list[tuple[int, int]]:
    i = bisect_left(spans, (hit[0] + 1,))
    return spans[max(0, i - 2) : i]


def finder_of(reading: Reading) -> Finder:
    """The words of a reading, found once."""
    found = reading.__dict__.get("_bodies")
    if found is None:
        found = reading.__dict__["_bodies"] = Finder(reading.text, reading.wide_gaps())
    return found
