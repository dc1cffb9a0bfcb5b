"""What a page is called, and what it was limited to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongwen.extract import areas
from gongwen.graph.project.facts import Projection
from gongwen.graph.project.filters import ALL_ROLES, Filters
from gongwen.graph.words import words


@dataclass(frozen=True, slots=True)
class Heading:
    """What a page is called in both languages, and what it was limited to: pairs of the name of a filter and its
    value, or the key of a word."""

    zh: str
    en: str
    limits: tuple[tuple[str, str], ...] = ()


def heading(graph: Projection, filters: Filters, about: str = "", title: str | None = None) -> Heading:
    """The heading of a projection; ``about`` is the node (IRI) that it is about, ``title`` what to call it instead."""
    said = words("draw/words.json")[f"draw.{graph.graph['projection']}"]
    name = graph.nodes[about]["label"] if about in graph else ""
    before = f"{name} · " if name else ""
    return Heading(title or before + said.zh, title or before + said.en, tuple(_limits(filters)))


def _limits(filters: Filters) -> Iterator[tuple[str, str]]:
    if filters.area:
        area = areas.by_code(filters.area)
        yield "area", area.name if area else filters.area
    for name in ("since", "until", "in_force"):
        if value := getattr(filters, name):
            yield name, value
    yield from (("type", word) for word in filters.types)
    if filters.roles != ALL_ROLES:
        yield from (("role", f"role.{role}") for role in sorted(filters.roles))
    if filters.min_weight > 1:
        yield "min_weight", str(filters.min_weight)
