"""HTTP/1.1 with clients: uvicorn's, with what it lacks for a public address."""

from __future__ import annotations

import re
from asyncio import TimerHandle, Transport
from functools import partial
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from gongwen.graph.serve.delivery import WHOLE, Headers

# Seconds that a client may take to send the head of a request, its body, and to take anything of an answer.
HEAD_SECONDS = 15
BODY_SECONDS = 10
STALLED_SECONDS = 30
# What no header may hold (RFC 9110, section 5.5).
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_REFUSED = (
    "这不是合规的 HTTP 请求 this is no valid HTTP request.\n"
    "网址里的空格和特殊字符须作百分号编码 percent-encode the address: "
    "curl -G http://…/sparql --data-urlencode 'query=SELECT …'\n"
).encode()
_LATE = f"请求在 {BODY_SECONDS} 秒内没有发完 the request came too slowly.\n".encode()
_TOO_LARGE = "请求头太大: the head of the request is too large; POST long queries.\n".encode()


class Wire(HttpToolsProtocol):
    """A connection that leaves clients which send or take nothing (uvicorn waits for them for ever) or send a head
    of more than ``head_bytes``, takes addresses with characters as they are, and says what is wrong with a request
    that is none."""

    def __init__(self, *args: Any, head_bytes: int, **named: Any) -> None:
        super().__init__(*args, **named)
        # Until the client has sent something; until it has taken something.
        self._timer: TimerHandle | None = None
        self._stalled: TimerHandle | None = None
        self._head_bytes = head_bytes
        # Whether the next byte begins a message; whether its first line, and its head, have not ended; and the bytes
        # that came of the head.
        self._between, self._in_line, self._in_head, self._head_size = True, True, False, 0
        self._in_body = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._leave_after(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stay()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._between or self._in_line:
            data = self._encoded(data)
        super().data_received(data)
        # Only now a timer: most requests come in one piece.
        if self._in_head:
            self._head_size += len(data)
            if self._head_size > self._head_bytes:
                self._refuse(b"431 Request Header Fields Too Large", _TOO_LARGE)
            elif self._timer is None:
                self._leave_after(HEAD_SECONDS)
        elif self._in_body and self._timer is None:
            self._timer = self.loop.call_later(BODY_SECONDS, self._late)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._between, self._in_head, self._head_size = False, True, 0

    def on_headers_complete(self) -> None:
        self._in_head, self._in_body = False, True
        self._stay()
        super().on_headers_complete()
        extensions: Any = {WHOLE: partial(self._send_whole, self.cycle)}
        self.scope["extensions"] = extensions

    def on_message_complete(self) -> None:
        self._between, self._in_body = True, False
        self._stay()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse(b"400 Bad Request", _REFUSED)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(STALLED_SECONDS, self._leave)

    def resume_writing(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        super().resume_writing()

    def _send_whole(self, cycle: RequestResponseCycle, status: int, headers: Headers, body: bytes) -> bool:
        """See ``delivery.SendWhole``: as ``cycle.send`` does it for head and body one after the other."""
        if cycle.disconnected or cycle.response_started or cycle.flow.write_paused:
            return False
        parts = [STATUS_LINE[status]]
        for name, value in (*cycle.default_headers, *headers):
            if _CONTROL.search(value):
                return False
            parts += (name, b": ", value, b"\r\n")
        parts += (b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n", body)
        cycle.waiting_for_100_continue = False
        cycle.response_started = cycle.response_complete = True
        self.transport.write(b"".join(parts))
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()
        return True

    def _encoded(self, data: bytes) -> bytes:
        """The data with the characters of its request line percent-encoded: people type ``?query=…云州…`` into curl,
        which sends it as it is. Requests that are sent before the last was answered go without."""
        end = data.find(b"\n")
        line = data if end < 0 else data[:end]
        self._between, self._in_line = False, end < 0
        if line.isascii():
            return data
        return _NOT_ASCII.sub(lambda found: b"%%%02X" % found.group()[0], line) + data[len(line) :]

    def _refuse(self, status: bytes, text: bytes) -> None:
        self._in_head = self._in_body = False
        self._stay()
        head = b"content-type: text/plain; charset=utf-8\r\naccess-control-allow-origin: *\r\nconnection: close\r\n"
        self.transport.write(
            b"HTTP/1.1 %b\r\n%bcontent-length: %d\r\n\r\n%b" % (status, head, len(text), text)
        )
        self.transport.close()

    def _leave_after(self, seconds: float) -> None:
        self._stay()
        self._timer = self.loop.call_later(seconds, self._leave)

    def _stay(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        if self.cycle.response_started:
            self._leave()
        else:
            self._refuse(b"408 Request Timeout", _LATE)

    def _leave(self) -> None:
        self.transport.abort()
