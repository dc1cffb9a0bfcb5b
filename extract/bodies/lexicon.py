"""The lexicon of bodies: names with their functions, and the words of which other names are made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from gongwen.extract import areas
from gongwen.extract.data import read_json, read_table
from gongwen.extract.patterns import alternatives

# Names of which it is remembered what they are: the same few thousand make up most of what a corpus names.
REMEMBERED = 1 << 14


@dataclass(frozen=True, slots=True)
class Function:
    """What a body does, whatever its level: official names of the national body, of a province's and of a local one."""

    id: str
    national: str
    provincial: str
    local: str


def _split(cell: str | None) -> list[str]:
    return [name for name in (cell or "").split("|") if name]


@cache
def functions() -> tuple[Function, ...]:
    """Every function, in the lexicon's order."""
    return tuple(_function(row) for row in read_table("bodies.tsv"))


@cache
def local_names() -> dict[str, Function]:
    """Names below the nation, without area (市监局), to their function; an office goes by both forms of its name
    (医改办, 医改办公室)."""
    named = _named()
    return {f"{name}公室": of for name, of in named.items() if name.endswith("办") and len(name) > 2} | named


@cache
def _named() -> dict[str, Function]:
    """The names that the lexicon has."""
    return {name: _function(row) for row in read_table("bodies.tsv") for name in _split(row["names"])}


@cache
def full_names(function: Function) -> frozenset[str]:
    """The names of local bodies of a function that abbreviate nothing: no longer one has all their characters in their
    order, or the lexicon says that they stand for themselves (水务局 beside 水利水务局)."""
    rules = read_json("body_official.json")
    official = {n for n in (function.provincial, function.local) if n}
    names = official | {name for name, of in _named().items() if of.id == function.id}
    whole = {
        name
        for name in names
        if not name.endswith(tuple(rules["abbreviated"]))
        and not name.startswith(tuple(rules["owners"]))
        and not level_pattern().match(name)  # 省法院
        and not any(abbreviates(name, other) for other in names - {name})
    }
    return frozenset(whole | official | set(rules["full"].get(function.id, ())))


def abbreviates(short: str, full: str) -> bool:
    """Whether the characters of ``short`` all stand in ``full``, in their order.

    >>> abbreviates("卫健委", "卫生健康委员会"), abbreviates("卫健委", "卫生健康局")
    (True, False)
    """
    rest = iter(full)
    return all(char in rest for char in short)


@cache
def national_names() -> dict[str, Function]:
    """Names of national bodies, official and short, to their function."""
    found: dict[str, Function] = {}
    for row in read_table("bodies.tsv"):
        for name in [row["national"], *_split(row["national_names"])]:
            if name:
                found.setdefault(name, _function(row))
    return found


def _function(row: dict[str, str]) -> Function:
    return Function(row["id"], row["national"] or "", row["provincial"] or "", row["local"] or "")


@cache
def words(key: str) -> frozenset[str]:
    """One list of ``body_words.json``; ``heads`` gives all heads but the one-character suffixes."""
    value = read_json("body_words.json")[key]
    if isinstance(value, dict):
        return frozenset(w for name, group in value.items() if name != "suffix" for w in group)
    return frozenset(value)


@cache
def heads(kind: str) -> frozenset[str]:
    """The heads of one kind: government, organ, group, institution, enterprise, association, suffix."""
    return frozenset(read_json("body_words.json")["heads"][kind])


@cache
def listed(key: str) -> tuple[str, ...]:
    """One list of ``body_words.json`` as ``str.startswith`` and ``str.endswith`` take it."""
    return tuple(sorted(words(key)))


@cache
def head_ends(*kinds: str) -> tuple[str, ...]:
    """The heads of some kinds as ``str.endswith`` takes them."""
    return tuple(sorted(frozenset[str]().union(*(heads(kind) for kind in kinds))))


@cache
def all_areas() -> frozenset[str]:
    """各县（市、区）, 各市（州）: all areas of a kind, which act by themselves and head the names of their bodies."""
    return frozenset(f"各{area}" for area in words("area_words") if len(area) > 1)


@cache
def core_automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    """All words with which a body's name may end, leftmost-longest, and the `blockers` that only look like it (部署)."""
    every = dict.fromkeys(
        [
            *local_names(),
            *national_names(),
            *words("heads"),
            *words("alone"),
            *words("anaphors"),
            *all_areas(),  # 各县（区）要…
            *words("blockers"),
            *(payer + office for payer in words("payers") for office in "厅局"),  # 同级财政局, not 同级财政
        ]
    )
    every |= dict.fromkeys(
        name + "门" for name in national_names() if name.endswith("部")
    )  # 财政部门, not 财政部
    every |= dict.fromkeys(  # 市委宣传部, not 市委
        level + name
        for name in local_names()
        if name.startswith("委")
        for level in ("省", "市", "县", "区", "州", "旗", "盟", "自治区党", "党")
    )
    cores = tuple(sorted(w for w in every if len(w) > 1 or w in ("署",)))
    return AhoCorasick(cores, matchkind=MatchKind.LeftmostLongest), cores


@cache
def prefixes() -> tuple[frozenset[str], dict[str, tuple[int, ...]]]:
    """All words that may stand before the end of a name: areas, levels, quantifiers, functions, modifiers; and how long
    those are that end with a character."""
    rows = areas.rows()
    places = {row["name"] for row in rows} | {row["short"] for row in rows if row["level"] != "county"}
    places |= {row["name"] for row in read_table("zones.tsv")}
    kinds = ("levels", "quantifiers", "area_words", "functions", "modifiers", "branch_owners")
    every = {w for kind in kinds for w in words(kind)} | {p for p in places if len(p) > 1}
    lengths: dict[str, set[int]] = {}
    for word in every:
        lengths.setdefault(word[-1], set()).add(len(word))
    return frozenset(every), {last: tuple(sorted(found)) for last, found in lengths.items()}


@cache
def level_pattern() -> re.Pattern[str]:
    """A level that heads a name of this area's own body (市 in 市教育局), not 市 in 市场监管局."""
    names = [n for n in {*local_names(), *words("alone")} if n[0] in "省市县区州盟旗镇乡"]
    whole = (n for n in names if n not in words("levels") and not n.endswith("里"))
    longest = alternatives(n for n in whole if n[1:] not in local_names())  # but 市 in 市政府
    return re.compile(
        rf"(?!(?:{longest})$|市[场容]|市政(?:公用|工程|设施|管理|园林|道路))(?:自治区|自治州|省|市|县|区|州|盟|旗|镇|乡)(?!级|直|属|以上)"
    )


def is_area_name(text: str) -> bool:
    """Whether an area's name begins the text."""
    return areas.at(text, 0) is not None
