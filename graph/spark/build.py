"""A build on Spark, from sources as a user names them: files, folders and Parquet tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gongwen.graph.building.build import BuildReport, Options, build_places
from gongwen.graph.building.collect import collect
from gongwen.graph.building.reader import Read
from gongwen.graph.spark.engine import Spark, spark_session
from gongwen.graph.spark.tables import is_table, open_table


def spark_build(
    sources: Sequence[Path], root: Path, read: Read, options: Options, master: str
) -> BuildReport:
    """Builds the KG at ``root`` with its graphs in parts. Raises NoSparkError, TableError, and what ``build`` raises."""
    tabled = [source for source in sources if is_table(source)]
    others = [source for source in sources if source not in tabled]
    places = collect(others) if others else []
    with spark_session(master) as session:
        tables = tuple(open_table(session, source) for source in tabled)
        places += [place for table in tables for place in table.listed(session)]
        roots = [source.resolve() for source in sources]
        return build_places(places, roots, root, read, options, None, Spark(session, tables))
