"""A document's graph: what stands in it, and that it depends on its source alone."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from gongwen.extract.model import (
    Citation,
    Deadline,
    DeadlineKind,
    Document,
    Fact,
    Relation,
    Responsibility,
    Role,
    Source,
    SourceReading,
    Span,
    Task,
    Term,
)
from gongwen.graph.triples.iri import Names
from gongwen.graph.triples.quads import source_graphs
from gongwen.graph.triples.rows import DocumentGraph
from gongwen.graph.triples.terms import PREFIXES
from gongwen.graph.triples.vocabulary import Vocabulary, load_vocabulary
from tests.graph_cases import AREA, GOVERNMENT, NOTICE, body, read, source

NAMES = Names("https://data.example/")
VOCABULARY = Vocabulary({"通知": "https://voc.example/notice"}, ())
PREFIX = "".join(f"PREFIX {name}: <{address}>\n" for name, address in PREFIXES.items())


def graphs_of(reading: SourceReading) -> tuple[DocumentGraph, ...]:
    return source_graphs(reading, NAMES, VOCABULARY)


def ask(graphs: tuple[DocumentGraph, ...], pattern: str) -> bool:
    store = ox.Store()
    for graph in graphs:
        store.load("\n".join(graph.lines).encode(), format=ox.RdfFormat.N_QUADS)
    return bool(store.query(f"{PREFIX} ASK {{ {pattern} }}", use_default_graph_as_union=True))


NUMBER = "<https://data.example/id/document/云府〔2021〕1号>"
PLAN = "<https://data.example/id/document/云府〔2021〕1号/甲方案>"
BUREAU = f"<https://data.example/id/body/{AREA}/教育局>"
AT = 'FILTER(REGEX(STR(?e), "/a.txt#char=[0-9]+,[0-9]+$"))'

STATED = [
    (
        f"{NUMBER} a gw:PolicyDocument ; prov:wasQuotedFrom ?e ; eli:id_local '云府〔2021〕1号' . {AT}",
        "number and block",
    ),
    (f"{NUMBER} dcterms:title '关于印发甲方案的通知'@zh", "title in Chinese"),
    (f"{NUMBER} eli:date_document '2021-01-04'^^xsd:date", "date at its precision"),
    (f"{NUMBER} eli:type_document <https://voc.example/notice>", "the vocabulary's concept"),
    (
        f"{PLAN} eli:type_document/skos:prefLabel '方案'@zh",
        "a concept that the vocabulary lacks is described",
    ),
    (f"{NUMBER} eli:passed_by <https://data.example/id/body/{AREA}/人民政府>", "issuer"),
    (
        f"?s rdf:subject {NUMBER} ; rdf:predicate dcterms:title ; prov:wasQuotedFrom ?e . {AT}",
        "evidence",
    ),
    (f"{PLAN} gw:promulgatedBy {NUMBER}", "what issues it"),
    (
        f"{NUMBER} eli:first_date_entry_in_force '2021-02-01'^^xsd:date ; gw:deadline/gw:kind gw:effective",
        "in force",
    ),
    (
        f"{NUMBER} gw:citation [a gw:Citation ; gw:relation eli:repeals ; gw:citedNumber '云府〔2019〕3号']",
        "citation",
    ),
    (f"{NUMBER} gw:citation [gw:citedTitle '甲方案'@zh ; gw:relation gw:promulgates]", "what it issues"),
    (
        f"?t a gw:Task ; rdfs:label '办好学校'@zh ; gw:statedIn {PLAN} ; gw:leadBody {BUREAU}",
        "task",
    ),
    (
        f"?t gw:responsibility [gw:role gw:lead ; gw:body {BUREAU} ; prov:wasQuotedFrom ?e]",
        "duty",
    ),
    ("?t gw:responsibility/gw:role gw:cooperate ; gw:cooperatingBody ?b", "the short triple of each role"),
    (
        "?t a gw:Task ; gw:deadline [gw:kind gw:due ; gw:value '2021-06' ; gw:latest '2021-06-30'^^xsd:date]",
        "deadline",
    ),
    (
        f"?c a skos:Concept ; skos:prefLabel '湖长'@zh ; skos:definition ?d ; gw:statedIn {PLAN}",
        "term",
    ),
    (
        f"{BUREAU} skos:altLabel '市教育局'@zh",
        "the names that it uses",
    ),
    ("?s a prov:Entity ; gw:sha256 ?h ; dcterms:format 'text/plain' ; gw:characters ?n", "the source"),
]


@pytest.mark.parametrize(("pattern", "reason"), STATED, ids=[reason for _, reason in STATED])
def test_stated(pattern: str, reason: str) -> None:
    assert ask(graphs_of(read(source(NOTICE))), pattern), reason


NOT_STATED = [
    ("?b a org:FormalOrganization", "bodies are described in a graph of their own"),
    ("?c gw:citedDocument ?d", "which document is meant depends on others"),
    (
        f"<https://data.example/id/body/{AREA}/人民政府> skos:altLabel '云泽市人民政府'@zh",
        "SKOS S13",
    ),
    ("?s ?p ?o FILTER(isBlank(?s) || isBlank(?o))", "a blank node has another name in each build"),
]


@pytest.mark.parametrize(("pattern", "reason"), NOT_STATED, ids=[reason for _, reason in NOT_STATED])
def test_not_stated(pattern: str, reason: str) -> None:
    assert not ask(graphs_of(read(source(NOTICE))), pattern), reason


def test_each_document_is_one_graph_of_its_name() -> None:
    graphs = graphs_of(read(source(NOTICE)))
    for graph in graphs:
        assert all(line.endswith(f" <{graph.row.iri}> .") for line in graph.lines)
        assert list(graph.lines) == sorted(set(graph.lines))
    assert [graph.row.iri for graph in graphs] == [NUMBER[1:-1], PLAN[1:-1]]


def test_counts_are_those_of_the_lines() -> None:
    for graph in graphs_of(read(source(NOTICE))):
        assert sum(graph.properties.values()) == len(graph.lines)
        assert graph.classes == {
            name: sum(f"#type> <{name}> " in line for line in graph.lines) for name in graph.classes
        }


def test_the_rest_of_the_source_does_not_name_statements() -> None:
    """A document that comes to stand before another moves its evidence, and renames none of its
    statements."""
    alone = graphs_of(read(source("# 云府〔2022〕8号 | 乙通知 | 2022-03-01 | 通知\n市教育局 lead 节水\n")))
    behind = graphs_of(
        read(source(NOTICE + "# 云府〔2022〕8号 | 乙通知 | 2022-03-01 | 通知\n市教育局 lead 节水\n"))
    )
    nodes = [
        {line.split(" ")[0] for line in graphs[-1].lines if "/id/source/" not in line.split(" ")[0]}
        for graphs in (alone, behind)
    ]
    assert nodes[0] == nodes[1]


SOURCE = Source("a.txt", "0" * 64, "text/plain", "x" * 99)
PLACE = Span(10, 20)
BARE = Document("k", Span(0, 99))


@pytest.mark.parametrize(
    ("document", "kind", "count", "reason"),
    [
        (
            replace(
                BARE,
                citations=(
                    Citation(PLACE, "甲", None, Relation.REPEALS),
                    Citation(PLACE, "乙", None, Relation.REPEALS),
                ),
            ),
            "gw:Citation",
            2,
            "two numbers under one title are two citations",
        ),
        (
            replace(BARE, citations=(Citation(PLACE, "甲", None, Relation.REPEALS),) * 2),
            "gw:Citation",
            1,
            "the same thing said of the same characters is one statement",
        ),
        (
            replace(
                BARE,
                deadlines=(
                    Deadline(PLACE, DeadlineKind.RECURRING, "R/--01-15"),
                    Deadline(PLACE, DeadlineKind.RECURRING, "R/--07-15"),
                ),
            ),
            "gw:Deadline",
            2,
            "每年1月15日、7月15日前",
        ),
        (
            replace(
                BARE,
                tasks=(
                    Task(Span(5, 30), "a", "a", (), (Deadline(PLACE, DeadlineKind.DUE, "2021"),)),
                    Task(Span(40, 50), "b", "b", (), (Deadline(PLACE, DeadlineKind.DUE, "2021"),)),
                ),
            ),
            "gw:Deadline",
            1,
            "one time expression that bounds two tasks",
        ),
        (
            replace(
                BARE,
                tasks=(
                    Task(
                        Span(5, 30),
                        "a",
                        "a",
                        (
                            Responsibility(PLACE, body("市教育局"), Role.LEAD),
                            Responsibility(PLACE, GOVERNMENT, Role.LEAD),
                        ),
                    ),
                ),
            ),
            "gw:Responsibility",
            2,
            "two bodies in the same characters",
        ),
        (
            replace(BARE, terms=(Term(PLACE, "湖长", "甲"), Term(PLACE, "湖长", "乙"))),
            "skos:Concept",
            2,
            "two definitions",
        ),
        (
            replace(BARE, issuers=(Fact(GOVERNMENT, PLACE), Fact(GOVERNMENT, Span(30, 40)))),
            "rdf:Statement",
            1,
            "an issuer that signs twice is one issuer with one evidence",
        ),
    ],
)
def test_one_node_a_statement(document: Document, kind: str, count: int, reason: str) -> None:
    graphs = graphs_of(SourceReading(SOURCE, (document,)))
    prefix, _, local = kind.partition(":")
    nodes = {line.split(" ")[0] for line in graphs[0].lines if f"#type> <{PREFIXES[prefix]}{local}> " in line}
    assert len(nodes) == count, reason
    quoted = [line.split(" ")[0] for line in graphs[0].lines if "#wasQuotedFrom>" in line]
    assert len(quoted) == len(set(quoted)), "exactly one evidence a node"


def test_in_force_from_the_first_and_until_the_last_day() -> None:
    document = replace(
        BARE,
        date=Fact("2021-01-04", PLACE),
        deadlines=(
            Deadline(PLACE, DeadlineKind.EFFECTIVE, "2021-03-01", "2021-03-01", "2021-03-01"),
            Deadline(Span(30, 40), DeadlineKind.EFFECTIVE, "2021-02-01", "2021-02-01", "2021-02-01"),
            Deadline(Span(41, 45), DeadlineKind.VALIDITY, "P5Y", "2021-02-01", "2026-01-31"),
        ),
    )
    graphs = graphs_of(SourceReading(SOURCE, (document,)))
    assert ask(
        graphs,
        "?d eli:first_date_entry_in_force '2021-02-01'^^xsd:date ;"
        " eli:date_no_longer_in_force '2026-01-31'^^xsd:date",
    )
    assert graphs[0].row.in_force == "2021-02-01"
    assert (
        graphs_of(SourceReading(SOURCE, (replace(document, deadlines=()),)))[0].row.in_force == "2021-01-04"
    )


def test_vocabulary_has_no_blank_nodes() -> None:
    for line in load_vocabulary().lines:
        assert not line.startswith("_:")
        assert not line.split(" ", 2)[2].startswith("_:")
