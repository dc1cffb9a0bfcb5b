"""The graph from Python, for notebooks and programs: build it, ask it, take its projections, look at them.

>>> from gongwen.graph.workbench import Workbench
>>> graph = Workbench.build(["samples"], "kg")                                 # doctest: +SKIP
>>> graph.ask("tasks-of-body", body="云州市教育体育局", role="lead").frame()    # doctest: +SKIP
>>> graph.page(graph.collaboration(area="云州市"))                              # doctest: +SKIP
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongwen.graph.asking import tables
from gongwen.graph.asking.deadline_words import cell_values, cell_words, value_key
from gongwen.graph.asking.queries import Column, ColumnKind, load_queries
from gongwen.graph.asking.query_values import answer
from gongwen.graph.asking.quotes import Quotes
from gongwen.graph.asking.store import Table
from gongwen.graph.errors import QueryError
from gongwen.graph.measures import measure
from gongwen.graph.opening import opened
from gongwen.graph.project import (
    Filters,
    authority_tree,
    citation_graph,
    collaboration_graph,
    ego_graph,
    responsibility_graph,
)
from gongwen.graph.project.facts import Projection
from gongwen.graph.project.filters import area_code
from gongwen.graph.project.named import find_body, find_document
from gongwen.graph.triples.concepts import concept_labels

if TYPE_CHECKING:
    import pandas as pd

# How high a page stands in a notebook, in pixels.
HEIGHT = 640


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a question: ``columns`` by their Chinese names, cells as text (numbers as ``int`` or ``float``),
    None where nothing stands. Evidence is two columns, the quoted characters and where they stand. Deadlines are in words;
    ``order`` has the cells of such a column in order of their values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> list[dict[str, Any]]:
        """The rows, each by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def frame(self) -> pd.DataFrame:
        """The rows as a pandas table; deadlines are ordered categories, which sort by their values and not by their
        words, the empty word last (``fillna("")``). Raises QueryError where pandas is not installed."""
        try:
            import pandas as pd
        except ImportError as e:
            raise QueryError("需要 pandas is needed here: pip install 'gongwen[notebooks]'") from e
        made = pd.DataFrame(self.rows, columns=list(self.columns))
        for column, words in self.order.items():
            made[column] = pd.Categorical(made[column], [*(w for w in words if w), ""], ordered=True)
        return made

    def _repr_html_(self) -> str:
        """What a notebook shows; words of documents are escaped."""
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_shown(cell))}</td>" for cell in row) + "</tr>"
            for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page of a projection: ``text`` is the HTML file, which loads nothing."""

    text: str

    def __repr__(self) -> str:
        return "<网页 a page; .save(path) writes it>"

    def save(self, path: str | Path) -> Path:
        """Writes the page, UTF-8."""
        path = Path(path)
        path.write_text(self.text, "utf-8", newline="\n")
        return path

    def _repr_html_(self) -> str:
        """The page in a frame of its own, which may run its scripts and nothing else."""
        return (
            f'<iframe srcdoc="{html.escape(self.text)}" sandbox="allow-scripts allow-downloads" '
            f'width="100%" height="{HEIGHT}" style="border:1px solid #ccc"></iframe>'
        )


class Workbench:
    """A graph that is open: a KG directory or the address of a SPARQL endpoint. A context manager; ``close`` ends it."""

    def __init__(self, where: str | Path) -> None:
        """Opens a graph. Raises NoKgError, KgError."""
        self._stack = ExitStack()
        self._opened = self._stack.enter_context(opened(str(where)))

    @classmethod
    def build(cls, sources: Sequence[str | Path], kg: str | Path) -> Workbench:
        """Reads files and folders into the KG directory ``kg``, as ``gongwen build`` does, and opens it.

        Raises NoSourceError, KgLockedError, KgError; what failed to be read is in the KG's manifest.
        """
        from gongwen.extract.pipeline import read_source
        from gongwen.graph.building.build import build

        build([Path(source) for source in sources], Path(kg), read_source)
        return cls(kg)

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets the graph go."""
        self._stack.close()

    def ask(self, name: str, **values: str | int) -> Answer:
        """The answer to a named question (``gongwen query`` lists them); values as on the command line. Raises QueryError."""
        query = load_queries().get(name)
        if query is None:
            raise QueryError(
                f"没有这个问题 no such question: {name!r}; there are: {', '.join(load_queries())}"
            )
        table = answer(self._opened.store, query, **{key: str(value) for key, value in values.items()})
        return _answer(query.columns, table, self._opened.quotes)

    def sparql(self, text: str) -> Answer:
        """The answer to a SELECT of one's own; columns bear the names of its variables. Raises QueryError."""
        table = self._opened.store.select(text)
        rows = tuple(tuple(map(tables.python_value, row)) for row in table.rows)
        return Answer(table.columns, rows)

    def responsibilities(self, body: str | None = None, **filters: Any) -> Projection:
        """Bodies and tasks; ``filters`` as of ``Filters``, ``area`` by name or code. Measured."""
        about = find_body(self._opened.store, body) if body else None
        return self._measured(responsibility_graph, _filters(filters), body=about)

    def collaboration(self, **filters: Any) -> Projection:
        """Bodies that share tasks. Measured."""
        return self._measured(collaboration_graph, _filters(filters))

    def citations(self, **filters: Any) -> Projection:
        """Documents and what they cite. Measured."""
        return self._measured(citation_graph, _filters(filters))

    def authority(self, document: str, **filters: Any) -> Projection:
        """What a document rests on, and what rests on it. Raises QueryError where none is called so."""
        root = find_document(self._opened.store, document)
        graph = authority_tree(self._opened.store, root, _filters(filters))
        return self._about(graph, root)

    def ego(self, body: str, **filters: Any) -> Projection:
        """One body and those it works with. Raises QueryError where none is called so."""
        about = find_body(self._opened.store, body)
        return self._about(ego_graph(self._opened.store, about, _filters(filters)), about)

    def page(self, graph: Projection, title: str | None = None, max_nodes: int = 500) -> Drawing:
        """The page of a projection, with the sentences that say so."""
        from gongwen.graph.draw import draw_page, heading
        from gongwen.graph.draw.evidence import add_quotes

        filters = graph.graph.get("filters", Filters())
        said = heading(graph, filters, graph.graph.get("about", ""), title)
        return Drawing(
            draw_page(graph, said, max_nodes, lambda part: add_quotes(part, self._opened, filters)).html
        )

    def _measured(self, project: Any, filters: Filters, **more: Any) -> Projection:
        graph: Projection = project(self._opened.store, filters, **more)
        measure(graph)
        graph.graph["filters"] = filters
        return graph

    def _about(self, graph: Projection, about: str) -> Projection:
        measure(graph)
        graph.graph["about"] = about
        return graph


def _filters(values: dict[str, Any]) -> Filters:
    """Filters as a person gives them: an area by its name."""
    try:
        made = Filters(**{key: value for key, value in values.items() if key != "area"})
    except TypeError as e:
        raise QueryError(f"没有这个筛选条件 no such filter: {e}") from e
    area = values.get("area")
    return replace(made, area=area_code(area)) if area else made


def _answer(columns: Sequence[Column], table: Table, quotes: Quotes) -> Answer:
    shown = [i for i, column in enumerate(columns) if not column.detail]
    names = [name for i in shown for name in _names(columns[i])]
    rows = tuple(
        tuple(cell for i in shown for cell in _cells(columns[i], row[i], quotes)) for row in table.rows
    )
    order = {
        columns[i].label.zh: _in_order(table, i) for i in shown if columns[i].kind is ColumnKind.DEADLINE
    }
    return Answer(tuple(names), rows, order)


def _in_order(table: Table, column: int) -> tuple[str, ...]:
    """The words of a column of deadlines, in order of the values."""
    cells = {tables.plain(row[column]) for row in table.rows if row[column] is not None}
    ordered = sorted(cells, key=lambda cell: [value_key(one) for one in cell_values(cell)])
    return tuple(dict.fromkeys(filter(None, (cell_words(cell).zh for cell in ordered))))


def _names(column: Column) -> tuple[str, ...]:
    return (column.label.zh, "出处") if column.kind is ColumnKind.EVIDENCE else (column.label.zh,)


def _cells(column: Column, value: Any, quotes: Quotes) -> Iterator[str | int | float | None]:
    said = tables.plain(value)
    quote = quotes.quote(said) if column.kind is ColumnKind.EVIDENCE else None
    if quote is not None:
        yield quote.text
        yield f"{quote.file}#{quote.chars}"
    elif column.kind is ColumnKind.EVIDENCE:
        yield from (said or None, None)
    elif column.kind is ColumnKind.NAMES:
        yield tables.in_order(said)
    elif column.kind is ColumnKind.DEADLINE:
        yield cell_words(said).zh or None
    elif column.kind is ColumnKind.CONCEPT and said:
        yield next(iter(concept_labels(said)), said)
    else:
        yield tables.python_value(value)


def _shown(cell: str | int | float | None) -> str:
    return "" if cell is None else str(cell)
