"""A built graph read back into sheets, one for each source asked for, by SPARQL and the terms of
``ontology-core`` alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

import pyoxigraph as ox

from gongwen.graph.asking.binding import Term
from gongwen.graph.asking.store import Store
from gongwen.graph.evaluation.sheets import (
    CitationItem,
    DeadlineItem,
    DocumentItem,
    DutyItem,
    Sheet,
    TaskItem,
    TermItem,
)
from gongwen.graph.triples import terms
from gongwen.graph.triples.iri import source_name, split_evidence
from gongwen.graph.triples.quads import RELATIONS

_PREFIXES = terms.SPARQL_PREFIXES
_WORDS = {terms.term(curie)[1:-1]: relation.value for relation, curie in RELATIONS.items()}

_ZH = "FILTER(!isLiteral(?v) || lang(?v) = '' || langMatches(lang(?v), 'zh'))"
_EVIDENCE = "SELECT ?s ?e { ?s prov:wasQuotedFrom ?e FILTER(isIRI(?e)) }"
_LABELS = "SELECT DISTINCT ?b ?l { ?b skos:prefLabel|skos:altLabel ?l }"
_VALUES = "SELECT DISTINCT ?s ?v {{ ?s {} ?v {} }}"
_ISSUERS = "SELECT DISTINCT ?d ?b { ?d eli:passed_by ?b }"
_PARENTS = "SELECT DISTINCT ?d ?p { { ?d gw:promulgatedBy ?p } UNION { ?p gw:promulgates ?d } }"
_TARGETS = "SELECT DISTINCT ?c ?x { ?c gw:citedDocument ?x }"
_DUTIES = "SELECT DISTINCT ?t ?r ?b ?role { ?t gw:responsibility ?r . ?r gw:body ?b ; gw:role ?role }"
_DEADLINES = "SELECT DISTINCT ?d ?k ?v { ?d a gw:Deadline ; gw:kind ?k ; gw:value ?v }"
_TERMS = "SELECT DISTINCT ?c { ?c a skos:Concept ; skos:definition ?d ; prov:wasQuotedFrom ?e }"

Place = tuple[int, int]


def read_back(store: Store, sources: Collection[str]) -> dict[str, Sheet]:
    """The sheet of every source named (by its file name); one that the graph does not have has an empty
    sheet."""
    return _Reader(store, frozenset(sources)).sheets()


class _Reader:
    """``_places``: for each source, the place of every node that it is evidence for."""

    def __init__(self, store: Store, sources: frozenset[str]) -> None:
        self._store, self._sources = store, sources
        self._places: dict[str, dict[str, Place]] = {source: {} for source in sources}

    def sheets(self) -> dict[str, Sheet]:
        for node, cited in self._rows(_EVIDENCE):
            self._place(node, cited)
        self._preferred = self._values("skos:prefLabel")
        self._titles, self._numbers = self._values("dcterms:title"), self._values("eli:id_local")
        documents, citations, tasks = self._documents(), self._citations(), self._tasks()
        duties, deadlines, entries = self._duties(), self._deadlines(), self._terms()
        return {
            source: Sheet(
                source,
                _with_parents_here(documents[source]),
                tuple(sorted(citations[source], key=_place)),
                tuple(sorted(tasks[source], key=_place)),
                tuple(sorted(duties[source], key=_place)),
                tuple(sorted(deadlines[source], key=_place)),
                tuple(sorted(entries[source], key=_place)),
            )
            for source in self._sources
        }

    def _documents(self) -> dict[str, list[DocumentItem]]:
        issuers: dict[str, set[str]] = defaultdict(set)
        for document, body in self._rows(_ISSUERS):
            issuers[document].add(self._preferred.get(body, body))
        parents = self._least(_PARENTS)
        registrations, dates = self._values("gw:registrationNumber"), self._values("eli:date_document")
        types = self._values("eli:type_document/skos:prefLabel")
        found: dict[str, list[DocumentItem]] = defaultdict(list)
        for (d,) in self._rows("SELECT DISTINCT ?d { ?d a gw:PolicyDocument }"):
            named = (
                self._titles.get(d),
                self._numbers.get(d),
                registrations.get(d),
                tuple(sorted(issuers[d])),
            )
            for source, (start, end) in self._where(d):
                item = DocumentItem(start, end, d, *named, dates.get(d), types.get(d), parents.get(d))
                found[source].append(item)
        return found

    def _citations(self) -> dict[str, list[CitationItem]]:
        titles, numbers = self._values("gw:citedTitle"), self._values("gw:citedNumber")
        targets = self._least(_TARGETS)
        found: dict[str, list[CitationItem]] = defaultdict(list)
        for c, relation in self._rows("SELECT DISTINCT ?c ?rel { ?c a gw:Citation ; gw:relation ?rel }"):
            title, number = titles.get(c), numbers.get(c)
            if title is None and number is None:
                target = targets.get(c, "")
                title, number = self._titles.get(target), self._numbers.get(target)
            for source, (start, end) in self._where(c):
                found[source].append(CitationItem(start, end, title, number, _WORDS.get(relation, relation)))
        return found

    def _tasks(self) -> dict[str, list[TaskItem]]:
        labels = self._values("rdfs:label")
        found: dict[str, list[TaskItem]] = defaultdict(list)
        for (task,) in self._rows("SELECT DISTINCT ?t { ?t a gw:Task }"):
            for source, (start, end) in self._where(task):
                found[source].append(TaskItem(start, end, task, labels.get(task)))
        self._task_ids = {source: {task.id for task in tasks} for source, tasks in found.items()}
        return found

    def _duties(self) -> dict[str, list[DutyItem]]:
        labels: dict[str, set[str]] = defaultdict(set)
        for body, label in self._rows(_LABELS):
            labels[body].add(label)
        found: dict[str, list[DutyItem]] = defaultdict(list)
        for task, duty, body, role in self._rows(_DUTIES):
            for source, (start, end) in self._where(duty):
                bodies = tuple(sorted(labels[body])) or (body,)
                found[source].append(DutyItem(start, end, task, bodies, _local(role)))
        return found

    def _deadlines(self) -> dict[str, list[DeadlineItem]]:
        owners: dict[str, list[str]] = defaultdict(list)
        for owner, deadline in self._rows("SELECT ?o ?d { ?o gw:deadline ?d }"):
            owners[deadline].append(owner)
        found: dict[str, list[DeadlineItem]] = defaultdict(list)
        for deadline, kind, value in self._rows(_DEADLINES):
            for source, (start, end) in self._where(deadline):
                tasks = sorted(set(owners[deadline]) & self._task_ids.get(source, set()))
                bound = tasks[0] if tasks else None
                found[source].append(DeadlineItem(start, end, _local(kind), value, bound))
        return found

    def _terms(self) -> dict[str, list[TermItem]]:
        found: dict[str, list[TermItem]] = defaultdict(list)
        for (concept,) in self._rows(_TERMS):
            for source, (start, end) in self._where(concept):
                found[source].append(TermItem(start, end, self._preferred.get(concept)))
        return found

    def _rows(self, query: str) -> Iterator[tuple[str, ...]]:
        for row in self._store.select(_PREFIXES + query).rows:
            yield tuple(_text(term) for term in row)

    def _values(self, path: str) -> dict[str, str]:
        return self._least(_VALUES.format(path, _ZH))

    def _least(self, query: str) -> dict[str, str]:
        """One value for each subject, the smallest."""
        found: dict[str, str] = {}
        for subject, value in self._rows(query):
            found[subject] = min(value, found.get(subject, value))
        return found

    def _place(self, node: str, cited: str) -> None:
        evidence = split_evidence(cited)
        if evidence is None:
            return
        source, *place = evidence
        places = self._places.get(source_name(source))
        if places is not None:
            where = (place[0], place[1])
            places[node] = min(where, places.get(node, where))

    def _where(self, node: str) -> Iterator[tuple[str, Place]]:
        for source, places in self._places.items():
            if node in places:
                yield source, places[node]


def _with_parents_here(documents: list[DocumentItem]) -> tuple[DocumentItem, ...]:
    """In order of place; a parent that the source does not print is none here."""
    here: Mapping[str, DocumentItem] = {d.id: d for d in documents}
    kept = [d if d.parent in here else _without_parent(d) for d in documents]
    return tuple(sorted(kept, key=_place))


def _without_parent(d: DocumentItem) -> DocumentItem:
    said = (d.title, d.number, d.registration, d.issuers, d.date, d.type)
    return DocumentItem(d.start, d.end, d.id, *said, None)


def _place(item: CitationItem | DeadlineItem | DocumentItem | DutyItem | TaskItem | TermItem) -> Place:
    return (item.start, item.end)


def _text(value: Term | None) -> str:
    return "" if value is None or isinstance(value, ox.Triple) else value.value


def _local(address: str) -> str:
    return address.rpartition("#")[2]
