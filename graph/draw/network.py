"""A projection as pyvis's network: what vis-network draws, and with which options."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from gongwen.graph.draw.layout import Layout
from gongwen.graph.draw.look import Look, edge_look
from gongwen.graph.project.facts import Projection

# Above these numbers of edges arrows and dashes are left out: they cost most of the time of drawing, and cannot be
# told apart at the scale at which so many are seen.
_ARROWS, _DASHES = 3000, 1500

# Above this number they grow paler.
_PALER = 2000

# Measured in Chromium with software rendering: straight edges, hidden while the graph is moved or zoomed, no labels
# of vis-network's own (the page draws those that do not overlap), physics off.
OPTIONS: Mapping[str, Any] = {
    "physics": {
        "enabled": False,
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": {"gravitationalConstant": -60, "springLength": 80, "avoidOverlap": 0.4},
        "stabilization": False,
    },
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": False,
        "hideEdgesOnDrag": True,
        "hideEdgesOnZoom": True,
        "tooltipDelay": 0,
        "zoomSpeed": 0.7,
        "selectConnectedEdges": False,
    },
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 1.5, "shapeProperties": {"interpolation": False}},
    "edges": {
        "smooth": False,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "arrowStrikethrough": False,
        "color": {"inherit": False},
    },
}


def _opacity(edges: int) -> str:
    """The two digits of a colour's alpha: the more lines there are, the paler, so that nodes are seen through them.

    >>> _opacity(100), _opacity(4000), _opacity(10_000)
    ('', 'c1', '86')
    """
    alpha = (_PALER / max(edges, 1)) ** 0.4
    return "" if alpha >= 1 else f"{round(255 * alpha):02x}"


def network(
    graph: Projection, nodes: Sequence[str], looks: Mapping[str, Look], layout: Layout, directed: bool
) -> dict[str, Any]:
    """``nodes``, ``edges`` and ``options`` for vis-network. A node's id is its place in ``nodes``, an edge's its
    place in ``graph.edges``; ``directed`` draws arrows."""
    # Here, not above: pyvis loads IPython, which takes a second.
    from pyvis.network import Network

    # Of a graph without direction pyvis would look through all edges for each one added.
    made = Network(directed=True)
    number = {node: i for i, node in enumerate(nodes)}
    for node, i in number.items():
        look, (x, y) = looks[node], layout.positions[node]
        colour = look.fill if look.fill == look.border else {"background": look.fill, "border": look.border}
        made.add_node(i, shape=look.shape, size=look.size, color=colour, x=x, y=y)
    many = graph.number_of_edges()
    alpha = _opacity(many)
    for i, (a, b, data) in enumerate(graph.edges(data=True)):
        look_of = edge_look(data)
        drawn = {"color": look_of["color"] + alpha, "width": look_of["width"]}
        if look_of["dashes"] and many <= _DASHES:
            drawn["dashes"] = [6, 5]
        with_arrow = directed and many <= _ARROWS and data.get("relation") != "joint"
        made.add_edge(number[a], number[b], id=i, arrows="to" if with_arrow else "", **drawn)
    made.set_options(json.dumps(OPTIONS))
    found_nodes, found_edges, _, _, _, options = made.get_network_data()
    for node in found_nodes:
        del node["label"]  # pyvis gives the id to what has none
    return {"nodes": found_nodes, "edges": found_edges, "options": json.loads(options)}
