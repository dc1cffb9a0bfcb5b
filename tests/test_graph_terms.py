"""Lines made by templates are those that the engine would write."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import example, given
from hypothesis import strategies as st

from gongwen.graph.triples.lines import GraphLines, SubjectLines, TermCounter
from gongwen.graph.triples.terms import date, iri, term, text, typed, zh

ANY = st.text(st.characters(exclude_categories=["Cs"]))


@given(ANY)
@example("".join(map(chr, range(0xA1))))
@example('"\\\n\r\t\b\f\x7f\u0085\u2028\ufeff\ufffe\uffff\U0001fffe\U0010ffff')
def test_escaping_is_the_engines(value: str) -> None:
    assert text(value) == str(ox.Literal(value))
    assert zh(value) == str(ox.Literal(value, language="zh"))
    line = f"<x:s> <x:p> {zh(value)} <x:g> ."
    (quad,) = ox.parse(line.encode(), format=ox.RdfFormat.N_QUADS)
    assert quad.object == ox.Literal(value, language="zh")
    assert "\n" not in line  # one line a quad, whatever the text


def test_dates_have_the_type_of_their_precision() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert date("2021-01-04") == f'"2021-01-04"^^<{xsd}date>'
    assert date("2021-01") == f'"2021-01"^^<{xsd}gYearMonth>'
    assert date("2021") == f'"2021"^^<{xsd}gYear>'
    assert typed("5", "integer") == f'"5"^^<{xsd}integer>'


def test_lines_and_counts() -> None:
    lines: list[str] = []
    graph = GraphLines("x:g", lines.append)
    graph.add(iri("x:s"), term("rdf:type"), term("gw:Task"))
    graph.add(iri("x:s"), term("rdfs:label"), zh("a <x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> b"))
    counter = TermCounter(lines)
    assert counter.classes == {"https://w3id.org/gongwen/ontology#Task": 1}
    assert counter.properties == {term("rdf:type")[1:-1]: 1, term("rdfs:label")[1:-1]: 1}


SUBJECTS = st.sampled_from([iri(f"x:s{end}") for end in ("", "/a", "/a@1,2", "#", "0", "é", "中")])
VALUES = st.one_of(SUBJECTS, ANY.map(zh), ANY.map(text), ANY.map(lambda value: typed(value, "date")))


@given(st.lists(st.tuples(SUBJECTS, st.sampled_from(["rdf:type", "rdfs:label", "rdf:types"]), VALUES)))
def test_lines_kept_by_subject_are_the_sorted_lines(triples: list[tuple[str, str, str]]) -> None:
    """Whatever is said, twice or once: sorting by parts gives the order of the whole lines."""
    plain: list[str] = []
    graph, kept = GraphLines("x:g", plain.append), SubjectLines("x:g")
    for subject, curie, value in triples:
        predicate = term("rdf:type")[:-1] + "s>" if curie == "rdf:types" else term(curie)
        graph.add(subject, predicate, value)
        kept.add(subject, predicate, value)
    lines, counter = kept.settle()
    expected = TermCounter(sorted(set(plain)))
    assert list(lines) == sorted(set(plain))
    assert counter.properties == expected.properties
    typed_by_iri = {name for name in expected.classes if name.startswith("x:")}
    assert {name: counter.classes[name] for name in typed_by_iri} == {
        name: expected.classes[name] for name in typed_by_iri
    }
