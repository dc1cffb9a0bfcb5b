"""Names of things: IRIs minted from parts that cannot run together.

An IRI never depends on a label that may change, on other documents, or on the order or the place of files.
The parts of an IRI are percent-encoded (RFC 3987, section 2.2: everything but ASCII letters and digits,
``-._~`` and the ``ucschar`` that print and keep their shape), so that ``/``, ``@`` and ``#``, which gongwen
itself puts between parts, never occur inside one. Chinese characters stay as they are: analysts read and
type these IRIs.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from gongwen.extract.keys import split_key

DEFAULT_BASE = "https://w3id.org/gongwen/"

# Hex digits of the SHA-256 that name a source beside its file name (ontology-core, "Names of things").
SOURCE_DIGITS = 16

# Hex digits that tell apart two statements of one kind read from the same characters of one document.
CLASH_DIGITS = 8

#  What is not kept as it is: all ASCII but `unreserved`; controls, blanks, format characters and variation
# selectors (invisible, so that two different IRIs would look the same); private use, noncharacters and
# planes 14-16. Fixed ranges instead of unicodedata: the answer must not change with the Unicode version of
# Python.
_ENCODED = re.compile(
    "[^A-Za-z0-9._~\\-"
    "\u00a1-\u00ac\u00ae-\u034e\u0350-\u061b\u061d-\u115e\u1161-\u167f\u1681-\u17b3\u17b6-\u180a\u1810-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\u3163\u3165-\ud7ff\uf900-\ufdcf\ufdf0-\ufdff\ufe10-\ufefe"
    "\uff01-\uff9f\uffa1-\uffef\U00010000-\U0001bc9f\U0001bca4-\U0001d172\U0001d17b-\U0001fffd"
    "\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)

_EVIDENCE = re.compile(r"([^#]+)#char=([0-9]+),([0-9]+)")
_BASE = re.compile(r"https?://[^\s<>\"{}|\\^`?#]+/")


@lru_cache(1 << 14)
def encode(part: str) -> str:
    """One part of an IRI path, percent-encoded; ``.`` and ``..`` too, which URI clients would resolve away.

    >>> encode("湛府函〔2021〕1号"), encode("a/b c"), encode("..")
    ('湛府函〔2021〕1号', 'a%2Fb%20c', '%2E%2E')
    """
    if part in (".", ".."):
        return "%2E" * len(part)
    return _ENCODED.sub(lambda m: quote(m.group(), safe="", errors="surrogatepass"), part)


def decode(part: str) -> str:
    """The inverse of ``encode``."""
    return unquote(part, errors="surrogatepass")


def short_hash(*parts: str, digits: int = CLASH_DIGITS) -> str:
    """The first hex digits of the SHA-256 of the parts, each led by its length so that they cannot run
    together."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


@dataclass(frozen=True, slots=True)
class Names:
    """Mints the IRIs of data under one base.

    ``base`` ends with ``/``; raises ValueError where it is not an absolute http(s) IRI that does.
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            raise ValueError(
                f"the base of data IRIs must be an http(s) IRI that ends with '/': {self.base!r}"
            )

    def source(self, sha256: str, name: str) -> str:
        """A source file, by the SHA-256 of its bytes (64 hex digits) and its name. Percent-encoded to ASCII
        whole: its address is asked for over HTTP, with a fragment."""
        return f"{self.base}id/source/{sha256[:SOURCE_DIGITS]}/{_ascii(name)}"

    def document(self, key: str) -> str:
        """A document, in the corpus or only cited, by its key (``gongwen.extract.keys``)."""
        return f"{self.base}id/document/" + "/".join("+".join(map(encode, part)) for part in split_key(key))

    def body(self, adcode: str, name: str) -> str:
        """A body, by the GB/T 2260 code of its area (six digits) and its official name without the area."""
        return f"{self.base}id/body/{adcode}/{encode(name)}"

    def change(self, adcode: str, name: str) -> str:
        """A change of bodies in one area, by the area's code and the reform's id (``body_changes.tsv``)."""
        return f"{self.base}id/change/{adcode}/{encode(name)}"

    def area(self, adcode: str) -> str:
        """An administrative area, by its GB/T 2260 code (six digits)."""
        return f"{self.base}id/area/{adcode}"

    def document_type(self, word: str) -> str:
        """The concept of a kind of document that the vocabulary does not have."""
        return f"{self.base}id/type/{encode(word)}"

    def graph(self, name: str) -> str:
        """A derived graph: ``bodies``, ``links``, ``statistics``, ``queries``."""
        return f"{self.base}id/graph/{encode(name)}"

    def query(self, name: str) -> str:
        """A query of the library (``gongwen.queries``)."""
        return f"{self.base}id/query/{encode(name)}"

    def dataset(self) -> str:
        """The whole as a ``void:Dataset``."""
        return f"{self.base}id/dataset"


def evidence(source_iri: str, start: int, end: int) -> str:
    """The characters ``[start, end)`` of a source: code points of the file as decoded (``#char=`` after RFC
    5147, which counts a line break as one; here CR and LF count one each)."""
    return f"{source_iri}#char={start},{end}"


def split_evidence(address: str) -> tuple[str, int, int] | None:
    """The IRI of the source and the characters ``[start, end)``: the inverse of ``evidence``; None for any other
    IRI."""
    m = _EVIDENCE.fullmatch(address)
    return (m[1], int(m[2]), int(m[3])) if m else None


def source_name(source_iri: str) -> str:
    """The file name in the IRI of a source (``Names.source``)."""
    return unquote(source_iri.rpartition("/")[2], errors="surrogatepass")


def statement(owner_iri: str, kind: str, start: int, end: int, clash: str = "") -> str:
    """A statement below its document or task, by its place: offsets from the start of the document's block.

    ``@`` occurs in no encoded part, so no document's key can look like a statement. ``clash`` is what tells
    apart two statements of one kind in one place (a ``short_hash`` of their values), else empty.
    """
    return f"{owner_iri}/{kind}@{start},{end}" + (f",{clash}" if clash else "")


def fact(document_iri: str, name: str, detail: str = "") -> str:
    """The ``rdf:Statement`` about one property of a document; ``detail`` tells several values apart."""
    return f"{document_iri}/fact@{name}" + (f",{detail}" if detail else "")


def _ascii(name: str) -> str:
    if name in (".", ".."):
        return "%2E" * len(name)
    return quote(name, safe="", errors="surrogatepass")
