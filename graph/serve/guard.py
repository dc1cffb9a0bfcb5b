"""What may be asked: no updates, no SERVICE but to allowed targets; whether a query names its dataset; and whether
its answer is another each time.

Whether a keyword is used is for the parser to say, since the same letters may stand in a string, a comment, an
IRI or a name. The engine has one parser and tells only whether a text parses. So the letters are changed in
every place where they stand, ``SERVICE`` to ``SXRVICE``: in strings, comments, IRIs and names that is another
text of the same grammar; where they were the keyword nothing fits any more, and the error's position is that
of the keyword. The judge is the very parser that would run the query, so nothing can be a string for the one
and code for the other.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from itertools import islice
from typing import NamedTuple

from gongwen.graph.serve.http import HttpError
from gongwen.graph.serve.protocol import READ_ONLY

# The message of the parser for a text, None for a query (``parser.Parser.error``).
Judge = Callable[[str], Awaitable[str | None]]
# A text, and the same in lower case.
_Spelling = tuple[str, str]

_POSITION = re.compile(r"error at (\d+):(\d+):? ?(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST_CODE_POINT = 0x10FFFF
# What may stand before the form of a query (SPARQL 1.1, section 19.8: Prologue), and the word behind it.
_PROLOGUE = re.compile(
    r"""(?: \s++ | \#[^\r\n]*+ | BASE\s*+<[^<>\s]*+> | PREFIX\s++[^\s:<>]*+:\s*+<[^<>\s]*+> )*+ ([A-Za-z]*+)""",
    re.VERBOSE | re.IGNORECASE,
)
_CALL = re.compile(r"\bservice\b(?:\s++silent\b)?+", re.IGNORECASE)
# Places that are gone through to tell where the one is that is refused.
_PLACES = 10
# Functions whose value is another each time; STRUUID holds UUID.
_VARYING = ("now", "rand", "uuid", "bnode")
_SERVICE, _FROM = "service", "from"
_WORDS = (_SERVICE, _FROM, *_VARYING)
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])


class Verdict(NamedTuple):
    """What a query does: asks other servers, names its dataset itself, gives another answer each time."""

    remote: bool = False
    dataset: bool = False
    varies: bool = False


_PLAIN = Verdict()


async def judged(query: str, allowed: tuple[str, ...], judge: Judge) -> Verdict:
    """What a query does. ``allowed`` are the targets of SERVICE that it may ask.

    Raises HttpError 403 for a SERVICE whose target is not the full IRI of one that is allowed, 400 for a text that does
    not parse, where it had to be parsed. A text that holds no word in question is not: that is for the engine.
    """
    spelled = _spellings(query)
    if not any(word in lowered for _, lowered in spelled for word in _WORDS):
        return _PLAIN
    remote = await _refuse_service(spelled, allowed, judge)
    dataset = await _uses_any(spelled, (_FROM,), judge)
    return Verdict(remote, dataset, remote or await _uses_any(spelled, _VARYING, judge))


async def varies(query: str, judge: Judge) -> bool:
    """Whether the answer may be another each time, though the graph is the same."""
    return await _uses_any(_spellings(query), (_SERVICE, *_VARYING), judge)


def refuse_update(query: str) -> None:
    """Raises HttpError 403 for a text that begins as SPARQL Update does. No engine takes one for a query."""
    match = _PROLOGUE.match(query)
    if match and match[1].upper() in _UPDATES:
        raise HttpError(403, READ_ONLY)


async def _refuse_service(spelled: list[_Spelling], allowed: tuple[str, ...], judge: Judge) -> bool:
    """Refuses a SERVICE that is not allowed; whether there is any other."""
    remote = False
    for text, lowered in spelled:
        if _SERVICE in lowered:
            told = await judge(_change(_open(text, allowed), "service"))
            if told is not None:
                raise await _refusal(text, allowed, told, judge)
            remote = remote or (bool(allowed) and await judge(_change(text, "service")) is not None)
    return remote


def parse_error(told: str) -> HttpError:
    """The error for a query that the parser refused with this message: its position and what was
    expected."""
    match = _POSITION.match(told)
    if not match:
        return HttpError(400, "查询有错误 the query is not valid.")
    at = _place(int(match[1]), int(match[2]))
    return HttpError(400, f"查询有语法错误 the query does not parse: {at}: {match[3]}")


async def _refusal(text: str, allowed: tuple[str, ...], told: str, judge: Judge) -> HttpError:
    """The error for a query that does not parse when the word is changed: is it SERVICE, and where?"""
    if await judge(_innocent(text)) is not None:
        return parse_error(told)
    for word in islice(re.finditer("service", text, re.IGNORECASE), _PLACES):
        before, rest = text[: word.start()], text[word.start() :]
        # One place is changed, all others are made innocent: what fails then is this one.
        changed = f"{_innocent(before)}{rest[0]}x{_innocent(rest[2:])}"
        if _open(rest, allowed)[0] == rest[0] and await judge(changed) is not None:
            return _not_allowed(text, word.start())
    return _not_allowed(text, None)


def _innocent(text: str) -> str:
    """The text with GRAPH for SERVICE, which the grammar has in the same places and which asks nobody."""
    return _CALL.sub("GRAPH", text)


def _not_allowed(text: str, offset: int | None) -> HttpError:
    place = f" ({_place(*_line_column(text, offset))})" if offset is not None else ""
    return HttpError(
        403,
        f"SERVICE 的目标不在允许之列 the target of SERVICE is not allowed here{place}; "
        "目标须写全 name an allowed target by its full IRI.",
    )


async def _uses_any(spelled: list[_Spelling], words: tuple[str, ...], judge: Judge) -> bool:
    """Whether one of the words is a keyword of the query; True also where it does not parse, which the engine will
    say."""
    for text, lowered in spelled:
        for word in words:
            if word in lowered and await judge(_change(text, word)) is not None:
                return True
    return False


def _spellings(query: str) -> list[_Spelling]:
    """The query, and as it is when its ``\\u`` escapes are resolved first (SPARQL 1.1, section 19.2)."""
    found = [(query, query.lower())]
    if "\\" in query:
        resolved = _ESCAPE.sub(_character, query)
        if resolved != query:
            found.append((resolved, resolved.lower()))
    return found


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= _LAST_CODE_POINT and not 0xD800 <= code < 0xE000 else match.group()


def _change(text: str, word: str) -> str:
    """The text with an ``x`` for the second letter of the word wherever it stands."""
    return re.sub(word, lambda m: f"{m.group()[0]}x{m.group()[2:]}", text, flags=re.IGNORECASE)


def _open(text: str, allowed: tuple[str, ...]) -> str:
    """The text with ``SERVICE SILENT <allowed>`` as ``GRAPH <allowed>``, which the grammar has in the same
    place."""
    for target in allowed:
        call = re.compile(rf"(?i:\bservice(?:\s++silent)?+)\s*+<{re.escape(target)}>")
        text = call.sub(lambda found: f"GRAPH <{found.group().partition('<')[2]}", text)
    return text


def _line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, in code points from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _place(line: int, column: int) -> str:
    return f"第 {line} 行第 {column} 列 line {line}, column {column}"
