"""What each citation means, kept in the ledger: settled anew for the citations of documents that were touched, and for those
that give a number or a title by which a touched document may be meant."""

from __future__ import annotations

import json
import sqlite3

from gongwen.extract.keys import cited_key
from gongwen.graph.derived.resolve import PROMULGATES, Cited, Resolver, known
from gongwen.graph.triples.iri import Names

# ``target``: the document's IRI, or the stub's; ``candidates``: a JSON list of documents that could not be told apart.
SCHEMA = """
CREATE TABLE meant (citation INTEGER PRIMARY KEY, document INTEGER NOT NULL, target TEXT NOT NULL, candidates TEXT);
CREATE INDEX meant_document ON meant (document); CREATE INDEX meant_target ON meant (target);
"""
TEMPORARY = "CREATE TEMP TABLE pending (citation INTEGER PRIMARY KEY, document INTEGER NOT NULL)"

_BY_KEY = """
INSERT OR IGNORE INTO pending SELECT c.id, c.document FROM {} t CROSS JOIN citation c ON c.{} = t.value
CROSS JOIN document d ON d.id = c.document AND d.chosen
"""
_PENDING = (
    _BY_KEY.format("touched_number", "number"),
    _BY_KEY.format("touched_title", "title_key"),
    """
INSERT OR IGNORE INTO pending SELECT c.id, d.id FROM touched t CROSS JOIN document d ON d.iri = t.iri AND d.chosen
CROSS JOIN citation c ON c.document = d.id
""",
    # What a notice issues is looked for among its own attachments first.
    f"""
INSERT OR IGNORE INTO pending SELECT c.id, d.id FROM touched_unit t CROSS JOIN document d ON d.iri = t.iri AND d.chosen
CROSS JOIN citation c ON c.document = d.id AND c.relation = '{PROMULGATES}'
""",
)
_TOUCH_MEANT = "INSERT OR IGNORE INTO touched_unit SELECT target FROM meant WHERE citation IN (SELECT citation FROM pending)"
_TOUCH_CITING = """
INSERT OR IGNORE INTO touched_unit SELECT iri FROM document WHERE id IN (SELECT document FROM pending)
"""
# The last column: whether any document can be meant, so that the others need no further look.
_CITATIONS = """
SELECT c.id, d.id, c.relation, c.stub, c.number, c.title_key, c.title,
       d.iri, d.title_key, d.number, d.area, d.issuers, d.parent,
       EXISTS (SELECT * FROM document k WHERE k.chosen AND k.number = c.number)
       OR EXISTS (SELECT * FROM document k WHERE k.chosen AND k.title_key = c.title_key)
FROM pending p CROSS JOIN citation c ON c.id = p.citation CROSS JOIN document d ON d.id = p.document
"""


def settle(db: sqlite3.Connection, names: Names) -> None:
    """Brings the table ``meant`` up to date and touches the units of the documents that cite, were meant, or are."""
    db.execute("DELETE FROM pending")
    for statement in (*_PENDING, _TOUCH_CITING, _TOUCH_MEANT):
        db.execute(statement)
    resolver = Resolver(db)
    for citation, document, relation, stub, number, key, title, *citing, possible in db.execute(_CITATIONS):
        target, candidates = None, None
        if possible:
            found = resolver.resolve(Cited(relation, stub, number, key), known(citing))
            target = found.target
            candidates = json.dumps(found.candidates) if found.candidates else None
        target = target or _stub(names, stub, title, citing[0])
        db.execute(
            "INSERT OR REPLACE INTO meant VALUES (?, ?, ?, ?)", (citation, document, target, candidates)
        )
    db.execute(_TOUCH_MEANT)


def _stub(names: Names, stub: str, title: str | None, citing: str) -> str:
    """The IRI of the stub; a document that gives its own number to another title does not mean itself."""
    return names.document(cited_key(None, title)) if stub == citing and title else stub
