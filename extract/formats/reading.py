"""One file to the sources in it: what its content says it is decides how it is read; an archive holds several."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from gongwen.extract.errors import DamagedSourceError, SourceError, UnsupportedSourceError
from gongwen.extract.formats.archive import gunzip, zip_members
from gongwen.extract.formats.decode import decode
from gongwen.extract.formats.kinds import Kind, kind_of
from gongwen.extract.formats.limits import DEEPEST_ARCHIVE, LARGEST_FILE
from gongwen.extract.model import Source
from gongwen.extract.source import source_of, text_source

MEDIA_TYPES = {
    Kind.HTML: "text/html",
    Kind.MHTML: "multipart/related",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.OLE: "application/msword",
    Kind.RTF: "application/rtf",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.PDF: "application/pdf",
    Kind.OFD: "application/ofd",
}
_SUFFIXES = {Kind.OLE: ".doc", Kind.RTF: ".rtf", Kind.ODT: ".odt"}
_UNSUPPORTED = {
    Kind.SHEET: "是电子表格 is a spreadsheet",
    Kind.SLIDES: "是幻灯片 is a presentation",
    Kind.IMAGE: "是图片 is a picture: run OCR first",
    Kind.ARCHIVE: "是 RAR 或 7z 压缩包 is a RAR or 7z archive: unpack it first",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A file that holds one document or more: its ``path`` inside the file given, empty for that file itself; its
    own ``name`` and the bytes it was read from."""

    path: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unopened:
    """An archive, or one in it, that cannot be opened; ``path`` and ``name`` as of a ``Member``."""

    path: str
    name: str
    error: SourceError


def members_of(data: bytes, name: str) -> Iterator[Member | Unopened]:
    """The files in a file: itself, or what an archive holds, archives in it opened. What cannot be opened is an error
    in its place, and the others follow."""
    stack: list[tuple[str, str, bytes, int]] = [("", name, data, 0)]
    while stack:
        path, own, content, depth = stack.pop()
        kind = kind_of(content)
        if kind not in (Kind.ZIP, Kind.GZIP):
            yield Member(path, own, content)
            continue
        try:
            if depth >= DEEPEST_ARCHIVE:
                raise DamagedSourceError(
                    "archive-too-deep", own, f"{own} 压缩包嵌套过深: archives in archives, not read."
                )
            inside = _inside(content, own, kind)
        except SourceError as e:
            yield Unopened(path, own, e)
            continue
        for inner, member in reversed(inside):
            # A gzip file is its content; a zip file holds files.
            below = f"{path}/{inner}" if path else inner
            stack.append((below, posixpath.basename(inner), member, depth + 1))


def _inside(content: bytes, name: str, kind: Kind) -> list[tuple[str, bytes]]:
    if kind is Kind.GZIP:
        return [(name.removesuffix(".gz") or name, gunzip(content, name))]
    return list(zip_members(content, name))


def read_member(member: Member) -> Source:
    """The source in a file that is no archive. Raises SourceError."""
    data, name = member.data, member.name
    if len(data) > LARGEST_FILE:
        raise DamagedSourceError(
            "file-too-large", name, f"{name} has {len(data):,} bytes; at most {LARGEST_FILE:,} are read."
        )
    kind = kind_of(data)
    if kind in _UNSUPPORTED:
        raise UnsupportedSourceError("unsupported-format", name, f"{name} {_UNSUPPORTED[kind]}.")
    if kind in (Kind.TEXT, Kind.EMPTY):
        return source_of(data, name)
    if kind is Kind.HTML:
        from gongwen.extract.formats.markup import read_page

        text, links = read_page(decode(data, name)[0])
        return text_source(text, hashlib.sha256(data).hexdigest(), name, MEDIA_TYPES[kind], links)
    text = extracted(data, name, kind)
    return text_source(text, hashlib.sha256(data).hexdigest(), name, MEDIA_TYPES[kind])


def sources_of(data: bytes, name: str) -> Iterator[Source | SourceError]:
    """The sources in a file, each with the text that evidence counts in; what cannot be read is its error, in its place.

    For files that are not plain text, that text is extracted: it does not stand in the file character by character.
    """
    for member in members_of(data, name):
        if isinstance(member, Unopened):
            yield member.error
            continue
        try:
            yield read_member(member)
        except SourceError as e:
            yield e


def extracted(data: bytes, name: str, kind: Kind, depth: int = 0) -> str:
    """The text of a file of that kind. Raises SourceError."""
    # Imported here: most corpora are of one kind, and each brings its library.
    if kind is Kind.HTML:
        from gongwen.extract.formats.markup import page_text

        return page_text(decode(data, name)[0])
    if kind is Kind.MHTML:
        from gongwen.extract.formats.markup import page_text
        from gongwen.extract.formats.mhtml import page_of

        page, charset = page_of(data, name)
        return page_text(decode(page, name, charset)[0])
    if kind is Kind.PDF:
        from gongwen.extract.formats.pdf import pdf_text

        return pdf_text(data, name)
    if kind is Kind.OFD:
        from gongwen.extract.formats.ofd import ofd_text

        return ofd_text(data, name)
    if kind in _SUFFIXES:
        from gongwen.extract.formats.office import as_docx

        data = as_docx(data, _SUFFIXES[kind], name)
        if kind_of(data) is not Kind.DOCX:
            raise DamagedSourceError(
                "damaged-source", name, f"{name} LibreOffice did not make a DOCX file of it."
            )
    elif kind is not Kind.DOCX:
        return decode(data, name)[0]
    from gongwen.extract.formats.docx import docx_text

    return docx_text(data, name, lambda blob: _embedded(blob, name, depth))


def _embedded(blob: bytes, name: str, depth: int) -> str:
    """The text of a file inside a DOCX file."""
    kind = kind_of(blob)
    if depth >= DEEPEST_ARCHIVE or kind in (*_UNSUPPORTED, Kind.ZIP, Kind.GZIP, Kind.EMPTY):
        return ""
    return extracted(blob, name, kind, depth + 1)
