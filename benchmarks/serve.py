"""The endpoint beside others on one graph: ``python benchmarks/serve.py KG`` (a KG of ``benchmarks/generate.py``).

``gongwen serve``, the bare ``oxigraph serve-read-only``, ``rdflib-endpoint serve`` (``pip install 'rdflib-endpoint[cli]'``) and
Virtuoso (``virtuoso-t``), one after the other in one run. What is not installed is left out and said. Short queries, each about
another body or document, are asked by 8 clients that keep their connections; sums by one. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import aiohttp

from gongwen.graph.asking.store import open_kg
from gongwen.graph.commands.common import Bar
from gongwen.graph.kg.export import ExportFormat, export
from gongwen.graph.pushing.graph_store import Credentials, GraphStore
from gongwen.graph.pushing.push import push
from gongwen.graph.triples.terms import SPARQL_PREFIXES
from tests.virtuoso import PASSWORD, USER, running

CLIENTS = 8
# Seconds that short queries are asked; and that one sum may take.
SHORT_SECONDS, SUM_SECONDS = 10.0, 120
SHORT = (
    "SELECT ?t ?l { ?t gw:leadBody <%s> ; rdfs:label ?l } LIMIT 20",
    "SELECT ?t ?d { ?t gw:cooperatingBody <%s> ; gw:statedIn ?d } LIMIT 20",
    "SELECT ?n ?a { <%s> skos:prefLabel ?n ; gw:area ?a }",
)
SUMS = {
    "tasks by role": "SELECT ?role (COUNT(*) AS ?n) { ?r gw:role ?role } GROUP BY ?role",
    "tasks led by body": "SELECT ?b (COUNT(DISTINCT ?t) AS ?n) { ?t gw:leadBody ?b } GROUP BY ?b ORDER BY DESC(?n) LIMIT 10",
    "deadlines by month": "SELECT ?v (COUNT(*) AS ?n) { ?d a gw:Deadline ; gw:value ?v } GROUP BY ?v ORDER BY DESC(?n) LIMIT 10",
}
MAIN = [sys.executable, "-c", "from gongwen.graph.cli import main; main()"]


@dataclass
class Figures:
    """What one endpoint did: seconds until its first answer, short queries a second, p50 and p99 in milliseconds, and seconds by
    sum (None: none within the limit)."""

    name: str
    first: float | None = None
    rate: float = 0
    p50: float = 0
    p99: float = 0
    sums: dict[str, float | None] = field(default_factory=dict)


def free_port() -> int:
    """A port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: Sequence[str], url: str) -> Iterator[float]:
    """A server; the seconds from its start to its first answer."""
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        asyncio.run(_answers(url, process))
        yield time.monotonic() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


async def _answers(url: str, process: subprocess.Popen[bytes]) -> None:
    async with aiohttp.ClientSession() as session:
        while process.poll() is None:
            try:
                await _ask(session, url, "ASK { ?s ?p ?o }")
                return
            except (aiohttp.ClientError, OSError):
                await asyncio.sleep(0.02)
    raise RuntimeError(f"the server of {url} ended")


async def _ask(session: aiohttp.ClientSession, url: str, query: str, seconds: float = 600) -> bytes:
    headers = {"accept": "application/sparql-results+json"}
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with session.post(
        url, data={"query": SPARQL_PREFIXES + query}, headers=headers, timeout=timeout
    ) as answer:
        answer.raise_for_status()
        return await answer.read()


async def measure(figures: Figures, url: str, bodies: Sequence[str]) -> None:
    """Asks short queries and sums."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CLIENTS)) as session:
        queries = itertools.cycle([form % body for body in bodies for form in SHORT])
        for _ in range(30):
            await _ask(session, url, next(queries))
        took: list[float] = []
        until = time.monotonic() + SHORT_SECONDS

        async def client() -> None:
            while time.monotonic() < until:
                began = time.perf_counter()
                await _ask(session, url, next(queries))
                took.append(time.perf_counter() - began)

        began = time.monotonic()
        await asyncio.gather(*(client() for _ in range(CLIENTS)))
        figures.rate = len(took) / (time.monotonic() - began)
        cuts = statistics.quantiles(took, n=100)
        figures.p50, figures.p99 = cuts[49] * 1000, cuts[98] * 1000
        for name, query in SUMS.items():
            figures.sums[name] = await _best(session, url, query)


async def _best(session: aiohttp.ClientSession, url: str, query: str) -> float | None:
    """The best of three, in seconds."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        try:
            await _ask(session, url, query, SUM_SECONDS)
        except (TimeoutError, aiohttp.ClientError):
            return None
        times.append(time.perf_counter() - began)
    return min(times)


def bodies_of(kg: Path) -> list[str]:
    """Bodies to ask about, in an order that has nothing to do with how busy they are."""
    with open_kg(kg) as store:
        rows = store.select(f"{SPARQL_PREFIXES} SELECT DISTINCT ?b {{ ?b a org:FormalOrganization }}").rows
    found = sorted(str(getattr(row[0], "value", "")) for row in rows)
    return found[:: max(1, len(found) // 400)]


def gongwen(kg: Path, bodies: Sequence[str], folder: Path, *options: str) -> Figures:
    """``gongwen serve``."""
    name = " ".join(["gongwen serve", metadata.version("gongwen"), *options])
    figures, port = Figures(name), free_port()
    url = f"http://127.0.0.1:{port}/sparql"
    command = [*MAIN, "serve", str(kg), "--port", str(port), "--timeout", str(SUM_SECONDS), *options]
    with started(command, url) as figures.first:
        asyncio.run(measure(figures, url, bodies))
    return figures


def gongwen_uncached(kg: Path, bodies: Sequence[str], folder: Path) -> Figures:
    """``gongwen serve`` that keeps no answers: every query is asked of the engine."""
    return gongwen(kg, bodies, folder, "--cache", "0")


def oxigraph(kg: Path, bodies: Sequence[str], folder: Path) -> Figures:
    """Oxigraph's own server on the same store."""
    figures, port = Figures(f"oxigraph serve-read-only {metadata.version('oxigraph')}"), free_port()
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve-read-only", "--union-default-graph"]
    command += ["--location", str((kg / "current" / "store").resolve()), "--bind", f"127.0.0.1:{port}"]
    url = f"http://127.0.0.1:{port}/query"
    with started(command, url) as figures.first:
        asyncio.run(measure(figures, url, bodies))
    return figures


def rdflib(kg: Path, bodies: Sequence[str], folder: Path) -> Figures:
    """rdflib-endpoint, which reads the triples into memory."""
    figures, port = Figures(f"rdflib-endpoint serve {metadata.version('rdflib-endpoint')}"), free_port()
    triples = folder / "all.nt"
    with triples.open("wb") as out:
        export(kg, ExportFormat.NTRIPLES, out)
    command = [str(Path(sys.executable).with_name("rdflib-endpoint")), "serve", "--host", "127.0.0.1"]
    url = f"http://127.0.0.1:{port}/"
    with started([*command, "--port", str(port), str(triples)], url) as figures.first:
        asyncio.run(measure(figures, url, bodies))
    return figures


def virtuoso(kg: Path, bodies: Sequence[str], folder: Path) -> Figures:
    """Virtuoso, filled by ``gongwen push``."""
    version = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True).stderr
    figures = Figures(f"Virtuoso {next((word for word in version.split() if word.startswith('07.')), '')}")
    with running(folder, buffers=100_000) as server:
        store = GraphStore(server.graphs, Credentials(USER, PASSWORD))
        began = time.monotonic()
        with Bar() as bar:
            report = push(kg, store, None, bar)
        print(f"pushed {report.triples} triples in {time.monotonic() - began:.0f} s", file=sys.stderr)
        asyncio.run(measure(figures, server.query, bodies))
    return figures


Run = Callable[[Path, Sequence[str], Path], Figures]
RUNS: dict[str, tuple[Run, str]] = {
    "gongwen": (gongwen, sys.executable),
    "uncached": (gongwen_uncached, sys.executable),
    "oxigraph": (oxigraph, "oxigraph"),
    "rdflib": (rdflib, "rdflib-endpoint"),
    "virtuoso": (virtuoso, "virtuoso-t"),
}


def table(found: Sequence[Figures]) -> str:
    """The figures in Markdown."""
    head = ["", "first answer", f"short, {CLIENTS} clients", "p50", "p99", *SUMS]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for one in found:
        first = f"{one.first:.2f} s" if one.first is not None else "—"
        sums = [f"{s * 1000:.0f} ms" if s is not None else f"> {SUM_SECONDS} s" for s in one.sums.values()]
        cells = [one.name, first, f"{one.rate:.0f}/s", f"{one.p50:.1f} ms", f"{one.p99:.1f} ms", *sums]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kg", type=Path)
    parser.add_argument(
        "--only", choices=RUNS, action="append", help="one of the endpoints; may be given again"
    )
    asked = parser.parse_args()
    bodies = bodies_of(asked.kg)
    found = []
    for name in asked.only or RUNS:
        run, program = RUNS[name]
        if not (shutil.which(program) or Path(sys.executable).with_name(program).exists()):
            print(f"{program} is not installed: left out", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory(prefix="gongwen-") as folder:
            found.append(run(asked.kg, bodies, Path(folder)))
        print(table(found[-1:]).splitlines()[-1], file=sys.stderr, flush=True)
    print(
        f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}\n\n{table(found)}"
    )


if __name__ == "__main__":
    main()
