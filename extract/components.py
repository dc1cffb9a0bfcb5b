"""The extractors as spaCy components, found by entry point, each usable alone in any pipeline:

    >>> import spacy
    >>> nlp = spacy.blank("zh")
    >>> _ = nlp.add_pipe("gongwen_citations")
    >>> doc = nlp("根据《云泽市城市供水条例》（云府令第12号），制定本办法。")
    >>> [span.text for span in doc.spans["gongwen_citations"]]
    ['《云泽市城市供水条例》（云府令第12号）']

A component writes one span group, named as the component; a span's label is its relation, role or kind, and
``span._.gongwen`` its record (``gongwen.extract.model``). The findings with their diagnostics are in
``doc.user_data["gongwen"][name]``. What is known of the document goes in as ``doc._.gongwen_context``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from gongwen.extract.bodies.finding import find_bodies
from gongwen.extract.bodies.resolve import resolve
from gongwen.extract.characters import CharacterTokenizer
from gongwen.extract.citations.finding import find_citations
from gongwen.extract.deadlines.finding import find_deadlines
from gongwen.extract.duties.tasks import find_duties
from gongwen.extract.model import Body, Citation, Context, Deadline, Findings, Hit, Task, Term
from gongwen.extract.pipeline import LONGEST_DOCUMENT
from gongwen.extract.reading import Reading
from gongwen.extract.terms import find_terms

Extractor = Callable[[Reading, Context], Findings[Any]]
Labelled = tuple[int, int, str, Any]

if not Doc.has_extension("gongwen_context"):
    Doc.set_extension("gongwen_context", default=None)
    # The reading text whose characters are the document's own; without it the document's text is read as a source.
    Doc.set_extension("gongwen_reading", default=None)
    Span.set_extension("gongwen", default=None)


class SpanComponent:
    """A spaCy component around one extractor; ``labelled`` turns a hit into spans with labels."""

    def __init__(
        self, name: str, extract: Extractor, labelled: Callable[[Hit[Any]], Iterator[Labelled]]
    ) -> None:
        self.name = name
        self.extract = extract
        self.labelled = labelled

    def __call__(self, doc: Doc) -> Doc:
        own = doc._.gongwen_reading
        reading = own or Reading.of_text(doc.text)
        findings = self.extract(reading, doc._.gongwen_context or Context())
        doc.user_data.setdefault("gongwen", {})[self.name] = findings
        doc.spans[self.name] = list(self._spans(doc, reading, own is not None, findings))
        return doc

    def _spans(self, doc: Doc, reading: Reading, own: bool, findings: Findings[Any]) -> Iterator[Span]:
        for hit in findings.hits:
            for start, end, label, record in self.labelled(hit):
                if not own:
                    place = reading.span(start, end)
                    start, end = place.start, place.end
                span = doc.char_span(start, end, label=label, alignment_mode="expand")
                if span is not None:
                    span._.gongwen = record
                    yield span


def _citation(hit: Hit[Citation]) -> Iterator[Labelled]:
    yield hit.start, hit.end, str(hit.value.relation), hit.value


def _deadline(hit: Hit[Deadline]) -> Iterator[Labelled]:
    yield hit.start, hit.end, str(hit.value.kind), hit.value


def _task(hit: Hit[Task]) -> Iterator[Labelled]:
    yield hit.start, hit.end, "task", hit.value


def _term(hit: Hit[Term]) -> Iterator[Labelled]:
    yield hit.start, hit.end, "term", hit.value


def _body(hit: Hit[Body]) -> Iterator[Labelled]:
    yield hit.start, hit.end, "body", hit.value


def _find_bodies(reading: Reading, context: Context) -> Findings[Body]:
    """Every body named, resolved where it can be."""
    hits = []
    for mention in find_bodies(reading, 0, len(reading.text)):
        body = resolve(mention.name, context).body
        if body is not None:
            hits.append(Hit(mention.start, mention.end, body))
    return Findings(tuple(hits))


@Language.factory("gongwen_citations")
def make_citations(nlp: Language, name: str) -> SpanComponent:
    """Citations of other documents; labels are relations (``legal_basis`` …)."""
    return SpanComponent(name, find_citations, _citation)


@Language.factory("gongwen_bodies")
def make_bodies(nlp: Language, name: str) -> SpanComponent:
    """Names of bodies; label ``body``, the record a resolved ``Body``."""
    return SpanComponent(name, _find_bodies, _body)


@Language.factory("gongwen_deadlines")
def make_deadlines(nlp: Language, name: str) -> SpanComponent:
    """Deadlines; labels are kinds (``due``, ``within`` …)."""
    return SpanComponent(name, find_deadlines, _deadline)


@Language.factory("gongwen_duties")
def make_duties(nlp: Language, name: str) -> SpanComponent:
    """Tasks; label ``task``, the record a ``Task`` with its responsibilities."""
    return SpanComponent(name, find_duties, _task)


@Language.factory("gongwen_terms")
def make_terms(nlp: Language, name: str) -> SpanComponent:
    """Glossary entries; label ``term``."""
    return SpanComponent(name, find_terms, _term)


@cache
def make_pipeline() -> Language:
    """A spaCy pipeline of what ``read_source`` looks for in a document, with its records as spans; one instance serves the
    process. A document's own reading text and context go in by the extensions."""
    nlp = spacy.blank("zh")
    nlp.max_length = LONGEST_DOCUMENT
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    for name in ("gongwen_citations", "gongwen_duties", "gongwen_deadlines", "gongwen_terms"):
        nlp.add_pipe(name)
    return nlp
