"""Recognises expressions of time in a reading text: points, lengths, recurrences and 之日起; what they bound
is judged later.

One pattern finds where an expression stands, small ones take it apart. Numbers of years, months and days are
not yet supplied here: 6月底 stays without year, 次年 says only that it follows another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from gongwen.extract.deadlines.lexicon import any_of, one_of, periods
from gongwen.extract.numerals import han_class, parse_number

_HAN = han_class()
_P = periods()


class YearWord(Enum):
    """What stands for the year of a point."""

    NONE = 0
    GIVEN = 1  # 2021年; ``Point.year`` is the year
    SHIFT = 2  # 今年, 明年; ``Point.year`` counts from the document's
    FOLLOWING = 3  # 次年
    SAME = 4  # 当年
    EVERY = 5  # 每年
    EVERY_MONTH = 6  # 每月
    MONTH_SHIFT = 7  # 本月, 次月; ``Point.year`` counts months from the document's


@dataclass(frozen=True, slots=True)
class Point:
    """A point of time ``[start, end)`` without 到 or 前.

    ``first`` and ``last``: its months (equal but for quarters, half-years), None for a year or a festival.
    ``part``: it is a part of a month or a year (底, 初, 上旬). ``plan``: 十四五末, ``first_year`` its first
    year.
    """

    start: int
    end: int
    word: YearWord
    year: int | None = None
    first: int | None = None
    last: int | None = None
    day: int | None = None
    festival: str | None = None
    lunar: bool = False
    part: bool = False
    plan: tuple[int, int] | None = None

    @property
    def interval(self) -> bool:
        """Whether it lasts several months or years: 第四季度, 上半年, “十四五”期间."""
        return self.first != self.last or (self.plan is not None and not self.part)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time, 5个工作日: ``value`` its ISO 8601 duration (``P5WD`` for working days)."""

    start: int
    end: int
    value: str
    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class Every:
    """每年, 每两周: ``value`` the ISO 8601 duration of one round."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Since:
    """之日起, or 即日起: a beginning without a date."""

    start: int
    end: int
    today: bool


Expression = Point | Length | Every | Since

DASH = "[—–\\-~－―～〜─‐‑‒]"
JOIN = rf"(?:{DASH}{{1,2}}|至|到)"
# 1．2021年6月底前: a marker of an item may stand before a number; 3.5月 is none.
_MARKED = r"(?<=[\n。；：）][0-9]\.)|(?<=[\n。；：）][0-9]{2}\.)"
_DIGITS_YEAR = rf"(?:(?:(?<![0-9.])|{_MARKED})[0-9]{{4}}|(?<![{_HAN}])[一二][{_HAN}]{{3}})"
_YEAR = rf"{_DIGITS_YEAR}(?:年|(?=年?{JOIN}{_DIGITS_YEAR}年))"
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_MONTH = rf"(?:{_MONTH_NUMBER}月份?|(?<![0-9.])(?:1[0-2]|0?[1-9])(?={JOIN}(?:1[0-2]|0?[1-9])月))"
_ONES = "[一二三四五六七八九]"
_DAY_NUMBER = rf"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|[二廿]?十{_ONES}?|廿{_ONES}?|{_ONES})"
_DAY = rf"(?:{_DAY_NUMBER}[日号]|{_DAY_NUMBER}(?={JOIN}{_DAY_NUMBER}[日号]))"
_MONTH_PART = one_of(_P["month_parts"]) + r"(?![子数])"
_QUARTER = r"第?[一二三四1-4]季度?(?:[末底初])?"
_HALF = one_of(_P["halves"])
_FESTIVALS = one_of(_P["solar_festivals"], _P["lunar_festivals"], _P["solar_terms"])
_LUNAR_MONTH = rf"{one_of(_P['lunar_marks'])}{one_of(_P['lunar_months'])}"
_LUNAR = rf"(?:{_LUNAR_MONTH}(?:初[一二三四五六七八九十]|{_DAY_NUMBER}日?)?)"
_YEAR_END = r"年?(?:年中|年[底末初]|底|末|初)(?![步中级次数总])"
_TAIL = rf"(?:{_LUNAR}|{_MONTH}(?:{_DAY}|{_MONTH_PART})?+|{_QUARTER}|{_HALF}|{_FESTIVALS}(?=节?之?以?前|期间)|{_YEAR_END})"
# 一月一调度, 一季度一通报 are rounds, no month and no quarter
_NOT_ROUND = "(?!一[^日号一二三四五六七八九十])"
_TAIL_ALONE = (
    rf"(?:{_LUNAR}|(?:(?<![0-9.{_HAN}第月年/])|{_MARKED}){_MONTH}(?:{_DAY}|{_MONTH_PART})?+{_NOT_ROUND}"
    rf"|(?<![前0-9{_HAN}])(?<![一二三四1-4]、){_QUARTER}{_NOT_ROUND}|{_HALF}"
    rf"|{_FESTIVALS}(?=节?之?以?前)|(?<![0-9{_HAN}上去青少老壮成中童幼])年[底末初](?![步中级次数总创审评]))"
)
# 年内建成: the document's year
_WITHIN_YEAR = rf"(?<![0-9{_HAN}近今明本当每同多去上前青少往几数历任全壮老中学])年(?=内(?!容|部|涵|外|地|设))"
_REL = rf"(?:(?<!以){one_of(_P['year_words'], _P['following_year_words'], _P['same_year_words'])}|{_WITHIN_YEAR})"
_MONTH_WORD = rf"(?:每个?月|{one_of(_P['month_words'])})"
_PLAN = rf"[“\"]?(?:{one_of(_P['plans'])})[”\"]?(?:{one_of(_P['plan_ends'], _P['plan_spans'])})"
# 周报, 日报 are papers; 提前一周报送 reports.
_PAPER = "报(?![送告请名备批经上省市县区国])"
# 周岁, 年级, 日常 and the like are no units.
_UNIT = rf"(?:{one_of(_P['units'])})(?<!周(?=[岁边密围转期]|{_PAPER}))(?<!年(?=[级轻龄长薪均鉴检费产代纪]))(?<!日(?=[常志本均产]|{_PAPER}))(?<!天(?=[然气]))"
_COUNT = rf"(?:[0-9]{{1,2}}\.[0-9](?![0-9])|[0-9]{{1,4}}|[{_HAN}]{{1,4}}|半)"


def _openings(words: object) -> set[str]:
    """The first characters of all words of a lexicon."""
    if isinstance(words, str):
        return set(words[:1])
    if isinstance(words, dict):
        return {c for key, value in words.items() for word in (key, value) for c in _openings(word)}
    return {c for word in words for c in _openings(word)} if isinstance(words, (list, tuple)) else set()


# Every character with which an expression can begin, so that the branches are tried nowhere else; none begins inside a
# number.
_OPENINGS = re.escape("".join(sorted(_openings(_P) | set(f'0123456789{_HAN}“"每按之即第半年'))))
_OPENING = re.compile(f"[{_OPENINGS}](?<![0-9][0-9])")
_EXPRESSION = re.compile(
    rf"(?:(?P<plan>{_PLAN})"
    # 2021-06-30 and 2021.6.30, as tables print dates
    r"|(?<![0-9A-Za-z.\-/])(?P<iso>[12][0-9]{3}(?P<sep>[-./])(?:1[0-2]|0?[1-9])(?P=sep)(?:3[01]|[12][0-9]|0?[1-9]))(?![0-9.\-/])"
    rf"|(?P<head>每年度?|{_YEAR}(?:度(?=内|{_TAIL}))?|{_REL})(?:的(?={_TAIL}))?(?P<tail>{_TAIL})?+"
    rf"|(?P<mhead>{_MONTH_WORD})的?(?P<mtail>{_DAY}|{_MONTH_PART})"
    rf"|(?P<every>每隔?(?P<every_n>{_COUNT}个?半?|个)?(?P<every_u>{_UNIT})[末底初]?)"
    # 按季度通报 is a round too
    rf"|(?P<per>按(?P<per_u>季度|季|月|周|年度|年|旬)(?=(?:[向将][^，。；\n]{{1,16}}?)?(?:{any_of('reporting')})(?!结果|情况|成绩|的)))"
    rf"|(?P<since>之日起|即日起)"
    rf"|(?P<tail0>{_TAIL_ALONE})"
    rf"|(?<![第0-9.:{_HAN}/A-Za-z])(?P<length>(?:{_COUNT}{JOIN})?(?P<n>{_COUNT})(?P<n_half>个半)?个?(?P<unit>{_UNIT})(?P<u_half>半)?))"
)
_PARTS = re.compile(
    rf"(?P<lunar>{_LUNAR})|(?:(?P<month>{_MONTH_NUMBER}(?:月份?)?)(?:(?P<day>{_DAY_NUMBER}[日号]?)|(?P<part>{_MONTH_PART}))?)"
    rf"|(?P<quarter>{_QUARTER})|(?P<half>{_HALF})|(?P<festival>{_FESTIVALS})|(?P<end>{_YEAR_END})"
)


# What every expression holds, and how far one reaches before it and looks behind it.
# Each branch begins with a character of its own: then `re` looks for these and passes over all others.
_ANCHOR = re.compile(
    "|".join(
        [
            *sorted({"年", *(unit[-1] for unit in _P["units"])}),
            *(rf"{plan}[”\"]?{one_of(_P['plan_ends'], _P['plan_spans'])}" for plan in _P["plans"]),
            *map(re.escape, (*_P["solar_festivals"], *_P["lunar_festivals"], *_P["solar_terms"])),
            *(rf"{digit}[0-9]{{3}}[-./]" for digit in "0123456789"),
        ]
    )
)
_BEFORE, _BEHIND = 16, 40
_DECIMAL = re.compile(r"[0-9]{1,2}\.[0-9]\Z")
# 三五年, 两三天: the larger of two
_APPROXIMATE = re.compile(r"\A[一二两三四五六七八]([二三四五六七八九])\Z")


def expressions(text: str) -> Iterator[Expression]:
    """Every expression of time in the text, in order of place, none overlapping another."""
    for start, last in _windows(text):
        for place in _OPENING.finditer(text, start, last):
            m = _EXPRESSION.match(text, place.start(), last + _BEHIND) if place.start() >= start else None
            if m is None:
                continue
            start = m.end()
            found = _read(m)
            if found is not None:
                yield found


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches in which expressions begin: before and on what every one of them holds, a unit of time or the name
    of a day or a plan, so that the large pattern is tried nowhere else."""
    begun = done = -1
    for anchor in _ANCHOR.finditer(text):
        if begun >= 0 and anchor.start() - _BEFORE > done + _BEHIND:
            yield begun, done
            begun = -1
        if begun < 0:
            begun = max(0, anchor.start() - _BEFORE)
        done = anchor.end()
    if begun >= 0:
        yield begun, done


def _read(m: re.Match[str]) -> Expression | None:
    for name, reader in _READERS.items():
        if m[name] is not None:
            return reader(m)
    return None


def _plan(m: re.Match[str]) -> Point | None:
    name = re.search(one_of(_P["plans"]), m["plan"])
    if name is None:
        return None
    first, last = _P["plans"][name.group()]
    part = m["plan"].endswith(tuple(_P["plan_ends"]))
    return Point(m.start(), m.end(), YearWord.GIVEN, last, plan=(first, last), part=part)


def _iso(m: re.Match[str]) -> Point:
    year, month, day = (int(part) for part in re.split(r"[-./]", m["iso"]))
    return Point(m.start(), m.end(), YearWord.GIVEN, year, month, month, day)


def _headed(m: re.Match[str]) -> Expression | None:
    word, year = _year_word(m["head"])
    if m["tail"] is None:
        if word is YearWord.EVERY:
            return Every(m.start(), m.end(), "P1Y")
        return Point(m.start(), m.end(), word, year)
    return _with_tail(Point(m.start(), m.end(), word, year), m["tail"])


def _year_word(head: str) -> tuple[YearWord, int | None]:
    if head.startswith("每"):
        return YearWord.EVERY, None
    if head == "年":
        return YearWord.SHIFT, 0
    if head in _P["year_words"]:
        return YearWord.SHIFT, _P["year_words"][head]
    if head in _P["following_year_words"]:
        return YearWord.FOLLOWING, None
    if head in _P["same_year_words"]:
        return YearWord.SAME, None
    return YearWord.GIVEN, parse_number(head.rstrip("度").rstrip("年"))


def _month_headed(m: re.Match[str]) -> Point:
    head, tail = m["mhead"], m["mtail"]
    day = parse_number(tail.rstrip("日号")) if tail[-1] in "日号" else None
    if head.startswith("每"):
        return Point(m.start(), m.end(), YearWord.EVERY_MONTH, day=day, part=day is None)
    return Point(m.start(), m.end(), YearWord.MONTH_SHIFT, _P["month_words"][head], day=day, part=day is None)


def _alone(m: re.Match[str]) -> Point | None:
    return _with_tail(Point(m.start(), m.end(), YearWord.NONE), m["tail0"])


def _with_tail(point: Point, tail: str) -> Point | None:
    """The point with what its words behind the year say: 6月底, 第三季度, 年底, 春节, 农历八月十五."""
    m = _PARTS.fullmatch(tail)
    if m is None:
        return None
    if m["lunar"]:
        return _lunar(point, m["lunar"])
    if m["month"]:
        month = parse_number(m["month"].rstrip("月份"))
        day = parse_number(m["day"].rstrip("日号")) if m["day"] else None
        return replace(point, first=month, last=month, day=day, part=bool(m["part"]))
    if m["quarter"]:
        quarter = parse_number(re.sub("[第季度末底初]", "", m["quarter"])) or 1
        return _months(point, 3 * quarter - 2, 3 * quarter, m["quarter"][-1])
    if m["half"]:
        first, last = _P["halves"][m["half"]]
        return _months(point, first, last, "")
    if m["festival"]:
        return replace(point, festival=m["festival"])
    month = _P["year_parts"][m["end"].replace("年年", "年")]
    return replace(point, first=month, last=month, part=True)


def _months(point: Point, first: int, last: int, mark: str) -> Point:
    if mark and mark in "末底":
        return replace(point, first=last, last=last, part=True)
    if mark == "初":
        return replace(point, first=first, last=first, part=True)
    return replace(point, first=first, last=last)


def _lunar(point: Point, words: str) -> Point | None:
    """农历八月十五. A calendar that cannot be computed (藏历) gives nothing."""
    if words.startswith(tuple(_P["uncomputed_marks"])):
        return None
    rest = words[2:]
    month = next(name for name in sorted(_P["lunar_months"], key=len, reverse=True) if rest.startswith(name))
    day = parse_number(rest[len(month) :].lstrip("初").rstrip("日")) if rest != month else None
    number = _P["lunar_months"][month]
    return replace(point, first=number, last=number, day=day, lunar=True)


def _every(m: re.Match[str]) -> Every | None:
    count = (m["every_n"] or "").rstrip("个") or "一"
    value = duration(count.removesuffix("个半"), m["every_u"], half=count.endswith("个半"))
    return Every(m.start(), m.end(), value) if value else None


def _per(m: re.Match[str]) -> Every | None:
    value = duration("一", m["per_u"])
    return Every(m.start(), m.end(), value) if value else None


def _since(m: re.Match[str]) -> Since:
    return Since(m.start(), m.end(), m["since"] == "即日起")


def _length(m: re.Match[str]) -> Length | None:
    count = _APPROXIMATE.sub(r"\1", m["n"])
    value = duration(count, m["unit"], half=bool(m["n_half"] or m["u_half"]))
    number = parse_number(count)
    # 2021年 is no length of time, and neither is 0天.
    if value is None or (number is not None and not 0 < number < 1000):
        return None
    return Length(m.start(), m.end(), value, number or 0, _P["units"][m["unit"]])


def duration(count: str, unit: str, half: bool = False) -> str | None:
    """The ISO 8601 duration of so many units; None where it has none (学期, or no number).

    >>> duration("5", "工作日"), duration("半", "年"), duration("一", "年", half=True), duration("24", "小时")
    ('P5WD', 'P6M', 'P18M', 'PT24H')
    """
    code = _P["units"][unit]
    if count == "半":
        return {"Y": "P6M", "M": "P15D", "D": "PT12H", "TH": "PT30M"}.get(code)
    number = parse_number(count)
    if code and code.isalpha() and _DECIMAL.match(count):
        return f"PT{count}{code[1]}" if code[0] == "T" else f"P{count}{code}"
    if not code or not number:
        return None
    if half:
        return {"Y": f"P{12 * number + 6}M", "M": f"P{number}M15D", "TH": f"PT{60 * number + 30}M"}.get(code)
    if code[0].isdigit():
        return f"P{int(code[:-1]) * number}{code[-1]}"
    return f"PT{number}{code[1]}" if code[0] == "T" else f"P{number}{code}"


_READERS = {
    "plan": _plan,
    "iso": _iso,
    "head": _headed,
    "mhead": _month_headed,
    "every": _every,
    "per": _per,
    "since": _since,
    "tail0": _alone,
    "length": _length,
}
