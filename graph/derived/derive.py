"""The derived graphs of a generation: bodies, links and statistics, and with them the ontology and the named queries, kept
up to date in the ledger, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass

from gongwen.graph.derived import meanings
from gongwen.graph.derived.attachments import attach
from gongwen.graph.derived.bodies_graph import put_bodies
from gongwen.graph.derived.links import put_links
from gongwen.graph.derived.queries_graph import queries_lines
from gongwen.graph.derived.statistics import statistics_lines
from gongwen.graph.derived.units import Units
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.packet import DiagnosticRow
from gongwen.graph.triples.iri import Names
from gongwen.graph.triples.vocabulary import load_vocabulary


@dataclass(frozen=True, slots=True)
class Derived:
    """``counts``: entities by class (``gw:Task``); ``quads``: of the derived graphs, the ontology among
    them; ``digest``: hex digits that differ where these differ."""

    counts: dict[str, int]
    quads: int
    digest: str
    diagnostics: tuple[DiagnosticRow, ...]


def derive(ledger: Ledger, names: Names, *, everything: bool) -> Derived:
    """Brings the derived graphs of a ledger up to date, in which the documents are chosen; ``everything``: what depends on
    the installed package alone too. They are the same in whatever steps the ledger came to hold its documents."""
    units = Units(ledger.db)
    attach(ledger.db)
    meanings.settle(ledger.db, names)
    put_bodies(ledger.db, names, units)
    put_links(ledger.db, names, units)
    if everything:
        units.put("ontology", load_vocabulary().lines, counted=False)
        units.put("queries", queries_lines(names), counted=False)
    units.keep()
    statistics, counts = statistics_lines(ledger.db, names)
    units.put("statistics", statistics, counted=False)
    units.keep()
    return Derived(counts, units.count, units.digest, units.diagnostics())
