"""The texts that evidence points into: ``/id/source/<digits>/NAME``, and ``/source/NAME`` for short."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from gongwen.graph.kg.generations import Generation
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.pool import Pool


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source as it was decoded: its IRI, its file name, its text."""

    iri: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in three parts, the middle one marked."""

    before: str
    quote: str
    after: str


def by_iri(kg: Path, generation: Generation, iri: str) -> SourceText | None:
    """The source with this IRI; None where there is none. Raises OSError."""
    found = _find(kg, generation, "iri", iri)
    return found[0] if found else None


def by_name(kg: Path, generation: Generation, name: str) -> list[SourceText]:
    """The sources of this file name (percent-encoded, as in an address); several where files are called alike."""
    return _find(kg, generation, "name", unquote(name, errors="surrogatepass"))


def marked(text: str, chars: str) -> Marked | None:
    """The text with the characters ``start,end`` marked; None where these are no characters of it.

    >>> marked("市教育局牵头", "0,4")
    Marked(before='', quote='市教育局', after='牵头')
    """
    start, _, end = chars.partition(",")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return None
    if len(start) > 12 or len(end) > 12 or not int(start) <= int(end) <= len(text):
        return None
    return Marked(text[: int(start)], text[int(start) : int(end)], text[int(end) :])


def _find(kg: Path, generation: Generation, column: str, value: str) -> list[SourceText]:
    ledger = Ledger(generation.ledger, read_only=True)
    try:
        rows = ledger.db.execute(
            f"SELECT DISTINCT iri, name, text FROM source WHERE {column} = ? AND text IS NOT NULL ORDER BY iri",
            (value.encode("utf-8", "replace").decode("utf-8"),),
        ).fetchall()
    finally:
        ledger.close()
    pool = Pool(kg)
    return [SourceText(iri, name, pool.text(text)) for iri, name, text in rows]
