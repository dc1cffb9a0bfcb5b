"""What is kept of one source: its documents' graphs, their rows and its diagnostics, in one compressed file.

A packet is a function of the source, the lexicons, the code and the base of the IRIs, and its key is a hash
of just these: a source that did not change is never read twice, and a killed build leaves whole packets or
none.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from gongwen.extract.model import Diagnostic, Link, Severity, SourceReading
from gongwen.graph.triples.iri import Names, short_hash
from gongwen.graph.triples.quads import source_graphs
from gongwen.graph.triples.rows import BodyRow, CitationRow, DocumentGraph, DocumentRow
from gongwen.graph.triples.vocabulary import Vocabulary

# Characters of the source that a diagnostic shows.
QUOTE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Versions:
    """What a reading depends on beside its source: hashes of the lexicons and of the code, and the base of
    IRIs."""

    lexicon: str
    reader: str
    base: str

    def packet_key(self, sha256: str, name: str) -> str:
        """The name of the packet of one source, 64 hex digits."""
        return short_hash(sha256, name, self.lexicon, self.reader, self.base, digits=64)


@dataclass(frozen=True, slots=True)
class DiagnosticRow:
    """A diagnostic with its place: source offsets, line (from 1) and the characters there, None where it has
    no place. ``source``, the file's name, is given where the diagnostic does not stand under its source."""

    code: str
    message: str
    severity: str
    start: int | None = None
    end: int | None = None
    line: int | None = None
    quote: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Packet:
    """``failed``: nothing could be read from the source. ``text_sha256`` names the decoded text in the pool,
    None where it could not be decoded; ``characters`` is its length in code points; ``links`` those of a page."""

    name: str
    sha256: str
    media_type: str
    text_sha256: str | None
    characters: int
    failed: bool
    documents: tuple[DocumentGraph, ...] = ()
    diagnostics: tuple[DiagnosticRow, ...] = ()
    links: tuple[Link, ...] = ()


def packet_of(reading: SourceReading, text_sha256: str, names: Names, vocabulary: Vocabulary) -> Packet:
    """The packet of a reading; a source without any document is a failed one."""
    source = reading.source
    diagnostics = list(reading.diagnostics)
    failed = any(d.severity is Severity.ERROR for d in diagnostics)
    if not reading.documents and not failed:
        diagnostics.append(Diagnostic("no-document", _NO_DOCUMENT.format(source.name), Severity.ERROR))
        failed = True
    return Packet(
        name=source.name,
        sha256=source.sha256,
        media_type=source.media_type,
        text_sha256=text_sha256,
        characters=len(source.text),
        failed=failed,
        documents=source_graphs(reading, names, vocabulary),
        diagnostics=tuple(_placed(diagnostics, source.text)),
        links=source.links,
    )


_NO_DOCUMENT = "{} 中没有找到公文 holds no document: no title, number or sign-off was recognised in it."


def failed_packet(name: str, sha256: str, code: str, message: str) -> Packet:
    """The packet of a source that could not even be decoded."""
    row = DiagnosticRow(code, message, Severity.ERROR.value)
    return Packet(name, sha256, "application/octet-stream", None, 0, True, (), (row,))


def without_lines(packet: Packet) -> Packet:
    """A packet as the ledger needs it: with all but the lines of the graphs, which are most of it."""
    return replace(packet, documents=tuple(replace(graph, lines=()) for graph in packet.documents))


def encode_packet(packet: Packet) -> bytes:
    """Compressed bytes, the same for the same packet on any machine (gzip without a time stamp)."""
    head = asdict(without_lines(packet))
    for document, graph in zip(head["documents"], packet.documents, strict=True):
        document["lines"] = len(graph.lines)
    lines = [json.dumps(head, ensure_ascii=False, separators=(",", ":"))]
    for graph in packet.documents:
        lines.extend(graph.lines)
    return gzip.compress("\n".join(lines).encode(), compresslevel=1, mtime=0)


def decode_packet(data: bytes) -> Packet:
    """The inverse of ``encode_packet``; raises ValueError, EOFError or OSError for bytes that are not a
    packet."""
    # Not splitlines(): a literal may hold U+2028 and its like as they are.
    lines = gzip.decompress(data).decode().split("\n")
    return _packet(json.loads(lines[0]), lines)


def decode_head(data: bytes) -> Packet:
    """The packet whose first line, uncompressed, this is, without the lines of its graphs; raises ValueError."""
    return _packet(json.loads(data), [])


def _packet(head: dict[str, Any], lines: list[str]) -> Packet:
    at, documents = 1, []
    for document in head.pop("documents"):
        count = document.pop("lines")
        documents.append(_graph(document, tuple(lines[at : at + count])))
        at += count
    diagnostics = tuple(DiagnosticRow(**row) for row in head.pop("diagnostics"))
    links = tuple(Link(**link) for link in head.pop("links"))
    return Packet(**head, documents=tuple(documents), diagnostics=diagnostics, links=links)


def _graph(fields: dict[str, Any], lines: tuple[str, ...]) -> DocumentGraph:
    row = fields["row"]
    return DocumentGraph(
        row=DocumentRow(**{**row, "issuers": tuple(row["issuers"])}),
        lines=lines,
        citations=tuple(CitationRow(*c) for c in fields["citations"]),
        bodies=tuple(BodyRow(*b) for b in fields["bodies"]),
        classes=fields["classes"],
        properties=fields["properties"],
    )


def _placed(diagnostics: Sequence[Diagnostic], text: str) -> list[DiagnosticRow]:
    """Diagnostics in the order of their places, each once; lines are counted in one pass over the text."""
    rows: dict[DiagnosticRow, None] = {}
    line, at = 1, 0
    for d in sorted(diagnostics, key=lambda d: (d.span.start if d.span else -1, d.code, d.message)):
        if d.span is None:
            rows[DiagnosticRow(d.code, d.message, d.severity.value)] = None
            continue
        line, at = line + text.count("\n", at, d.span.start), max(at, d.span.start)
        start, end = d.span.start, d.span.end
        quote = text[start : min(end, start + QUOTE_LENGTH)]
        rows[DiagnosticRow(d.code, d.message, d.severity.value, start, end, line, quote)] = None
    return list(rows)
