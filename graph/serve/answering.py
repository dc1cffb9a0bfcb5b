"""From a query to its answer: the engine is asked, the result collected up to the caps and put into the format
that the client likes best."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyoxigraph as ox

from gongwen.graph.serve import guard
from gongwen.graph.serve.delivery import CAP_HEADER, CAPPED_HEADER
from gongwen.graph.serve.http import Answer, BusyError, HttpError
from gongwen.graph.serve.kept import Kept
from gongwen.graph.serve.limits import Budget, Gate, Share
from gongwen.graph.serve.negotiation import (
    GRAPHS,
    NTRIPLES,
    RESULTS,
    Chosen,
    accepted_types,
    choose,
)
from gongwen.graph.serve.parser import Parser
from gongwen.graph.serve.protocol import Asked
from gongwen.graph.serve.results import (
    CSV_SHAPE,
    JSON_SHAPE,
    LINES_SHAPE,
    TRIPLES_SHAPE,
    XML_SHAPE,
    Collector,
    Shape,
)
from gongwen.graph.serve.settings import Settings
from gongwen.graph.serve.supervisor import Running, Supervisor
from gongwen.graph.serve.upstream import BrokenOffError, Feed, Message, Upstream
from gongwen.graph.triples.terms import PREFIXES

_SHAPES: dict[str, Shape] = {
    "json": JSON_SHAPE,
    "xml": XML_SHAPE,
    "csv": CSV_SHAPE,
    "tsv": LINES_SHAPE,
    "ntriples": TRIPLES_SHAPE,
}
_BY_TYPE = {"application/n-triples": "ntriples", **{f.types[0]: f.name for f in RESULTS}}
_WRITERS = {
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True)
class Formats:
    """What a client accepts: a format for solutions and truth values, one for graphs; None for neither."""

    results: Chosen | None
    graphs: Chosen | None

    def __post_init__(self) -> None:
        if self.results is None and self.graphs is None:
            raise not_acceptable()

    @cached_property
    def engine_accept(self) -> str:
        """The Accept header for the engine: of graphs always N-Triples, whose lines can be counted."""
        types = [self.results.format.types[0]] if self.results else []
        return ", ".join([*types, *([NTRIPLES.types[0]] if self.graphs else [])])


@lru_cache(maxsize=256)
def negotiated(accept: str) -> Formats:
    """What an Accept header takes. Raises HttpError 406."""
    return Formats(choose(accept, RESULTS), choose(accept, GRAPHS))


def not_acceptable() -> HttpError:
    """The error for a client that takes no format of its query's kind."""
    return HttpError(
        406,
        f"没有可接受的格式 no acceptable format. SELECT, ASK: {accepted_types(RESULTS)}; "
        f"CONSTRUCT, DESCRIBE: {accepted_types(GRAPHS)}.",
    )


class Answering:
    """Answers queries for the life of a server."""

    def __init__(
        self, settings: Settings, supervisor: Supervisor, parser: Parser, upstream: Upstream
    ) -> None:
        self._settings, self._supervisor = settings, supervisor
        self._parser, self._upstream = parser, upstream
        self._gate, self.budget = Gate(settings.concurrency), Budget()
        self._kept = Kept(settings.cache_bytes)

    async def answer(self, asked: Asked, formats: Formats, share: Share) -> Answer:
        """The answer to a client's query. Raises HttpError: 400, 403, 406, 503, 504."""
        key = (asked, formats)
        kept = self._kept.get(key, self._supervisor.version)
        if kept is not None:
            share.take(len(kept.body))
            return kept
        async with self._gate:
            try:
                verdict, answer = await self._fresh(asked, formats, share)
            except HttpError as e:
                if e.status == 400:
                    guard.refuse_update(asked.query)
                raise
        if verdict.varies:
            return answer._replace(version=None)
        if CAPPED_HEADER not in answer.headers:
            self._kept.put(key, asked.size, answer)
        return answer

    async def _fresh(self, asked: Asked, formats: Formats, share: Share) -> tuple[guard.Verdict, Answer]:
        verdict = await guard.judged(asked.query, self._settings.allow_service, self._parser.error)
        union = not (asked.default_graphs or asked.named_graphs or verdict.dataset)
        message = asked.message(union, formats.engine_accept)
        with self._supervisor.lease() as running:
            return verdict, await self._ask(running, message, formats, share)

    async def varies(self, query: str) -> bool:
        """Whether the answer may be another each time. Raises HttpError 400, 503."""
        return await guard.varies(query, self._parser.error)

    async def own(self, query: str, accept: str, share: Share) -> Answer:
        """The answer to a query of the server itself, over the union of all graphs."""
        async with self._gate:
            with self._supervisor.lease() as running:
                formats = negotiated(accept)
                message = Asked(query).message(True, formats.engine_accept)
                return await self._ask(running, message, formats, share)

    async def _ask(self, running: Running, message: Message, formats: Formats, share: Share) -> Answer:
        try:
            content_type, data, capped = await self._collect(running, message, share)
        except TimeoutError:
            raise HttpError(
                504, f"查询超过 {self._settings.timeout} 秒 the query ran out of time and was ended."
            ) from None
        except BrokenOffError:
            raise BusyError(
                "引擎中断，正在重新启动 the engine broke off and is being restarted; ask again in a moment."
            ) from None
        chosen = formats.graphs if content_type == NTRIPLES.types[0] else formats.results
        if chosen is None:
            raise not_acceptable()
        if chosen.format.name in _WRITERS:
            data = await asyncio.to_thread(_rewritten, data, _WRITERS[chosen.format.name])
        headers = {CAP_HEADER: str(self._settings.max_rows)}
        if capped:
            headers[CAPPED_HEADER] = f"结果不完整 the result is cut; limit={self._settings.max_rows}"
        return Answer(200, data, chosen.content_type, headers, running.version)

    async def _collect(self, running: Running, message: Message, share: Share) -> tuple[str, bytes, bool]:
        """Media type and bytes of the engine's result, and whether it was cut."""
        collecting, whole = _Collecting(self._settings, share), False
        port, seconds = running.engine.port, self._settings.timeout
        try:
            whole = await self._upstream.post(port, message, collecting.begin, seconds)
        finally:
            if not whole:
                running.abandon()
        collector = collecting.collector
        if collector is None:
            raise _refused(collecting.status, collecting.told.decode("utf-8", "replace"))
        data = collector.finish()
        if data is None:
            raise _failed()
        return collecting.media_type, data, collector.capped


class _Collecting:
    """What comes from the engine: a result with status 200, or else ``told``, the text of an error."""

    def __init__(self, settings: Settings, share: Share) -> None:
        self._settings, self._share = settings, share
        self.status, self.media_type, self.told = 0, "", bytearray()
        self.collector: Collector | None = None

    def begin(self, status: int, media_type: str) -> Feed:
        """See ``upstream.Begin``."""
        self.status, self.media_type = status, media_type
        if status == 200:
            shape = _SHAPES[_BY_TYPE[media_type]]
            self.collector = Collector(shape, self._settings.max_rows, self._settings.max_result_bytes)
        return self._take

    def _take(self, part: bytes) -> bool:
        self._share.take(len(part))
        if self.collector is not None:
            return self.collector.feed(part)
        self.told += part
        return True


def _refused(status: int, told: str) -> HttpError:
    if status == 400:
        return guard.parse_error(told)
    if status == 406:
        return not_acceptable()
    return _failed()


def _failed() -> HttpError:
    return HttpError(502, "查询中途失败 the query failed while it ran; does its SERVICE answer?")


def _rewritten(data: bytes, form: ox.RdfFormat) -> bytes:
    """N-Triples in another format, with the prefixes of the project."""
    out = io.BytesIO()
    triples = (quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES, lenient=True))
    try:
        ox.serialize(triples, out, format=form, prefixes=PREFIXES)
    except ValueError as e:
        raise HttpError(406, f"此格式写不了结果 this format cannot hold the result: {e}") from None
    return out.getvalue()
