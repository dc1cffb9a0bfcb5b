"""What a citation is to the document that makes it: basis, purpose, what it issues, repeals, amends, explains."""

from __future__ import annotations

import re
from functools import cache

from gongwen.extract.data import read_json
from gongwen.extract.keys import normal_title
from gongwen.extract.model import Context, Relation
from gongwen.extract.reading import Reading
from gongwen.extract.structure import Outline, Style, Unit, title_of

SENTENCE_END = re.compile(r"[。；\n]")
TITLES = re.compile(r"《[^《》\n]{0,200}(?:《[^《》\n]{0,200}》[^《》\n]{0,100})?》(?:（[^（）\n]{0,80}）)?")
ANNEX = re.compile(r"附(?:件|表|录)?[0-9一二三四五六七八九十]{0,2}：")
LONGEST_SENTENCE = 700


def _any(key: str) -> str:
    return "|".join(sorted(map(re.escape, read_json("citations.json")[key]), key=len, reverse=True))


@cache
def _triggers() -> re.Pattern[str]:
    """Every word that gives what stands behind it a relation, as named groups."""
    return re.compile(
        rf"(?P<repeal>{_any('repeal')})|(?P<issue>{_any('issue_before')})|(?P<basis>{_any('basis')})|(?P<purpose>{_any('purpose')})"
        rf"|(?P<amend>对(?=《)|{_any('amend')})"
    )


@cache
def _after(key: str) -> re.Pattern[str]:
    return re.compile(_any(key))


@cache
def _heading() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_any("repeal")), re.compile(_any("amend"))


def relation_of_heading(words: str) -> Relation | None:
    """The relation of all entries under a heading: 决定予以废止的规章, 修改的文件目录; None where it says both or none."""
    repeal, amend = _heading()
    says_repeal, says_amend = bool(repeal.search(words)), bool(amend.search(words))
    if says_repeal == says_amend:
        return None
    return Relation.REPEALS if says_repeal else Relation.AMENDS


class Relations:
    """Gives the citations of one document their relations."""

    def __init__(self, reading: Reading, outline: Outline, context: Context) -> None:
        self.reading, self.text, self.outline, self.context = reading, reading.text, outline, context
        self.opening_end = self._opening_end()
        self.title_end = self._title_end()
        self.issued = {normal_title(t) for t in context.issues}
        self.interprets = self._interpreted()

    def _opening_end(self) -> int:
        """Where the first item begins; in articles the first article is still part of the opening."""
        for unit in self.outline.units[1:]:
            if unit.style is Style.ARTICLE and unit.number > 1:
                return unit.start
            if unit.style in (Style.FIRST, Style.SECOND, Style.THIRD):
                return unit.start
        return len(self.text)

    def _title_end(self) -> int:
        """Where the title that heads the block ends; 0 where the block does not begin with it."""
        title = normal_title(self.context.title or "")
        if not title:
            return 0
        for p in self.reading.paragraphs[:6]:
            joined = normal_title(self.text[: p.end])
            if joined.endswith(title) or title in joined:
                return (
                    p.end
                    if len(joined) - joined.find(title) - len(title) < 30
                    else self._in_line(title, p.end)
                )
        return 0

    def _in_line(self, title: str, limit: int) -> int:
        end = len(title)
        while end < limit and title not in normal_title(self.text[:end]):
            end += 1
        return end

    def _interpreted(self) -> frozenset[str]:
        """The titles that an interpretation names in its own title."""
        if self.context.type not in read_json("citations.json")["interpret_types"]:
            return frozenset()
        named = re.findall(r"《([^《》]+(?:《[^《》]+》[^《》]*)?)》", self.context.title or "")
        return frozenset(normal_title(t) for t in named)

    def is_frame(self, start: int) -> bool:
        """Whether the place is in the head of the document, where its own number stands."""
        return start < self.title_end

    def is_annex_line(self, start: int) -> bool:
        """Whether the place is in a line that only names the document's own attachments (附件：…，此略)."""
        paragraph = self.reading.paragraph_at(start)
        return ANNEX.match(self.text, paragraph.start) is not None

    def in_own_title(self, start: int, title: str) -> bool:
        """Whether a 《》 is part of the document's own title; an interpretation's title cites what it explains."""
        if start >= self.title_end:
            return False
        return normal_title(title) not in self.interprets

    def of(self, start: int, end: int, title: str | None) -> Relation:
        """The relation of the citation ``[start, end)``."""
        if title and normal_title(title) in self.interprets:
            return Relation.INTERPRETS
        before, after = self._sentence(start, end)
        return (
            self._issues(before, after, title)
            or self._repeals(before, after)
            or self._amends(before, after, start)
            or self._by_heading(start)
            or self._founded(before, after, start)
            or Relation.REFERENCES
        )

    def _sentence(self, start: int, end: int) -> tuple[str, str]:
        low = max(0, start - LONGEST_SENTENCE)
        begin = max((m.end() for m in SENTENCE_END.finditer(self.text, low, start)), default=low)
        stop = SENTENCE_END.search(self.text, end, min(len(self.text), end + LONGEST_SENTENCE))
        return self.text[begin:start], self.text[
            end : stop.start() if stop else min(len(self.text), end + LONGEST_SENTENCE)
        ]

    def _issues(self, before: str, after: str, title: str | None) -> Relation | None:
        near = TITLES.sub("", after)[:60]
        if _after("issue_after").search(near) and not re.search(r"(?:根据|按照|依据)[^，。]{0,30}$", before):
            if (
                title
                and self.issued
                and normal_title(title) not in self.issued
                and not before.endswith(("现将", "《"))
            ):
                return None
            return Relation.ISSUES
        return None

    def _repeals(self, before: str, after: str) -> Relation | None:
        lead = self._trigger(before)
        rest = TITLES.sub("", after)
        if lead == "repeal":
            return Relation.REPEALS
        m = re.match(rf"[^，。；]{{0,12}}(?:，)?(?:[^，。；]{{0,12}})(?:{_any('repeal')})", rest)
        if m and lead not in ("basis", "purpose") and "未" not in m.group():
            return Relation.REPEALS
        return None

    def _amends(self, before: str, after: str, start: int) -> Relation | None:
        amend = _any("amend")
        own = relation_of_heading(self.context.title or "") is Relation.AMENDS
        if re.search(r"(?:将|对|把|删去|删除)$", before) and re.search(rf"(?:{amend}|删去|删除|增加)", after):
            return Relation.AMENDS
        if own and self._trigger(before) == "amend":
            return Relation.AMENDS
        return None

    def _trigger(self, before: str) -> str | None:
        """The nearest word before the citation that governs it, over other citations in between."""
        plain = TITLES.sub("《》", before)
        last = None
        for m in _triggers().finditer(plain):
            last = m
        if last is None:
            return None
        gap = plain[last.end() :].replace("《》", "").replace("《", "")
        return str(last.lastgroup) if len(gap) < 60 and not re.search(r"[：。]", gap) else None

    def _by_heading(self, start: int) -> Relation | None:
        unit = self.outline.at(start)
        if not unit.number or start - unit.text > 30:
            return None
        for above in [*self.outline.ancestors(unit)]:
            if above.index:
                a, b = title_of(self.reading, above)
                relation = relation_of_heading(self.text[a : min(b, a + 60)])
            else:
                relation = self._by_intro(unit)
            if relation:
                return relation
        return None

    def _by_intro(self, unit: Unit) -> Relation | None:
        """我部决定废止以下文件：一、…… the sentence that introduces the list."""
        if not unit.index:
            return None
        first = next((u for u in self.outline.units[1:] if u.style is unit.style), unit)
        intro = self.text[max(0, first.start - 120) : first.start].rstrip("\n")
        sentence = re.split(r"[。\n]", intro.rstrip("："))[-1]
        return relation_of_heading(sentence) if intro.endswith("：") else None

    def _founded(self, before: str, after: str, start: int) -> Relation | None:
        if start >= self.opening_end:
            return None
        trigger = self._trigger(before)
        if trigger == "basis":
            return Relation.LEGAL_BASIS
        if trigger == "purpose" and re.search(r"为(?:了|进一步|全面|深入|认真|更好|切实|贯彻|落实)?", before):
            return Relation.IMPLEMENTS
        return None
