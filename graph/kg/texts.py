"""The extracted texts of a KG, by which evidence is quoted."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from gongwen.graph.kg.generations import KgDirectory
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.pool import Pool


def source_texts(root: Path, names: Collection[str]) -> dict[str, str]:
    """The decoded text of each source, by its file name; of several of one name the first by IRI.

    Raises NoKgError, KgError, OSError.
    """
    texts: dict[str, str] = {}
    with KgDirectory(root).reading() as generation:
        ledger = Ledger(generation.ledger, read_only=True)
        rows = ledger.db.execute(
            "SELECT name, text FROM source WHERE text IS NOT NULL ORDER BY iri"
        ).fetchall()
        ledger.close()
        for name, text in rows:
            if name in names and name not in texts:
                texts[name] = Pool(root).text(text)
    return texts
