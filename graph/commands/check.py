"""``gongwen check``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from gongwen.graph.asking.quotes import Quote, Quotes
from gongwen.graph.asking.screen import printable
from gongwen.graph.asking.store import Store
from gongwen.graph.checking.check_data import documents, documents_called
from gongwen.graph.commands.common import Bar, EndpointOption, Form, FormOption, GraphArgument
from gongwen.graph.errors import QueryError
from gongwen.graph.opening import either, opened

if TYPE_CHECKING:
    from gongwen.graph.checking.check import Violation

# Characters of a quote on the terminal; a document's block may be a book.
_QUOTE = 80


def check_command(
    kg: GraphArgument = None,
    document: Annotated[
        list[str] | None,
        typer.Option(help="只检查此公文 only this document: its IRI, number or whole title; repeatable."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=0, help="最多列出 N 条 lists at most N results; all are counted.")
    ] = None,
    endpoint: EndpointOption = None,
    form: FormOption = Form.TEXT,
) -> None:
    """按 SHACL 检查图谱 Checks every document's graph against the shapes of the ontology.

    Each result names the document, the statement, the path, what is expected, and the characters of the source
    that the statement quotes. Warnings are listed and do not fail.

        gongwen check kg
        gongwen check kg --document 云府〔2021〕1号 --format json
        gongwen check --endpoint http://127.0.0.1:7878/sparql

    Exit status: 1 if a shape is violated.
    """
    with opened(either(kg, endpoint)) as graph:
        names = _named(graph.store, document) if document else documents(graph.store)
        report: _Report = _JsonReport(limit) if form is Form.JSON else _TextReport(limit)
        counts = _check(graph.store, names, graph.quotes, report)
    report.end(len(names), counts)
    if counts["Violation"]:
        raise typer.Exit(1)


def _named(store: Store, wanted: list[str]) -> list[str]:
    known = set(documents(store))
    found: set[str] = set()
    for name in wanted:
        called = [name] if name in known else documents_called(store, name)
        if not called:
            raise QueryError(
                f"图谱中没有公文 no document is called {name!r}; give its IRI, number or whole title."
            )
        found.update(called)
    return sorted(found)


def _check(store: Store, names: list[str], quotes: Quotes, report: _Report) -> Counter[str]:
    """Counts of results by severity."""
    # Here, not above: pySHACL takes a second to load, and other commands do not need it.
    from gongwen.graph.checking.check import check

    counts: Counter[str] = Counter()
    with Bar() as bar:
        bar.phase("checking", len(names))
        for document, violations in check(store, names):
            for violation in violations:
                counts[violation.severity] += 1
                report.add(violation, quotes.quote(violation.evidence or ""))
            bar.step(document)
    return counts


class _Report(Protocol):
    def add(self, violation: Violation, quote: Quote | None) -> None: ...
    def end(self, checked: int, counts: Counter[str]) -> None: ...


class _TextReport:
    """For people: results below the document that they belong to."""

    def __init__(self, limit: int | None) -> None:
        self._left, self._document = limit, ""

    def add(self, violation: Violation, quote: Quote | None) -> None:
        if self._left is not None:
            if self._left == 0:
                return
            self._left -= 1
        if violation.document != self._document:
            self._document = violation.document
            title = f"《{violation.title}》" if violation.title else ""
            typer.echo(printable(f"{violation.number or ''}{title} <{violation.document}>"))
        typer.echo(printable(f"  {violation.severity} {violation.kind or ''} <{violation.node}>"))
        value = f" = {_short(violation.value)}" if violation.value else ""
        typer.echo(printable(f"    {violation.path or violation.shape}{value}"))
        for message in violation.messages.values():
            typer.echo(f"    {message}")
        if quote:
            text = f"【{_short(quote.text)}】" if quote.text else ""
            typer.echo(printable(f"    {text} {quote.file} {quote.start}–{quote.end}"))

    def end(self, checked: int, counts: Counter[str]) -> None:
        said = "符合 conforms" if not counts["Violation"] else "不符合 violated"
        typer.echo(
            f"{said}: 公文 {checked} documents, 违反 {counts['Violation']} violations,"
            f" 警告 {counts['Warning']} warnings"
        )


class _JsonReport:
    """For programs: one JSON value, written as the results come."""

    def __init__(self, limit: int | None) -> None:
        self._limit, self._listed = limit, 0
        sys.stdout.write('{"results": [')

    def add(self, violation: Violation, quote: Quote | None) -> None:
        if self._limit is not None and self._listed >= self._limit:
            return
        sys.stdout.write(
            ("," if self._listed else "") + "\n" + json.dumps(_fields(violation, quote), ensure_ascii=False)
        )
        self._listed += 1

    def end(self, checked: int, counts: Counter[str]) -> None:
        told = {"conforms": not counts["Violation"], "documents": checked,
                "violations": counts["Violation"], "warnings": counts["Warning"]}  # fmt: skip
        sys.stdout.write("],\n" + json.dumps(told)[1:] + "\n")


def _fields(violation: Violation, quote: Quote | None) -> dict[str, Any]:
    names = ("document", "title", "number", "node", "kind", "path", "value", "shape", "severity", "evidence")
    fields: dict[str, Any] = {name: getattr(violation, name) for name in names}
    fields["message"] = violation.messages
    fields["quote"] = (
        {"file": quote.file, "start": quote.start, "end": quote.end, "text": quote.text} if quote else None
    )
    return fields


def _short(text: str) -> str:
    return text if len(text) <= _QUOTE else f"{text[: _QUOTE - 1]}…"
