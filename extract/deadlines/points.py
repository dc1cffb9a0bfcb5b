"""Reads points and ranges of time as time limits: due, period, recurring, effective, validity."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from gongwen.extract.deadlines.grammar import Point, YearWord
from gongwen.extract.deadlines.judge import (
    acts,
    alone_in_bracket,
    eligibility,
    happened,
    in_duty_bracket,
    in_stage_bracket,
    labelled,
)
from gongwen.extract.deadlines.lexicon import any_of, ending, holding, periods, starting
from gongwen.extract.deadlines.phrases import Phrase
from gongwen.extract.deadlines.scope import Place
from gongwen.extract.deadlines.validity import validity_start
from gongwen.extract.deadlines.values import days_of, interval_value, point_value, recurring_value
from gongwen.extract.deadlines.years import Years
from gongwen.extract.model import DeadlineKind

_IN_FORCE = re.compile(
    rf"(?:，)?(?:起)?(?:{any_of('in_force')})(?:(?:并|、)?(?:同时)?(?:废止|停止执行))?(?!的)"
)
_IN_FORCE_OF = re.compile(rf"(?:起)?(?:{any_of('in_force')})的")
_SELF = re.compile(r"本[\u4e00-\u9fff]{1,8}\Z")
_RUNS_ON = re.compile(r"(?:施行|实施|执行|试行|有效|延续|暂定)\Z")
_EVERY_YEAR = re.compile(r"每年|每个?年度|年度")
# 每年5月的第三周为科技活动周
_DEFINED = re.compile(rf"(?:的?第[一二三四五]个?(?:整?周|星期.))?(?:{any_of('definitions')})")
_TODAY = re.compile(r"[自从]?即日起，?\Z")
_SIGNED = re.compile(rf"[^，。；]{{0,24}}?(?:{any_of('signing')})")
# （该文件于2012年8月1日以云府办〔2012〕5号发布，根据…修改）: how an amended text tells of its issue
_ISSUED_AS = re.compile(rf"以[^，。；]{{2,16}}号(?:{any_of('signing')})")
# Words of a sentence that tells of something done.
_TOLD = re.compile(r"[已曾了]|以来|截至|截止|的")
_LOOKS_ON = re.compile(r"展望(?:到|至)?\Z")


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit found: its place in the reading text, kind, value, and the days that it spans."""

    start: int
    end: int
    kind: DeadlineKind
    value: str
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A phrase that holds a point of time, with all that is needed to judge it; ``cell``: it is a cell by itself in a
    column of times."""

    text: str
    phrase: Phrase
    point: Point
    where: Place
    years: Years
    former: Limit | None
    cell: bool = False

    def limit(
        self, kind: DeadlineKind, value: str, start: int | None = None, end: int | None = None
    ) -> Limit:
        """The limit that this phrase is; earliest and latest days by kind."""
        first, last = days_of(value)
        earliest = None if kind in (DeadlineKind.DUE, DeadlineKind.VALIDITY) else first
        return Limit(
            self.phrase.start if start is None else start,
            self.phrase.end if end is None else end,
            kind,
            value,
            earliest,
            last,
        )


def read_point(moment: Moment) -> Limit | None:
    """The time limit that a phrase with a point of time states; None where it states none."""
    if _recurs(moment):
        return _recurring(moment)
    if moment.point.word in (YearWord.SHIFT, YearWord.FOLLOWING) and moment.where.before.endswith("的"):
        return None  # 验收合格的下一年度: of a year that nobody knows
    year = _year(moment)
    if year is None or (moment.point.word is YearWord.SAME and moment.point.first is None):
        return None
    if moment.point.word is YearWord.MONTH_SHIFT:
        year, moment = _month_of(moment)
        if year is None:
            return None
    value = point_value(moment.point, year)
    if value is not None and _passed_feast(moment, value):
        value = point_value(moment.point, year + 1)  # 春节前 in March is before the next
    if value is None or happened(moment.where):
        return None
    if moment.phrase.until or (moment.point.interval and not moment.phrase.before and not moment.phrase.to):
        return _validity_until(moment, year) or _period(moment, year)
    if limit := _effective(moment, value):
        return limit
    if limit := _validity(moment, value):
        return limit
    if moment.phrase.since:
        return _open_period(moment, value)
    return _from_today(moment, value) or _due(moment, value)


def _passed_feast(moment: Moment, value: str) -> bool:
    """Whether a festival without a year, before which something is to be done, has passed when the document is issued."""
    bare = moment.point.festival is not None and moment.point.word is YearWord.NONE
    return bare and bool(moment.phrase.before) and moment.years.reference.past(value)


def _from_today(moment: Moment, value: str) -> Limit | None:
    """即日起至2019年11月: a period from the day of issue."""
    begun = _TODAY.search(moment.where.before)
    issued = moment.years.reference.issued
    if begun is None or issued is None or not moment.phrase.to:
        return None
    start = moment.phrase.start - len(begun.group())
    return moment.limit(DeadlineKind.PERIOD, f"{issued}/{value}", start=start)


def _month_of(moment: Moment) -> tuple[int | None, Moment]:
    found = moment.years.month(moment.point)
    if found is None:
        return None, moment
    year, month = found
    return year, replace(moment, point=replace(moment.point, first=month, last=month))


def _recurs(moment: Moment) -> bool:
    point, former = moment.point, moment.former
    if point.word in (YearWord.EVERY, YearWord.EVERY_MONTH):
        return True
    if point.word in (YearWord.GIVEN, YearWord.SHIFT):
        return False
    if moment.phrase.follows and former and former.kind is DeadlineKind.RECURRING:
        return True
    years = moment.years
    if "每年" in moment.where.before or (years.annual and point.word is YearWord.NONE):
        return True
    if point.word in (YearWord.FOLLOWING, YearWord.SAME, YearWord.MONTH_SHIFT) and _EVERY_YEAR.search(
        moment.where.before
    ):
        return years.paragraph is None
    dated = point.word in (YearWord.FOLLOWING, YearWord.SAME) and point.first is not None
    if dated and years.reference.lasting:
        return years.paragraph is None  # 于当年9月30日前, in rules
    return (
        years.reference.standing and years.paragraph is None and years.surroundings.year(point.start) is None
    )


def _recurring(moment: Moment) -> Limit | None:
    point, phrase = moment.point, moment.phrase
    if (not phrase.before and _DEFINED.match(moment.where.clause_after)) or eligibility(moment.where):
        return None
    if point.word in (YearWord.SAME, YearWord.FOLLOWING) and point.first is None:
        return None
    if point.word is YearWord.MONTH_SHIFT:
        point = replace(point, word=YearWord.EVERY_MONTH)
    marked = phrase.before or phrase.to or phrase.since or phrase.until
    if not marked and point.word not in (YearWord.EVERY, YearWord.EVERY_MONTH) and not acts(moment.where):
        return None
    value = recurring_value(point)
    if value and phrase.until:
        end = recurring_value(replace(phrase.until, word=YearWord.EVERY))
        value = f"{value}/{end[2:]}" if end else None
    return moment.limit(DeadlineKind.RECURRING, value) if value else None


def _year(moment: Moment) -> int | None:
    point, until = moment.point, moment.phrase.until
    if point.word is YearWord.MONTH_SHIFT:
        found = moment.years.month(point)
        return found[0] if found else None
    if point.word is YearWord.NONE and until and until.word is YearWord.GIVEN and until.year:
        return until.year - 1 if until.last and point.first and point.first > until.last else until.year
    return moment.years.resolve(point)


def _effective(moment: Moment, value: str) -> Limit | None:
    """自2021年2月1日起施行, 从7月1日起, 2018年1月1日以后."""
    phrase, where = moment.phrase, moment.where
    verb = _IN_FORCE.match(moment.text, phrase.end)
    if _IN_FORCE_OF.match(moment.text, phrase.end) or where.clause_after.startswith("的"):
        return None
    if phrase.since == "起":
        if not _still_to_come(moment, value, bool(verb)):
            return None
        return moment.limit(DeadlineKind.EFFECTIVE, value, end=verb.end() if verb else None)
    days = len(value) == 10
    if phrase.since in ("以后", "之后", "后"):
        ahead = (
            days
            and (phrase.since != "后" or where.after.startswith("，"))
            and not moment.years.reference.past(value)
            and not eligibility(where)
        )
        return moment.limit(DeadlineKind.EFFECTIVE, value) if ahead else None
    if verb and days and not phrase.before and not phrase.to and (phrase.start_word or _enters(moment, verb)):
        return moment.limit(DeadlineKind.EFFECTIVE, value, end=verb.end())
    return None


def _enters(moment: Moment, verb: re.Match[str]) -> bool:
    """本办法2021年1月1日施行: nothing follows the verb."""
    return moment.text[verb.end() : verb.end() + 1] in ("。", "，", "；", "\n", "")


def _still_to_come(moment: Moment, value: str, in_force: bool) -> bool:
    """Whether 自…起 rules from now on. Documents may take effect before their date; what began in a former
    year is told."""
    reference = moment.years.reference
    if not reference.past(value) or _SELF.search(moment.where.clause_before):
        return not eligibility(moment.where)
    same_year = reference.year is not None and int(value[:4]) == reference.year
    if "已" in moment.where.before:
        return False
    if in_force and not moment.where.before:
        return True
    return (
        same_year
        and not moment.years.surroundings.looks_back(moment.point.start)
        and not eligibility(moment.where)
    )


def _validity(moment: Moment, value: str) -> Limit | None:
    """有效期至2022年12月31日, 执行期延长至2023年底."""
    phrase = moment.phrase
    start = validity_start(moment.text, phrase.start)
    entry = moment.former if moment.former and moment.former.kind is DeadlineKind.EFFECTIVE else None
    if entry and phrase.to and moment.text[entry.end : phrase.start] == "，":
        return moment.limit(DeadlineKind.VALIDITY, value)  # 自发布之日起施行，至2020年7月9日止
    runs = bool(phrase.to) and (_RUNS_ON.search(moment.where.clause_before) or _extended(moment))
    if start is None and not runs:
        return None
    if moment.years.reference.past(value) and start is None:
        return None
    return moment.limit(DeadlineKind.VALIDITY, value, start=start)


def _extended(moment: Moment) -> bool:
    """政策…延长至2023年底; 办理时间延长至 is due."""
    where = moment.where
    return bool(
        ending("extended").search(where.clause_before) and holding("policy_words").search(where.before)
    )


def _validity_until(moment: Moment, year: int) -> Limit | None:
    """有效期自2021年1月1日至2025年12月31日: a validity has its end as its value; 实施期限：2018—2022年 is a
    period."""
    until = moment.phrase.until
    start = validity_start(moment.text, moment.phrase.start)
    if until is None or start is None or start == moment.phrase.start:
        return None
    value = point_value(until, _end_year(moment, year))
    return moment.limit(DeadlineKind.VALIDITY, value, start=start) if value else None


def _end_year(moment: Moment, year: int) -> int:
    """The year in which a range ends: 2021年9月至3月 ends in the next."""
    until, point = moment.phrase.until, moment.point
    assert until is not None
    if until.word is YearWord.GIVEN and until.year:
        return until.year
    if until.word is YearWord.FOLLOWING:
        return year + 1
    if until.word is YearWord.SHIFT:
        return moment.years.resolve(until) or year
    return year + 1 if until.last and point.first and until.last < point.first else year


def _period(moment: Moment, year: int) -> Limit | None:
    phrase, point = moment.phrase, moment.point
    if phrase.until:
        first = (
            point_value(point, year)
            if not point.interval
            else (interval_value(point, year) or "/").split("/")[0]
        )
        last = point_value(phrase.until, _end_year(moment, year))
        value = f"{first}/{last}" if first and last and first[:10] <= last else None
    else:
        value = interval_value(point, year)
    if value is None or moment.years.reference.past(value) or eligibility(moment.where):
        return None
    strong = bool(phrase.start_word) or validity_start(moment.text, phrase.start) is not None
    if moment.years.reference.report and not strong and (days_of(value)[0] or "") < _year_ago(moment.years):
        return None
    return moment.limit(DeadlineKind.PERIOD, value) if _bounds(moment, strong) else None


def _year_ago(years: Years) -> str:
    """The day a year before the document; a report tells what it has done since then."""
    day = years.reference.day
    return f"{int(day[:4]) - 1}{day[4:]}" if day else ""


def _open_period(moment: Moment, value: str) -> Limit | None:
    """2020年2月开始: a period without end."""
    reference = moment.years.reference
    begun = reference.year is not None and int(value[:4]) < reference.year
    if moment.phrase.since != "开始" or begun or eligibility(moment.where):
        return None
    limit = moment.limit(DeadlineKind.PERIOD, f"{value}/..")
    return replace(limit, latest=None)


def _due(moment: Moment, value: str) -> Limit | None:
    phrase = moment.phrase
    strong = bool(phrase.before or phrase.to or _LOOKS_ON.search(moment.where.clause_before))
    if not (moment.cell or labelled(moment.text, phrase.start)):
        if _enacted(moment, value):
            return None
        if moment.years.reference.past(value) and not _late(moment, value):
            return None
        if eligibility(moment.where) or (strong and moment.where.clause_after.startswith("的")):
            return None
        if not _bounds(moment, strong):
            return None
    return moment.limit(DeadlineKind.DUE, value)


def _enacted(moment: Moment, value: str) -> bool:
    """于2021年3月15日经市人大常委会通过, in a document of that day, or 以…号公布."""
    if _ISSUED_AS.match(moment.where.after):
        return True
    issued = moment.years.reference.issued
    return value == issued and not moment.phrase.before and bool(_SIGNED.match(moment.where.clause_after))


def _late(moment: Moment, value: str) -> bool:
    """A plan issued after a limit that it sets: 6月底前完成 in a plan of July."""
    year = moment.years.reference.year
    if year is None or value[:4] != str(year) or not moment.phrase.before:
        return False
    if moment.years.surroundings.looks_back(moment.point.start):
        return False
    if starting("strong_actions").match(moment.where.after):
        return True
    told = _TOLD.search(moment.where.before) or _TOLD.search(moment.where.after)
    return told is None and acts(moment.where)


def _bounds(moment: Moment, strong: bool) -> bool:
    """Whether the phrase bounds an action; ``strong``: its own words say so (到, 前)."""
    text, phrase, where = moment.text, moment.phrase, moment.where
    if strong or moment.cell or labelled(text, phrase.start):
        return True
    if _is_held(moment):
        return True
    if moment.years.surroundings.looks_back(moment.point.start):
        return False
    if moment.former and phrase.follows and moment.former.kind in (DeadlineKind.DUE, DeadlineKind.PERIOD):
        return moment.former.end >= phrase.start - 4
    if in_duty_bracket(text, phrase.start, where):
        return True
    month = moment.point.first is not None
    if in_stage_bracket(text, where, phrase.start):
        return True
    if alone_in_bracket(text, where, phrase.start):
        return month and bool(phrase.until or moment.point.part)
    if moment.point.day and not phrase.until:
        return bool(ending("day_leads").search(where.clause_before)) and acts(where)
    # 年末 alone is a word of statistics too
    part = moment.point.part and not text.startswith("年", phrase.core_start)
    return not _is_subject(moment) and acts(where, part)


def _is_held(moment: Moment) -> bool:
    """开幕仪式时间：2024年4月30日, or 二、时间 above: when something is held that is still to come."""
    start, reference = moment.phrase.start, moment.years.reference
    if moment.point.first is None or not _HELD.search(moment.text, max(0, start - 4), start):
        return False
    return reference.day is not None


_HELD = re.compile(r"时间[：\n]\n?\Z")


def _is_subject(moment: Moment) -> bool:
    """Whether a bare year is the one that the whole document is about (2023年集中力量办好…, 今年)."""
    point, reference = moment.point, moment.years.reference
    if point.first is not None or point.plan or moment.phrase.until:
        return False
    if point.word is YearWord.SHIFT:
        # 本年度广告收入, 本年累计数: the year of an account, whatever year that is
        if moment.text.startswith(_accounting_years(), moment.phrase.core_start):
            return True
        about = reference.report and (point.year == 0 or _late_in_year(reference.day))
        return about or (point.year == 0 and reference.year in reference.title_years)
    told = reference.report and point.year == reference.year
    return point.word is YearWord.GIVEN and (told or point.year in reference.title_years)


@cache
def _accounting_years() -> tuple[str, ...]:
    return tuple(periods()["accounting_years"])


def _late_in_year(day: str | None) -> bool:
    """A report made in the last months of a year is about the next."""
    return day is None or day[5:7] >= "10"
