"""What the tests of the endpoint share: a graph of tiny texts, a server as users start it, and requests of
which nothing is decided by a library."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from gongwen.graph.building.build import build
from tests.graph_cases import LATER, NOTICE, RULES, read, write

BASE = "https://w3id.org/gongwen/"
DOCUMENT = f"{BASE}id/document/云府〔2021〕1号"
ALL = {"notice.txt": NOTICE, "rules.txt": RULES, "later.md": LATER}
# Seconds: more than any answer of these tests may take.
TIMEOUT = 30
_MAIN = "from gongwen.graph.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def make_kg(folder: Path) -> Path:
    """A KG of three tiny sources."""
    write(folder / "in", ALL)
    build([folder / "in"], folder / "kg", read)
    return folder / "kg"


@contextmanager
def serving(kg: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A running ``gongwen serve``: its address (ending with ``/``) and its process."""
    command = [sys.executable, "-c", _MAIN, "serve", str(kg), "--port", "0", *options]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            assert "http://" in line, line or (process.stderr.read() if process.stderr else "")
            yield line.split()[-1], process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def ask(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    **headers: str,
) -> Reply:
    """One request, as it is given: ``content_type="…"`` becomes the header ``content-type``."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, body, named)
        response = connection.getresponse()
        return Reply(response.status, {k.lower(): v for k, v in response.headers.items()}, response.read())
    finally:
        connection.close()


def query(endpoint: str, sparql: str, accept: str = "text/csv", **fields: str) -> Reply:
    """A query by GET."""
    asked = urlencode({"query": sparql, **{name.replace("_", "-"): v for name, v in fields.items()}})
    return ask(f"{endpoint}?{asked}", accept=accept)
