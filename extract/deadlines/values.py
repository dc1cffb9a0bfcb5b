"""Values of time limits: ISO 8601 forms of points, intervals and recurrences, and the days that they span.

The forms are those of the annotation guidelines: ``2021-06``, ``2021/2023``, ``R/--06-30``, ``P5WD``. A
festival is its day by the calendar; lunar days by ``lunar_python`` (GB/T 33661-2017).
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import Lunar

from gongwen.extract.dates import first_day, iso_date, last_day
from gongwen.extract.deadlines.grammar import Point, YearWord
from gongwen.extract.deadlines.lexicon import periods

Days = tuple[str | None, str | None]
# The library's tables are exact for these years.
_LUNAR_YEARS = range(1901, 2100)


def point_value(point: Point, year: int) -> str | None:
    """The ISO 8601 date, at the precision stated, by which a point of that year has come; None where no
    calendar has it. An interval counts by its last month.

    >>> from gongwen.extract.deadlines.grammar import expressions
    >>> [point_value(p, 2022) for p in expressions("6月底，第三季度，年底，春节前") if isinstance(p, Point)]
    ['2022-06', '2022-09', '2022-12', '2022-02-01']
    """
    if point.festival:
        return festival(point.festival, year)
    if point.lunar:
        return lunar_day(year, point.last or 1, point.day or 1)
    return iso_date(year, point.last, point.day)


def interval_value(point: Point, year: int) -> str | None:
    """The ISO 8601 interval of a point that lasts: 第四季度 of 2003 is ``2003-10/2003-12``, a plan
    ``2021/2025``."""
    if point.plan:
        return f"{point.plan[0]}/{point.plan[1]}"
    first, last = iso_date(year, point.first), iso_date(year, point.last)
    return f"{first}/{last}" if first and last else None


def recurring_value(point: Point) -> str | None:
    """The recurrence of a point of every year or month: ``R/--06``, ``R/--06-30``, ``R/---10``."""
    if point.word is YearWord.EVERY_MONTH:
        return f"R/---{point.day:02d}" if point.day else "R/P1M"
    if point.festival in periods()["solar_festivals"]:
        month, day = periods()["solar_festivals"][point.festival]
        return f"R/--{month:02d}-{day:02d}"
    if point.lunar or point.festival or point.first is None:
        return "R/P1Y"
    if point.interval:
        return f"R/--{point.first:02d}/--{point.last:02d}"
    # 2024 is a leap year: 29 February recurs
    if point.day and iso_date(2024, point.first, point.day) is None:
        return None
    return f"R/--{point.first:02d}-{point.day:02d}" if point.day else f"R/--{point.first:02d}"


@lru_cache(maxsize=1024)
def festival(name: str, year: int) -> str | None:
    """The day of a festival in a year; None where the tables do not reach."""
    data = periods()
    if name in data["solar_festivals"]:
        month, day = data["solar_festivals"][name]
        return iso_date(year, month, day)
    if name in data["lunar_festivals"]:
        return lunar_day(year, *data["lunar_festivals"][name])
    if year not in _LUNAR_YEARS:
        return None
    terms = Lunar.fromYmd(year, 1, 1).getJieQiTable()
    day_of: str = terms[data["solar_terms"][name]].toYmd()
    if day_of[:4] == str(year):
        return day_of
    later = Lunar.fromYmd(year + 1, 1, 1).getJieQiTable()  # 冬至 belongs to the table of the next lunar year
    other: str = later[data["solar_terms"][name]].toYmd()
    return other if other[:4] == str(year) else None


@lru_cache(maxsize=1024)
def lunar_day(year: int, month: int, day: int) -> str | None:
    """The solar day of a day of a lunar year; None where that month has no such day."""
    if year not in _LUNAR_YEARS:
        return None
    try:
        solar: str = Lunar.fromYmd(year, month, day).getSolar().toYmd()
    except Exception:  # the library raises bare Exception for a day that the month lacks
        return None
    return solar


def days_of(value: str) -> Days:
    """First and last day of a date or an interval; an open end and what is neither give None."""
    if "/" not in value:
        return first_day(value), last_day(value)
    start, end = value.split("/", 1)
    return first_day(start), last_day(end)


_DURATION = re.compile(r"P([0-9]{1,4})([YMWD])")


def add(day: str, duration: str) -> str | None:
    """The day that lies a calendar duration after a day: 31 January and ``P1M`` give the last day of
    February. None for working days, hours and mixed durations."""
    m = _DURATION.fullmatch(duration)
    if m is None:
        return None
    number, begun = int(m[1]), date.fromisoformat(day)
    if m[2] in "WD":
        days = number * (7 if m[2] == "W" else 1)
        return (begun + timedelta(days=days)).isoformat() if days < 100_000 else None
    months = begun.year * 12 + begun.month - 1 + number * (12 if m[2] == "Y" else 1)
    year, month = divmod(months, 12)
    if year > 2199:
        return None
    return date(year, month + 1, min(begun.day, calendar.monthrange(year, month + 1)[1])).isoformat()


def last_valid_day(entry: str, duration: str) -> str | None:
    """The last day of a validity that begins on the day of entry into force: 自2021年2月1日起施行，有效期5年
    ends on 2026-01-31, as 有效期至 is printed in practice. None where it cannot be computed."""
    after = add(entry, duration)
    return (date.fromisoformat(after) - timedelta(days=1)).isoformat() if after else None
