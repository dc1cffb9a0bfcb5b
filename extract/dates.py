"""Dates as documents print them: 2021年1月4日, 二○○九年八月十一日, 2021-01-04, 2021.1.4.

The forms are those of GB/T 9704-2012, 7.3.5.4, and GB/T 15835-2011, and what publishers' pages make of them.
The value is an ISO 8601 date at the precision printed: ``2021-01-04``, ``2021-01``, ``2021``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongwen.extract.numerals import han_class, parse_number

# Years that a document of our time can speak of; anything else that looks like one is a number.
FIRST_YEAR, LAST_YEAR = 1840, 2199

_HAN = han_class()
# What a date is made of, each for use in other patterns; the reading text has no blanks inside them.
YEAR = rf"(?:[0-9]{{4}}|[{_HAN}]{{4}})年"
MONTH = rf"(?:1[0-2]|0?[1-9]|[{_HAN}]{{1,2}})月"
DAY = rf"(?:3[01]|[12][0-9]|0?[1-9]|[{_HAN}]{{1,3}})[日号]"
_PRINTED = re.compile(
    # 2021年1月4日: year, and month and day where they are printed
    rf"(?<![0-9{_HAN}])(?P<y>{YEAR})(?:(?P<m>{MONTH})(?P<d>{DAY})?+)?+"
    # 2021-01-04, 2021/1/4, 2021.1.4
    r"|(?<![0-9A-Za-z.\-/])(?P<y2>[0-9]{4})(?P<sep>[-/.－–—])"
    r"(?P<m2>1[0-2]|0?[1-9])(?:(?P=sep)(?P<d2>3[01]|[12][0-9]|0?[1-9]))(?![0-9.\-/]*[0-9])"
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as found: ``[start, end)`` in the text, ``value`` ISO 8601 at the precision printed."""

    start: int
    end: int
    value: str


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The ISO 8601 form at the precision given; None where the calendar has no such date or the year is none.

    >>> iso_date(2021, 2), iso_date(2021, 2, 30)
    ('2021-02', None)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[PrintedDate]:
    """The dates with a year in ``text[start:end]``, in order of place, without those the calendar lacks."""
    for m in _PRINTED.finditer(text, start, len(text) if end is None else end):
        value = _value(m)
        if value is not None:
            yield PrintedDate(m.start(), m.end(), value)


def parse_date(text: str) -> str | None:
    """The ISO 8601 form of a text that is one date and nothing else; None where it is not.

    >>> [parse_date(s) for s in ("二○○九年八月十一日", "2021.1.4", "2021年1月", "1月4日")]
    ['2009-08-11', '2021-01-04', '2021-01', None]
    """
    m = _PRINTED.fullmatch(text)
    return _value(m) if m else None


def _value(m: re.Match[str]) -> str | None:
    parts = (m["y"] or m["y2"], m["m"] or m["m2"], m["d"] or m["d2"])
    numbers = [parse_number(p.rstrip("年月日号")) if p else None for p in parts]
    if numbers[0] is None or any(p and n is None for p, n in zip(parts, numbers, strict=True)):
        return None
    return iso_date(numbers[0], numbers[1], numbers[2])


def first_day(value: str) -> str | None:
    """The first day that an ISO date of any precision may mean, ``2021-02-01`` for ``2021-02``; else None."""
    return _bound(value, last=False)


def last_day(value: str) -> str | None:
    """The last day that an ISO date of any precision may mean, ``2021-02-28`` for ``2021-02``; else None."""
    return _bound(value, last=True)


_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _bound(value: str, last: bool) -> str | None:
    m = _ISO.fullmatch(value)
    if m is None:
        return None
    year, month, day = (int(part) if part else None for part in m.groups())
    assert year is not None
    month = month or (12 if last else 1)
    if not (1 <= month <= 12 and year):
        return None
    length = calendar.monthrange(year, month)[1]
    day = day or (length if last else 1)
    return date(year, month, day).isoformat() if day <= length else None
