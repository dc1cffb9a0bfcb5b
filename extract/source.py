"""Bytes to ``Source``: decoding and identity. Evidence counts in the text that is made here."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from gongwen.extract.errors import BinarySourceError, EmptySourceError, EncodingError
from gongwen.extract.formats.decode import decode
from gongwen.extract.model import Link, Source

MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown"}
# RFC 20 control characters that no text needs. Character recognition leaves some behind where it lost a digit, also
# NUL; a file of which they are a tenth is no text, whatever its bytes decode to.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")
CONTROL_SHARE = 0.1
SAMPLE_CHARACTERS = 65_536


def read_path(path: Path) -> Source:
    """The source in a text file; its name is the file's name. Raises SourceError or OSError."""
    return source_of(path.read_bytes(), path.name)


def source_of(data: bytes, name: str) -> Source:
    """The source in ``data``, text in any of the encodings in use (``gongwen.extract.formats.decode``), without newline
    translation, a leading byte order mark not counted.

    Raises EmptySourceError, BinarySourceError or EncodingError, each with a sentence that says what to do.
    """
    if not data.strip():
        raise EmptySourceError("empty-source", name, f"{name} 是空文件 is empty: nothing to read.")
    text = _decoded(data, name)
    if not text.strip():
        raise EmptySourceError("empty-source", name, f"{name} 只有空白 holds blanks only: nothing to read.")
    media_type = MEDIA_TYPES.get(Path(name).suffix.lower(), "text/plain")
    return Source(name, hashlib.sha256(data).hexdigest(), media_type, text)


def text_source(text: str, sha256: str, name: str, media_type: str, links: tuple[Link, ...] = ()) -> Source:
    """The source of which ``text`` was extracted; ``sha256`` of the file's bytes. Raises EmptySourceError."""
    if not text.strip():
        raise EmptySourceError("empty-source", name, f"{name} 没有正文 has no text in it: nothing to read.")
    return Source(name, sha256, media_type, text, links)


def _decoded(data: bytes, name: str) -> str:
    """The text of ``data``; bytes that are no encoding's text are no text at all."""
    try:
        text, _ = decode(data, name)
    except EncodingError as e:
        if b"\0" in data:
            raise _binary(name) from e
        raise
    sample = text[:SAMPLE_CHARACTERS]
    if len(CONTROL.findall(sample)) > CONTROL_SHARE * len(sample):
        raise _binary(name)
    return text


def _binary(name: str) -> BinarySourceError:
    message = f"{name} 不是文本文件 is not a text file: convert it to UTF-8 text first."
    return BinarySourceError("binary-source", name, message)
