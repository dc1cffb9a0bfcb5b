"""Citations of other documents: 《title》（number）, number by 《title》, bare numbers, short names, entries of lists.

    find_citations(reading, context) -> Findings[Citation]

What a citation is to the document (its relation) is decided in ``citation_relations``, entries of lists of repealed
and amended documents are read in ``citation_lists``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gongwen.extract.citations.lists import Entry, list_entries
from gongwen.extract.citations.relations import Relations
from gongwen.extract.data import read_json
from gongwen.extract.keys import normal_title
from gongwen.extract.model import Citation, Context, Diagnostic, Findings, Hit, Relation, Severity
from gongwen.extract.numbers import DocumentNumber, find_numbers
from gongwen.extract.outline import Outline
from gongwen.extract.reading import Reading
from gongwen.extract.segment.lexicon import type_words
from gongwen.extract.structure import parse

MARK = re.compile(r"[《》\n]")
# Characters of the longest kind by which a document names itself: 本《行动方案》.
LONGEST_KIND = 6
LONGEST_TITLE = 300
# （国发〔2019〕25号）, （闽政办〔2010〕99号，以下简称《评奖办法》）, （省政府专题会议纪要〔2014〕38号）
BRACKET = re.compile(r"\s?（(?P<inside>[^（）《》\n]{0,40}(?:（[^（）《》\n]{1,12}）[^（）《》\n]{0,20})?)")
# …令第49号|修改）: what happened to a document, in the bracket behind its title, so far behind it at most
HISTORY = re.compile(r"(?:第[一二三四五六七八九十]次)?(?:修改|修订|修正)[，；）]")
HISTORY_REACH = 120
# （2017年第172号）: the count of an announcement, whose issuer its title names.
COUNT = re.compile(r"\s?（(?P<count>(?:(?:19|20)[0-9]{2}年?)?第[0-9]{1,5}号)[），]")
# （GB 19578—2014）, （HJ/T 91-2002）: the code of a standard, with a number and mostly a year
STANDARD = re.compile(
    r"\s?（\s?(?P<code>[A-Z]{2,5}(?:/[A-Z]{1,3})?\s?[—–－\-]?\s?[0-9][0-9./]{0,11}(?:\s?[—–－\-]\s?[0-9]{2,4})?)\s?[），]"
)
DASHES = re.compile(r"[–－\-]")
# Behind a 《 that nobody closed, titles are read by their own marks.
CLOSED = re.compile(r"《[^《》\n]{1,200}》")
# A title that a page break or a hard wrap broke goes on within so many characters of the next line.
WRAPPED = re.compile(r"\n[^《》\n]{0,60}》")
# 《关于建设绿道的申请报告》收悉: what was received is cited whatever its kind
RECEIVED = re.compile(r"(?:及[^，。；《》]{1,12})?(?:均?已)?收悉")
ARTICLE = re.compile(
    r"(?:（[^（）\n]{0,60}）)?(?P<article>第[一二三四五六七八九十百零0-9]{1,6}条(?:之[一二三四五六七八九十])?(?:第[一二三四五六七八九十0-9]{1,4}款)?"
    r"(?:第?（?[一二三四五六七八九十0-9]{1,4}）?项)?)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention before its relation is known; ``[start, end)`` reading offsets, ``alias`` the short name used."""

    start: int
    end: int
    title: str | None
    number: str | None
    alias: str | None = None


def find_citations(reading: Reading, context: Context) -> Findings[Citation]:
    """Every citation of one document, in order of place."""
    return _Finder(reading, context).find()


class _Finder:
    def __init__(self, reading: Reading, context: Context) -> None:
        self.reading, self.context, self.text = reading, context, reading.text
        self.outline: Outline = parse(reading)
        self.numbers = list(find_numbers(self.text))
        self.places = [n.start for n in self.numbers]
        self.diagnostics: list[Diagnostic] = []
        self.attached: frozenset[str] = frozenset()

    def find(self) -> Findings[Citation]:
        entries = list(list_entries(self.reading, self.outline, self.context, self.numbers))
        mentions = list(_outside(self._named(self._mentions()), entries))
        self.attached = self._attached(mentions)
        relations = Relations(self.reading, self.outline, self.context)
        hits = [
            self._hit(_in_full(m, relations), relations.of(m.start, m.end, m.title))
            for m in mentions
            if self._counts(m, relations)
        ]
        hits += [self._hit(Mention(e.start, e.end, e.title, e.number), e.relation) for e in entries]
        return Findings(tuple(sorted(hits, key=lambda h: (h.start, h.end))), tuple(self.diagnostics))

    def _hit(self, m: Mention, relation: Relation) -> Hit[Citation]:
        article = ARTICLE.match(self.text, m.end)
        record = Citation(
            self.reading.span(m.start, m.end),
            m.title,
            m.number,
            relation,
            article["article"] if article else None,
        )
        return Hit(m.start, m.end, record)

    def _mentions(self) -> list[Mention]:
        """Titles in 《》 with their numbers, and numbers without a title, in order of place."""
        titled = [self._with_number(s, e) for s, e in self._titles()]
        free = [
            Mention(n.start, n.end, None, n.value)
            for n in self.numbers
            if not (_inside(titled, n.start) or self._is_history(titled, n))
        ]
        return sorted([*titled, *free, *self._bare_names(titled)], key=lambda m: m.start)

    def _is_history(self, titled: Sequence[Mention], number: DocumentNumber) -> bool:
        """Whether a number tells, in the bracket behind a title, how that was amended: （…令第7号公布，…令第49号修改）."""
        i = bisect_right(titled, number.start, key=lambda m: m.start) - 1
        if i < 0 or not titled[i].title or not HISTORY.match(self.text, number.end):
            return False
        if number.start - titled[i].end > HISTORY_REACH:
            return False
        return not any(c in self.text[titled[i].end : number.start] for c in "）。\n")

    def _bare_names(self, titled: Sequence[Mention]) -> Iterator[Mention]:
        """Later mentions by a short name that was defined without 《》: （以下简称供水法）…违反供水法第三条."""
        named: set[str] = set()
        for m in titled:
            defined = _defined().match(self.text, m.end)
            name = defined["name"] if defined else ""
            if defined is None or name in named or not name.endswith(type_words()):
                continue
            named.add(name)
            for place in re.compile(rf"(?<![本该《〈国新原]){re.escape(name)}").finditer(
                self.text, defined.end()
            ):
                if not _inside(titled, place.start()):
                    yield Mention(*place.span(), m.title, m.number, name)

    def _titles(self) -> Iterator[tuple[int, int]]:
        """The outermost 《》, with their marks; one that is not closed in its paragraph is a diagnostic."""
        depth, opened = 0, 0
        for m in MARK.finditer(self.text):
            mark = m.group()
            if mark == "《":
                opened = m.start() if not depth else opened
                depth += 1
            elif mark == "》" and depth:
                depth -= 1
                if not depth and m.end() - opened <= LONGEST_TITLE:
                    yield opened, m.end()
            elif mark == "\n" and not (depth == 1 and WRAPPED.match(self.text, m.start())):
                if depth:
                    yield from self._unclosed(opened, m.start())
                depth = 0
        if depth:
            yield from self._unclosed(opened, len(self.text))

    def _unclosed(self, opened: int, end: int) -> Iterator[tuple[int, int]]:
        """Reports a 《 that nobody closes; the titles behind it in its paragraph are read by their own marks."""
        message = "书名号没有配对 a 《 is not closed in its paragraph; the citation is not read"
        span = self.reading.span(opened, opened + 1)
        self.diagnostics.append(Diagnostic("citation-unclosed", message, Severity.WARNING, span))
        yield from (m.span() for m in CLOSED.finditer(self.text, opened, end))

    def _with_number(self, start: int, end: int) -> Mention:
        title = self.reading.printed(start + 1, end - 1) if end - start > 2 else ""
        behind = self._number_behind(end)
        if behind is not None:
            close = behind.end < len(self.text) and self.text[behind.end] == "）"
            return Mention(start, behind.end + close, title, behind.value)
        i = bisect_left(self.places, start) - 1
        if i >= 0 and self.text[self.numbers[i].end : start] in ("", "文件", "文"):
            return Mention(self.numbers[i].start, end, title, self.numbers[i].value)
        return Mention(start, end, title, None)

    def _number_behind(self, end: int) -> DocumentNumber | None:
        """The number in the bracket directly behind a title, also where a printer lost the bracket's first half."""
        bracket = BRACKET.match(self.text, end)
        if bracket is None:
            i = bisect_left(self.places, end)
            return self.numbers[i] if self.places[i : i + 1] == [end] else None
        low, high = bracket.span("inside")
        i = bisect_left(self.places, low)
        if i < len(self.numbers) and self.numbers[i].end <= high + 1:
            return self.numbers[i]
        if count := COUNT.match(self.text, end):
            return DocumentNumber(*count.span("count"), count["count"])
        if standard := STANDARD.match(self.text, end):
            code = DASHES.sub("—", "".join(standard["code"].split()))
            return DocumentNumber(*standard.span("code"), code)
        return None

    def _named(self, mentions: list[Mention]) -> Iterator[Mention]:
        """Short names that the text defines (以下简称《条例》) stand for the full title afterwards."""
        short: dict[str, Mention] = {}
        previous: Mention | None = None
        for m in mentions:
            title = m.title or ""
            if m.alias is not None:
                yield m
                continue
            if self._defines(m):
                if previous is not None:
                    short[title] = previous
                continue
            if title in short and not m.number:
                full = short[title]
                yield replace(m, title=full.title, number=full.number, alias=title)
                continue
            previous = m
            yield m

    def _defines(self, m: Mention) -> bool:
        return bool(_short().search(self.text[max(0, m.start - 12) : m.start]))

    def _counts(self, m: Mention, relations: Relations) -> bool:
        """Whether a mention is a citation: no form, no book, not the document's own title or number."""
        if relations.is_annex_line(m.start):
            return False
        if m.title is None:
            return m.number != self.context.number and not relations.is_frame(m.start, m.end)
        if not m.title or relations.in_own_title(m.start, m.title):
            return False
        if m.alias is None and self.text.startswith("本", m.start - 1) and len(m.title) <= LONGEST_KIND:
            return False  # 按照本《通知》规定: the document itself
        if RECEIVED.match(self.text, m.end):
            return True  # 你单位《申请报告》收悉
        if _is_form(m.title, m.number) or (m.alias is None and m.title in self.attached):
            return False
        return not self._is_own(m, relations)

    def _attached(self, mentions: list[Mention]) -> frozenset[str]:
        """The titles of forms and lists that stand in the document's own attachments: 《云泽市水表申领单》（见附件2）."""
        marks, lists = _endings("attached"), _endings("lists")
        return frozenset(
            m.title
            for m in mentions
            if m.title
            and not m.number
            and self.text.startswith(marks, m.end)
            and (self.text.startswith(("（格", "（样", "（式"), m.end) or m.title.endswith(lists))
        )

    def _is_own(self, m: Mention, relations: Relations) -> bool:
        """Whether a mention names the document itself; the former one of the same title has another number, or is
        repealed."""
        own = self.context.title and normal_title(m.title or "") == normal_title(self.context.title)
        if not own or (m.number and m.number != self.context.number):
            return False
        return relations.of(m.start, m.end, m.title) is not Relation.REPEALS


@cache
def _short() -> re.Pattern[str]:
    words = "|".join(read_json("citations.json")["short"])
    return re.compile(rf"(?:{words})[为：“]{{0,2}}$")


@cache
def _defined() -> re.Pattern[str]:
    """（以下简称供水法）, （云发〔2019〕5号，以下简称“供水条例”）: the name has four characters or more."""
    words = "|".join(read_json("citations.json")["short"])
    return re.compile(rf"[（，][^（）《》\n]{{0,40}}?(?:{words})[为：“]{{0,2}}(?P<name>[一-龥]{{4,16}}?)”?）")


@cache
def _endings(key: str) -> tuple[str, ...]:
    return tuple(read_json("citations.json")[key])


CLOSING = re.compile(r"（[^（）]{1,20}）$")


def _is_form(title: str, number: str | None) -> bool:
    """Whether a title names a form, a certificate or a book rather than a document; a certificate has a number too."""
    bare = CLOSING.sub("", title)
    if bare.endswith(_endings("citations_all_the_same")):
        return False
    return bare.endswith(_endings("certificates") if number else _endings("not_citations"))


def _in_full(mention: Mention, relations: Relations) -> Mention:
    """《通知》 in the interpretation of one notice is that notice, also where the text does not say so."""
    explained = relations.explained
    kind = mention.title or ""
    if explained is None or mention.alias is not None or mention.number or kind not in type_words():
        return mention
    return replace(mention, title=explained, alias=kind) if explained.endswith(kind) else mention


def _inside(mentions: Sequence[Mention], place: int) -> bool:
    """Whether a place lies inside one of the mentions, which are in order of place."""
    i = bisect_right(mentions, place, key=lambda m: m.start) - 1
    return i >= 0 and place < mentions[i].end


def _outside(mentions: Iterable[Mention], entries: Sequence[Entry]) -> Iterator[Mention]:
    """The mentions that no entry of a list holds; entries are in order of place and none overlaps another."""
    begins = [e.start for e in entries]
    for m in mentions:
        i = bisect_left(begins, m.end) - 1
        if i < 0 or entries[i].end <= m.start:
            yield m


__all__ = ["DocumentNumber", "find_citations"]
