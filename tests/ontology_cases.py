"""A graph that holds every kind of statement, for the tests of the ontology and of its shapes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gongwen.extract.model import (
    Body,
    Citation,
    Deadline,
    DeadlineKind,
    Fact,
    Relation,
    Responsibility,
    Role,
    Source,
    SourceReading,
    Span,
    Task,
)
from gongwen.graph.building.build import build
from tests.graph_cases import AREA, LATER, NOTICE, RULES, read, write

# By kind the forms that a value takes, and forms that it does not take.
VALUES = [
    (
        DeadlineKind.DUE,
        ("2021", "2021-06", "2021-06-30"),
        ("2021-13", "2021-06-32", "P5D", "issued", "2021/2023"),
    ),
    (
        DeadlineKind.WITHIN,
        ("P5D", "P5WD", "P3Y", "P1Y6M", "PT24H", "P1DT12H"),
        ("P", "PT", "5D", "P5X", "P1M5WD", "2021"),
    ),
    (
        DeadlineKind.RECURRING,
        ("R/P3M", "R/P1Y", "R/--06", "R/--01-15", "R/---10", "R/--10/--12"),
        ("R/", "R/P", "R/--13", "R/---32", "P3M", "R/06", "R/--10/12"),
    ),
    (
        DeadlineKind.PERIOD,
        ("2021/2023", "2003-10/2003-12", "2021-01-01/2021-02-01", "2020-02/..", "../2020-02"),
        ("2021", "2021/", "/2023", "../..", "2021/2023/2025", "2021-13/2022"),
    ),
    (DeadlineKind.EFFECTIVE, ("issued", "2021-02-01", "2021-02", "2021"), ("Issued", "P5D", "2021-2-1")),
    (
        DeadlineKind.VALIDITY,
        ("P5Y", "P1Y6M", "2022-12-31", "2023-12", "2023"),
        ("issued", "P5WD", "PT24H", "2021/2023"),
    ),
]


RICH = "a.txt"
UNSAID = (Relation.IMPLEMENTS, Relation.AMENDS, Relation.INTERPRETS)


def rich(source: Source) -> SourceReading:
    """The reading of a tiny text, in one of them with what tiny texts cannot say: a registration, an article, every relation, every
    kind of deadline, a body that stands for many."""
    reading = read(source)
    if source.name != RICH:
        return reading
    head = reading.documents[0]
    place = Span(head.span.start, head.span.start + 2)
    forms = (Deadline(place, kind, value) for kind, good, _ in VALUES for value in good)
    more = (Citation(place, f"{relation}条例", None, relation) for relation in UNSAID)
    many = Body(AREA, "有关部门", "有关部门", ("有关部门",), collective=True)
    first = replace(
        head,
        registration=Fact("云部规2021—1", place),
        citations=tuple(replace(c, article="第三条第二款") for c in (*head.citations, *more)),
        tasks=(*head.tasks, Task(place, "其他", "其他", (Responsibility(place, many, Role.COOPERATE),))),
        deadlines=(*head.deadlines, *forms),
    )
    return replace(reading, documents=(first, *reading.documents[1:]))


# Long enough to be compared, and printed a second time with another number.
COPIED = "# 云府〔2020〕6号 | 关于供水的通知 | 2020-02-02 | 通知\n" + "".join(
    f"第{i}条云泽市用水户{i}\n" for i in range(30)
)


def make_kg(folder: Path) -> Path:
    """The graph of six tiny texts; two of them print the same document, and two nearly the same."""
    texts = {RICH: NOTICE, "b.txt": RULES, "c.txt": LATER, "d.txt": RULES + "市教育局 lead 供水\n"}
    texts |= {"e.txt": COPIED, "f.txt": COPIED.replace("6号", "8号")}
    report = build(write(folder / "in", texts), folder / "kg", rich)
    assert not report.failures
    return folder / "kg"
