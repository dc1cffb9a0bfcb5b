"""A KG directory: builds that change nothing, builds in any order, builds that are killed, readers and
sweeping."""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from gongwen.extract.model import Source, SourceReading
from gongwen.extract.pipeline import read_source
from gongwen.graph.building import workers
from gongwen.graph.building.build import BuildReport, Options, build
from gongwen.graph.building.collect import NoSourceError
from gongwen.graph.errors import KgError, KgLockedError, NoKgError
from gongwen.graph.kg.export import ExportFormat, export
from gongwen.graph.kg.generations import KgDirectory
from gongwen.graph.kg.manifest import read_head
from gongwen.graph.kg.texts import source_texts
from tests.graph_cases import LATER, NOTICE, RULES, read, write

ALL = {"notice.txt": NOTICE, "rules.txt": RULES, "later.md": LATER}


def run(sources: Sequence[Path], kg: Path, **options: object) -> BuildReport:
    return build(sources, kg, read, Options(**options))  # type: ignore[arg-type]


def exported(kg: Path) -> bytes:
    out = io.BytesIO()
    export(kg, ExportFormat.NQUADS, out)
    return out.getvalue()


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its inode and time of change: what shows that nothing was written."""
    found = (p for p in folder.rglob("*") if p.is_file() and p.name != "lock")
    return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in found}


def test_unchanged_sources_change_nothing(tmp_path: Path) -> None:
    write(tmp_path / "in", ALL)
    first = run([tmp_path / "in"], tmp_path / "kg")
    assert (first.changed, first.new, first.unchanged) == (True, 3, 0)
    before = files(tmp_path / "kg")
    second = run([tmp_path / "in"], tmp_path / "kg")
    assert (second.changed, second.new, second.unchanged) == (False, 0, 3)
    assert files(tmp_path / "kg") == before
    assert second.head == first.head


def test_unchanged_sources_are_not_read_again(tmp_path: Path) -> None:
    write(tmp_path / "in", ALL)
    run([tmp_path / "in"], tmp_path / "kg")
    asked: list[str] = []

    def watched(source: Source) -> SourceReading:
        asked.append(source.name)
        return read(source)

    write(tmp_path / "in", {"new.txt": RULES.replace("3号", "4号")})
    build([tmp_path / "in"], tmp_path / "kg", watched)
    assert asked == ["new.txt"]


def test_order_and_increments_do_not_show(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", ALL)
    run(paths, tmp_path / "a")
    run(paths[::-1], tmp_path / "b")
    for path in paths[::-1]:
        run([path], tmp_path / "c")
    run([tmp_path / "in"], tmp_path / "d")
    graph = exported(tmp_path / "a")
    assert graph
    assert exported(tmp_path / "b") == graph
    assert exported(tmp_path / "c") == graph
    assert exported(tmp_path / "d") == graph
    manifests = {(tmp_path / kg / "current" / "manifest.json").read_bytes() for kg in "abc"}
    assert len(manifests) == 1


def test_many_small_builds_end_in_the_bytes_of_one(tmp_path: Path) -> None:
    """Each adds, changes or takes out a document of a KG large enough that its store is not made anew."""
    many = {f"{i}.txt": RULES.replace("3号", f"{i}号") for i in range(20)}
    write(tmp_path / "in", {**ALL, **many})
    run([tmp_path / "in"], tmp_path / "kg")
    steps: list[tuple[str, str | None]] = [
        ("new.txt", RULES.replace("3号", "99号")),
        ("4.txt", None),
        ("5.txt", RULES.replace("3号", "5号").replace("供水", "排水")),
        ("notice.txt", None),
        ("notice.txt", NOTICE),
    ]
    for name, content in steps:
        if content is None:
            (tmp_path / "in" / name).unlink()
        else:
            write(tmp_path / "in", {name: content})
        assert run([tmp_path / "in"], tmp_path / "kg").changed
    run([tmp_path / "in"], tmp_path / "fresh")
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")


LONG = "".join(f"第{i}段讲供水、排水和节水，第{i * 7 % 13}处水厂要在汛期之前检修完毕。" for i in range(12))
# Documents that cite, print, repeal and resemble one another, so that what is derived changes with each of them.
TEXTS = [
    NOTICE,
    RULES,
    LATER,
    LATER + "市财政局 cooperate 节水\n",
    RULES.replace("市水务局", "市工商行政管理局"),
    RULES + f"{LONG}\n",
    RULES.replace("3号", "7号").replace("乙办法", "丙办法") + f"{LONG}\n",
    RULES.replace("3号", "9号") + f"{LONG.replace('汛期', '冬季', 1)}\n",
    "# 云府〔2023〕1号 | 丁通知 | 2023-01-01 | 通知\n废止《丙办法》（云府〔2019〕7号）\n废止《乙办法》\n按照《戊规划》\n",
    "# 云府〔2023〕2号 | 己通知 | 2023-02-01 | 通知\n根据《戊规划》\n按照《戊规划（试行）》\n市教育局 lead 甲 due 2023-06\n",
    "# | 戊规划 | 2020-01-01 | 规划\n市发展和改革委员会 lead 规划\n??\n",
    "nothing that is a document",
]


@pytest.mark.parametrize("seed", [0, *(pytest.param(i, marks=pytest.mark.slow) for i in range(1, 6))])
def test_any_sequence_of_builds_ends_in_the_bytes_of_one(tmp_path: Path, seed: int) -> None:
    """Documents come, change and go at random, one or several a build; now and then all is built anew beside it."""
    chance, folder, kg = random.Random(seed), tmp_path / "in", tmp_path / "kg"
    write(folder, {f"{i}.txt": RULES.replace("3号", f"{i}0号") for i in range(12)})
    run([folder], kg)
    for step in range(12):
        for _ in range(chance.choice((1, 1, 1, 3))):
            path = folder / f"f{chance.randrange(8)}.txt"
            if path.exists() and chance.random() < 0.4:
                path.unlink()
            else:
                write(folder, {path.name: chance.choice(TEXTS)})
        run([folder], kg, jobs=1)
        if step % 3 == 2:
            shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
            run([folder], tmp_path / "fresh")
            assert exported(kg) == exported(tmp_path / "fresh")
            one, other = (k / "current" / "manifest.json" for k in (kg, tmp_path / "fresh"))
            assert one.read_bytes() == other.read_bytes(), step


def test_export_is_sorted_and_twice_the_same(tmp_path: Path) -> None:
    run(write(tmp_path / "in", ALL), tmp_path / "kg")
    lines = exported(tmp_path / "kg").split(b"\n")[:-1]
    assert lines == sorted(set(lines))
    assert b"\n".join([*lines, b""]) == exported(tmp_path / "kg")


def test_what_was_taken_out_leaves_nothing(tmp_path: Path) -> None:
    write(tmp_path / "in", ALL)
    run([tmp_path / "in"], tmp_path / "kg")
    (tmp_path / "in" / "later.md").unlink()
    report = run([tmp_path / "in"], tmp_path / "kg")
    assert (report.changed, report.removed) == (True, 1)
    run(write(tmp_path / "in2", {k: v for k, v in ALL.items() if k != "later.md"}), tmp_path / "fresh")
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")


def test_a_changed_file_replaces_what_it_said(tmp_path: Path) -> None:
    write(tmp_path / "in", ALL)
    run([tmp_path / "in"], tmp_path / "kg")
    write(tmp_path / "in", {"rules.txt": RULES.replace("供水", "排水")})
    report = run([tmp_path / "in"], tmp_path / "kg")
    assert (report.new, report.unchanged, report.removed) == (1, 2, 1)
    assert "排水".encode() in exported(tmp_path / "kg")
    assert '供水"@zh'.encode() not in exported(tmp_path / "kg")


def test_sources_that_are_not_named_stay_unless_told(tmp_path: Path) -> None:
    notice, rules, _ = write(tmp_path / "in", ALL)
    run([notice], tmp_path / "kg")
    assert run([rules], tmp_path / "kg").head["counts"]["sources"] == 2
    assert run([rules], tmp_path / "kg", replace=True).head["counts"]["sources"] == 1


def test_a_source_in_two_places_is_one(tmp_path: Path) -> None:
    write(tmp_path / "in" / "x", {"a.txt": RULES})
    write(tmp_path / "in" / "y", {"a.txt": RULES})
    report = run([tmp_path / "in"], tmp_path / "kg")
    assert report.head["counts"]["sources"] == 1
    (tmp_path / "in" / "x" / "a.txt").unlink()
    assert run([tmp_path / "in"], tmp_path / "kg").head["counts"]["sources"] == 1


def test_another_base_reads_all_anew(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", ALL)
    run(paths, tmp_path / "kg")
    paths[0].unlink()  # what is known of it is kept, so it can be read again
    run(paths[1:], tmp_path / "kg", base="https://data.example/")
    assert b"https://w3id.org/gongwen/id/" not in exported(tmp_path / "kg")
    write(tmp_path / "in", {"notice.txt": NOTICE})
    run(paths, tmp_path / "fresh", base="https://data.example/")
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")
    assert not run(paths, tmp_path / "kg").changed  # and stays, without being told again


BAD: list[tuple[str, bytes, str, str]] = [
    ("empty.txt", b"", "empty-source", "nothing in it"),
    ("blank.txt", b" \r\n\t\n", "empty-source", "nothing but blanks"),
    ("binary.txt", bytes(range(256)) * 20, "binary-source", "no text"),
    ("odd.txt", b"\x80" * 401, "wrong-encoding", "text in no encoding that is in use"),
    ("broken.pdf", b"%PDF-1.4\n" + b"x" * 500, "damaged-source", "a PDF that is none"),
    ("broken.zip", b"PK\x03\x04" + b"x" * 500, "damaged-source", "an archive that is none"),
    (
        "rows.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
        "unsupported-format",
        "sums",
    ),
    ("prose.txt", "今天天气很好。".encode(), "no-document", "no official document"),
    ("long.txt", "云".encode() * 1_700_000, "no-document", "5 MB on one line"),
]


@pytest.mark.parametrize(("name", "data", "code", "reason"), BAD, ids=[bad[3] for bad in BAD])
def test_bad_sources_stop_nothing(tmp_path: Path, name: str, data: bytes, code: str, reason: str) -> None:
    write(tmp_path / "in", ALL)
    (tmp_path / "in" / name).write_bytes(data)
    report = run([tmp_path / "in"], tmp_path / "kg")
    assert [(f.file, [d.code for d in f.diagnostics]) for f in report.failures] == [(name, [code])], reason
    assert report.head["counts"]["failed"] == 1
    assert code in (tmp_path / "kg/current/manifest.json").read_text("utf-8")
    again = run([tmp_path / "in"], tmp_path / "kg")
    assert not again.changed
    assert again.failures == report.failures, "told again as long as it is there"
    run([tmp_path / "in" / good for good in ALL], tmp_path / "fresh")
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", ALL)
    paths[0].chmod(0)
    report = run(paths, tmp_path / "kg")
    assert [d.code for d in report.failures[0].diagnostics] == ["unreadable-source"]


def test_an_error_in_the_reader_is_one_sources_failure(tmp_path: Path) -> None:
    def broken(source: Source) -> SourceReading:
        if source.name == "rules.txt":
            raise IndexError("oh")
        return read(source)

    report = build(write(tmp_path / "in", ALL), tmp_path / "kg", broken)
    assert [(f.file, f.diagnostics[0].code) for f in report.failures] == [("rules.txt", "reader-error")]
    assert "IndexError at test_kg_build.py" in report.failures[0].diagnostics[0].message
    assert report.head["counts"]["documents"] == 3


def dangerous(source: Source) -> SourceReading:
    """A reader that one source kills and another holds up."""
    if source.name == "kills.txt":
        os._exit(9)
    if source.name == "hangs.txt":
        time.sleep(60)
    return read(source)


def test_any_number_of_processes_gives_the_same(tmp_path: Path) -> None:
    many = {f"{i}.txt": RULES.replace("3号", f"{i}号") for i in range(12)}
    paths = write(tmp_path / "in", {**ALL, **many})
    run(paths, tmp_path / "one")
    run(paths, tmp_path / "two", jobs=2)
    assert exported(tmp_path / "one") == exported(tmp_path / "two")
    manifests = {(tmp_path / kg / "current" / "manifest.json").read_bytes() for kg in ("one", "two")}
    assert len(manifests) == 1


def test_a_source_that_kills_or_holds_up_its_reader_is_one_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LONGEST_READING", 3.0)
    write(tmp_path / "in", {**ALL, "kills.txt": RULES, "hangs.txt": RULES})
    report = build([tmp_path / "in"], tmp_path / "kg", dangerous, Options(jobs=2))
    failed = sorted((f.file, f.diagnostics[0].code) for f in report.failures)
    assert failed == [("hangs.txt", "reader-timeout"), ("kills.txt", "reader-died")]
    run([tmp_path / "in" / good for good in ALL], tmp_path / "fresh")
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")


def test_files_in_an_archive_stand_below_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "all.zip", "w") as archive:
        for name, text in ALL.items():
            archive.writestr(f"2024/{name}", text)
    run([tmp_path / "in"], tmp_path / "kg")
    run(write(tmp_path / "plain", ALL), tmp_path / "fresh")
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")
    assert '"files": ["all.zip/2024/notice.txt"]' in (tmp_path / "kg/current/manifest.json").read_text(
        "utf-8"
    )
    assert not run([tmp_path / "in"], tmp_path / "kg").changed
    with zipfile.ZipFile(tmp_path / "in" / "all.zip", "w") as archive:
        archive.writestr("2024/notice.txt", NOTICE)
    assert run([tmp_path / "in"], tmp_path / "kg").removed == 2


def test_a_library_that_was_missing_is_missed_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.format_cases import pdf

    (tmp_path / "plan.pdf").write_bytes(pdf(1))
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "pypdfium2", None)
        report = build([tmp_path / "plan.pdf"], tmp_path / "kg", read_source)
        assert [f.diagnostics[0].code for f in report.failures] == ["missing-library"]
    report = build([tmp_path / "plan.pdf"], tmp_path / "kg", read_source)
    assert (report.failures, report.head["counts"]["documents"]) == ((), 2)


SEEDED = """
import sys
from pathlib import Path
from gongwen.extract.pipeline import read_path
for path in sorted(Path(sys.argv[1]).glob("*.*")):
    reading = read_path(path)
    print(path.name, reading.documents, reading.diagnostics)
"""


def test_a_reading_does_not_depend_on_the_order_of_sets() -> None:
    """Python keeps sets of strings in another order in each process (PYTHONHASHSEED)."""
    samples = Path(__file__).parent.parent / "samples"
    command = [sys.executable, "-c", SEEDED, str(samples)]
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2")]
    one, other = (subprocess.run(command, env=env, capture_output=True, check=True).stdout for env in seeds)
    assert one
    assert one == other


def test_diagnostics_have_places(tmp_path: Path) -> None:
    run(write(tmp_path / "in", {"a.txt": "\r\n" + NOTICE}), tmp_path / "kg")
    manifest = (tmp_path / "kg/current/manifest.json").read_text("utf-8")
    assert f'"line": {NOTICE[: NOTICE.index("??")].count(chr(10)) + 2}, "quote": "??"' in manifest


def test_texts_are_kept_as_decoded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeff# 1号\r\n甲\u2028乙\r".encode())
    run([tmp_path / "a.txt"], tmp_path / "kg", replace=False) if False else None
    write(tmp_path, {"b.txt": "\ufeff" + NOTICE.replace("\n", "\r\n")})
    run([tmp_path / "b.txt"], tmp_path / "kg")
    assert source_texts(tmp_path / "kg", {"b.txt"}) == {"b.txt": NOTICE.replace("\n", "\r\n")}


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(NoSourceError, match="no such file"):
        run([tmp_path / "missing.txt"], tmp_path / "kg")
    assert not (tmp_path / "kg").exists(), "nothing was built"
    (tmp_path / "in").mkdir()
    with pytest.raises(NoSourceError, match="nothing to read"):
        run([tmp_path / "in"], tmp_path / "kg")
    with pytest.raises(NoKgError, match="gongwen build"):
        exported(tmp_path / "kg")


def test_a_directory_of_something_else_is_left_alone(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", ALL)
    write(tmp_path / "home", {"thesis.txt": "x"})
    with pytest.raises(KgError, match=r"thesis\.txt"):
        run(paths, tmp_path / "home")
    with pytest.raises(KgError, match="is a file"):
        run(paths, paths[0])
    assert (tmp_path / "home" / "thesis.txt").read_text() == "x"


def test_a_kg_below_its_sources_is_no_source(tmp_path: Path) -> None:
    write(tmp_path, ALL)
    run([tmp_path], tmp_path / "kg")
    assert not run([tmp_path], tmp_path / "kg").changed


def test_two_builders(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", ALL)
    with KgDirectory(tmp_path / "kg").building(), pytest.raises(KgLockedError, match="another build"):
        run(paths, tmp_path / "kg")
    assert run(paths, tmp_path / "kg").changed


def test_a_reader_keeps_its_generation(tmp_path: Path) -> None:
    notice, rules, later = write(tmp_path / "in", ALL)
    run([notice], tmp_path / "kg")
    directory = KgDirectory(tmp_path / "kg")
    with directory.reading() as generation:
        run([rules], tmp_path / "kg")
        run([later], tmp_path / "kg")
        assert generation.manifest.is_file()
        assert read_head(generation.manifest)["counts"]["sources"] == 1
        assert len(list((tmp_path / "kg/generations").iterdir())) == 2, "the one in between is gone"
    run([notice, rules], tmp_path / "kg", replace=True)
    assert [p.name for p in (tmp_path / "kg/generations").iterdir()] == ["000004"]
    assert len(list((tmp_path / "kg/texts").glob("*/*"))) == 2, "and so is what only they needed"


def test_damaged_packets_are_made_anew(tmp_path: Path) -> None:
    notice, rules, _ = write(tmp_path / "in", ALL)
    run([notice], tmp_path / "kg")
    for packet in (tmp_path / "kg/readings").glob("*/*"):
        packet.write_bytes(packet.read_bytes()[:-9])
    run([notice, rules], tmp_path / "kg")
    run([notice, rules], tmp_path / "fresh")
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")


BUILDER = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from gongwen.graph.building.build import build
    from tests.graph_cases import read

    class Slow:
        def phase(self, name, total):
            print(name, flush=True)
        def doubt(self, failed, diagnostics):
            pass
        def step(self, name):
            print(name, flush=True)

    build([Path(sys.argv[1])], Path(sys.argv[2]), read, watcher=Slow())
    print("built", flush=True)
    """
)


def test_a_killed_build_leaves_the_former_one(tmp_path: Path) -> None:
    """Killed at random points, from reading to the flip of the pointer: each time the former KG answers as
    before, and in the end the KG is the one that an undisturbed build makes."""
    write(tmp_path / "in", ALL)
    kg = tmp_path / "kg"
    run([tmp_path / "in"], kg)
    before = exported(kg)
    many = {f"{i}.txt": RULES.replace("3号", f"{i}号") + "市教育局 lead 节水\n" * 20 for i in range(60)}
    write(tmp_path / "in", many)
    run([tmp_path / "in"], tmp_path / "fresh")
    undisturbed = exported(tmp_path / "fresh")
    command = [sys.executable, "-c", BUILDER, str(tmp_path / "in"), str(kg)]
    chance = random.Random(20)
    killed = 0
    for _ in range(12):
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
        )
        assert process.stdout is not None
        process.stdout.readline()  # it has begun
        time.sleep(chance.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        if "built" in process.stdout.read():
            break
        process.wait()
        if exported(kg) == undisturbed:  # the pointer was flipped just before the kill
            break
        killed += 1
        assert exported(kg) == before
    assert killed >= 3
    run([tmp_path / "in"], kg)
    assert exported(kg) == undisturbed
    assert not list((kg / "generations").glob(".*")), "nothing half-written is left"
    assert not list(kg.rglob("*.part"))


def test_ctrl_c_keeps_what_was_read(tmp_path: Path) -> None:
    write(tmp_path / "in", ALL)

    def interrupted(source: Source) -> SourceReading:
        if source.name == "rules.txt":
            raise KeyboardInterrupt
        return read(source)

    with pytest.raises(KeyboardInterrupt):
        build([tmp_path / "in"], tmp_path / "kg", interrupted)
    assert KgDirectory(tmp_path / "kg").current() is None
    assert len(list((tmp_path / "kg/readings").glob("*/*"))) == 2
    assert run([tmp_path / "in"], tmp_path / "kg").changed
