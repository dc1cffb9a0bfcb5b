"""What a document is checked with: its own graph, what other graphs say of it, and what the things are that it names.

Other documents are told only as ``eli:LegalResource``, so that they are not checked in its stead; bodies come
from the graph that describes them, not from every document that uses their names. So each document costs what
it says itself, whatever the size of the graph.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from gongwen.graph.asking.store import Store
from gongwen.graph.triples.terms import SPARQL_PREFIXES

_DOCUMENTS = (
    "SELECT DISTINCT ?document { GRAPH ?document { ?document a gw:PolicyDocument } } ORDER BY ?document"
)
_FOUND = """
SELECT DISTINCT ?document { GRAPH ?document { ?document a gw:PolicyDocument }
  ?document eli:id_local|dcterms:title ?said FILTER(STR(?said) = ?name) } ORDER BY ?document
"""
# Each answers for several documents at once, with the document that a triple is needed for. They are queries
# of their own because the branches of one UNION would go through all documents.
_QUERIES = (
    # what it says
    "?document ?s ?p ?o { GRAPH ?document { ?s ?p ?o } }",
    # what is said of it elsewhere: direct links, an end of force with its evidence, the notice that issues it
    "?document (?document AS ?s) ?p ?o { ?document ?p ?o }",
    "?document ?s ?p ?o { ?s rdf:subject ?document ; ?p ?o }",
    "?document ?s (gw:promulgates AS ?p) (?document AS ?o) { ?s gw:promulgates ?document }",
    "?document ?s (gw:citedDocument AS ?p) ?o { GRAPH ?document { ?document gw:citation ?s } ?s gw:citedDocument ?o }",
    # documents of nearly the same text
    "?document ?s ?p ?o { ?s gw:compares ?document ; ?p ?o }",
    """?document ?s (rdf:type AS ?p) (eli:LegalResource AS ?o) {
         ?any gw:compares ?document ; gw:compares ?s FILTER(?s != ?document) }""",
    # the documents that it names
    """?document ?s (rdf:type AS ?p) (eli:LegalResource AS ?o) {
         { ?document gw:promulgatedBy ?s } UNION { GRAPH ?document { ?document gw:citation ?c } ?c gw:citedDocument ?s }
         ?s rdf:type gw:PolicyDocument }""",
    """?document ?s ?p ?o {
         { ?document gw:promulgatedBy ?s } UNION { GRAPH ?document { ?document gw:citation ?c } ?c gw:citedDocument ?s }
         GRAPH ?links { ?s rdf:type gw:CitedDocument ; ?p ?o } }""",
    """?document ?s ?p ?o {
         GRAPH ?document { ?document gw:citation ?c } ?c gw:citedDocument ?cited . ?cited rdf:type gw:CitedDocument .
         ?s rdf:subject ?cited ; ?p ?o }""",
    # the bodies, their areas, the type
    """?document ?s ?p ?o {
         { SELECT DISTINCT ?document ?s { GRAPH ?document { ?any gw:body|eli:passed_by ?s } } }
         GRAPH ?bodies { ?s rdf:type org:FormalOrganization ; ?p ?o } }""",
    """?document ?s ?p ?o {
         { SELECT DISTINCT ?document ?s { GRAPH ?document { ?any gw:body|eli:passed_by ?body } ?body gw:area/gw:partOf* ?s } }
         ?s ?p ?o }""",
    "?document ?s ?p ?o { GRAPH ?document { ?document eli:type_document ?s } GRAPH ?g { ?s skos:inScheme ?any ; ?p ?o } }",
    # the sources that evidence of other documents points into
    """?document ?s ?p ?o {
         { SELECT DISTINCT ?document ?s { ?fact rdf:subject ?document ; prov:wasQuotedFrom ?quoted
             BIND(IRI(STRBEFORE(STR(?quoted), "#char=")) AS ?s) } }
         ?s gw:sha256 ?any ; ?p ?o }""",
)

Row = tuple[str, ox.Triple]


def documents(store: Store) -> list[str]:
    """The IRIs of all documents of a graph, sorted."""
    return _iris(store, _DOCUMENTS)


def documents_called(store: Store, name: str) -> list[str]:
    """The documents whose number or whole title this is; sorted."""
    return _iris(store, _FOUND, name=ox.Literal(name))


def described(store: Store, chunk: Sequence[str]) -> list[Row]:
    """The triples that these documents are checked with, each with the document that it is needed for; a
    triple may come several times. Raises EndpointError, QueryError."""
    wanted = [ox.NamedNode(document) for document in chunk]
    found: list[Row] = []
    for query in _QUERIES:
        head, brace, pattern = query.partition("{")
        asked = f"{SPARQL_PREFIXES}SELECT {head}{brace}{pattern}"
        for document, s, p, o in store.select(asked, {"document": wanted}).rows:
            if isinstance(s, ox.NamedNode | ox.BlankNode) and isinstance(p, ox.NamedNode) and o is not None:
                found.append((_value(document), ox.Triple(s, p, o)))
    return found


def _iris(store: Store, query: str, **bindings: ox.Literal) -> list[str]:
    return [_value(row[0]) for row in store.select(SPARQL_PREFIXES + query, bindings).rows]


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
