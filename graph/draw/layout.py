"""Where nodes stand: computed beforehand, so that the page is drawn at once and is the same each time.

Bodies that work together and documents that cite each other are communities; each is laid out within itself
(Fruchterman and Reingold, 1991), and the communities are then set side by side, near to those that they are
linked with. That is faster than one layout of everything, and shows who belongs together. A tree of authority
stands in rows, an ego graph in rings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import rustworkx as rx

from gongwen.graph.draw.packing import Circle, pack
from gongwen.graph.draw.spacing import spread
from gongwen.graph.measures import SEED, communities, undirected
from gongwen.graph.project.facts import Projection

# Pixels at scale 1 between neighbours, and between a community and the next.
_SPACING, _GAP = 46.0, 60.0
# Rounds of a spring layout; more change nothing that the eye sees.
_ROUNDS = 80
# A community that is larger than this is divided again: the time of a spring layout grows with the square.
_LARGEST = 900

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A community as the page shows it: a circle around ``size`` nodes."""

    x: int
    y: int
    radius: int
    size: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of nodes in pixels at scale 1, y downwards, and the circles around communities."""

    positions: Mapping[str, Position]
    clusters: tuple[Cluster, ...] = ()


def lay_out(graph: Projection, radii: Mapping[str, float]) -> Layout:
    """The layout of a graph whose nodes have these radii (pixels). The same graph gives the same layout."""
    kind = graph.graph.get("projection")
    if kind == "authority":
        return _in_rows(graph)
    if kind == "ego":
        return _in_rings(graph)
    return _in_communities(graph, radii)


def _in_communities(graph: Projection, radii: Mapping[str, float]) -> Layout:
    plain = undirected(graph)
    groups = _groups(plain)
    placed = [_within(plain, group, radii) for group in groups]
    of = {node: number for number, group in enumerate(groups) for node in group}
    links: dict[tuple[int, int], float] = {}
    for a, b, weight in plain.edges(data="weight"):
        pair = (of[a], of[b])
        if pair[0] != pair[1]:
            links[pair] = links.get(pair, 0.0) + weight
    circles = pack(
        [_reach(group, at, radii) + _GAP / 2 for group, at in zip(groups, placed, strict=True)], links
    )
    positions: dict[str, Position] = {}
    for group, at, circle in zip(groups, placed, circles, strict=True):
        for node, (x, y) in zip(group, at.tolist(), strict=True):
            positions[node] = (round(x + circle.x), round(y + circle.y))
    clusters = tuple(_cluster(circle, len(group)) for circle, group in zip(circles, groups, strict=True))
    return Layout(positions, clusters)


def _cluster(circle: Circle, size: int) -> Cluster:
    return Cluster(round(circle.x), round(circle.y), round(circle.radius - _GAP / 4), size)


def _groups(plain: nx.Graph) -> list[list[str]]:
    """Communities from the largest, each in order; one that is too large is divided once more."""
    found: dict[int, list[str]] = {}
    for node, number in communities(plain).items():
        found.setdefault(number, []).append(node)
    groups = []
    for group in found.values():
        if len(group) <= _LARGEST:
            groups.append(sorted(group))
            continue
        parts: dict[int, list[str]] = {}
        for node, number in communities(plain.subgraph(group)).items():
            parts.setdefault(number, []).append(node)
        groups += [sorted(part) for part in parts.values()]
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _within(plain: nx.Graph, group: Sequence[str], radii: Mapping[str, float]) -> np.ndarray:
    """Positions of one community around its own middle."""
    if len(group) == 1:
        return np.zeros((1, 2))
    number = {node: i for i, node in enumerate(group)}
    part: rx.PyGraph[int, float] = rx.PyGraph()
    part.add_nodes_from(range(len(group)))
    part.add_edges_from(
        sorted((number[a], number[b], 1.0) for a, b in plain.edges(group) if a in number and b in number)
    )
    found = rx.spring_layout(part, num_iter=_ROUNDS, seed=SEED % 2**32)
    at = np.array([found[i] for i in range(len(group))])
    at -= at.mean(axis=0)
    size = np.array([radii[node] for node in group])
    # As much room as the nodes need: a community of large ones is larger.
    room = np.sqrt(((size + _SPACING / 2) ** 2).sum()) * 1.15
    return spread(_even(at) * room, size + _SPACING / 4)


def _even(at: np.ndarray) -> np.ndarray:
    """Within a circle of radius 1, as dense in the middle as at its rim: springs crowd those that have most links,
    and leave the room to single ones. Directions stay, and who is farther out."""
    far = np.hypot(*at.T)
    rank = np.empty(len(far))
    rank[np.argsort(far, kind="stable")] = np.arange(1, len(far) + 1)
    wanted = 0.35 * far / max(float(far.max()), 1e-9) + 0.65 * np.sqrt(rank / len(far))
    evened: np.ndarray = at * (wanted / np.maximum(far, 1e-9))[:, None]
    return evened


def _reach(group: Sequence[str], at: np.ndarray, radii: Mapping[str, float]) -> float:
    return float((np.hypot(*at.T) + np.array([radii[node] for node in group])).max())


# Pixels between documents of a row, rows of a step, and steps; documents in a row.
_COLUMN, _ROW, _STEP, _ACROSS = 190, 96, 150, 7


def _in_rows(graph: Projection) -> Layout:
    """A row for each step, what the document rests on above it. Rows are ordered by those they are linked with in
    the row towards the document (barycentres: Sugiyama, Tagawa and Toda, 1981); long ones go on below."""
    steps: dict[int, list[str]] = {}
    for node, step in graph.nodes(data="step"):
        steps.setdefault(step, []).append(node)
    positions: dict[str, Position] = {}
    for direction in (1, -1):
        y = 0
        for step in sorted((s for s in steps if s * direction >= 0), key=abs):
            ordered = sorted(steps[step], key=lambda n: (_barycentre(graph, n, positions), n))
            lines = _lines(ordered)
            for number, line in enumerate(lines):
                for column, node in enumerate(line):
                    x = round((column - (len(line) - 1) / 2) * _COLUMN)
                    positions[node] = (x, direction * (y + number * _ROW))
            y += (len(lines) - 1) * _ROW + _STEP
    return Layout(positions)


def _lines(nodes: Sequence[str]) -> list[Sequence[str]]:
    """One line of few, several of many, of much the same length."""
    count = -(-len(nodes) // _ACROSS)
    across = -(-len(nodes) // max(count, 1))
    return [nodes[i : i + across] for i in range(0, len(nodes), max(across, 1))]


def _barycentre(graph: Projection, node: str, positions: Mapping[str, Position]) -> float:
    linked = {*graph.predecessors(node), *graph.successors(node)}
    known = [positions[n][0] for n in linked if n in positions]
    return sum(known) / len(known) if known else 0.0


# Pixels between rings; bodies on the first ring, as many more on each further one.
_RING, _FIRST = 190, 12


def _in_rings(graph: Projection) -> Layout:
    """The body itself in the middle, those it shares most tasks with on the nearest ring."""
    (root,) = [node for node, ego in graph.nodes(data="ego") if ego]
    plain = undirected(graph)
    shared = {n: plain.edges[root, n]["weight"] if plain.has_edge(root, n) else 0 for n in plain if n != root}
    ordered = sorted(shared, key=lambda n: (-shared[n], n))
    group = communities(plain.subgraph(ordered))
    positions: dict[str, Position] = {root: (0, 0)}
    for number, ring in enumerate(_rings(ordered), 1):
        turn = np.pi / len(ring) if number % 2 else 0.0
        for i, node in enumerate(sorted(ring, key=lambda n: (group[n], -shared[n], n))):
            angle = 2 * np.pi * i / len(ring) - np.pi / 2 + turn
            # Names are wide: a ring is wider than it is high.
            x, y = 1.35 * np.cos(angle), np.sin(angle)
            positions[node] = (round(x * number * _RING), round(y * number * _RING))
    return Layout(positions)


def _rings(ordered: Sequence[str]) -> Iterable[Sequence[str]]:
    """As few rings as hold all, each as full as the others: a last one with a few would make the whole small."""
    room, count = 0, 0
    while room < len(ordered):
        count += 1
        room += count * _FIRST
    begin, held = 0, 0
    for number in range(1, count + 1):
        held += number * _FIRST
        end = round(len(ordered) * held / room)
        yield ordered[begin:end]
        begin = end
