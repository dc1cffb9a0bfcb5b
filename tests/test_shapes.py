"""Every shape fires on the graph that breaks its promise, and names document, statement and quote; none fires on a
graph as it is built.

A case takes the graph of a small corpus and changes it by SPARQL Update; so what is wrong is said in the words of
the graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from gongwen.extract.model import DeadlineKind
from gongwen.graph.asking.quotes import Quotes, open_quotes
from gongwen.graph.asking.store import LocalStore, open_kg
from gongwen.graph.checking.check import Violation, check
from gongwen.graph.checking.check_data import documents
from gongwen.graph.triples.terms import SPARQL_PREFIXES
from gongwen.graph.triples.vocabulary import turtle_files
from tests.ontology_cases import VALUES, make_kg

BASE = "https://w3id.org/gongwen/id/document/"
NUMBER, PLAN, OLD = f"{BASE}云府〔2021〕1号", f"{BASE}云府〔2021〕1号/甲方案", f"{BASE}云府〔2019〕3号"
PREFIX = f"{SPARQL_PREFIXES}BASE <{BASE}>\n"


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_kg(tmp_path_factory.mktemp("shapes"))


@pytest.fixture(scope="module")
def quads(kg: Path) -> bytes:
    with open_kg(kg) as store:
        return store.engine.dump(format=ox.RdfFormat.N_QUADS) or b""


@pytest.fixture(scope="module")
def quotes(kg: Path) -> Iterator[Quotes]:
    with open_quotes(kg) as found:
        yield found


def results(quads: bytes, update: str, wanted: tuple[str, ...] = ()) -> list[Violation]:
    """The results for these documents (else all) after an update; named nodes are relative to the documents."""
    store = ox.Store()
    store.load(quads, format=ox.RdfFormat.N_QUADS)
    if update:
        store.update(PREFIX + update)
        changed = store.dump(format=ox.RdfFormat.N_QUADS) or b""
        assert set(changed.split(b"\n")) != set(quads.split(b"\n")), "the case changes nothing"
    local = LocalStore(store)
    return [v for _, found in check(local, wanted or documents(local)) for v in found]


def test_built_graphs_satisfy_every_shape(quads: bytes) -> None:
    assert results(quads, "") == []


def drop(triple: str, where: str = "") -> str:
    """Takes a triple out of every graph that states it; ``where`` holds in one graph, this or another."""
    return f"DELETE {{ GRAPH ?g {{ {triple} }} }} WHERE {{ GRAPH ?g {{ {triple} }} {_held(where)} }}"


def put(triple: str, value: str, where: str = "") -> str:
    """Puts another value in the place of a triple's."""
    other = f"{triple.rsplit(' ', 1)[0]} {value}"
    return (
        f"DELETE {{ GRAPH ?g {{ {triple} }} }} INSERT {{ GRAPH ?g {{ {other} }} }}"
        f" WHERE {{ GRAPH ?g {{ {triple} }} {_held(where)} }}"
    )


def add(triple: str, where: str = "?any a gw:PolicyDocument") -> str:
    """States a triple in the graph in which ``where`` holds."""
    return f"INSERT {{ GRAPH ?g {{ {triple} }} }} WHERE {{ GRAPH ?g {{ {where} }} }}"


def _held(where: str) -> str:
    return f"GRAPH ?h {{ {where} }}" if where else ""


COPIED, COPY = f"{BASE}云府〔2020〕6号", "<云府〔2020〕8号>"
HEAD, PLANNED = "<云府〔2021〕1号>", "<云府〔2021〕1号/甲方案>"
IN_HEAD, IN_PLAN = f"{HEAD} a gw:PolicyDocument", f"{PLANNED} a gw:PolicyDocument"
TASK = f"?t a gw:Task ; gw:statedIn {PLANNED} ; gw:leadBody ?b ; gw:deadline ?d"
DUTY = f"?t gw:statedIn {PLANNED} ; gw:responsibility ?r . ?r gw:role gw:lead ; gw:body ?b"
BOUND = f"?t a gw:Task ; gw:statedIn {PLANNED} ; gw:deadline ?d"
REPEAL, TERM, SOURCE = (
    "?c gw:relation eli:repeals ; gw:citedNumber ?number",
    "?k a gw:Term",
    "?s rdfs:label 'a.txt'",
)
BODY = "?b skos:prefLabel '云泽市教育局'@zh"
AREA = "?a skos:notation '445900'"
FACT = f"?f rdf:subject {HEAD} ; rdf:predicate dcterms:title"
REPEALING, DOING, TAUGHT = (
    "废止《乙办法》（云府〔2019〕3号）",
    "市教育局 lead 办好学校 due 2021-06",
    "市教育局",
)
GLOSSED = "term 湖长：管湖的人 ??"
DOCUMENT, STATEMENT = "gw:PolicyDocument", "rdf:Statement"
# All but one place of the evidence of the duty, which is what a case puts there.
PLACE = (
    f"DELETE {{ GRAPH ?g {{ ?r prov:wasQuotedFrom ?e }} }} INSERT {{ GRAPH ?g {{ ?r prov:wasQuotedFrom ?x }} }}"
    f" WHERE {{ GRAPH ?g {{ {DUTY} . ?r prov:wasQuotedFrom ?e }} BIND(IRI(CONCAT(STRBEFORE(STR(?e), '#'), '%s')) AS ?x) }}"
)

# The shape, the change, and what must be named: class of the node, quoted text (None: a whole block, or nothing), document.
CASES: list[tuple[str, str, str | None, str | None, str]] = [
    ("EvidenceOne", drop("?r prov:wasQuotedFrom ?e", DUTY), "gw:Responsibility", None, PLAN),
    ("EvidenceOne", add("?r prov:wasQuotedFrom <x#char=1,2>", DUTY), "gw:Responsibility", None, PLAN),
    ("EvidenceForm", PLACE % "#char=01,2", "gw:Responsibility", None, PLAN),
    ("EvidenceForm", PLACE % "", "gw:Responsibility", None, PLAN),
    ("EvidenceForm", put("?r prov:wasQuotedFrom ?e", "'市教育局'", DUTY), "gw:Responsibility", None, PLAN),
    ("EvidenceInside", PLACE % "#char=5,99999", "gw:Responsibility", None, PLAN),
    ("EvidenceInside", PLACE % "#char=9,9", "gw:Responsibility", None, PLAN),
    ("SourceClass", drop("?s a prov:Entity", SOURCE), None, None, NUMBER),
    ("SourceSha256", put("?s gw:sha256 ?o", "'ABC'", SOURCE), "prov:Entity", None, NUMBER),
    ("SourceCharacters", put("?s gw:characters ?o", "0", SOURCE), "prov:Entity", None, NUMBER),
    ("SourceFormat", put("?s dcterms:format ?o", "'text'", SOURCE), "prov:Entity", None, NUMBER),
    ("SourceName", drop("?s rdfs:label 'a.txt'"), "prov:Entity", None, NUMBER),
    ("FactSubject", drop("?f rdf:subject ?o", FACT), STATEMENT, None, NUMBER),
    ("FactPredicate", put("?f rdf:predicate dcterms:title", "rdfs:label", FACT), STATEMENT, None, NUMBER),
    ("FactObject", drop("?f rdf:object ?o", FACT), STATEMENT, None, NUMBER),
    ("FactStated", drop(f"{HEAD} eli:date_document ?o"), STATEMENT, None, NUMBER),
    ("FactStated", add("<f> rdf:subject <云泽市供水条例> ; rdf:predicate eli:amends ; rdf:object <g>", "<云泽市供水条例> a gw:CitedDocument"), "gw:CitedDocument", None, PLAN),
    ("FactEvidence", drop("?f prov:wasQuotedFrom ?o", FACT), DOCUMENT, None, NUMBER),
    ("DocumentTitle", add(f"{HEAD} dcterms:title '又一个标题'@zh", IN_HEAD), DOCUMENT, None, NUMBER),
    ("DocumentTitle", put(f"{HEAD} dcterms:title ?o", "'一\\n二'@zh"), DOCUMENT, None, NUMBER),
    ("DocumentTitle", put(f"{HEAD} dcterms:title ?o", "'一'"), DOCUMENT, None, NUMBER),
    ("DocumentName", f"DELETE {{ GRAPH ?g {{ {HEAD} dcterms:title ?title ; eli:id_local ?number }} }}"
     f" WHERE {{ GRAPH ?g {{ {HEAD} dcterms:title ?title ; eli:id_local ?number }} }}", DOCUMENT, None, NUMBER),
    ("DocumentNumber", put(f"{HEAD} eli:id_local ?o", "'云府[2021]1号'"), DOCUMENT, None, NUMBER),
    ("DocumentRegistration", put(f"{HEAD} gw:registrationNumber ?o", "'云部规 1'"), DOCUMENT, None, NUMBER),
    ("DocumentIssuer", put(f"{HEAD} eli:passed_by ?o", "<nobody>"), DOCUMENT, None, NUMBER),
    ("DocumentDate", add(f"{HEAD} eli:date_document '2020'^^xsd:gYear", IN_HEAD), DOCUMENT, None, NUMBER),
    ("DocumentDateForm", put(f"{HEAD} eli:date_document ?o", "'2021-01-04'"), DOCUMENT, None, NUMBER),
    ("DocumentType", put(f"{HEAD} eli:type_document ?o", "<kind>"), DOCUMENT, None, NUMBER),
    ("DocumentEntry", add(f"{HEAD} eli:date_no_longer_in_force '2020-01-01'^^xsd:date", IN_HEAD), DOCUMENT, None, NUMBER),
    ("DocumentEnd", add(f"{HEAD} eli:date_no_longer_in_force '2031'^^xsd:gYear", IN_HEAD), DOCUMENT, None, NUMBER),
    ("DocumentParent", add(f"{PLANNED} gw:promulgatedBy <云府〔2019〕3号>", IN_PLAN), DOCUMENT, None, PLAN),
    ("DocumentParentBothWays", drop(f"{HEAD} gw:promulgates ?o"), DOCUMENT, None, PLAN),
    ("DocumentSource", drop(f"{HEAD} prov:wasDerivedFrom ?o"), DOCUMENT, None, NUMBER),
    ("DocumentOtherPrint", put("<云府〔2019〕3号> gw:alsoPrintedIn ?o", "<b.txt>"), DOCUMENT, None, OLD),
    ("DocumentCopy", drop(f"?how gw:compares {COPY}"), DOCUMENT, None, COPIED),
    ("ResemblanceBoth", add("?how gw:compares <x>", "?how a gw:Resemblance"), "gw:Resemblance", None, COPIED),
    ("ResemblanceSimilarity", put("?how gw:similarity ?s", "1.2"), "gw:Resemblance", None, COPIED),
    ("CitedDocumentClass", drop("<云泽市供水条例> a eli:LegalResource"), "gw:CitedDocument", "根据《云泽市供水条例》", PLAN),
    ("CitedDocumentName", drop("<云泽市供水条例> dcterms:title ?o"), "gw:CitedDocument", "根据《云泽市供水条例》", PLAN),
    ("CitedDocumentTitle", add("<云泽市供水条例> dcterms:title '供水条例'@zh", "<云泽市供水条例> a gw:CitedDocument"), "gw:CitedDocument", "根据《云泽市供水条例》", PLAN),
    ("TypeLabel", add("?k skos:prefLabel '告知'@zh", "?k skos:prefLabel '通知'@zh"), "eli:ResourceType", None, NUMBER),
    ("TypeLabelChinese", drop("?k skos:prefLabel '通知'@zh"), "eli:ResourceType", None, NUMBER),
    ("CitationOwner", drop("?any gw:citation ?c", REPEAL), "gw:Citation", REPEALING, NUMBER),
    ("CitationClass", drop("?c a gw:Citation", REPEAL), None, REPEALING, NUMBER),
    ("CitationRelation", put("?c gw:relation eli:repeals", "eli:corrects"), "gw:Citation", REPEALING, NUMBER),
    ("CitationName", "DELETE { GRAPH ?g { ?c gw:citedTitle ?title ; gw:citedNumber ?number } } WHERE { GRAPH ?g {"
     " ?c gw:relation eli:repeals ; gw:citedTitle ?title ; gw:citedNumber ?number } }", "gw:Citation", REPEALING, NUMBER),
    ("CitationTitle", add("?c gw:citedTitle '丙办法'@zh", REPEAL), "gw:Citation", REPEALING, NUMBER),
    ("CitationNumber", put("?c gw:citedNumber ?o", "'云府[2019]3号'", REPEAL), "gw:Citation", REPEALING, NUMBER),
    ("CitationArticle", put("?c gw:citedArticle ?o", "'3.2'@zh", REPEAL), "gw:Citation", REPEALING, NUMBER),
    ("CitationTarget", drop("?c gw:citedDocument ?o", REPEAL), "gw:Citation", REPEALING, NUMBER),
    ("CitationDirect", drop(f"{HEAD} eli:repeals ?o"), "gw:Citation", REPEALING, NUMBER),
    ("TaskTitle", drop("?t rdfs:label ?o", TASK), "gw:Task", DOING, PLAN),
    ("TaskText", put("?t dcterms:description ?o", "''@zh", TASK), "gw:Task", DOING, PLAN),
    ("TaskDocument", add("?t gw:statedIn <云府〔2019〕3号>", TASK), "gw:Task", DOING, PLAN),
    ("ResponsibilityOwner", drop("?t gw:responsibility ?r", "?r gw:role gw:lead"), "gw:Responsibility", TAUGHT, PLAN),
    ("ResponsibilityClass", drop("?r a gw:Responsibility", DUTY), None, TAUGHT, PLAN),
    ("ResponsibilityBody", drop("?r gw:body ?o", DUTY), "gw:Responsibility", TAUGHT, PLAN),
    ("ResponsibilityRole", put("?r gw:role gw:lead", "gw:due"), "gw:Responsibility", TAUGHT, PLAN),
    ("ResponsibilityShort", drop("?t gw:leadBody ?b", DUTY), "gw:Responsibility", TAUGHT, PLAN),
    ("ShortResponsibility", add("?t gw:cooperatingBody ?b", TASK), "gw:Task", DOING, PLAN),
    ("BodyClass", drop("?b a org:FormalOrganization", BODY), None, TAUGHT, PLAN),
    ("BodyName", drop(BODY), "org:FormalOrganization", TAUGHT, PLAN),
    ("BodyName", put(BODY, "'云泽市教育局'"), "org:FormalOrganization", TAUGHT, PLAN),
    ("BodyOtherName", add("?b skos:altLabel '云泽市教育局'@zh", BODY), "org:FormalOrganization", TAUGHT, PLAN),
    ("BodyHiddenName", add("?b skos:hiddenLabel '云泽市教育局'@zh", BODY), "org:FormalOrganization", TAUGHT, PLAN),
    ("BodyArea", drop("?b gw:area ?o", BODY), "org:FormalOrganization", TAUGHT, PLAN),
    ("AreaCode", put("?a skos:notation '445900'", "'4459'"), "gw:Area", "市水务局", OLD),
    ("AreaName", add("?a skos:prefLabel '甲'@zh , '乙'@zh", AREA), "gw:Area", "市水务局", OLD),
    ("AreaParent", add("?a gw:partOf <elsewhere>", AREA), "gw:Area", "市水务局", OLD),
    ("DeadlineOwner", drop("?t gw:deadline ?d", BOUND), "gw:Deadline", "2021-06", PLAN),
    ("DeadlineClass", drop("?d a gw:Deadline", BOUND), None, "2021-06", PLAN),
    ("DeadlineKind", put("?d gw:kind ?o", "gw:lead", BOUND), "gw:Deadline", "2021-06", PLAN),
    ("DeadlineValue", add("?d gw:value '2022'", BOUND), "gw:Deadline", "2021-06", PLAN),
    ("DeadlineEarliest", put("?d gw:earliest ?o", "'2021-07-01'^^xsd:date", BOUND), "gw:Deadline", "2021-06", PLAN),
    ("DeadlineLatest", put("?d gw:latest ?o", "'2021-06-30'", BOUND), "gw:Deadline", "2021-06", PLAN),
    ("TermClass", drop("?k a skos:Concept", TERM), "gw:Term", GLOSSED, PLAN),
    ("TermName", drop("?k skos:prefLabel ?o", TERM), "gw:Term", GLOSSED, PLAN),
    ("TermDefinition", drop("?k skos:definition ?o", TERM), "gw:Term", GLOSSED, PLAN),
    ("TermDocument", add("?k gw:statedIn <云府〔2019〕3号>", TERM), "gw:Term", GLOSSED, PLAN),
]  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "update", "kind", "quoted", "document"), CASES, ids=[f"{i}-{c[0]}" for i, c in enumerate(CASES)]
)
def test_a_broken_promise_is_named(
    quads: bytes, quotes: Quotes, shape: str, update: str, kind: str | None, quoted: str | None, document: str
) -> None:
    found = [v for v in results(quads, update, (document,)) if v.shape == shape]
    assert found, "the shape does not fire"
    for violation in found:
        assert (violation.document, violation.kind) == (document, kind)
        assert violation.severity == ("Warning" if shape == "DocumentName" else "Violation")
        assert list(violation.messages) == ["zh", "en"]
        assert violation.node.startswith("https://w3id.org/gongwen/")
    if quoted is not None:
        quote = quotes.quote(found[0].evidence or "")
        assert quote is not None
        assert quote.text == quoted


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, _, bad in VALUES for value in bad])
def test_forms_of_values_that_are_none(quads: bytes, kind: DeadlineKind, value: str) -> None:
    change = (
        f"DELETE {{ GRAPH ?g {{ ?d gw:kind ?k ; gw:value ?v }} }}"
        f" INSERT {{ GRAPH ?g {{ ?d gw:kind gw:{kind} ; gw:value '{value}' }} }}"
        f" WHERE {{ GRAPH ?g {{ {BOUND} . ?d gw:kind ?k ; gw:value ?v }} }}"
    )
    (violation,) = results(quads, change, (PLAN,))
    assert violation.shape == f"{kind.title()}Form"
    assert (violation.kind, violation.path, violation.value) == ("gw:Deadline", "gw:value", value)


def test_every_shape_has_a_case() -> None:
    shapes = rdflib.Graph().parse(data=dict(turtle_files())["shapes.ttl"], format="turtle")
    named = {
        str(s).rpartition("#")[2]
        for kind in (SH.NodeShape, SH.PropertyShape)
        for s in shapes.subjects(RDF.type, kind)
    }
    leads = {kind.title() for kind, _, _ in VALUES}
    assert named == {case[0] for case in CASES} | leads | {f"{lead}Form" for lead in leads}


def test_shapes_say_in_both_languages_what_is_expected() -> None:
    """Under ``gws:Due`` and its like, which only lead from a kind to its deadlines, the form has the message."""
    shapes = rdflib.Graph().parse(data=dict(turtle_files())["shapes.ttl"], format="turtle")
    checked = 0
    for shape in (s for kind in (SH.NodeShape, SH.PropertyShape) for s in shapes.subjects(RDF.type, kind)):
        says = shapes.value(shape, SH.sparql) or shapes.value(shape, SH.property) or shape
        languages = sorted(
            m.language or "" for m in shapes.objects(says, SH.message) if isinstance(m, rdflib.Literal)
        )
        assert languages == ["en", "zh"], shape
        checked += 1
    assert checked > 60


def test_what_several_documents_name_is_told_once(quads: bytes) -> None:
    found = [v for v in results(quads, drop(BODY)) if v.shape == "BodyName"]
    assert [v.document for v in found] == [OLD]


def test_a_check_of_one_document_does_not_check_others(quads: bytes) -> None:
    broken = drop("?any gw:citation ?c", REPEAL)
    assert results(quads, broken, (OLD, PLAN)) == []
    assert results(quads, broken, (NUMBER,))
