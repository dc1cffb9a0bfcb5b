"""Oxigraph's own SPARQL parser as a judge of texts: an engine on an empty store, in a process of its own.

What it judges may be hostile. It runs beside the server, so that a text which takes the parser's time or
ends its process costs that process and nothing else.
"""

from __future__ import annotations

import asyncio

from gongwen.graph.serve.engine import Engine, EngineError, start_engine
from gongwen.graph.serve.http import BusyError, HttpError
from gongwen.graph.serve.protocol import QUERY, TARGET
from gongwen.graph.serve.upstream import BrokenOffError, Feed, Message, Upstream

# Seconds: a query of 100 kB that people wrote takes a hundredth.
PARSE_SECONDS = 3
# Judgements that are kept, and code points of a text whose judgement is: the named queries come again.
_KEPT, _SHORT = 1000, 4000
_ARGUMENTS = ("serve", "--timeout-s", "1")


class Parser:
    """Says whether a text is a SPARQL query. The engine starts with the first text."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._engine: Engine | None = None
        self._starting = asyncio.Lock()
        self._known: dict[str, str | None] = {}

    async def error(self, text: str) -> str | None:
        """None for a query, otherwise Oxigraph's message (``error at 1:36: expected …``).

        Raises HttpError 400 for a text that takes too long to parse, BusyError while the engine restarts.
        The text is evaluated, on an empty store: it must hold no SERVICE.
        """
        if text not in self._known:
            told = await self._judge(text)
            if len(self._known) >= _KEPT:
                self._known.clear()
            if len(text) <= _SHORT:
                self._known[text] = told
            return told
        return self._known[text]

    async def _judge(self, text: str) -> str | None:
        engine = await self._running()
        try:
            told, refused = bytearray(), False

            def begin(status: int, _: str) -> Feed:
                nonlocal refused
                refused = status == 400
                return take

            def take(part: bytes) -> bool:
                told.extend(part)
                return refused

            message = Message(TARGET, QUERY, text.encode())
            await self._upstream.post(engine.port, message, begin, PARSE_SECONDS)
            return told.decode("utf-8", "replace") if refused else None
        except TimeoutError:
            engine.kill()
            raise HttpError(400, "查询过于复杂，无法检查 the query is too complex to be checked.") from None
        except BrokenOffError:
            raise BusyError(
                "引擎正在重新启动 the engine is being restarted; ask again in a moment."
            ) from None

    async def stop(self) -> None:
        """Ends the engine."""
        if self._engine is not None:
            await self._engine.stop()

    async def _running(self) -> Engine:
        async with self._starting:
            if self._engine is None or not self._engine.alive:
                try:
                    self._engine = await start_engine(_ARGUMENTS)
                except EngineError as e:
                    raise BusyError(str(e)) from e
            return self._engine
