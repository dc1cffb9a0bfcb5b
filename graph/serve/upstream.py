"""Requests to engines over connections that are kept open: HTTP/1.1 as far as Oxigraph's server speaks it.

A general client takes a third of a millisecond of the processor for each request, as long as a short query takes
the engine. Here a request is one write, and what comes back is parsed by httptools and handed on as it comes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple, cast

import httptools

# Bytes that the head of a response may have.
_HEAD_BYTES = 64 * 1024
# Takes a part of a body; False when no more is wanted.
Feed = Callable[[bytes], bool]
# Called with status and media type (without parameters) when a response begins.
Begin = Callable[[int, str], Feed]


class BrokenOffError(Exception):
    """An engine that refuses a connection, breaks one off, or does not speak HTTP."""


class Message(NamedTuple):
    """What is posted: ``target`` with its parameters, and a body of some type."""

    target: str
    content_type: str
    body: bytes
    accept: str = "*/*"

    def encoded(self, port: int) -> bytes:
        """The bytes of the request. No part of the head is the client's text but percent-encoded."""
        head = (
            f"POST {self.target} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: {self.accept}\r\n"
            f"content-type: {self.content_type}\r\ncontent-length: {len(self.body)}\r\n\r\n"
        )
        return head.encode("ascii") + self.body


class Upstream:
    """Connections to the engines of this machine, by port; each exchange has one of its own."""

    def __init__(self) -> None:
        self._idle: dict[int, list[_Connection]] = {}

    async def post(self, port: int, message: Message, begin: Begin, seconds: float) -> bool:
        """Posts, and hands what comes back to ``begin`` and its feed, whose errors are raised here. Returns
        whether the response came to its end: False when the feed wanted no more.

        Raises BrokenOffError; TimeoutError after so many seconds.
        """
        data = message.encoded(port)
        connection = self._kept(port)
        if connection is not None:
            try:
                return await self._exchange(connection, port, data, begin, seconds)
            except BrokenOffError:
                # The engine may have closed it just before the request came; a query may be asked again.
                if connection.answered:
                    raise
        return await self._exchange(await _connected(port, seconds), port, data, begin, seconds)

    def close(self) -> None:
        """Closes what is idle."""
        for connections in self._idle.values():
            for connection in connections:
                connection.abort()
        self._idle.clear()

    async def _exchange(
        self, connection: _Connection, port: int, data: bytes, begin: Begin, seconds: float
    ) -> bool:
        try:
            whole = await connection.exchange(data, begin, seconds)
        except BaseException:
            connection.abort()
            raise
        if connection.open:
            self._idle.setdefault(port, []).append(connection)
        return whole

    def _kept(self, port: int) -> _Connection | None:
        """An idle connection that is still open; where there is none, those of engines that have ended are
        forgotten."""
        kept = self._idle.get(port, [])
        while kept:
            connection = kept.pop()
            if connection.open:
                return connection
        for other in [other for other, kept in self._idle.items() if not any(one.open for one in kept)]:
            del self._idle[other]
        return None


async def _connected(port: int, seconds: float) -> _Connection:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds):
            _, connection = await loop.create_connection(_Connection, "127.0.0.1", port)
    except TimeoutError:
        raise
    except OSError as e:
        raise BrokenOffError(str(e)) from e
    return connection


class _Connection(asyncio.Protocol):
    """One connection, for one exchange after the other."""

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._done: asyncio.Future[bool] | None = None
        self._type, self._parts = "", list[bytes]()
        self._head_bytes, self._messages, self._complete = 0, 0, False
        self._begin: Begin | None = None
        self._feed: Feed | None = None
        self.open, self.answered = False, False

    async def exchange(self, data: bytes, begin: Begin, seconds: float) -> bool:
        """Sends a request; returns True when its response has ended, False when no more of it is wanted."""
        loop = asyncio.get_running_loop()
        self._done = loop.create_future()
        self._begin, self._feed, self._type = begin, None, ""
        self._head_bytes, self._messages, self._complete = 0, 0, False
        self.answered = False
        timer = loop.call_later(seconds, self._end, TimeoutError())
        try:
            self._transport.write(data)
            return await self._done
        finally:
            timer.cancel()

    def abort(self) -> None:
        """Closes at once: the engine stops when it finds that nobody reads on."""
        self.open = False
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self.open = cast("asyncio.Transport", transport), True

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        self._end(BrokenOffError("the engine closed the connection"))

    def data_received(self, data: bytes) -> None:
        self.answered = True
        if self._done is None or self._done.done():
            self.abort()
            return
        try:
            # Callbacks of the parser only note what came: what they raise would lose its type.
            self._parser.feed_data(data)
            self._hand_on(len(data))
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as e:
            self._end(BrokenOffError(str(e)))
        except Exception as e:  # of the feed: raised where the exchange is awaited
            self._end(e)

    def on_message_begin(self) -> None:
        self._messages += 1

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"content-type":
            self._type = value.partition(b";")[0].strip().lower().decode("latin-1")

    def on_headers_complete(self) -> None:
        self._head_bytes = -1

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_complete(self) -> None:
        self._complete = True
        self.open = self.open and self._parser.should_keep_alive()

    def _hand_on(self, size: int) -> None:
        if self._head_bytes >= 0:
            self._head_bytes += size
            if self._head_bytes > _HEAD_BYTES:
                raise BrokenOffError("the head of the response does not end")
            return
        status = self._parser.get_status_code()
        if self._messages > 1 or status < 200:
            raise BrokenOffError("more than one response to a request")
        parts, self._parts = self._parts, []
        if self._feed is None and self._begin is not None:
            self._feed = self._begin(status, self._type)
        if parts and self._feed is not None and not self._feed(b"".join(parts)):
            self._complete = False
            self.abort()
            self._end(None)
        elif self._complete:
            if not self.open:
                self._transport.close()
            self._end(None)

    def _end(self, error: Exception | None) -> None:
        if self._done is None or self._done.done():
            return
        if error is None:
            self._done.set_result(self._complete)
        else:
            self._done.set_exception(error)
