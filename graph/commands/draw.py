"""``gongwen draw``: pages to look at, and files of graphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any

import typer

from gongwen.extract.model import Role
from gongwen.graph.commands.common import EndpointOption, GraphArgument, taught
from gongwen.graph.errors import QueryError
from gongwen.graph.measures import measure
from gongwen.graph.memory import rare_collection
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


def _wanted(
    output: Output,
    kg: GraphArgument = None,
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
    endpoint: EndpointOption = None,
) -> _Wanted:
    """The options of all commands."""
    kept = {"roles": frozenset(roles)} if roles else {}
    code = area_code(area) if area else None
    filters = Filters(code, since, until, tuple(types or ()), in_force, min_weight=min_weight, **kept)
    return _Wanted(kg, endpoint, output, form, max_nodes, title, filters)


# What is projected, and the IRI that it is about, else empty.
Projected = tuple[Projection, str]
Project = Callable[..., Projected]


def _command(without: frozenset[str] = frozenset()) -> Callable[[Project], Project]:
    """Makes a command of a function that projects: its own options, which are keywords, stand among those of all commands but
    ``without``. Its docstring is the help."""

    def made(project: Project) -> Project:
        shared = [p for p in _parameters(_wanted) if p.name not in without]
        own = [p for p in _parameters(project) if p.kind is Parameter.KEYWORD_ONLY]

        def command(**given: Any) -> None:
            asked = {p.name: given.pop(p.name) for p in own}
            wanted = _wanted(**given)
            _draw(wanted, lambda graph: project(graph, wanted.filters, **asked))

        # typer reads the options from here.
        together = [*shared[:2], *own, *shared[2:]]
        command.__signature__ = Signature([p.replace(kind=Parameter.KEYWORD_ONLY) for p in together])  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in together}
        draw_app.command(project.__name__, help=taught(project.__doc__))(command)
        return project

    return made


def _parameters(function: Callable[..., object]) -> list[Parameter]:
    return list(signature(function, eval_str=True).parameters.values())


@_command()
def responsibilities(
    graph: Opened,
    filters: Filters,
    *,
    body: Annotated[
        str | None, typer.Option(metavar="NAME", help="只看此机构参与的任务 only tasks of this body.")
    ] = None,
    within: Within = None,
) -> Projected:
    """责任图：机构与任务 Who carries what: bodies and tasks, by role.

    gongwen draw responsibilities kg -o who-does-what.html
    gongwen draw responsibilities kg --area 湛江市 --since 2021 --role lead -o led.html
    gongwen draw responsibilities kg --body 市教育局 -o education.html
    """
    about = find_body(graph.store, body, within) if body else None
    return responsibility_graph(graph.store, filters, body=about), about or ""


@_command()
def collaboration(graph: Opened, filters: Filters) -> Projected:
    """协作图：谁与谁共事 Who works with whom: bodies that share tasks, from who leads to who cooperates.

    gongwen draw collaboration kg -o who-with-whom.html
    gongwen draw collaboration kg --min-weight 3 -o close.html
    gongwen draw collaboration --endpoint http://127.0.0.1:7878/sparql -o who-with-whom.gexf
    """
    return collaboration_graph(graph.store, filters), ""


@_command(without=frozenset({"roles"}))
def citations(graph: Opened, filters: Filters) -> Projected:
    """引用图：文件与它们引用的文件 Documents and what they cite: legal basis, aim, repeal and more.

    gongwen draw citations kg -o citations.html
    gongwen draw citations kg --type 通知 --in-force 2021-06-01 -o in-force.html
    """
    return citation_graph(graph.store, filters), ""


@_command(without=frozenset({"roles", "min_weight"}))
def authority(
    graph: Opened,
    filters: Filters,
    *,
    document: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="文号、标题（可只写一部分）或 IRI; default: the document that most rest on."
        ),
    ] = None,
) -> Projected:
    """依据图：一份文件依据什么，什么以它为依据 What one document rests on, and what rests on it.

    gongwen draw authority kg --document 云府〔2021〕1号 -o why.html
    """
    root = find_document(graph.store, document) if document else most_founding(graph.store, filters)
    if not root:
        raise QueryError("图谱中没有依据关系 the graph says of no document on what it rests.")
    return authority_tree(graph.store, root, filters), root


@_command()
def ego(
    graph: Opened,
    filters: Filters,
    *,
    body: Annotated[
        str, typer.Option(metavar="NAME", help="机构的任一名称或 IRI any name of the body, or its IRI.")
    ],
    within: Within = None,
) -> Projected:
    """协作圈：一个机构与谁共事 One body and those it works with.

    gongwen draw ego kg --body 市教育局 --within 云州市 -o education.html
    """
    about = find_body(graph.store, body, within)
    return ego_graph(graph.store, about, filters), about


def _draw(wanted: _Wanted, project: Callable[[Opened], Projected]) -> None:
    with opened(wanted.where()) as source, rare_collection():
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
