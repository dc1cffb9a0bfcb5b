"""Answers of queries for people: tables on a terminal, Chinese first, evidence as quoted text.

What documents say reaches the terminal without its control characters and is never taken for markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pyoxigraph as ox
from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from gongwen.graph.binding import Term
from gongwen.graph.concepts import concept_name
from gongwen.graph.queries import NAMES_SEPARATOR, Column, ColumnKind
from gongwen.graph.quotes import Quote, Quotes
from gongwen.graph.store import Table
from gongwen.graph.tables import plain

# Columns of a table that is printed into a file or a pipe.
WIDTH = 120
# Characters of a cell; a task may be a page long.
LONGEST = 120
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


def rich_table(
    columns: Sequence[Column], table: Table, quotes: Quotes, *, details: bool = False
) -> RichTable:
    """The answer as a table; columns of detail only with ``details``."""
    shown = [i for i, column in enumerate(columns) if details or not column.detail]
    drawn = RichTable(box=box.HORIZONTALS, show_lines=True, header_style="bold", pad_edge=False)
    for i in shown:
        numeric = columns[i].kind is ColumnKind.NUMBER
        heading = Text(columns[i].label.zh + "\n").append(columns[i].label.en, style="not bold dim")
        short = numeric or columns[i].kind in (ColumnKind.DATE, ColumnKind.CONCEPT)
        drawn.add_column(heading, justify="right" if numeric else "left", overflow="fold", no_wrap=short)
    for row in table.rows:
        drawn.add_row(*(_cell(columns[i], row[i], quotes) for i in shown))
    return drawn


def _cell(column: Column, value: Term | None, quotes: Quotes) -> Text:
    said = plain(value)
    if column.kind is ColumnKind.EVIDENCE and (quote := quotes.quote(said)):
        return _quoted(quote)
    if column.kind is ColumnKind.CONCEPT and isinstance(value, ox.NamedNode):
        return Text(concept_name(said))
    if column.kind is ColumnKind.NAMES:
        said = NAMES_SEPARATOR.join(sorted(said.split(NAMES_SEPARATOR)))
    return Text(_shortened(printable(said)))


def _quoted(quote: Quote) -> Text:
    """``…前文【原文】后文`` and below it the file and the place."""
    place = f"{printable(quote.file)} {quote.start}–{quote.end}"
    if quote.text is None:
        return Text(place, style="dim")
    text = _shortened(printable(quote.text))
    shown = Text(printable(quote.before), style="dim") if len(text) < LONGEST else Text()
    shown.append(f"【{text}】", style="not dim")
    shown.append(printable(quote.after) if len(text) < LONGEST else "")
    return shown.append(f"\n{place}", style="dim")


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
