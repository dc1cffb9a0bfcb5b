"""The names of a list in a statement, where every name counts: ``parse_list``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from gongwen.extract import areas
from gongwen.extract.bodies.ellipsis import ends_like_name, is_known_name, is_name, lead_of, of_place
from gongwen.extract.bodies.lexicon import heads, level_pattern, listed, local_names, national_names, words
from gongwen.extract.bodies.mentions import BodyMention, Finder, finder_of, is_collective, quantified
from gongwen.extract.reading import Reading, Seam

ETC = re.compile(
    r"(?<![高中初平同上优])等(?:[0-9一二三四五六七八九十]{1,3}个?)?(?P<head>(?:涉及[^，。；]{0,12})?(?:有关|相关|各|市级|省级|县级|其他)*"
    r"(?P<kind>[^，。；：、（）]{0,8}?)(?P<end>部门和单位|部门|单位|机构|机关|司局|厅局|企业|方面|地))?"
)


LIST_SEPARATOR = re.compile(r"[、，；,;\n/]")
LEADING = re.compile(r"^(?:由|请|以及|和|及|与|并|主要|[△▲☆★※*●◆:：.。\s])+")
TRAILING = re.compile(
    r"(?:共同|分别|各自|按职责|按职能|按照职责|按职责分工|按照职责分工|按照各自职责|为主|为|均|[△▲☆★※*●◆.。\s])+$"
)
BY = re.compile(r"[^由（）]{2,30}(?<!自)由(?=[一-龥]{2})")
NOBODY = re.compile(r"[0-9]|完成|推进|持续|坚持|实施|开展|长期|每年|年底|月底|电话|已|元$|(?<!级)以上|进度")
# 12个试点县（市、区）人民政府
COUNTED_BODIES = re.compile(r"[0-9]{1,3}个[一-龥（）、]{1,30}(?:政府|管委会|部门|单位)")
LONGEST = 42


@cache
def _groups() -> tuple[str, ...]:
    return tuple(head for head in heads("group") if len(head) > 2)


def _is_group(name: str) -> bool:
    """Whether a name is that of a group, which may say what it is for: 省推进…建设领导小组."""
    return any(head in name for head in _groups()) and name.startswith(listed("group_levels"))


def parse_list(reading: Reading, start: int, end: int, carried: str | None = None) -> tuple[BodyMention, ...]:
    """The names of a list, every one of them, enterprises and associations too, in order of place."""
    finder = finder_of(reading)
    found: list[BodyMention] = []
    parts = [_listed(finder, s, e) for s, e in _parts(reading, finder, start, end)]
    for mention in _of_kinds(_of_places(reading.text, [mention for mention in parts if mention])):
        if not found:
            carried = _carried(mention.name, carried)
        found.append(_with_level(mention, carried))
    return tuple(_completed(found))


def _of_places(text: str, mentions: list[BodyMention]) -> list[BodyMention]:
    """Places without their level take it, and what it has, from the name behind them: 云州、临溟市人民政府."""
    for i in range(len(mentions) - 2, -1, -1):
        if text[mentions[i].end : mentions[i + 1].start] not in ("、", "和", "与", "及"):
            continue
        if name := of_place(mentions[i].name, mentions[i + 1].name):
            mentions[i] = mentions[i]._replace(name=name, collective=False, known=True)
    return mentions


def _of_kinds(mentions: list[BodyMention]) -> list[BodyMention]:
    """Enterprises of a kind behind those of another are all of theirs: 各港口企业、外贸企业."""
    for i in range(1, len(mentions)):
        name, before = mentions[i].name, mentions[i - 1].name
        kinds = name.endswith(KINDS) and before.startswith("各") and before.endswith(KINDS)
        if kinds and not (
            name.startswith("各") or name in local_names() or PROPER.match(name) or areas.at(name, 0)
        ):
            mentions[i] = mentions[i]._replace(name=f"各{name}", collective=True)
    return mentions


KINDS = ("企业", "公司")
# 省属企业, 市供水公司 have owners, 有关企业 are some
PROPER = re.compile(r"[省市县区州国央]|自治|中[国央]|有关|相关|其他|电力|移动|联通|电信")


def _completed(found: list[BodyMention]) -> Iterator[BodyMention]:
    """Names that their list completes: functions take 部门 (教育、财政), areas the government behind them
    (各市州、县级人民政府), members their group, and the first name its levels (各级财政、水利)."""
    levels = ""
    for i, mention in enumerate(found):
        following = found[i + 1].name if i + 1 < len(found) else ""
        before = found[i - 1].name if i else ""
        level, function = _function_of(mention)
        if function:
            if level == ALL_LEVELS:
                levels = level if i + 1 < len(found) and _function_of(found[i + 1])[1] else ""
            if level == ALL_LEVELS and not levels:
                yield mention  # 各级财政 alone pays
            else:
                yield mention._replace(name=f"{levels or level}{function}部门", collective=True)
        elif MEMBERS.fullmatch(mention.name) and before.endswith(_groups()):
            yield mention._replace(name=before.removesuffix("办公室") + mention.name, collective=True)
        elif lead_of(mention.name) == mention.name and (m := GOVERNMENT.fullmatch(following)):
            yield mention._replace(name=mention.name + m["head"], collective=True)
        elif before.startswith("各") and lead_of(before) == before and GOVERNMENT.fullmatch(mention.name):
            yield mention._replace(name="各" + mention.name, collective=True)
        else:
            yield mention


def _function_of(mention: BodyMention) -> tuple[str, str]:
    """Level and function of what is named by these alone: 各级, 财政 of 各级财政; none of a name as it stands (妇联)."""
    stem = mention.name.removesuffix("部门")
    level = ALL_LEVELS if stem.startswith(ALL_LEVELS) else ""
    if not level and mention.carried and stem.startswith(mention.carried):
        level = mention.carried
    function = stem[len(level) :]
    return (level, function) if function in words("functions") and not is_name(stem) else ("", "")


# 市推进…领导小组办公室及|各成员单位
MEMBERS = re.compile(r"各?成员单位")
ALL_LEVELS = "各级"
GOVERNMENT = re.compile(r"(?:省|市|州|县|区|乡|镇|乡镇|街道)级?(?P<head>人民政府|政府|管委会)")


def _carried(name: str, before: str | None) -> str | None:
    """What the first name of a list hands on to the others: its level (省 of 省教育厅) or its area (云岭省 of 云岭省教育厅,
    in whose list 省财政厅 is that province's)."""
    level = level_pattern().match(name)
    if level:
        return before if before and before.endswith(level.group()) else level.group()
    place = None if name in local_names() else areas.at(name, 0)
    if place and place.endswith(("省", "市", "自治区")) and not GOVERNMENT_OF.fullmatch(name, len(place)):
        return place
    return before


def carried_on(mentions: Sequence[BodyMention]) -> Iterator[BodyMention]:
    """The names of a list in running text, the level or area of the first one handed on to departments without any."""
    one = bool(mentions) and not mentions[0].collective
    carried = _carried(mentions[0].name, None) if one else None
    for mention in mentions:
        yield _with_level(mention, carried) if mention.name in local_names() else mention


GOVERNMENT_OF = re.compile(r"(?:人民)?政府|管委会")


def _with_level(mention: BodyMention, carried: str | None) -> BodyMention:
    name = mention.name
    if carried == mention.carried:
        return mention
    if not carried or mention.collective:
        return mention._replace(carried=carried)
    level = level_pattern().match(name)
    if level and len(carried) > len(level.group()) and carried.endswith(level.group()):
        return mention._replace(name=carried + name[level.end() :], carried=carried)
    if not _is_bare(name):
        return mention._replace(carried=carried)
    return mention._replace(name=carried + name, carried=carried)


def _is_bare(name: str) -> bool:
    """Whether a name has no level, area or owner of its own, so that the one at the head of its list is its too."""
    if name in local_names():
        return True
    if (
        GOVERNMENT.fullmatch(name)
        or level_pattern().match(name)
        or name[0].isdigit()
        or name.startswith(("各", "有关", "相关", "国家", "中央", "中国", "国务院", "全国", "其他", "当地"))
    ):
        return False
    if name in words("alone") or name.startswith("团"):
        return False
    return not any(areas.at(name, i) for i in range(min(6, len(name) - 1)))


def _parts(reading: Reading, finder: Finder, start: int, end: int) -> Iterator[tuple[int, int]]:
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
    cuts += [(i, i) for i in _glued(finder, start, end)]
    position = start
    for a, b in sorted(cuts):
        if a > position:
            yield position, a
        position = max(position, b)
    if position < end:
        yield position, end


def _glued(finder: Finder, start: int, end: int) -> Iterator[int]:
    """Where one complete name directly follows another: 云州市人民政府|江岭省教育厅, 省农业厅|省民政厅."""
    last = None
    for s, e, core in finder.between(start, end):
        if last is not None and finder.leftmost(s, last) == last and _is_whole(finder.text, last):
            yield last
        last = e if core in local_names() and not core.endswith("行") else None
        if begins := _begins_behind(finder.text, e, end, core):
            yield begins
            last = None


def _begins_behind(text: str, place: int, end: int, core: str) -> int | None:
    """Where a name begins right behind the association or ministry that ends at ``place``: 云州市工艺美术协会|中国轻工业联合会,
    国家林业局|中国花卉协会, 云州市文化交流协会（台湾）|云州市工艺美术学会; 国家税务总局云州市税务局 is one."""
    bracket = BRACKET.match(text, place, end)
    behind = bracket.end() if bracket else place
    if behind >= end - 1 or not IDEOGRAPH.match(text, behind) or (bracket and OFFICES.match(text, behind)):
        return None
    national = OF_NATION.match(text, behind, end) is not None
    if core.endswith(ASSOCIATIONS):
        place_begins = _is_area(text, behind) or REGION.match(text, behind) is not None
        begins = national or place_begins or (bracket is not None and core != CENTRE)
    elif core.endswith(MINISTRIES) and (core in national_names() or core.endswith("办公室")):
        begins = national and not bracket
    else:
        whole = core.endswith("人民政府") or (bracket is not None and core in local_names())
        begins = whole and _is_area(text, behind)
    return behind if begins else None


ASSOCIATIONS = ("协会", "学会", "商会", "联合会", "联谊会", "总工会", "研究院", "联合社", "中心")
CENTRE = "中心"
MINISTRIES = ("部", "委", "局", "署", "室")
OF_NATION = re.compile("中国(?!（)|中华|国家|国务院")
BRACKET = re.compile(r"（[一-龥]{2,8}）")
OFFICES = re.compile("办公室|秘书处|[和与及等]")
IDEOGRAPH = re.compile("[一-龥]")


# Places without a level.
REGION = re.compile("台湾|香港|澳门")


def _is_area(text: str, place: int) -> bool:
    """Whether the name of a province or city with its level begins at ``place``."""
    area = areas.at(text, place)
    return area is not None and len(area) > 2 and area[-1] in "省市州"


def _is_whole(text: str, place: int) -> bool:
    """Whether a level or the full name of an area begins the name at ``place``."""
    area = areas.at(text, place)
    return bool(level_pattern().match(text, place)) or (area is not None and area[-1] in "省市县区州盟旗")


SPLIT = re.compile(r"[（）〔〕、，；,;\n/]|以及|及其(?![他余它])|[和及与]")
# 各市、县（区）人民政府 and 省、自治区、直辖市 are one item each
AREA_LIST = re.compile(
    r"各(?:省|市|州|地|县|区|旗|盟)(?:、(?:市|州|县|区|旗|盟|乡|镇)){2,4}(?:人民)?政府|各(?:州|地|盟)、市(?:人民)?政府|(?:各|有关|相关)?乡、镇(?:人民)?政府|(?:各|有关|相关)?(?:设区的?市|地级以上市|市|州|地|盟|省|区)、(?:县|区|自治区、直辖市|自治州|旗)(?!级)(?:市|区|（[市区旗、]{1,4}）|〔[市区旗、]{1,4}〕|（自治县）)*"
    r"(?:人民)?(?:政府|管委会|行署)?"
)


def _splits(finder: Finder, m: re.Match[str], end: int) -> bool:
    if LIST_SEPARATOR.fullmatch(m.group()):
        return True
    i = bisect_left(finder.starts, m.end()) - 1
    if i >= 0 and finder.cores[i][0] < m.start() and m.end() < finder.cores[i][1]:
        return False  # inside a known name: 发展和改革委员会
    left = finder.text[max(0, m.start() - 12) : m.start()]
    right = finder.text[m.end() : min(end, m.end() + 12)]
    ends = ends_like_name(left) or (i >= 0 and finder.cores[i][1] == m.start())
    return ends and _begins_like_name(right)


def _begins_like_name(text: str) -> bool:
    if level_pattern().match(text) or quantified().match(text) or areas.at(text, 0) or MEMBERS.match(text):
        return True
    return any(text.startswith(n) for n in _beginnings(text[:1]))


@cache
def _beginnings(char: str) -> tuple[str, ...]:
    every = {*local_names(), *national_names(), *words("alone"), *words("quantifiers")}
    return tuple(sorted(n for n in every if n[0] == char))


def _blank_splits(reading: Reading, finder: Finder, place: int, seam: Seam, end: int) -> bool:
    if seam not in (Seam.BLANK, Seam.WIDE):
        return False
    left, right = reading.text[max(0, place - 12) : place], reading.text[place : min(end, place + 12)]
    return ends_like_name(left) and _begins_like_name(right)


def _listed(finder: Finder, s: int, e: int) -> BodyMention | None:
    """The name in one part of a list, None where there is none."""
    text = finder.text
    etc = ETC.search(text, s, e)
    if etc:
        e = etc.start()
    if by := BY.match(text, s, e):  # 车辆整治由市公安局
        s = by.end()
    lead = LEADING.match(text[s:e])
    s += lead.end() if lead else 0
    tail = TRAILING.search(text[s:e])
    e = s + tail.start() if tail else e
    name = text[s:e]
    if not 1 < len(name) <= LONGEST:
        return None
    if NOBODY.search(name) and not (_is_group(name) or COUNTED_BODIES.fullmatch(name)):
        return None
    if name in words("anaphors"):
        return BodyMention(s, e, name, anaphor=True)
    known = is_known_name(name) or ends_like_name(name) or name in words("functions")
    return BodyMention(s, e, name, is_collective(name), known=known)
