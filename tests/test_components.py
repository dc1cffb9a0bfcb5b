"""spaCy's components and the reader say the same: two ways to the same extractors."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongwen.extract.components import make_pipeline
from gongwen.extract.metadata.facts import read_metadata
from gongwen.extract.pipeline import assign_deadlines, read_source
from gongwen.extract.reading import Reading
from gongwen.extract.segment.documents import segment
from gongwen.extract.source import read_path

SAMPLES = sorted(
    path for path in (Path(__file__).parent.parent / "samples").iterdir() if path.suffix in (".txt", ".md")
)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_pipeline_of_components_finds_what_the_reader_finds(path: Path) -> None:
    source = read_path(path)
    reading = Reading.of_source(source)
    blocks, read = segment(reading), read_source(source)
    nlp = make_pipeline()
    for block, head, document in zip(blocks, read_metadata(reading, blocks), read.documents, strict=True):
        own = reading.slice(block.start, block.end)
        doc = nlp.make_doc(own.text)
        doc._.gongwen_reading, doc._.gongwen_context = own, head.context
        found = nlp(doc).user_data["gongwen"]
        tasks, deadlines = assign_deadlines(found["gongwen_duties"].hits, found["gongwen_deadlines"].hits)
        assert (tasks, deadlines) == (document.tasks, document.deadlines)
        assert tuple(h.value for h in found["gongwen_citations"].hits) == document.citations
        assert tuple(h.value for h in found["gongwen_terms"].hits) == document.terms
        spans = doc.spans["gongwen_citations"]
        assert [span._.gongwen for span in spans] == list(document.citations)
        assert all(span.text in own.text for span in spans)


def test_there_are_samples() -> None:
    assert len(SAMPLES) > 4
