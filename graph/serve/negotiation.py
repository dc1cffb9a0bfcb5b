"""Content negotiation (RFC 9110, section 12): which format a client likes best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# More ranges than any client sends; the header is the client's, and so is the time that sorting it takes.
_MAX_RANGES = 64


@dataclass(frozen=True, slots=True)
class Format:
    """A format that the endpoint writes: ``types`` are the media types it goes by, its own first; the others
    are for those who name them, and fall under no range (``*/*``)."""

    name: str
    types: tuple[str, ...]
    text: bool = False


JSON = Format("json", ("application/sparql-results+json", "application/json", "text/json"))
XML = Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml"))
CSV = Format("csv", ("text/csv",), text=True)
TSV = Format("tsv", ("text/tab-separated-values",), text=True)
# SPARQL 1.1 Protocol, section 2.1.6; the first answers those who take anything.
RESULTS = (JSON, XML, CSV, TSV)

TURTLE = Format("turtle", ("text/turtle", "application/x-turtle", "application/turtle"), text=True)
NTRIPLES = Format("ntriples", ("application/n-triples", "text/plain"))
JSONLD = Format("jsonld", ("application/ld+json", "application/json"))
RDFXML = Format("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"))
GRAPHS = (TURTLE, NTRIPLES, JSONLD, RDFXML)

PAGE = Format("html", ("text/html", "application/xhtml+xml"), text=True)
PLAIN = Format("text", ("text/plain",), text=True)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A format, and the media type that the client asked for it by."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """The Content-Type: text says its encoding."""
        encoded = self.format.text or self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if encoded else self.media_type


@lru_cache(maxsize=256)
def choose(accept: str, formats: tuple[Format, ...]) -> Chosen | None:
    """The format that an Accept header likes best; of equals the first of ``formats``; None where none is
    accepted.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", RESULTS).format.name
    'xml'
    """
    ranges = _ranges(accept)
    best: Chosen | None = None
    best_quality = 0.0
    for offered in formats:
        for media_type in offered.types:
            own = media_type == offered.types[0]
            quality = _quality(media_type, ranges) if own else ranges.get(media_type, 0.0)
            if quality > best_quality:
                best, best_quality = Chosen(offered, media_type), quality
    return best


def accepted_types(formats: Sequence[Format]) -> str:
    """The media types of formats, for people: ``text/csv, text/turtle``."""
    return ", ".join(offered.types[0] for offered in formats)


def _ranges(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accept.split(",")[:_MAX_RANGES]:
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media_range:
            found[media_range] = max(found.get(media_range, 0.0), _weight(parameters))
    return found or {"*/*": 1.0}


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(media_type: str, ranges: dict[str, float]) -> float:
    """The weight of the most specific range that a type falls under."""
    for media_range in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if media_range in ranges:
            return ranges[media_range]
    return 0.0
