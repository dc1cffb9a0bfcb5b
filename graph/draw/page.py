"""One HTML file that shows a projection and loads nothing: data, styles and scripts are in it.

What documents say is data: it stands in the page as JSON whose ``<``, ``>`` and ``&`` are escaped, and scripts set
it as text. A Content-Security-Policy lets nothing run but the scripts of this file, by their hashes, and lets
nothing be loaded at all, so that no text could do harm even if it were taken for a tag.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import jinja2

from gongwen.graph.draw.choose import choose, needed
from gongwen.graph.draw.content import content
from gongwen.graph.draw.heading import Heading
from gongwen.graph.kg.versions import installed_version
from gongwen.graph.project.facts import Projection

MAX_NODES = 2000

_SCRIPTS = ("core.js", "search.js", "labels.js", "canvas.js", "panel.js", "filters.js", "table.js", "main.js")
_STYLES = ("page.css",)
_VIS = "lib/vis-9.1.2/vis-network.min.js"
# Within a script element only these could end it or begin a comment; U+2028 and U+2029 end lines of old scripts.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the text of the file, how many nodes and edges it shows, ``of`` and ``of_edges`` how many there are, and
    ``needed``, the ``max_nodes`` that would show all."""

    html: str
    shown: int
    of: int
    edges: int
    of_edges: int
    needed: int


def draw_page(
    graph: Projection,
    heading: Heading,
    max_nodes: int = MAX_NODES,
    quote: Callable[[Projection], None] | None = None,
) -> Page:
    """The page of a projection; the ``max_nodes`` most important nodes where it has more.

    The graph has been measured (``gongwen.graph.measures.measure``). ``quote`` adds the quoted sentences to the part
    that is shown, where the graph was made without (``gongwen.graph.draw.evidence``). The same graph gives the same
    characters.
    """
    part = choose(graph, max_nodes)
    if quote:
        quote(part)
    data = content(part, heading, graph)
    styles, scripts = [_asset(name) for name in _STYLES], [_vis(), *map(_asset, _SCRIPTS)]
    html = _template().render(
        title=heading.zh,
        policy=_policy(scripts, styles),
        styles=styles,
        scripts=scripts,
        data=embedded(data),
        version=installed_version(),
    )
    return Page(html, len(part), len(graph), part.number_of_edges(), graph.number_of_edges(), needed(graph))


def embedded(data: Mapping[str, Any]) -> str:
    """JSON that may stand in a script element.

    >>> embedded({"a": "</script>"})
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _policy(scripts: list[str], styles: list[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _asset(name: str) -> str:
    return (
        resources.files("gongwen.graph.draw")
        .joinpath("assets", name)
        .read_text("utf-8")
        .replace("\r\n", "\n")
    )


@cache
def _vis() -> str:
    """vis-network as pyvis brings it; its style sheet holds only what this page does not use, buttons and tooltips."""
    text = resources.files("pyvis").joinpath(_VIS).read_text("utf-8").replace("\r\n", "\n")
    # A script may not hold what ends its element.
    if "</script" in text.lower() or "<!--" in text:
        text = text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    return text


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FunctionLoader(_asset)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.get_template("page.html")
