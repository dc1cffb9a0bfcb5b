"""Parameters of a query: values are parsed into RDF terms and join the query as ``VALUES`` blocks.

No text of a user ever becomes text of a query: what is written into it is the serialisation of a parsed
term. A query may say where a parameter is bound, with ``VALUES ?words { UNDEF }``, which also makes it a query
that runs as it is; engines evaluate a filter early only where its variables are bound in the same group.
Elsewhere blocks stand first in the query's outermost group, where filters of that group see them; sub-selects
have a scope of their own (SPARQL 1.1, section 12) and do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from gongwen.graph.errors import QueryError

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
# By variable, without ``?``: a term, or several of which each in turn is the value.
Bindings = Mapping[str, Term | Sequence[Term]]

_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
# IRIs and comments are blanks when this is matched.
_PROLOGUE = re.compile(r"(?:\s++|PREFIX\s++[^\s:]*+:|BASE\b)*+([A-Za-z]++)", re.IGNORECASE)
_PLACE = re.compile(r"\bVALUES\s++\?([A-Za-z0-9_]++)\s*+\{\s*+UNDEF\s*+\}", re.IGNORECASE)
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


def bind(query: str, bindings: Bindings) -> str:
    """The query with a ``VALUES`` block for each of ``bindings``; places of parameters that are not bound go.

    Raises QueryError for a query without a group or a name that is no variable.
    """
    blocks = {name: _block(name, value) for name, value in bindings.items()}
    parts, done = [], 0
    placed = set()
    for place in _PLACE.finditer(_masked(query)):
        parts += [query[done : place.start()], blocks.get(place[1], "")]
        placed.add(place[1])
        done = place.end()
    text = "".join([*parts, query[done:]])
    others = [block for name, block in blocks.items() if name not in placed]
    if not others:
        return text
    at = pattern_start(text)
    return f"{text[:at]} {' '.join(others)} {text[at:]}"


def _block(name: str, value: Term | Sequence[Term]) -> str:
    if not _VARIABLE.fullmatch(name):
        raise QueryError(f"not the name of a variable: {name!r}")
    terms = value if isinstance(value, Sequence) else (value,)
    return f"VALUES ?{name} {{ {' '.join(map(str, terms))} }}"


def _masked(query: str) -> str:
    """The query with blanks for its comments, IRIs and strings."""
    return _TOKEN.sub(lambda m: " " * len(m.group()) if m.lastgroup == "skip" else m.group(), query)


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


def query_form(query: str) -> str:
    r"""``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``; empty where it is none of these, an update perhaps.

    >>> query_form("# ask me\nPREFIX ask: <http://ask/>\nselect * { }")
    'SELECT'
    """
    match = _PROLOGUE.match(_masked(query))
    form = match[1].upper() if match else ""
    return form if form in FORMS else ""


def _tokens(query: str) -> Iterator[tuple[str, str, int]]:
    for match in _TOKEN.finditer(query):
        if match.lastgroup != "skip":
            yield str(match.lastgroup), match.group(), match.end()
