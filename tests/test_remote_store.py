"""Queries over HTTP when the endpoint is busy, slow, or no endpoint at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from typer.testing import CliRunner

from gongwen.extract.errors import GongwenError
from gongwen.graph.asking.store import RemoteStore, Table
from gongwen.graph.cli import app
from gongwen.graph.errors import EndpointError, QueryError
from gongwen.graph.opening import either
from tests.fake_store import FakeStore, Mood, fake_store

JSON = {"content-type": "application/sparql-results+json"}
ANSWER = b'{"head": {"vars": ["a"]}, "results": {"bindings": []}}'
GOOD: Mood = (200, JSON)


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with fake_store() as running:
        running.body = ANSWER
        yield running


def ask(store: FakeStore, sleep: Callable[[float], None] = lambda _: None) -> object:
    return RemoteStore(store.url, timeout=1, sleep=sleep).query("SELECT ?a { }")


AGAIN: list[tuple[list[Mood], list[float], str]] = [
    ([(503, {"retry-after": "3"}), (503, {}), GOOD], [3.0, 1.0], "busy: as long as it asks, else longer each time"),
    ([(429, {}), GOOD], [0.5], "too many requests"),
    ([(0, {}), (502, {}), GOOD], [0.5, 1.0], "broken off, and a proxy without a server"),
]  # fmt: skip


@pytest.mark.parametrize(("moods", "waited", "reason"), AGAIN, ids=[row[2] for row in AGAIN])
def test_asked_again(store: FakeStore, moods: list[Mood], waited: list[float], reason: str) -> None:
    slept: list[float] = []
    store.moods = list(moods)
    assert ask(store, slept.append) == Table(("a",), ())
    assert slept == waited


REFUSED: list[tuple[int, type[GongwenError], str]] = [
    (400, QueryError, "refused the query: a.* syntax error"),
    (401, EndpointError, "wants a user"),
    (403, EndpointError, "refuses to answer: HTTP 403"),
    (404, EndpointError, "is no SPARQL endpoint"),
    (500, QueryError, "refused the query"),
    (504, QueryError, "ran out of time there"),
]


@pytest.mark.parametrize(("status", "error", "told"), REFUSED)
def test_not_asked_again(store: FakeStore, status: int, error: type[GongwenError], told: str) -> None:
    store.body = "a 语法 syntax error".encode()
    store.moods = [(status, {"content-type": "text/plain"})]
    with pytest.raises(error, match=told) as caught:
        ask(store)
    assert len(store.asked) == 1
    assert "b'" not in str(caught.value)


def test_it_gives_up_in_the_end(store: FakeStore) -> None:
    store.judge = lambda method, headers: (503, {})
    with pytest.raises(EndpointError, match="does not answer: HTTP 503"):
        ask(store)


def test_an_answer_that_does_not_come(store: FakeStore) -> None:
    def slowly(method: str, headers: object) -> Mood | None:
        time.sleep(2)
        return GOOD

    store.judge = slowly
    with pytest.raises(EndpointError, match="did not answer in time"):
        ask(store)
    assert len(store.asked) == 1


def test_a_page_is_no_answer(store: FakeStore) -> None:
    store.body = b"<html>welcome</html>"
    store.moods = [(200, {"content-type": "text/html"})]
    with pytest.raises(QueryError, match="not in the SPARQL results format"):
        ask(store)


EITHER = [
    (None, None, "name either"),
    ("kg", "http://example.org/", "name either"),
    (None, "kg", "wants an http"),
]


@pytest.mark.parametrize(("kg", "endpoint", "told"), EITHER)
def test_a_graph_or_an_endpoint(kg: str | None, endpoint: str | None, told: str) -> None:
    with pytest.raises(QueryError, match=told):
        either(kg, endpoint)


ASKING = (["stats"], ["check"], ["query", "document-counts"], ["draw", "collaboration", "-o", "x.json"])


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_all_commands_ask_an_endpoint_in_the_same_way(store: FakeStore, command: list[str]) -> None:
    """By ``--endpoint`` or in the place of the KG; never both, never neither."""
    asked = []
    for where in (["--endpoint", store.url], [store.url]):
        store.moods = [(404, {})] * 9
        with pytest.raises(EndpointError) as told:
            CliRunner().invoke(app, [*command, *where], catch_exceptions=False)
        asked.append(str(told.value))
    assert asked[0] == asked[1]
    for where in ([], ["kg", "--endpoint", store.url]):
        with pytest.raises(QueryError, match="name either"):
            CliRunner().invoke(app, [*command, *where], catch_exceptions=False)


def test_either() -> None:
    assert either("kg", None) == "kg"
    assert either("http://example.org/sparql", None) == either(None, "http://example.org/sparql")
