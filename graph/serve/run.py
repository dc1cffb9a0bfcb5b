"""The server: uvicorn with the application, ended by SIGTERM and Ctrl-C."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn

from gongwen.graph.serve.app import Application
from gongwen.graph.serve.settings import KIB, Settings
from gongwen.graph.serve.wire import Wire

_GRACEFUL_SECONDS = 3
# Connections beyond this are told to come again at once.
_CONNECTIONS = 2000
_HEADERS_BYTES = 64 * KIB


class _Server(uvicorn.Server):
    """Calls ``ready`` when it listens. Ends without raising the signal again: a server that was told to end
    has done its work (exit status 0)."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._end)
        yield

    def _end(self) -> None:
        # The second time, at once.
        self.force_exit = self.should_exit
        self.should_exit = True


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serves until it is told to end; calls ``ready`` with the address when the engine runs. Raises
    NoKgError, EngineError, OSError where the port is taken."""
    config: dict[str, Any] = {
        "host": settings.host,
        "port": settings.port,
        # The head of a request may hold a query, and other headers.
        "http": partial(Wire, head_bytes=settings.max_query_bytes + _HEADERS_BYTES),
        # One wrapping of each request less: ``app`` looks at what proxies say itself.
        "proxy_headers": False,
        "lifespan": "off",
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
        "limit_concurrency": _CONNECTIONS,
        "timeout_graceful_shutdown": _GRACEFUL_SECONDS,
    }
    application = Application(settings)
    configured = uvicorn.Config(application, **config)
    listening = configured.bind_socket()
    port = listening.getsockname()[1]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = settings.base_url or f"http://{host}:{port}/"

    async def run() -> None:
        async with application.running():
            # What is loaded stays: going through it for garbage would make requests wait every now and then.
            gc.collect()
            gc.freeze()
            await _Server(configured, lambda: ready(url)).serve(sockets=[listening])

    with asyncio.Runner(loop_factory=configured.get_loop_factory()) as runner:
        runner.run(run())
