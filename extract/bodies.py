"""Names of bodies in text: ``find_bodies`` for running sentences, ``parse_list`` where every name counts.

A name ends with a word that can end one (教育局, 主管部门, 领导小组) and reaches left over levels, areas, quantifiers,
functions: 县（市、区）+ 工业和信息化 + 主管部门. What lies between the head of a clause and such a word belongs to the name too, if
it is a noun phrase: 涉企经营许可事项 + 市级 + 主管部门.

    find_bodies(reading, start, end)            -> mentions in order, not overlapping
    parse_list(reading, start, end, carried)    -> the names of a list; ``carried`` is the 省 that an earlier list began with
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from gongwen.extract import areas
from gongwen.extract.body_lexicon import (
    alternatives,
    core_automaton,
    heads,
    level_pattern,
    local_names,
    national_names,
    prefix_automaton,
    words,
)
from gongwen.extract.reading import Reading, Seam

# How far left of its last word a name may begin: the longest names of leading groups have about forty characters.
REACH = 44
FREE = 16
CLAUSE = re.compile(r"[，。；：、！？\n“”（）《》〔〕【】,;:]")
NOUNS = re.compile(r"[一-龥]+")
ETC = re.compile(
    r"(?<![高中初平同上优])等(?:[0-9一二三四五六七八九十]{1,3}个?)?(?P<head>(?:涉及[^，。；]{0,12})?(?:有关|相关|各|市级|省级|县级|其他)*"
    r"(?P<kind>[^，。；：、（）]{0,8}?)(?P<end>部门和单位|部门|单位|机构|机关|司局|厅局|企业|方面|地))?"
)
# 市粮食物资局, 省港航事业发展中心: a level, some words, a suffix, and what can follow a name
FORMAL = re.compile(
    r"(?:自治区|省|市|县|区|州)[一-龥]{2,10}?(?:厅|局|委|办|署)(?=[、，。；：（）和及与或牵负配等要应会按将对根在制组统\n]|$)"
)


@dataclass(frozen=True, slots=True)
class BodyMention:
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
def _quantified() -> re.Pattern[str]:
    generic = alternatives(
        words("quantifiers") - {"国务院", "本", "我", "该", "主管", "所属", "国家级", "省级", "市级", "县级"}
    )
    return re.compile(rf"(?:{generic})")


def is_collective(name: str) -> bool:
    """Whether a name stands for many bodies: 各县（市、区）人民政府, 有关部门, 市级行业主管部门, 登记机关."""
    if name in local_names() or name in national_names():
        return False
    if _quantified().match(name) or name in words("alone") - words("anaphors") - _SINGLE - {
        "省里",
        "市里",
        "县里",
    }:
        return True
    if re.search(r"(?:有关|相关|各|其他)[^，]{0,6}(?:部门|单位|机构)", name):
        return True
    return name.endswith(tuple(heads("organ"))) and not level_pattern().match(name)


_SINGLE = frozenset(
    [
        "省政府",
        "市政府",
        "县政府",
        "区政府",
        "省委",
        "市委",
        "县委",
        "区委",
        "自治区党委",
        "团中央",
        "团省委",
        "团市委",
        "团县委",
        "团区委",
        "团州委",
        "共青团省委",
        "共青团市委",
        "国务院",
        "党中央",
        "联席会议",
        "联席会议办公室",
        "领导小组",
        "领导小组办公室",
        "中央军委装备发展部",
    ]
)


class _Finder:
    """The words of one text that can be part of a name; made once a reading."""

    def __init__(self, text: str) -> None:
        self.text = text
        core, cores = core_automaton()
        hits = [(s, e, cores[i]) for i, s, e in core.find_matches_as_indexes(text)]
        formal = [(m.start(), m.end(), m.group()) for m in FORMAL.finditer(text)]
        self.cores = _merged(hits, formal)
        self.starts = [s for s, _, _ in self.cores]
        prefix, _ = prefix_automaton()
        self.before: dict[int, list[int]] = defaultdict(list)
        for _, s, e in prefix.find_matches_as_indexes(text, overlapping=True):
            self.before[e].append(s)

    def between(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        i = bisect_left(self.starts, start)
        while i < len(self.cores) and self.cores[i][1] <= end:
            yield self.cores[i]
            i += 1

    def leftmost(self, position: int, floor: int) -> int:
        """The leftmost place from which known words lead to ``position`` without a gap."""
        best, open_places, seen = position, [position], {position}
        while open_places:
            place = open_places.pop()
            best = min(best, place)
            for s in self.before.get(place, ()):
                if s >= floor and s not in seen:
                    seen.add(s)
                    open_places.append(s)
        return best

    def is_words(self, start: int, end: int) -> bool:
        """Whether known words fill ``[start, end)``."""
        return start < end and self.leftmost(end, start) == start


def _merged(
    hits: list[tuple[int, int, str]], formal: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Both kinds of ends in order of place; formal names that hold others replace them, adjacent ones become one."""
    held: list[tuple[int, int, str]] = []
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


def _finder(reading: Reading) -> _Finder:
    found = reading.__dict__.get("_bodies")
    if found is None:
        found = reading.__dict__["_bodies"] = _Finder(reading.text)
    return found


def find_bodies(reading: Reading, start: int, end: int) -> tuple[BodyMention, ...]:
    """The maximal names of bodies in ``[start, end)``, in order, not overlapping."""
    finder = _finder(reading)
    found: list[BodyMention] = []
    for s, e, core in finder.between(start, end):
        etc = ETC_END.search(finder.text, max(start, s - 5), s) if GENERIC.fullmatch(core) else None
        floor = start if etc or not found else max(start, _floor(found[-1]))
        for mention in (
            _elliptical(finder, etc.start(), core, floor) if etc else _mentions(finder, s, e, core, floor)
        ):
            while found and found[-1].end > mention.start:
                found.pop()
            found.append(mention)
    return tuple(_with_shared_function(finder.text, found))


def _floor(before: BodyMention) -> int:
    """How far left the next name may reach: areas alone (各县（市、区）) may turn out to be its beginning."""
    return before.start if _is_areas(before.name) else before.end


def _with_shared_function(text: str, found: list[BodyMention]) -> Iterator[BodyMention]:
    """有关市州、县市区水行政主管部门: areas alone before a name that begins with areas share its function."""
    for i, mention in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else None
        if (
            following
            and text[mention.end : following.start] in ("、", "和", "及")
            and _is_areas(mention.name)
        ):
            rest = following.name[len(_lead(following.name)) :]
            if rest != following.name and rest not in ("", "人民政府", "政府") and GENERIC_END.search(rest):
                yield replace(mention, name=mention.name + rest)
                continue
        before = found[i - 1] if i else None
        if (
            before
            and before.name.startswith(("有关", "相关", "各"))
            and text[before.end : mention.start] in ("、", "和", "及")
        ):
            lead = _lead(mention.name)
            if (
                _is_areas(before.name)
                and lead
                and lead != mention.name
                and not lead.startswith(("有关", "相关", "各", "县级", "市级", "省级"))
            ):
                yield replace(mention, name=before.name[: 1 if before.name[0] == "各" else 2] + mention.name)
                continue
        yield mention


GENERIC_END = re.compile(r"(?:部门|机构|机关)$")


def _is_areas(name: str) -> bool:
    return (
        name not in ("各级", "各地")
        and _lead(name) == name
        and not name.endswith(("级", "有关", "相关", "各"))
    )


# 等部门, 等31个部门和单位, 等相关行政主管部门
ETC_END = re.compile(r"等(?:[0-9一二三四五六七八九十]{1,3}个)?$")
GENERIC = re.compile(
    r"(?:有关|相关|各有关|各相关|各)?(?P<head>(?:行政|行业|职能|监管|执法|业务){0,2}(?:主管|监管|管理|执法|职能)?(?:部门和单位|单位和部门|部门、单位|部门单位|部门|单位|机构|机关|司局))"
)


def _mentions(finder: _Finder, s: int, e: int, core: str, floor: int) -> list[BodyMention]:
    text = finder.text
    clause = _clause_start(text, s, floor)
    first = finder.leftmost(s, clause)
    if core in words("heads") or core.endswith(tuple(words("heads"))):
        first = _free(text, clause, first, core)
    name = text[first:e]
    if (
        len(name) < 3
        and name not in words("alone")
        and name not in local_names()
        and name not in national_names()
    ):
        return []
    if name in words("anaphors"):
        return [BodyMention(first, e, name, anaphor=True)]
    if name in words("not_bodies") or any(len(w) > 3 and name.endswith(w) for w in words("not_bodies")):
        return []
    own = BodyMention(first, e, name, is_collective(name))
    shared = _shared(finder, first, e, core, floor)
    including = INCLUDING.match(text, e)
    if including:  # 市属职业院校（含技工院校）
        own = replace(own, end=including.end(), name=name + including.group())
    if shared and not _lead(name):
        own = replace(own, name=_lead(shared[0].name) + name)
    return [*shared, own]


INCLUDING = re.compile(r"（含[^（）\n]{1,14}）")


def _clause_start(text: str, position: int, floor: int) -> int:
    low = max(floor, position - REACH)
    start = low
    for m in CLAUSE.finditer(text, low, position):
        inside = _bracketed(text, m.start(), position)
        if not inside:
            start = m.end()
    return start


AREA_BRACKET = re.compile(
    r"（[市县区州、旗]{1,5}）|〔[市县区州、旗]{1,5}〕|[市县省地州]、(?=[县区自州市（〔])|“[^”\n]{1,12}”"
)


def _bracketed(text: str, place: int, position: int) -> bool:
    """Whether the mark at ``place`` is part of 县（市、区）, 市、县, or of a quoted word inside a name."""
    low = max(0, place - 14)
    return any(m.start() <= place < m.end() <= position for m in AREA_BRACKET.finditer(text, low, position))


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile("|".join([*words("break_patterns"), alternatives(words("breaks"))]))


@cache
def _strict_breaks() -> re.Pattern[str]:
    return re.compile(alternatives(words("strict_breaks")))


def _free(text: str, clause: int, first: int, core: str) -> int:
    """The clause's head, where what lies between it and the known words is a noun phrase."""
    gap = text[clause:first]
    if not gap:
        return first
    if _quantified().match(gap) and len(gap) <= REACH // 2 and not _strict_breaks().search(gap):
        return clause
    last = None
    for m in _breaks().finditer(gap):
        last = m
    if core.endswith(tuple(heads("group"))):
        opened = GROUP_OPENING.search(gap)
        if opened and len(gap) <= REACH:
            return clause + opened.start("name")
    if last is not None:
        if last.group() not in words("openers"):
            return first
        gap, clause = gap[last.end() :], clause + last.end()
    if 1 < len(gap) <= FREE and gap[0] != "的" and NOUNS.fullmatch(gap):
        return clause
    return first


# 由市推进“放管服”改革协调小组, 成立全市招商领导小组: where the name of a group begins
GROUP_OPENING = re.compile(
    r"(?:^|由|成立|设立|建立|组建|报|向|同)(?P<name>(?:自治区|全?省|全?市|全?县|全?区|州|国家|国务院|中央)(?=[一-龥“])[^，。；]*)$"
)


@cache
def _organ_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(heads('organ') | heads('government'))})$")


def _shared(finder: _Finder, first: int, end: int, core: str, floor: int) -> list[BodyMention]:
    """妇幼保健、疾病预防控制、卫生监督机构: what stands before 、 shares the head of the name behind it."""
    m = _organ_end().search(core)
    if m is None:
        return []
    head = m.group() if m.group().endswith("部门") else m.group()[-2:]
    items = list(_items_before(finder, first, floor))
    if not items or not all(finder.is_words(s, e) for s, e in items):
        return []
    text = finder.text
    lead = _lead(text[items[0][0] : items[0][1]])
    own = text[first:end]
    found = []
    for i, (s, e) in enumerate(items):
        words_ = text[s:e]
        if words_ in words("levels") or words_ in words("quantifiers"):
            return []
        if _lead(words_) == words_:  # 有关市州、县市区水行政主管部门
            if not _lead(own) or (own == _lead(own) + m.group() and m.group() in heads("organ")):
                return []
            found.append(BodyMention(s, e, words_ + own[len(_lead(own)) :], True))
        else:
            found.append(BodyMention(s, e, (lead if i else "") + words_ + head, True))
    return found


def _lead(words_: str) -> str:
    """The level and area with which the first item of a list begins: 各县（市、区） of 各县（市、区）妇幼保健."""
    m = _lead_pattern().match(words_)
    return m.group() if m else ""


@cache
def _lead_pattern() -> re.Pattern[str]:
    every = words("quantifiers") | words("area_words") | words("levels")
    functions = alternatives(w for w in words("functions") if w[0] in "市水地区乡")
    return re.compile(rf"(?:(?!(?:{functions}))(?:{alternatives(every)}))+")


SEPARATOR = re.compile(r"[、和及与]$|以及$")


def _items_before(finder: _Finder, position: int, floor: int) -> Iterator[tuple[int, int]]:
    """The items of a 、 list that ends right before ``position``, first to last."""
    items: list[tuple[int, int]] = []
    text = finder.text
    while position - 1 > floor and text[position - 1] in "、和及与" and len(items) < 30:
        end = position - 1
        start = finder.leftmost(end, max(floor, end - REACH))
        if start == end or (
            start > floor and text[start - 1] not in "、和及与，。；：由同合\n” " and start - 1 != floor
        ):
            break
        items.append((start, end))
        position = start
    yield from reversed(items)


def _elliptical(finder: _Finder, position: int, core: str, floor: int) -> list[BodyMention]:
    """教育、妇联、工会等单位: the items before 等 are what is named; functions take 部门 to make a name."""
    text = finder.text
    items: list[tuple[int, int]] = []
    stop = position
    while stop > floor and len(items) < 40:
        start = _item_start(finder, stop, floor)
        if start == stop:
            break
        items.append((start, stop))
        if start <= floor or text[start - 1] not in "、和及与":
            break
        stop = start - 1
    generic = GENERIC.fullmatch(core)
    head = generic["head"] if generic else core
    head = (
        "部门"
        if head in ("单位", "部门和单位", "单位和部门", "机构", "部门单位", "部门、单位", "司局")
        else head
    )
    items.reverse()
    lead = _lead(text[items[0][0] : items[0][1]]) if items else ""
    return [_item(text, s, e, head, lead if i else "") for i, (s, e) in enumerate(items)]


def _item(text: str, s: int, e: int, head: str, lead: str) -> BodyMention:
    words_ = text[s:e]
    if _is_name(words_):
        return BodyMention(s, e, words_, is_collective(words_))
    own = "" if _lead(words_) or not lead.startswith(("同级", "各", "县级", "市级", "省级")) else lead
    return BodyMention(s, e, own + words_ + head, True)


def _is_name(words_: str) -> bool:
    """Whether the words are a name as they stand, not a mere function."""
    if is_known_name(words_):
        return words_ not in words("functions") or words_ not in national_names() or words_ in local_names()
    return words_ not in words("functions") and _ends_like_name(words_)


def is_known_name(name: str) -> bool:
    """Whether the lexicon has the name, also behind its level: 妇联, 市妇联."""
    level = level_pattern().match(name)
    rest = name[level.end() :] if level else name
    return rest in local_names() or rest in national_names()


def _item_start(finder: _Finder, stop: int, floor: int) -> int:
    """Where the item that ends at ``stop`` begins: known words, or a name."""
    i = bisect_left(finder.starts, stop) - 1
    if i >= 0 and finder.cores[i][1] == stop:
        s = finder.cores[i][0]
        return finder.leftmost(s, max(floor, s - REACH))
    return finder.leftmost(stop, max(floor, stop - REACH))


@cache
def _name_end() -> re.Pattern[str]:
    ends = {
        w
        for kind in ("government", "organ", "group", "institution", "enterprise", "association", "suffix")
        for w in heads(kind)
    }
    more = [
        "行",
        "社",
        "台",
        "馆",
        "站",
        "所",
        "队",
        "团",
        "局",
        "校",
        "企业",
        "高校",
        "城",
        "库",
        "厂",
        "网",
        "法人",
        "主体",
        "港",
        "平台",
        "中心（站）",
    ]
    areas_ = [
        "省",
        "市",
        "县",
        "区",
        "州",
        "盟",
        "旗",
        "镇",
        "乡",
        "村",
        "地",
        "街道",
        "社区",
        "地区",
        "园区",
        "兵团",
    ]
    return re.compile(
        rf"(?:{alternatives([*ends, *more, *areas_])})(?:（[^（）]{{1,30}}）|〔[^〔〕]{{1,30}}〕)?$"
    )


def _ends_like_name(words_: str) -> bool:
    return _name_end().search(words_) is not None


LIST_SEPARATOR = re.compile(r"[、，；,;\n/]")
CONJUNCTION = re.compile(r"以及|[和及与]")
LEADING = re.compile(r"^(?:由|请|以及|和|及|与|并|主要|[△▲☆★※*●◆:：.。\s])+")
TRAILING = re.compile(
    r"(?:共同|分别|各自|按职责|按职能|按照职责|按职责分工|按照职责分工|按照各自职责|为主|为|均|[△▲☆★※*●◆.。\s])+$"
)
NOBODY = re.compile(r"[0-9]|完成|推进|持续|坚持|实施|开展|长期|每年|年底|月底|电话|已|元$|以上|进度")
LONGEST = 42


def parse_list(reading: Reading, start: int, end: int, carried: str | None = None) -> tuple[BodyMention, ...]:
    """The names of a list, every one of them, enterprises and associations too, in order of place."""
    finder = _finder(reading)
    found: list[BodyMention] = []
    for s, e in _parts(reading, finder, start, end):
        mention = _listed(finder, s, e)
        if mention is None:
            continue
        if not found:
            m = level_pattern().match(mention.name)
            carried = m.group() if m else carried
        found.append(_with_level(mention, carried))
    return tuple(_completed(found))


def _completed(found: list[BodyMention]) -> Iterator[BodyMention]:
    """Names that their list completes: functions take 部门 (教育、财政), areas the government behind them
    (各市州、县级人民政府)."""
    for i, mention in enumerate(found):
        following = found[i + 1].name if i + 1 < len(found) else ""
        before = found[i - 1].name if i else ""
        if mention.name in words("functions") and not _is_name(mention.name):
            yield replace(mention, name=mention.name + "部门", collective=True)
        elif _lead(mention.name) == mention.name and (m := GOVERNMENT.fullmatch(following)):
            yield replace(mention, name=mention.name + m["head"], collective=True)
        elif before.startswith("各") and _lead(before) == before and GOVERNMENT.fullmatch(mention.name):
            yield replace(mention, name="各" + mention.name, collective=True)
        else:
            yield mention


GOVERNMENT = re.compile(r"(?:省|市|州|县|区|乡|镇|乡镇|街道)级?(?P<head>人民政府|政府|管委会)")


def _with_level(mention: BodyMention, carried: str | None) -> BodyMention:
    name = mention.name
    if not carried or mention.collective or not _is_bare(name):
        return replace(mention, carried=carried)
    return replace(mention, name=carried + name, carried=carried)


def _is_bare(name: str) -> bool:
    """Whether a name has no level, area or owner of its own, so that the one at the head of its list is its too."""
    if name in local_names():
        return True
    if (
        GOVERNMENT.fullmatch(name)
        or level_pattern().match(name)
        or name.startswith(("各", "有关", "相关", "国家", "中央", "中国", "国务院", "全国", "其他", "当地"))
    ):
        return False
    if name in words("alone") or name.startswith("团"):
        return False
    return not any(areas.at(name, i) for i in range(min(6, len(name) - 1)))


def _parts(reading: Reading, finder: _Finder, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a list: split at separators outside brackets, at conjunctions and blanks between names."""
    text = reading.text
    kept = [m.span() for m in AREA_LIST.finditer(text, start, end)]
    cuts: list[tuple[int, int]] = []
    depth = 0
    for m in SPLIT.finditer(text, start, end):
        mark = m.group()
        if mark in "（〔":
            depth += 1
        elif mark in "）〕":
            depth = max(0, depth - 1)
        elif not depth and not any(a < m.start() < b - 1 for a, b in kept) and _splits(finder, m, end):
            cuts.append(m.span())
    cuts += [
        (i, i) for i, seam in reading.seams(start + 1, end) if _blank_splits(reading, finder, i, seam, end)
    ]
    position = start
    for a, b in sorted(cuts):
        if a > position:
            yield position, a
        position = max(position, b)
    if position < end:
        yield position, end


SPLIT = re.compile(r"[（）〔〕、，；,;\n/]|以及|[和及与]")
# 各市、县（区）人民政府 and 省、自治区、直辖市 are one item each
AREA_LIST = re.compile(
    r"(?:各|有关|相关)?(?:设区的?市|地级以上市|市|州|地|盟|省|区)、(?:县|区|自治区、直辖市|自治州|旗)(?!级)(?:市|区|（[市区旗、]{1,4}）|〔[市区旗、]{1,4}〕|（自治县）)*"
    r"(?:人民)?(?:政府|管委会|行署)?"
)


def _splits(finder: _Finder, m: re.Match[str], end: int) -> bool:
    if LIST_SEPARATOR.fullmatch(m.group()):
        return True
    i = bisect_left(finder.starts, m.end()) - 1
    if i >= 0 and finder.cores[i][0] < m.start() and m.end() < finder.cores[i][1]:
        return False  # inside a known name: 发展和改革委员会
    left = finder.text[max(0, m.start() - 12) : m.start()]
    right = finder.text[m.end() : min(end, m.end() + 12)]
    return _ends_like_name(left) and _begins_like_name(right)


def _begins_like_name(text: str) -> bool:
    if level_pattern().match(text) or _quantified().match(text) or areas.at(text, 0):
        return True
    return any(text.startswith(n) for n in _beginnings(text[:1]))


@cache
def _beginnings(char: str) -> tuple[str, ...]:
    every = {*local_names(), *national_names(), *words("alone"), *words("quantifiers")}
    return tuple(sorted(n for n in every if n[0] == char))


def _blank_splits(reading: Reading, finder: _Finder, place: int, seam: Seam, end: int) -> bool:
    if seam not in (Seam.BLANK, Seam.WIDE):
        return False
    left, right = reading.text[max(0, place - 12) : place], reading.text[place : min(end, place + 12)]
    return _ends_like_name(left) and _begins_like_name(right)


def _listed(finder: _Finder, s: int, e: int) -> BodyMention | None:
    """The name in one part of a list, None where there is none."""
    text = finder.text
    etc = ETC.search(text, s, e)
    if etc:
        e = etc.start()
    lead = LEADING.match(text[s:e])
    s += lead.end() if lead else 0
    tail = TRAILING.search(text[s:e])
    e = s + tail.start() if tail else e
    name = text[s:e]
    if not 1 < len(name) <= LONGEST or NOBODY.search(name):
        return None
    if name in words("anaphors"):
        return BodyMention(s, e, name, anaphor=True)
    known = is_known_name(name) or _ends_like_name(name) or name in words("functions")
    return BodyMention(s, e, name, is_collective(name), known=known)
