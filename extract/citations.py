"""Citations of other documents: 《title》（number）, number by 《title》, bare numbers, short names, entries of lists.

    find_citations(reading, context) -> Findings[Citation]

What a citation is to the document (its relation) is decided in ``citation_relations``, entries of lists of repealed
and amended documents are read in ``citation_lists``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from gongwen.extract.citation_lists import Entry, list_entries
from gongwen.extract.citation_relations import Relations
from gongwen.extract.data import read_json
from gongwen.extract.keys import normal_title
from gongwen.extract.model import Citation, Context, Diagnostic, Findings, Hit, Relation, Severity
from gongwen.extract.numbers import DocumentNumber, find_numbers
from gongwen.extract.reading import Reading
from gongwen.extract.structure import Outline, parse

MARK = re.compile(r"[《》\n]")
LONGEST_TITLE = 300
# （国发〔2019〕25号）, （闽政办〔2010〕99号，以下简称《评奖办法》）, 〔2019〕25号）
OPEN_BRACKET = re.compile(r"\s?（(?:原|即|现)?")
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
        self.diagnostics: list[Diagnostic] = []

    def find(self) -> Findings[Citation]:
        entries = list(list_entries(self.reading, self.outline, self.context, self.numbers))
        mentions = [m for m in self._named(self._mentions()) if not any(_inside(m, e) for e in entries)]
        relations = Relations(self.reading, self.outline, self.context)
        hits = [
            self._hit(m, relations.of(m.start, m.end, m.title))
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
            if not any(m.start <= n.start and n.end <= m.end for m in titled)
        ]
        inside = [(m.start, m.end) for m in titled]
        free = [m for m in free if not any(a < m.start < b for a, b in inside)]
        return sorted([*titled, *free], key=lambda m: m.start)

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
            elif mark == "\n":
                if depth:
                    self._unclosed(opened)
                depth = 0

    def _unclosed(self, opened: int) -> None:
        message = "书名号没有配对 a 《 is not closed in its paragraph; the citation is not read"
        span = self.reading.span(opened, opened + 1)
        self.diagnostics.append(Diagnostic("citation-unclosed", message, Severity.WARNING, span))

    def _with_number(self, start: int, end: int) -> Mention:
        title = self.reading.printed(start + 1, end - 1) if end - start > 2 else ""
        bracket = OPEN_BRACKET.match(self.text, end)
        if bracket:
            behind = next((n for n in self.numbers if bracket.end() <= n.start <= bracket.end() + 1), None)
            if behind is not None:
                closed = behind.end < len(self.text) and self.text[behind.end] == "）"
                return Mention(start, behind.end + closed, title, behind.value)
        before = next(
            (n for n in self.numbers if n.end <= start and self.text[n.end : start] in ("", "文件", "文")),
            None,
        )
        if before is not None:
            return Mention(before.start, end, title, before.value)
        return Mention(start, end, title, None)

    def _named(self, mentions: list[Mention]) -> Iterator[Mention]:
        """Short names that the text defines (以下简称《条例》) stand for the full title afterwards."""
        short: dict[str, Mention] = {}
        previous: Mention | None = None
        for m in mentions:
            title = m.title or ""
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
            return m.number != self.context.number and not relations.is_frame(m.start)
        if not m.title or relations.in_own_title(m.start, m.title):
            return False
        if m.number is None and m.alias is None and _is_form(m.title):
            return False
        own = self.context.title and normal_title(m.title) == normal_title(self.context.title)
        return not own


@cache
def _short() -> re.Pattern[str]:
    words = "|".join(read_json("citations.json")["short"])
    return re.compile(rf"(?:{words})[为：“]{{0,2}}$")


@cache
def _endings(key: str) -> tuple[str, ...]:
    return tuple(read_json("citations.json")[key])


def _is_form(title: str) -> bool:
    """Whether a title names a form, a certificate or a book rather than a document."""
    bare = re.sub(r"（[^（）]{1,20}）$", "", title)
    return bare.endswith(_endings("not_citations")) and not bare.endswith(_endings("citations_all_the_same"))


def _inside(m: Mention, entry: Entry) -> bool:
    return entry.start < m.end and m.start < entry.end


__all__ = ["DocumentNumber", "find_citations"]
