"""A graph to ask, wherever it is: a KG directory, or the address of a SPARQL endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gongwen.graph.quotes import Quotes, open_quotes
from gongwen.graph.store import RemoteStore, Store, open_kg


@dataclass(frozen=True, slots=True)
class Opened:
    """A store, and what quotes its evidence."""

    store: Store
    quotes: Quotes


@contextmanager
def opened(where: str) -> Iterator[Opened]:
    """The graph at a path or an http(s) address. Raises NoKgError, KgError."""
    if where.startswith(("http://", "https://")):
        yield Opened(RemoteStore(where), Quotes())
        return
    root = Path(where)
    with open_kg(root) as store, open_quotes(root) as quotes:
        yield Opened(store, quotes)
