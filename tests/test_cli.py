"""The command line as a whole: help that teaches, the version, and what is typed wrongly."""

from __future__ import annotations

import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gongwen.graph.cli import app
from gongwen.graph.kg.versions import lexicon_version

ROOT = Path(__file__).parent.parent
COMMANDS = {info.name or "": info.callback for info in app.registered_commands}
# A terminal of the least width that is in use.
WIDTH = {"COLUMNS": "80", "TERM": "dumb"}


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, env=WIDTH)
    assert result.exit_code == 0, result.output
    return result.output


def examples(docstring: str) -> list[str]:
    return [line.strip() for line in docstring.splitlines() if line.strip().startswith("gongwen ")]


def test_there_are_commands() -> None:
    assert {"build", "query", "check", "stats", "export", "evaluate", "serve"} <= set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_shows_each_example_on_a_line_of_its_own(name: str) -> None:
    if name == "query":  # its help is its own: test_query_help
        return
    taught = examples(inspect.getdoc(COMMANDS[name]) or "")
    assert taught, f"gongwen {name} --help teaches by an example"
    shown = [line.strip() for line in run(name, "--help").splitlines()]
    assert [line for line in taught if line not in shown] == [], (
        "shorter than 79 columns, in a paragraph of its own"
    )


def test_the_first_help_shows_how_to_begin() -> None:
    shown = [line.strip() for line in run("--help").splitlines()]
    assert any(line.startswith("gongwen build gazette.txt -o kg  ") for line in shown)
    assert sum(line.startswith("gongwen ") for line in shown) >= 7


def test_query_help() -> None:
    assert "--sparql FILE" in run("query", "--help")
    assert "gongwen query legal-basis kg --document" in run("query", "legal-basis", "--help")


def test_the_version_names_the_lexicons() -> None:
    assert lexicon_version() in run("--version")


def test_the_command_line_is_a_module_too() -> None:
    command = [sys.executable, "-m", "gongwen", "--version"]
    made = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert lexicon_version() in made.stdout


def test_one_version_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


WRONG = [
    (["build"], "Missing argument", "no source"),
    (["biuld", "samples"], "No such command", "a misspelt command"),
    (["query", "task-of-body", "kg"], "tasks-of-body", "a misspelt query"),
    (["export", "nothing-here"], "gongwen build", "a KG that is none"),
    (["build", "nothing-here.txt", "-o", "kg"], "nothing was built", "a source that is not there"),
]


@pytest.mark.parametrize(("arguments", "told", "reason"), WRONG, ids=[w[2] for w in WRONG])
def test_what_is_typed_wrongly_is_said_and_ends_with_2(
    arguments: list[str], told: str, reason: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "gongwen", *arguments]
    made = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)
    assert made.returncode == 2, reason
    assert told in made.stderr
    assert "Traceback" not in made.stderr
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_a_build_that_is_stopped_says_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gongwen.graph.commands.build.build", stopped)
    (tmp_path / "a.txt").write_text("云州市人民政府", "utf-8")
    result = CliRunner().invoke(app, ["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "kg")])
    assert result.exit_code == 130
    assert "what has been read is kept" in result.output
