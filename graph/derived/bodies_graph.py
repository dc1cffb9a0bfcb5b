"""The graph *bodies*: what the lexicon says of every body that any document names, and of the areas."""

from __future__ import annotations

import sqlite3

from gongwen.graph.derived.areas import area_label, area_parent
from gongwen.graph.derived.changes import Body, events
from gongwen.graph.triples.iri import Names
from gongwen.graph.triples.lines import RDF_TYPE, GraphLines
from gongwen.graph.triples.terms import date, iri, term, text, zh

# A label is the lexicon's and so the same in all documents; the smallest, should two versions of it meet.
_BODIES = """
SELECT b.iri, min(b.adcode), min(b.label), max(b.collective), min(b.collective), min(b.name) FROM body b
WHERE b.document NOT IN (SELECT id FROM document WHERE NOT chosen) GROUP BY b.iri ORDER BY b.iri
"""


def write_bodies(db: sqlite3.Connection, names: Names, lines: GraphLines) -> None:
    """Writes the graph *bodies* for the documents of a ledger."""
    areas: set[str] = set()
    named: set[tuple[str, str]] = set()
    for address, adcode, label, collective, always, name in db.execute(_BODIES):
        if not always:
            named.add((adcode, name))
        node = iri(address)
        lines.add(node, RDF_TYPE, term("org:FormalOrganization"))
        if collective:
            lines.add(node, RDF_TYPE, term("gw:CollectiveBody"))
        lines.add(node, term("skos:prefLabel"), zh(label))
        lines.add(node, term("gw:area"), iri(names.area(adcode)))
        areas.add(adcode)
    _write_changes(named, names, lines)
    _write_areas(areas, lines, names)


def _write_changes(named: set[tuple[str, str]], names: Names, lines: GraphLines) -> None:
    """What became of the bodies that a reform abolished, merged or renamed; the bodies that took over are described
    where no document names them; ``named`` are the bodies that are, by the area's code and the official name."""
    for event in events(sorted(named)):
        node = iri(names.change(event.adcode, event.change.id))
        lines.add(node, RDF_TYPE, term("org:ChangeEvent"))
        lines.add(node, term("skos:prefLabel"), zh(event.change.label))
        lines.add(node, term("dcterms:date"), date(event.date))
        lines.add(node, term("dcterms:source"), zh(event.change.source))
        for body in event.former:
            lines.add(node, term("org:originalOrganization"), iri(names.body(body.adcode, body.name)))
        for body in event.later:
            lines.add(node, term("org:resultingOrganization"), iri(names.body(body.adcode, body.name)))
            if (body.adcode, body.name) not in named:
                named.add((body.adcode, body.name))
                _describe(body, names, lines)


def _describe(body: Body, names: Names, lines: GraphLines) -> None:
    node = iri(names.body(body.adcode, body.name))
    lines.add(node, RDF_TYPE, term("org:FormalOrganization"))
    lines.add(node, term("skos:prefLabel"), zh(body.label))
    lines.add(node, term("gw:area"), iri(names.area(body.adcode)))


def _write_areas(areas: set[str], lines: GraphLines, names: Names) -> None:
    """Each area with its code and name, and the areas around it up to the nation."""
    todo = sorted(areas)
    while todo:
        adcode = todo.pop()
        node, parent, label = iri(names.area(adcode)), area_parent(adcode), area_label(adcode)
        lines.add(node, RDF_TYPE, term("gw:Area"))
        lines.add(node, term("skos:notation"), text(adcode))
        if label:
            lines.add(node, term("skos:prefLabel"), zh(label))
        if parent:
            lines.add(node, term("gw:partOf"), iri(names.area(parent)))
            if parent not in areas:
                areas.add(parent)
                todo.append(parent)
