"""What the tests of the graph share: a tiny reader for tiny texts of an invented city, so that each test
says in its text what its graph must hold. It is to the graph what the pipeline is: a pure function of the
source.

A text is paragraphs; one that begins with ``#`` begins a document::

    # 云府〔2021〕1号 | 云泽市人民政府关于印发甲方案的通知 | 2021-01-04 | 通知
    印发《甲方案》
    废止《乙办法》（云府〔2019〕3号）
    市教育局 lead 办好学校 due 2021-06
    effective 2021-02-01
    ## 甲方案                                     (printed by the document before it)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from gongwen.extract.keys import Identity, distinct_keys, document_key
from gongwen.extract.model import (
    Body,
    Citation,
    Deadline,
    DeadlineKind,
    Diagnostic,
    Document,
    Fact,
    Relation,
    Responsibility,
    Role,
    Source,
    SourceReading,
    Span,
    Task,
    Term,
)
from gongwen.extract.source import source_of

AREA = "445900"  # 云泽市, a code that GB/T 2260 has not given to any city
RELATIONS = {
    "印发": Relation.ISSUES,
    "废止": Relation.REPEALS,
    "根据": Relation.LEGAL_BASIS,
    "按照": Relation.REFERENCES,
}
_CITATION = re.compile(r"(印发|废止|根据|按照)(《.+》)?(?:（(.+号)）)?")
_TASK = re.compile(r"(\S+) (lead|cooperate|responsible) (\S+)(?: due (\S+))?")
_LAST = {"01": 31, "06": 30, "12": 31}

GOVERNMENT = Body(AREA, "人民政府", "云泽市人民政府", ("云泽市人民政府", "市政府"))


def body(name: str) -> Body:
    """市教育局 as 云泽市教育局, 445900."""
    return Body(AREA, name.removeprefix("市"), f"云泽{name}", (name, f"云泽{name}"))


def read(source: Source) -> SourceReading:
    """The reading of a tiny text."""
    blocks = list(_blocks(source.text))
    heads = [_head(source, start, end) for start, end in blocks]
    texts = [source.text[start:end] for start, end in blocks]
    keys = distinct_keys([document_key(identity) for identity, _ in heads], texts)
    documents, parent = [], None
    for (start, end), (identity, issues), key in zip(blocks, heads, keys, strict=True):
        parent = key if not identity.printed_with_parent else parent
        documents.append(_document(source.text, start, end, identity, key, parent if issues else None))
    loose = [
        Diagnostic("odd", f"?? at {m.start()}", span=Span(m.start(), m.end()))
        for m in re.finditer(r"\?\?", source.text)
    ]
    return SourceReading(source, tuple(documents), tuple(loose))


def source(text: str, name: str = "a.txt") -> Source:
    """A source made of a text."""
    return source_of(text.encode(), name)


def write(folder: Path, texts: dict[str, str]) -> list[Path]:
    """Files with these texts; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    return [folder / name for name in texts]


NOTICE = """# 云府〔2021〕1号 | 关于印发甲方案的通知 | 2021-01-04 | 通知
印发《甲方案》
废止《乙办法》（云府〔2019〕3号）
effective 2021-02-01
## 甲方案
根据《云泽市供水条例》
市教育局 lead 办好学校 due 2021-06
市财政局 cooperate 办好学校
term 湖长：管湖的人 ??
"""
RULES = """# 云府〔2019〕3号 | 乙办法 | 2019-05-05 | 办法
市水务局 responsible 供水
"""
LATER = """# 云府〔2022〕8号 | 关于做好供水工作的通知 | 2022-03-01 | 通知
根据《甲方案》（云府〔2021〕1号）
按照《乙办法》
市教育局 responsible 节水 due 2022-12
"""


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    starts = [m.start() for m in re.finditer(r"^#", text, re.MULTILINE)]
    yield from pairwise([*starts, len(text)])


def _head(source: Source, start: int, end: int) -> tuple[Identity, bool]:
    line = source.text[start:end].splitlines()[0]
    printed = line.startswith("##")
    fields = [field.strip() for field in line.lstrip("#").split("|")]
    if printed:
        above = (
            source.text[:start].rpartition("\n# ")[2]
            if "\n# " in source.text[:start]
            else source.text[2:start]
        )
        number, date = above.split("|")[0].strip(), above.splitlines()[0].split("|")[2].strip()
        fields = [number, fields[0], date, ""]
    number, title, date, _ = fields
    issuers = ("云泽市人民政府",)
    text = source.text[start:end]
    return Identity(text, number or None, title or None, issuers, date, printed), printed


def _document(text: str, start: int, end: int, what: Identity, key: str, parent: str | None) -> Document:
    lines = list(_lines(text, start, end))
    span = lines[0][0]
    kind = what.title[-2:] if what.title else None
    return Document(
        key=key,
        span=Span(start, end),
        title=Fact(what.title, span) if what.title else None,
        number=Fact(what.number, span) if what.number else None,
        issuers=(Fact(GOVERNMENT, span),),
        date=Fact(what.date, span) if what.date else None,
        type=Fact(kind, span) if kind else None,
        parent=parent,
        area=AREA,
        citations=tuple(c for where, line in lines for c in _citations(where, line)),
        tasks=tuple(t for where, line in lines for t in _tasks(where, line)),
        deadlines=tuple(d for where, line in lines for d in _effective(where, line)),
        terms=tuple(
            Term(where, *line.removeprefix("term ").split("："))
            for where, line in lines
            if line.startswith("term ")
        ),
    )


def _lines(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    for m in re.finditer(r"[^\n]+", text[start:end]):
        yield Span(start + m.start(), start + m.end()), m.group()


def _citations(where: Span, line: str) -> Iterator[Citation]:
    m = _CITATION.fullmatch(line)
    if m:
        yield Citation(where, m[2].strip("《》") if m[2] else None, m[3], RELATIONS[m[1]])


def _tasks(where: Span, line: str) -> Iterator[Task]:
    m = _TASK.fullmatch(line)
    if m:
        duty = Responsibility(Span(where.start, where.start + len(m[1])), body(m[1]), Role(m[2]))
        due: tuple[Deadline, ...] = ()
        if m[4]:
            month = f"{m[4]}-01", f"{m[4]}-{_LAST[m[4][-2:]]}"
            due = (Deadline(Span(where.end - len(m[4]), where.end), DeadlineKind.DUE, m[4], *month),)
        yield Task(where, m[3], line, (duty,), due)


def _effective(where: Span, line: str) -> Iterator[Deadline]:
    if line.startswith("effective "):
        day = line.removeprefix("effective ")
        yield Deadline(where, DeadlineKind.EFFECTIVE, day, day, day)
