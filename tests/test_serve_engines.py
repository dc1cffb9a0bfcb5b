"""Engines that end, hang or grow: nobody else notices for long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.serve_cases import Reply, ask, make_kg, query, serving

LONG_TIMEOUT = 3
SPARQL = "application/sparql-query"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# Rows at once, more than the cap, and behind them the search for what is not there.
ROWS_AND_ENDLESS = "SELECT ?a { { ?a ?b ?c } UNION { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STRLEN(STR(?a)) = 1) } }"


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_kg(tmp_path_factory.mktemp("engines"))


@pytest.fixture(scope="module")
def served(kg: Path) -> Iterator[tuple[str, psutil.Process]]:
    with serving(kg, "--timeout", str(LONG_TIMEOUT), "--max-rows", "50", "--cache", "0") as (url, process):
        yield f"{url}sparql", psutil.Process(process.pid)


def post(endpoint: str, sparql: str) -> Reply:
    return ask(endpoint, "POST", sparql.encode(), content_type=SPARQL, accept="text/csv")


def until(what: str, condition: object, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def test_threads_do_not_add_up(served: tuple[str, psutil.Process]) -> None:
    """Each query once left a thread that slept until the timeout."""
    endpoint, server = served
    for number in range(100):
        assert query(endpoint, f"SELECT * {{ ?s ?p {number} }}").status == 200
    assert sum(engine.num_threads() for engine in server.children()) < 60


def test_a_long_query_has_an_engine_of_its_own(served: tuple[str, psutil.Process]) -> None:
    endpoint, server = served
    until("one engine at first", lambda: len(server.children()) == 1)
    before = {engine.pid for engine in server.children()}
    with ThreadPoolExecutor(1) as pool:
        endless = pool.submit(post, endpoint, ENDLESS)
        until("another engine", lambda: {engine.pid for engine in server.children()} - before, 3)
        for _ in range(20):
            started = time.monotonic()
            assert query(endpoint, "ASK {}").status == 200
            assert time.monotonic() - started < 1
        assert endless.result().status == 504
    until("the engine of the long query ends with it", lambda: len(server.children()) == 1, 2)
    assert before.isdisjoint(engine.pid for engine in server.children())


def test_a_query_cut_at_the_cap_does_not_go_on(served: tuple[str, psutil.Process]) -> None:
    endpoint, server = served
    reply = post(endpoint, ROWS_AND_ENDLESS)
    assert (reply.status, "x-gongwen-truncated" in reply.headers) == (200, True)
    before = {engine.pid for engine in server.children()}
    until("its engine is ended", lambda: before.isdisjoint(engine.pid for engine in server.children()))
    assert query(endpoint, "ASK {}").status == 200


def test_an_engine_that_is_killed_is_an_error_and_comes_back(served: tuple[str, psutil.Process]) -> None:
    endpoint, server = served
    until("one engine", lambda: len(server.children()) == 1)
    with ThreadPoolExecutor(1) as pool:
        cut = pool.submit(post, endpoint, ENDLESS)
        time.sleep(0.3)
        for engine in server.children():
            engine.kill()
        reply = cut.result()
        assert (reply.status, "retry-after" in reply.headers) == (503, True), "never half an answer"
    killed = time.monotonic()
    while (reply := query(endpoint, "ASK {}")).status != 200:
        assert (reply.status, "retry-after" in reply.headers) == (503, True)
        assert time.monotonic() - killed < 2
        time.sleep(0.02)


def test_memory_of_all_engines_is_limited(kg: Path) -> None:
    """A join in memory grows; it is ended, long before its time is up, and others are answered."""
    growing = "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a"
    with serving(kg, "--timeout", "60", "--memory-limit", "150M") as (url, process):
        started = time.monotonic()
        reply = post(f"{url}sparql", growing)
        assert (reply.status, time.monotonic() - started < 30) == (503, True), reply.text
        until("it comes back", lambda: query(f"{url}sparql", "ASK {}").status == 200)
        assert sum(one.memory_info().rss for one in psutil.Process(process.pid).children()) < 150 * 2**20
