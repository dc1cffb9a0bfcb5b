"""Sketches of texts: what they do not see, how well they tell how alike texts are, and that bands find what is alike."""

from __future__ import annotations

import random
import statistics

import pytest

from gongwen.extract.sketch import LEAST_CHARACTERS, bands, similarity, sketch, text_digest

SENTENCES = "各县（区）人民政府应当加强供水管理，落实责任，确保2024年12月底前完成改造任务。ABC"
PLAIN = "".join(f"第{i}条 云州市第{i}项工作由市水务局负责，于20{i:02}年完成。\n" for i in range(10, 40))


def made(text: str) -> str:
    result = sketch(text)
    assert result is not None
    return result


SAME = [
    (PLAIN.replace("\n", "\r\n\r\n"), "lines parted otherwise"),
    (PLAIN.replace(" ", "").replace("，", ","), "without blanks, with other punctuation"),
    (PLAIN.translate({ord(str(i)): chr(0xFF10 + i) for i in range(10)}), "full-width digits"),
]


@pytest.mark.parametrize(("text", "why"), SAME, ids=[row[1] for row in SAME])
def test_what_does_not_count(text: str, why: str) -> None:
    assert sketch(text) == sketch(PLAIN), why
    assert text_digest(text) == text_digest(PLAIN), why


def test_what_counts() -> None:
    assert text_digest(PLAIN) != text_digest(PLAIN.replace("市水务局", "市水利局", 1))
    assert len(set(map(text_digest, ["", "一", "一一", "1", "a"]))) == 5


def test_a_text_too_short_has_none() -> None:
    assert sketch("云" * (LEAST_CHARACTERS - 1) + "。" * 50) is None
    assert similarity(made("云" * LEAST_CHARACTERS), made("云" * LEAST_CHARACTERS * 2)) == 1


def jaccard(one: str, other: str) -> float:
    """The similarity itself, of texts without punctuation."""
    shingles = [{text[i : i + 5] for i in range(len(text) - 4)} for text in (one, other)]
    return len(shingles[0] & shingles[1]) / len(shingles[0] | shingles[1])


# Length in characters, share of characters that are wrong
NOISE = [(100, 0.01), (300, 0.02), (3000, 0.01), (3000, 0.04), (20_000, 0.02), (3000, 1.0)]


@pytest.mark.parametrize(("length", "wrong"), NOISE)
def test_estimates(length: int, wrong: float) -> None:
    """Within four standard errors in the mean, and what is alike by 0.8 has bands in common."""
    chance = random.Random(7)
    letters = [chr(0x4E00 + i) for i in range(3000)]
    errors = []
    for _ in range(20):
        one = "".join(chance.choices(letters, k=length))
        other = "".join(chance.choice(letters) if chance.random() < wrong else c for c in one)
        truth = jaccard(one, other)
        errors.append(similarity(made(one), made(other)) - truth)
        if truth > 0.8:
            assert set(bands(made(one))) & set(bands(made(other)))
        if truth == 0:
            assert not set(bands(made(one))) & set(bands(made(other)))
    assert abs(statistics.mean(errors)) < 0.03
    assert max(map(abs, errors)) < 0.13
