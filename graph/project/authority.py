"""On what authority a document rests, and what carries it out: its legal basis up, its implementations down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from gongwen.extract.model import Relation
from gongwen.graph.asking.quotes import Quotes
from gongwen.graph.asking.store import Store
from gongwen.graph.project.citations import Link, add_links, describe, links
from gongwen.graph.project.facts import Projection
from gongwen.graph.project.filters import Filters

# Steps up and down; longer chains end in 宪法 and in everything.
DEPTH = 6

_RESTS = (Relation.LEGAL_BASIS, Relation.IMPLEMENTS)


def authority_tree(
    store: Store,
    document: str,
    filters: Filters | None = None,
    quotes: Quotes | None = None,
    depth: int = DEPTH,
) -> Projection:
    """The documents that one document (IRI) rests on, and those that rest on it, up to ``depth`` steps each way.

    A document rests on its legal basis, on what it implements, and, where a notice issues it, on that notice. Edges
    are those of ``citation_graph``; ``step`` of a node counts from the document: below 0 what it rests on, above 0
    what rests on it. Filters limit the documents that cite.
    """
    filters, quotes = filters or Filters(), quotes or Quotes()
    up, down = (_Climb(store, filters, above) for above in (True, False))
    graph = Projection(projection="authority", root=document)
    graph.add_node(document)
    steps = down.climb(document, depth) | {node: -step for node, step in up.climb(document, depth).items()}
    add_links(graph, sorted(up.found | down.found), quotes)
    describe(graph, store, quotes)
    for node in graph:
        graph.nodes[node]["step"] = steps[node]
    return graph


def most_founding(store: Store, filters: Filters) -> str:
    """The IRI of the document with most links of authority up and down, of those that say on what they rest; empty
    where none does."""
    found = [link for link in links(store, filters) if link.relation in _RESTS]
    citing = {link.citing for link in found}
    counted = Counter(end for link in found for end in (link.citing, link.cited) if end in citing)
    return min(counted, key=lambda iri: (-counted[iri], iri), default="")


@dataclass(slots=True)
class _Climb:
    """One direction: ``found`` collects the links passed."""

    store: Store
    filters: Filters
    above: bool
    found: set[Link] = field(default_factory=set)

    def climb(self, root: str, depth: int) -> dict[str, int]:
        """The documents reached, each with its number of steps: of several ways the shortest."""
        steps = {root: 0}
        level = {root}
        for step in range(1, depth + 1):
            reached = self._next(level) if level else {}
            self.found |= set().union(*reached.values())
            level = set(reached) - set(steps)
            steps |= dict.fromkeys(level, step)
        return steps

    def _next(self, nodes: set[str]) -> dict[str, set[Link]]:
        """The documents one step further, with the links that lead there."""
        reached: dict[str, set[Link]] = {}
        for link in links(self.store, self.filters, citing=nodes):
            if link.relation in _RESTS if self.above else link.relation is Relation.ISSUES:
                reached.setdefault(link.cited, set()).add(link)
        for link in links(self.store, self.filters, cited=nodes):
            if link.relation is Relation.ISSUES if self.above else link.relation in _RESTS:
                reached.setdefault(link.citing, set()).add(link)
        return reached
