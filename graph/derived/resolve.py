"""Which document a citation means: by number and title, else number, else normalised title.

Nothing is guessed: where several documents fit and neither issuer nor area decides, the citation stays with
its stub and the candidates are a diagnostic.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from gongwen.extract.keys import names_issuer
from gongwen.extract.model import Relation
from gongwen.graph.derived.areas import around, names_area
from gongwen.graph.triples.quads import RELATIONS
from gongwen.graph.triples.terms import term

PROMULGATES = term(RELATIONS[Relation.ISSUES])[1:-1]
# A parent that a page's link gives stands beside those that are printed (``gongwen.graph.derived.attachments``).
_KNOWN = """
SELECT iri, title_key, number, area, issuers, coalesce(parent, (SELECT parent FROM attached WHERE child = iri))
FROM document WHERE chosen AND {} ORDER BY iri
"""
# Not `parent = ? OR iri IN (…)`, for which SQLite looks through all documents.
_PARENT = """iri IN (
  SELECT iri FROM document WHERE chosen AND parent = ? UNION ALL SELECT child FROM attached WHERE parent = ?)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A document that is in the corpus, as far as resolution looks at it."""

    iri: str
    title_key: str | None
    number: str | None
    area: str
    issuers: frozenset[str]
    parent: str | None


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation gives (``CitationRow``)."""

    relation: str
    stub: str
    number: str | None
    title_key: str | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """``target`` is the document's IRI, or None for the stub; ``candidates`` those that could not be told
    apart."""

    target: str | None
    candidates: tuple[str, ...] = ()


class Resolver:
    """Resolves citations against the documents of a ledger, by index."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def resolve(self, cited: Cited, citing: Known) -> Resolution:
        """The document that ``citing`` means."""
        if cited.relation == PROMULGATES and cited.title_key:
            printed = [d for d in self._where("parent", citing.iri) if d.title_key == cited.title_key]
            if len(printed) == 1:
                return Resolution(printed[0].iri)
        if cited.number:
            found = self._by_number(cited, citing)
            if found.target or found.candidates:
                return found
        return self._by_title(cited, citing)

    def _by_number(self, cited: Cited, citing: Known) -> Resolution:
        # 印发《方案》（云府〔2021〕1号） in that very notice: the number is the notice's, the title is not.
        numbered = [
            d
            for d in self._where("number", cited.number)
            if d.iri != citing.iri or _same(d.title_key, cited.title_key)
        ]
        if not names_issuer(cited.number or ""):
            numbered = [
                d for d in numbered if d.issuers & citing.issuers and _same(d.title_key, cited.title_key)
            ]
        titled = [d for d in numbered if cited.title_key and d.title_key == cited.title_key]
        own = [d for d in numbered if d.iri == cited.stub]
        return _only(titled or own or _outermost(numbered), citing)

    def _by_title(self, cited: Cited, citing: Known) -> Resolution:
        if not cited.title_key:
            return Resolution(None)
        titled = [d for d in self._where("title_key", cited.title_key) if _same(d.number, cited.number)]
        return _only([d for d in titled if d.iri != citing.iri and _in_reach(d, citing)], citing)

    def _where(self, column: str, value: str | None) -> list[Known]:
        if column == "parent":
            rows = self._db.execute(_KNOWN.format(_PARENT), (value, value))
        else:
            rows = self._db.execute(_KNOWN.format(f"{column} = ?"), (value,))
        return [known(row) for row in rows]


def known(row: Sequence[str | None]) -> Known:
    """A row ``iri, title_key, number, area, issuers, parent`` of the ledger's documents."""
    iri, title_key, number, area, issuers, parent = row
    assert iri is not None
    assert area is not None
    return Known(iri, title_key, number, area, frozenset(json.loads(issuers or "[]")), parent)


def _same(one: str | None, other: str | None) -> bool:
    """Whether two values agree as far as both are known."""
    return one is None or other is None or one == other


def _in_reach(document: Known, citing: Known) -> bool:
    """Whether a title alone may mean this document: that of the issuer, of its area, of an area around or
    inside it, or one whose title names its area.

    Many cities have an 《政府工作报告》; the only one in the corpus is not therefore the one that is meant.
    """
    if document.issuers & citing.issuers or names_area(document.title_key or "", document.area):
        return True
    return around(document.area, citing.area) or around(citing.area, document.area)


def _outermost(documents: list[Known]) -> list[Known]:
    """Documents that no other of them printed: a notice and the plan that it issues share a number, which is the
    notice's."""
    iris = {d.iri for d in documents}
    return [d for d in documents if d.parent not in iris]


def _only(candidates: list[Known], citing: Known) -> Resolution:
    """The one that fits, the issuer's and the area's first; else all that do."""
    if not candidates:
        return Resolution(None)
    for chosen in (
        candidates,
        [d for d in candidates if d.issuers & citing.issuers],
        [d for d in candidates if d.area == citing.area],
    ):
        if len(chosen) == 1:
            return Resolution(chosen[0].iri)
    return Resolution(None, tuple(d.iri for d in candidates))
