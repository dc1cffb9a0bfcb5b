"""Derived graphs brought up to date step by step are those that are made at once, whatever came, changed or went."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from gongwen.graph.building.build import Options, build
from gongwen.graph.derived.units import Units, derived_lines, moved_lines
from gongwen.graph.kg.generations import KgDirectory
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.packet import DiagnosticRow
from tests import test_attachments as attachments
from tests import test_copies as copied
from tests.graph_cases import NOTICE, RULES, read, write
from tests.test_kg_build import exported

GRAPH = "<http://e/g> ."
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def line(subject: str, predicate: str = "<http://e/p>", value: str = '"x"') -> str:
    return f"<http://e/{subject}> {predicate} {value} {GRAPH}"


A, B, C = (line(name, TYPE, "<http://e/C>") for name in "abc")

# What a unit has, what is put in its place, what is lost, what is gained
CHANGES = [
    ([], [A, B], [], [A, B], "all new"),
    ([A, B], [], [A, B], [], "all gone"),
    ([A, B], [B, A, A], [], [], "the same"),
    ([A, B], [B, C], [A], [C], "some of each"),
]


@pytest.mark.parametrize(("had", "put", "lost", "gained", "why"), CHANGES, ids=[c[4] for c in CHANGES])
def test_what_moves(
    tmp_path: Path, had: list[str], put: list[str], lost: list[str], gained: list[str], why: str
) -> None:
    db = Ledger(tmp_path / "l.sqlite", create=True).db
    units = Units(db)
    units.put("other", [line("other")])
    units.put("unit", had)
    units.keep()
    before = units.digest
    units = Units(db)
    units.put("unit", put)
    units.keep()
    assert sorted(moved_lines(db, gained=False)) == lost, why
    assert sorted(moved_lines(db, gained=True)) == gained, why
    assert list(derived_lines(db)) == sorted({line("other"), *put}), why
    assert units.count == len(set(put)) + 1
    assert (units.digest == before) == (not lost and not gained), why
    typed = dict(db.execute("SELECT term, quads FROM total WHERE kind = 'class' AND quads"))
    assert typed == ({"http://e/C": len(set(put))} if put else {}), why


def test_the_digest_does_not_tell_in_which_order(tmp_path: Path) -> None:
    digests = list[str]()
    for number, order in enumerate(([A, B, C], [C, A, B])):
        units = Units(sqlite_of(tmp_path / f"{number}.sqlite"))
        for one in order:
            units.put(one, [one])
        units.keep()
        digests.append(units.digest)
    assert len(set(digests)) == 1
    units = Units(sqlite_of(tmp_path / "0.sqlite"))
    units.put(A, [])
    assert units.digest not in digests


def sqlite_of(path: Path) -> sqlite3.Connection:
    return Ledger(path, create=not path.exists()).db


def test_what_units_tell_is_theirs(tmp_path: Path) -> None:
    db = sqlite_of(tmp_path / "l.sqlite")
    units = Units(db)
    first, second = (DiagnosticRow(code, "m", "warning", 1, 2) for code in ("b-first", "a-second"))
    units.tell("two", [second])
    units.tell("one", [first, second])
    assert units.diagnostics() == (first, second, second)
    units.put("one", [A])
    units.keep()
    units = Units(db)
    units.tell("one", [])
    assert units.diagnostics() == (second,)


REFORMED = "# 云府〔2016〕{0}号 | 市场通知 | 2016-01-04 | 通知\n市{1} lead 查处\n"
PIECES: dict[str, list[str]] = {
    "pages/n.html": [attachments.NOTICE, attachments.NOTICE.replace("学校", "学院")],
    "pages/m.html": [attachments.NOTICE.replace("1号", "2号")],
    "pages/P1.txt": [attachments.ANNEX, attachments.ANNEX.replace("出钱", "出力")],
    "body1.txt": [REFORMED.format(4, "工商行政管理局"), REFORMED.format(4, "质量技术监督局")],
    "body2.txt": [REFORMED.format(5, "市场监督管理局"), REFORMED.format(5, "工商局")],
    "notice.txt": [NOTICE],
    "rules.txt": [RULES, RULES.replace("供水", "排水"), RULES.replace("2019", "2018")],
    **{name: [text] for name, text in copied.MANY.items()},
    "repeal1.txt": [
        "# 云府〔2023〕1号 | 丁通知 | 2023-01-01 | 通知\n废止《乙办法》（云府〔2019〕3号）\n废止《甲方案》\n"
    ],
    "repeal2.txt": ["# 云府〔2023〕2号 | 己通知 | 2023-01-01 | 通知\n废止《乙办法》\n按照《学校表》\n"],
}


@pytest.mark.parametrize("seed", [0, *(pytest.param(i, marks=pytest.mark.slow) for i in range(1, 8))])
def test_steps_end_in_what_is_made_at_once(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, folder, kg = random.Random(seed), tmp_path / "in", tmp_path / "kg"
    write(folder, {f"{i}.txt": RULES.replace("3号", f"{i}0号") for i in range(2, 30)})
    for step in range(24):
        for _ in range(chance.choice((1, 1, 2, 4))):
            name = chance.choice(list(PIECES))
            path = folder / name
            if path.exists() and chance.random() < 0.5:
                path.unlink()
            else:
                write(path.parent, {path.name: chance.choice(PIECES[name])})
        if step == 12:  # as if the code that derives had been changed
            monkeypatch.setattr("gongwen.graph.building.build.graph_version", lambda: "other")
        build([folder], kg, read)
        if step % 4 == 3:
            shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
            build([folder], tmp_path / "fresh", read)
            assert exported(kg) == exported(tmp_path / "fresh"), step
            one, other = (k / "current" / "manifest.json" for k in (kg, tmp_path / "fresh"))
            assert one.read_bytes() == other.read_bytes(), step


def test_no_line_belongs_to_two_units(tmp_path: Path) -> None:
    for name, texts in PIECES.items():
        write((tmp_path / "in" / name).parent, {Path(name).name: texts[-1]})
    build([tmp_path / "in"], tmp_path / "kg", read)
    assert all(n == 1 for n in count_units(tmp_path / "kg"))
    for word in (
        b"org#ChangeEvent",
        b"#nearCopyOf",
        b"#alsoPrintedIn",
        b"#promulgatedBy",
        b"no_longer_in_force",
    ):
        assert word in exported(tmp_path / "kg"), word


def count_units(kg: Path) -> list[int]:
    generation = KgDirectory(kg).current()
    assert generation
    db = Ledger(generation.ledger, read_only=True).db
    found = [int(n) for (n,) in db.execute("SELECT count(*) FROM line GROUP BY line")]
    assert found
    return found


def test_one_more_document_makes_only_its_own_units_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", {f"{i}.txt": RULES.replace("3号", f"{i}0号") for i in range(2, 40)})
    build([tmp_path / "in"], tmp_path / "kg", read)
    made: list[str] = []
    put: Callable[..., None] = Units.put

    def noting(units: Units, unit: str, *rest: object, **named: object) -> None:
        made.append(unit)
        put(units, unit, *rest, **named)

    monkeypatch.setattr(Units, "put", noting)
    write(
        tmp_path / "in", {"new.txt": "# 云府〔2024〕7号 | 庚办法 | 2024-01-01 | 办法\n市水务局 lead 供水\n"}
    )
    build([tmp_path / "in"], tmp_path / "kg", read, Options())
    documents = [unit for unit in made if "/doc/" in unit or "/document/" in unit]
    assert len(documents) == 1
    assert len(made) < 10, made
