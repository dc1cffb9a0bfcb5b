"""The terms that the graph is written in, and the escaping of N-Quads.

Lines are made by templates, not by an RDF library (twenty times as fast); the escaping is that of the
canonical form of N-Quads (RDF 1.2 N-Quads, section 4), so that a line made here and the same line read from
the store are equal.
"""

from __future__ import annotations

import re
from functools import cache

GW = "https://w3id.org/gongwen/ontology#"
ELI = "http://data.europa.eu/eli/ontology#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
OWL = "http://www.w3.org/2002/07/owl#"
SH = "http://www.w3.org/ns/shacl#"

PREFIXES: dict[str, str] = {
    "gw": GW,
    "eli": ELI,
    "org": ORG,
    "prov": PROV,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "void": VOID,
    "dcat": DCAT,
    "owl": OWL,
    "sh": SH,
}

# What queries of the project's own begin with.
SPARQL_PREFIXES = "".join(f"PREFIX {name}: <{address}>\n" for name, address in PREFIXES.items())

_ESCAPES = {i: f"\\u{i:04X}" for i in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)}
_ESCAPES |= {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 0x22: '\\"', 0x5C: "\\\\"}
# Looked for first: most literals hold none, and a table is asked about every character.
_ESCAPED = re.compile(f"[{re.escape(''.join(map(chr, _ESCAPES)))}]")


@cache
def term(curie: str) -> str:
    """``gw:body`` to ``<https://w3id.org/gongwen/ontology#body>``; raises KeyError for an unknown prefix."""
    prefix, _, local = curie.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def compact(address: str) -> str:
    """An IRI by the prefixes of the project: ``gw:Task``; as it is where none fits."""
    for prefix, namespace in PREFIXES.items():
        if address.startswith(namespace):
            return f"{prefix}:{address[len(namespace) :]}"
    return address


def iri(value: str) -> str:
    """An IRI between ``<`` and ``>``; it must be one of ``gongwen.graph.triples.iri``, which needs no escaping."""
    return f"<{value}>"


def _escape(value: str) -> str:
    if value.isprintable() and '"' not in value and "\\" not in value:  # the quickest to tell of most
        return value
    return value.translate(_ESCAPES) if _ESCAPED.search(value) else value


def text(value: str) -> str:
    """A literal of type ``xsd:string``."""
    return f'"{_escape(value)}"'


def zh(value: str) -> str:
    """A Chinese literal (``@zh``)."""
    return f'"{_escape(value)}"@zh'


def tagged(value: str, language: str) -> str:
    """A literal in a language: ``tagged("notice", "en")``."""
    return f'"{_escape(value)}"@{language}'


def typed(value: str, datatype: str) -> str:
    """A literal of an XSD datatype: ``typed("2021-01-04", "date")``."""
    return f'"{_escape(value)}"^^<{XSD}{datatype}>'


def date(value: str) -> str:
    """An ISO 8601 date at its precision: ``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear``."""
    return typed(value, {4: "gYear", 7: "gYearMonth"}.get(len(value), "date"))


def local(curie: str) -> str:
    """``eli:passed_by`` to ``passed_by``."""
    return curie.partition(":")[2]
