"""Results as Oxigraph writes them: whether they are whole, and cutting them behind a number of rows.

Bytes are looked at, nothing is parsed into terms: counting the marks between rows gives an upper bound for
next to nothing, and only a result whose bound is past the cap is gone through row by row. What ends in the
middle, as a query does that ran out of time, lacks the mark that every whole result of its format ends with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A result that must be gone through row by row is gone on with when it has grown by this factor: each byte is
# looked at a bounded number of times, however the rows are cut into chunks.
_GROWTH = 1.25
# What answers to ASK are in CSV and TSV, which the standard does not define for them.
_BARE = (b"true", b"false")
_JSON_STRING = rb'"(?:[^"\\]++|\\.)*+"'


@dataclass(frozen=True, slots=True)
class Shape:
    """How a format of results looks in bytes.

    ``row`` matches from the end of one row to the end of the next, where another row follows (``ahead``) or
    always; ``mark`` is in each such place; ``head`` ends what stands before the first row; ``tail`` closes a
    result that was cut; ``ends`` are what whole results, answers to ASK among them, end with.
    """

    mark: bytes
    row: re.Pattern[bytes]
    head: bytes
    tail: bytes
    ends: tuple[bytes, ...]
    ahead: bool = False


# {"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"},{"}},{"o":…}]}}
# Outside of strings `},{` stands between two rows and nowhere else.
JSON_SHAPE = Shape(
    mark=b"},{",
    row=re.compile(rb'(?:[^"}]++|' + _JSON_STRING + rb"|\}(?!,\{))*+\}(?=,\{)", re.DOTALL),
    head=b'"bindings":[',
    tail=b"]}}",
    ends=(b"]}}", b"true}", b"false}"),
    ahead=True,
)
# <results><result>…</result></results></sparql>; text holds no `<`.
XML_SHAPE = Shape(
    mark=b"</result>",
    row=re.compile(rb"(?:[^<]++|<(?!/result>))*+</result>"),
    head=b"<results>",
    tail=b"</results></sparql>",
    ends=(b"</sparql>",),
)
# A line break inside quotes is text (RFC 4180, section 2).
CSV_SHAPE = Shape(
    mark=b"\n",
    row=re.compile(rb'(?:[^"\n]++|"(?:[^"]++|"")*+")*+\n'),
    head=b"\n",
    tail=b"",
    ends=(b"\r\n", *_BARE),
)
# Line breaks inside terms are escaped.
LINES_SHAPE = Shape(mark=b"\n", row=re.compile(rb"[^\n]*+\n"), head=b"\n", tail=b"", ends=(b"\n", *_BARE))
# N-Triples, without a line of names.
TRIPLES_SHAPE = Shape(mark=b"\n", row=re.compile(rb"[^\n]*+\n"), head=b"", tail=b"", ends=(b".\n",))


class Collector:
    """Collects a result chunk by chunk up to ``max_rows`` rows and ``max_bytes`` bytes."""

    def __init__(self, shape: Shape, max_rows: int, max_bytes: int) -> None:
        self._shape, self._max_rows, self._max_bytes = shape, max_rows, max_bytes
        self._data = bytearray()
        self._bound = 0
        self._rows, self._position, self._look_at = 0, -1, 0
        # The end of the last row that fits, once one more has been seen.
        self._cut = -1

    def feed(self, chunk: bytes) -> bool:
        """Takes a chunk; returns False when no more is needed."""
        overlap = len(self._shape.mark) - 1
        before = bytes(self._data[-overlap:]) if overlap else b""
        self._data += chunk
        self._bound += (before + chunk).count(self._shape.mark)
        full = len(self._data) > self._max_bytes
        if full or (self._bound >= self._max_rows and len(self._data) >= self._look_at):
            self._look_at = int(len(self._data) * _GROWTH)
            self._count()
        if full and self._cut < 0:
            self._cut = max(self._position, 0)
        return self._cut < 0

    def finish(self) -> bytes | None:
        """The whole result, or what fits of it, closed; None where it broke off in the middle."""
        if self._cut < 0 and self._bound >= self._max_rows:
            self._count()
        if self._cut >= 0:
            return bytes(self._data[: self._cut]) + self._shape.tail
        return bytes(self._data) if self._whole() else None

    @property
    def capped(self) -> bool:
        """Whether something was left out."""
        return self._cut >= 0

    def _whole(self) -> bool:
        return self._data.endswith(self._shape.ends) or not self._data

    def _count(self) -> None:
        if self._position < 0:
            head = self._data.find(self._shape.head)
            if head < 0:
                return
            self._position = head + len(self._shape.head)
        allowed = self._max_rows - 1 if self._shape.ahead else self._max_rows
        while self._cut < 0 and (match := self._shape.row.match(self._data, self._position)):
            if self._rows == allowed:
                # With ``ahead`` the row that just ended is the last one that fits, without it is one too many.
                self._cut = match.end() if self._shape.ahead else self._position
            else:
                self._rows, self._position = self._rows + 1, match.end()
