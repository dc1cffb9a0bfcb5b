"""Measures graphs and pages: ``python -m benchmarks.draw`` prints the tables of ``benchmarks/README.md``.

Makes a KG of each size (``benchmarks/generate.py``) below ``--folder``, which takes most of the time, and removes it: about 3 GB of
disk for the largest, and ten minutes in all. Pages are of the smallest KG. Needs Chromium (``CHROMIUM`` or in PATH).
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.generate import generate
from gongwen.graph.asking.store import open_kg
from gongwen.graph.draw import draw_page, heading
from gongwen.graph.draw.choose import choose
from gongwen.graph.draw.layout import lay_out
from gongwen.graph.draw.look import node_looks
from gongwen.graph.measures import measure
from gongwen.graph.project import Filters, collaboration_graph, responsibility_graph
from gongwen.graph.project.facts import Projection
from tests.browser_cases import chromium

NODES = (500, 2000, 5000, 10_000)
TRIPLES = (1_000_000, 5_000_000)
ROUNDS = 3
_SECONDS = 3  # of dragging
_DRAWN = "performance.getEntriesByName('first-drawing')[0].startTime"


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    begin = time.perf_counter()
    found = act()
    return time.perf_counter() - begin, found


def page_row(browser: Browser, graph: Projection, nodes: int, folder: Path) -> str:
    """One line of the table: layout, whole page, first drawing, frames while dragging, size of the file."""
    part = choose(graph, nodes)
    radii = {node: look.size for node, look in node_looks(part).items()}
    laid = statistics.median(timed(lambda: lay_out(part, radii))[0] for _ in range(ROUNDS))
    whole, page = timed(lambda: draw_page(graph, heading(graph, Filters()), max_nodes=nodes))
    file = folder / "page.html"
    file.write_text(page.html, "utf-8")
    found = [in_browser(browser, file) for _ in range(ROUNDS)]
    drawn, frames = (statistics.median(values) for values in zip(*found, strict=True))
    size = file.stat().st_size / 1e6
    return f"| {page.shown:,} / {page.edges:,} | {laid:.2f} s | {whole:.2f} s | {size:.1f} MB | {drawn:.2f} s | {frames:.0f} |"


def in_browser(browser: Browser, file: Path) -> tuple[float, float]:
    """Seconds until the graph is drawn, from the moment at which the address is entered, and frames a second while
    the whole of it is dragged."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(file.as_uri())
    page.wait_for_function("performance.getEntriesByName('first-drawing').length > 0")
    drawn = page.evaluate(_DRAWN) / 1000
    page.wait_for_timeout(500)
    frames = dragging(page)
    page.close()
    return drawn, frames


def dragging(page: Page) -> float:
    """Frames that vis-network draws in a second while the mouse drags an empty place."""
    page.evaluate("() => { G.network.on('afterDrawing', () => { window.frames_ += 1; }); }")
    box = page.locator("#graph").bounding_box()
    assert box
    left, top = box["x"] + box["width"] - 30, box["y"] + box["height"] - 30
    page.mouse.move(left, top)
    page.mouse.down()
    begin, step = time.perf_counter(), 0
    page.evaluate("window.frames_ = 0")
    while time.perf_counter() - begin < _SECONDS:
        step += 1
        page.mouse.move(left - 100 - 80 * (step % 5), top - 100 - 40 * (step % 3))
    frames: int = page.evaluate("window.frames_")
    seconds = time.perf_counter() - begin
    page.mouse.up()
    return frames / seconds


def store_row(kg: Path, triples: int) -> str:
    """One line of the table: the collaboration graph of a KG, in seconds of the clock and of processors."""
    with open_kg(kg) as store:
        begin = time.process_time()
        rounds = [timed(lambda: collaboration_graph(store)) for _ in range(ROUNDS)]
        busy = (time.process_time() - begin) / ROUNDS
    seconds, graph = statistics.median(s for s, _ in rounds), rounds[0][1]
    return f"| {triples:,} | {len(graph):,} / {graph.number_of_edges():,} | {seconds:.1f} s | {busy:.1f} s |"


def machine() -> str:
    """Processors, memory and versions, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GB, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where files are made and removed")
    parser.add_argument(
        "--triples", type=int, nargs="+", default=TRIPLES, help="sizes of KGs, the smallest first"
    )
    parser.add_argument("--nodes", type=int, nargs="*", default=NODES, help="sizes of pages")
    arguments = parser.parse_args()
    stores: list[str] = []
    with tempfile.TemporaryDirectory(dir=arguments.folder) as made:
        folder = Path(made)
        print(f"{machine()}, load {os.getloadavg()[0]:.1f}", flush=True)
        for place, triples in enumerate(arguments.triples):
            kg = folder / f"{triples}.kg"
            count = generate(kg, triples)
            stores.append(store_row(kg, count))
            print(stores[-1], file=sys.stderr, flush=True)
            if place == 0 and arguments.nodes:
                pages(kg, arguments.nodes, folder)
            shutil.rmtree(kg)
    print("\n| triples | bodies / pairs | collaboration graph | processors |\n|---|---|---|---|")
    print("\n".join(stores))


def pages(kg: Path, sizes: Sequence[int], folder: Path) -> None:
    """Prints the table of pages: of the bodies and tasks of a KG the most important ones."""
    with open_kg(kg) as store:
        graph = responsibility_graph(store)
    measure(graph)
    with chromium() as browser:
        print(f"Chromium {browser.version}, software rendering, 1280 x 800\n")
        print(
            "| nodes / edges | layout | whole page | file | first drawn | frames/s, dragging |\n|---|---|---|---|---|---|"
        )
        for nodes in sizes:
            print(page_row(browser, graph, nodes, folder), flush=True)


if __name__ == "__main__":
    main()
