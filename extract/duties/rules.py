"""What a document says of its own responsibility statements.

列第一位的为牵头单位，下同          the first name of a list leads, the others cooperate
逗号前为牵头单位                     the names before the first comma lead
标“△”的为牵头单位                   marked names lead
各市、县政府为责任主体，不再列出      holds for the whole document
以下均需各市州落实，不再列出          holds for all items that follow beside this one
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongwen.extract.data import read_json
from gongwen.extract.duties.statements import Rules

FIRST_LEADS = re.compile(
    r"(?:列|排|位列|排名|排序)(?:在)?(?:第一位?|首位|首个|最前面?)[的者]?(?:单位|部门)?(?:均)?(?:为|是|系)(?:工作|任务)?(?:牵头|主办|主责|负责)"
)
COMMA_LEADS = re.compile(r"逗号前(?:面)?的?(?:单位|部门)?(?:均)?(?:为|是)(?:牵头|主办|主责)")
MARKS = re.compile("[△▲☆★※*●◆]")
MARK_LEADS = re.compile(
    rf"(?:标|注|加|带)(?:有|注)?[“”\"'（]?(?P<mark>{MARKS.pattern})[”\"'）]?(?:号|标记|符号)?的?(?:单位|部门)?(?:均)?(?:为|是)(?:牵头|主办|主责)"
)


@dataclass(frozen=True, slots=True)
class General:
    """A statement that holds for several items: the range of its names, and whether only for those that follow."""

    start: int
    end: int
    following: bool


def rules_of(text: str) -> Rules:
    """The rules that a document states about its own statements."""
    mark = MARK_LEADS.search(text) if MARKS.search(text) else None
    return Rules(
        first_is_lead=FIRST_LEADS.search(text) is not None,
        comma_after_lead=COMMA_LEADS.search(text) is not None,
        lead_mark=mark["mark"] if mark else "",
    )


@cache
def _repeat() -> re.Pattern[str]:
    words = "|".join(sorted(read_json("duties.json")["rules"]["repeat"], key=len, reverse=True))
    # The bracket in which the rule stands is not that of 县（区）: brackets inside its names are closed.
    names = rf"(?:(?!，{_FROM_HERE})[^。；（）]|（[^。；（）]{{1,12}}）){{2,200}}?"
    return re.compile(rf"(?:^|[。；（]|，(?={_FROM_HERE}))(?P<head>{names})[，,]?(?:下同)?[，,]?(?:{words})")


# （市教育局负责，以下均需各区落实，不再列出）: the rule begins inside the statement
_FROM_HERE = "(?:以下|下列)"


ROLE_TAIL = re.compile(
    r"(?:均?(?:为|是)(?:责任|实施|落实)(?:主体|单位|部门)|(?:负责)?(?:贯彻)?(?:抓好)?落实|(?:按职责)?(?:分工)?负责)$"
)
FOLLOWING = re.compile(r"^(?:以下|下列|以上)(?:各项|任务|工作|事项)*(?:均|都)?(?:需|须|由|要)?")


def generals(text: str, start: int, end: int) -> tuple[tuple[General, int, int], ...]:
    """The general statements inside ``[start, end)``, each with the range of the whole sentence, and the plain
    rule sentences (列第一位的…) as ranges without names."""
    found: list[tuple[General, int, int]] = []
    for m in _repeat().finditer(text, start, end):
        a, b = m.start("head"), m.end("head")
        lead = FOLLOWING.match(text[a:b])
        tail = ROLE_TAIL.search(text[a:b].rstrip("，"))
        names_end = a + tail.start() if tail else b
        found.append((General(a + (lead.end() if lead else 0), names_end, lead is not None), a, m.end()))
    return tuple(found)


RULE_SENTENCE = re.compile(
    r"[^。；（），]{0,10}(?:列|排|位列|逗号前|标|注|加|带)[^。；（）]{0,14}的?(?:单位|部门)?均?(?:为|是|系)(?:工作|任务)?(?:牵头|主办|主责|负责)(?:负责)?(?:单位|部门)?(?:[，,](?:其他|其余)[^。；（）]{0,40})?(?:[，,]?下同)?"
)


def rule_sentences(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The ranges inside ``[start, end)`` in which the document states a rule: they name nobody."""
    return tuple(
        m.span()
        for m in RULE_SENTENCE.finditer(text, start, end)
        if FIRST_LEADS.search(m.group()) or COMMA_LEADS.search(m.group()) or MARK_LEADS.search(m.group())
    )
