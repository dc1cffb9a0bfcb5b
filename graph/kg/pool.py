"""Files that the generations of a KG share, named by what they hold: packets and extracted texts.

A file is written beside its place and moved into it, so it is there whole or not at all.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from gongwen.graph.kg.packet import Packet, decode_head, decode_packet, encode_packet

_PACKETS, _TEXTS = "readings", "texts"
_TEMPORARY = ".part"


class Pool:
    """The shared files below the directory ``root`` of a KG."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def packet_path(self, key: str) -> Path:
        """Where the packet with this key (64 hex digits) stands, or would."""
        return self.root / _PACKETS / key[:2] / f"{key}.gz"

    def text_path(self, text_sha256: str) -> Path:
        """Where the decoded text with this SHA-256 stands, or would: UTF-8, no newline translation."""
        return self.root / _TEXTS / text_sha256[:2] / f"{text_sha256}.txt"

    def has_packet(self, key: str) -> bool:
        """Whether the packet is there."""
        return self.packet_path(key).is_file()

    def packet(self, key: str) -> Packet | None:
        """The packet with this key; None where it is missing or damaged, so that it is made anew."""
        try:
            return decode_packet(self.packet_path(key).read_bytes())
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None

    def head(self, key: str) -> Packet | None:
        """The packet with this key but for the lines of its graphs; None where it is missing or damaged."""
        try:
            with gzip.open(self.packet_path(key)) as lines:
                return decode_head(lines.readline())
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None

    def put_packet(self, key: str, packet: Packet) -> None:
        """Keeps a packet."""
        write_whole(self.packet_path(key), encode_packet(packet))

    def put_text(self, text: str) -> str:
        """Keeps a decoded text; returns the SHA-256 of its UTF-8 form, by which it is found."""
        data = text.encode("utf-8")
        digest = hashlib.sha256(data).hexdigest()
        path = self.text_path(digest)
        if not path.is_file():
            write_whole(path, data)
        return digest

    def text(self, text_sha256: str) -> str:
        """A decoded text; raises OSError where it is not there."""
        return self.text_path(text_sha256).read_bytes().decode("utf-8")

    def sweep(self, packets: Collection[str], texts: Collection[str]) -> None:
        """Removes what is in neither collection, and what a killed build left half-written."""
        for folder, suffix, kept in ((_PACKETS, ".gz", packets), (_TEXTS, ".txt", texts)):
            for path in (self.root / folder).glob("*/*"):
                if path.suffix != suffix or path.stem not in kept:
                    path.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file so that no reader, and no next build, ever finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}{_TEMPORARY}")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
