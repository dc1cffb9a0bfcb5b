"""Character tokens are those of spaCy, and cost what the text is long."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from gongwen.extract.characters import CharacterTokenizer
from tests.timing import assert_linear

NLP = spacy.blank("zh")
OURS = CharacterTokenizer(NLP.vocab)

CASES = [
    ("", "nothing"),
    ("云州市", "one token a character"),
    ("云 州", "one blank behind a character is its own"),
    ("云  州", "a second one is a token"),
    (" 云", "as is one in front"),
    ("\n\n 云 \n州", "line breaks with the blanks around them"),
    ("　　云州", "ideographic spaces"),
    ("云 \n", "white space at the end"),
    ("  ", "nothing but blanks"),
]


def tokens(doc: Doc) -> list[tuple[str, str]]:
    return [(token.text, token.whitespace_) for token in doc]


@pytest.mark.parametrize(("text", "reason"), CASES)
def test_tokens_are_those_of_spacy(text: str, reason: str) -> None:
    assert tokens(OURS(text)) == tokens(NLP.make_doc(text)), reason
    assert OURS(text).text == text


@given(st.text(alphabet="云州a1，。 \n\t\u00a0\u3000\u2028\x1c𠮷", max_size=12))
def test_any_text_has_the_tokens_of_spacy(text: str) -> None:
    assert tokens(OURS(text)) == tokens(NLP.make_doc(text))


def test_time_grows_with_the_text() -> None:
    assert_linear(OURS, "云州市供水\n")
