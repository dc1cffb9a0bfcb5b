"""Ranges of a text that are asked for many times: whether any of them overlaps or holds a stretch, in logarithmic time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Ranges:
    """Half-open ranges of offsets, kept as their union."""

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlap(self, start: int, end: int) -> bool:
        """Whether any range shares a character with ``[start, end)``, or is empty and lies inside it."""
        i = bisect_left(self._starts, end) - 1
        return i >= 0 and self._ends[i] > start

    def contain(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` lies inside one range of the union."""
        i = bisect_right(self._starts, start) - 1
        return i >= 0 and end <= self._ends[i]
