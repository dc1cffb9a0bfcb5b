"""How much runs at a time, and how much memory answers may take."""

from __future__ import annotations

import asyncio

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
        self.left = total

    def share(self) -> Share:
        """A part of the budget, given back when its context ends."""
        return Share(self)


class Share:
    """What one answer has taken, while the context lasts."""

    __slots__ = ("_budget", "_taken")

    def __init__(self, budget: Budget) -> None:
        self._budget, self._taken = budget, 0

    def __enter__(self) -> Share:
        return self

    def __exit__(self, *_: object) -> None:
        self._budget.left += self._taken

    def take(self, size: int) -> None:
        """Takes ``size`` bytes more; raises BusyError where the budget does not have them."""
        if size > self._budget.left:
            raise BusyError(_BUSY)
        self._budget.left -= size
        self._taken += size
