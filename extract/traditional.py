"""Traditional characters to simplified ones, character by character, for texts that are written in them.

The usual simplified character stands for each traditional one, but in phrases where another does (乾坤, 瞭望); the tables
are those of OpenCC. A text keeps its length. Simplified texts with an odd traditional character, which is a name, are
left as they are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from gongwen.extract.data import read_json

# Fewer traditional characters are a name or a seal, whatever else stands there.
LEAST = 4
# Of the characters that tell the two apart so many must be traditional: a quotation does not make a text traditional.
SHARE = 0.75


def is_traditional(text: str, least: int = LEAST) -> bool:
    """Whether a text is written in traditional characters, of which it has at least so many."""
    traditional = len(_class("traditional").findall(text))
    if traditional < least:
        return False
    simplified = len(_class("only_simplified").findall(text))
    return traditional >= SHARE * (traditional + simplified)


def simplified(text: str) -> str:
    """The text in simplified characters; of the same length."""
    parts, at = [], 0
    plain = text.translate(table())
    for _, start, end in _phrases().find_matches_as_indexes(text):
        parts += [plain[at:start], read_json("traditional.json")["phrases"][text[start:end]]]
        at = end
    return "".join([*parts, plain[at:]])


def simplified_where_traditional(text: str, least: int = LEAST) -> str:
    """A text in simplified characters if it is written in traditional ones (``is_traditional``), else as it is."""
    return simplified(text) if is_traditional(text, least) else text


@cache
def table() -> dict[int, str]:
    """The usual simplified character of each traditional one, for ``str.translate``."""
    data = read_json("traditional.json")
    return {ord(t): s for t, s in zip(data["traditional"], data["simplified"], strict=True)}


@cache
def _class(kind: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(read_json('traditional.json')[kind])}]")


@cache
def _phrases() -> Any:
    phrases = list(read_json("traditional.json")["phrases"])
    return AhoCorasick(phrases, matchkind=MatchKind.LeftmostLongest)
