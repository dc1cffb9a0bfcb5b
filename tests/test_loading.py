"""Quads into a store with several threads: all of them, or an error, or an end; never a wait for ever."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from gongwen.graph.kg.loading import _load_at_once

ROOT = Path(__file__).parent.parent
GRAPHS, TRIPLES = 40, 50


def chunks() -> Iterator[bytes]:
    for graph in range(GRAPHS):
        lines = (f'<http://e/{graph}/{i}> <http://e/p> "x" <http://e/g{graph}> .\n' for i in range(TRIPLES))
        yield "".join(lines).encode()


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_all_are_loaded(tmp_path: Path, threads: int) -> None:
    store = ox.Store(tmp_path / "store")
    _load_at_once(store, chunks(), threads)
    assert len(store) == GRAPHS * TRIPLES


def test_whoever_gives_may_fail(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield next(chunks())
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        _load_at_once(ox.Store(tmp_path / "store"), broken(), 2)


def test_what_is_no_quad_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SyntaxError):
        _load_at_once(ox.Store(tmp_path / "store"), [b"no quad\n"] * 100, 2)


# Interrupts itself at some time while it loads, again and again; gives up after ten seconds of silence.
INTERRUPTED = """
import faulthandler, os, random, signal, sys, tempfile, threading
import pyoxigraph as ox
from gongwen.graph.kg.loading import _load_at_once
from tests.test_loading import chunks

chance = random.Random(int(sys.argv[1]))
for _ in range(300):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = ox.Store(folder + "/store")
        faulthandler.dump_traceback_later(10, exit=True)
        strike = threading.Timer(chance.random() * 0.04, os.kill, (os.getpid(), signal.SIGINT))
        try:
            strike.start()
            _load_at_once(store, chunks(), 2)
            strike.join()
            signal.sigtimedwait([], 0.01)
        except KeyboardInterrupt:
            pass
        faulthandler.cancel_dump_traceback_later()
"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_interrupt_ends_it(seed: int) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
