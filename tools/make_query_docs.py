"""Writes ``docs/queries.md`` from the heads of the named queries: ``python tools/make_query_docs.py``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from gongwen.graph.asking.queries import GROUPS, Column, NamedQuery, Parameter, ParameterKind, load_queries
from gongwen.graph.commands.query import example_command

TARGET = Path(__file__).parent.parent / "docs" / "queries.md"
HEAD = """<!-- Made by: python tools/make_query_docs.py -->

# 现成的问题 Named queries

{count} 个问题，都是 SPARQL 1.1：`queries/*.rq`。在本地图谱、任何 SPARQL 1.1 端点和网页上答案相同。
{count} questions, all of them SPARQL 1.1: `queries/*.rq`. A graph on disk and any SPARQL 1.1 endpoint give the same rows.

    gongwen query                                 列出问题 lists them
    gongwen query NAME --help                     参数与示例 parameters and an example
    gongwen query NAME KG --参数 值               回答 answers it
    gongwen query NAME --endpoint URL             向端点提问 asks an endpoint
    gongwen query NAME KG --format csv            table, csv, json, tsv, ttl

每个端点也在图 `id/graph/queries` 里以 SHACL（`sh:SPARQLExecutable`）给出这些问题。
Every graph also holds them as SHACL (`sh:SPARQLExecutable`), in its graph `id/graph/queries`.
"""
# What a value of each kind of parameter looks like, Chinese first.
KINDS = {
    ParameterKind.BODY: "机构名称 name of a body",
    ParameterKind.AREA: "地区名称或代码 name or code of an area",
    ParameterKind.DOCUMENT: "文号或标题 number or title",
    ParameterKind.WITHIN: "地区名称或代码 name or code of an area",
    ParameterKind.IRI: "IRI",
    ParameterKind.TEXT: "文字 text",
    ParameterKind.CHOICE: "其中之一 one of",
    ParameterKind.SINCE: "日期、年月或年 a day, month or year",
    ParameterKind.UNTIL: "日期、年月或年 a day, month or year",
    ParameterKind.DAY: "日期 a day",
    ParameterKind.YEAR: "年份 a year",
    ParameterKind.NUMBER: "整数 a whole number",
}


def render() -> str:
    """The whole page."""
    queries = load_queries()
    parts = [HEAD.format(count=len(queries))]
    for group, members in groupby(queries.values(), key=lambda q: q.group):
        parts.append(f"## {GROUPS[group]}\n")
        parts += map(_section, members)
    return "\n".join(parts)


def _section(query: NamedQuery) -> str:
    lines = [f"### {query.name}", "", f"**{query.question.zh}** {query.question.en}", ""]
    if query.about:
        lines += [f"{query.about.zh} {query.about.en}", ""]
    lines += ["```sh", example_command(query), "```", ""]
    if query.parameters:
        lines += ["| 参数 Parameter | 值 Value | 含义 Meaning |", "|---|---|---|"]
        lines += [*map(_parameter, query.parameters), ""]
    lines += [f"列 Columns: {', '.join(map(_column, query.columns))}", ""]
    return "\n".join(lines)


def _parameter(parameter: Parameter) -> str:
    choices = "、".join(f"`{choice.partition(':')[2]}`" for choice in parameter.choices)
    needed = " **必填 required**" if parameter.required else ""
    default = f"（默认 default `{parameter.default}`）" if parameter.default else ""
    value = f"{KINDS[parameter.kind]} {choices}".strip()
    return (
        f"| `{parameter.option}`{needed} | {value}{default} | {parameter.label.zh}<br>{parameter.label.en} |"
    )


def _column(column: Column) -> str:
    return f"`{column.name}` {column.label.zh}"


if __name__ == "__main__":
    TARGET.write_text(render(), "utf-8")
