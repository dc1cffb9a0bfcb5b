"""Writes ``docs/tables.md`` from the description of the flat tables: ``python tools/make_table_docs.py``."""

from __future__ import annotations

from pathlib import Path

from gongwen.graph.asking.flat import CellKind, FlatTable, flat_tables

TARGET = Path(__file__).parent.parent / "docs" / "tables.md"
KINDS = {CellKind.TEXT: "文字 text", CellKind.INTEGER: "整数 integer", CellKind.DATE: "日期 date", CellKind.BOOLEAN: "真假 true or false"}  # fmt: skip
HEAD = """<!-- Made by: python tools/make_table_docs.py -->

# 表格 Flat tables

`gongwen export KG --format csv -o tables` 把图谱写成六张表，供电子表格使用；`--format parquet` 供数据框使用（须装
`gongwen[tables]`）。
`gongwen export KG --format csv -o tables` writes the graph as six tables for spreadsheets; `--format parquet` writes them for
data frames (with `gongwen[tables]`).

- 首列是行的标识，在本表中不重复；别表以同样的 IRI 指向它。
  The first column names the row, no two alike; other tables point to it by the same IRI.
- 位置以来源文件的字符计，如图谱中的 `#char=起,止`：从 0 起，不含末尾。
  Places count characters of the source as `#char=start,end` in the graph: from 0, end exclusive.
- CSV 为带 BOM 的 UTF-8；会被当作公式的单元格前加 `'`。Parquet 原样保留文字，日期、整数有类型，列的说明在字段的元数据里。
  CSV is UTF-8 with a byte order mark; a `'` stands before cells that a spreadsheet would compute. Parquet keeps texts as they
  are, has typed dates and integers, and carries the meaning of each column in the metadata of its field.
"""


def render() -> str:
    """The whole page."""
    return "\n".join([HEAD, *map(_section, flat_tables().values())])


def _section(table: FlatTable) -> str:
    rows = [f"| `{c.name}` | {KINDS[c.kind]} | {c.about.zh}<br>{c.about.en} |" for c in table.columns]
    head = ["| 列 Column | 类型 Type | 含义 Meaning |", "|---|---|---|"]
    return "\n".join([f"## {table.name}", "", f"{table.about.zh}。{table.about.en}.", "", *head, *rows, ""])


if __name__ == "__main__":
    TARGET.write_text(render(), "utf-8")
