"""One engine: a process of Oxigraph's server binary on a private port of the loopback."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import shutil
import signal
import socket
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from gongwen.extract.errors import GongwenError

# Seconds within which a store must be open; a large one whose files are cold takes some.
START_SECONDS = 60
_POLL_SECONDS = 0.02
# Seconds between SIGTERM and SIGKILL.
_STOP_SECONDS = 1.0
# The parser of Oxigraph is recursive: with the usual stack of a thread (2 MiB) a query of a few hundred nested
# groups ends the process. About 4 KiB a byte of query were seen; address space costs nothing until it is used.
_STACK_BYTES = 2**30
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>
# Opened here, since between fork and exec as little as possible should happen.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class EngineError(GongwenError):
    """An engine that does not start."""


def binary() -> str:
    """Where the server binary of the package ``oxigraph`` is; raises EngineError."""
    beside = Path(sysconfig.get_path("scripts")) / "oxigraph"
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if not found:
        raise EngineError("找不到 oxigraph: its server is not installed; run: pip install oxigraph")
    return found


class Engine:
    """A running engine; made by ``start_engine``."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process = process
        self.port = port
        self._seen: psutil.Process | None = None

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def memory(self) -> int:
        """Resident bytes; 0 for a process that has ended."""
        try:
            self._seen = self._seen or psutil.Process(self._process.pid)
            return int(self._seen.memory_info().rss)
        except psutil.Error:
            return 0

    def kill(self) -> None:
        """Ends the process at once."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def stop(self) -> None:
        """Ends the process and waits until it has ended."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _STOP_SECONDS)
        except TimeoutError:
            self.kill()
            await self._process.wait()


async def start_engine(arguments: Sequence[str]) -> Engine:
    """Starts ``oxigraph`` with these arguments and an address, and waits until it listens. Raises
    EngineError."""
    port = _free_port()
    process = await asyncio.create_subprocess_exec(
        binary(),
        *arguments,
        "--bind",
        f"127.0.0.1:{port}",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "RUST_MIN_STACK": str(_STACK_BYTES)},
        # Ctrl-C is for the server, which then ends its engines itself.
        start_new_session=True,
        preexec_fn=_die_with_parent if _LIBC else None,
    )
    engine = Engine(process, port)
    try:
        await _listening(engine, port)
    except BaseException:
        await engine.stop()
        raise
    return engine


async def _listening(engine: Engine, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if not engine.alive:
            raise EngineError("引擎没有启动 the engine ended while it started.")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(_POLL_SECONDS)
            continue
        writer.close()
        return
    raise EngineError(f"引擎在 {START_SECONDS} 秒内没有启动 the engine did not start in time.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _die_with_parent() -> None:
    """Runs in the child before it becomes the engine: no engine outlives a server that was killed."""
    if _LIBC:
        _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
