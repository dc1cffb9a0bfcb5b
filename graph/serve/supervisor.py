"""Keeps an engine running on the current generation of a KG.

One task looks a few times a second. An engine that has ended is started again. When the pointer of the KG moves,
another is started on the new generation, requests turn to it, and the old one ends when its last request has been
answered: every answer comes from one generation.

The same is done as soon as a query takes long: the engine is left to the long queries of that moment, and ended with
the last of them, so that a query which is out of time is freed of its processor by ending its process, and nobody
else is cut off. (Oxigraph's own timeout keeps a sleeping thread for every query, finished ones too, until the time
is up: a thousand short queries a second end its process within the minute. It also is deaf while a long query is
planned or joined in memory.)

All engines together may take so much memory; beyond it the largest is ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path

from gongwen.graph.errors import KgError
from gongwen.graph.kg.generations import Generation, KgDirectory
from gongwen.graph.kg.manifest import read_head
from gongwen.graph.serve.engine import Engine, EngineError, start_engine
from gongwen.graph.serve.http import BusyError
from gongwen.graph.serve.settings import Settings
from gongwen.graph.serve.version import kg_version

log = logging.getLogger("gongwen.serve")

# Seconds between two looks.
LOOK_SECONDS = 0.1
# Seconds that a query may take on the engine of all: beyond it the query is a long one.
LONG_SECONDS = 1.0
# Seconds that the old engine may take beyond the timeout of a query before it is ended.
GRACE_SECONDS = 5
# An engine that does not start is tried again after this many seconds.
RETRY_SECONDS = 1.0


class Running:
    """An engine on a generation, with the number of requests that lean on it. ``version`` names the state of
    the graph, ``base`` is the base of its data IRIs."""

    def __init__(self, engine: Engine, generation: Generation, held: ExitStack) -> None:
        self.engine, self.generation = engine, generation
        self.version = kg_version(generation)
        self.base = str(read_head(generation.manifest)["base"])
        self._held = held
        # When each request began that leans on it, the oldest first.
        self.leases: dict[Lease, float] = {}
        self._left: float | None = None
        self.deadline = float("inf")

    def abandon(self) -> None:
        """Says that the engine may go on with a query of which no more is wanted: it takes no notice of a closed
        connection until it has the next row."""
        if self._left is None:
            self._left = time.monotonic()

    @property
    def occupied(self) -> bool:
        """Whether it works on a long query, or may do so."""
        began = next(iter(self.leases.values()), None)
        oldest = min((since for since in (began, self._left) if since is not None), default=None)
        return oldest is not None and time.monotonic() - oldest > LONG_SECONDS

    @property
    def idle(self) -> bool:
        """Whether nobody leans on it any more, or has done so for too long."""
        return not self.leases or time.monotonic() > self.deadline

    async def stop(self) -> None:
        """Ends the engine and lets the generation go."""
        await self.engine.stop()
        self._held.close()


class Lease:
    """Keeps an engine from being ended while the context lasts."""

    __slots__ = ("_running",)

    def __init__(self, running: Running) -> None:
        self._running = running

    def __enter__(self) -> Running:
        self._running.leases[self] = time.monotonic()
        return self._running

    def __exit__(self, *_: object) -> None:
        del self._running.leases[self]


class Supervisor:
    """The engines of one KG; ``running`` is a context that starts and ends them. ``version`` and ``base`` are
    those of the generation that requests turn to."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._directory = KgDirectory(settings.kg)
        self._current: Running | None = None
        self._retired: list[Running] = []
        # Of the last generation that was turned to: what they say holds while an engine is restarted, too.
        self.version, self.base = "", ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Engines run while this lasts. Raises NoKgError, EngineError when the first cannot start."""
        self._current = await self._start()
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
            for one in [*self._retired, *([self._current] if self._current else [])]:
                await one.stop()

    def lease(self) -> Lease:
        """The engine to ask, kept until the context ends. Raises BusyError while there is none."""
        current = self._current
        if current is None or not current.engine.alive:
            raise BusyError("引擎正在重新启动 the engine is being restarted; ask again in a moment.")
        return Lease(current)

    async def _watch(self) -> None:
        while True:
            try:
                await self._look()
                await asyncio.sleep(LOOK_SECONDS)
            except (EngineError, KgError, OSError) as e:
                log.error("%s", e)
                await asyncio.sleep(RETRY_SECONDS)

    async def _look(self) -> None:
        for one in [one for one in self._retired if one.idle]:
            self._retired.remove(one)
            await one.stop()
        self._end_the_largest()
        current = self._current
        if current is None:
            self._current = await self._start()
        elif not current.engine.alive:
            log.warning("engine %d ended: another is started", current.engine.pid)
            await self._restart(current)
        elif self._moved(current) or current.occupied:
            await self._turn(current)

    def _end_the_largest(self) -> None:
        """Ends an engine where all together are past the limit; its queries are told to come again."""
        engines = [one.engine for one in (*self._retired, self._current) if one is not None]
        sizes = {engine: engine.memory() for engine in engines}
        if sum(sizes.values()) > self._settings.memory_limit:
            largest = max(engines, key=sizes.__getitem__)
            log.warning("engine %d is ended: past the memory limit", largest.pid)
            largest.kill()

    async def _turn(self, current: Running) -> None:
        """Requests turn to another engine; this one is ended with its last."""
        self._current = newer = await self._start()
        if newer.generation.path.name != current.generation.path.name:
            log.info("requests turn to generation %s", newer.generation.path.name)
        current.deadline = time.monotonic() + self._settings.timeout + GRACE_SECONDS
        self._retired.append(current)

    async def _restart(self, current: Running) -> None:
        self._current = None
        current.engine.kill()
        await current.stop()
        self._current = await self._start()

    def _moved(self, current: Running) -> bool:
        newest = self._directory.current()
        return newest is not None and newest.path.name != current.generation.path.name

    async def _start(self) -> Running:
        with contextlib.ExitStack() as stack:
            generation = stack.enter_context(self._directory.reading())
            engine = await start_engine(_arguments(generation.require_store()))
            started = Running(engine, generation, stack.pop_all())
            self.version, self.base = started.version, started.base
            return started


def _arguments(store: Path) -> tuple[str, ...]:
    return ("serve-read-only", "--location", str(store.resolve()))
