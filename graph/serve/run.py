"""The server: uvicorn with the application, ended by SIGTERM and Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import socket
from asyncio import TimerHandle, Transport
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gongwen.graph.serve.app import Application
from gongwen.graph.serve.settings import Settings

# Seconds that a client may take to send the head of a request, and to take anything of an answer.
HEAD_SECONDS = 15
STALLED_SECONDS = 30
_GRACEFUL_SECONDS = 3
# Connections beyond this are told to come again at once.
_CONNECTIONS = 2000


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 that leaves clients which send or take nothing: uvicorn itself waits for them for ever."""

    _timer: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._leave_after(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stay()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._leave_after(HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        self._stay()
        super().on_headers_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._leave_after(STALLED_SECONDS)

    def resume_writing(self) -> None:
        self._stay()
        super().resume_writing()

    def _leave_after(self, seconds: float) -> None:
        self._stay()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._leave)

    def _stay(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _leave(self) -> None:
        self.transport.abort()


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
        "http": PatientProtocol,
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
            await _Server(configured, lambda: ready(url)).serve(sockets=[listening])

    with asyncio.Runner(loop_factory=configured.get_loop_factory()) as runner:
        runner.run(run())
