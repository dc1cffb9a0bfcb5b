"""Files that a page links and that stand beside it: attachments, which have the page's document as their parent, as the
annexes that a notice prints have the notice.

A page's links are read with the page; which of them lead anywhere depends on what else was built, so it is settled here
in each build, for all links there are. Nothing is looked for outside of what was built.
"""

from __future__ import annotations

import posixpath
import sqlite3
from collections.abc import Sequence

from gongwen.extract.model import Link
from gongwen.extract.segment.titles import squeeze
from gongwen.graph.derived.copies import copies_of
from gongwen.graph.derived.touched import touch_attached

# Links; documents with what attaches them: one parent or, where a page alone cannot say, several.
SCHEMA = """
CREATE TABLE link (source INTEGER NOT NULL, target TEXT NOT NULL, label TEXT NOT NULL);
CREATE INDEX link_source ON link (source);
CREATE TABLE attached (child TEXT PRIMARY KEY, parent TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX attached_parent ON attached (parent);
CREATE TABLE doubted (child TEXT NOT NULL, parent TEXT NOT NULL, PRIMARY KEY (child, parent)) WITHOUT ROWID;
"""
# Diagnostics that no longer hold.
TEMPORARY = """
CREATE TEMP TABLE settled (source INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (source, position)) WITHOUT ROWID;
"""

_LINKED = """
SELECT DISTINCT l.source, l.target, l.label, p.path, p.root FROM link l JOIN place p ON p.source = l.source
ORDER BY l.source, p.path, l.rowid
"""
# '0' is the character behind '/': what an archive of that path holds.
_PLACED = "SELECT path, source FROM place WHERE path = ? OR (path > ? AND path < ?) ORDER BY path"
_HEADS = "SELECT DISTINCT iri, number, title FROM document WHERE source = ? AND parent IS NULL ORDER BY iri"
_UNPRINTED = """
SELECT position, quote FROM diagnostic WHERE source = ? AND code = 'annex-not-printed' AND quote NOTNULL
"""
# An attachment's name in a link or a title is told from a shorter word that it happens to hold.
_LEAST_NAME = 4


def enter_links(db: sqlite3.Connection, source: int, links: Sequence[Link]) -> None:
    """Enters what a page links."""
    db.executemany("INSERT INTO link VALUES (?, ?, ?)", [(source, link.target, link.label) for link in links])


def attach(db: sqlite3.Connection) -> None:
    """Brings the tables ``attached`` and ``doubted`` up to date and touches whatever that bears on; fills ``settled``."""
    db.execute("DELETE FROM settled")
    parents: dict[str, set[str]] = {}
    for page, found in _found(db).items():
        heads = db.execute(_HEADS, (page,)).fetchall()
        for source, names in found:
            children = db.execute(_HEADS, (source,)).fetchall()
            _settle(db, page, [*names, *(title for _, _, title in children if title)])
            # A page that prints several documents does not say whose attachment it is.
            if len(heads) == 1:
                for child, number, _ in children:
                    # What has a number of its own is cited, not attached.
                    if child != heads[0][0] and number is None:
                        parents.setdefault(child, set()).add(heads[0][0])
    attached, doubted = set[tuple[str, str]](), set[tuple[str, str]]()
    for child, named in parents.items():
        # Another form of the page's own document: the same as PDF.
        named -= set(copies_of(db, child))
        (attached if len(named) == 1 else doubted).update((child, parent) for parent in named)
    for child, parent in _replace(db, "attached", attached):
        touch_attached(db, child, parent)
    for child, _ in _replace(db, "doubted", doubted):
        touch_attached(db, child)


def _replace(db: sqlite3.Connection, table: str, rows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Makes a table hold these rows; returns those that came or went."""
    former = set(db.execute(f"SELECT child, parent FROM {table}"))
    db.executemany(f"DELETE FROM {table} WHERE child = ? AND parent = ?", former - rows)
    db.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows - former)
    return former ^ rows


def _found(db: sqlite3.Connection) -> dict[int, list[tuple[int, list[str]]]]:
    """By source of a page the sources that it attaches, with what it and their files call them."""
    found: dict[int, list[tuple[int, list[str]]]] = {}
    for page, target, label, path, root in db.execute(_LINKED).fetchall():
        wanted = _beside(path, root, target)
        if wanted is None:
            continue
        for place, source in db.execute(_PLACED, (wanted, f"{wanted}/", f"{wanted}0")).fetchall():
            if source != page:
                found.setdefault(page, []).append((source, [label, posixpath.basename(place)]))
    return found


def _beside(path: str, root: str, target: str) -> str | None:
    """The path that a page at ``path`` links, None where it is not below the folder that was built."""
    folder = posixpath.dirname(path)
    wanted = posixpath.normpath(posixpath.join(folder, target))
    within = folder if root == path else root
    return wanted if wanted.startswith(f"{within.rstrip('/')}/") and wanted != path else None


def _settle(db: sqlite3.Connection, page: int, names: Sequence[str]) -> None:
    """Notes that what a page says of attachments with one of these names, that they are not printed, holds no more."""
    plain = [name for name in map(squeeze, names) if len(name) >= _LEAST_NAME]
    for position, quote in db.execute(_UNPRINTED, (page,)).fetchall():
        entry = squeeze(quote)
        if len(entry) >= _LEAST_NAME and any(entry in name or name in entry for name in plain):
            db.execute("INSERT OR IGNORE INTO settled VALUES (?, ?)", (page, position))
