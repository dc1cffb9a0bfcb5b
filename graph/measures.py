"""Measures of projections, written into the node table, and the tables that ``gongwen stats`` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from gongwen.extract.model import Relation
from gongwen.graph.project.facts import Projection

Row = dict[str, Any]

# Every random choice below is made with this seed: the same graph gives the same numbers.
SEED = 20210104
# Above this many nodes betweenness is estimated from as many sources (Brandes and Pich, 2007): exact, 5,000 nodes
# with 10,000 edges take minutes.
EXACT = 800
SOURCES = 200

# PageRank as Page and Brin (1998) set it.
_DAMPING, _TOLERANCE, _ROUNDS = 0.85, 1e-9, 200
_RESTS = frozenset({Relation.LEGAL_BASIS.value, Relation.IMPLEMENTS.value})


def measure(graph: Projection) -> None:
    """Writes into the node table what is measured of a projection of its kind."""
    kind = graph.graph["projection"]
    if kind == "responsibilities":
        measure_responsibilities(graph)
    elif kind in ("collaboration", "ego"):
        measure_collaboration(graph)
    else:
        measure_citations(graph)


def measure_responsibilities(graph: Projection) -> None:
    """Gives each body ``tasks``, in how many it takes part, and each node its ``community`` (0 the largest)."""
    groups = communities(undirected(graph))
    for node, data in graph.nodes(data=True):
        data["community"] = groups[node]
        if data["node_kind"] == "body":
            data["tasks"] = len(set(graph.successors(node)))


def measure_collaboration(graph: Projection) -> None:
    """Gives each body ``strength`` (tasks shared, summed over its pairs), ``partners``, ``betweenness`` (0..1) and
    ``community`` (0 the largest)."""
    plain = undirected(graph)
    strength = dict(plain.degree(weight="weight"))
    between = betweenness(plain)
    groups = communities(plain)
    for node in graph:
        graph.nodes[node].update(
            strength=strength[node],
            partners=plain.degree(node),
            betweenness=round(between[node], 6),
            community=groups[node],
        )


def measure_citations(graph: Projection) -> None:
    """Gives each document ``cited`` (by how many documents), ``citing``, ``pagerank`` (sum 1) and ``rests_on_it``
    (documents whose legal basis or aim it is, directly or through others)."""
    rank = pagerank(graph)
    basis = _basis(graph)
    for node in graph:
        graph.nodes[node].update(
            cited=len(set(graph.predecessors(node))),
            citing=len(set(graph.successors(node))),
            pagerank=round(rank[node], 8),
            rests_on_it=len(nx.ancestors(basis, node)) if node in basis else 0,
        )


def undirected(graph: Projection) -> nx.Graph:
    """The graph without directions and keys; weights of parallel edges are added."""
    plain = nx.Graph()
    plain.add_nodes_from(graph)
    for a, b, weight in graph.edges(data="weight", default=1):
        if a != b:
            known = plain.get_edge_data(a, b, {"weight": 0})["weight"]
            plain.add_edge(a, b, weight=known + weight)
    return plain


def betweenness(plain: nx.Graph) -> Mapping[Any, float]:
    """Betweenness of each node, normalised; from ``SOURCES`` sampled sources where there are more than ``EXACT``
    nodes. Steps count, not weights: a weight here is closeness, not length."""
    sample = SOURCES if len(plain) > EXACT else None
    found: Mapping[Any, float] = nx.betweenness_centrality(plain, k=sample, seed=SEED)
    return found


def communities(plain: nx.Graph) -> dict[Any, int]:
    """The community of each node (Louvain, seeded; Blondel and others, 2008), numbered from the largest."""
    groups = nx.community.louvain_communities(plain, weight="weight", seed=SEED) if len(plain) else []
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return {node: number for number, group in enumerate(ordered) for node in group}


def pagerank(graph: Projection) -> dict[str, float]:
    """PageRank of each document over its citations, each pair of documents counted once.

    By the power method: networkx's own needs SciPy, which nothing else here does.
    """
    nodes = sorted(graph)
    if not nodes:
        return {}
    out = {node: sorted(set(graph.successors(node))) for node in nodes}
    rank = dict.fromkeys(nodes, 1 / len(nodes))
    for _ in range(_ROUNDS):
        lost = sum(rank[node] for node in nodes if not out[node])
        base = (1 - _DAMPING + _DAMPING * lost) / len(nodes)
        new = dict.fromkeys(nodes, base)
        for node in nodes:
            for cited in out[node]:
                new[cited] += _DAMPING * rank[node] / len(out[node])
        change = sum(abs(new[node] - rank[node]) for node in nodes)
        rank = new
        if change < _TOLERANCE:
            break
    return rank


def longest_chain(graph: Projection) -> list[str]:
    """The longest chain of authority: documents, each resting on the next. Of documents that cite each other in a
    circle one stands for all."""
    basis = _basis(graph)
    condensed = nx.condensation(basis)
    path = nx.dag_longest_path(condensed, weight=None, default_weight=1) if len(condensed) else []
    return [min(condensed.nodes[number]["members"]) for number in path]


def tables(
    responsibilities: Projection, collaboration: Projection, citations: Projection, most: int
) -> dict[str, list[Row]]:
    """The tables of ``gongwen stats``: at most ``most`` rows each, the highest first.

    ``load``: tasks led, cooperated in, responsible for; ``collaboration``: partners, shared tasks, betweenness,
    community; ``communities``; ``foundations``: documents that most rest on; ``pagerank``; ``chain``: the longest
    chain of authority; ``unled``: tasks that several bodies share and none leads.
    """
    measure_collaboration(collaboration)
    measure_citations(citations)
    bodies = [_named(n, d) for n, d in responsibilities.nodes(data=True) if d["node_kind"] == "body"]
    pairs = [_named(n, d) for n, d in collaboration.nodes(data=True)]
    documents = [_named(n, d) for n, d in citations.nodes(data=True)]
    chain = [_named(n, citations.nodes[n]) for n in longest_chain(citations)]
    for row in bodies:
        row["tasks"] = len(set(responsibilities.successors(row["iri"])))
    return {
        "load": _table(bodies, "tasks", ("label", "area", "tasks", "led", "cooperated", "responsible"), most),
        "collaboration": _table(
            pairs, "strength", ("label", "area", "partners", "strength", "betweenness", "community"), most
        ),
        "communities": _groups(pairs)[:most],
        "foundations": _table(documents, "rests_on_it", ("label", "number", "rests_on_it", "cited"), most),
        "pagerank": _table(documents, "pagerank", ("label", "number", "pagerank", "cited"), most),
        "chain": [{name: row[name] for name in ("label", "number", "date")} for row in chain],
        "unled": unled(responsibilities)[:most],
    }


def unled(graph: Projection) -> list[Row]:
    """Tasks in which several bodies take part and none leads, those with most bodies first. A task with one body is
    that body's, whatever its role is called."""
    found = []
    for node, data in graph.nodes(data=True):
        if data["node_kind"] == "task" and data["bodies"] > 1:
            roles = {role for _, _, role in graph.in_edges(node, keys=True)}
            if "lead" not in roles:
                found.append(
                    {name: data[name] for name in ("label", "bodies", "document_title", "deadlines")}
                )
    return sorted(found, key=lambda row: (-row["bodies"], row["document_title"], row["label"]))


def _basis(graph: Projection) -> nx.DiGraph:
    """Only what says on what a document rests."""
    basis = nx.DiGraph()
    basis.add_edges_from((a, b) for a, b, relation in graph.edges(keys=True) if relation in _RESTS)
    return basis


def _named(node: str, data: Mapping[str, Any]) -> Row:
    return {"iri": node, **data}


def _table(rows: Iterable[Row], by: str, columns: tuple[str, ...], most: int) -> list[Row]:
    ordered = sorted((row for row in rows if row[by]), key=lambda row: (-row[by], row["label"], row["iri"]))
    return [{name: row[name] for name in columns} for row in ordered[:most]]


def _groups(bodies: Iterable[Row]) -> list[Row]:
    """Communities with their strongest members."""
    found: dict[int, list[Row]] = {}
    for row in sorted(bodies, key=lambda row: (-row["strength"], row["iri"])):
        found.setdefault(row["community"], []).append(row)
    return [
        {
            "community": number,
            "bodies": len(members),
            "strongest": "、".join(row["label"] for row in members[:5]),
        }
        for number, members in sorted(found.items())
    ]
