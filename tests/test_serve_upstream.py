"""What an engine may send, well or ill: a server that plays back bytes, and what the front makes of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from gongwen.graph.serve.upstream import BrokenOffError, Feed, Message, Upstream

MESSAGE = Message("/query", "application/sparql-query", "ASK { ?s ?p '云' }".encode())
TYPE = b"content-type: text/csv; charset=utf-8\r\n"
LENGTH = b"HTTP/1.1 200 OK\r\n" + TYPE + b"content-length: 5\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\n" + TYPE + b"transfer-encoding: chunked\r\n\r\n"
WHOLE = LENGTH + b"a\r\n1\n"
# Ends a connection in a list of what is sent.
CLOSE = None
Script = Sequence[bytes | None]


@dataclass
class Played:
    """A server that answers the n-th request of all connections with the n-th script: ``port``, what was asked, and
    how many connections there were."""

    port: int = 0
    asked: list[bytes] = field(default_factory=list)
    connections: int = 0


@asynccontextmanager
async def playing(*scripts: Script) -> AsyncIterator[Played]:
    played, left = Played(), list(scripts)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        played.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(len(MESSAGE.body))
                played.asked.append(head + body)
                for part in left.pop(0):
                    if part is CLOSE:
                        writer.close()
                        return
                    writer.write(part)
                    await writer.drain()
                    await asyncio.sleep(0.002)  # a packet of its own
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    played.port = server.sockets[0].getsockname()[1]
    try:
        yield played
    finally:
        server.close()


@dataclass
class Heard:
    """What came back."""

    status: int = 0
    media_type: str = ""
    parts: list[bytes] = field(default_factory=list)
    most: int = 1 << 40

    def begin(self, status: int, media_type: str) -> Feed:
        self.status, self.media_type = status, media_type
        return self.take

    def take(self, part: bytes) -> bool:
        self.parts.append(part)
        return sum(map(len, self.parts)) < self.most

    @property
    def body(self) -> bytes:
        return b"".join(self.parts)


async def ask(upstream: Upstream, port: int, heard: Heard | None = None, seconds: float = 5) -> Heard:
    heard = heard or Heard()
    whole = await upstream.post(port, MESSAGE, heard.begin, seconds)
    assert whole == (sum(map(len, heard.parts)) < heard.most)
    return heard


# What the engine sends, status and body that are heard, why
ANSWERS: list[tuple[Script, int, bytes, str]] = [
    ([WHOLE], 200, b"a\r\n1\n", "a body of a length"),
    ([LENGTH, b"a\r\n", b"1\n"], 200, b"a\r\n1\n", "in pieces"),
    ([bytes([byte]) for byte in WHOLE], 200, b"a\r\n1\n", "byte by byte"),
    ([CHUNKED + b"3\r\na\r\n\r\n2\r\n1\n\r\n0\r\n\r\n"], 200, b"a\r\n1\n", "chunks"),
    (
        [CHUNKED, b"3\r", b"\na\r\n\r\n2\r\n1", b"\n\r\n0\r\n", b"\r\n"],
        200,
        b"a\r\n1\n",
        "chunks cut anywhere",
    ),
    ([CHUNKED + b"5;x=y\r\na\r\n1\n\r\n0\r\nx: y\r\n\r\n"], 200, b"a\r\n1\n", "extensions and trailers"),
    ([CHUNKED + b"0\r\n\r\n"], 200, b"", "nothing, in chunks"),
    ([LENGTH.replace(b"5", b"0")], 200, b"", "nothing, of a length"),
    ([WHOLE.replace(b"200 OK", b"400 Bad Request")], 400, b"a\r\n1\n", "an error has a body too"),
    ([WHOLE.replace(b"HTTP/1.1", b"HTTP/1.0"), CLOSE], 200, b"a\r\n1\n", "an older protocol"),
]


@pytest.mark.parametrize(("script", "status", "body", "why"), ANSWERS)
def test_answers(script: Script, status: int, body: bytes, why: str) -> None:
    async def run() -> None:
        async with playing(script) as played:
            heard = await ask(Upstream(), played.port)
            assert (heard.status, heard.media_type, heard.body) == (status, "text/csv", body), why
            request = played.asked[0]
            assert request.endswith(b"\r\n\r\n" + MESSAGE.body)
            assert f"content-length: {len(MESSAGE.body)}\r\n".encode() in request

    asyncio.run(run())


# What the engine sends instead of an answer, why that is none
BROKEN: list[tuple[Script, str]] = [
    ([CLOSE], "nothing at all"),
    ([LENGTH + b"a\r\n", CLOSE], "less than it said"),
    ([LENGTH[:30], CLOSE], "half a head"),
    ([CHUNKED + b"3\r\na\r\n\r\n", CLOSE], "no last chunk"),
    ([CHUNKED + b"5\r\na\r\n", CLOSE], "half a chunk"),
    ([CHUNKED + b"3\r\na\r\n\r\n0\r\n", CLOSE], "half of the last chunk"),
    ([b"HTTP/1.1 200 OK\r\n\r\na\r\n1\n", CLOSE], "a body that ends with the connection may be cut"),
    ([CHUNKED + b"zz\r\n"], "a chunk of no size"),
    ([CHUNKED + b"-1\r\n"], "a negative one"),
    ([b"SSH-2.0-OpenSSH_9.2\r\n"], "another protocol"),
    ([b"\x16\x03\x01\x02\x00\x01"], "TLS"),
    ([b"HTTP/9.9 200 OK\r\n\r\n"], "no version of HTTP"),
    ([b"HTTP/1.1 OK 200\r\n\r\n"], "no status"),
    ([LENGTH.replace(b"5", b"5\r\ncontent-length: 9") + b"a\r\n1\n"], "two lengths"),
    ([CHUNKED.replace(b"\r\n\r\n", b"\r\ncontent-length: 9\r\n\r\n") + b"3\r\n"], "a length and chunks"),
    ([WHOLE + WHOLE], "two responses"),
    ([b"HTTP/1.1 100 Continue\r\n\r\n" + WHOLE], "an interim response that nobody asked for"),
    ([b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 20_000], "a head without end"),
    ([b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000], "a header without end"),
    ([b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"], "another protocol"),
]


@pytest.mark.parametrize(("script", "why"), BROKEN)
def test_what_is_no_answer_is_an_error(script: Script, why: str) -> None:
    async def run() -> None:
        async with playing(script) as played:
            upstream = Upstream()
            with pytest.raises(BrokenOffError):
                await ask(upstream, played.port)
            assert played.connections == 1, f"{why}: a new connection is not tried again"

    asyncio.run(run())


# Scripts of two requests, one after the other; the connections that they take; the body of the second, None for an
# error; why
KEPT: list[tuple[list[Script], int, bytes | None, str]] = [
    ([[WHOLE], [WHOLE]], 1, b"a\r\n1\n", "one connection for both"),
    ([[WHOLE, CLOSE], [WHOLE]], 2, b"a\r\n1\n", "closed while idle"),
    ([[WHOLE], [CLOSE], [WHOLE]], 2, b"a\r\n1\n", "closed when the request came: asked again"),
    ([[WHOLE], [CLOSE], [CLOSE]], 2, None, "and once only"),
    ([[WHOLE], [LENGTH[:9], CLOSE], [WHOLE]], 1, None, "an answer that began is not asked for again"),
    ([[WHOLE.replace(TYPE, TYPE + b"connection: close\r\n")], [WHOLE]], 2, b"a\r\n1\n", "told to close"),
    ([[WHOLE, b"HTTP/1.1 408 Too late\r\n\r\n"], [WHOLE]], 2, b"a\r\n1\n", "what comes unasked ends it"),
    ([[LENGTH + b"a", CLOSE], [WHOLE]], 2, b"a\r\n1\n", "after an error"),
]


@pytest.mark.parametrize(("scripts", "connections", "body", "why"), KEPT)
def test_kept_connections(scripts: list[Script], connections: int, body: bytes | None, why: str) -> None:
    async def run() -> None:
        async with playing(*scripts) as played:
            upstream = Upstream()
            for _ in range(2):
                try:
                    heard: bytes | None = (await ask(upstream, played.port)).body
                except BrokenOffError:
                    heard = None
                await asyncio.sleep(0.02)
            assert (played.connections, heard) == (connections, body), why
            upstream.close()

    asyncio.run(run())


def test_an_engine_that_has_ended() -> None:
    async def run() -> None:
        async with playing([WHOLE]) as played:
            upstream = Upstream()
            await ask(upstream, played.port)
        upstream.close()
        with pytest.raises(BrokenOffError):
            await ask(upstream, played.port)

    asyncio.run(run())


def test_a_large_body_passes_in_pieces() -> None:
    """Nothing of it is held here: the pieces are those of the connection."""
    size = 30_000_000
    head = LENGTH.replace(b"length: 5", b"length: %d" % size)

    async def run() -> None:
        async with playing([head, *[b"x" * 1_000_000] * 30]) as played:
            heard = await ask(Upstream(), played.port)
            assert sum(map(len, heard.parts)) == size
            assert max(map(len, heard.parts)) <= 1_000_000

    asyncio.run(run())


def test_no_more_is_wanted() -> None:
    async def run() -> None:
        async with playing([CHUNKED, b"3\r\na\r\n\r\n"], [WHOLE]) as played:
            upstream = Upstream()
            heard = await ask(upstream, played.port, Heard(most=2))
            assert heard.body == b"a\r\n"
            await ask(upstream, played.port)
            assert played.connections == 2, "the first cannot be used again"

    asyncio.run(run())


# What the engine sends, in how long to be out of time
@pytest.mark.parametrize("script", [[], [LENGTH], [CHUNKED + b"3\r\na"], [LENGTH[:20]]])
def test_out_of_time(script: Script) -> None:
    async def run() -> None:
        async with playing(script, [WHOLE]) as played:
            upstream = Upstream()
            with pytest.raises(TimeoutError):
                await ask(upstream, played.port, seconds=0.05)
            await ask(upstream, played.port)
            assert played.connections == 2

    asyncio.run(run())


def test_errors_of_the_feed_are_raised() -> None:
    def begin(status: int, media_type: str) -> Feed:
        raise KeyError(media_type)

    async def run() -> None:
        async with playing([WHOLE]) as played:
            with pytest.raises(KeyError, match="text/csv"):
                await Upstream().post(played.port, MESSAGE, begin, 5)

    asyncio.run(run())
