"""What the documentation shows is what happens: commands and Python of the READMEs are run on the samples and their
output compared; both languages show the same; links lead somewhere; examples of docstrings are run.

Where output is shown in part, a line ``...`` stands for any lines, and ``...`` in a line for any characters.
``UPDATE_DOCS=1 python -m pytest tests/test_docs.py`` writes what is printed now into the READMEs.
"""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import gongwen.extract
import gongwen.graph
from gongwen.extract.pipeline import read_source
from gongwen.graph.building.build import build
from tests.readme_commands import Command, commands
from tests.serve_cases import serving

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")
# The same text in two languages.
PAIRS = (READMES, ("docs/endpoint.md", "docs/endpoint.zh.md"))
TEXTS = {name: (ROOT / name).read_text("utf-8") for pair in PAIRS for name in pair}
# Where texts say that the endpoint is; tests have it on a free port.
ADDRESS = "127.0.0.1:7878"
# These install; the gate runs them in a fresh clone.
INSTALLING = ("main", "tests")
UPDATE = os.environ.get("UPDATE_DOCS") == "1"
_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def shown(name: str) -> list[Command]:
    return [c for c in commands(TEXTS[name]) if c.name not in INSTALLING]


def python_lines(name: str) -> list[tuple[str, str]]:
    parsed = doctest.DocTestParser().get_examples(TEXTS[name])
    return [(example.source, example.want) for example in parsed]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader types: the samples beside it."""
    made = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "samples", made / "samples")
    return made


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Host and port of an endpoint of the samples."""
    kg = tmp_path_factory.mktemp("endpoint") / "kg"
    build([ROOT / "samples"], kg, read_source)
    with serving(kg) as (url, _):
        yield urlsplit(url).netloc


def run(line: str, folder: Path) -> list[str]:
    """What a command prints, in a shell in which ``gongwen`` and ``python3`` are those that run the tests."""
    bin_folder = folder / ".bin"
    if not bin_folder.is_dir():
        bin_folder.mkdir()
        for name, module in (("gongwen", "-m gongwen "), ("python3", "")):
            script = f'#!/bin/sh\nexec "{sys.executable}" {module}"$@"\n'
            (bin_folder / name).write_text(script, "utf-8")
            (bin_folder / name).chmod(0o755)
    env = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "PYTHONUTF8": "1"}
    env.pop("COLUMNS", None)
    made = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert made.returncode == 0, f"{line}\n{made.stdout}"
    return [line.rstrip() for line in made.stdout.splitlines()]


def fits(expected: tuple[str, ...], printed: list[str]) -> bool:
    pattern = ""
    for line in expected:
        if line.strip() == "...":
            pattern += r"(?:.*\n)*"
        else:
            pattern += ".*".join(re.escape(part) for part in line.rstrip().split("...")) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


FITS = [
    (("a", "..."), "a\nb\nc", True, "lines"),
    (("a", "..."), "a", True, "no line"),
    (("a ... d",), "a b c d", True, "characters"),
    (("a", "c"), "a\nb\nc", False, "a line that is not shown"),
    (("a.c",), "abc", False, "a dot is a dot"),
]


@pytest.mark.parametrize(("expected", "printed", "fit", "reason"), FITS)
def test_fits(expected: tuple[str, ...], printed: str, fit: bool, reason: str) -> None:
    assert fits(expected, printed.splitlines()) is fit, reason


@pytest.mark.parametrize("names", PAIRS, ids=lambda names: names[0])
def test_commands_print_what_is_shown(names: tuple[str, str], folder: Path, endpoint: str) -> None:
    if names != READMES and not (folder / "kg").is_dir():
        run("gongwen build samples -o kg", folder)
    wrong = []
    for command in shown(names[0]):
        printed = [
            line.replace(endpoint, ADDRESS) for line in run(command.line.replace(ADDRESS, endpoint), folder)
        ]
        if fits(command.printed, printed):
            continue
        wrong.append("\n".join([f"$ {command.line}", *printed]))
        if UPDATE:
            for name in names:
                update(name, command, printed)
    assert not wrong or UPDATE, "UPDATE_DOCS=1 python -m pytest tests/test_docs.py\n" + "\n\n".join(wrong)


def update(name: str, command: Command, printed: list[str]) -> None:
    path = ROOT / name
    old, new = command.shown, replace(command, printed=tuple(printed)).shown
    path.write_text(path.read_text("utf-8").replace(f"{old}\n", f"{new}\n", 1), "utf-8")


def test_python_prints_what_the_readme_shows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(python_lines(READMES[0])) >= 10
    if not (folder / "kg").is_dir():
        run("gongwen build samples -o kg", folder)
    monkeypatch.chdir(folder)
    test = doctest.DocTestParser().get_doctest(TEXTS[READMES[0]], {}, "README.md", "README.md", 0)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=_OPTIONS).run(test, out=said.append)
    assert result.failed == 0, "".join(said)


@pytest.mark.parametrize("names", PAIRS, ids=lambda names: names[0])
def test_both_languages_show_the_same(names: tuple[str, str]) -> None:
    one, other = (commands(TEXTS[name]) for name in names)
    assert [c.line for c in one] == [c.line for c in other]
    assert [c.printed for c in one] == [c.printed for c in other]
    for ours, theirs in zip_longest(python_lines(names[0]), python_lines(names[1])):
        assert ours == theirs
    assert len(one) >= 12


@pytest.mark.parametrize("names", PAIRS, ids=lambda names: names[0])
def test_both_languages_have_the_same_sections(names: tuple[str, str]) -> None:
    levels = [re.findall(r"^(#+) ", TEXTS[name], re.MULTILINE) for name in names]
    assert levels[0] == levels[1]


def local_links() -> Iterator[tuple[str, str]]:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", path.read_text("utf-8")):
            if not re.match(r"[a-z]+:", target):
                yield path.relative_to(ROOT).as_posix(), target


def test_links_between_files_lead_somewhere() -> None:
    links = list(local_links())
    assert len(links) > 8
    assert [link for link in links if not (ROOT / link[0]).parent.joinpath(link[1]).exists()] == []


def modules() -> Iterator[str]:
    for package in (gongwen.extract, gongwen.graph):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.ispkg:
                yield found.name


def test_examples_in_docstrings() -> None:
    tried = 0
    for name in modules():
        module = importlib.import_module(name)
        if module.__file__ and ">>>" in Path(module.__file__).read_text("utf-8"):
            result = doctest.testmod(module, optionflags=_OPTIONS)
            assert result.failed == 0, name
            tried += result.attempted
    assert tried > 20
