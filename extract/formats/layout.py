"""Text with places on pages (PDF, OFD) to the lines of a document: columns in order, running heads and page numbers left
out, wrapped lines joined where the geometry shows that they wrap.

Coordinates count from the top left corner of the page, in the unit of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from gongwen.extract.lines import OWN_LINE, header_label


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand together: ``[x0, x1)`` from left to right, ``[y0, y1)`` from top to bottom."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line; ``column`` the left and right edge of the column of text in which it stands. ``lines`` is
    what it says: one string, or those of a table."""

    x0: float
    y0: float
    x1: float
    y1: float
    lines: tuple[str, ...]
    column: tuple[float, float] = (0.0, 0.0)
    table: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ``width`` and ``height`` with its runs and, where there are any, its tables."""

    width: float
    height: float
    runs: tuple[Run, ...]
    tables: tuple[Row, ...] = field(default=())


# — 5 —, - 5 -, 5, 第 5 页 共 9 页, · 5 ·
PAGE_NUMBER = re.compile(
    r"[—\-–·.\s]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?(?:\s*[，,/]?\s*共?\s*[0-9]{1,4}\s*页?)?[—\-–·.\s]*"
)
_LATIN = re.compile("[A-Za-z]")
_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十]+")
_CLOSED = re.compile(r"[。！？；：][”’）》]?$")
# Lines of a page that may be its head or foot.
_FURNITURE_LINES = 2
# A head or foot stands on this share of the pages, and on three at least.
_REPEATED = 0.4
_LEAST_REPEATED = 3
# A gutter between two columns: this share of the page's width, crossed by at most this share of its lines.
_GUTTER = 0.015
_CROSSING = 0.15
# A column holds this many lines at least, or there is none.
_COLUMN_LINES = 6


def text_of(pages: Iterable[Page]) -> str:
    """The text of all pages, paragraphs ended by ``\\n``."""
    printed = [_rows(page) for page in pages]
    kept = _without_furniture(printed)
    return "".join(f"{line}\n" for line in _paragraphs([row for rows in kept for row in rows]))


def _rows(page: Page) -> list[Row]:
    """The printed lines of a page in the order of reading, tables at their places."""
    rows = [row for row in _lines(page.runs) if not any(_inside(row, table) for table in page.tables)]
    placed: list[Row] = []
    for part in _columns(page, rows):
        edges = (min((r.x0 for r in part), default=0.0), max((r.x1 for r in part), default=0.0))
        placed.extend(replace(row, column=edges) for row in part)
    for table in sorted(page.tables, key=lambda t: t.y0):
        at = next((i for i, row in enumerate(placed) if row.y0 > table.y0 and not row.table), len(placed))
        placed.insert(at, table)
    return placed


def _inside(row: Row, table: Row) -> bool:
    middle_x, middle_y = (row.x0 + row.x1) / 2, (row.y0 + row.y1) / 2
    return table.x0 <= middle_x <= table.x1 and table.y0 <= middle_y <= table.y1


def _lines(runs: Sequence[Run]) -> list[Row]:
    """Runs on one base line, from left to right, as one line; a wide gap parts columns and stays a gap."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: ((r.y0 + r.y1) / 2, r.x0)):
        if not run.text.strip():
            continue
        middle = (run.y0 + run.y1) / 2
        last = lines[-1] if lines else None
        if last and min(r.y0 for r in last[-3:]) <= middle <= max(r.y1 for r in last[-3:]):
            last.append(run)
        else:
            lines.append([run])
    return [row for line in lines for row in _split(sorted(line, key=lambda r: r.x0))]


def _split(line: list[Run]) -> Iterator[Row]:
    size = median(r.y1 - r.y0 for r in line)
    parts: list[list[Run]] = [[line[0]]]
    for run in line[1:]:
        if run.x0 - parts[-1][-1].x1 > size:
            parts.append([])
        parts[-1].append(run)
    for part in parts:
        text = part[0].text
        for before, run in pairwise(part):
            gap = run.x0 - before.x1
            wants = gap > 0.25 * size and (run.text[:1].isascii() or before.text[-1:].isascii())
            text += (" " if wants or gap > 0.8 * size else "") + run.text
        box = (
            min(r.x0 for r in part),
            min(r.y0 for r in part),
            max(r.x1 for r in part),
            max(r.y1 for r in part),
        )
        yield Row(*box, (text.strip(),))


def _columns(page: Page, rows: list[Row]) -> list[list[Row]]:
    """The lines by column, left first; one list where the page has no gutter. A line across the gutter (a title)
    ends what stands above it."""
    gutter = _gutter(page, rows)
    if gutter is None:
        return [sorted(_joined(rows), key=lambda r: (r.y0, r.x0))]
    parts: list[list[Row]] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in sorted(rows, key=lambda r: (r.y0, r.x0)):
        if row.x0 < gutter < row.x1:
            parts += [left, right, [row]]
            left, right = [], []
        else:
            (left if row.x1 <= gutter else right).append(row)
    return [part for part in (*parts, left, right) if part]


def _joined(rows: list[Row]) -> list[Row]:
    """Parts of one line with a wide gap between them, as one line again: 甲局    乙局."""
    joined: list[Row] = []
    for row in sorted(rows, key=lambda r: (r.y0, r.x0)):
        last = joined[-1] if joined else None
        if last and row.x0 > last.x1 and abs((row.y0 + row.y1) - (last.y0 + last.y1)) < (row.y1 - row.y0):
            text = f"{last.lines[0]}    {row.lines[0]}"
            joined[-1] = replace(
                last, x1=row.x1, y0=min(last.y0, row.y0), y1=max(last.y1, row.y1), lines=(text,)
            )
        else:
            joined.append(row)
    return joined


def _gutter(page: Page, rows: list[Row]) -> float | None:
    """Where a page of two columns is parted, in its middle third; None where it has one column."""
    if len(rows) < 2 * _COLUMN_LINES:
        return None
    step = page.width * _GUTTER
    x = page.width / 3
    while x < page.width * 2 / 3:
        crossing = sum(row.x0 < x + step and row.x1 > x for row in rows)
        left, right = sum(row.x1 <= x for row in rows), sum(row.x0 >= x + step for row in rows)
        if (
            min(left, right) >= _COLUMN_LINES
            and crossing <= _CROSSING * len(rows)
            and _full_columns(rows, x, page)
        ):
            return x + step / 2
        x += step
    return None


def _full_columns(rows: list[Row], x: float, page: Page) -> bool:
    """Whether both sides are text and not a margin of short lines: signatures, a list of names."""
    sides = ([r for r in rows if r.x1 <= x], [r for r in rows if r.x0 >= x])
    return all(median(r.x1 - r.x0 for r in side) > page.width * 0.25 for side in sides)


def _without_furniture(pages: list[list[Row]]) -> list[list[Row]]:
    """Pages without running heads, feet and page numbers."""
    seen: Counter[str] = Counter()
    for rows in pages:
        seen.update({_shape(row) for row in _edges(rows)})
    least = max(_LEAST_REPEATED, _REPEATED * len(pages))
    kept = []
    for rows in pages:
        edges = _edges(rows)
        drop = {id(row) for row in edges if PAGE_NUMBER.fullmatch(row.lines[0]) or seen[_shape(row)] >= least}
        kept.append([row for row in rows if id(row) not in drop])
    return kept


def _edges(rows: list[Row]) -> list[Row]:
    by_height = sorted((row for row in rows if not row.table), key=lambda r: r.y0)
    return (
        by_height[:_FURNITURE_LINES] + by_height[max(_FURNITURE_LINES, len(by_height) - _FURNITURE_LINES) :]
    )


def _shape(row: Row) -> str:
    """What a running head is the same by on all pages: its words without numbers."""
    return _DIGITS.sub("#", "".join(row.lines[0].split()))


def _paragraphs(rows: list[Row]) -> Iterator[str]:
    held: Row | None = None
    text = ""
    for row in rows:
        if row.table:
            if held is not None:
                yield text
            yield from row.lines
            held = None
            continue
        line = row.lines[0]
        if held is not None and _wraps(held, row):
            text += (" " if _LATIN.search(text[-1:]) and _LATIN.match(line) else "") + line
        else:
            if held is not None:
                yield text
            text = line
        held = row
    if held is not None:
        yield text


def _wraps(row: Row, following: Row) -> bool:
    """Whether ``row`` fills its column, and the next line begins at the left edge of its own and not like a line of
    its own. Behind a full stop that ends a full line nothing shows whether a paragraph does: it stays a line."""
    if (
        _CLOSED.search(row.lines[0])
        or OWN_LINE.match(following.lines[0])
        or header_label().match(following.lines[0])
    ):
        return False
    size = row.y1 - row.y0
    fills = row.column[1] - row.x1 < 1.6 * size
    set_in = following.x0 - following.column[0] > 0.8 * size
    width = row.column[1] - row.column[0]
    alike = abs((following.y1 - following.y0) - size) < 0.35 * size
    return fills and not set_in and alike and row.x1 - row.x0 > 0.6 * width
