"""Pieces of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable


def alternatives(words: Iterable[str]) -> str:
    """An alternation of literal words without a group around it, the longest first, so that the longest is found.

    >>> alternatives(["办", "办公室", "办"])
    '办公室|办'
    """
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
