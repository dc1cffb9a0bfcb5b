"""A private Virtuoso for tests: on the loopback, in a directory of its own, ended with the tests.

Debian: ``apt-get install virtuoso-opensource-7-bin``.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

# The first password of every Virtuoso; this one listens on the loopback and lives for the tests.
USER = PASSWORD = "dba"
_START_SECONDS = 60
# MaxQueryCostEstimationTime 0: no query is refused for what the planner guesses.
_INI = """
[Database]
DatabaseFile=v.db
ErrorLogFile=v.log
LockFile=v.lck
TransactionFile=v.trx
xa_persistent_file=v.pxa
FileExtend=200
TempStorage=TempDatabase
[TempDatabase]
DatabaseFile=t.db
TransactionFile=t.trx
[Parameters]
ServerPort=127.0.0.1:{sql}
DisableUnixSocket=1
MaxClientConnections=20
CheckpointInterval=0
DirsAllowed=.
NumberOfBuffers={buffers}
MaxDirtyBuffers={dirty}
MaxQueryMem=1G
[HTTPServer]
ServerPort=127.0.0.1:{http}
ServerRoot=.
ServerThreads=20
MaxKeepAlives=20
KeepAliveTimeout=30
Charset=UTF-8
[SPARQL]
ResultSetMaxRows=1000000
MaxQueryCostEstimationTime=0
MaxQueryExecutionTime=120
"""


@dataclass(frozen=True, slots=True)
class Virtuoso:
    """A running server: where it answers queries, and where its graphs are written."""

    query: str
    graphs: str
    sql_port: int


def needs_virtuoso() -> None:
    """Skips a test where there is no Virtuoso."""
    if shutil.which("virtuoso-t") is None:
        pytest.skip("virtuoso-t is not installed: apt-get install virtuoso-opensource-7-bin")


@contextmanager
def running(folder: Path, buffers: int = 10_000) -> Iterator[Virtuoso]:
    """A server whose files stand in ``folder``; ``buffers`` of 8 KiB."""
    sql, http = _free_ports(2)
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(sql=sql, http=http, buffers=buffers, dirty=buffers * 3 // 4), "utf-8")
    command = ["virtuoso-t", "+foreground", "+configfile", str(ini)]
    with (folder / "out.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    base = f"http://127.0.0.1:{http}"
    try:
        _wait(f"{base}/sparql", process)
        yield Virtuoso(f"{base}/sparql", f"{base}/sparql-graph-crud-auth", sql)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "virtuoso-t ended while it started"
        try:
            if requests.get(url, {"query": "ASK {}"}, timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError(f"virtuoso-t does not answer in {_START_SECONDS} s")


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
