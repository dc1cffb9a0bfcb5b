"""Numbers of documents: 发文字号 (湛府函〔2021〕1号), orders (国务院令第722号), announcements (公告2017年第66号), registration
numbers (湛部规2021—1), in every bracket that printers put, and their normalised form.

党政机关公文处理工作条例 (2012), art. 9 (5): 发文机关代字, year in 〔〕, serial number. Older documents put the year first
(〔90〕环管字第359号) or a 文 before the serial (闽政〔2001〕文208号).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gongwen.extract.citations.words import any_of
from gongwen.extract.numerals import parse_number

HAN = "一-龥"
# 2019, 91 and 二〇〇八
YEAR = r"(?:(?:19|20)[0-9]{2}|[0-9]{2}|[一二][0〇○零一二三四五六七八九]{3})"
SERIAL = r"(?:第)?[0-9]{1,5}(?:[—\-][0-9]{1,4})?"
# What printers put for 〔 and 〕; the reading text has folded ASCII brackets already.
OPEN, CLOSE = "[〔（【［\\[﹝〈<]", "[〕）】］\\]﹞〉>]"
LONGEST_CODE = 14
# 湛府函〔2021〕1号: code of the issuer, year, serial
CODE = rf"(?P<code>[{HAN}A-Z]{{1,{LONGEST_CODE}}}){OPEN}\s?(?P<year>{YEAR})\s?年?{CLOSE}\s?(?P<kind>[{HAN}]{{0,4}}?)(?P<serial>{SERIAL})\s?号"
# 〔90〕环管字第359号, （94）财税字第2号
EARLY = rf"{OPEN}(?P<eyear>{YEAR}){CLOSE}\s?(?P<ecode>[{HAN}]{{1,8}}?)(?:字)?第(?P<eserial>[0-9]{{1,5}})号"
# 国务院令第722号, 部令第20号, 原国家环境保护总局令第13号, 交通运输部令2019年第12号, 令（2004年）第3号
ORDER = rf"(?P<who>[{HAN}]{{0,24}}?)(?P<what>令|公告|通告)(?:（?(?P<oyear>{YEAR})年?）?)?第(?P<oserial>[0-9]{{1,5}}|[一二三四五六七八九十百零〇]{{1,6}})号"
# 国家发展改革委第29号令, 建设部第37号令
ORDER_LAST = rf"(?P<lwho>[{HAN}]{{1,24}}?)(?:(?:{YEAR}年)?第)(?P<lserial>[0-9]{{1,4}}|[一二三四五六七八九十百零〇]{{1,6}})号令(?!牌)"
# 湛部规2021—1, 穗府规字2020-3号
REGISTERED = rf"(?P<rcode>[{HAN}]{{1,6}}规(?:字)?)〔?(?P<ryear>(?:19|20)[0-9]{{2}})〕?[—–\-―－](?P<rserial>[0-9]{{1,5}})号?"
# A number is looked for where one ends: patterns that begin with names of any length are tried nowhere else.
LAST = re.compile(
    r"号(?<=[0-9一二三四五六七八九十百零〇]号)令?|号(?<=[0-9一二三四五六七八九十百零〇]\s号)令?|规字?〔?(?:19|20)[0-9]{2}〕?[—–\-―－][0-9]{1,5}(?:号(?!令))?"
)
NUMBER = re.compile(rf"(?:{EARLY}|{CODE}|{REGISTERED}|{ORDER}|{ORDER_LAST})\Z")
LONGEST = 64
BRACKETS = re.compile(OPEN)
# Without these a number has a bracket.
OTHERS = re.compile("[令规]|[公通]告")
# 原信息产业部令: the issuer bore that name then, 原 is not in it.
FORMER = "原"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number in a text: ``[start, end)`` its characters, ``value`` its normalised form."""

    start: int
    end: int
    value: str


def find_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[DocumentNumber]:
    """The numbers in ``text[start:end]`` (a reading text), in order of place."""
    former, limit = start, len(text) if end is None else end
    for last in LAST.finditer(text, start, limit):
        ends = (last.end(), last.end() - 1) if last.group().endswith("令") else (last.end(),)
        low = _reach(text, max(former, last.end() - LONGEST), last.end())
        found = (NUMBER.search(text, low, place) for place in ends)
        m = next((m for m in found if m), None)
        number = _number(m) if m else None
        if number is not None:
            former = number.end
            yield number


def _reach(text: str, low: int, end: int) -> int:
    """From where a number that ends at ``end`` may reach; all begin at most so far before their first bracket, but for
    those that have words of their own."""
    if OTHERS.search(text, low, end):
        return low
    bracket = BRACKETS.search(text, low, end)
    return max(low, bracket.start() - LONGEST_CODE) if bracket else end


def _number(m: re.Match[str]) -> DocumentNumber | None:
    if m["eyear"]:
        rest = m.string[m.start("ecode") : m.end()]
        return DocumentNumber(m.start(), m.end(), f"〔{_year(m['eyear'])}〕{rest}")
    if m["code"]:
        code = _without(_before_code(), m["code"])
        if not code:
            return None
        begin = m.end("code") - len(code)
        serial = m["serial"].removeprefix("第")
        middle = m["kind"] + ("第" if m["serial"].startswith("第") else "")
        return DocumentNumber(begin, m.end(), f"{code}〔{_year(m['year'])}〕{middle}{serial}号")
    if m["rcode"]:
        code = _without(_before_code(), m["rcode"]) or m["rcode"]
        begin = m.end("rcode") - len(code)
        return DocumentNumber(begin, m.end(), f"{code}{m['ryear']}—{m['rserial']}")
    name = "who" if m["what"] else "lwho"
    who = _without(_before_order(), m[name])
    if not who and name == "lwho":
        return None
    begin = m.end(name) - len(who)
    value = m.string[begin : m.end()].removeprefix(FORMER)
    return DocumentNumber(begin, m.end(), value.replace("（", "").replace("）", ""))


def _year(digits: str) -> str:
    """二〇〇八 is 2008."""
    return digits if digits.isascii() else str(parse_number(digits))


@cache
def _before_code() -> re.Pattern[str]:
    """What can stand before the code in running text but is no part of it: words that cite, names of issuers."""
    issuers = rf"[市省县区州盟][{HAN}]{{1,8}}[局厅](?=[{HAN}])|政府(?!令)|{any_of('before_codes')}"
    return re.compile(rf".*(?:{issuers}|{any_of('before_numbers')}|[，。；：、》”（])")


@cache
def _before_order() -> re.Pattern[str]:
    """原国家环境保护总局令: the issuer of an order is part of its number; these words are not, nor is an 和 between two."""
    return re.compile(
        rf".*(?:{any_of('before_numbers')}|[，。；：、》”（]|(?<!共)和(?!{any_of('and_in_names')}))"
    )


def _without(before: re.Pattern[str], code: str) -> str:
    m = before.match(code)
    return code[m.end() :] if m else code
