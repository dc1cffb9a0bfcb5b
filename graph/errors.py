"""Errors of the graph that a user can do something about; the message says what."""

from __future__ import annotations

from pathlib import Path

from gongwen.extract.errors import GongwenError


class KgError(GongwenError):
    """A KG directory that cannot be used; ``path`` is the directory."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


class NoKgError(KgError):
    """There is no KG where one was asked for."""


class KgLockedError(KgError):
    """Another process builds this KG."""


class QueryError(GongwenError):
    """A query that does not exist, does not parse, or whose parameters do not fit."""


class EndpointError(GongwenError):
    """A remote SPARQL endpoint that does not answer as it should; ``url`` is its address."""

    def __init__(self, url: str, message: str) -> None:
        super().__init__(message)
        self.url = url
