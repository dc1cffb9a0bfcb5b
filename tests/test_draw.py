"""Pages without a browser: what is in the file, what is left out, and where nodes stand."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import math
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from typer.testing import CliRunner

from gongwen.graph.building.build import build
from gongwen.graph.cli import app
from gongwen.graph.draw import draw_page, heading
from gongwen.graph.draw.choose import choose, needed
from gongwen.graph.draw.layout import lay_out
from gongwen.graph.draw.names import former_names, lexicon_names
from gongwen.graph.draw.packing import pack
from gongwen.graph.draw.page import embedded
from gongwen.graph.measures import measure
from gongwen.graph.project import Filters
from gongwen.graph.project.facts import Projection
from tests.graph_cases import LATER, NOTICE, RULES, read, write

DATA = re.compile(r'<script id="data" type="application/json">(.*?)</script>', re.S)
HOSTILE = '<script>alert(1)</script><!--"onerror=alert(1) \u2028&amp;'


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("draw")
    write(root / "in", {"notice.txt": NOTICE, "rules.txt": RULES, "later.md": LATER})
    build([root / "in"], root / "kg", read)
    return root / "kg"


def draw(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["draw", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result.output


def data_of(html: str) -> dict[str, Any]:
    (found,) = DATA.findall(html)
    told: dict[str, Any] = json.loads(found)
    return told


def duties(bodies: int, tasks: int, label: str = "甲局") -> Projection:
    """Each body has its own tasks, and the first task of all is everybody's."""
    graph = Projection(projection="responsibilities")
    for body in range(bodies):
        graph.add_node(
            f"b{body}", node_kind="body", label=f"{label}{body}", names="", collective=False,
            adcode="", area="", level="", led=1, cooperated=0, responsible=0,
        )  # fmt: skip
        for task in range(tasks):
            name = f"t{body}-{task}" if task else "t"
            graph.add_node(name, node_kind="task", label=name, text=name, deadlines="", latest="", bodies=1)
            graph.add_edge(f"b{body}", name, key="lead", role="lead", weight=1, quote=name, evidence="")
    measure(graph)
    return graph


PROJECTIONS = [
    (("responsibilities",), {"云泽市教育局"}, "bodies and tasks"),
    (("citations",), {"甲方案", "云泽市供水条例"}, "documents, also those only cited"),
    (("authority", "--document", "甲方案"), {"甲方案", "云泽市供水条例"}, "one document"),
    (("authority",), {"甲方案", "云泽市供水条例"}, "without one: the document that most rest on"),
    (("ego", "--body", "市教育局"), {"云泽市教育局"}, "one body"),
]


@pytest.mark.parametrize(("command", "labels", "reason"), PROJECTIONS, ids=[c[2] for c in PROJECTIONS])
def test_pages_are_drawn(
    kg: Path, tmp_path: Path, command: tuple[str, ...], labels: set[str], reason: str
) -> None:
    name, *options = command
    draw(name, kg, "-o", tmp_path / "one.html", *options)
    draw(name, kg, "-o", tmp_path / "two.html", *options)
    html = (tmp_path / "one.html").read_text("utf-8")
    assert (tmp_path / "two.html").read_text("utf-8") == html, "the same graph gives the same bytes"
    data = data_of(html)
    assert labels <= {node["label"] for node in data["nodes"]}, reason
    assert len(data["network"]["nodes"]) == len(data["nodes"])
    assert len(data["network"]["edges"]) == len(data["edges"])


def test_the_sentence_is_in_the_page_with_its_characters_marked(kg: Path, tmp_path: Path) -> None:
    draw("responsibilities", kg, "-o", tmp_path / "x.html")
    data = data_of((tmp_path / "x.html").read_text("utf-8"))
    for edge in data["edges"]:
        marked = edge["quote"][edge.get("quote_start", 0) : edge["quote_end"]]
        assert marked in {"市教育局", "市水务局", "市财政局", "市公安局"}
        assert edge["evidence_file"] in {"notice.txt", "rules.txt", "later.md"}


def test_a_page_asks_for_nothing_and_runs_only_its_own_scripts(kg: Path, tmp_path: Path) -> None:
    draw("responsibilities", kg, "-o", tmp_path / "x.html")
    html = (tmp_path / "x.html").read_text("utf-8")
    markup = re.sub(r"(<(script|style)[^>]*>).*?</\2>", r"\1", html, flags=re.S)
    assert not re.search(r"\b(?:src|href|srcset|data|action)\s*=", markup.replace('id="data"', ""))
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)
    allowed = {
        name: set(values.split())
        for name, _, values in (p.strip().partition(" ") for p in policy.replace("&#39;", "'").split(";"))
    }
    assert allowed["default-src"] == {"'none'"}
    for tag in ("script", "style"):
        texts = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        hashes = {
            "'sha256-" + base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() + "'" for t in texts
        }
        assert allowed[f"{tag}-src"] == hashes
    assert not re.search(r"<[^>]*\s(?:on[a-z]+|style)=", markup)


def test_what_documents_say_is_data() -> None:
    page = draw_page(duties(2, 2, HOSTILE), heading(duties(1, 1), Filters(), title=HOSTILE))
    assert "<script>alert" not in page.html
    assert HOSTILE + "0" in {node["label"] for node in data_of(page.html)["nodes"]}
    assert not set("<>&\u2028\u2029") & set(embedded({"x": HOSTILE}))


def test_more_than_a_page_can_hold() -> None:
    page = draw_page(duties(40, 5), heading(duties(1, 1), Filters()), max_nodes=50)
    assert page.of == 40 + 40 * 4 + 1
    assert page.shown <= 50
    data = data_of(page.html)
    assert data["whole"]["nodes"] == page.of
    assert "t" in {node["label"] for node in data["nodes"]}, "the task that all share is the most important"
    kinds = [node["node_kind"] for node in data["nodes"]]
    assert min(kinds.count("body"), kinds.count("task")) >= 10


def test_small_graphs_are_whole() -> None:
    graph = duties(3, 3)
    assert choose(graph, len(graph)) is graph


def test_a_choice_leaves_nobody_alone() -> None:
    part = choose(duties(30, 4), 20)
    assert all(part.degree(node) for node in part)


def test_of_too_many_edges_the_heaviest_and_one_of_each_node() -> None:
    graph = Projection(projection="collaboration")
    names = [f"n{i:02}" for i in range(30)]
    for name in names:
        graph.add_node(name, node_kind="body", label=name)
    for number, (a, b) in enumerate(itertools.combinations(names, 2)):
        graph.add_edge(a, b, key="joint", weight=1 if names[-1] in (a, b) else 2 + number % 7)
    part = choose(graph, 30)
    assert part.number_of_edges() == 150
    assert set(part) == set(graph), "the last one is kept, though its edges are the lightest"
    assert part.degree(names[-1]) == 1
    dropped = [e for e in graph.edges(keys=True) if not part.has_edge(*e)]
    heaviest = max(graph.edges[e]["weight"] for e in dropped)
    kept = sorted(weight for *_, weight in part.edges(data="weight"))
    assert kept[29] >= heaviest - 1, "but for one of each node"
    assert needed(graph) == 87
    assert choose(graph, needed(graph)) is graph


def test_nought_is_stated() -> None:
    """Of a community, of a step, of tasks led: only what is not known is left out."""
    graph = duties(3, 3)
    data = data_of(draw_page(graph, heading(graph, Filters())).html)
    assert {node["community"] for node in data["nodes"]} >= {0}


def test_circles_do_not_overlap() -> None:
    circles = pack([50, 10, 10, 30, 5, 5, 5, 40], {(0, 3): 2.0, (3, 7): 1.0})
    assert [c.radius for c in circles] == [50, 10, 10, 30, 5, 5, 5, 40]
    for a, b in itertools.combinations(circles, 2):
        assert math.dist((a.x, a.y), (b.x, b.y)) >= a.radius + b.radius - 1e-6
    assert pack([], {}) == []


def test_nodes_do_not_overlap_and_linked_ones_are_near() -> None:
    graph = duties(12, 8)
    layout = lay_out(graph, dict.fromkeys(graph, 8.0))
    assert lay_out(graph, dict.fromkeys(graph, 8.0)) == layout
    at = layout.positions
    assert set(at) == set(graph)
    assert min(math.dist(a, b) for a, b in itertools.combinations(at.values(), 2)) >= 12
    linked = [math.dist(at[a], at[b]) for a, b in graph.edges()]
    every = [math.dist(a, b) for a, b in itertools.combinations(at.values(), 2)]
    assert sum(linked) / len(linked) < 0.6 * sum(every) / len(every)


def test_authority_stands_in_rows() -> None:
    graph = Projection(projection="authority", root="n")
    for name, step in {"law": -2, "rule": -1, "n": 0, **{f"c{i}": 1 for i in range(20)}}.items():
        graph.add_node(name, step=step)
    at = lay_out(graph, {}).positions
    assert at["law"][1] < at["rule"][1] < at["n"][1] < min(y for node, (_, y) in at.items() if node[0] == "c")
    assert len({at[f"c{i}"] for i in range(20)}) == 20


NAMES = [
    ("湛江市卫生健康局", "湛江市", "卫健局", "an abbreviation"),
    ("国家发展和改革委员会", "中华人民共和国", "发展改革委", "a national body"),
]


@pytest.mark.parametrize(("label", "area", "name", "reason"), NAMES, ids=[c[3] for c in NAMES])
def test_bodies_are_found_by_other_names(label: str, area: str, name: str, reason: str) -> None:
    assert name in lexicon_names(label, area), reason


FORMER = [
    ("湛江市市场监督管理局", "湛江市", {"工商局", "质监局"}, "a reform merged them"),
    ("湛江市卫生健康局", "湛江市", {"卫计局", "卫生局"}, "by way of another"),
    ("国家卫生健康委员会", "中华人民共和国", {"国家卫生计生委", "卫生部"}, "a national body"),
]


@pytest.mark.parametrize(("label", "area", "names", "reason"), FORMER, ids=[c[3] for c in FORMER])
def test_bodies_are_found_by_those_before_them(label: str, area: str, names: set[str], reason: str) -> None:
    assert names <= {*former_names(label, area), *lexicon_names(label, area)}, reason
    assert label not in former_names(label, area)


def test_a_body_that_the_lexicon_does_not_know() -> None:
    assert former_names("云泽市灯塔局", "云泽市") == ()
    assert lexicon_names("云泽市灯塔局", "云泽市") == ()


FORMATS = [
    ("x.gexf", (), lambda p: nx.read_gexf(p)),
    ("x.graphml", (), lambda p: nx.read_graphml(p)),
    (
        "x.txt",
        ("--format", "json"),
        lambda p: nx.node_link_graph(json.loads(p.read_text("utf-8")), edges="links"),
    ),
]


@pytest.mark.parametrize(("name", "options", "reader"), FORMATS, ids=[c[0] for c in FORMATS])
def test_files_have_measures(
    kg: Path, tmp_path: Path, name: str, options: tuple[str, ...], reader: Any
) -> None:
    draw("citations", kg, "-o", tmp_path / name, *options)
    nodes = dict(reader(tmp_path / name).nodes(data=True))
    assert sum(data["pagerank"] for data in nodes.values()) == pytest.approx(1, abs=1e-4)


def test_csv_is_two_files(kg: Path, tmp_path: Path) -> None:
    told = draw("responsibilities", kg, "-o", tmp_path / "x.csv")
    assert "x.nodes.csv" in told
    assert "led" in (tmp_path / "x.nodes.csv").read_text("utf-8-sig").splitlines()[0]


WRONG = [
    (("ego", "{kg}", "--body", "市灯塔局"), "no body", "a body that is not there"),
    (("citations",), "--endpoint", "nothing to draw"),
    (("citations", "{kg}", "--endpoint", "http://x/"), "--endpoint", "both"),
    (("citations", "--endpoint", "x"), "no address", "not an address"),
    (("citations", "{kg}", "--since", "May"), "not a date", "a date that is none"),
]


@pytest.mark.parametrize(("command", "said", "reason"), WRONG, ids=[c[2] for c in WRONG])
def test_what_cannot_be_drawn(
    kg: Path, tmp_path: Path, command: tuple[str, ...], said: str, reason: str
) -> None:
    arguments = ["draw", *(a.format(kg=kg) for a in command), "-o", str(tmp_path / "x.html")]
    result = CliRunner().invoke(app, arguments)
    assert said in str(result.exception), reason
    assert not (tmp_path / "x.html").exists()


def test_nothing_fits(kg: Path, tmp_path: Path) -> None:
    assert "nothing fits" in draw("responsibilities", kg, "--type", "令", "-o", tmp_path / "x.html")
