"""The ontology defines what the graph and the queries use, in both languages, and agrees with itself and with what is
built."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS
from rdflib.term import Node

from gongwen.extract.data import read_table
from gongwen.extract.model import DeadlineKind, Role
from gongwen.extract.segment.lexicon import type_words
from gongwen.graph.asking.store import open_kg
from gongwen.graph.triples.document_types import TYPE_BASE
from gongwen.graph.triples.quads import RELATIONS, SHORT
from gongwen.graph.triples.terms import GW, PREFIXES, term
from gongwen.graph.triples.vocabulary import ONTOLOGY_GRAPH, load_vocabulary, turtle_files
from tests.ontology_cases import make_kg

ROOT = Path(__file__).parent.parent
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)
# Vocabularies whose terms the files may use without declaring them: what RDF, OWL and SHACL are written in, what the
# header of an ontology says, and what only a see-also points to.
FOREIGN = (
    *(PREFIXES[name] for name in ("rdf", "rdfs", "owl", "xsd", "sh", "dcterms", "skos")),
    "http://purl.org/vocab/vann/",
    "http://xmlns.com/foaf/0.1/",
)


@cache
def loaded(*names: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for name, data in turtle_files():
        if not names or name in names:
            graph.parse(data=data, format="turtle")
    return graph


ONTOLOGY = loaded("gongwen.ttl", "schemes.ttl", "doctypes.ttl")


def own(*kinds: Node) -> list[Node]:
    return sorted(
        {s for kind in kinds for s in ONTOLOGY.subjects(RDF.type, kind) if str(s).startswith(GW)}, key=str
    )


def gw(name: object) -> rdflib.URIRef:
    return rdflib.URIRef(f"{GW}{name}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[Node, Node, Node]]:
    """The triples of a graph that holds every kind of statement, without the ontology."""
    with open_kg(make_kg(tmp_path_factory.mktemp("ontology"))) as store:
        lines = "\n".join(
            f"{q.triple} ." for q in store.engine if q.graph_name != ox.NamedNode(ONTOLOGY_GRAPH)
        )
    return set(rdflib.Graph().parse(data=lines, format="nt"))


@pytest.mark.parametrize(("name", "data"), turtle_files(), ids=[name for name, _ in turtle_files()])
def test_two_parsers_read_the_same(name: str, data: bytes) -> None:
    lines = "\n".join(f"{t} ." for t in ox.parse(data, format=ox.RdfFormat.TURTLE))
    assert isomorphic(rdflib.Graph().parse(data=lines, format="nt"), loaded(name))


def test_the_ontology_says_what_it_is() -> None:
    (ontology,) = loaded("gongwen.ttl").subjects(RDF.type, OWL.Ontology)
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert languages(ontology, predicate) == ["en", "zh"]
    version = ONTOLOGY.value(ontology, OWL.versionInfo)
    assert str(ONTOLOGY.value(ontology, OWL.versionIRI)) == f"{ontology}/{version}"
    assert ONTOLOGY.value(ontology, DCTERMS.license)
    assert ONTOLOGY.value(ontology, DCTERMS.creator)


def languages(node: Node, predicate: Node) -> list[str]:
    said = ONTOLOGY.objects(node, predicate)
    return sorted(o.language or "" for o in said if isinstance(o, rdflib.Literal))


def described() -> Iterator[tuple[Node, Node, Node]]:
    """Each term with the two properties that must say something of it in both languages."""
    for node in own(OWL.Class, *PROPERTIES):
        yield node, RDFS.label, RDFS.comment
    for kind in (SKOS.Concept, SKOS.ConceptScheme):
        for node in ONTOLOGY.subjects(RDF.type, kind):
            yield node, SKOS.prefLabel, SKOS.definition


def test_every_term_is_described_in_both_languages() -> None:
    checked = 0
    for node, label, comment in described():
        assert languages(node, label) == ["en", "zh"], node
        assert languages(node, comment) == ["en", "zh"], node
        assert ONTOLOGY.value(node, RDFS.isDefinedBy) == rdflib.URIRef(ONTOLOGY_GRAPH), node
        checked += 1
    assert checked > 110


def test_chinese_is_chinese_and_english_english() -> None:
    for predicate in (RDFS.label, RDFS.comment, SKOS.prefLabel, SKOS.definition, SKOS.scopeNote):
        for node, said in ONTOLOGY.subject_objects(predicate):
            assert isinstance(said, rdflib.Literal)
            wanted = "[一-鿿]" if said.language == "zh" else "[a-z]|^SHA"
            assert re.search(wanted, said), (node, said)


def used_by_code() -> set[str]:
    """Names of ``gw:`` terms in the code and in the queries; those that are composed, by their enumerations."""
    texts = [p.read_text("utf-8") for folder in ("graph", "queries") for p in (ROOT / folder).rglob("*.*")
             if p.suffix in (".py", ".rq")]  # fmt: skip
    named = {name for text in texts for name in re.findall(r"\bgw:([A-Za-z]\w*)", text)}
    return named | {str(role) for role in Role} | {str(kind) for kind in DeadlineKind}


def test_terms_that_code_and_queries_use_are_defined() -> None:
    defined = {str(s).removeprefix(GW) for s in ONTOLOGY.subjects(RDF.type) if str(s).startswith(GW)}
    assert used_by_code() <= defined


def test_terms_that_a_graph_uses_are_defined(built: set[tuple[Node, Node, Node]]) -> None:
    used = {node for triple in built for node in triple if str(node).startswith(GW) and str(node) != GW}
    undefined = {node for node in used if (node, RDF.type, None) not in ONTOLOGY}
    assert not undefined
    assert len(used) > 40


def test_foreign_terms_that_a_graph_uses_are_explained(built: set[tuple[Node, Node, Node]]) -> None:
    """VoID, DCAT and the named queries' SHACL are used as their own documents say; so is ``rdf:type``."""
    queries = {s for s, _, _ in built if "/id/query/" in str(s)}
    used = {p for s, p, _ in built if s not in queries} | {o for _, p, o in built if p == RDF.type}
    own = (GW, PREFIXES["void"], PREFIXES["dcat"], PREFIXES["sh"])
    theirs = {str(node) for node in used if not str(node).startswith(own)}
    subjects = {
        s
        for s, p, o in built
        if p == RDF.type and str(o) in (f"{PREFIXES['void']}Dataset", str(DCTERMS.PeriodOfTime))
    }
    record = {str(p) for s, p, _ in built if s in subjects} | {str(RDF.type), str(DCTERMS.PeriodOfTime)}
    for address in theirs - record:
        assert languages(rdflib.URIRef(address), SKOS.scopeNote) == ["en", "zh"], address


def test_defined_terms_are_used(built: set[tuple[Node, Node, Node]]) -> None:
    """By a built graph, or above or around what is: a superclass, a range, the scheme of a concept that is used."""
    used = {node for triple in built for node in triple}
    above = (RDFS.subClassOf, RDFS.range, RDF.type, SKOS.inScheme)
    while more := {o for s in used for p in above for o in ONTOLOGY.objects(s, p)} - used:
        used |= more
    assert not [node for node in own(OWL.Class, *PROPERTIES, SKOS.Concept) if node not in used]


def test_nothing_undefined_is_mentioned() -> None:
    for subject, predicate, value in loaded():
        for node in (subject, predicate, value):
            if not isinstance(node, rdflib.URIRef) or str(node).startswith(FOREIGN):
                continue
            if predicate in (RDFS.seeAlso, DCTERMS.license, OWL.versionIRI, SH.prefixes) or str(
                node
            ).startswith(("https://w3id.org/gongwen/shapes", ONTOLOGY_GRAPH + "/")):
                continue
            assert (node, RDF.type, None) in loaded(), f"{node} in {subject} {predicate} {value}"


def classes_of(nodes: Iterable[Node]) -> list[Node]:
    """Classes, those of a union one by one."""
    found: list[Node] = []
    for node in nodes:
        union = ONTOLOGY.value(node, OWL.unionOf)
        found.extend([node] if union is None else Collection(ONTOLOGY, union))
    return found


def test_domains_and_ranges_are_classes_that_exist() -> None:
    for prop in own(*PROPERTIES):
        datatype = (prop, RDF.type, OWL.DatatypeProperty) in ONTOLOGY
        domain, range_ = (classes_of(ONTOLOGY.objects(prop, p)) for p in (RDFS.domain, RDFS.range))
        assert domain, prop
        assert len(range_) == 1, prop
        for node in (*domain, *(() if datatype else range_)):
            assert (node, RDF.type, OWL.Class) in ONTOLOGY, (prop, node)
        if datatype:
            assert str(range_[0]).startswith((PREFIXES["xsd"], str(RDF.langString))), prop


def test_inverses_swap_domain_and_range() -> None:
    pairs = list(ONTOLOGY.subject_objects(OWL.inverseOf))
    assert pairs
    for one, other in pairs:
        assert ONTOLOGY.value(one, RDFS.domain) == ONTOLOGY.value(other, RDFS.range)
        assert ONTOLOGY.value(one, RDFS.range) == ONTOLOGY.value(other, RDFS.domain)


def test_what_is_below_is_of_the_same_kind_and_never_above_itself() -> None:
    for below, above in ONTOLOGY.subject_objects(RDFS.subPropertyOf):
        kind = next(k for k in PROPERTIES if (below, RDF.type, k) in ONTOLOGY)
        assert (above, RDF.type, kind) in ONTOLOGY, (below, above)
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for node in set(ONTOLOGY.subjects(predicate)):
            assert node not in list(
                ONTOLOGY.transitive_objects(ONTOLOGY.value(node, predicate), predicate)
            ), node


def test_built_graphs_keep_to_domains_ranges_and_disjointness(built: set[tuple[Node, Node, Node]]) -> None:
    graph = rdflib.Graph()
    for triple in built:
        graph.add(triple)

    def has(node: Node, classes: list[Node]) -> bool:
        stated = {*graph.objects(node, RDF.type), *ONTOLOGY.objects(node, RDF.type)}
        closed = {c for s in stated for c in ONTOLOGY.transitive_objects(s, RDFS.subClassOf)}
        properties = {RDF.Property} if closed & set(PROPERTIES) else set()
        return bool((closed | properties) & set(classes))

    checked = 0
    for prop in own(*PROPERTIES):
        domain, range_ = (classes_of(ONTOLOGY.objects(prop, p)) for p in (RDFS.domain, RDFS.range))
        for subject, value in graph.subject_objects(prop):
            assert has(subject, domain), f"{subject} {prop}: no {domain}"
            if isinstance(value, rdflib.Literal):
                expected = RDF.langString if value.language else value.datatype or rdflib.XSD.string
                assert [expected] == range_, f"{prop} {value!r}"
            elif "#char=" not in str(value):  # evidence is named by what it quotes, and not described
                assert has(value, range_), f"{prop} {value}: no {range_}"
            checked += 1
    assert checked > 150
    for one, other in ONTOLOGY.subject_objects(OWL.disjointWith):
        assert not {*graph.subjects(RDF.type, one)} & {*graph.subjects(RDF.type, other)}


def test_functional_properties_have_one_value(built: set[tuple[Node, Node, Node]]) -> None:
    functional = set(ONTOLOGY.subjects(RDF.type, OWL.FunctionalProperty))
    inverse = set(ONTOLOGY.subjects(RDF.type, OWL.InverseFunctionalProperty))
    assert functional
    keys = [(s, p) for s, p, _ in built if p in functional] + [(o, p) for _, p, o in built if p in inverse]
    assert len(keys) == len(set(keys))


LISTED = [
    ("ResponsibilityRole", {gw(role) for role in Role}),
    ("DeadlineKind", {gw(kind) for kind in DeadlineKind}),
    ("CitationRelation", {rdflib.URIRef(term(curie)[1:-1]) for curie in RELATIONS.values()}),
]


@pytest.mark.parametrize(("shape", "expected"), LISTED, ids=[shape for shape, _ in LISTED])
def test_lists_of_shapes_are_those_of_the_code(shape: str, expected: set[Node]) -> None:
    shapes = loaded("shapes.ttl")
    listed = shapes.value(rdflib.URIRef(f"https://w3id.org/gongwen/shapes#{shape}"), SH["in"])
    assert listed is not None
    assert set(Collection(shapes, listed)) == expected


def test_schemes_hold_what_the_code_uses() -> None:
    for scheme, members in (("Roles", Role), ("DeadlineKinds", DeadlineKind)):
        assert set(ONTOLOGY.subjects(SKOS.inScheme, gw(scheme))) == {gw(member) for member in members}
        assert set(ONTOLOGY.objects(gw(scheme), SKOS.hasTopConcept)) == {gw(member) for member in members}
    assert set(SHORT) == set(Role)


def test_document_types_are_one_list() -> None:
    """The words that segmentation looks for, the rows of the table, and the concepts of the scheme."""
    words = [row["word"] for row in read_table("doctypes.tsv")]
    concepts = set(ONTOLOGY.subjects(SKOS.inScheme, gw("DocumentTypes")))
    assert len(words) == len(set(words)) == len(concepts) > 60
    assert {str(c) for c in concepts} == {TYPE_BASE + word for word in words}
    assert dict(load_vocabulary().document_types) == {word: TYPE_BASE + word for word in words}
    assert sorted(type_words()) == sorted(words)
    for concept in concepts:
        assert ONTOLOGY.value(concept, DCTERMS.source)


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_current() -> None:
    made = tool("make_ontology_docs").render()
    assert (ROOT / "docs" / "ontology.md").read_text("utf-8") == made, (
        "run: python tools/make_ontology_docs.py"
    )
