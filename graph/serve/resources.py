"""Data IRIs dereferenced: ``/id/…`` of the endpoint answers for ``<base>id/…``, as RDF or as a page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import pyoxigraph as ox

from gongwen.graph.asking.deadline_words import deadline_words
from gongwen.graph.triples.concepts import concept_labels
from gongwen.graph.triples.iri import encode, source_name, split_evidence
from gongwen.graph.triples.terms import GW, SPARQL_PREFIXES, compact

# Bytes beyond ASCII as a client sends them; IRIs of data keep the characters themselves.
_ESCAPED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])++")
_SOURCE = "id/source/"
_KIND, _VALUE = f"{GW}kind", f"{GW}value"
# Rows of a page: what is said of a thing, and what names it.
_MOST, _MOST_NAMING = 1000, 200
_LABEL = (
    "OPTIONAL { %s skos:prefLabel|dcterms:title|rdfs:label ?label FILTER(LANG(?label) IN ('zh', '')) }"
    " OPTIONAL { %s gw:kind ?kind ; gw:value ?value }"
)


def data_iri(base: str, path: str) -> str | None:
    """The data IRI that a path (``/id/…``, percent-encoded) stands for; None where it is no IRI.

    >>> data_iri("https://w3id.org/gongwen/", "/id/document/%E4%BA%91%E5%BA%9C%2F1")
    'https://w3id.org/gongwen/id/document/云府%2F1'
    """
    local = path.removeprefix("/")
    # The address of a source is ASCII as it stands (``Names.source``).
    local = local if local.startswith(_SOURCE) else _ESCAPED.sub(_characters, local)
    try:
        return ox.NamedNode(base + local).value
    except ValueError:
        return None


def address_of(base: str, iri: str) -> str:
    """Where the endpoint serves an IRI: its path for data of its own, the marked source for evidence, else the IRI."""
    place = split_evidence(iri)
    if place and place[0].startswith(base):
        source, start, end = place
        return f"/{source.removeprefix(base)}?char={start},{end}"
    if iri.startswith(f"{base}id/"):
        return "/" + quote(iri.removeprefix(base), safe="/%@,;:+~!*()'=&$-._")
    return iri


def construct(iri: str) -> str:
    """The query for what is said of a thing, and what names it."""
    node = ox.NamedNode(iri)
    return (
        f"CONSTRUCT {{ {node} ?p ?o . ?s ?q {node} }} WHERE {{ {{ {node} ?p ?o }} UNION "
        f"{{ SELECT ?s ?q {{ ?s ?q {node} }} LIMIT {_MOST_NAMING} }} }}"
    )


def said_query(iri: str) -> str:
    """The query for the page's first table."""
    label = _LABEL % ("?o", "?o")
    return f"{SPARQL_PREFIXES}SELECT DISTINCT ?p ?o ?label ?kind ?value {{ {ox.NamedNode(iri)} ?p ?o {label} }} ORDER BY ?p ?o LIMIT {_MOST}"


def naming_query(iri: str) -> str:
    """The query for the page's second table."""
    label = _LABEL % ("?o", "?o")
    return f"{SPARQL_PREFIXES}SELECT DISTINCT ?p ?o ?label ?kind ?value {{ {{ SELECT ?o ?p {{ ?o ?p {ox.NamedNode(iri)} }} LIMIT {_MOST_NAMING} }} {label} }} ORDER BY ?p ?o"


@dataclass(frozen=True, slots=True)
class Value:
    """A value on a page: its text, the address that it links to (empty for a literal), and its IRI or language."""

    text: str
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A property with its names, and its values."""

    zh: str
    en: str
    curie: str
    values: tuple[Value, ...]


def properties(base: str, answer: bytes) -> tuple[Said, ...]:
    """The rows of a table (JSON results of the queries above), the values of one property together."""
    found: dict[str, list[Value]] = {}
    rows = json.loads(answer)["results"]["bindings"]
    kind = next((row["o"]["value"] for row in rows if row["p"]["value"] == _KIND), "")
    for row in rows:
        values = found.setdefault(row["p"]["value"], [])
        value = _deadline(row["o"]["value"], kind) if row["p"]["value"] == _VALUE else _value(base, row)
        if not any(v.link == value.link and v.link for v in values):
            values.append(value)
    return tuple(_said(address, values) for address, values in sorted(found.items(), key=_order))


def title_of(said: Sequence[Said]) -> str:
    """What a thing is called, by what is said of it; empty where it has no name."""
    for curie in ("skos:prefLabel", "dcterms:title", "rdfs:label", "eli:id_local", "gw:value"):
        for one in said:
            if one.curie == curie:
                return one.values[0].text
    return ""


def _order(found: tuple[str, list[Value]]) -> tuple[bool, str]:
    """Names first."""
    return (
        compact(found[0]) not in ("skos:prefLabel", "dcterms:title", "rdfs:label", "rdf:type"),
        compact(found[0]),
    )


def _said(address: str, values: list[Value]) -> Said:
    curie = compact(address)
    labels = [*(_foreign().get(curie) or concept_labels(address)), "", ""]
    return Said(labels[0], labels[1], curie, tuple(values))


@cache
def _foreign() -> Mapping[str, list[str]]:
    """What pages call the terms of others, Chinese and English."""
    text = resources.files("gongwen.graph.serve").joinpath("assets", "properties.json").read_text("utf-8")
    found: Mapping[str, list[str]] = json.loads(text)
    return found


def _value(base: str, row: Mapping[str, Any]) -> Value:
    value = row["o"]
    if value["type"] == "triple":
        return Value("<< >>")
    if value["type"] != "uri":
        return Value(value["value"], note=value.get("xml:lang", ""))
    iri = value["value"]
    label = row.get("label", {}).get("value") or _bound(row) or _name(base, iri)
    return Value(label, address_of(base, iri) if iri.startswith(("http://", "https://")) else "", iri)


def _deadline(value: str, kind: str) -> Value:
    """The value of the deadline that the page is about: its words, and the value itself beside them."""
    said = deadline_words(value, kind)
    return Value(value) if said.zh == value else Value(str(said), note=value)


def _bound(row: Mapping[str, Any]) -> str:
    """What a deadline that the page names is called: it has no name but its value."""
    kind, value = (row.get(name, {}).get("value", "") for name in ("kind", "value"))
    return str(deadline_words(value, kind)) if kind and value else ""


def _name(base: str, iri: str) -> str:
    place = split_evidence(iri)
    if place:
        return f"{source_name(place[0])} {place[1]}–{place[2]}"
    known = concept_labels(iri)
    if known:
        return " ".join(known)
    short = compact(iri)
    return short.removeprefix(f"{base}id/") if short == iri else short


def _characters(match: re.Match[str]) -> str:
    try:
        return "".join(map(encode, unquote_to_bytes(match.group()).decode("utf-8")))
    except UnicodeDecodeError:
        return match.group()
