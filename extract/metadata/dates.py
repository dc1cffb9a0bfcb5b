"""The date of a document (成文日期): from the sign-off, else the byline, subtitle or passage, else the page's head."""

from __future__ import annotations

from collections.abc import Iterator

from gongwen.extract.dates import find_dates
from gongwen.extract.metadata.passages import enactment
from gongwen.extract.model import Fact
from gongwen.extract.reading import Reading
from gongwen.extract.segment.documents import Block
from gongwen.extract.segment.heads import Range


def find_date(reading: Reading, block: Block) -> Fact[str] | None:
    """The date that a block bears, ISO 8601 at the precision printed; None where it bears none."""
    for start, end in _places(reading, block):
        for date in find_dates(reading.text, start, end):
            return Fact(date.value, reading.span(date.start, date.end))
    return None


def _places(reading: Reading, block: Block) -> Iterator[Range]:
    """Where the date may stand, best first."""
    if block.signoff is not None:
        yield block.signoff.date
    head = block.head
    if head.subtitle is not None:
        yield head.subtitle
    event = enactment(reading, head.passages)
    if event is not None:
        yield event.date
    yield from head.bylines
    if block.frame is not None:
        value = block.frame.value("date")
        if value is not None:
            yield value.start, value.end
