"""The graph from Python, and the notebooks that use it, run from scratch."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import networkx as nx
import pytest

from gongwen.graph.errors import QueryError
from gongwen.graph.workbench import Answer, Drawing, Workbench

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with Workbench.build([ROOT / "samples"], tmp_path_factory.mktemp("workbench") / "kg") as graph:
        yield graph


def test_an_answer_is_a_table_with_quotes(graph: Workbench) -> None:
    answer = graph.ask("tasks-of-body", body="市商务局", role="lead")
    assert answer.records()
    for record in answer.records():
        assert record["角色"] == "牵头"
        file, _, chars = record["出处"].partition("#")
        start, end = map(int, chars.split(","))
        text = (ROOT / "samples" / file).read_bytes().decode()
        assert text[start:end] == record["原文"]
    assert list(answer.frame().columns) == list(answer.columns)
    assert len(answer.frame()) == len(answer)


def test_deadlines_are_words_and_sort_by_their_values(graph: Workbench) -> None:
    answer = graph.ask("tasks-of-document", document="云州市")
    frame = answer.frame().dropna(subset="期限").sort_values("期限")
    said = list(dict.fromkeys(frame["期限"]))
    assert said == [words for words in answer.order["期限"] if words in said]
    assert said.index("2023年8月") < said.index("2023年12月"), "by value, not by characters"
    assert any(words.startswith("每") for words in said)


def test_deadlines_that_are_missing_can_be_filled() -> None:
    answer = Answer(("期限",), (("2023年底前",), (None,)), {"期限": ("2023年底前",)})
    assert answer.frame().fillna("").sort_values("期限")["期限"].tolist() == ["2023年底前", ""]


def test_numbers_are_numbers(graph: Workbench) -> None:
    assert graph.sparql("SELECT (1 AS ?a) (2.5 AS ?b) ('x' AS ?c) ?d {}").rows == ((1, 2.5, "x", None),)


def test_words_of_documents_are_text_in_a_notebook() -> None:
    shown = Answer(("<b>",), (("<script>alert(1)</script>",), (None,)))._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    framed = Drawing('<p title="x">"</p>')._repr_html_()
    assert framed.count('"') == framed.replace("&quot;", "").count('"')
    assert "allow-same-origin" not in framed


@pytest.mark.parametrize("kind", ["responsibilities", "collaboration", "citations"])
def test_projections_are_measured_and_limited(graph: Workbench, kind: str) -> None:
    whole = getattr(graph, kind)()
    assert isinstance(whole, nx.DiGraph)
    assert len(getattr(graph, kind)(area="安岚省")) == 0 < len(whole)
    assert all(data["label"] for _, data in whole.nodes(data=True))


def test_pages_of_one_document_and_one_body(graph: Workbench) -> None:
    page = graph.page(graph.authority("云政办发〔2023〕18号"))
    assert "国办发〔2022〕9号" in page.text
    assert "市商务局" in graph.page(graph.ego("云州市商务局")).text


@pytest.mark.parametrize(
    "wrong",
    [
        lambda g: g.ask("no-such-question"),
        lambda g: g.ask("tasks-of-body"),
        lambda g: g.collaboration(colour="red"),
        lambda g: g.collaboration(area="无此地"),
        lambda g: g.authority("无此文件"),
    ],
)
def test_what_is_wrong_is_said(graph: Workbench, wrong: Any) -> None:
    with pytest.raises(QueryError):
        wrong(graph)


def _runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_notebooks", ROOT / "tools" / "run_notebooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _texts(book: nbformat.NotebookNode) -> list[str]:
    """What the cells print and return, as plain text; pictures and pages are not compared."""
    outputs = [o for cell in book.cells if cell.cell_type == "code" for o in cell.outputs]
    return [o["text"] if o["output_type"] == "stream" else o["data"]["text/plain"] for o in outputs]


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 5


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_runs_and_its_outputs_are_current(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mended by: python tools/run_notebooks.py"""
    monkeypatch.delenv("GONGWEN_SHARED", raising=False)
    stored = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert _texts(_runner().run(path)) == _texts(stored)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif("GONGWEN_SHARED" not in os.environ, reason="GONGWEN_SHARED is not set")
def test_one_reform_in_real_provinces() -> None:
    book = _runner().run(ROOT / "notebooks" / "05-one-reform-several-provinces.ipynb")
    assert any("一件事" in text for text in _texts(book))
