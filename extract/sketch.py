"""Sketches of texts: how alike two texts are, told from a few hundred bytes of each.

A sketch is a one-permutation MinHash (Li, Owen, Zhang 2012) of the shingles of a text, with optimal densification
(Shrivastava 2017), of which eight bits a slot are kept (b-bit minwise hashing, Li and König 2010). It is a function
of the text alone. Bands of it are equal for texts that are alike with high probability, and for no others, so that
likely pairs are found by an index and never by comparing all with all.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongwen.extract.traditional import table

# Characters of a shingle. One wrong character changes five of them: a text with one in a hundred is still alike by 0.9.
SHINGLE = 5
# Slots of a sketch: the estimate of a similarity of 0.8 has a standard error of 0.025.
SLOTS = 256
# Bands of eight slots: of two texts alike by 0.8 some band is equal in 99.7 % of all cases, of those alike by 0.5 in 12 %.
BANDS = 32
# Texts with fewer letters and digits have no sketch: boilerplate is all there is of them.
LEAST_CHARACTERS = 80

_BITS = 8
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_TRIES = 64

Words = NDArray[np.uint64]


def sketch(text: str) -> str | None:
    """The sketch of a text (base64); None for texts of too few characters. Blanks, punctuation, the width and case of
    characters and whether they are traditional do not count."""
    kept = _letters(text)
    if len(kept) < LEAST_CHARACTERS:
        return None
    hashes = _mixed(_rolled(kept))
    least = np.full(SLOTS, np.iinfo(np.uint64).max, dtype=np.uint64)
    np.minimum.at(least, (hashes >> np.uint64(64 - _BITS)).astype(np.intp), hashes)
    empty = least == np.iinfo(np.uint64).max
    if empty.any():
        least = _densified(least, empty)
    return b64encode(_mixed(least).astype(np.uint8).tobytes()).decode("ascii")


def text_digest(text: str) -> str:
    """The SHA-256 (64 hex digits) of what a sketch looks at: equal for texts that differ in blanks, punctuation, width or
    case of characters alone."""
    return hashlib.sha256(_letters(text).astype("<u4").tobytes()).hexdigest()


def similarity(one: str, other: str) -> float:
    """How alike two texts are by their sketches: the Jaccard similarity of their shingles, estimated, from 0 to 1."""
    equal = np.count_nonzero(_slots(one) == _slots(other)) / SLOTS
    # Slots of different shingles are equal by chance in one of 256 cases.
    chance = 2.0**-_BITS
    return float(max(0.0, (equal - chance) / (1 - chance)))


def bands(made: str) -> list[int]:
    """The bands of a sketch as signed 64-bit integers: texts that are alike share some."""
    parts = np.frombuffer(_slots(made).tobytes(), dtype="<u8").astype(np.uint64)
    numbered = _mixed(parts + np.arange(BANDS, dtype=np.uint64) * _MULTIPLIER)
    return [int(value) for value in numbered.astype(np.int64)]


def _letters(text: str) -> Words:
    """Letters, digits and ideographs as code points: ASCII forms for full-width ones, small letters, simplified
    characters."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    letters: NDArray[np.uint32] = _table()[np.minimum(points, _BEYOND)]
    kept: Words = letters[letters != 0].astype(np.uint64)
    return kept


# Behind the last plane with ideographs.
_BEYOND = 0x40000


@cache
def _table() -> NDArray[np.uint32]:
    """What each code point counts as, 0 where it does not; all of ``_BEYOND`` and behind it are one."""
    points = np.arange(_BEYOND + 1, dtype=np.uint32)
    points[0xFF01:0xFF5F] -= 0xFEE0
    capital = (points >= 0x41) & (points <= 0x5A)
    points[capital] += 0x20
    basic = np.arange(0x10000, dtype=np.uint32)
    for traditional, simplified in table().items():
        basic[traditional] = ord(simplified)
    points[:0x10000] = basic[points[:0x10000]]
    digit, letter = (points >= 0x30) & (points <= 0x39), (points >= 0x61) & (points <= 0x7A)
    ideograph = ((points >= 0x3400) & (points <= 0x9FFF)) | ((points >= 0x20000) & (points < _BEYOND))
    return np.where(digit | letter | ideograph, points, 0).astype(np.uint32)


def _rolled(points: Words) -> Words:
    count = len(points) - SHINGLE + 1
    rolled = points[:count].copy()
    for i in range(1, SHINGLE):
        rolled = rolled * _MULTIPLIER + points[i : i + count]
    return rolled


def _mixed(words: Words) -> Words:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input changes every bit of the output."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def _densified(least: Words, empty: NDArray[np.bool_]) -> Words:
    """Empty slots take the value of another, in the same order of tries for every text."""
    slots = np.flatnonzero(empty)
    sources = _order()[slots]
    found = ~empty[sources]
    first = sources[np.arange(len(slots)), found.argmax(axis=1)]
    filled = least.copy()
    filled[slots] = least[np.where(found.any(axis=1), first, np.flatnonzero(~empty)[0])]
    return filled


@cache
def _order() -> NDArray[Any]:
    numbers = np.arange(SLOTS * _TRIES, dtype=np.uint64) * _MULTIPLIER + np.uint64(1)
    return (_mixed(numbers) >> np.uint64(64 - _BITS)).astype(np.intp).reshape(SLOTS, _TRIES)


def _slots(made: str) -> NDArray[np.uint8]:
    return np.frombuffer(b64decode(made), dtype=np.uint8)
