"""One body and those it works with."""

from __future__ import annotations

from gongwen.graph.asking.quotes import Quotes
from gongwen.graph.asking.store import Store
from gongwen.graph.project.collaboration import collaboration_graph
from gongwen.graph.project.facts import Projection
from gongwen.graph.project.filters import Filters


def ego_graph(
    store: Store, body: str, filters: Filters | None = None, quotes: Quotes | None = None
) -> Projection:
    """The collaboration graph of the tasks in which one body (IRI) takes part: itself, those it shares tasks with,
    and what they share in these tasks. ``ego`` is true of the body's own node."""
    graph = collaboration_graph(store, filters, quotes, body)
    graph.graph["projection"] = "ego"
    for node in graph:
        graph.nodes[node]["ego"] = node == body
    return graph
