"""The manifest of a generation: what was built from what, for people and programs. No time, no machine, no
absolute path: the same sources give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

from gongwen.graph.derived.derive import Derived
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.packet import DiagnosticRow, Versions

FORMAT = 1
# All in one order, so that what belongs to a source is read beside it and nothing is asked source by source.
_ORDER = "ORDER BY s.iri, s.name, s.sha256, s.id"
_SOURCES = f"""
SELECT s.id, s.iri, s.name, s.sha256, s.text, s.media_type, s.characters, s.failed FROM source s {_ORDER}
"""
_PLACES = f"""
SELECT DISTINCT s.id, p.shown FROM source s CROSS JOIN place p ON p.source = s.id {_ORDER}, p.shown
"""
_DOCUMENTS = f"""
SELECT s.id, d.iri, d.title, d.number, d.start, d.end, d.chosen, d.quads
FROM source s CROSS JOIN document d ON d.source = s.id {_ORDER}, d.position
"""
_DIAGNOSTICS = f"""
SELECT s.id, d.code, d.message, d.severity, d.start, d.end, d.line, d.quote
FROM source s CROSS JOIN diagnostic d ON d.source = s.id
WHERE NOT EXISTS (SELECT * FROM settled t WHERE t.source = d.source AND t.position = d.position)
{_ORDER}, d.position
"""
_CODES = """
SELECT code, count(*) FROM diagnostic d WHERE NOT EXISTS
(SELECT * FROM settled s WHERE s.source = d.source AND s.position = d.position) GROUP BY code
"""


def write_manifest(path: Path, ledger: Ledger, versions: Versions, derived: Derived) -> dict[str, Any]:
    """Writes the manifest as JSON, source by source; returns its head (all but the sources)."""
    head = _head(ledger, versions, derived)
    encode = json.JSONEncoder(ensure_ascii=False).encode
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{opening},\n "sources": [')
        for i, source in enumerate(_sources(ledger)):
            out.write((",\n  " if i else "\n  ") + encode(source))
        out.write("\n ]\n}\n")
    return head


def read_head(path: Path) -> dict[str, Any]:
    """The head of a manifest (all but the sources)."""
    with path.open(encoding="utf-8") as lines:
        head = "".join(takewhile(lambda line: not line.startswith(' "sources":'), lines))
    return dict(json.loads(head.rstrip().removesuffix(",") + "\n}"))


def _head(ledger: Ledger, versions: Versions, derived: Derived) -> dict[str, Any]:
    db = ledger.db
    sources, failed = db.execute("SELECT count(*), coalesce(sum(failed), 0) FROM source").fetchone()
    documents, quads = db.execute(
        "SELECT count(*), coalesce(sum(quads), 0) FROM document WHERE chosen"
    ).fetchone()
    prints = db.execute("SELECT count(*) FROM document WHERE NOT chosen").fetchone()[0]
    counts = {"sources": sources, "failed": failed, "documents": documents, "prints": prints}
    counts["quads"] = quads + derived.quads
    by_code: dict[str, int] = dict(db.execute(_CODES))
    for d in derived.diagnostics:
        by_code[d.code] = by_code.get(d.code, 0) + 1
    return {
        "format": FORMAT,
        "base": versions.base,
        "lexicon": versions.lexicon,
        "reader": versions.reader,
        "counts": counts,
        "derived": derived.digest,
        "classes": derived.counts,
        "diagnostics": dict(sorted(by_code.items())),
        "links": [diagnostic_fields(d) for d in derived.diagnostics],
    }


def _sources(ledger: Ledger) -> Iterator[dict[str, Any]]:
    db = ledger.db
    places, documents, diagnostics = (_Beside(db.execute(q)) for q in (_PLACES, _DOCUMENTS, _DIAGNOSTICS))
    for source, iri, name, sha256, text, media_type, characters, failed in db.execute(_SOURCES):
        yield {
            "name": name,
            "iri": iri or None,
            "sha256": sha256 or None,
            "files": [shown for (shown,) in places.of(source)],
            "media_type": media_type,
            "characters": characters,
            "text": f"texts/{text[:2]}/{text}.txt" if text else None,
            "status": "failed" if failed else "read",
            "documents": [_document(*document) for document in documents.of(source)],
            "diagnostics": [diagnostic_fields(DiagnosticRow(*d)) for d in diagnostics.of(source)],
        }


class _Beside:
    """Rows that begin with a source's number, in the order in which the sources are asked for."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, source: int) -> Iterator[tuple[Any, ...]]:
        """The rows of a source, without its number."""
        while self._next is not None and self._next[0] == source:
            yield self._next[1:]
            self._next = next(self._rows, None)


def _document(
    iri: str, title: str | None, number: str | None, start: int, end: int, chosen: int, quads: int
) -> dict[str, Any]:
    fields = {"iri": iri, "title": title, "number": number, "start": start, "end": end, "quads": quads}
    return fields if chosen else {**fields, "read_from_another_source": True}


def diagnostic_fields(d: DiagnosticRow) -> dict[str, Any]:
    """A diagnostic as JSON: what is not known of it is left out."""
    fields = {"code": d.code, "severity": d.severity, "message": d.message}
    place = {"source": d.source, "start": d.start, "end": d.end, "line": d.line, "quote": d.quote}
    return fields | {name: value for name, value in place.items() if value is not None}
