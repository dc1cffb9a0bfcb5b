"""What the endpoint is told when it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

KIB, MIB, GIB = 2**10, 2**20, 2**30


@dataclass(frozen=True, slots=True)
class Settings:
    """``timeout`` in seconds, for one query; ``max_rows`` of a result (solutions or triples);
    ``max_query_bytes`` of a request's body or address; ``max_result_bytes`` of a result as the engine writes
    it; ``concurrency`` queries that run at a time; ``cache_bytes`` of answers that are kept,
    0 for none; ``memory_limit`` of the engine in bytes; ``allow_service``
    the IRIs that SERVICE may name; ``base_url`` the public address, ending with ``/``, None for what the
    client's own request names."""

    kg: Path
    host: str = "127.0.0.1"
    port: int = 7878
    timeout: int = 30
    max_rows: int = 100_000
    max_query_bytes: int = 100 * KIB
    max_result_bytes: int = 64 * MIB
    concurrency: int = 8
    cache_bytes: int = 64 * MIB
    memory_limit: int = 4 * GIB
    allow_service: tuple[str, ...] = ()
    base_url: str | None = None


def default_concurrency() -> int:
    """Four queries a processor: short ones wait for the disk, long ones must not starve them all."""
    return 4 * (os.cpu_count() or 2)
