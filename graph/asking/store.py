"""The one way to ask: SPARQL, of the local store or of a remote endpoint, with the same answers.

The default graph is the union of all named graphs in both.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError

import pyoxigraph as ox
from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointNotFound, SPARQLWrapperException, Unauthorized

from gongwen.graph.asking.binding import Bindings, Term, bind, query_form
from gongwen.graph.errors import EndpointError, QueryError
from gongwen.graph.kg.generations import KgDirectory
from gongwen.graph.pushing.retry import PASSING, waits

# Seconds that a remote endpoint may take.
TIMEOUT = 60
# An endpoint's own timeout: the same query would take as long again.
_OUT_OF_TIME = 504
_UNUSABLE = {
    Unauthorized: "要求登录 wants a user and a password; ask for an address that is open to read.",
    EndPointNotFound: "没有端点 is no SPARQL endpoint (HTTP 404); the address often ends with /sparql or /query.",
}
_WORDS = 300


@dataclass(frozen=True, slots=True)
class Table:
    """The solutions of a SELECT: names of the columns, and rows of terms, None where a variable is
    unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


Triples = tuple[ox.Triple, ...]


class Store(Protocol):
    """Something that answers SPARQL 1.1 queries."""

    def query(self, sparql: str, bindings: Bindings | None = None) -> Table | bool | Triples:
        """The answer: a Table for SELECT, a bool for ASK, triples for CONSTRUCT and DESCRIBE.

        ``bindings`` are terms by variable (``gongwen.graph.asking.binding``). Raises QueryError for a query that is
        refused, EndpointError for an endpoint that does not answer.
        """

    def select(self, sparql: str, bindings: Bindings | None = None) -> Table:
        """The answer to a SELECT; raises QueryError for any other query."""


class _Selecting:
    """What both stores share."""

    def query(self, sparql: str, bindings: Bindings | None = None) -> Table | bool | Triples:
        raise NotImplementedError

    def select(self, sparql: str, bindings: Bindings | None = None) -> Table:
        """The answer to a SELECT; raises QueryError for any other query."""
        answer = self.query(sparql, bindings)
        if not isinstance(answer, Table):
            raise QueryError("这里需要 SELECT 查询: a SELECT query is needed here.")
        return answer


class LocalStore(_Selecting):
    """A store of Oxigraph, opened read-only."""

    def __init__(self, store: ox.Store) -> None:
        self.engine = store

    def query(self, sparql: str, bindings: Bindings | None = None) -> Table | bool | Triples:
        """See ``Store.query``."""
        text = bind(sparql, bindings or {})
        try:
            answer = self.engine.query(text, use_default_graph_as_union=True)
        except SyntaxError as e:
            raise QueryError(f"查询有语法错误 the query does not parse: {e}") from e
        except (RuntimeError, OSError) as e:
            raise QueryError(f"查询失败 the query failed: {e}") from e
        if isinstance(answer, ox.QuerySolutions):
            columns = tuple(variable.value for variable in answer.variables)
            return Table(columns, tuple(tuple(row) for row in answer))
        return bool(answer) if isinstance(answer, ox.QueryBoolean) else tuple(answer)


class RemoteStore(_Selecting):
    """A SPARQL 1.1 endpoint, asked through SPARQLWrapper; its default graph must be the union of its
    graphs. ``timeout`` in seconds, for one answer; ``sleep`` waits between tries."""

    def __init__(self, url: str, timeout: int = TIMEOUT, sleep: Callable[[float], None] = time.sleep) -> None:
        self._url, self._timeout, self._sleep = url, timeout, sleep

    def query(self, sparql: str, bindings: Bindings | None = None) -> Table | bool | Triples:
        """See ``Store.query``."""
        asked = SPARQLWrapper(self._url)
        asked.setTimeout(self._timeout)
        # POST: a query may be longer than an address.
        asked.setMethod(POST)
        asked.setQuery(bind(sparql, bindings or {}))
        # SPARQLWrapper takes a word of a comment ("add") for the kind of the request.
        asked.queryType = query_form(sparql) or asked.queryType
        describes = asked.queryType in ("CONSTRUCT", "DESCRIBE")
        asked.setReturnFormat(N3 if describes else JSON)
        data = self._patiently(asked)
        return _triples(data) if describes else _table(data)

    def _patiently(self, asked: SPARQLWrapper) -> bytes:
        """What the endpoint answers. It is asked again while it is busy, restarts, or breaks off."""
        pauses = waits(self._sleep)
        while True:
            retry_after, told = None, ""
            try:
                data: bytes = asked.query().response.read()
                return data
            except (Unauthorized, EndPointNotFound) as e:
                raise EndpointError(self._url, f"{self._url} {_UNUSABLE[type(e)]}") from e
            except SPARQLWrapperException as e:
                raise QueryError(f"{self._url} 拒绝了查询 refused the query: {_reason(e)}") from e
            except HTTPError as e:
                told, retry_after = f"HTTP {e.code} {_first_words(e)}".strip(), e.headers.get("retry-after")
                if e.code not in PASSING:
                    raise EndpointError(self._url, f"{self._url} 不作答 refuses to answer: {told}") from e
                if e.code == _OUT_OF_TIME:
                    raise QueryError(f"{self._url} 超时 the query ran out of time there: {told}") from e
            except (URLError, OSError, HTTPException) as e:
                told = str(getattr(e, "reason", "") or e or type(e).__name__)
                if isinstance(e, TimeoutError) or isinstance(getattr(e, "reason", None), TimeoutError):
                    raise EndpointError(
                        self._url,
                        f"{self._url} 在 {self._timeout} 秒内没有应答 did not answer in time; narrow the query (--limit).",
                    ) from e
            pause = next(pauses, None)
            if pause is None:
                raise EndpointError(
                    self._url, f"{self._url} 没有应答 does not answer: {told}; is it running?"
                )
            pause(retry_after)


@contextmanager
def open_kg(root: Path) -> Iterator[LocalStore]:
    """The store of the current generation of a KG, for as long as the context lasts. Raises NoKgError,
    KgError."""
    with KgDirectory(root).reading() as generation:
        yield LocalStore(ox.Store.read_only(str(generation.require_store())))


def _table(data: bytes) -> Table | bool:
    try:
        answer = ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as e:
        raise QueryError(f"应答不是 SPARQL JSON: the answer is not in the SPARQL results format: {e}") from e
    if isinstance(answer, ox.QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return Table(columns, tuple(tuple(row) for row in answer))
    return bool(answer)


def _triples(data: bytes) -> Triples:
    return tuple(quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE))


def _first_words(error: HTTPError) -> str:
    """The beginning of what came with an error, in one line."""
    try:
        return " ".join(error.read(_WORDS).decode("utf-8", "replace").split())
    except (OSError, HTTPException):
        return ""


def _reason(error: SPARQLWrapperException) -> str:
    """The endpoint's own words, without SPARQLWrapper's preamble, in one line."""
    told = str(error).rpartition("Response:")[2].strip()
    # SPARQLWrapper formats what are bytes.
    if told.startswith(("b'", 'b"')):
        told = ast.literal_eval(told).decode("utf-8", "replace")
    return " ".join(told.split())[:_WORDS]
