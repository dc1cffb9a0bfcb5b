"""The ASGI application: which part of the endpoint answers which address."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pyoxigraph as ox

from gongwen.graph.serve import delivery, describe, pages, resources, sources
from gongwen.graph.serve.answering import Answering, negotiated, not_acceptable
from gongwen.graph.serve.http import Answer, HttpError, Receive, Request, Scope, Send, request_of
from gongwen.graph.serve.limits import Share
from gongwen.graph.serve.negotiation import GRAPHS, PAGE, PLAIN, RESULTS, accepted_types, choose
from gongwen.graph.serve.parser import Parser
from gongwen.graph.serve.protocol import READ_ONLY, UPDATE, read_request
from gongwen.graph.serve.settings import Settings
from gongwen.graph.serve.supervisor import Supervisor
from gongwen.graph.serve.upstream import Upstream

log = logging.getLogger("gongwen.serve")

ENDPOINT = "sparql"
_ENDPOINTS = ("/", f"/{ENDPOINT}")
_NOTHING = "没有此页 nothing is here; the endpoint is at /sparql."
_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?")
_SCHEMES = ("http", "https")


class Application:
    """The endpoint of one KG. ``running`` must be entered before the first request."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._supervisor = Supervisor(settings)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The engines run while this lasts. Raises NoKgError, EngineError."""
        # Each query on a connection of its own, kept open; the gate says how many there are.
        upstream = Upstream()
        parser = Parser(upstream)
        self._answering = Answering(self._settings, self._supervisor, parser, upstream)
        try:
            async with self._supervisor.running():
                yield
        finally:
            upstream.close()
            await parser.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification, version 3: HTTP."""
        if scope["type"] != "http":
            raise RuntimeError(f"not HTTP: {scope['type']}")
        request = request_of(scope, receive)
        with self._answering.budget.share() as share:
            answer, tag = await self._answer(request, share)
            whole = scope.get("extensions", {}).get(delivery.WHOLE)
            await delivery.deliver(request, answer, tag, send, whole)

    async def _answer(self, request: Request, share: Share) -> tuple[Answer, str | None]:
        """The answer, and its entity tag if it has one."""
        try:
            version = self._supervisor.version
            tag = delivery.etag(request, version) if request.method in ("GET", "HEAD") else None
            if tag and delivery.is_known(request, tag) and not await self._varies(request):
                return Answer(304, b""), tag
            answer = await self._route(request, share)
            # What was made while the KG changed has no tag: it may be of either version.
            return answer, tag if answer.status == 200 and answer.version == version else None
        except HttpError as e:
            return Answer(e.status, f"{e.message}\n".encode(), headers=e.headers), None
        except Exception:
            log.exception("request failed: %s %s", request.method, request.path)
            return Answer(500, "服务器内部错误 internal error; it has been logged.\n".encode()), None

    async def _route(self, request: Request, share: Share) -> Answer:
        if request.method == "OPTIONS":
            return Answer(204, b"", headers=delivery.PREFLIGHT)
        if request.path in _ENDPOINTS:
            if self._wants_page(request):
                return pages.query_page(self._settings, self._supervisor.base, self._supervisor.version)
            return await self._sparql(request, share)
        if request.headers.get("content-type", "").startswith(UPDATE):
            raise HttpError(403, READ_ONLY)
        if request.method not in ("GET", "HEAD"):
            raise HttpError(405, READ_ONLY, {"allow": "GET, HEAD, OPTIONS"})
        if request.path == "/.well-known/void":
            return await self._void(request, share)
        if request.path.startswith("/id/"):
            return await self._resource(request, share)
        if request.path.startswith("/source/"):
            return await self._source_called(request)
        found = (
            pages.asset(request.path.removeprefix("/assets/"))
            if request.path.startswith("/assets/")
            else None
        )
        if found:
            return found
        if request.path == "/health":
            return Answer(200, b"ok\n")
        raise HttpError(404, _NOTHING)

    async def _sparql(self, request: Request, share: Share) -> Answer:
        asked = await read_request(request, self._settings.max_query_bytes)
        if asked is None:
            return self._describe(request)
        return await self._answering.answer(asked, negotiated(request.accept()), share)

    def _wants_page(self, request: Request) -> bool:
        """Whether a browser comes, and not a program: it names HTML, and likes nothing else better."""
        if request.method not in ("GET", "HEAD"):
            return False
        chosen = choose(request.accept(), (*RESULTS, *GRAPHS, PAGE))
        return chosen is not None and chosen.format is PAGE

    async def _resource(self, request: Request, share: Share) -> Answer:
        """A data IRI: RDF, a page, or of a source its text."""
        base = self._supervisor.base
        iri = resources.data_iri(base, request.path)
        if iri is None:
            raise HttpError(404, _NOTHING)
        chosen = choose(request.accept(), (*GRAPHS, PAGE, PLAIN))
        if chosen is None:
            raise HttpError(406, f"没有可接受的格式 no acceptable format: {accepted_types((*GRAPHS, PAGE))}.")
        if chosen.format is PAGE or _chars(request):
            return await self._page(request, iri, share)
        if chosen.media_type == "text/plain" and (source := await self._source(iri)):
            return Answer(200, source.text.encode("utf-8", "replace"), version=self._supervisor.version)
        answer = await self._answering.own(resources.construct(iri), request.accept(), share)
        if not await self._known(iri, share):
            raise HttpError(404, _NOTHING)
        return answer

    async def _page(self, request: Request, iri: str, share: Share) -> Answer:
        base, version, chars = self._supervisor.base, self._supervisor.version, _chars(request)
        if chars or "text" in dict(request.parameters()):
            source = await self._source(iri)
            if source:
                return _source_page(base, source, chars, version)
        json = RESULTS[0].types[0]
        said = await self._answering.own(resources.said_query(iri), json, share)
        naming = await self._answering.own(resources.naming_query(iri), json, share)
        tables = [resources.properties(base, answer.body) for answer in (said, naming)]
        if not any(tables):
            raise HttpError(404, _NOTHING)
        return pages.resource_page(base, iri, tables[0], tables[1], version)

    async def _known(self, iri: str, share: Share) -> bool:
        answer = await self._answering.own(
            f"ASK {{ {{ {ox.NamedNode(iri)} ?p ?o }} UNION {{ ?s ?q {ox.NamedNode(iri)} }} }}",
            "text/csv",
            share,
        )
        return answer.body.strip() == b"true"

    async def _source_called(self, request: Request) -> Answer:
        """A source by its file name: its text; for a browser the page that marks ``?char=start,end``."""
        name = request.path.removeprefix("/source/")
        with self._supervisor.lease() as running:
            found = await asyncio.to_thread(sources.by_name, self._settings.kg, running.generation, name)
            base, version = running.base, running.version
        if not found:
            raise HttpError(404, "没有此来源 no source of the graph has this name.")
        if len(found) > 1:
            return pages.choice_page(base, found[0].name, found, _chars(request), version)
        chosen = choose(request.accept(), (PLAIN, PAGE))
        if chosen is None:
            raise HttpError(406, f"没有可接受的格式 no acceptable format: {accepted_types((PLAIN, PAGE))}.")
        if chosen.format is PAGE or _chars(request):
            return _source_page(base, found[0], _chars(request), version)
        return Answer(200, found[0].text.encode("utf-8", "replace"), version=version)

    async def _source(self, iri: str) -> sources.SourceText | None:
        with self._supervisor.lease() as running:
            return await asyncio.to_thread(sources.by_iri, self._settings.kg, running.generation, iri)

    def _describe(self, request: Request) -> Answer:
        chosen = choose(request.accept(), GRAPHS)
        if chosen is None:
            raise not_acceptable()
        base = self._supervisor.base
        triples = describe.service_description(self._settings, self._address(request), f"{base}id/dataset")
        body = describe.write_graph(triples, chosen)
        return Answer(200, body, chosen.content_type, version=self._supervisor.version)

    async def _void(self, request: Request, share: Share) -> Answer:
        query = describe.void_query(self._supervisor.base, self._address(request))
        return await self._answering.own(query, request.accept(), share)

    def _address(self, request: Request) -> str:
        """The public address of the endpoint."""
        if self._settings.base_url:
            return f"{self._settings.base_url}{ENDPOINT}"
        host = request.headers.get("host", "")
        if not _HOST.fullmatch(host):
            raise HttpError(400, "Host 不对 the Host header is no host.")
        scheme = request.headers.get("x-forwarded-proto", request.scheme)
        return f"{scheme if scheme in _SCHEMES else request.scheme}://{host}/{ENDPOINT}"

    async def _varies(self, request: Request) -> bool:
        """Whether a request by GET asks for something that may be another each time."""
        if request.path not in _ENDPOINTS:
            return False
        asked = await read_request(request, self._settings.max_query_bytes)
        return asked is not None and await self._answering.varies(asked.query)


def _chars(request: Request) -> str:
    """The characters that a page is to mark: ``25793,25814``; empty where it is the whole."""
    return dict(request.parameters()).get("char", "")


def _source_page(base: str, source: sources.SourceText, chars: str, version: str) -> Answer:
    text = sources.marked(source.text, chars or "0,0")
    if text is None:
        told = f"char=起,止 须在 0 至 {len(source.text)} 之间"
        raise HttpError(400, f"{told}: char=start,end must lie within the text, in code points.")
    return pages.source_page(base, source, text, chars, version)
