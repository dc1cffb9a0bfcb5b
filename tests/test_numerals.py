"""Chinese numerals, enumerated: a finite language is tested whole."""

from __future__ import annotations

import time

import pytest

from gongwen.extract.numerals import han_class, parse_number

DIGITS = "零一二三四五六七八九"


def written(n: int, inside: bool = False) -> str:
    """The standard writing of 1 <= n < 10**8; ``inside``: a higher place precedes."""
    if n >= 10_000:
        rest = n % 10_000
        zero = "零" if 0 < rest < 1000 else ""
        return written(n // 10_000) + "万" + (zero + written(rest, True) if rest else "")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
        gap = not digit
    return text[1:] if text.startswith("一十") and not inside else text


def test_every_number_below_a_hundred_thousand_reads_back() -> None:
    for n in range(1, 100_000):
        assert parse_number(written(n)) == n, written(n)


@pytest.mark.parametrize("year", range(1900, 2101))
def test_every_year_in_digits(year: int) -> None:
    for zero in "零〇○":
        text = "".join((zero + DIGITS[1:])[int(d)] for d in str(year))
        assert parse_number(text) == year


CASES = [
    ("3500", 3500, "ASCII digits"),
    ("3,500", 3500, "thousands set apart"),
    ("5万", 50000, "digits with a unit"),
    ("一万二", 12000, "the last unit left out"),
    ("三百五", 350, "the last unit left out"),
    ("两千零五", 2005, "两 counts"),
    ("廿三", 23, "廿 is twenty"),
    ("贰拾叁", 23, "formal numerals"),
    ("一亿零五百", 100_000_500, "an empty section"),
    ("二〇二二", 2022, "a string of digits"),
    ("0", 0, "zero"),
    ("", None, "nothing"),
    ("百", None, "a unit without a digit"),
    ("十十", None, "no descent"),
    ("二十三十", None, "no descent"),
    ("十百", None, "no descent"),
    ("二百零", None, "a closing zero"),
    ("三万五亿", None, "sections must descend"),
    ("两两", None, "两 stands in no string of digits"),
    ("年", None, "no numeral"),
    ("3,50", None, "no thousands"),
    ("-3", None, "no sign"),
    ("1.5", None, "no integer"),
]


@pytest.mark.parametrize(("text", "number", "reason"), CASES)
def test_numbers(text: str, number: int | None, reason: str) -> None:
    assert parse_number(text) == number, reason


@pytest.mark.parametrize("piece", ["1", "一", "十", "万", "零", "1,"])
def test_a_long_run_is_refused_at_once(piece: str) -> None:
    begun = time.process_time()
    assert parse_number(piece * 100_000) is None
    assert time.process_time() - begun < 0.5


def test_the_class_of_numerals_holds_no_ascii() -> None:
    assert not any(c.isascii() for c in han_class())
    assert all(c in han_class() for c in "〇一二十百千万亿")
