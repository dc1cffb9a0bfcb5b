"""Whether the time that a function takes grows in proportion to its input."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

SIZES = (20_000, 80_000)
RUNS = 3
# Four times the text: about 4 where the time is linear, 16 where it is quadratic.
LIMIT = 10
# Below this many seconds of processor time the clock's grain and the collector's turns count for more than the work.
GRAIN = 0.02


def assert_linear(
    work: Callable[[str], object],
    piece: str,
    head: str = "",
    *,
    sizes: tuple[int, int] = SIZES,
    runs: int = RUNS,
    grain: float = GRAIN,
) -> None:
    """``work`` on ``head`` and many times ``piece``: the best of some runs at each size, the second four times the first,
    in processor time. ``grain``: seconds that the small size is taken for at least."""
    small, large = (
        min(_seconds(work, head + piece * (size // len(piece))) for _ in range(runs)) for size in sizes
    )
    assert large < LIMIT * max(small, grain), (
        f"{piece!r}: {small:.3f} s, then {large:.3f} s for four times the text"
    )


def _seconds(work: Callable[[str], object], text: str) -> float:
    start = process_time()
    work(text)
    return process_time() - start
