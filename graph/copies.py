"""Documents whose texts are nearly the same: found by an index of bands of their sketches, never by comparing all with
all, and kept in the ledger so that an added document costs one document.

Which pairs there are is a function of the chosen prints alone, whatever the order or the number of builds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from gongwen.extract.sketch import bands, similarity

# Texts alike by less are no copies of each other: one wrong character in 25 brings a copy down to this.
LEAST_SIMILARITY = 0.7
# Without the same title only texts alike by this much are: approvals and notices of appointment by one form come to 0.85.
UNTITLED_SIMILARITY = 0.9
# Of so many documents that share a band each is compared with each; of more, each with the first by IRI.
FEW = 8

SCHEMA = """
CREATE TABLE band (value INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (value, document)) WITHOUT ROWID;
CREATE TABLE pair (value INTEGER NOT NULL, one INTEGER NOT NULL, other INTEGER NOT NULL, similarity REAL NOT NULL,
PRIMARY KEY (value, one, other)) WITHOUT ROWID;
"""
TEMPORARY = "CREATE TEMP TABLE touched_band (value INTEGER PRIMARY KEY)"

_MEMBERS = """
SELECT d.id, d.sketch FROM band b JOIN document d ON d.id = b.document WHERE b.value = ? AND d.chosen ORDER BY d.iri
"""
_PAIRS = """
SELECT DISTINCT a.iri, b.iri, p.similarity, s.iri, a.start, a.end, a.title, a.title_key, b.title_key, a.number, b.number,
       a.date, b.date, a.issuers, b.issuers
FROM pair p JOIN document a ON a.id = p.one JOIN document b ON b.id = p.other JOIN source s ON s.id = a.source
ORDER BY a.iri, b.iri
"""


def index(db: sqlite3.Connection, document: int, sketch: str) -> None:
    """Enters a document's bands."""
    values = [(value,) for value in bands(sketch)]
    db.executemany(f"INSERT OR IGNORE INTO band VALUES (?, {document})", values)
    db.executemany("INSERT OR IGNORE INTO touched_band VALUES (?)", values)


def withdraw(db: sqlite3.Connection, document: int, sketch: str) -> None:
    """Takes a document's bands out."""
    values = [(value,) for value in bands(sketch)]
    db.executemany(f"DELETE FROM band WHERE value = ? AND document = {document}", values)
    db.executemany("INSERT OR IGNORE INTO touched_band VALUES (?)", values)


def match(db: sqlite3.Connection) -> None:
    """Brings the pairs up to date where bands, or the choice of a document's print, were touched (the temporary tables
    ``touched_band`` and ``touched``)."""
    rows = db.execute("SELECT sketch FROM document WHERE sketch NOTNULL AND iri IN (SELECT iri FROM touched)")
    for (sketch,) in rows.fetchall():
        db.executemany("INSERT OR IGNORE INTO touched_band VALUES (?)", [(value,) for value in bands(sketch)])
    known: dict[tuple[int, int], float] = {}
    for (value,) in db.execute("SELECT value FROM touched_band").fetchall():
        db.execute("DELETE FROM pair WHERE value = ?", (value,))
        members = db.execute(_MEMBERS, (value,)).fetchall()
        for i, (one, sketch) in enumerate(members if len(members) <= FEW else members[:1]):
            for other, compared in members[i + 1 :]:
                alike = known.get((one, other))
                if alike is None:
                    alike = known[one, other] = similarity(sketch, compared)
                if alike >= LEAST_SIMILARITY:
                    db.execute("INSERT INTO pair VALUES (?, ?, ?, ?)", (value, one, other, alike))
    db.execute("DELETE FROM touched_band")


@dataclass(frozen=True, slots=True)
class Copy:
    """Two documents (IRIs, in order) whose texts are alike by ``similarity`` (0 to 1), and in which of ``title``,
    ``number``, ``date``, ``issuers`` they differ as far as both are known. ``source``, ``start``, ``end``: where the first
    stands; ``title``: what it is called."""

    one: str
    other: str
    similarity: float
    differs: tuple[str, ...]
    title: str | None
    source: str
    start: int
    end: int


def copies(db: sqlite3.Connection) -> Iterator[Copy]:
    """The near copies among the documents of a ledger, in order."""
    for row in db.execute(_PAIRS).fetchall():
        one, other, alike, source, start, end, title, *said = row
        differs = _differences(said)
        if _copies(alike, differs, titled=said[0] is not None and said[0] == said[1]):
            yield Copy(one, other, alike, differs, title, source, start, end)


def _differences(said: list[str | None]) -> tuple[str, ...]:
    """What two documents have both, and not the same."""
    pairs = zip(("title", "number", "date", "issuers"), said[::2], said[1::2], strict=True)
    return tuple(
        name for name, one, other in pairs if one and other and "[]" not in (one, other) and one != other
    )


def _copies(alike: float, differs: tuple[str, ...], *, titled: bool) -> bool:
    """Whether two texts that are alike are copies: what one form makes of two cases, and the editions of two years, are
    not. Of one title, number or date may be misread, not both; else nothing but the title may."""
    dated = [name for name in ("number", "date") if name in differs]
    return len(dated) < 2 if titled else not dated and alike >= UNTITLED_SIMILARITY
