"""Builds that are killed and interrupted at random points, go on, and grow by random increments: in the end the KG is the
one that an undisturbed build makes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from gongwen.extract.pipeline import read_source
from gongwen.graph.building.build import Options, build
from gongwen.graph.kg.generations import KgDirectory
from tests.graph_cases import LATER, NOTICE, RULES, read
from tests.test_kg_build import exported

ROOT = Path(__file__).parent.parent
SEEDS = (1, 2)
# Seconds in which a process that was interrupted, and the processes that read for one that was killed, must be gone.
PATIENCE = 60.0

BUILDER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from gongwen.graph.building.build import Options, build
    from {module} import {read} as read

    class Told:
        def phase(self, name, total):
            print(name, flush=True)
        def doubt(self, failed, diagnostics):
            pass
        def step(self, name):
            pass

    kg, jobs, *sources = sys.argv[1:]
    build([Path(s) for s in sources], Path(kg), read, Options(jobs=int(jobs)), Told())
    """
)
GENERATED = BUILDER.format(module="tests.graph_cases", read="read")
REAL = BUILDER.format(module="gongwen.extract.pipeline", read="read_source")


class Batch:
    """Builds of one KG in processes of their own, some of which are stopped."""

    def __init__(self, program: str, kg: Path, jobs: int, chance: random.Random) -> None:
        self.program, self.kg, self.jobs, self.chance = program, kg, jobs, chance
        self.usual = 1.0  # seconds that a build takes, about
        self.stopped = 0

    def start(self, sources: Sequence[Path]) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", self.program, str(self.kg), str(self.jobs), *map(str, sources)]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            text=True,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def stop(self, sources: Sequence[Path]) -> None:
        """A build that is stopped somewhere between its first source and its end, if it does not end before."""
        before = self.state()
        process = self.start(sources)
        assert process.stdout is not None
        process.stdout.readline()  # it has begun to read
        time.sleep(self.chance.uniform(0, self.usual))
        if self.chance.random() < 0.5:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        process.communicate(timeout=PATIENCE)
        self.stopped += process.returncode != 0
        wait_for(process.pid)
        # The former KG answers, or, where the pointer was flipped just before, the new one.
        assert self.state() is not None or before is None

    def finish(self, sources: Sequence[Path]) -> None:
        process = self.start(sources)
        assert process.stdout is not None
        process.stdout.readline()  # from where ``stop`` counts too
        begun = time.monotonic()
        _, told = process.communicate(timeout=600)
        assert process.returncode == 0, told
        self.usual = time.monotonic() - begun

    def state(self) -> bytes | None:
        """What the KG says now; that it can be read at all is part of the test."""
        return exported(self.kg) if KgDirectory(self.kg).current() else None


def wait_for(group: int) -> None:
    """Waits until no process of a group is left: what read for a killed build sees that nobody listens."""
    limit = time.monotonic() + PATIENCE
    while any(of_group(process.pid, group) for process in psutil.process_iter()):
        assert time.monotonic() < limit, "processes that read go on although their build is gone"
        time.sleep(0.1)


def of_group(pid: int, group: int) -> bool:
    with suppress(OSError, psutil.Error):
        return os.getpgid(pid) == group and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def increments(batch: Batch, folder: Path, texts: dict[str, bytes], stops: int) -> None:
    """Fills ``folder`` with the texts in random portions, puts wrong ones there too and mends them, and builds after
    each step, with ``stops`` attempts that are stopped before."""
    names = sorted(texts)
    batch.chance.shuffle(names)
    cuts = sorted(batch.chance.sample(range(1, len(names)), 2))
    folder.mkdir()
    for start, end in zip([0, *cuts], [*cuts, len(names)], strict=True):
        for name in names[start:end]:
            (folder / name).write_bytes(texts[name])
        (folder / "wrong.txt").write_bytes(texts[names[end - 1]] + "改".encode())
        for _ in range(stops):
            batch.stop([folder])
        batch.finish([folder])
    (folder / "wrong.txt").unlink()
    for _ in range(stops):
        batch.stop([folder])
    batch.finish([folder])


def clean(kg: Path) -> None:
    """Nothing half-written is left."""
    assert not list((kg / "generations").glob(".*"))
    assert not list(kg.rglob("*.part"))


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("seed", SEEDS)
def test_generated_documents(tmp_path: Path, seed: int, jobs: int) -> None:
    texts = {f"{i}.txt": RULES.replace("3号", f"{i}号") + "市教育局 lead 节水\n" * i for i in range(10, 60)}
    texts |= {"notice.txt": NOTICE, "later.md": LATER, "rules.txt": RULES}
    batch = Batch(GENERATED, tmp_path / "kg", jobs, random.Random(seed))
    increments(batch, tmp_path / "in", {name: text.encode() for name, text in texts.items()}, 3)
    assert batch.stopped >= 4, "the signals came too late to test anything"
    build([tmp_path / "in"], tmp_path / "fresh", read)
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")
    clean(tmp_path / "kg")


@pytest.mark.slow
@pytest.mark.shared
def test_real_documents(tmp_path: Path) -> None:
    shared = os.environ.get("GONGWEN_SHARED")
    if not shared:
        pytest.skip("GONGWEN_SHARED is not set")
    paths = [*sorted(Path(shared, "corpus").iterdir())[::9], *sorted(Path(shared, "formats").iterdir())]
    texts = {path.name: path.read_bytes() for path in paths if path.is_file()}
    batch = Batch(REAL, tmp_path / "kg", 2, random.Random(7))
    increments(batch, tmp_path / "in", texts, 1)
    assert batch.stopped >= 2
    files = sorted((tmp_path / "in").iterdir(), reverse=True)
    build(files, tmp_path / "fresh", read_source, Options(jobs=2))
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")
    clean(tmp_path / "kg")
