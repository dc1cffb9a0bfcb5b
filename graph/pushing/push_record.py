"""What a store was given: the record of a push, beside the KG, so that a push which was broken off goes on where it was.

::

    KG/pushed/3f0c…sqlite    one file an address

A graph is entered when the store has said that it took it. A record that lags behind (the machine went down) costs one graph
sent again; sending a graph twice changes nothing.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from gongwen.graph.errors import KgError
from gongwen.graph.kg.generations import PUSHED

_DIGITS = 16
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS graph (iri TEXT PRIMARY KEY, digest TEXT NOT NULL, push INTEGER NOT NULL) WITHOUT ROWID;
"""


class PushRecord:
    """The record of one address, held by one process at a time; a context manager. Raises KgError where another holds it.

    ``push`` numbers the push that goes on; ``resumed``: whether it was begun earlier and not finished.
    """

    def __init__(self, root: Path, url: str) -> None:
        folder = root / PUSHED
        folder.mkdir(exist_ok=True)
        name = hashlib.sha256(url.encode()).hexdigest()[:_DIGITS]
        self._db = sqlite3.connect(folder / f"{name}.sqlite", timeout=0, isolation_level=None)
        try:
            # Held until it is closed; and every statement is on disk for whoever comes after a kill, at no cost of syncing.
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("PRAGMA synchronous=OFF")
            self._db.execute("BEGIN EXCLUSIVE")
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as e:
            self._db.close()
            raise KgError(
                root, f"另一个进程正在推送到 {url}: another push to it is running; wait for it."
            ) from e
        self._db.executescript(_SCHEMA)
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('url', ?)", (url,))
        self.resumed = self._meta("unfinished") is not None
        self.push = int(self._meta("unfinished") or 0) or int(self._meta("finished") or 0) + 1

    def __enter__(self) -> PushRecord:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def begin(self) -> None:
        """From here on the push is one that can be resumed."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('unfinished', ?)", (str(self.push),))

    def finish(self) -> None:
        """The store holds all."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('finished', ?)", (str(self.push),))
        self._db.execute("DELETE FROM meta WHERE name = 'unfinished'")

    def has(self, iri: str, digest: str, *, since: bool) -> bool:
        """Whether the store was given this very graph: in this push, or with ``since`` in any."""
        row = self._db.execute("SELECT digest, push FROM graph WHERE iri = ?", (iri,)).fetchone()
        return row is not None and row[0] == digest and (since or row[1] == self.push)

    def enter(self, iri: str, digest: str) -> None:
        """The store has taken a graph."""
        self._db.execute("INSERT OR REPLACE INTO graph VALUES (?, ?, ?)", (iri, digest, self.push))

    def forget(self, iri: str) -> None:
        """The store has let a graph go."""
        self._db.execute("DELETE FROM graph WHERE iri = ?", (iri,))

    def replace(self, graphs: Iterable[tuple[str, str]]) -> None:
        """Says anew what the store holds: IRIs and digests, entered as of an earlier push."""
        self._db.execute("BEGIN")
        self._db.execute("DELETE FROM graph")
        self._db.executemany("INSERT INTO graph VALUES (?, ?, 0)", graphs)
        self._db.execute("COMMIT")

    def example(self) -> str | None:
        """A graph that the store should hold, None before the first."""
        row = self._db.execute("SELECT iri FROM graph ORDER BY push DESC, iri LIMIT 1").fetchone()
        return str(row[0]) if row else None

    def others(self, present: Iterable[str]) -> list[str]:
        """The graphs that the store was given and that are not among these; sorted."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS present (iri TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("DELETE FROM present")
        self._db.executemany("INSERT OR IGNORE INTO present VALUES (?)", ((iri,) for iri in present))
        rows = self._db.execute(
            "SELECT iri FROM graph WHERE iri NOT IN (SELECT iri FROM present) ORDER BY iri"
        )
        return [str(iri) for (iri,) in rows.fetchall()]

    def _meta(self, name: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None
