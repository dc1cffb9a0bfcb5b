"""``gongwen draw``: pages to look at, and files of graphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gongwen.extract.model import Role
from gongwen.graph.commands.common import taught
from gongwen.graph.errors import QueryError
from gongwen.graph.measures import measure
from gongwen.graph.opening import Opened, either, opened
from gongwen.graph.project import (
    Filters,
    authority_tree,
    citation_graph,
    collaboration_graph,
    ego_graph,
    responsibility_graph,
)
from gongwen.graph.project.authority import most_founding
from gongwen.graph.project.facts import Projection
from gongwen.graph.project.files import GraphFormat, write_graph
from gongwen.graph.project.filters import area_code
from gongwen.graph.project.named import find_body, find_document

_HELP = """画图：一个网页文件，断网可看 Draws a graph as one HTML file that needs no network, or as a file for Gephi.

    gongwen draw responsibilities kg -o who-does-what.html
    gongwen draw collaboration kg -o who-with-whom.html
    gongwen draw citations kg -o citations.html
    gongwen draw authority kg --document 云府〔2021〕1号 -o why.html
    gongwen draw ego kg --body 市教育局 -o education.html
    gongwen draw citations kg -o citations.gexf

In the page: search by any name, click for the sentence that says so, filter, table, CSV, PNG.
"""
draw_app = typer.Typer(name="draw", no_args_is_help=True, rich_markup_mode="markdown", help=taught(_HELP))


class DrawFormat(StrEnum):
    """A page, or a file of the graph."""

    HTML = "html"
    GRAPHML = "graphml"
    GEXF = "gexf"
    JSON = "json"
    CSV = "csv"


Kg = Annotated[
    str | None,
    typer.Argument(
        metavar="[KG]",
        help="图谱目录，或 SPARQL 服务的网址 a graph, or the address of an endpoint.",
        show_default=False,
    ),
]
Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="写到哪个文件 the file to write.")
]
Form = Annotated[
    DrawFormat | None,
    typer.Option(
        "--format", help="默认按文件名 by the name of the file; csv 写两个文件 two files.", show_default=False
    ),
]
MaxNodes = Annotated[
    int, typer.Option(min=1, help="网页最多画几个节点，取最重要的 nodes of a page, the most important.")
]
Title = Annotated[str | None, typer.Option(help="网页的标题 what the page is called.", show_default=False)]
Endpoint = Annotated[
    str | None, typer.Option(metavar="URL", help="代替 KG 的 SPARQL 端点 an endpoint instead of KG.")
]
Area = Annotated[
    str | None, typer.Option(help="发文机关所在地区，名称或代码 area of the issuers, with those inside.")
]
Since = Annotated[
    str | None, typer.Option(metavar="DATE", help="成文不早于 documents since: 2021, 2021-03, 2021-03-15.")
]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="成文不晚于 documents until.")]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="WORD", help="文种，如 通知 kind of document; repeatable."),
]
InForce = Annotated[
    str | None, typer.Option(metavar="DAY", help="此日有效的文件 documents in force on a day.")
]
Roles = Annotated[list[Role] | None, typer.Option("--role", help="只看此角色 only this role; repeatable.")]
MinWeight = Annotated[int, typer.Option(min=1, help="最少任务或引用数 least number of tasks or citations.")]
Within = Annotated[
    str | None,
    typer.Option(metavar="AREA", help="同名机构中此地区的 of bodies of one name that of this area."),
]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What all of the commands are given."""

    kg: str | None
    endpoint: str | None
    output: Path
    form: DrawFormat | None
    max_nodes: int
    title: str | None
    filters: Filters

    def where(self) -> str:
        """The KG's path or address."""
        return either(self.kg, self.endpoint)

    def format(self) -> DrawFormat:
        """As asked, else by the file's name, else a page."""
        suffix = self.output.suffix.lower().removeprefix(".")
        return self.form or (DrawFormat(suffix) if suffix in tuple(DrawFormat) else DrawFormat.HTML)


def _filters(
    area: str | None,
    since: str | None,
    until: str | None,
    types: list[str] | None,
    in_force: str | None,
    roles: list[Role] | None = None,
    min_weight: int = 1,
) -> Filters:
    kept = {"roles": frozenset(roles)} if roles else {}
    code = area_code(area) if area else None
    return Filters(code, since, until, tuple(types or ()), in_force, min_weight=min_weight, **kept)


def responsibilities_command(
    output: Output,
    kg: Kg = None,
    body: Annotated[
        str | None, typer.Option(metavar="NAME", help="只看此机构参与的任务 only tasks of this body.")
    ] = None,
    within: Within = None,
    area: Area = None,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    in_force: InForce = None,
    roles: Roles = None,
    min_weight: MinWeight = 1,
    max_nodes: MaxNodes = 2000,
    title: Title = None,
    form: Form = None,
    endpoint: Endpoint = None,
) -> None:
    """责任图：机构与任务 Who carries what: bodies and tasks, by role.

    gongwen draw responsibilities kg -o who-does-what.html
    gongwen draw responsibilities kg --area 湛江市 --since 2021 --role lead -o led.html
    gongwen draw responsibilities kg --body 市教育局 -o education.html
    """
    filters = _filters(area, since, until, types, in_force, roles, min_weight)
    wanted = _Wanted(kg, endpoint, output, form, max_nodes, title, filters)

    def project(graph: Opened) -> tuple[Projection, str]:
        about = find_body(graph.store, body, within) if body else None
        return responsibility_graph(graph.store, filters, body=about), about or ""

    _draw(wanted, project)


def collaboration_command(
    output: Output,
    kg: Kg = None,
    area: Area = None,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    in_force: InForce = None,
    roles: Roles = None,
    min_weight: MinWeight = 1,
    max_nodes: MaxNodes = 2000,
    title: Title = None,
    form: Form = None,
    endpoint: Endpoint = None,
) -> None:
    """协作图：谁与谁共事 Who works with whom: bodies that share tasks, from who leads to who cooperates.

    gongwen draw collaboration kg -o who-with-whom.html
    gongwen draw collaboration kg --min-weight 3 -o close.html
    gongwen draw collaboration http://127.0.0.1:7878/sparql -o who-with-whom.gexf
    """
    filters = _filters(area, since, until, types, in_force, roles, min_weight)
    wanted = _Wanted(kg, endpoint, output, form, max_nodes, title, filters)
    _draw(wanted, lambda graph: (collaboration_graph(graph.store, filters), ""))


def citations_command(
    output: Output,
    kg: Kg = None,
    area: Area = None,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    in_force: InForce = None,
    min_weight: MinWeight = 1,
    max_nodes: MaxNodes = 2000,
    title: Title = None,
    form: Form = None,
    endpoint: Endpoint = None,
) -> None:
    """引用图：文件与它们引用的文件 Documents and what they cite: legal basis, aim, repeal and more.

    gongwen draw citations kg -o citations.html
    gongwen draw citations kg --type 通知 --in-force 2021-06-01 -o in-force.html
    """
    filters = _filters(area, since, until, types, in_force, min_weight=min_weight)
    wanted = _Wanted(kg, endpoint, output, form, max_nodes, title, filters)
    _draw(wanted, lambda graph: (citation_graph(graph.store, filters), ""))


def authority_command(
    output: Output,
    kg: Kg = None,
    document: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="文号、标题（可只写一部分）或 IRI; default: the document that most rest on."
        ),
    ] = None,
    area: Area = None,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    in_force: InForce = None,
    max_nodes: MaxNodes = 2000,
    title: Title = None,
    form: Form = None,
    endpoint: Endpoint = None,
) -> None:
    """依据图：一份文件依据什么，什么以它为依据 What one document rests on, and what rests on it.

    gongwen draw authority kg --document 云府〔2021〕1号 -o why.html
    """
    filters = _filters(area, since, until, types, in_force)
    wanted = _Wanted(kg, endpoint, output, form, max_nodes, title, filters)

    def project(graph: Opened) -> tuple[Projection, str]:
        root = find_document(graph.store, document) if document else most_founding(graph.store, filters)
        if not root:
            raise QueryError("图谱中没有依据关系 the graph says of no document on what it rests.")
        return authority_tree(graph.store, root, filters), root

    _draw(wanted, project)


def ego_command(
    output: Output,
    body: Annotated[
        str, typer.Option(metavar="NAME", help="机构的任一名称或 IRI any name of the body, or its IRI.")
    ],
    kg: Kg = None,
    within: Within = None,
    area: Area = None,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    in_force: InForce = None,
    roles: Roles = None,
    min_weight: MinWeight = 1,
    max_nodes: MaxNodes = 2000,
    title: Title = None,
    form: Form = None,
    endpoint: Endpoint = None,
) -> None:
    """协作圈：一个机构与谁共事 One body and those it works with.

    gongwen draw ego kg --body 市教育局 --within 云州市 -o education.html
    """
    filters = _filters(area, since, until, types, in_force, roles, min_weight)
    wanted = _Wanted(kg, endpoint, output, form, max_nodes, title, filters)

    def project(graph: Opened) -> tuple[Projection, str]:
        about = find_body(graph.store, body, within)
        return ego_graph(graph.store, about, filters), about

    _draw(wanted, project)


for _name, _command in (
    ("responsibilities", responsibilities_command),
    ("collaboration", collaboration_command),
    ("citations", citations_command),
    ("authority", authority_command),
    ("ego", ego_command),
):
    draw_app.command(_name, help=taught(_command.__doc__))(_command)


def _draw(wanted: _Wanted, project: Callable[[Opened], tuple[Projection, str]]) -> None:
    with opened(wanted.where()) as source:
        graph, about = project(source)
        measure(graph)
        if wanted.format() is DrawFormat.HTML:
            _page(wanted, source, graph, about)
        else:
            _file(wanted, source, graph)


def _page(wanted: _Wanted, source: Opened, graph: Projection, about: str) -> None:
    # Here, not above: other commands need not wait for it.
    from gongwen.graph.draw import draw_page, heading
    from gongwen.graph.draw.evidence import add_quotes

    page = draw_page(
        graph,
        heading(graph, wanted.filters, about, wanted.title),
        wanted.max_nodes,
        lambda part: add_quotes(part, source, wanted.filters),
    )
    wanted.output.parent.mkdir(parents=True, exist_ok=True)
    wanted.output.write_text(page.html, "utf-8", newline="\n")
    typer.echo(f"已画 Drew {wanted.output}: {page.shown} 个节点 nodes, {page.edges} 条关系 relations")
    if page.shown < page.of or page.edges < page.of_edges:
        typer.echo(
            f"图中共 {page.of} 个节点、{page.of_edges} 条关系，只画了最重要的 only the most important are drawn:"
            f" --area, --since, --type 缩小范围 narrow the question, --max-nodes {page.needed} 全画 draws all.",
            err=True,
        )
    if not page.shown:
        typer.echo("没有符合条件的内容 nothing fits what was asked; loosen the filters.", err=True)


def _file(wanted: _Wanted, source: Opened, graph: Projection) -> None:
    from gongwen.graph.draw.evidence import add_quotes

    add_quotes(graph, source, wanted.filters)
    wanted.output.parent.mkdir(parents=True, exist_ok=True)
    files = write_graph(graph, GraphFormat(wanted.format()), wanted.output)
    typer.echo(
        f"已写 Wrote {', '.join(map(str, files))}: {len(graph)} 个节点 nodes, {graph.number_of_edges()} 条关系 relations"
    )
