"""How nodes and edges look: colours that people who cannot tell red from green tell apart, a shape besides for what
matters, sizes by weight.

Colours of roles are after Okabe and Ito (2008), darkened until lines of one pixel are seen on white; levels of
government run from dark to light (after viridis), so that their order is seen without colours too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongwen.graph.project.facts import Projection

ROLE_COLOURS = {"lead": "#0b62b0", "cooperate": "#d98a00", "responsible": "#0a8f6a"}
PAIR_COLOURS = {"leads": "#0b62b0", "joint": "#8a97a6"}
RELATION_COLOURS = {
    "legal_basis": "#0b62b0",
    "implements": "#0a8f6a",
    "issues": "#7d8b99",
    "repeals": "#c8442a",
    "amends": "#d98a00",
    "interprets": "#a2549b",
    "references": "#b4bfca",
}
EDGE_COLOURS = {**ROLE_COLOURS, **PAIR_COLOURS, **RELATION_COLOURS}
# What is also told by its dashes.
DASHED = frozenset({"cooperate", "joint", "repeals", "interprets"})

LEVEL_COLOURS = {
    "nation": "#482677",
    "province": "#2f6a9f",
    "prefecture": "#1f9e89",
    "county": "#8bc34a",
    "": "#9aa6b2",
}
# A task with a deadline, and one without.
TASK_COLOURS = {True: "#5d6976", False: "#b7c0c9"}
# For communities: ten hues of much the same lightness (after Paul Tol, "muted"); further ones share the last.
GROUP_COLOURS = (
    "#332288", "#117733", "#cc6677", "#ddaa33", "#3f9fc4", "#aa4499", "#44aa99", "#999933", "#882255", "#7d8b99",
)  # fmt: skip

# Radii in pixels at scale 1.
_TASK, _DOCUMENT, _BODY, _LARGEST = 5.0, 6.0, 7.0, 34.0
_WIDEST = 6.0


@dataclass(frozen=True, slots=True)
class Look:
    """A node as vis-network draws it: ``size`` its radius in pixels at scale 1."""

    shape: str
    size: float
    fill: str
    border: str


def node_looks(graph: Projection) -> dict[str, Look]:
    """The look of every node of a projection."""
    return {node: _look(data, _weight(graph, node)) for node, data in graph.nodes(data=True)}


def edge_look(data: Mapping[str, Any]) -> dict[str, Any]:
    """Colour, width in pixels and dashes of an edge."""
    name = data.get("role") or data.get("relation") or ""
    width = min(_WIDEST, 1.6 + 1.1 * math.log2(max(data.get("weight", 1), 1)))
    return {"color": EDGE_COLOURS.get(name, "#7d8b99"), "width": round(width, 1), "dashes": name in DASHED}


def level_colour(data: Mapping[str, Any]) -> str:
    """The colour of a level of government; grey where it is not known."""
    return LEVEL_COLOURS.get(data.get("level", ""), LEVEL_COLOURS[""])


def _weight(graph: Projection, node: str) -> float:
    """What a node's size shows: tasks of a body, shared tasks in a graph of bodies, citations of a document."""
    data = graph.nodes[node]
    if data["node_kind"] in ("document", "stub"):
        return float(graph.in_degree(node))
    if graph.graph.get("projection") == "responsibilities":
        return float(graph.degree(node))
    return float(sum(data.get(name, 0) for name in ("led", "cooperated", "responsible")))


def _look(data: Mapping[str, Any], weight: float) -> Look:
    kind, colour = data["node_kind"], level_colour(data)
    if kind == "task":
        fill = TASK_COLOURS[bool(data["deadlines"])]
        return Look("square", _TASK + min(4.0, max(0.0, weight - 1) * 0.5), fill, fill)
    if kind == "stub":
        return Look("dot", _size(_DOCUMENT, weight), "#ffffff", "#6b7885")
    if kind == "document":
        return Look("dot", _size(_DOCUMENT, weight), colour, colour)
    return Look("diamond" if data["collective"] else "dot", _size(_BODY, weight), colour, colour)


def _size(least: float, weight: float) -> float:
    # The area, not the radius, is what the eye compares.
    return round(min(_LARGEST, least + 2.1 * math.sqrt(max(weight, 0.0))), 1)
