"""Answers that are kept: a generation of a KG does not change, so the same query has the same answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from gongwen.graph.serve.http import Answer

# Bytes that an entry takes beside its texts: objects, and its place in the table.
_OVERHEAD = 1000
# An answer that takes more of the whole than one part in so many is not worth the others.
_LARGEST = 32


class Kept:
    """Answers of one version of the graph, those used last, of at most ``capacity`` bytes together."""

    def __init__(self, capacity: int) -> None:
        self._capacity, self._size = capacity, 0
        self._version: str | None = None
        self._answers: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()

    def get(self, key: Hashable, version: str) -> Answer | None:
        """The answer to a request from this very version; all are dropped when the version has changed."""
        if not self._capacity:
            return None
        if version != self._version:
            self._answers.clear()
            self._version, self._size = version, 0
            return None
        found = self._answers.get(key)
        if found is None:
            return None
        self._answers.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, key_bytes: int, answer: Answer) -> None:
        """Keeps an answer unless it is large or of another version; the longest unused ones make room."""
        size = key_bytes + len(answer.body) + _OVERHEAD
        if answer.version != self._version or size > self._capacity // _LARGEST or key in self._answers:
            return
        self._answers[key] = answer, size
        self._size += size
        while self._size > self._capacity:
            _, (_, dropped) = self._answers.popitem(last=False)
            self._size -= dropped
