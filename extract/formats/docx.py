"""DOCX (ECMA-376) to text: paragraphs with the numbers that Word computes, tables row by row, text boxes, and whole pages
embedded as altChunk. python-docx opens the package; it gives neither numbers nor the order of boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from gongwen.extract.errors import DamagedSourceError
from gongwen.extract.formats.archive import checked_bytes
from gongwen.extract.formats.docx_numbers import Numbering
from gongwen.extract.formats.limits import MOST_NODES
from gongwen.extract.formats.needs import needed
from gongwen.extract.formats.tables import table_lines

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# What is deleted, or stands in two forms of which the first is the text.
_SKIPPED = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_MC}Fallback",
    f"{_W}pPr",
    f"{_W}rPr",
    f"{_W}instrText",
    f"{_W}delText",
}


def docx_text(data: bytes, name: str, embedded: Callable[[bytes], str]) -> str:
    """The text of a DOCX file; ``embedded`` reads the files that altChunk embeds. Raises DamagedSourceError,
    MissingLibraryError."""
    docx = needed("docx", "formats", name, "DOCX")
    checked_bytes(data, name)
    try:
        document = docx.Document(BytesIO(data))
    except Exception as e:  # python-docx lets through whatever its libraries raise on a broken package
        raise DamagedSourceError(
            "damaged-source", name, f"{name} 不是完整的 DOCX 文件 is damaged: {e!r}"
        ) from e
    body = document.element.body
    if sum(1 for _ in body.iter()) > MOST_NODES:
        raise DamagedSourceError("too-many-nodes", name, f"{name} has more than {MOST_NODES:,} elements.")
    return "".join(f"{line}\n" for line in _Reader(document, embedded).lines(body) if line.strip())


class _Reader:
    def __init__(self, document: Any, embedded: Callable[[bytes], str]) -> None:
        self._part, self._embedded = document.part, embedded
        self._numbering = Numbering.of(document)

    def lines(self, container: Any) -> Iterator[str]:
        """The lines of a body, a cell or a text box, in document order, without recursion but for tables in cells."""
        stack = list(reversed(container))
        while stack:
            element = stack.pop()
            if element.tag == f"{_W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                yield from table_lines(self._rows(element))
            elif element.tag == f"{_W}altChunk":
                yield from self._chunk(element)
            elif element.tag not in _SKIPPED:
                stack.extend(reversed(element))

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        number = self._numbering.next(paragraph)
        boxes: list[Any] = []
        text = "".join(_text(paragraph, boxes))
        yield from (number + text).split("\n")
        for box in boxes:
            yield from self.lines(box)

    def _rows(self, table: Any) -> list[list[str]]:
        rows: list[list[str]] = []
        for tr in table.iterchildren(f"{_W}tr"):
            row: list[str] = []
            for cell in tr.iterchildren(f"{_W}tc"):
                content = "\n".join(self.lines(cell))
                above = rows[-1] if rows else []
                if _continues(cell) and len(row) < len(above):
                    content = above[len(row)]
                row.extend([content] * _width(cell))
            rows.append(row)
        width = max(map(len, rows), default=0)
        return [row + [""] * (width - len(row)) for row in rows]

    def _chunk(self, element: Any) -> Iterator[str]:
        part = self._part.related_parts.get(element.get(f"{_R}id"))
        if part is not None:
            yield from self._embedded(part.blob).split("\n")


def _text(paragraph: Any, boxes: list[Any]) -> Iterator[str]:
    """The characters of a paragraph; text boxes in it are collected, not read in its midst."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in _MARKS:
            yield _MARKS[element.tag]
        elif element.tag == f"{_W}txbxContent":
            boxes.append(element)
        elif element.tag not in _SKIPPED:
            stack.extend(reversed(element))


def _continues(cell: Any) -> bool:
    """Whether a cell goes on from the one above (ECMA-376, 17.4.84: vMerge without ``restart``)."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val") != "restart"


def _width(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(f"{_W}val") if span is not None else "1"
    return (
        min(max(int(value), 1), 100)
        if value and value.isascii() and value.isdigit() and len(value) < 6
        else 1
    )
