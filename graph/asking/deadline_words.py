"""Values of deadlines in words: ``R/--11`` is 每年11月, ``P5WD`` of kind ``within`` 5个工作日内.

The forms of the values are those of the annotation guidelines (``gw:value``); what is said of each stands in
``deadline_words.json``, which the endpoint's page for asking reads too (``query.js``). A list of forms is tried from the top;
``{1}`` in its words is the first group of the form, ``{1:date}`` that group said by the forms of ``date``, ``{1:number}`` without
leading zeros, ``{1:month}`` the English name of the month.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from gongwen.graph.asking.queries import NAMES_MARK, NAMES_SEPARATOR, Bilingual

# Longer ones than any form; nothing is looked for in a page of text that stands in the place of a value.
_LONGEST = 40
_FIELD = re.compile(r"\{(\d)(?::(\w+))?\}")


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of a value, and its words with fields."""

    pattern: re.Pattern[str]
    said: tuple[str, str]


@lru_cache(maxsize=4096)
def deadline_words(value: str, kind: str = "") -> Bilingual:
    """What a person calls a deadline: ``value`` as in ``gw:value``, ``kind`` its word, CURIE or IRI where it is known.

    Without a kind a date is said as a date and a length as a length. A value of no known form is given back as it is, in both
    languages; nothing is raised.

    >>> str(deadline_words("2021-06", "due")), deadline_words("R/--11").zh, deadline_words("长期").zh
    ('2021年6月底前 by the end of June 2021', '每年11月', '长期')
    """
    word = re.split("[#:/]", kind)[-1]
    if len(value) > _LONGEST:
        return Bilingual(value, value)
    zh, en = (_said((word, "any"), value, language) for language in (0, 1))
    return Bilingual(zh, en) if zh is not None and en is not None else Bilingual(value, value)


def stated_words(stated: str) -> Bilingual:
    """The same of a kind and a value with a blank between, as projections state deadlines.

    >>> stated_words("within P5WD").zh
    '5个工作日内'
    """
    kind, _, value = stated.partition(" ")
    return deadline_words(value, kind)


def cell_values(joined: str) -> list[str]:
    """The values of a cell, joined as a query joins them, in their order."""
    return sorted(joined.split(NAMES_MARK), key=value_key)


def cell_words(joined: str) -> Bilingual:
    """The same in words, joined as people read them."""
    said = [deadline_words(value) for value in cell_values(joined)]
    return Bilingual(NAMES_SEPARATOR.join(s.zh for s in said), NAMES_SEPARATOR.join(s.en for s in said))


def value_key(value: str) -> tuple[str | int, ...]:
    """By what values are sorted: dates first, in order of time; lengths by their numbers.

    >>> sorted(["P15D", "R/--11", "2021-11", "P5D"], key=value_key)
    ['2021-11', 'P5D', 'P15D', 'R/--11']
    """
    parts = re.split("([0-9]+)", value)
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts))


def word_data() -> Mapping[str, Any]:
    """The forms and their words, for scripts that say the same."""
    found: Mapping[str, Any] = json.loads(
        resources.files("gongwen.graph.asking").joinpath("deadline_words.json").read_text("utf-8")
    )
    return found


def _said(lists: tuple[str, ...], value: str, language: int) -> str | None:
    """The words of the first form that the value has; None where it has none, or a part of it has none."""
    for name in lists:
        for form in _forms().get(name, ()):
            if found := form.pattern.fullmatch(value):
                return _filled(form.said[language], found, language)
    return None


def _filled(said: str, found: re.Match[str], language: int) -> str | None:
    """Words with their fields filled."""
    parts: list[str] = []
    end = 0
    for field in _FIELD.finditer(said):
        part = _field(field[2], found[int(field[1])], language)
        if part is None:
            return None
        parts += [said[end : field.start()], part]
        end = field.end()
    return "".join(parts) + said[end:]


def _field(how: str | None, text: str, language: int) -> str | None:
    if how is None:
        return text
    if how == "number":
        return str(int(text))
    if how == "month":
        return str(_months()[int(text) - 1])
    return _said((how,), text, language)


@cache
def _months() -> tuple[str, ...]:
    """The English names of the months."""
    return tuple(word_data()["months"])


@cache
def _forms() -> Mapping[str, tuple[_Form, ...]]:
    data = word_data()
    return {
        name: tuple(
            _Form(re.compile(_pattern(form, data["parts"]), re.ASCII), (zh, en)) for form, zh, en in forms
        )
        for name, forms in data["forms"].items()
    }


def _pattern(form: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda part: parts[part[1]], form)
