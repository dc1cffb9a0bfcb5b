"""``gongwen evaluate``: a built graph against gold files, with floors that it must reach."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from gongwen.graph.asking.store import Store
from gongwen.graph.evaluation.reading_back import read_back
from gongwen.graph.evaluation.scoring import Count, Miss, Score, score
from gongwen.graph.evaluation.sheets import GoldError, Sheet, read_gold

# Characters around an error that are shown with it.
CONTEXT = 25


@dataclass(frozen=True, slots=True)
class FileScore:
    """The score of one source."""

    source: str
    score: Score


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all gold files, in their order, and ``absent``, the sources that the graph does not
    have."""

    files: tuple[FileScore, ...]
    absent: tuple[str, ...]

    @property
    def total(self) -> dict[str, Count]:
        """The counts of all files together."""
        total: dict[str, Count] = {}
        for file in self.files:
            for kind, count in file.score.counts.items():
                total[kind] = total.get(kind, Count()) + count
        return total


def gold_files(paths: Sequence[Path]) -> list[Path]:
    """Gold files among files and folders (every ``.json`` of a folder), sorted; raises GoldError where there
    is none."""
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise GoldError(f"{path} 不存在: no such gold file or folder.")
        found.update(path.glob("*.json") if path.is_dir() else [path])
    if not found:
        raise GoldError("没有标注文件: no gold file (.json) there.")
    return sorted(found)


def evaluate(store: Store, gold: Sequence[Path]) -> Evaluation:
    """Scores what the graph says of the source of each gold file. Raises GoldError, OSError."""
    sheets = [read_gold(path) for path in gold]
    read = read_back(store, {sheet.source for sheet in sheets})
    scored = tuple(FileScore(sheet.source, score(sheet, read[sheet.source])) for sheet in sheets)
    absent = tuple(sheet.source for sheet in sheets if read[sheet.source] == Sheet(sheet.source))
    return Evaluation(scored, absent)


@dataclass(frozen=True, slots=True)
class Floors:
    """Least F1 by kind of statement: ``total`` over all files, ``each`` for every file that has at least
    ``least`` statements of the kind, ``files`` for single files by name."""

    total: dict[str, float]
    each: dict[str, float]
    files: dict[str, dict[str, float]]
    least: int = 10

    @classmethod
    def read(cls, path: Path) -> Floors:
        """The floors in a JSON file with the fields of this class; raises GoldError, OSError."""
        try:
            given = json.loads(path.read_text("utf-8"))
            unknown = set(given) - {field.name for field in fields(cls)}
            if unknown:
                raise ValueError(f"unknown field {sorted(unknown)[0]!r}")
            return cls(**({"total": {}, "each": {}, "files": {}} | given))
        except (ValueError, TypeError) as e:
            raise GoldError(f"{path} 不是下限文件 is not a file of floors: {e}") from e

    def broken(self, found: Evaluation) -> list[str]:
        """What does not reach its floor, a line each; a floor for a kind or a file that was not scored is
        broken too."""
        lines = _below("all", self.total, found.total, 0)
        by_name = {file.source: file.score.counts for file in found.files}
        for name, counts in by_name.items():
            lines += _below(name, self.each, dict(counts), self.least)
        for name, floors in self.files.items():
            lines += _below(name, floors, dict(by_name.get(name, {})), 0)
        return lines


def _below(name: str, floors: dict[str, float], counts: dict[str, Count], least: int) -> list[str]:
    lines = []
    for kind, floor in floors.items():
        count = counts.get(kind)
        if count is None:
            lines.append(f"{name}: {kind}: not scored, floor {floor:.3f}")
        elif count.gold >= least and count.f1 < floor:
            lines.append(f"{name}: {kind}: F1 {count.f1:.4f} is below the floor {floor:.3f}")
    return lines


def table(counts: dict[str, Count]) -> str:
    """The counts as a table of text; kinds that occur neither in the graph nor in the gold are left out."""
    lines = [f"{'':28}{'P':>7}{'R':>7}{'F1':>7}   hit/read/gold"]
    for kind, c in counts.items():
        if c.read or c.gold:
            lines.append(f"{kind:28}{c.precision:7.3f}{c.recall:7.3f}{c.f1:7.3f}   {c.hit}/{c.read}/{c.gold}")
    return "\n".join(lines)


def error_line(miss: Miss, text: str | None) -> str:
    """A disagreement in one line, with its characters in their context where the source's text is known."""
    tag = "missed" if miss.missed else "extra "
    if isinstance(miss.said, tuple):
        return f"{tag} {miss.kind} " + json.dumps(miss.said, ensure_ascii=False)
    said = {field.name: getattr(miss.said, field.name) for field in fields(miss.said)}
    return f"{tag} {miss.kind} {json.dumps(said, ensure_ascii=False)}{_context(said, text)}"


def _context(said: dict[str, Any], text: str | None) -> str:
    if text is None:
        return ""
    start, end = said["start"], said["end"]
    middle = text[start:end] if end - start <= 80 else f"{text[start : start + 40]}…{text[end - 30 : end]}"
    shown = f"{text[max(0, start - CONTEXT) : start]}⟦{middle}⟧{text[end : end + CONTEXT]}"
    return " " + shown.replace("\r", "").replace("\n", "⏎")
