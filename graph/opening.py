"""A graph to ask, wherever it is: a KG directory, or the address of a SPARQL endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gongwen.graph.asking.quotes import Quotes, open_quotes
from gongwen.graph.asking.store import RemoteStore, Store, open_kg
from gongwen.graph.errors import QueryError

_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Opened:
    """A store, and what quotes its evidence."""

    store: Store
    quotes: Quotes


def either(kg: str | Path | None, endpoint: str | None) -> str:
    """What a command is to open, given a KG (or an address in its place) and ``--endpoint``; raises QueryError unless it is
    exactly one of them."""
    if (kg is None) == (endpoint is None):
        raise QueryError("需要图谱目录或端点之一 name either a KG directory or --endpoint URL")
    if endpoint is not None and not endpoint.startswith(_WEB):
        raise QueryError(f"不是网址 --endpoint wants an http(s) address: {endpoint!r} is no address")
    return str(endpoint if kg is None else kg)


@contextmanager
def opened(where: str) -> Iterator[Opened]:
    """The graph at a path or an http(s) address. Raises NoKgError, KgError."""
    if where.startswith(_WEB):
        yield Opened(RemoteStore(where), Quotes())
        return
    root = Path(where)
    with open_kg(root) as store, open_quotes(root) as quotes:
        yield Opened(store, quotes)
