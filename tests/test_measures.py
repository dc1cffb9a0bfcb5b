"""Measures against what is known of small graphs."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from typer.testing import CliRunner

from gongwen.graph import measures
from gongwen.graph.building.build import build
from gongwen.graph.cli import app
from gongwen.graph.project.facts import Projection
from tests.graph_cases import LATER, NOTICE, RULES, read, write


def citations(*pairs: tuple[str, str, str]) -> Projection:
    graph = Projection()
    for a, b, relation in pairs:
        graph.add_edge(a, b, key=relation, relation=relation, weight=1)
    return graph


def test_pagerank_sums_to_one_and_ranks_the_cited() -> None:
    graph = citations(("a", "law", "legal_basis"), ("b", "law", "legal_basis"), ("b", "a", "references"))
    rank = measures.pagerank(graph)
    assert sum(rank.values()) == pytest.approx(1)
    assert max(rank, key=lambda n: rank[n]) == "law"


def test_pagerank_is_that_of_networkx() -> None:
    pytest.importorskip("scipy", reason="networkx computes PageRank with SciPy, which is not installed")
    graph = nx.gnp_random_graph(60, 0.06, seed=3, directed=True)
    mine = measures.pagerank(graph)
    theirs = nx.pagerank(graph, tol=1e-10)
    assert all(mine[n] == pytest.approx(theirs[n], abs=1e-6) for n in graph)


def test_the_longest_chain_follows_authority_only() -> None:
    graph = citations(
        ("细则", "办法", "legal_basis"),
        ("办法", "条例", "legal_basis"),
        ("条例", "法", "implements"),
        ("法", "书", "references"),
    )
    assert measures.longest_chain(graph) == ["细则", "办法", "条例", "法"]


def test_a_circle_of_documents_has_an_end() -> None:
    graph = citations(("a", "b", "legal_basis"), ("b", "a", "legal_basis"), ("c", "a", "legal_basis"))
    assert measures.longest_chain(graph) == ["c", "a"]
    measures.measure_citations(graph)
    assert graph.nodes["a"]["rests_on_it"] == 2


def test_communities_and_betweenness_are_the_same_each_time() -> None:
    plain = nx.barbell_graph(6, 1)
    groups = measures.communities(plain)
    assert groups == measures.communities(plain)
    assert len({groups[n] for n in range(6)}) == 1
    assert groups[0] != groups[12]
    between = measures.betweenness(plain)
    assert max(between, key=lambda n: between[n]) == 6


def test_many_nodes_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = nx.barbell_graph(30, 1)
    exact = measures.betweenness(plain)
    monkeypatch.setattr(measures, "EXACT", 20)
    monkeypatch.setattr(measures, "SOURCES", 40)
    sampled = measures.betweenness(plain)
    assert sampled != exact
    assert sampled == measures.betweenness(plain)
    assert sampled[30] == pytest.approx(exact[30], rel=0.2)


def test_unled() -> None:
    graph = Projection()
    for task, roles in {
        "甲": ["lead", "cooperate"],
        "乙": ["responsible", "responsible"],
        "丙": ["responsible"],
    }.items():
        graph.add_node(task, node_kind="task", label=task, bodies=len(roles), document_title="", deadlines="")
        for number, role in enumerate(roles):
            graph.add_node(f"b{number}", node_kind="body", label=str(number))
            graph.add_edge(f"b{number}", task, key=role)
    assert [row["label"] for row in measures.unled(graph)] == ["乙"]


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("stats")
    write(root / "in", {"notice.txt": NOTICE, "rules.txt": RULES, "later.md": LATER})
    build([root / "in"], root / "kg", read)
    return root / "kg"


def stats(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["stats", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_stats_are_printed(kg: Path) -> None:
    found = json.loads(stats(str(kg), "--format", "json"))
    assert found["load"][0] == {
        "label": "云泽市教育局", "area": "", "tasks": 2, "led": 1, "cooperated": 0, "responsible": 1,
    }  # fmt: skip
    assert [row["label"] for row in found["chain"]] == ["关于做好供水工作的通知", "甲方案", "云泽市供水条例"]
    assert "承担任务最多的机构" in stats(str(kg))


def test_stats_as_csv(kg: Path) -> None:
    assert stats(str(kg), "--format", "csv", "--table", "load").splitlines()[:2] == [
        "label,area,tasks,led,cooperated,responsible",
        "云泽市教育局,,2,1,0,1",
    ]
    assert stats(str(kg), "--format", "csv").startswith("load\n")
