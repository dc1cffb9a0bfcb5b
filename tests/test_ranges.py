"""Ranges answer as a look at each of them would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongwen.extract.ranges import Ranges

RANGE = st.tuples(st.integers(0, 20), st.integers(1, 6)).map(lambda r: (r[0], r[0] + r[1]))


@given(st.lists(RANGE, max_size=6), RANGE)
def test_overlap_and_containment(ranges: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    covered = {i for start, end in ranges for i in range(start, end)}
    wanted = set(range(*asked))
    assert Ranges(ranges).overlap(*asked) == bool(covered & wanted)
    assert Ranges(ranges).contain(*asked) == (wanted <= covered)
