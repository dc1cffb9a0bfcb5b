"""Projections of a small graph, from the local store and from an endpoint alike, and the files made of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest

from gongwen.extract.model import Role
from gongwen.graph.asking.quotes import Quotes
from gongwen.graph.asking.store import LocalStore
from gongwen.graph.building.build import build
from gongwen.graph.errors import QueryError
from gongwen.graph.opening import Opened, opened
from gongwen.graph.project import (
    Filters,
    authority_tree,
    citation_graph,
    collaboration_graph,
    ego_graph,
    responsibility_graph,
)
from gongwen.graph.project.facts import Projection
from gongwen.graph.project.files import GraphFormat, write_graph
from gongwen.graph.project.filters import area_code
from gongwen.graph.project.named import find_body, find_document
from gongwen.graph.project.sentences import sentence_of
from gongwen.graph.triples.terms import SPARQL_PREFIXES
from tests.graph_cases import LATER, NOTICE, RULES, read, write

SHARED = """# 云府〔2023〕5号 | 关于夏季防汛工作的通知 | 2023-05-09 | 通知
根据《甲方案》（云府〔2021〕1号）
市水务局 lead 巡查堤防 due 2023-06
市财政局 cooperate 巡查堤防
市教育局 responsible 巡查堤防
市教育局 responsible 停课避险
市公安局 responsible 停课避险
市财政局 responsible 备足物资
"""
ALL = {"notice.txt": NOTICE, "rules.txt": RULES, "later.md": LATER, "shared.txt": SHARED}


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    write(root / "in", ALL)
    build([root / "in"], root / "kg", read)
    return root / "kg"


@pytest.fixture(scope="module")
def graph(kg: Path) -> Iterator[Opened]:
    with opened(str(kg)) as found:
        yield found


def edges(graph: Projection) -> set[tuple[str, str, str, int]]:
    """Every edge by the labels of its ends."""
    label = graph.nodes(data="label")
    return {
        (label[a], label[b], key, data["weight"]) for a, b, key, data in graph.edges(keys=True, data=True)
    }


def test_responsibilities_are_edges_with_their_sentence(graph: Opened) -> None:
    found = responsibility_graph(graph.store, quotes=graph.quotes)
    assert ("云泽市水务局", "巡查堤防", "lead", 1) in edges(found)
    (data,) = (d for a, b, d in found.edges(data=True) if d["role"] == "cooperate" and "2023" in b)
    assert data["evidence_file"] == "shared.txt"
    assert SHARED[data["evidence_start"] : data["evidence_end"]] in data["quote"]
    (task,) = (d for _, d in found.nodes(data=True) if d["label"] == "巡查堤防" and d["deadlines"])
    assert (task["latest"], task["document_title"]) == ("2023-06-30", "关于夏季防汛工作的通知")


# The little language of the tests makes a task of every line: tasks of one title are one only where bodies share it,
# which the graph of the collaboration tests below writes itself.
QUADS = """
@prefix gw: <https://w3id.org/gongwen/ontology#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix : <https://w3id.org/gongwen/id/document/> . @prefix b: <https://w3id.org/gongwen/id/body/100000/> .
b:A a org:FormalOrganization ; skos:prefLabel "甲局"@zh . b:B a org:FormalOrganization ; skos:prefLabel "乙局"@zh .
b:C a org:FormalOrganization ; skos:prefLabel "丙局"@zh . b:D a org:FormalOrganization ; skos:prefLabel "丁局"@zh .
:d a gw:PolicyDocument ; eli:date_document "2021-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .
:e a gw:PolicyDocument ; eli:date_document "2022-05-01"^^<http://www.w3.org/2001/XMLSchema#date> .
:t1 gw:statedIn :d ; gw:leadBody b:A ; gw:cooperatingBody b:B ; gw:responsibleBody b:C .
:t2 gw:statedIn :d ; gw:leadBody b:A ; gw:cooperatingBody b:B .
:t3 gw:statedIn :e ; gw:responsibleBody b:C, b:D .
:t4 gw:statedIn :e ; gw:responsibleBody b:C ; gw:cooperatingBody b:A .
"""
PAIRS = [
    (
        Filters(),
        {
            ("甲局", "乙局", "leads", 2),
            ("甲局", "丙局", "leads", 1),
            ("丙局", "丁局", "joint", 1),
            ("丙局", "甲局", "leads", 1),
        },
        "all",
    ),
    (Filters(min_weight=2), {("甲局", "乙局", "leads", 2)}, "weight"),
    (Filters(roles=frozenset({Role.LEAD, Role.COOPERATE})), {("甲局", "乙局", "leads", 2)}, "roles"),
    (Filters(since="2022"), {("丙局", "丁局", "joint", 1), ("丙局", "甲局", "leads", 1)}, "period"),
    (
        Filters(since="2021-03-20", until="2021"),
        {("甲局", "乙局", "leads", 2), ("甲局", "丙局", "leads", 1)},
        "a month is each of its days",
    ),
    (Filters(until="2021-02"), set(), "before all"),
]


@pytest.fixture(scope="module")
def pairs() -> LocalStore:
    store = ox.Store()
    store.load(QUADS.encode(), format=ox.RdfFormat.TURTLE)
    return LocalStore(store)


@pytest.mark.parametrize(("filters", "expected", "reason"), PAIRS, ids=[case[2] for case in PAIRS])
def test_collaboration(
    pairs: LocalStore, filters: Filters, expected: set[tuple[str, str, str, int]], reason: str
) -> None:
    assert edges(collaboration_graph(pairs, filters)) == expected, reason


def test_collaboration_is_what_a_self_join_says(pairs: LocalStore) -> None:
    joined = pairs.select(
        "PREFIX gw: <https://w3id.org/gongwen/ontology#> SELECT ?a ?b (COUNT(DISTINCT ?t) AS ?n)"
        " { ?t gw:leadBody ?a ; gw:cooperatingBody|gw:responsibleBody ?b FILTER(?a != ?b) } GROUP BY ?a ?b"
    )
    graph = collaboration_graph(pairs)
    for a, b, number in joined.rows:
        assert isinstance(a, ox.NamedNode)
        assert isinstance(b, ox.NamedNode)
        assert isinstance(number, ox.Literal)
        assert graph.edges[a.value, b.value, "leads"]["weight"] == int(number.value)


def test_ego_has_the_tasks_of_one_body_only(pairs: LocalStore) -> None:
    body = "https://w3id.org/gongwen/id/body/100000/D"
    assert edges(ego_graph(pairs, body)) == {("丙局", "丁局", "joint", 1)}


FORCE = [
    ("2019-06-01", {"乙办法"}, "only the rules are there"),
    ("2021-03-01", {"关于印发甲方案的通知", "甲方案"}, "the notice repeals the rules on 2021-02-01"),
    ("2022-12-31", {"关于印发甲方案的通知", "甲方案", "关于做好供水工作的通知"}, "and one more"),
]


@pytest.mark.parametrize(("day", "expected", "reason"), FORCE, ids=[case[0] for case in FORCE])
def test_in_force(graph: Opened, day: str, expected: set[str], reason: str) -> None:
    pattern = Filters(in_force=day).documents()
    query = f"{SPARQL_PREFIXES}SELECT ?title {{ {pattern} ?doc dcterms:title ?title }}"
    table = graph.store.select(query)
    assert {row[0].value for row in table.rows if row[0]} == expected, reason  # type: ignore[union-attr]


def test_types_and_area(graph: Opened) -> None:
    plans = responsibility_graph(graph.store, Filters(types=("方案",), area="445900"))
    assert {d["document_title"] for _, d in plans.nodes(data=True) if d["node_kind"] == "task"} == {"甲方案"}
    assert not len(responsibility_graph(graph.store, Filters(area="110000")))


def test_citations_are_typed_and_reach_stubs(graph: Opened) -> None:
    found = citation_graph(graph.store, quotes=graph.quotes)
    said = edges(found)
    assert ("关于印发甲方案的通知", "甲方案", "issues", 1) in said
    assert ("关于印发甲方案的通知", "乙办法", "repeals", 1) in said
    assert ("甲方案", "云泽市供水条例", "legal_basis", 1) in said
    kinds = dict(found.nodes(data="node_kind"))
    assert {kind for node, kind in kinds.items() if "供水条例" in node} == {"stub"}
    (data,) = (d for a, b, key, d in found.edges(keys=True, data=True) if key == "repeals")
    assert "废止《乙办法》" in data["quote"]


def test_authority_goes_up_and_down(graph: Opened) -> None:
    tree = authority_tree(graph.store, find_document(graph.store, "甲方案"))
    steps = {d["label"]: d["step"] for _, d in tree.nodes(data=True)}
    assert {label for label, step in steps.items() if step == -1} == {
        "云泽市供水条例",
        "关于印发甲方案的通知",
    }
    assert {label for label, step in steps.items() if step == 1} == {
        "关于做好供水工作的通知",
        "关于夏季防汛工作的通知",
    }
    notice = authority_tree(graph.store, find_document(graph.store, "云府〔2021〕1号"))
    below = {d["label"]: d["step"] for _, d in notice.nodes(data=True) if d["step"] > 0}
    assert below == {"甲方案": 1, "关于做好供水工作的通知": 2, "关于夏季防汛工作的通知": 2}


def test_a_full_name_is_one_body() -> None:
    store = ox.Store()
    data = (
        QUADS
        + 'b:E a org:FormalOrganization ; skos:prefLabel "甲局分局"@zh ; skos:altLabel "甲局"@zh ; gw:area b:X . b:A gw:area b:X .'
    )
    store.load(data.encode(), format=ox.RdfFormat.TURTLE)
    assert find_body(LocalStore(store), "甲局").endswith("/A")


def test_names_that_nothing_or_much_bears(graph: Opened) -> None:
    assert find_body(graph.store, "市教育局") == find_body(graph.store, "云泽市教育局")
    with pytest.raises(QueryError, match="no body"):
        find_body(graph.store, "市园林局")
    with pytest.raises(QueryError, match="可以指"):
        find_document(graph.store, "通知")


WRONG: list[dict[str, Any]] = [
    {"since": "5月"},
    {"in_force": "2021"},
    {"area": '1" } #'},
    {"min_weight": 0},
    {"roles": frozenset()},
]


@pytest.mark.parametrize("values", WRONG, ids=[next(iter(v)) for v in WRONG])
def test_filters_refuse(values: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        Filters(**values)


def test_a_type_is_data(graph: Opened) -> None:
    hostile = Filters(types=('通知"@zh } } ?doc ?p ?o { #',))
    assert not len(responsibility_graph(graph.store, hostile))


def test_area_by_name() -> None:
    assert (area_code("湛江市"), area_code("440800")) == ("440800", "440800")
    with pytest.raises(QueryError):
        area_code("鼓楼区")  # several cities have one


def in_gexf(path: Path) -> Projection:
    return nx.read_gexf(path)


def in_graphml(path: Path) -> Projection:
    return nx.read_graphml(path, force_multigraph=True)


def in_json(path: Path) -> Projection:
    return nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="links")


READERS = {GraphFormat.GEXF: in_gexf, GraphFormat.GRAPHML: in_graphml, GraphFormat.JSON: in_json}


@pytest.mark.parametrize("form", READERS)
def test_files_come_back_whole(graph: Opened, tmp_path: Path, form: GraphFormat) -> None:
    made = [
        responsibility_graph(graph.store, quotes=graph.quotes),
        citation_graph(graph.store, quotes=graph.quotes),
        authority_tree(graph.store, find_document(graph.store, "甲方案"), quotes=graph.quotes),
        ego_graph(graph.store, find_body(graph.store, "市教育局"), quotes=graph.quotes),
    ]
    for one in made:
        (path,) = write_graph(one, form, tmp_path / "x")
        back = READERS[form](path)
        nodes = {n: {k: v for k, v in d.items() if k in one.nodes[n]} for n, d in back.nodes(data=True)}
        assert nodes == dict(one.nodes(data=True))
        assert None not in {v for d in nodes.values() for v in d.values()}
        names = {name for *_, data in one.edges(data=True) for name in data}
        told = sorted(
            (a, b, sorted((k, v) for k, v in d.items() if k in names)) for a, b, d in back.edges(data=True)
        )
        assert told == sorted((a, b, sorted(d.items())) for a, b, d in one.edges(data=True))


def test_xml_carries_what_it_cannot(tmp_path: Path) -> None:
    odd = Projection()
    odd.add_edge("a", "b", key="x", weight=1, quote="<script>\x0b&\ufffe")
    for form, reader in ((GraphFormat.GRAPHML, in_graphml), (GraphFormat.GEXF, in_gexf)):
        (path,) = write_graph(odd, form, tmp_path / form)
        ((_, _, data),) = reader(path).edges(data=True)
        assert data["quote"] == "<script>\ufffd&\ufffd"


def test_csv_is_two_files_without_formulas(tmp_path: Path) -> None:
    odd = Projection()
    odd.add_node("a", label="=HYPERLINK(1)", step=-1)
    odd.add_edge("a", "b", key="x", weight=1, quote="＝1")
    nodes, edge_file = write_graph(odd, GraphFormat.CSV, tmp_path / "out.csv")
    assert (nodes.name, edge_file.name) == ("out.nodes.csv", "out.edges.csv")
    first, second = csv.DictReader(nodes.read_text("utf-8-sig").splitlines())
    assert (first["Id"], first["label"], first["step"], second["label"]) == ("a", "'=HYPERLINK(1)", "-1", "")
    (edge,) = csv.DictReader(edge_file.read_text("utf-8-sig").splitlines())
    assert (edge["Source"], edge["Target"], edge["Type"], edge["quote"]) == ("a", "b", "Directed", "'＝1")


SENTENCES = [
    (
        "一、办好学校。由[市教育局]牵头，市财政局配合。二、供水。",
        "由市教育局牵头，市财政局配合。",
        "one sentence",
    ),
    ("做好工作。（[市教育局]\n牵头）\n二、供水", "（市教育局牵头）", "a bracket over a line of the printer"),
    (
        "　　第一条　本办法由\n[市水务局]实施\n　　第二条　另有规定",
        "第一条　本办法由市水务局实施",
        "a new paragraph is set in",
    ),
    ("1.排查。\n2.[市水务局]负责\n3.供水", "2.市水务局负责", "numbered lines begin anew"),
    ("[市水务局]", "市水务局", "nothing around"),
    (
        "甲" * 200 + "由[市水务局]牵头" + "，乙" * 200,
        "…" + "甲" * 159 + "由市水务局牵头" + "，乙" * 79 + "…",
        "a sentence that goes on says so",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), SENTENCES, ids=[case[2] for case in SENTENCES])
def test_sentences(text: str, expected: str, reason: str) -> None:
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")

    class OneText(Quotes):
        def text_of(self, source: str) -> str:
            return plain

    found = sentence_of(f"https://w3id.org/gongwen/id/source/0/a.txt#char={start},{end}", OneText())
    assert found is not None
    assert found.text == expected, reason
    assert found.marked == plain[start:end]


def test_without_texts_the_task_is_quoted() -> None:
    found = sentence_of("http://x/a%20b.txt#char=3,5", Quotes(), "市教育局办好学校")
    assert found is not None
    assert (found.file, found.start, found.end, found.text) == ("a b.txt", 3, 5, "市教育局办好学校")
