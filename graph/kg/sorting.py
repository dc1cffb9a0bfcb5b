"""Sorting of more lines than memory holds: sorted runs on disk, merged.

Order is that of code points, which is the order of the bytes of UTF-8 (``LC_ALL=C sort -u`` gives the same).
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from types import TracebackType

# Lines in memory at a time, about 100 MB of them.
RUN_LINES = 250_000
# Runs merged at a time: well below the usual limit of 1,024 open files.
MERGE_RUNS = 128


class LineSorter:
    """Takes lines (without line feeds) in any order and gives them back sorted, no two alike.

    A context manager: its runs stand in a temporary directory below ``folder`` until it ends.
    """

    def __init__(self, folder: Path | None = None, run_lines: int = RUN_LINES) -> None:
        self._folder = tempfile.TemporaryDirectory(dir=folder, prefix="sort-")
        self._run_lines = run_lines
        self._lines: list[str] = []
        self._runs: list[Path] = []
        self._made = 0

    def __enter__(self) -> LineSorter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def add(self, line: str) -> None:
        """One line."""
        self._lines.append(line)
        if len(self._lines) >= self._run_lines:
            self._spill()

    def extend(self, lines: Iterable[str]) -> None:
        """Many lines."""
        lines = iter(lines)
        while batch := list(islice(lines, self._run_lines - len(self._lines))):
            self._lines += batch
            if len(self._lines) >= self._run_lines:
                self._spill()

    def __iter__(self) -> Iterator[str]:
        if not self._runs:  # all are in memory
            self._lines.sort()  # not made a set before: most come in order, which is sorted at once
            self._lines = [line for line, _ in groupby(self._lines)]
            yield from self._lines
            return
        while len(self._runs) > MERGE_RUNS:
            self._runs = [self._merge(self._runs[:MERGE_RUNS]), *self._runs[MERGE_RUNS:]]
        with ExitStack() as stack:
            runs = [_read_run(path, stack) for path in self._runs]
            self._lines.sort()  # in place: who asks twice waits once
            yield from _unique(heapq.merge(*runs, self._lines))

    def _spill(self) -> None:
        self._runs.append(self._write(sorted(set(self._lines))))
        self._lines = []

    def _merge(self, runs: list[Path]) -> Path:
        with ExitStack() as stack:
            merged = self._write(_unique(heapq.merge(*(_read_run(path, stack) for path in runs))))
        for path in runs:
            path.unlink()
        return merged

    def _write(self, lines: Iterable[str]) -> Path:
        self._made += 1
        path = Path(self._folder.name) / f"{self._made}.run"
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(f"{line}\n" for line in lines)
        return path


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file without their line feeds; only LF ends a line (N-Quads allows NEL in a
    literal)."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.removesuffix("\n")


def _read_run(path: Path, stack: ExitStack) -> Iterator[str]:
    lines = stack.enter_context(path.open(encoding="utf-8", newline="\n"))
    return (line.removesuffix("\n") for line in lines)


def _unique(lines: Iterable[str]) -> Iterator[str]:
    last = None
    for line in lines:
        if line != last:
            yield line
        last = line
