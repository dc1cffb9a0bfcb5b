"""The one body, and the one document, that a projection is about."""

from __future__ import annotations

import pyoxigraph as ox

from gongwen.graph.asking.lookups import Found, find_areas, find_bodies, find_documents
from gongwen.graph.asking.store import Store
from gongwen.graph.errors import QueryError
from gongwen.graph.triples.terms import SPARQL_PREFIXES

_ISSUED = "ASK { ?doc gw:promulgatedBy ?notice }"
# Candidates that an error lists.
_LISTED = 8


def find_body(store: Store, name: str, area: str | None = None) -> str:
    """The IRI of the body that is called so, or has this IRI; ``area``, its name or code, tells bodies of one name
    apart. Of several the one whose full official name it is.

    Raises QueryError where there is none, or several; the message lists them.
    """
    if "/id/body/" in name:
        return name
    return _one(find_bodies(store, name, find_areas(store, area) if area else None), name, "个机构 bodies")


def find_document(store: Store, name: str) -> str:
    """The IRI of the document with this number, title (also a part of it) or IRI; of a notice and what it issues
    under one number, the notice. Raises QueryError where there is none, or several; the message lists them."""
    if "/id/document/" in name:
        return name
    found = find_documents(store, name)
    notices = [d for d in found.iris if not store.query(SPARQL_PREFIXES + _ISSUED, {"doc": ox.NamedNode(d)})]
    return notices[0] if len(notices) == 1 else _one(found, name, "个文件 documents")


def _one(found: Found, name: str, what: str) -> str:
    labelled = list(zip(found.iris, found.labels, strict=True))
    exact = [iri for iri, label in labelled if label == name]
    if len(labelled) == 1 or len(exact) == 1:
        return exact[0] if exact else found.iris[0]
    listed = "; ".join(f"{label} <{iri}>" for iri, label in labelled[:_LISTED])
    raise QueryError(
        f"{name!r} 可以指 {len(found.iris)} {what}: {listed}. 请写全名或 IRI give the full name or the IRI."
    )
