"""The errors that callers may want to tell apart; each carries what offended."""

from __future__ import annotations


class GongwenError(Exception):
    """Base of all errors of this package."""


class SourceError(GongwenError):
    """A source that cannot be read; ``code`` is a stable machine word, ``name`` the source."""

    def __init__(self, code: str, name: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.name = name


class EmptySourceError(SourceError):
    """A source without any character to read."""


class BinarySourceError(SourceError):
    """A source that is not text."""


class EncodingError(SourceError):
    """A source that is text, but not in UTF-8."""
