"""Rows of a table of duties that was flattened to lines: 序号 工作任务 牵头单位 责任部门, below it a line a row.

    12 完善社区服务设施 市民政局 市财政局、市住房城乡建局，各区县政府

Cells are told apart by the blanks that the reading text dropped and remembers. A cell that holds names alone belongs to
a column of bodies; which role it has says the order of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.data import read_json
from gongwen.extract.duties.regions import names_in
from gongwen.extract.duties.statements import Rules, label_role, parse_statement
from gongwen.extract.model import Role
from gongwen.extract.reading import Paragraph, Reading, Seam

NUMBER = re.compile(r"[0-9]{1,3}+(?=[^0-9.%])")
# A line of heads is short; a row of one task is at most a page.
LONGEST_HEAD, LONGEST_ROW = 120, 2_500
# A cell with a predicate: 市教育局牵头
LONGEST_STATED = 60
# So many lines without a row end a table.
LONGEST_GAP = 12
BROKEN = re.compile(r"[、，（及和]$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``[start, end)`` its own text, ``text`` where it begins behind the number, ``[names_start, names_end)``
    its cells of bodies, and what they assign."""

    start: int
    text: int
    end: int
    names_start: int
    names_end: int
    assigned: tuple[tuple[BodyMention, Role], ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    assigned: tuple[tuple[BodyMention, Role | None], ...]


@cache
def _columns() -> dict[str, frozenset[str]]:
    return {
        kind: frozenset(read_json("table_columns.json")[kind]) for kind in ("number", "labelled", "behind")
    }


def find_rows(reading: Reading, rules: Rules) -> Iterator[Row]:
    """The rows of all flattened tables of a document that name bodies, in order of place."""
    roles: tuple[Role, ...] = ()
    trailing, last, gap = True, 0, 0
    open_row: tuple[int, int] | None = None
    for p in reading.paragraphs:
        head = _head(reading, p)
        number = NUMBER.match(reading.text, p.start, p.end) if roles else None
        begins = number and _is_next(reading, number, last)
        if head or begins or (open_row and p.end - open_row[0] > LONGEST_ROW):
            if open_row:
                yield from _row(reading, *open_row, roles, trailing, rules)
            open_row = None
        if head:
            roles, trailing = head
            last, gap = (last if last and gap < LONGEST_GAP else 0), 0
        elif begins and number:
            open_row, last, gap = (p.start, p.end), int(number.group()), 0
        elif open_row and not GROUP.match(reading.text, p.start):
            open_row = (open_row[0], p.end)
        elif open_row:
            yield from _row(reading, *open_row, roles, trailing, rules)
            open_row = None
        elif roles and (gap := gap + 1) > LONGEST_GAP:
            roles = ()
    if open_row:
        yield from _row(reading, *open_row, roles, trailing, rules)


# 一、优化服务: a line inside a table that heads a group of rows, or what follows the table
GROUP = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|附件|注[：1]|备注：|第[一二三四五六七八九十]+[章节条]|抄送"
)


def _is_next(reading: Reading, number: re.Match[str], last: int) -> bool:
    """Whether a number heads a row: with a blank behind it, and the next of its table or the first of a group."""
    value = int(number.group())
    spaced = reading.seam(number.end()) in (Seam.BLANK, Seam.WIDE)
    return spaced and (value == 1 or last < value <= last + 3)


def _head(reading: Reading, p: Paragraph) -> tuple[tuple[Role, ...], bool] | None:
    """The roles of the columns that a line of heads names, and whether these columns come last; None for other lines."""
    if p.end - p.start > LONGEST_HEAD or "。" in reading.text[p.start : p.end]:
        return None
    cells = [reading.text[a:b] for a, b in _cells(reading, p.start, p.end)]
    columns = _columns()
    duties = [i for i, c in enumerate(cells) if c in columns["labelled"] and label_role(c) is not None]
    if len(cells) < 2 or not duties or not (cells[0] in columns["number"] or len(duties) < len(cells)):
        return None
    if not any(c in columns["number"] for c in cells) and len(cells) < 3:
        return None
    roles = [role for i in duties if (role := label_role(cells[i])) is not None]
    if Role.COOPERATE in roles and Role.LEAD not in roles:
        roles = [Role.LEAD if r is Role.RESPONSIBLE else r for r in roles]
    trailing = not any(c in columns["behind"] for c in cells[duties[-1] + 1 :])
    return tuple(roles), trailing


def _cells(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of ``[start, end)`` between dropped blanks and line breaks, none of them broken inside a list."""
    cuts = [i for i, seam in reading.seams(start + 1, end) if seam in (Seam.BLANK, Seam.WIDE)]
    line = reading.text.find("\n", start, end)
    while line >= 0:
        cuts.append(line + 1)
        line = reading.text.find("\n", line + 1, end)
    places = sorted({i for i in cuts if start < i < end} | {end})
    position = start
    for place in places:
        joined = BROKEN.search(reading.text[position:place]) or reading.text[place : place + 1] in "、，）"
        if place < end and joined:
            continue
        if place > position:
            yield position, place
        position = place


def _row(
    reading: Reading, start: int, end: int, roles: tuple[Role, ...], trailing: bool, rules: Rules
) -> Iterator[Row]:
    number = NUMBER.match(reading.text, start)
    text = number.end() if number else start
    cells = [_cell(reading, a, b, rules) for a, b in _cells(reading, text, end)]
    run = _run(cells, trailing)
    if not run or not roles:
        return
    assigned: list[tuple[BodyMention, Role]] = []
    for i, cell in enumerate(run):
        column = roles[min(i, len(roles) - 1)]
        for j, (mention, own) in enumerate(cell.assigned):
            role = own or column
            if own is None and column is Role.RESPONSIBLE and rules.first_is_lead and Role.LEAD not in roles:
                role = Role.COOPERATE if j or i else Role.LEAD
            assigned.append((mention, role))
    own_end = run[0].start if run[0].start > text else end
    yield Row(start, text, own_end, run[0].start, run[-1].end, tuple(assigned))


def _cell(reading: Reading, start: int, end: int, rules: Rules) -> _Cell:
    """One cell with the bodies that it names, none where it holds anything else."""
    names = names_in(reading, start, end)
    if names:
        return _Cell(start, end, tuple((m, None) for m in names))
    if end - start <= LONGEST_STATED and "。" not in reading.text[start : end - 1]:
        found, left = parse_statement(reading, start, end, rules)
        if found and not left:
            return _Cell(start, end, tuple((f.mention, f.role) for f in found))
    return _Cell(start, end, ())


def _run(cells: list[_Cell], trailing: bool) -> list[_Cell]:
    """The adjacent cells of bodies: the last ones of the row where their columns come last, else the first."""
    runs: list[list[_Cell]] = []
    fresh = True
    for cell in cells:
        if cell.assigned and fresh:
            runs.append([])
        if cell.assigned:
            runs[-1].append(cell)
        fresh = not cell.assigned
    if not runs:
        return []
    return runs[-1] if trailing else runs[0]
