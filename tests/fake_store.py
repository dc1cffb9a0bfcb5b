"""A Graph Store on the loopback whose moods a test decides: it counts, refuses, and breaks off as told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

# Status and headers of an answer; 0 breaks the connection off.
Mood = tuple[int, Mapping[str, str]]


@dataclass
class FakeStore:
    """``graphs`` by IRI; ``asked``: methods and graphs in order; ``moods`` are answers instead of the right ones, first come
    first used; ``judge`` decides by the headers of each request, None lets it pass."""

    url: str = ""
    graphs: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    moods: list[Mood] = field(default_factory=list)
    judge: Callable[[str, Mapping[str, str]], Mood | None] = lambda method, headers: None
    body: bytes = b""

    def puts(self) -> list[str]:
        """The graphs that were put, in order."""
        return [graph for method, graph in self.asked if method == "PUT"]


@contextmanager
def fake_store() -> Iterator[FakeStore]:
    """A running store."""
    store = FakeStore()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            graph = parse_qs(urlsplit(self.path).query).get("graph", [""])[0]
            store.asked.append((self.command, graph))
            mood = store.moods.pop(0) if store.moods else store.judge(self.command, dict(self.headers))
            if mood is None:
                self._answer(*self._do(graph, body))
            elif mood[0] == 0:
                self.close_connection = True
                self.connection.close()
            else:
                self._answer(mood[0], store.body, mood[1])

        def _do(self, graph: str, body: bytes) -> tuple[int, bytes]:
            if self.command == "GET":
                found = store.graphs.get(graph)
                return (404, b"") if found is None else (200, found)
            if self.command == "DELETE":
                return (404 if store.graphs.pop(graph, None) is None else 204), b""
            before = store.graphs.get(graph, b"") if self.command == "POST" else b""
            store.graphs[graph] = before + body
            return 204, b""

        def _answer(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"content-type": "application/n-triples", **(headers or {})}.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("content-length", str(len(body)))
            self.end_headers()
            if status != 204:
                self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = _serve

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    store.url = f"http://127.0.0.1:{server.server_address[1]}/store"
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
