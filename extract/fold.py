"""Folding of characters: radicals to ideographs, full-width letters to ASCII, ASCII punctuation to Chinese.

Unicode Standard, chapter 18.1 (Kangxi and CJK radicals); UAX #15 (NFKC) for compatibility characters. Every fold keeps
the length; what NFKC makes longer is left alone but for item numbers such as ㈠, which ``EXPANDED`` spells out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from gongwen.extract.data import read_table

# ASCII punctuation that OCR and typists put for the Chinese; comma and colon only where no digits are around them.
PUNCTUATION = {
    "(": "（",
    ")": "）",
    ";": "；",
    "?": "？",
    "!": "！",
    "[": "〔",
    "]": "〕",
    "［": "〔",
    "］": "〕",
}
KEPT = set("，：；！？（）～")  # full-width forms that NFKC would turn into ASCII
# The mark comes first in these patterns: looking for it is fast, looking behind every character is not.
COMMA = re.compile(r",(?:(?<![0-9],)|(?![0-9]))")
COLON = re.compile(r":(?!//)(?:(?<![0-9]:)|(?![0-9]))")

# What says nothing is a blank: invisible characters, control characters that character recognition leaves behind,
# characters of private use (a font's bullets and end marks), references and breaks of HTML (folding turns ; into ；).
BLANKS = r" \t\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff\u00ad\x00-\x08\x0e-\x1b\ue000-\uf8ff"
BLANK = rf"(?:[{BLANKS}]|&(?:nbsp|ensp|emsp|#[0-9]{{1,6}})[;；]|<[Bb][Rr] ?/?>)"

# 2e80-2fdf: radicals; f900-faff: compatibility ideographs; fe30-fe6f: vertical and small forms (﹝2020﹞); ff00-ffef: full- and half-width forms.
FOLDED_BLOCKS = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF01, 0xFFEF))


def _expansions() -> dict[str, str]:
    """㈠ → （一）, ⑴ → （1）, ⒈ → 1. (NFKC, brackets made Chinese)."""
    points = [*range(0x3220, 0x322A), *range(0x2474, 0x249C)]
    return {
        chr(p): unicodedata.normalize("NFKC", chr(p)).replace("(", "（").replace(")", "）") for p in points
    }


EXPANDED = _expansions()


@cache
def _table(punctuation: bool) -> dict[str, str]:
    """The one-to-one folds; no character that one of them gives is folded by another."""
    table: dict[str, str] = {}
    for first, last in FOLDED_BLOCKS:
        for point in range(first, last + 1):
            form = unicodedata.normalize("NFKC", chr(point))
            if len(form) == 1 and form != chr(point) and chr(point) not in KEPT and form.strip():
                table[chr(point)] = PUNCTUATION.get(form, form) if punctuation else form
    table |= {row["radical"]: row["ideograph"] for row in read_table("radicals.tsv")}
    if punctuation:
        table |= PUNCTUATION
    return table


@cache
def _foldable(punctuation: bool) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_table(punctuation)))}]")


def fold(text: str, *, punctuation: bool = True) -> str:
    """The text with every foldable character folded, of the same length; with ``punctuation`` false the
    punctuation stays as printed."""
    table, folded = _table(punctuation), text
    for character in set(_foldable(punctuation).findall(text)):  # few are, and a table is asked about each
        folded = folded.replace(character, table[character])
    if not punctuation:
        return folded
    return COLON.sub("：", COMMA.sub("，", folded))
