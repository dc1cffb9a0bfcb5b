"""The graphs of a generation as files: sorted N-Quads in parts, and a list of them, for any store's bulk loader.

The documents' lines stand in ``parts/``, those of the derived graphs in ``derived.nq``, beside the list; no line stands in two files, and
all files merged (``LC_ALL=C sort -m``) are what ``gongwen export`` prints.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from gongwen.graph.kg.generations import PARTS, PARTS_LIST, Generation
from gongwen.graph.kg.ledger import Sized
from gongwen.graph.kg.pool import Pool, write_whole
from gongwen.graph.kg.sorting import read_lines

_DERIVED = "derived.nq"
# Lines of one part: some 60 MB, which a process sorts in memory.
PART_LINES = 200_000


@dataclass(frozen=True, slots=True)
class Portion:
    """The documents of one part: keys of packets, each with the positions of its documents."""

    number: int
    packets: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A file of sorted N-Quads: its path below the generation, its lines, its bytes and their SHA-256."""

    file: str
    quads: int
    bytes: int
    sha256: str


def portions(chosen: Iterable[Sized], most: int = PART_LINES) -> Iterator[Portion]:
    """Documents, those of one packet together, in portions of at most ``most`` lines or one packet."""
    held: dict[str, list[int]] = {}
    lines = number = 0
    for document in chosen:
        if held and document.packet not in held and lines + document.quads > most:
            yield _portion(number, held)
            held, lines, number = {}, 0, number + 1
        held.setdefault(document.packet, []).append(document.position)
        lines += document.quads
    if held:
        yield _portion(number, held)


def _portion(number: int, held: dict[str, list[int]]) -> Portion:
    return Portion(number, tuple((packet, tuple(positions)) for packet, positions in held.items()))


def write_part(pool: Pool, folder: Path, portion: Portion) -> Part:
    """Writes the part of a portion below ``folder``, whole or not at all, the same bytes whoever does it and how
    often. Raises OSError where a packet is gone."""
    lines: list[str] = []
    for key, positions in portion.packets:
        packet = pool.require(key)
        for position in positions:
            lines += packet.documents[position].lines
    data = "".join(f"{line}\n" for line in sorted(lines)).encode()
    name = f"{PARTS}/part-{portion.number:05d}.nq"
    write_whole(folder / name, data)
    return Part(name, len(lines), len(data), hashlib.sha256(data).hexdigest())


def write_list(folder: Path, parts: Sequence[Part], derived: Iterable[str]) -> None:
    """Writes the lines of the derived graphs, sorted, and the list of all files that hold the graph, as JSON."""
    every = [*sorted(parts, key=lambda part: part.file), _write_derived(folder, derived)]
    said = {"quads": sum(part.quads for part in every), "files": [asdict(part) for part in every]}
    (folder / PARTS_LIST).write_text(f"{json.dumps(said, indent=1)}\n", "utf-8")


def _write_derived(folder: Path, lines: Iterable[str]) -> Part:
    digest, quads, size = hashlib.sha256(), 0, 0
    with (folder / _DERIVED).open("wb") as out:
        for line in lines:
            data = f"{line}\n".encode()
            out.write(data)
            digest.update(data)
            quads, size = quads + 1, size + len(data)
    return Part(_DERIVED, quads, size, digest.hexdigest())


def part_lines(generation: Generation) -> Iterator[str]:
    """All lines of a generation that is in parts, sorted, no two alike."""
    files = json.loads((generation.path / PARTS_LIST).read_text("utf-8"))["files"]
    return heapq.merge(*(read_lines(generation.path / part["file"]) for part in files))
