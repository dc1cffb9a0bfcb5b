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
    """A source that is text in no encoding that could be recognised."""


class DamagedSourceError(SourceError):
    """A file that is not what its first bytes promise, or that exceeds what one file may hold."""


class NoTextLayerError(SourceError):
    """Pictures of pages, without characters."""


class UnsupportedSourceError(SourceError):
    """A file of a kind that holds no document to read: a picture, a presentation, a spreadsheet."""


class MissingLibraryError(SourceError):
    """A kind of file whose library or program is not installed; the message says how to install it."""
