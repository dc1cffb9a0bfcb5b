"""The whole reading on text that nobody would publish: it never stops, what it quotes stands in the source, and its time
grows as the text does."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongwen.extract.bodies.lexicon import core_automaton, prefixes
from gongwen.extract.model import Source, SourceReading, Span
from gongwen.extract.pipeline import read_source
from gongwen.graph.kg.packet import decode_packet, encode_packet, packet_of
from gongwen.graph.triples.iri import Names
from gongwen.graph.triples.vocabulary import load_vocabulary
from tests.timing import assert_linear

HEAD = "云州市人民政府关于印发云州市工作方案的通知\n云府〔2024〕1号\n各县（市、区）人民政府：\n一、工作任务\n"
TAIL = "\n　　　　云州市人民政府\n　　　　2024年1月5日\n"
# What official documents are made of, whole and broken.
FRAGMENTS = [
    *"（）()《》〈〉〔〕[]【】“”、，。；：:—-－　 \n\r\t|#*△●０１２①一二十百零〇年月日号第条款项章前内底初至到自起",
    *(
        "\r\n",
        "\u2028",
        "\x0c",
        "\0",
        "\x1b[31m",
        "\x08",
        "\ufeff",
        "\u200b",
        "\u202e",
        "\u2066",
        "\ue000",
        "⽬",
        "㊀",
    ),
    *(
        "𠀀",
        "e\u0301",
        "Ⅳ",
        "½",
        "9" * 30,
        "二〇二四",
        "2024年",
        "13月",
        "31日",
        "2月30日",
    ),
    *(
        "牵头",
        "配合",
        "负责",
        "责任单位：",
        "牵头单位：",
        "完成时限：",
        "市教育局",
        "市财政局",
        "各县（市、区）",
        "有关部门",
    ),
    *(
        "由",
        "会同",
        "要",
        "应当",
        "该局",
        "我市",
        "以下简称《办法》",
        "根据",
        "为贯彻落实",
        "现将",
        "印发给你们",
        "废止",
    ),
    *(
        "关于",
        "通知",
        "方案",
        "办法",
        "决定",
        "公告",
        "令",
        "第21号",
        "云府〔2024〕1号",
        "〔2024〕",
        "附件：",
        "附件1",
        "目录",
    ),
    *(
        "底前",
        "以前",
        "每季度",
        "个工作日内",
        "自印发之日起",
        "有效期五年",
        "自公布之日起施行",
        "名词解释",
        "（此件公开发布）",
    ),
    *(
        "第一条　",
        "第二条 有下列情形之一的：\n（一）",
        "资金来源：自筹。\n牵头单位：市教育局。\n",
        "第九条 下列用语的含义：\n（一）水，分别是指",
        "市、县（区）人民政府",
        "（一）",
        "1.",
        "一、",
        "一是",
        "——",
        "|---|---|\n",
        "| 序号 | 责任单位 |\n",
        "………………3",
        "抄送：",
        "此复",
    ),
    *("云州市人民政府", "云州市教育局关于印发", "《云州市绿道管理办法》", "2024年1月5日", HEAD, TAIL),
]
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
SETTINGS = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
# One of each kind of trigger in the lexicons, alone and at the head of a line.
REPEATED = [
    *(
        "牵头",
        "责任单位：",
        "（",
        "《",
        "〔",
        "）",
        "》",
        "年",
        "月",
        "底前",
        "第",
        "、",
        "\n",
        "一",
        "１",
        "　",
        "“",
        "|",
        "#",
    ),
    *(
        "市",
        "局、",
        "（市教育局",
        "市教育局、",
        "市教育局由专家组成，",
        "市教育局对申请进行",
        "市教育局发生",
        "行政机关不予受理",
        "从验收到付款",
        "乡镇（街道）、",
        "水利部　",
        "各由",
        "会同",
        "要",
        "该局",
        "有关部门",
        "负责",
        "每",
        "前",
        "内",
        "自",
    ),
    *(
        "2024年",
        "1月",
        "（2024年",
        "〔2024〕",
        "号",
        "第一条",
        "一、",
        "（一）",
        "1.",
        "附件1",
        "……",
        "目录",
    ),
    *(
        "根据《",
        "以下简称《",
        "关于",
        "通知",
        "废止",
        "现将",
        "名词解释",
        "的",
        "各县（市、区）",
        "云州市人民政府",
        "抄送：",
    ),
    *(
        "中心支行\n",
        "“五一”国际劳动节\n",
        "《a》\n",
        "关于印发\n",
        "2024年1月5日\n",
        "云州市人民政府\n",
        "（一）\n",
        "一\n",
    ),
    *(
        "\0",
        "\u202e",
        "\u2028",
        "| a | b |\n",
        "第21号\n",
        "通知\n",
        "云州市人民政府令\n",
        "云州市人民政府关于做好工作的通知\n",
        "人大",
        "外办",
        "我部",
        "省委",
        "《市委》",
        "（市教育局牵头）\n",
        "责任单位：市教育局\n",
        "第一阶段：",
        "动员阶段（2024年）：\n",
        "具体如下：\n一、",
        "各县在遇到",
        "成立市",
        "领导小组下设办公室，",
        "成立云州市绿道建设领导小组。由领导小组负责统筹。\n",
        "由各省、自治区、直辖市及计划单列市、",
        "财政部经济建设司",
        "一、任务\n（一）办学。（市教育局牵头，以下均需各县落实，不再列出）\n",
        "二、保障措施\n（一）办学。（市教育局牵头，以下均需各县落实，不再列出）\n",
        "（一）办学\n办好学校。开放运动场。\n责任单位：市教育局\n",
        "责任单位：市教育局\n云州市财政局\n",
        "（一）主办单位\n云州市人民政府\n",
        "云州市工艺美术协会（台湾）",
        "1.学校布局专题研究（市教育局）\n",
        "1.学校（1）",
        "领导小组（以下简称领导小组）办公室",
        "1.市教育局要定期组织各县办好学校，按期报送材料，不断提高教学质量。\n",
    ),
]


def source_of(text: str) -> Source:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source("hostile.txt", digest, "text/plain", text)


def spans(reading: SourceReading) -> Iterator[Span]:
    """Every place in the source that a reading points to."""
    for document in reading.documents:
        yield document.span
        facts = (document.title, document.number, document.registration, document.date, document.type)
        yield from (fact.span for fact in (*facts, *document.issuers) if fact is not None)
        yield from (c.span for c in document.citations)
        yield from (d.span for d in document.deadlines)
        yield from (t.span for t in document.terms)
        for task in document.tasks:
            yield task.span
            yield from (r.span for r in task.responsibilities)
            yield from (d.span for d in task.deadlines)
    yield from (d.span for d in reading.diagnostics if d.span is not None)


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def assert_sound(text: str) -> None:
    reading = read_source(source_of(text))
    assert all(span.end <= len(text) for span in spans(reading))
    assert len({document.key for document in reading.documents}) == len(reading.documents)
    for document in reading.documents:
        said = (task.span for task in document.tasks)
        assert all(document.span.contains(span) for span in said), "tasks stand in their document"
        for term in document.terms:
            assert letters(term.term) in letters(text[term.span.start : term.span.end])
    if not any("\ud800" <= c <= "\udfff" for c in text):  # no file decodes to those
        packet = packet_of(reading, "0" * 64, Names(), load_vocabulary())
        assert decode_packet(encode_packet(packet)) == packet


@given(TEXTS)
@settings(SETTINGS, max_examples=250)
def test_fragments_in_any_order_are_read(text: str) -> None:
    assert_sound(text)


@given(TEXTS, TEXTS)
@settings(SETTINGS, max_examples=150)
def test_a_document_with_anything_in_it_is_read(text: str, more: str) -> None:
    assert_sound(HEAD + text + TAIL + more)


@given(st.text(max_size=200))
@settings(SETTINGS, max_examples=100)
def test_any_text_is_read(text: str) -> None:
    assert_sound(text)


@pytest.mark.parametrize(
    "piece", REPEATED, ids=[f"{i}-{ascii(piece)[1:-1]}" for i, piece in enumerate(REPEATED)]
)
def test_what_is_repeated_is_read_in_proportion(piece: str) -> None:
    """By processor time; the whole reading has many stages, each with a start-up of its own: a tenth of a second."""
    assert_linear(
        lambda text: read_source(source_of(text)), piece, HEAD, sizes=(20_000, 80_000), runs=1, grain=0.1
    )


# Names and the words that they are made of, as they may follow one another in a text.
NAMES = random.Random(6).sample(sorted({*core_automaton()[1], *prefixes()[0]}), 24)
BESIDE = ("{}", "{}、", "{}\n", "（{}）", "由{}", "{}要", "负责{}", "《{}》")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_the_lexicon_repeated_is_read_in_proportion(name: str) -> None:
    for beside in BESIDE:
        piece = beside.format(name)
        assert_linear(
            lambda text: read_source(source_of(text)), piece, HEAD, sizes=(12_000, 48_000), runs=1, grain=0.05
        )
