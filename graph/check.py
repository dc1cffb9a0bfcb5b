"""``gongwen check``: every document's graph against the SHACL shapes of ``gongwen.ontology``.

Documents are checked one by one, each with what other graphs say of the things it names, so that memory is
bounded by the largest document and time is linear in their number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from gongwen.graph import terms
from gongwen.graph.binding import Term
from gongwen.graph.errors import QueryError
from gongwen.graph.store import Store
from gongwen.graph.vocabulary import turtle_files

_PREFIXES = terms.SPARQL_PREFIXES
_DOCUMENTS = "SELECT ?document { GRAPH ?document { ?document a gw:PolicyDocument } } ORDER BY ?document"
#  What a document is checked with: its own graph; what is said of it and of its statements elsewhere; what
# the things that it names are. Each is a query of its own: as branches of one, all documents would be gone
# through for each.
_DATA = (
    "GRAPH ?document { ?s ?p ?o }",
    "?document ?p ?o BIND(?document AS ?s)",
    "GRAPH ?document { ?document gw:citation ?s } ?s ?p ?o",
    "GRAPH ?document { ?any gw:body|eli:passed_by ?s } ?s ?p ?o",
    "GRAPH ?document { ?any gw:body|eli:passed_by ?body } ?body gw:area ?s . ?s ?p ?o",
    "GRAPH ?document { ?any eli:type_document ?s } ?s ?p ?o",
    "GRAPH ?document { ?any gw:citation ?c } ?c gw:citedDocument ?s . ?s rdf:type ?o BIND(rdf:type AS ?p)",
    "?document gw:promulgatedBy|gw:promulgates ?s . ?s rdf:type ?o BIND(rdf:type AS ?p)",
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A result of validation: ``document`` and ``node`` are IRIs, ``evidence`` the IRI of the node's
    characters; ``path`` and ``value`` as the shape names them, in short form; ``severity`` ``Violation``,
    ``Warning`` or ``Info``."""

    document: str
    node: str
    path: str | None
    value: str | None
    message: str
    severity: str
    evidence: str | None


def documents(store: Store) -> list[str]:
    """The IRIs of all documents of a graph, sorted."""
    return [_value(row[0]) for row in store.select(_PREFIXES + _DOCUMENTS).rows]


def check_document(store: Store, document: str) -> Iterator[Violation]:
    """What is wrong with one document's graph, in order of the nodes."""
    data = rdflib.Graph()
    data.parse(data="\n".join(sorted(_data(store, document))), format="nt")
    for triple in _hierarchy():
        data.add(triple)
    conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), advanced=True, inference="none")
    if not conforms and isinstance(report, rdflib.Graph):
        yield from sorted(
            _violations(document, data, report), key=lambda v: (v.node, v.path or "", v.message)
        )


def _data(store: Store, document: str) -> set[str]:
    """The triples that a document is checked with, as lines of N-Triples."""
    lines: set[str] = set()
    for pattern in _DATA:
        query = f"{_PREFIXES}CONSTRUCT {{ ?s ?p ?o }} {{ {pattern} }}"
        answer = store.query(query, {"document": ox.NamedNode(document)})
        if not isinstance(answer, tuple):
            raise QueryError("a CONSTRUCT must answer with triples")
        lines.update(f"{triple} ." for triple in answer)
    return lines


def _violations(document: str, data: rdflib.Graph, report: rdflib.Graph) -> Iterator[Violation]:
    quoted = rdflib.URIRef(terms.PROV + "wasQuotedFrom")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node = report.value(result, SH.focusNode)
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        messages = sorted(str(m) for m in report.objects(result, SH.resultMessage))
        evidence = data.value(node, quoted) if node is not None else None
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
        yield Violation(
            document=document,
            node=str(node),
            path=_short(path),
            value=_short(value),
            message=" / ".join(messages),
            severity=severity,
            evidence=str(evidence) if evidence is not None else None,
        )


@cache
def _shapes() -> rdflib.Graph:
    shapes = rdflib.Graph()
    for name, data in turtle_files():
        if "shapes" in name:
            shapes.parse(data=data, format="turtle")
    return shapes


@cache
def _hierarchy() -> tuple[tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef], ...]:
    """Subclasses of the ontology, by which ``sh:targetClass`` and ``sh:class`` go."""
    below, found = ox.NamedNode(terms.RDFS + "subClassOf"), []
    for _, data in turtle_files():
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
            if (
                quad.predicate == below
                and isinstance(quad.object, ox.NamedNode)
                and isinstance(quad.subject, ox.NamedNode)
            ):
                found.append(
                    tuple(rdflib.URIRef(t.value) for t in (quad.subject, quad.predicate, quad.object))
                )
    return tuple((s, p, o) for s, p, o in found)


def _short(node: rdflib.term.Node | None) -> str | None:
    if node is None:
        return None
    for prefix, namespace in terms.PREFIXES.items():
        if str(node).startswith(namespace):
            return f"{prefix}:{str(node)[len(namespace) :]}"
    return str(node)


def _value(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
