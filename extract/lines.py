"""Lines of a source and the paragraphs that they make: which line breaks only wrap a sentence.

A crawler, a PDF or an OCR breaks lines at the page's width, also inside words and across pages (a blank line between
them). A line that runs on has no closing punctuation, is long or ends in a comma, and the next one does not begin
like a line of its own: with an item number, a heading mark, a label, an indent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from gongwen.extract.data import read_json
from gongwen.extract.fold import BLANK
from gongwen.extract.furniture import furniture
from gongwen.extract.patterns import alternatives

LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]++")
# `## 一、标题`, `- 附件`, `> 引文`: Markdown marks at the head of a line
MARKS = re.compile(r"(?:(?P<hash>#{1,6})[ \t\u3000]+|[-*+>][ \t]+(?=\S))(?:\*\*(?=#))?")
EMPTY = re.compile(
    rf"<[!！]--[^>]*-->|!\[[^\]]{{0,200}}\]\([^)]{{0,500}}\)|[-*_=]{{3,}}|(?:[#*_\s]|{BLANK})++"
)
IDEOGRAPH = re.compile("[一-龥]")
INDENT = re.compile(r"[ \t\u00a0]*\u3000|[ \t\u00a0]{2,}")

NUMERAL = "一二三四五六七八九十百零〇"
# 一、 （一） 1. 1、 （1） ① 第一条 第二章 附件1 【
OWN_LINE = re.compile(
    rf"[{NUMERAL}]{{1,4}}[、．.]|（[{NUMERAL}0-9]{{1,4}}）|[0-9]{{1,3}}(?:[.．、]|[ \t\u3000]+(?=[^0-9 ]))"
    rf"|[①-⑳]|第[{NUMERAL}0-9]{{1,5}}[条章节编]|附件|序号|【|#|\*\*|\||[-*+][ \t]"
)
# 建设示范厂。各县要…
SENTENCES = re.compile(r"[^。；：、（.．]{6,60}。(?=[一-龥“《])")
BARE_NUMBER = re.compile(
    rf"(?:\*\*)?(?:[{NUMERAL}]{{1,4}}、|（[{NUMERAL}0-9]{{1,4}}）|[0-9]{{1,3}}[.．、])(?:\*\*)?"
)
CLOSED = re.compile(r"[。！？；：…](?:[”’\"）》】]|\*\*)*$")
RUNS_ON = re.compile(r"[，、（《〈“〔]$")
CONTINUES = re.compile(r"[，。；、）》〉”〕：]")
CLOSING_BRACKET = re.compile(
    r"（(?:此件[^（）]{0,12}|[^（）]{0,400}(?:负责|牵头|配合|落实|单位|部门|完成)[^（）]{0,400})）$"
)
# …出台《云州市既有住宅加装电梯 ⏎ 技术导则》
OPEN_TITLE = re.compile(r"《[^《》]*$")
TITLE_CLOSES = re.compile(r"[^《》]{0,80}》")
COLUMNS = re.compile(r"\S(?:[ \t]{2,}|[\t\u3000]+)\S")
RUNNING = re.compile(r"[，。；：、]")
# 水利部　财政部　审计署: names set apart by blanks, which end where their author ended them
NAMES_APART = re.compile(r"\S\u3000++\S{2,}+\u3000++\S")
# A line of this many characters may have been cut at the page's width: A4 sets 28 characters a line
# (GB/T 9704-2012, 5.2.2), narrow web columns a few less; shorter lines end where their author ended them.
FULL_LINE = 25
# Without any punctuation only a line this long is taken for running text: titles run to about this length.
BARE_LINE = 32
# How much of a line's end is looked at: a bracket of responsibilities is rarely longer.
TAIL = 900
# 云政发〔2019〕 ⏎ 63号, 2020年6 ⏎ 月3日, 2020年 ⏎ 6月3日, 2022年12月底 ⏎ 前完成
CUT = tuple(
    (re.compile(a), re.compile(b))
    for a, b in (
        (r"[〔\[（](?:19|20)[0-9]{2}[〕\]）]\s*\Z", r"第?[0-9]{1,4}\s*号"),
        (r"(?:19|20)[0-9]{2}年\s*[0-9]{1,2}\Z", r"月\s*[0-9]{1,2}\s*日"),
        (r"(?:19|20)[0-9]{2}年[0-9]{1,2}月\s*[0-9]{1,2}\Z", r"日"),
        (r"(?:19|20)[0-9]{2}年\Z", r"[0-9]{1,2}月[0-9]{1,2}日"),
        (r"[年月][底末]\Z", r"前[^期提身]"),
    )
)
# What these begin with ends with one of these characters: with no other is any of them looked for.
CUT_ENDS = frozenset("〕]）0123456789年底末")
# …2021年3月8日印发: the last line of a document
IMPRINT_END = re.compile(r"[0-9]日\s*印发\Z")
DATE_END = re.compile(r"[0-9〇○零一二三四五六七八九十]{1,3}日$")


class Line(NamedTuple):
    """A line that is not empty: ``[start, end)`` its characters without outer blanks, ``text`` where the text begins
    behind Markdown marks, ``heading`` the level of a Markdown heading, ``indented`` whether blanks set it in."""

    start: int
    text: int
    end: int
    heading: int
    indented: bool


@cache
def _label(*kinds: str) -> re.Pattern[str]:
    labels = sorted(
        (word for kind in kinds for word in read_json("reading.json")[kind]), key=len, reverse=True
    )
    return re.compile(rf"(?:{'|'.join(labels)})[ \t\u3000]*[：:]")


def header_label() -> re.Pattern[str]:
    """A label of a document's frame (发布日期：, 公开方式：, 附件：) at the head of a line."""
    return _label("header_labels")


def duty_label() -> re.Pattern[str]:
    """A label of a responsibility line (责任单位：, 完成时限：)."""
    return _label("duty_labels")


@cache
def closing_duty() -> re.Pattern[str]:
    """A label of a responsibility line with its names, up to the end of a paragraph: …宿舍。责任单位：市教育局、市财政局."""
    labels = "|".join(sorted(read_json("reading.json")["duty_labels"], key=len, reverse=True))
    return re.compile(rf"(?:{labels})：(?:[^。0-9]|[0-9](?![.．、])){{2,400}}+$")


@cache
def stage_label() -> re.Pattern[str]:
    """A label of order that heads a paragraph: 第一阶段：, 第二步，, 动员部署阶段（2021年3月）：."""
    kinds = "|".join(read_json("reading.json")["stages"])
    return re.compile(
        rf"(?:第[{NUMERAL}0-9]{{1,2}}(?:{kinds})(?:（[^（）\n]{{1,40}}）)?(?:[：，。]|为)"
        rf"|[一-龥]{{2,10}}阶段（[^（）\n]{{1,40}}）[：，。])"
    )


# A heading of a glossary bears a number or a label at most: 四、术语解释, 附件：名词解释
GLOSSARY_MARK = re.compile(
    r"(?P<item>[0-9]{1,3}[.．、]|（[0-9一二三四五六七八九十]{1,4}）|[一二三四五六七八九十]{1,4}、)"
    r"|附(?:件|录|表)?[0-9一二三四五六七八九十]{0,2}[：:]?|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}"
)
GLOSSARY_LENGTH = 40


@cache
def _glossary_heading() -> re.Pattern[str]:
    table = read_json("reading.json")

    def any_of(key: str) -> str:
        return alternatives(table[key])

    return re.compile(
        rf"{any_of('glossary_headings')}|(?:《[^《》]{{2,24}}》)?(?:{any_of('glossary_which')})?"
        rf"(?:{any_of('glossary_of')})(?:和|与|及)?(?:{any_of('glossary_does')})"
    )


def is_glossary_heading(words: str) -> bool:
    """Whether a paragraph is nothing but the heading of a glossary: 名词解释, 附：名词解释, 四、有关术语说明."""
    if len(words) > GLOSSARY_LENGTH:
        return False
    mark = GLOSSARY_MARK.match(words)
    bare = words[mark.end() :] if mark else words
    return _glossary_heading().fullmatch(bare.strip("：:（） ")) is not None


@cache
def _title_end() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{'|'.join(read_json('reading.json')['title_ends'])})(?:（[^（）]{{1,12}}）)?[》”]?$"
    )


def lines_of(text: str) -> Iterator[Line]:
    """The lines of ``text`` that hold anything to read."""
    for m in LINE.finditer(text):
        printed = m.group()
        core = printed.strip()
        if not core:
            continue
        start = m.start() + len(printed) - len(printed.lstrip())
        end = start + len(core)
        marks = None
        if not IDEOGRAPH.match(core):  # with none do rules, comments and marks begin
            if EMPTY.fullmatch(text, start, end):
                continue
            marks = MARKS.match(text, start, end)
        level = len(marks["hash"] or "") if marks else 0
        begin = marks.end() if marks else start
        yield Line(start, begin, end, level, bool(INDENT.match(text, m.start(), start)))


def paragraphs_of(text: str) -> Iterator[list[Line]]:
    """The paragraphs of ``text`` (already folded), each the list of lines that make it."""
    lines = list(lines_of(text))
    dropped = furniture(text, [(line.start, line.end) for line in lines])
    lines = [line for i, line in enumerate(lines) if i not in dropped]
    held: list[Line] = []
    for i, line in enumerate(lines):
        after = lines[i + 1] if i + 1 < len(lines) else None
        if held and not _runs_on(text, held, line, after):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _runs_on(text: str, held: list[Line], following: Line, after: Line | None) -> bool:
    """Whether ``following`` continues the sentence of the last of ``held``; ``after`` is the line behind it."""
    line = held[-1]
    if line.heading or following.heading:
        return False
    if BARE_NUMBER.fullmatch(text, line.text, line.end):
        return not OWN_LINE.match(text, following.start)
    if CONTINUES.match(text, following.text) or _is_cut(text, line, following):
        return True
    if IMPRINT_END.search(text, max(line.text, line.end - 8), line.end):
        return False
    if _stands_alone(text, following) or header_label().match(text, line.text):
        return False
    tail = text[max(line.text, line.end - TAIL) : line.end]
    if RUNS_ON.search(tail):
        return not following.indented
    if CLOSED.search(tail[-8:]) or (tail.endswith("）") and CLOSING_BRACKET.search(tail)):
        return False
    if (
        not following.indented
        and OPEN_TITLE.search(tail)
        and TITLE_CLOSES.match(text, following.text, following.end)
    ):
        return True
    if following.indented or _signs_off(text, following, after) or _same_columns(text, line, following):
        return False
    if not _is_full(tail, line.end - line.text):
        return False
    return not (SENTENCES.match(text, following.text, following.end) and _names(text, held[0].text, line.end))


def _names(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` is 责任单位：市教育局、市财政局: no sentence with another behind it goes on with its names."""
    return duty_label().match(text, start, end) is not None and text.find("。", start, end) < 0


def _is_cut(text: str, line: Line, following: Line) -> bool:
    """Whether the line's end cuts a number or a date in two, whatever its width."""
    if text[line.end - 1] not in CUT_ENDS:
        return False
    tail = text[max(line.text, line.end - 12) : line.end]
    return any(a.search(tail) and b.match(text, following.text, following.end) for a, b in CUT)


def _stands_alone(text: str, line: Line) -> bool:
    """Whether the line begins like a line of its own."""
    if text[line.text : line.end] in read_json("reading.json")["page_lines"]:
        return True
    own = OWN_LINE.match(text, line.start) or _label("header_labels", "duty_labels").match(text, line.text)
    return own is not None


def _is_full(tail: str, length: int) -> bool:
    """Whether a line of this length and end may have been cut at the page's width."""
    if length < FULL_LINE or DATE_END.search(tail[-8:]) or "://" in tail[:60]:
        return False
    if RUNNING.search(tail):
        return True
    if NAMES_APART.search(tail):
        return False
    return length >= BARE_LINE and not _title_end().search(tail[-20:])


def _signs_off(text: str, line: Line, after: Line | None) -> bool:
    """Whether the line is a signature: short, without punctuation, with a date below it."""
    if after is None or line.end - line.text >= FULL_LINE or RUNNING.search(text, line.text, line.end):
        return False
    return after.end - after.text <= FULL_LINE and bool(DATE_END.search(text[after.text : after.end][-8:]))


def _same_columns(text: str, line: Line, following: Line) -> bool:
    """Whether both lines are set in columns, like the rows of a table or a list of names."""
    return all(COLUMNS.search(text, part.text, part.end) for part in (line, following))
