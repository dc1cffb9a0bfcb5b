"""What kind of file some bytes are, told by their content (signatures of PRONOM and of the formats' standards)."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from io import BytesIO


class Kind(StrEnum):
    """Kinds of files that are read, and those that are known and are not."""

    TEXT = "text"
    HTML = "html"
    MHTML = "mhtml"
    DOCX = "docx"
    OLE = "doc"
    RTF = "rtf"
    ODT = "odt"
    PDF = "pdf"
    OFD = "ofd"
    ZIP = "zip"
    GZIP = "gzip"
    SHEET = "spreadsheet"
    SLIDES = "slides"
    IMAGE = "image"
    ARCHIVE = "archive"
    EMPTY = "empty"


# How much of a file is looked at.
HEAD = 8_192
_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\x1f\x8b", Kind.GZIP),
    (b"{\\rtf", Kind.RTF),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"\x89PNG\r\n", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\0", Kind.IMAGE),
    (b"MM\0*", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in the directory of an OLE file (MS-CFB, 2.6): UTF-16.
_WORKBOOK = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
_SLIDES = "PowerPoint Document".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_ZIPPED: tuple[tuple[str, Kind], ...] = (
    ("word/document.xml", Kind.DOCX),
    ("OFD.xml", Kind.OFD),
    ("xl/workbook.xml", Kind.SHEET),
    ("ppt/presentation.xml", Kind.SLIDES),
)
_MHTML = re.compile(
    rb"\A(?:[!-9;-~]{1,60}:[^\n]{0,998}\r?\n(?:[ \t][^\n]{0,998}\r?\n){0,20}){1,40}", re.ASCII
)
_MHTML_TYPE = re.compile(rb"^content-type:\s*multipart/related|^content-type:\s*text/html", re.I | re.M)
_HTML_START = re.compile(
    rb"\A(?:\s|<!--.{0,2000}?-->|<\?xml[^>]{0,200}>)*+<(?:!doctype\s+html|html|head|body|meta)\b", re.I | re.S
)
_HTML_TAG = re.compile(
    rb"</?(?:div|p|br|table|tbody|tr|td|span|font|a|ul|li|h[1-6]|center|strong|meta|link|script|style)\b[^<>]{0,2000}>",
    re.I,
)
# A page that a crawler cut out begins anywhere; running text holds no such tags.
_TAGS_OF_A_PAGE = 8


def kind_of(data: bytes) -> Kind:
    """The kind of a file by its bytes; text is what nothing else is."""
    if not data:
        return Kind.EMPTY
    head = data[:HEAD]
    if b"%PDF-" in head[:1024]:  # ISO 32000-1, annex H: readers accept it within the first 1024 bytes
        return Kind.PDF
    if head.startswith(_OLE):
        return _ole(data)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and (kind is not Kind.IMAGE or b"\0" in head):
            return kind
    return _text_kind(head)


def _text_kind(head: bytes) -> Kind:
    # UTF-16 has a NUL beside every ASCII character of a tag.
    plain = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    plain = plain.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    headers = _MHTML.match(plain)
    if headers and _MHTML_TYPE.search(headers.group()):
        return Kind.MHTML
    if _HTML_START.match(plain) or sum(1 for _ in _HTML_TAG.finditer(plain)) >= _TAGS_OF_A_PAGE:
        return Kind.HTML
    return Kind.TEXT


def _ole(data: bytes) -> Kind:
    if _WORD in data:
        return Kind.OLE
    if any(name in data for name in _WORKBOOK):
        return Kind.SHEET
    return Kind.SLIDES if _SLIDES in data else Kind.OLE


def _zipped(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            small = "mimetype" in names and archive.getinfo("mimetype").file_size < 100
            if small and archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.text"):
                return Kind.ODT
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return Kind.ZIP
    return next((kind for name, kind in _ZIPPED if name in names), Kind.ZIP)
