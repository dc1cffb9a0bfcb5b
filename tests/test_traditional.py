"""Texts in traditional characters are read by the same rules; what a simplified text has of them stays as it is."""

from __future__ import annotations

import hashlib

import pytest

from gongwen.extract.data import read_json
from gongwen.extract.formats.reading import sources_of
from gongwen.extract.keys import normal_title
from gongwen.extract.model import Source
from gongwen.extract.pipeline import read_source
from gongwen.extract.sketch import sketch
from gongwen.extract.traditional import is_traditional, simplified, simplified_where_traditional
from tests.timing import assert_linear

TITLE = "雲州市人民政府辦公室關於印發雲州市河湖管護實施方案的通知"
TEXT = f"""{TITLE}
雲府辦〔2023〕12號

各縣（區）人民政府，市政府各部門、各直屬機構：

《雲州市河湖管護實施方案》已經市政府同意，現印發給你們，請認真貫徹執行。

雲州市人民政府辦公室
2023年3月8日

雲州市河湖管護實施方案

為貫徹落實《中華人民共和國水法》，制定本方案。

一、主要任務

（一）完善河湖長制。2023年12月底前建立河湖名錄。（市水務局牽頭，市財政局、市生態環境局配合）

（二）整治乾涸河道。每年6月底前完成一次巡查，各縣（區）人民政府應當於五個工作日內報告。（市農業農村局負責）

二、本方案自2023年4月1日起施行，有效期五年。
"""

# Traditional, simplified, why
PAIRS = [
    ("辦公室關於貫徹執行", "办公室关于贯彻执行", "one for one"),
    ("乾涸的河道", "干涸的河道", "乾 is 干"),
    ("乾坤、乾隆年間", "乾坤、乾隆年间", "and is not, where it is itself"),
    ("瞭望，明瞭", "瞭望，明了", "by the phrase"),
    ("著作權", "著作权", "著 is no 着"),
    ("雲南省后妃", "云南省后妃", "what both have stays"),
    ("𠀀ABC，。1", "𠀀ABC，。1", "nothing of the kind"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), PAIRS, ids=[p[2] for p in PAIRS])
def test_characters(text: str, wanted: str, why: str) -> None:
    assert simplified(text) == wanted, why
    assert len(simplified(text)) == len(text)


WRITTEN = [
    (TEXT, True, "a traditional text"),
    (simplified(TEXT), False, "a simplified one"),
    ("任命陶喆、餘嘉為、李後强为云州市人民政府副秘书长，免去其云州市发展改革委主任职务。", False, "names"),
    ("題辭「關於」" + "云州市发展和改革委员会关于规划的说明" * 2, False, "a quotation"),
    ("雲", False, "too little to tell"),
    ("云州市人民政府", False, "characters that both have"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), WRITTEN, ids=[w[2] for w in WRITTEN])
def test_which_texts_are_traditional(text: str, wanted: bool, why: str) -> None:
    assert is_traditional(text) == wanted, why
    assert (simplified_where_traditional(text) == text) == (not wanted)


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16-le"])
def test_a_traditional_document_reads_like_the_simplified_one(encoding: str) -> None:
    (source,) = sources_of(TEXT.encode(encoding), "a.txt")
    assert isinstance(source, Source)
    assert source.text == TEXT, "evidence counts in the text as written"
    plain = Source("a.txt", hashlib.sha256(b"").hexdigest(), "text/plain", simplified(TEXT))
    ours, theirs = read_source(source), read_source(plain)
    assert not ours.diagnostics
    assert len(ours.documents) == 2
    for one, other in zip(ours.documents, theirs.documents, strict=True):
        assert (one.key, one.span, one.area) == (other.key, other.span, other.area)
        assert [i.value for i in one.issuers] == [i.value for i in other.issuers]
        assert [(t.span, t.responsibilities, t.deadlines) for t in one.tasks] == [
            (t.span, t.responsibilities, t.deadlines) for t in other.tasks
        ]
        assert [(c.span, c.relation, c.number) for c in one.citations] == [
            (c.span, c.relation, c.number) for c in other.citations
        ]
        assert one.deadlines == other.deadlines
    notice, plan = ours.documents
    assert notice.title
    assert notice.title.value == TITLE, "titles stand as printed"
    assert notice.number
    assert notice.number.value == "云府办〔2023〕12号", "numbers are compared"
    duties = [duty for task in plan.tasks for duty in task.responsibilities]
    assert [source.text[d.span.start : d.span.end] for d in duties][:2] == ["市水務局", "市財政局"]
    assert duties[1].body.label == "云州市财政局"


def test_titles_and_texts_are_compared_in_simplified_characters() -> None:
    assert normal_title(TITLE) == normal_title(simplified(TITLE))
    assert normal_title("中華人民共和國水法") == "中华人民共和国水法"
    assert normal_title("关于任命李後的通知") == "关于任命李後的通知"
    assert sketch(TEXT) == sketch(simplified(TEXT))


def test_the_table() -> None:
    data = read_json("traditional.json")
    assert len(data["traditional"]) == len(data["simplified"]) == len(set(data["traditional"])) > 2500
    assert all(len(t) == len(s) for t, s in data["phrases"].items())
    assert not set(data["traditional"]) & set(data["only_simplified"])
    assert "OpenCC" in data["source"]


@pytest.mark.parametrize("piece", ["乾", "雲州", "乾坤一", "云", "瞭"])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    assert_linear(simplified_where_traditional, piece)
