"""Quads into an Oxigraph store: all at once by its bulk loader, or what changed since the former generation.

A generation's store begins as a checkpoint of its predecessor's (hard links, RocksDB), so that one added document
costs one document; what is linked is never written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, groupby, islice
from pathlib import Path
from queue import Empty, SimpleQueue
from time import sleep
from typing import IO, cast

import pyoxigraph as ox

from gongwen.graph.derived.units import derived_lines, moved_lines
from gongwen.graph.kg.generations import Generation
from gongwen.graph.kg.ledger import Chosen, Ledger
from gongwen.graph.kg.pool import Pool
from gongwen.graph.kg.streams import ByteStream, LineStream

# A store that changes by more than this share of its documents is made anew: compact, and no slower.
LARGEST_CHANGE = 0.3


# Lines of the derived graphs that are handed on at a time.
_BATCH = 5_000
# Threads that load at once: each makes files of its own, and few files are asked fast.
_MOST_THREADS = 2
# Bytes of N-Quads that a thread loads in one go: the engine holds them sorted in memory, five times as large, until it
# writes them down.
_AT_ONCE = 40 << 20
# Chunks that wait for a thread to take them.
_WAITING = 16
# Seconds between two looks of who gives, and those that who takes waits before it looks for the end.
_PAUSE = 0.002
_PATIENCE = 0.05


def load_generation(path: Path, ledger: Ledger, pool: Pool, jobs: int = 1) -> None:
    """Makes a store at ``path`` of all graphs of a generation, with as many processors as ``jobs`` where there are so
    many threads to load with."""
    store = ox.Store(path)
    chunks = generation_bytes(ledger, pool)
    if jobs <= 1:
        _load_in_turns(store, chunks)
        store.optimize()
    else:
        _load_at_once(store, chunks, min(jobs, _MOST_THREADS))
    store.flush()


def generation_bytes(ledger: Ledger, pool: Pool) -> Iterator[bytes]:
    """All lines of a generation, graph by graph, in chunks of whole lines: the derived ones, then one after the other the
    documents'."""
    lines = derived_lines(ledger.db, ordered=False)
    while batch := list(islice(lines, _BATCH)):
        yield "\n".join([*batch, ""]).encode()
    for source in ledger.chosen_of_sources():
        if len(source.positions) == source.documents:  # all of the packet, as it stands there
            yield pool.packet_lines(source.packet)
        else:
            documents = pool.require(source.packet).documents
            chosen = chain.from_iterable(documents[position].lines for position in source.positions)
            yield "".join(f"{line}\n" for line in chosen).encode()


def _load_bytes(store: ox.Store, chunks: Iterable[bytes]) -> None:
    # pyoxigraph takes any object with read(); the lines are ours, so their IRIs need no second check.
    store.bulk_load(cast(IO[bytes], ByteStream(chunks)), format=ox.RdfFormat.N_QUADS, lenient=True)


class _Chunks:
    """Chunks on their way to the threads that load them.

    No lock that an interrupt could leave taken and no last word that it could leave unsaid: givers look how many wait,
    takers look whether the end has come, both now and then.
    """

    def __init__(self) -> None:
        self.ended = False
        self._waiting: SimpleQueue[bytes] = SimpleQueue()

    def give(self, chunk: bytes, wanted: Callable[[], bool]) -> None:
        """Hands a chunk on as soon as few wait, unless it is not wanted any more."""
        while self._waiting.qsize() >= _WAITING:
            if not wanted():
                return
            sleep(_PAUSE)
        self._waiting.put(chunk)

    def __iter__(self) -> Iterator[bytes]:
        while True:
            ended = self.ended  # before the look: what was given before the end is taken
            try:
                yield self._waiting.get(timeout=_PATIENCE)
            except Empty:
                if ended:
                    return


def _load_at_once(store: ox.Store, chunks: Iterable[bytes], threads: int) -> None:
    """Loads with several threads, which take chunks as they need them; the engine holds no lock of Python's."""
    given = _Chunks()
    loading: list[Future[None]] = []
    with ThreadPoolExecutor(threads) as pool:
        try:
            for _ in range(threads):
                loading.append(pool.submit(_load_in_turns, store, iter(given)))
            for chunk in chunks:
                given.give(chunk, lambda: not all(thread.done() for thread in loading))
        finally:
            try:
                given.ended = True
            finally:  # an interrupt may come before the first word of a block: then this one says it
                given.ended = True
        for done in loading:
            done.result()


def _load_in_turns(store: ox.Store, chunks: Iterator[bytes]) -> None:
    for first in chunks:
        _load_bytes(store, _up_to(_AT_ONCE, first, chunks))


def _up_to(most: int, first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """``first`` and the chunks behind it until they are ``most`` bytes or more."""
    yield first
    size = len(first)
    while size < most and (chunk := next(chunks, None)) is not None:
        yield chunk
        size += len(chunk)


def extend_store(path: Path, former: Generation, ledger: Ledger, pool: Pool) -> bool:
    """Makes a store at ``path`` from that of the former generation and what the ledger has that it has not; False, and nothing made, where too much changed."""
    gone, come = ledger.changes(former.ledger)
    if len(gone) + len(come) > LARGEST_CHANGE * ledger.count_chosen():
        return False
    ox.Store.read_only(str(former.store)).backup(str(path))
    store = ox.Store(path)
    for document in gone:
        store.remove_graph(ox.NamedNode(document))
    lost = LineStream(moved_lines(ledger.db, gained=False))
    for quad in ox.parse(cast(IO[bytes], lost), format=ox.RdfFormat.N_QUADS, lenient=True):
        store.remove(quad)
    _load(store, chain(moved_lines(ledger.db, gained=True), _documents(come, pool)))
    store.flush()
    return True


def _load(store: ox.Store, lines: Iterable[str]) -> None:
    # pyoxigraph takes any object with read(); the lines are ours, so their IRIs need no second check.
    store.bulk_load(cast(IO[bytes], LineStream(lines)), format=ox.RdfFormat.N_QUADS, lenient=True)


def _documents(chosen: Iterable[Chosen], pool: Pool) -> Iterator[str]:
    return chain.from_iterable(lines for _, lines in document_graphs(chosen, pool))


def document_graphs(chosen: Iterable[Chosen], pool: Pool) -> Iterator[tuple[str, Sequence[str]]]:
    """The graph of each document: its IRI and its N-Quads lines, sorted; those of one packet one after the other. Raises
    OSError for a packet that is gone."""
    for key, documents in groupby(chosen, lambda document: document.packet):
        packet = pool.require(key)
        for document in documents:
            yield document.iri, packet.documents[document.position].lines
