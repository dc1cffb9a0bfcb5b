"""Answers that are kept: which, for whom, and for how long."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlencode

import pytest

from gongwen.graph.serve import guard
from gongwen.graph.serve.answering import Answering, negotiated
from gongwen.graph.serve.http import Answer, HttpError
from gongwen.graph.serve.kept import Kept
from gongwen.graph.serve.limits import Budget
from gongwen.graph.serve.parser import Parser
from gongwen.graph.serve.protocol import Asked
from gongwen.graph.serve.settings import Settings
from gongwen.graph.serve.supervisor import Running, Supervisor
from gongwen.graph.serve.upstream import Begin, BrokenOffError, Message, Upstream
from tests.serve_cases import Reply, ask, make_kg, serving

CSV, JSON = "text/csv", "application/sparql-results+json"
TITLES = "SELECT ?t { ?d <http://purl.org/dc/terms/title> ?t }"


def answer(size: int = 1000, version: str | None = "v1") -> Answer:
    return Answer(200, b"x" * size, version=version)


def test_the_last_used_are_kept_within_the_bytes() -> None:
    kept = Kept(100_000)
    kept.get("any", "v1")
    for number in range(100):
        kept.put(number, 0, answer())
        kept.get(0, "v1")
    held = [number for number in range(100) if kept.get(number, "v1")]
    assert 40 <= len(held) <= 50, "each takes its bytes and some more"
    assert held == [0, *range(100 - len(held) + 1, 100)], "the longest unused goes first"


# Size, version of the answer, bytes of its key; whether it is kept of 100,000; why
PUT: list[tuple[int, str | None, int, bool, str]] = [
    (1000, "v1", 0, True, "an answer"),
    (0, "v1", 0, True, "an empty one"),
    (9000, "v1", 0, False, "a large one would take the place of many"),
    (1000, "v1", 9000, False, "with a large query"),
    (1000, "v0", 0, False, "of the version before"),
    (1000, None, 0, False, "of no version: truncated, varying or of other servers"),
]


@pytest.mark.parametrize(("size", "version", "key_bytes", "there", "why"), PUT)
def test_what_is_kept(size: int, version: str | None, key_bytes: int, there: bool, why: str) -> None:
    kept = Kept(100_000)
    kept.get("q", "v1")
    kept.put("q", key_bytes, answer(size, version))
    assert (kept.get("q", "v1") is not None) == there, why


def test_another_version_drops_all() -> None:
    kept = Kept(100_000)
    kept.get("q", "v1")
    kept.put("q", 0, answer())
    assert kept.get("q", "v1")
    assert kept.get("q", "v2") is None
    assert kept.get("q", "v1") is None
    none = Kept(0)
    none.get("q", "v1")
    none.put("q", 0, answer(0))
    assert none.get("q", "v1") is None


class Counting(Upstream):
    """Engines that answer every question with the number of times that any was asked, or do worse."""

    def __init__(self) -> None:
        super().__init__()
        self.times, self.worse, self.rows = 0, "", 1

    async def post(self, port: int, message: Message, begin: Begin, seconds: float) -> bool:
        if port != Endpoint.PORT:
            return await super().post(port, message, begin, seconds)
        self.times += 1
        if self.worse == "broken":
            raise BrokenOffError
        if self.worse == "late":
            raise TimeoutError
        if self.worse:
            return begin(500, "text/plain")(self.worse.encode())
        body = b"n\r\n" + b"%d\r\n" % self.times * self.rows
        return begin(200, CSV)(body)


@dataclass
class Endpoint:
    """What answers queries, without a graph."""

    PORT = 1
    upstream: Counting
    parser: Parser
    version: str = "v1"
    allow: tuple[str, ...] = ("http://example.org/sparql",)
    abandoned: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        running = SimpleNamespace(
            engine=SimpleNamespace(port=self.PORT), abandon=lambda: self.abandoned.append("")
        )

        @contextmanager
        def lease() -> Iterator[Running]:
            running.version = self.version
            yield cast(Running, running)

        self.supervisor = cast(Supervisor, SimpleNamespace(lease=lease, version=self.version))
        settings = Settings(Path(), allow_service=self.allow, max_rows=5, cache_bytes=1_000_000)
        self.answering = Answering(settings, self.supervisor, self.parser, self.upstream)

    async def ask(self, query: str, accept: str = CSV, **graphs: tuple[str, ...]) -> Answer:
        with Budget().share() as share:
            return await self.answering.answer(Asked(query, **graphs), negotiated(accept), share)

    async def asks(self, query: str) -> int:
        """How often the engine is asked when a client asks twice."""
        before = self.upstream.times
        for _ in range(2):
            await self.ask(query)
        return self.upstream.times - before


def with_endpoint(run: Any) -> None:
    async def main() -> None:
        upstream = Counting()
        endpoint = Endpoint(upstream, Parser(upstream))
        try:
            await run(endpoint)
        finally:
            await endpoint.parser.stop()

    asyncio.run(main())


# A query, whether its answer may be another each time, why
VARYING: list[tuple[str, bool, str]] = [
    ("SELECT (NOW() AS ?x) {}", True, "the time"),
    ("SELECT (now ( ) AS ?x) {}", True, "lower case, blanks"),
    ("SELECT (NOW # ()\n () AS ?x) {}", True, "a comment between"),
    ("SELECT (\\u004eOW() AS ?x) {}", True, "an escaped letter"),
    ("SELECT (N\\u004FW() AS ?x) {}", True, "another"),
    ("SELECT (\\U0000006e\\u006f\\U00000077() AS ?x) {}", True, "all escaped"),
    ("SELECT (RAND() AS ?x) {}", True, "chance"),
    ("SELECT ?s { ?s ?p ?o } ORDER BY RAND()", True, "an order by chance"),
    ("SELECT (UUID() AS ?x) {}", True, "a new IRI"),
    ("SELECT (STRUUID() AS ?x) {}", True, "as text"),
    ("SELECT (BNODE() AS ?x) {}", True, "a new node"),
    ("SELECT ?s { ?s ?p ?o FILTER EXISTS { BIND(YEAR(NOW()) AS ?y) } }", True, "deep in a filter"),
    ("ASK { FILTER(?a<?b#>'\n && NOW() > ?c) #'\n }", True, "an IRI that is none"),
    ("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }", True, "another server"),
    ("SELECT * { \\u0053ERVICE <http://example.org/sparql> { ?s ?p ?o } }", True, "escaped"),
    (TITLES, False, "the graph alone"),
    ("SELECT ?now { ?now ?rand ?uuid }", False, "variables"),
    ("SELECT ('NOW()' AS ?x) {} # RAND()", False, "in a string and a comment"),
    ("SELECT ('\\u004eOW()' AS ?x) {}", False, "escaped, in a string"),
    ("PREFIX now: <http://example.org/rand()> SELECT * { ?s now:uuid ?o }", False, "in names and IRIs"),
    ("PREFIX e: <http://example.org/> SELECT (e:NOW(1) AS ?x) {}", False, "a function of that local name"),
    ("SELECT (YEAR('2024-01-01T00:00:00Z'^^<http://www.w3.org/2001/XMLSchema#dateTime>) AS ?x) {}", False, "a date"),
    ("SELECT ?brand ?snow ?unknown { ?brand ?snow ?unknown }", False, "in longer words"),
    ("SELECT * { ?s <http://example.org/SERVICE> ?o }", False, "the word in an IRI"),
]  # fmt: skip


def test_varying_answers_are_not_kept() -> None:
    async def run(endpoint: Endpoint) -> None:
        for query, varies, why in VARYING:
            assert await endpoint.answering.varies(query) == varies, why
            assert await endpoint.asks(query) == (2 if varies else 1), why
            assert ((await endpoint.ask(query)).version is None) == varies, why

    with_endpoint(run)


# Accept, graphs that the protocol names, text behind the query; all in one run: whether the engine is asked; why
REQUESTS: list[tuple[str, tuple[str, ...], tuple[str, ...], str, bool, str]] = [
    (CSV, (), (), "", True, "the first"),
    (CSV, (), (), "", False, "the same"),
    ("text/csv;q=0.5", (), (), "", False, "other words for the same choice"),
    ("text/csv, text/turtle", (), (), "", True, "other choices"),
    (CSV, ("a:b",), (), "", True, "a default graph"),
    (CSV, ("a:b",), (), "", False, "the same"),
    (CSV, ("a:b", "a:c"), (), "", True, "two"),
    (CSV, (), ("a:b",), "", True, "a named graph"),
    (CSV, (), (), " ", True, "by the text, not by what it means"),
    (CSV, (), (), "", False, "the first once more"),
]


def test_each_request_has_its_own() -> None:
    async def run(endpoint: Endpoint) -> None:
        for accept, default, named, rest, asked, why in REQUESTS:
            before = endpoint.upstream.times
            await endpoint.ask(TITLES + rest, accept, default_graphs=default, named_graphs=named)
            assert endpoint.upstream.times - before == asked, why

    with_endpoint(run)


def test_no_failure_is_kept() -> None:
    async def run(endpoint: Endpoint) -> None:
        for worse, status in (("late", 504), ("broken", 503), ("out of memory", 502)):
            endpoint.upstream.worse = worse
            with pytest.raises(HttpError) as told:
                await endpoint.ask(TITLES)
            assert told.value.status == status
            assert ("retry-after" in told.value.headers) == (status == 503)
        assert len(endpoint.abandoned) == 2, "an engine that answers, if with an error, is not left"
        endpoint.upstream.worse = ""
        assert (await endpoint.ask(TITLES)).status == 200

    with_endpoint(run)


def test_another_version_is_asked_again() -> None:
    async def run(endpoint: Endpoint) -> None:
        first = await endpoint.ask(TITLES)
        cast(Any, endpoint.supervisor).version = endpoint.version = "v2"
        second = await endpoint.ask(TITLES)
        assert (first.version, second.version, first.body != second.body) == ("v1", "v2", True)

    with_endpoint(run)


def test_a_cut_result_is_not_kept() -> None:
    async def run(endpoint: Endpoint) -> None:
        endpoint.upstream.rows = 9
        assert await endpoint.asks(TITLES) == 2
        assert "x-gongwen-truncated" in (await endpoint.ask(TITLES)).headers

    with_endpoint(run)


def test_a_refused_service_is_refused_each_time() -> None:
    async def run(endpoint: Endpoint) -> None:
        for _ in range(2):
            with pytest.raises(HttpError) as told:
                await endpoint.ask("SELECT * { SERVICE <http://example.com/> {} }")
            assert told.value.status == 403
        assert endpoint.upstream.times == 0

    with_endpoint(run)


def test_a_hundred_words_are_judged_at_once() -> None:
    """The parser is asked once for each word that occurs, however often."""
    asked: list[str] = []

    async def judge(text: str) -> str | None:
        asked.append(text)
        return None

    query = "SELECT * { ?service ?from ?now }" + "# service from now rand uuid bnode \\u0041\n" * 100
    asyncio.run(guard.judged(query, ("http://example.org/",), judge))
    assert len(asked) <= 2 * 7


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(make_kg(tmp_path_factory.mktemp("kept"))) as (url, _):
        yield f"{url}sparql"


def get(endpoint: str, query: str, method: str = "GET", **headers: str) -> Reply:
    return ask(f"{endpoint}?{urlencode({'query': query})}", method, None, **headers)


def test_kept_answers_keep_what_http_says(endpoint: str) -> None:
    for accept in (CSV, JSON):
        first, again = (get(endpoint, TITLES, accept=accept) for _ in range(2))
        assert (first.body, first.headers["etag"]) == (again.body, again.headers["etag"])
        assert first.headers["content-type"].startswith(accept)
        head = get(endpoint, TITLES, "HEAD", accept=accept)
        assert (head.body, head.headers["content-length"]) == (b"", str(len(first.body)))
        packed = get(endpoint, f"{TITLES} # {'x' * 3000}", accept=accept, accept_encoding="gzip")
        assert packed.headers["etag"] != first.headers["etag"]
        known = get(endpoint, TITLES, accept=accept, if_none_match=first.headers["etag"])
        assert (known.status, known.body) == (304, b"")
    posted = ask(endpoint, "POST", TITLES.encode(), content_type="application/sparql-query", accept=CSV)
    assert ("etag" in posted.headers, posted.body) == (False, get(endpoint, TITLES, accept=CSV).body)


def test_what_varies_is_never_said_to_be_known(endpoint: str) -> None:
    tag = get(endpoint, TITLES, accept=CSV).headers["etag"]
    for query, varies, why in VARYING:
        if "SERVICE <" in query or "ERVICE <" in query:
            continue  # not allowed here
        reply = get(endpoint, query, accept=CSV)
        assert ("etag" in reply.headers) == (reply.status == 200 and not varies), why
        if reply.status == 200:
            for known in (tag, "*"):
                again = get(endpoint, query, accept=CSV, if_none_match=known)
                assert again.status == (200 if varies else 304), why


def test_fresh_values_are_fresh(endpoint: str) -> None:
    replies = [get(endpoint, "SELECT (STRUUID() AS ?x) {}", accept=CSV) for _ in range(3)]
    assert ({reply.status for reply in replies}, len({reply.body for reply in replies})) == ({200}, 3)
