"""Streams between gongwen's lines and the engine, which reads and writes bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO

# Bytes handed to the engine at a time.
_CHUNK = 1 << 20
# Bytes in which the declarations of prefixes at the head of a file end.
_HEAD = 1 << 14

_TURTLE_PREFIXES = re.compile(rb"(?:@prefix [^\n]*+\n)++")
_XML_PREFIXES = re.compile(rb"(?<=<rdf:RDF)(?: xmlns:[^ >]++)++(?=[ >])")


class LineStream:
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


class ByteStream:
    """Chunks of bytes, each of whole lines, as a stream; `read` gives less than it is asked for where a chunk ends."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._chunk, self._at = b"", 0

    def read(self, size: int, /) -> bytes:
        while self._at >= len(self._chunk):
            following = next(self._chunks, None)
            if following is None:
                return b""
            self._chunk, self._at = following, 0
        data = self._chunk[self._at : self._at + size]
        self._at += len(data)
        return data


class PrefixSorter:
    """Passes bytes on to ``out`` with the declarations of prefixes at their head sorted: the engine writes
    them in an order that changes from run to run."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._head: bytes | None = b""

    def write(self, data: bytes) -> int:
        """Takes the next bytes."""
        if self._head is None:
            return self._out.write(data)
        self._head += data
        if len(self._head) >= _HEAD:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Passes on what is held back."""
        if self._head is not None:
            head = _TURTLE_PREFIXES.sub(
                lambda m: b"".join(sorted(m.group().splitlines(True))), self._head, count=1
            )
            head = _XML_PREFIXES.sub(lambda m: b" " + b" ".join(sorted(m.group().split())), head, count=1)
            self._head = None
            self._out.write(head)
        self._out.flush()
