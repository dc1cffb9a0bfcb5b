"""One source to one packet: the only place where the graph calls the extraction."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gongwen.extract.errors import SourceError
from gongwen.extract.model import Source, SourceReading
from gongwen.extract.source import source_of
from gongwen.graph.iri import Names
from gongwen.graph.packet import Packet, Versions, failed_packet, packet_of
from gongwen.graph.pool import Pool
from gongwen.graph.vocabulary import load_vocabulary

Read = Callable[[Source], SourceReading]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads sources into the pool of a KG; ``read`` is the extraction
    (``gongwen.extract.pipeline.read_source``)."""

    pool: Pool
    versions: Versions
    read: Read

    def from_path(self, path: Path) -> tuple[str, Packet]:
        """Key and packet of a file; a file that cannot be read gives a failed packet, never an exception."""
        try:
            data = path.read_bytes()
        except OSError as e:
            key = self.versions.packet_key("", str(path))
            message = f"{path.name} 无法打开 cannot be opened: {e.strerror}; check its permissions."
            return key, failed_packet(path.name, "", "unreadable-source", message)
        sha256 = hashlib.sha256(data).hexdigest()
        key = self.versions.packet_key(sha256, path.name)
        return key, self.pool.packet(key) or self._kept(key, self._decode(data, sha256, path.name))

    def from_text(self, name: str, sha256: str, media_type: str, text_sha256: str) -> tuple[str, Packet]:
        """Key and packet of a source whose decoded text is in the pool: what is read again when the lexicons
        change."""
        key = self.versions.packet_key(sha256, name)
        kept = self.pool.packet(key)
        if kept:
            return key, kept
        return key, self._kept(
            key, self._packet(Source(name, sha256, media_type, self.pool.text(text_sha256)))
        )

    def _decode(self, data: bytes, sha256: str, name: str) -> Packet:
        try:
            source = source_of(data, name)
        except SourceError as e:
            return failed_packet(name, sha256, e.code, str(e))
        return self._packet(source)

    def _packet(self, source: Source) -> Packet:
        try:
            reading = self.read(source)
        except Exception as e:  # one source must not stop the others; the diagnostic says where it happened
            frame = traceback.extract_tb(e.__traceback__)[-1]
            where = f"{type(e).__name__} at {Path(frame.filename).name}:{frame.lineno}: {e}"
            message = f"{source.name} 读取出错 stopped the reader ({where}); please report it."
            return failed_packet(source.name, source.sha256, "reader-error", message)
        text = self.pool.put_text(source.text)
        return packet_of(reading, text, Names(self.versions.base), load_vocabulary())

    def _kept(self, key: str, packet: Packet) -> Packet:
        self.pool.put_packet(key, packet)
        return packet
