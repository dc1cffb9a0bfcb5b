"""Tables to lines that read like the text of a document: a row of a table of duties becomes an item with its labelled
statements, as the same plan would print them without a table.

A row (1, 完善管网, 市水务局, 2024年底) below the heads (序号, 重点任务, 牵头单位, 完成时限) becomes::

    1. 完善管网
    牵头单位：市水务局
    完成时限：2024年底

A table whose heads name no body and no time keeps its rows as lines, cells parted by a tab.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from gongwen.extract.data import read_json

Rows = Sequence[Sequence[str]]
_BLANK = re.compile(r"\s+")
_NUMBER = re.compile(r"[0-9]{1,3}")
# Rows that may stand above the heads: the title of the table, its unit.
_HEADS_WITHIN = 4


@cache
def _columns(kind: str) -> re.Pattern[str]:
    words = sorted(read_json("table_columns.json")[kind], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def table_lines(rows: Rows) -> list[str]:
    """The lines of a table; ``rows`` hold one string a column (a cell that spans several stands in each), lines
    inside a cell parted by ``\\n``."""
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    at = next((i for i, row in enumerate(filled[:_HEADS_WITHIN]) if _assigns(row)), None)
    if at is None:
        return [line for row in filled if (line := _plain(row))]
    # 责任单位 above 牵头单位 and 配合单位: the lower row of two that are joined by what spans both.
    while at + 1 < len(filled) and _assigns(filled[at + 1]) and _spanned(filled[at], filled[at + 1]):
        at += 1
    lines = [line for row in filled[: at + 1] if (line := _plain(row))]
    heads = filled[at]
    body = [row for row in filled[at + 1 :] if row not in filled[: at + 1]]  # printed again on the next page
    nothing = [""] * len(heads)
    for former, row, following in zip([nothing, *body], body, [*body[1:], nothing], strict=False):
        lines.extend(_item(heads, row, former, following))
    return lines


def _spanned(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether cells span both rows, and others part what stands above them."""
    same = [one == other for one, other in zip(upper, lower, strict=False)]
    return any(same) and not all(same) and len(upper) == len(lower)


def _head(cell: str) -> str:
    return _BLANK.sub("", cell).partition("（")[0]


def _assigns(row: Sequence[str]) -> bool:
    """Whether the row is the heads of a table of duties: one names who or when, another what."""
    heads = [_head(cell) for cell in row]
    named = [head for head in heads if _columns("labelled").fullmatch(head)]
    return bool(named) and len({head for head in heads if head}) > len(set(named))


def _plain(row: Sequence[str]) -> str:
    """A row on one line; a cell that spans several columns stands once."""
    cells = [_flat(cell) for i, cell in enumerate(row) if not i or cell != row[i - 1]]
    return "\t".join(cells).strip()


def _item(
    heads: Sequence[str], row: Sequence[str], former: Sequence[str], following: Sequence[str]
) -> list[str]:
    if len(set(row)) == 1:  # 一、优化营商环境, across the whole table
        return [_flat(row[0])]
    kinds = [_kind(heads[i]) if i < len(heads) else "text" for i in range(len(row))]
    said = [i for i, kind in enumerate(kinds) if kind == "text" and row[i] and not _repeats(heads, row, i)]
    # What the row shares with the one above (a field of several measures) is said there already; what it shares with
    # the one below is the field of both.
    told = _shared(said[:-1], row, former)
    field = said[told : told + _shared(said[told:-1], row, following)]
    numbers = [i for i, kind in enumerate(kinds) if kind == "number" and _NUMBER.fullmatch(row[i])]
    number = "".join(f"{row[i]}. " for i in numbers[:1])
    # Of a number that spans rows each row is an item; a field that spans numbered rows is a heading above them.
    headed = bool(numbers) and row[numbers[0]] != following[numbers[0]]
    fields = [part for i in field for part in _lines_of(row[i])]
    texts = [part for i in said[told + len(field) :] for part in _lines_of(row[i])]
    fields, texts = (fields, texts) if headed else ([], [*fields, *texts])
    if texts:
        texts[0] = number + texts[0]
    labelled = [
        f"{_head(heads[i])}：{_flat(row[i])}"
        for i, kind in enumerate(kinds)
        if kind == "labelled" and row[i] and not _repeats(heads, row, i)
    ]
    return [*fields, *texts, *labelled]


def _kind(head: str) -> str:
    return next((kind for kind in ("labelled", "number") if _columns(kind).fullmatch(_head(head))), "text")


def _repeats(heads: Sequence[str], row: Sequence[str], i: int) -> bool:
    """Whether a cell is the one to its left, which spans this column as well."""
    alike = i < len(heads) and _head(heads[i]) == _head(heads[i - 1])
    return bool(i) and row[i] == row[i - 1] and (alike or i >= len(heads))


def _shared(columns: Sequence[int], row: Sequence[str], other: Sequence[str]) -> int:
    """How many of these columns, from the left, another row has the same in."""
    return len(list(takewhile(lambda i: i < len(other) and row[i] == other[i], columns)))


def _lines_of(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("\n") if part.strip()]


def _flat(cell: str) -> str:
    """A cell on one line."""
    return _BLANK.sub(" ", cell).strip()
