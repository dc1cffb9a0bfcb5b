"""The quoted sentences of what a page shows: looked up for the nodes and edges that are drawn, not for all there are."""

from __future__ import annotations

from gongwen.graph.opening import Opened
from gongwen.graph.project.collaboration import quote_pairs
from gongwen.graph.project.facts import Projection, evidence_of
from gongwen.graph.project.filters import Filters


def add_quotes(graph: Projection, opened: Opened, filters: Filters) -> None:
    """Gives every node and edge of a projection that was made without quotes the sentence that says so."""
    if graph.graph["projection"] in ("collaboration", "ego"):
        quote_pairs(graph, opened.store, filters, opened.quotes)
        return
    for _, data in graph.nodes(data=True):
        if data.get("evidence"):
            data.update(evidence_of(data["evidence"], opened.quotes, data.get("text", "")))
    for _, b, data in graph.edges(data=True):
        data.update(evidence_of(data["evidence"], opened.quotes, graph.nodes[b].get("text", "")))
