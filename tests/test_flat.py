"""``gongwen export --format csv|parquet``: what the tables say, and that no document can do harm by them."""

from __future__ import annotations

import csv
import datetime
import shutil
import subprocess
import sys
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from gongwen.graph.asking import flat_files
from gongwen.graph.asking.flat import flat_rows, flat_tables
from gongwen.graph.asking.flat_files import MissingExtraError, TableFormat, write_tables
from gongwen.graph.asking.store import open_kg
from gongwen.graph.building.build import build
from gongwen.graph.errors import KgError
from gongwen.graph.triples.terms import SPARQL_PREFIXES
from tests.graph_cases import LATER, NOTICE, RULES, read, write
from tools import make_table_docs

MAIN = "from gongwen.graph.cli import main; main()"


def make(folder: Path, **texts: str) -> Path:
    build(write(folder / "in", {f"{name}.txt": text for name, text in texts.items()}), folder / "kg", read)
    return folder / "kg"


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("flat"), notice=NOTICE, rules=RULES, later=LATER)


def table(kg: Path, folder: Path, name: str) -> list[dict[str, str]]:
    write_tables(kg, TableFormat.CSV, folder)
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


# table, a column with its value by which a row is known, and what else the row says
ROWS = [
    ("documents", "number", "云府〔2021〕1号", {"type": "通知", "date": "2021-01-04", "issuers": "云泽市人民政府"}),
    ("documents", "title", "甲方案", {"promulgated_by": "https://w3id.org/gongwen/id/document/云府〔2021〕1号"}),
    ("citations", "cited_number", "云府〔2019〕3号", {"relation": "eli:repeals", "in_corpus": "true", "quote": "废止《乙办法》（云府〔2019〕3号）"}),
    ("tasks", "title", "办好学校", {"source": "notice.txt"}),
    ("responsibilities", "quote", "市教育局", {"role": "lead", "body_name": "云泽市教育局"}),
    ("deadlines", "value", "2021-06", {"kind": "due", "earliest": "2021-06-01", "latest": "2021-06-30"}),
    ("deadlines", "kind", "effective", {"task": "", "value": "2021-02-01"}),
    ("bodies", "name", "云泽市教育局", {"other_names": "市教育局", "area_code": "445900", "collective": "false"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "column", "value", "said"), ROWS, ids=[f"{r[0]} {r[2]}" for r in ROWS])
def test_rows(kg: Path, tmp_path: Path, name: str, column: str, value: str, said: dict[str, str]) -> None:
    rows = [row for row in table(kg, tmp_path, name) if row[column] == value]
    assert rows, f"no row of {name} with {column} {value}"
    assert said.items() <= rows[0].items()


CLASSES = {
    "documents": "gw:PolicyDocument",
    "citations": "gw:Citation",
    "tasks": "gw:Task",
    "responsibilities": "gw:Responsibility",
    "deadlines": "gw:Deadline",
    "bodies": "org:FormalOrganization",
}


def test_as_many_rows_as_the_graph_has_things(kg: Path) -> None:
    assert set(CLASSES) == set(flat_tables())
    found: dict[str, set[object]] = {name: set() for name in CLASSES}
    counts: Counter[str] = Counter()
    for name, row in flat_rows(kg):
        assert list(row) == [column.name for column in flat_tables()[name].columns]
        found[name].add(next(iter(row.values())))
        counts[name] += 1
    with open_kg(kg) as store:
        for name, curie in CLASSES.items():
            ((there,),) = store.select(
                f"{SPARQL_PREFIXES} SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a {curie} }}"
            ).rows
            assert str(len(found[name])) == getattr(there, "value", None), name
            assert counts[name] == len(found[name]), name


def test_parquet_says_the_same(kg: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra 'tables' is not installed")
    counts = write_tables(kg, TableFormat.PARQUET, tmp_path)
    for name, count in counts.items():
        read_back = parquet.read_table(tmp_path / f"{name}.parquet")
        assert read_back.num_rows == count > 0
        said = [list(row.values()) for row in read_back.to_pylist()]
        typed = [[str(c) if isinstance(c, datetime.date) else c for c in row] for row in said]
        assert typed == [list(row.values()) for n, row in flat_rows(kg) if n == name]
    field = parquet.read_table(tmp_path / "tasks.parquet").schema.field("title")
    assert field.metadata[b"zh"].decode() == "标题"


def test_a_kg_in_parts_says_what_to_do(tmp_path: Path) -> None:
    """As a build on Spark leaves it: no store to look labels and links up in."""
    kg = make(tmp_path, notice=NOTICE)
    shutil.rmtree(kg / "current" / "store")
    with pytest.raises(KgError, match="gongwen build SOURCE"):
        write_tables(kg, TableFormat.CSV, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    hostile = NOTICE.replace("办好学校", "=HYPERLINK(1)").replace("甲方案", "＋甲方案")
    kg = make(tmp_path, notice=hostile)
    cells = [c for name in flat_tables() for row in table(kg, tmp_path / "out", name) for c in row.values()]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(flat_files.FORMULA)]


def test_the_same_bytes_in_any_order(kg: Path, tmp_path: Path) -> None:
    other = make(tmp_path, later=LATER, rules=RULES, notice=NOTICE)
    write_tables(kg, TableFormat.CSV, tmp_path / "one")
    write_tables(other, TableFormat.CSV, tmp_path / "two")
    for name in flat_tables():
        one, two = (tmp_path / side / f"{name}.csv" for side in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_memory_does_not_grow_with_the_graph(tmp_path: Path) -> None:
    peaks = []
    for number, many in enumerate((20, 200)):
        texts = {f"d{i}": NOTICE.replace("〔2021〕", f"〔{3000 + i}〕") for i in range(many)}
        kg = make(tmp_path / str(number), **texts)
        tracemalloc.start()
        assert sum(1 for _ in flat_rows(kg)) > many * 5
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 2, peaks


def test_parquet_without_pyarrow_names_the_extra(
    kg: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"gongwen\[tables\]"):
        write_tables(kg, TableFormat.PARQUET, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", MAIN, "export", *arguments], capture_output=True, text=True)


def test_command(kg: Path, tmp_path: Path) -> None:
    done = run(str(kg), "--format", "csv", "-o", str(tmp_path / "tables"))
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "tables").iterdir()) == sorted(
        f"{n}.csv" for n in flat_tables()
    )
    refused = run(str(kg), "--format", "csv")
    assert (refused.returncode, "name a folder" in refused.stderr) == (2, True)


def test_the_documentation_is_current() -> None:
    assert make_table_docs.TARGET.read_text("utf-8") == make_table_docs.render(), (
        "run: python tools/make_table_docs.py"
    )
