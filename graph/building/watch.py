"""Keeps a KG up to date with folders: what appears, changes or vanishes in them is built as soon as it is quiet.

What the file system reports is only a reason to look: truth is a comparison of the folders with what was built, so
that nothing is missed where reports are lost (folders moved in whole, a full queue, network drives), and a build that
failed is simply due again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from watchfiles import watch

from gongwen.extract.errors import GongwenError
from gongwen.graph.building.build import BuildReport, Options, build_places
from gongwen.graph.building.collect import Place, places_below
from gongwen.graph.building.reader import Read
from gongwen.graph.kg.generations import KgDirectory

# Seconds between two looks at folders of which nothing is reported: a comparison costs seconds for a million files.
LOOK_SECONDS = 60.0
# Seconds after which a build that failed is tried again: the first time, and at most.
RETRY_FIRST, RETRY_LAST = 2.0, 60.0
# Milliseconds of a turn: how soon a file that became quiet is noticed.
_TURN = 500

# Size, times of the last change of content and of status (nanoseconds), inode: what no change of a file leaves as it was.
Signature = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Built:
    """A build is done."""

    report: BuildReport


@dataclass(frozen=True, slots=True)
class Trouble:
    """A folder cannot be looked at, or a build failed; it is tried again. ``message`` says why, for a person."""

    message: str


Tell = Callable[[Built | Trouble], None]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from what was built: ``places`` to read, paths that are ``gone``; ``waiting`` counts the files that are
    still being written. ``signatures`` of the places, to be remembered once they are built."""

    places: tuple[Place, ...]
    gone: tuple[Path, ...]
    waiting: int
    signatures: tuple[Signature, ...]

    def __bool__(self) -> bool:
        return bool(self.places or self.gone)


class Folders:
    """Folders, and what of them was built.

    A file is quiet when nothing about it has changed for ``quiet`` seconds, by its own times or, where those are of
    another clock, by ours.
    """

    def __init__(self, roots: Sequence[Path], quiet: float, clock: Callable[[], float] = time.time) -> None:
        self._roots = [root.resolve() for root in roots]
        self._quiet, self._clock = quiet, clock
        # By path as a string: a Path takes three times the memory, and there may be a million.
        self._built: dict[str, Signature] = {}
        self._seen: dict[str, tuple[Signature, float]] = {}
        self._devices: dict[Path, int] = {}

    @property
    def roots(self) -> list[Path]:
        """The folders, absolute."""
        return self._roots

    def changes(self) -> Changes:
        """Compares the folders with what was built. Raises OSError where one cannot be listed: its files are not gone."""
        now = self._clock()
        places, signatures, waiting = [], [], 0
        there: set[str] = set()
        for place, signature in self._files():
            path = str(place.path)
            if path in there:
                continue
            there.add(path)
            if self._built.get(path) == signature:
                self._seen.pop(path, None)
            elif self._is_quiet(path, signature, now):
                places.append(place)
                signatures.append(signature)
            else:
                waiting += 1
        for path in self._seen.keys() - there:
            del self._seen[path]
        gone = sorted(Path(path) for path in self._built.keys() - there)
        return Changes(tuple(places), tuple(gone), waiting, tuple(signatures))

    def remember(self, changes: Changes) -> None:
        """Says that these changes are built."""
        for place, signature in zip(changes.places, changes.signatures, strict=True):
            self._built[str(place.path)] = signature
            self._seen.pop(str(place.path), None)
        for path in changes.gone:
            self._built.pop(str(path), None)

    def _files(self) -> Iterator[tuple[Place, Signature]]:
        for root in self._roots:
            status = root.stat()
            if not root.is_dir():
                raise NotADirectoryError(20, "not a folder", str(root))
            found = sorted(places_below(root, _raise_unless_gone), key=lambda place: place.path)
            # Where a drive was mounted there is an empty folder of another device when it is gone.
            if found:
                self._devices[root] = status.st_dev
            elif self._devices.get(root, status.st_dev) != status.st_dev:
                raise OSError(5, "is not mounted", str(root))
            for place in found:
                try:
                    file = place.path.stat()
                except FileNotFoundError:  # since it was listed; or a link to nothing
                    continue
                yield place, (file.st_size, file.st_mtime_ns, file.st_ctime_ns, file.st_ino)

    def _is_quiet(self, path: str, signature: Signature, now: float) -> bool:
        former = self._seen.get(path)
        if former is None or former[0] != signature:
            self._seen[path] = (signature, now)
        elif now - former[1] >= self._quiet:
            return True
        return now - max(signature[1], signature[2]) / 1e9 >= self._quiet


def _raise_unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


@dataclass(slots=True)
class Watch:
    """Builds the KG at ``kg`` whenever ``folders`` differ from what was built, and tells what came of it."""

    folders: Folders
    kg: Path
    read: Read
    options: Options
    tell: Tell
    _due: float = field(default=0.0, init=False)
    _retry: float = field(default_factory=lambda: RETRY_FIRST, init=False)
    _trouble: str = field(default="", init=False)
    _complete: bool = field(default=False, init=False)

    def run(self, turns: Iterable[bool]) -> None:
        """Looks at each turn that says that something happened, and when a look is due. Ends with the turns.

        Raises KgLockedError where another watch has the KG, KgError for a foreign directory; whatever fails later is
        told and tried again.
        """
        with KgDirectory(self.kg).watching():
            for happened in turns:
                # While a failed build waits for its next try, news do not make it come sooner.
                if time.monotonic() < self._due and (self._trouble or not happened):
                    continue
                self._look()

    def _look(self) -> None:
        self._due = time.monotonic() + LOOK_SECONDS
        try:
            waiting = self._build()
        except Exception as e:  # whatever it was, the folders go on changing, and the next build may succeed
            self._fail(e)
            return
        self._trouble, self._retry = "", RETRY_FIRST
        if waiting:
            self._due = time.monotonic()

    def _build(self) -> int:
        """Builds what has changed; returns how many files are still being written."""
        changes = self.folders.changes()
        # What vanished while nobody watched is known only when all that is there has been named: once, when no file is
        # being written, which would be taken for one that is gone.
        whole = not self._complete and not changes.waiting
        if changes or whole:
            roots = self.folders.roots if whole else self._touched(changes)
            report = build_places(changes.places, roots, self.kg, self.read, self.options)
            self.folders.remember(changes)
            self._complete |= whole
            self.tell(Built(report))
        return changes.waiting

    @staticmethod
    def _touched(changes: Changes) -> list[Path]:
        return [*(place.path for place in changes.places), *changes.gone]

    def _fail(self, error: Exception) -> None:
        message = str(error) if isinstance(error, GongwenError) else f"{type(error).__name__}: {error}"
        if message != self._trouble:
            self.tell(Trouble(message))
        self._trouble = message
        self._due = time.monotonic() + self._retry
        self._retry = min(2 * self._retry, RETRY_LAST)


def reported(roots: Sequence[Path], kg: Path) -> Iterator[bool]:
    """Turns by what the file system reports: whether anything happened below the roots and outside of the KG."""
    own = kg.resolve()
    turns = watch(
        *roots,
        watch_filter=None,
        debounce=_TURN,
        rust_timeout=_TURN,
        yield_on_timeout=True,
        force_polling=False,
    )
    return (any(not Path(path).is_relative_to(own) for _, path in changes) for changes in turns)


def polled(seconds: float) -> Iterator[bool]:
    """Turns by the clock, for folders whose file system reports nothing."""
    while True:
        yield True
        time.sleep(seconds)
