"""The graph *bodies*: what the lexicon says of every body that any document names, and of the areas."""

from __future__ import annotations

import sqlite3

from gongwen.graph.areas import area_label, area_parent
from gongwen.graph.iri import Names
from gongwen.graph.lines import RDF_TYPE, GraphLines
from gongwen.graph.terms import iri, term, text, zh

# A label is the lexicon's and so the same in all documents; the smallest, should two versions of it meet.
_BODIES = """
SELECT b.iri, b.adcode, min(b.label), max(b.collective) FROM body b JOIN document d ON d.id = b.document
WHERE d.chosen GROUP BY b.iri, b.adcode ORDER BY b.iri
"""


def write_bodies(db: sqlite3.Connection, names: Names, lines: GraphLines) -> None:
    """Writes the graph *bodies* for the documents of a ledger."""
    areas: set[str] = set()
    for address, adcode, label, collective in db.execute(_BODIES):
        node = iri(address)
        lines.add(node, RDF_TYPE, term("org:FormalOrganization"))
        if collective:
            lines.add(node, RDF_TYPE, term("gw:CollectiveBody"))
        lines.add(node, term("skos:prefLabel"), zh(label))
        lines.add(node, term("gw:area"), iri(names.area(adcode)))
        areas.add(adcode)
    _write_areas(areas, lines, names)


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
