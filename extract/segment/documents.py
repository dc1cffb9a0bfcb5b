"""Documents out of a source: a gazette of many, a notice with what it issues, or one document alone.

A document begins

- where a title stands that an earlier document issues (印发, 公布, 转发) or names as its attachment;
- behind the label 附件, where the attachment is printed in full;
- behind a sign-off, where more than notes and the imprint follow;
- at a head with a title and addressees, or a title, a number and running text;
- at the title of an interpretation;
- at a title of the kind just printed, behind which the numbering starts anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongwen.extract.model import Diagnostic, Severity, Span
from gongwen.extract.reading import Reading
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.contents import first_document
from gongwen.extract.segment.frame import Frame, is_line, read_frame
from gongwen.extract.segment.heads import Head
from gongwen.extract.segment.openings import LEAST_CONTENT, BlockKind, Opening, Openings
from gongwen.extract.segment.signoff import Signoff

__all__ = ["Block", "BlockKind", "diagnose", "segment"]


@dataclass(frozen=True, slots=True)
class Block:
    """The block of one document; reading offsets.

    ``[start, end)`` from the first character of its own lines to the end of the last. ``parent``: index of the block
    that issues it, None where it stands for itself. ``signoff``: names and date below its text. ``frame``: what the
    page prints around it; on the first block only.
    """

    start: int
    end: int
    kind: BlockKind
    head: Head
    parent: int | None = None
    signoff: Signoff | None = None
    frame: Frame | None = None

    def span(self, reading: Reading) -> Span:
        """The source characters of the block, marks of its first and last line included."""
        inner = reading.span(self.start, self.end)
        first, last = reading.paragraph_at(self.start), reading.paragraph_at(self.end - 1)
        start = first.source.start if first.start == self.start else inner.start
        end = last.source.end if last.end == self.end else inner.end
        return Span(start, end)


def segment(reading: Reading) -> tuple[Block, ...]:
    """The documents of a source in order of place; empty where there is none."""
    frame = read_frame(reading)
    start = first_document(reading, frame)
    if start >= frame.end:
        return ()
    openings = Openings(reading, frame, start)
    blocks = _blocks(reading, frame, openings.find(), openings.signoffs)
    return blocks if _is_document(reading, blocks, frame) else ()


def diagnose(reading: Reading, blocks: tuple[Block, ...]) -> tuple[Diagnostic, ...]:
    """What is to be said of a source as a whole: that it holds no text, or no document."""
    if blocks:
        return ()
    if not reading.text.strip():
        message = (
            "没有文字 The source holds no text. If it is a scan, put it through character recognition first."
        )
        return (Diagnostic("empty-source", message, Severity.ERROR),)
    message = (
        "没有找到公文 No document was found: no title that names its kind, no number, no addressees, no sign-off. "
        "Check that the file is an official document and that its encoding was read correctly."
    )
    return (Diagnostic("no-document", message, Severity.ERROR),)


def _is_document(reading: Reading, blocks: tuple[Block, ...], frame: Frame) -> bool:
    """Whether anything shows that these are documents at all."""
    if len(blocks) > 1:
        return True
    head = blocks[0].head
    if head.salutation or head.number or head.passages or blocks[0].signoff or frame.values:
        return True
    if head.title is None:
        return False
    if head.title.typed or lex.first_line().search(reading.text, head.end) is not None:
        return True
    return _is_table(reading.text, head.title.start, head.title.end)


def _is_table(text: str, start: int, end: int) -> bool:
    """Whether a title that says so (…任务分解表) stands right above the head of a table."""
    below = text[end : end + 2].lstrip("\n")[:1] and text[end:].lstrip("\n") if end < len(text) else ""
    return text[start:end].endswith(tuple(lex.words("title_endings"))) and below.startswith(
        tuple(lex.words("table_heads"))
    )


def _blocks(
    reading: Reading, frame: Frame, found: Sequence[Opening], signoffs: Sequence[Signoff]
) -> tuple[Block, ...]:
    """The openings made blocks: titles that were only named are taken back, ends trimmed, sign-offs assigned."""
    limits = [*(o.label for o in found[1:]), frame.end]
    kept = [o for i, o in enumerate(found) if i == 0 or _has_text(reading.text, o.head.end, limits[i])]
    places = {id(opening): i for i, opening in enumerate(kept)}
    blocks: list[Block] = []
    passed = 0
    for i, opening in enumerate(kept):
        stop = kept[i + 1].label if i + 1 < len(kept) else frame.end
        end = _trim(reading, opening.start, stop)
        inside = []
        while passed < len(signoffs) and signoffs[passed].date_end <= end:
            if signoffs[passed].start >= opening.head.end:
                inside.append(signoffs[passed])
            passed += 1
        parent = None if opening.parent is None else places.get(id(found[opening.parent]), 0)
        blocks.append(
            Block(opening.start, end, opening.kind, opening.head, parent, _last(inside), None if i else frame)
        )
    return tuple(replace(b, parent=None) if b.parent == i else b for i, b in enumerate(blocks))


def _has_text(text: str, start: int, stop: int) -> bool:
    """Whether more than labels of other attachments and the imprint stands between two places."""
    left = LEAST_CONTENT
    while start < stop and left > 0:
        line = text.find("\n", start, stop)
        line = stop if line < 0 else line
        named = lex.annex_label().match(text, start, line) or lex.imprint().match(text, start, line)
        left -= 0 if named else line - start
        start = line + 1
    return left <= 0


def _trim(reading: Reading, start: int, stop: int) -> int:
    """The end of the last line that says anything before ``stop``: blank lines and rules are left out."""
    text = reading.text
    while stop > start + 1 and text[stop - 1] in "\n ":
        stop -= 1
    line = reading.paragraph_at(stop - 1)
    while line.start > start and line.end == stop and not is_line(text, line):
        stop = line.start - 1
        line = reading.paragraph_at(stop - 1)
    return stop


def _last(inside: Sequence[Signoff]) -> Signoff | None:
    """The last sign-off of a block, one with names before one without."""
    named = [s for s in inside if s.names or s.person]
    return (named or [*inside])[-1] if inside else None
