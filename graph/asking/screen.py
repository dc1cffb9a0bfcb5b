"""Answers of queries for people: tables on a terminal, Chinese first, evidence as quoted text.

What documents say reaches the terminal without its control characters and is never taken for markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rich import box
from rich.cells import cell_len
from rich.console import Console, Group
from rich.table import Table as RichTable
from rich.text import Text

from gongwen.graph.asking.binding import Term
from gongwen.graph.asking.deadline_words import cell_words
from gongwen.graph.asking.queries import NAMES_MARK, NAMES_SEPARATOR, Bilingual, Column, ColumnKind
from gongwen.graph.asking.quotes import AROUND, Quote, Quotes
from gongwen.graph.asking.store import Table
from gongwen.graph.asking.tables import plain
from gongwen.graph.triples.concepts import concept_name

# Columns of a table that is printed into a file or a pipe.
WIDTH = 120
# Characters of a cell; a task may be a page long.
LONGEST = 120
# Columns of a screen that a cell takes at least: two characters.
_LEAST = 4
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def console(*, stderr: bool = False) -> Console:
    """A console that wraps at the terminal's width, elsewhere at ``WIDTH``."""
    found = Console(stderr=stderr, highlight=False)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, width=WIDTH)


def printable(text: str) -> str:
    """Text without what a terminal would obey: controls, and marks that change the direction of writing.

    >>> printable("甲\\x1b[31m\\u202e乙\\n丙")
    '甲[31m乙 丙'
    """
    return "".join(
        " " if c in "\n\t" else c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN
    )


def answer(
    columns: Sequence[Column], table: Table, quotes: Quotes, *, width: int = WIDTH, details: bool = False
) -> Group:
    """The answer for a screen of so many columns: what is the same in all rows is said once above the table, columns in which nothing
    stands are left out; columns of detail only with ``details``, and then every column in the table."""
    shown = [i for i, column in enumerate(columns) if details or not column.detail]
    once: list[int] = []
    if not details:
        shown = [i for i in shown if any(plain(row[i]) for row in table.rows)]
        once = [i for i in shown if len(table.rows) > 1 and _same(columns[i], i, table)]
        # A table of nothing but what is the same everywhere is a table still.
        once = [] if len(once) == len(shown) else once
    file = "" if details else _only_file(columns, table, quotes)
    lines = [_said_once(columns[i].label, _cell(columns[i], table.rows[0][i], quotes)) for i in once]
    if file:
        lines.append(_said_once(_FILE, Text(file)))
    return Group(
        *lines, _drawn([i for i in shown if i not in once], columns, table, quotes, _Form(width, file))
    )


@dataclass(frozen=True, slots=True)
class _Form:
    """``width`` of the screen in columns; ``file`` that all evidence is from and need not be said again, else empty."""

    width: int
    file: str


_FILE = Bilingual("来源", "Source")


def _same(column: Column, i: int, table: Table) -> bool:
    if column.kind in (ColumnKind.EVIDENCE, ColumnKind.NUMBER, ColumnKind.DATE):
        return False
    return len({plain(row[i]) for row in table.rows}) == 1


def _said_once(label: Bilingual, value: Text) -> Text:
    return Text(f"{label.zh} ", style="bold").append(f"{label.en}: ", style="not bold dim").append(value)


def _only_file(columns: Sequence[Column], table: Table, quotes: Quotes) -> str:
    """The file that all evidence is from; empty where there are several or none."""
    cited = (
        quotes.quote(plain(row[i]))
        for i, column in enumerate(columns)
        if column.kind is ColumnKind.EVIDENCE and not column.detail
        for row in table.rows
        if row[i] is not None
    )
    files = {quote.file if quote else "" for quote in cited}
    return printable(files.pop()) if len(files) == 1 else ""


def _drawn(
    shown: Sequence[int], columns: Sequence[Column], table: Table, quotes: Quotes, form: _Form
) -> RichTable:
    drawn = RichTable(box=box.HORIZONTALS, show_lines=True, header_style="bold", pad_edge=False)
    cells = [[_cell(columns[i], row[i], quotes, form.file) for row in table.rows] for i in shown]
    headings = [
        Text(columns[i].label.zh + "\n").append(columns[i].label.en, style="not bold dim") for i in shown
    ]
    wanted = [
        max(cell_len(line.plain) for text in (heading, *column) for line in text.split())
        for heading, column in zip(headings, cells, strict=True)
    ]
    # Between two columns stand three blanks, and one at either edge.
    widths = _widths(wanted, [_weight(columns[i]) for i in shown], form.width - 3 * len(shown) + 1)
    for i, heading, width in zip(shown, headings, widths, strict=True):
        numeric = columns[i].kind is ColumnKind.NUMBER
        drawn.add_column(heading, justify="right" if numeric else "left", overflow="fold", width=width)
    for row in zip(*cells, strict=True):
        drawn.add_row(*row)
    return drawn


def _weight(column: Column) -> int:
    """How wide a column stays where there is no room for all: 0 as it is, as a date is read whole."""
    if column.kind in (ColumnKind.NUMBER, ColumnKind.DATE, ColumnKind.CONCEPT):
        return 0
    return 3 if column.kind is ColumnKind.EVIDENCE else 2


def _widths(wanted: Sequence[int], weights: Sequence[int], room: int) -> list[int]:
    """The widths of columns that together take at most ``room``, by what each would take: those that want less than
    their share by weight get it, the others share what is left.

    >>> _widths([10, 8, 200, 90], [0, 2, 2, 3], 78)
    [10, 8, 24, 36]
    """
    widths = list(wanted)
    left, wide = room, [i for i, weight in enumerate(weights) if weight]
    left -= sum(width for width, weight in zip(wanted, weights, strict=True) if not weight)
    while wide and sum(wanted[i] for i in wide) > left:
        share = max(0, left) / sum(weights[i] for i in wide)
        content = [i for i in wide if wanted[i] <= share * weights[i]]
        if not content:
            for i in wide:
                widths[i] = max(_LEAST, int(share * weights[i]))
            break
        left -= sum(wanted[i] for i in content)
        wide = [i for i in wide if i not in content]
    return widths


def _cell(column: Column, value: Term | None, quotes: Quotes, file: str = "") -> Text:
    said = plain(value)
    if column.kind is ColumnKind.EVIDENCE and (quote := quotes.quote(said)):
        return _quoted(quote, file)
    if column.kind is ColumnKind.CONCEPT and isinstance(value, ox.NamedNode):
        return Text(concept_name(said))
    if column.kind is ColumnKind.DEADLINE:
        return _deadlines(said)
    if column.kind is ColumnKind.NAMES:
        said = NAMES_SEPARATOR.join(sorted(said.split(NAMES_MARK)))
    return Text(_shortened(printable(said)))


def _deadlines(joined: str) -> Text:
    """Values of deadlines in words, in order of the values: Chinese, and English where it is something else."""
    said = cell_words(joined)
    zh, en = printable(said.zh), printable(said.en)
    shown = Text(_shortened(zh))
    return shown if zh == en else shown.append(f"\n{_shortened(en)}", style="dim")


def _quoted(quote: Quote, file: str) -> Text:
    """``…前文【原文】后文…`` and below it the place, and the file where it is not ``file``, which is said above."""
    place = f"{quote.start}–{quote.end}"
    place = place if file else f"{printable(quote.file)} {place}"
    if quote.text is None:
        return Text(place, style="dim")
    text = _shortened(printable(_on_one_line(quote.text)))
    around = len(text) < LONGEST
    shown = Text(style="dim")
    if around:
        shown.append(("…" if len(quote.before) == AROUND else "") + printable(quote.before.lstrip()))
    shown.append(f"【{text}】", style="not dim")
    if around:
        shown.append(printable(quote.after.rstrip()) + ("…" if len(quote.after) == AROUND else ""))
    return shown.append(f"\n{place}")


def _on_one_line(text: str) -> str:
    """A quote whose lines a page or a hard wrap has broken, as one would read it aloud.

    >>> _on_one_line("市住房\\n　　公积金管理中心")
    '市住房公积金管理中心'
    """
    return re.sub(r"(?<=[^\x00-\x7f])\s*[\r\n]\s*(?=[^\x00-\x7f])", "", text)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
