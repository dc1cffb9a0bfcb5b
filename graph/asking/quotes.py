"""Evidence IRIs as quoted text: the characters of a source that a statement rests on, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from gongwen.graph.kg.generations import KgDirectory
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.pool import Pool

EVIDENCE = re.compile(r"(?P<source>[^#]*/(?P<file>[^/#]*))#char=(?P<start>[0-9]{1,12}),(?P<end>[0-9]{1,12})")
# Sources whose texts are kept in memory while an answer is quoted.
_KEPT = 32
# Code points shown of the line on either side of a quote.
AROUND = 12


@dataclass(frozen=True, slots=True)
class Quote:
    """Where evidence stands: ``file`` name, ``[start, end)`` in code points; ``text``, and what stands
    ``before`` and ``after`` it in its line, None where the text is not at hand."""

    file: str
    start: int
    end: int
    text: str | None = None
    before: str = ""
    after: str = ""

    @property
    def chars(self) -> str:
        """``25793,25814``, as in the IRI."""
        return f"{self.start},{self.end}"


class Quotes:
    """Quotes evidence without texts: file and place are in its IRI."""

    def quote(self, address: str) -> Quote | None:
        """What an evidence IRI points to; None for any other IRI."""
        match = EVIDENCE.fullmatch(address)
        if not match:
            return None
        start, end = int(match["start"]), int(match["end"])
        return self._place(match["source"], unquote(match["file"]), start, end)

    def text_of(self, source: str) -> str | None:
        """The text of a source by its IRI; None where it is not at hand."""
        return None

    def _place(self, source: str, file: str, start: int, end: int) -> Quote:
        return Quote(file, start, end)


class KgQuotes(Quotes):
    """Quotes from the texts that a KG keeps."""

    def __init__(self, ledger: Ledger, pool: Pool) -> None:
        self._ledger, self._pool = ledger, pool
        self._text = lru_cache(_KEPT)(self._read)

    def text_of(self, source: str) -> str | None:
        """See ``Quotes.text_of``."""
        return self._text(source)

    def _place(self, source: str, file: str, start: int, end: int) -> Quote:
        text = self._text(source)
        if text is None or not start < end <= len(text):
            return Quote(file, start, end)
        before = re.split(r"[\r\n]", text[max(0, start - AROUND) : start])[-1]
        after = re.split(r"[\r\n]", text[end : end + AROUND])[0]
        return Quote(file, start, end, text[start:end], before, after)

    def _read(self, source: str) -> str | None:
        row = self._ledger.db.execute("SELECT text FROM source WHERE iri = ?", (source,)).fetchone()
        return self._pool.text(row[0]) if row and row[0] else None


@contextmanager
def open_quotes(root: Path) -> Iterator[KgQuotes]:
    """Quotes from the current generation of a KG. Raises NoKgError, KgError."""
    with KgDirectory(root).reading() as generation:
        ledger = Ledger(generation.ledger, read_only=True)
        try:
            yield KgQuotes(ledger, Pool(root))
        finally:
            ledger.close()
