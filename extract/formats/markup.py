"""A web page to the text of the document that it shows: its title and its table of particulars, then the main text, line
by line, tables row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from gongwen.extract.data import read_json
from gongwen.extract.fold import fold
from gongwen.extract.formats.limits import MOST_NODES
from gongwen.extract.formats.links import page_links
from gongwen.extract.formats.main_text import hidden, main_element, words
from gongwen.extract.formats.tables import table_lines
from gongwen.extract.model import Link

_SPACE = re.compile(r"[ \t\n\r\f]+")
# A line break in the markup between two Chinese characters parts nothing.
_BETWEEN_HAN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")
_EDGE = " \t\n\r\f"
# Layout by tables: a cell as long as this is no cell of data.
_LONGEST_CELL = 1_200
_LABEL = re.compile(r"[\s【\[]*(?P<label>[\u4e00-\u9fff](?:\s*[\u4e00-\u9fff]){1,9})\s*[】\]]?\s*[：:]\s*")
# How far above the main text its title and particulars stand, in elements.
_LEVELS = 8
# Title and particulars are looked for in what adds at most this many lines to the main text.
_LINES_ABOVE = 400
_TITLE_END = re.compile(r"\s*[-_–—|][^-_–—|]{0,60}$")


def page_text(text: str) -> str:
    """The text of the document on a page, lines ended by ``\\n``; empty where the page has none."""
    return read_page(text)[0]


def read_page(text: str) -> tuple[str, tuple[Link, ...]]:
    """The text of the document on a page as ``page_text``, and the files that it links (``page_links``)."""
    root = _parse(text)
    if root is None:
        return "", ()
    body = root.find(".//body")
    main = main_element(body if body is not None else root)
    lines = list(block_lines(main))
    above = _above(main, lines)
    if not lines:
        return "", ()
    return "\n".join([*_missing(root, [*above, *lines]), *above, *lines]) + "\n", tuple(page_links(root))


def _parse(text: str) -> Any:
    parser = html.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8", huge_tree=False
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return root if sum(1 for _ in root.iter()) <= MOST_NODES else None


def block_lines(root: Any) -> Iterator[str]:
    """The lines of an element as a browser would break them, without recursion; data tables row by row."""
    held: list[str] = []
    for element, opens in _walk(root):
        tag = element.tag
        if opens and tag == "table" and element is not root and (rows := data_rows(element)) is not None:
            yield from _flush(held)
            yield from table_lines(rows)
            held = [element.tail or ""]
            continue
        if tag == "br" or tag in words("block_elements"):
            yield from _flush(held)
            held = []
        if opens:
            held.append(element.text or "")
        elif element is not root:
            held.append(element.tail or "")
    yield from _flush(held)


def _walk(root: Any) -> Iterator[tuple[Any, bool]]:
    """Every visible element at its start (True) and its end (False); of a data table only the start."""
    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        element, opens = stack.pop()
        if opens and hidden(element):
            # What stands behind it is text of its parent.
            yield from _tail_of(element, element is root)
            continue
        yield element, opens
        if not opens or (element.tag == "table" and element is not root and data_rows(element) is not None):
            continue
        stack.append((element, False))
        stack.extend((child, True) for child in reversed(element))


def _tail_of(element: Any, is_root: bool) -> Iterator[tuple[Any, bool]]:
    if not is_root and element.tail:
        stand_in = etree.Element("span")
        stand_in.tail = element.tail
        yield stand_in, False


def _flush(held: list[str]) -> Iterator[str]:
    line = _squeeze("".join(held))
    if line.strip():
        yield line


def _squeeze(text: str) -> str:
    """White space as HTML folds it; full-width blanks, by which documents indent, stay."""
    return _BETWEEN_HAN.sub("", _SPACE.sub(" ", text)).strip(_EDGE)


def data_rows(table: Any) -> list[list[str]] | None:
    """The cells of a table by rows and columns, spans repeated; None for a table that only lays out the page."""
    if table.find(".//table") is not None:
        return None
    rows: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}
    for tr in table.iter("tr"):
        row: list[str] = []
        for cell in tr.iterchildren("td", "th"):
            _hang(row, hanging)
            content = "\n".join(block_lines(cell))
            if len(content) > _LONGEST_CELL:
                return None
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    hanging[len(row)] = (down - 1, content)
                row.append(content)
        _hang(row, hanging)
        rows.append(row)
    width = max(map(len, rows), default=0)
    if width < 2 or len(rows) < 2 or _particulars(rows):
        return None
    return [row + [""] * (width - len(row)) for row in rows]


def _hang(row: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Puts in the cells that span down from rows above."""
    while (at := len(row)) in hanging:
        left, content = hanging.pop(at)
        if left > 1:
            hanging[at] = (left - 1, content)
        row.append(content)


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), 100) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _particulars(rows: list[list[str]]) -> bool:
    """Whether a table is one of labels and values: 索 引 号： | 0001 | 主题分类： | 卫生."""
    cells = [cell for row in rows for cell in row if cell.strip()]
    labels = sum(bool(_LABEL.fullmatch(cell)) for cell in cells)
    return labels >= 2 and labels * 3 >= len(cells)


def _above(main: Any, lines: list[str]) -> list[str]:
    """Title and particulars that stand above the main text, as lines; a label and its value make one."""
    labels = read_json("document_parts.json")["prefix_labels"]
    known = {label.strip("【】") for kind in labels.values() for label in kind}
    scope = main
    for _ in range(_LEVELS):
        parent = scope.getparent()
        if parent is None:
            break
        scope = parent
        around = list(block_lines(scope))
        if len(around) > len(lines) + _LINES_ABOVE:
            break
        before = _joined(around[: _index(around, lines)])
        kept = [line for line in before if (m := _LABEL.match(line)) and "".join(m["label"].split()) in known]
        if kept:
            return kept
    return []


def _index(around: list[str], lines: list[str]) -> int:
    return next((i for i, line in enumerate(around) if line == lines[0]), len(around))


def _joined(lines: list[str]) -> list[str]:
    """A label alone on its line (索 引 号：) with the value on the next; one without a value is left out."""
    joined: list[str] = []
    for line in lines:
        if joined and _LABEL.fullmatch(joined[-1]) and not _LABEL.match(line):
            joined[-1] += line
        else:
            joined.append(line)
    return [line for line in joined if not _LABEL.fullmatch(line)]


def _missing(root: Any, lines: list[str]) -> list[str]:
    """What the page says of itself only in its ``meta`` elements and its title."""
    data, text = read_json("web_pages.json"), _bare("".join(lines))
    meta = {
        (m.get("name") or m.get("property") or ""): (m.get("content") or "").strip()
        for m in root.iter("meta")
    }
    found: list[str] = []
    title = _first(meta, data["meta_title"]) or _TITLE_END.sub("", root.findtext(".//title") or "")
    title = _SPACE.sub(" ", title).strip()
    if title and _bare(title) not in text:
        found.append(title)
    for kind in ("date", "source"):
        value = _SPACE.sub(" ", _first(meta, data[f"meta_{kind}"]))
        if value and f"{data[f'{kind}_label']}：" not in text.replace(":", "："):
            found.append(f"{data[f'{kind}_label']}：{value}")
    return found


def _first(meta: dict[str, str], names: list[str]) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def _bare(text: str) -> str:
    """Text without blanks and with folded characters, for comparison."""
    return fold("".join(text.split()))
