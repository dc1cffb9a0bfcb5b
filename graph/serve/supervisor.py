"""Keeps an engine running on the current generation of a KG.

One task looks a few times a second. An engine that has ended, or has grown past the limit, is started again.
When the pointer of the KG moves, another is started on the new generation, requests turn to it, and the old
one ends when its last request has been answered: every answer comes from one generation. The same is done
with an engine that works on past the timeout (Oxigraph looks at its clock only between quads: planning a long
query, or joining in memory, takes no notice of it), so that the processor is freed and nobody else is cut off.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
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
        self._leases = 0
        self.hangs = False
        self.deadline = float("inf")

    @contextmanager
    def leased(self) -> Iterator[Running]:
        """Keeps the engine from being retired."""
        self._leases += 1
        try:
            yield self
        finally:
            self._leases -= 1

    @property
    def idle(self) -> bool:
        """Whether nobody leans on it any more, or has done so for too long."""
        return self._leases == 0 or time.monotonic() > self.deadline

    async def stop(self) -> None:
        """Ends the engine and lets the generation go."""
        await self.engine.stop()
        self._held.close()


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

    @contextmanager
    def lease(self) -> Iterator[Running]:
        """The engine to ask, kept until the context ends. Raises BusyError while there is none."""
        current = self._current
        if current is None or not current.engine.alive:
            raise BusyError("引擎正在重新启动 the engine is being restarted; ask again in a moment.")
        with current.leased():
            yield current

    def replace(self, hanging: Running, why: str) -> None:
        """Says that an engine hangs: requests turn to another as soon as that runs, and the engine is ended
        when its other requests have been answered."""
        if not hanging.hangs:
            log.warning("engine %d %s: another is started", hanging.engine.pid, why)
        hanging.hangs = True

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
        current = self._current
        if current is None:
            self._current = await self._start()
        elif not current.engine.alive:
            log.warning("engine %d ended: another is started", current.engine.pid)
            await self._restart(current)
        elif current.engine.memory() > self._settings.memory_limit:
            log.warning("engine %d is past the memory limit: another is started", current.engine.pid)
            await self._restart(current)
        elif current.hangs or self._moved(current):
            self._current = await self._start()
            self._retire(current)
            log.info("requests turn to generation %s", self._current.generation.path.name)

    async def _restart(self, current: Running) -> None:
        self._current = None
        current.engine.kill()
        await current.stop()
        self._current = await self._start()

    def _retire(self, running: Running) -> None:
        running.deadline = time.monotonic() + self._settings.timeout + GRACE_SECONDS
        self._retired.append(running)

    def _moved(self, current: Running) -> bool:
        newest = self._directory.current()
        return newest is not None and newest.path.name != current.generation.path.name

    async def _start(self) -> Running:
        with contextlib.ExitStack() as stack:
            generation = stack.enter_context(self._directory.reading())
            engine = await start_engine(_arguments(generation.require_store(), self._settings.timeout))
            started = Running(engine, generation, stack.pop_all())
            self.version, self.base = started.version, started.base
            return started


def _arguments(store: Path, timeout: int) -> tuple[str, ...]:
    return ("serve-read-only", "--location", str(store.resolve()), "--timeout-s", str(timeout))
