"""Answers of queries as files for programs: CSV, TSV, JSON and Turtle.

CSV and TSV after the SPARQL 1.1 results formats of those names, JSON after SPARQL 1.1 Query Results JSON,
Turtle in the result set vocabulary of the W3C's test suites. Beside each column of evidence stand what it
quotes, the file and the place.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from gongwen.graph.asking.binding import Term
from gongwen.graph.asking.queries import NAMES_MARK, NAMES_SEPARATOR, SEVERAL, Column, ColumnKind
from gongwen.graph.asking.quotes import Quotes
from gongwen.graph.asking.store import Table
from gongwen.graph.triples.terms import PREFIXES, RDF, XSD

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
# A cell that begins so is a formula to a spreadsheet program (OWASP, CSV Injection; the full-width signs are
# taken as formulas under East Asian settings).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMERIC = {f"{XSD}{name}" for name in ("integer", "decimal", "double")}
_ENDINGS = ("quote", "file", "chars")


def quoted_columns(columns: Sequence[Column]) -> tuple[str, ...]:
    """The names of the columns that ``quoted`` gives: ``evidence`` is followed by ``quote``, ``file``,
    ``chars``; any other column of evidence by those words behind its own name."""
    names: list[str] = []
    for column in columns:
        names.append(column.name)
        if column.kind is ColumnKind.EVIDENCE:
            lead = "" if column.name == "evidence" else f"{column.name}_"
            names += [lead + ending for ending in _ENDINGS]
    return tuple(names)


def quoted(columns: Sequence[Column], table: Table, quotes: Quotes) -> Table:
    """The table with quotes beside its evidence, and several names in one cell in one order."""
    return Table(quoted_columns(columns), tuple(tuple(_cells(columns, row, quotes)) for row in table.rows))


def as_csv(table: Table) -> str:
    """SPARQL 1.1 CSV, but for cells that a spreadsheet would compute: a ``'`` is put before them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_safe(value) for value in row] for row in table.rows)
    return out.getvalue()


def as_tsv(table: Table) -> str:
    """SPARQL 1.1 TSV: terms as in Turtle, in which tabs and line breaks are escaped."""
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join("" if value is None else str(value) for value in row) for row in table.rows]
    return "".join(f"{line}\n" for line in lines)


def as_json(table: Table) -> str:
    """SPARQL 1.1 Query Results JSON."""
    bindings = [
        {name: _json(value) for name, value in zip(table.columns, row, strict=True) if value is not None}
        for row in table.rows
    ]
    return dumps({"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}})


def as_turtle(table: Table) -> str:
    """The result set as a graph (``rs:ResultSet``)."""
    return turtle(_result_set(table), {"rs": RS, **PREFIXES})


def turtle(triples: Iterator[ox.Triple] | Sequence[ox.Triple], prefixes: Mapping[str, str]) -> str:
    """Triples as Turtle; prefixes that nothing uses are left out, the others sorted."""
    text = (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b"").decode()
    lines = text.splitlines(keepends=True)
    heads = [line for line in lines if line.startswith("@prefix ")]
    body = "".join(line for line in lines if not line.startswith("@prefix "))
    return "".join(sorted(head for head in heads if f"{head.split()[1]}" in body)) + "\n" + body


def dumps(value: Any) -> str:
    """JSON with Chinese characters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def plain(value: Term | None) -> str:
    """The characters of a term, nothing for none."""
    return "" if value is None else str(value) if isinstance(value, ox.Triple) else value.value


def python_value(value: Term | None) -> str | int | float | None:
    """A term as Python has it: numbers as such, the rest as characters, None for none.

    >>> python_value(ox.Literal(3)), python_value(ox.Literal("三"))
    (3, '三')
    """
    if isinstance(value, ox.Literal) and value.datatype.value in _NUMERIC:
        return int(value.value) if value.datatype.value.endswith("integer") else float(value.value)
    return plain(value) or None


def _cells(columns: Sequence[Column], row: Sequence[Term | None], quotes: Quotes) -> Iterator[Term | None]:
    for column, value in zip(columns, row, strict=True):
        if column.kind in SEVERAL:
            joined = in_order(plain(value))
            yield ox.Literal(joined) if joined else None
        else:
            yield value
        if column.kind is ColumnKind.EVIDENCE:
            quote = quotes.quote(plain(value))
            if quote is None:
                yield from (None, None, None)
            else:
                yield None if quote.text is None else ox.Literal(quote.text)
                yield ox.Literal(quote.file)
                yield ox.Literal(quote.chars)


def in_order(names: str) -> str | None:
    """Names joined by GROUP_CONCAT, which come in any order (SPARQL 1.1, section 18.5.1.7), sorted; None for none.

    >>> in_order("乙|甲")
    '乙；甲'
    """
    return NAMES_SEPARATOR.join(sorted(names.split(NAMES_MARK))) or None


def _safe(value: Term | None) -> str:
    text = plain(value)
    number = isinstance(value, ox.Literal) and value.datatype.value in _NUMERIC
    return f"'{text}" if text.startswith(FORMULA) and not number else text


def _json(value: Term) -> dict[str, Any]:
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.BlankNode):
        return {"type": "bnode", "value": value.value}
    if isinstance(value, ox.Triple):
        return {"type": "triple", "value": str(value)}
    said: dict[str, Any] = {"type": "literal", "value": value.value}
    if value.language:
        return said | {"xml:lang": value.language}
    return said if value.datatype.value == f"{XSD}string" else said | {"datatype": value.datatype.value}


def _result_set(table: Table) -> Iterator[ox.Triple]:
    whole, kind = ox.BlankNode("results"), ox.NamedNode(f"{RDF}type")
    yield ox.Triple(whole, kind, _rs("ResultSet"))
    for name in table.columns:
        yield ox.Triple(whole, _rs("resultVariable"), ox.Literal(name))
    for i, row in enumerate(table.rows):
        solution = ox.BlankNode(f"r{i}")
        yield ox.Triple(whole, _rs("solution"), solution)
        yield ox.Triple(solution, _rs("index"), ox.Literal(i + 1))
        for j, value in enumerate(row):
            if value is not None:
                binding = ox.BlankNode(f"r{i}c{j}")
                yield ox.Triple(solution, _rs("binding"), binding)
                yield ox.Triple(binding, _rs("variable"), ox.Literal(table.columns[j]))
                yield ox.Triple(binding, _rs("value"), value)


def _rs(name: str) -> ox.NamedNode:
    return ox.NamedNode(RS + name)
