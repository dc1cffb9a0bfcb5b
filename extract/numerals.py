"""Numbers as Chinese documents write them: 二十三, 两千〇五, 二〇三五, 3500, 3,500, 5万.

A numeral is read by a small exact grammar (GB/T 15835-2011): strings of digits are positional (二〇三五 is
2035), numerals with units descend (千 百 十, sections of 万 and 亿), and whatever breaks the order is none.
The library that was tried (cn2an) returns floats, refuses the ○ of years and raises on what is none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gongwen.extract.data import read_json

# 2,000 and the like; the reading text keeps the comma between ASCII digits.
ARABIC = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,18})\Z")
# Longer runs are no numbers of years, days or items, and int() grows quadratically.
LONGEST = 18


@cache
def _table(name: str) -> dict[str, int]:
    table: dict[str, int] = read_json("numerals.json")[name]
    return table


@cache
def han_class() -> str:
    """The characters of Chinese numerals without ASCII, for a ``[…]`` of a regular expression."""
    tables = ("digits", "units", "tens", "sections")
    return "".join(c for name in tables for c in _table(name) if not c.isascii())


def parse_number(text: str) -> int | None:
    """The non-negative integer that the whole of ``text`` writes.

    None where it is no number, or longer than 18 characters.

    >>> [parse_number(s) for s in ("二十三", "二〇三五", "两千零五", "3,500", "5万", "十二", "百")]
    [23, 2035, 2005, 3500, 50000, 12, None]
    """
    return _parsed(text) if 0 < len(text) <= LONGEST else None


@lru_cache(1 << 12)
def _parsed(text: str) -> int | None:
    """The same few numbers are read again and again."""
    if ARABIC.match(text):
        return int(text.replace(",", ""))
    digits = _table("digits")
    if all(c in digits for c in text):
        return _digit_string(text)
    return _by_sections(text)


def _digit_string(text: str) -> int | None:
    """二〇三五 is 2035; 两 counts and stands in no string of digits."""
    digits = _table("digits")
    if len(text) > 1 and any(c in "两俩" for c in text):
        return None
    return int("".join(str(digits[c]) for c in text))


def _by_sections(text: str) -> int | None:
    """一亿二千三百四十五万六千七百八十九: sections of four places, 亿 before 万."""
    total, start, former = 0, 0, 10**12
    sections = _table("sections")
    for i, c in enumerate(text):
        unit = sections.get(c)
        if unit is None:
            continue
        count = _section(text[start:i])
        if not count or unit >= former:
            return None
        total, start, former = total + count * unit, i + 1, unit
    if start == len(text):
        return total
    rest = _section(text[start:], of=former)
    return None if rest is None else total + rest


def _section(text: str, of: int = 0) -> int | None:
    """Four places at most: 三千五百, 一百零五, 十二, 廿三, 35.

    ``of``: the unit of the section before it, 0 for none; 一万二 is 12,000.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    digits, units, tens = _table("digits"), _table("units"), _table("tens")
    total, digit, former, zero = 0, None, 10**4, False
    for i, c in enumerate(text):
        if c in tens and i == 0:
            total, former = tens[c], 10
        elif c in units:
            unit = units[c]
            if unit >= former or (digit is None and unit != 10) or digit == 0:
                return None
            if digit is None and total and not zero:
                return None
            total, digit, former, zero = total + (digit or 1) * unit, None, unit, False
        elif c in digits and digit is None:
            value = digits[c]
            if value == 0:
                zero = True
            else:
                digit = value
        else:
            return None
    if digit is None:
        return None if zero and total else total or None
    if not zero and (former == 100 or former == 1000):
        return total + digit * former // 10  # 三百五 is 350
    if not zero and former == 10**4 and of in (10**4, 10**8) and len(text) == 1:
        return digit * of // 10  # 一万二 is 12,000
    return total + digit
