"""``gongwen query``: the named queries, and a query of one's own."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NoReturn

import typer
from rich.markup import escape

from gongwen.graph.asking import screen, tables
from gongwen.graph.asking.queries import GROUPS, Bilingual, Column, ColumnKind, NamedQuery, load_queries
from gongwen.graph.asking.query_values import bound_values
from gongwen.graph.asking.quotes import Quotes
from gongwen.graph.asking.store import Store, Table, Triples
from gongwen.graph.errors import QueryError
from gongwen.graph.opening import either, opened
from gongwen.graph.triples.terms import PREFIXES

FORMATS: Mapping[str, Callable[[Table], str]] = {
    "csv": tables.as_csv,
    "json": tables.as_json,
    "tsv": tables.as_tsv,
    "ttl": tables.as_turtle,
}
# Rows of a table on a terminal, unless --limit says otherwise: a screen is no file.
SCREENFUL = 100
# Labels of what was looked up that are listed before the rest is counted.
_LISTED = 5

USAGE = """用法 Usage:
  gongwen query                                       列出所有问题 lists the questions
  gongwen query NAME --help                           参数与示例 parameters and an example
  gongwen query NAME [--参数 值 --param value …] KG   回答 answers it
  gongwen query --sparql FILE KG                      自己的查询 a query of your own; - reads standard input

Options:
  --endpoint URL     向 SPARQL 1.1 端点提问；网址也可写在 KG 处 asks an endpoint; its address may also stand for KG
  --format FORMAT    table, csv, json, tsv, ttl   [table]
  --limit N          最多 N 行 at most N rows
  --all              表格也显示细节与标识 shows columns of detail and IRIs in the table too
"""


def query_command(ctx: typer.Context) -> None:
    """提问 Asks a question of the library, or a query of your own: gongwen query --help."""
    run(ctx.args)


def run(arguments: Sequence[str]) -> None:
    """Carries out ``gongwen query`` with these arguments. Raises QueryError, EndpointError, NoKgError."""
    name = arguments[0] if arguments else ""
    if not arguments:
        _list_queries()
    elif name in ("-h", "--help"):
        typer.echo(USAGE)
    elif name in load_queries():
        _named(load_queries()[name], arguments[1:])
    elif any(word == "--sparql" or word.startswith("--sparql=") for word in arguments):
        _own(arguments)
    else:
        raise QueryError(_unknown(name))


@dataclass(frozen=True, slots=True)
class _Asked:
    """How an answer is wanted."""

    where: str
    form: str
    limit: int | None
    details: bool

    @contextmanager
    def opened(self) -> Iterator[tuple[Store, Quotes]]:
        """What is asked, and what quotes its evidence."""
        with opened(self.where) as graph:
            yield graph.store, graph.quotes


class _Parser(argparse.ArgumentParser):
    """argparse whose errors are raised; ``asking`` is what stands behind ``gongwen query``."""

    def __init__(self, asking: str) -> None:
        super().__init__(add_help=False, allow_abbrev=False)
        self._asking = asking
        self.add_argument("kg", nargs="?")
        self.add_argument("--endpoint")
        self.add_argument("--format", choices=("table", *FORMATS), default="table")
        self.add_argument("--limit", type=_row_count)
        self.add_argument("--all", action="store_true")

    def error(self, message: str) -> NoReturn:
        raise QueryError(f"{message}; 参数见 see: gongwen query {self._asking} --help".replace("  ", " "))

    def asked(self, arguments: Sequence[str]) -> tuple[_Asked, dict[str, str]]:
        """How the answer is wanted, and all other values by name."""
        values = {k: v for k, v in vars(self.parse_intermixed_args(arguments)).items() if v is not None}
        try:
            where = either(values.pop("kg", None), values.pop("endpoint", None))
        except QueryError as e:
            self.error(str(e))
        asked = _Asked(where, values.pop("format"), values.pop("limit", None), values.pop("all"))
        return asked, values


def _row_count(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 10**9):
        raise argparse.ArgumentTypeError(f"行数 a number of rows: 20; not {value!r}")
    return int(value)


def _named(query: NamedQuery, arguments: Sequence[str]) -> None:
    if "-h" in arguments or "--help" in arguments:
        _print_help(query)
        return
    parser = _Parser(query.name)
    for parameter in query.parameters:
        parser.add_argument(parameter.option, dest=f"={parameter.name}")
    asked, values = parser.asked(arguments)
    with asked.opened() as (store, quotes):
        bound = bound_values(store, query, {name[1:]: value for name, value in values.items()})
        for name, found in bound.found.items():
            _say_found(query.parameter(name).label, found.labels, found.meant)
        limit = asked.limit or (SCREENFUL if asked.form == "table" else None)
        # One row more than is shown tells whether there are more.
        text = query.text if limit is None else f"{query.text}\nLIMIT {limit + 1}"
        table, more = _cut(store.select(text, bound.bindings), limit)
        if asked.form == "table":
            typer.echo(str(query.question))
        _print_table(asked, query.columns, table, quotes, more)


def _own(arguments: Sequence[str]) -> None:
    parser = _Parser("")
    parser.add_argument("--sparql", metavar="FILE")
    asked, values = parser.asked(arguments)
    text = _read(values["sparql"])
    with asked.opened() as (store, quotes):
        answer = store.query(text)
        if isinstance(answer, Table):
            table, more = _cut(answer, asked.limit)
            _print_table(asked, _guessed(table), table, quotes, more)
        elif isinstance(answer, bool):
            _print_boolean(asked, answer)
        else:
            _print_triples(asked, answer)


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise QueryError(f"读不了查询文件 cannot read the query in {file}: {e}") from e


def _cut(table: Table, limit: int | None) -> tuple[Table, bool]:
    if limit is None or len(table.rows) <= limit:
        return table, False
    return Table(table.columns, table.rows[:limit]), True


def _guessed(table: Table) -> tuple[Column, ...]:
    """Columns of a query that does not say what they are: evidence is known by its IRIs."""
    found = []
    for i, name in enumerate(table.columns):
        cited = any(Quotes().quote(tables.plain(row[i])) for row in table.rows)
        kind = ColumnKind.EVIDENCE if cited else ColumnKind.TEXT
        found.append(Column(name, kind, Bilingual(f"?{name}", "")))
    return tuple(found)


def _print_table(asked: _Asked, columns: Sequence[Column], table: Table, quotes: Quotes, more: bool) -> None:
    if asked.form != "table":
        _write(FORMATS[asked.form](tables.quoted(columns, table, quotes)))
    elif table.rows:
        out = screen.console()
        out.print(screen.answer(columns, table, quotes, width=out.width, details=asked.details))
        typer.echo(f"{len(table.rows)} 行 rows")
    else:
        typer.echo("没有结果 no rows.")
    if more:
        typer.echo(
            f"还有更多 there are more than {len(table.rows)} rows; --limit N 显示更多 shows more.", err=True
        )


def _print_boolean(asked: _Asked, answer: bool) -> None:
    if asked.form == "json":
        _write(tables.dumps({"head": {}, "boolean": answer}))
    elif asked.form == "table":
        typer.echo("是 yes" if answer else "否 no")
    else:
        raise QueryError("ASK 的回答只有 table 和 json: an answer to ASK has --format table or json.")


def _print_triples(asked: _Asked, triples: Triples) -> None:
    if asked.form not in ("table", "ttl"):
        raise QueryError("CONSTRUCT、DESCRIBE 的回答是三元组: triples have --format ttl.")
    _write(tables.turtle(triples, PREFIXES))


def _write(text: str) -> None:
    # Bytes: Python must not turn the CRLF of CSV into something else.
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def _say_found(label: Bilingual, labels: Sequence[str], meant: int) -> None:
    names = list(dict.fromkeys(labels[:meant]))
    inside = f" (及其下 and {len(labels) - meant} inside)" if len(labels) > meant else ""
    if len(names) == 1:
        told = f"{label.zh}: {names[0]}{inside}"
    else:
        told = f"{label.zh}: 共 {len(names)} 个都算 all {len(names)} of these are meant{inside}"
        told += "".join(f"\n  {name}" for name in names[:_LISTED])
        told += "\n  …" if len(names) > _LISTED else ""
    safe = "\n".join(escape(screen.printable(line)) for line in told.splitlines())
    screen.console(stderr=True).print(safe, style="dim")


def _list_queries() -> None:
    out = screen.console()
    for group, queries in groupby(load_queries().values(), key=lambda q: q.group):
        out.print(f"\n[bold]{GROUPS[group].zh}[/bold] {GROUPS[group].en}")
        for query in queries:
            out.print(f"  [cyan]{query.name}[/cyan]")
            out.print(f"      {escape(query.question.zh)}\n      [dim]{escape(query.question.en)}[/dim]")
    out.print(f"\n{escape(USAGE)}", end="")


def _print_help(query: NamedQuery) -> None:
    out = screen.console()
    out.print(f"[bold]{escape(query.question.zh)}[/bold]\n{escape(query.question.en)}")
    if query.about:
        out.print(f"\n{escape(query.about.zh)}\n[dim]{escape(query.about.en)}[/dim]")
    out.print("\n[bold]参数[/bold] Parameters" if query.parameters else "\n没有参数 no parameters")
    for parameter in query.parameters:
        needs = "必填 required" if parameter.required else ""
        needs = f"默认 default {parameter.default}" if parameter.default else needs
        choices = ", ".join(choice.partition(":")[2] for choice in parameter.choices)
        told = "; ".join(part for part in (str(parameter.label), choices, needs) if part)
        out.print(f"  [cyan]{parameter.option}[/cyan] {parameter.kind.upper()}\n      {escape(told)}")
    out.print("\n[bold]列[/bold] Columns")
    for column in query.columns:
        out.print(f"  [cyan]{column.name}[/cyan]  {escape(str(column.label))}")
    out.print(f"\n[bold]示例[/bold] Example\n  {escape(example_command(query))}")


def example_command(query: NamedQuery, kg: str = "kg") -> str:
    """The example of a query as one types it."""
    options = [f"{query.parameter(name).option} {_shell(value)}" for name, value in query.example.items()]
    return " ".join(["gongwen query", query.name, kg, *options])


def _shell(value: str) -> str:
    """A value in quotes where a shell needs them; Chinese characters need none."""
    return (
        value
        if all(c.isalnum() or c in "-_.:/〔〕" for c in value)
        else "'" + value.replace("'", "'\\''") + "'"
    )


def _unknown(name: str) -> str:
    names = list(load_queries())
    near = difflib.get_close_matches(name, names, 3, 0.4)
    near = near or [n for n in names if name in n or name in str(load_queries()[n].question)][:3]
    told = f"相近的 near it: {', '.join(near)}" if near else "全部列表 for the list: gongwen query"
    return f"没有这个查询 no query is called {name!r}; {told}"
