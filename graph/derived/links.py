"""The graph *links*: what depends on several documents.

Which document a citation means (``gw:citedDocument``) and the direct triple between the two, a stub with one
title for each cited document that is not in the corpus, the end of force that another document's repeal
sets, the other sources that print a document, documents of nearly the same text, and attachments of pages. A function of all
documents' rows: the same whatever the order or the number of builds.

It is made by units (``gongwen.graph.derived.units``): what stands here of one document, in the corpus or not, goes by its
IRI; what is said of a source that holds a further print goes by the source's.
"""

from __future__ import annotations

import datetime
import heapq
import json
import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from gongwen.extract.model import Severity
from gongwen.graph.derived.copies import Copy, copies, unlike_prints
from gongwen.graph.derived.resolve import PROMULGATES
from gongwen.graph.derived.units import Units
from gongwen.graph.kg.packet import DiagnosticRow
from gongwen.graph.triples import terms
from gongwen.graph.triples.iri import Names, evidence, fact, short_hash, source_name, split_evidence
from gongwen.graph.triples.lines import RDF_TYPE, GraphLines
from gongwen.graph.triples.terms import iri, term, text, typed, zh

# Triples in N-Triples form, or a diagnostic, under the unit that they belong to.
Triple: TypeAlias = tuple[str, str, str]
Said: TypeAlias = tuple[str, Triple | DiagnosticRow]

_REPEALS = term("eli:repeals")[1:-1]
_END = "eli:date_no_longer_in_force"
_TITLE = term("dcterms:title")
_CITED = term("gw:citedDocument")
_DIFFERENCES = {
    "title": "dcterms:title",
    "number": "eli:id_local",
    "date": "eli:date_document",
    "issuers": "eli:passed_by",
}
_DIFFERENCES_SAID = {
    "title": "标题 title",
    "number": "文号 number",
    "date": "日期 date",
    "issuers": "发文机关 issuers",
}

# All in the order of the units, which comes from the table of those that are to be made anew.
_UNITS = "touched_unit"
_CITATIONS = f"""
SELECT u.iri, c.iri, c.relation, m.target, m.candidates, coalesce(c.title, c.number), c.evidence,
       coalesce(d.in_force, d.date)
FROM {_UNITS} u CROSS JOIN document d ON d.iri = u.iri AND d.chosen CROSS JOIN meant m ON m.document = d.id
CROSS JOIN citation c ON c.id = m.citation ORDER BY u.iri, c.iri
"""
_ENDS = f"""
SELECT u.iri, coalesce(d.in_force, d.date) FROM {_UNITS} u CROSS JOIN meant m ON m.target = u.iri
CROSS JOIN citation c ON c.id = m.citation AND c.relation = '{_REPEALS}' CROSS JOIN document d ON d.id = m.document
ORDER BY u.iri
"""
_CHILDREN = f"""
SELECT u.iri, d.iri FROM {_UNITS} u CROSS JOIN document d ON d.parent = u.iri AND d.chosen ORDER BY u.iri
"""
_ATTACHED = f"SELECT u.iri, a.child FROM {_UNITS} u CROSS JOIN attached a ON a.parent = u.iri ORDER BY u.iri"
_ATTACHING = f"SELECT u.iri, a.parent FROM {_UNITS} u CROSS JOIN attached a ON a.child = u.iri ORDER BY u.iri"
_DOUBTED = f"""
SELECT u.iri, s.iri, d.start, d.end, (
  SELECT group_concat(parent, '、') FROM (SELECT parent FROM doubted WHERE child = u.iri ORDER BY parent)),
  (SELECT count(*) FROM doubted WHERE child = u.iri)
FROM {_UNITS} u CROSS JOIN document d ON d.iri = u.iri AND d.chosen CROSS JOIN source s ON s.id = d.source
WHERE u.iri IN (SELECT child FROM doubted) ORDER BY u.iri
"""
# One title a stub: the one that most citations give, then the longest, then the first by code point.
_STUBS = f"""
SELECT u.iri, (SELECT min(c.number) FROM meant m JOIN citation c ON c.id = m.citation WHERE m.target = u.iri),
  (SELECT c.title FROM meant m JOIN citation c ON c.id = m.citation WHERE m.target = u.iri AND c.title NOTNULL
   GROUP BY c.title ORDER BY count(*) DESC, length(c.title) DESC, c.title LIMIT 1)
FROM {_UNITS} u WHERE NOT EXISTS (SELECT * FROM document d WHERE d.iri = u.iri AND d.chosen)
  AND (EXISTS (SELECT * FROM meant m WHERE m.target = u.iri)
       OR EXISTS (SELECT * FROM document d WHERE d.parent = u.iri AND d.chosen))
ORDER BY u.iri
"""
_PRINTS = f"""
SELECT u.iri, s.iri, d.start, d.end FROM {_UNITS} u CROSS JOIN document d ON d.iri = u.iri AND NOT d.chosen
CROSS JOIN source s ON s.id = d.source ORDER BY u.iri
"""
_SOURCES = """
SELECT DISTINCT u.iri, s.name, s.sha256, s.media_type, s.characters
FROM touched_source u CROSS JOIN source s ON s.iri = u.iri
WHERE EXISTS (SELECT * FROM document d WHERE d.source = s.id AND NOT d.chosen) ORDER BY u.iri
"""


def put_links(db: sqlite3.Connection, names: Names, units: Units) -> None:
    """Makes the units of touched documents and sources anew."""
    graph = names.graph("links")
    _put(db, units, graph, _UNITS, [said(db) for said in _SAID])
    _put(db, units, graph, "touched_source", [_sources(db)])


def _put(db: sqlite3.Connection, units: Units, graph: str, table: str, said: list[Iterator[Said]]) -> None:
    """Puts what several queries say of the units of a table, in whose order they say it; of what they say nothing, nothing
    is left."""
    every: Iterator[tuple[str, Triple | DiagnosticRow | None]] = (
        (unit, None) for (unit,) in db.execute(f"SELECT iri FROM {table} ORDER BY iri")
    )
    for unit, found in groupby(heapq.merge(every, *said, key=itemgetter(0)), key=itemgetter(0)):
        triples: list[str] = []
        told: list[DiagnosticRow] = []
        lines = GraphLines(graph, triples.append)
        for _, one in found:
            if isinstance(one, DiagnosticRow):
                told.append(one)
            elif one is not None:
                lines.add(*one)
        units.put(unit, triples)
        units.tell(unit, told)


def _citations(db: sqlite3.Connection) -> Iterator[Said]:
    for unit, citation, relation, target, candidates, cited, where, begins in db.execute(_CITATIONS):
        meant = iri(target)
        yield unit, (iri(citation), _CITED, meant)
        yield unit, (iri(unit), iri(relation), meant)
        last = _last_day(begins)
        if relation == _REPEALS and last:
            node = iri(fact(citation, terms.local(_END)))
            yield unit, (node, RDF_TYPE, term("rdf:Statement"))
            yield unit, (node, term("rdf:subject"), meant)
            yield unit, (node, term("rdf:predicate"), term(_END))
            yield unit, (node, term("rdf:object"), last)
            yield unit, (node, term("prov:wasQuotedFrom"), iri(where))
        if candidates:
            several = json.loads(candidates)
            message = (
                f"《{cited}》 可以指多个文件 may mean any of {len(several)} documents: {'、'.join(several)}"
            )
            place = split_evidence(where)
            assert place is not None, where
            yield unit, _warning("citation-ambiguous", message, *place)


def _ends(db: sqlite3.Connection) -> Iterator[Said]:
    for unit, begins in db.execute(_ENDS):
        last = _last_day(begins)
        if last:
            yield unit, (iri(unit), term(_END), last)


def _last_day(begins: str | None) -> str | None:
    """A repealed document is in force for the last time on the day before the repeal takes effect."""
    if begins is None or len(begins) != len("2021-01-04"):
        return None
    last = datetime.date.fromisoformat(begins) - datetime.timedelta(days=1)
    return typed(last.isoformat(), "date")


def _children(db: sqlite3.Connection) -> Iterator[Said]:
    for unit, child in db.execute(_CHILDREN):
        yield unit, (iri(unit), iri(PROMULGATES), iri(child))


def _attached(db: sqlite3.Connection) -> Iterator[Said]:
    """Attachments that stand beside the page of the notice: linked both ways here, since neither's own graph knows of
    the other."""
    for unit, child in db.execute(_ATTACHED):
        yield unit, (iri(unit), iri(PROMULGATES), iri(child))


def _attaching(db: sqlite3.Connection) -> Iterator[Said]:
    for unit, parent in db.execute(_ATTACHING):
        yield unit, (iri(unit), term("gw:promulgatedBy"), iri(parent))


def _doubted(db: sqlite3.Connection) -> Iterator[Said]:
    for unit, source, start, end, several, number in db.execute(_DOUBTED):
        message = f"{unit} 是几个文件的附件 is attached to {number} documents: {several}"
        yield unit, _warning("attachment-ambiguous", message, source, start, end)


def _stubs(db: sqlite3.Connection) -> Iterator[Said]:
    for unit, number, title in db.execute(_STUBS):
        node = iri(unit)
        yield unit, (node, RDF_TYPE, term("eli:LegalResource"))
        yield unit, (node, RDF_TYPE, term("gw:CitedDocument"))
        if title is not None:
            yield unit, (node, _TITLE, zh(title))
        if number:
            yield unit, (node, term("eli:id_local"), text(number))


def _prints(db: sqlite3.Connection) -> Iterator[Said]:
    """Prints of a document that are not the one its graph reads."""
    for unit, source, start, end in db.execute(_PRINTS):
        yield unit, (iri(unit), term("gw:alsoPrintedIn"), iri(evidence(source, start, end)))


def _unlike_prints(db: sqlite3.Connection) -> Iterator[Said]:
    for other in unlike_prints(db, _UNITS):
        message = f"{other.document} 的两处刊印不是同一篇文字 is printed by {other.read_in} as another text; only that is read."
        yield other.document, _warning("prints-differ", message, other.source, other.start, other.end)


def _sources(db: sqlite3.Connection) -> Iterator[Said]:
    for unit, name, sha256, media_type, characters in db.execute(_SOURCES):
        node = iri(unit)
        yield unit, (node, RDF_TYPE, term("prov:Entity"))
        yield unit, (node, term("rdfs:label"), text(name))
        yield unit, (node, term("gw:sha256"), text(sha256))
        yield unit, (node, term("dcterms:format"), text(media_type))
        yield unit, (node, term("gw:characters"), typed(str(characters), "integer"))


def _copies(db: sqlite3.Connection) -> Iterator[Said]:
    """Two documents of nearly the same text: linked, never merged; what tells them apart is said."""
    for unit, copy in copies(db, _UNITS):
        yield unit, (iri(copy.one), term("gw:nearCopyOf"), iri(copy.other))
        node = iri(fact(copy.one, "nearCopyOf", short_hash(copy.other)))
        yield unit, (node, RDF_TYPE, term("gw:Resemblance"))
        yield unit, (node, term("gw:compares"), iri(copy.one))
        yield unit, (node, term("gw:compares"), iri(copy.other))
        yield unit, (node, term("gw:similarity"), typed(f"{copy.similarity:.2f}", "decimal"))
        for name in copy.differs:
            yield unit, (node, term("gw:differsIn"), term(_DIFFERENCES[name]))
        if copy.differs:
            yield unit, _differing(copy)


def _differing(copy: Copy) -> DiagnosticRow:
    several = "、".join(_DIFFERENCES_SAID[name] for name in copy.differs)
    message = f"《{copy.title or copy.one}》 与 is nearly the same text ({copy.similarity:.0%}) as {copy.other}，不同 but differs in: {several}"
    return _warning("copies-differ", message, copy.source, copy.start, copy.end)


def _copied(db: sqlite3.Connection) -> Iterator[Said]:
    for unit, copy in copies(db, _UNITS, first=False):
        yield unit, (iri(copy.other), term("gw:nearCopyOf"), iri(copy.one))


_SAID: tuple[Callable[[sqlite3.Connection], Iterator[Said]], ...] = (
    _citations,
    _ends,
    _children,
    _attached,
    _attaching,
    _doubted,
    _stubs,
    _prints,
    _unlike_prints,
    _copies,
    _copied,
)


def _warning(code: str, message: str, source: str, start: int, end: int) -> DiagnosticRow:
    return DiagnosticRow(code, message, Severity.WARNING.value, start, end, source=source_name(source))
