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
    # Before columns are looked for, since a running head stands above both.
    kept = _without_furniture(list(pages))
    return "".join(f"{line}\n" for line in _paragraphs([row for page in kept for row in _rows(page)]))


def _rows(page: Page) -> list[Row]:
    """The printed lines of a page in the order of reading, tables at their places."""
    runs = [run for run in page.runs if not any(_inside(run, table) for table in page.tables)]
    placed = _columns(page, runs)
    for table in sorted(page.tables, key=lambda t: t.y0):
        at = next((i for i, row in enumerate(placed) if row.y0 > table.y0 and not row.table), len(placed))
        placed.insert(at, table)
    return placed


def _inside(row: Run | Row, table: Row) -> bool:
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


def _columns(page: Page, runs: Sequence[Run]) -> list[Row]:
    """The lines by column, left first; in order of height where the page has no gutter. A line across the gutter (a
    title) ends what stands above it."""
    lines = _lines(runs)
    # By runs, since lines of two columns that do not stand at one height run into each other; by lines where a file has a
    # run for each character.
    gutter = _gutter(page, [run for run in runs if run.text.strip()])
    sides = [lines]
    if gutter is None:
        gutter = _gutter(page, lines)
    else:
        sides = [_lines([r for r in runs if _side(r, gutter) == side]) for side in (-1, 0, 1)]
    if gutter is None:
        return _in_column(sorted(_joined(lines), key=lambda r: (r.y0, r.x0)), lines)
    parts: list[list[Row]] = [[], []]
    for row in sorted((row for side in sides for row in side), key=lambda r: (r.y0, r.x0)):
        side = _side(row, gutter)
        if not side:
            parts += [[row], [], []]
        else:
            parts[-2 if side < 0 else -1].append(row)
    # A line across the gutter stands in a column as wide as the text.
    return [row for part in parts for row in _in_column(part, part if len(part) > 1 else lines)]


def _side(box: Run | Row, gutter: float) -> int:
    """Left of the gutter (-1), right of it (1), or across (0)."""
    return (box.x0 >= gutter) - (box.x1 <= gutter)


def _in_column(rows: Sequence[Row], column: Sequence[Row]) -> list[Row]:
    """Rows with the edges of the column that these rows make."""
    edges = (min((r.x0 for r in column), default=0.0), max((r.x1 for r in column), default=0.0))
    return [replace(row, column=edges) for row in rows]


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


def _gutter(page: Page, boxes: Sequence[Run | Row]) -> float | None:
    """Where a page of two columns is parted, in its middle third: where the fewest lines cross; None where it has one
    column."""
    if len(boxes) < 2 * _COLUMN_LINES:
        return None
    step = page.width * _GUTTER
    found: list[tuple[int, float, float]] = []
    x = page.width / 3
    while x < page.width * 2 / 3:
        crossing = sum(box.x0 < x + step and box.x1 > x for box in boxes)
        left, right = [b for b in boxes if b.x1 <= x], [b for b in boxes if b.x0 >= x + step]
        if (
            min(len(left), len(right)) >= _COLUMN_LINES
            and crossing <= _CROSSING * len(boxes)
            and _full_columns(left, right, page)
        ):
            found.append((crossing, abs(x + step / 2 - page.width / 2), x + step / 2))
        x += step
    return min(found)[2] if found else None


def _full_columns(left: Sequence[Run | Row], right: Sequence[Run | Row], page: Page) -> bool:
    """Whether both sides are text and not a margin of short lines: signatures, a list of names."""
    return all(median(b.x1 - b.x0 for b in side) > page.width * 0.25 for side in (left, right))


def _without_furniture(pages: list[Page]) -> list[Page]:
    """Pages without running heads, feet and page numbers."""
    seen: Counter[str] = Counter()
    edges = [_edges(page) for page in pages]
    for rows in edges:
        seen.update({_shape(row) for row in rows})
    least = max(_LEAST_REPEATED, _REPEATED * len(pages))
    kept = []
    for page, rows in zip(pages, edges, strict=True):
        drop = [row for row in rows if PAGE_NUMBER.fullmatch(row.lines[0]) or seen[_shape(row)] >= least]
        kept.append(replace(page, runs=tuple(r for r in page.runs if not any(_inside(r, d) for d in drop))))
    return kept


def _edges(page: Page) -> list[Row]:
    """The first and the last lines of a page that stand in no table."""
    rows = (row for row in _lines(page.runs) if not any(_inside(row, table) for table in page.tables))
    by_height = sorted(rows, key=lambda r: r.y0)
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
