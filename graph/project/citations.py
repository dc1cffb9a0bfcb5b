"""What rests on what: documents and their citations, typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from gongwen.extract.model import Relation
from gongwen.graph.asking.quotes import Quotes
from gongwen.graph.asking.store import Store
from gongwen.graph.project.facts import JOIN, Projection, document_facts, evidence_of, rows
from gongwen.graph.project.filters import Filters, wanted
from gongwen.graph.triples.quads import RELATIONS
from gongwen.graph.triples.terms import term

_CITATIONS = """
SELECT ?doc ?cited ?relation ?evidence ?article {{ {documents} {citing} {cited}
  ?doc gw:citation ?citation .
  ?citation gw:relation ?relation ; gw:citedDocument ?cited ; prov:wasQuotedFrom ?evidence .
  OPTIONAL {{ ?citation gw:citedArticle ?article }}
}}
"""
# A plan that is printed with its notice belongs to it also where the notice does not cite it.
_ISSUED = """
SELECT ?notice ?doc ?evidence {{ {documents} {citing} {cited}
  ?doc gw:promulgatedBy ?notice ; prov:wasQuotedFrom ?evidence
}}
"""
_WORDS = {term(curie)[1:-1]: relation for relation, curie in RELATIONS.items()}


class Link(NamedTuple):
    """A citation: IRIs of the two documents and of the evidence, and the article cited, else empty."""

    citing: str
    cited: str
    relation: Relation
    evidence: str
    article: str = ""


def citation_graph(store: Store, filters: Filters | None = None, quotes: Quotes | None = None) -> Projection:
    """Documents, an edge from the citing to the cited one for each relation between them.

    Edges are keyed by ``relation`` (legal_basis, implements, issues, …) with ``weight``, the number of citations,
    ``articles`` that are cited, and the evidence of the first. Documents that are only cited are of ``node_kind``
    stub. A document's citation of itself is left out.
    """
    filters, quotes = filters or Filters(), quotes or Quotes()
    graph = Projection(projection="citations")
    add_links(graph, links(store, filters), quotes)
    graph.remove_edges_from(
        [e for *e, weight in graph.edges(keys=True, data="weight") if weight < filters.min_weight]
    )
    graph.remove_nodes_from([node for node in graph if not graph.degree(node)])
    describe(graph, store, quotes)
    return graph


def links(
    store: Store, filters: Filters, citing: Collection[str] = (), cited: Collection[str] = ()
) -> Iterator[Link]:
    """The citations of the documents kept, each document and relation in order; only those by ``citing`` and of
    ``cited`` (IRIs) where these are given. What a notice issues is a link too."""
    documents = filters.documents()
    ends = {
        "citing": wanted("doc", sorted(citing)) if citing else "",
        "cited": wanted("cited", sorted(cited)) if cited else "",
    }
    stated: set[tuple[str, str]] = set()
    for one, other, relation, evidence, article in rows(
        store, _CITATIONS.format(documents=documents, **ends)
    ):
        if one != other and relation in _WORDS:
            stated.add((one, other))
            yield Link(one, other, _WORDS[relation], evidence, article)
    ends = {
        "citing": wanted("notice", sorted(citing)) if citing else "",
        "cited": wanted("doc", sorted(cited)) if cited else "",
    }
    for notice, plan, evidence in rows(store, _ISSUED.format(documents=documents, **ends)):
        if notice != plan and (notice, plan) not in stated:
            yield Link(notice, plan, Relation.ISSUES, evidence)


def add_links(graph: Projection, found: Iterable[Link], quotes: Quotes) -> None:
    """Adds links as edges; those of one relation between two documents are one edge."""
    for link in found:
        edge = (link.citing, link.cited, link.relation.value)
        if not graph.has_edge(*edge):
            told = evidence_of(link.evidence, quotes)
            graph.add_edge(*edge[:2], key=edge[2], relation=edge[2], weight=0, articles="", **told)
        data = graph.edges[edge]
        data["weight"] += 1
        if link.article and link.article not in data["articles"].split(JOIN):
            data["articles"] = JOIN.join(filter(None, (data["articles"], link.article)))


def describe(graph: Projection, store: Store, quotes: Quotes) -> None:
    """Gives every node of a graph of documents its attributes."""
    for node, facts in document_facts(store, set(graph), quotes).items():
        graph.nodes[node].update(facts)
