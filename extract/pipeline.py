"""The stages in order: source, reading text, documents, their metadata, their statements.

The extractors are called as what they are, functions of a reading text; ``gongwen.extract.components`` offers the same to
spaCy. Nothing here needs its tokens, and making them took a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from gongwen.extract.citations.finding import find_citations
from gongwen.extract.deadlines.finding import find_deadlines
from gongwen.extract.duties.tasks import find_duties
from gongwen.extract.keys import Identity, distinct_keys, document_key
from gongwen.extract.metadata.facts import DocumentHead, read_metadata
from gongwen.extract.model import (
    Deadline,
    DeadlineKind,
    Diagnostic,
    Document,
    Hit,
    Severity,
    Source,
    SourceReading,
    Task,
)
from gongwen.extract.reading import Reading
from gongwen.extract.segment.documents import Block, BlockKind, diagnose, segment
from gongwen.extract.source import read_path as read_file
from gongwen.extract.terms import find_terms

# spaCy, whose components the extractors are too, refuses longer texts; a document is what they see, not a file.
LONGEST_DOCUMENT = 1_000_000
# A deadline in the bracket behind a task's text bounds the task: （市教育局负责，2024年底前完成）.
BRACKET_TAIL = 40
OF_THE_WHOLE = frozenset({DeadlineKind.EFFECTIVE, DeadlineKind.VALIDITY})

__all__ = ["LONGEST_DOCUMENT", "read_path", "read_source"]


def read_path(path: Path) -> SourceReading:
    """What is read from a UTF-8 text file. Raises SourceError or OSError."""
    return read_source(read_file(path))


def read_source(source: Source) -> SourceReading:
    """What is read from a source, a function of the source and the lexicons alone."""
    reading = Reading.of_source(source)
    blocks = segment(reading)
    heads = read_metadata(reading, blocks)
    diagnostics = list(diagnose(reading, blocks))
    documents = []
    keys = _keys(source, blocks, heads)
    for block, head, key in zip(blocks, heads, keys, strict=True):
        document, found = _document(reading, block, head, key)
        parent = keys[head.parent] if head.parent is not None else None
        documents.append(replace(document, parent=parent))
        diagnostics += [*head.diagnostics, *found]
    return SourceReading(source, tuple(documents), tuple(sorted(diagnostics, key=_place)))


def _place(diagnostic: Diagnostic) -> tuple[int, str]:
    return (diagnostic.span.start if diagnostic.span else -1, diagnostic.code)


def _keys(source: Source, blocks: Sequence[Block], heads: Sequence[DocumentHead]) -> tuple[str, ...]:
    def key(block: Block, head: DocumentHead) -> str:
        return document_key(
            Identity(
                text=source.text[head.span.start : head.span.end],
                title=head.title.value if head.title else None,
                number=head.number.value if head.number else None,
                issuers=tuple(fact.value.label for fact in head.issuers),
                date=head.date.value if head.date else None,
                printed_with_parent=block.kind is not BlockKind.DOCUMENT,
            )
        )

    keys = [key(block, head) for block, head in zip(blocks, heads, strict=True)]
    texts = [source.text[head.span.start : head.span.end] for head in heads]
    return distinct_keys(keys, texts)


def _document(
    reading: Reading, block: Block, head: DocumentHead, key: str
) -> tuple[Document, tuple[Diagnostic, ...]]:
    document = Document(
        key=key,
        span=head.span,
        title=head.title,
        number=head.number,
        registration=head.registration,
        issuers=head.issuers,
        date=head.date,
        type=head.type,
        area=head.context.area,
    )
    if block.end - block.start > LONGEST_DOCUMENT:
        message = (
            f"文件过长 a document of {block.end - block.start:,} characters; at most {LONGEST_DOCUMENT:,} are read. "
            "Split the source into its documents."
        )
        return document, (Diagnostic("document-too-long", message, Severity.ERROR, head.span),)
    return _with_statements(document, reading.slice(block.start, block.end), head)


def _with_statements(
    document: Document, reading: Reading, head: DocumentHead
) -> tuple[Document, tuple[Diagnostic, ...]]:
    citations = find_citations(reading, head.context)
    duties = find_duties(reading, head.context)
    deadlines = find_deadlines(reading, head.context)
    terms = find_terms(reading, head.context)
    tasks, own = assign_deadlines(duties.hits, deadlines.hits)
    read = replace(
        document,
        citations=tuple(h.value for h in citations.hits),
        tasks=tasks,
        deadlines=own,
        terms=tuple(h.value for h in terms.hits),
    )
    findings = (citations, duties, deadlines, terms)
    return read, tuple(d for found in findings for d in found.diagnostics)


def assign_deadlines(
    tasks: Sequence[Hit[Task]], deadlines: Sequence[Hit[Deadline]]
) -> tuple[tuple[Task, ...], tuple[Deadline, ...]]:
    """The tasks with the deadlines that bound them, and those that bound the document as a whole.

    A deadline bounds the innermost task in whose text it stands, else the innermost behind which it stands in
    the bracket that closes it; entry into force and validity are the document's there.
    """
    bounded: dict[int, list[Deadline]] = {}
    own: list[Deadline] = []
    reaches = list(_reaches(tasks))
    for hit in deadlines:
        around = [
            (i, t)
            for i, (t, reach) in enumerate(zip(tasks, reaches, strict=True))
            if t.start <= hit.start and hit.end <= reach
        ]
        inside = [(i, t) for i, t in around if hit.end <= t.end]
        # Behind the last item stands what is said of the whole: 本措施自印发之日起施行，有效期两年.
        behind = [] if hit.value.kind in OF_THE_WHOLE else around
        best = min(
            inside or behind, key=lambda item: (item[1].end - item[1].start, -item[1].start), default=None
        )
        if best is None:
            own.append(hit.value)
        else:
            bounded.setdefault(best[0], []).append(hit.value)
    with_own = tuple(
        replace(t.value, deadlines=tuple(bounded[i])) if i in bounded else t.value
        for i, t in enumerate(tasks)
    )
    return with_own, tuple(own)


def _reaches(tasks: Sequence[Hit[Task]]) -> Iterator[int]:
    """How far each task reaches: over the bracket behind its text, but not into the next task."""
    starts = sorted(t.start for t in tasks)
    for task in tasks:
        last = max((r.span.end for r in task.value.responsibilities), default=task.value.span.end)
        tail = task.end + max(0, last - task.value.span.end) + BRACKET_TAIL
        following = next((s for s in starts if s >= task.end), tail)
        yield min(tail, following)
