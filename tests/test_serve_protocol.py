"""SPARQL 1.1 Protocol, as a table of cases; and two real clients."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from rdflib import URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

from gongwen.graph.serve.negotiation import GRAPHS, RESULTS, choose
from tests.serve_cases import BASE, DOCUMENT, Reply, ask, make_kg, query, serving

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
SELECT = "SELECT ?t { ?d <http://purl.org/dc/terms/title> ?t } ORDER BY ?t"
TITLES = ["《云泽市供水条例》", "乙办法", "关于印发甲方案的通知"]
CONSTRUCT = f"CONSTRUCT {{ <{DOCUMENT}> ?p ?o }} {{ <{DOCUMENT}> ?p ?o }}"
OTHER = f"{BASE}id/document/云府〔2019〕3号"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(make_kg(tmp_path_factory.mktemp("serve"))) as (url, _):
        yield f"{url}sparql"


# Accept header, media type of the answer to SELECT, of the answer to CONSTRUCT (None: 406), why
NEGOTIATION: list[tuple[str, str | None, str | None, str]] = [
    ("*/*", "application/sparql-results+json", "text/turtle", "anything: the first of each kind"),
    ("application/sparql-results+json", "application/sparql-results+json", None, "results only"),
    ("application/sparql-results+xml", "application/sparql-results+xml", None, "results only"),
    ("text/csv", "text/csv", None, "results only"),
    ("text/tab-separated-values", "text/tab-separated-values", None, "results only"),
    ("text/turtle", None, "text/turtle", "graphs only"),
    ("application/n-triples", None, "application/n-triples", "graphs only"),
    ("application/ld+json", None, "application/ld+json", "graphs only"),
    ("application/rdf+xml", None, "application/rdf+xml", "graphs only"),
    ("application/json", "application/json", "application/json", "JSON of either kind"),
    ("application/xml", "application/xml", "application/xml", "XML of either kind"),
    ("text/*", "text/csv", "text/turtle", "any text"),
    (
        "text/csv;q=0.5, application/sparql-results+xml;q=0.9",
        "application/sparql-results+xml",
        None,
        "weights",
    ),
    ("text/csv;q=0.9, */*;q=0.1", "text/csv", "text/turtle", "the better named, the other by the range"),
    ("text/turtle;q=0, */*", "application/sparql-results+json", "application/n-triples", "q=0 refuses"),
    (
        "*/*;q=0.1, text/turtle;q=0",
        "application/sparql-results+json",
        "application/n-triples",
        "in any order",
    ),
    ("TEXT/CSV", "text/csv", None, "names have no case"),
    ("text/turtle;charset=utf-8", None, "text/turtle", "parameters of the type are ignored"),
    ("image/png", None, None, "nothing fits"),
    ("text/csv;q=oops", None, None, "a weight that is none accepts nothing"),
    ("", "application/sparql-results+json", "text/turtle", "an empty header is no preference"),
]


@pytest.mark.parametrize(("accept", "select", "construct", "why"), NEGOTIATION)
def test_negotiation(endpoint: str, accept: str, select: str | None, construct: str | None, why: str) -> None:
    for sparql, expected in ((SELECT, select), (CONSTRUCT, construct)):
        reply = query(endpoint, sparql, accept)
        assert reply.status == (200 if expected else 406), why
        media_type = reply.headers["content-type"].partition(";")[0]
        assert media_type == (expected or "text/plain"), why


def rows(reply: Reply) -> list[str]:
    """The only column of a CSV answer."""
    assert reply.status == 200, reply.text
    return [row[0] for row in csv.reader(io.StringIO(reply.text))][1:]


def test_formats_hold_the_same_rows(endpoint: str) -> None:
    expected = rows(query(endpoint, SELECT))
    assert len(expected) >= len(TITLES)
    for media_type, form in (
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ):
        solutions = ox.parse_query_results(query(endpoint, SELECT, media_type).body, form)
        assert isinstance(solutions, ox.QuerySolutions)
        assert [str(row[0].value) for row in solutions] == expected, media_type


def test_formats_hold_the_same_graph(endpoint: str) -> None:
    graphs = []
    for media_type, form in (
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ):
        data = query(endpoint, CONSTRUCT, media_type).body
        graphs.append({quad.triple for quad in ox.parse(data, format=form)})
    assert len(graphs[0]) > 10
    assert all(graph == graphs[0] for graph in graphs)


@pytest.mark.parametrize(("sparql", "truth"), [("ASK {}", True), ("ASK { <a:b> ?p ?o }", False)])
def test_ask(endpoint: str, sparql: str, truth: bool) -> None:
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
        assert str(truth).lower() in query(endpoint, sparql, accept).text


# How the same query is sent: method, parameters in the address, body, content type
def routes(sparql: str) -> list[tuple[str, str, bytes | None, str]]:
    form = urlencode({"query": sparql})
    return [
        ("GET", form, None, ""),
        ("GET", f"query={quote(sparql, safe='')}", None, ""),
        ("POST", "", form.encode(), FORM),
        ("POST", "", f"query={quote(sparql, safe='')}".encode(), f"{FORM}; charset=UTF-8"),
        ("POST", "", sparql.encode(), QUERY),
        ("POST", "", sparql.encode(), f"{QUERY}; charset=utf-8"),
    ]


# An IRI in a query, whether the graph has it, why
ENCODED = [
    (DOCUMENT, True, "characters as they are"),
    (DOCUMENT.replace("〔", "%E3%80%94"), False, "an IRI with %E3… is another IRI (RFC 3987, section 5.3.1)"),
    (f"{BASE}id/a%2Fb+c", False, "a percent sign and a plus of the IRI itself"),
]


@pytest.mark.parametrize(("iri", "there", "why"), ENCODED)
def test_every_route_decodes_once(endpoint: str, iri: str, there: bool, why: str) -> None:
    sparql = f'SELECT (STR(<{iri}>) AS ?iri) (EXISTS {{ <{iri}> ?p ?o }} AS ?there) ("100%25 + 1" AS ?x) {{}}'
    for method, parameters, body, content_type in routes(sparql):
        headers = {"content_type": content_type} if content_type else {}
        reply = ask(f"{endpoint}?{parameters}", method, body, accept="text/csv", **headers)
        assert list(csv.reader(io.StringIO(reply.text)))[1] == [iri, str(there).lower(), "100%25 + 1"], why


# Fields of the protocol and the query, number of titles that answer, why
COUNT = "SELECT (COUNT(*) AS ?n) { ?d <http://purl.org/dc/terms/title> ?t }"
NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?d <http://purl.org/dc/terms/title> ?t } }"
DATASETS = [
    (
        {},
        f"SELECT (COUNT(*) AS ?n) {{ <{OTHER}> <http://purl.org/dc/terms/title> ?t }}",
        1,
        "union of all graphs",
    ),
    ({"default-graph-uri": DOCUMENT}, COUNT, 1, "one graph"),
    ({"default-graph-uri": f"{BASE}id/none"}, COUNT, 0, "a graph that is not there is empty"),
    ({"named-graph-uri": OTHER}, NAMED, 1, "named graphs are those that are named"),
    ({"named-graph-uri": OTHER}, COUNT, 0, "and then the default graph is empty"),
    ({}, COUNT.replace("{", f"FROM <{OTHER}> {{", 1).replace("(COUNT", "(COUNT"), 1, "FROM"),
    ({}, NAMED.replace("{", f"FROM NAMED <{OTHER}> {{", 1), 1, "FROM NAMED"),
    (
        {},
        COUNT.replace("{", f"FROM NAMED <{OTHER}> {{", 1),
        0,
        "FROM NAMED alone: the default graph is empty",
    ),
    (
        {"default-graph-uri": DOCUMENT},
        COUNT.replace("{", f"FROM <{BASE}id/none> {{", 1),
        1,
        "the protocol wins",
    ),
    (
        {},
        f'SELECT (COUNT(*) AS ?n) {{ <{OTHER}> ?p ?o FILTER(STR(?o) != " FROM ") }} # from',
        9,
        "from in text",
    ),
]


@pytest.mark.parametrize(("fields", "sparql", "expected", "why"), DATASETS)
def test_dataset(endpoint: str, fields: dict[str, str], sparql: str, expected: int, why: str) -> None:
    by_get = query(endpoint, sparql, **fields)
    by_form = ask(
        endpoint,
        "POST",
        urlencode({"query": sparql, **fields}).encode(),
        content_type=FORM,
        accept="text/csv",
    )
    direct = ask(
        f"{endpoint}?{urlencode(fields)}", "POST", sparql.encode(), content_type=QUERY, accept="text/csv"
    )
    answers = [rows(reply) for reply in (by_get, by_form, direct)]
    assert answers == [[str(expected)]] * 3, why


# Method, parameters, body, content type, status, why
REFUSED = [
    ("GET", "query=SELECT", None, "", 400, "does not parse"),
    ("GET", "query=ASK{}&query=ASK{}", None, "", 400, "two queries"),
    ("GET", "query=%FF", None, "", 400, "no UTF-8"),
    ("GET", "query=", None, "", 400, "an empty query does not parse"),
    ("POST", "", b"", FORM, 400, "a form without a query"),
    ("POST", "", b"query=%E4%BA", FORM, 400, "half a character"),
    ("POST", "query=ASK{}", b"ASK{}", QUERY, 400, "one in the address, one in the body"),
    ("POST", "", b"\xff", QUERY, 400, "no UTF-8"),
    ("POST", "", b"ASK{}", "text/plain", 415, "a type that the protocol does not know"),
    ("POST", "", b"ASK{}", f"{QUERY}; charset=gbk", 415, "another encoding"),
    ("POST", "", b"ASK{}", "", 415, "no type"),
    ("PUT", "query=ASK{}", b"x", "text/turtle", 405, "a method that writes"),
    ("DELETE", "", None, "", 405, "a method that writes"),
    ("PATCH", "", b"x", UPDATE, 405, "a method that writes"),
]


@pytest.mark.parametrize(("method", "parameters", "body", "content_type", "status", "why"), REFUSED)
def test_refused(
    endpoint: str, method: str, parameters: str, body: bytes | None, content_type: str, status: int, why: str
) -> None:
    headers = {"content_type": content_type} if content_type else {}
    reply = ask(f"{endpoint}?{parameters}", method, body, **headers)
    assert (reply.status, bool(reply.text.strip())) == (status, True), why
    assert ("allow" in reply.headers) == (status == 405)


def test_head_has_the_headers_of_get(endpoint: str) -> None:
    url = f"{endpoint}?{urlencode({'query': SELECT})}"
    got, head = ask(url), ask(url, "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(got.body)))


def test_cors(endpoint: str) -> None:
    preflight = ask(endpoint, "OPTIONS", origin="https://example.org", access_control_request_method="POST")
    assert preflight.status == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    for reply in (query(endpoint, SELECT), query(endpoint, "SELECT")):
        assert reply.headers["access-control-allow-origin"] == "*"


def test_gzip(endpoint: str) -> None:
    url = f"{endpoint}?{urlencode({'query': 'SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o'})}"
    plain = ask(url)
    for header in ("gzip", "gzip;q=0.5", "br, gzip", "*"):
        packed = ask(url, accept_encoding=header)
        assert packed.headers["content-encoding"] == "gzip", header
        assert gzip.decompress(packed.body) == plain.body
        assert len(packed.body) < len(plain.body)
        assert packed.headers["etag"] != plain.headers["etag"]
    for header in ("gzip;q=0", "br", "gzip;q=0.0, br"):
        assert "content-encoding" not in ask(url, accept_encoding=header).headers, header


def test_etag(endpoint: str) -> None:
    url = f"{endpoint}?{urlencode({'query': SELECT})}"
    first = ask(url)
    tag = first.headers["etag"]
    assert ask(url).headers["etag"] == tag
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = ask(url, if_none_match=known)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag), known
    assert ask(url, if_none_match='"other"').status == 200
    other = ask(url, accept="text/csv", if_none_match=tag)
    assert (other.status, other.headers["etag"] != tag) == (200, True)
    assert "etag" not in query(endpoint, "SELECT (NOW() AS ?t) {}").headers
    assert "etag" not in ask(endpoint, "POST", SELECT.encode(), content_type=QUERY).headers


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV])
def test_sparqlwrapper_select(endpoint: str, method: str, form: str) -> None:
    client = SPARQLWrapper(endpoint)
    client.setMethod(method)
    client.setReturnFormat(form)
    client.setQuery(SELECT)
    answer: Any = client.query().convert()
    if form == JSON:
        answer = json.dumps(answer, ensure_ascii=False).encode()
    text = answer.toxml() if form == XML else answer.decode()
    assert all(title.strip("《》") in text for title in TITLES)


def test_sparqlwrapper_construct_posted_directly(endpoint: str) -> None:
    client = SPARQLWrapper(endpoint)
    client.setMethod(POST)
    client.setRequestMethod(POSTDIRECTLY)
    client.setReturnFormat(TURTLE)
    client.setQuery(CONSTRUCT)
    data: Any = client.query().convert()
    assert len(list(ox.parse(data, format=ox.RdfFormat.TURTLE))) > 10


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib_sparqlstore(endpoint: str, method: str, form: str) -> None:
    store = SPARQLStore(endpoint, method=method, returnFormat=form)
    found = [str(row[0]) for row in store.query(SELECT)]  # type: ignore[index]
    assert found == rows(query(endpoint, SELECT))
    if form == "json":
        triples = list(store.triples((URIRef(DOCUMENT), None, None)))
        assert len(triples) > 10


def test_choice_is_by_specificity() -> None:
    assert choose("text/*;q=0.2, text/csv;q=0.1, application/*;q=0.1", RESULTS).format.name == "tsv"  # type: ignore[union-attr]
    assert choose("a/b", GRAPHS) is None


def test_a_kg_is_needed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="gongwen build"), serving(tmp_path / "none"):
        pass
