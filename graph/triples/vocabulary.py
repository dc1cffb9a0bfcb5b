"""The ontology as the graph uses it: which concept is a kind of document, and the triples that every KG
carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyoxigraph as ox

from gongwen.graph.triples.document_types import SCHEME, document_types_turtle
from gongwen.graph.triples.terms import SKOS

ONTOLOGY_GRAPH = "https://w3id.org/gongwen/ontology"
DOCUMENT_TYPES = ox.NamedNode(SCHEME)
# Shapes are for `gongwen check`, not for those who query the graph.
_LEFT_OUT = ("shapes",)
# At the start only: inside a literal the same characters are text.
_BLANK = re.compile(r"^_:(c14n[0-9]+)(?= |$)")
_GENID = r"<https://w3id.org/.well-known/genid/gongwen-ontology-\1>"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``document_types``: IRI of the concept by its Chinese word (通知). ``lines``: canonical N-Quads lines
    of the ontology and its vocabularies in their own graph, sorted; blank nodes are labelled canonically
    (RDFC-1.0) and skolemised (RDF 1.1 Concepts, section 3.5), since a store would label them anew each
    time."""

    document_types: Mapping[str, str]
    lines: tuple[str, ...]


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of the installed package (``gongwen.ontology``)."""
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    dataset = ox.Dataset()
    for name, data in turtle_files():
        if not any(part in name for part in _LEFT_OUT):
            for triple in ox.parse(data, format=ox.RdfFormat.TURTLE):
                dataset.add(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    # As a store gives them back: it knows one kind of integers. Else the same graph would differ from the lines it was
    # loaded from.
    store = ox.Store()
    store.extend(dataset)
    return Vocabulary(_document_types(dataset), tuple(sorted(_skolemised(f"{quad} .") for quad in store)))


def turtle_files() -> list[tuple[str, bytes]]:
    """Name and bytes of every Turtle file of ``gongwen.ontology``, by name; the document types, which are
    made from their table, as ``doctypes.ttl``."""
    folder = resources.files("gongwen.ontology")
    files = [(f.name, f.read_bytes()) for f in folder.iterdir() if f.name.endswith(".ttl")]
    return sorted([*files, ("doctypes.ttl", document_types_turtle())])


def _skolemised(line: str) -> str:
    subject, predicate, rest = line.split(" ", 2)
    return " ".join((_BLANK.sub(_GENID, subject), predicate, _BLANK.sub(_GENID, rest)))


def _document_types(dataset: ox.Dataset) -> dict[str, str]:
    in_scheme, label = ox.NamedNode(SKOS + "inScheme"), ox.NamedNode(SKOS + "prefLabel")
    found: dict[str, str] = {}
    for quad in dataset.quads_for_object(DOCUMENT_TYPES):
        if quad.predicate == in_scheme and isinstance(quad.subject, ox.NamedNode):
            for said in dataset.quads_for_subject(quad.subject):
                if (
                    said.predicate == label
                    and isinstance(said.object, ox.Literal)
                    and said.object.language == "zh"
                ):
                    found[said.object.value] = quad.subject.value
    return found
