"""Precision, recall and F1 of a reading against a gold sheet, by kind of statement.

A match is strict: spans overlap (intersection over union) and every value agrees. Documents are paired by
their blocks and compared fact by fact.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from gongwen.graph.evaluation.sheets import (
    CitationItem,
    DeadlineItem,
    DocumentItem,
    DutyItem,
    Item,
    Sheet,
    TaskItem,
    TermItem,
    spelled,
)

#  Least intersection over union. Names of bodies and titles are short and exact; time expressions are cut in
# many ways (到…底前), tasks are long, of a term only the marks around it differ.
OVERLAP = 0.6
TASK_OVERLAP = 0.5
DEADLINE_OVERLAP = 0.4
TERM_OVERLAP = 0.3
# Tasks whose titles differ are one where their texts agree this much.
SAME_TASK_OVERLAP = 0.8
# Code points behind a task's last body in which a deadline of its bracket may stand.
BRACKET_REACH = 40

T = TypeVar("T", bound=Item)


@dataclass(frozen=True, slots=True)
class Count:
    """Statements that agree, that were read, and that the gold sheet has."""

    hit: int = 0
    read: int = 0
    gold: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hit + other.hit, self.read + other.read, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of what was read that is right; 1 where nothing was read nor to be read."""
        return self.hit / self.read if self.read else float(not self.gold)

    @property
    def recall(self) -> float:
        """Share of what is to be read that was; 1 where there is nothing."""
        return self.hit / self.gold if self.gold else float(not self.read)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two, in its form by counts: rounded once, so that 28 of 35 is 0.8 and no less."""
        return 2 * self.hit / (self.read + self.gold) if self.read + self.gold else 1.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A statement that only one of the two has: ``missed`` of the gold sheet, else read beside it. ``said``
    is an Item, or a fact of a document."""

    kind: str
    missed: bool
    said: Any


@dataclass(frozen=True, slots=True)
class Score:
    """Counts by kind of statement, in the order of the table, and every disagreement."""

    counts: Mapping[str, Count]
    misses: tuple[Miss, ...]


def overlap(a: Item, b: Item) -> float:
    """Intersection over union of two spans."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start)) if shared > 0 else 0.0


def align(
    gold: Sequence[T], read: Sequence[T], agree: Callable[[T, T], bool], least: float = OVERLAP
) -> dict[int, int]:
    """One-to-one pairs of what agrees and overlaps, best overlap first; indices of ``gold`` to indices of
    ``read``."""
    order = sorted(range(len(read)), key=lambda j: read[j].start)
    pairs: list[tuple[float, int, int]] = []
    live: list[
        tuple[int, int]
    ] = []  # (end, index) of what may still overlap; gold comes in order of its starts
    at = 0
    for i in sorted(range(len(gold)), key=lambda i: gold[i].start):
        while at < len(order) and read[order[at]].start < gold[i].end:
            heapq.heappush(live, (read[order[at]].end, order[at]))
            at += 1
        while live and live[0][0] <= gold[i].start:
            heapq.heappop(live)
        for _, j in live:
            shared = overlap(gold[i], read[j])
            if shared >= least and agree(gold[i], read[j]):
                pairs.append((shared, i, j))
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(pairs, reverse=True):
        if i not in paired and j not in taken:
            paired[i] = j
            taken.add(j)
    return paired


def score(gold: Sheet, read: Sheet) -> Score:
    """Scores a reading of the source of ``gold``."""
    return _Scorer(gold, read).score()


class _Scorer:
    def __init__(self, gold: Sheet, read: Sheet) -> None:
        self._gold, self._read = gold, read
        self._counts: dict[str, Count] = {}
        self._misses: list[Miss] = []
        self._gold_tasks = {task.id: task for task in gold.tasks}
        self._read_tasks = {task.id: task for task in read.tasks}

    def score(self) -> Score:
        gold, read = self._gold, self._read
        self._facts()
        self._add("citation", gold.citations, read.citations, _same_cited)
        self._add("citation+relation", gold.citations, read.citations, _same_citation)
        self._add("task", gold.tasks, read.tasks, _same_task, TASK_OVERLAP)
        self._add("responsibility mention", gold.duties, read.duties, _any)
        self._add("responsibility mention+role", gold.duties, read.duties, _same_role)
        self._add("responsibility", gold.duties, read.duties, self._same_duty)
        deadlines = bounded(gold)
        self._add("deadline mention", deadlines, read.deadlines, _any, DEADLINE_OVERLAP)
        self._add("deadline", deadlines, read.deadlines, _same_time, DEADLINE_OVERLAP)
        self._add("deadline+task", deadlines, read.deadlines, self._same_deadline, DEADLINE_OVERLAP)
        self._add("term", gold.terms, read.terms, _same_term, TERM_OVERLAP)
        return Score(self._counts, tuple(self._misses))

    def _add(
        self,
        kind: str,
        gold: Sequence[T],
        read: Sequence[T],
        agree: Callable[[T, T], bool],
        least: float = OVERLAP,
    ) -> None:
        paired = align(gold, read, agree, least)
        found = set(paired.values())
        self._counts[kind] = Count(len(paired), len(read), len(gold))
        self._misses += [Miss(kind, True, item) for i, item in enumerate(gold) if i not in paired]
        self._misses += [Miss(kind, False, item) for j, item in enumerate(read) if j not in found]

    def _facts(self) -> None:
        """The facts of all documents, each document going by its id in the gold sheet where it is paired."""
        paired = align(self._gold.documents, self._read.documents, _any)
        names = {self._read.documents[j].id: self._gold.documents[i].id for i, j in paired.items()}
        gold, read = _document_facts(self._gold.documents, {}), _document_facts(self._read.documents, names)
        self._counts["metadata"] = Count((gold & read).total(), read.total(), gold.total())
        self._misses += [Miss("metadata", True, fact) for fact in (gold - read).elements()]
        self._misses += [Miss("metadata", False, fact) for fact in (read - gold).elements()]

    def _same_bound(self, gold: str | None, read: str | None) -> bool:
        one, other = self._gold_tasks.get(gold or ""), self._read_tasks.get(read or "")
        if one is None or other is None:
            return False
        return _same_task(one, other) and overlap(one, other) >= TASK_OVERLAP

    def _same_duty(self, gold: DutyItem, read: DutyItem) -> bool:
        bodies = {spelled(body) for body in gold.bodies} & {spelled(body) for body in read.bodies}
        return _same_role(gold, read) and bool(bodies) and self._same_bound(gold.task, read.task)

    def _same_deadline(self, gold: DeadlineItem, read: DeadlineItem) -> bool:
        if not _same_time(gold, read):
            return False
        return self._same_bound(gold.task, read.task) if gold.task else not read.task


def bounded(gold: Sheet) -> tuple[DeadlineItem, ...]:
    """The deadlines of a gold sheet, each with the task that it bounds: the innermost in whose text or
    following bracket it stands."""
    last: dict[str, int] = {}
    for duty in gold.duties:
        if duty.task:
            last[duty.task] = max(last.get(duty.task, 0), duty.end)
    starts = sorted(task.start for task in gold.tasks)
    reach = {task.id: _reach(task, last.get(task.id, 0), starts) for task in gold.tasks}
    return tuple(replace(d, task=_bound(d, gold.tasks, reach)) for d in gold.deadlines)


def _reach(task: TaskItem, last_duty: int, starts: Sequence[int]) -> int:
    """Where the task's bracket ends at the latest: before the next task."""
    following = next((start for start in starts if start >= task.end), None)
    tail = max(task.end, last_duty) + BRACKET_REACH
    return tail if following is None else min(tail, following)


def _bound(deadline: DeadlineItem, tasks: Sequence[TaskItem], reach: Mapping[str, int]) -> str | None:
    around = [t for t in tasks if t.start <= deadline.start and deadline.end <= reach[t.id]]
    inside = [t for t in around if deadline.end <= t.end]
    innermost = min(inside or around, key=lambda t: (t.end - t.start, -t.start), default=None)
    return innermost.id if innermost else None


def _document_facts(
    documents: Sequence[DocumentItem], names: Mapping[str, str]
) -> Counter[tuple[str, str, str]]:
    facts: Counter[tuple[str, str, str]] = Counter()
    for d in documents:
        name = names.get(d.id, d.id)
        values = {
            "title": d.title,
            "number": d.number,
            "registration": d.registration,
            "date": d.date,
            "type": d.type,
        }
        facts[(name, "block", "")] += 1
        facts.update((name, field, spelled(value) or "") for field, value in values.items() if value)
        facts.update((name, "issuer", spelled(issuer) or "") for issuer in d.issuers)
        if d.parent:
            facts[(name, "parent", names.get(d.parent, d.parent))] += 1
    return facts


def _any(gold: Item, read: Item) -> bool:
    return True


def _same_cited(gold: CitationItem, read: CitationItem) -> bool:
    title = spelled(gold.title) and spelled(gold.title) == spelled(read.title)
    return bool(title or (spelled(gold.number) and spelled(gold.number) == spelled(read.number)))


def _same_citation(gold: CitationItem, read: CitationItem) -> bool:
    return _same_cited(gold, read) and gold.relation == read.relation


def _same_task(gold: TaskItem, read: TaskItem) -> bool:
    return spelled(gold.title) == spelled(read.title) or overlap(gold, read) >= SAME_TASK_OVERLAP


def _same_role(gold: DutyItem, read: DutyItem) -> bool:
    return gold.role == read.role


def _same_time(gold: DeadlineItem, read: DeadlineItem) -> bool:
    return (gold.kind, gold.value) == (read.kind, read.value)


def _same_term(gold: TermItem, read: TermItem) -> bool:
    return spelled(gold.term) == spelled(read.term)
