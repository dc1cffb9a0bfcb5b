"""Versions of what a reading depends on, taken from the installed files themselves: nobody can forget to
raise them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

from gongwen.graph.kg.packet import Versions

# Modules of gongwen.graph whose code decides what a packet holds.
_GRAPH_MODULES = (
    "kg/packet.py",
    "triples/iri.py",
    "triples/lines.py",
    "triples/quads.py",
    "triples/rows.py",
    "triples/terms.py",
    "triples/vocabulary.py",
)
# Packages of gongwen.graph whose code decides what the derived graphs and the files of a generation hold.
_DERIVING = ("building", "derived", "kg", "triples")
# ... and the modules beside them from which the graph of the named queries is made.
_NAMING = ("asking/queries.py", "asking/query_values.py")
_DIGITS = 16


def current_versions(base: str) -> Versions:
    """The versions of the lexicons and the code that run now, with the base of data IRIs."""
    return Versions(lexicon_version(), reader_version(), base)


@cache
def installed_version() -> str:
    """The version of the package; empty where it runs from a checkout that is on the path and not installed."""
    try:
        return metadata.version("gongwen")
    except metadata.PackageNotFoundError:
        return ""


@cache
def lexicon_version() -> str:
    """The first hex digits of the SHA-256 over all data files of ``gongwen.ontology``."""
    folder = resources.files("gongwen.ontology")
    return _hash([f for f in _tree(folder) if not f.name.endswith((".py", ".pyc"))])


@cache
def graph_version() -> str:
    """The first hex digits of the SHA-256 over the code that derives graphs and lays them down, and the named
    queries: what the derived graphs depend on beside rows."""
    graph = resources.files("gongwen.graph")
    code = [f for part in _DERIVING for f in _tree(graph.joinpath(part)) if f.name.endswith(".py")]
    code += [graph.joinpath(name) for name in _NAMING]
    return _hash(code + [f for f in _tree(resources.files("gongwen.queries")) if f.name.endswith(".rq")])


@cache
def reader_version() -> str:
    """The first hex digits of the SHA-256 over the code from source to quads."""
    graph = resources.files("gongwen.graph")
    modules = [graph.joinpath(*name.split("/")) for name in _GRAPH_MODULES]
    return _hash([f for f in _tree(resources.files("gongwen.extract")) if f.name.endswith(".py")] + modules)


def _tree(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            found += _tree(entry) if entry.name != "__pycache__" else []
        else:
            found.append(entry)
    return found


def _hash(files: list[Traversable]) -> str:
    whole = hashlib.sha256()
    for file in files:
        data = file.read_bytes()
        whole.update(f"{file.name}:{len(data)}:".encode())
        whole.update(data)
    return whole.hexdigest()[:_DIGITS]
