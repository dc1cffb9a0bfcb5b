"""The pages of the endpoint, Chinese first. What documents say is escaped; scripts and styles are files of the endpoint's own,
and nothing is loaded from anywhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from gongwen.graph.asking.deadline_words import word_data
from gongwen.graph.asking.queries import GROUPS, NamedQuery, ParameterKind, load_queries
from gongwen.graph.derived.queries_graph import select_text
from gongwen.graph.serve.http import HTML, Answer
from gongwen.graph.serve.resources import Said, address_of, title_of
from gongwen.graph.serve.settings import Settings
from gongwen.graph.serve.sources import Marked, SourceText
from gongwen.graph.triples.terms import PREFIXES

ASSETS: Mapping[str, str] = {
    "page.css": "text/css; charset=utf-8",
    "deadlines.js": "text/javascript; charset=utf-8",
    "query.js": "text/javascript; charset=utf-8",
    "source.js": "text/javascript; charset=utf-8",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {"content-security-policy": _POLICY, "referrer-policy": "no-referrer"}


def asset(name: str) -> Answer | None:
    """A script or a style; None for any other name."""
    if name not in ASSETS:
        return None
    return Answer(200, _read(name), ASSETS[name], {"cache-control": "max-age=3600"})


def query_page(settings: Settings, base: str, version: str) -> Answer:
    """The page for asking."""
    return _page("query.html", version, settings=settings, base=base, data=_data(base))


def resource_page(base: str, iri: str, said: Sequence[Said], naming: Sequence[Said], version: str) -> Answer:
    """The page of a thing."""
    return _page("resource.html", version, iri=iri, title=title_of(said) or iri, said=said, naming=naming)


def source_page(base: str, source: SourceText, text: Marked, chars: str, version: str) -> Answer:
    """The page of a source, its quote marked."""
    address = address_of(base, source.iri)
    return _page("source.html", version, source=source, text=text, chars=chars, address=address)


def choice_page(base: str, name: str, found: Sequence[SourceText], chars: str, version: str) -> Answer:
    """The page that offers several sources of one name."""
    query = f"?char={chars}" if chars else ""
    links = [(f"{address_of(base, source.iri)}{query}", source.iri) for source in found]
    answer = _page("choice.html", version, name=name, links=links)
    return Answer(300, answer.body, answer.media_type, answer.headers, answer.version)


def _page(template: str, version: str, **values: Any) -> Answer:
    body = _templates().get_template(template).render(values)
    return Answer(200, body.encode("utf-8", "replace"), HTML, _HEADERS, version)


@cache
def _templates() -> Environment:
    names = ("layout.html", "query.html", "resource.html", "source.html", "choice.html")
    loader = DictLoader({name: _read(name).decode("utf-8") for name in names})
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters["cr"] = _returns
    return made


def _returns(text: str) -> Markup:
    """A text in which HTML keeps its CR: it would read CR LF as LF, and the characters would be counted otherwise."""
    return Markup(escape(text).replace("\r", Markup("&#13;")))


@cache
def _read(name: str) -> bytes:
    return resources.files("gongwen.graph.serve").joinpath("assets", name).read_bytes()


@cache
def _data(base: str) -> str:
    """What the script of the query page knows, as JSON that can stand in a page."""
    groups = [
        {
            "zh": said.zh,
            "en": said.en,
            "queries": [_offer(q) for q in load_queries().values() if q.group == group],
        }
        for group, said in GROUPS.items()
    ]
    data = {"base": base, "prefixes": PREFIXES, "groups": groups, "deadlines": word_data()}
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c")


def _offer(query: NamedQuery) -> dict[str, Any]:
    bound = [p for p in query.parameters if p.kind is not ParameterKind.WITHIN]
    return {
        "name": query.name,
        "zh": query.question.zh,
        "en": query.question.en,
        "text": select_text(query),
        "columns": {c.name: [c.label.zh, c.label.en, c.kind, c.detail] for c in query.columns},
        "parameters": [
            {
                "name": p.name, "kind": p.kind, "zh": p.label.zh, "en": p.label.en, "required": p.required,
                "choices": p.choices, "value": query.example.get(p.name, p.default or ""),
            }
            for p in bound
        ],
    }  # fmt: skip
