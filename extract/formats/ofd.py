"""OFD (GB/T 33190-2016) to text: a zip of XML whose text objects have places on pages."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from gongwen.extract.errors import DamagedSourceError, NoTextLayerError
from gongwen.extract.formats.archive import checked
from gongwen.extract.formats.layout import Page, Run, text_of
from gongwen.extract.formats.limits import MOST_PAGES

# A4 in millimetres, the unit of the standard, where a file gives no size.
_A4 = (210.0, 297.0)
# g 3 5.0: the distance 5.0 three times (GB/T 33190-2016, 11.3)
_DELTA = re.compile(r"g\s+([0-9]{1,6})\s+(-?[0-9.]{1,20})|(-?[0-9.]{1,20})")


def ofd_text(data: bytes, name: str) -> str:
    """The text of an OFD file. Raises DamagedSourceError, NoTextLayerError."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            checked(archive, name)
            pages = list(_pages(_Package(archive)))
    except (
        zipfile.BadZipFile,
        etree.LxmlError,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as e:
        raise DamagedSourceError("damaged-source", name, f"{name} 不是完整的 OFD 文件 is damaged: {e}") from e
    if not any(page.runs for page in pages):
        raise NoTextLayerError(
            "no-text-layer", name, f"{name} 没有文字 holds no text, pictures only: run OCR first."
        )
    return text_of(pages)


class _Package:
    """The XML files of an OFD by their paths, which may be absolute or relative to the file that names them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}
        self._parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)

    def read(self, base: str, path: str) -> tuple[str, Any]:
        """The folder and the root element of the file that ``path`` means in a file of folder ``base``."""
        full = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(base, path))
        name = self._names[full.lower()]
        return posixpath.dirname(name), etree.fromstring(self._archive.read(name), self._parser)


def _pages(package: _Package) -> Iterator[Page]:
    base, root = package.read("", "OFD.xml")
    for where in _texts(root, "DocRoot"):
        folder, document = package.read(base, where)
        size = _box(next(_texts(document, "PhysicalBox"), ""))
        for count, page in enumerate(e for e in document.iter() if _local(e) == "Page" and e.get("BaseLoc")):
            if count >= MOST_PAGES:
                raise ValueError(f"more than {MOST_PAGES:,} pages")
            _, content = package.read(folder, page.get("BaseLoc") or "")
            own = _box(next(_texts(content, "PhysicalBox"), ""))
            width, height = (own or size or (0.0, 0.0, *_A4))[2:]
            yield Page(width, height, tuple(_runs(content)))


def _runs(content: Any) -> Iterator[Run]:
    for element in content.iter():
        if _local(element) != "TextObject":
            continue
        boundary = _box(element.get("Boundary") or "")
        if boundary is None:
            continue
        x, y, _, height = boundary
        size = float(element.get("Size") or height)
        for code in (e for e in element if _local(e) == "TextCode" and e.text):
            text = "".join(ch for ch in code.text if ch >= " ")
            x0, base = x + float(code.get("X") or 0), y + float(code.get("Y") or size)
            length = sum(_deltas(code.get("DeltaX") or "")[: len(text) - 1]) + size
            yield Run(x0, base - size, x0 + max(length, size), base, text)


def _deltas(value: str) -> list[float]:
    deltas: list[float] = []
    for m in _DELTA.finditer(value[:100_000]):
        deltas.extend([float(m[2])] * min(int(m[1]), 10_000) if m[1] else [float(m[3])])
    return deltas


def _box(value: str) -> tuple[float, float, float, float] | None:
    numbers = value.split()
    return (
        (float(numbers[0]), float(numbers[1]), float(numbers[2]), float(numbers[3]))
        if len(numbers) == 4
        else None
    )


def _texts(root: Any, name: str) -> Iterator[str]:
    return ((e.text or "").strip() for e in root.iter() if _local(e) == name)


def _local(element: Any) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""
