"""Parquet tables with texts as sources of a Spark build: a row is a source."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongwen.extract.errors import GongwenError
from gongwen.graph.building.collect import Place

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import SparkSession

# The first of these that a table has is read.
NAMES = ("path", "name")
DATA = ("bytes", "content", "text")
SUFFIX = ".parquet"


class TableError(GongwenError):
    """A table that cannot be read as sources."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``path`` absolute, a file or a folder of files; ``name`` and ``data`` the columns that are read."""

    path: Path
    name: str
    data: str

    def listed(self, session: SparkSession) -> list[Place]:
        """The place of every row, without its data. Raises TableError where two rows have one name."""
        rows = session.read.parquet(str(self.path)).select(self.name)
        names = sorted(str(row[0]) for row in rows.toLocalIterator())
        for one, other in pairwise(names):
            if one == other:
                raise TableError(
                    f"{self.path} 有同名的两行: two rows have the {self.name} {one!r}; name each apart."
                )
        return [self._place(name) for name in names]

    def places(self, session: SparkSession, least: int, most: int) -> RDD[Place]:
        """The places of all rows with their data, in many small partitions: ``least`` at least, ``most`` rows each."""
        rows = session.read.parquet(str(self.path)).select(self.name, self.data)
        partitions = max(least, -(-rows.count() // most))
        return rows.repartition(partitions).rdd.map(self._of_row)

    def _of_row(self, row: Any) -> Place:
        name, data = row
        return self._place(str(name), data.encode() if isinstance(data, str) else bytes(data or b""))

    def _place(self, name: str, data: bytes | None = None) -> Place:
        return Place(Path(f"{self.path}/{name}"), self.path, name, data)


def is_table(source: Path) -> bool:
    """Whether a source is a Parquet file, or a folder of such files."""
    return source.suffix == SUFFIX or (source.is_dir() and any(source.glob(f"*{SUFFIX}")))


def open_table(session: SparkSession, source: Path) -> Table:
    """The table at a path. Raises TableError where it lacks a column."""
    columns = session.read.parquet(str(source)).columns
    return Table(source.resolve(), _column(source, columns, NAMES), _column(source, columns, DATA))


def _column(source: Path, columns: list[str], wanted: tuple[str, ...]) -> str:
    for name in wanted:
        if name in columns:
            return name
    told = f"has the columns {', '.join(columns)} and none of {', '.join(wanted)}; rename one"
    raise TableError(f"{source} 缺少列: {told}.")
