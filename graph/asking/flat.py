"""The graph as flat tables, row by row: documents, citations, tasks, responsibilities, deadlines, bodies.

``flat_tables.json`` holds the tables, their columns and what these mean. One document's graph is in memory at a time.
Rows are in order of documents, and in each by place, so that equal graphs give equal tables.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache, partial
from importlib import resources
from pathlib import Path

import pyoxigraph as ox

from gongwen.graph.asking.queries import NAMES_SEPARATOR, Bilingual
from gongwen.graph.asking.quotes import KgQuotes
from gongwen.graph.kg.generations import Generation, KgDirectory
from gongwen.graph.kg.ledger import Ledger
from gongwen.graph.kg.pool import Pool
from gongwen.graph.triples.iri import Names, source_name, split_evidence
from gongwen.graph.triples.terms import PREFIXES, compact, local

# A cell: text, a whole number, true or false, None where there is nothing to say. A date is its ISO form.
Cell = str | int | bool | None
Row = dict[str, Cell]
Store = ox.Store
# Things that are looked up again and again: bodies, areas, types.
_KEPT = 10_000


class CellKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """A column, with what it means."""

    name: str
    kind: CellKind
    about: Bilingual


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table, with what its rows are."""

    name: str
    about: Bilingual
    columns: tuple[FlatColumn, ...]


@cache
def flat_tables() -> Mapping[str, FlatTable]:
    """The tables by name, in their order."""
    data = json.loads(resources.files("gongwen.graph.asking").joinpath("flat_tables.json").read_text("utf-8"))
    return {
        name: FlatTable(
            name,
            Bilingual(*said["label"]),
            tuple(
                FlatColumn(n, CellKind(k), Bilingual(zh, en)) for n, (k, zh, en) in said["columns"].items()
            ),
        )
        for name, said in data.items()
    }


def flat_rows(root: Path) -> Iterator[tuple[str, Row]]:
    """Each row of each table of the KG at ``root``, with the table's name. Raises NoKgError, KgError."""
    with KgDirectory(root).reading() as generation:
        ledger = Ledger(generation.ledger, read_only=True)
        try:
            yield from _Flat(generation, ledger, Pool(root)).rows()
        finally:
            ledger.close()


class _Flat:
    def __init__(self, generation: Generation, ledger: Ledger, pool: Pool) -> None:
        self._store, self._ledger = ox.Store.read_only(str(generation.require_store())), ledger
        self._quotes = KgQuotes(ledger, pool)
        names = Names(ledger.meta("base") or "")
        self._bodies, self._links = ox.NamedNode(names.graph("bodies")), ox.NamedNode(names.graph("links"))
        self.label = lru_cache(_KEPT)(self._label)

    def rows(self) -> Iterator[tuple[str, Row]]:
        for (address,) in self._ledger.db.execute("SELECT iri FROM document WHERE chosen ORDER BY iri"):
            yield from _Document(self, address, self.described(ox.NamedNode(address))).rows()
        for body in self._sorted_bodies():
            yield "bodies", self._body(body)

    def described(self, graph: ox.NamedNode) -> dict[str, dict[str, list[str]]]:
        """What a graph says: values by property (in short form) by subject."""
        found: dict[str, dict[str, list[str]]] = {}
        for quad in self._store.quads_for_pattern(None, None, None, graph):
            said = found.setdefault(_text(quad.subject), {})
            said.setdefault(compact(quad.predicate.value), []).append(_text(quad.object))
        return found

    def linked(self, subject: str, curie: str) -> list[str]:
        """What the graph *links* says, sorted."""
        return self._values(ox.NamedNode(subject), curie, self._links)

    def is_document(self, address: str) -> bool:
        """Whether the KG holds a document."""
        found = self._ledger.db.execute("SELECT 1 FROM document WHERE iri = ? AND chosen", (address,))
        return found.fetchone() is not None

    def quoted(self, evidence: str) -> Row:
        """Where evidence points, and what stands there."""
        place = split_evidence(evidence)
        if place is None:
            return {"source": None, "start": None, "end": None, "quote": None}
        source, start, end = place
        quote = self._quotes.quote(evidence)
        return {
            "source": source_name(source),
            "start": start,
            "end": end,
            "quote": quote.text if quote else None,
        }

    def _label(self, address: str) -> str | None:
        """The Chinese label of a body, an area or a concept."""
        label = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
        found = self._store.quads_for_pattern(ox.NamedNode(address), label, None, None)
        said = (q.object for q in found if isinstance(q.object, ox.Literal))
        return min((o.value for o in said if o.language in (None, "zh")), default=None)

    def _sorted_bodies(self) -> Iterator[str]:
        rows = self._ledger.db.execute(
            "SELECT DISTINCT b.iri FROM body b JOIN document d ON d.id = b.document WHERE d.chosen ORDER BY b.iri"
        )
        return (address for (address,) in rows)

    def _body(self, address: str) -> Row:
        body = ox.NamedNode(address)
        area = next(iter(self._values(body, "gw:area", self._bodies)), "")
        code = (
            next(iter(self._values(ox.NamedNode(area), "skos:notation", self._bodies)), None)
            if area
            else None
        )
        kinds = self._values(body, "rdf:type", self._bodies)
        return {
            "body": address,
            "name": self.label(address),
            "other_names": NAMES_SEPARATOR.join(self._values(body, "skos:altLabel", None)) or None,
            "area_code": code,
            "area_name": self.label(area) if area else None,
            "collective": f"{PREFIXES['gw']}CollectiveBody" in kinds,
        }

    def _values(self, subject: ox.NamedNode, curie: str, graph: ox.NamedNode | None) -> list[str]:
        prefix, _, name = curie.partition(":")
        found = self._store.quads_for_pattern(subject, ox.NamedNode(PREFIXES[prefix] + name), None, graph)
        return sorted({_text(quad.object) for quad in found})


class _Document:
    """The rows of one document."""

    def __init__(self, flat: _Flat, address: str, said: dict[str, dict[str, list[str]]]) -> None:
        self._flat, self._address, self._said = flat, address, said

    def rows(self) -> Iterator[tuple[str, Row]]:
        own = self._said.get(self._address, {})
        tasks = [s for s, about in self._said.items() if f"{PREFIXES['gw']}Task" in about.get("rdf:type", ())]
        yield "documents", self._document(len(tasks), len(own.get("gw:citation", ())))
        yield from self._statements("citations", own.get("gw:citation", ()), self._citation)
        yield from self._statements("deadlines", own.get("gw:deadline", ()), partial(self._deadline, None))
        for task in sorted(tasks, key=self._place):
            yield "tasks", self._task(task)
            duties = self._said[task].get("gw:responsibility", ())
            yield from self._statements("responsibilities", duties, partial(self._duty, task))
            bounds = self._said[task].get("gw:deadline", ())
            yield from self._statements("deadlines", bounds, partial(self._deadline, task))

    def _statements(
        self, table: str, nodes: list[str] | tuple[str, ...], row: Callable[[str], Row]
    ) -> Iterator[tuple[str, Row]]:
        return ((table, row(node)) for node in sorted(nodes, key=self._place))

    def _document(self, tasks: int, citations: int) -> Row:
        until = [self._one(self._address, "eli:date_no_longer_in_force")]
        until += self._flat.linked(self._address, "eli:date_no_longer_in_force")
        issuers = sorted(self._said.get(self._address, {}).get("eli:passed_by", ()))
        kind = self._one(self._address, "eli:type_document")
        return {
            "document": self._address,
            "number": self._one(self._address, "eli:id_local"),
            "registration": self._one(self._address, "gw:registrationNumber"),
            "title": self._one(self._address, "dcterms:title"),
            "type": (self._one(kind, "skos:prefLabel") or self._flat.label(kind)) if kind else None,
            "issuers": NAMES_SEPARATOR.join(self._flat.label(i) or i for i in issuers) or None,
            "date": self._one(self._address, "eli:date_document"),
            "in_force_from": self._one(self._address, "eli:first_date_entry_in_force"),
            "in_force_until": min((day for day in until if day), default=None),
            "promulgated_by": self._one(self._address, "gw:promulgatedBy"),
            "tasks": tasks,
            "citations": citations,
            **self._where(self._address),
        }

    def _citation(self, node: str) -> Row:
        cited = next(iter(self._flat.linked(node, "gw:citedDocument")), None)
        relation = self._one(node, "gw:relation")
        return {
            "citation": node,
            "document": self._address,
            "relation": compact(relation) if relation else None,
            "cited_title": self._one(node, "gw:citedTitle"),
            "cited_number": self._one(node, "gw:citedNumber"),
            "cited_article": self._one(node, "gw:citedArticle"),
            "cited_document": cited,
            "in_corpus": self._flat.is_document(cited) if cited else False,
            **self._quoted(node),
        }

    def _task(self, node: str) -> Row:
        title, text = self._one(node, "rdfs:label"), self._one(node, "dcterms:description")
        return {"task": node, "document": self._address, "title": title, "text": text, **self._where(node)}

    def _duty(self, task: str, node: str) -> Row:
        body, role = self._one(node, "gw:body"), self._one(node, "gw:role")
        return {
            "responsibility": node,
            "task": task,
            "document": self._address,
            "role": local(compact(role)) if role else None,
            "body": body,
            "body_name": self._flat.label(body) if body else None,
            **self._quoted(node),
        }

    def _deadline(self, task: str | None, node: str) -> Row:
        kind = self._one(node, "gw:kind")
        return {
            "deadline": node,
            "task": task,
            "document": self._address,
            "kind": local(compact(kind)) if kind else None,
            "value": self._one(node, "gw:value"),
            "earliest": self._one(node, "gw:earliest"),
            "latest": self._one(node, "gw:latest"),
            **self._quoted(node),
        }

    def _quoted(self, node: str) -> Row:
        return self._flat.quoted(self._one(node, "prov:wasQuotedFrom") or "")

    def _where(self, node: str) -> Row:
        return {name: value for name, value in self._quoted(node).items() if name != "quote"}

    def _place(self, node: str) -> tuple[int, int, str]:
        place = split_evidence(self._one(node, "prov:wasQuotedFrom") or "")
        return (place[1], place[2], node) if place else (0, 0, node)

    def _one(self, node: str, curie: str) -> str | None:
        """The value of a property; the first of several."""
        return min(self._said.get(node, {}).get(curie, ()), default=None)


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
