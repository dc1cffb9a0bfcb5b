"""Bytes to ``Source``: decoding and identity. Evidence counts in the text that is made here."""

from __future__ import annotations

import hashlib
from pathlib import Path

from gongwen.extract.errors import BinarySourceError, EmptySourceError, EncodingError
from gongwen.extract.model import Source

MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown"}
# RFC 20 control characters that no text file holds; a NUL alone settles it.
CONTROL = frozenset(range(0x00, 0x09)) | frozenset(range(0x0E, 0x1A)) | frozenset(range(0x1C, 0x20))
SAMPLE_BYTES = 65_536
CONTROL_SHARE = 0.005


def read_path(path: Path) -> Source:
    """The source in a UTF-8 text file; its name is the file's name. Raises SourceError or OSError."""
    return source_of(path.read_bytes(), path.name)


def source_of(data: bytes, name: str) -> Source:
    """The source in ``data``: UTF-8 without newline translation, a leading byte order mark not counted.

    Raises EmptySourceError, BinarySourceError or EncodingError, each with a sentence that says what to do.
    """
    if not data.strip():
        raise EmptySourceError("empty-source", name, f"{name} 是空文件 is empty: nothing to read.")
    if _is_binary(data[:SAMPLE_BYTES]):
        raise BinarySourceError(
            "binary-source", name, f"{name} 不是文本文件 is not a text file: convert it to UTF-8 text first."
        )
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as e:
        raise EncodingError(
            "wrong-encoding",
            name,
            f"{name} 不是 UTF-8 编码 is not UTF-8 (byte {e.start}): convert it, e.g. iconv -f GB18030 -t UTF-8.",
        ) from e
    if not text.strip():
        raise EmptySourceError("empty-source", name, f"{name} 只有空白 holds blanks only: nothing to read.")
    media_type = MEDIA_TYPES.get(Path(name).suffix.lower(), "text/plain")
    return Source(name, hashlib.sha256(data).hexdigest(), media_type, text)


def _is_binary(sample: bytes) -> bool:
    if b"\0" in sample:
        return True
    return sum(byte in CONTROL for byte in sample) > CONTROL_SHARE * len(sample)
