"""The lines of one named graph while it is being written, and the counting of terms in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from gongwen.graph.triples.terms import term

RDF_TYPE = term("rdf:type")


class GraphLines:
    """Turns triples, already in N-Triples form, into N-Quads lines of one graph and hands each to
    ``sink``."""

    __slots__ = ("_graph", "_sink")

    def __init__(self, graph_iri: str, sink: Callable[[str], object]) -> None:
        self._graph = f"<{graph_iri}> ."
        self._sink = sink

    def add(self, subject: str, predicate: str, value: str) -> None:
        """One triple; each part as it stands in N-Triples (``<…>`` or a quoted literal)."""
        self._sink(f"{subject} {predicate} {value} {self._graph}")


def triple_of(line: str) -> str:
    """An N-Quads line without its graph, as a line of N-Triples; the graph's IRI holds no blank."""
    return f"{line.rsplit(' ', 2)[0]} ."


class TermCounter:
    """How often lines state each class (object of ``rdf:type``) and each property; keys are IRIs."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self.classes: Counter[str] = Counter()
        self.properties: Counter[str] = Counter()
        self.extend(lines)

    def extend(self, lines: Iterable[str]) -> None:
        """Counts lines. Subjects and predicates hold no blank, so splitting at blanks is exact."""
        terms: Counter[str] = Counter()
        for _, predicate, rest in (line.split(" ", 2) for line in lines):
            terms[predicate] += 1
            if predicate == RDF_TYPE:
                self.classes[rest.partition("> ")[0][1:]] += 1
        self.properties.update({predicate[1:-1]: count for predicate, count in terms.items()})
