"""Bytes to source: what is text, and what is said of what is not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from gongwen.extract.errors import BinarySourceError, EmptySourceError, EncodingError, SourceError
from gongwen.extract.source import read_path, source_of

TEXT = "云州市人民政府关于做好节水工作的通知\n"
READ = [
    # bytes, text, reason
    (TEXT.encode(), TEXT, "UTF-8"),
    (b"\xef\xbb\xbf" + TEXT.encode(), TEXT, "a byte order mark is not counted"),
    (TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r\n"), "newlines are not translated"),
    (
        "通知\x00\x07，".encode() + TEXT.encode() * 3,
        "通知\x00\x07，" + TEXT * 3,
        "a few control characters do no harm",
    ),
    (TEXT.encode("gb18030"), TEXT, "GB 18030"),
    (TEXT.encode("utf-16"), TEXT, "UTF-16 with its mark"),
    ("正文\ufeff正文".encode(), "正文\ufeff正文", "only a leading mark is dropped"),
]


@pytest.mark.parametrize(("data", "text", "reason"), READ)
def test_text_is_decoded(data: bytes, text: str, reason: str) -> None:
    source = source_of(data, "a.txt")
    assert source.text == text, reason
    assert source.sha256 == hashlib.sha256(data).hexdigest(), "the digest is of the bytes as they are"


REFUSED: list[tuple[bytes, type[SourceError], str, str]] = [
    (b"", EmptySourceError, "empty-source", "no byte"),
    (b" \n\t", EmptySourceError, "empty-source", "blanks alone"),
    ("\u3000\n".encode(), EmptySourceError, "empty-source", "ideographic blanks alone"),
    (b"\x80" * 401, EncodingError, "wrong-encoding", "no encoding that is in use"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xd8", BinarySourceError, "binary-source", "an image"),
    (b"PK\x03\x04" + bytes(range(256)), BinarySourceError, "binary-source", "an archive"),
    ("通知".encode() + b"\x00\x01\x02" * 9, BinarySourceError, "binary-source", "more control than text"),
]


@pytest.mark.parametrize(("data", "error", "code", "reason"), REFUSED)
def test_what_is_not_text_is_refused(data: bytes, error: type[SourceError], code: str, reason: str) -> None:
    with pytest.raises(error) as caught:
        source_of(data, "a.txt")
    assert caught.value.code == code, reason
    assert caught.value.name == "a.txt"


def test_the_message_says_what_to_do() -> None:
    with pytest.raises(EncodingError, match="iconv -f GB18030"):
        source_of(b"\x80" * 401, "a.txt")


def test_a_file_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "通知.md"
    path.write_bytes(TEXT.encode())
    source = read_path(path)
    assert (source.name, source.media_type) == ("通知.md", "text/markdown")
