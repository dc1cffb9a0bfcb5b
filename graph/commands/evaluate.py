"""``gongwen evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from gongwen.graph.asking.store import open_kg
from gongwen.graph.commands.common import Form, FormOption, KgArgument, print_json
from gongwen.graph.evaluation.evaluate import Evaluation, Floors, error_line, evaluate, gold_files, table
from gongwen.graph.evaluation.scoring import Count
from gongwen.graph.kg.texts import source_texts

Gold = Annotated[
    list[Path], typer.Argument(metavar="GOLD...", help="标注文件或文件夹 gold files (.json) or folders.")
]
Errors = Annotated[bool, typer.Option("--errors", help="逐条列出错漏 list each miss and each false one.")]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="With --errors: only of this kind; repeatable.")
]
PerFile = Annotated[bool, typer.Option("--per-file", help="每个文件一张表 a table for each file.")]
FloorsFile = Annotated[
    Path | None, typer.Option("--floors", help="F1 下限 JSON file of least F1; exit 1 when below.")
]


def evaluate_command(
    kg: KgArgument,
    gold: Gold,
    errors: Errors = False,
    kind: Kinds = None,
    per_file: PerFile = False,
    floors: FloorsFile = None,
    form: FormOption = Form.TEXT,
) -> None:
    """用人工标注评分 Scores a built graph against gold files: precision, recall and F1 by kind of statement.

    A gold file names its source; the graph must have been built from it.

        gongwen build gold/*.txt -o kg
        gongwen evaluate kg gold --per-file
        gongwen evaluate kg gold --errors --kind responsibility

    A file of floors: {"total": {"task": 0.92}, "each": {"responsibility": 0.80}, "least": 10, "files": {}}

    Exit status: 1 if a floor is not reached or the graph lacks a source.
    """
    least = Floors.read(floors) if floors else None
    with open_kg(kg) as store:
        found = evaluate(store, gold_files(gold))
    broken = least.broken(found) if least else []
    if form is Form.JSON:
        print_json(_as_json(found, broken))
    else:
        if errors:
            _print_errors(found, kg, kind)
        if per_file:
            for file in found.files:
                typer.echo(f"{file.source}\n{table(dict(file.score.counts))}\n")
        typer.echo(table(found.total))
    for name in found.absent:
        typer.echo(f"gongwen: 图谱中没有 not in the graph: {name}; build it first.", err=True)
    for line in broken:
        typer.echo(f"gongwen: 未达下限 {line}", err=True)
    if broken or found.absent:
        raise typer.Exit(1)


def _print_errors(found: Evaluation, kg: Path, kinds: list[str] | None) -> None:
    texts = source_texts(kg, {file.source for file in found.files})
    for file in found.files:
        typer.echo(f"## {file.source}")
        for miss in file.score.misses:
            if not kinds or miss.kind in kinds:
                typer.echo(error_line(miss, texts.get(file.source)))


def _as_json(found: Evaluation, broken: list[str]) -> dict[str, Any]:
    return {
        "total": _counts(found.total),
        "files": {file.source: _counts(dict(file.score.counts)) for file in found.files},
        "absent": list(found.absent),
        "below_floor": broken,
    }


def _counts(counts: dict[str, Count]) -> dict[str, Any]:
    return {
        kind: {
            "hit": c.hit,
            "read": c.read,
            "gold": c.gold,
            "precision": c.precision,
            "recall": c.recall,
            "f1": c.f1,
        }
        for kind, c in counts.items()
    }
