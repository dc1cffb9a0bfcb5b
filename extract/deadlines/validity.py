"""Finds the words that make a length or a date a validity: 有效期五年, 出让期限原则上为1年,
执行期至2023年底."""

from __future__ import annotations

import re

from gongwen.extract.deadlines.lexicon import any_of, ending, words

_LINK = (
    r"(?:统一|原则上|一般|暂定|暂|均|各|为|是|：|，|限|至|到|延长至|延长到|延长为|顺延至|由|从|最长|最短|最高|一律|分别|也|可|都|不得超过|不超过|不能超过|不得长于"
    r"|（[^（）]{0,12}）|自[^，。；]{0,24}?起(?:计算|算)?)"
)
_VALIDITY = re.compile(rf"(?P<noun>{any_of('validity_nouns')})(?P<link>{_LINK}{{0,6}}+)\Z")
# The noun and its links stand within so many characters.
_WINDOW = 48


def validity_start(text: str, start: int) -> int | None:
    """Where the validity begins whose length or end stands at ``start``: at 有效期, which belongs to the
    expression, or at ``start`` itself behind another noun (出让期限). None where no validity is spoken of.
    """
    begin = max(0, start - _WINDOW)
    window = text[begin:start]
    window = window[max(window.rfind(c) for c in "。；\n") + 1 :]
    m = _search_last(window)
    if m is None:
        return None
    if ending("no_validity_nouns").search(window[max(0, m.start() - 6) : m.start()]):
        return None
    attached = m["noun"] in words("attached_nouns")
    return start - (len(window) - m.start()) if attached else start


def _search_last(window: str) -> re.Match[str] | None:
    """The match that reaches the window's end; the pattern is tried at each noun, not at each character."""
    for noun in _NOUN.finditer(window):
        m = _VALIDITY.match(window, noun.start())
        if m:
            return m
    return None


_NOUN = re.compile(any_of("validity_nouns"))
