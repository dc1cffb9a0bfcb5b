"""SPARQL 1.1 Protocol, section 2: a request read as a query with its dataset."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from gongwen.graph.serve.http import HttpError, Request, decode_form, too_large
from gongwen.graph.serve.upstream import Message

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
# Where engines take queries.
TARGET = "/query"
READ_ONLY = "此端点只读: this endpoint is read-only; updates are refused."


class Asked(NamedTuple):
    """A query as the client sent it, and the dataset that the protocol's parameters name."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes that the texts take in memory, at most."""
        return 4 * sum(map(len, (self.query, *self.default_graphs, *self.named_graphs)))

    def message(self, union: bool, accept: str) -> Message:
        """The query for the engine; ``union``: the default graph is the union of all graphs."""
        if not self.default_graphs and not self.named_graphs:
            # As it is: encoding a form takes longer than a short query.
            target = f"{TARGET}?union-default-graph" if union else TARGET
            return Message(target, QUERY, self.query.encode(), accept)
        fields = [("query", self.query)]
        fields += [("default-graph-uri", graph) for graph in self.default_graphs]
        fields += [("named-graph-uri", graph) for graph in self.named_graphs]
        if union:
            fields.append(("union-default-graph", ""))
        return Message(TARGET, FORM, urlencode(fields).encode(), accept)


async def read_request(request: Request, limit: int) -> Asked | None:
    """The query of a request, None where it has none (GET: a description is asked for).

    Raises HttpError: 400, 403 for updates, 405, 413, 415.
    """
    if len(request.query_string) > limit:
        raise too_large(limit)
    if request.method in ("GET", "HEAD"):
        return _asked(request.parameters(), None)
    if request.method != "POST":
        raise HttpError(405, READ_ONLY, {"allow": "GET, HEAD, OPTIONS, POST"})
    return await _posted(request, limit)


async def _posted(request: Request, limit: int) -> Asked:
    media_type = _media_type(request)
    body = await request.body(limit)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as e:
        raise HttpError(400, f"请求不是 UTF-8: the body is not UTF-8 (byte {e.start}).") from None
    if media_type == QUERY:
        asked = _asked(request.parameters(), text)
    else:
        asked = _asked(request.parameters() + decode_form(text), None)
    if asked is None:
        raise HttpError(400, "没有 query 参数: the form has no parameter 'query'.")
    return asked


def _media_type(request: Request) -> str:
    media_type, _, rest = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    if media_type == UPDATE:
        raise HttpError(403, READ_ONLY)
    charset = rest.strip().lower()
    if media_type not in (FORM, QUERY) or (charset.startswith("charset=") and "utf-8" not in charset):
        raise HttpError(415, f"POST 须是 UTF-8 的 {FORM} 或 {QUERY}: send one of these, in UTF-8.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HttpError(415, "请求不能压缩: the body must not be compressed.")
    return media_type


def _asked(parameters: list[tuple[str, str]], body: str | None) -> Asked | None:
    if any(name == "update" for name, _ in parameters):
        raise HttpError(403, READ_ONLY)
    queries = [value for name, value in parameters if name == "query"]
    if body is not None:
        queries.append(body)
    if not queries:
        return None
    if len(queries) > 1:
        raise HttpError(400, "query 出现多次: give exactly one query.")
    return Asked(
        queries[0],
        tuple(value for name, value in parameters if name == "default-graph-uri"),
        tuple(value for name, value in parameters if name == "named-graph-uri"),
    )
