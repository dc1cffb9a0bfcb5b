"""The lines of the derived graphs as the ledger keeps them: by unit, so that a build makes only those units anew on which
what changed bears.

A unit is what is derived together: all that *links* says of one document, all that *bodies* says of one body. It goes by
the IRI of that thing, or by a word where there is but one (``areas``). No line belongs to two units.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from typing import Any

from gongwen.graph.kg.packet import DiagnosticRow
from gongwen.graph.triples.lines import TermCounter

_TOLD = [field.name for field in fields(DiagnosticRow)]

SCHEMA = f"""
CREATE TABLE line (unit TEXT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (unit, line)) WITHOUT ROWID;
CREATE TABLE told (unit TEXT NOT NULL, position INTEGER NOT NULL, {", ".join(_TOLD)},
PRIMARY KEY (unit, position)) WITHOUT ROWID;
"""
# What a build has taken out of ``line`` and put into it.
TEMPORARY = "CREATE TEMP TABLE moved (line TEXT NOT NULL, gained INTEGER NOT NULL)"

_ADD_TOTAL = """
INSERT INTO total VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET quads = quads + excluded.quads
"""
# Sums of digests are taken modulo this.
_MODULUS = 1 << 256
_STATE = "derived"


def clear(db: sqlite3.Connection) -> None:
    """Leaves no unit."""
    for table in ("line", "told"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM meta WHERE name = ?", (_STATE,))


class Units:
    """The units of an open ledger (its SQLite connection)."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        row = db.execute("SELECT value FROM meta WHERE name = ?", (_STATE,)).fetchone()
        count, digest = row[0].split() if row else ("0", "0")
        self._count, self._digest = int(count), int(digest, 16)
        self._fresh = not self._count  # then nothing is there to compare with, and nobody asks what moved

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._count

    @property
    def digest(self) -> str:
        """Hex digits that tell one set of lines from another: the sum of the SHA-256 of all, which any order of changes
        leads to (M. Bellare and D. Micciancio, A New Paradigm for Collision-Free Hashing, 1997: AdHash)."""
        return f"{self._digest:064x}"

    def put(self, unit: str, lines: Iterable[str], *, counted: bool = True) -> None:
        """Puts these lines in the place of those that the unit had; where ``counted``, they count among the ledger's
        totals. Where there was no unit at all when this was made, each is put once."""
        new, old = set(lines), set[str]()
        if not self._fresh:
            old.update(line for (line,) in self._db.execute("SELECT line FROM line WHERE unit = ?", (unit,)))
        lost, gained = sorted(old - new), sorted(new - old)
        self._db.executemany("DELETE FROM line WHERE unit = ? AND line = ?", [(unit, line) for line in lost])
        self._db.executemany("INSERT INTO line VALUES (?, ?)", [(unit, line) for line in gained])
        for moved, sign in ((lost, -1), (gained, 1)):
            if not moved:
                continue
            if not self._fresh:
                self._db.executemany("INSERT INTO moved VALUES (?, ?)", [(line, sign > 0) for line in moved])
            self._count += sign * len(moved)
            self._digest = (self._digest + sign * _sum(moved)) % _MODULUS
            if counted:
                counter = TermCounter(moved)
                rows = [("class", name, sign * number) for name, number in counter.classes.items()]
                rows += [("property", name, sign * number) for name, number in counter.properties.items()]
                self._db.executemany(_ADD_TOTAL, rows)

    def tell(self, unit: str, diagnostics: Iterable[DiagnosticRow]) -> None:
        """Puts these diagnostics in the place of those that the unit had."""
        self._db.execute("DELETE FROM told WHERE unit = ?", (unit,))
        rows = [(unit, position, *astuple(told)) for position, told in enumerate(diagnostics)]
        self._db.executemany(f"INSERT INTO told VALUES (?, ?{', ?' * len(_TOLD)})", rows)

    def keep(self) -> None:
        """Notes in the ledger what ``count`` and ``digest`` say."""
        state = f"{self._count} {self._digest:x}"
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_STATE, state))

    def diagnostics(self) -> tuple[DiagnosticRow, ...]:
        """What all units tell, in their order."""
        rows = self._db.execute(f"SELECT {', '.join(_TOLD)} FROM told ORDER BY unit, position")
        return tuple(DiagnosticRow(*row) for row in rows)


def derived_lines(db: sqlite3.Connection, *, ordered: bool = True) -> Iterator[str]:
    """All lines of the derived graphs, sorted, unless the order is of no matter."""
    rows = db.execute(f"SELECT line FROM line{' ORDER BY line' if ordered else ''}")
    return (line for (line,) in rows)


def moved_lines(db: sqlite3.Connection, *, gained: bool) -> Iterator[str]:
    """The lines that this build has taken out or put in."""
    rows: Iterator[tuple[Any, ...]] = db.execute("SELECT line FROM moved WHERE gained = ?", (gained,))
    return (line for (line,) in rows)


def _sum(lines: Iterable[str]) -> int:
    return sum(int.from_bytes(hashlib.sha256(line.encode()).digest()) for line in lines)
