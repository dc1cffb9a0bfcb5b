"""``gongwen stats``: the tables of measures."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gongwen.graph.asking.deadline_words import stated_words
from gongwen.graph.commands.common import EndpointOption, GraphArgument, print_json
from gongwen.graph.errors import QueryError
from gongwen.graph.measures import Row, tables
from gongwen.graph.memory import rare_collection
from gongwen.graph.opening import Opened, either, opened
from gongwen.graph.project import (
    Filters,
    citation_graph,
    collaboration_graph,
    responsibility_graph,
)
from gongwen.graph.project.facts import JOIN
from gongwen.graph.project.files import safe_cell
from gongwen.graph.words import words


class StatsForm(StrEnum):
    """How the tables are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def stats_command(
    kg: GraphArgument = None,
    form: Annotated[
        StatsForm, typer.Option("--format", help="text 供人阅读; json, csv 供程序使用.")
    ] = StatsForm.TEXT,
    table: Annotated[
        str | None,
        typer.Option(
            "--table",
            help="只要一张表 one table: load, collaboration, communities, foundations, pagerank, chain, unled.",
        ),
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="每张表最多几行 rows of a table.")] = 20,
    endpoint: EndpointOption = None,
) -> None:
    """统计：谁的任务多，谁与谁合作，什么是依据 Measures: load, collaboration, foundations, what nobody leads.

    gongwen stats kg
    gongwen stats kg --table unled --format csv > unled.csv
    gongwen stats --endpoint http://127.0.0.1:7878/sparql
    """
    with opened(either(kg, endpoint)) as graph, rare_collection():
        found = measured(graph, Filters(), most)
    if table is not None and table not in found:
        raise QueryError(f"没有这张表 no such table: {table!r}; there are: {', '.join(found)}.")
    chosen = {table: found[table]} if table else found
    if form is StatsForm.JSON:
        print_json(chosen)
    elif form is StatsForm.CSV:
        _print_csv(chosen)
    else:
        _print_text(chosen)


def measured(graph: Opened, filters: Filters, most: int) -> dict[str, list[Row]]:
    """The tables of a graph."""
    return tables(
        responsibility_graph(graph.store, filters),
        collaboration_graph(graph.store, filters),
        citation_graph(graph.store, filters),
        most,
    )


def _print_csv(chosen: Mapping[str, list[Row]]) -> None:
    """One table as it is; several each under its name, an empty line between."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for number, (name, rows) in enumerate(chosen.items()):
        if len(chosen) > 1:
            if number:
                writer.writerow([])
            writer.writerow([name])
        if rows:
            writer.writerow(rows[0])
        writer.writerows([safe_cell(value) for value in row.values()] for row in rows)


def _print_text(chosen: Mapping[str, list[Row]]) -> None:
    console = Console()
    for name, rows in chosen.items():
        shown = Table(
            title=str(words()[f"table.{name}"]), title_justify="left", title_style="bold", show_edge=False
        )
        for column in rows[0] if rows else ():
            numeric = isinstance(rows[0][column], int | float)
            shown.add_column(
                "{0.zh}\n{0.en}".format(words()[f"column.{column}"]),
                justify="right" if numeric else "left",
                overflow="fold",
            )
        for row in rows:
            shown.add_row(*(escape(_short(name, value)) for name, value in row.items()))
        console.print(shown if rows else f"[bold]{words()[f'table.{name}']}[/bold]: 无 none")
        console.print()


def _short(name: str, value: object) -> str:
    if name == "deadlines":
        return JOIN.join(stated_words(one).zh for one in str(value).split(JOIN))
    return f"{value:.4g}" if isinstance(value, float) else str(value)
