"""Page numbers and running heads of texts that were taken from printed pages."""

from __future__ import annotations

import pytest

from gongwen.extract.furniture import furniture
from gongwen.extract.lines import lines_of
from gongwen.extract.reading import Reading

HEAD = "云州市人民政府公报2024年第1期"

# Lines of a page, and which of them the page prints around its text.
CASES = [
    (["完善城市排水", "— 3 —", "体系"], [1], "a number between dashes, GB/T 9704"),
    (
        ["一", "－12－", "二", "-13-", "三", "·14·", "四", "第 15 页 共 20 页"],
        [1, 3, 5, 7],
        "other dashes and words",
    ),
    ([HEAD, "甲", HEAD, "乙"], [0, 2], "a gazette's name and issue"),
    ([HEAD, "甲"], [], "once, it is a masthead"),
    (
        ["云州统计 3", "甲", "— 3 —", "云州统计 4", "乙", "— 4 —", "云州统计 5", "丙", "— 5 —"],
        [0, 2, 3, 5, 6, 8],
        "a head that returns beside page numbers, its own number apart",
    ),
    ([HEAD, "7", "甲", HEAD, "8", "乙"], [0, 1, 3, 4], "bare numbers beside a head"),
    (
        ["责任单位：市教育局", "甲", "责任单位：市教育局", "乙", "责任单位：市教育局"],
        [],
        "lines that return, no page near",
    ),
    (["序号", "1", "甲", "2", "乙", "3"], [], "numbers of a table"),
    (["2021—2025", "— 年 —", "第3页的表"], [], "years and words are no page numbers"),
]


@pytest.mark.parametrize(("lines", "expected", "reason"), CASES)
def test_furniture(lines: list[str], expected: list[int], reason: str) -> None:
    text = "\n".join(lines)
    ranges = [(line.start, line.end) for line in lines_of(text)]
    assert sorted(furniture(text, ranges)) == expected, reason


def test_a_sentence_runs_on_over_the_page() -> None:
    text = f"{HEAD}\n　　2024年6月30日前出台《云州市住宅加装电梯工作导\n— 5 —\n{HEAD}\n则》，明确井道要求。"
    reading = Reading.of_text(text)
    start, end = reading.text.index("《"), reading.text.index("》") + 1
    assert reading.text[start:end] == "《云州市住宅加装电梯工作导则》"
    assert reading.printed(start, end) == "《云州市住宅加装电梯工作导则》"
    span = reading.span(start, end)
    assert text[span.start : span.end] == f"《云州市住宅加装电梯工作导\n— 5 —\n{HEAD}\n则》"
