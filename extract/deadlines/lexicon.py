"""The words and periods of ``gongwen.ontology`` that time limits are made of, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any

from gongwen.extract.data import read_json
from gongwen.extract.patterns import alternatives


@cache
def periods() -> dict[str, Any]:
    """``periods.json``: names of plans, festivals, parts of years and units."""
    data: dict[str, Any] = read_json("periods.json")
    return data


@cache
def words(name: str) -> tuple[str, ...]:
    """One list of ``deadline_words.json``, as written there; raises KeyError."""
    return tuple(read_json("deadline_words.json")[name])


def one_of(*lists: Iterable[str]) -> str:
    """An alternation of literal words, longest first, so that the longest is found."""
    return f"(?:{alternatives(chain.from_iterable(lists))})"


def any_of(*names: str) -> str:
    """An alternation of the words of one or several lists of ``deadline_words.json``."""
    return one_of(*(words(name) for name in names))


@cache
def starting(*names: str) -> re.Pattern[str]:
    """Matches a word of these lists where matching begins (``pattern.match(text, place)``)."""
    return re.compile(any_of(*names))


@cache
def holding(*names: str) -> re.Pattern[str]:
    """Finds a word of these lists anywhere (``pattern.search``)."""
    return re.compile(any_of(*names))


@cache
def ending(*names: str) -> re.Pattern[str]:
    """Finds a word of these lists at the end of a short window (``pattern.search(window)``)."""
    return re.compile(any_of(*names) + r"\Z")
