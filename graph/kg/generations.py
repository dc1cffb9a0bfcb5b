"""The KG directory: generations, and one pointer that is flipped atomically.

::

    KG/
      current -> generations/000002     the pointer: a relative symbolic link, replaced by rename(2)
      lock                              held by the one build that may run
      watch                             held by the one ``gongwen watch`` that may run
      generations/000002/               never changed once ``current`` has pointed to it
        store/                          Oxigraph; or, where a cluster has built it,
        parts/ parts.json               all graphs as sorted N-Quads, and a list of the files
        ledger.sqlite                   keyed tables, the lines of the derived graphs among them
        manifest.json                   sources, documents, diagnostics, versions, counts
        in-use                          readers hold a shared lock on it; unlocked generations are swept
      pushed/                           what other stores were given (gongwen push)
      readings/ texts/                  packets and extracted texts, named by content, shared by the
      generations
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gongwen.graph.errors import KgError, KgLockedError, NoKgError

CURRENT = "current"
GENERATIONS = "generations"
PUSHED = "pushed"
STORE, LEDGER, MANIFEST = "store", "ledger.sqlite", "manifest.json"
PARTS, PARTS_LIST = "parts", "parts.json"
_IN_USE = "in-use"
_LOCK = "lock"
_WATCH = "watch"
_UNFINISHED = ".unfinished"
_OWN = {CURRENT, GENERATIONS, _LOCK, _WATCH, PUSHED, "readings", "texts", f"{CURRENT}.new"}
# Between reading the pointer and locking what it points to, a build may finish and sweep: then look again.
_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete state of a KG; nothing in it changes while it is there."""

    path: Path

    @property
    def store(self) -> Path:
        """The directory of the Oxigraph store, which a generation in parts does not have."""
        return self.path / STORE

    def require_store(self) -> Path:
        """The directory of the Oxigraph store. Raises KgError where there is none."""
        if not self.store.is_dir():
            told = "is in parts: load those that current/parts.json lists into a store, or build it here"
            raise KgError(self.path, f"{self.path} 只有分片 {told} (gongwen build SOURCE -o KG).")
        return self.store

    @property
    def ledger(self) -> Path:
        """The SQLite file of keyed tables."""
        return self.path / LEDGER

    @property
    def manifest(self) -> Path:
        """What was built from what, as JSON."""
        return self.path / MANIFEST


class KgDirectory:
    """A KG directory at ``root``; it need not exist yet."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Generation | None:
        """The generation that the pointer names, None before the first build."""
        try:
            path = self.root / (self.root / CURRENT).readlink()
        except OSError:
            return None
        return Generation(path) if (path / MANIFEST).is_file() else None

    @contextmanager
    def reading(self) -> Iterator[Generation]:
        """The current generation, kept from being swept until the context ends. Raises NoKgError."""
        for _ in range(_ATTEMPTS):
            generation = self.current()
            if generation is None:
                raise NoKgError(
                    self.root,
                    f"{self.root} 不是 KG: no KG there. Build one: gongwen build SOURCE... -o {self.root}",
                )
            try:
                handle = (generation.path / _IN_USE).open("rb")
            except OSError:
                continue
            with handle:
                fcntl.flock(handle, fcntl.LOCK_SH)
                if (generation.path / MANIFEST).is_file():
                    yield generation
                    return
        raise KgError(self.root, f"{self.root} changes faster than it can be opened; try again.")

    @contextmanager
    def building(self) -> Iterator[None]:
        """Holds the lock of the one build; makes the directory. Raises KgLockedError, or KgError for a
        foreign directory."""
        with self._locked(_LOCK, "正在被另一个进程构建: another build is writing it; wait for it."):
            self._clear_unfinished()
            yield

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Holds the lock of the one process that keeps the KG up to date; builds may run beside it, one at a time.
        Raises KgLockedError, or KgError for a foreign directory."""
        with self._locked(_WATCH, "已有一个 gongwen watch 在更新它: another watch keeps it up to date."):
            yield

    @contextmanager
    def _locked(self, name: str, taken: str) -> Iterator[None]:
        self._refuse_foreign()
        (self.root / GENERATIONS).mkdir(parents=True, exist_ok=True)
        with (self.root / name).open("a+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as e:
                raise KgLockedError(self.root, f"{self.root} {taken}") from e
            yield

    def begin(self) -> Path:
        """An empty directory for the next generation, invisible until ``publish``."""
        path = self.root / GENERATIONS / _UNFINISHED
        path.mkdir()
        (path / _IN_USE).touch()
        return path

    def discard(self, unfinished: Path) -> None:
        """Removes what ``begin`` made."""
        shutil.rmtree(unfinished)

    def publish(self, unfinished: Path) -> Generation:
        """Makes a complete directory the current generation: synced, renamed, then the pointer flipped."""
        _sync_tree(unfinished)
        path = self.root / GENERATIONS / f"{self._last_number() + 1:06d}"
        unfinished.rename(path)
        _sync(path.parent)
        new = self.root / f"{CURRENT}.new"
        new.unlink(missing_ok=True)
        new.symlink_to(path.relative_to(self.root))
        new.replace(self.root / CURRENT)
        _sync(self.root)
        return Generation(path)

    def sweep(self) -> list[Generation]:
        """Removes old generations that nobody reads; returns those that are left, the current one
        included."""
        current = self.current()
        left = []
        for path in self._numbered():
            if current is not None and path.name == current.path.name:
                left.append(current)
            elif not _remove_unread(path):
                left.append(Generation(path))
        return left

    def _numbered(self) -> list[Path]:
        return sorted(p for p in (self.root / GENERATIONS).iterdir() if p.name.isdigit())

    def _last_number(self) -> int:
        return max((int(p.name) for p in self._numbered()), default=0)

    def _clear_unfinished(self) -> None:
        for path in (self.root / GENERATIONS).iterdir():
            if not path.name.isdigit():
                shutil.rmtree(path)

    def _refuse_foreign(self) -> None:
        if self.root.exists() and not self.root.is_dir():
            raise KgError(self.root, f"{self.root} 不是目录: is a file; name a new directory after -o.")
        if self.root.is_dir():
            foreign = sorted(p.name for p in self.root.iterdir() if p.name not in _OWN)
            if foreign:
                told = f"holds other files ({foreign[0]}); name a new or empty directory after -o."
                raise KgError(self.root, f"{self.root} 里有别的文件: {told}")


def _remove_unread(path: Path) -> bool:
    """Removes a generation unless somebody holds its lock."""
    try:
        with (path / _IN_USE).open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The manifest first: a reader that comes now sees that this is no generation any more.
            (path / MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(path)
    except FileNotFoundError:
        shutil.rmtree(path, ignore_errors=True)
    except OSError:
        return False
    return True


def _sync_tree(path: Path) -> None:
    for folder, _, files in os.walk(path):
        for name in files:
            _sync(Path(folder) / name)
        _sync(Path(folder))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
