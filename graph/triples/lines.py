"""The lines of one named graph while it is being written, and the counting of terms in them."""

from __future__ import annotations

from collections import Counter, defaultdict
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


class SubjectLines:
    """The triples of one named graph, kept by subject until all are there: sorting the few lines of each subject takes a
    fraction of the time of sorting lines that begin with the same hundred characters."""

    __slots__ = ("_graph", "_subjects")

    def __init__(self, graph_iri: str) -> None:
        self._graph = f"<{graph_iri}> ."
        self._subjects: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)

    def add(self, subject: str, predicate: str, value: str) -> None:
        """One triple; each part as it stands in N-Triples (``<…>`` or a quoted literal)."""
        self._subjects[subject].append((predicate, value))

    def settle(self) -> tuple[tuple[str, ...], TermCounter]:
        """The N-Quads lines, sorted, no two alike, and how often they state each term.

        No term is the beginning of another and of more than a blank's order, so that lines in the order of their parts are
        in the order of their characters.
        """
        lines: list[str] = []
        counter, terms, graph = TermCounter(), Counter[str](), self._graph
        for subject in sorted(self._subjects):
            last = None
            for said in sorted(self._subjects[subject]):
                if said == last:
                    continue
                last = said
                predicate, value = said
                lines.append(f"{subject} {predicate} {value} {graph}")
                terms[predicate] += 1
                if predicate == RDF_TYPE:
                    counter.classes[value[1:-1]] += 1
        counter.properties.update({predicate[1:-1]: count for predicate, count in terms.items()})
        return tuple(lines), counter


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
        for line in lines:
            _, predicate, rest = line.split(" ", 2)
            terms[predicate] += 1
            if predicate == RDF_TYPE:
                self.classes[rest.partition("> ")[0][1:]] += 1
        self.properties.update({predicate[1:-1]: count for predicate, count in terms.items()})
