"""What a node's label, tooltip and table row need, asked of the store once for many nodes.

Every attribute is a string, a number or a truth value, and is always there: files for Gephi and Cytoscape know no
None and no lists. Several values of one attribute are joined by ``；``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote

import networkx as nx

from gongwen.extract import areas
from gongwen.extract.data import read_json
from gongwen.graph.asking.quotes import Quotes
from gongwen.graph.asking.store import Store
from gongwen.graph.project.filters import wanted
from gongwen.graph.project.sentences import sentence_of
from gongwen.graph.triples.terms import SPARQL_PREFIXES

Attributes = dict[str, Any]
# networkx has no types; a projection is a MultiDiGraph whose nodes are IRIs and whose keys are roles or relations.
Projection = nx.MultiDiGraph

JOIN = "；"
# So many nodes are named in one VALUES clause; of more than MANY everything is asked for instead, which is then faster.
FEW, MANY = 400, 4000

_BODIES = "SELECT ?n ?label ?code { %s ?n a org:FormalOrganization ; skos:prefLabel ?label . OPTIONAL { ?n gw:area/skos:notation ?code } }"
_COLLECTIVE = "SELECT ?n { %s ?n a gw:CollectiveBody }"
_NAMES = "SELECT ?n ?name { %s ?n a org:FormalOrganization ; skos:altLabel ?name }"
# One property a query: of a group of OPTIONALs an engine makes the product of all their values.
_VALUES = "SELECT ?n ?v { %s ?n %s ?v }"
_ISSUERS = """
SELECT ?n ?label ?code { %s ?n eli:passed_by ?body . ?body skos:prefLabel ?label .
  OPTIONAL { ?body gw:area/skos:notation ?code } }
"""
_OF_DOCUMENT = {
    "date": "eli:date_document",
    "in_force_from": "eli:first_date_entry_in_force",
    "in_force_until": "eli:date_no_longer_in_force",
    "document_type": "eli:type_document",
}
_OF_TASK = {
    "label": "a gw:Task ; rdfs:label",
    "text": "a gw:Task ; dcterms:description",
    "document": "gw:statedIn",
    "document_title": "gw:statedIn/dcterms:title",
    "document_number": "gw:statedIn/eli:id_local",
    "evidence": "a gw:Task ; prov:wasQuotedFrom",
}
_WORD = 'SELECT ?n ?v { %s ?n skos:prefLabel ?v FILTER(langMatches(lang(?v), "zh")) }'
_DEADLINES = """
SELECT ?n ?kind ?value ?latest { %s ?n a gw:Task ; gw:deadline ?deadline .
  ?deadline gw:kind ?kind ; gw:value ?value . OPTIONAL { ?deadline gw:latest ?latest } }
"""


def rows(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    """The solutions of a SELECT as strings, sorted, each once; ``""`` where a variable is unbound."""
    table = store.select(SPARQL_PREFIXES + query)
    yield from sorted({tuple("" if term is None else term.value for term in row) for row in table.rows})  # type: ignore[union-attr]


def body_facts(store: Store, nodes: Collection[str]) -> dict[str, Attributes]:
    """``node_kind`` body, ``label`` (full official name), ``names`` (every other name that documents use),
    ``adcode``, ``area``, ``level`` (nation, province, prefecture, county), ``collective``."""
    found: dict[str, Attributes] = {}
    for node, label, code in _asked(store, _BODIES, nodes):
        found.setdefault(node, _body(label, code))
    for (node,) in _asked(store, _COLLECTIVE, nodes):
        if node in found:
            found[node]["collective"] = True
    names: dict[str, list[str]] = defaultdict(list)
    for node, name in _asked(store, _NAMES, nodes):
        names[node].append(name)
    for node, called in names.items():
        if node in found:
            found[node]["names"] = JOIN.join(called)
    for node in nodes:
        found.setdefault(node, _body(unquote(node.rpartition("/")[2]), ""))
    return found


def document_facts(store: Store, nodes: Collection[str], quotes: Quotes) -> dict[str, Attributes]:
    """``node_kind`` document, or stub for one that is only cited; ``label`` (title, else number), ``number``,
    ``issuers``, ``date``, ``in_force_from``, ``in_force_until``, ``document_type``, ``adcode``, ``area``,
    ``level`` (of the first issuer), and the place of the document."""
    titles, numbers = _values(store, "dcterms:title", nodes), _values(store, "eli:id_local", nodes)
    blocks = _values(store, "a gw:PolicyDocument ; prov:wasQuotedFrom", nodes)
    found: dict[str, Attributes] = {}
    for node in nodes:
        said = evidence_of(blocks.get(node, ""), quotes)
        found[node] = _document(node, titles.get(node, ""), numbers.get(node, ""), said)
    for name, path in _OF_DOCUMENT.items():
        for node, value in _values(store, path, nodes).items():
            found[node][name] = value
    # The graph of each document may repeat the label of its type: labels are asked for once a type.
    types = {facts["document_type"] for facts in found.values()} - {""}
    words = {row[0]: row[1] for row in _asked(store, _WORD, types)}
    for facts in found.values():
        facts["document_type"] = words.get(facts["document_type"], "")
    issuers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for node, label, code in _asked(store, _ISSUERS, nodes):
        issuers[node].append((label, code))
    for node, signed in issuers.items():
        found[node].update(issuers=JOIN.join(label for label, _ in signed), **_area(signed[0][1]))
    return found


def task_facts(store: Store, nodes: Collection[str], quotes: Quotes) -> dict[str, Attributes]:
    """``node_kind`` task, ``label`` (title), ``text``, ``document`` (IRI), ``document_title``,
    ``document_number``, ``deadlines`` (values), ``latest`` (the first last day, ISO), and the place of the task."""
    values = {name: _values(store, path, nodes) for name, path in _OF_TASK.items()}
    found = {node: _task({name: of.get(node, "") for name, of in values.items()}, quotes) for node in nodes}
    bounds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for node, kind, value, latest in _asked(store, _DEADLINES, nodes):
        bounds[node].append((f"{kind.rpartition('#')[2]} {value}", latest))
    for node, bounded in bounds.items():
        found[node]["deadlines"] = JOIN.join(value for value, _ in bounded)
        found[node]["latest"] = min((latest for _, latest in bounded if latest), default="")
    return found


def evidence_of(evidence: str, quotes: Quotes, description: str = "") -> Attributes:
    """``evidence`` (IRI), ``evidence_file``, ``evidence_start``, ``evidence_end`` (code points; -1 where there is
    none) and ``quote``, the sentence around; ``quote_start``, ``quote_end``: where in the quote the evidence is (both
    0 where it is not marked)."""
    said = sentence_of(evidence, quotes, description)
    return {
        "evidence": evidence,
        "evidence_file": said.file if said else "",
        "evidence_start": said.start if said else -1,
        "evidence_end": said.end if said else -1,
        "quote": said.text if said else "",
        "quote_start": len(said.before) if said and said.marked else 0,
        "quote_end": len(said.before + said.marked) if said and said.marked else 0,
    }


def _asked(store: Store, query: str, nodes: Collection[str]) -> Iterable[tuple[str, ...]]:
    if len(nodes) <= MANY:
        return (row for part in parts(nodes) for row in rows(store, query % wanted("n", part)))
    kept = nodes if isinstance(nodes, set | frozenset | dict) else set(nodes)
    return (row for row in rows(store, query % "") if row[0] in kept)


def parts(nodes: Collection[str]) -> Iterator[list[str]]:
    """The nodes in order, as many at a time as one VALUES clause names."""
    ordered = sorted(nodes)
    return (ordered[i : i + FEW] for i in range(0, len(ordered), FEW))


def _values(store: Store, path: str, nodes: Collection[str]) -> dict[str, str]:
    """One value for each node, the smallest."""
    found: dict[str, str] = {}
    for node, value in _asked(store, _VALUES % ("%s", path), nodes):
        found.setdefault(node, value)
    return found


def _body(label: str, code: str) -> Attributes:
    return {"node_kind": "body", "label": label, "names": "", "collective": False, **_area(code, label)}


def _document(node: str, title: str, number: str, evidence: Attributes) -> Attributes:
    return {
        "node_kind": "document" if evidence["evidence"] else "stub",
        "label": title or number or unquote(node.rpartition("/id/document/")[2]),
        "number": number,
        "issuers": "",
        "date": "",
        "in_force_from": "",
        "in_force_until": "",
        "document_type": "",
        **_area(""),
        **evidence,
    }


def _task(values: dict[str, str], quotes: Quotes) -> Attributes:
    evidence = values.pop("evidence")
    text = values["text"]
    return {
        "node_kind": "task",
        **values,
        "deadlines": "",
        "latest": "",
        **evidence_of(evidence, quotes, text),
    }


def _area(code: str, label: str = "") -> Attributes:
    # A body whose area has no code stands under the nation, which is not its area: 市教育局, 东浦区人民政府.
    if code == areas.NATION:
        for pattern, level in _level_words():
            if pattern.search(label):
                return {"adcode": code, "area": "", "level": level}
    area = areas.by_code(code)
    return {"adcode": code, "area": area.name if area else "", "level": areas.level_of(code) if code else ""}


@cache
def _level_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns that tell the level of a body from its name."""
    found = []
    for name in ("county", "prefecture", "province"):
        words = "|".join(read_json("levels.json")[name])
        found.append((re.compile(f"^(?:{words})|(?:{words})(?:人民)?政府"), name))
    return tuple(found)
