"""The reading text and its map: exact in both directions, for any text; and which line breaks it joins."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongwen.extract.fold import EXPANDED, fold
from gongwen.extract.lines import CUT, CUT_ENDS
from gongwen.extract.reading import Reading, Seam
from tests.timing import assert_linear

# Everything that the reading repairs or drops, beside plain text.
PIECES = [
    *"市县局印发通知一二三年月日第条，。；：（）《》0Aa12",
    *"\n\r \u3000\t\xa0\u200b\ufeff\x00\x07\ue5d2",
    "⼈", "⾏", "２", "Ａ", "㈠", "⑴", "⒈", "﹝", "﹞", "(", ")", ":", ",", "[", "]",
    "**", "__", "# ", "## ", "- ", "> ", "<BR>", "&nbsp;", "&#8194;", "<!-- 注 -->",
    "根据有关规定做好各项工作并按时报送进展情况和存在的问题以及下一步的打算，", "附件：", "责任单位：",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(TEXTS)
def test_each_reading_character_comes_from_its_source_character(text: str) -> None:
    reading = Reading.of_text(text)
    for i, char in enumerate(reading.text):
        span = reading.span(i, i + 1)
        assert 0 <= span.start < span.end <= max(1, len(text))
        origin = text[span.start : span.end]
        assert (
            char in "\n "
            or fold(origin)[:1] == char
            or char in EXPANDED.get(origin, "")
            or _in_context(text, span.start) == char
        )


def _in_context(text: str, place: int) -> str:
    """A comma or colon folds by its neighbours."""
    return fold(text)[place]


@given(TEXTS)
def test_the_map_is_monotone(text: str) -> None:
    reading = Reading.of_text(text)
    places = [reading.span(i, i + 1).start for i in range(len(reading))]
    assert places == sorted(places)


@given(TEXTS)
def test_there_and_back(text: str) -> None:
    reading = Reading.of_text(text)
    for i in range(len(reading)):
        source = reading.span(i, i + 1).start
        back = reading.offset(source)
        assert back <= i
        assert reading.span(back, back + 1).start == source


@given(TEXTS)
def test_no_letter_is_lost(text: str) -> None:
    """Each letter or digit of the source stands in the reading text once, but for the marks of HTML."""
    for mark in ("<BR>", "&nbsp;", "&#8194;", "<!-- 注 -->"):
        text = text.replace(mark, " ")
    wanted = "".join(EXPANDED.get(c, c) for c in fold(text))
    assert [c for c in Reading.of_text(text).text if c.isalnum()] == [c for c in wanted if c.isalnum()]


@given(TEXTS, st.data())
def test_a_slice_keeps_evidence_and_seams(text: str, data: st.DataObject) -> None:
    reading = Reading.of_text(text)
    if not len(reading):
        return
    start = data.draw(st.integers(0, len(reading) - 1))
    end = data.draw(st.integers(start + 1, len(reading)))
    part = reading.slice(start, end)
    assert part.text == reading.text[start:end]
    for i in range(len(part)):
        assert part.span(i, i + 1) == reading.span(start + i, start + i + 1)
        assert part.seam(i) == reading.seam(start + i)


@given(TEXTS)
@example("市\n- \u200b")
def test_paragraphs_are_the_lines_of_the_text(text: str) -> None:
    reading = Reading.of_text(text)
    assert "\n".join(reading.text[p.start : p.end] for p in reading.paragraphs) == reading.text
    assert all("\n" not in reading.text[p.start : p.end] for p in reading.paragraphs)


REPAIRS = [
    # source, reading text, reason
    ("⼈⺠政府２０２１年", "人民政府2021年", "Kangxi and supplement radicals, full-width digits"),
    ("云政发[2021] 5 号", "云政发〔2021〕5号", "ASCII brackets, blanks inside a number"),
    ("云政发﹝2021﹞5号", "云政发〔2021〕5号", "small brackets"),
    ("市 教 育 局", "市教育局", "letters set apart"),
    ("责任单位:市教育局,市财政局", "责任单位：市教育局，市财政局", "ASCII colon and comma"),
    ("12,500元在8:30见http://a.cn", "12,500元在8:30见http://a.cn", "not inside numbers and addresses"),
    ("Open Data 平台", "Open Data平台", "a blank between two words stays"),
    ("㈠总体要求", "（一）总体要求", "a number in one character is spelt out"),
    ("标题&nbsp;一<BR>二", "标题一二", "references and breaks of HTML"),
    ("通知\ue5d2\ue5cf", "通知", "a font's own end marks"),
    ("正\x00文", "正文", "a control character that recognition left"),
    ("**第一条** 为了", "第一条为了", "Markdown marks"),
    ("正文。\n<!-- INFO END -->\n正文。", "正文。\n正文。", "comments are no text"),
]


@pytest.mark.parametrize(("source", "expected", "reason"), REPAIRS)
def test_noise_is_repaired(source: str, expected: str, reason: str) -> None:
    assert Reading.of_text(source).text == expected, reason


NAMES = "责任单位：市教育局，市财政局、市人力资源社会保障局、市民政局、市水"
LONG = "各县区要把这项工作列入重要议事日程，明确分管领导和责任部门，加强督促检查和"
WRAPS = [
    # source, number of paragraphs, reason
    (f"{LONG}\n考核问责。", 1, "a full line that ends in no mark runs on"),
    (f"{LONG}\n\n考核问责。", 1, "also over a page break"),
    (f"{LONG}考核。\n考核问责。", 2, "a full stop ends it"),
    (f"{LONG}\n一、加强领导", 2, "an item begins a line of its own"),
    (f"{LONG}\n（二）加强领导", 2, "so does a bracketed one"),
    (f"{LONG}\n责任单位：市教育局", 2, "and a label"),
    (f"{LONG}\n附件1", 2, "and an attachment"),
    (f"{LONG}\n文件下载", 2, "and a link of the page"),
    (f"{LONG}\n　　考核问责。", 2, "and an indent"),
    (
        f"{NAMES}务局\n扩大试点范围。各县要加强考核。",
        2,
        "a sentence before another goes on with no list of names",
    ),
    (f"{NAMES}\n务局、市司法局负责组织。各县配合。", 1, "a name that is cut in two goes on"),
    (
        f"{NAMES}务局（二）加强宣传。各县要按照有关\n规定和要求按期检查。市教育局配合。",
        1,
        "an item begins in its line",
    ),
    (f"{NAMES}\n务局 2.扩大试点范围。各县要加强考核。", 1, "nor does one begin with an item's number in it"),
    (
        "水利部　发展改革委　工业和信息化部　财政部生态环境部　住房城乡建设部　审计署\n近年来，各地加强节水。",
        2,
        "names that blanks set apart are a line of their own",
    ),
    ("短句\n考核问责。", 2, "a short line ends where its author ended it"),
    ("由市教育局、\n市财政局负责。", 1, "a list goes on behind its comma"),
    ("按时\n，报送材料。", 1, "no line begins with a comma"),
    ("1.\n加强领导", 1, "a bare number belongs to the text below it"),
    ("## 标题\n正文内容", 2, "a heading is closed"),
]


@pytest.mark.parametrize(("source", "count", "reason"), WRAPS)
def test_wrapped_lines_are_joined(source: str, count: int, reason: str) -> None:
    assert len(Reading.of_text(source).paragraphs) == count, reason


@pytest.mark.parametrize(
    ("source", "seam"),
    [
        ("市教育局 市财政局", Seam.BLANK),
        ("市教育局　市财政局", Seam.WIDE),
        ("市教育局\t市财政局", Seam.WIDE),
        ("市教育局市财政局", Seam.NONE),
    ],
)
def test_what_was_dropped_is_remembered(source: str, seam: Seam) -> None:
    assert Reading.of_text(source).seam(4) is seam


def test_wraps_are_remembered() -> None:
    reading = Reading.of_text(f"{LONG}\n考核问责。")
    assert reading.seam(len(LONG)) is Seam.WRAP


def test_printed_keeps_punctuation_and_drops_marks() -> None:
    reading = Reading.of_text("**云州市** ⼈民政府(试行)\n通知")
    assert reading.printed(0, reading.text.index("\n")) == "云州市人民政府(试行)"


def test_ranges_outside_the_text_are_refused() -> None:
    reading = Reading.of_text("通知")
    for start, end in [(0, 0), (1, 3), (-1, 1)]:
        with pytest.raises(ValueError, match="not a range"):
            reading.span(start, end)


@pytest.mark.parametrize(
    "piece", ["<!--", "&#1", "**", "（", " ", "\u3000", "![", "\n", "1.\n", "\x00", "㈠"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    assert_linear(Reading.of_text, piece)


def test_no_other_character_ends_a_cut() -> None:
    """``CUT_ENDS`` is only a quick look: whatever it passes over, no pattern of ``CUT`` finds."""
    begun = ("云政发〔2019", "2020年6", "2020年6月3", "2020", "2020年12月", "年", "月", "", "（2020）")
    others = {
        chr(i)
        for block in ((0x21, 0x250), (0x2010, 0x2050), (0x3001, 0x3100), (0xFF01, 0xFF70))
        for i in range(*block)
    }
    others |= set("年月日号前后中初上下起止元度季终")
    for character in {c for c in others if not c.isspace()} - CUT_ENDS:  # a line ends with no blank
        for text in begun:
            assert not any(first.search(text + character) for first, _ in CUT), text + character
    assert all(any(first.search(text + c) for first, _ in CUT for text in begun) for c in CUT_ENDS)
