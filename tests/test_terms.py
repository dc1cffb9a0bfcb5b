"""Glossaries: where one begins and ends, and what is an entry. All texts are invented."""

from __future__ import annotations

import pytest

from gongwen.extract.model import Context
from gongwen.extract.reading import Reading
from gongwen.extract.terms import find_terms
from tests.timing import assert_linear


def found(text: str) -> list[tuple[str, str]]:
    """Term and definition of each entry."""
    hits = find_terms(Reading.of_text(text), Context()).hits
    return [(h.value.term, h.value.definition) for h in hits]


CASES: list[tuple[str, list[tuple[str, str]], str]] = [
    ("名词解释\n水城：临水的城。\n“三水”：雨水、河水、井水。", [("水城", "临水的城。"), ("“三水”", "雨水、河水、井水。")], "a colon"),
    ("## 名词解释\n\n**水城：**临水的城。", [("水城", "临水的城。")], "Markdown marks are no part"),
    ("名词解释\n1.水城——临水的城。", [("水城", "临水的城。")], "a dash, numbered"),
    ("名词解释\n“三水”是指雨水、河水、井水。", [("“三水”", "雨水、河水、井水。")], "是指"),
    ("名词解释\n2.水城，是指临水的城。", [("水城", "临水的城。")], "a comma before 是指"),
    ("四、术语解释\n（一）缺水率。缺水人口的比例。\n（二）水城。临水的城。\n五、附则\n（一）说明。略。",
     [("缺水率", "缺水人口的比例。"), ("水城", "临水的城。")], "a full stop in a numbered list; the next item ends it"),
    ("附件\n名词解释\n水城：临水的城。　　水乡：临水的乡。", [("水城", "临水的城。"), ("水乡", "临水的乡。")],
     "entries glued behind blanks"),
    ("专栏1\n名词注释\n“三水”：指雨水。 “两河”：指云水、泽水。\n专栏2\n备注：无", [("“三水”", "指雨水。"), ("“两河”", "指云水、泽水。")],
     "a box ends where the next begins"),
    ("名词解释\n水乡：临水的乡。水城：指临水的城。", [("水乡", "临水的乡。"), ("水城", "指临水的城。")], "glued, with 指"),
    ("《政府工作报告》名词解释\n水城：临水的城。", [("水城", "临水的城。")], "of a report"),
    ("有关用语说明\n水城：临水的城。", [("水城", "临水的城。")], "other words for the heading"),
    ("第九条 本条例下列用语的含义：\n（一）水城，是指临水的城。\n（二）“水乡”系指临水的乡。\n第十条 水网是指：河道。",
     [("水城", "临水的城。"), ("“水乡”", "临水的乡。")], "an article of meanings, up to the next article"),
    ("第九条 本办法中下列用语的含义是：\n水城，是指临水的城。\n水乡，是指临水的乡。",
     [("水城", "临水的城。"), ("水乡", "临水的乡。")], "its paragraphs without numbers"),
    ("第九条 本办法下列用语的含义：（一）水城、水乡，分别是指临水的城、乡。（二）水网指标，按照规定执行。",
     [("水城", "临水的城、乡。"), ("水乡", "临水的城、乡。")], "two words of one definition; glued; no meaning"),
    ("第九条 本办法所称水城，是指临水的城。", [], "a definition alone is no glossary"),
    ("第九条 市水务局负责解释下列用语的含义，\n（一）水城，是指临水的城。", [], "no heading"),
    ("1.名词解释工作由市水务局负责。\n水城：临水的城。", [], "a sentence is no heading"),
    ("一、任务\n目标：建成水城。", [], "no glossary, no terms"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reason"), CASES)
def test_entries(text: str, expected: list[tuple[str, str]], reason: str) -> None:
    assert found(text) == expected, reason


@pytest.mark.parametrize(
    "piece",
    ["水城。 ", "水城：水。 ", "“水", "1.水", "水城，", "（一）水", "名词解释\n", "第九条水下列用语", "水、"],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    assert_linear(found, piece, "名词解释\n")
