"""How much runs at a time, and how much memory answers may take."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from gongwen.graph.serve.http import BusyError
from gongwen.graph.serve.settings import MIB

# A request waits this many seconds for its turn, then it is told to come again.
WAIT_SECONDS = 10
# Requests that may wait for each that runs.
_WAITING = 50
# Bytes of all answers that are being made or sent.
BUDGET = 512 * MIB
_BUSY = "现在查询太多 too many queries at the moment; ask again in a moment."


class Gate:
    """Lets a number of queries run, some wait, and sends the others away: ``async with gate`` is one that runs.
    Raises BusyError where too many wait, or the wait is too long."""

    def __init__(self, concurrency: int) -> None:
        self._running = asyncio.Semaphore(concurrency)
        self._waiting, self._may_wait = 0, concurrency * _WAITING

    async def __aenter__(self) -> None:
        if self._running.locked():
            await self._wait()
        else:
            await self._running.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._running.release()

    async def _wait(self) -> None:
        if self._waiting >= self._may_wait:
            raise BusyError(_BUSY)
        self._waiting += 1
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._running.acquire()
        except TimeoutError:
            raise BusyError(_BUSY) from None
        finally:
            self._waiting -= 1


class Budget:
    """Bytes that all answers together may take: clients that read slowly cannot fill the memory."""

    def __init__(self, total: int = BUDGET) -> None:
        self._left = total

    @contextmanager
    def share(self) -> Iterator[Share]:
        """A part of the budget, given back when the context ends."""
        part = Share(self)
        try:
            yield part
        finally:
            self._left += part.taken

    def _take(self, size: int) -> None:
        if size > self._left:
            raise BusyError(_BUSY)
        self._left -= size


class Share:
    """What one answer has taken."""

    def __init__(self, budget: Budget) -> None:
        self._budget, self.taken = budget, 0

    def take(self, size: int) -> None:
        """Takes ``size`` bytes more; raises BusyError where the budget does not have them."""
        self._budget._take(size)
        self.taken += size
