"""The graph *statistics*: a VoID description of the whole, counted from the rows and not by queries (VoID,
section 4)."""

from __future__ import annotations

import sqlite3

from gongwen.graph.iri import Names, encode
from gongwen.graph.lines import RDF_TYPE, GraphLines, TermCounter
from gongwen.graph.terms import compact, iri, term, typed

_TALLIES = """
SELECT t.kind, t.term, sum(t.quads) FROM tally t JOIN document d ON d.id = t.document WHERE d.chosen GROUP BY
t.kind, t.term
"""


def statistics_lines(
    db: sqlite3.Connection, names: Names, derived: TermCounter
) -> tuple[tuple[str, ...], dict[str, int]]:
    """The lines of the graph *statistics*, sorted, and the number of quads by class (``gw:Task``).

    It counts the quads of all documents' graphs, and of the graphs that ``derived`` counted; not its own.
    """
    counts = {"class": derived.classes.copy(), "property": derived.properties.copy()}
    for kind, counted, quads in db.execute(_TALLIES):
        counts[kind][counted] += quads
    settled: list[str] = []
    lines = GraphLines(names.graph("statistics"), settled.append)
    dataset = iri(names.dataset())
    lines.add(dataset, RDF_TYPE, term("void:Dataset"))
    lines.add(dataset, term("void:triples"), typed(str(counts["property"].total()), "integer"))
    documents = db.execute("SELECT count(*) FROM document WHERE chosen").fetchone()[0]
    lines.add(dataset, term("void:documents"), typed(str(documents), "integer"))
    for counted, quads in counts["class"].items():
        _partition(lines, names, "class", counted, ("void:entities", quads))
    for counted, quads in counts["property"].items():
        _partition(lines, names, "property", counted, ("void:triples", quads))
    return tuple(sorted(settled)), {compact(c): n for c, n in sorted(counts["class"].items())}


def _partition(lines: GraphLines, names: Names, kind: str, counted: str, count: tuple[str, int]) -> None:
    node = iri(f"{names.dataset()}/{kind}/{encode(compact(counted))}")
    lines.add(iri(names.dataset()), term(f"void:{kind}Partition"), node)
    lines.add(node, term(f"void:{kind}"), iri(counted))
    lines.add(node, term(count[0]), typed(str(count[1]), "integer"))
