"""Quads into an Oxigraph store: everything at once, by its bulk loader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from gongwen.graph.ledger import Ledger
from gongwen.graph.pool import Pool
from gongwen.graph.sorting import read_lines
from gongwen.graph.streams import LineStream


def load_store(path: Path, lines: Iterable[str]) -> None:
    """Makes a store at ``path`` (a directory that does not exist yet) that holds these N-Quads lines."""
    store = ox.Store(path)
    # pyoxigraph takes any object with read(); the lines are ours, so their IRIs need no second check.
    store.bulk_load(cast(IO[bytes], LineStream(lines)), format=ox.RdfFormat.N_QUADS, lenient=True)
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
