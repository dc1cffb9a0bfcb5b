"""Character tokens, as ``spacy.blank("zh")`` has them, in time that grows with the length of the text.

spaCy's own tokenizer looks for each token in a copy of all the text behind it, which for a document of half a million
characters takes longer than everything else that is done with it.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

_BLANKS = re.compile(r"\s+")


class CharacterTokenizer(DummyTokenizer):
    """One token a character; one blank behind a character belongs to it, further white space is a token.

    For pipelines that keep their strings: not inside ``Language.memory_zone``, which forgets them.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._orths = _Orths(vocab)

    def __call__(self, text: str) -> Doc:
        number, spaces, position = self._orths.__getitem__, [False] * len(text), 0
        words: list[int] = []
        for m in _BLANKS.finditer(text):
            start, end = m.span()
            words += map(number, text[position:start])
            position = end
            if start and text[start] == " ":
                spaces[len(words) - 1] = True
                start += 1
            if start < end:
                words.append(self.vocab.strings.add(text[start:end]))
        words += map(number, text[position:])
        # spaCy takes its own numbers of words; its type stub forgets them.
        return Doc(self.vocab, words=words, spaces=spaces[: len(words)])  # type: ignore[arg-type]


class _Orths(dict[str, int]):
    """spaCy's numbers of characters; asking its string store for each one again takes longer than the rest."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self.vocab = vocab

    def __missing__(self, character: str) -> int:
        number = self[character] = int(self.vocab.strings.add(character))
        return number
