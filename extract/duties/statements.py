"""The little language of responsibility statements: what stands in a bracket, a line or a cell that assigns work.

    （市教育局牵头，市财政局、市人社局按职责分工负责）
    责任单位：市教育局；配合单位：市财政局，各区政府
    （省交通运输厅、高速集团，相关设区市政府负责，2019年底前完成）

A statement is a sequence of lists of names. A list gets its role from the label before it (牵头单位：) or from the
predicate behind it (牵头, 按职责分工负责); a list without either waits for the next predicate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from gongwen.extract.bodies.lexicon import heads
from gongwen.extract.bodies.lists import parse_list
from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.data import read_json
from gongwen.extract.model import Role
from gongwen.extract.patterns import alternatives
from gongwen.extract.reading import Reading, Seam

ROLES = {"lead": Role.LEAD, "cooperate": Role.COOPERATE, "responsible": Role.RESPONSIBLE}


class Assigned(NamedTuple):
    """A mention with the role that its statement gives it; ``first`` marks the first name of its list,
    ``labelled`` a role that comes from a label."""

    mention: BodyMention
    role: Role
    labelled: bool
    label: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What a document says of its own statements."""

    first_is_lead: bool = False
    comma_after_lead: bool = False
    lead_mark: str = ""


class _Token(NamedTuple):
    kind: str  # label, pred, join, sep, comma
    start: int
    end: int
    role: Role | None
    word: str


def _label_words() -> str:
    """省级 + 支持 + 单位: modifiers, a core that gives the role, a head."""
    labels = read_json("duties.json")["labels"]
    cores = [word for words in labels["cores"].values() for word in words]
    return (
        rf"(?:{alternatives(labels['modifiers'])}){{0,3}}+(?:{alternatives(cores)}){{1,2}}"
        rf"(?:{alternatives(labels['heads'])})"
    )


def _predicate_words() -> str:
    """按职责分工 + 分别 + 负责: adverbials and a verb that gives the role."""
    words = read_json("duties.json")["predicates"]
    verbs = [word for group in words["verbs"].values() for word in group]
    basis = rf"(?:{alternatives(words['by'])})(?:各自|有关|其)?的?(?:{alternatives(words['basis'])}){{1,2}}(?:分工)?"
    # 市教育局、市财政局按《…职责分工方案》（云办〔2023〕5号）分工负责
    cited = rf"(?:{alternatives(words['by'])})《[^《》\n]{{2,80}}》(?:（[^（）\n]{{2,40}}）)?(?:的?(?:规定|要求))?"
    return rf"(?:{basis}|{cited}|{alternatives(words['adverbials'])}){{0,4}}(?:{alternatives(verbs)})"


@cache
def tokens_pattern() -> re.Pattern[str]:
    """Labels, predicates, 会同 and separators; a label without colon is one only at the head of a clause."""
    labels = read_json("duties.json")["labels"]
    whole = [word for words in labels["whole"].values() for word in words] + labels["none"]
    return re.compile(
        rf"(?P<label>(?:{_label_words()}|{alternatives(whole)})[：:为])|(?P<bare>{_label_words()})"
        rf"|(?P<pred>{_predicate_words()})"
        rf"|(?P<join>会同|联合(?!会|社|体)|(?<=[局厅委部办])商(?=[省市县区国各有]))|(?P<sep>[；。\n])|(?P<comma>[，,])"
    )


@cache
def told_words() -> re.Pattern[str]:
    """The words of which every label and every predicate holds one: a quick look before ``tokens_pattern``."""
    labels, verbs = read_json("duties.json")["labels"], read_json("duties.json")["predicates"]["verbs"]
    every = [*labels["cores"].values(), *labels["whole"].values(), labels["none"], *verbs.values()]
    return re.compile(alternatives(word for words in every for word in words))


@cache
def label_pattern() -> re.Pattern[str]:
    """A label of a role with its colon."""
    labels = read_json("duties.json")["labels"]
    whole = [word for words in labels["whole"].values() for word in words]
    return re.compile(rf"(?P<word>{_label_words()}|(?<![一-龥])(?:{alternatives(whole)}))[：:]")


@cache
def time_label() -> re.Pattern[str]:
    """完成时限：2023年底前, with its words up to the end."""
    labels = read_json("duties.json")["labels"]["none"]
    times = [word for word in labels if re.search("时|期限|进度", word)]
    return re.compile(rf"(?<![一-龥，、])(?:{alternatives(times)})：[^。；：\n]{{1,40}}[。；]?\n?\Z")


@cache
def no_statement() -> re.Pattern[str]:
    """What stands in brackets that define a name, tell whom to call or explain: no statement of responsibility."""
    return re.compile(alternatives(read_json("duties.json")["labels"]["no_statement"]))


@cache
def bare_label() -> re.Pattern[str]:
    """A label of a role without colon, as a heading prints it: （一）主办单位."""
    return re.compile(_label_words())


COLONS = re.compile(r"[：:]")


@cache
def longest_label() -> int:
    """Characters of the longest label that ``label_pattern`` finds, its colon included."""
    labels = read_json("duties.json")["labels"]
    cores = [word for words in labels["cores"].values() for word in words]
    whole = [word for words in labels["whole"].values() for word in words]
    made = 3 * _longest(labels["modifiers"]) + 2 * _longest(cores) + _longest(labels["heads"])
    return max(made, _longest(whole)) + 1


def _longest(words: Iterable[str]) -> int:
    return max(map(len, words))


def find_label(text: str, position: int) -> re.Match[str] | None:
    """The first label with its colon from ``position`` on; looked for around colons, since every label ends with one."""
    for colon in COLONS.finditer(text, position):
        low = max(position, colon.end() - longest_label())
        if m := label_pattern().search(text, low, colon.end()):
            return m
    return None


@cache
def labelled_end() -> re.Pattern[str]:
    """The line break or full stop that ends a labelled statement: no further label and no rule follows it."""
    labels = read_json("duties.json")["labels"]
    whole = [word for words in labels["whole"].values() for word in words] + labels["none"]
    more = rf"\s?(?:{_label_words()}|{alternatives(whole)})[：:]"
    return re.compile(rf"\n(?!{more})|。(?!{more}|(?:列|排|逗号|标|以下)[^。]{{2,40}})")


@cache
def label_role(word: str) -> Role | None:
    """The role that a label gives; None for labels of times and persons."""
    labels = read_json("duties.json")["labels"]
    if word in labels["none"]:
        return None
    for role, words in labels["whole"].items():
        if word in words:
            return ROLES[role]
    return next(
        (ROLES[role] for role, cores in labels["cores"].items() if any(c in word for c in cores)), None
    )


@cache
def predicate_role(word: str) -> tuple[Role, bool]:
    """The role that a predicate gives, and whether it counts only at the end of a clause."""
    words = read_json("duties.json")["predicates"]
    for role, verbs in words["verbs"].items():
        verb = next((v for v in sorted(verbs, key=len, reverse=True) if word.endswith(v)), None)
        if verb:
            return ROLES[role], word in words["weak"]
    raise ValueError(f"not a predicate: {word!r}")


CLAUSE_END = re.compile(r"[，,；。、）\n（]|$")
BRACKET = re.compile(r"[（）〔〕]")


def tokens(reading: Reading, start: int, end: int) -> Iterator[_Token]:
    """The tokens of a statement, brackets inside names left alone."""
    others = list(_other_labels(reading, start, end))
    found = [t for t in _tokens(reading, start, end) if not any(o.start <= t.start < o.end for o in others)]
    yield from sorted([*found, *others], key=lambda t: t.start)


def _other_labels(reading: Reading, start: int, end: int) -> Iterator[_Token]:
    """责任单位：市教育局　　行使层级：市级: a label behind a wide blank that gives nobody a role."""
    for place, seam in reading.seams(start + 1, end):
        if seam is not Seam.WIDE or label_pattern().match(reading.text, place, end):
            continue
        if m := OTHER_LABEL.match(reading.text, place, end):
            yield _Token("label", place, m.end(), None, m.group())


OTHER_LABEL = re.compile(r"[—\-]{0,2}[一-龥]{2,10}：")


def _tokens(reading: Reading, start: int, end: int) -> Iterator[_Token]:
    text, inner = reading.text, _inner_brackets(reading.text, start, end)
    position, head = start, start
    while m := tokens_pattern().search(text, position, end):
        position = m.end()
        if any(a < m.start() < b for a, b in inner):
            continue
        token = _token(reading, m, start, end, head)
        if token is None:
            position = m.start() + 1 if m.lastgroup in ("pred", "bare") else m.end()
            continue
        if token.kind in ("sep", "comma", "label"):
            head = token.end
        yield token


def _token(reading: Reading, m: re.Match[str], start: int, end: int, head: int) -> _Token | None:
    kind, word = str(m.lastgroup), m.group()
    at_head = m.start() in (start, head) or reading.seam(m.start()) not in (Seam.NONE, Seam.WRAP)
    if kind == "label":
        name = word[:-1]
        if word[-1] == "为" and not at_head:
            return None
        return _Token("label", m.start(), m.end(), label_role(name), name)
    if kind == "bare":
        labels = at_head and not _is_named(reading.text, m.end(), end)
        return _Token("label", m.start(), m.end(), label_role(word), word) if labels else None
    if kind == "pred":
        role, weak = predicate_role(word)
        closed = (
            m.end() >= end
            or CLAUSE_END.match(reading.text[m.end()])
            or reading.seam(m.end()) in (Seam.BLANK, Seam.WIDE)
        )
        if (weak and not closed) or m.start() == head:
            return None
        if not closed and _names_group(reading.text, m.end(), end):
            return None
        return _Token("pred", m.start(), m.end(), role, word)
    return _Token(kind, m.start(), m.end(), None, word)


def _is_named(text: str, behind: int, end: int) -> bool:
    """Whether 各责任单位 is a name, for a predicate or nothing follows, and no label of names."""
    if behind >= end or text[behind] in "、，；。":
        return True
    m = tokens_pattern().match(text, behind, end)
    return m is not None and m.lastgroup == "pred"


@cache
def _group_end() -> re.Pattern[str]:
    groups = [head for head in heads("group") if len(head) > 2]
    return re.compile(rf"[一-龥“”]{{0,30}}?(?:{alternatives(groups)})")


def _names_group(text: str, start: int, end: int) -> bool:
    """Whether a verb is what a group is for, which its name says: 部省共同推进|云州试验区建设领导小组办公室牵头."""
    name = _group_end().match(text, start, end)
    return name is not None and not tokens_pattern().search(text, start, name.end())


def _inner_brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The ranges of brackets inside ``[start, end)``, outermost only."""
    found: list[tuple[int, int]] = []
    depth, opened = 0, 0
    for m in BRACKET.finditer(text, start, end):
        if m.group() in "（〔":
            opened = m.start() if not depth else opened
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                found.append((opened, m.end()))
    return found


def gives_role(reading: Reading, start: int, end: int) -> bool:
    """Whether the predicate of a role ends a clause of ``[start, end)``: （具体由专人负责，年底前完成）."""
    return any(
        token.kind == "pred"
        and not predicate_role(token.word)[1]
        and (token.end == end or CLAUSE_END.match(reading.text[token.end]))
        for token in tokens(reading, start, end)
    )


class _Statement:
    """Reads one statement; see ``parse_statement``."""

    def __init__(self, reading: Reading, start: int, end: int, rules: Rules) -> None:
        self.reading, self.start, self.end, self.rules = reading, start, end, rules
        self.found: list[Assigned] = []
        self.orphans: list[tuple[int, int]] = []
        self.pending: list[tuple[int, int]] = []
        self.label: tuple[str, Role | None] | None = None
        self.labels_all = False  # whether no predicate has followed the label yet
        self.joined: int | None = None  # index in pending where the bodies behind 会同 begin
        self.carried: str | None = None

    def read(self) -> tuple[tuple[Assigned, ...], tuple[tuple[int, int], ...]]:
        position, skipping = self.start, False
        for token in tokens(self.reading, self.start, self.end):
            if not skipping:
                self._hold(position, token.start)
            position = token.end
            if token.kind == "pred":
                if skipping:
                    continue
                if token.role is Role.COOPERATE:
                    self._keep_label()
                self._assign(token.role, "", False)
                self.labels_all = False
                skipping = not CLAUSE_END.match(self.reading.text[token.end : token.end + 1])
                skipping = skipping and not self._list_follows(token.end)
            elif token.kind == "join":
                self.joined = len(self.pending)
            else:
                skipping = False
                if token.kind == "sep":
                    self._flush()
                elif token.kind == "label":
                    self._flush()
                    self.label, self.labels_all = (token.word, token.role), True
        if not skipping:
            self._hold(position, self.end)
        self._flush()
        return tuple(self.found), tuple(self.orphans)

    def _list_follows(self, position: int) -> bool:
        """Whether names follow a predicate at once: 市教育局牵头市财政局配合."""
        mentions = parse_list(self.reading, position, min(self.end, position + 12))
        return bool(mentions) and mentions[0].start == position and mentions[0].known

    def _hold(self, start: int, end: int) -> None:
        if end > start:
            self.pending.append((start, end))

    def _flush(self) -> None:
        if self.label is not None:
            word, role = self.label
            if role is None:
                self.pending.clear()
            else:
                self._assign(role, word, True)
        else:
            self.orphans.extend(self.pending)
        self.pending, self.joined = [], None

    def _keep_label(self) -> None:
        """责任单位：市教育局、市财政局，市民政局配合: who stands before the last comma is what the label says."""
        if not (self.label and self.label[1] and self.labels_all and self.joined is None):
            return
        *labelled, last = self.pending or [(0, 0)]
        if labelled:
            self.pending = labelled
            self._assign(self.label[1], self.label[0], True)
            self.pending = [last]

    def _assign(self, role: Role | None, label: str, labelled: bool) -> None:
        for i, (start, end) in enumerate(self.pending):
            behind_join = self.joined is not None and i >= self.joined
            before_join = self.joined is not None and i < self.joined
            given = Role.COOPERATE if behind_join else Role.LEAD if before_join else role
            if given is not None:
                self._add(start, end, given, label, labelled)
        self.pending, self.joined = [], None

    def _add(self, start: int, end: int, role: Role, label: str, labelled: bool) -> None:
        mentions = parse_list(self.reading, start, end, self.carried)
        if mentions:
            self.carried = mentions[0].carried or self.carried
        self.found.extend(Assigned(m, role, labelled, label) for m in mentions if labelled or m.known)


def parse_statement(
    reading: Reading, start: int, end: int, rules: Rules
) -> tuple[tuple[Assigned, ...], tuple[tuple[int, int], ...]]:
    """The assigned mentions of the statement ``[start, end)``, and the lists in it that no role reaches.

    A 责任单位 that stands beside 配合单位 and no 牵头单位 leads; under the rule 列第一位的为牵头单位 the first name leads and
    the others cooperate (annotation guidelines, "role").
    """
    found, orphans = _Statement(reading, start, end, rules).read()
    return tuple(_settled(found, rules, reading)), orphans


def _settled(found: tuple[Assigned, ...], rules: Rules, reading: Reading) -> Iterator[Assigned]:
    roles = {a.role for a in found}
    promoted = Role.COOPERATE in roles and Role.LEAD not in roles
    seen: set[str] = set()
    for a in found:
        role = a.role
        if role is Role.RESPONSIBLE and (a.labelled or rules.first_is_lead):
            if a.labelled and promoted:
                role = Role.LEAD
            elif rules.first_is_lead and Role.LEAD not in roles:
                role = Role.COOPERATE if a.label in seen else Role.LEAD
            elif rules.lead_mark and rules.lead_mark in _around(reading, a.mention):
                role = Role.LEAD
        seen.add(a.label)
        yield Assigned(a.mention, role, a.labelled, a.label)


def _around(reading: Reading, mention: BodyMention) -> str:
    return reading.text[max(0, mention.start - 1) : mention.end + 1]
