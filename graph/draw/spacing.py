"""Nodes moved apart until none lies over another."""

from __future__ import annotations

import numpy as np

_ROUNDS = 40


def spread(at: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Positions (n by 2) moved as little as needed, so that circles of these radii hardly overlap.

    In each round every pair that overlaps is pushed apart by half of what it overlaps. Pairs are looked for among
    the cells of a grid. Where the room is too small for all, some overlap is left after the last round.
    """
    found = at.astype(float).copy()
    cell = 2 * float(radii.max())
    for _ in range(_ROUNDS):
        first, second = _near(found, cell)
        apart = found[first] - found[second]
        far = np.hypot(*apart.T)
        wanted = radii[first] + radii[second]
        over = far < wanted
        if not over.any():
            break
        first, second, apart, far, wanted = (a[over] for a in (first, second, apart, far, wanted))
        # Two on one spot part along a direction of their own, the same in each run.
        same = far < 1e-6
        turns = (first[same] * 2.399963) % (2 * np.pi)
        apart[same] = np.stack([np.cos(turns), np.sin(turns)], axis=1)
        far[same] = 1.0
        push = apart / far[:, None] * ((wanted - np.where(same, 0.0, far)) / 2)[:, None]
        move = np.zeros_like(found)
        np.add.at(move, first, push)
        np.add.at(move, second, -push)
        found += np.clip(move, -cell / 2, cell / 2)
    return found


def _near(at: np.ndarray, cell: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of points in the same cell or in neighbouring ones, each once."""
    places = np.floor(at / cell).astype(int)
    members: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(places.tolist()):
        members.setdefault((x, y), []).append(number)
    first: list[int] = []
    second: list[int] = []
    for (x, y), inside in members.items():
        for i, a in enumerate(inside):
            for b in inside[i + 1 :]:
                first.append(a)
                second.append(b)
        for other in ((x + 1, y - 1), (x + 1, y), (x + 1, y + 1), (x, y + 1)):
            for b in members.get(other, ()):
                first.extend(inside)
                second.extend([b] * len(inside))
    return np.array(first, dtype=int), np.array(second, dtype=int)
