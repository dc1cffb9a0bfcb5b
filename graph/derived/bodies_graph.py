"""The graph *bodies*: the label and the other full names of every body that any document names, and the areas.

A body is known by its official name in the lexicon, whatever documents call it; it is shown by the full name that they
print for it: 水务局 where a city has a 水务局, though the lexicon knows the body as 水利局. That name is its hidden
label: whoever asks for it finds the body.
"""

from __future__ import annotations

import sqlite3
from itertools import groupby
from operator import itemgetter

from gongwen.extract.bodies.official import lexicon_label
from gongwen.graph.derived.areas import area_label, area_parent
from gongwen.graph.derived.changes import Body, events
from gongwen.graph.triples.iri import Names
from gongwen.graph.triples.lines import RDF_TYPE, GraphLines
from gongwen.graph.triples.terms import date, iri, term, text, zh

# Every full name that documents give a body, the label first. Each document has one voice for a name that it abbreviates
# (市农委) and five for one that it prints in full, so that one 市农业局 is no match for many; equal ones go by length and code
# point.
_BODIES = """
SELECT b.iri, b.adcode, b.name, b.label, max(b.collective), min(b.collective) FROM body b
WHERE b.document NOT IN (SELECT id FROM document WHERE NOT chosen) GROUP BY b.iri, b.adcode, b.label
ORDER BY b.iri, count(DISTINCT b.document) + 4 * count(DISTINCT CASE WHEN b.printed THEN b.document END) DESC,
  length(b.label) DESC, b.label
"""


def write_bodies(db: sqlite3.Connection, names: Names, lines: GraphLines) -> None:
    """Writes the graph *bodies* for the documents of a ledger."""
    areas: set[str] = set()
    named: set[tuple[str, str]] = set()
    for address, rows in groupby(db.execute(_BODIES), key=itemgetter(0)):
        node, forms = iri(address), list(rows)
        _, adcode, official, _, _, _ = forms[0]
        label = _label([form for _, _, _, form, _, _ in forms], adcode)
        if not all(always for *_, always in forms):
            named.add((adcode, official))
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
        areas.add(adcode)
    _write_changes(named, names, lines)
    _write_areas(areas, lines, names)


def _label(forms: list[str], adcode: str) -> str:
    """The first full name that bears its area (安岚省水利部门 before 水利部门, where documents say both), else the first."""
    area = area_label(adcode)
    return next((form for form in forms if area and area in form), forms[0])


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
