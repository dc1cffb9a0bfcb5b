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
    lines = [line for row in filled[: at + 1] if (line := _plain(row))]
    heads, former = filled[at], [""] * len(filled[at])
    for row in filled[at + 1 :]:
        if row == heads:  # printed again on the next page
            continue
        lines.extend(_item(heads, row, former))
        former = list(row)
    return lines


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


def _item(heads: Sequence[str], row: Sequence[str], former: Sequence[str]) -> list[str]:
    if len(set(row)) == 1:  # 一、优化营商环境, across the whole table
        return [_flat(row[0])]
    number = ""
    texts: list[str] = []
    labelled: list[str] = []
    same = len(list(takewhile(lambda i: i < len(former) and row[i] == former[i], range(len(row)))))
    for i, cell in enumerate(row):
        head = _head(heads[i]) if i < len(heads) else ""
        if not cell or (i and cell == row[i - 1] and head == _head(heads[i - 1])):
            continue
        if _columns("labelled").fullmatch(head):
            labelled.append(f"{head}：{_flat(cell)}")
        elif _columns("number").fullmatch(head) and _NUMBER.fullmatch(cell):
            number = f"{cell}. "
        # What the row shares with the one above (a field of several measures) is said there already.
        elif i >= same or (not texts and i == len(row) - 1):
            texts.extend(part for part in cell.split("\n") if part.strip())
    if texts:
        texts[0] = number + texts[0].strip()
    return [*(part.strip() for part in texts), *labelled]


def _flat(cell: str) -> str:
    """A cell on one line."""
    return _BLANK.sub(" ", cell).strip()
