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
# Lines that are written at a time.
_BATCH = 10_000
# Sums of digests are taken modulo this.
_MODULUS = 1 << 256
_STATE = "derived"


def clear(db: sqlite3.Connection) -> None:
    """Leaves no unit."""
    for table in ("line", "told"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM meta WHERE name = ?", (_STATE,))


class Units:
    """The units of an open ledger (its SQLite connection); ``keep`` writes down what is still held in memory."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        row = db.execute("SELECT value FROM meta WHERE name = ?", (_STATE,)).fetchone()
        count, digest = row[0].split() if row else ("0", "0")
        self._count, self._digest = int(count), int(digest, 16)
        self._fresh = not self._count  # then nothing is there to compare with, and nobody asks what moved
        self._new: list[tuple[str, str]] = []
        self._uncounted: dict[int, list[str]] = {1: [], -1: []}

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._count

    @property
    def digest(self) -> str:
        """Hex digits that tell one set of lines from another: the sum of the SHA-256 of all, which any order of changes
        leads to (M. Bellare and D. Micciancio, A New Paradigm for Collision-Free Hashing, 1997: AdHash)."""
        return f"{self._digest % _MODULUS:064x}"

    def put(self, unit: str, lines: Iterable[str], *, counted: bool = True) -> None:
        """Puts these lines in the place of those that the unit had; where ``counted``, they count among the ledger's
        totals. Where there was no unit at all when this was made, each is put once."""
        new = set(lines)
        if self._fresh:
            lost, gained = set[str](), new
        else:
            old = {line for (line,) in self._db.execute("SELECT line FROM line WHERE unit = ?", (unit,))}
            lost, gained = old - new, new - old
            self._move(unit, lost, gained)
        self._new += [(unit, line) for line in sorted(gained)]
        for moved, sign in ((lost, -1), (gained, 1)):
            self._count += sign * len(moved)
            self._digest += sign * sum(map(_number, moved))
            if counted:
                self._uncounted[sign] += moved
        if len(self._new) >= _BATCH:
            self._flush()

    def _move(self, unit: str, lost: Iterable[str], gained: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM line WHERE unit = ? AND line = ?", [(unit, line) for line in lost])
        rows = [*((line, 0) for line in lost), *((line, 1) for line in gained)]
        self._db.executemany("INSERT INTO moved VALUES (?, ?)", rows)

    def _flush(self) -> None:
        self._db.executemany("INSERT INTO line VALUES (?, ?)", self._new)
        self._new.clear()
        for sign, lines in self._uncounted.items():
            counter = TermCounter(lines)
            for kind, counts in (("class", counter.classes), ("property", counter.properties)):
                rows = [(kind, name, sign * number) for name, number in counts.items()]
                self._db.executemany(_ADD_TOTAL, rows)
            lines.clear()

    def tell(self, unit: str, diagnostics: Iterable[DiagnosticRow]) -> None:
        """Puts these diagnostics in the place of those that the unit had."""
        if not self._fresh:
            self._db.execute("DELETE FROM told WHERE unit = ?", (unit,))
        rows = [(unit, position, *astuple(told)) for position, told in enumerate(diagnostics)]
        if rows:
            self._db.executemany(f"INSERT INTO told VALUES (?, ?{', ?' * len(_TOLD)})", rows)

    def keep(self) -> None:
        """Writes to the ledger what was put, with ``count`` and ``digest``, and adds it to the totals."""
        self._flush()
        self._digest %= _MODULUS
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


def _number(line: str) -> int:
    return int.from_bytes(hashlib.sha256(line.encode()).digest())
