"""What is said of one source file, in the form in which readings are compared: a gold file's, or a built
graph's.

Values are compared in a common spelling (``spelled``); spans are ``[start, end)`` in code points of the
source.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from gongwen.extract.errors import GongwenError

_IGNORED = re.compile(r"[\s*#]")
_FOLDED = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "(": "（",
        ")": "）",
        "〈": "《",
        "〉": "》",
        ",": "，",
        ":": "：",
    }
    | {"—": "-", "－": "-", "–": "-", "[": "〔", "]": "〕", "【": "〔", "】": "〕"}
)


class GoldError(GongwenError):
    """A gold file that is not one."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is said of ``[start, end)``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentItem(Item):
    """A document; ``parent`` is the id of the one that issues it."""

    id: str
    title: str | None
    number: str | None
    registration: str | None
    issuers: tuple[str, ...]
    date: str | None
    type: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class CitationItem(Item):
    """A citation with its relation's word (``legal_basis``)."""

    title: str | None
    number: str | None
    relation: str


@dataclass(frozen=True, slots=True)
class TaskItem(Item):
    """A task."""

    id: str
    title: str | None


@dataclass(frozen=True, slots=True)
class DutyItem(Item):
    """A responsibility: the id of its task, the names of its body, its role's word."""

    task: str | None
    bodies: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class DeadlineItem(Item):
    """A deadline; ``task`` is the id of the task that it bounds, None for the document as a whole."""

    kind: str
    value: str
    task: str | None = None


@dataclass(frozen=True, slots=True)
class TermItem(Item):
    """A glossary entry."""

    term: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is said of one source, each list in order of place."""

    source: str
    documents: tuple[DocumentItem, ...] = ()
    citations: tuple[CitationItem, ...] = ()
    tasks: tuple[TaskItem, ...] = ()
    duties: tuple[DutyItem, ...] = ()
    deadlines: tuple[DeadlineItem, ...] = ()
    terms: tuple[TermItem, ...] = ()


@lru_cache(maxsize=65_536)
def spelled(value: str | None) -> str | None:
    """A value in the common spelling: NFKC, no white space and Markdown marks, one kind of each bracket,
    quote and dash, no 。 ： 《 》 around it.

    >>> spelled(" 《湛江市“证照分离”方案》 ")
    '湛江市"证照分离"方案'
    """
    if value is None:
        return None
    return _IGNORED.sub("", unicodedata.normalize("NFKC", value)).translate(_FOLDED).strip("。：:《》")


def read_gold(path: Path) -> Sheet:
    """The sheet of a gold file (annotation guidelines); raises GoldError for a file that is none, OSError."""
    try:
        return _sheet(json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise GoldError(f"{path} 不是标注文件 is not a gold file: {type(e).__name__}: {e}") from e


def _sheet(gold: Mapping[str, Any]) -> Sheet:
    duties = []
    for r in gold["responsibilities"]:
        bodies = tuple(r["body"]) if isinstance(r["body"], list) else (r["body"],)
        duties.append(DutyItem(r["start"], r["end"], r.get("task"), bodies, r["role"]))
    return Sheet(
        source=gold["source"],
        documents=tuple(_document(d) for d in gold["documents"]),
        citations=tuple(
            CitationItem(c["start"], c["end"], c["title"], c["number"], c["relation"])
            for c in gold["citations"]
        ),
        tasks=tuple(TaskItem(t["start"], t["end"], t["id"], t["title"]) for t in gold["tasks"]),
        duties=tuple(duties),
        deadlines=tuple(DeadlineItem(d["start"], d["end"], d["kind"], d["value"]) for d in gold["deadlines"]),
        terms=tuple(TermItem(t["start"], t["end"], t["term"]) for t in gold["terms"]),
    )


def _document(d: Mapping[str, Any]) -> DocumentItem:
    return DocumentItem(
        start=d["start"],
        end=d["end"],
        id=d["id"],
        title=d.get("title"),
        number=d.get("number"),
        registration=d.get("registration"),
        issuers=tuple(d.get("issuers") or ()),
        date=d.get("date"),
        type=d.get("type"),
        parent=d.get("parent"),
    )
