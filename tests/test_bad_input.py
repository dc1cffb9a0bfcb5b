"""What a user gives by mistake or a publisher spoils: each bad file is one diagnostic in the manifest and one line that
says what to do; the exit status is 1, all else is built, and nothing of the former graph is lost.

Through the command line, with the real reader.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gongwen.graph.cli import app
from gongwen.graph.kg.export import ExportFormat, export
from gongwen.graph.kg.generations import KgDirectory

SAMPLES = Path(__file__).parent.parent / "samples"
GOOD = SAMPLES / "greenway-order-021.txt"
LATER = SAMPLES / "wetland-park-reply.txt"
TEXT = GOOD.read_text("utf-8")
GBK = TEXT.encode("gb18030")


@dataclass(frozen=True)
class Run:
    status: int
    printed: str
    told: str


def gongwen(*arguments: object) -> Run:
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


def exported(kg: Path) -> bytes:
    out = io.BytesIO()
    export(kg, ExportFormat.NQUADS, out)
    return out.getvalue()


def sources(kg: Path) -> dict[str, dict[str, Any]]:
    """What the manifest says of each source, by the path at which it stands."""
    manifest = json.loads((kg / "current/manifest.json").read_text("utf-8"))
    return {file: source for source in manifest["sources"] for file in source["files"]}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The graph of the two good files alone."""
    kg = tmp_path_factory.mktemp("clean") / "kg"
    assert gongwen("build", GOOD, LATER, "-o", kg).status == 0
    return exported(kg)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of which a KG was built, ``kg`` beside it, and to which a good file came since then."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / GOOD.name).write_bytes(GOOD.read_bytes())
    assert gongwen("build", tmp_path / "in", "-o", tmp_path / "kg").status == 0
    (tmp_path / "in" / LATER.name).write_bytes(LATER.read_bytes())
    return tmp_path / "in"


def holding(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


BAD: list[tuple[str, Callable[[Path], object], str, str, str]] = [
    ("empty.txt", holding(b""), "empty-source", "是空文件", "an empty file"),
    ("blank.txt", holding(b" \r\n\t\r\n"), "empty-source", "nothing to read", "nothing but blanks"),
    ("form-feed.txt", holding("　\f\n".encode()), "empty-source", "nothing to read", "blanks of other kinds"),
    ("noise.txt", holding(bytes(range(256)) * 20), "binary-source", "不是文本文件", "a binary file"),
    ("tool.txt", holding(b"\x7fELF" + bytes(4000)), "binary-source", "convert it", "a program"),
    ("odd.txt", holding(b"\x80" * 401), "wrong-encoding", "编码无法识别", "text in no encoding in use"),
    (
        "mixed.txt",
        holding(TEXT[:300].encode() + GBK[600:900] + TEXT[450:].encode()),
        "wrong-encoding",
        "iconv",
        "two encodings in one file",
    ),
    (
        "cut.txt",
        holding(TEXT.rstrip().encode()[:-1]),
        "wrong-encoding",
        "is UTF-8 but for 1 damaged place(s)",
        "cut off inside a character",
    ),
    (
        "spoilt.txt",
        holding(GBK[:700] + b"\xff\xff" + GBK[700:]),
        "wrong-encoding",
        "iconv -c -f GB18030",
        "bytes that do not belong",
    ),
    (
        "prose.txt",
        holding("今天天气很好。\n".encode()),
        "no-document",
        "没有找到公文",
        "no official document",
    ),
    ("line.txt", holding("云".encode() * 1_700_000), "no-document", "没有找到公文", "5 MB on one line"),
    ("broken.pdf", holding(b"%PDF-1.4\n" + b"x" * 500), "damaged-source", "broken.pdf", "a PDF that is none"),
    (
        "broken.zip",
        holding(b"PK\x03\x04" + b"x" * 500),
        "damaged-source",
        "broken.zip",
        "an archive that is none",
    ),
    ("page.png", holding(b"\x89PNG\r\n\x1a\n" + bytes(99)), "unsupported-format", "OCR", "a picture"),
    ("pipe.txt", os.mkfifo, "no-regular-file", "save what it gives as a file", "a pipe that nobody fills"),
    (
        "dangling.txt",
        lambda p: p.symlink_to("nowhere"),
        "unreadable-source",
        "链接的目标不存在",
        "a link to nothing",
    ),
    (
        "itself.txt",
        lambda p: p.symlink_to(p.name),
        "unreadable-source",
        "link to nothing",
        "a link to itself",
    ),
]


@pytest.mark.parametrize(("name", "make", "code", "told", "reason"), BAD, ids=[bad[4] for bad in BAD])
def test_a_bad_file_stops_nothing(
    folder: Path, clean: bytes, name: str, make: Callable[[Path], object], code: str, told: str, reason: str
) -> None:
    make(folder / name)
    kg = folder.parent / "kg"
    # A picture is left out of a folder unless it is named.
    named = [folder / name] if name.endswith(".png") else []
    found = gongwen("build", folder, *named, "-o", kg)
    assert found.status == 1, reason
    (line,) = found.told.splitlines()
    assert line.startswith(f"gongwen: 失败 failed: {name}: [{code}] "), line
    assert told in line
    assert line.count(name) <= 2
    source = sources(kg)[name]
    assert source["status"] == "failed"
    assert [d["code"] for d in source["diagnostics"] if d["severity"] == "error"] == [code]
    assert exported(kg) == clean, "all others are built, and nothing of the bad one"
    assert not list(kg.rglob("*.part"))
    (folder / name).unlink()
    mended = gongwen("build", folder, "-o", kg)
    assert (mended.status, mended.told) == (0, "")
    assert exported(kg) == clean


def test_a_book_of_a_document_fails_and_its_head_is_read(folder: Path) -> None:
    """Of 5 MB in one document nobody waits for the statements; that it exists, and its title and number, are read."""
    text = TEXT.replace("第21号", "第99号") + "云州市教育局负责。" * (5_000_000 // 27)
    (folder / "long.txt").write_text(text, "utf-8")
    kg = folder.parent / "kg"
    found = gongwen("build", folder, "-o", kg)
    assert found.status == 1
    assert "long.txt: [document-too-long] 文件过长" in found.told
    assert "Split the source" in found.told
    assert len(found.told.splitlines()) == 1
    assert all(sources(kg)[name]["status"] == "read" for name in (GOOD.name, LATER.name))


def test_many_bad_files_are_each_told_and_json_tells_the_same(folder: Path, clean: bytes) -> None:
    for name, make, *_ in BAD:
        if name != "page.png":
            make(folder / name)
    kg = folder.parent / "kg"
    found = gongwen("build", folder, "-o", kg, "--jobs", 2, "--format", "json")
    assert found.status == 1
    assert found.told == ""
    failed = {f["file"]: {d["code"] for d in f["diagnostics"]} for f in json.loads(found.printed)["failed"]}
    assert set(failed) == {bad[0] for bad in BAD} - {"page.png"}
    assert all(code in failed[name] for name, _, code, *_ in BAD if name in failed)
    assert exported(kg) == clean


NAMES = [
    ("a b.txt", "a blank"),
    ("第1期 公报（2024）.txt", "Chinese"),
    ("-o.txt", "an option"),
    ("a#b?c%20&d=e.txt", "what IRIs and URLs mean something by"),
    ("q'uo\"te`$(id).txt", "what a shell means something by"),
    ("<b>\\{}|^.txt", "what no IRI may hold"),
    ("[red]x[/bold].txt", "markup of the progress bar, where a folder ends in a bracket"),
    ("two\nlines\t.txt", "a line break"),
    ("\x1b[31mred\u202etxt", "controls of the terminal"),
    ("名" * 80 + ".txt", "the longest name that there is"),
    (os.fsdecode(b"bad\xff\xfename.txt"), "bytes that are no UTF-8"),
]


@pytest.mark.parametrize(("name", "reason"), NAMES, ids=[name[1] for name in NAMES])
def test_a_name_with_odd_characters_is_a_name(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "in").mkdir()
    try:
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(GOOD.read_bytes())
    except OSError:
        pytest.skip("the file system has no such name")
    kg = tmp_path / "kg"
    assert gongwen("build", tmp_path / "in", "-o", kg).status == 0, reason
    assert not json.loads(gongwen("build", tmp_path / "in", "-o", kg, "--format", "json").printed)["changed"]
    assert b"<https://w3id.org/gongwen/id/source/" in exported(kg)
    answer = gongwen("query", "find-documents", "--words", "绿道", kg)
    assert answer.status == 0
    assert "绿道" in answer.printed
    assert not {"\x1b", "\u202e"} & set(answer.printed)
    assert gongwen("check", kg).status == 0
    (tmp_path / "in" / name).write_bytes(b"")
    failed = gongwen("build", tmp_path / "in", "-o", kg)
    assert failed.status == 1
    assert len(failed.told.splitlines()) == 1, "a name cannot forge a line"
    assert not {"\x1b", "\u202e"} & set(failed.told)


def test_names_that_differ_in_broken_bytes_are_different_places(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    try:
        for number, name in enumerate((b"\xff.txt", b"\xfe.txt")):
            text = TEXT.replace("第21号", f"第{number}号")
            Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/" + name)).write_text(text, "utf-8")
    except OSError:
        pytest.skip("the file system has no such name")
    assert gongwen("build", tmp_path / "in", "-o", tmp_path / "kg").status == 0
    assert len(sources(tmp_path / "kg")) == 2


def test_a_loop_of_folders_ends(folder: Path, clean: bytes) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to("..")
    (folder / "again").symlink_to(folder)
    assert gongwen("build", folder, "-o", folder.parent / "kg").status == 0
    assert exported(folder.parent / "kg") == clean
    assert set(sources(folder.parent / "kg")) == {GOOD.name, LATER.name}, "each file once"


def refusing(what: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading what bears that name is not permitted: root, under whom tests may run, is permitted everything."""
    owner: Any = Path if method == "read_bytes" else os
    plain = getattr(owner, method)

    def refused(path: Any, *rest: Any) -> Any:
        if not isinstance(path, int) and Path(path).name == what:
            raise PermissionError(13, "Permission denied", str(path))
        return plain(path, *rest)

    monkeypatch.setattr(owner, method, refused)


def test_a_file_that_may_not_be_read(folder: Path, clean: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secret.txt").write_text("云府〔2024〕1号", "utf-8")
    refusing("secret.txt", "read_bytes", monkeypatch)
    found = gongwen("build", folder, "-o", folder.parent / "kg")
    assert found.status == 1
    assert "secret.txt: [unreadable-source] 无法打开 cannot be opened (Permission denied)" in found.told
    assert exported(folder.parent / "kg") == clean


def test_a_folder_that_may_not_be_opened_keeps_what_was_read_from_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "year").mkdir()
    (folder / LATER.name).rename(folder / "year" / LATER.name)
    kg = folder.parent / "kg"
    assert gongwen("build", folder, "-o", kg).status == 0
    before = exported(kg)
    with monkeypatch.context() as closed:
        refusing("year", "scandir", closed)
        refusing("year", "read_bytes", closed)
        found = gongwen("build", folder, "-o", kg)
        assert found.status == 1
        assert "year: [unreadable-source] 文件夹无法打开 is a folder that cannot be opened" in found.told
        assert exported(kg) == before, "nobody can say that its files are gone"
    assert gongwen("build", folder, "-o", kg).status == 0
    assert exported(kg) == before


def test_only_bad_files_make_an_empty_graph(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert gongwen("build", tmp_path / "empty.txt", "-o", tmp_path / "kg").status == 1
    assert gongwen("query", "find-documents", "--words", "通知", tmp_path / "kg").status == 0


def test_a_full_disk_leaves_the_former_graph(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever cannot be written, the build ends and the former graph answers."""
    kg = folder.parent / "kg"
    before, generation = exported(kg), KgDirectory(kg).current()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("gongwen.graph.kg.pool.write_whole", full)
        with pytest.raises(OSError, match="No space left"):
            CliRunner().invoke(app, ["build", str(folder), "-o", str(kg)], catch_exceptions=False)
    assert KgDirectory(kg).current() == generation
    assert exported(kg) == before
    assert gongwen("build", folder, "-o", kg).status == 0


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_leaves_the_former_graph(folder: Path, stop: signal.Signals) -> None:
    kg = folder.parent / "kg"
    before = exported(kg)
    for number in range(60):
        (folder / f"{number}.txt").write_text(TEXT.replace("第21号", f"第{number}号"), "utf-8")
    command = [sys.executable, "-m", "gongwen", "build", str(folder), "-o", str(kg)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not list((kg / "generations").glob("[!0-9]*")) and process.poll() is None:
        time.sleep(0.02)
    time.sleep(0.2)
    process.send_signal(stop)
    _, told = process.communicate()
    assert process.returncode != 0, "it was stopped before its end"
    assert "Traceback" not in told
    assert exported(kg) == before
    assert gongwen("build", folder, "-o", kg).status == 0
    assert len(sources(kg)) == 62
