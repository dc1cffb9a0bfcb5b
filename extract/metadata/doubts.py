"""What could not be read of a document's own facts, each with its place: the work list for the next improvement."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from gongwen.extract.model import Body, Diagnostic, Fact, Severity
from gongwen.extract.reading import Reading
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.annex import read_annex
from gongwen.extract.segment.documents import Block, BlockKind
from gongwen.extract.segment.expect import annex_entries
from gongwen.extract.segment.titles import KnownTitles, squeeze

# 3月5日 on a line of its own: a sign-off that lost its year
YEARLESS = re.compile(rf"(?m)^(?:1[0-2]|[1-9]|[{lex.NUMERAL}]{{1,2}})月[0-9{lex.NUMERAL}]{{1,3}}日$")
# A sign-off stands among the last lines of a document.
TAIL = 200


def find_doubts(
    reading: Reading,
    block: Block,
    printed: Sequence[str],
    title: Fact[str] | None,
    issuers: Sequence[Fact[Body]],
    date: Fact[str] | None,
) -> tuple[Diagnostic, ...]:
    """What is to be said of a block: no title, no issuer, no date, a date without its year, attachments that it names
    and the source does not print (``printed``: ``printed_titles`` of all its blocks). An interpretation bears neither names nor a date, and that is no doubt."""
    found = [*_unprinted(reading, block, printed)]
    if title is None:
        found.append(
            _doubt(reading, block, "title-missing", "没有找到标题 No title was found for this document.")
        )
    if block.kind is not BlockKind.DOCUMENT or (
        title is not None and lex.interpretation().search(title.value)
    ):
        return tuple(found)
    if not issuers:
        message = "没有找到发文机关 No sign-off, number or title says who issued this document."
        found.append(_doubt(reading, block, "issuer-missing", message))
    if date is None:
        found.append(_dateless(reading, block))
    return tuple(found)


def _doubt(reading: Reading, block: Block, code: str, message: str) -> Diagnostic:
    """A doubt about a block as a whole stands at its first line."""
    line = reading.paragraph_at(block.start)
    span = reading.span(block.start, min(max(line.end, block.start + 1), block.end))
    return Diagnostic(code, message, Severity.WARNING, span)


def _dateless(reading: Reading, block: Block) -> Diagnostic:
    yearless = list(YEARLESS.finditer(reading.text, max(block.start, block.end - TAIL), block.end))
    if not yearless:
        return _doubt(reading, block, "date-missing", "没有找到成文日期 No date was found for this document.")
    message = f"成文日期没有年份 The date {yearless[-1].group()} bears no year."
    return Diagnostic("date-without-year", message, Severity.WARNING, reading.span(*yearless[-1].span()))


def printed_titles(reading: Reading, blocks: Sequence[Block]) -> tuple[str, ...]:
    """The titles that the blocks bear, as they are compared."""
    titles = (b.head.title for b in blocks)
    return tuple(squeeze(reading.text[t.start : t.end]) for t in titles if t is not None)


def _unprinted(reading: Reading, block: Block, printed: Sequence[str]) -> Iterator[Diagnostic]:
    """The attachments that a block names and that no block of the source is."""
    for place in _labels(reading, block):
        annex = read_annex(reading, place, block.end, KnownTitles())
        if annex is None or not (annex.is_list or annex.colon):
            continue
        span = reading.span(place, max(annex.label_end, place + 1))
        for entry in annex_entries(reading.text[annex.label_end : min(annex.list_end, block.end)]):
            plain = squeeze(entry)
            if plain and not any(p.startswith(plain) or plain.startswith(p) for p in printed):
                at = reading.text.find(entry, annex.label_end, block.end)
                if at >= 0:
                    span = reading.span(at, at + len(entry))
                message = f"附件只列名、未附文 The attachment {entry} is named and not printed here."
                yield Diagnostic("annex-not-printed", message, Severity.INFO, span)


def _labels(reading: Reading, block: Block) -> Iterator[int]:
    """The lines of a block that begin with the label of an attachment."""
    first = bisect_left(reading.paragraphs, block.head.end, key=lambda p: p.start)
    for p in islice(reading.paragraphs, first, None):
        if p.start >= block.end:
            return
        if lex.annex_label().match(reading.text, p.start, p.end):
            yield p.start
