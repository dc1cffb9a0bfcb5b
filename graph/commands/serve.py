"""``gongwen serve``."""

from __future__ import annotations

import logging
import re
from typing import Annotated

import typer

from gongwen.graph.commands.common import KgArgument
from gongwen.graph.errors import QueryError
from gongwen.graph.serve.settings import GIB, KIB, MIB, Settings, default_concurrency

_SIZE = re.compile(r"(\d+)\s*([KMG]?)(?:i?B)?", re.IGNORECASE)
_UNITS = {"": 1, "K": KIB, "M": MIB, "G": GIB}


def _size(text: str) -> int:
    match = _SIZE.fullmatch(text.strip())
    if not match or int(match[1]) == 0:
        raise typer.BadParameter(f"{text!r}: 写作 write it as 100K, 512M or 4G.")
    return int(match[1]) * _UNITS[match[2].upper()]


def serve_command(
    kg: KgArgument,
    host: Annotated[str, typer.Option(help="监听的地址; 0.0.0.0 for everybody.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口; 0: any free one.")] = 7878,
    timeout: Annotated[int, typer.Option(min=1, help="每次查询最多几秒 seconds for one query.")] = 30,
    max_rows: Annotated[int, typer.Option(min=1, help="结果最多几行 rows of a result.")] = 100_000,
    max_query_bytes: Annotated[
        str, typer.Option(metavar="SIZE", help="请求最大 size of a request.")
    ] = "100K",
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="同时查询几个 queries at a time. [default: 4 a processor]")
    ] = None,
    memory_limit: Annotated[
        str, typer.Option(metavar="SIZE", help="引擎的内存 memory of the engine.")
    ] = "4G",
    cache: Annotated[
        str,
        typer.Option(
            metavar="SIZE", help="记住的结果 answers that are kept for those who ask again; 0: none."
        ),
    ] = "64M",
    allow_service: Annotated[
        list[str] | None, typer.Option(metavar="IRI", help="SERVICE 可以访问的端点; may be given again.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="公开的地址 the public address of this endpoint.")
    ] = None,
) -> None:
    """SPARQL 端点 Serves KG as a read-only SPARQL 1.1 endpoint, with a page for asking and the sources.

    A build that runs meanwhile is shown when it is done, without interruption. Ctrl-C or SIGTERM ends it.

        gongwen serve kg                         http://127.0.0.1:7878/
        gongwen serve kg --host 0.0.0.0 --timeout 10 --max-rows 10000
        gongwen serve kg --allow-service https://query.wikidata.org/sparql
    """
    # Here, not above: the server takes half a second to load.
    from gongwen.graph.serve.run import serve

    settings = Settings(
        kg=kg,
        host=host,
        port=port,
        timeout=timeout,
        max_rows=max_rows,
        max_query_bytes=_size(max_query_bytes),
        concurrency=concurrency or default_concurrency(),
        cache_bytes=0 if cache.strip() == "0" else _size(cache),
        memory_limit=_size(memory_limit),
        allow_service=tuple(_service(target) for target in allow_service or ()),
        base_url=f"{base_url.rstrip('/')}/" if base_url else None,
    )
    logging.basicConfig(level=logging.INFO, format="gongwen: %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    serve(settings, lambda url: typer.echo(f"端点 endpoint: {url}sparql  网页 page: {url}"))


def _service(target: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", target):
        raise QueryError(f"--allow-service 须是 http(s) 的 IRI: {target!r} is none.")
    return target
