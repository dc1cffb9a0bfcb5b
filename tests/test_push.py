"""``gongwen push``: what a store holds afterwards, whatever happened on the way."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import requests

from gongwen.graph.building.build import Options, build
from gongwen.graph.errors import EndpointError, KgError
from gongwen.graph.kg.export import ExportFormat, export
from gongwen.graph.kg.generations import KgDirectory
from gongwen.graph.pushing import push as pushing
from gongwen.graph.pushing.graph_store import Credentials, GraphStore
from gongwen.graph.pushing.push import LAST, PushReport, push
from gongwen.graph.pushing.push_record import PushRecord
from gongwen.graph.pushing.retry import LONGEST_WAIT, TRIES
from tests.fake_store import FakeStore, Mood, fake_store
from tests.graph_cases import LATER, NOTICE, RULES, read, write

TEXTS = {"notice.txt": NOTICE, "rules.txt": RULES, "later.md": LATER}
BASE = "https://w3id.org/gongwen/id/"
STATISTICS = f"{BASE}graph/statistics"
MAIN = [sys.executable, "-c", "from gongwen.graph.cli import main; main()"]


class Silent:
    """Watches nothing."""

    def phase(self, name: str, total: int | None) -> None: ...
    def step(self, name: str) -> None: ...


def make(folder: Path, *names: str, replace: bool = False) -> Path:
    sources = write(folder / "in", {name: TEXTS[name] for name in names or TEXTS})
    build(sources, folder / "kg", read, Options(replace=replace))
    return folder / "kg"


@pytest.fixture
def kg(tmp_path: Path) -> Path:
    return make(tmp_path)


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with fake_store() as running:
        yield running


def run(kg: Path, store: FakeStore, since: str | None = None, **options: bool) -> PushReport:
    client = GraphStore(store.url, sleep=lambda _: None)
    try:
        return push(kg, client, since, Silent(), **options)
    finally:
        client.close()


def quads(kg: Path) -> dict[str, set[str]]:
    """The N-Triples lines of each graph of a KG, by the other way out of it."""
    out = io.BytesIO()
    export(kg, ExportFormat.NQUADS, out)
    found: dict[str, set[str]] = {}
    for line in out.getvalue().decode().split("\n")[:-1]:
        triple, graph, _ = line.rsplit(" ", 2)
        found.setdefault(graph[1:-1], set()).add(f"{triple} .")
    return found


def held(store: FakeStore) -> dict[str, set[str]]:
    # Oxigraph, out of which ``quads`` comes, keeps the types derived from xsd:integer as that.
    return {
        graph: set(data.decode().replace("#nonNegativeInteger>", "#integer>").split("\n")) - {""}
        for graph, data in store.graphs.items()
    }


def test_a_push_gives_the_whole_graph(kg: Path, store: FakeStore) -> None:
    report = run(kg, store)
    assert held(store) == quads(kg)
    assert report == PushReport(len(quads(kg)), 0, 0, sum(map(len, quads(kg).values())), False)
    assert len(set(store.puts())) == len(store.puts())


def test_a_push_without_since_sends_all_again(kg: Path, store: FakeStore) -> None:
    first = run(kg, store)
    store.graphs.clear()
    assert run(kg, store) == first
    assert held(store) == quads(kg)


def test_since_last_sends_what_changed_and_deletes_what_is_gone(tmp_path: Path, store: FakeStore) -> None:
    kg = make(tmp_path)
    run(kg, store)
    before = set(store.graphs)
    (tmp_path / "in" / "later.md").unlink()
    build([tmp_path / "in"], kg, read)
    store.asked.clear()
    report = run(kg, store, LAST)
    assert held(store) == quads(kg)
    deleted = before - set(store.graphs)
    assert deleted
    assert report.deleted == len(deleted)
    assert set(store.puts()) <= {f"{BASE}graph/{name}" for name in ("bodies", "links", "statistics")}
    assert report.unchanged == len(store.graphs) - len(store.puts())


def test_since_a_generation(tmp_path: Path, store: FakeStore) -> None:
    kg = make(tmp_path, "notice.txt")
    run(kg, store)
    for record in (kg / "pushed").iterdir():
        record.unlink()
    with KgDirectory(kg).reading() as generation:  # what is read is not swept
        make(tmp_path, "notice.txt", "rules.txt")
        report = run(kg, store, generation.path.name.lstrip("0"))
    assert held(store) == quads(kg)
    assert report.unchanged > 0
    with pytest.raises(KgError, match="000002"):
        run(kg, store, "17")


def test_dry_run(kg: Path, store: FakeStore) -> None:
    assert run(kg, store, dry=True).sent == len(quads(kg))
    assert store.graphs == {}
    assert run(kg, store).resumed is False


def slowly(method: str, headers: Mapping[str, str]) -> None:
    time.sleep(0.1)


def test_a_killed_push_goes_on_where_it_was(kg: Path, store: FakeStore) -> None:
    process = subprocess.Popen([*MAIN, "push", str(kg), "--endpoint", store.url], stderr=subprocess.DEVNULL)
    store.judge = slowly
    until = time.monotonic() + 30
    while len(store.puts()) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    store.judge = lambda method, headers: None
    before = store.puts()
    assert 3 <= len(before) < len(quads(kg))
    report = run(kg, store)
    again = store.puts()[len(before) :]
    assert report.resumed
    assert held(store) == quads(kg)
    # One may have been taken by the store and not yet entered.
    assert len(set(before) & set(again)) <= 1
    assert run(kg, store).resumed is False


def test_a_push_goes_on_after_an_error(kg: Path, store: FakeStore) -> None:
    store.judge = lambda method, headers: (500, {}) if len(store.puts()) == 3 else None
    with pytest.raises(EndpointError, match="HTTP 500"):
        run(kg, store)
    store.judge = lambda method, headers: None
    report = run(kg, store)
    assert (report.resumed, report.unchanged) == (True, 2)
    assert held(store) == quads(kg)


def test_a_store_that_was_emptied(kg: Path, store: FakeStore) -> None:
    run(kg, store)
    store.graphs.clear()
    with pytest.raises(EndpointError, match="without --since"):
        run(kg, store, LAST)
    with PushRecord(kg, store.url) as record:
        record.begin()
    report = run(kg, store)
    assert not report.resumed
    assert held(store) == quads(kg)


def test_one_push_at_a_time(kg: Path, store: FakeStore) -> None:
    with PushRecord(kg, store.url), pytest.raises(KgError, match="another push"):
        run(kg, store)


def test_a_large_graph_goes_in_parts(kg: Path, store: FakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "PART_BYTES", 2000)
    run(kg, store)
    run(kg, store)
    assert held(store) == quads(kg)
    assert ("POST", STATISTICS) in store.asked


BUSY = {"retry-after": "7"}
PASSING = [
    (
        [(503, BUSY), (503, {}), (429, {})],
        [7.0, 1.0, 2.0],
        "busy: as long as it asks, else twice as long each time",
    ),
    ([(0, {}), (502, {})], [0.5, 1.0], "broken off"),
    ([(503, {"retry-after": "99999"})], [LONGEST_WAIT], "no wait for hours"),
    ([(503, {"retry-after": "Wed, 25 Nov 2026 14:00:00 GMT"})], [0.5], "a date is not heeded"),
]


@pytest.mark.parametrize(("moods", "waited", "reason"), PASSING, ids=[row[2] for row in PASSING])
def test_it_tries_again(store: FakeStore, moods: list[Mood], waited: list[float], reason: str) -> None:
    slept: list[float] = []
    store.moods = list(moods)
    client = GraphStore(store.url, sleep=slept.append)
    client.put("urn:g", [b"<urn:s> <urn:p> <urn:o> .\n"])
    client.close()
    assert (slept, list(store.graphs)) == (waited, ["urn:g"]), reason


REFUSED = [
    (401, {}, "--user NAME"),
    (403, {}, "sparql-graph-crud-auth"),
    (404, {}, "Oxigraph http"),
    (405, {}, "Oxigraph http"),
    (302, {"location": "http://127.0.0.1:1/"}, "Oxigraph http"),
    (413, {}, "refuses a graph of this size"),
    (400, {}, "the store's words"),
]


@pytest.mark.parametrize(("status", "headers", "told"), REFUSED)
def test_it_says_what_to_do(store: FakeStore, status: int, headers: dict[str, str], told: str) -> None:
    store.moods = [(status, headers)]
    store.body = b"<html><head><title>x</title></head><body>the <b>store's</b>\n words</body></html>"
    with pytest.raises(EndpointError, match=told) as caught:
        GraphStore(store.url).put("urn:g", [b""])
    assert "<b>" not in str(caught.value)
    assert len(store.asked) == 1


def test_it_gives_up_in_the_end(store: FakeStore) -> None:
    slept: list[float] = []
    store.judge = lambda method, headers: (503, {})
    with pytest.raises(EndpointError, match="is busy"):
        GraphStore(store.url, sleep=slept.append).put("urn:g", [b""])
    assert slept == [0.5, 1, 2, 4, 8]
    assert len(store.asked) == TRIES


def test_nobody_answers() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/store"
        with pytest.raises(EndpointError, match=r"Connection refused; is it running\?"):
            GraphStore(url, sleep=lambda _: None).put("urn:g", [b""])


ADDRESSES = [
    ("ftp://example.org/", "not an http"),
    ("store", "not an http"),
    ("http://dba:secret@example.org/store", "no password in the address of http://example.org"),
]


@pytest.mark.parametrize(("url", "told"), ADDRESSES)
def test_addresses(url: str, told: str) -> None:
    with pytest.raises(EndpointError, match=told) as caught:
        GraphStore(url)
    assert "secret" not in str(caught.value)


CREDENTIALS = [
    (Credentials("李", "密码"), 'Basic realm="x"', "Basic 5p2OOuWvhueggQ=="),
    (Credentials("dba", "dba"), 'Digest realm="x", nonce="n", algorithm=MD5, qop="auth"', "Digest username="),
    (Credentials(token="t0ken"), "", "Bearer t0ken"),
]


@pytest.mark.parametrize(("credentials", "challenge", "said"), CREDENTIALS)
def test_credentials(store: FakeStore, credentials: Credentials, challenge: str, said: str) -> None:
    def judge(method: str, headers: Mapping[str, str]) -> Mood | None:
        given = headers.get("Authorization") or headers.get("authorization") or ""
        return None if given.startswith(said) else (401, {"www-authenticate": challenge})

    store.judge = judge
    client = GraphStore(store.url, credentials)
    client.put("urn:a", [b""])
    asked = len(store.asked)
    client.put("urn:b", [b""])
    assert len(store.asked) == asked + 1, "the second request says at once who asks"
    assert set(store.graphs) == {"urn:a", "urn:b"}


def test_a_password_is_asked_for_or_set(kg: Path, store: FakeStore) -> None:
    env = {name: value for name, value in os.environ.items() if name != "GONGWEN_PASSWORD"}
    command = [*MAIN, "push", str(kg), "--endpoint", store.url, "--user", "dba"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, stdin=subprocess.DEVNULL)
    assert (done.returncode, "GONGWEN_PASSWORD" in done.stderr) == (2, True)


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[str]:
    """The address of ``oxigraph serve``, with a slash."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    binary = str(Path(sys.executable).with_name("oxigraph"))
    command = [binary, "serve", "--location", str(tmp_path / "served"), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, "--union-default-graph"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(10)


def test_oxigraph_itself(kg: Path, oxigraph: str) -> None:
    done = subprocess.run(
        [*MAIN, "push", str(kg), "--endpoint", f"{oxigraph}store"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert f"{len(quads(kg))} graphs sent" in done.stdout
    dumped = requests.get(f"{oxigraph}store", headers={"accept": "application/n-quads"}, timeout=30).content
    out = io.BytesIO()
    export(kg, ExportFormat.NQUADS, out)
    as_lines = {f"{quad} ." for quad in ox.parse(dumped, format=ox.RdfFormat.N_QUADS)}
    assert as_lines == set(out.getvalue().decode().split("\n")[:-1])
    for wrong in ("query", ""):
        refused = subprocess.run(
            [*MAIN, "push", str(kg), "--endpoint", oxigraph + wrong], capture_output=True, text=True
        )
        assert (refused.returncode, "Graph Store" in refused.stderr) == (2, True), refused.stderr
