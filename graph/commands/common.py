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
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from gongwen.graph.asking.screen import printable

KgArgument = Annotated[Path, typer.Argument(metavar="KG", help="图谱目录 the directory of a built graph.")]
# What is asked: one of both, see ``gongwen.graph.opening.either``.
GraphArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[KG]",
        help="图谱目录，或 SPARQL 服务的网址 a graph, or the address of an endpoint.",
        show_default=False,
    ),
]
EndpointOption = Annotated[
    str | None, typer.Option(metavar="URL", help="代替 KG 的 SPARQL 端点 an endpoint instead of KG.")
]


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
    "pushing": "推送 pushing",
    "deleting": "删除 deleting",
}


class _Rate(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "", style="progress.data.speed")


class Bar:
    """A progress bar on standard error; silent where that is no terminal. A context manager."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        done = (BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
        columns = (TextColumn("{task.description}"), *done, TextColumn("{task.fields[doubts]}"))
        self._progress = Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty())
        self._task: TaskID | None = None
        self._phase = ""
        self._failed = self._diagnostics = 0

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
        self._task = self._progress.add_task(self._phase, total=total, doubts=self._doubts())

    def doubt(self, failed: bool, diagnostics: int) -> None:
        """A file has failed, or has so many diagnostics; shown with the next step."""
        self._failed += failed
        self._diagnostics += diagnostics

    def _doubts(self) -> str:
        return (
            f"失败 failed {self._failed}, 诊断 diagnostics {self._diagnostics}" if self._diagnostics else ""
        )

    def step(self, name: str) -> None:
        """One of the phase, a source or a document, is done."""
        if self._task is not None:
            # Markup is rich's, and a file's name is anybody's.
            description = f"{self._phase} {escape(printable(name)[-24:])}"
            self._progress.update(self._task, advance=1, description=description, doubts=self._doubts())
