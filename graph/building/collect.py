"""Which files a build reads: the files named, and those below the folders named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongwen.extract.errors import GongwenError
from gongwen.graph.kg.generations import GENERATIONS

# What a folder holds beside documents: parts of web pages, code, data. Any other file, and any file that is named itself,
# is read for what its content says that it is.
NO_DOCUMENTS = frozenset(
    [
        ".css",
        ".js",
        ".mjs",
        ".map",
        ".json",
        ".jsonl",
        ".xml",
        ".csv",
        ".tsv",
        ".yaml",
        ".yml",
        ".toml",
        ".ini",
        ".py",
        ".sh",
        ".rq",
        ".ttl",
        ".nq",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".bmp",
        ".svg",
        ".ico",
        ".webp",
        ".tif",
        ".tiff",
        ".woff",
        ".woff2",
        ".ttf",
        ".eot",
        ".mp3",
        ".mp4",
        ".exe",
        ".dll",
        ".so",
        ".db",
        ".sqlite",
        ".log",
        ".lock",
        ".part",
    ]
)


class NoSourceError(GongwenError):
    """A path that is not there, or a folder without anything to read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source stands: ``path`` absolute, ``root`` the file or folder that was named, ``shown``
    relative to it, for people. A folder is a place only where it cannot be looked into. ``data``: its content, where it
    stands in a table and no file is there."""

    path: Path
    root: Path
    shown: str
    data: bytes | None = None


def written(name: str | Path) -> str:
    """A path as UTF-8 can hold it: bytes of a file's name that are no UTF-8, which Python keeps as lone surrogates
    (PEP 383), are written out, so that different names stay different.

    >>> written("b\\udcffd.txt")
    'b\\\\udcffd.txt'
    """
    return str(name).encode("utf-8", "backslashreplace").decode("utf-8")


def collect(sources: Sequence[Path]) -> list[Place]:
    """The files of ``sources`` (files and folders), sorted, each once. Raises NoSourceError for a missing
    one, and where there is nothing to read in any of them."""
    places: dict[Path, Place] = {}
    for given in sources:
        if not given.exists():
            raise NoSourceError(f"{given} 不存在: no such file or folder; nothing was built.")
        root = given.resolve()
        for place in places_below(root):
            places.setdefault(place.path, place)
    if not places:
        folders = "、".join(str(given) for given in sources)
        raise NoSourceError(f"{folders} 里没有可读的文件: nothing to read there; nothing was built.")
    return [places[path] for path in sorted(places)]


def listed(sources: Sequence[Path]) -> list[Path]:
    """The sources, with the paths that a list names (``@FILE``, UTF-8, a path a line) in its place. Raises
    NoSourceError."""
    return [path for source in sources for path in (_list(source) if str(source)[0] == "@" else [source])]


def _list(source: Path) -> list[Path]:
    path = Path(str(source)[1:])
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as e:
        raise NoSourceError(f"{path} 无法读取: no list of paths in UTF-8 ({e}); nothing was built.") from e
    return [Path(line.strip()) for line in lines if line.strip()]


def places_below(root: Path, unlisted: Callable[[OSError], None] | None = None) -> Iterator[Place]:
    """The files to read at and below an absolute path; ``unlisted`` is told of folders that cannot be listed;
    where nobody is told they are places themselves."""
    if not root.is_dir():
        yield _place(root, root)
        return
    closed: list[Path] = []

    def refused(error: OSError) -> None:
        if unlisted is not None:
            unlisted(error)
        elif not isinstance(error, FileNotFoundError):  # else it has gone since its parent was listed
            closed.append(Path(error.filename))

    # Links to folders are not followed: they may lead in circles, or out of what was named.
    for folder, below, files in os.walk(root, onerror=refused):
        if (Path(folder) / GENERATIONS).is_dir():
            below[:] = []  # a KG, whose extracted texts are no sources
            continue
        below[:] = [name for name in below if not name.startswith(".")]
        for name in files:
            path = Path(folder) / name
            if path.suffix.lower() not in NO_DOCUMENTS and not name.startswith((".", "~$")):
                yield _place(path, root)
    yield from (_place(folder, root) for folder in closed)


def _place(path: Path, root: Path) -> Place:
    return Place(path, root, written(path.relative_to(root).as_posix() if path != root else root.name))
