"""``gongwen build --engine spark``: the same extraction on Apache Spark.

The driver keeps the ledger and derives what depends on several documents; executors read sources into the pool of packets
and write the parts. Directories must be seen by all under one path (NFS, a cluster's file system, or one machine), and
each executor needs gongwen installed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from gongwen.extract.errors import GongwenError
from gongwen.graph.building.collect import Place
from gongwen.graph.building.engine import Work
from gongwen.graph.building.reader import Outcome, Reader
from gongwen.graph.building.workers import LONGEST_READING, ReadAll, Result
from gongwen.graph.derived.units import derived_lines
from gongwen.graph.kg.generations import PARTS_LIST, Generation
from gongwen.graph.kg.parts import portions, write_list
from gongwen.graph.kg.pool import Pool
from gongwen.graph.spark.tables import Table
from gongwen.graph.spark.work import Read, read_places, write_portion

if TYPE_CHECKING:
    from pyspark import RDD, SparkContext
    from pyspark.sql import SparkSession

# Tasks for each core: enough that one of long documents is not waited for at the end.
TASKS_PER_CORE = 16
# Bytes and sources that one task has at most, and is worth starting for.
MOST_BYTES, LEAST_BYTES = 8 << 20, 128 << 10
MOST_SOURCES = 256


class NoSparkError(GongwenError):
    """PySpark or Java is missing."""


@contextmanager
def spark_session(master: str) -> Iterator[SparkSession]:
    """A session at a master's address (``local[2]``, ``spark://host:7077``, ``yarn``), or that which is there.
    Raises NoSparkError."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as e:
        raise NoSparkError("缺少 PySpark: pip install 'gongwen[spark]' installs it.") from e
    builder = SparkSession.builder.master(master).appName("gongwen build")
    builder = builder.config("spark.log.level", "ERROR")
    builder = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
    if master.startswith("local"):
        builder = builder.config("spark.ui.enabled", "false").config("spark.driver.host", "localhost")
    try:
        session = builder.getOrCreate()
    except (PySparkException, RuntimeError) as e:
        told = "Java 17 or later must be installed, and the master's address be right"
        raise NoSparkError(f"无法启动 Spark cannot start Spark at {master!r} ({e}): {told}.") from e
    try:
        yield session
    finally:
        session.stop()


@dataclass(frozen=True, slots=True)
class Spark:
    """An engine; ``tables`` are those whose rows are among the places of the build, ``longest`` the seconds that one
    source may take."""

    session: SparkSession
    tables: tuple[Table, ...] = ()
    longest: float = LONGEST_READING

    def reading(self, reader: Reader) -> AbstractContextManager[ReadAll]:
        """What reads places; results come when all are read."""
        return self._reading(reader)

    @contextmanager
    def _reading(self, reader: Reader) -> Iterator[ReadAll]:
        yield lambda places: self._read(reader, places)

    def _read(self, reader: Reader, places: Sequence[Place]) -> Iterator[Result]:
        tables = {table.path for table in self.tables}
        named = {str(place.path): place for place in places}
        files = [place for place in places if place.root not in tables]
        # Executors stand elsewhere: a path that is relative here means nothing to them.
        work = partial(read_places, replace(reader, pool=Pool(reader.pool.root.absolute())), self.longest)
        jobs = [self._of_files(files).mapPartitions(work)] if files else []
        least = self._context.defaultParallelism * TASKS_PER_CORE
        jobs += [table.places(self.session, least, MOST_SOURCES).mapPartitions(work) for table in self.tables]
        for read in self._context.union(jobs).collect() if jobs else ():
            yield named[read.place], _outcomes(reader.pool, read)

    def _of_files(self, files: Sequence[Place]) -> RDD[Place]:
        tasks = list(tasks_of([(place, _size(place)) for place in files], self._context.defaultParallelism))
        return self._context.parallelize(tasks, len(tasks)).flatMap(lambda places: places)

    def has_made(self, generation: Generation) -> bool:
        """Whether it is in parts."""
        return (generation.path / PARTS_LIST).is_file()

    def make(self, work: Work) -> None:
        """The parts; one that a lost executor leaves is written again, the same."""
        wanted = list(portions(work.ledger.sized()))
        write = partial(write_portion, work.pool.root.absolute(), work.unfinished.absolute())
        rdd = self._context.parallelize(wanted, max(1, len(wanted)))
        write_list(work.unfinished, rdd.map(write).collect(), derived_lines(work.ledger.db))

    @property
    def _context(self) -> SparkContext:
        return self.session.sparkContext


def tasks_of(sized: Sequence[tuple[Place, int]], cores: int) -> Iterator[tuple[Place, ...]]:
    """Places with their bytes as tasks, the largest first: a long document is a task of its own and begun early, so that
    nobody waits for it in the end; small ones share a task."""
    share = sum(size for _, size in sized) // (cores * TASKS_PER_CORE)
    most = min(max(share, LEAST_BYTES), MOST_BYTES)
    held: list[Place] = []
    filled = 0
    for place, size in sorted(sized, key=lambda item: (-item[1], item[0].path)):
        if held and (filled + size > most or len(held) >= MOST_SOURCES):
            yield tuple(held)
            held, filled = [], 0
        held.append(place)
        filled += size
    if held:
        yield tuple(held)


def _size(place: Place) -> int:
    try:
        return place.path.stat().st_size
    except OSError:
        return 0  # the reader says why


def _outcomes(pool: Pool, read: Read) -> tuple[Outcome, ...]:
    """The outcomes of a source; a packet that was kept comes from the pool, without its lines."""
    found = []
    for member, key, sent in read.outcomes:
        packet = sent or pool.head(key)
        if packet is None:
            raise OSError(f"{pool.packet_path(key)} is not there: executors and driver need one file system")
        found.append(Outcome(member, key, packet, kept=sent is None))
    return tuple(found)
