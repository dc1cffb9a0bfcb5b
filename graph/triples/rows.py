"""What the derived graphs need to know of a document: compact rows, a few hundred bytes where the graph has
thousands.

Rows are made together with the document's graph, stored beside it, and are all that *links*, *bodies* and
*statistics* are computed from. Those of which there are many are tuples, which processes hand to each other ten times as fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class BodyRow(NamedTuple):
    """A body that a document names, and a full name that it gives it, in print (``printed``) or by an abbreviation; a
    document may give several. ``name`` is the lexicon's official one, without area, by which the body is known."""

    iri: str
    adcode: str
    name: str
    label: str
    collective: bool
    printed: bool = True


class CitationRow(NamedTuple):
    """A citation: its ``relation`` as an IRI, ``stub`` the IRI of what it gives, ``number`` and
    ``title_key`` normalised; ``evidence`` the IRI of its characters."""

    iri: str
    relation: str
    stub: str
    number: str | None
    title: str | None
    title_key: str | None
    article: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document: its place (source offsets), and what it can be found by. ``issuers`` are IRIs of bodies,
    ``parent`` the IRI of the notice that issues it, ``in_force`` the ISO date from which it is (its own
    statement, else its date), ``sketch`` that of its text (``gongwen.extract.sketch``)."""

    iri: str
    start: int
    end: int
    title: str | None
    title_key: str | None
    number: str | None
    area: str
    issuers: tuple[str, ...]
    date: str | None
    in_force: str | None
    parent: str | None
    sketch: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentGraph:
    """One document's named graph (canonical N-Quads lines, sorted, no two alike) and its rows.

    ``classes`` and ``properties`` count its quads by the object of ``rdf:type`` and by predicate (IRIs).
    """

    row: DocumentRow
    lines: tuple[str, ...]
    citations: tuple[CitationRow, ...] = ()
    bodies: tuple[BodyRow, ...] = ()
    classes: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, int] = field(default_factory=dict)

    @property
    def quads(self) -> int:
        """How many lines the graph has, also where they were left out on the way (``packet.without_lines``)."""
        return sum(self.properties.values())
