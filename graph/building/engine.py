"""Who does the work of a build: the processes of this machine, or a cluster.

An engine reads sources into packets and makes what a generation holds of their graphs; the ledger between, and what is
derived from it, are the same for all.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gongwen.graph.building.reader import Reader
from gongwen.graph.building.workers import ReadAll, reading
from gongwen.graph.kg.generations import STORE, Generation
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.loading import extend_store, load_generation
from gongwen.graph.kg.pool import Pool


@dataclass(frozen=True, slots=True)
class Work:
    """A generation while it is made: ``unfinished`` its directory, with the ledger in it, and
    ``former`` its predecessor."""

    unfinished: Path
    former: Generation | None
    ledger: Ledger
    pool: Pool


class Engine(Protocol):
    """What a build asks of whoever does the work."""

    def reading(self, reader: Reader) -> AbstractContextManager[ReadAll]:
        """What reads places, as long as the context lasts."""

    def has_made(self, generation: Generation) -> bool:
        """Whether a generation holds what this engine makes."""

    def make(self, work: Work) -> None:
        """Makes of the graphs what a generation holds."""


@dataclass(frozen=True, slots=True)
class Local:
    """``jobs`` processes of this machine, and an Oxigraph store."""

    jobs: int = 1

    def reading(self, reader: Reader) -> AbstractContextManager[ReadAll]:
        """One process more where ``jobs`` is not 1: this one, which writes the ledger."""
        return reading(reader, self.jobs)

    def has_made(self, generation: Generation) -> bool:
        """Whether it has a store."""
        return generation.store.is_dir()

    def make(self, work: Work) -> None:
        """The store: what changed where the predecessor has one, else all."""
        store = work.unfinished / STORE
        former = work.former if work.former and self.has_made(work.former) else None
        if former is None or not extend_store(store, former, work.ledger, work.pool):
            load_generation(store, work.ledger, work.pool, self.jobs)
