"""What hostile clients send: it is refused with a reason, or ended, and the next client is answered."""

from __future__ import annotations

import csv
import io
import json
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode, urlsplit

import psutil
import pytest

from tests.serve_cases import Reply, ask, make_kg, query, serving

TIMEOUT, ROWS, BYTES = 1, 50, 20_000
OPTIONS = ("--timeout", "1", "--max-rows", "50", "--max-query-bytes", "20000", "--concurrency", "4")
UPDATE, FORM, QUERY = (
    "application/sparql-update",
    "application/x-www-form-urlencoded",
    "application/sparql-query",
)


class Tempted(BaseHTTPRequestHandler):
    """A SPARQL endpoint somewhere else, which counts who asks."""

    asked = 0
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        type(self).asked += 1
        self.rfile.read(int(self.headers.get("content-length") or 0))
        body = json.dumps(
            {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "other"}}]}}
        )
        self.send_response(200)
        self.send_header("content-type", "application/sparql-results+json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Tempted)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_kg(tmp_path_factory.mktemp("attacked"))


@pytest.fixture(scope="module")
def served(kg: Path) -> Iterator[tuple[str, int]]:
    with serving(kg, *OPTIONS) as (url, process):
        yield f"{url}sparql", process.pid


@pytest.fixture
def endpoint(served: tuple[str, int]) -> Iterator[str]:
    """The endpoint; after each attack it must still answer a simple question."""
    yield served[0]
    for _ in range(30):
        reply = query(served[0], "ASK {}")
        if reply.status == 200:
            return
        assert reply.status == 503
        time.sleep(0.1)
    raise AssertionError("the endpoint does not come back")


# SERVICE, and whether it is refused; @ stands for the address of a server that must not be asked
SERVICES = [
    ("SELECT * { SERVICE <@> { ?s ?p ?x } }", 403, "plain"),
    ("select * { service silent <@> { ?s ?p ?x } }", 403, "lower case, silent"),
    ("SELECT * { SERVICE<@>{ ?s ?p ?x } }", 403, "without blanks"),
    ("SELECT * { OPTIONAL { { SELECT * { SERVICE <@> { ?s ?p ?x } } } } }", 403, "nested in a sub-select"),
    ("ASK { FILTER NOT EXISTS { SERVICE <@> { ?s ?p ?x } } }", 403, "in a filter"),
    ("SELECT * { SERVICE <a:b> { SERVICE <@> { ?s ?p ?x } } }", 403, "nested SERVICE"),
    ("SELECT * { VALUES ?e { <@> } SERVICE ?e { ?s ?p ?x } }", 403, "a variable"),
    ("PREFIX e: <@> SELECT * { SERVICE e: { ?s ?p ?x } }", 403, "a prefixed name"),
    ("BASE <@> SELECT * { SERVICE <> { ?s ?p ?x } }", 403, "a relative IRI"),
    ("SELECT * { # SERVICE\n SERVICE # <x>\n <@> { ?s ?p ?x } }", 403, "comments between"),
    ("CONSTRUCT { ?s ?p ?x } { SERVICE <@> { ?s ?p ?x } }", 403, "CONSTRUCT"),
    ("DESCRIBE ?s { SERVICE <@> { ?s ?p ?x } }", 403, "DESCRIBE"),
    (
        'SELECT * { FILTER(?a<?b#>"\n) SERVICE <@> { ?s ?p ?x } #"\n }',
        403,
        "an IRI that is none, a string that is none",
    ),
    (
        "SELECT * { FILTER(?a<?b && '''x''' # '''\n > ?c) SERVICE <@> { ?s ?p ?x } }",
        403,
        "nor this",
    ),
    ("SELECT * { \\u0053ERVICE <@> { ?s ?p ?x } }", 403, "escaped letters"),
    ("SELECT * { ſERVICE <@> { ?s ?p ?x } }", 400, "a long s is no S"),
    ("SELECT * { SERVICE <@> { ?s ?p ?x }", 400, "no query at all"),
    ("SELECT * {} # SERVICE <@> { ?s ?p ?x }", 200, "in a comment"),
    ('SELECT ("SERVICE <@> { ?s ?p ?x }" AS ?x) {}', 200, "in a string"),
    ("SELECT ('''it's\nSERVICE <@> {\n''' AS ?x) {}", 200, "in a long string"),
    ('SELECT ("\\"SERVICE <@>" AS ?x) {}', 200, "behind an escaped quote"),
    ('SELECT ("\\u0073ervice" AS ?x) {}', 200, "escaped, in a string"),
    ("SELECT ?service { ?service <http://example.org/service> ?x }", 200, "in names and IRIs"),
    ("PREFIX service: <a:> SELECT * { ?s service:service ?x }", 200, "in prefixed names"),
    ("SELECT * { ?s <a:SERVICE> ?x . <a:service> ?p ?x }", 200, "in IRIs, either case"),
]


@pytest.mark.parametrize(("text", "status", "why"), SERVICES)
def test_service(endpoint: str, elsewhere: str, text: str, status: int, why: str) -> None:
    sparql, before = text.replace("@", elsewhere), Tempted.asked
    for reply in (query(endpoint, sparql, "*/*"), ask(endpoint, "POST", sparql.encode(), content_type=QUERY)):
        assert (reply.status, Tempted.asked) == (status, before), f"{why}: {reply.text}"


def test_service_says_where(endpoint: str) -> None:
    sparql = 'SELECT ("service" AS ?x) { # service\n  ?service ?p ?o .\n  SERVICE <http://example.org/> {} }'
    reply = query(endpoint, sparql)
    assert reply.status == 403
    assert "第 3 行第 3 列 line 3, column 3" in reply.text


# With --allow-service @: text, status, times that the other server is asked, why
ALLOWED = [
    ("SELECT * { SERVICE <@> { ?s ?p ?x } }", 200, 1, "the allowed target"),
    ("SELECT * { SERVICE SILENT <@> { ?s ?p ?x } }", 200, 1, "silently"),
    ("SELECT * { SERVICE <@x> { ?s ?p ?x } }", 403, 0, "an IRI that begins like it"),
    ("SELECT * { SERVICE <@> { ?s ?p ?x } SERVICE <@x> { ?s ?p ?x } }", 403, 0, "one of two"),
    ("SELECT * { SERVICE #service <@>\n <@x> { ?s ?p ?x } }", 403, 0, "the allowed one in a comment"),
    ("SELECT * { VALUES ?e { <@> } SERVICE ?e { ?s ?p ?x } }", 403, 0, "a variable, even of it"),
]


def test_allowed_service(kg: Path, elsewhere: str) -> None:
    with serving(kg, *OPTIONS, "--allow-service", elsewhere) as (url, _):
        for text, status, times, why in ALLOWED:
            before = Tempted.asked
            reply = query(f"{url}sparql", text.replace("@", elsewhere))
            assert (reply.status, Tempted.asked - before) == (status, times), f"{why}: {reply.text}"
            assert "etag" not in reply.headers, "what others say is no version of this graph"


UPDATES = [
    "INSERT DATA { <a:b> <a:b> <a:b> }",
    "DELETE WHERE { ?s ?p ?o }",
    "LOAD <file:///etc/passwd>",
    "LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <a:b>",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "CREATE GRAPH <a:b>",
    "ADD DEFAULT TO <a:b>",
    "PREFIX a: <a:> # c\n INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "BASE <a:b> WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("update", UPDATES)
def test_updates_are_refused_on_every_route(endpoint: str, update: str) -> None:
    root, form = endpoint.removesuffix("sparql"), urlencode({"update": update}).encode()
    for url in (endpoint, root, f"{root}update", f"{root}store", f"{root}query", f"{root}id/graph/links"):
        for reply in (
            ask(url, "POST", update.encode(), content_type=UPDATE),
            ask(url, "POST", form, content_type=FORM),
            ask(f"{url}?default", "PUT", b"<a:b> <a:b> <a:b> .", content_type="text/turtle"),
            ask(f"{url}?graph=a:b", "DELETE"),
        ):
            assert reply.status in (403, 405), url
    for reply in (
        query(endpoint, update),
        ask(endpoint, "POST", update.encode(), content_type=QUERY),
        ask(f"{endpoint}?{urlencode({'update': update})}"),
        ask(f"{endpoint}?{urlencode({'update': update})}", "POST", b"ASK {}", content_type=QUERY),
    ):
        assert reply.status == 403


def test_from_is_not_fetched(endpoint: str, elsewhere: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text('<a:b> <a:b> "secret" .')
    before = Tempted.asked
    for address in (secret.as_uri(), elsewhere):
        for sparql, fields in (
            (f"SELECT * FROM <{address}> {{ ?s ?p ?o }}", {}),
            (f"SELECT * FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}),
            ("SELECT * { ?s ?p ?o }", {"default-graph-uri": address}),
        ):
            reply = query(endpoint, sparql, **fields)
            assert (reply.status, len(reply.text.splitlines())) == (200, 1)
    assert Tempted.asked == before


# Queries that would take the processor for hours, or the parser's stack
HEAVY = [
    ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "a cartesian product"),
    (
        "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 800 + "}",
        "hundreds of them: only planned, not run",
    ),
    (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?d != ?g) }",
        "with filters",
    ),
    ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a", "sorted"),
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o " + "OPTIONAL { ?x ?y ?z } " * 12 + "}", "OPTIONAL joins"),
    (
        "SELECT DISTINCT ?a { { ?a ?b ?c } { ?d ?e ?f } { ?g ?h ?i } FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) = 1) }",
        "nothing found",
    ),
    ("SELECT ?a (GROUP_CONCAT(?f) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } GROUP BY ?a", "sums"),
]


# Each takes as long as its timeout, and half a minute together: the first two are for every day.
DAILY = 2


@pytest.mark.parametrize(
    ("sparql", "why"), HEAVY[:DAILY] + [pytest.param(*case, marks=pytest.mark.slow) for case in HEAVY[DAILY:]]
)
def test_heavy_queries_end_and_free_the_processor(
    served: tuple[str, int], endpoint: str, sparql: str, why: str
) -> None:
    started = time.monotonic()
    reply = ask(endpoint, "POST", sparql.encode(), content_type=QUERY)
    assert (reply.status, time.monotonic() - started < TIMEOUT + 5) == (504, True), (
        f"{why}: {reply.text[:99]}"
    )
    server, deadline = psutil.Process(served[1]), time.monotonic() + 2 * TIMEOUT + 5
    while busy(server) > 0.2:
        assert time.monotonic() < deadline, f"{why}: an engine still works"


def busy(server: psutil.Process) -> float:
    """How many processors the engines of a server use."""
    children = server.children()

    def used() -> float:
        total = 0.0
        for child in children:
            try:
                times = child.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system
        return total

    before = used()
    time.sleep(0.25)
    return (used() - before) / 0.25


# Nested deeper than the stack of a thread usually is; status
DEEP = {
    "braces": ("SELECT * " + "{" * 9000 + "}" * 9000, 200),
    "parentheses": ("SELECT * { FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }", 200),
    "signs": ("SELECT * { FILTER(" + "!" * 19_000 + "true) }", 200),
    "behind SERVICE": ("SELECT * { SERVICE <a:b> " + "{" * 9000 + "}" * 9000 + "}", 403),
    "functions": ("SELECT * { FILTER(" + "STR(" * 3900 + "1" + ")" * 3900 + ") }", 200),
    "blank nodes": ("SELECT * { ?s ?p " + "[ ?p " * 2000 + "1" + "]" * 2000 + "}", 504),
}


@pytest.mark.parametrize(("sparql", "status"), DEEP.values(), ids=DEEP.keys())
def test_deep_nesting_ends_no_process(
    served: tuple[str, int], endpoint: str, sparql: str, status: int
) -> None:
    server = psutil.Process(served[1])
    reply = ask(endpoint, "POST", sparql.encode(), content_type=QUERY)
    engines = server.children()
    assert (reply.status, bool(engines)) == (status, True), reply.text[:99]


def test_rows_are_capped_and_it_is_said(endpoint: str) -> None:
    for sparql, accept in (
        ("SELECT * { ?s ?p ?o }", "text/csv"),
        ("SELECT * { ?s ?p ?o }", "text/tab-separated-values"),
        ("SELECT * { ?s ?p ?o }", "application/sparql-results+json"),
        ("SELECT * { ?s ?p ?o }", "application/sparql-results+xml"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "application/n-triples"),
    ):
        reply = query(endpoint, sparql, accept)
        assert (reply.status, count(reply, accept)) == (200, ROWS), accept
        assert f"limit={ROWS}" in reply.headers["x-gongwen-truncated"]
        whole = query(endpoint, f"{sparql} LIMIT {ROWS}", accept)
        assert ("x-gongwen-truncated" in whole.headers, count(whole, accept)) == (False, ROWS), accept
        assert whole.headers["x-gongwen-row-limit"] == str(ROWS)


def count(reply: Reply, accept: str) -> int:
    if accept.endswith("json"):
        return len(json.loads(reply.text)["results"]["bindings"])
    if accept.endswith("xml"):
        return reply.text.count("</result>")
    if accept == "text/csv":  # a cell may have several lines
        return len(list(csv.reader(io.StringIO(reply.text, newline="")))) - 1
    return len(reply.text.splitlines()) - (accept != "application/n-triples")


def test_large_requests(endpoint: str) -> None:
    large = "ASK {} #" + "x" * 10_000_000
    for reply in (
        ask(endpoint, "POST", large.encode(), content_type=QUERY),
        ask(endpoint, "POST", urlencode({"query": large}).encode(), content_type=FORM),
        ask(f"{endpoint}?{urlencode({'query': large[:30_000]})}"),
    ):
        assert (reply.status, str(BYTES) in reply.text) == (413, True)
    assert ask(endpoint, "POST", b"ASK {} #" + b"x" * (BYTES - 100), content_type=QUERY).status == 200


def connect(endpoint: str) -> socket.socket:
    parts = urlsplit(endpoint)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=40)


def test_slow_clients_hold_nobody_up(endpoint: str) -> None:
    slow = [connect(endpoint) for _ in range(50)]
    try:
        for number, client in enumerate(slow):
            client.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nA"
                if number % 2
                else b"GET /sp"
            )
        started = time.monotonic()
        assert query(endpoint, "ASK {}").status == 200
        assert time.monotonic() - started < 2
    finally:
        for client in slow:
            client.close()


def test_two_hundred_clients(endpoint: str) -> None:
    heavy, short = HEAVY[0][0], "SELECT * { ?s ?p ?o } LIMIT 5"
    started = time.monotonic()
    with ThreadPoolExecutor(200) as pool:
        asked = [pool.submit(query, endpoint, heavy if i % 50 == 0 else short) for i in range(200)]
        replies = [one.result() for one in asked]
    assert time.monotonic() - started < 20
    told = Counter(reply.status for reply in replies)
    assert told[200] >= 150, told
    assert set(told) <= {200, 503, 504}, told
    assert all("retry-after" in reply.headers for reply in replies if reply.status == 503)


# Requests whose answer must not say where anything is on this machine
def test_errors_leak_no_path(endpoint: str, kg: Path) -> None:
    replies = [
        query(endpoint, "SELECT * {"),
        query(endpoint, HEAVY[0][0]),
        query(endpoint, "LOAD <file:///etc/passwd>"),
        ask(endpoint.replace("sparql", "../../etc/passwd")),
        ask(endpoint.replace("sparql", "source/..%2F..%2Fetc%2Fpasswd")),
        ask(endpoint.replace("sparql", "id/%00")),
        ask(endpoint, accept="image/png"),
    ]
    for reply in replies:
        assert reply.status >= 400
        assert not any(part in reply.text for part in (str(kg), str(kg.parent), "/usr", "Traceback", "root:"))


# A query that does not parse, and the line that its error must name
MISTAKES = [
    ("SELECT * {\n ?s ?p ?o\n FILTR(1) }", "line 3"),
    ("SELEC * {}", "line 1"),
    ("SELECT *\n{ ?s ?p 'unclosed\n }", "line 2"),
]


@pytest.mark.parametrize(("sparql", "place"), MISTAKES)
def test_errors_name_the_position(endpoint: str, sparql: str, place: str) -> None:
    reply = query(endpoint, sparql)
    assert (reply.status, place in reply.text) == (400, True), reply.text
