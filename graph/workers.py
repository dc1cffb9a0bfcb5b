"""Processes that read sources: a file that kills or hangs its reader is that file's failure, and no more.

Results come in the order of the files, whatever the number of processes, and at most a few of them wait: memory is
bounded by the largest documents and not by the corpus.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from gongwen.graph.collect import Place
from gongwen.graph.reader import Outcome, Reader

# Seconds that one file may take; the largest gazettes take about ten.
LONGEST_READING = 300.0
# Files that each process may be ahead of the slowest: enough to keep all busy beside a long one.
AHEAD = 16

Result = tuple[Place, tuple[Outcome, ...]]
ReadAll = Callable[[Sequence[Place]], Iterator[Result]]


@contextmanager
def reading(reader: Reader, jobs: int) -> Iterator[ReadAll]:
    """Reads places in ``jobs`` processes, in this one where ``jobs`` is 1."""
    if jobs <= 1:
        with rare_collection():
            yield lambda places: ((place, tuple(reader.from_path(place.path))) for place in places)
        return
    team = _Team(reader, jobs, LONGEST_READING)
    try:
        yield team.read
    finally:
        team.close()


@contextmanager
def rare_collection() -> Iterator[None]:
    """Looks for circular garbage rarely: reading makes many small records and hardly any circles, so that Python's usual
    700 new objects between two looks cost a tenth of the time for nothing."""
    usual = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


_NEW_OBJECTS = 20_000
_STARTING, _IDLE = -2, -1


@dataclass(slots=True)
class _Worker:
    """``index``: of the place that it reads since ``since`` (seconds of the monotonic clock), or what else it does."""

    process: BaseProcess
    pipe: Connection
    index: int = _STARTING
    since: float = 0.0


@dataclass(slots=True)
class _Team:
    """``ready`` holds results that wait for those before them, by index."""

    reader: Reader
    jobs: int
    longest: float
    workers: list[_Worker] = field(default_factory=list)
    ready: dict[int, tuple[Outcome, ...]] = field(default_factory=dict)

    def read(self, places: Sequence[Place]) -> Iterator[Result]:
        """The results in the order of the places."""
        waiting = deque(range(len(places)))
        for i, place in enumerate(places):
            while i not in self.ready:
                self._assign(waiting, places, i)
                self._collect(places)
            yield place, self.ready.pop(i)

    def close(self) -> None:
        """Ends all processes."""
        for worker in self.workers:
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()
        self.workers.clear()

    def _assign(self, waiting: deque[int], places: Sequence[Place], current: int) -> None:
        while len(self.workers) < min(self.jobs, len(places)):
            self.workers.append(_start(self.reader))
        for worker in self.workers:
            if worker.index == _IDLE and waiting and waiting[0] <= current + AHEAD * self.jobs:
                worker.index, worker.since = waiting.popleft(), time.monotonic()
                worker.pipe.send(places[worker.index].path)

    def _collect(self, places: Sequence[Place]) -> None:
        """Takes what has come; the file of a process that died or takes too long has failed."""
        at_work = {worker.pipe: worker for worker in self.workers if worker.index != _IDLE}
        for pipe in wait(list(at_work), 0.2):
            assert isinstance(pipe, Connection)
            self._receive(at_work[pipe], places)
        for worker in self.workers:
            if worker.index >= 0 and time.monotonic() - worker.since > self.longest:
                told = f"读取超时 took longer than {self.longest:.0f} seconds to read"
                self._lose(worker, places, "reader-timeout", told)

    def _receive(self, worker: _Worker, places: Sequence[Place]) -> None:
        try:
            outcomes = worker.pipe.recv()
        except (EOFError, OSError) as e:
            if worker.index == _STARTING:
                raise RuntimeError("a process that reads sources could not be started") from e
            self._lose(worker, places, "reader-died", "读取进程意外终止 killed the process that read it")
            return
        if worker.index >= 0:
            self.ready[worker.index] = outcomes
        worker.index = _IDLE

    def _lose(self, worker: _Worker, places: Sequence[Place], code: str, told: str) -> None:
        """Gives up the file that a process reads, and the process with it."""
        path = places[worker.index].path
        message = f"{path.name} {told}; the others were read. Please report it."
        self.ready[worker.index] = (self.reader.refused("", path, code, message),)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        fresh = _start(self.reader)
        worker.process, worker.pipe, worker.index = fresh.process, fresh.pipe, _STARTING


def _start(reader: Reader) -> _Worker:
    # Spawned, not forked: the progress bar's thread and SQLite's handle must not be inherited.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(reader, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _work(reader: Reader, pipe: Connection) -> None:
    """What a process does: it says that it is there; a path comes, its outcomes go back, until the pipe is closed."""
    pipe.send(())
    with rare_collection():
        while True:
            try:
                path = pipe.recv()
            except (EOFError, KeyboardInterrupt):
                return
            try:
                pipe.send(tuple(reader.from_path(path)))
            except (BrokenPipeError, KeyboardInterrupt):
                return
