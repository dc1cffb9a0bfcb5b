"""PDF (ISO 32000) to text: the text layer by pypdfium2, ruled tables by pdfplumber on pages that have rules."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from gongwen.extract.errors import DamagedSourceError, NoTextLayerError
from gongwen.extract.formats.layout import Page, Row, Run, text_of
from gongwen.extract.formats.limits import MOST_PAGES
from gongwen.extract.formats.needs import needed
from gongwen.extract.formats.tables import table_lines

# A page with fewer ruling lines and boxes than this has no table.
_LEAST_RULES = 4
# A scanned page has no characters, or a stamp's and a page number's.
_LEAST_CHARACTERS = 8
_PATH = 2  # FPDF_PAGEOBJ_PATH
# U+FFFE stands for a hyphen that PDFium took out, a soft hyphen for one that the font names so.
_ODD = {0xFFFE: None, 0: None, 0xAD: "-"}
_LINE_ENDS = frozenset("\r\n")


def pdf_text(data: bytes, name: str) -> str:
    """The text of a PDF file. Raises DamagedSourceError, NoTextLayerError for a scan, MissingLibraryError."""
    pdfium = needed("pypdfium2", "formats", name, "PDF")
    try:
        with pdfium.PdfDocument(data) as document:
            count = len(document)
            if count > MOST_PAGES:
                told = f"{name} has {count:,} pages; at most {MOST_PAGES:,} are read."
                raise DamagedSourceError("too-many-pages", name, told)
            pages = [_page(document[i]) for i in range(count)]
    except pdfium.PdfiumError as e:
        told = f"{name} 无法打开 cannot be opened as PDF ({e}): damaged, or protected by a password."
        raise DamagedSourceError("damaged-source", name, told) from e
    if sum(len(run.text) for page, _ in pages for run in page.runs) < _LEAST_CHARACTERS * count:
        raise NoTextLayerError(
            "no-text-layer",
            name,
            f"{name} 是没有文字层的扫描件 is a scan without a text layer: run OCR first, e.g. ocrmypdf -l chi_sim.",
        )
    ruled = [i for i, (_, rules) in enumerate(pages) if rules >= _LEAST_RULES]
    tables = _tables(data, ruled, name) if ruled else {}
    return text_of(
        Page(page.width, page.height, page.runs, tuple(tables.get(i, ())))
        for i, (page, _) in enumerate(pages)
    )


def _page(page: Any) -> tuple[Page, int]:
    """A page with its runs, and the number of its paths, of which rules are made."""
    width, height = page.get_size()
    rules = sum(1 for _ in page.get_objects(filter=[_PATH], max_depth=2))
    textpage = page.get_textpage()
    try:
        runs = tuple(_runs(textpage, height))
    finally:
        textpage.close()
        page.close()
    return Page(width, height, runs), rules


def _runs(textpage: Any, height: float) -> Iterator[Run]:
    """The characters in the order of the file, joined to the lines that PDFium makes of them; a wide gap ends a run."""
    raw = needed("pypdfium2.raw", "formats", "", "PDF")
    held: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0]
    for i in range(textpage.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(textpage, i))
        if char in _LINE_ENDS:
            yield from _run(held, box)
            held = []
            continue
        if (
            raw.FPDFText_IsGenerated(textpage, i) == 1
        ):  # a blank that PDFium puts in, without a place of its own
            held.extend(" " if held else "")
            continue
        # Loose boxes are as high as the font: a 一 or a quotation mark stands on the line with the others.
        left, bottom, right, top = textpage.get_charbox(i, loose=True)
        place = [left, height - top, right, height - bottom]
        if held and not _adjoins(box, place):
            yield from _run(held, box)
            held = []
        box = [*map(min, box[:2], place[:2]), *map(max, box[2:], place[2:])] if held else place
        held.append(char)
    yield from _run(held, box)


def _adjoins(box: list[float], place: list[float]) -> bool:
    """Whether a character goes on in the line of those before it."""
    size = box[3] - box[1]
    return box[1] <= (place[1] + place[3]) / 2 <= box[3] and -size < place[0] - box[2] < 0.9 * size


def _run(held: list[str], box: list[float]) -> Iterator[Run]:
    text = "".join(held).translate(_ODD).strip()
    if text:
        yield Run(box[0], box[1], box[2], box[3], text)


def _tables(data: bytes, pages: list[int], name: str) -> dict[int, list[Row]]:
    """The ruled tables of those pages, by page; one that goes on at the top of the next page is one table."""
    plumber = needed("pdfplumber", "formats", name, "PDF 表格 tables in PDF")
    # It warns of each font that lacks something, which nobody can mend.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found: dict[int, list[tuple[Any, list[list[str]]]]] = {}
    try:
        with plumber.open(BytesIO(data)) as document:
            for i in pages:
                found[i] = _tables_on(document.pages[i])
    except (
        Exception
    ):  # what pdfminer raises on a damaged file has no common class; the text is there without tables
        return {}
    return _as_rows(found)


def _tables_on(page: Any) -> list[tuple[Any, list[list[str]]]]:
    tables = [t for t in page.find_tables() if len(t.rows) > 1 and len(t.rows[0].cells) > 1]
    found = [(t.bbox, _cells(t)) for t in tables]
    page.close()
    return found


def _cells(table: Any) -> list[list[str]]:
    """The cells of a table by rows and columns; one that spans several stands in each. A place without a cell of its own
    (None) belongs to the cell to its left or above that reaches into it."""
    boxes = [list(row.cells) for row in table.rows]
    texts = [[_cell(cell) for cell in row] for row in table.extract()]
    lefts = [min((row[j][0] for row in boxes if row[j]), default=0.0) for j in range(len(boxes[0]))]
    for i, row in enumerate(boxes):
        top = min((box[1] for box in row if box), default=0.0)
        for j, box in enumerate(row):
            beside, above = row[j - 1] if j else None, boxes[i - 1][j] if i else None
            if box is None and beside and beside[2] > lefts[j] + 1:
                row[j], texts[i][j] = beside, texts[i][j - 1]
            elif box is None and above and above[3] > top + 1:
                row[j], texts[i][j] = above, texts[i - 1][j]
    return texts


def _cell(text: str | None) -> str:
    """A cell's text; lines that are all as long as the cell is wide are one line that wraps, and others are a list."""
    lines = (text or "").split("\n")
    longest = max(map(len, lines))
    return ("" if all(len(line) >= longest - 1 for line in lines[:-1]) else "\n").join(lines)


def _as_rows(found: dict[int, list[tuple[Any, list[list[str]]]]]) -> dict[int, list[Row]]:
    """The lines of each table at its place; those of a table that goes on stand where it begins."""
    rows: dict[int, list[Row]] = {}
    open_page, open_cells = -2, [[""]]
    for i in sorted(found):
        for position, (box, cells) in enumerate(found[i]):
            goes_on = not position and open_page == i - 1 and len(cells[0]) == len(open_cells[0])
            if goes_on:
                open_cells.extend(cells)
                first = next(j for j in sorted(rows, reverse=True) if j < i and rows[j] and rows[j][-1].lines)
                last = rows[first][-1]
                rows[first][-1] = Row(
                    last.x0, last.y0, last.x1, last.y1, tuple(table_lines(open_cells)), table=True
                )
                rows.setdefault(i, []).append(_table(box, []))
            else:
                open_cells = [list(row) for row in cells]
                rows.setdefault(i, []).append(_table(box, open_cells))
        if found[i]:
            open_page = i
    return rows


def _table(box: tuple[float, float, float, float], cells: list[list[str]]) -> Row:
    return Row(box[0], box[1], box[2], box[3], tuple(table_lines(cells)) if cells else (), table=True)
