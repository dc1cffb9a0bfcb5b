"""Quads into an Oxigraph store: everything at once, by its bulk loader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
from gongwen.graph.ledger import Ledger
from gongwen.graph.pool import Pool
from gongwen.graph.sorting import read_lines

# Bytes handed to the loader at a time.
_CHUNK = 1 << 20


def load_store(path: Path, lines: Iterable[str]) -> None:
    """Makes a store at ``path`` (a directory that does not exist yet) that holds these N-Quads lines."""
    store = ox.Store(path)
    # pyoxigraph takes any object with read(); the lines are ours, so their IRIs need no second check.
    store.bulk_load(cast(IO[bytes], _LineStream(lines)), format=ox.RdfFormat.N_QUADS, lenient=True)
    store.optimize()
    store.flush()


def generation_lines(ledger: Ledger, pool: Pool, derived: Path) -> Iterator[str]:
    """All lines of a generation, graph by graph: the derived ones, then one after the other the
    documents'."""
    yield from read_lines(derived)
    last, packet = "", None
    for _, key, position in ledger.chosen():
        if key != last or packet is None:
            last, packet = key, pool.packet(key)
        if packet is None:
            raise OSError(f"packet {key} is gone from the pool")
        yield from packet.documents[position].lines


class _LineStream:
    """Lines as a stream of bytes; `read` is all that the loader asks of it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        if len(self._rest) < size:
            self._rest += self._gather(size - len(self._rest))
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def _gather(self, size: int) -> bytes:
        gathered: list[bytes] = []
        have = 0
        for line in self._lines:
            gathered.append(f"{line}\n".encode())
            have += len(gathered[-1])
            if have >= max(size, _CHUNK):
                break
        return b"".join(gathered)
