"""What an expression of time is doing in its sentence: bounding an action, telling the past, narrowing who
is eligible.

Each question looks at a window of one sentence (``Place``); the words are data.
"""

from __future__ import annotations

import re

from gongwen.extract.deadlines.lexicon import any_of, ending, holding, one_of, periods, starting
from gongwen.extract.deadlines.scope import Place

# 完成时限：2022年12月, 时间进度为6月底前; the label may be a heading of its own.
_LABEL = re.compile(rf"(?:{any_of('labels')})(?:要求)?[：。\n]?\n?(?:为|是|于|在)?\Z")
# An aim without a verb: 70%以上, 达100个
_AIM = re.compile(r"[0-9](?:%|个|项|家|所|人|万|亿|公里|亩|件|座|处|套)")
_ELIGIBLE = re.compile(rf"(?![将把]|{any_of('outcomes')})[^，的]{{0,10}}?(?:{any_of('eligible_verbs')})的")
_ELIGIBLE_LEAD = re.compile(rf"(?:{any_of('eligible_leads')})[^，。；：]{{0,12}}(?<!、)\Z")
_HAPPENED = re.compile(r"已经?(?:于|在)?\Z|曾(?:于|在)?\Z|原(?:于|在)?\Z")
_HAPPENED_AFTER = re.compile(r"[，]?(?:已|曾|以来|来，)")
_MODAL = re.compile(r"应|须|需|要|请|务必|将|由|各")
# 2035年远景目标, 2020年度, 2021年的
_ATTRIBUTE = starting("attributes")
_FESTIVAL = re.compile(one_of(periods()["solar_festivals"], periods()["lunar_festivals"]))
# What a heading says that names the year of its items
_CAPTION = ending("captions")
# 发布了…: done
_DONE = re.compile(r"[^，。；]{1,6}了(?!解)")
# 2018年水质考核于次年3月底前完成: the year of what is done at another time
_ATTRIBUTE_OF = re.compile(r"[^，。；]{2,24}?[于在](?:次年|翌年|每年|当年|明年|[0-9]{1,4}[年月])")
# 在2022年财政资金基础上
_BASE = re.compile(
    r"[^，。；]{0,14}(?:基础上|水平上|的基数|的水平)|[^，。；]{1,8}中，|[^，。；]{2,16}(?:办法|方案|计划|标准|预算)，(?:按|依照|由|另行)"
)
# 在|2012年|百年庆典的重要节点，: when something was the case
_OCCASION = re.compile(r"(?:中|之际|节点|期间|背景下|形势下|情况下)\Z")
# Columns of a table: 2020年2025年, 2022年（累计）
_TABULAR = re.compile(r"[0-9]{4}年|（")
_ACTION_WINDOW = 45


def labelled(text: str, start: int) -> bool:
    """Whether a label that announces a time limit stands right before ``start``."""
    return bool(_LABEL.search(text[max(0, start - 12) : start]))


def happened(where: Place) -> bool:
    """Whether the sentence tells of something done: 已于…通过, …以来."""
    return bool(_HAPPENED.search(where.clause_before) or _HAPPENED_AFTER.match(where.after))


def eligibility(where: Place) -> bool:
    """Whether the expression narrows whom or what the sentence is about: 12月31日前被授予…的,
    对6月30日前注册的企业."""
    clause = where.clause_after
    if (
        clause.endswith("的")
        and where.closed in ("，", "。", "", "；", "）")
        and not _MODAL.search(where.clause_before[-4:])
    ):
        return True
    if _ELIGIBLE.match(clause) and not _MODAL.search(where.clause_before):
        return True
    lead = _ELIGIBLE_LEAD.search(where.clause_before)
    return bool(lead and "的" in clause and not _MODAL.search(lead.group()))


def acts(where: Place, part: bool = False) -> bool:
    """Whether a bare expression (2019年, 6月) stands where a sentence says when, with an action or an aim
    behind it; ``part``: it is a part of a month or year (5月底), which says when by itself."""
    if _ATTRIBUTE.match(where.after) or _FESTIVAL.match(where.after):
        return False
    lead = "" if where.clause_before.endswith("、") else where.clause_before
    rest = where.after.lstrip("，")[:_ACTION_WINDOW]
    if not part and where.closed in ("", "\n") and _CAPTION.search(where.clause_after):
        return False  # 二、2016年工作进度安排
    if _DONE.match(where.after) or _TABULAR.match(where.after):
        return False
    if _ATTRIBUTE_OF.match(where.clause_after) or _BASE.match(where.after):
        return False
    if rest and ending("intentions").search(lead[-4:]):
        return True
    if lead.endswith("在") and _OCCASION.search(where.clause_after):
        return False
    if lead and not ending("lead_ins").search(lead[-6:]):
        return not ending("comparisons").search(lead[-6:]) and bool(starting("strong_actions").match(rest))
    return (part and bool(rest)) or bool(holding("actions", "routine").search(rest) or _AIM.search(rest))


def in_duty_bracket(text: str, start: int, where: Place) -> bool:
    """Whether the expression closes a bracket that assigns work: （市发展改革局牵头，2022年6月）."""
    opened = text.rfind("（", max(0, start - 200), start)
    inside = text[opened:start] if opened >= 0 else ""
    return not where.clause_after and where.closed == "）" and bool(holding("duty_words").search(inside))


def in_stage_bracket(text: str, where: Place, start: int) -> bool:
    """Whether the expression alone stands in a bracket behind a stage of work: 动员部署阶段（3月）."""
    return alone_in_bracket(text, where, start) and bool(
        ending("stages").search(text[max(0, start - 7) : start - 1])
    )


def alone_in_bracket(text: str, where: Place, start: int) -> bool:
    """Whether a bracket holds the expression and nothing else: 动员部署阶段（2021年3月至4月）."""
    return not where.clause_after and where.closed == "）" and text[max(0, start - 1) : start] == "（"
