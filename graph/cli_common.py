"""What the commands share: arguments, output formats, progress."""

from __future__ import annotations

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
