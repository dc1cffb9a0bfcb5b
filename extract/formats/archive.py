"""Archives of documents: members one by one, bounded, never written to disk."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from gongwen.extract.errors import DamagedSourceError
from gongwen.extract.formats.limits import HIGHEST_RATIO, LARGEST_UNPACKED, MOST_MEMBERS, RATIO_FREE

_UTF8_NAME = 0x800  # general purpose bit 11 (APPNOTE 4.4.4)
_CHUNK = 1024 * 1024


def checked(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """The members of an archive, once its directory shows that they are bounded. Raises DamagedSourceError.

    A directory may lie: ``members`` bounds what is really unpacked as well.
    """
    members = archive.infolist()
    total = sum(m.file_size for m in members)
    bomb = any(
        m.file_size > RATIO_FREE and m.file_size > HIGHEST_RATIO * max(m.compress_size, 1) for m in members
    )
    if len(members) > MOST_MEMBERS or total > LARGEST_UNPACKED or bomb:
        raise DamagedSourceError(
            "archive-too-large",
            name,
            f"{name} 压缩包过大 would unpack to {len(members):,} files, {total:,} bytes: not read. Unpack it by hand if "
            "you trust it.",
        )
    return members


def checked_bytes(data: bytes, name: str) -> None:
    """Raises DamagedSourceError where ``data`` is a zip file that ``checked`` refuses, or no zip file."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            checked(archive, name)
    except zipfile.BadZipFile as e:
        raise DamagedSourceError("damaged-source", name, f"{name} 文件损坏 is damaged: {e}") from e


def zip_members(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file in a zip archive, in the order of their paths; folders, hidden files and those that
    a Mac adds are left out. Raises DamagedSourceError."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            budget = LARGEST_UNPACKED
            for member in sorted(checked(archive, name), key=lambda m: m.filename):
                path = member_path(member)
                if member.is_dir() or any(part.startswith((".", "__MACOSX")) for part in path.split("/")):
                    continue
                if member.flag_bits & 1:
                    raise DamagedSourceError(
                        "encrypted-source", name, f"{name} 有密码 is protected by a password."
                    )
                with archive.open(member) as stream:
                    content = stream.read(min(member.file_size, budget) + 1)
                if len(content) > member.file_size:
                    raise DamagedSourceError(
                        "archive-too-large", name, f"{name}: {path} is larger than it says."
                    )
                budget -= len(content)
                yield path, content
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as e:
        raise DamagedSourceError("damaged-source", name, f"{name} 压缩包损坏 is damaged: {e}") from e


def member_path(member: zipfile.ZipInfo) -> str:
    """The path of a member as it was meant: old archives of Chinese Windows name their files in GBK, which zipfile
    takes for CP437. Never absolute, never out of the archive."""
    path = member.filename
    if not member.flag_bits & _UTF8_NAME:
        try:
            path = path.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            path = member.filename
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "unnamed"


def gunzip(data: bytes, name: str) -> bytes:
    """What a gzip file holds, bounded. Raises DamagedSourceError."""
    content = bytearray()
    try:
        with gzip.open(BytesIO(data)) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                if len(content) > LARGEST_UNPACKED or (
                    len(content) > RATIO_FREE and len(content) > HIGHEST_RATIO * len(data)
                ):
                    raise DamagedSourceError(
                        "archive-too-large", name, f"{name} 压缩包过大 unpacks to too much: not read."
                    )
    except (EOFError, zlib.error, gzip.BadGzipFile) as e:
        raise DamagedSourceError("damaged-source", name, f"{name} 压缩包损坏 is damaged: {e}") from e
    return bytes(content)
