"""Which nodes a page shows where a graph has more than can be read: the most important ones, in one piece.

What is important depends on what is drawn: bodies with many tasks and the tasks that join them, bodies that share
most tasks, documents that most cite, what is near to the one document or body that the graph is about.
"""

from __future__ import annotations

from collections.abc import Iterable

from gongwen.graph.project.facts import Projection

# Of a page on bodies and tasks at most this part are bodies: a body without its tasks says nothing.
_BODIES = 1 / 3
# Edges of a page for each of its nodes; more are a grey ground, and cost as much as all else.
_EDGES = 5


def choose(graph: Projection, most: int) -> Projection:
    """The part of the graph that is shown: at most ``most`` nodes, and what joins them, at most five edges for each.

    A graph that is small enough is returned as it is. Nodes that the choice leaves alone are left out too.
    """
    if len(graph) <= most and graph.number_of_edges() <= most * _EDGES:
        return graph
    kept = (
        _duties(graph, most) if graph.graph.get("projection") == "responsibilities" else _ranked(graph, most)
    )
    part = graph.subgraph(kept).copy()
    part.remove_edges_from(_surplus(part, most * _EDGES))
    part.remove_nodes_from([n for n in list(part) if not part.degree(n) and not _is_root(graph, n)])
    return part


def needed(graph: Projection) -> int:
    """The least ``most`` with which ``choose`` leaves out nothing."""
    edges: int = graph.number_of_edges()
    return max(len(graph), -(-edges // _EDGES))


def _surplus(part: Projection, most: int) -> list[tuple[str, str, str]]:
    """The edges beyond ``most``. Kept are the heaviest, of equal ones those between more important nodes; but first the
    heaviest of each node, so that none stands alone for being small."""
    weight = {n: importance(part, n)[1] for n in part}
    edges = sorted(
        part.edges(keys=True, data="weight", default=1),
        key=lambda e: (-e[3], -min(weight[e[0]], weight[e[1]]), e[:3]),
    )
    joined: set[str] = set()
    first: list[tuple[str, str, str]] = []
    then: list[tuple[str, str, str]] = []
    for a, b, key, _ in edges:
        (then if a in joined and b in joined else first).append((a, b, key))
        joined |= {a, b}
    return [*first, *then][most:]


def importance(graph: Projection, node: str) -> tuple[float, float]:
    """By what nodes are ordered, the higher the more important: nearness to what the graph is about, then weight."""
    data = graph.nodes[node]
    near = -abs(data.get("step", 0)) + (1 if data.get("ego") else 0)
    return near, data.get("strength", 0) or graph.degree(node, weight="weight")


def _is_root(graph: Projection, node: str) -> bool:
    return bool(graph.graph.get("root") == node or graph.nodes[node].get("ego"))


def _ranked(graph: Projection, most: int) -> list[str]:
    return sorted(graph, key=lambda n: (*(-value for value in importance(graph, n)), n))[:most]


def _duties(graph: Projection, most: int) -> set[str]:
    """The bodies with most tasks, and of their tasks those that most of them share."""
    kinds = dict(graph.nodes(data="node_kind"))
    bodies = _most(
        {n: graph.degree(n) for n, kind in kinds.items() if kind == "body"}.items(), int(most * _BODIES)
    )
    shared: dict[str, int] = {}
    for body in bodies:
        for task in graph.successors(body):
            shared[task] = shared.get(task, 0) + graph.number_of_edges(body, task)
    # A task is drawn with all of these bodies or not at all.
    tasks, room = set(), most * _EDGES
    for task in sorted(shared, key=lambda n: (-shared[n], n))[: most - len(bodies)]:
        room -= shared[task]
        if room < 0:
            break
        tasks.add(task)
    return bodies | tasks


def _most(counted: Iterable[tuple[str, int]], most: int) -> set[str]:
    return {node for node, _ in sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:most]}
