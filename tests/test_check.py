"""``gongwen check``: what it tells, to people and to programs, and that it reads a few documents at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gongwen.extract.model import Source, SourceReading
from gongwen.graph.asking.store import open_kg
from gongwen.graph.building.build import build
from gongwen.graph.checking.check import CHUNK, check
from gongwen.graph.checking.check_data import documents
from gongwen.graph.cli import app
from gongwen.graph.errors import QueryError
from tests.graph_cases import NOTICE, RULES, read, write

NUMBER = "https://w3id.org/gongwen/id/document/云府〔2021〕1号"


def broken(source: Source) -> SourceReading:
    """A reading whose deadline of the plan has a value that no calendar has."""
    reading = read(source)
    plan = reading.documents[-1]
    tasks = tuple(
        replace(task, deadlines=tuple(replace(d, value="2021-13") for d in task.deadlines))
        for task in plan.tasks
    )
    return replace(reading, documents=(*reading.documents[:-1], replace(plan, tasks=tasks)))


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Path]:
    folder = tmp_path_factory.mktemp("check")
    sources = write(folder / "in", {"a.txt": NOTICE, "b.txt": RULES})
    for name, reader in (("good", read), ("bad", broken)):
        build(sources, folder / name, reader)
    return lambda good: folder / ("good" if good else "bad")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_a_good_graph_conforms(make: Callable[[bool], Path]) -> None:
    status, said = run(str(make(True)))
    assert (status, said) == (0, "符合 conforms: 公文 3 documents, 违反 0 violations, 警告 0 warnings\n")


def test_a_violation_names_document_statement_path_and_quote(make: Callable[[bool], Path]) -> None:
    status, said = run(str(make(False)))
    assert status == 1
    at = NOTICE.index("2021-06")
    for told in (
        f"云府〔2021〕1号《甲方案》 <{NUMBER}/甲方案>",
        f"Violation gw:Deadline <{NUMBER}/甲方案/deadline@",
        "gw:value = 2021-13",
        "gw:due 的值为日期",
        "The value of gw:due is a date",
        f"【2021-06】 a.txt {at}–{at + 7}",
        "违反 1 violations",
    ):
        assert told in said, told


def test_json_is_one_value_with_the_same_facts(make: Callable[[bool], Path]) -> None:
    status, said = run(str(make(False)), "--format", "json")
    value: dict[str, Any] = json.loads(said)
    assert status == 1
    assert {k: v for k, v in value.items() if k != "results"} == {
        "conforms": False,
        "documents": 3,
        "violations": 1,
        "warnings": 0,
    }
    (result,) = value["results"]
    at = NOTICE.index("2021-06")
    assert result["quote"] == {"file": "a.txt", "start": at, "end": at + 7, "text": "2021-06"}
    assert (result["number"], result["title"], result["shape"]) == ("云府〔2021〕1号", "甲方案", "DueForm")
    assert list(result["message"]) == ["zh", "en"]
    assert json.loads(run(str(make(True)), "--format", "json")[1])["results"] == []


@pytest.mark.parametrize(
    ("arguments", "checked", "violations", "reason"),
    [
        (["--document", "云府〔2019〕3号"], 1, 0, "by number"),
        (["--document", "甲方案"], 1, 1, "by title"),
        (["--document", f"{NUMBER}/甲方案"], 1, 1, "by IRI"),
        (["--document", "云府〔2021〕1号"], 2, 1, "a notice and its plan have one number"),
        (["--document", "乙办法", "--document", "甲方案"], 2, 1, "several"),
        (["--limit", "0"], 3, 1, "what is not listed is counted"),
    ],
)
def test_documents_are_chosen(
    make: Callable[[bool], Path], arguments: list[str], checked: int, violations: int, reason: str
) -> None:
    value = json.loads(run(str(make(False)), "--format", "json", *arguments)[1])
    assert (value["documents"], value["violations"]) == (checked, violations), reason
    assert len(value["results"]) == (0 if "--limit" in arguments else violations)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["KG", "--document", "云府〔1999〕9号"], "云府〔1999〕9号"),
        ([], "--endpoint"),
        (["KG", "--endpoint", "http://127.0.0.1:9/"], "--endpoint"),
    ],
)
def test_what_cannot_be_carried_out_is_said(
    make: Callable[[bool], Path], arguments: list[str], told: str
) -> None:
    with pytest.raises(QueryError, match=told):
        run(*(str(make(True)) if a == "KG" else a for a in arguments))


def test_documents_are_read_a_few_at_a_time(tmp_path: Path) -> None:
    """Memory does not grow with the graph: the next documents are asked for when these are told."""
    texts = {f"{i}.txt": f"# 云府〔2001〕{i}号 | 甲{i}办法 | 2001-01-01 | 办法\n" for i in range(3 * CHUNK)}
    build(write(tmp_path / "in", texts), tmp_path / "kg", read)
    with open_kg(tmp_path / "kg") as store:
        asked: list[int] = []
        answer = store.select

        def counting(sparql: str, bindings: Any = None) -> Any:
            asked.append(len(bindings["document"]))
            return answer(sparql, bindings)

        names = documents(store)
        store.select = counting  # type: ignore[method-assign]
        found = check(store, names)
        assert next(found)[0] == names[0]
        one_chunk = len(asked)
        assert set(asked) == {CHUNK}
        assert [document for document, _ in found] == names[1:]
        assert len(asked) == 3 * one_chunk
