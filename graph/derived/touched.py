"""What a build has changed, and on which derived units that bears.

Documents that came, went or changed are *touched*; noted before and after the change are the numbers and titles by which
others mean them, the documents that they mean, and the bodies that they name. Nothing here looks at the documents that
nobody touched.
"""

from __future__ import annotations

import sqlite3

SCHEMA = """
CREATE TABLE called (iri TEXT NOT NULL, label TEXT NOT NULL, adcode TEXT NOT NULL, name TEXT NOT NULL,
documents INTEGER NOT NULL, printed INTEGER NOT NULL, collective INTEGER NOT NULL, single INTEGER NOT NULL,
PRIMARY KEY (iri, label)) WITHOUT ROWID;
CREATE INDEX called_area ON called (adcode, name);
"""
# Each holds what is to be looked at anew: documents by IRI, keys by which citations mean documents, the units of documents
# and of sources that hold further prints, and bodies.
TEMPORARY = "".join(
    f"CREATE TEMP TABLE {name} ({column} TEXT PRIMARY KEY) WITHOUT ROWID;"
    for name, column in (
        ("touched", "iri"),
        ("touched_number", "value"),
        ("touched_title", "value"),
        ("touched_unit", "iri"),
        ("touched_source", "iri"),
    )
)
TEMPORARY += "CREATE TEMP TABLE touched_body (iri TEXT PRIMARY KEY, adcode TEXT NOT NULL) WITHOUT ROWID"

# The totals of the tallies of all chosen documents, and what these call bodies: what some have is taken off before they
# change, and what they have then is added, so that nobody counts the others again.
_TOTAL = """
INSERT INTO total SELECT t.kind, t.term, {0}sum(t.quads) FROM tally t JOIN document d ON d.id = t.document
WHERE d.chosen AND {1} GROUP BY t.kind, t.term ON CONFLICT DO UPDATE SET quads = quads + excluded.quads
"""
_CALLED = """
INSERT INTO called SELECT b.iri, b.label, min(b.adcode), min(b.name), {0}count(DISTINCT b.document),
  {0}count(DISTINCT CASE WHEN b.printed THEN b.document END), {0}sum(b.collective), {0}sum(NOT b.collective)
FROM body b JOIN document d ON d.id = b.document WHERE d.chosen AND {1} GROUP BY b.iri, b.label
ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, printed = printed + excluded.printed,
  collective = collective + excluded.collective, single = single + excluded.single
"""
_NOTES = (
    """INSERT OR IGNORE INTO touched_number SELECT d.number FROM document d WHERE d.number NOTNULL AND {0}""",
    """INSERT OR IGNORE INTO touched_title SELECT d.title_key FROM document d WHERE d.title_key NOTNULL AND {0}""",
    """INSERT OR IGNORE INTO touched_unit SELECT d.iri FROM document d WHERE {0}""",
    """INSERT OR IGNORE INTO touched_unit SELECT d.parent FROM document d WHERE d.parent NOTNULL AND {0}""",
    """INSERT OR IGNORE INTO touched_unit SELECT m.target FROM document d JOIN meant m ON m.document = d.id WHERE {0}""",
    """INSERT OR IGNORE INTO touched_source SELECT s.iri FROM document d JOIN source s ON s.id = d.source WHERE {0}""",
    """INSERT OR IGNORE INTO touched_body SELECT b.iri, b.adcode FROM document d JOIN body b ON b.document = d.id WHERE {0}""",
)
_OF_TOUCHED = "d.iri IN (SELECT iri FROM touched)"


def touch(db: sqlite3.Connection, iri: str) -> None:
    """A document that comes, or of which a print comes."""
    db.execute("INSERT OR IGNORE INTO touched VALUES (?)", (iri,))


def touch_all(db: sqlite3.Connection) -> None:
    """Every document: what is derived from them is to be made anew."""
    db.execute("INSERT OR IGNORE INTO touched SELECT iri FROM document")


def withdraw(db: sqlite3.Connection, source: int) -> None:
    """Touches the documents of a source before they go, and takes off what they count."""
    db.execute("INSERT OR IGNORE INTO touched SELECT iri FROM document WHERE source = ?", (source,))
    _count(db, "-", f"d.source = {source}")
    _note(db, f"d.source = {source}")


def before_choice(db: sqlite3.Connection) -> None:
    """Takes off what touched documents count, before another print of them may be read."""
    _count(db, "-", _OF_TOUCHED)
    _note(db, _OF_TOUCHED)
    # What they mean is settled anew.
    db.execute(f"DELETE FROM meant WHERE document IN (SELECT d.id FROM document d WHERE {_OF_TOUCHED})")


def after_choice(db: sqlite3.Connection) -> None:
    """Adds what touched documents count."""
    _count(db, "", _OF_TOUCHED)
    _note(db, _OF_TOUCHED)
    db.execute("DELETE FROM total WHERE quads = 0")
    db.execute("DELETE FROM called WHERE documents = 0 AND iri IN (SELECT iri FROM touched_body)")


def clear(db: sqlite3.Connection) -> None:
    """Leaves nothing of what was counted."""
    for table in ("total", "called"):
        db.execute(f"DELETE FROM {table}")


def touch_attached(db: sqlite3.Connection, child: str, parent: str | None = None) -> None:
    """A document that is attached otherwise than it was: its parent tells it from others of its name (``resolve``)."""
    for note in _NOTES[:2]:
        db.execute(note.format("d.iri = ?"), (child,))
    db.executemany(
        "INSERT OR IGNORE INTO touched_unit VALUES (?)", [(iri,) for iri in (child, parent) if iri]
    )


def _count(db: sqlite3.Connection, sign: str, which: str) -> None:
    db.execute(_TOTAL.format(sign, which))
    db.execute(_CALLED.format(sign, which))


def _note(db: sqlite3.Connection, which: str) -> None:
    for note in _NOTES:
        db.execute(note.format(which))
