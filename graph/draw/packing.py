"""Circles set side by side: none over another, each near to those that it is linked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

# Directions tried around each circle that already stands, and how many of these circles are tried first.
_DIRECTIONS, _TRIED = 24, 48
# A screen is wider than it is high.
_WIDE = 1.45


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle in pixels at scale 1."""

    x: float
    y: float
    radius: float


def pack(radii: Sequence[float], links: Mapping[tuple[int, int], float]) -> list[Circle]:
    """Circles of these radii, without overlap, in their order; ``links`` are weights between two of them, by number.

    The first stands in the middle; each of the others touches one that stands, where it is nearest to those that it
    is linked with, else to the middle. Time grows with the square of their number.
    """
    if not radii:
        return []
    weights = _weights(radii, links)
    order = sorted(range(len(radii)), key=lambda n: (-radii[n], n))
    at, size = np.zeros((len(radii), 2)), np.zeros(len(radii))
    slot = {number: place for place, number in enumerate(order)}
    size[:] = [radii[n] for n in order]
    turns = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    rays = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    for place in range(1, len(order)):
        linked = [(slot[n], w) for n, w in weights[order[place]].items() if slot[n] < place]
        at[place] = _best(at[:place], size[:place], size[place], rays, _target(at, linked))
    return [
        Circle(float(at[slot[n], 0]), float(at[slot[n], 1]), float(size[slot[n]])) for n in range(len(radii))
    ]


def _weights(radii: Sequence[float], links: Mapping[tuple[int, int], float]) -> list[dict[int, float]]:
    weights: list[dict[int, float]] = [{} for _ in radii]
    for (a, b), weight in sorted(links.items()):
        weights[a][b] = weights[a].get(b, 0.0) + weight
        weights[b][a] = weights[b].get(a, 0.0) + weight
    return weights


def _target(at: np.ndarray, linked: Sequence[tuple[int, float]]) -> np.ndarray:
    """Where a circle is drawn to: the middle of those it is linked with, and a little to the middle of all."""
    if not linked:
        return np.zeros(2)
    heavy = np.array([weight for _, weight in linked])
    middle: np.ndarray = (at[[place for place, _ in linked]] * heavy[:, None]).sum(axis=0) / heavy.sum()
    return middle * 0.8


def _best(
    at: np.ndarray, size: np.ndarray, radius: float, rays: np.ndarray, target: np.ndarray
) -> np.ndarray:
    order = np.argsort(np.hypot(*(at - target).T) - size, kind="stable")
    for tried in (order[:_TRIED], order):
        spots = (at[tried, None, :] + rays[None, :, :] * (size[tried, None, None] + radius) * 1.0001).reshape(
            -1, 2
        )
        apart = np.hypot(spots[:, None, 0] - at[None, :, 0], spots[:, None, 1] - at[None, :, 1])
        free = spots[(apart >= size[None, :] + radius).all(axis=1)]
        if len(free):
            cost = np.hypot(free[:, 0] - target[0], (free[:, 1] - target[1]) * _WIDE)
            # And not far from the middle, so that the whole is round.
            cost = cost + 0.5 * np.hypot(free[:, 0], free[:, 1] * _WIDE)
            found: np.ndarray = free[np.argmin(np.round(cost, 6))]
            return found
    # Beside the circle that reaches farthest to the right there is always room.
    right = int(np.argmax(at[:, 0] + size))
    return np.array([at[right, 0] + (size[right] + radius) * 1.0001, at[right, 1]])
