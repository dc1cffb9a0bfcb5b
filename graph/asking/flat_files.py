"""Flat tables as files: CSV for spreadsheets, Parquet for data frames. Rows are written as they come."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from gongwen.extract.errors import GongwenError
from gongwen.graph.asking.flat import CellKind, FlatTable, Row, flat_rows, flat_tables
from gongwen.graph.asking.tables import FORMULA as FORMULA
from gongwen.graph.project.files import safe_cell

# Rows of a group of a Parquet file: small enough that six tables fit into memory together.
_GROUP_ROWS = 20_000


class TableFormat(StrEnum):
    """A kind of file for tables."""

    CSV = "csv"
    PARQUET = "parquet"


class MissingExtraError(GongwenError):
    """A package is missing that an extra of gongwen installs."""


class _Sink(Protocol):
    def __init__(self, path: Path, table: FlatTable) -> None: ...
    def write(self, row: Row) -> None: ...
    def close(self) -> None: ...


def write_tables(root: Path, form: TableFormat, folder: Path) -> Mapping[str, int]:
    """Writes the tables of the KG at ``root`` into ``folder``: one file each, ``documents.csv``. Returns the number of rows
    by table. The files appear when all are complete. Raises NoKgError, KgError, MissingExtraError, OSError."""
    sink: type[_Sink] = _parquet_sink() if form is TableFormat.PARQUET else CsvSink
    folder.mkdir(parents=True, exist_ok=True)
    parts = {name: folder / f"{name}.{form}.part" for name in flat_tables()}
    counts = dict.fromkeys(parts, 0)
    try:
        with ExitStack() as stack:
            sinks: dict[str, _Sink] = {}
            for name, table in flat_tables().items():
                sinks[name] = sink(parts[name], table)
                stack.callback(sinks[name].close)
            for name, row in flat_rows(root):
                sinks[name].write(row)
                counts[name] += 1
        for part in parts.values():
            part.replace(part.with_suffix(""))
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return counts


class CsvSink:
    """A CSV file (RFC 4180; UTF-8 with a mark, by which spreadsheets know it); no cell is a formula."""

    def __init__(self, path: Path, table: FlatTable) -> None:
        self._out = path.open("w", encoding="utf-8-sig", newline="", errors="surrogatepass")
        self._names = [column.name for column in table.columns]
        self._writer = csv.writer(self._out)
        self._writer.writerow(self._names)

    def write(self, row: Row) -> None:
        """One row; a missing value is an empty cell."""
        cells = (row[name] for name in self._names)
        self._writer.writerow(str(c).lower() if isinstance(c, bool) else safe_cell(c) for c in cells)

    def close(self) -> None:
        """Ends the file."""
        self._out.close()


def _parquet_sink() -> type[_Sink]:
    """The class for Parquet files; raises MissingExtraError."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as e:
        raise MissingExtraError(
            "Parquet 需要 pyarrow: it is not installed; run: pip install 'gongwen[tables]', or take --format csv."
        ) from e
    kinds = {
        CellKind.TEXT: pa.string(),
        CellKind.INTEGER: pa.int64(),
        CellKind.DATE: pa.date32(),
        CellKind.BOOLEAN: pa.bool_(),
    }

    class ParquetSink:
        """A Parquet file; ``_rows`` wait until there are enough for a group."""

        def __init__(self, path: Path, table: FlatTable) -> None:
            fields = [
                pa.field(c.name, kinds[c.kind], metadata={"zh": c.about.zh, "en": c.about.en})
                for c in table.columns
            ]
            self._schema = pa.schema(fields)
            self._dates = [c.name for c in table.columns if c.kind is CellKind.DATE]
            self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
            self._rows: list[dict[str, Any]] = []

        def write(self, row: Row) -> None:
            self._rows.append({**row, **{name: _day(row[name]) for name in self._dates}})
            if len(self._rows) >= _GROUP_ROWS:
                self._flush()

        def close(self) -> None:
            self._flush()
            self._writer.close()

        def _flush(self) -> None:
            if self._rows:
                self._writer.write_table(pa.Table.from_pylist(self._rows, self._schema))
                self._rows.clear()

    return ParquetSink


def _day(cell: object) -> datetime.date | None:
    return datetime.date.fromisoformat(str(cell)) if cell else None
