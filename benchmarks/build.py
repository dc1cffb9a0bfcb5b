"""What building costs: reading beside tokenisers, processes, Spark, memory, one document more. Prints a table.

    python benchmarks/build.py FOLDER [--sample 200] [--rounds 3] [--no-spark]

FOLDER holds documents in UTF-8 (.txt, .md). Times of one process are processor time, and what is compared is measured in
turns in the same run, so that what else the machine does falls on all alike; for builds both wall and processor time are
told. Needs jieba (pip install 'gongwen[benchmark]'); Spark's row needs gongwen[spark] and Java 17, and is left out without.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil

from gongwen.extract.bodies.lexicon import core_automaton, prefixes
from gongwen.extract.model import Source
from gongwen.extract.pipeline import read_source
from gongwen.extract.source import read_path
from gongwen.graph.building.build import Options, build
from gongwen.graph.kg.manifest import read_head
from gongwen.graph.kg.packet import packet_of
from gongwen.graph.memory import rare_collection
from gongwen.graph.triples.iri import DEFAULT_BASE, Names
from gongwen.graph.triples.vocabulary import load_vocabulary

# Seconds between two looks at the memory.
LOOK = 0.05


@dataclass
class Watched:
    """What a piece of work took: seconds of wall and of processors, and bytes in use at most, children included."""

    wall: float = 0.0
    processor: float = 0.0
    peak: int = 0
    phases: dict[str, float] = field(default_factory=dict)

    def phase(self, name: str, total: int | None) -> None:
        self.phases[name] = time.perf_counter()

    def doubt(self, failed: bool, diagnostics: int) -> None:
        pass

    def step(self, name: str) -> None:
        pass


@contextmanager
def watched() -> Iterator[Watched]:
    """Measures what is done in its context, and in all processes that this one starts for it."""
    seen, done = Watched(), threading.Event()
    looking = threading.Thread(target=_look, args=(seen, done))
    looking.start()
    before, begun = _processor(), time.perf_counter()
    try:
        yield seen
    finally:
        seen.wall, seen.processor = time.perf_counter() - begun, _processor() - before
        done.set()
        looking.join()


def _look(seen: Watched, done: threading.Event) -> None:
    own = psutil.Process()
    while not done.wait(LOOK):
        total = 0
        for process in [own, *own.children(recursive=True)]:
            try:
                total += process.memory_info().rss
            except psutil.Error:
                continue
        seen.peak = max(seen.peak, total)


def _processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def reading(sources: Sequence[Source], rounds: int) -> dict[str, float]:
    """Characters a second and core, the median of rounds in turns, by what reads."""
    # Here, since processes that a build starts import this module too.
    import jieba
    import spacy

    jieba.initialize()
    nlp = spacy.blank("zh")
    nlp.max_length = max(len(source.text) for source in sources) + 1
    ruler = nlp.add_pipe("entity_ruler")
    names = sorted({*core_automaton()[1], *prefixes()[0]})
    ruler.add_patterns([{"label": "WORD", "pattern": name} for name in names])  # type: ignore[attr-defined]
    kinds: dict[str, Callable[[Source], object]] = {
        "gongwen, source to N-Quads": to_quads,
        "jieba.cut": lambda source: list(jieba.cut(source.text)),
        f'spaCy blank("zh") + EntityRuler, {len(names):,} names': lambda source: nlp(source.text),
    }
    characters = sum(len(source.text) for source in sources)
    speeds: dict[str, list[float]] = {kind: [] for kind in kinds}
    for kind in kinds.values():
        kind(sources[0])
    for _ in range(rounds):
        for name, kind in kinds.items():
            begun = time.process_time()
            with rare_collection():
                for source in sources:
                    kind(source)
            speeds[name].append(characters / (time.process_time() - begun))
    return {name: statistics.median(found) for name, found in speeds.items()}


def to_quads(source: Source) -> object:
    """What a build does with a source before it is written."""
    return packet_of(read_source(source), "0" * 64, Names(DEFAULT_BASE), load_vocabulary())


def built(paths: Sequence[Path], kg: Path, jobs: int) -> Watched:
    """A build into a new KG."""
    with watched() as seen:
        build(paths, kg, read_source, Options(jobs=jobs), seen)
    return seen


def spread(folder: Path, kg: Path) -> Watched:
    """A build on Spark's local[2], after Spark has started and its workers have read a first document."""
    from gongwen.graph.building.build import build_places
    from gongwen.graph.building.collect import collect
    from gongwen.graph.spark.engine import Spark, spark_session

    with spark_session("local[2]") as session:
        session.sparkContext.parallelize(range(4), 4).map(abs).collect()
        with watched() as seen:
            places = collect([folder])
            build_places(places, [folder.resolve()], kg, read_source, Options(), seen, Spark(session))
    return seen


def has_spark() -> bool:
    """Whether Spark can run here; says so where it cannot."""
    there = find_spec("pyspark") is not None and shutil.which("java") is not None
    if not there:
        print("Spark's row is left out: it needs gongwen[spark] and Java 17.", file=sys.stderr)
    return there


def machine() -> str:
    """Processors, versions and load, in one line."""
    with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
        name = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")
    parts = [f"{os.cpu_count()} cores ({name})", f"Python {platform.python_version()}"]
    parts += [f"{package} {version(package)}" for package in ("spacy", "jieba", "pyoxigraph")]
    return ", ".join([*parts, "load " + " ".join(f"{load:.1f}" for load in os.getloadavg())])


def table(rows: Sequence[tuple[str, str, str]]) -> None:
    """Prints a Markdown table."""
    print("| what | measured | beside |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def read_rows(folder: Path, sample: int, rounds: int) -> Iterator[tuple[str, str, str]]:
    paths = sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".md"))
    random.Random(5).shuffle(paths)
    speeds = reading([read_path(p) for p in paths[:sample]], rounds)
    ours = next(iter(speeds.values()))
    for name, speed in speeds.items():
        yield (
            name,
            f"{speed / 1e3:,.0f} thousand characters/s and core",
            f"{ours / speed:.2f} times as fast is gongwen",
        )


def build_rows(folder: Path, kgs: Path, spark: bool) -> Iterator[tuple[str, str, str]]:
    one = built([folder], kgs / "one", 1)
    two = built([folder], kgs / "two", 2)
    counts = read_head(kgs / "one" / "current" / "manifest.json")["counts"]
    size = f"{counts['documents']:,} documents, {counts['quads']:,} quads"
    for name, seen, beside in (
        ("build, 1 process", one, size),
        (
            "build, --jobs 2",
            two,
            f"{one.wall / two.wall:.2f} times as fast, reading alone {_reading(one) / _reading(two):.2f} times",
        ),
    ):
        phases = f"reading {_reading(seen):.1f} s of {seen.wall:.1f} s, processors {seen.processor:.1f} s"
        yield name, phases, f"{beside}; peak memory {seen.peak / 2**20:,.0f} MB"
    yield from added_rows(kgs / "one")
    if spark:
        seen = spread(folder, kgs / "spark")
        told = f"{seen.wall / two.wall:.2f} times the wall time of --jobs 2"
        yield (
            "build, Spark local[2], started",
            f"{seen.wall:.1f} s, processors of Python's driver aside",
            told,
        )


def _reading(seen: Watched) -> float:
    return seen.phases["linking"] - seen.phases["reading"]


ADDED = """云州市人民政府关于做好节水工作的通知
云府〔2024〕{}号
各县（市、区）人民政府，市政府各有关部门：
市水务局要会同市教育局在2024年底前完成节水型学校建设。（市水务局牵头，市教育局配合）
云州市人民政府
2024年3月1日
"""


def added_rows(kg: Path) -> Iterator[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        spent = []
        for number in range(3):
            path = Path(folder, f"{number}.txt")
            path.write_text(ADDED.format(number + 1), "utf-8")
            spent.append(built([path], kg, 1))
        lone = built([path], Path(folder, "lone"), 1)
    best = min(spent, key=lambda seen: seen.processor)
    told = f"{best.wall:.1f} s, processor {best.processor:.1f} s"
    yield (
        "one document more in that KG",
        told,
        f"into an empty one: {lone.wall:.1f} s, processor {lone.processor:.1f} s",
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=200, help="documents of the first rows")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-spark", action="store_true")
    parser.add_argument("--no-build", action="store_true")
    given = parser.parse_args()
    print(machine(), end="\n\n")
    rows = list(read_rows(given.folder, given.sample, given.rounds))
    if not given.no_build:
        with tempfile.TemporaryDirectory() as kgs:
            rows += build_rows(given.folder, Path(kgs), not given.no_spark and has_spark())
    table(rows)
    print(f"\nafter it: {machine().rpartition(', ')[2]}")


if __name__ == "__main__":
    main()
