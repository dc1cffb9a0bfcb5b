"""The endpoint in its own words: SPARQL 1.1 Service Description, and VoID where the web looks for it."""

from __future__ import annotations

import io

import pyoxigraph as ox

from gongwen.graph.serve.negotiation import GRAPHS, RESULTS, Chosen
from gongwen.graph.serve.settings import Settings
from gongwen.graph.triples.terms import DCTERMS, PREFIXES, RDF, RDFS, VOID

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
# https://www.w3.org/ns/formats/ names the formats of the W3C.
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}
_WRITERS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_ENDPOINT_OF = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ GRAPH %s {{ ?s ?p ?o }} }} UNION {{ VALUES (?s ?p ?o) {{ (%s <{VOID}sparqlEndpoint> %s) }} }} }}"


def write_graph(triples: list[ox.Triple], chosen: Chosen) -> bytes:
    """Triples in a format of ``negotiation.GRAPHS``."""
    out = io.BytesIO()
    prefixes = {**PREFIXES, "sd": SD}
    ox.serialize(triples, out, format=_WRITERS[chosen.format.name], prefixes=prefixes)
    return out.getvalue()


def service_description(settings: Settings, endpoint: str, dataset: str) -> list[ox.Triple]:
    """The description of the service at the address ``endpoint`` over the dataset with IRI ``dataset``."""
    service, default, graph = ox.NamedNode(endpoint), ox.BlankNode("dataset"), ox.BlankNode("graph")
    said: list[tuple[ox.NamedNode | ox.BlankNode, str, ox.NamedNode | ox.BlankNode | ox.Literal]] = [
        (service, f"{RDF}type", ox.NamedNode(f"{SD}Service")),
        (service, f"{SD}endpoint", service),
        (service, f"{SD}supportedLanguage", ox.NamedNode(f"{SD}SPARQL11Query")),
        (service, f"{SD}feature", ox.NamedNode(f"{SD}UnionDefaultGraph")),
        (service, f"{SD}defaultDataset", default),
        (service, f"{SD}availableGraphs", default),
        (default, f"{RDF}type", ox.NamedNode(f"{SD}Dataset")),
        (default, f"{SD}defaultGraph", graph),
        (graph, f"{RDF}type", ox.NamedNode(f"{SD}Graph")),
        (default, f"{DCTERMS}isVersionOf", ox.NamedNode(dataset)),
        (service, f"{RDFS}label", ox.Literal("公文图谱查询端点", language="zh")),
        (
            service,
            f"{RDFS}label",
            ox.Literal("SPARQL endpoint of a graph of official documents", language="en"),
        ),
    ]
    said += [
        (service, f"{RDFS}comment", ox.Literal(text, language=language))
        for language, text in _limits(settings).items()
    ]
    said += [
        (service, f"{SD}resultFormat", ox.NamedNode(_FORMATS + _FORMAT_NAMES[offered.name]))
        for offered in (*RESULTS, *GRAPHS)
    ]
    if settings.allow_service:
        said.append((service, f"{SD}feature", ox.NamedNode(f"{SD}BasicFederatedQuery")))
    return [ox.Triple(s, ox.NamedNode(p), o) for s, p, o in said]


def void_query(base: str, endpoint: str) -> str:
    """A CONSTRUCT for the graph *statistics*, which says where the endpoint is besides."""
    statistics, dataset = ox.NamedNode(f"{base}id/graph/statistics"), ox.NamedNode(f"{base}id/dataset")
    return _ENDPOINT_OF % (statistics, dataset, ox.NamedNode(endpoint))


def _limits(settings: Settings) -> dict[str, str]:
    rows, seconds, size = settings.max_rows, settings.timeout, settings.max_query_bytes
    services = "、".join(settings.allow_service) or "无"
    return {
        "zh": f"只读。每次查询最多 {seconds} 秒、{rows} 行、请求 {size} 字节；允许的 SERVICE：{services}。",
        "en": f"Read-only. A query may take {seconds} seconds, {rows} rows and {size} bytes of request; "
        f"SERVICE may name: {', '.join(settings.allow_service) or 'nothing'}.",
    }
