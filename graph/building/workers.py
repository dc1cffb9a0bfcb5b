"""Processes that read sources: a file that kills or hangs its reader is that file's failure, and no more.

Results come in the order of the files, whatever the number of processes, and at most a few of them wait: memory is
bounded by the largest documents and not by the corpus.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from gongwen.graph.building.collect import Place
from gongwen.graph.building.reader import Outcome, Reader
from gongwen.graph.kg.packet import without_lines
from gongwen.graph.memory import rare_collection

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
            yield lambda places: ((place, reader.from_place(place)) for place in places)
        return
    team = Team(reader, jobs, LONGEST_READING)
    try:
        yield team.read
    finally:
        team.close()


# Places given to a process at a time, so that it need not wait for the next; one where a place brings its data, since a
# pipe that both ends fill would stop both.
_GIVEN, _GIVEN_DATA = 2, 1


@dataclass(slots=True, eq=False)
class _Worker:
    """``given``: the places it was told to read, by index; it reads the first since ``since`` (seconds of the monotonic
    clock). ``started``: it has said that it is there."""

    process: BaseProcess
    pipe: Connection
    given: deque[int] = field(default_factory=deque)
    since: float = 0.0
    started: bool = False


@dataclass(slots=True)
class Team:
    """Processes that read, started when there is something to read; ``close`` ends them.

    ``longest``: seconds that one source may take. ``ready`` holds results that wait for those before them, by index."""

    reader: Reader
    jobs: int
    longest: float
    workers: list[_Worker] = field(default_factory=list)
    ready: dict[int, tuple[Outcome, ...]] = field(default_factory=dict)

    def read(self, places: Sequence[Place]) -> Iterator[Result]:
        """The results in the order of the places."""
        waiting = deque(range(len(places)))
        for i, place in enumerate(places):
            self._assign(waiting, places, i)
            self._collect(waiting, places, 0)
            while i not in self.ready:
                self._assign(waiting, places, i)
                self._collect(waiting, places, 0.2)
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
        for turn in range(_GIVEN):
            for worker in self.workers:
                if not waiting or waiting[0] > current + AHEAD * self.jobs:
                    return
                most = _GIVEN if places[waiting[0]].data is None else _GIVEN_DATA
                if worker.started and len(worker.given) == turn < most:
                    worker.since = worker.since if worker.given else time.monotonic()
                    worker.given.append(waiting.popleft())
                    with suppress(OSError):  # it has died: its pipe says so when it is read
                        worker.pipe.send(places[worker.given[-1]])

    def _collect(self, waiting: deque[int], places: Sequence[Place], seconds: float) -> None:
        """Takes what has come or comes in so many seconds; the file of a process that died or takes too long has failed."""
        at_work = {worker.pipe: worker for worker in self.workers if worker.given or not worker.started}
        for pipe in wait(list(at_work), seconds):
            assert isinstance(pipe, Connection)
            self._receive(at_work[pipe], waiting, places)
        for worker in self.workers:
            if worker.given and time.monotonic() - worker.since > self.longest:
                told = f"读取超时 took longer than {self.longest:.0f} seconds to read"
                self._lose(worker, waiting, places, ("reader-timeout", told))

    def _receive(self, worker: _Worker, waiting: deque[int], places: Sequence[Place]) -> None:
        try:
            outcomes = worker.pipe.recv()
        except (EOFError, OSError) as e:
            if not worker.started:
                raise RuntimeError("a process that reads sources could not be started") from e
            self._lose(worker, waiting, places, _DIED)
            return
        if worker.started:
            self.ready[worker.given.popleft()] = outcomes
            worker.since = time.monotonic()
        worker.started = True

    def _lose(
        self, worker: _Worker, waiting: deque[int], places: Sequence[Place], why: tuple[str, str]
    ) -> None:
        """Gives up the file that a process reads, and the process with it; what it had not begun is read by another."""
        lost = worker.given.popleft()
        waiting.extendleft(reversed(worker.given))
        path = places[lost].path
        message = f"{path.name} {why[1]}; the others were read. Please report it."
        self.ready[lost] = (self.reader.refused("", path, why[0], message),)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self.workers[self.workers.index(worker)] = _start(self.reader)


_DIED = ("reader-died", "读取进程意外终止 killed the process that read it")


def _start(reader: Reader) -> _Worker:
    # Spawned, not forked: the progress bar's thread and SQLite's handle must not be inherited.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(reader, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _work(reader: Reader, pipe: Connection) -> None:
    """What a process does: it says that it is there; a place comes, its outcomes go back, until the pipe is closed."""
    pipe.send(())
    with rare_collection():
        while True:
            try:
                place = pipe.recv()
            except (EOFError, KeyboardInterrupt):
                return
            try:
                outcomes = reader.from_place(place)
                # What the ledger needs: the lines are in the pool, and would keep both processes busy with copying.
                pipe.send(tuple(replace(o, packet=without_lines(o.packet)) for o in outcomes))
            except (BrokenPipeError, KeyboardInterrupt):
                return
