"""``gongwen export``: the whole graph as one stream, in one order, whatever the size.

N-Quads are canonical and sorted by code point: two graphs are the same when these bytes are. The other
formats are written from that stream.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from gongwen.graph.kg.generations import Generation, KgDirectory
from gongwen.graph.kg.parts import part_lines
from gongwen.graph.kg.sorting import LineSorter, read_lines
from gongwen.graph.kg.streams import LineStream, PrefixSorter
from gongwen.graph.triples.lines import triple_of
from gongwen.graph.triples.terms import PREFIXES


class ExportFormat(StrEnum):
    """Formats of RDF 1.1; those without graphs hold the union of all."""

    NQUADS = "nquads"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    TURTLE = "turtle"
    JSONLD = "jsonld"
    XML = "xml"


_RDF = {
    ExportFormat.TRIG: ox.RdfFormat.TRIG,
    ExportFormat.TURTLE: ox.RdfFormat.TURTLE,
    ExportFormat.JSONLD: ox.RdfFormat.JSON_LD,
    ExportFormat.XML: ox.RdfFormat.RDF_XML,
}
_WITH_GRAPHS = {ExportFormat.NQUADS, ExportFormat.TRIG, ExportFormat.JSONLD}


def export(root: Path, form: ExportFormat, out: IO[bytes]) -> None:
    """Writes the graph of the KG at ``root``. Raises NoKgError, KgError, OSError."""
    with sorted_quads(root) as lines, LineSorter() as sorter:
        if form in _WITH_GRAPHS:
            sorter.extend(map(_graph_first, lines) if form in _RDF else ())
            ordered = (line.split(" ", 1)[1] for line in sorter) if form in _RDF else lines
        else:
            sorter.extend(map(triple_of, lines))
            ordered = iter(sorter)
        if form in _RDF:
            _write_rdf(ordered, _RDF[form], out)
        else:
            out.writelines(f"{line}\n".encode() for line in ordered)


def _write_rdf(lines: Iterable[str], form: ox.RdfFormat, out: IO[bytes]) -> None:
    quads = ox.parse(cast(IO[bytes], LineStream(lines)), format=ox.RdfFormat.N_QUADS, lenient=True)
    sorter = PrefixSorter(out)
    # Formats without graphs take triples only.
    statements = quads if form.supports_datasets else (quad.triple for quad in quads)
    ox.serialize(statements, cast(IO[bytes], sorter), format=form, prefixes=PREFIXES)
    sorter.flush()


@contextmanager
def sorted_quads(root: Path) -> Iterator[Iterator[str]]:
    """The canonical N-Quads lines of the current generation of a KG, sorted, no two alike."""
    with KgDirectory(root).reading() as generation:
        if generation.store.is_dir():
            with _sorted_store(generation) as lines:
                yield lines
        else:
            yield part_lines(generation)


@contextmanager
def _sorted_store(generation: Generation) -> Iterator[Iterator[str]]:
    with (
        tempfile.TemporaryDirectory(prefix="gongwen-") as folder,
        LineSorter(Path(folder)) as sorter,
    ):
        dumped = Path(folder) / "all.nq"
        ox.Store.read_only(str(generation.store)).dump(dumped, format=ox.RdfFormat.N_QUADS)
        sorter.extend(read_lines(dumped))
        dumped.unlink()
        yield iter(sorter)


def _graph_first(line: str) -> str:
    """A line behind its graph, so that sorting keeps each graph together."""
    return f"{line.rsplit(' ', 2)[1]} {line}"
