"""Documents whose texts are nearly the same: found by an index of bands of their sketches, never by comparing all with
all, and kept in the ledger so that an added document costs one document.

Which pairs there are is a function of the chosen prints alone, whatever the order or the number of builds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from gongwen.extract.sketch import bands, similarity
from gongwen.graph.triples.iri import source_name

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
CREATE INDEX pair_one ON pair (one); CREATE INDEX pair_other ON pair (other);
"""
TEMPORARY = "CREATE TEMP TABLE touched_band (value INTEGER PRIMARY KEY)"
# Prints under one number are one document unless their texts are less alike than this: one may have lost its header or
# its list of addressees, and a text of which half is missing is still that text.
UNLIKE_SIMILARITY = 0.5

# Most bands are one document's.
_SHARED = """
SELECT value FROM band WHERE value IN (SELECT value FROM touched_band) GROUP BY value HAVING count(*) > 1
"""
_MEMBERS = """
SELECT d.id, d.sketch FROM band b JOIN document d ON d.id = b.document WHERE b.value = ? AND d.chosen ORDER BY d.iri
"""
# The documents of pairs that are looked at anew: before and after.
_TOUCH = """
INSERT OR IGNORE INTO touched_unit SELECT d.iri FROM document d WHERE d.id IN (
  SELECT one FROM pair WHERE value IN (SELECT value FROM touched_band) UNION
  SELECT other FROM pair WHERE value IN (SELECT value FROM touched_band))
"""
# By document, with the pairs of which it is the first, or the other; documents are those that ``{0}`` gives, in its order.
_PAIRS = """
SELECT DISTINCT u.iri, a.iri, b.iri, p.similarity, s.iri, a.start, a.end, a.title, a.title_key, b.title_key, a.number,
  b.number, a.date, b.date, a.issuers, b.issuers
FROM {0} u CROSS JOIN document d ON d.iri = u.iri AND d.chosen CROSS JOIN pair p ON p.{1} = d.id
CROSS JOIN document a ON a.id = p.one CROSS JOIN document b ON b.id = p.other CROSS JOIN source s ON s.id = a.source
ORDER BY u.iri, a.iri, b.iri
"""
_PRINTS = """
SELECT d.iri, s.iri, d.start, d.end, t.iri, d.sketch, c.sketch, d.title_key, c.title_key
FROM {0} u CROSS JOIN document d ON d.iri = u.iri AND NOT d.chosen CROSS JOIN source s ON s.id = d.source
CROSS JOIN document c ON c.iri = u.iri AND c.chosen CROSS JOIN source t ON t.id = c.source
ORDER BY u.iri, s.iri, d.start
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
    db.execute(_TOUCH)
    db.execute("DELETE FROM pair WHERE value IN (SELECT value FROM touched_band)")
    for (value,) in db.execute(_SHARED).fetchall():
        members = db.execute(_MEMBERS, (value,)).fetchall()
        for i, (one, sketch) in enumerate(members if len(members) <= FEW else members[:1]):
            for other, compared in members[i + 1 :]:
                alike = known.get((one, other))
                if alike is None:
                    alike = known[one, other] = similarity(sketch, compared)
                if alike >= LEAST_SIMILARITY:
                    db.execute("INSERT INTO pair VALUES (?, ?, ?, ?)", (value, one, other, alike))
    db.execute(_TOUCH)
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


def copies(
    db: sqlite3.Connection, of: str, values: tuple[str, ...] = (), *, first: bool = True
) -> Iterator[tuple[str, Copy]]:
    """The near copies among the documents of a ledger, each under the IRI of the one that comes first, or of the other; in
    order. ``of``: the table, or the query with its ``values``, that gives the IRIs of the documents in question."""
    for document, *row in db.execute(_PAIRS.format(of, "one" if first else "other"), values):
        one, other, alike, source, start, end, title, *said = row
        differs = _differences(said)
        if _copies(alike, differs, titled=said[0] is not None and said[0] == said[1]):
            yield document, Copy(one, other, alike, differs, title, source, start, end)


def copies_of(db: sqlite3.Connection, iri: str) -> Iterator[str]:
    """The near copies of one document, by IRI."""
    yield from (copy.other for _, copy in copies(db, "(SELECT ? iri)", (iri,)))
    yield from (copy.one for _, copy in copies(db, "(SELECT ? iri)", (iri,), first=False))


@dataclass(frozen=True, slots=True)
class OtherPrint:
    """A print of a document (IRI) that is not the one that is read and not nearly the same text: one of the two bears the
    wrong number. ``source``, ``start``, ``end``: where it stands; ``read_in``: the name of the source that is read."""

    document: str
    source: str
    start: int
    end: int
    read_in: str


def unlike_prints(db: sqlite3.Connection, of: str) -> Iterator[OtherPrint]:
    """The prints that share a document's name and not its text, in order; ``of`` as of ``copies``."""
    for iri, source, start, end, read_in, sketch, read, title, read_title in db.execute(_PRINTS.format(of)):
        titled = title is not None and title == read_title
        if sketch and read:
            alike = titled or similarity(sketch, read) >= UNLIKE_SIMILARITY
        else:  # too short to tell: by what they are called
            alike = titled or title is None or read_title is None
        if not alike:
            yield OtherPrint(iri, source, start, end, source_name(read_in))


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
