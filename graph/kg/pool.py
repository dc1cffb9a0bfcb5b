"""Files that the generations of a KG share, named by what they hold: packets and extracted texts.

A file is written beside its place and moved into it, so it is there whole or not at all.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from gongwen.graph.kg.packet import Packet, decode_head, decode_packet, encode_packet

_PACKETS, _TEXTS = "readings", "texts"
_TEMPORARY = ".part"
_GONE = "packet {} is gone from the pool"


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

    def paths(self, key: str, packet: Packet) -> Iterator[Path]:
        """Where a packet and its text stand, as far as the pool has them."""
        yield self.packet_path(key)
        if packet.text_sha256:
            yield self.text_path(packet.text_sha256)

    def packet(self, key: str) -> Packet | None:
        """The packet with this key; None where it is missing or damaged, so that it is made anew."""
        try:
            return decode_packet(self.packet_path(key).read_bytes())
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None

    def require(self, key: str) -> Packet:
        """The packet with this key. Raises OSError where it is missing or damaged."""
        packet = self.packet(key)
        if packet is None:
            raise OSError(_GONE.format(key))
        return packet

    def packet_lines(self, key: str) -> bytes:
        """The lines of all graphs of the packet with this key, each with its line feed. Raises OSError as ``require``."""
        try:
            _, _, lines = gzip.decompress(self.packet_path(key).read_bytes()).partition(b"\n")
        except (OSError, EOFError, zlib.error) as e:
            raise OSError(_GONE.format(key)) from e
        return lines + b"\n" if lines else lines

    def head(self, key: str) -> Packet | None:
        """The packet with this key but for the lines of its graphs; None where it is missing or damaged."""
        try:
            with gzip.open(self.packet_path(key)) as lines:
                return decode_head(lines.readline())
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None

    def put_packet(self, key: str, packet: Packet) -> None:
        """Keeps a packet. Whoever needs it to last sees to it (``Durable``): one that did not is known by its checksum."""
        write_whole(self.packet_path(key), encode_packet(packet), lasting=False)

    def put_text(self, text: str) -> str:
        """Keeps a decoded text; returns the SHA-256 of its UTF-8 form, by which it is found. One that is there may be what a
        machine that lost its power left of it."""
        data = text.encode("utf-8")
        digest = hashlib.sha256(data).hexdigest()
        path = self.text_path(digest)
        if not path.is_file() or path.read_bytes() != data:
            write_whole(path, data, lasting=False)
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


def write_whole(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Writes a file so that no reader, and no next build, ever finds half of it; ``lasting``: nor after the machine has
    lost its power."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}{_TEMPORARY}")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        if lasting:
            os.fsync(out.fileno())
    part.replace(path)


class Durable:
    """Sees to it that files last, beside other work: waiting for a disk needs no processor.

    A context manager that gives up when it ends; ``settle`` waits for all files and raises the first OSError."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._begun: list[Future[None]] = []

    def __enter__(self) -> Durable:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(cancel_futures=True)

    def add(self, path: Path) -> None:
        """A file that is to last, if it is there."""
        self._begun.append(self._thread.submit(_sync, path))

    def settle(self) -> None:
        """Returns when all files last."""
        for done in self._begun:
            done.result()
        self._begun.clear()


def _sync(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # a source that was refused has no packet
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
