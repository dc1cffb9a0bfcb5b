"""Graphs of any size, shaped like those of real documents, for measuring.

Proportions are those of a graph of 1,800 real files (801,000 triples): 6.2 tasks a document, 3.3 bodies a task, a body
for every six tasks; which bodies are named follows Zipf's law, and most of a document's bodies are of its own city.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from gongwen.graph.asking.store import LocalStore
from gongwen.graph.measures import SEED
from gongwen.graph.project.facts import Projection
from gongwen.graph.triples.terms import DCTERMS, ELI, GW, ORG, PROV, RDF, RDFS, SKOS

_BASE = "https://w3id.org/gongwen/id/"
_ROLES = (("lead", "leadBody"), ("cooperate", "cooperatingBody"), ("responsible", "responsibleBody"))
# Triples that one document brings on the average, for its size to be chosen.
_PER_DOCUMENT = 161
_TASKS, _BODIES_OF_CITY = 6, 32


def store_of(triples: int, folder: Path) -> tuple[LocalStore, int]:
    """A store on disk of about as many triples, and how many it has."""
    file = folder / "synthetic.nq"
    with file.open("w", encoding="utf-8") as out:
        for document in range(triples // _PER_DOCUMENT):
            out.writelines(_document(document, triples // _PER_DOCUMENT))
    path = str(folder / "store")
    store = ox.Store(path)
    store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    count = len(store)
    del store
    file.unlink()
    return LocalStore(ox.Store.read_only(path)), count


def duties(nodes: int, edges: int) -> Projection:
    """A graph of bodies and tasks with so many nodes and edges, in communities of a city each."""
    draw = random.Random(SEED)
    graph = Projection(projection="responsibilities")
    bodies, cities = nodes // 4, max(nodes // 200, 1)
    for body in range(bodies):
        graph.add_node(
            f"{_BASE}body/{body}", node_kind="body", label=f"第{body % cities}市第{body}局", names=f"第{body}局",
            collective=body % 9 == 0, adcode="100000", area="", level=("prefecture", "province", "county")[body % 3],
            led=0, cooperated=0, responsible=0,
        )  # fmt: skip
    for task in range(nodes - bodies):
        graph.add_node(
            f"{_BASE}document/d/task@{task}", node_kind="task", label=f"做好第{task}项工作", text="做好工作。" * 20,
            document="", document_title="关于做好有关工作的通知", document_number="云府〔2021〕1号",
            deadlines="due 2021-06" if task % 3 == 0 else "", latest="", evidence="", evidence_file="a.txt",
            evidence_start=0, evidence_end=9, quote="做好工作。" * 20, quote_start=0, quote_end=4, bodies=1,
        )  # fmt: skip
    names = list(graph)
    while graph.number_of_edges() < edges:
        task = draw.randrange(bodies, nodes)
        city = task % cities if draw.random() < 0.95 else draw.randrange(cities)
        body = min(int(draw.paretovariate(0.9)) - 1, bodies // cities - 1) * cities + city
        role = _ROLES[draw.randrange(3)][0]
        graph.add_edge(
            names[min(body, bodies - 1)], names[task], key=role, role=role, weight=1, evidence="", evidence_file="a.txt",
            evidence_start=0, evidence_end=9, quote="由市教育局牵头，市财政局配合，做好有关工作。" * 2, quote_start=1, quote_end=5,
        )  # fmt: skip
    graph.remove_nodes_from([node for node in names if not graph.degree(node)])
    return graph


def _document(number: int, documents: int) -> Iterator[str]:
    draw = random.Random(SEED + number)
    city = draw.randrange(max(documents // 40, 1))
    document = f"<{_BASE}document/云府〔{2000 + number % 24}〕{number}号>"
    source = f"{_BASE}source/0123456789abcdef/{number}.txt"

    def quad(s: str, p: str, o: str) -> str:
        return f"{s} <{p}> {o} {document} .\n"

    def evidence(s: str) -> str:
        start = draw.randrange(20000)
        return quad(s, f"{PROV}wasQuotedFrom", f"<{source}#char={start},{start + 6}>")

    yield quad(document, f"{RDF}type", f"<{GW}PolicyDocument>")
    yield quad(document, f"{DCTERMS}title", f'"关于做好第{number}项工作的通知"@zh')
    yield quad(document, f"{ELI}id_local", f'"云府〔2021〕{number}号"')
    yield quad(
        document,
        f"{ELI}date_document",
        f'"{2000 + number % 24}-03-01"^^<http://www.w3.org/2001/XMLSchema#date>',
    )
    yield evidence(document)
    for place in range(_TASKS):
        task = f"{document[:-1]}/task@{place}>"
        yield quad(task, f"{RDF}type", f"<{GW}Task>")
        yield quad(task, f"{RDFS}label", f'"做好第{place}项工作"@zh')
        yield quad(task, f"{DCTERMS}description", '"做好有关工作，落实各项措施。"@zh')
        yield quad(task, f"{GW}statedIn", document)
        yield evidence(task)
        for holder in range(draw.choice((1, 1, 2, 3, 4, 9))):
            rank = min(int(draw.paretovariate(0.8)), _BODIES_OF_CITY)
            body = f"<{_BASE}body/{city}/第{rank}局>"
            role, direct = _ROLES[draw.randrange(3)]
            duty = f"{task[:-1]}/{holder}>"
            yield quad(duty, f"{RDF}type", f"<{GW}Responsibility>")
            yield quad(duty, f"{GW}body", body)
            yield quad(duty, f"{GW}role", f"<{GW}{role}>")
            yield evidence(duty)
            yield quad(task, f"{GW}responsibility", duty)
            yield quad(task, f"{GW}{direct}", body)
            yield quad(body, f"{SKOS}altLabel", f'"第{rank}局"@zh')
            yield f"{body} <{RDF}type> <{ORG}FormalOrganization> <{_BASE}graph/bodies> .\n"
            yield f'{body} <{SKOS}prefLabel> "第{city}市第{rank}局"@zh <{_BASE}graph/bodies> .\n'
