"""One source to one packet: the only place where the graph calls the extraction."""

from __future__ import annotations

import hashlib
import stat
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gongwen.extract.errors import MissingLibraryError, SourceError
from gongwen.extract.formats.limits import LARGEST_FILE
from gongwen.extract.formats.reading import Member, Unopened, members_of, read_member
from gongwen.extract.model import Source, SourceReading
from gongwen.graph.building.collect import Place, written
from gongwen.graph.kg.packet import Packet, Versions, failed_packet, packet_of
from gongwen.graph.kg.pool import Pool
from gongwen.graph.triples.iri import Names
from gongwen.graph.triples.vocabulary import load_vocabulary

Read = Callable[[Source], SourceReading]
_NO_FILE = "不是普通文件 is a pipe, a socket or a device: save what it gives as a file first."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file, or of one in an archive: ``member`` its path in the archive, empty for the file itself;
    ``key`` that of its packet, ``kept`` whether the pool has it."""

    member: str
    key: str
    packet: Packet
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads sources into the pool of a KG; ``read`` is the extraction
    (``gongwen.extract.pipeline.read_source``)."""

    pool: Pool
    versions: Versions
    read: Read

    def from_path(self, path: Path) -> Iterator[Outcome]:
        """What came of a file; one that cannot be read gives a failed packet, never an exception. An archive gives
        an outcome for each file in it."""
        name = written(path.name)
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
                yield self.refused("", path, "no-regular-file", f"{name} {_NO_FILE}")
                return
            if status.st_size > LARGEST_FILE:
                message = f"{name} 文件过大 is larger than {LARGEST_FILE:,} bytes, the most that is read."
                yield self.refused("", path, "file-too-large", message)
                return
            data = path.read_bytes()
        except OSError as e:
            yield self.refused("", path, "unreadable-source", f"{name} {_unopened(path, e)}")
            return
        yield from self.from_data(data, path)

    def from_place(self, place: Place) -> tuple[Outcome, ...]:
        """What came of a place, from its data where it brings them."""
        if place.data is None:
            return tuple(self.from_path(place.path))
        return tuple(self.from_data(place.data, place.path))

    def from_data(self, data: bytes, path: Path) -> Iterator[Outcome]:
        """What came of the content of a file; ``path`` names it."""
        name = written(path.name)
        empty = True
        for member in members_of(data, name):
            empty = False
            if isinstance(member, Unopened):
                yield self.refused(member.path, path, member.error.code, str(member.error))
                continue
            yield self._read_member(member, path)
        if empty:
            yield self.refused("", path, "empty-source", f"{name} 是空压缩包 is an empty archive.")

    def _read_member(self, member: Member, path: Path) -> Outcome:
        sha256 = hashlib.sha256(member.data).hexdigest()
        key = self.versions.packet_key(sha256, member.name)
        packet = self.pool.packet(key)
        if packet is None:
            try:
                packet = self._kept(key, self._decode(member, sha256))
            except MissingLibraryError as e:  # not kept: it may be installed before the next build
                return self.refused(member.path, path, e.code, str(e))
        return Outcome(member.path, key, packet)

    def refused(self, member: str, path: Path, code: str, message: str) -> Outcome:
        """A file that could not even be opened: known by its place, since it has no content to be known by."""
        key = self.versions.packet_key("", f"{written(path)}\n{member}\n{code}")
        name = Path(member).name or written(path.name)
        return Outcome(member, key, failed_packet(name, "", code, message), False)

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

    def _decode(self, member: Member, sha256: str) -> Packet:
        try:
            source = read_member(member)
        except MissingLibraryError:
            raise
        except SourceError as e:
            return failed_packet(member.name, sha256, e.code, str(e))
        except Exception as e:  # a library that stumbles over a hostile file must not stop the others
            return self._broken(member.name, sha256, e)
        return self._packet(source)

    def _packet(self, source: Source) -> Packet:
        try:
            reading = self.read(source)
            text = self.pool.put_text(source.text)
            return packet_of(reading, text, Names(self.versions.base), load_vocabulary())
        except OSError:  # the disk is full: no fault of the source
            raise
        except Exception as e:  # one source must not stop the others; the diagnostic says where it happened
            return self._broken(source.name, source.sha256, e)

    def _broken(self, name: str, sha256: str, error: Exception) -> Packet:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}: {error}"
        message = f"{name} 读取出错 stopped the reader ({where}); please report it."
        return failed_packet(name, sha256, "reader-error", message)

    def _kept(self, key: str, packet: Packet) -> Packet:
        self.pool.put_packet(key, packet)
        return packet


def _unopened(path: Path, error: OSError) -> str:
    """Why a file cannot be read and what to do, as the rest of a sentence that its name begins."""
    if path.is_symlink() and not path.exists():
        return "链接的目标不存在 is a link to nothing: mend or remove the link."
    if path.is_dir():
        return f"文件夹无法打开 is a folder that cannot be opened ({error.strerror}): check its permissions."
    return f"无法打开 cannot be opened ({error.strerror}): check its permissions."
