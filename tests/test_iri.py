"""Names of things: different things get different names, and the same thing the same name wherever it is
printed."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongwen.extract.keys import (
    Identity,
    cited_key,
    distinct_keys,
    document_key,
    join_key,
    normal_number,
    normal_title,
    split_key,
)
from gongwen.extract.sketch import text_digest
from gongwen.graph.triples.iri import DEFAULT_BASE, Names, decode, encode, evidence, fact, statement

NAMES = Names()
SHA = "0f3a5c" + "0" * 58
BLOCK = "云州市"
# Text as it may stand in a title or a file name: no surrogates, which UTF-8 cannot hold.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
TRICKY = st.text(st.sampled_from("甲/+%@#,.~《》〔〕号1 2F\u3000\u200b"), min_size=1, max_size=6)
PART = TEXT | TRICKY


@pytest.mark.parametrize(
    ("minted", "expected"),
    [
        (
            NAMES.document("云府〔2021〕1号"),
            "id/document/云府〔2021〕1号",
        ),  # Chinese stays as analysts type it
        (
            NAMES.document(join_key([["云府〔2021〕1号"], ["甲/乙方案"]])),
            "id/document/云府〔2021〕1号/甲%2F乙方案",
        ),  # own slash
        (
            NAMES.document(join_key([["甲局", "乙局"], ["公告"], ["2021"]])),
            "id/document/甲局+乙局/公告/2021",
        ),  # joint
        (NAMES.body("445900", "水务局"), "id/body/445900/水务局"),  # area and name
        (NAMES.area("445900"), "id/area/445900"),  # by code
        (
            NAMES.source(SHA, "公报 1.txt"),
            "id/source/0f3a5c0000000000/%E5%85%AC%E6%8A%A5%201.txt",
        ),  # ASCII, for HTTP
        (NAMES.source(SHA, "index.html"), "id/source/0f3a5c0000000000/index.html"),  # plain
        (NAMES.graph("links"), "id/graph/links"),  # derived
    ],
)
def test_minted(minted: str, expected: str) -> None:
    assert minted == DEFAULT_BASE + expected


def test_places() -> None:
    task = statement("d", "task", 3, 9)
    assert task == "d/task@3,9"
    assert statement(task, "lead", 5, 7, "ab12") == "d/task@3,9/lead@5,7,ab12"
    assert fact("d", "passed_by", "445900/x") == "d/fact@passed_by,445900/x"
    assert evidence("s", 3, 9) == "s#char=3,9"


@pytest.mark.parametrize(
    "base", ["", "https://x.cn", "x/", "https://x.cn/a b/", "https://x.cn/#/", "https://x.cn/<>/"]
)
def test_base_must_be_one(base: str) -> None:
    with pytest.raises(ValueError, match="base"):
        Names(base)


@given(PART)
@example("..")
@example("%2E")
@example("\u034f")
def test_encoding_is_exact(part: str) -> None:
    encoded = encode(part)
    assert decode(encoded) == part
    assert not set(encoded) & set('/@#?+, "<>\\^`{|}')
    assert encoded not in (".", "..")
    # Strict: pyoxigraph refuses what is no IRI.
    ox.parse(f"<{DEFAULT_BASE}{encoded}> <x:p> <x:o> .".encode(), format=ox.RdfFormat.N_TRIPLES)


KEY = st.lists(st.lists(PART, min_size=1, max_size=3), min_size=1, max_size=4)


@given(KEY, KEY)
def test_keys_cannot_run_together(one: list[list[str]], other: list[list[str]]) -> None:
    assert split_key(join_key(one)) == one
    assert (one == other) == (join_key(one) == join_key(other))
    assert (one == other) == (NAMES.document(join_key(one)) == NAMES.document(join_key(other)))


NUMBER = st.builds(
    "{}〔{}〕{}号".format,
    st.sampled_from(["云府", "云府办", "粤"]),
    st.integers(1990, 2030),
    st.integers(1, 40),
)
WEAK = st.sampled_from(["第5号", "2021年第5号", "公告第7号"])
TITLE = st.sampled_from(
    ["甲方案", "乙/办法", "丙+方案", "text", "again", "第5号", "云府〔2021〕1号", "《甲》和《乙》"]
)
DATE = st.sampled_from(["2021", "2021-01", "2021-01-04"])
IDENTITY = st.builds(
    Identity,
    text=st.sampled_from([BLOCK, "云泽市"]),
    number=st.none() | NUMBER | WEAK | PART,
    title=st.none() | TITLE | PART,
    issuers=st.lists(st.sampled_from(["甲局", "乙局", "text"]), max_size=2).map(tuple),
    date=st.none() | DATE,
    printed_with_parent=st.booleans(),
)


def said(what: Identity) -> tuple[object, ...]:
    """What a document's key may depend on, in the order of the table in ``keys``: written anew, not by the
    code."""
    title = normal_title(what.title) if what.title else ""
    number = normal_number(what.number) if what.number else ""
    weak = number.startswith(("第", "公告")) or number[:5] == "2021年"
    if number and not weak:
        if not what.printed_with_parent:
            return ("number", number)
        if title:
            return ("printed", number, title)
    if number and weak and what.issuers and not what.printed_with_parent:
        return ("weak", number, what.issuers)
    if title and what.issuers and what.date:
        return ("titled", what.issuers, title, what.date)
    return ("text", what.text)


SOUND = IDENTITY.filter(
    lambda i: i.number is None or (i.number.endswith("号") and i.number[0] in "云粤第公2")
)


@given(SOUND, SOUND)
def test_different_documents_have_different_names(one: Identity, other: Identity) -> None:
    assert (said(one) == said(other)) == (document_key(one) == document_key(other))


@given(st.none() | NUMBER, st.none() | TITLE | PART, st.none() | NUMBER, st.none() | TITLE | PART)
def test_stubs(number: str | None, title: str | None, number2: str | None, title2: str | None) -> None:
    gives = [normal_title(t) if t else "" for t in (title, title2)]
    if not (number or gives[0]) or not (number2 or gives[1]):
        return
    one = ("number", number) if number else ("title", gives[0])
    other = ("number", number2) if number2 else ("title", gives[1])
    assert (one == other) == (cited_key(number, title) == cited_key(number2, title2))


@pytest.mark.parametrize(
    ("what", "key"),
    [
        (Identity(BLOCK, "云府〔2021〕1号", "关于…的通知"), "云府〔2021〕1号"),  # a number is enough
        (Identity(BLOCK, "云府[2021]1号"), "云府〔2021〕1号"),  # brackets of any kind
        (
            Identity(BLOCK, "云府〔2021〕1号", "甲方案", printed_with_parent=True),
            "云府〔2021〕1号/甲方案",
        ),  # printed
        (
            Identity(BLOCK, None, "公报", ("甲局", "乙局"), "2021-01"),
            "甲局+乙局/公报/2021-01",
        ),  # no number
        (
            Identity(BLOCK, "第5号", "公告", ("甲局",)),
            "甲局/第5号",
        ),  # a number that is not the only one of its kind
        (
            Identity(BLOCK, None, "公报", ("甲局",)),
            f"text/{text_digest(BLOCK)[:32]}",
        ),  # no date: many may be called so
        (Identity(BLOCK), f"text/{text_digest(BLOCK)[:32]}"),  # nothing known
    ],
)
def test_document_keys(what: Identity, key: str) -> None:
    assert document_key(what) == key


@pytest.mark.parametrize(
    ("number", "title", "key"),
    [
        ("云府〔2021〕1号", "甲方案", "云府〔2021〕1号"),  # the number first
        (None, "《甲方案》", "甲方案"),  # title without its marks
        (None, "甲 方案(试行)", "甲方案（试行）"),  # blanks and ASCII brackets do not make another title
        ("第5号", "甲公告", "甲公告"),  # a number of everybody's says less than the title
        ("第5号", None, "第5号"),  # but more than nothing
        (
            None,
            "云府〔2021〕1号",
            "《云府〔2021〕1号》",
        ),  # a title that looks like a number is not that number
    ],
)
def test_cited_keys(number: str | None, title: str | None, key: str) -> None:
    assert cited_key(number, title) == key


def test_a_citation_must_say_something() -> None:
    with pytest.raises(ValueError, match="number or a title"):
        cited_key(None, None)


def test_one_source_with_one_key_twice() -> None:
    keys = distinct_keys(["k", "k", "l", "k"], ["a", "b", "c", "b"])
    assert keys[0] == "k"  # the first in place keeps it
    assert keys[2] == "l"
    assert len(set(keys)) == 4  # also where even the text is the same
    # Another document before them does not rename those behind.
    assert distinct_keys(["j", "k", "k"], ["x", "a", "b"])[1:] == keys[:2]


@given(st.lists(st.tuples(st.sampled_from("kl"), st.sampled_from("abc")), max_size=8))
def test_keys_of_a_source_are_distinct(documents: list[tuple[str, str]]) -> None:
    keys = distinct_keys([key for key, _ in documents], [text for _, text in documents])
    assert len(set(keys)) == len(documents)
