"""What the commands share: arguments, output formats, progress."""

from __future__ import annotations

import inspect
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

KgArgument = Annotated[Path, typer.Argument(metavar="KG", help="图谱目录 the directory of a built graph.")]


class Form(StrEnum):
    """For people or for programs."""

    TEXT = "text"
    JSON = "json"


FormOption = Annotated[Form, typer.Option("--format", help="text 供人阅读; json 供程序使用.")]


def print_json(value: Any) -> None:
    """JSON on standard output, Chinese characters as they are."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def taught(docstring: str | None) -> str:
    """A docstring as the help of a command: paragraphs of commands are fenced, so that each example stays on a line
    of its own.

    >>> print(taught("Builds.\\n\\n        gongwen build a -o kg\\n        gongwen build b -o kg"))
    Builds.
    <BLANKLINE>
    ```text
    gongwen build a -o kg
    gongwen build b -o kg
    ```
    """
    paragraphs = inspect.cleandoc(docstring or "").split("\n\n")
    return "\n\n".join(_fenced(paragraph) for paragraph in paragraphs)


def _fenced(paragraph: str) -> str:
    # Told by their words, not their indentation: what Python leaves of that depends on its version and the other
    # paragraphs.
    lines = [line.strip() for line in paragraph.splitlines()]
    if not lines or not all(line.startswith("gongwen ") for line in lines):
        return paragraph
    return "\n".join(["```text", *lines, "```"])


_PHASES = {
    "reading": "读取 reading",
    "linking": "关联 linking",
    "loading": "入库 loading",
    "checking": "检查 checking",
}


class Bar:
    """A progress bar on standard error; silent where that is no terminal. A context manager."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty())
        self._task: TaskID | None = None
        self._phase = ""

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def phase(self, name: str, total: int | None) -> None:
        """A phase of the work begins."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._phase = _PHASES.get(name, name)
        self._task = self._progress.add_task(self._phase, total=total)

    def step(self, name: str) -> None:
        """One of the phase, a source or a document, is done."""
        if self._task is not None:
            self._progress.update(self._task, advance=1, description=f"{self._phase} {name[-40:]}")
