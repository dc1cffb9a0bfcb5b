"""``gongwen push``."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import asdict
from typing import Annotated

import typer

from gongwen.graph.commands.common import Bar, Form, FormOption, KgArgument, print_json
from gongwen.graph.errors import QueryError
from gongwen.graph.pushing.graph_store import Credentials, GraphStore
from gongwen.graph.pushing.push import PushReport, push

PASSWORD, TOKEN = "GONGWEN_PASSWORD", "GONGWEN_TOKEN"


def push_command(
    kg: KgArgument,
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help="Graph Store 地址 the address of the Graph Store Protocol.")
    ],
    since: Annotated[
        str | None,
        typer.Option(
            metavar="last|N",
            help="只推送变化 only what changed since the last push, or since generation N of the KG.",
        ),
    ] = None,
    user: Annotated[
        str | None,
        typer.Option(help=f"用户；密码取自 password: ${PASSWORD}, or asked for. Bearer: ${TOKEN}."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只说会做什么 only says what would be done.")
    ] = False,
    form: FormOption = Form.TEXT,
) -> None:
    """推送到自己的库 Loads the graph into a SPARQL 1.1 store, by its Graph Store Protocol, one named graph a request.

    A push that was broken off goes on where it was: run the same command again. Graphs of documents that the KG has no more
    are deleted, as far as this KG has pushed them. What was pushed is noted in KG/pushed/.

        gongwen push kg --endpoint http://localhost:7878/store
        gongwen push kg --endpoint http://localhost:7878/store --since last

    The address is the store's own: Oxigraph http://HOST:7878/store; Virtuoso
    http://HOST:8890/sparql-graph-crud-auth with --user dba; Fuseki http://HOST:3030/DATASET/data.

    The default graph of the store must be the union of its named graphs for `query --endpoint` (Oxigraph:
    --union-default-graph; Virtuoso: always). Connections that fail, and answers 429 and 503, are tried again for half a minute.
    """
    store = GraphStore(endpoint, _credentials(user))
    started = time.monotonic()
    try:
        with Bar() as bar:
            report = push(kg, store, since, bar, dry=dry_run)
    finally:
        store.close()
    if form is Form.JSON:
        print_json(asdict(report) | {"endpoint": endpoint, "dry_run": dry_run})
    else:
        _print(report, endpoint, time.monotonic() - started, dry_run)


def _credentials(user: str | None) -> Credentials | None:
    token = os.environ.get(TOKEN, "")
    if user is None:
        return Credentials(token=token) if token else None
    password = os.environ.get(PASSWORD)
    if password is None:
        if not sys.stdin.isatty():
            raise QueryError(
                f"没有密码 no password: set {PASSWORD}, or run it on a terminal, which asks for it."
            )
        password = str(typer.prompt(f"{user} 的密码 password", hide_input=True, err=True))
    return Credentials(user=user, password=password)


def _print(report: PushReport, endpoint: str, seconds: float, dry: bool) -> None:
    did = (
        "将推送 Would push to"
        if dry
        else ("续传至 Went on pushing to" if report.resumed else "已推送至 Pushed to")
    )
    typer.echo(
        f"{did} {endpoint}: 图 {report.sent} graphs sent, 不变 {report.unchanged} unchanged, "
        f"删除 {report.deleted} deleted"
    )
    if not dry:
        typer.echo(f"  三元组 {report.triples} triples, {seconds:.1f} s")
