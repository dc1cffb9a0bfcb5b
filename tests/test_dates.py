"""Printed dates: their values, their places, and what is none."""

from __future__ import annotations

import pytest

from gongwen.extract.dates import find_dates, first_day, iso_date, last_day, parse_date
from tests.timing import assert_linear

CASES = [
    ("2021年1月4日", "2021-01-04", "the usual form"),
    ("2021年01月04日", "2021-01-04", "leading zeros"),
    ("二○○九年八月十一日", "2009-08-11", "Han digits with the circle"),
    ("二〇〇九年八月十一日", "2009-08-11", "Han digits with 〇"),
    ("二零二二年十二月三十一日", "2022-12-31", "零 and two-part numerals"),
    ("二〇一九年十月廿三日", "2019-10-23", "廿"),
    ("2021-01-04", "2021-01-04", "ISO"),
    ("2021/1/4", "2021-01-04", "slashes"),
    ("2021.1.4", "2021-01-04", "stops"),
    ("2021年12月", "2021-12", "a month"),
    ("2021年", "2021", "a year"),
    ("2021年5月6号", "2021-05-06", "号 for 日"),
    ("2021年2月30日", None, "no such day"),
    ("2021年13月", None, "no such month, and the rest is no date"),
    ("0021年1月4日", None, "no year of a document"),
    ("1月4日", None, "no year"),
    ("2021-13-01", None, "no such month"),
    ("2021.1", None, "a number"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("text", "value", "reason"), CASES)
def test_parse(text: str, value: str | None, reason: str) -> None:
    assert parse_date(text) == value, reason


PLACES = [
    ("云泽市人民政府\n2021年1月4日", [("2021年1月4日", "2021-01-04")], "a sign-off"),
    ("发布日期：2021-01-04 10:20", [("2021-01-04", "2021-01-04")], "a crawler's line"),
    ("2021年1月至2022年3月", [("2021年1月", "2021-01"), ("2022年3月", "2022-03")], "a range is two dates"),
    ("电话：020-2021-0104", [], "a number of a telephone"),
    ("版本2021.1.4.5", [], "a number of a version"),
    ("12021年1月4日", [], "a part of a longer number"),
    ("二十二年一月", [], "a count of years"),
]


@pytest.mark.parametrize(("text", "found", "reason"), PLACES)
def test_places(text: str, found: list[tuple[str, str]], reason: str) -> None:
    assert [(text[d.start : d.end], d.value) for d in find_dates(text)] == found, reason


def test_every_day_of_a_leap_year_reads_back() -> None:
    for month in range(1, 13):
        for day in range(1, 32):
            value = iso_date(2024, month, day)
            assert parse_date(f"2024年{month}月{day}日") == value
            assert parse_date(f"2024-{month:02d}-{day:02d}") == value
    assert iso_date(2024, 2, 29) == "2024-02-29"
    assert iso_date(2023, 2, 29) is None


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-06-30", "2021-06-30", "2021-06-30"),
        ("2021-13", None, None),
        ("issued", None, None),
    ],
)
def test_bounds(value: str, first: str | None, last: str | None) -> None:
    assert (first_day(value), last_day(value)) == (first, last)


@pytest.mark.parametrize("piece", ["2", "年", "二", "2021年", "1-", "2021-", "〇", "十月", "2021.1."])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    assert_linear(lambda text: list(find_dates(text)), piece)
