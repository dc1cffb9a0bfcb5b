"""Answers on a screen: nothing is lost in a narrow column, nothing is said twice, nothing obeyed."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from rich.cells import cell_len
from rich.console import Console

from gongwen.graph.asking import screen, tables
from gongwen.graph.asking.queries import Bilingual, Column, ColumnKind
from gongwen.graph.asking.quotes import Quote, Quotes
from gongwen.graph.asking.store import Table

TITLE = Column("title", ColumnKind.TEXT, Bilingual("任务", "Task"))
NUMBER = Column("number", ColumnKind.TEXT, Bilingual("文号", "Number"))
DUE = Column("due", ColumnKind.DATE, Bilingual("期限", "Due"))
EVIDENCE = Column("evidence", ColumnKind.EVIDENCE, Bilingual("原文", "Quote"))
IRI = Column("task", ColumnKind.IRI, Bilingual("任务标识", "Task IRI"), detail=True)
LONG = "建立动态清单管理机制并向社会公布" * 4
TEXT = "由市教育局牵头，市财政局配合，二〇二四年底前办结。"


class Known(Quotes):
    """Quotes from ``TEXT``, whatever the file."""

    def _place(self, source: str, file: str, start: int, end: int) -> Quote:
        return Quote(file, start, end, TEXT[start:end], TEXT[:start], TEXT[end:])


def at(file: str, start: int = 1, end: int = 5) -> ox.NamedNode:
    return ox.NamedNode(f"https://example.org/id/source/00/{file}#char={start},{end}")


def said(*values: str | ox.NamedNode | None) -> tuple[ox.Literal | ox.NamedNode | None, ...]:
    return tuple(ox.Literal(v) if isinstance(v, str) else v for v in values)


def shown(table: Table, columns: tuple[Column, ...], width: int = 80, *, details: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False)
    console.print(screen.answer(columns, table, Known(), width=width, details=details))
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_nothing_is_lost_at_any_width(width: int) -> None:
    rows = (
        said(LONG, "云府办发〔2024〕12号", at("a.txt")),
        said("甲", "云府〔2024〕1号", at("b.txt", 7, 11)),
    )
    text = shown(Table(("title", "number", "evidence"), rows), (TITLE, NUMBER, EVIDENCE), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    for value in (LONG, "云府办发〔2024〕12号", "市教育局", "市财政局"):
        for character in value:
            assert text.count(character) >= value.count(character), (width, character)


def test_numbers_stay_whole_where_there_is_room() -> None:
    rows = (said(LONG, "云府办发〔2024〕12号"), said(LONG[::-1], "云府〔2024〕1号"))
    assert "云府办发〔2024〕12号" in shown(Table(("title", "number"), rows), (TITLE, NUMBER))


def test_what_is_the_same_everywhere_is_said_once() -> None:
    rows = (said("甲", "云府〔2024〕1号", at("a.txt")), said("乙", "云府〔2024〕1号", at("a.txt")))
    text = shown(Table(("title", "number", "evidence"), rows), (TITLE, NUMBER, EVIDENCE))
    assert text.startswith("文号 Number: 云府〔2024〕1号\n来源 Source: a.txt\n")
    assert text.count("云府〔2024〕1号") == 1
    assert text.count("a.txt") == 1
    assert "由【市教育局】牵头" in text


def test_where_sources_differ_each_quote_names_its_own() -> None:
    rows = (said("甲", at("a.txt")), said("乙", at("b.txt")))
    text = shown(Table(("title", "evidence"), rows), (TITLE, EVIDENCE))
    assert "来源" not in text
    assert "a.txt 1–5" in text
    assert "b.txt 1–5" in text


def test_columns_without_anything_are_left_out() -> None:
    rows = (said("甲", None), said("乙", None))
    table, columns = Table(("title", "due"), rows), (TITLE, DUE)
    assert "期限" not in shown(table, columns)
    assert "期限" in shown(table, columns, details=True)


def test_details_are_shown_when_asked_for() -> None:
    rows = (said("甲", ox.NamedNode("https://example.org/id/1")),)
    table, columns = Table(("title", "task"), rows), (TITLE, IRI)
    assert "example.org" not in shown(table, columns)
    assert "https://example.org/id/1" in shown(table, columns, details=True)


def test_rows_that_are_all_the_same_are_still_rows() -> None:
    text = shown(Table(("title",), (said("甲"), said("甲"))), (TITLE,))
    assert text.count("甲") == 2


HOSTILE = [
    ("\x1b[31m红", "\x1b", "a control of the terminal"),
    ("[bold]甲[/bold]", "", "markup is text"),
    ("甲\u202e乙", "\u202e", "a mark that turns the direction of writing"),
    ("甲\x07乙", "\x07", "a bell"),
]


@pytest.mark.parametrize(("value", "unseen", "reason"), HOSTILE, ids=[h[2] for h in HOSTILE])
def test_what_documents_say_is_never_obeyed(value: str, unseen: str, reason: str) -> None:
    for rows in ((said(value, "1"), said("乙", "2")), (said(value, "1"), said(value, "2"))):
        text = shown(Table(("title", "number"), rows), (TITLE, NUMBER))
        assert not unseen or unseen not in text, reason
        assert value.replace(unseen, "") in text


def test_deadlines_are_said_in_words_in_order_of_their_values() -> None:
    column = Column("due", ColumnKind.DEADLINE, Bilingual("期限", "Due"))
    rows = (said("R/--11|2021-06|2021-11"), said("长期"))
    text = shown(Table(("due",), rows), (column,))
    assert "2021年6月；2021年11月；每年11月" in text
    assert "June 2021；November 2021；every November" in text
    assert text.count("长期") == 1
    assert "R/--11|" not in text
    assert (
        tables.as_csv(tables.quoted((column,), Table(("due",), rows), Known())).splitlines()[1]
        == "2021-06；2021-11；R/--11"
    )
