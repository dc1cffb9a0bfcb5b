"""``gongwen watch``."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from gongwen.extract.errors import GongwenError
from gongwen.graph.building.build import Options
from gongwen.graph.building.collect import NoSourceError
from gongwen.graph.building.watch import Built, Folders, Trouble, Watch, polled, reported
from gongwen.graph.commands.build import print_report, report_fields
from gongwen.graph.commands.common import Form, FormOption


def watch_command(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="文件夹 folders to watch.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="KG", help="图谱目录 where the graph stands.")
    ],
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, metavar="N", help="进程数 processes that read; 0: one a core."),
    ] = 1,
    quiet: Annotated[
        float,
        typer.Option(
            min=0, metavar="SECONDS", help="文件静止几秒后才读取 a file is read when it is unchanged so long."
        ),
    ] = 2.0,
    poll: Annotated[
        float | None,
        typer.Option(
            min=0.1, metavar="SECONDS", help="每几秒查看一次，用于网络磁盘 look so often: for network drives."
        ),
    ] = None,
    base: Annotated[
        str | None, typer.Option(help="Base of data IRIs. [default: https://w3id.org/gongwen/]")
    ] = None,
    form: FormOption = Form.TEXT,
) -> None:
    """监视文件夹，随时更新图谱 Watches folders: builds what is there, then whatever appears, changes or vanishes.

    Each build costs what changed. A file is read when it is no longer being written; one that cannot be read is
    reported, and read again when it has changed. A `gongwen serve` of the same KG shows each new state at once.
    Ctrl-C or SIGTERM ends it; the graph stays as the last build left it.

        gongwen watch documents -o kg
        gongwen watch /mnt/share/gazettes -o kg --poll 30 --jobs 0
        gongwen watch documents -o kg --format json    每次构建一行 one line a build

    Exit status: 0 when it was ended, 2 if it could not begin.
    """
    for folder in folders:
        if not folder.is_dir():
            raise NoSourceError(
                f"{folder} 不是文件夹: is no folder; name folders to watch, build single files."
            )
    # Here, not above: spaCy takes a second to load, and `gongwen watch --help` does not need it.
    from gongwen.extract.pipeline import read_source

    teller = _Teller(form, output)
    watching = Watch(
        Folders(folders, quiet), output, read_source, Options(base, jobs=jobs or os.cpu_count() or 1), teller
    )
    signal.signal(signal.SIGTERM, _end)
    try:
        watching.run(reported(folders, output) if poll is None else polled(poll))
    except KeyboardInterrupt:
        teller.ended()
    except OSError as e:
        raise GongwenError(
            f"无法监视 cannot watch {'、'.join(map(str, folders))}: {e}. Look at it from time to time instead: --poll 30."
        ) from e


class _Teller:
    """Says what happens, as text or as a line of JSON each."""

    def __init__(self, form: Form, kg: Path) -> None:
        self._form, self._kg = form, kg

    def __call__(self, event: Built | Trouble) -> None:
        if isinstance(event, Built):
            self._say("built", **report_fields(event.report))
            if self._form is Form.TEXT:
                print_report(event.report, self._kg)
        else:
            self._say("failed", message=event.message)
            if self._form is Form.TEXT:
                typer.echo(f"gongwen: 失败，将重试 failed, will be tried again: {event.message}", err=True)

    def ended(self) -> None:
        """Says that the watch is over."""
        self._say("ended")
        if self._form is Form.TEXT:
            typer.echo("已停止 Ended.")

    def _say(self, event: str, **fields: Any) -> None:
        now = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        if self._form is Form.JSON:
            typer.echo(json.dumps({"event": event, "time": now, **fields}, ensure_ascii=False))
        elif event == "built":
            typer.echo(f"[{now}]")


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
