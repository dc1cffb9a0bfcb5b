"""The graph *statistics*: a VoID description of the whole and a DCAT record of it, counted from the rows and not by
queries (VoID, section 4; DCAT 3, section 6.6).

Nothing in it depends on the time or the place of the build.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator

from gongwen.extract.data import read_json
from gongwen.graph.triples.iri import Names, encode
from gongwen.graph.triples.lines import RDF_TYPE, GraphLines
from gongwen.graph.triples.terms import PREFIXES, compact, date, iri, tagged, term, text, typed

# A source is described in the graph of each document that is read from it.
_SOURCES = "SELECT count(DISTINCT s.iri) FROM document d JOIN source s ON s.id = d.source"
_ENTITY = term("prov:Entity")[1:-1]


def statistics_lines(db: sqlite3.Connection, names: Names) -> tuple[tuple[str, ...], dict[str, int]]:
    """The lines of the graph *statistics*, sorted, and the number of entities by class (``gw:Task``).

    It counts the quads of all documents' graphs, and of the graphs *bodies* and *links*; not its own.
    """
    counts = {"class": Counter[str](), "property": Counter[str]()}
    for kind, counted, quads in db.execute("SELECT kind, term, quads FROM total WHERE quads"):
        counts[kind][counted] += quads
    if counts["class"][_ENTITY]:
        counts["class"][_ENTITY] = _number(db, _SOURCES)
    settled: list[str] = []
    lines = GraphLines(names.graph("statistics"), settled.append)
    for predicate, value in (*_counted(db, names, counts), *_record(), *_covered(db, names, lines)):
        lines.add(iri(names.dataset()), predicate, value)
    for counted, quads in counts["class"].items():
        _partition(lines, names, "class", counted, ("void:entities", quads))
    for counted, quads in counts["property"].items():
        _partition(lines, names, "property", counted, ("void:triples", quads))
    return tuple(sorted(settled)), {compact(c): n for c, n in sorted(counts["class"].items())}


def _counted(
    db: sqlite3.Connection, names: Names, counts: dict[str, Counter[str]]
) -> Iterator[tuple[str, str]]:
    """VoID: how much there is, in which terms, and where to begin."""
    yield RDF_TYPE, term("void:Dataset")
    yield term("void:triples"), _integer(counts["property"].total())
    yield term("void:documents"), _integer(_number(db, "SELECT count(*) FROM document WHERE chosen"))
    yield term("void:classes"), _integer(len(counts["class"]))
    yield term("void:properties"), _integer(len(counts["property"]))
    yield term("void:uriSpace"), text(f"{names.base}id/")
    used = {*counts["class"], *counts["property"]}
    for namespace in PREFIXES.values():
        if any(address.startswith(namespace) for address in used):
            yield term("void:vocabulary"), iri(namespace)
    example = db.execute("SELECT min(iri) FROM document WHERE chosen").fetchone()[0]
    if example:
        yield term("void:exampleResource"), iri(example)


def _record() -> Iterator[tuple[str, str]]:
    """DCAT: what ``dataset.json`` says of every graph that gongwen makes."""
    said = read_json("dataset.json")
    yield RDF_TYPE, term("dcat:Dataset")
    for name in ("title", "description", "rights"):
        for language, value in said[name].items():
            yield term(f"dcterms:{name}"), tagged(value, language)
    for language, values in said["keywords"].items():
        for value in values:
            yield term("dcat:keyword"), tagged(value, language)
    yield term("dcterms:license"), iri(said["license"])
    yield term("dcterms:language"), iri(said["language"])
    yield term("dcterms:conformsTo"), iri(said["conforms_to"])


def _covered(db: sqlite3.Connection, names: Names, lines: GraphLines) -> Iterator[tuple[str, str]]:
    """The time that the documents' own dates span, at the precision printed."""
    first, last = db.execute(
        "SELECT min(date), max(date) FROM document WHERE chosen AND date IS NOT NULL"
    ).fetchone()
    if first:
        period = iri(f"{names.dataset()}/temporal")
        yield term("dcterms:temporal"), period
        lines.add(period, RDF_TYPE, term("dcterms:PeriodOfTime"))
        lines.add(period, term("dcat:startDate"), date(first))
        lines.add(period, term("dcat:endDate"), date(last))


def _number(db: sqlite3.Connection, query: str) -> int:
    return int(db.execute(query).fetchone()[0])


def _integer(value: int) -> str:
    return typed(str(value), "integer")


def _partition(lines: GraphLines, names: Names, kind: str, counted: str, count: tuple[str, int]) -> None:
    node = iri(f"{names.dataset()}/{kind}/{encode(compact(counted))}")
    lines.add(iri(names.dataset()), term(f"void:{kind}Partition"), node)
    lines.add(node, term(f"void:{kind}"), iri(counted))
    lines.add(node, term(count[0]), _integer(count[1]))
