"""Bytes as clients send them: what no library would send, and what people type."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from functools import partial
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
import uvicorn
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.graph.serve import wire
from gongwen.graph.serve.http import HttpError, Receive, Scope, Send, decode_form
from tests.serve_cases import make_kg, serving

HOST = b"Host: x\r\n"
ASK = "ASK { ?d ?p ?t FILTER(STR(?t) = '乙办法') }"
TRUE = b"true"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(make_kg(tmp_path_factory.mktemp("wire")), "--max-query-bytes", "20000") as (url, _):
        yield url


def send(endpoint: str, parts: Sequence[bytes]) -> bytes:
    """All that comes back until the server closes the connection, or has said nothing for a while."""
    address = urlsplit(endpoint)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            client.sendall(part)
        told = b""
        client.settimeout(2)
        try:
            while part := client.recv(65536):
                told += part
        except (TimeoutError, ConnectionResetError):
            pass
        return told


def get(target: str, close: bool = True, encoding: str = "utf-8") -> bytes:
    end = b"Connection: close\r\n\r\n" if close else b"\r\n"
    head = b"GET %b HTTP/1.1\r\nAccept: text/csv\r\n%b" % (target.encode(encoding), HOST)
    return head + end


RAW = f"/sparql?query={ASK.replace(' ', '+')}"
ENCODED = f"/sparql?query={quote(ASK)}"
# What is sent, in packets; the beginnings of the statuses that come back; what the last answer holds; why
REQUESTS: list[tuple[Sequence[bytes], list[bytes], bytes, str]] = [
    ([get(ENCODED)], [b"200"], TRUE, "percent-encoded"),
    ([get(RAW)], [b"200"], TRUE, "characters as they are, as curl sends them"),
    ([get(RAW)[:60], get(RAW)[60:]], [b"200"], TRUE, "in two packets, cut in a character"),
    ([get(RAW)[i : i + 1] for i in range(len(get(RAW)))], [b"200"], TRUE, "byte by byte"),
    ([get(ENCODED, close=False) + get(ENCODED)], [b"200", b"200"], TRUE, "two in one packet"),
    ([get(RAW, encoding="gbk")], [b"400"], "不是 UTF-8".encode(), "another encoding"),
    ([get("/id/document/云府〔2021〕1号")], [b"406"], b"text/turtle", "a path"),
    ([get("/id/document/没有").replace(b"text/csv", b"text/turtle")], [b"404"], b"", "a path to nothing"),
    ([get("/sparql?query=ASK {}")], [b"400"], b"--data-urlencode", "a blank"),
    ([b"GET /sparql?query=\x01 HTTP/1.1\r\n\r\n"], [b"400"], b"percent-encode", "a control character"),
    ([b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"], [b"400"], b"HTTP", "TLS"),
    (["请查询\r\n\r\n".encode()], [b"400"], b"HTTP", "no HTTP"),
    ([b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 20_000], [b"431"], b"POST", "a head without end"),
    ([b"GET /" + b"x" * 90_000], [b"431"], b"POST", "an address without end"),
    ([b"GET / HTTP/1.1\r\nx: " + b"y" * 90_000], [b"431"], b"POST", "a header without end"),
    (
        [b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
        [b"400"],
        b"HTTP",
        "a length and chunks: smuggling",
    ),
    (
        [
            b"POST /sparql HTTP/1.1\r\nConnection: close\r\nAccept: text/csv\r\n"
            b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"4\r\nASK \r\n",
            b"2\r\n{}\r\n0\r\n\r\n",
        ],
        [b"200"],
        TRUE,
        "a query in chunks",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "statuses", "held", "why"), REQUESTS)
def test_requests(
    endpoint: str, parts: Sequence[bytes], statuses: list[bytes], held: bytes, why: str
) -> None:
    told = send(endpoint, parts)
    found = [part[:3] for part in told.split(b"HTTP/1.1 ")[1:]]
    assert (found, held in told) == (statuses, True), f"{why}: {told[:500]!r}"


def test_connections_are_kept_and_head_and_body_come_in_one_packet(endpoint: str) -> None:
    address = urlsplit(endpoint)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as client:
        for _ in range(5):
            client.sendall(get(RAW, close=False))
            assert client.recv(65536).endswith(b"\r\n\r\n" + TRUE)


class Listening(uvicorn.Server):
    """A server in a thread of its own, whose clients have tenths of seconds."""

    def __enter__(self) -> str:
        self._thread = Thread(target=self.run, daemon=True)
        self._thread.start()
        while not self.started:
            time.sleep(0.01)
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}/"

    def __exit__(self, *_: object) -> None:
        self.should_exit = True
        self._thread.join(5)


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the body, answers with its length; ``/endless`` with more than any buffer holds."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    body = b"%d" % size
    if scope["path"] == "/endless":
        for _ in range(1000):
            await send({"type": "http.response.body", "body": b"x" * 1_000_000, "more_body": True})
        body = b"end"
    await send({"type": "http.response.body", "body": body, "more_body": False})


POST = b"POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 6\r\n\r\n"
# What is sent, packet by packet (a number: seconds that nothing is sent), the beginning of the answer, why
PATIENCE: list[tuple[Sequence[bytes | float], bytes, str]] = [
    ([POST, b"abc", 0.05, b"def"], b"HTTP/1.1 200", "slowly, but in time"),
    ([POST[:9], 0.05, POST[9:], b"abcdef"], b"HTTP/1.1 200", "a head in two pieces"),
    ([POST[:9]], b"", "half a head"),
    ([], b"", "nothing"),
    ([*[POST[i : i + 1] + b"" for i in range(9)], 0.1, b"x", 0.1, b"x", 0.1, b"x"], b"", "drop by drop"),
    ([POST, b"abc"], b"HTTP/1.1 408", "half a body"),
    ([POST], b"HTTP/1.1 408", "no body"),
    ([POST, 0.1, b"a", 0.1, b"b"], b"HTTP/1.1 408", "a body drop by drop"),
]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("HEAD_SECONDS", "BODY_SECONDS", "STALLED_SECONDS"):
        monkeypatch.setattr(wire, name, 0.25)
    protocol = partial(wire.Wire, head_bytes=1000)
    config: Any = {"app": echo, "port": 0, "http": protocol, "lifespan": "off", "log_level": "error"}
    with Listening(uvicorn.Config(**config)) as url:
        yield url


def test_patience_ends(impatient: str) -> None:
    for parts, begins, why in PATIENCE:
        address, began = urlsplit(impatient), time.monotonic()
        with socket.create_connection((address.hostname or "", address.port or 0), timeout=5) as client:
            told = b""
            try:
                for part in parts:
                    if isinstance(part, float):
                        time.sleep(part)
                    else:
                        client.sendall(part)
                while more := client.recv(65536):
                    told += more
            except (ConnectionResetError, BrokenPipeError):
                pass
            assert (told[:12], time.monotonic() - began < 2) == (begins, True), why


def test_a_client_that_takes_nothing_is_left(impatient: str) -> None:
    address = urlsplit(impatient)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=5) as client:
        client.sendall(b"GET /endless HTTP/1.1\r\n\r\n")
        time.sleep(1)
        taken = 0
        try:
            while part := client.recv(1 << 20):
                taken += len(part)
        except ConnectionResetError:
            pass
        assert taken < 100_000_000, "it would be a thousand million"


FORMS = st.text(alphabet="ab=&%+;2EFe云\n\r\t ~\x00é", max_size=40)


@settings(max_examples=500)
@given(st.one_of(FORMS, FORMS.map(lambda text: f"query={quote(text)}&x={quote(text, safe='')}")))
def test_forms_are_read_as_the_standard_library_reads_them(text: str) -> None:
    try:
        expected = parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(HttpError):
            decode_form(text)
    else:
        assert decode_form(text) == expected


def test_too_many_parameters() -> None:
    assert len(decode_form("a=1&" * 1000)) == 1000
    with pytest.raises(HttpError, match="1000"):
        decode_form("a=1&" * 1001)
