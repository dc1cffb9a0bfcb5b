"""``gongwen build`` and ``gongwen export``."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from gongwen.extract.model import Severity
from gongwen.graph.asking.screen import printable
from gongwen.graph.building.build import BuildReport, Options, build
from gongwen.graph.building.collect import listed
from gongwen.graph.commands.common import Bar, Form, FormOption, print_json
from gongwen.graph.kg.manifest import diagnostic_fields


class EngineName(StrEnum):
    """Who does the work."""

    LOCAL = "local"
    SPARK = "spark"


_COUNTED = {
    "documents": "公文 documents",
    "gw:Task": "任务 tasks",
    "gw:Responsibility": "责任 responsibilities",
    "gw:Deadline": "期限 deadlines",
    "gw:Citation": "引用 citations",
    "org:FormalOrganization": "机构 bodies",
    "quads": "四元组 quads",
}
# Said only where there are any.
_COPIES = {"prints": "另见刊印 other prints", "gw:Resemblance": "近似副本 near copies"}


def build_command(
    sources: Annotated[
        list[Path], typer.Argument(metavar="SOURCE...", help="文件或文件夹 files or folders.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="KG", help="图谱目录 where the graph stands.")
    ],
    base: Annotated[
        str | None, typer.Option(help="Base of data IRIs. [default: https://w3id.org/gongwen/]")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="只保留这些来源 drop sources that are not named.")
    ] = False,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, metavar="N", help="进程数 processes that read; 0: one a core."),
    ] = 1,
    engine: Annotated[
        EngineName, typer.Option(help="local: 本机进程 processes here; spark: Apache Spark, into parts.")
    ] = EngineName.LOCAL,
    master: Annotated[
        str, typer.Option(metavar="URL", help="Spark 主节点 master: local[2], spark://host:7077, yarn.")
    ] = "local[2]",
    form: FormOption = Form.TEXT,
) -> None:
    """读入公文，建立图谱 Reads documents into a graph: text, HTML, MHTML, Word, WPS, PDF, OFD, in zip or gzip too.

    What a file is, is told by its content; text may be in UTF-8, UTF-16, GBK, GB 18030 or Big5.

    What KG already holds stays; files below a named folder that are gone are taken out. Unchanged sources
    are not read again. KG changes all at once at the end: a build that is stopped leaves the former graph as
    it was.

        gongwen build gazette.txt -o kg
        gongwen build documents/ more/notice.pdf -o kg --jobs 0

    On a cluster (pip install 'gongwen[spark]') KG holds sorted N-Quads in parts for any store's bulk loader, listed in
    current/parts.json, the same lines as a local build; all machines must see SOURCE and KG under one path. A SOURCE
    may be a Parquet table there too (columns path or name, and text or bytes), and @FILE anywhere a list of paths.

        gongwen build table.parquet -o kg --engine spark --master spark://host:7077
        gongwen build @paths.txt -o kg --engine spark

    Exit status: 1 if a source could not be read (all others are built), 2 if nothing could be done.
    """
    # Here, not above: spaCy takes a second to load, and `gongwen query --help` does not need it.
    from gongwen.extract.pipeline import read_source

    options = Options(base, replace, jobs or os.cpu_count() or 1)
    sources = listed(sources)
    try:
        if engine is EngineName.SPARK:
            from gongwen.graph.spark.build import spark_build

            report = spark_build(sources, output, read_source, options, master)
        else:
            with Bar() as bar:
                report = build(sources, output, read_source, options, bar)
    except KeyboardInterrupt:
        typer.echo(f"gongwen: {STOPPED}", err=True)
        raise typer.Exit(130) from None  # 128 and the number of SIGINT, as shells count
    if form is Form.JSON:
        print_json(report_fields(report))
    else:
        print_report(report, output)
    if report.failures:
        raise typer.Exit(1)


STOPPED = "已停止 stopped: the graph is as it was; what has been read is kept. Run the same command to go on."


def print_report(report: BuildReport, output: Path) -> None:
    """What a build of the KG at ``output`` did, for people; failures on standard error."""
    sources = (
        f"新 {report.new} new, 不变 {report.unchanged} unchanged, 移除 {report.removed} removed source(s)"
    )
    done = "已构建 Built" if report.changed else "没有变化 Nothing changed in"
    typer.echo(f"{done} {output}: {sources}")
    counts = {**report.head.get("counts", {}), **report.head.get("classes", {})}
    told = [f"{label} {counts.get(name, 0)}" for name, label in _COUNTED.items()]
    told += [f"{label} {counts[name]}" for name, label in _COPIES.items() if counts.get(name)]
    typer.echo("  " + ", ".join(told))
    diagnostics = report.head.get("diagnostics", {})
    if diagnostics:
        listed = ", ".join(
            f"{code} {n}" for code, n in sorted(diagnostics.items(), key=lambda d: (-d[1], d[0]))
        )
        typer.echo(f"  诊断 diagnostics: {listed} ({output}/current/manifest.json)")
    for failure in report.failures:
        for d in failure.diagnostics:
            if d.severity != Severity.ERROR:
                continue
            message = d.message.removeprefix(failure.file.rpartition("/")[2]).strip()
            line = f"失败 failed: {failure.file}: [{d.code}] {message}"
            typer.echo(f"gongwen: {printable(line)}", err=True)


def report_fields(report: BuildReport) -> dict[str, Any]:
    """What a build did, for programs."""
    return {
        "changed": report.changed,
        "generation": report.generation.name,
        "new": report.new,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [
            {"file": f.file, "diagnostics": [diagnostic_fields(d) for d in f.diagnostics]}
            for f in report.failures
        ],
        **{name: report.head.get(name) for name in ("counts", "classes", "diagnostics")},
    }
