"""What the ontology calls its terms: ``gw:lead`` is 牵头 and lead."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox

from gongwen.graph.triples.terms import RDFS, SKOS
from gongwen.graph.triples.vocabulary import turtle_files

_NAMING = (ox.NamedNode(f"{SKOS}prefLabel"), ox.NamedNode(f"{RDFS}label"))
_LANGUAGES = ("zh", "en")


def concept_labels(address: str) -> tuple[str, ...]:
    """The Chinese and the English label of a term, as far as the ontology has them."""
    return tuple(_labels().get(address, {}).values())


def concept_name(address: str) -> str:
    """The labels of a term; the end of its IRI where it has none.

    >>> concept_name("https://example.org/ontology#anything")
    'anything'
    """
    return " ".join(concept_labels(address)) or address.rpartition("#")[2].rpartition("/")[2]


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    """Label by language, Chinese first, by IRI."""
    found: dict[str, dict[str, str]] = {}
    for _, data in turtle_files():
        for triple in ox.parse(data, format=ox.RdfFormat.TURTLE):
            if triple.predicate in _NAMING and isinstance(triple.object, ox.Literal):
                found.setdefault(str(triple.subject)[1:-1], {})[triple.object.language or ""] = (
                    triple.object.value
                )
    return {
        address: {language: said[language] for language in _LANGUAGES if language in said}
        for address, said in found.items()
    }
