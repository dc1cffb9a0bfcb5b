"""The little language of responsibility statements: text in, names with roles out."""

from __future__ import annotations

import pytest

from gongwen.extract.duties.statements import Rules, label_role, parse_statement, predicate_role
from gongwen.extract.reading import Reading

FIRST = Rules(first_is_lead=True)
PLAIN = Rules()

CASES = [
    # text, rules, {name: role}, reason
    ("市教育局牵头，市财政局配合", PLAIN, "市教育局=lead 市财政局=cooperate", "a predicate behind each list"),
    (
        "市教育局牵头，市财政局、市人社局按职责分工负责",
        PLAIN,
        "市教育局=lead 市财政局=responsible 市人社局=responsible",
        "an adverbial before the verb changes nothing",
    ),
    (
        "市教育局负责，市财政局配合",
        PLAIN,
        "市教育局=responsible 市财政局=cooperate",
        "A负责，B配合: A is responsible",
    ),
    (
        "市教育局、市财政局，各县区政府负责",
        PLAIN,
        "市教育局=responsible 市财政局=responsible 各县区政府=responsible",
        "a list waits for the next predicate",
    ),
    ("责任单位：市教育局、市财政局", PLAIN, "市教育局=responsible 市财政局=responsible", "a label alone"),
    (
        "责任单位：市教育局；配合单位：市财政局",
        PLAIN,
        "市教育局=lead 市财政局=cooperate",
        "beside 配合单位 it leads",
    ),
    (
        "牵头单位：市教育局；责任单位：市财政局",
        PLAIN,
        "市教育局=lead 市财政局=responsible",
        "beside 牵头单位 it is responsible",
    ),
    (
        "责任单位：市教育局、市财政局、市民政局",
        FIRST,
        "市教育局=lead 市财政局=cooperate 市民政局=cooperate",
        "the document's own rule: the first leads",
    ),
    ("责任单位：市教育局", FIRST, "市教育局=lead", "also a sole first"),
    (
        "牵头单位：市教育局协办单位：市财政局",
        PLAIN,
        "市教育局=lead 市财政局=cooperate",
        "labels without separator",
    ),
    ("市教育局会同市财政局负责", PLAIN, "市教育局=lead 市财政局=cooperate", "会同 makes a leader"),
    ("市教育局负责；2024年6月底前完成", PLAIN, "市教育局=responsible", "a time is nobody"),
    ("牵头单位：市教育局；完成时限：2024年6月", PLAIN, "市教育局=lead", "a label of a time"),
    (
        "责任单位：市教育局、市财政局共同牵头",
        PLAIN,
        "市教育局=lead 市财政局=lead",
        "the predicate is stronger than the label",
    ),
    (
        "责任单位：市教育局、市编办，市直各部门配合",
        PLAIN,
        "市教育局=lead 市编办=lead 市直各部门=cooperate",
        "names before the comma keep their label",
    ),
    (
        "责任单位：市教育局牵头，市编办、市财政局，各县区政府配合",
        PLAIN,
        "市教育局=lead 市编办=cooperate 市财政局=cooperate 各县区政府=cooperate",
        "behind a predicate the label is spent",
    ),
    (
        "责任单位：市教育局、市财政局按《云州市校舍建设职责分工》（云办〔2023〕5号）分工负责，市民政局配合",
        PLAIN,
        "市教育局=responsible 市财政局=responsible 市民政局=cooperate",
        "what a predicate is by may be a document",
    ),
    (
        "校车整治由市教育局牵头，其他车辆由市公安局牵头，市财政局配合",
        PLAIN,
        "市教育局=lead 市公安局=lead 市财政局=cooperate",
        "what stands before 由 is the work",
    ),
    (
        "市商务局牵头，市工商联配合",
        PLAIN,
        "市商务局=lead 市工商联=cooperate",
        "商 inside a name joins nothing",
    ),
    ("省级支持单位：省教育厅", PLAIN, "省教育厅=cooperate", "a label made of modifier, core and head"),
    ("含个体工商户", PLAIN, "", "no label, no predicate: nothing is assigned"),
]


@pytest.mark.parametrize(("text", "rules", "expected", "reason"), CASES, ids=[c[3] for c in CASES])
def test_statement(text: str, rules: Rules, expected: str, reason: str) -> None:
    reading = Reading.of_text(text)
    found, _ = parse_statement(reading, 0, len(reading.text), rules)
    got = " ".join(f"{reading.text[a.mention.start : a.mention.end]}={a.role}" for a in found)
    assert got == expected, reason


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("牵头单位", "lead"),
        ("市级牵头单位", "lead"),
        ("配合单位", "cooperate"),
        ("考核责任单位", "responsible"),
        ("参与单位", "cooperate"),
        ("完成时限", None),
        ("第一责任单位", "lead"),
    ],
)
def test_label_role(word: str, role: str | None) -> None:
    assert label_role(word) == role


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("牵头负责", "lead"),
        ("按照职能分工分别负责", "responsible"),
        ("协办", "cooperate"),
        ("督导落实", "responsible"),
    ],
)
def test_predicate_role(word: str, role: str) -> None:
    assert predicate_role(word)[0] == role
