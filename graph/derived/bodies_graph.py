"""The graph *bodies*: the label and the other full names of every body that any document names, and the areas.

A body is known by its official name in the lexicon, whatever documents call it; it is shown by the full name that they
print for it: 水务局 where a city has a 水务局, though the lexicon knows the body as 水利局. That name is its hidden
label: whoever asks for it finds the body.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from gongwen.extract.bodies.official import lexicon_label
from gongwen.graph.derived.areas import area_label, area_parent
from gongwen.graph.derived.changes import Body, events
from gongwen.graph.derived.units import Units
from gongwen.graph.triples.iri import Names
from gongwen.graph.triples.lines import RDF_TYPE, GraphLines
from gongwen.graph.triples.terms import date, iri, term, text, zh

# Every full name that documents give a body, the label first. Each document has one voice for a name that it abbreviates
# (市农委) and five for one that it prints in full, so that one 市农业局 is no match for many; equal ones go by length and code
# point.
_BODIES = """
SELECT u.iri, c.adcode, c.name, c.label, c.collective, c.single FROM touched_body u LEFT JOIN called c ON c.iri = u.iri
ORDER BY u.iri, c.documents + 4 * c.printed DESC, length(c.label) DESC, c.label
"""
# The areas of touched bodies, and the bodies that go by names of one area, not as one of several.
_AREAS = "SELECT DISTINCT adcode FROM touched_body ORDER BY adcode"
_NAMED = "SELECT DISTINCT name FROM called WHERE adcode = ? AND single > 0"
_KNOWN = "SELECT EXISTS (SELECT * FROM called WHERE iri = ?)"
_AREAS_UNIT = "areas"
_EVERY_AREA = "SELECT DISTINCT adcode FROM called ORDER BY adcode"


def put_bodies(db: sqlite3.Connection, names: Names, units: Units) -> None:
    """Makes the units of touched bodies anew, and those of the reforms in their areas."""
    graph = names.graph("bodies")
    for address, rows in groupby(db.execute(_BODIES), key=itemgetter(0)):
        lines: list[str] = []
        forms = [form for form in rows if form[1] is not None]
        if forms:
            _write_body(address, forms, names, GraphLines(graph, lines.append))
        units.put(address, lines)
    for (adcode,) in db.execute(_AREAS):
        reforms: list[str] = []
        _write_changes(db, adcode, names, GraphLines(graph, reforms.append))
        units.put(names.area(adcode), reforms)
    areas: list[str] = []
    _write_areas({adcode for (adcode,) in db.execute(_EVERY_AREA)}, GraphLines(graph, areas.append), names)
    units.put(_AREAS_UNIT, areas)


def _write_body(address: str, forms: Sequence[tuple[Any, ...]], names: Names, lines: GraphLines) -> None:
    node = iri(address)
    _, adcode, official, *_ = forms[0]
    label = _label([form for _, _, _, form, _, _ in forms], adcode)
    lines.add(node, RDF_TYPE, term("org:FormalOrganization"))
    if any(collective for *_, collective, _ in forms):
        lines.add(node, RDF_TYPE, term("gw:CollectiveBody"))
    lines.add(node, term("skos:prefLabel"), zh(label))
    others = {other for _, _, _, other, _, _ in forms} - {label}
    for other in sorted(others):
        lines.add(node, term("skos:altLabel"), zh(other))
    known = lexicon_label(adcode, official)
    if known and known != label and known not in others:  # SKOS S13
        lines.add(node, term("skos:hiddenLabel"), zh(known))
    lines.add(node, term("gw:area"), iri(names.area(adcode)))


def _label(forms: list[str], adcode: str) -> str:
    """The first full name that bears its area (安岚省水利部门 before 水利部门, where documents say both), else the first."""
    area = area_label(adcode)
    return next((form for form in forms if area and area in form), forms[0])


def _write_changes(db: sqlite3.Connection, adcode: str, names: Names, lines: GraphLines) -> None:
    """What became of the bodies of an area that a reform abolished, merged or renamed; the bodies that took over are
    described where no document names them."""
    for event in events((adcode, name) for (name,) in db.execute(_NAMED, (adcode,))):
        node = iri(names.change(event.adcode, event.change.id))
        lines.add(node, RDF_TYPE, term("org:ChangeEvent"))
        lines.add(node, term("skos:prefLabel"), zh(event.change.label))
        lines.add(node, term("dcterms:date"), date(event.date))
        lines.add(node, term("dcterms:source"), zh(event.change.source))
        for body in event.former:
            lines.add(node, term("org:originalOrganization"), iri(names.body(body.adcode, body.name)))
        for body in event.later:
            later = names.body(body.adcode, body.name)
            lines.add(node, term("org:resultingOrganization"), iri(later))
            if not db.execute(_KNOWN, (later,)).fetchone()[0]:
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
