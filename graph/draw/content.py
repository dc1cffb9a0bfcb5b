"""What a page knows: the network, the facts of every node and edge, the words of both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from gongwen.graph.asking.deadline_words import stated_words
from gongwen.graph.draw.choose import importance, needed
from gongwen.graph.draw.columns import SHEETS
from gongwen.graph.draw.heading import Heading
from gongwen.graph.draw.layout import lay_out
from gongwen.graph.draw.look import EDGE_COLOURS, GROUP_COLOURS, LEVEL_COLOURS, TASK_COLOURS, node_looks
from gongwen.graph.draw.names import former_names, lexicon_names
from gongwen.graph.draw.network import network
from gongwen.graph.project.facts import JOIN, Projection
from gongwen.graph.words import words

# What a file has and a page does not show.
_DROPPED = frozenset({"document", "evidence", "task", "weight"})
# Where the evidence is in its quote: left out where it is not marked.
_MARKS = frozenset({"quote_start", "quote_end"})
# Characters of a task's text that the panel shows.
_TEXT = 1200
# Communities smaller than this get no background of their own.
_SEEN = 4


def content(graph: Projection, heading: Heading, whole: Projection) -> dict[str, Any]:
    """Everything that the page's scripts read. ``whole``: the graph of which this one is a part."""
    kind = graph.graph["projection"]
    nodes = sorted(graph, key=lambda n: (*(-value for value in importance(graph, n)), n))
    looks = node_looks(graph)
    layout = lay_out(graph, {node: look.size for node, look in looks.items()})
    number = {node: i for i, node in enumerate(nodes)}
    return {
        "kind": kind,
        "heading": asdict(heading),
        "whole": {"nodes": len(whole), "edges": whole.number_of_edges(), "needed": needed(whole)},
        "network": network(graph, nodes, looks, layout, directed=kind != "responsibilities"),
        "clusters": [asdict(c) for c in layout.clusters if c.size >= _SEEN],
        "nodes": [_node(node, graph.nodes[node]) for node in nodes],
        "edges": [_edge(data, number[a], number[b]) for a, b, data in graph.edges(data=True)],
        "deadlines": _deadlines(graph),
        "former": _former(graph, nodes),
        "sheets": [asdict(sheet) for sheet in SHEETS[kind]],
        "colours": {
            "edges": EDGE_COLOURS,
            "levels": LEVEL_COLOURS,
            "groups": GROUP_COLOURS,
            "tasks": {"due": TASK_COLOURS[True], "open": TASK_COLOURS[False]},
        },
        "words": _words(),
    }


def _node(node: str, data: Mapping[str, Any]) -> dict[str, Any]:
    told = _told(data)
    if data["node_kind"] == "body":
        also = lexicon_names(data["label"], data["area"])
        if also:
            told["also"] = "；".join(also)
    if told.get("text") == told.get("quote"):
        told.pop("text", None)
    if len(told.get("text", "")) > _TEXT:
        told["text"] = told["text"][:_TEXT] + "…"
    return {"iri": node, **told}


def _edge(data: Mapping[str, Any], source: int, target: int) -> dict[str, Any]:
    return {"from": source, "to": target, "weight": data.get("weight", 1), **_told(data)}


def _told(data: Mapping[str, Any]) -> dict[str, Any]:
    """What is stated. Nought is: of tasks led, of steps, as the number of the largest community; but not for a mark."""
    return {
        name: value
        for name, value in data.items()
        if name not in _DROPPED and value != "" and value is not False and not (name in _MARKS and value == 0)
    }


def _former(graph: Projection, nodes: Sequence[str]) -> dict[str, list[int]]:
    """Names of former bodies, each with the places in ``nodes`` of those that took over from one so called: ``工商局`` leads to
    市场监督管理局."""
    found: dict[str, list[int]] = {}
    for number, node in enumerate(nodes):
        data = graph.nodes[node]
        if data["node_kind"] == "body":
            for name in former_names(data["label"], data["area"]):
                found.setdefault(name, []).append(number)
    return dict(sorted(found.items()))


def _deadlines(graph: Projection) -> dict[str, tuple[str, str]]:
    """Every deadline of the page, its kind and value (``due 2021-06``), in words."""
    told = [*(data for _, data in graph.nodes(data=True)), *(data for *_, data in graph.edges(data=True))]
    stated = {one for data in told for one in data.get("deadlines", "").split(JOIN) if one}
    said = {one: stated_words(one) for one in sorted(stated)}
    return {one: (words.zh, words.en) for one, words in said.items()}


def _words() -> dict[str, Sequence[str]]:
    return {
        key: (said.zh, said.en)
        for file in ("words.json", "draw/words.json")
        for key, said in words(file).items()
    }
