"""The version of a KG: what ETags name."""

from __future__ import annotations

import hashlib

from gongwen.graph.kg.generations import Generation

_DIGITS = 16


def kg_version(generation: Generation) -> str:
    """Hex digits that differ between two states of a graph: of the generation's number and its manifest (all
    sources and documents, and a digest of the derived graphs). Raises OSError."""
    whole = hashlib.sha256(generation.path.name.encode())
    with generation.manifest.open("rb") as file:
        whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()[:_DIGITS]
