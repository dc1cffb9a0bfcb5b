"""The scheme of document types as Turtle, made from ``doctypes.tsv``: the words that segmentation reads and the concepts
that documents point to are one list."""

from __future__ import annotations

from gongwen.extract.data import read_table
from gongwen.graph.triples.iri import encode
from gongwen.graph.triples.terms import DCTERMS, ELI, GW, RDF, RDFS, SKOS, tagged, zh

# Of the vocabulary, not of the data: the same for any base of data IRIs.
TYPE_BASE = "https://w3id.org/gongwen/ontology/type/"
TABLE = "doctypes.tsv"
SCHEME = f"{GW}DocumentTypes"
_ONTOLOGY = "https://w3id.org/gongwen/ontology"


def type_iri(word: str) -> str:
    """The concept of a kind of document, by its Chinese word.

    >>> type_iri("通知")
    'https://w3id.org/gongwen/ontology/type/通知'
    """
    return f"{TYPE_BASE}{encode(word)}"


def document_types_turtle() -> bytes:
    """One ``skos:Concept`` a row, with labels and definitions in Chinese and English, and its source."""
    return "".join(line for row in read_table(TABLE) for line in _concept(row)).encode()


def _concept(row: dict[str, str]) -> list[str]:
    said = [
        (f"{RDF}type", f"<{SKOS}Concept>"),
        (f"{RDF}type", f"<{ELI}ResourceType>"),
        (f"{SKOS}inScheme", f"<{SCHEME}>"),
        (f"{SKOS}topConceptOf", f"<{SCHEME}>"),
        (f"{SKOS}prefLabel", zh(row["word"])),
        (f"{SKOS}prefLabel", tagged(row["en"], "en")),
        (f"{SKOS}definition", zh(row["definition"])),
        (f"{SKOS}definition", tagged(row["definition_en"], "en")),
        (f"{DCTERMS}source", zh(row["source"])),
        (f"{RDFS}isDefinedBy", f"<{_ONTOLOGY}>"),
    ]
    return [f"<{type_iri(row['word'])}> <{predicate}> {value} .\n" for predicate, value in said]
