"""What a document says of itself: title, number, registration, issuers, date, kind, and the notice that issues it.

党政机关公文处理工作条例 (2012), art. 9. Each fact carries the characters that say it; what a plan inherits from the notice
that issues it quotes the notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gongwen.extract.metadata.dates import find_date
from gongwen.extract.metadata.doubts import find_doubts, printed_titles
from gongwen.extract.metadata.issuers import area_of, find_issuers, resolve_issuers
from gongwen.extract.metadata.names import resolve_names, split_names
from gongwen.extract.metadata.titles import find_number, find_registration, find_title, kind_of, number_below
from gongwen.extract.model import Body, Context, Diagnostic, Fact, Span
from gongwen.extract.reading import Reading
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.documents import Block, BlockKind


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What is known of a document before its statements are read; ``span`` is its block, ``parent`` the index of the
    document that issues it. Spans are source offsets."""

    span: Span
    title: Fact[str] | None = None
    number: Fact[str] | None = None
    registration: Fact[str] | None = None
    issuers: tuple[Fact[Body], ...] = ()
    date: Fact[str] | None = None
    type: Fact[str] | None = None
    parent: int | None = None
    context: Context = field(default_factory=Context)
    diagnostics: tuple[Diagnostic, ...] = ()


def read_metadata(reading: Reading, blocks: Sequence[Block]) -> tuple[DocumentHead, ...]:
    """What each block says of itself, in the order of the blocks; ``blocks`` are those of ``segment(reading)``."""
    drafts: list[_Draft] = []
    for i, block in enumerate(blocks):
        parent = drafts[block.parent] if block.parent is not None and block.parent < i else None
        drafts.append(_draft(reading, blocks, i, parent))
    _signed_below(reading, blocks, drafts)
    printed = printed_titles(reading, blocks)
    return tuple(_finish(reading, blocks, drafts, i, printed) for i in range(len(blocks)))


@dataclass(slots=True)
class _Draft:
    """A head in the making."""

    span: Span
    title: Fact[str] | None
    type: Fact[str] | None
    number: Fact[str] | None
    registration: Fact[str] | None
    issuers: tuple[Fact[Body], ...]
    date: Fact[str] | None
    area: str
    diagnostics: tuple[Diagnostic, ...]
    signed: bool
    addressees: tuple[Body, ...]


def _draft(reading: Reading, blocks: Sequence[Block], index: int, parent: _Draft | None) -> _Draft:
    block = blocks[index]
    titled = find_title(reading, blocks, index)
    number = find_number(reading, block)
    if number is None and parent is None:
        number = number_below(reading, blocks, index)
    registration = find_registration(reading, block)
    own = _stands_alone(block, parent)
    date = find_date(reading, block) if own else None
    found = find_issuers(reading, block, titled) if own else ()
    area = area_of(reading, block, titled, found, parent.area if parent else None)
    issuers, diagnostics = resolve_issuers(reading, found, titled, area)
    if issuers:
        area = issuers[0].value.adcode
    if parent is not None:
        number, registration = number or parent.number, registration or parent.registration
        issuers, date = issuers or parent.issuers, date or parent.date
    return _Draft(
        block.span(reading),
        titled.fact if titled else None,
        kind_of(reading, block, titled),
        number,
        registration,
        issuers,
        date,
        area,
        diagnostics,
        block.signoff is not None,
        _addressees(reading, block, area),
    )


def _addressees(reading: Reading, block: Block, area: str) -> tuple[Body, ...]:
    """The bodies to which a document is addressed (主送机关), each that can be placed."""
    if block.head.salutation is None:
        return ()
    start, end = block.head.salutation
    named = split_names(reading, start, max(start, end - 1))  # without the colon
    facts, _ = resolve_names(reading, list(named), area)
    return tuple(fact.value for fact in facts)


def _stands_alone(block: Block, parent: _Draft | None) -> bool:
    """Whether a block's own names and date count: it stands for itself, or is forwarded with a sign-off of its own."""
    if parent is None:
        return True
    if block.kind is BlockKind.ANNEX and block.head.salutation is None:
        return False
    forwarded = parent.title is not None and any(
        w in parent.title.value for w in lex.words("forwarding_words")
    )
    return forwarded or block.head.salutation is not None or block.head.number is not None


def _signed_below(reading: Reading, blocks: Sequence[Block], drafts: list[_Draft]) -> None:
    """A notice that is signed below the plan that it issues takes the date from there."""
    for i, block in enumerate(blocks):
        parent = block.parent
        if (
            parent is None
            or block.signoff is None
            or drafts[parent].signed
            or drafts[parent].date is not None
        ):
            continue
        date = find_date(reading, replace(block, frame=None))
        if date is not None:
            for j, other in enumerate(blocks):
                if j in (i, parent) or other.parent == parent:
                    drafts[j].date = drafts[j].date or date


def _finish(
    reading: Reading, blocks: Sequence[Block], drafts: list[_Draft], index: int, printed: Sequence[str]
) -> DocumentHead:
    draft, parent = drafts[index], blocks[index].parent
    issues = [drafts[i].title for i, b in enumerate(blocks) if b.parent == index]
    above = drafts[parent].title if parent is not None else None
    context = Context(
        title=draft.title.value if draft.title else None,
        number=draft.number.value if draft.number else None,
        issuers=tuple(f.value for f in draft.issuers),
        date=draft.date.value if draft.date else None,
        type=draft.type.value if draft.type else None,
        area=draft.area,
        parent_title=above.value if above else None,
        issues=tuple(t.value for t in issues if t is not None),
        addressees=draft.addressees,
    )
    return DocumentHead(
        draft.span,
        draft.title,
        draft.number,
        draft.registration,
        draft.issuers,
        draft.date,
        draft.type,
        parent,
        context,
        (
            *draft.diagnostics,
            *find_doubts(reading, blocks[index], printed, draft.title, draft.issuers, draft.date),
        ),
    )
