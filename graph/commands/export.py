"""``gongwen export``."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gongwen.graph.asking.flat import flat_tables
from gongwen.graph.asking.flat_files import TableFormat, write_tables
from gongwen.graph.commands.common import KgArgument
from gongwen.graph.errors import QueryError
from gongwen.graph.kg.export import ExportFormat, export


class Exported(StrEnum):
    """What a graph is exported as."""

    NQUADS = ExportFormat.NQUADS
    TRIG = ExportFormat.TRIG
    NTRIPLES = ExportFormat.NTRIPLES
    TURTLE = ExportFormat.TURTLE
    JSONLD = ExportFormat.JSONLD
    XML = ExportFormat.XML
    CSV = TableFormat.CSV
    PARQUET = TableFormat.PARQUET


def export_command(
    kg: KgArgument,
    form: Annotated[
        Exported, typer.Option("--format", help="RDF，或表格 an RDF format, or tables: csv, parquet.")
    ] = Exported.NQUADS,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="表格须给文件夹 tables: a folder. [default: stdout]"
        ),
    ] = None,
) -> None:
    """导出整个图谱 Prints the whole graph: N-Quads sorted, so that equal graphs are equal bytes.

    ntriples, turtle and xml have no graphs and hold the union of all. csv and parquet are flat tables in a folder:
    documents, citations, tasks, responsibilities, deadlines, bodies. Nothing grows with the size of the graph but the output.

        gongwen export kg > all.nq
        gongwen export kg --format turtle -o all.ttl
        gongwen export kg --format csv -o tables
    """
    if form in (Exported.CSV, Exported.PARQUET):
        _export_tables(kg, TableFormat(form), output)
        return
    if output is None:
        export(kg, ExportFormat(form), sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as out:
            export(kg, ExportFormat(form), out)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _export_tables(kg: Path, form: TableFormat, folder: Path | None) -> None:
    if folder is None or folder.is_file():
        raise QueryError(f"表格写入文件夹 tables are several files: name a folder, -o tables --format {form}")
    counts = write_tables(kg, form, folder)
    for name, table in flat_tables().items():
        typer.echo(f"{folder / name}.{form}: {table.about.zh.partition('，')[0]} {counts[name]} rows")
