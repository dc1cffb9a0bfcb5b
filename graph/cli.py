"""The command line: ``gongwen``. Thin: arguments in, calls out."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from gongwen.extract.errors import GongwenError
from gongwen.graph.asking.screen import printable
from gongwen.graph.commands.build import build_command
from gongwen.graph.commands.check import check_command
from gongwen.graph.commands.common import taught
from gongwen.graph.commands.draw import draw_app
from gongwen.graph.commands.evaluate import evaluate_command
from gongwen.graph.commands.export import export_command
from gongwen.graph.commands.push import push_command
from gongwen.graph.commands.query import query_command
from gongwen.graph.commands.serve import serve_command
from gongwen.graph.commands.stats import stats_command
from gongwen.graph.commands.watch import watch_command
from gongwen.graph.kg.versions import installed_version, lexicon_version, reader_version

app = typer.Typer(
    name="gongwen",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_show_locals=False,
)


def _version(asked: bool) -> None:
    if not asked:
        return
    installed = installed_version() or "(未安装 not installed)"
    typer.echo(f"gongwen {installed} (词库 lexicon {lexicon_version()}, 读取 reader {reader_version()})")
    raise typer.Exit


def _gongwen(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="版本 prints the version and that of the lexicons.",
        ),
    ] = False,
) -> None:
    """公文图谱: reads Chinese government documents into a graph and answers who must do what by when,
    and on whose authority, each answer with the characters that say so.

        gongwen build gazette.txt -o kg          读入文件，建立图谱
        gongwen watch documents -o kg            文件夹有变化就更新图谱
        gongwen query                            有哪些现成的问题
        gongwen query tasks-of-body kg --body 市场监督管理局
        gongwen stats kg                         谁的任务多，谁与谁合作
        gongwen draw responsibilities kg -o who.html      画成网页，断网可看
        gongwen check kg                         按 SHACL 检查
        gongwen export kg -o all.nq              导出 N-Quads
        gongwen serve kg                         SPARQL 端点
        gongwen push kg --endpoint URL           推送到自己的库

    Exit status 退出码: 0 done; 1 done, but something failed (a source could not be read, a shape is violated, a
    floor is not reached); 2 the command cannot be carried out as given.
    """


app.callback(help=taught(_gongwen.__doc__))(_gongwen)
for _name, _command in (
    ("build", build_command),
    ("watch", watch_command),
    ("serve", serve_command),
    ("stats", stats_command),
    ("check", check_command),
    ("export", export_command),
    ("push", push_command),
    ("evaluate", evaluate_command),
):
    app.command(_name, help=taught(_command.__doc__))(_command)
app.add_typer(draw_app, name="draw")
# The options of a query are known when its file is read: they are parsed there.
app.command(
    "query",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
)(query_command)


def main() -> None:
    """Runs the command line; what a user can mend is said in one line, without a traceback."""
    _say_all_characters()
    try:
        app()
    except GongwenError as e:
        typer.echo(f"gongwen: {printable(str(e))}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as e:
        where = f"{e.filename}: " if e.filename else ""
        typer.echo(f"gongwen: 系统错误 {printable(where)}{e.strerror or e}", err=True)
        sys.exit(2)


def _say_all_characters() -> None:
    """Files and pipes get UTF-8; on a terminal of another encoding what it lacks is shown as ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
