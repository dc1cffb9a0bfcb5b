"""Full names of groups: a short name that the text defined, and the group to which a bare 领导小组 points.

…部际联席会议（以下简称联席会议）              联席会议 is that one, and its office goes with it
成立云州市绿道建设领导小组。…领导小组负责…      the group last named in full
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, cached_property

from gongwen.extract import areas
from gongwen.extract.bodies.finding import find_bodies
from gongwen.extract.bodies.lexicon import abbreviates, heads, level_pattern
from gongwen.extract.bodies.mentions import SHORT, BodyMention
from gongwen.extract.model import Context
from gongwen.extract.patterns import alternatives
from gongwen.extract.reading import Reading

OFFICE = "办公室"
# 建立联席会议制度（以下简称联席会议）: the system is not the body
SYSTEM = "制度"
SYSTEMS = (SYSTEM, "机制")
# What stands before a group's name that is all of it: 由|领导小组
BOUNDARY = re.compile(r"[^一-龥”）]|[由经报向及和与、在]")
# Groups of the nation, to which a province's or a city's document does not point.
ABOVE = re.compile(r"国务院|国家|全国|中央")
WHOLE = re.compile(r"全[国省市区县州]")
# 我省处置非法集资联席会议
OWN = ("我", "本")
# 联席会议|其他成员单位, 市联席会议|的各成员单位: whose members they are
MEMBERS = re.compile(r"(?:的|各|有关|相关|其他|其它)*成员(?:单位|部门|机构)\Z")
# A group's own name is rarely longer.
LONGEST = 44


class Groups:
    """What the names of groups stand for in one document."""

    def __init__(self, reading: Reading, context: Context) -> None:
        self.reading, self.area = reading, context.area
        self.short = short_names(reading)
        self._kinds: dict[str, list[tuple[int, str]]] = {}

    @cached_property
    def full(self) -> list[tuple[int, str]]:
        """Where the text says that a group is set up, and its full name, in order of place."""
        found = ((m.start("name"), m["name"]) for m in _set_up().finditer(self.reading.text))
        return [(start, name) for start, name in found if _begins(name) and not self._above(name)]

    def _of_kind(self, kind: str) -> list[tuple[int, str]]:
        """Those whose names end with a kind, kept: documents say 领导小组 a thousand times."""
        found = self._kinds.get(kind)
        if found is None:
            found = self._kinds[kind] = [(start, name) for start, name in self.full if name.endswith(kind)]
        return found

    def _above(self, name: str) -> bool:
        return self.area != areas.NATION and ABOVE.match(name) is not None

    def full_name(self, mention: BodyMention) -> str:
        """The name that a mention stands for, its own where it points to none."""
        name = mention.name
        if members := MEMBERS.search(name):
            group = name[: members.start()]
            if group in self.short or is_bare_group(group):
                return self.full_name(mention._replace(name=group)) + members.group()
        if name in self.short or not is_bare_group(name):
            return self.short.get(name, name)
        if mention.start and not BOUNDARY.match(self.reading.text, mention.start - 1):
            return name  # 现场应急处置|指挥部
        kind = name.removesuffix(OFFICE)
        set_up = self._of_kind(kind)
        i = bisect_left(set_up, mention.start, key=lambda group: group[0]) - 1
        return set_up[i][1] + name[len(kind) :] if i >= 0 else name


def _begins(name: str) -> bool:
    """Whether an area or a level begins a name; 由各部门参加的领导小组 is none."""
    named = name[1:] if name.startswith(OWN) else name
    return bool(
        areas.at(named, 0) or level_pattern().match(named) or ABOVE.match(named) or WHOLE.match(named)
    )


@cache
def _kinds() -> frozenset[str]:
    return frozenset(
        k for k in heads("group") if not k.endswith((OFFICE, "成员单位", "机制")) and k != "委员会"
    )


@cache
def _set_up() -> re.Pattern[str]:
    kinds = alternatives(kind for kind in _kinds() if not kind.endswith(SYSTEM))
    return re.compile(
        rf"(?:成立|设立|建立|组建)了?(?P<name>[^，。；：、（）“”《》\n]{{4,{LONGEST}}}?(?:{kinds}))(?:{SYSTEM})?(?![一-龥])"
    )


@cache
def _bare_groups() -> frozenset[str]:
    return frozenset(kind + office for kind in _kinds() for office in ("", OFFICE))


def is_bare_group(name: str) -> bool:
    """Whether a name says no more than what kind of group it is: 领导小组, 联席会议办公室."""
    return name in _bare_groups()


def short_names(reading: Reading) -> dict[str, str]:
    """Short names of bodies that the text defines (以下简称联席会议), to the full name before them; a short name
    followed by its office (联席会议办公室) goes with it."""
    found: dict[str, str] = {}
    for m in SHORT.finditer(reading.text):
        before = find_bodies(reading, max(0, m.start() - 60), m.start())
        name = before[-1].name if before and before[-1].end == m.start() else ""
        if name.endswith(m["short"] + SYSTEM):
            name = name.removesuffix(SYSTEM)  # 建立绿道建设联席会议制度（以下简称联席会议）
        elif name.endswith(SYSTEMS):
            continue
        if name != m["short"] and abbreviates(m["short"], name):
            found[m["short"]] = name
            found[m["short"] + "办公室"] = f"{name}办公室"
    return found
