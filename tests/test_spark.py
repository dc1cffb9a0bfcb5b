"""Builds on Spark give what builds on one machine give: the same lines, the same manifest."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gongwen.extract.pipeline import read_source
from gongwen.graph.asking.flat import flat_rows
from gongwen.graph.asking.store import open_kg
from gongwen.graph.building.build import BuildReport, Options, build, build_places
from gongwen.graph.building.collect import NoSourceError, Place, collect, listed
from gongwen.graph.errors import KgError
from gongwen.graph.kg.ledger import Sized
from gongwen.graph.kg.parts import portions
from gongwen.graph.spark.engine import NoSparkError, Spark, spark_session, tasks_of
from gongwen.graph.spark.tables import TableError, is_table, open_table
from tests.graph_cases import LATER, NOTICE, RULES, read, write
from tests.test_kg_build import dangerous, exported

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).parent.parent
ALL = {"notice.txt": NOTICE, "rules.txt": RULES, "later.md": LATER}
MANY = {**ALL, **{f"{i}.txt": RULES.replace("3号", f"{i}号") for i in range(10, 50)}}
MISSING = importlib.util.find_spec("pyspark") is None or shutil.which("java") is None

cluster = pytest.mark.skipif(MISSING, reason="needs pip install 'gongwen[spark]' and Java 17")


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    with pytest.MonkeyPatch.context() as patch:
        # Executors import the tests' own readers.
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        with spark_session("local[2]") as started:
            yield started


def spread(
    session: SparkSession, sources: list[Path], kg: Path, reader: Any = read, **options: Any
) -> BuildReport:
    """A build on Spark, of files and tables."""
    longest = options.pop("longest", 60.0)
    tables = tuple(open_table(session, source) for source in sources if is_table(source))
    places = [place for table in tables for place in table.listed(session)]
    files = [source for source in sources if not is_table(source)]
    places += collect(files) if files else []
    engine = Spark(session, tables, longest)
    roots = [source.resolve() for source in sources]
    return build_places(places, roots, kg, reader, Options(**options), None, engine)


def same(one: Path, other: Path) -> None:
    """Two KGs hold the same lines and say the same of their sources."""
    assert exported(one) == exported(other)
    first, second = (kg / "current" / "manifest.json" for kg in (one, other))
    assert first.read_bytes() == second.read_bytes()


@cluster
@pytest.mark.slow
def test_a_folder_gives_what_one_machine_gives(session: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "in", {**MANY, "empty.txt": "", "prose.txt": "今天天气很好。"})
    report = spread(session, [tmp_path / "in"], tmp_path / "spark")
    assert sorted(f.file for f in report.failures) == ["empty.txt", "prose.txt"]
    build([tmp_path / "in"], tmp_path / "local", read)
    same(tmp_path / "spark", tmp_path / "local")


@cluster
@pytest.mark.slow
def test_parts_are_sorted_and_merge_to_the_export(session: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "in", MANY)
    spread(session, [tmp_path / "in"], tmp_path / "kg")
    current = tmp_path / "kg" / "current"
    said = json.loads((current / "parts.json").read_text("utf-8"))
    files = [current / part["file"] for part in said["files"]]
    for part, file in zip(said["files"], files, strict=True):
        lines = file.read_bytes().split(b"\n")[:-1]
        assert lines == sorted(set(lines))
        assert (len(lines), file.stat().st_size) == (part["quads"], part["bytes"])
    merged = subprocess.run(
        ["sort", "-m", *files], env={**os.environ, "LC_ALL": "C"}, capture_output=True, check=True
    ).stdout
    assert merged == exported(tmp_path / "kg")
    assert merged.count(b"\n") == said["quads"]


@cluster
@pytest.mark.slow
@pytest.mark.parametrize(("name", "data"), [("path", "text"), ("name", "bytes")])
def test_a_table_gives_what_its_files_give(
    session: SparkSession, tmp_path: Path, name: str, data: str
) -> None:
    write(tmp_path / "in", MANY)
    rows = [(shown, text if data == "text" else text.encode()) for shown, text in MANY.items()]
    session.createDataFrame(rows, [name, data]).write.parquet(str(tmp_path / "all.parquet"))
    spread(session, [tmp_path / "all.parquet"], tmp_path / "spark")
    build([tmp_path / "in"], tmp_path / "local", read)
    same(tmp_path / "spark", tmp_path / "local")


BAD_TABLES = [
    ([("a", "b")], ["title", "text"], "缺少列", "no column with a name"),
    ([("a", "b")], ["path", "body"], "缺少列", "no column with a text"),
    ([("a", "b"), ("a", "c")], ["path", "text"], "同名", "two rows of one name"),
]


@cluster
@pytest.mark.slow
@pytest.mark.parametrize(("rows", "columns", "told", "reason"), BAD_TABLES)
def test_a_table_that_does_not_fit_says_why(
    session: SparkSession, tmp_path: Path, rows: Any, columns: list[str], told: str, reason: str
) -> None:
    session.createDataFrame(rows, columns).write.parquet(str(tmp_path / "t.parquet"))
    with pytest.raises(TableError, match=told):
        spread(session, [tmp_path / "t.parquet"], tmp_path / "kg")


@cluster
@pytest.mark.slow
def test_increments_are_those_of_one_machine(session: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "in", MANY)
    spread(session, [tmp_path / "in"], tmp_path / "kg")
    assert not spread(session, [tmp_path / "in"], tmp_path / "kg").changed
    (tmp_path / "in" / "later.md").unlink()
    write(
        tmp_path / "in", {"rules.txt": RULES.replace("供水", "排水"), "new.txt": RULES.replace("3号", "9号")}
    )
    report = spread(session, [tmp_path / "in"], tmp_path / "kg")
    assert (report.new, report.removed) == (2, 2)
    build([tmp_path / "in"], tmp_path / "fresh", read)
    same(tmp_path / "kg", tmp_path / "fresh")


@cluster
@pytest.mark.slow
def test_a_source_that_kills_or_holds_up_its_reader_is_a_row(session: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "in", {**ALL, "kills.txt": RULES, "hangs.txt": RULES})
    report = spread(session, [tmp_path / "in"], tmp_path / "kg", dangerous, longest=3.0)
    failed = sorted((f.file, f.diagnostics[0].code) for f in report.failures)
    assert failed == [("hangs.txt", "reader-timeout"), ("kills.txt", "reader-died")]
    build([tmp_path / "in" / name for name in ALL], tmp_path / "fresh", read)
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")


@cluster
@pytest.mark.slow
def test_a_store_is_made_of_it_here(session: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "in", ALL)
    spread(session, [tmp_path / "in"], tmp_path / "kg")
    before = exported(tmp_path / "kg")
    with pytest.raises(KgError, match="parts"), open_kg(tmp_path / "kg"):
        pass
    with pytest.raises(KgError, match="parts"):
        list(flat_rows(tmp_path / "kg"))
    report = build([tmp_path / "in"], tmp_path / "kg", read)
    assert (report.changed, report.new) == (True, 0)
    with open_kg(tmp_path / "kg") as store:
        assert store.select("SELECT ?s { ?s a <https://w3id.org/gongwen/ontology#PolicyDocument> }").rows
    assert exported(tmp_path / "kg") == before
    write(tmp_path / "again", ALL)
    build([tmp_path / "again"], tmp_path / "local", read)
    assert list(flat_rows(tmp_path / "kg")) == list(flat_rows(tmp_path / "local"))


@cluster
@pytest.mark.slow
@pytest.mark.shared
def test_real_documents_give_what_one_machine_gives(session: SparkSession, tmp_path: Path) -> None:
    shared = os.environ.get("GONGWEN_SHARED")
    if not shared:
        pytest.skip("GONGWEN_SHARED is not set")
    sources = [*sorted(Path(shared, "corpus").iterdir())[::9], Path(shared, "formats")]
    spread(session, sources, tmp_path / "spark", read_source)
    build(sources, tmp_path / "local", read_source, Options(jobs=2))
    same(tmp_path / "spark", tmp_path / "local")


def test_without_spark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(NoSparkError, match=r"pip install 'gongwen\[spark\]'"), spark_session("local[2]"):
        pass


def test_a_list_names_sources(tmp_path: Path) -> None:
    (tmp_path / "all.txt").write_text("\ufeffa/1.txt\n\n b.pdf \n", "utf-8")
    assert listed([Path(f"@{tmp_path}/all.txt"), Path("c")]) == [Path("a/1.txt"), Path("b.pdf"), Path("c")]
    with pytest.raises(NoSourceError):
        listed([Path(f"@{tmp_path}/none.txt")])


K = 1 << 10
SIZES = [
    ([], [], "nothing to do"),
    ([50 * K, 60 * K, 10 * K], [[60 * K, 50 * K, 10 * K]], "small ones share a task"),
    ([100 * K, 9_000 * K, 20 * K], [[9_000 * K], [100 * K, 20 * K]], "a long one has its own, and begins"),
    ([0] * 300, [[0] * 256, [0] * 44], "however small, not too many"),
]


@pytest.mark.parametrize(("sizes", "expected", "reason"), SIZES)
def test_tasks(sizes: list[int], expected: list[list[int]], reason: str) -> None:
    sized = [(Place(Path(f"/{i:03}"), Path("/"), str(i)), size) for i, size in enumerate(sizes)]
    known = dict(sized)
    assert [[known[place] for place in task] for task in tasks_of(sized, 2)] == expected, reason


def test_portions_keep_packets_whole() -> None:
    chosen = [Sized("a", 0, 5), Sized("a", 1, 9), Sized("b", 0, 3), Sized("c", 2, 9)]
    held = [(p.number, p.packets) for p in portions(chosen, 10)]
    assert held == [(0, (("a", (0, 1)),)), (1, (("b", (0,)),)), (2, (("c", (2,)),))]
