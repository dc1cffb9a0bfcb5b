"""Where a page's main text stands: the innermost container that holds most of the page's sentences.

Measured on pages as published: extractors made for news (trafilatura 2.3) lose the title above the text in two
of three pages, and print a page laid out by tables as one line.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from gongwen.extract.data import read_json

# A container is the main text's if it holds this share of the sentences of the one around it.
_SHARE = 0.7
_SENTENCE = re.compile(r"[，。；：、（]")


@cache
def words(kind: str) -> frozenset[str]:
    """A list of ``web_pages.json``."""
    return frozenset(read_json("web_pages.json")[kind])


def hidden(element: Any) -> bool:
    """Whether an element is no part of what a reader sees as text."""
    if not isinstance(element.tag, str) or element.tag in words("skipped_elements"):
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def main_element(root: Any) -> Any:
    """The innermost container of the main text; ``root`` where the page is nothing else."""
    mass = _masses(root)
    found = root
    while True:
        inner = max(found, key=lambda child: mass.get(child, 0), default=None)
        if inner is None or inner.tag not in words("container_elements"):
            return found
        if mass.get(inner, 0) < _SHARE * mass.get(found, 0) or not mass.get(inner):
            return found
        found = inner


def _masses(root: Any) -> dict[Any, int]:
    """Characters in sentences below each element, links left out; in document order, without recursion."""
    order, out = [], set()
    for element in root.iter():
        parent = element.getparent()
        if parent in out or hidden(element) or element.tag == "a":
            out.add(element)
            continue
        order.append(element)
    mass: dict[Any, int] = {}
    for element in reversed(order):
        own = _sentences(element.text) + sum(_sentences(child.tail) for child in element)
        mass[element] = own + sum(mass.get(child, 0) for child in element)
    return mass


def _sentences(text: str | None) -> int:
    return len(text) if text and _SENTENCE.search(text) else 0
