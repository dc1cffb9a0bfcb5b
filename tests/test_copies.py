"""Documents of nearly the same text: which are linked, and that neither the order nor the number of builds shows."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path

import pytest

from gongwen.extract.sketch import sketch
from gongwen.graph.asking.store import open_kg
from gongwen.graph.building.build import build
from gongwen.graph.derived import copies as matching
from gongwen.graph.errors import KgError
from gongwen.graph.kg.generations import KgDirectory
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.manifest import read_head
from tests.graph_cases import read, write
from tests.test_graph_links import PREFIX, holds, one
from tests.test_kg_build import exported

TEXT = [
    f"第{i}条 云泽市第{i * 7}项供水工作由市水务局负责办理，按照有关规定于20{i}年完成" for i in range(10, 60)
]
# A word in six lines is misread; a character in each line.
NOISY = [line.replace("规定", "規定") if i % 6 == 0 else line for i, line in enumerate(TEXT)]
NOISIER = [line[: 3 * i % 37] + "囗" + line[3 * i % 37 + 1 :] for i, line in enumerate(TEXT)]
TITLE = "关于做好供水工作的通知"


def doc(
    number: str = "", title: str = TITLE, lines: list[str] = TEXT, date: str = "2021-01-04", start: str = ""
) -> str:
    return one(number, title, *([start] if start else []), *lines, date=date)


A = doc("云府〔2021〕1号")
# Two documents, their similarity at least (0: not linked), what they differ in, why
PAIRS: list[tuple[str, str, float, str, str]] = [
    (A, doc(start="云泽市人民政府网站 首页 信息公开"), 0.9, "", "another header, and no number"),
    (A, doc(lines=NOISY), 0.8, "", "a text that was recognised, without number"),
    (A, doc("云府〔2021〕7号", lines=NOISY), 0.8, "eli:id_local", "a number that was misread"),
    (A, doc(date="2021-01-05"), 0.9, "eli:date_document", "the day of publication for the date"),
    (A, doc(title="", date=""), 0.9, "", "without title and date"),
    (A, doc(title="关千做好供水工作的通知"), 0.9, "dcterms:title", "a title that was misread"),
    (A, doc("云府〔2022〕9号", date="2022-01-05"), 0, "", "the same every year: two documents"),
    (A, doc("云府〔2021〕2号", title="关于做好排水工作的通知"), 0, "", "one form, two cases"),
    (A, doc(title="关于做好排水工作的通知", lines=NOISIER), 0, "", "another title, and not so alike"),
    (A, doc(lines=TEXT[:25]), 0, "", "half of it"),
    (doc("云府〔2021〕1号", lines=["好"]), doc(lines=["好", "坏"]), 0, "", "too short to tell"),
]


@pytest.mark.parametrize(("first", "second", "least", "differs", "why"), PAIRS, ids=[p[4] for p in PAIRS])
def test_pairs(tmp_path: Path, first: str, second: str, least: float, differs: str, why: str) -> None:
    for name, texts in (("a", (first, second)), ("b", (second, first))):
        write(tmp_path / name, {f"{i}.txt": text for i, text in enumerate(texts)})
        report = build([tmp_path / name], tmp_path / f"kg-{name}", read)
        assert report.head["counts"]["documents"] == 2, "never merged"
        copied = holds(tmp_path / f"kg-{name}", "?a gw:nearCopyOf ?b . ?b gw:nearCopyOf ?a")
        assert copied == bool(least), why
        assert report.head["classes"].get("gw:Resemblance", 0) == int(copied)
        found = f"GRAPH ?g {{ ?how gw:similarity ?s }} FILTER(?s >= {least} && STRENDS(STR(?g), '/links'))"
        assert holds(tmp_path / f"kg-{name}", found) == copied
        if differs:
            assert holds(tmp_path / f"kg-{name}", f"?how gw:differsIn {differs}")
        assert report.head["diagnostics"].get("copies-differ", 0) == bool(differs)
        assert holds(tmp_path / f"kg-{name}", "?how gw:differsIn ?p") == bool(differs)


def test_the_same_text_of_which_little_is_known_is_one_document(tmp_path: Path) -> None:
    """No number, no date: two sites print it, one with blanks and another header line."""
    plain = doc(title="须知", date="")
    write(
        tmp_path / "in", {"a.txt": plain, "b.txt": plain.replace("由市", "由 市"), "c.txt": plain + "网站\n"}
    )
    report = build([tmp_path / "in"], tmp_path / "kg", read)
    assert report.head["counts"]["documents"] == 2
    assert holds(tmp_path / "kg", "?a gw:alsoPrintedIn ?b ; gw:nearCopyOf ?c")


def test_a_print_with_its_title_is_read_rather_than_a_longer_one(tmp_path: Path) -> None:
    bare = doc("云府〔2021〕1号", title="", start="云泽市人民政府网站 首页 信息公开 政策文件库")
    write(tmp_path / "in", {"a.txt": bare, "b.txt": A})
    build([tmp_path / "in"], tmp_path / "kg", read)
    assert holds(
        tmp_path / "kg",
        f"?a dcterms:title '{TITLE}'@zh ; gw:alsoPrintedIn ?b FILTER NOT EXISTS {{ ?a gw:nearCopyOf ?c }}",
    )


OTHER = [f"第{i}项 云泽市园林局负责栽种树木、养护绿地，并于{i}月底前报告进展情况" for i in range(10, 60)]
# Two prints under one number, whether that is told, why
PRINTS: list[tuple[str, str, bool, str]] = [
    (A, A.replace("\n", "\n\n"), False, "the same text"),
    (A, doc("云府〔2021〕1号", lines=NOISY), False, "a recognised one"),
    (A, doc("云府〔2021〕1号", lines=TEXT[:20]), False, "one that was cut"),
    (A, doc("云府〔2021〕1号", title="关于植树的通知", lines=OTHER), True, "another document"),
    (A, doc("云府〔2021〕1号", title="", lines=OTHER), True, "another document without title"),
    (
        A,
        doc("云府〔2021〕1号", title="关于植树的通知", lines=["好"]),
        True,
        "another title, too short to compare",
    ),
]


@pytest.mark.parametrize(("first", "second", "told", "why"), PRINTS, ids=[p[3] for p in PRINTS])
def test_prints_of_one_number(tmp_path: Path, first: str, second: str, told: bool, why: str) -> None:
    write(tmp_path / "in", {"a.txt": first, "b.txt": second})
    report = build([tmp_path / "in"], tmp_path / "kg", read)
    assert report.head["counts"]["documents"] == report.head["counts"]["prints"] == 1
    assert report.head["diagnostics"].get("prints-differ", 0) == told, why


MANY = {
    "a.txt": A,
    "b.txt": doc(lines=NOISY, date="2021-01-05"),
    "c.txt": doc(title="", date="", start="网站"),
    "d.txt": doc("云府〔2021〕1号", title="", start="更长的一种刊印"),
    "e.txt": doc("云府〔2021〕8号", title="别的通知", lines=TEXT[::-1]),
}


def test_order_and_increments_do_not_show(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", MANY)
    build(paths, tmp_path / "fresh", read)
    wanted = exported(tmp_path / "fresh")
    assert wanted.count(b"gw:nearCopyOf") == 0  # N-Quads have no prefixes
    assert wanted.count(b"ontology#nearCopyOf> <http") >= 4
    for turn, order in enumerate(itertools.islice(itertools.permutations(paths), 0, None, 59)):
        for path in order:
            build([path], tmp_path / f"kg{turn}", read)
        assert exported(tmp_path / f"kg{turn}") == wanted
    # What goes takes its links with it, and comes back with them.
    for name in ("a.txt", "d.txt", "b.txt"):
        (tmp_path / "in" / name).unlink()
        build([tmp_path / "in"], tmp_path / "kg0", read)
        write(tmp_path / "rest", {p.name: p.read_text("utf-8") for p in (tmp_path / "in").iterdir()})
        (tmp_path / "rest" / name).unlink(missing_ok=True)
        build([tmp_path / "rest"], tmp_path / f"without-{name}", read)
        assert exported(tmp_path / "kg0") == exported(tmp_path / f"without-{name}")
    write(tmp_path / "in", MANY)
    build([tmp_path / "in"], tmp_path / "kg0", read)
    assert exported(tmp_path / "kg0") == wanted


def test_many_copies_of_one_text_cost_no_square(tmp_path: Path) -> None:
    """Of many that share their bands each is compared with the first alone."""
    many = {f"{i:03}.txt": doc(title=TITLE, date="", start=f"第{i}个网站") for i in range(40)}
    write(tmp_path / "in", many)
    report = build([tmp_path / "in"], tmp_path / "kg", read)
    pairs = report.head["classes"]["gw:Resemblance"]
    assert report.head["counts"]["documents"] == 40
    assert 39 <= pairs <= 39 * 8
    with open_kg(tmp_path / "kg") as store:
        linked = store.select(f"{PREFIX} SELECT DISTINCT ?d {{ ?d gw:nearCopyOf ?e }}").rows
    assert len(linked) == 40


def test_a_ledger_of_another_version_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.txt": A})
    build([tmp_path / "in"], tmp_path / "kg", read)
    generation = KgDirectory(tmp_path / "kg").current()
    assert generation
    with sqlite3.connect(generation.ledger) as db:
        db.execute("PRAGMA user_version = 1")
    with pytest.raises(KgError, match="another version"):
        build([tmp_path / "in"], tmp_path / "kg", read)
    assert read_head(generation.manifest)["counts"]["documents"] == 1


def test_matching_again_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "in", MANY)
    build([tmp_path / "in"], tmp_path / "kg", read)
    generation = KgDirectory(tmp_path / "kg").current()
    assert generation
    ledger = Ledger(generation.ledger)
    before = list(matching.copies(ledger.db, "document"))
    made = sketch(A)
    assert before
    assert made
    matching.withdraw(ledger.db, 99, made)
    matching.match(ledger.db)
    assert list(matching.copies(ledger.db, "document")) == before
    ledger.close()
