"""Names of issuing bodies: one by one out of a range where they may be glued together, and the bodies they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gongwen.extract import areas
from gongwen.extract.bodies.lexicon import abbreviates, level_pattern, local_names, national_names
from gongwen.extract.bodies.resolve import resolve
from gongwen.extract.model import Body, Context, Diagnostic, Fact
from gongwen.extract.reading import Reading, Seam
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.heads import Range

NATIONAL_BEGINNING = re.compile("国家|中国|中华|中共|全国|最高人民|中央|国务院")
# 省府办公厅, 市府办
PALACE = re.compile(r"^(?P<level>省|市|县|区|州)府(?=办)")
# 云州市…领导小组办公室（以下简称市…办）
SHORT_NAME = re.compile("（(?:以下|下)?(?:简称|称).*$")
# …联席会议办公室（云州市水务局代章）
SEALED_FOR = re.compile("（[^（）]{2,40}代(?:章|印)?）$")
# 省政府, 云州市人民政府, 自治区人民政府
GOVERNMENT = re.compile("(?:[省市县区州旗]|自治[区州县])(?:人民)?政府$")
# 云州市第十五届人民代表大会: a congress is one body, whatever its term
TERM = re.compile(rf"第[{lex.NUMERAL}0-9]{{1,4}}届(?:全国)?(?=人民代表大会|委员会)")
STATE = "中华人民共和国"
OFFICE = re.compile("(?P<ministry>.{2,16}?)(?P<office>办公厅|办公室|综合司)")
# An area named in running words must bear its kind, lest 和平 or 长安 be taken for one.
KINDS_OF_AREA = ("省", "市", "自治区", "自治州", "地区", "县", "区", "旗", "盟", "州")
# What stands between names in a list.
LISTING = "、，"
# How far from the beginning of a text an area is looked for.
AREA_WINDOW = 200


@dataclass(frozen=True, slots=True)
class Issuer:
    """A name as printed without blanks, with its range in the reading text."""

    name: str
    range: Range


def split_names(reading: Reading, start: int, end: int) -> Iterator[Issuer]:
    """The single names in a range: cut at commas, at blanks and line breaks behind which a name may begin, and where one
    ends and another begins. A name that runs over a line's end is one."""
    text, at = reading.text, start
    for cut in _edges(reading, start, end):
        if text[cut - 1] in LISTING:
            if cut - 1 > at:
                yield from _unglue(text, at, cut - 1)
            at = cut
        elif (
            cut - at > 2
            and end - cut > 2
            and _ends(text[at:cut].rstrip("\n"))
            and not _runs_on(text, at, cut)
        ):
            yield from _unglue(text, at, cut)
            at = cut
    if at < end:
        yield from _unglue(text, at, end)


EDGE = re.compile(rf"[\n{LISTING}]")


def _edges(reading: Reading, start: int, end: int) -> list[int]:
    """Where a name may begin behind a comma, a blank or a line break."""
    seams = (i for i, seam in reading.seams(start + 1, end) if seam is not Seam.WRAP)
    marks = (m.end() for m in EDGE.finditer(reading.text, start, end))
    return sorted({*seams, *marks})


def _runs_on(text: str, at: int, cut: int) -> bool:
    """国务院 ⏎ 扶贫办: the State Council's own offices bear its name."""
    return text[at:cut].rstrip("\n") == "国务院" and _is_branch(text, at, cut)


def _ends(words: str) -> bool:
    return lex.body_end().search(words) is not None


def _unglue(text: str, start: int, end: int) -> Iterator[Issuer]:
    """工业和信息化部科技部财政部: a new name begins where one has ended and a known beginning follows."""
    at = start
    for cut in range(start + 2, end - 1):
        if cut - at > 1 and _ends(text[at:cut]) and _begins(text, cut, end) and not _is_branch(text, at, cut):
            yield _issuer(text, at, cut)
            at = cut
    yield _issuer(text, at, end)


def _issuer(text: str, at: int, end: int) -> Issuer:
    while at < end and text[end - 1] == "\n":
        end -= 1
    name = SEALED_FOR.sub("", SHORT_NAME.sub("", text[at:end].replace("\n", "")))
    for mark in lex.words("seal_marks"):
        if name.endswith(mark):
            return Issuer(name.removesuffix(mark), (at, end - len(mark)))
    return Issuer(name, (at, end))


def _begins(text: str, cut: int, end: int) -> bool:
    """Whether the name of a body begins at ``cut``."""
    if NATIONAL_BEGINNING.match(text, cut, end) or _national_name().match(text, cut, end):
        return True
    level = level_pattern().match(text, cut, end)
    if level is not None:
        return any(
            text.startswith(n, level.end())
            for n in _local_beginnings().get(text[level.end() : level.end() + 1], ())
        )
    place = areas.at(text, cut, end)
    return place is not None and end - cut - len(place) >= 2


def _is_branch(text: str, at: int, cut: int) -> bool:
    """国家税务总局广东省税务局, 国务院扶贫办, 市政府法制办: the first name is a part of the second."""
    left = text[at:cut].rstrip("\n")
    if GOVERNMENT.search(left):
        return any(text.startswith(word, cut) for word in lex.words("government_branches"))
    if left == "国务院":
        return not text.startswith(("中央军委", "中央军事委员会"), cut)
    if left not in lex.words("vertical_bodies") or NATIONAL_BEGINNING.match(text, cut):
        return False
    return _national_name().match(text, cut) is None


@cache
def _national_name() -> re.Pattern[str]:
    every = {n for n in national_names() if len(n) > 2} | lex.words("former_bodies")
    names = sorted(every, key=lambda n: (-len(n), n))
    return re.compile("|".join(map(re.escape, names)))


@cache
def _local_beginnings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted({*local_names(), "政府", "人民政府", "委"}):
        found.setdefault(name[0], []).append(name)
    return {first: tuple(names) for first, names in found.items()}


def area_of_names(names: Sequence[str]) -> str | None:
    """GB/T 2260 code of the area that the first name bears; the nation's for a national body; None for 省府办公厅, and
    where a body of the place stands beside: 市发展改革委, 人民银行."""
    local = any(level_pattern().match(name) for name in names)
    for name in names:
        place = areas.at(name.removeprefix("中共").removeprefix("中国共产党"), 0)
        area = areas.find(place) if place is not None and len(place) > 1 else None
        if area is not None:
            return area.code
        if local:
            continue
        if name.startswith(STATE) or name in national_names() or NATIONAL_BEGINNING.match(name):
            return areas.NATION
    return None


def area_in_words(words: str) -> str | None:
    """The first area that running words name in full: 关于印发云泽市…的通知."""
    for i in range(min(len(words), AREA_WINDOW)):
        place = areas.at(words, i)
        if place is not None and (place.endswith(KINDS_OF_AREA) or i == 0) and len(place) > 2 - (i == 0):
            area = areas.find(place)
            if area is not None:
                return area.code
    return None


def resolve_names(
    reading: Reading, found: Sequence[Issuer], area: str
) -> tuple[tuple[Fact[Body], ...], tuple[Diagnostic, ...]]:
    """The bodies that names mean in a document of an area, each with its evidence, and what could not be placed."""
    facts, diagnostics = [], []
    for issuer in found:
        name = TERM.sub("", PALACE.sub(r"\g<level>人民政府", _without_state(issuer.name)))
        span = reading.span(*issuer.range)
        body = _former(name) or resolve(name, Context(area=area)).body
        office = _office(name) if body is None or body.name == name else None
        body = office or body
        if body is None:
            message = (
                f"The issuer {issuer.name} could not be placed in an area; its words are kept as its name."
            )
            diagnostics.append(Diagnostic("issuer-unresolved", message, span=span))
            body = Body(area, name, name, (name,))
        facts.append(Fact(body, span))
    return tuple(facts), tuple(diagnostics)


def _office(name: str) -> Body | None:
    """国家发展改革委办公厅 → 国家发展和改革委员会办公厅: an office bears the full name of its ministry."""
    m = OFFICE.fullmatch(name)
    ministry = resolve(m["ministry"], Context(area=areas.NATION)).body if m is not None else None
    if m is None or ministry is None or m["ministry"] not in national_names():
        return None
    former = m["ministry"] in lex.words("former_bodies")
    if former or ministry.name == m["ministry"] or not abbreviates(m["ministry"], ministry.name):
        return None
    full = ministry.name + m["office"]
    return Body(areas.NATION, full, full, tuple(sorted({full, name})))


def _former(name: str) -> Body | None:
    """农业部: a former body is the issuer itself, also where the lexicon knows its successor."""
    return Body(areas.NATION, name, name, (name,)) if name in lex.words("former_bodies") else None


def _without_state(name: str) -> str:
    """中华人民共和国财政部 → 财政部."""
    rest = name.removeprefix(STATE)
    office = OFFICE.fullmatch(rest)
    ministry = office["ministry"] if office else rest
    known = ministry in national_names() or ministry in lex.words("former_bodies")
    return rest if known or rest.startswith("国务院") else name
