"""Records to quads: one named graph a document, a function of its source and the lexicons alone.

The terms and their use are those of ``ontology-core``: every statement node carries one
``prov:wasQuotedFrom``; what is said of a document carries its evidence as an ``rdf:Statement``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from gongwen.extract.keys import cited_key, normal_number, normal_title
from gongwen.extract.model import (
    Body,
    Citation,
    Deadline,
    DeadlineKind,
    Document,
    Fact,
    Relation,
    Responsibility,
    Role,
    Source,
    SourceReading,
    Span,
    Task,
    Term,
)
from gongwen.extract.sketch import sketch
from gongwen.graph.triples import terms
from gongwen.graph.triples.iri import Names, encode, evidence, fact, short_hash, statement
from gongwen.graph.triples.lines import RDF_TYPE, SubjectLines
from gongwen.graph.triples.rows import BodyRow, CitationRow, DocumentGraph, DocumentRow
from gongwen.graph.triples.terms import iri, term, text, typed, zh
from gongwen.graph.triples.vocabulary import Vocabulary

RELATIONS: dict[Relation, str] = {
    Relation.LEGAL_BASIS: "eli:based_on",
    Relation.IMPLEMENTS: "eli:ensures_implementation_of",
    Relation.ISSUES: "gw:promulgates",
    Relation.REPEALS: "eli:repeals",
    Relation.AMENDS: "eli:amends",
    Relation.INTERPRETS: "gw:interprets",
    Relation.REFERENCES: "eli:cites",
}
SHORT: dict[Role, str] = {
    Role.LEAD: "gw:leadBody",
    Role.COOPERATE: "gw:cooperatingBody",
    Role.RESPONSIBLE: "gw:responsibleBody",
}
_QUOTED = term("prov:wasQuotedFrom")
_RELATION_IRI = {relation: term(curie) for relation, curie in RELATIONS.items()}
_SHORT_IRI = {role: term(curie) for role, curie in SHORT.items()}
_ROLE_IRI = {role: term(f"gw:{role}") for role in Role}
_KIND_IRI = {kind: term(f"gw:{kind}") for kind in DeadlineKind}
_TASK, _RESPONSIBILITY = term("gw:Task"), term("gw:Responsibility")
_HAS_RESPONSIBILITY, _HAS_DEADLINE = term("gw:responsibility"), term("gw:deadline")
_BODY, _ROLE = term("gw:body"), term("gw:role")
_STATED_IN, _LABEL, _DESCRIPTION = term("gw:statedIn"), term("rdfs:label"), term("dcterms:description")
_ALT_LABEL = term("skos:altLabel")


class Placed(Protocol):
    """A record that was read from a span of the source."""

    @property
    def span(self) -> Span: ...


P = TypeVar("P", bound=Placed)


def source_graphs(reading: SourceReading, names: Names, vocabulary: Vocabulary) -> tuple[DocumentGraph, ...]:
    """The graph of each document of a reading, in the order of their places."""
    return tuple(document_graph(d, reading.source, names, vocabulary) for d in reading.documents)


def document_graph(document: Document, source: Source, names: Names, vocabulary: Vocabulary) -> DocumentGraph:
    """The named graph of one document (its IRI is the document's), with the rows for the derived graphs."""
    return _Writer(document, source, names, vocabulary).write()


class _Writer:
    """Writes one document; ``_node`` is the document as an N-Triples term, ``_origin`` where its offsets
    count from."""

    def __init__(self, document: Document, source: Source, names: Names, vocabulary: Vocabulary) -> None:
        self._document, self._source, self._names, self._vocabulary = document, source, names, vocabulary
        self._source_iri = names.source(source.sha256, source.name)
        self._iri = names.document(document.key)
        self._node = iri(self._iri)
        self._origin = document.span.start
        self._lines = SubjectLines(self._iri)
        self._add = self._lines.add
        self._bodies: set[BodyRow] = set()
        self._names_of: dict[str, set[str]] = {}
        self._named: dict[Body, str] = {}
        bounds = (*document.deadlines, *(d for task in document.tasks for d in task.deadlines))
        self._deadline_names = {
            deadline: name for name, deadline in self._placed(self._iri, "deadline", bounds, _deadline_detail)
        }

    def write(self) -> DocumentGraph:
        self._write_source()
        self._write_document()
        in_force = self._write_force()
        citations = tuple(self._write_citations(self._document.citations))
        self._write_deadlines(self._node, self._document.deadlines)
        for name, task in self._placed(self._iri, "task", self._document.tasks, _task_detail):
            self._write_task(name, task)
        for name, entry in self._placed(self._iri, "term", self._document.terms, _term_detail):
            self._write_term(iri(name), entry)
        self._write_names()
        lines, count = self._lines.settle()
        bodies = tuple(
            sorted(self._bodies, key=lambda row: (row.iri, row.label, row.collective, row.printed))
        )
        classes, properties = dict(sorted(count.classes.items())), dict(sorted(count.properties.items()))
        return DocumentGraph(self._row(in_force), lines, citations, bodies, classes, properties)

    def _write_source(self) -> None:
        node, source = iri(self._source_iri), self._source
        self._add(node, RDF_TYPE, term("prov:Entity"))
        self._add(node, _LABEL, text(source.name))
        self._add(node, term("gw:sha256"), text(source.sha256))
        self._add(node, term("dcterms:format"), text(source.media_type))
        self._add(node, term("gw:characters"), typed(str(len(source.text)), "integer"))

    def _write_document(self) -> None:
        document = self._document
        self._add(self._node, RDF_TYPE, term("gw:PolicyDocument"))
        self._quote(self._node, document.span)
        self._add(self._node, term("prov:wasDerivedFrom"), iri(self._source_iri))
        if document.parent:
            self._add(self._node, term("gw:promulgatedBy"), iri(self._names.document(document.parent)))
        self._fact("dcterms:title", document.title, zh)
        self._fact("eli:id_local", document.number, text)
        self._fact("gw:registrationNumber", document.registration, text)
        self._fact("eli:date_document", document.date, terms.date)
        self._fact("eli:type_document", document.type, self._type)
        said = set()
        for issuer in document.issuers:
            body = self._body(issuer.value)
            if body not in said:
                self._state(
                    "eli:passed_by", body, issuer.span, f"{issuer.value.adcode}/{encode(issuer.value.name)}"
                )
            said.add(body)

    def _write_force(self) -> str | None:
        """The computed dates of entry into force and of expiry; returns the first.

        ELI: the first, and the last, date on which any part of the document is in force.
        """
        # The closing article stands behind the last task, and is no part of what that asks for.
        behind = (d for t in self._document.tasks for d in t.deadlines if not t.span.contains(d.span))
        deadlines = (*self._document.deadlines, *behind)
        begins = [(d.earliest, d.span) for d in deadlines if d.kind is DeadlineKind.EFFECTIVE and d.earliest]
        ends = [(d.latest, d.span) for d in deadlines if d.kind is DeadlineKind.VALIDITY and d.latest]
        if begins:
            day, span = min(begins)
            self._state("eli:first_date_entry_in_force", typed(day, "date"), span)
        if ends:
            last, where = max(ends)
            self._state("eli:date_no_longer_in_force", typed(last, "date"), where)
        own = self._document.date.value if self._document.date else None
        return min(begins)[0] if begins else own

    def _write_citations(self, citations: Iterable[Citation]) -> Iterator[CitationRow]:
        for name, citation in self._placed(self._iri, "citation", citations, _citation_detail):
            node = iri(name)
            self._add(self._node, term("gw:citation"), node)
            self._add(node, RDF_TYPE, term("gw:Citation"))
            self._add(node, term("gw:relation"), _RELATION_IRI[citation.relation])
            self._quote(node, citation.span)
            if citation.title:
                self._add(node, term("gw:citedTitle"), zh(citation.title))
            if citation.number:
                self._add(node, term("gw:citedNumber"), text(citation.number))
            if citation.article:
                self._add(node, term("gw:citedArticle"), zh(citation.article))
            yield self._citation_row(name, citation)

    def _write_task(self, name: str, task: Task) -> None:
        node = iri(name)
        self._add(node, RDF_TYPE, _TASK)
        self._add(node, _STATED_IN, self._node)
        self._add(node, _LABEL, zh(task.title))
        self._add(node, _DESCRIPTION, zh(task.text))
        self._quote(node, task.span)
        self._write_deadlines(node, task.deadlines)
        by_role: dict[Role, list[Responsibility]] = {}
        for mention in task.responsibilities:
            by_role.setdefault(mention.role, []).append(mention)
        for role, mentions in by_role.items():
            for mention_name, mention in self._placed(name, role.value, mentions, _body_detail):
                self._write_responsibility(node, iri(mention_name), mention)

    def _write_responsibility(self, task: str, node: str, mention: Responsibility) -> None:
        body = self._body(mention.body)
        self._add(task, _HAS_RESPONSIBILITY, node)
        self._add(task, _SHORT_IRI[mention.role], body)
        self._add(node, RDF_TYPE, _RESPONSIBILITY)
        self._add(node, _BODY, body)
        self._add(node, _ROLE, _ROLE_IRI[mention.role])
        self._quote(node, mention.span)

    def _write_deadlines(self, owner: str, deadlines: Iterable[Deadline]) -> None:
        for deadline in deadlines:
            node = iri(self._deadline_names[deadline])
            self._add(owner, _HAS_DEADLINE, node)
            self._add(node, RDF_TYPE, term("gw:Deadline"))
            self._add(node, term("gw:kind"), _KIND_IRI[deadline.kind])
            self._add(node, term("gw:value"), text(deadline.value))
            self._quote(node, deadline.span)
            if deadline.earliest:
                self._add(node, term("gw:earliest"), typed(deadline.earliest, "date"))
            if deadline.latest:
                self._add(node, term("gw:latest"), typed(deadline.latest, "date"))

    def _write_term(self, node: str, entry: Term) -> None:
        self._add(node, RDF_TYPE, term("gw:Term"))
        self._add(node, RDF_TYPE, term("skos:Concept"))
        self._add(node, term("skos:prefLabel"), zh(entry.term))
        self._add(node, term("skos:definition"), zh(entry.definition))
        self._add(node, _STATED_IN, self._node)
        self._quote(node, entry.span)

    def _quote(self, node: str, span: Span) -> None:
        self._add(node, _QUOTED, f"<{evidence(self._source_iri, span.start, span.end)}>")

    def _fact(self, curie: str, said: Fact[str] | None, literal: Callable[[str], str]) -> None:
        if said is not None:
            self._state(curie, literal(said.value), said.span)

    def _state(self, curie: str, value: str, span: Span, detail: str = "") -> None:
        """A triple about the document, and beside it the statement that carries its evidence."""
        predicate, node = term(curie), iri(fact(self._iri, terms.local(curie), detail))
        self._add(self._node, predicate, value)
        self._add(node, RDF_TYPE, term("rdf:Statement"))
        self._add(node, term("rdf:subject"), self._node)
        self._add(node, term("rdf:predicate"), predicate)
        self._add(node, term("rdf:object"), value)
        self._quote(node, span)

    def _type(self, word: str) -> str:
        """The concept of a kind of document; one that the vocabulary lacks is described here."""
        known = self._vocabulary.document_types.get(word)
        if known:
            return iri(known)
        concept = iri(self._names.document_type(word))
        self._add(concept, RDF_TYPE, term("skos:Concept"))
        self._add(concept, term("skos:prefLabel"), zh(word))
        return concept

    def _body(self, body: Body) -> str:
        """The body as a term; its type and its full names are stated in the graph of bodies, which settles which of them is
        the label."""
        node = self._named.get(body)
        if node is None:
            node = self._named[body] = self._new_body(body)
        return node

    def _new_body(self, body: Body) -> str:
        address = self._names.body(body.adcode, body.name)
        self._bodies.add(BodyRow(address, body.adcode, body.name, body.label, body.collective, body.printed))
        self._names_of.setdefault(address, set()).update(body.names)
        return iri(address)

    def _write_names(self) -> None:
        """The names that the document uses for bodies. SKOS S13: a preferred label is no alternative one."""
        full: dict[str, set[str]] = {}
        for row in self._bodies:
            full.setdefault(row.iri, set()).add(row.label)
        for address, names in self._names_of.items():
            for name in names - full[address]:
                self._add(iri(address), _ALT_LABEL, zh(name))

    def _placed(
        self, owner: str, kind: str, records: Iterable[P], detail: Callable[[P], tuple[str, ...]]
    ) -> list[tuple[str, P]]:
        """Each record with its IRI, by its place; records of one place that say different things are told
        apart."""
        records = list(records)
        alike: set[tuple[int, int]] = set()
        if len({record.span.start for record in records}) < len(records):
            spans = Counter((record.span.start, record.span.end) for record in records)
            alike = {place for place, count in spans.items() if count > 1}
        said: dict[tuple[int, int], set[tuple[str, ...]]] = {place: set() for place in alike}
        for record in records if alike else ():
            if (place := (record.span.start, record.span.end)) in alike:
                said[place].add(detail(record))
        named = []
        for record in records:
            start, end = record.span.start, record.span.end
            clash = short_hash(*detail(record)) if len(said.get((start, end), ())) > 1 else ""
            name = statement(owner, kind, start - self._origin, end - self._origin, clash)
            named.append((name, record))
        return named

    def _citation_row(self, name: str, citation: Citation) -> CitationRow:
        return CitationRow(
            iri=name,
            relation=_RELATION_IRI[citation.relation][1:-1],
            stub=self._names.document(cited_key(citation.number, citation.title)),
            number=normal_number(citation.number) if citation.number else None,
            title=citation.title,
            title_key=normal_title(citation.title) if citation.title else None,
            article=citation.article,
            evidence=evidence(self._source_iri, citation.span.start, citation.span.end),
        )

    def _row(self, in_force: str | None) -> DocumentRow:
        document = self._document
        title = document.title.value if document.title else None
        return DocumentRow(
            iri=self._iri,
            start=document.span.start,
            end=document.span.end,
            title=title,
            title_key=normal_title(title) if title else None,
            number=normal_number(document.number.value) if document.number else None,
            area=document.area,
            issuers=tuple(sorted({self._names.body(i.value.adcode, i.value.name) for i in document.issuers})),
            date=document.date.value if document.date else None,
            in_force=in_force,
            parent=self._names.document(document.parent) if document.parent else None,
            sketch=sketch(self._source.text[document.span.start : document.span.end]),
        )


def _task_detail(task: Task) -> tuple[str, ...]:
    return (task.title, task.text)


def _term_detail(entry: Term) -> tuple[str, ...]:
    return (entry.term, entry.definition)


def _citation_detail(citation: Citation) -> tuple[str, ...]:
    return (citation.relation, citation.title or "", citation.number or "", citation.article or "")


def _deadline_detail(deadline: Deadline) -> tuple[str, ...]:
    return (deadline.kind, deadline.value, deadline.earliest or "", deadline.latest or "")


def _body_detail(mention: Responsibility) -> tuple[str, ...]:
    return (mention.body.adcode, mention.body.name)
