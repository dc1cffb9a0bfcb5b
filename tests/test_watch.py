"""Folders that are watched: what is built when, what survives, and an endpoint that shows each state whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongwen.graph.building import watch as watching
from gongwen.graph.building.build import BuildReport, Options, build, build_places
from gongwen.graph.building.watch import Built, Folders, Trouble, Watch, polled
from gongwen.graph.errors import KgError, KgLockedError
from tests.graph_cases import LATER, NOTICE, RULES, read, write
from tests.serve_cases import make_kg, query, serving
from tests.test_kg_build import exported

Step = Callable[[Path], object]
_MAIN = "from gongwen.graph.cli import main; main()"


class Clock:
    """Seconds since the epoch, moved by hand."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


def put(name: str, text: str = RULES) -> Step:
    """Writes a file."""
    return lambda folder: write((folder / name).parent, {Path(name).name: text})


def take(name: str) -> Step:
    """Removes a file."""
    return lambda folder: (folder / name).unlink()


def late(name: str, text: str = RULES) -> Step:
    """Writes a file at a time that has not come, like a drive with another clock."""

    def step(folder: Path) -> None:
        put(name, text)(folder)
        os.utime(folder / name, (time.time() + 9999,) * 2)

    return step


# What is done, seconds that pass after each, files that are ready in the end, how many are still waited for, why
LOOKS: list[tuple[list[tuple[Step, float]], list[str], int, str]] = [
    ([(put("a.txt"), 5)], ["a.txt"], 0, "a file that nobody writes any more"),
    ([(put("a.txt"), 0.5)], [], 1, "one that may still be written"),
    ([(late("a.txt"), 1.5), (late("a.txt", LATER), 1)], [], 1, "one that was written again"),
    ([(put("x/y/a.txt"), 5)], ["x/y/a.txt"], 0, "a folder that came with what is in it"),
    ([(late("a.txt"), 2.5)], ["a.txt"], 0, "of another clock, seen for long enough"),
    ([(put(".a.txt"), 5), (put("a.css"), 5), (put("a.part"), 5)], [], 0, "no documents"),
    ([(put("a.txt"), 0.5), (take("a.txt"), 5)], [], 0, "gone before it was read"),
]


@pytest.mark.parametrize(("steps", "ready", "waiting", "why"), LOOKS, ids=[look[3] for look in LOOKS])
def test_looks(
    tmp_path: Path, steps: list[tuple[Step, float]], ready: list[str], waiting: int, why: str
) -> None:
    clock = Clock()
    folders = Folders([tmp_path], 2.0, clock)
    for step, seconds in steps:
        step(tmp_path)
        folders.changes()
        clock.now += seconds
    changes = folders.changes()
    assert ([place.shown for place in changes.places], changes.waiting) == (ready, waiting), why
    clock.now += 5
    folders.changes()
    clock.now += 5
    later = folders.changes()
    assert later.waiting == 0, "by our own clock everything is quiet in the end"
    folders.remember(later)
    assert not folders.changes(), "what is built is no change"


def test_a_folder_that_cannot_be_reached_is_not_empty(tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.txt": RULES})
    folders = Folders([tmp_path / "in"], 0.0)
    folders.remember(folders.changes())
    (tmp_path / "in").rename(tmp_path / "away")
    with pytest.raises(OSError, match="in"):
        folders.changes()
    (tmp_path / "away").rename(tmp_path / "in")
    assert not folders.changes()


def watched(folder: Path, kg: Path, steps: list[Step]) -> list[Built | Trouble]:
    """What a watch told while these steps were done, one a turn."""
    told: list[Built | Trouble] = []

    def turns() -> Iterator[bool]:
        yield True
        for step in steps:
            step(folder)
            yield True

    Watch(Folders([folder], 0.0), kg, read, Options(), told.append).run(turns())
    return told


def reports(told: list[Built | Trouble]) -> list[tuple[int, int, int, int]]:
    """New, unchanged, removed and failed sources of each build."""
    return [
        (r.new, r.unchanged, r.removed, len(r.failures))
        for r in (event.report for event in told if isinstance(event, Built))
    ]


def test_what_happens_in_a_folder_is_built(tmp_path: Path) -> None:
    write(tmp_path / "in", {"notice.txt": NOTICE, "old.txt": RULES})
    build([tmp_path / "in"], tmp_path / "kg", read)
    (tmp_path / "in" / "old.txt").unlink()  # while nobody watched
    steps = [
        put("rules.txt"),
        put("sub/later.md", LATER),
        lambda folder: None,
        put("rules.txt", RULES.replace("供水", "排水")),
        put("bad.txt", " \n"),
        put("bad.txt", RULES.replace("3号", "4号")),
        lambda folder: (folder / "sub").rename(folder.parent / "out"),
        lambda folder: (folder.parent / "out").rename(folder / "sub2"),
        take("notice.txt"),
    ]
    told = watched(tmp_path / "in", tmp_path / "kg", steps)
    assert reports(told) == [
        (0, 1, 1, 0),
        (1, 0, 0, 0),
        (1, 0, 0, 0),
        (1, 0, 1, 0),
        (1, 0, 0, 1),
        (1, 0, 1, 0),
        (0, 0, 1, 0),
        (1, 0, 0, 0),
        (0, 0, 1, 0),
    ]
    build([tmp_path / "in"], tmp_path / "fresh", read)
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")
    manifests = {(tmp_path / kg / "current" / "manifest.json").read_bytes() for kg in ("kg", "fresh")}
    assert len(manifests) == 1


def test_an_empty_folder_gives_an_empty_graph_that_fills(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert reports(watched(tmp_path / "in", tmp_path / "kg", [put("a.txt")])) == [(0, 0, 0, 0), (1, 0, 0, 0)]


def test_a_kg_in_its_folder_is_no_news(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": RULES})
    assert len(watched(tmp_path, tmp_path / "kg", [lambda folder: None] * 3)) == 1


def test_a_build_that_fails_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, failures = (
        build_places,
        [OSError(28, "No space left on device"), KgLockedError(tmp_path, "locked")],
    )

    def failing(*arguments: object) -> BuildReport:
        if failures:
            raise failures.pop(0)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(watching, "build_places", failing)
    monkeypatch.setattr(watching, "RETRY_FIRST", 0.0)
    monkeypatch.setattr(watching, "RETRY_LAST", 0.0)
    write(tmp_path / "in", {"a.txt": RULES})
    told = watched(tmp_path / "in", tmp_path / "kg", [lambda folder: None] * 4)
    assert [type(event) for event in told] == [Trouble, Trouble, Built]
    assert reports(told) == [(1, 0, 0, 0)]


def test_one_watch_a_kg(tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.txt": RULES})

    def second(folder: Path) -> None:
        with pytest.raises(KgLockedError, match="watch"):
            watched(folder, tmp_path / "kg", [])

    assert len(watched(tmp_path / "in", tmp_path / "kg", [second])) == 1
    write(tmp_path / "home", {"thesis.txt": "x"})
    with pytest.raises(KgError, match=r"thesis\.txt"):
        watched(tmp_path / "in", tmp_path / "home", [])


@pytest.mark.parametrize(
    ("options", "number"),
    [([], signal.SIGTERM), (["--poll", "0.2"], signal.SIGINT)],
    ids=["reported", "polled"],
)
def test_the_command(tmp_path: Path, options: list[str], number: signal.Signals) -> None:
    samples = Path(__file__).parent.parent / "samples"
    (tmp_path / "in").mkdir()
    command = [sys.executable, "-c", _MAIN, "watch", str(tmp_path / "in"), "-o", str(tmp_path / "kg")]
    with subprocess.Popen(
        [*command, "--quiet", "0.1", "--format", "json", *options], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["counts"]["documents"] == 0
        (tmp_path / "in" / "order.md").write_bytes((samples / "repeal-order-022.md").read_bytes())
        built = json.loads(process.stdout.readline())
        assert (built["event"], built["new"], built["counts"]["documents"]) == ("built", 1, 2)
        process.send_signal(number)
        assert json.loads(process.stdout.readline())["event"] == "ended"
        assert process.wait(10) == 0


STATE = """PREFIX gw: <https://w3id.org/gongwen/ontology#> SELECT ?documents ?tasks ?links {
 { SELECT (COUNT(*) AS ?documents) { ?d a gw:PolicyDocument } }
 { SELECT (COUNT(*) AS ?tasks) { ?t a gw:Task } }
 { SELECT (COUNT(*) AS ?links) { ?c gw:citedDocument ?d } } }"""


def test_an_endpoint_shows_each_state_whole(tmp_path: Path) -> None:
    """Clients that never stop asking see the state before or the state after each build, and no request fails."""
    kg = make_kg(tmp_path)
    stop = threading.Event()
    seen: list[tuple[int, str]] = []
    states: list[str] = []
    built = threading.Event()

    def tell(event: Built | Trouble) -> None:
        assert isinstance(event, Built), event
        built.set()

    def turns() -> Iterator[bool]:
        for turn in polled(0.05):
            if stop.is_set():
                return
            yield turn

    def client(endpoint: str) -> None:
        while not stop.is_set():
            reply = query(endpoint, STATE)
            seen.append((reply.status, reply.text))

    watch = Watch(Folders([tmp_path / "in"], 0.0), kg, read, Options(), tell)
    with serving(kg) as (url, _):
        states.append(query(f"{url}sparql", STATE).text)
        threads = [threading.Thread(target=client, args=(f"{url}sparql",)) for _ in range(4)]
        threads.append(threading.Thread(target=watch.run, args=(turns(),)))
        for thread in threads:
            thread.start()
        try:
            for i in range(3):
                built.clear()
                # A document with a task and a citation: the three counts grow together or not at all.
                added = LATER.replace("8号", f"1{i}号").replace("供水工作", f"供水工作（{i}）")
                (tmp_path / "out.txt").write_text(added, "utf-8")
                (tmp_path / "out.txt").rename(tmp_path / "in" / f"added{i}.txt")
                assert built.wait(20)
                states.append(_until_other(f"{url}sparql", states[-1]))
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    assert {status for status, _ in seen} == {200}
    assert {text for _, text in seen} == set(states)
    assert len(set(states)) == 4


def _until_other(endpoint: str, former: str) -> str:
    """The first answer that is not the former one."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        text = query(endpoint, STATE).text
        if text != former:
            return text
    raise AssertionError(f"still {former}")
