"""The ledger of a generation: keyed tables of sources, documents, citations and bodies, in SQLite.

It is what the derived graphs and the manifest are computed from, row by row and by index, so that memory is
bounded and one added document touches its own rows only. Each generation has its own file; a build works on
a copy of its predecessor's.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import groupby
from pathlib import Path

from gongwen.graph.derived import attachments, copies, meanings, touched, units
from gongwen.graph.errors import KgError
from gongwen.graph.kg.packet import Packet
from gongwen.graph.triples.rows import DocumentGraph, DocumentRow

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (path TEXT PRIMARY KEY, root TEXT NOT NULL, shown TEXT NOT NULL, source INTEGER NOT NULL)
WITHOUT ROWID; CREATE INDEX place_source ON place (source); CREATE TABLE source (id INTEGER PRIMARY KEY, iri
TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, packet TEXT NOT NULL UNIQUE, text TEXT, media_type
TEXT NOT NULL, characters INTEGER NOT NULL, failed INTEGER NOT NULL); CREATE INDEX source_iri ON source
(iri); CREATE TABLE diagnostic (source INTEGER NOT NULL, position INTEGER NOT NULL, code TEXT NOT NULL,
message TEXT NOT NULL, severity TEXT NOT NULL, start INTEGER, end INTEGER, line INTEGER, quote TEXT); CREATE
INDEX diagnostic_source ON diagnostic (source, position); CREATE TABLE document (id INTEGER PRIMARY KEY,
source INTEGER NOT NULL, position INTEGER NOT NULL, iri TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER
NOT NULL, title TEXT, title_key TEXT, number TEXT, area TEXT NOT NULL, issuers TEXT NOT NULL, date TEXT,
in_force TEXT, parent TEXT, sketch TEXT, quads INTEGER NOT NULL, chosen INTEGER NOT NULL DEFAULT 0); CREATE INDEX
document_source ON document (source); CREATE INDEX document_iri ON document (iri); CREATE INDEX
document_number ON document (number) WHERE chosen; CREATE INDEX document_title ON document (title_key) WHERE
chosen; CREATE INDEX document_parent ON document (parent) WHERE chosen; CREATE TABLE citation (id INTEGER PRIMARY KEY, document
INTEGER NOT NULL, iri TEXT NOT NULL, relation TEXT NOT NULL, stub TEXT NOT NULL, number TEXT, title TEXT,
title_key TEXT, article TEXT, evidence TEXT NOT NULL); CREATE INDEX citation_document ON citation (document); CREATE INDEX citation_number ON citation (number);
CREATE INDEX citation_title ON citation (title_key);
CREATE TABLE body (document INTEGER NOT NULL, iri TEXT NOT NULL, adcode TEXT NOT NULL, name TEXT NOT NULL,
label TEXT NOT NULL, collective INTEGER NOT NULL, printed INTEGER NOT NULL); CREATE INDEX body_document ON body (document); CREATE TABLE tally (document INTEGER NOT NULL, kind TEXT NOT NULL, term TEXT
NOT NULL, quads INTEGER NOT NULL); CREATE INDEX tally_document ON tally (document); CREATE TABLE total (kind TEXT NOT
NULL, term TEXT NOT NULL, quads INTEGER NOT NULL, PRIMARY KEY (kind, term)) WITHOUT ROWID;
"""
# Modules that keep tables of their own in the ledger.
_KEPT = (touched, copies, attachments, meanings, units)
# Raised whenever the tables change: a ledger of other tables is not read.
_FORMAT = 5

_CHOSEN = """
SELECT d.iri, s.packet, d.position FROM document d JOIN source s ON s.id = d.source WHERE d.chosen
ORDER BY s.packet, d.position
"""
_CHOSEN_TOUCHED = """
SELECT d.iri, s.packet, d.position FROM touched t CROSS JOIN {0}.document d ON d.iri = t.iri AND d.chosen
JOIN {0}.source s ON s.id = d.source
"""
_OF_SOURCES = """
SELECT s.packet, d.position, d.chosen FROM source s JOIN document d ON d.source = s.id ORDER BY s.packet, d.position
"""
_SIZED = """
SELECT s.packet, d.position, d.quads FROM document d JOIN source s ON s.id = d.source WHERE d.chosen
ORDER BY s.packet, d.position
"""
# Of several prints of one document one that has its title is read, of these the longest block, then the smallest source
# IRI.
_CHOOSE = """
UPDATE document SET chosen = (id = (
  SELECT d.id FROM document d JOIN source s ON s.id = d.source WHERE d.iri = document.iri
  ORDER BY d.title IS NULL, d.end - d.start DESC, s.iri, d.position LIMIT 1))
WHERE iri IN (SELECT iri FROM touched)
"""


# In steps, so that rows may be replaced in between and memory stays bounded.
_SOURCES = """
SELECT id, packet, sha256, name, media_type, text, (SELECT min(path) FROM place WHERE source = source.id)
FROM source WHERE id > ? ORDER BY id LIMIT 1000
"""


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source of the ledger; ``text`` the SHA-256 of its decoded text, ``path`` one of its places; None
    where there is none."""

    id: int
    packet: str
    sha256: str
    name: str
    media_type: str
    text: str | None
    path: str | None


_BELOW = "(path > ? AND path < ?)"


def _below(folder: str) -> tuple[str, str]:
    """The values of ``_BELOW``: '0' is the character behind '/', so that all paths below the folder are found by index
    and without wildcards."""
    return f"{folder}/", f"{folder}0"


_COLUMNS = (*(f.name for f in fields(DocumentRow)), "source", "position", "quads")
_VALUES = ", ".join(f":{column}" for column in _COLUMNS)
_ADD_DOCUMENT = f"INSERT INTO document ({', '.join(_COLUMNS)}) VALUES ({_VALUES})"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A document whose graph the KG holds: its IRI, the packet with its graph, and its position there."""

    iri: str
    packet: str
    position: int


@dataclass(frozen=True, slots=True)
class ChosenOfSource:
    """The documents of a source whose graphs the KG holds: their ``positions`` in the source's packet, which has so many
    ``documents``."""

    packet: str
    positions: tuple[int, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class Sized:
    """A document whose graph the KG holds: the packet with its graph, its position there, and its quads."""

    packet: str
    position: int
    quads: int


class Ledger:
    """An open ledger; KgError where another version made it. ``db`` is there for the modules that compute the derived graphs; they only read.
    ``changed``: whether anything was entered, moved or taken out since it was opened."""

    def __init__(self, path: Path, *, create: bool = False, read_only: bool = False) -> None:
        self.db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}", uri=True)
        #  The file becomes visible only with its whole generation: no journal, and the build syncs it in the
        # end.
        self.db.execute("PRAGMA synchronous=OFF")
        if not read_only:
            self.db.execute("PRAGMA journal_mode=MEMORY")
        if create:
            schema = "".join(module.SCHEMA for module in _KEPT)
            self.db.executescript(f"{_SCHEMA}{schema}PRAGMA user_version = {_FORMAT};")
        elif self.db.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
            self.db.close()
            raise KgError(
                path, f"{path} 由另一版本的 gongwen 建立: made by another version; build the KG anew."
            )
        self.changed = False
        self.db.executescript(";".join(module.TEMPORARY for module in _KEPT))
        self.db.execute("CREATE TEMP TABLE seen (path TEXT PRIMARY KEY) WITHOUT ROWID")

    def close(self) -> None:
        """Commits and closes."""
        self.db.commit()
        self.db.close()

    def meta(self, name: str) -> str | None:
        """A value of the ledger as a whole (``base``, ``state``)."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Sets a value of the ledger as a whole."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def source(self, key: str) -> int | None:
        """The row of the source with this packet."""
        row = self.db.execute("SELECT id FROM source WHERE packet = ?", (key,)).fetchone()
        return int(row[0]) if row else None

    def sources(self) -> Iterator[KnownSource]:
        """Every source; it may be replaced while this runs."""
        after = -1
        while rows := self.db.execute(_SOURCES, (after,)).fetchall():
            for row in rows:
                yield KnownSource(*row)
            after = rows[-1][0]

    def texts(self) -> set[str]:
        """The SHA-256 of every source's decoded text."""
        return {row[0] for row in self.db.execute("SELECT text FROM source WHERE text IS NOT NULL")}

    def add_source(self, key: str, iri: str, packet: Packet) -> int:
        """Enters a source with everything that its packet says; returns its row."""
        self.changed = True
        values = (
            iri,
            packet.name,
            packet.sha256,
            key,
            packet.text_sha256,
            packet.media_type,
            packet.characters,
        )
        cursor = self.db.execute(
            "INSERT INTO source (iri, name, sha256, packet, text, media_type, characters, failed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, packet.failed),
        )
        source = cursor.lastrowid
        assert source is not None
        for position, d in enumerate(packet.diagnostics):
            row = (source, position, d.code, d.message, d.severity, d.start, d.end, d.line, d.quote)
            self.db.execute("INSERT INTO diagnostic VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        attachments.enter_links(self.db, source, packet.links)
        for position, graph in enumerate(packet.documents):
            self._add_document(source, position, graph)
        return source

    def remove_source(self, source: int) -> None:
        """Takes a source out with everything that came from it."""
        self.changed = True
        touched.withdraw(self.db, source)
        sketched = "SELECT id, sketch FROM document WHERE source = ? AND sketch NOTNULL"
        for document, sketch in self.db.execute(sketched, (source,)).fetchall():
            copies.withdraw(self.db, document, sketch)
        for table in ("meant", "citation", "body", "tally"):
            self.db.execute(
                f"DELETE FROM {table} WHERE document IN (SELECT id FROM document WHERE source = ?)", (source,)
            )
        for table in ("document", "diagnostic", "link", "place"):
            self.db.execute(f"DELETE FROM {table} WHERE source = ?", (source,))
        self.db.execute("DELETE FROM source WHERE id = ?", (source,))

    def replace_source(self, old: int, new: int) -> None:
        """Puts a source in all places of another and takes that out."""
        self.changed = True
        self.db.execute("UPDATE place SET source = ? WHERE source = ?", (new, old))
        self.remove_source(old)

    def put_place(self, path: str, root: str, shown: str, source: int) -> None:
        """Says that a source stands at ``path``, and that this build has seen it there."""
        row = (path, root, shown, source)
        if self.db.execute("SELECT * FROM place WHERE path = ?", (path,)).fetchone() != row:
            self.changed = True
            self.db.execute("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?)", row)
        self.db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (path,))

    def keep_places(self, folder: str) -> None:
        """Says of all places below a folder that this build has seen them."""
        self.db.execute(f"INSERT OR IGNORE INTO seen SELECT path FROM place WHERE {_BELOW}", _below(folder))

    def forget_places(self, roots: Sequence[str] | None) -> None:
        """Forgets the places at and below ``roots`` (None: all) that this build has not seen."""
        unseen = "DELETE FROM place WHERE path NOT IN (SELECT path FROM seen)"
        if roots is None:
            self._forget(unseen, ())
        for root in roots or ():
            self._forget(f"{unseen} AND (path = ? OR {_BELOW})", (root, *_below(root)))

    def remove_homeless(self) -> int:
        """Takes out the sources that stand nowhere any more; returns how many."""
        rows = self.db.execute("SELECT id FROM source WHERE id NOT IN (SELECT source FROM place)").fetchall()
        for (source,) in rows:
            self.remove_source(source)
        return len(rows)

    def choose(self, *, everything: bool = False) -> None:
        """Settles, for every document that was touched, which source's print of it is read, and which others are nearly
        the same text; ``everything``: of all documents, with nothing left of what was derived from them."""
        if everything:
            touched.touch_all(self.db)
        touched.before_choice(self.db)
        if everything:
            touched.clear(self.db)
            units.clear(self.db)
        self.db.execute(_CHOOSE)
        touched.after_choice(self.db)
        copies.match(self.db)

    def chosen(self) -> Iterator[Chosen]:
        """Every document whose graph the KG holds, in order of packets."""
        return (Chosen(*row) for row in self.db.execute(_CHOSEN))

    def chosen_of_sources(self) -> Iterator[ChosenOfSource]:
        """By source, in order of packets, which of its documents' graphs the KG holds."""
        rows = self.db.execute(_OF_SOURCES)
        for packet, found in groupby(rows, lambda row: str(row[0])):
            documents = [(position, chosen) for _, position, chosen in found]
            positions = tuple(position for position, chosen in documents if chosen)
            if positions:
                yield ChosenOfSource(packet, positions, len(documents))

    def sized(self) -> Iterator[Sized]:
        """Every document whose graph the KG holds with the number of its quads, in order of packets."""
        return (Sized(*row) for row in self.db.execute(_SIZED))

    def count_chosen(self) -> int:
        """How many documents' graphs the KG holds."""
        return int(self.db.execute("SELECT count(*) FROM document WHERE chosen").fetchone()[0])

    def changes(self, former: Path) -> tuple[list[str], list[Chosen]]:
        """The documents whose graphs the KG of the ledger that this one was copied from holds and this one does not, or
        holds otherwise, and the other way round; in order of packets."""
        self.db.commit()
        self.db.execute("ATTACH ? AS former", (f"{former.absolute().as_uri()}?mode=ro",))
        ours, theirs = _CHOSEN_TOUCHED.format("main"), _CHOSEN_TOUCHED.format("former")
        gone = [row[0] for row in self.db.execute(f"{theirs} EXCEPT {ours} ORDER BY 1")]
        come = [Chosen(*row) for row in self.db.execute(f"{ours} EXCEPT {theirs} ORDER BY 2, 3")]
        self.db.execute("DETACH former")
        return gone, come

    def _add_document(self, source: int, position: int, graph: DocumentGraph) -> None:
        row = asdict(graph.row) | {"issuers": json.dumps(graph.row.issuers, ensure_ascii=False)}
        row |= {"source": source, "position": position, "quads": graph.quads}
        cursor = self.db.execute(_ADD_DOCUMENT, row)
        document = cursor.lastrowid
        assert document is not None
        if graph.row.sketch:
            copies.index(self.db, document, graph.row.sketch)
        self.db.executemany(
            "INSERT INTO citation VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(document, *citation) for citation in graph.citations],
        )
        self.db.executemany(
            "INSERT INTO body VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(document, *body) for body in graph.bodies],
        )
        tallies = [(document, "class", term, n) for term, n in graph.classes.items()]
        tallies += [(document, "property", term, n) for term, n in graph.properties.items()]
        self.db.executemany("INSERT INTO tally VALUES (?, ?, ?, ?)", tallies)
        touched.touch(self.db, graph.row.iri)

    def _forget(self, statement: str, values: tuple[str, ...]) -> None:
        self.changed |= self.db.execute(statement, values).rowcount > 0
