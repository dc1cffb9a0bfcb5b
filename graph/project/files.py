"""Projections as files: GraphML, GEXF, node-link JSON and CSV, for Gephi, Cytoscape and spreadsheets."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import networkx as nx

from gongwen.graph.asking.tables import FORMULA
from gongwen.graph.project.facts import Projection


class GraphFormat(StrEnum):
    """A kind of file for a graph."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    JSON = "json"
    CSV = "csv"


# What XML 1.0 (section 2.2) cannot carry at all, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graph(graph: Projection, form: GraphFormat, output: Path) -> tuple[Path, ...]:
    """Writes a projection; returns the files. CSV is two files beside ``output``: ``X.nodes.csv``, ``X.edges.csv``.

    Raises OSError.
    """
    if form is GraphFormat.CSV:
        return _write_csv(graph, output)
    if form is GraphFormat.JSON:
        data = nx.node_link_data(graph, edges="links")
        output.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    elif form is GraphFormat.GRAPHML:
        nx.write_graphml_xml(
            _for_xml(graph), output, encoding="utf-8", named_key_ids=True, edge_id_from_attribute="id"
        )
    else:
        nx.write_gexf(_for_xml(graph), output, encoding="utf-8", version="1.2draft")
    return (output,)


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what would begin one.

    >>> safe_cell("=1+1"), safe_cell("市教育局"), safe_cell(-1)
    ("'=1+1", '市教育局', -1)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def write_rows(output: Path, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A CSV file (RFC 4180, UTF-8 with a mark, by which spreadsheets know it) with these columns."""
    with output.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(columns), restval="", extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: safe_cell(value) for name, value in row.items()})


def _write_csv(graph: Projection, output: Path) -> tuple[Path, Path]:
    stem = output.with_suffix("") if output.suffix == ".csv" else output
    nodes, edges = stem.with_name(f"{stem.name}.nodes.csv"), stem.with_name(f"{stem.name}.edges.csv")
    # Id, Source, Target and Type are the column names by which Gephi knows them.
    write_rows(
        nodes,
        ["Id", *_columns(d for _, d in graph.nodes(data=True))],
        ({"Id": n, **d} for n, d in graph.nodes(data=True)),
    )
    rows = ({"Source": a, "Target": b, "Type": "Directed", **d} for a, b, d in graph.edges(data=True))
    write_rows(edges, ["Source", "Target", "Type", *_columns(d for _, _, d in graph.edges(data=True))], rows)
    return nodes, edges


def _columns(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _for_xml(graph: Projection) -> Projection:
    """A copy whose texts XML can carry, with an id for each edge."""
    copy = Projection(**graph.graph)
    copy.add_nodes_from((node, _clean(data)) for node, data in graph.nodes(data=True))
    for number, (a, b, key, data) in enumerate(graph.edges(keys=True, data=True)):
        copy.add_edge(a, b, key=key, id=f"e{number}", **_clean(data))
    return copy


def _clean(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _NO_XML.sub("\ufffd", value) if isinstance(value, str) else value
        for name, value in data.items()
    }
