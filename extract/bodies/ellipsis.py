"""Names that share words with their neighbours: 妇幼保健、卫生监督机构; 教育、妇联等部门; 有关市州、县市区水行政主管部门."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from gongwen.extract import areas
from gongwen.extract.bodies.lexicon import (
    REMEMBERED,
    all_areas,
    head_ends,
    heads,
    is_area_name,
    level_pattern,
    local_names,
    national_names,
    words,
)
from gongwen.extract.bodies.mentions import BodyMention, Finder, is_collective
from gongwen.extract.bodies.starts import REACH
from gongwen.extract.duties.predicates import begins_with_verb, role_verbs
from gongwen.extract.patterns import alternatives


def with_shared_function(text: str, found: list[BodyMention]) -> Iterator[BodyMention]:
    """有关市州、县市区水行政主管部门: areas alone before a name that begins with areas share its function."""
    for i, mention in enumerate(found):
        shared = _function_behind(text, found, i) if is_areas(mention.name) else ""
        if shared:
            yield mention._replace(name=mention.name + shared)
            continue
        before = found[i - 1] if i else None
        if (
            before
            and before.name.startswith(("有关", "相关", "各"))
            and text[before.end : mention.start] in ("、", "和", "及")
        ):
            lead = lead_of(mention.name)
            if (
                is_areas(before.name)
                and before.name.startswith("各")
                and is_zone(mention.name)
                and not is_area_name(mention.name)
            ):
                yield mention._replace(name="各" + mention.name)  # 各区县、开发区
                continue
            if (
                is_areas(before.name)
                and lead
                and lead != mention.name
                and not is_area_name(lead)
                and not lead.startswith(("有关", "相关", "各", "县级", "市级", "省级"))
            ):
                yield mention._replace(name=before.name[: 1 if before.name[0] == "各" else 2] + mention.name)
                continue
            if before.name.startswith("各级") and mention.name in local_names():
                yield mention._replace(
                    name="各级" + mention.name, collective=True
                )  # 各级农业农村部门和|供销社
                continue
        yield mention


def _function_behind(text: str, found: list[BodyMention], i: int) -> str:
    """The function of the first name behind the areas that follow ``found[i]``: 主管部门 of 各市、各县主管部门."""
    for before, mention in pairwise(found[i : i + LONGEST_LIST]):
        if text[before.end : mention.start] not in ("、", "和", "及"):
            return ""
        rest = mention.name[len(lead_of(mention.name)) :]
        if rest:
            shared = rest != mention.name and GENERIC_END.search(rest) and not BARE_HEAD.fullmatch(rest)
            return rest if shared else ""
    return ""


# The most areas that share a function in one list.
LONGEST_LIST = 40
# 各区县、市级有关部门 are two, 各区县 needs no 部门
BARE_HEAD = re.compile(r"(?:有关|相关|各)?(?:部门和单位|单位和部门|部门|单位|机构|机关)")
GENERIC_END = re.compile(r"(?:部门|机构|机关)$")


def is_zone(name: str) -> bool:
    """Whether a name is a kind of area without a quantifier: 开发区."""
    return name in words("area_words") and name in words("alone")


def is_areas(name: str) -> bool:
    return (
        name not in ("各级", "各地")
        and lead_of(name) == name
        and not name.endswith(("级", "有关", "相关", "各"))
    )


# 等部门, 等31个部门和单位, 等相关行政主管部门


GENERIC = re.compile(
    r"(?:有关|相关|各有关|各相关|各)?(?P<head>(?:行政|行业|职能|监管|执法|业务){0,2}(?:主管|监管|管理|执法|职能)?(?:部门和单位|单位和部门|部门、单位|部门单位|部门|单位|机构|机关|司局|(?:人民|群众)?团体))"
)


@cache
def _organ_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(heads('organ') | heads('government'))})$")


@lru_cache(REMEMBERED)
def _organ_of(core: str) -> str | None:
    m = _organ_end().search(core)
    return m.group() if m else None


@lru_cache(REMEMBERED)
def _is_of_function(own: str, organ: str) -> bool:
    """Whether what an organ is called belongs to its function: 监管 of 市场监管|部门, which 公安 beside it has not."""
    stem, word = own.removesuffix("部门"), organ.removesuffix("部门")
    return word not in ("", "行政") and any(stem.endswith(f) and f.endswith(word) for f in words("functions"))


def shared_items(finder: Finder, first: int, end: int, core: str, floor: int) -> list[BodyMention]:
    """妇幼保健、疾病预防控制、卫生监督机构: what stands before 、 shares the head of the name behind it."""
    if first - 1 <= floor or finder.text[first - 1] not in "、和及与":
        return []
    items = list(_items_before(finder, first, floor))
    if not items or not all(finder.is_words(s, e) for s, e in items):
        return []
    text = finder.text
    own = text[first:end]
    if all(text[s:e] in LEVELS for s, e in items):
        return list(_levels(text, items, own, text[first - 1] != "、"))
    placed = [(s, e, of_place(text[s:e], own)) for s, e in items]
    if all(name for _, _, name in placed):
        return [BodyMention(s, e, name) for s, e, name in placed if name]
    organ = _organ_of(core)
    if organ is None or (organ.endswith("机关") and UNIT_OF.match(finder.text, end)):
        return []
    whole = organ.endswith("部门") and not _is_of_function(own, organ)
    head = organ if whole else organ[-2:]
    lead = lead_of(text[items[0][0] : items[0][1]])
    found = []
    for i, (s, e) in enumerate(items):
        words_ = text[s:e]
        if words_ in words("levels") or words_ in words("quantifiers"):
            return []
        if lead_of(words_) == words_:  # 有关市州、县市区水行政主管部门
            if not lead_of(own) or (own == lead_of(own) + organ and organ in heads("organ")):
                return []
            found.append(BodyMention(s, e, words_ + own[len(lead_of(own)) :], True))
        else:
            found.append(BodyMention(s, e, (lead if i else "") + words_ + head, True))
    return found


def of_place(place: str, name: str) -> str | None:
    """What ``place`` has as the place of ``name`` has it: 云州市人民政府 for 云州 (or 云州市) and 临溟市人民政府, 云州海关 for 云州
    and 临溟海关; None where ``name`` is of no place, or ``place`` none of that level."""
    other = areas.at(name, 0)
    if not other:
        return None
    own, rest = place + other[-1], name[len(other) :]
    if place[-1] in LEVELS and GOVERNMENTS.fullmatch(rest) and not _is_short(place) and areas.at(place, 0):
        return place + rest
    if other[-1] in LEVELS and areas.at(own, 0) == own:
        return own + rest
    if (
        not (rest and _is_short(place) and _is_short(other))
        or COUNTED.match(rest)
        or not ends_like_name(rest)
    ):
        return None
    return place + rest


# 广东、广西|两省区人民政府
COUNTED = re.compile(r"[省市县区州盟旗镇乡两二三四五六七八九十几等各]")


@lru_cache(REMEMBERED)
def _is_short(place: str) -> bool:
    """Whether a place is named without its level: 云州, not 云州市."""
    return any(area.short == place != area.name for area in areas.named(place))


# 省、市、|县级财政; 省、|市、县（区）政府
LEVELS = frozenset("省市县区州盟旗镇乡")
BY_LEVEL = re.compile(
    r"(?:省|市|县|区|区县|县（区）|县（市、区）|县（市）|州|盟|旗|镇|乡)级(?P<rest>[一-龥]+)$"
)
WHICH = re.compile(r"(?:有关|相关|各|主管|行政|监管)+$")
GOVERNMENTS = re.compile(r"(?:人民)?政府$")


def _levels(text: str, items: list[tuple[int, int]], own: str, joined: bool) -> Iterator[BodyMention]:
    """Levels alone before a name that begins with one: 省、市、县级财政 are three bodies; ``joined`` by a word: 市和区县水利部门
    are two, 市、县水利部门 is one."""
    m = BY_LEVEL.match(own)
    government = GOVERNMENTS.search(own)
    for s, e in items:
        if m:
            yield BodyMention(s, e, f"{text[s:e]}级{m['rest']}", True)
        elif government:
            yield BodyMention(s, e, text[s:e] + government.group())
        elif joined and (lead := WHICH.sub("", lead_of(own))) and own.endswith(head_ends("organ")):
            yield BodyMention(s, e, text[s:e] + own[len(lead) :])


@lru_cache(REMEMBERED)
def lead_of(words_: str) -> str:
    """The level and area with which a name begins: 各县（市、区） of 各县（市、区）妇幼保健. The longest that words of
    levels, areas and quantifiers can make: 各 + 县（市、区）, not 各县."""
    leads, function = _leads(), _function_of_area()
    best, reached = 0, {0}
    for place in range(min(len(words_), LONGEST_LEAD)):
        if place in reached and not function.match(words_, place):
            ends = {place + n for n in leads if words_[place : place + n] in leads[n]}
            reached |= ends
            best = max(best, *ends, best)
    return words_[:best]


LONGEST_LEAD = 40


@cache
def _leads() -> dict[int, frozenset[str]]:
    """Words of levels, areas and quantifiers by their length."""
    every = words("quantifiers") | words("area_words") | words("levels") | all_areas()
    return {n: frozenset(w for w in every if len(w) == n) for n in {len(w) for w in every}}


@cache
def _function_of_area() -> re.Pattern[str]:
    """Functions that begin like an area: 市场监管, 区划."""
    return re.compile(alternatives(w for w in words("functions") if w[0] in "市水地区乡"))


# 城乡建设、公安机关|交通管理等部门: 机关 is not the head of the list
UNIT_OF = re.compile(r"[一-龥]{2,4}(?:管理|等|部门)")


def _items_before(finder: Finder, position: int, floor: int) -> Iterator[tuple[int, int]]:
    """The items of a 、 list that ends right before ``position``, first to last."""
    items: list[tuple[int, int]] = []
    text = finder.text
    while position - 1 > floor and text[position - 1] in "、和及与" and len(items) < 30:
        end = position - 1
        start = finder.leftmost(end, max(floor, end - REACH))
        if start == end or (
            start > floor and text[start - 1] not in "、和及与，。；：由给同合其\n” " and start - 1 != floor
        ):
            break
        items.append((start, end))
        position = start
    yield from reversed(items)


def elliptical_items(finder: Finder, position: int, core: str, floor: int) -> list[BodyMention]:
    """教育、妇联、工会等单位: the items before 等 are what is named; functions take 部门 to make a name."""
    text = finder.text
    items = _items_of_list(finder, position, floor)
    generic = GENERIC.fullmatch(core)
    head = generic["head"] if generic else core
    head = (
        "部门"
        if head in ("单位", "部门和单位", "单位和部门", "机构", "部门单位", "部门、单位", "司局")
        else head
    )
    lead = lead_of(text[items[0][0] : items[0][1]]) if items else ""
    return [_item(text, s, e, head, lead if i else "") for i, (s, e) in enumerate(items)]


def _items_of_list(finder: Finder, stop: int, floor: int) -> list[tuple[int, int]]:
    """The items of the list that ends at ``stop``, first to last: known words, names, and between them other nouns
    (农牧 in 监察、农牧、统计等部门)."""
    text, known = finder.text, 0
    items: list[tuple[int, int]] = []
    while stop > floor and len(items) < 40:
        bracket = ITEM_BRACKET.search(text, max(floor, stop - LONGEST_ITEM), stop)
        end, stop = stop, bracket.start() if bracket else stop  # 发展改革（经贸）
        start = _item_start(finder, stop, floor)
        if start < stop and start > floor and text[start - 1] not in "、和及与":
            low = max(floor, stop - LONGEST_ITEM)
            whole = OTHER_ITEM.search(text, low, stop) or _joined_name(text, low, start, stop)
            start = (
                whole.start("item") if whole and not begins_with_verb(whole["item"]) else start
            )  # 住房|建设
        if text[start:stop] in role_verbs():  # 市教育局牵头、市财政局等部门参加
            break
        if start == stop:
            other = OTHER_ITEM.search(text, max(floor, stop - LONGEST_ITEM), stop)
            if other is None or begins_with_verb(other["item"]):
                break
            start = other.start("item")
            items.append((start, end))
        else:
            items.append((start, end))
            known = len(items)
        if start <= floor or text[start - 1] not in "、和及与":
            break
        stop = start - 1
    return items[:known][::-1]


def _joined_name(text: str, low: int, start: int, stop: int) -> re.Match[str] | None:
    """The name that a conjunction joins to its list, of which only the end from ``start`` on is known: 消费者|协会 of
    工会和消费者协会等团体."""
    m = JOINED_ITEM.search(text, low, stop)
    return m if m and m.start("item") < start and ends_like_name(m["item"]) else None


JOINED_ITEM = re.compile(r"[和及与](?P<item>(?:(?![和及与其])[一-龥]){2,8})$")
LONGEST_ITEM = 9
OTHER_ITEM = re.compile(r"、(?P<item>[一-龥]{2,8})$")
ITEM_BRACKET = re.compile(r"（[一-龥、]{1,7}）$")


def _item(text: str, s: int, e: int, head: str, lead: str) -> BodyMention:
    words_ = text[s:e]
    if is_name(words_) or head.endswith("团体"):  # 工会、共青团等人民团体
        return BodyMention(s, e, words_, is_collective(words_))
    carries = lead in words("levels") or lead.startswith(("同级", "各", "县级", "市级", "省级"))
    own = lead if carries and not lead_of(words_) else ""
    return BodyMention(s, e, own + words_ + head, True)


def is_name(words_: str) -> bool:
    """Whether the words are a name as they stand, not a mere function."""
    if is_known_name(words_):
        return words_ not in words("functions") or words_ not in national_names() or words_ in local_names()
    return words_ not in words("functions") and ends_like_name(words_)


def is_known_name(name: str) -> bool:
    """Whether the lexicon has the name, also behind its level: 妇联, 市妇联."""
    level = level_pattern().match(name)
    rest = name[level.end() :] if level else name
    return rest in local_names() or rest in national_names()


def _item_start(finder: Finder, stop: int, floor: int) -> int:
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
        rf"(?:{alternatives([*ends, *more, *areas_])})(?:（[^（）]{{1,30}}）|〔[^〔〕]{{1,30}}〕|〈[^〈〉]{{1,30}}〉)?$"
    )


def ends_like_name(words_: str) -> bool:
    return _name_end().search(words_) is not None
