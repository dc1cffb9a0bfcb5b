"""Bytes to text in the encodings that governments publish in: UTF-8, UTF-16, GBK and GB 18030, Big5."""

from __future__ import annotations

import codecs
import re

from gongwen.extract.errors import EncodingError
from gongwen.extract.formats.needs import needed

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A label says GB 2312 where the text has characters of GB 18030 (WHATWG Encoding, 4.2: gb2312 is a label of GBK).
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}
_CANDIDATES = ["gb18030", "big5hkscs", "utf_16_le", "utf_16_be"]
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.I)
_HEAD = 4_096
_REPLACEMENT = "\ufffd"
# The longest stretch that is guessed from; the answer does not get better with more.
_SAMPLE = 65_536


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """The text without its byte order mark, and the encoding as Python names it.

    A mark settles it; else UTF-8 where the bytes are valid UTF-8 (chance does not make them so); else what is
    declared, where the bytes are valid in that; else the likeliest of the encodings in use. Raises EncodingError
    where none fits, MissingLibraryError where it has to be guessed and charset-normalizer is not there.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            text = _try(data[len(mark) :], marked)
            if text is not None:
                return text, marked
    plain = _try(data, "utf-8")
    # UTF-16 of ASCII alone is valid UTF-8 with a NUL in every second place; OCR leaves some in text.
    if plain is not None and plain.count("\0") * 10 <= len(plain):
        return plain, "utf-8"
    for label in (declared, *_labels(data)):
        encoding = _python_name(label)
        text = _try(data, encoding) if encoding else None
        if text is not None and encoding is not None and _plausible(text):
            return text, encoding
    return _guess(data, name)


def _labels(data: bytes) -> list[str]:
    return [m[1].decode("ascii") for m in _DECLARED.finditer(data[:_HEAD])][:3]


def _python_name(label: str | None) -> str | None:
    if not label:
        return None
    wider = _WIDER.get(label.strip().lower(), label.strip().lower())
    try:
        return codecs.lookup(wider).name
    except LookupError:
        return None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _plausible(text: str) -> bool:
    """Whether a text may be what was meant: no control characters, and none of a private use area in numbers."""
    sample = text[:_SAMPLE]
    odd = sum((ch < " " and ch not in "\t\n\r\f\v\x1a") or "\ue000" <= ch <= "\uf8ff" for ch in sample)
    return odd * 100 <= len(sample)


def _guess(data: bytes, name: str) -> tuple[str, str]:
    charset_normalizer = needed("charset_normalizer", "formats", name, "this encoding")
    best = charset_normalizer.from_bytes(data[: _SAMPLE & ~1], cp_isolation=_CANDIDATES).best()
    encoding = codecs.lookup(best.encoding).name if best is not None else None
    # What was cut out for the guess may end inside a character; the whole must be valid.
    for candidate in ([encoding] if encoding else []) + ["gb18030", "big5hkscs"]:
        text = _try(data, candidate)
        if text is not None and _plausible(text) and _chinese(text):
            return text, candidate
    _refuse_damaged(data, name)
    raise EncodingError(
        "wrong-encoding",
        name,
        f"{name} 编码无法识别 is in no encoding that could be recognised (UTF-8, UTF-16, GB18030, Big5): convert it, "
        "e.g. iconv -f GB18030 -t UTF-8.",
    )


def _refuse_damaged(data: bytes, name: str) -> None:
    """Raises EncodingError where but a few bytes keep the file from being text, and says where they stand."""
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "replace")
        at, bad = text.find(_REPLACEMENT), text.count(_REPLACEMENT)
        if bad * 100 <= len(text) and _plausible(text) and _chinese(text):
            raise EncodingError(
                "wrong-encoding",
                name,
                f"{name} 有损坏的字节 is {encoding.upper()} but for {bad} damaged place(s), the first in line "
                f"{text.count(chr(10), 0, at) + 1}: take the file from its source again, or leave them out by "
                f"iconv -c -f {encoding.upper()} -t UTF-8.",
            )


def _chinese(text: str) -> bool:
    """Whether a good part of the text is Chinese: what is wrongly decoded is spread over rare characters, kana,
    Hangul and symbols as well."""
    sample = [ch for ch in text[:_SAMPLE] if ch > "\x7f"]
    common = sum(
        "\u4e00" <= ch <= "\u9fff" or "\u3000" <= ch <= "\u303f" or "\uff00" <= ch <= "\uffef"
        for ch in sample
    )
    return bool(sample) and common * 10 >= len(sample) * 9
