"""Parameters of a query: values are parsed into RDF terms and join the query as a ``VALUES`` block.

No text of a user ever becomes text of a query: what is written into it is the serialisation of a parsed
term. The block stands first in the query's outermost group, where filters of that group see it; sub-selects
have a scope of their own (SPARQL 1.1, section 12) and do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from gongwen.graph.errors import QueryError

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# What a brace may hide in, and what decides where the pattern begins; SPARQL 1.1 grammar, section 19.8.
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n\r]*+
        |<[^<>"{}|^`\\\x00-\x20]*+>
        |\"\"\"(?:[^"\\]|\\.|"(?!"")){0,1000000}+\"\"\"|'''(?:[^'\\]|\\.|'(?!'')){0,1000000}+'''
        |"(?:[^"\\\n\r]|\\.)*+"|'(?:[^'\\\n\r]|\\.)*+')
      |(?P<word>[A-Za-z]++)
      |(?P<mark>[{}()])""",
    re.VERBOSE | re.DOTALL,
)


def bind(query: str, bindings: Mapping[str, Term]) -> str:
    """The query with ``bindings`` (terms by the names of their variables, without ``?``) as its first
    ``VALUES``.

    Raises QueryError for a query without a group or a name that is no variable.
    """
    if not bindings:
        return query
    for name in bindings:
        if not _VARIABLE.fullmatch(name):
            raise QueryError(f"not the name of a variable: {name!r}")
    variables = " ".join(f"?{name}" for name in bindings)
    values = " ".join(str(value) for value in bindings.values())
    at = pattern_start(query)
    return f"{query[:at]} VALUES ({variables}) {{ ({values}) }} {query[at:]}"


def pattern_start(query: str) -> int:
    """The offset behind the brace that opens the outermost group of a query; raises QueryError where there
    is none."""
    constructs, depth, braces = False, 0, 0
    for kind, value, end in _tokens(query):
        if kind == "word":
            constructs = constructs or (value.upper() == "CONSTRUCT" and braces == 0)
        elif value in "()":
            depth += 1 if value == "(" else -1
        elif depth == 0 and value == "{":
            if not constructs:
                return end
            braces += 1
        elif depth == 0 and value == "}":
            braces -= 1
            constructs = constructs and braces > 0  # the template of a CONSTRUCT is over
    raise QueryError("查询没有图模式 the query has no group to bind its parameters in: { … }")


def _tokens(query: str) -> Iterator[tuple[str, str, int]]:
    for match in _TOKEN.finditer(query):
        if match.lastgroup != "skip":
            yield str(match.lastgroup), match.group(), match.end()
