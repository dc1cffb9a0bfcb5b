"""The named queries of ``gongwen.queries``: SPARQL 1.1 files whose leading comments say what they are for.

A file begins with lines ``# key: value``; ``|`` parts Chinese from English::

    # question: 某机构有哪些任务？ | Which tasks does a body have?
    # group: tasks
    # param: body body required | 机构的任一名称 | any name of the body
    # param: role choice(gw:lead gw:cooperate) optional | 角色 | role
    # column: title text | 任务 | Task
    # column: number text detail | 文号 | Number
    # example: --body 市场监督管理局

A parameter is the variable of its name, a column a projected variable, in their order; a table on a terminal
leaves out columns of ``detail``. Anything else in the
head of a file is an error: a misspelt key must not vanish as a comment.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from gongwen.graph.errors import QueryError


class ParameterKind(StrEnum):
    """What a parameter takes, and what is bound.

    ``body``, ``area``, ``document``: any name, looked up in the graph; IRIs are bound. ``within``: an area that narrows the search for a body; nothing is bound. ``iri``: an
    IRI. ``text``: characters to be contained, a plain literal. ``choice``: one of the terms listed.
    ``since``, ``until``, ``day``: a date; of a year or month the first two take the first and the last day.
    ``year``, ``number``: an integer.
    """

    BODY = "body"
    AREA = "area"
    DOCUMENT = "document"
    WITHIN = "within"
    IRI = "iri"
    TEXT = "text"
    CHOICE = "choice"
    SINCE = "since"
    UNTIL = "until"
    DAY = "day"
    YEAR = "year"
    NUMBER = "number"


class ColumnKind(StrEnum):
    """How a column is shown. ``names``: several, joined by ``；``; ``deadline``: values of deadlines, likewise, shown in
    words; ``concept``: an IRI shown by its label; ``evidence``: characters of a source, shown as a quote."""

    IRI = "iri"
    TEXT = "text"
    NAMES = "names"
    DEADLINE = "deadline"
    DATE = "date"
    NUMBER = "number"
    CONCEPT = "concept"
    EVIDENCE = "evidence"


# Kinds of columns whose cells hold several values.
SEVERAL = frozenset({ColumnKind.NAMES, ColumnKind.DEADLINE})
# What joins several names in one cell. Not 、, which stands inside names: 各县（市、区）人民政府.
NAMES_SEPARATOR = "；"
# What joins them in the answer of a query: ASCII, since Virtuoso takes no other separator.
NAMES_MARK = "|"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same said in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} {self.en}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that the asker sets; ``default`` as one would type it; ``choices`` are CURIEs."""

    name: str
    kind: ParameterKind
    required: bool
    label: Bilingual
    default: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """The option of the command line: ``--also-words``."""
        return "--" + self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Column:
    """A projected variable; ``detail``: for programs and second looks."""

    name: str
    kind: ColumnKind
    label: Bilingual
    detail: bool = False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the library: ``text`` is the whole file, ``example`` values by parameter."""

    name: str
    question: Bilingual
    group: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: Mapping[str, str]
    text: str
    about: Bilingual | None = None

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name; raises QueryError."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise QueryError(f"查询 {self.name} 没有参数 has no parameter {name!r}.")


class QueryFileError(QueryError):
    """A file of the library that does not say what it is for as it should."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}.rq:{line}: {message}")
        self.file, self.line = file, line


GROUPS: Mapping[str, Bilingual] = {
    "tasks": Bilingual("任务", "Tasks"),
    "deadlines": Bilingual("期限", "Deadlines"),
    "documents": Bilingual("文件", "Documents"),
    "citations": Bilingual("引用", "Citations"),
    "bodies": Bilingual("机构", "Bodies"),
    "evidence": Bilingual("依据与核查", "Evidence and checks"),
}

_FIELD = re.compile(r"# ([a-z]+): (\S.*)")
_PARAMETER = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*) (?P<kind>[a-z]+)(?:\((?P<choices>[^()]+)\))?"
    r" (?:(?P<required>required)|optional|default=(?P<default>\S+))"
)
_COLUMN = re.compile(r"(?P<name>[a-z][a-z0-9_]*) (?P<kind>[a-z]+)(?P<detail> detail)?")


@cache
def load_queries() -> Mapping[str, NamedQuery]:
    """All queries of the installed package by name, in order of groups and names. Raises QueryFileError."""
    folder = resources.files("gongwen.queries")
    files = [f for f in folder.iterdir() if f.name.endswith(".rq")]
    found = [parse_query(f.name.removesuffix(".rq"), f.read_text("utf-8")) for f in files]
    order = list(GROUPS)
    return {q.name: q for q in sorted(found, key=lambda q: (order.index(q.group), q.name))}


def parse_query(name: str, text: str) -> NamedQuery:
    """The query in a file of this name (without ``.rq``). Raises QueryFileError."""
    return _Head(name, text).query()


class _Head:
    """Reads the head of one file, line by line."""

    def __init__(self, name: str, text: str) -> None:
        self._name, self._text, self._line = name, text, 0
        self._single: dict[str, str] = {}
        self._said: dict[str, Bilingual] = {}
        self._parameters: list[Parameter] = []
        self._columns: list[Column] = []

    def query(self) -> NamedQuery:
        for key, value in self._fields():
            self._take(key, value)
        missing = [
            key for key in ("question", "group", "example") if key not in {**self._said, **self._single}
        ]
        if missing or not self._columns:
            raise self._error(f"the head lacks {', '.join(missing) or 'column'}")
        return NamedQuery(
            name=self._name,
            question=self._said["question"],
            group=self._single["group"],
            parameters=tuple(self._parameters),
            columns=tuple(self._columns),
            example=self._example(self._single["example"]),
            text=self._text,
            about=self._said.get("about"),
        )

    def _fields(self) -> Iterator[tuple[str, str]]:
        for number, line in enumerate(self._text.splitlines(), 1):
            if not line.startswith("#"):
                return
            self._line = number
            field = _FIELD.fullmatch(line)
            if not field:
                raise self._error("the head holds lines '# key: value' and ends where the query begins")
            yield field[1], field[2]

    def _take(self, key: str, value: str) -> None:
        if key == "param":
            self._parameters.append(self._parameter(value))
        elif key == "column":
            self._columns.append(self._column(value))
        elif key in ("question", "about") and key not in self._said:
            self._said[key] = self._bilingual(value)
        elif key == "group" and value not in GROUPS:
            raise self._error(f"no such group: {value}; one of {', '.join(GROUPS)}")
        elif key in ("group", "example") and key not in self._single:
            self._single[key] = value
        else:
            raise self._error(f"unknown or second key: {key}")

    def _parameter(self, value: str) -> Parameter:
        said, _, labels = value.partition(" | ")
        match = _PARAMETER.fullmatch(said)
        if not match or match["kind"] not in tuple(ParameterKind):
            raise self._error("param: NAME KIND required|optional|default=VALUE | 中文 | English")
        kind, choices = ParameterKind(match["kind"]), tuple((match["choices"] or "").split())
        if (kind is ParameterKind.CHOICE) != bool(choices):
            raise self._error("a choice, and nothing else, lists its terms: choice(gw:lead gw:cooperate)")
        required, default = match["required"] is not None, match["default"]
        return Parameter(match["name"], kind, required, self._bilingual(labels), default, choices)

    def _column(self, value: str) -> Column:
        said, _, labels = value.partition(" | ")
        match = _COLUMN.fullmatch(said)
        if not match or match["kind"] not in tuple(ColumnKind):
            raise self._error("column: NAME KIND [detail] | 中文 | English")
        kind = ColumnKind(match["kind"])
        detail = kind is ColumnKind.IRI or match["detail"] is not None
        return Column(match["name"], kind, self._bilingual(labels), detail)

    def _bilingual(self, value: str) -> Bilingual:
        parts = value.split(" | ")
        if len(parts) != 2 or not all(part.strip() == part != "" for part in parts):
            raise self._error("中文 | English: said in both, parted by ' | '")
        return Bilingual(*parts)

    def _example(self, value: str) -> dict[str, str]:
        """``--body 市场监督管理局 --role lead``; ``none`` where the query needs nothing."""
        words = [] if value == "none" else shlex.split(value)
        names = {parameter.option: parameter.name for parameter in self._parameters}
        if len(words) % 2 or any(word not in names for word in words[::2]):
            raise self._error(f"example: --PARAM VALUE …, or none; parameters are {', '.join(names)}")
        return {names[option]: said for option, said in zip(words[::2], words[1::2], strict=True)}

    def _error(self, message: str) -> QueryFileError:
        return QueryFileError(self._name, self._line, message)
