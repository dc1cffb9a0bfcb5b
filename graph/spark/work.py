"""What runs on the executors of a Spark cluster: reading sources into the pool, writing parts.

Sources are read by a process beside Spark's own worker, one for each and kept for all of its tasks: what kills or hangs
it costs one source, and neither the task nor the lexicons, which it loads once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gongwen.graph.building.collect import Place
from gongwen.graph.building.reader import Read as ReadSource
from gongwen.graph.building.reader import Reader
from gongwen.graph.building.workers import Team
from gongwen.graph.kg.packet import Packet, Versions
from gongwen.graph.kg.parts import Part, Portion, write_part
from gongwen.graph.kg.pool import Pool
from gongwen.graph.kg.versions import current_versions


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a source, small enough to be sent to the driver by the million: for each file in it the path in its
    archive (else empty), the key of its packet, and the packet itself where the pool has none (a refusal)."""

    place: str
    outcomes: tuple[tuple[str, str, Packet | None], ...]


def read_places(reader: Reader, longest: float, places: Iterable[Place]) -> Iterator[Read]:
    """Reads the sources of a task, each in ``longest`` seconds or not at all. Raises RuntimeError where another gongwen is installed here than at the driver."""
    if current_versions(reader.versions.base) != reader.versions:
        raise RuntimeError(
            "gongwen on this executor is not the driver's: install the same version everywhere"
        )
    for place, outcomes in _team_of(reader, longest).read(list(places)):
        kept = ((o.member, o.key, None if o.kept else o.packet) for o in outcomes)
        yield Read(str(place.path), tuple(kept))


_TEAMS: dict[tuple[Path, Versions, ReadSource], Team] = {}


def _team_of(reader: Reader, longest: float) -> Team:
    """The process that reads for this worker; another build ends the former's."""
    key = (reader.pool.root, reader.versions, reader.read)
    if key not in _TEAMS:
        for team in _TEAMS.values():
            team.close()
        _TEAMS.clear()
        _TEAMS[key] = Team(reader, 1, longest)
    return _TEAMS[key]


def write_portion(root: Path, folder: Path, portion: Portion) -> Part:
    """Writes a part of the KG at ``root`` below ``folder``."""
    return write_part(Pool(root), folder, portion)
