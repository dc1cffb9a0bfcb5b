"""``gongwen build``: sources in, a new generation of the KG out; or nothing, where nothing changed."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from gongwen.graph.building.collect import Place, collect, written
from gongwen.graph.building.engine import Engine, Local, Work
from gongwen.graph.building.reader import Outcome, Read, Reader
from gongwen.graph.derived.derive import derive
from gongwen.graph.kg.generations import LEDGER, MANIFEST, Generation, KgDirectory
from gongwen.graph.kg.ledger import KnownSource, Ledger
from gongwen.graph.kg.manifest import read_head, write_manifest
from gongwen.graph.kg.packet import DiagnosticRow, Packet
from gongwen.graph.kg.pool import Durable, Pool
from gongwen.graph.kg.versions import current_versions, graph_version
from gongwen.graph.triples.iri import DEFAULT_BASE, Names


class Watcher(Protocol):
    """Is told how a build gets on."""

    def phase(self, name: str, total: int | None) -> None:
        """A phase begins: ``reading`` (``total`` sources), ``linking``, ``loading``."""

    def doubt(self, failed: bool, diagnostics: int) -> None:
        """A file could not be read, or has so many diagnostics; told before its source is done."""

    def step(self, name: str) -> None:
        """One source is done."""


class _Silent:
    def phase(self, name: str, total: int | None) -> None: ...
    def doubt(self, failed: bool, diagnostics: int) -> None: ...
    def step(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A source of which nothing could be read, and why."""

    file: str
    diagnostics: tuple[DiagnosticRow, ...]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    ``changed``: whether a new generation was made. ``new``, ``unchanged``: sources of this build by whether
    the KG had them; ``removed``: sources that the KG had and has no more. ``failures`` are among the new and
    the unchanged. ``head``: the manifest's, without the sources.
    """

    changed: bool
    generation: Path
    new: int
    unchanged: int
    removed: int
    failures: tuple[Failure, ...] = ()
    head: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """``base``: of data IRIs; None keeps that of the KG. ``replace``: the KG shall hold the sources given
    and no others. ``jobs``: processes that read; 1 reads in this one."""

    base: str | None = None
    replace: bool = False
    jobs: int = 1


def build(
    sources: Sequence[Path],
    root: Path,
    read: Read,
    options: Options | None = None,
    watcher: Watcher | None = None,
) -> BuildReport:
    """Reads files and folders into the KG at ``root``.

    What the KG already holds stays, but for files below the given folders that are gone. A source that
    cannot be read is reported and does not stop the others. Raises NoSourceError, KgLockedError, KgError;
    the former generation is the current one until the new one is complete.
    """
    return build_places(collect(sources), [s.resolve() for s in sources], root, read, options, watcher)


def build_places(
    places: Sequence[Place],
    roots: Sequence[Path],
    root: Path,
    read: Read,
    options: Options | None = None,
    watcher: Watcher | None = None,
    engine: Engine | None = None,
) -> BuildReport:
    """Reads files into the KG at ``root``; at and below ``roots`` (files and folders, absolute) these places are all
    that is there now. ``engine`` does the work, by default processes of this machine. Errors as of ``build``."""
    directory = KgDirectory(root)
    with directory.building(), Durable() as durable:
        options = options or Options()
        engine = engine or Local(options.jobs)
        return _Build(directory, read, options, watcher or _Silent(), engine, durable).run(places, roots)


class _Build:
    """One build, under the lock: the former ledger is copied, brought up to date, and made a generation if
    it changed."""

    def __init__(
        self,
        directory: KgDirectory,
        read: Read,
        options: Options,
        watcher: Watcher,
        engine: Engine,
        durable: Durable,
    ) -> None:
        self._durable = durable
        self._directory, self._options, self._watcher, self._engine = directory, options, watcher, engine
        self._pool = Pool(directory.root)
        self._former = directory.current()
        self._unfinished = directory.begin()
        if self._former:
            shutil.copyfile(self._former.ledger, self._unfinished / LEDGER)
        self._ledger = Ledger(self._unfinished / LEDGER, create=self._former is None)
        self._versions = current_versions(options.base or self._ledger.meta("base") or DEFAULT_BASE)
        self._names = Names(self._versions.base)
        self._reader = Reader(self._pool, self._versions, read)
        self._counts: Counter[str] = Counter()
        self._failures: list[Failure] = []

    def run(self, places: Sequence[Place], roots: Sequence[Path]) -> BuildReport:
        """Brings the ledger up to date and publishes it, or discards it where nothing changed."""
        self._watcher.phase("reading", len(places))
        with self._engine.reading(self._reader) as read:
            for place, outcomes in read(places):
                self._enter_place(place, outcomes)
                if place.path.is_dir():  # nobody can say what has become of the files in it
                    self._ledger.keep_places(written(place.path))
        self._ledger.forget_places(None if self._options.replace else [written(root) for root in roots])
        self._read_outdated()
        removed = self._ledger.remove_homeless()
        made_by = f"{self._versions.lexicon} {self._versions.reader} {graph_version()} {self._versions.base}"
        renewed = self._ledger.meta("made_by") != made_by
        changed = self._ledger.changed or renewed
        changed = changed or self._former is None or not self._engine.has_made(self._former)
        if changed or self._former is None:
            self._ledger.set_meta("made_by", made_by)
            self._ledger.set_meta("base", self._versions.base)
            generation, head = self._publish(renewed)
        else:
            self._ledger.close()
            self._directory.discard(self._unfinished)
            generation, head = self._former, read_head(self._former.manifest)
        new, unchanged = self._counts["new"], self._counts["unchanged"]
        return BuildReport(changed, generation.path, new, unchanged, removed, tuple(self._failures), head)

    def _enter_place(self, place: Place, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            # A file in an archive stands below it, as in a folder of that name.
            below = f"/{outcome.member}" if outcome.member else ""
            source = self._ledger.source(outcome.key)
            self._counts["new" if source is None else "unchanged"] += 1
            if source is None:
                source = self._enter(outcome.key, outcome.packet)
            path, root = f"{written(place.path)}{below}", written(place.root)
            self._ledger.put_place(path, root, f"{place.shown}{below}", source)
            if outcome.packet.diagnostics:
                self._watcher.doubt(outcome.packet.failed, len(outcome.packet.diagnostics))
            if outcome.packet.failed:
                self._failures.append(Failure(f"{place.shown}{below}", outcome.packet.diagnostics))
        self._watcher.step(place.shown)

    def _enter(self, key: str, packet: Packet) -> int:
        for path in self._pool.paths(key, packet):
            self._durable.add(path)
        address = self._names.source(packet.sha256, packet.name) if packet.sha256 else ""
        return self._ledger.add_source(key, address, packet)

    def _read_outdated(self) -> None:
        """Reads again what other lexicons, other code or another base have read: from its file or, where
        that is gone or another by now, from the text that was kept."""
        for known in self._ledger.sources():
            # Without a digest it could not be opened, or killed its reader: tried again when it is named again.
            if not known.path or not known.sha256:
                continue
            if known.packet == self._versions.packet_key(known.sha256, known.name):
                continue
            again = self._again(known)
            if again is None:
                continue
            key, packet = again
            new = self._ledger.source(key) or self._enter(key, packet)
            if new != known.id:
                self._ledger.replace_source(known.id, new)

    def _again(self, known: KnownSource) -> tuple[str, Packet] | None:
        """Key and packet of a source that is read again: from its file where that is as it was, since other code may
        extract another text; else from the text that was kept."""
        for outcome in self._reader.from_path(Path(known.path or "")):
            if not outcome.member and outcome.packet.sha256 == known.sha256:
                return outcome.key, outcome.packet
        if known.text:
            return self._reader.from_text(known.name, known.sha256, known.media_type, known.text)
        return None

    def _publish(self, renewed: bool) -> tuple[Generation, dict[str, Any]]:
        """``renewed``: what derives graphs is another than it was, so that nothing of the former generation is kept."""
        self._watcher.phase("linking", None)
        self._ledger.choose(everything=renewed)
        derived = derive(self._ledger, self._names, everything=renewed)
        self._watcher.phase("loading", None)
        former = None if renewed else self._former
        self._engine.make(Work(self._unfinished, former, self._ledger, self._pool))
        head = write_manifest(self._unfinished / MANIFEST, self._ledger, self._versions, derived)
        self._ledger.close()
        self._durable.settle()
        generation = self._directory.publish(self._unfinished)
        self._sweep()
        return generation, head

    def _sweep(self) -> None:
        """Old generations that nobody reads, and the shared files that no generation needs."""
        packets: set[str] = set()
        texts: set[str] = set()
        for generation in self._directory.sweep():
            ledger = Ledger(generation.ledger, read_only=True)
            packets.update(known.packet for known in ledger.sources())
            texts |= ledger.texts()
            ledger.close()
        self._pool.sweep(packets, texts)
