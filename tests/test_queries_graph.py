"""The graph *queries*: the library as SHACL executables, as programs that know nothing of gongwen find it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from gongwen.graph.asking.binding import bind
from gongwen.graph.asking.queries import ParameterKind, load_queries
from gongwen.graph.asking.store import LocalStore, open_kg
from gongwen.graph.building.build import build
from gongwen.graph.derived.queries_graph import queries_lines, select_text
from gongwen.graph.triples.iri import Names
from gongwen.graph.triples.terms import SPARQL_PREFIXES
from tests.graph_cases import NOTICE, read, write
from tools import make_query_docs

BASE = "https://example.org/of/"
# How the SPARQL editor of the Swiss Institute of Bioinformatics asks an endpoint for its examples and prefixes.
EDITOR = """
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query } ORDER BY ?sq"""
DECLARED = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"""


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data="\n".join(queries_lines(Names(BASE))), format="nquads")
    return dataset.graph(rdflib.URIRef(f"{BASE}id/graph/queries"))


def test_sorted_and_the_same_each_time() -> None:
    lines = queries_lines(Names(BASE))
    assert list(lines) == sorted(set(lines))
    assert lines == queries_lines(Names(BASE))
    canonical = (str(quad) for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS))
    assert [f"{quad} ." for quad in canonical] == list(lines)
    assert not any("_:" in line.split(" ")[0] for line in lines)


def test_an_editor_finds_them_in_a_kg(tmp_path: Path) -> None:
    build(write(tmp_path / "in", {"notice.txt": NOTICE}), tmp_path / "kg", read)
    with open_kg(tmp_path / "kg") as store:
        rows = store.select(EDITOR).rows
        assert len({str(row[0]) for row in rows}) == len(load_queries())
        assert {row[1].language for row in rows if isinstance(row[1], ox.Literal)} == {"zh", "en"}
        prefixes = [row[0].value for row in store.select(DECLARED).rows if isinstance(row[0], ox.Literal)]
        assert {"gw", "eli", "org", "prov"} <= set(prefixes)
        assert store.query(
            f"{SPARQL_PREFIXES} ASK {{ GRAPH <https://w3id.org/gongwen/id/graph/queries> {{ ?q a sh:SPARQLExecutable }} }}"
        )


def test_each_is_a_whole_query(graph: rdflib.Graph) -> None:
    empty = LocalStore(ox.Store())
    found = set(graph.subjects(RDF.type, SH.SPARQLSelectExecutable))
    assert len(found) == len(load_queries())
    for query in load_queries().values():
        node = rdflib.URIRef(f"{BASE}id/query/{query.name}")
        assert node in found
        text = str(graph.value(node, SH.select))
        assert text == select_text(query)
        assert empty.select(text).columns == tuple(column.name for column in query.columns), query.name
        assert {getattr(label, "language", None) for label in graph.objects(node, RDFS.label)} == {"zh", "en"}


def test_parameters_are_variables(graph: rdflib.Graph) -> None:
    for query in load_queries().values():
        node = rdflib.URIRef(f"{BASE}id/query/{query.name}")
        said = {}
        for parameter in graph.objects(node, SH.parameter):
            name = str(graph.value(parameter, SH.path)).rpartition("#")[2]
            said[name] = str(graph.value(parameter, SH.optional)) == "false"
            bind(query.text, {name: ox.Literal("x")})
        wanted = {p.name: p.required for p in query.parameters if p.kind is not ParameterKind.WITHIN}
        assert said == wanted, query.name


def test_choices_and_defaults(graph: rdflib.Graph) -> None:
    role = rdflib.URIRef(f"{BASE}id/query/tasks-of-body/parameter/role")
    head = graph.value(role, SH["in"])
    assert head is not None
    listed = rdflib.collection.Collection(graph, head)
    assert [str(one).rpartition("#")[2] for one in listed] == ["lead", "cooperate", "responsible"]
    area = rdflib.URIRef(f"{BASE}id/query/load-by-body-and-year/parameter/area")
    assert graph.value(area, SH.defaultValue) == rdflib.URIRef(f"{BASE}id/area/100000")
    day = rdflib.URIRef(f"{BASE}id/query/documents-in-force/parameter/on")
    assert graph.value(day, SH.defaultValue) is None


def test_it_is_shacl(graph: rdflib.Graph) -> None:
    """Parameters are property shapes: pySHACL must be able to load the graph as one of shapes."""
    conforms, _, told = pyshacl.validate(rdflib.Graph(), shacl_graph=graph, meta_shacl=True, advanced=True)
    assert conforms, told


def test_the_documentation_is_current() -> None:
    assert make_query_docs.TARGET.read_text("utf-8") == make_query_docs.render(), (
        "run: python tools/make_query_docs.py"
    )
