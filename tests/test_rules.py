"""What documents say of their own statements."""

from __future__ import annotations

import pytest

from gongwen.extract.duties.rules import generals, rule_sentences, rules_of

RULES = [
    ("（责任单位：市教育局、市财政局。列第一位的为牵头单位，下同）", (True, False, ""), "first of a list"),
    ("责任单位中排第一位的为牵头单位。", (True, False, ""), "another verb"),
    ("（逗号前为牵头单位，下同）", (False, True, ""), "comma"),
    ("标“△”的为牵头单位，其他为配合单位", (False, False, "△"), "a mark"),
    ("各单位要落实责任。", (False, False, ""), "no rule"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), RULES, ids=[r[2] for r in RULES])
def test_rules(text: str, expected: tuple[bool, bool, str], reason: str) -> None:
    rules = rules_of(text)
    assert (rules.first_is_lead, rules.comma_after_lead, rules.lead_mark) == expected, reason


GENERALS = [
    ("市教育局。各县区政府为责任主体，不再列出", "各县区政府", False),
    ("市教育局负责。以下均需各县区政府落实，不再列出", "各县区政府", True),
]


@pytest.mark.parametrize(("text", "names", "following"), GENERALS)
def test_generals(text: str, names: str, following: bool) -> None:
    ((general, _, _),) = generals(text, 0, len(text))
    assert text[general.start : general.end] == names
    assert general.following is following


def test_rule_sentence_names_nobody() -> None:
    text = "责任单位：市教育局。列第一位的为牵头单位，下同"
    ((start, end),) = rule_sentences(text, 0, len(text))
    assert text[start:end] == "列第一位的为牵头单位，下同"
