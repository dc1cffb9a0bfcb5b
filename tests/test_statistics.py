"""The graph *statistics*: VoID and DCAT of the whole, the same bytes for the same documents."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from gongwen.graph.asking.store import LocalStore, open_kg
from gongwen.graph.building.build import build
from gongwen.graph.triples.terms import PREFIXES, SPARQL_PREFIXES
from tests.graph_cases import LATER, NOTICE, RULES, read, write

GRAPH = "<https://w3id.org/gongwen/id/graph/statistics>"
DATASET = "<https://w3id.org/gongwen/id/dataset>"
QUERIES = "<https://w3id.org/gongwen/id/graph/queries>"
OWN = f"FILTER(?g NOT IN ({GRAPH}, {QUERIES}, <https://w3id.org/gongwen/ontology>))"


def make(folder: Path, *texts: str) -> Path:
    build(write(folder / "in", {f"{i}.txt": text for i, text in enumerate(texts)}), folder / "kg", read)
    return folder / "kg"


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("statistics"), NOTICE, RULES, LATER)


def values(store: LocalStore, query: str) -> list[tuple[str, ...]]:
    rows = store.select(f"{SPARQL_PREFIXES} SELECT {query}").rows
    return [tuple("" if v is None else str(getattr(v, "value", v)) for v in row) for row in rows]


DESCRIBED = [
    ("a void:Dataset , dcat:Dataset", "one record for both"),
    ("dcterms:title ?zh , ?en FILTER(LANG(?zh) = 'zh' && LANG(?en) = 'en')", "a title in each language"),
    ("dcterms:description ?zh , ?en FILTER(LANG(?zh) = 'zh' && LANG(?en) = 'en')", "a description in each language"),
    ("dcterms:license ?l ; dcterms:rights ?r FILTER(isIRI(?l))", "on what terms"),
    ("dcat:keyword ?zh , ?en FILTER(LANG(?zh) = 'zh' && LANG(?en) = 'en')", "by what it is found"),
    ("dcterms:conformsTo <https://w3id.org/gongwen/ontology>", "what its terms mean"),
    ("void:uriSpace 'https://w3id.org/gongwen/id/'", "what its names begin with"),
    ("void:exampleResource ?d . ?d a gw:PolicyDocument", "where to begin"),
    ("void:documents 4", "the documents"),
    (
        "dcterms:temporal [ dcat:startDate '2019-05-05'^^xsd:date ; dcat:endDate '2022-03-01'^^xsd:date ]",
        "the time that the documents span",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "reason"), DESCRIBED, ids=[reason for _, reason in DESCRIBED])
def test_it_describes_itself(kg: Path, pattern: str, reason: str) -> None:
    with open_kg(kg) as store:
        assert store.query(f"{SPARQL_PREFIXES} ASK {{ {DATASET} {pattern} }}"), reason


def counts(store: LocalStore, query: str) -> dict[str, int]:
    return {row[0]: int(row[1]) for row in values(store, query)}


def test_partitions_count_what_is_there(kg: Path) -> None:
    with open_kg(kg) as store:
        said = counts(
            store, f"?c ?n {{ {DATASET} void:classPartition [ void:class ?c ; void:entities ?n ] }}"
        )
        there = counts(store, f"?c (COUNT(DISTINCT ?x) AS ?n) {{ GRAPH ?g {{ ?x a ?c }} {OWN} }} GROUP BY ?c")
        assert said == there
        assert said["http://www.w3.org/ns/prov#Entity"] == 3, (
            "a source that holds two documents is one source"
        )
        classes = len(said)
        said = counts(
            store, f"?p ?n {{ {DATASET} void:propertyPartition [ void:property ?p ; void:triples ?n ] }}"
        )
        there = counts(store, f"?p (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {OWN} }} GROUP BY ?p")
        assert said == there
        (totals,) = values(
            store, f"?t ?c ?p {{ {DATASET} void:triples ?t ; void:classes ?c ; void:properties ?p }}"
        )
        assert totals == (str(sum(there.values())), str(classes), str(len(there)))


def test_every_vocabulary_in_use_is_named(kg: Path) -> None:
    with open_kg(kg) as store:
        named = {row[0] for row in values(store, f"?v {{ {DATASET} void:vocabulary ?v }}")}
        used = {row[0] for row in values(store, f"DISTINCT ?x {{ GRAPH ?g {{ ?s ?x ?o }} {OWN} }}")}
        used |= {row[0] for row in values(store, f"DISTINCT ?x {{ GRAPH ?g {{ ?s a ?x }} {OWN} }}")}
    assert named == {space for space in PREFIXES.values() if any(x.startswith(space) for x in used)}
    assert all(any(x.startswith(space) for space in named) for x in used)


def test_other_prints_are_no_other_sources(tmp_path: Path) -> None:
    """A source that only repeats a document is described with the links, and counted once."""
    with open_kg(make(tmp_path, NOTICE + RULES, RULES + "市教育局 lead 供水\n")) as store:
        (row,) = values(
            store, f"?n {{ {DATASET} void:classPartition [ void:class prov:Entity ; void:entities ?n ] }}"
        )
    assert row == ("2",)


def test_nothing_depends_on_time_place_or_order(tmp_path: Path, kg: Path) -> None:
    def statistics(folder: Path) -> set[str]:
        with open_kg(folder) as store:
            return {
                str(q) for q in store.engine.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH[1:-1]))
            }

    assert statistics(make(tmp_path / "elsewhere", LATER, NOTICE, RULES)) == statistics(kg)
