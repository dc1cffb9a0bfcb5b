"""The tables of a page: for each projection, which rows and which columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: nodes of these kinds, or edges where ``kinds`` is empty. Names of columns are attributes of nodes and
    edges (``gongwen.graph.project``); ``from`` and ``to`` are the labels of an edge's ends, ``place`` the characters
    of the evidence."""

    name: str
    kinds: tuple[str, ...]
    columns: tuple[str, ...]


_EVIDENCE = ("quote", "evidence_file", "place")
_DOCUMENTS = Sheet(
    "documents",
    ("document", "stub"),
    (
        "label", "number", "issuers", "date", "document_type", "in_force_from", "in_force_until",
        "area", "cited", "citing", "pagerank", "rests_on_it",
    ),
)  # fmt: skip
_CITATIONS = Sheet("citations", (), ("from", "relation", "to", "weight", "articles", *_EVIDENCE))
_BODIES = Sheet(
    "bodies",
    ("body",),
    (
        "label", "area", "level", "led", "cooperated", "responsible",
        "partners", "strength", "betweenness", "community", "names",
    ),
)  # fmt: skip
_PAIRS = Sheet("pairs", (), ("from", "relation", "to", "weight", "task_label", *_EVIDENCE))

SHEETS: dict[str, tuple[Sheet, ...]] = {
    "responsibilities": (
        Sheet(
            "bodies",
            ("body",),
            ("label", "area", "level", "tasks", "led", "cooperated", "responsible", "community", "names"),
        ),
        Sheet(
            "tasks",
            ("task",),
            ("label", "deadlines", "latest", "bodies", "document_title", "document_number", *_EVIDENCE),
        ),
        Sheet("duties", (), ("from", "role", "to", "deadlines", "document_title", *_EVIDENCE)),
    ),
    "collaboration": (_BODIES, _PAIRS),
    "ego": (_BODIES, _PAIRS),
    "citations": (_DOCUMENTS, _CITATIONS),
    "authority": (
        Sheet("documents", _DOCUMENTS.kinds, ("step", *_DOCUMENTS.columns)),
        _CITATIONS,
    ),
}
