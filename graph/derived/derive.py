"""The derived graphs of a generation: bodies, links and statistics, and with them the ontology and the named queries, as one
sorted file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from gongwen.graph.derived.bodies_graph import write_bodies
from gongwen.graph.derived.links import write_links
from gongwen.graph.derived.queries_graph import queries_lines
from gongwen.graph.derived.statistics import statistics_lines
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.packet import DiagnosticRow
from gongwen.graph.kg.sorting import LineSorter
from gongwen.graph.triples.iri import Names
from gongwen.graph.triples.lines import GraphLines, TermCounter
from gongwen.graph.triples.vocabulary import Vocabulary

# Lines written at a time.
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Derived:
    """``counts``: entities by class (``gw:Task``); ``quads``: of the derived graphs, the ontology among
    them."""

    counts: dict[str, int]
    quads: int
    diagnostics: tuple[DiagnosticRow, ...]


def derive(ledger: Ledger, names: Names, vocabulary: Vocabulary, target: Path) -> Derived:
    """Computes the derived graphs of a ledger and writes them to ``target``: canonical N-Quads, sorted, no
    two alike."""
    with LineSorter(target.parent) as sorter:
        write_bodies(ledger.db, names, GraphLines(names.graph("bodies"), sorter.add))
        diagnostics = write_links(ledger.db, names, GraphLines(names.graph("links"), sorter.add))
        statistics, counts = statistics_lines(ledger.db, names, TermCounter(sorter))
        quads = 0
        for more in (statistics, vocabulary.lines, queries_lines(names)):
            sorter.extend(more)
        lines = iter(sorter)
        with target.open("wb") as out:
            while batch := list(islice(lines, _BATCH)):
                quads += len(batch)
                batch.append("")
                out.write("\n".join(batch).encode())
    return Derived(counts, quads, diagnostics)
