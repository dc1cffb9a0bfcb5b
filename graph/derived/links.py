"""The graph *links*: what depends on several documents.

Which document a citation means (``gw:citedDocument``) and the direct triple between the two, a stub with one
title for each cited document that is not in the corpus, the end of force that another document's repeal
sets, the other sources that print a document, documents of nearly the same text, and attachments of pages. A function of all documents' rows: the same whatever the
order or the number of builds.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from gongwen.extract.keys import cited_key
from gongwen.extract.model import Severity
from gongwen.graph.derived.attachments import Doubt, attach, attached
from gongwen.graph.derived.copies import Copy, copies, unlike_prints
from gongwen.graph.derived.resolve import PROMULGATES, Cited, Resolution, Resolver, known
from gongwen.graph.kg.packet import DiagnosticRow
from gongwen.graph.triples import terms
from gongwen.graph.triples.iri import Names, evidence, fact, short_hash, source_name, split_evidence
from gongwen.graph.triples.lines import RDF_TYPE, GraphLines
from gongwen.graph.triples.terms import iri, term, text, typed, zh

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

# The last column: whether any document can be meant, so that the others need no further look.
_CITATIONS = """
SELECT c.iri, c.relation, c.stub, c.number, c.title_key, c.title, c.evidence,
       d.iri, d.title_key, d.number, d.area, d.issuers, d.parent, coalesce(d.in_force, d.date),
       EXISTS (SELECT * FROM document k WHERE k.chosen AND k.number = c.number)
       OR EXISTS (SELECT * FROM document k WHERE k.chosen AND k.title_key = c.title_key)
FROM citation c JOIN document d ON d.id = c.document WHERE d.chosen ORDER BY d.iri, c.iri
"""
_STUB_SCHEMA = """
CREATE TEMP TABLE IF NOT EXISTS stub (iri TEXT NOT NULL, title TEXT, number TEXT);
DELETE FROM stub;
CREATE INDEX IF NOT EXISTS temp.stub_iri ON stub (iri);
"""
# One title a stub: the one that most citations give, then the longest, then the first by code point.
_STUBS = """
SELECT iri, min(number), (
  SELECT title FROM stub other WHERE other.iri = stub.iri AND title IS NOT NULL
  GROUP BY title ORDER BY count(*) DESC, length(title) DESC, title LIMIT 1)
FROM stub WHERE iri NOT IN (SELECT iri FROM document WHERE chosen) GROUP BY iri
"""


def write_links(db: sqlite3.Connection, names: Names, lines: GraphLines) -> tuple[DiagnosticRow, ...]:
    """Writes the graph *links* for the documents of a ledger; returns what stayed ambiguous, in order of the
    citations."""
    writer = _Links(db, names, lines)
    writer.write()
    return tuple(writer.diagnostics)


class _Links:
    def __init__(self, db: sqlite3.Connection, names: Names, lines: GraphLines) -> None:
        self._db, self._names, self.lines = db, names, lines
        self._resolver = Resolver(db)
        self._stubs: list[tuple[str, str | None, str | None]] = []
        self.diagnostics: list[DiagnosticRow] = []

    def write(self) -> None:
        self._db.executescript(_STUB_SCHEMA)
        doubts = attach(self._db)
        for row in self._db.execute(_CITATIONS).fetchall():
            self._write_citation(row)
        self._write_parents()
        self._db.executemany("INSERT INTO stub VALUES (?, ?, ?)", self._stubs)
        self._write_attached(doubts)
        self._write_stubs()
        self._write_other_sources()
        for other in unlike_prints(self._db):
            message = f"{other.document} 的两处刊印不是同一篇文字 is printed by {other.read_in} as another text; only that is read."
            self._tell("prints-differ", message, other.source, other.start, other.end)
        for copy in copies(self._db):
            self._write_copy(copy)

    def _write_citation(self, row: tuple[Any, ...]) -> None:
        citation, relation, stub, number, title_key, title, where, document = row[:8]
        target = None
        if row[14]:
            citing = known((document, *row[8:13]))
            found = self._resolver.resolve(Cited(relation, stub, number, title_key), citing)
            target = found.target
            if found.candidates:
                self._diagnose(title or number, where, found)
        target = target or self._stub(stub, title, number, document)
        meant = iri(target)
        self.lines.add(iri(citation), _CITED, meant)
        self.lines.add(iri(document), iri(relation), meant)
        if relation == _REPEALS:
            self._write_end(target, citation, where, row[13])

    def _stub(self, stub: str, title: str | None, number: str | None, citing: str) -> str:
        """The IRI of the stub; a document that gives its own number to another title does not mean itself."""
        if stub == citing and title:
            stub = self._names.document(cited_key(None, title))
        self._stubs.append((stub, title, number))
        return stub

    def _write_end(self, target: str, citation: str, where: str, begins: str | None) -> None:
        """A repealed document is in force for the last time on the day before the repeal takes effect."""
        if begins is None or len(begins) != len("2021-01-04"):
            return
        last = (datetime.date.fromisoformat(begins) - datetime.timedelta(days=1)).isoformat()
        node, value = iri(fact(citation, terms.local(_END))), typed(last, "date")
        self.lines.add(iri(target), term(_END), value)
        self.lines.add(node, RDF_TYPE, term("rdf:Statement"))
        self.lines.add(node, term("rdf:subject"), iri(target))
        self.lines.add(node, term("rdf:predicate"), term(_END))
        self.lines.add(node, term("rdf:object"), value)
        self.lines.add(node, term("prov:wasQuotedFrom"), iri(where))

    def _write_parents(self) -> None:
        rows = self._db.execute(
            "SELECT iri, parent FROM document WHERE chosen AND parent IS NOT NULL ORDER BY iri"
        )
        for child, parent in rows.fetchall():
            self.lines.add(iri(parent), iri(PROMULGATES), iri(child))
            self._stubs.append((parent, None, None))

    def _write_attached(self, doubts: Sequence[Doubt]) -> None:
        """Attachments that stand beside the page of the notice: linked both ways here, since neither's own graph knows of
        the other."""
        for child, parent in attached(self._db):
            self.lines.add(iri(child), term("gw:promulgatedBy"), iri(parent))
            self.lines.add(iri(parent), iri(PROMULGATES), iri(child))
        for doubt in doubts:
            several = "、".join(doubt.parents)
            message = (
                f"{doubt.child} 是几个文件的附件 is attached to {len(doubt.parents)} documents: {several}"
            )
            rows = self._db.execute(
                "SELECT s.iri, d.start, d.end FROM document d JOIN source s ON s.id = d.source"
                " WHERE d.chosen AND d.iri = ?",
                (doubt.child,),
            )
            for source, start, end in rows.fetchall():
                self._tell("attachment-ambiguous", message, source, start, end)

    def _write_stubs(self) -> None:
        for address, number, title in self._db.execute(_STUBS).fetchall():
            node = iri(address)
            self.lines.add(node, RDF_TYPE, term("eli:LegalResource"))
            self.lines.add(node, RDF_TYPE, term("gw:CitedDocument"))
            if title is not None:
                self.lines.add(node, _TITLE, zh(title))
            if number:
                self.lines.add(node, term("eli:id_local"), text(number))

    def _write_other_sources(self) -> None:
        """Prints of a document that are not the one its graph reads."""
        for row in self._other_prints():
            document, start, end, source, name, sha256, media_type, characters = row
            node = iri(source)
            self.lines.add(iri(document), term("gw:alsoPrintedIn"), iri(evidence(source, start, end)))
            self.lines.add(node, RDF_TYPE, term("prov:Entity"))
            self.lines.add(node, term("rdfs:label"), text(name))
            self.lines.add(node, term("gw:sha256"), text(sha256))
            self.lines.add(node, term("dcterms:format"), text(media_type))
            self.lines.add(node, term("gw:characters"), typed(str(characters), "integer"))

    def _other_prints(self) -> Iterator[tuple[str, int, int, str, str, str, str, int]]:
        return self._db.execute(
            "SELECT d.iri, d.start, d.end, s.iri, s.name, s.sha256, s.media_type, s.characters"
            " FROM document d JOIN source s ON s.id = d.source WHERE NOT d.chosen"
        )

    def _write_copy(self, copy: Copy) -> None:
        """Two documents of nearly the same text: linked, never merged; what tells them apart is said."""
        one, other = iri(copy.one), iri(copy.other)
        node = iri(fact(copy.one, "nearCopyOf", short_hash(copy.other)))
        self.lines.add(one, term("gw:nearCopyOf"), other)
        self.lines.add(other, term("gw:nearCopyOf"), one)
        self.lines.add(node, RDF_TYPE, term("gw:Resemblance"))
        self.lines.add(node, term("gw:compares"), one)
        self.lines.add(node, term("gw:compares"), other)
        self.lines.add(node, term("gw:similarity"), typed(f"{copy.similarity:.2f}", "decimal"))
        for name in copy.differs:
            self.lines.add(node, term("gw:differsIn"), term(_DIFFERENCES[name]))
        if copy.differs:
            several = "、".join(_DIFFERENCES_SAID[name] for name in copy.differs)
            message = f"《{copy.title or copy.one}》 与 is nearly the same text ({copy.similarity:.0%}) as {copy.other}，不同 but differs in: {several}"
            self._tell("copies-differ", message, copy.source, copy.start, copy.end)

    def _diagnose(self, cited: str, where: str, found: Resolution) -> None:
        several = "、".join(found.candidates)
        message = f"《{cited}》 可以指多个文件 may mean any of {len(found.candidates)} documents: {several}"
        place = split_evidence(where)
        assert place is not None, where
        self._tell("citation-ambiguous", message, *place)

    def _tell(self, code: str, message: str, source: str, start: int, end: int) -> None:
        warning, name = Severity.WARNING.value, source_name(source)
        self.diagnostics.append(DiagnosticRow(code, message, warning, start, end, source=name))
