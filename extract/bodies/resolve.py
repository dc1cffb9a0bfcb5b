"""Names to bodies: which body of which area a name means in a document of this issuer.

省 and 市 are the issuer's own; a name with a place is that place's; a bare name of a ministry is a ministry's in a
national document. A name that the lexicon knows gets its official form, by which 市发展改革委 and 市发展改革局 of one city
are one body; any other keeps its words. What cannot be placed has no body and says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from gongwen.extract import areas
from gongwen.extract.areas import Area
from gongwen.extract.bodies.lexicon import REMEMBERED, head_ends, level_pattern, local_names, national_names
from gongwen.extract.bodies.mentions import is_collective
from gongwen.extract.bodies.official import full_form, label_of, official_name, rewritten
from gongwen.extract.data import read_json
from gongwen.extract.model import Body, Context


@dataclass(frozen=True, slots=True)
class Resolution:
    """``body`` where there is one; else ``candidates`` and a ``reason`` for a person."""

    body: Body | None
    candidates: tuple[Body, ...] = ()
    reason: str = ""


YOUTH = re.compile(
    r"(?:共青)?团(?P<level>自治区|省|市|县|区|州|盟|旗)委|共青团(?P<named>[一-龥]{2,12}?)(?:委员会|委)"
)
COMMITTEE = re.compile(
    r"(?:中共)?(?:(?P<level>自治区|省|市|县|区|州|盟|旗)(?:党?委|委员会)|(?P<named>[一-龥]{1,12}?[省市县区州盟旗])(?:党?委|委员会))"
)
LEVEL_OF = {
    "自治区": "province",
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
    "自治州": "prefecture",
}
# 全国妇联, 中央编办, 最高人民法院: what a national body's name begins with
NATIONAL = re.compile(r"国家|国务院|中央|全国|最高人民|中国(?!人民银行|电信|移动|联通|铁塔)|中华|中共中央")
MINISTRY = re.compile(
    r"(?P<ministry>[一-龥]{2,12}?(?:部|署|总局|委员会|委))(?P<own>[一-龥]{2,10}(?:司|局|厅|中心|办公厅|办公室))$"
)
OWN = re.compile(r"^(?:我|本)(?=省|市|县|区|州|自治区)")


def resolve(name: str, context: Context, antecedents: Sequence[Body] = ()) -> Resolution:
    """The body that ``name`` (as ``BodyMention.name``) means in a document with this ``context``.

    ``antecedents`` are the bodies named before it, nearest last: 该局 is the nearest whose name ends in 局.
    """
    anaphors = read_json("body_words.json")["anaphors"]
    if name in anaphors["antecedent"]:
        return _antecedent(name, antecedents)
    if name in anaphors["issuer"]:
        return _only(name, context.issuers, "发文机关不是唯一的 the issuer is not one body")
    if name in anaphors["addressee"]:
        return _only(name, context.addressees, "主送机关不是唯一的 the addressee is not one body")
    return _named(name, context.area)


@lru_cache(REMEMBERED)
def _named(written: str, area: str) -> Resolution:
    """The body of a name that points back to nothing, in a document of an area; documents say most names many times."""
    name, context = rewritten(OWN.sub("", written)), Context(area=area)
    if (plain := SECOND_NAME.sub("", name)) != name and not is_collective(name):
        resolution = _named(plain, area)
        if resolution.body is not None:
            return Resolution(_also_called(resolution.body, plain, name, written))
    for attempt in (_youth, _committee, _collective, _national, _levelled, _placed, _bare):
        body = attempt(name, context)
        if body is not None:
            return Resolution(replace(body, names=tuple(sorted({written, *body.names}))))
    return Resolution(None, reason="没有可依据的地区 no area to place it in")


# 省委组织部（省委人才办）: one body with two names on its door
SECOND_NAME = re.compile(r"(?<=[局厅委办部])[（〔〈][一-龥]{3,12}[局厅委办部][）〕〉]$")


def _also_called(body: Body, plain: str, name: str, written: str) -> Body:
    """The body with the name that adds a second one in brackets, also as its label would carry it."""
    second = name[len(plain) :]
    return replace(body, names=tuple(sorted({written, *body.names, *(n + second for n in body.names)})))


def _antecedent(name: str, antecedents: Sequence[Body]) -> Resolution:
    head = name[1:]
    generic = head in ("部门", "单位", "机关")
    for body in reversed(antecedents):
        if not body.collective and (generic or any(n.endswith(head) for n in (body.label, *body.names))):
            return Resolution(replace(body, names=tuple(sorted({name, *body.names}))))
    return Resolution(None, reason="前面没有它所指的机构 nothing before it that it could mean")


def _only(name: str, bodies: tuple[Body, ...], reason: str) -> Resolution:
    """我局 is the only issuer, 你局 the only addressee; where there are several, nothing says which."""
    if len(bodies) != 1:
        return Resolution(None, bodies, reason)
    return Resolution(replace(bodies[0], names=tuple(sorted({name, *bodies[0].names}))))


def _youth(name: str, context: Context) -> Body | None:
    """团市委 → 共青团湛江市委员会, also called 团湛江市委."""
    m = YOUTH.fullmatch(name)
    if m is None:
        return None
    area = _area_of_level(m["level"], context, "委") if m["level"] else areas.find(m["named"], context.area)
    if area is None:
        return None
    label = f"共青团{area.name}委员会"
    return Body(area.code, "共青团委员会", label, (f"团{area.name}委", f"共青团{area.name}委", name))


def _committee(name: str, context: Context) -> Body | None:
    """市委, 中共湛江市委 → 中共湛江市委员会."""
    m = COMMITTEE.fullmatch(name)
    if m is None:
        return None
    party = name.partition("党")[2]  # 区党委 may be a region's, 区委 is a district's
    area = _area_of_level(m["level"], context, party) if m["level"] else areas.find(m["named"], context.area)
    if area is None:
        return None
    label = f"中共{area.name}委员会"
    return Body(
        area.code, "中共委员会", label, tuple(sorted({name, label, f"{area.name}委", f"中共{area.name}委"}))
    )


def _collective(name: str, context: Context) -> Body | None:
    if not is_collective(name):
        return None
    names = {name}
    level = level_pattern().match(name)
    if level and (area := _area_of_level(level.group(), context)):
        names.add(area.name + name[level.end() :])
    return Body(context.area, name, name, tuple(sorted(names)), collective=True)


def _national(name: str, context: Context) -> Body | None:
    """A ministry by its own name; a bare one (知识产权局) only in a document of the nation."""
    function = national_names().get(name)
    national = NATIONAL.match(name) or re.search(r"[部署]$|总局$", name)
    if function and (national or context.area == areas.NATION):
        return Body(areas.NATION, function.national, function.national, (name, function.national))
    own = MINISTRY.match(name)
    if own and (ministry := national_names().get(own["ministry"])):
        label = ministry.national + own["own"]
        return Body(areas.NATION, label, label, (name, label))
    if NATIONAL.match(name) and not _has_place(name):
        return Body(areas.NATION, name, name, (name,))
    return None


def _has_place(name: str) -> bool:
    return any(areas.at(name, i) for i in range(2, len(name) - 2))


def _levelled(name: str, context: Context) -> Body | None:
    """市教育局: a body of the issuer's own area, or of the one above it."""
    m = level_pattern().match(name)
    if m is None:
        return None
    rest = name[m.end() :].removeprefix("里")
    area = _area_of_level(m.group(), context, rest)
    if area is None:
        return Body(context.area, name, name, (name,))
    return _of_area(area, rest, name) if rest else Body(area.code, area.name, area.name, (name,))


def _area_of_level(level: str, context: Context, rest: str = "") -> Area | None:
    """The area that 省, 市, 县 means in a document of ``context.area``; 市 of a municipality is the municipality, 市 of a
    county-level city's own document that city, 区 before a department (``rest`` of the name) an autonomous region in its
    own document: 区财政厅, 区党委宣传部, but 区政府 and 区财政部门 are those of districts."""
    own = areas.by_code(context.area)
    if own is None or context.area == areas.NATION:
        return None
    if level == "区" and own.name.endswith(REGION) and _is_department(rest):
        return own
    wanted = LEVEL_OF.get(level)
    if wanted == "province":
        return areas.province_of(context.area)
    if wanted == "prefecture":
        if own.level == "county" and own.name.endswith("市"):
            return own
        return areas.prefecture_of(context.area)
    if wanted == "county":
        return own if own.level == "county" else None
    return None


REGION = "自治区"


def _is_department(rest: str) -> bool:
    """Whether what stands behind a level is one department: 财政厅; not 政府, 财政部门, 各市."""
    return bool(rest) and not rest.startswith("各") and not rest.endswith(_of_many())


@cache
def _of_many() -> tuple[str, ...]:
    return head_ends("government", "organ")


def _placed(name: str, context: Context) -> Body | None:
    """福建税务局, 湛江市教育局: the area is part of the name."""
    place = None if name in local_names() else areas.at(name, 0)
    if place is None or len(place) == len(name):
        area = areas.find(name, context.area) if place else None
        return Body(area.code, area.name, area.name, (name,)) if area else None
    area = areas.find(place, context.area)
    if area is None:
        return None
    rest = name[len(place) :]
    if place != area.name and rest.startswith(tuple(area.name[len(area.short) :][:1] or "\0")):
        return Body(area.code, name, name, (name,))
    if place != area.name and rest not in local_names():
        return Body(area.code, name, name, (name, area.name + rest))
    body = _of_area(area, rest, name)
    if (
        place != area.name
        and local_names()[rest].id in read_json("body_official.json")["short_where_printed"]
    ):
        return replace(body, label=name, names=(name,), printed=True)  # 广东电网公司
    return body


def _of_area(area: Area, rest: str, written: str) -> Body:
    """The body is known by its official name; its label is the full name that the text prints, or stands for."""
    plain = rest.removeprefix("党") if rest.startswith("党委") else rest  # 自治区党委宣传部: 委宣传部
    function = local_names().get(plain)
    official = (official_name(function, area) if function else "") or rest
    form, printed = full_form(function, area, plain) if function else (rest, True)
    label = label_of(area, form, function)
    return Body(
        area.code, official, label, tuple(sorted({written, area.name + rest, label})), printed=printed
    )


def _bare(name: str, context: Context) -> Body | None:
    """A name without level or place: the issuer's own area's, its words kept. Labelled as 省… and 市… of the same words
    are, since it is the same body."""
    if context.area == areas.NATION:
        return Body(areas.NATION, name, name, (name,))
    area = areas.by_code(context.area)
    if area is None:
        return None
    if name in local_names():
        return _of_area(_own_or_province(name, area), name, name)
    label = name if _has_place(name) else area.name + name
    return Body(area.code, name, label, tuple(sorted({name, label})))


def _own_or_province(name: str, area: Area) -> Area:
    """财政厅 in a city's document is its province's, since only provinces have one."""
    rules = read_json("body_official.json")
    of_province = name.endswith(tuple(rules["of_province"])) and not name.endswith(
        tuple(rules["of_province_except"])
    )
    return (areas.province_of(area.code) or area) if of_province else area
