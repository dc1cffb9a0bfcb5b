"""``gongwen push``: the graphs of a KG into a store of one's own, by the Graph Store Protocol, one named graph a request.

Documents first, then the derived graphs, then what is gone: a reader of the store sees each graph whole.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from gongwen.graph.derived.units import derived_lines
from gongwen.graph.errors import EndpointError, KgError
from gongwen.graph.kg.generations import GENERATIONS, MANIFEST, Generation, KgDirectory
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.loading import document_graphs
from gongwen.graph.kg.pool import Pool
from gongwen.graph.kg.sorting import read_lines
from gongwen.graph.pushing.graph_store import GraphStore
from gongwen.graph.pushing.push_record import PushRecord
from gongwen.graph.triples.lines import triple_of

# Bytes of one request: graphs of documents are smaller; the links of a large corpus go in several.
PART_BYTES = 16 * 2**20
LAST = "last"


class PushWatcher(Protocol):
    """Is told how a push gets on."""

    def phase(self, name: str, total: int | None) -> None:
        """A phase begins: ``pushing`` (``total`` graphs), ``deleting``."""

    def step(self, name: str) -> None:
        """One graph is done."""


@dataclass(frozen=True, slots=True)
class PushReport:
    """Graphs by what was done with them, and the ``triples`` sent. ``resumed``: an earlier push was gone on with."""

    sent: int
    unchanged: int
    deleted: int
    triples: int
    resumed: bool


@dataclass(frozen=True, slots=True)
class _Graph:
    """A named graph: its IRI and its N-Triples lines, in memory or in a file."""

    iri: str
    lines: Iterable[str] | Path

    def read(self) -> Iterable[str]:
        return read_lines(self.lines) if isinstance(self.lines, Path) else self.lines

    def digest(self) -> str:
        whole = hashlib.sha256()
        for line in self.read():
            whole.update(f"{line}\n".encode())
        return whole.hexdigest()


def push(
    root: Path, store: GraphStore, since: str | None, watcher: PushWatcher, *, dry: bool = False
) -> PushReport:
    """Loads the KG at ``root`` into a store; with ``dry`` only counts what would be done.

    ``since``: None sends every graph; ``last`` those that changed since what the store was given before; the number of a
    generation those that changed since that one, which the store is taken to hold. A push that was not finished is gone on
    with. Raises EndpointError, KgError, NoKgError.
    """
    with KgDirectory(root).reading() as generation, PushRecord(root, store.url) as record:
        if since not in (None, LAST):
            record.replace(_digests(root, _generation(root, since)))
        resumed = _check_record(store, record, since is not None)
        if not dry:
            record.begin()
        report = _Push(store, record, watcher, since is not None, dry).run(root, generation, resumed)
        if not dry:
            record.finish()
        return report


def _generation(root: Path, number: str | None) -> Generation:
    path = root / GENERATIONS / (number or "").zfill(6)
    if not (number or "").isdecimal() or not (path / MANIFEST).is_file():
        there = "、".join(sorted(p.name for p in (root / GENERATIONS).iterdir() if p.name.isdigit()))
        told = f"--since: {number!r} 不在 is not there; 'last', or one of the generations: {there}"
        raise KgError(root, told)
    return Generation(path)


def _digests(root: Path, generation: Generation) -> list[tuple[str, str]]:
    with _graphs(root, generation) as (_, graphs):
        return [(graph.iri, graph.digest()) for graph in graphs]


def _check_record(store: GraphStore, record: PushRecord, since: bool) -> bool:
    """Whether a push is resumed; a record that the store belies is not gone by. Any graph is asked for before the first is
    sent: a wrong address is told from a right one by it."""
    example = record.example()
    there = store.has(example or "urn:gongwen:none")
    if not (since or record.resumed) or example is None:
        return False
    if there:
        return record.resumed
    if since:
        told = f"里没有上次推送的内容 does not hold what was pushed before (<{example}>); push all: without --since."
        raise EndpointError(store.url, f"{store.url} {told}")
    record.replace([])
    return False


class _Push:
    def __init__(
        self, store: GraphStore, record: PushRecord, watcher: PushWatcher, since: bool, dry: bool
    ) -> None:
        self._store, self._record, self._watcher = store, record, watcher
        self._since, self._dry = since, dry
        self._sent = self._unchanged = self._triples = 0

    def run(self, root: Path, generation: Generation, resumed: bool) -> PushReport:
        with _graphs(root, generation) as (count, graphs):
            self._watcher.phase("pushing", count)
            gone = self._record.others(self._each(graphs))
        self._watcher.phase("deleting", len(gone))
        for iri in gone:
            if not self._dry:
                self._store.delete(iri)
                self._record.forget(iri)
            self._watcher.step(iri)
        return PushReport(self._sent, self._unchanged, len(gone), self._triples, resumed)

    def _each(self, graphs: Iterable[_Graph]) -> Iterator[str]:
        for graph in graphs:
            digest = graph.digest()
            if self._record.has(graph.iri, digest, since=self._since):
                self._unchanged += 1
            else:
                self._send(graph, digest)
            self._watcher.step(graph.iri)
            yield graph.iri

    def _send(self, graph: _Graph, digest: str) -> None:
        self._sent += 1
        if self._dry:
            return
        self._store.put(graph.iri, self._parts(graph.read()))
        self._record.enter(graph.iri, digest)

    def _parts(self, lines: Iterable[str]) -> Iterator[bytes]:
        for part, count in _parts(lines):
            self._triples += count
            yield part


def _parts(lines: Iterable[str]) -> Iterator[tuple[bytes, int]]:
    """Lines as bytes of requests, with their numbers."""
    gathered, size = [], 0
    for line in lines:
        gathered.append(f"{line}\n".encode())
        size += len(gathered[-1])
        if size >= PART_BYTES:
            yield b"".join(gathered), len(gathered)
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered), len(gathered)


@contextmanager
def _graphs(root: Path, generation: Generation) -> Iterator[tuple[int, Iterator[_Graph]]]:
    """The graphs of a generation, documents first, and their number."""
    ledger = Ledger(generation.ledger, read_only=True)
    try:
        with tempfile.TemporaryDirectory(prefix="gongwen-") as folder:
            derived = _split(derived_lines(ledger.db), Path(folder))
            yield ledger.count_chosen() + len(derived), _all(ledger, Pool(root), derived)
    finally:
        ledger.close()


def _all(ledger: Ledger, pool: Pool, derived: list[_Graph]) -> Iterator[_Graph]:
    for iri, lines in document_graphs(ledger.chosen(), pool):
        yield _Graph(iri, [triple_of(line) for line in lines])
    yield from derived


def _split(lines: Iterable[str], folder: Path) -> list[_Graph]:
    """The derived graphs, each in a file of its own."""
    files: dict[str, IO[str]] = {}
    try:
        for line in lines:
            iri = line.rsplit(" ", 2)[1]
            if iri not in files:
                files[iri] = (folder / f"{len(files)}.nt").open("w", encoding="utf-8", newline="\n")
            files[iri].write(f"{triple_of(line)}\n")
    finally:
        for file in files.values():
            file.close()
    return [_Graph(iri[1:-1], Path(files[iri].name)) for iri in sorted(files)]
