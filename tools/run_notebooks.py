"""Runs the notebooks from scratch and keeps their outputs: ``python tools/run_notebooks.py [NAME …]``.

The outputs that are stored are those of the project's own documents, so ``GONGWEN_SHARED`` is not handed on.
Needs the extra ``notebooks``. Prints what it ran; raises what a cell raises.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"
# Seconds that a cell may take.
TIMEOUT = 300


def run(path: Path) -> nbformat.NotebookNode:
    """A notebook after all of its cells have run in order, in its own folder."""
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=TIMEOUT, resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in book.cells:
        cell.metadata.pop("execution", None)  # times of the run
    return book


def main(names: list[str]) -> None:
    import os

    os.environ.pop("GONGWEN_SHARED", None)
    for path in sorted(FOLDER.glob("*.ipynb")):
        if not names or path.name in names:
            print(path.name, flush=True)
            nbformat.write(run(path), path)


if __name__ == "__main__":
    main(sys.argv[1:])
