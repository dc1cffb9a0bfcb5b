"""The samples and their readings made by hand: an accuracy gate that needs nothing but the checkout, and the gold of the
shared folder where that is there, by the project's own measure and by the one that came with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongwen.extract.pipeline import read_source
from gongwen.graph.asking.store import open_kg
from gongwen.graph.building.build import build
from gongwen.graph.checking.check import check
from gongwen.graph.checking.check_data import documents
from gongwen.graph.evaluation.evaluate import Floors, evaluate, gold_files
from gongwen.graph.kg.export import ExportFormat, export

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
SHARED = Path(os.environ.get("GONGWEN_SHARED", "shared-is-not-there")) / "gold"
LISTS = ("documents", "citations", "tasks", "responsibilities", "deadlines", "terms")


@pytest.fixture(scope="module")
def samples_kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kg = tmp_path_factory.mktemp("samples") / "kg"
    report = build([SAMPLES], kg, read_source)
    assert not report.failures
    return kg


def gold_of_samples() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted((SAMPLES / "gold").glob("*.json")):
        yield path, json.loads(path.read_text("utf-8"))


def test_gold_quotes_its_source() -> None:
    """Each span of the gold lies in its document, and its quote is exactly what stands there."""
    checked = 0
    for path, gold in gold_of_samples():
        text = (SAMPLES / gold["source"]).read_bytes().decode("utf-8")
        blocks = {d["id"]: d for d in gold["documents"]}
        assert set(gold) == {"source", *LISTS}, path
        for entry in (e for name in LISTS for e in gold[name]):
            assert 0 <= entry["start"] < entry["end"] <= len(text)
            assert entry.get("quote") in (None, text[entry["start"] : entry["end"]]), (path, entry)
            if "doc" in entry:
                block = blocks[entry["doc"]]
                assert block["start"] <= entry["start"], (path, entry)
                assert entry["end"] <= block["end"], (path, entry)
            checked += 1
    assert checked > 250


def test_gold_responsibilities_belong_to_tasks() -> None:
    for path, gold in gold_of_samples():
        tasks = {t["id"]: t for t in gold["tasks"]}
        assert len(tasks) == len(gold["tasks"]), path
        assert {r["task"] for r in gold["responsibilities"]} <= set(tasks), path


def test_every_sample_has_gold() -> None:
    sources = {p.name for p in SAMPLES.iterdir() if p.is_file()}
    assert sources == {gold["source"] for _, gold in gold_of_samples()}


def test_samples_reach_their_floors(samples_kg: Path) -> None:
    with open_kg(samples_kg) as store:
        found = evaluate(store, gold_files([SAMPLES / "gold"]))
    assert not found.absent
    broken = Floors.read(ROOT / "tests/floors-samples.json").broken(found)
    assert not broken, "gongwen evaluate KG samples/gold --errors shows each miss: " + "; ".join(broken)


@pytest.fixture(scope="module")
def shared_kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not SHARED.is_dir():
        pytest.skip("GONGWEN_SHARED names no folder with gold readings")
    kg = tmp_path_factory.mktemp("shared") / "kg"
    build(sorted(SHARED.glob("*.txt")), kg, read_source)
    return kg


@pytest.mark.shared
def test_shared_gold_reaches_its_floors(shared_kg: Path) -> None:
    with open_kg(shared_kg) as store:
        found = evaluate(store, gold_files([SHARED]))
    assert not found.absent
    broken = Floors.read(ROOT / "tests/floors.json").broken(found)
    assert not broken, "gongwen evaluate KG GOLD --errors shows each miss: " + "; ".join(broken)


@pytest.mark.shared
def test_the_measure_of_the_gold_agrees_to_the_last_count(shared_kg: Path, tmp_path: Path) -> None:
    """The graph keeps the contract that ``read_graph.py`` checks (it complains on standard error), and ``score.py`` counts
    what ``gongwen evaluate`` counts."""
    with (tmp_path / "all.nq").open("wb") as out:
        export(shared_kg, ExportFormat.NQUADS, out)
    pairs: list[str] = []
    for path in gold_files([SHARED]):
        name = json.loads(path.read_text("utf-8"))["source"]
        read = _run(SHARED / "read_graph.py", str(tmp_path / "all.nq"), name)
        assert read.stderr == "", name
        (tmp_path / path.name).write_text(read.stdout, "utf-8")
        pairs += [str(path), str(tmp_path / path.name)]
    printed = _run(SHARED / "score.py", *pairs).stdout.splitlines()[1:]
    theirs = {line[:28].strip(): line.split()[-1] for line in printed}
    with open_kg(shared_kg) as store:
        total = evaluate(store, gold_files([SHARED])).total
    ours = {kind: f"{c.hit}/{c.read}/{c.gold}" for kind, c in total.items() if c.read or c.gold}
    assert theirs == ours


def violations(kg: Path) -> list[str]:
    with open_kg(kg) as store:
        found = [
            v for _, results in check(store, documents(store)) for v in results if v.severity == "Violation"
        ]
    return [f"{v.document} {v.node} {v.shape} {v.value}" for v in found]


def test_samples_satisfy_the_shapes(samples_kg: Path) -> None:
    assert violations(samples_kg) == []


@pytest.mark.shared
def test_shared_gold_satisfies_the_shapes(shared_kg: Path) -> None:
    assert violations(shared_kg) == []


@pytest.mark.slow
@pytest.mark.shared
def test_unread_documents_satisfy_the_shapes(tmp_path: Path) -> None:
    """Promises hold for what nobody has looked at: every twentieth source of the corpus."""
    sources = sorted((SHARED.parent / "corpus").glob("*.*"))[::20]
    if not sources:
        pytest.skip("GONGWEN_SHARED names no folder with a corpus")
    build(sources, tmp_path / "kg", read_source)
    assert violations(tmp_path / "kg") == []


def _run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(program), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
