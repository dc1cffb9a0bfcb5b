"""The types that every stage produces or consumes: frozen records, validated when they are made.

All offsets are half-open ``[start, end)`` and count Unicode code points. *Source offsets* count in
``Source.text`` (the file as decoded, without newline translation, a leading byte order mark not counted);
*reading offsets* count in ``Reading.text``. Records that leave the extraction (everything below
``SourceReading``) carry source offsets only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar


class Role(StrEnum):
    """How a body takes part in a task (``gw:role``)."""

    LEAD = "lead"
    COOPERATE = "cooperate"
    RESPONSIBLE = "responsible"


class Relation(StrEnum):
    """What a citation is to the citing document (``gw:relation``)."""

    LEGAL_BASIS = "legal_basis"
    IMPLEMENTS = "implements"
    ISSUES = "issues"
    REPEALS = "repeals"
    AMENDS = "amends"
    INTERPRETS = "interprets"
    REFERENCES = "references"


class DeadlineKind(StrEnum):
    """What a time expression bounds (``gw:kind``)."""

    DUE = "due"
    WITHIN = "within"
    RECURRING = "recurring"
    PERIOD = "period"
    EFFECTIVE = "effective"
    VALIDITY = "validity"


class Severity(StrEnum):
    """``ERROR``: the source could not be read. ``WARNING``: something stayed unsettled. ``INFO``: worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points; raises ValueError where ``0 <= start < end`` does not hold."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something that the reader saw and could not settle, with its place in the source where it has one.

    ``code`` is a stable machine word (``body-unresolved``), ``message`` a sentence for a person.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A file that a page links and that may stand beside it: ``target`` its path from the page's folder (``/`` between
    its parts, decoded), ``label`` the text of the link."""

    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file as decoded: ``text`` untouched, ``sha256`` of its bytes (64 hex digits), ``media_type`` by RFC 6838, ``links``
    of a web page."""

    name: str
    sha256: str
    media_type: str
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A body as resolved.

    ``adcode``: GB/T 2260 code of its area, six digits; ``100000`` for national bodies.
    ``name``: official name without the area (``市场监督管理局``); ``adcode`` and ``name`` identify the body.
    ``label``: full official name with its area (``湛江市市场监督管理局``), as this mention prints it or stands for it:
    documents may know one body by several (水利局, 水务局). ``printed``: whether it is what the text itself prints.
    ``names``: the names that the document uses for it, as written and with the area put in
    (``市市场监管局``, ``湛江市市场监管局``), sorted. They are per mention; the same body may come with other names.
    ``collective``: stands for many (各县（市、区）人民政府, 有关部门).
    """

    adcode: str
    name: str
    label: str
    names: tuple[str, ...] = ()
    collective: bool = False
    printed: bool = True

    def __post_init__(self) -> None:
        if len(self.adcode) != 6 or not self.adcode.isdigit():
            raise ValueError(f"not a GB/T 2260 code: {self.adcode!r}")
        if not self.name or not self.label:
            raise ValueError("a body needs a name and a label")


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value that is said of a document, with the characters that say it (source offsets)."""

    value: T
    span: Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of another document. ``title`` is the full title without 《》 and white space, also where a short
    name was used; ``number`` the normalised 发文字号; one of the two is always there. ``article`` is 第X条第Y款第Z项
    as printed."""

    span: Span
    title: str | None
    number: str | None
    relation: Relation
    article: str | None = None

    def __post_init__(self) -> None:
        if not (self.title or self.number):
            raise ValueError("a citation needs a title or a number")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One mention of one body in a statement that assigns work; ``span`` is the body's own characters."""

    span: Span
    body: Body
    role: Role


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time expression that bounds an action, an entry into force or a validity.

    ``value`` is the string form of the annotation guidelines (``2021-06``, ``P5WD``, ``R/--06``, ``2021/2023``,
    ``issued``, ``P5Y``). ``earliest`` and ``latest`` are ISO dates (``YYYY-MM-DD``), None where not computable.
    """

    span: Span
    kind: DeadlineKind
    value: str
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """The smallest unit that a statement of responsibility governs.

    ``span`` covers its own text without the closing bracket; ``title`` is its heading or first sentence without
    number and closing 。; ``text`` its text as a reader would copy it (lines joined). ``deadlines`` are those that
    bound this task and no smaller one.
    """

    span: Span
    title: str
    text: str
    responsibilities: tuple[Responsibility, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry (名词解释): ``span`` and ``term`` of the term as written, marks included."""

    span: Span
    term: str
    definition: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document with everything that is said of it and by it; ``span`` is its whole block.

    ``key`` identifies it within and across sources (see ``gongwen.extract.keys``). ``parent`` is the key of the notice
    or order that issues it. ``title`` is None where the text has none. Facts inherited from the parent
    (number, issuers, date) quote the parent's characters.
    """

    key: str
    span: Span
    title: Fact[str] | None = None
    number: Fact[str] | None = None
    registration: Fact[str] | None = None
    issuers: tuple[Fact[Body], ...] = ()
    date: Fact[str] | None = None
    type: Fact[str] | None = None
    parent: str | None = None
    area: str = "100000"
    citations: tuple[Citation, ...] = ()
    tasks: tuple[Task, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReading:
    """All that was read from one source: a function of the source and the lexicons alone."""

    source: Source
    documents: tuple[Document, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A record with the place where it was read: ``[start, end)`` in reading offsets of the document's ``Reading``.
    The record's own ``span`` counts in the source."""

    start: int
    end: int
    value: T


@dataclass(frozen=True, slots=True)
class Findings(Generic[T]):
    """What one extractor found in one document, in order of place, and what it could not settle."""

    hits: tuple[Hit[T], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document before its statements are read; every field may be missing.

    ``title`` and ``number`` as in ``Document``; ``issuers`` resolved; ``addressees`` those of 主送机关, resolved; ``date`` ISO 8601 as printed (``2021-01-04``,
    ``2021-01``, ``2021``); ``type`` the word of the document-type scheme (通知, 方案, …); ``area`` GB/T 2260 code of the
    issuer's area, ``100000`` for national ones; ``parent_title`` the title of the notice that issues it; ``issues`` the titles of the documents that it issues.
    """

    title: str | None = None
    number: str | None = None
    issuers: tuple[Body, ...] = ()
    date: str | None = None
    type: str | None = None
    area: str = "100000"
    parent_title: str | None = None
    issues: tuple[str, ...] = ()
    addressees: tuple[Body, ...] = ()
