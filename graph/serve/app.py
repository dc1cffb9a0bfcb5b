"""The ASGI application: which part of the endpoint answers which address."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from gongwen.graph.serve import delivery, describe
from gongwen.graph.serve.answering import Answering, negotiated, not_acceptable
from gongwen.graph.serve.http import Answer, HttpError, Receive, Request, Scope, Send, request_of
from gongwen.graph.serve.limits import Share
from gongwen.graph.serve.negotiation import GRAPHS, choose
from gongwen.graph.serve.parser import Parser
from gongwen.graph.serve.protocol import READ_ONLY, UPDATE, read_request
from gongwen.graph.serve.settings import Settings
from gongwen.graph.serve.supervisor import Supervisor

log = logging.getLogger("gongwen.serve")

ENDPOINT = "sparql"
_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?")
# Functions whose value is another each time: their answers have no ETag. In a string, a comment or at
# the end of another word they cost the ETag and nothing else.
_VARYING = re.compile(r"(?:now|rand|uuid|bnode)(?:\s|%20|\+)*+(?:\(|%28)", re.IGNORECASE)


class Application:
    """The endpoint of one KG. ``running`` must be entered before the first request."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._supervisor = Supervisor(settings)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The engines run while this lasts. Raises NoKgError, EngineError."""
        # Each query on a connection of its own, kept open; the gate says how many there are.
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=30)
        async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as session:
            parser = Parser(session)
            self._answering = Answering(self._settings, self._supervisor, parser, session)
            try:
                async with self._supervisor.running():
                    yield
            finally:
                await parser.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification, version 3: HTTP."""
        if scope["type"] != "http":
            raise RuntimeError(f"not HTTP: {scope['type']}")
        request = request_of(scope, receive)
        with self._answering.budget.share() as share:
            answer = await self._answer(request, share)
            await delivery.deliver(request, answer, send)

    async def _answer(self, request: Request, share: Share) -> Answer:
        try:
            version = self._supervisor.version
            tag = delivery.etag(request, version) if self._cacheable(request) else None
            if tag and delivery.is_known(request, tag):
                return Answer(304, b"", headers={"etag": tag})
            answer = await self._route(request, share)
            # What was made while the KG changed has no tag: it may be of either version.
            tagged = tag is not None and answer.status == 200 and answer.version == version
            headers = {**answer.headers, **({"etag": tag} if tagged and tag else {})}
            return Answer(answer.status, answer.body, answer.media_type, headers)
        except HttpError as e:
            return Answer(e.status, f"{e.message}\n".encode(), headers=e.headers)
        except Exception:
            log.exception("request failed: %s %s", request.method, request.path)
            return Answer(500, "服务器内部错误 internal error; it has been logged.\n".encode())

    async def _route(self, request: Request, share: Share) -> Answer:
        if request.method == "OPTIONS":
            return Answer(204, b"", headers=delivery.PREFLIGHT)
        if request.path in ("/", f"/{ENDPOINT}"):
            return await self._sparql(request, share)
        if request.headers.get("content-type", "").startswith(UPDATE):
            raise HttpError(403, READ_ONLY)
        if request.method not in ("GET", "HEAD"):
            raise HttpError(405, READ_ONLY, {"allow": "GET, HEAD, OPTIONS"})
        if request.path == "/.well-known/void":
            return await self._void(request, share)
        if request.path == "/health":
            return Answer(200, b"ok\n")
        raise HttpError(404, "没有此页 nothing is here; the endpoint is at /sparql.")

    async def _sparql(self, request: Request, share: Share) -> Answer:
        asked = await read_request(request, self._settings.max_query_bytes)
        if asked is None:
            return self._describe(request)
        return await self._answering.answer(asked, negotiated(request.accept()), share)

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
        return f"{request.scheme}://{host}/{ENDPOINT}"

    def _cacheable(self, request: Request) -> bool:
        return request.method in ("GET", "HEAD") and not _VARYING.search(request.query_string)
