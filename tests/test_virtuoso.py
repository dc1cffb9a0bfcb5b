"""A Virtuoso that ``gongwen push`` has filled with the samples answers like the local store."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gongwen.extract.pipeline import read_source
from gongwen.graph.building.build import build
from tests.virtuoso import PASSWORD, USER, Virtuoso, needs_virtuoso, running

SAMPLES = Path(__file__).parent.parent / "samples"
MAIN = [sys.executable, "-c", "from gongwen.graph.cli import main; main()"]


@dataclass(frozen=True, slots=True)
class Both:
    """The samples' KG, and a server that holds it."""

    kg: Path
    server: Virtuoso


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "GONGWEN_PASSWORD": PASSWORD}
    return subprocess.run([*MAIN, *arguments], capture_output=True, text=True, env=env, timeout=120)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    needs_virtuoso()
    folder = tmp_path_factory.mktemp("samples")
    build([SAMPLES], folder / "kg", read_source)
    with running(tmp_path_factory.mktemp("virtuoso")) as server:
        pushed = run(
            "push", str(folder / "kg"), "--endpoint", server.graphs, "--user", USER, "--format", "json"
        )
        assert pushed.returncode == 0, pushed.stderr
        assert json.loads(pushed.stdout)["sent"] > 10
        yield Both(folder / "kg", server)


COMMANDS = [
    ("check --format json", "shapes"),
    ("query tasks-of-body --body 市教育局 --format csv", "a body by its short name"),
    ("query document-counts --format csv", "sums"),
    ("query legal-basis --document 云政发〔2024〕1号 --format csv", "a path of any length"),
    ("query deadlines-between --since 2024 --until 2025 --format csv", "dates"),
    ("stats --table load --format csv", "measures"),
]


@pytest.mark.parametrize(("command", "reason"), COMMANDS, ids=[c[1] for c in COMMANDS])
def test_the_same_answers(both: Both, command: str, reason: str) -> None:
    words = command.split()
    local, remote = run(*words, str(both.kg)), run(*words, "--endpoint", both.server.query)
    assert (remote.returncode, remote.stderr) == (local.returncode, local.stderr)
    assert without_quotes(remote.stdout) == without_quotes(local.stdout)


def without_quotes(answer: str) -> object:
    """An endpoint has no texts to quote: file and place alone."""
    if answer.startswith("{"):
        return {name: value for name, value in json.loads(answer).items() if name != "results"}
    lines = answer.splitlines()
    head = lines[0].split(",")
    if "quote" not in head:
        return lines
    return [{k: v for k, v in row.items() if not k.endswith("quote")} for row in csv.DictReader(lines)]


def test_nothing_to_do(both: Both) -> None:
    done = run("push", str(both.kg), "--endpoint", both.server.graphs, "--user", USER, "--since", "last")
    assert (done.returncode, " 0 graphs sent" in done.stdout) == (0, True), done.stderr


WRONG: list[tuple[str, list[str], str]] = [
    ("query", [], "Graph Store"),
    ("graphs", [], "--user"),
]


@pytest.mark.parametrize(("which", "options", "told"), WRONG)
def test_errors_say_what_to_do(both: Both, which: str, options: list[str], told: str) -> None:
    done = run("push", str(both.kg), "--endpoint", getattr(both.server, which), *options)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr


def test_a_query_that_is_refused_is_quoted(both: Both, tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("SELECT * {", "utf-8")
    done = run("query", "--sparql", str(tmp_path / "bad.rq"), "--endpoint", both.server.query)
    assert done.returncode == 2
    assert "refused the query: Virtuoso" in done.stderr
