"""One graph, asked through rdflib, through the local store, over HTTP, and of a Virtuoso that ``gongwen push`` has filled."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from gongwen.graph.asking.binding import Bindings, Term, bind
from gongwen.graph.asking.store import LocalStore, RemoteStore, Store, Table
from gongwen.graph.building.build import build
from gongwen.graph.commands.common import Bar
from gongwen.graph.kg.export import ExportFormat, export
from gongwen.graph.pushing.graph_store import Credentials, GraphStore
from gongwen.graph.pushing.push import push
from tests.queries import corpus
from tests.virtuoso import PASSWORD, USER, needs_virtuoso, running

COPIES = Path(__file__).with_name("copies.trig")
ENGINES = ("rdflib", "local", "http", "virtuoso")


@pytest.fixture(scope="session")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, built."""
    folder = tmp_path_factory.mktemp("corpus")
    report = build(corpus.write(folder), folder / "kg", corpus.read)
    assert not report.failures
    return folder / "kg"


@pytest.fixture(scope="session")
def quads(kg: Path) -> bytes:
    """The whole graph and two near copies, as N-Quads."""
    out = io.BytesIO()
    export(kg, ExportFormat.NQUADS, out)
    copies = ox.serialize(ox.parse(path=COPIES), format=ox.RdfFormat.N_QUADS)
    assert copies is not None
    return out.getvalue() + copies


@pytest.fixture(scope="session")
def location(quads: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of Oxigraph on disk."""
    path = tmp_path_factory.mktemp("store") / "store"
    store = ox.Store(path)
    store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
    store.flush()
    return path


@pytest.fixture(scope="session")
def local(location: Path) -> LocalStore:
    return LocalStore(ox.Store.read_only(str(location)))


@pytest.fixture(scope="session")
def http(location: Path) -> Iterator[RemoteStore]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve-read-only", "--union-default-graph"]
    process = subprocess.Popen(
        [*command, "--location", str(location), "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield RemoteStore(f"http://127.0.0.1:{port}/query")
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def virtuoso(kg: Path, quads: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    needs_virtuoso()
    with running(tmp_path_factory.mktemp("virtuoso")) as server:
        graphs = GraphStore(server.graphs, Credentials(USER, PASSWORD))
        with Bar() as bar:
            push(kg, graphs, None, bar)
        # The copies add to graphs of the KG.
        whole = ox.Dataset(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
        for graph in {quad.graph_name for quad in ox.parse(path=COPIES)}:
            assert isinstance(graph, ox.NamedNode)
            lines = [f"{quad.triple} .\n" for quad in whole.quads_for_graph_name(graph)]
            graphs.put(graph.value, ["".join(lines).encode()])
        graphs.close()
        yield RemoteStore(server.query)


class RdflibStore:
    """rdflib as a store: the independent second engine."""

    def __init__(self, data: bytes) -> None:
        self._dataset = rdflib.Dataset(default_union=True)
        self._dataset.parse(data=data, format="nquads")

    def select(self, sparql: str, bindings: Bindings | None = None) -> Table:
        answer = self._dataset.query(bind(sparql, bindings or {}))
        columns = tuple(str(variable) for variable in answer.vars or ())
        return Table(columns, tuple(tuple(map(_term, row)) for row in answer))  # type: ignore[arg-type]

    def query(self, sparql: str, bindings: Bindings | None = None) -> Table:
        return self.select(sparql, bindings)


@pytest.fixture(scope="session")
def rdf_lib(quads: bytes) -> RdflibStore:
    return RdflibStore(quads)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Store:
    """Each engine in turn."""
    store: Store = request.getfixturevalue({"rdflib": "rdf_lib"}.get(request.param, request.param))
    return store


def _term(value: object) -> Term | None:
    if isinstance(value, rdflib.Literal):
        if value.language:
            return ox.Literal(str(value), language=value.language)
        return ox.Literal(str(value), datatype=ox.NamedNode(str(value.datatype or rdflib.XSD.string)))
    return ox.NamedNode(str(value)) if value is not None else None


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")
