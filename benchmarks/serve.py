"""The endpoint beside others on one graph: ``python -m benchmarks.serve --into benchmarks/endpoint.md``.

``gongwen serve`` (with and without kept answers), the bare ``oxigraph serve-read-only``, ``rdflib-endpoint serve``
(``pip install 'rdflib-endpoint[cli]'``) and Virtuoso (``virtuoso-t``). What is not installed is left out and said. All stand at the
same time and are asked in turns, so that a machine that has other work for a while is unfair to all of them alike. Short queries,
each about another body, are asked by 8 clients that keep their connections; sums by one. Makes the graph first where none is given
(``benchmarks/generate.py``, 1,000,000 triples). Prints tables in Markdown; takes six minutes on two processors.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import aiohttp
import psutil

from benchmarks.generate import generate
from gongwen.graph.asking.store import open_kg
from gongwen.graph.commands.common import Bar
from gongwen.graph.kg.export import ExportFormat, export
from gongwen.graph.pushing.graph_store import Credentials, GraphStore
from gongwen.graph.pushing.push import push
from gongwen.graph.triples.terms import SPARQL_PREFIXES
from tests.virtuoso import PASSWORD, USER, running

TRIPLES = 1_000_000
CLIENTS = 8
# Turns, seconds of short queries in each, and seconds that one sum may take.
TURNS, SHORT_SECONDS, SUM_SECONDS = 5, 4.0, 120
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
GONGWEN, UNCACHED, OXIGRAPH, RDFLIB, VIRTUOSO = "gongwen", "uncached", "oxigraph", "rdflib", "virtuoso"


@dataclass
class Endpoint:
    """One that is asked: its processes, seconds until its first answer; and what was measured: short queries a second by turn, the
    seconds of each, processor seconds of the server for all, and the best seconds by sum (None: none within the limit)."""

    name: str
    url: str
    processes: Callable[[], list[psutil.Process]]
    first: float | None = None
    rates: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    used: float = 0
    sums: dict[str, float | None] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Short queries a second: the median of the turns."""
        return statistics.median(self.rates)

    def quantile(self, percent: int) -> float:
        """Milliseconds within which so many of a hundred short queries were answered."""
        return statistics.quantiles(self.took, n=100)[percent - 1] * 1000

    def processor(self) -> float:
        """Seconds of processor that its processes have used."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes())


def free_port() -> int:
    """A port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(name: str, command: Sequence[str], url: str) -> Iterator[Endpoint]:
    """A server that has given its first answer."""
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        asyncio.run(_answers(url, process))
        first, whole = time.monotonic() - began, psutil.Process(process.pid)
        yield Endpoint(name, url, lambda: [whole, *whole.children(recursive=True)], first)
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


async def ask_short(endpoint: Endpoint, queries: Iterator[str], seconds: float) -> None:
    """One turn of short queries."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CLIENTS)) as session:
        for _ in range(CLIENTS * 4):
            await _ask(session, endpoint.url, next(queries))
        took: list[float] = []
        used, began = endpoint.processor(), time.monotonic()

        async def client() -> None:
            while time.monotonic() - began < seconds:
                asked = time.perf_counter()
                await _ask(session, endpoint.url, next(queries))
                took.append(time.perf_counter() - asked)

        await asyncio.gather(*(client() for _ in range(CLIENTS)))
        endpoint.rates.append(len(took) / (time.monotonic() - began))
        endpoint.took += took
        endpoint.used += endpoint.processor() - used


async def ask_sums(endpoint: Endpoint, turn: int) -> None:
    """Each sum once; the texts of two turns differ, so that no answer was kept."""
    async with aiohttp.ClientSession() as session:
        for name, query in SUMS.items():
            if turn and endpoint.sums[name] is None:
                continue
            began = time.perf_counter()
            try:
                await _ask(session, endpoint.url, f"{query} # {turn}", SUM_SECONDS)
            except (TimeoutError, aiohttp.ClientError):
                endpoint.sums[name] = None
                continue
            seconds = time.perf_counter() - began
            endpoint.sums[name] = min(endpoint.sums.get(name) or seconds, seconds)


def bodies_of(kg: Path) -> list[str]:
    """Bodies to ask about, in an order that has nothing to do with how busy they are."""
    with open_kg(kg) as store:
        rows = store.select(f"{SPARQL_PREFIXES} SELECT DISTINCT ?b {{ ?b a org:FormalOrganization }}").rows
    found = sorted(str(getattr(row[0], "value", "")) for row in rows)
    return found[:: max(1, len(found) // 400)]


def gongwen(kg: Path, folder: Path) -> AbstractContextManager[Endpoint]:
    """``gongwen serve`` as it is: who asks again is answered from memory."""
    return _gongwen("`gongwen serve`, answers kept", kg)


def uncached(kg: Path, folder: Path) -> AbstractContextManager[Endpoint]:
    """``gongwen serve`` that keeps no answers: every query is asked of the engine."""
    return _gongwen("`gongwen serve --cache 0`", kg, "--cache", "0")


def _gongwen(name: str, kg: Path, *options: str) -> AbstractContextManager[Endpoint]:
    port = free_port()
    command = [*MAIN, "serve", str(kg), "--port", str(port), "--timeout", str(SUM_SECONDS), *options]
    return started(name, command, f"http://127.0.0.1:{port}/sparql")


def oxigraph(kg: Path, folder: Path) -> AbstractContextManager[Endpoint]:
    """Oxigraph's own server on the same store."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve-read-only", "--union-default-graph"]
    command += ["--location", str((kg / "current" / "store").resolve()), "--bind", f"127.0.0.1:{port}"]
    return started("`oxigraph serve-read-only`", command, f"http://127.0.0.1:{port}/query")


def rdflib(kg: Path, folder: Path) -> AbstractContextManager[Endpoint]:
    """rdflib-endpoint, which reads the triples into memory."""
    port, triples = free_port(), folder / "all.nt"
    with triples.open("wb") as out:
        export(kg, ExportFormat.NTRIPLES, out)
    command = [str(Path(sys.executable).with_name("rdflib-endpoint")), "serve", "--host", "127.0.0.1"]
    command += ["--port", str(port), str(triples)]
    return started("`rdflib-endpoint serve`", command, f"http://127.0.0.1:{port}/")


@contextmanager
def virtuoso(kg: Path, folder: Path) -> Iterator[Endpoint]:
    """Virtuoso, filled by ``gongwen push``."""
    with running(folder, buffers=100_000) as server:
        store = GraphStore(server.graphs, Credentials(USER, PASSWORD))
        began = time.monotonic()
        with Bar() as bar:
            report = push(kg, store, None, bar)
        _say(f"pushed {report.triples} triples in {time.monotonic() - began:.0f} s")
        children = psutil.Process().children()
        yield Endpoint(
            "Virtuoso", server.query, lambda: [one for one in children if one.name() == "virtuoso-t"]
        )


Start = Callable[[Path, Path], AbstractContextManager[Endpoint]]
STARTS: dict[str, tuple[Start, str]] = {
    UNCACHED: (uncached, sys.executable),
    GONGWEN: (gongwen, sys.executable),
    OXIGRAPH: (oxigraph, "oxigraph"),
    RDFLIB: (rdflib, "rdflib-endpoint"),
    VIRTUOSO: (virtuoso, "virtuoso-t"),
}


def table(found: Sequence[Endpoint]) -> str:
    """The figures in Markdown."""
    head = ["", "first answer", f"short, {CLIENTS} clients", "p50", "p99", "processor a query", *SUMS]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for one in found:
        first = f"{one.first:.2f} s" if one.first is not None else "—"
        sums = [f"{s * 1000:.0f} ms" if s is not None else f"> {SUM_SECONDS} s" for s in one.sums.values()]
        cells = [one.name, first, f"{one.rate:.0f}/s", *(f"{one.quantile(p):.1f} ms" for p in (50, 99))]
        cells.append(f"{one.used / len(one.took) * 1000:.2f} ms")
        lines.append(f"| {' | '.join([*cells, *sums])} |")
    return "\n".join(lines)


def targets(found: dict[str, Endpoint]) -> str:
    """What was to be reached, and what was, in Markdown; empty where somebody is missing."""
    if not {UNCACHED, GONGWEN, OXIGRAPH, RDFLIB} <= set(found):
        return ""
    ours, kept, bare, other = (found[name] for name in (UNCACHED, GONGWEN, OXIGRAPH, RDFLIB))
    times = [f"{_ratio(other.sums[name], ours.sums[name])} ({name})" for name in SUMS]
    engine = [_ratio(other.sums[name], bare.sums[name]) for name in SUMS]
    rows = [
        ("first answer within 3 s of the start", f"{ours.first or 0:.1f} s"),
        (
            "at least 0.7 of bare Oxigraph's short queries a second",
            f"{ours.rate / bare.rate:.2f}; with kept answers {kept.rate / bare.rate:.2f}",
        ),
        (
            "p99 at most twice bare Oxigraph's",
            f"{ours.quantile(99) / bare.quantile(99):.1f}; with kept answers {kept.quantile(99) / bare.quantile(99):.1f}",
        ),
        ("short queries at least 5 times rdflib-endpoint", f"{ours.rate / other.rate:.0f} times"),
        (
            "sums at least 10 times rdflib-endpoint",
            f"{', '.join(times)} times; bare Oxigraph: {', '.join(engine)} times",
        ),
    ]
    return "\n".join(["| target | reached |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)])


def _ratio(slow: float | None, fast: float | None) -> str:
    return f"{slow / fast:.0f}" if slow and fast else "—"


def versions() -> str:
    """What was measured on what."""
    told = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True).stderr
    found = re.search(r"\b0?7\.[\d.]+\d", told)
    names = [
        f"{name} {metadata.version(name)}"
        for name in ("oxigraph", "rdflib", "rdflib-endpoint", "uvicorn", "uvloop")
    ]
    names += [f"Virtuoso {found[0]}"] if found else []
    load = f"load average before the run {os.getloadavg()[1]:.1f}"
    return f"{os.cpu_count()} processors ({platform.machine()}), {load}; Python {platform.python_version()}, {', '.join(names)}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def measure(kg: Path, names: Sequence[str], folder: Path) -> dict[str, Endpoint]:
    """Starts those that are named, asks them in turns, ends them."""
    bodies = bodies_of(kg)
    queries = itertools.cycle([form % body for body in bodies for form in SHORT])
    with ExitStack() as stack:
        found: dict[str, Endpoint] = {}
        for name in names:
            start, program = STARTS[name]
            if not (shutil.which(program) or Path(sys.executable).with_name(program).exists()):
                _say(f"{program} is not installed: left out")
                continue
            (folder / name).mkdir()
            found[name] = stack.enter_context(start(kg, folder / name))
            _say(f"{found[name].name} stands")
        for turn in range(TURNS):
            for one in found.values():
                asyncio.run(ask_short(one, queries, SHORT_SECONDS))
                asyncio.run(ask_sums(one, turn))
                _say(f"turn {turn + 1}, {one.name}: {one.rates[-1]:.0f}/s")
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kg", type=Path, nargs="?", help="made where it is missing")
    parser.add_argument("--only", choices=STARTS, action="append", help="one of them; may be given again")
    parser.add_argument("--into", type=Path, help="a file in Markdown with the comment <!-- measured -->")
    asked = parser.parse_args()
    told = versions()
    with tempfile.TemporaryDirectory(prefix="gongwen-") as folder:
        kg = asked.kg or Path(folder) / "kg"
        if not kg.exists():
            _say(f"{generate(kg, TRIPLES)} triples in {kg}")
        found = measure(kg, asked.only or tuple(STARTS), Path(folder))
        with open_kg(kg) as store:
            ((count,),) = store.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows
    size = f"{int(getattr(count, 'value', 0)):,} triples"
    text = f"{size}; {told}.\n\n{table(list(found.values()))}\n\n{targets(found)}".rstrip()
    print(text)
    if asked.into:
        before, mark, _ = asked.into.read_text("utf-8").partition("<!-- measured -->\n")
        asked.into.write_text(f"{before}{mark}\n{text}\n", "utf-8")


if __name__ == "__main__":
    main()
