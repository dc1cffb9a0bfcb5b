"""Every document's graph against the SHACL shapes of ``gongwen.ontology``.

Documents are validated a few at a time, each with what other graphs say of the things that it names
(``gongwen.graph.checking.check_data``), so that memory is bounded and time is linear in their number.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
import pyshacl
import rdflib
from pyshacl.graph_abstraction import DataGraph
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from gongwen.graph.asking.store import Store
from gongwen.graph.checking.check_data import Row, described
from gongwen.graph.triples import terms
from gongwen.graph.triples.terms import compact
from gongwen.graph.triples.vocabulary import turtle_files

# Documents validated at a time: one by one, reading the shapes costs as much as validating; with more than 16,
# pySHACL slows down again.
CHUNK = 8
_SHAPES = "shapes.ttl"
_TYPE = ox.NamedNode(f"{terms.RDF}type")
_QUOTED = ox.NamedNode(f"{terms.PROV}wasQuotedFrom")
_TITLE, _NUMBER = ox.NamedNode(f"{terms.DCTERMS}title"), ox.NamedNode(f"{terms.ELI}id_local")
_LANGUAGES = ("zh", "en")
# From an area over a body in it to the statement that names the body.
_STEPS = 3


@dataclass(frozen=True, slots=True)
class Violation:
    """A result of validation.

    ``document``: IRI, with its ``title`` and ``number`` where it has them. ``node``: IRI of the statement or thing
    that breaks the promise, ``kind`` its class; ``path``, ``value``, ``shape`` in short form (``gw:body``; a path in
    the syntax of SPARQL). ``messages``: by language, ``zh`` first. ``severity``: ``Violation``, ``Warning`` or ``Info``.
    ``evidence``: IRI of the characters of the statement or, of a thing, of one that names it.
    """

    document: str
    title: str | None
    number: str | None
    node: str
    kind: str | None
    path: str | None
    value: str | None
    shape: str
    messages: dict[str, str]
    severity: str
    evidence: str | None


def check(store: Store, documents: Sequence[str]) -> Iterator[tuple[str, list[Violation]]]:
    """For each of these documents (IRIs) what is wrong with its graph, in order of the nodes.

    What is wrong with a thing that several documents name is told once, with the first of them. Raises
    EndpointError, QueryError.
    """
    told: set[tuple[str, ...]] = set()
    for at in range(0, len(documents), CHUNK):
        chunk = documents[at : at + CHUNK]
        found = validate(described(store, chunk))
        for document in chunk:
            yield document, [v for v in found if v.document == document and not _again(v, told)]


def validate(rows: Iterable[Row]) -> list[Violation]:
    """What is wrong with triples, each given with the document that it belongs to; in order."""
    rows = list(rows)
    data, owner = ox.Store(), _owners(rows)
    data.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for _, triple in rows)
    data.extend(_hierarchy())
    # pySHACL goes through an Oxigraph store five times as fast as through a graph of rdflib.
    store = DataGraph.from_oxigraph_store(data)
    conforms, report, text = pyshacl.validate(store, shacl_graph=_shapes_for_pyshacl(), inference="none")
    if not isinstance(report, rdflib.Graph):
        raise RuntimeError(f"the shapes cannot be used: {text}")
    if conforms:
        return []
    results = report.subjects(RDF.type, SH.ValidationResult)
    return sorted(
        (_violation(data, owner, report, result) for result in results),
        key=lambda v: (v.document, v.node, v.path or "", v.shape, v.value or ""),
    )


def _owners(rows: Sequence[Row]) -> dict[str, str]:
    """The document that each node belongs to: the first that describes it, else the first that names it."""
    describing, naming = dict[str, str](), dict[str, str]()
    for document, triple in rows:
        for node, owners in ((triple.subject, describing), (triple.object, naming)):
            if isinstance(node, ox.NamedNode):
                owners[node.value] = min(owners.get(node.value, document), document)
    return naming | describing


def _again(violation: Violation, told: set[tuple[str, ...]]) -> bool:
    key = (violation.node, violation.shape, violation.value or "")
    seen = key in told
    told.add(key)
    return seen


def _violation(data: ox.Store, owner: dict[str, str], report: rdflib.Graph, result: Node) -> Violation:
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    shape = report.value(result, SH.sourceShape)
    path = report.value(result, SH.resultPath)
    node = _statement(data, focus, value)
    document = owner[node.value]
    return Violation(
        document=document,
        title=_text(data, document, _TITLE),
        number=_text(data, document, _NUMBER),
        node=node.value,
        kind=_kind(data, node),
        path=compact(str(path)) if isinstance(path, rdflib.URIRef) else _path(shape),
        value=None if value is None or str(value) == node.value else compact(str(value)),
        shape=str(shape).rpartition("#")[2],
        messages=_messages(shape),
        severity=str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
        evidence=_evidence(data, node),
    )


def _statement(data: ox.Store, focus: Node | None, value: Node | None) -> ox.NamedNode:
    """What a result is about: the value, where the shape asks a document for statements that are wrong."""
    asked = ox.NamedNode(str(focus))
    if isinstance(value, rdflib.URIRef):
        stated = ox.NamedNode(str(value))
        documents = (_TYPE, ox.NamedNode(f"{terms.GW}PolicyDocument"))
        if (
            _any(data, stated, _QUOTED)
            and _any(data, asked, *documents)
            and not _any(data, stated, *documents)
        ):
            return stated
    return asked


def _evidence(data: ox.Store, node: ox.NamedNode) -> str | None:
    """The node's own characters; of a thing the fewest that name it, or name what names it: a body's are a
    responsibility's and not the task's, an area's those of a body in it."""
    near = {node}
    for _ in range(_STEPS):
        quoted = [q.object.value for one in near for q in data.quads_for_pattern(one, _QUOTED, None, None)
                  if isinstance(q.object, ox.NamedNode)]  # fmt: skip
        if quoted:
            return min(quoted, key=lambda evidence: (_extent(evidence), evidence))
        near = {q.subject for one in near for q in data.quads_for_pattern(None, None, one, None)
                if isinstance(q.subject, ox.NamedNode)}  # fmt: skip
    return None


def _extent(quoted: str) -> int:
    """Characters that evidence spans; what is no evidence spans most."""
    start, _, end = quoted.rpartition("#char=")[2].partition(",")
    return int(end) - int(start) if start.isdecimal() and end.isdecimal() else sys.maxsize


def _any(
    data: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | None = None
) -> bool:
    return next(iter(data.quads_for_pattern(subject, predicate, value, None)), None) is not None


def _kind(data: ox.Store, node: ox.NamedNode) -> str | None:
    """The class of a node in short form; of several, one of the project's own."""
    classes = [str(q.object.value) for q in data.quads_for_pattern(node, _TYPE, None, None)
               if isinstance(q.object, ox.NamedNode)]  # fmt: skip
    return min(map(compact, classes), key=lambda c: (not c.startswith("gw:"), c), default=None)


def _text(data: ox.Store, document: str, predicate: ox.NamedNode) -> str | None:
    quads = data.quads_for_pattern(ox.NamedNode(document), predicate, None, None)
    return min((q.object.value for q in quads if isinstance(q.object, ox.Literal)), default=None)


def _messages(shape: Node | None) -> dict[str, str]:
    """From the shape itself: pySHACL drops the language of messages of SPARQL constraints."""
    shapes = _shapes()
    says = shapes.value(shape, SH.sparql) or shape
    said = {m.language: str(m) for m in shapes.objects(says, SH.message) if isinstance(m, rdflib.Literal)}
    return {language: said[language] for language in _LANGUAGES if language in said}


def _path(shape: Node | None) -> str | None:
    """The path of a shape in the syntax of SPARQL: ``^gw:citation``, ``dcterms:title|eli:id_local``."""
    shapes = _shapes()
    path = shapes.value(shape, SH.path) if shape is not None else None
    if path is None or isinstance(path, rdflib.URIRef):
        return compact(str(path)) if path is not None else None
    inverse, several = shapes.value(path, SH.inversePath), shapes.value(path, SH.alternativePath)
    if inverse is not None:
        return f"^{compact(str(inverse))}"
    return "|".join(compact(str(one)) for one in Collection(shapes, several)) if several is not None else None


@cache
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=dict(turtle_files())[_SHAPES], format="turtle")


@cache
def _shapes_for_pyshacl() -> DataGraph:
    """Wrapped once: given a graph, pySHACL would copy it each time."""
    return DataGraph.from_rdflib(_shapes())


@cache
def _hierarchy() -> tuple[ox.Quad, ...]:
    """Subclasses of the ontology, by which ``sh:targetClass`` and ``sh:class`` go."""
    below = ox.NamedNode(f"{terms.RDFS}subClassOf")
    return tuple(
        ox.Quad(said.subject, said.predicate, said.object)
        for name, data in turtle_files()
        if name != _SHAPES
        for said in ox.parse(data, format=ox.RdfFormat.TURTLE)
        if said.predicate == below and isinstance(said.object, ox.NamedNode)
    )
