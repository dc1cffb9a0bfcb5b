"""The pages of the endpoint, data IRIs, and sources with their quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from gongwen.graph.asking.queries import load_queries
from gongwen.graph.building.build import build
from gongwen.graph.serve.resources import address_of, data_iri
from tests.graph_cases import LATER, NOTICE, RULES, read, write
from tests.serve_cases import BASE, DOCUMENT, Reply, ask, query, serving

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
HOSTILE = "<script>alert(1)</script>.txt"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server without its last slash."""
    folder = tmp_path_factory.mktemp("site")
    write(folder / "in", {"notice.txt": NOTICE, "rules.txt": RULES, "later.md": LATER})
    build([folder / "in"], folder / "kg", read)
    with serving(folder / "kg") as (url, _):
        yield url.rstrip("/")


def get(site: str, path: str, accept: str = HTML) -> Reply:
    return ask(site + quote(path, safe="/%?=&,@:+;"), accept=accept)


def quoted(site: str) -> tuple[str, str]:
    """The evidence of a responsibility: its source's path, and its characters."""
    found = query(
        f"{site}/sparql",
        "PREFIX gw: <https://w3id.org/gongwen/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#> "
        "SELECT ?q { ?r a gw:Responsibility ; prov:wasQuotedFrom ?q } ORDER BY ?q LIMIT 1",
    )
    address, _, chars = found.text.splitlines()[1].strip('"').partition("#char=")
    return "/" + address.removeprefix(BASE), chars


KINDS = [
    ("/", HTML, 200, "text/html", "a browser gets the page"),
    ("/sparql", HTML, 200, "text/html", "at the endpoint too"),
    ("/sparql?query=ASK%20%7B%7D", HTML, 200, "text/html", "a link to a query is a page"),
    ("/", "*/*", 200, "text/turtle", "a program gets the description"),
    ("/sparql?query=ASK%20%7B%7D", "*/*", 200, "application/sparql-results+json", "and answers"),
    ("/id/document/云府〔2021〕1号", HTML, 200, "text/html", "a thing as a page"),
    ("/id/document/云府〔2021〕1号", "*/*", 200, "text/turtle", "a thing as Turtle"),
    ("/id/document/云府〔2021〕1号", "application/n-triples", 200, "application/n-triples", "as N-Triples"),
    ("/id/document/云府〔2021〕1号", "application/ld+json", 200, "application/ld+json", "as JSON-LD"),
    ("/id/document/云府〔2021〕1号", "application/rdf+xml", 200, "application/rdf+xml", "as RDF/XML"),
    ("/id/document/云府〔2021〕1号", "image/png", 406, "text/plain", "as nothing else"),
    ("/id/document/没有", HTML, 404, "text/plain", "what is not there, as a page"),
    ("/id/document/没有", "text/turtle", 404, "text/plain", "and as RDF"),
    ("/id/body/%3Cx%3E", HTML, 404, "text/plain", "what is no name of anything"),
    ("/source/notice.txt", "*/*", 200, "text/plain", "a source as text"),
    ("/source/notice.txt", HTML, 200, "text/html", "a source as a page"),
    ("/source/no.txt", HTML, 404, "text/plain", "no such source"),
    ("/source/..%2F..%2Fetc%2Fpasswd", HTML, 404, "text/plain", "no file of the machine"),
    ("/source/notice.txt?char=5,2", HTML, 400, "text/plain", "characters the wrong way round"),
    ("/source/notice.txt?char=0,99999999", HTML, 400, "text/plain", "characters beyond the end"),
    ("/assets/query.js", "*/*", 200, "text/javascript", "the script"),
    ("/assets/../app.py", "*/*", 404, "text/plain", "no file of the program"),
]


@pytest.mark.parametrize(("path", "accept", "status", "kind", "reason"), KINDS, ids=[k[4] for k in KINDS])
def test_what_comes(site: str, path: str, accept: str, status: int, kind: str, reason: str) -> None:
    reply = get(site, path, accept)
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (status, kind), reason


def test_pages_load_nothing_from_elsewhere(site: str) -> None:
    for path in ("/", "/id/document/云府〔2021〕1号", "/source/notice.txt"):
        reply = get(site, path)
        assert "script-src 'self'" in reply.headers["content-security-policy"]
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert 'src="http' not in reply.text
        assert "<script>" not in reply.text


def test_the_page_offers_every_question(site: str) -> None:
    page = get(site, "/").text
    for named in load_queries().values():
        assert f'"{named.name}"' in page
        assert named.question.zh in page


def test_the_source_is_marked(site: str) -> None:
    path, chars = quoted(site)
    start, end = map(int, chars.split(","))
    text = get(site, path, "text/plain").text
    assert text in (NOTICE, RULES, LATER)
    page = get(site, f"{path}?char={chars}").text
    marked = page.partition('<mark id="quote">')[2].partition("</mark>")[0]
    assert unescape(marked) == text[start:end] != ""
    before = page.partition('<div class="text" id="text">')[2].partition("<mark")[0]
    assert unescape(before) == text[:start]
    assert get(site, f"/source/{path.rpartition('/')[2]}?char={chars}").text == page


def test_a_thing_says_what_is_said_of_it(site: str) -> None:
    page = get(site, "/id/document/云府〔2021〕1号").text
    for said in ("关于印发甲方案的通知", "文号", "发文机关", "云泽市人民政府", "2021-01-04", "?char="):
        assert said in page, said
    triples = get(site, "/id/document/云府〔2021〕1号", "application/n-triples").body
    node = ox.NamedNode(DOCUMENT)
    found = list(ox.parse(triples, format=ox.RdfFormat.N_TRIPLES))
    assert any(quad.subject == node for quad in found)
    assert any(quad.object == node for quad in found)
    assert all(node in (quad.subject, quad.object) for quad in found)


def test_a_deadline_is_said_in_words(site: str) -> None:
    asked = "PREFIX gw: <https://w3id.org/gongwen/ontology#> SELECT ?%s { ?task a gw:Task ; gw:deadline ?due } ORDER BY ?due LIMIT 1"
    due, task = (
        query(f"{site}/sparql", asked % name).text.splitlines()[1].strip('"') for name in ("due", "task")
    )
    page = get(site, address_of(BASE, due)).text
    said = r"\d{4}年\d{1,2}月底前 by the end of \w+ \d{4}"
    assert re.search(f"<h1>{said}</h1>", page)
    assert re.search(rf"{said}<small>\d{{4}}-\d\d</small>", page), "the value itself beside them"
    assert re.search(f">{said}</a>", get(site, address_of(BASE, task)).text)


def test_pages_are_kept_by_version(site: str) -> None:
    first = get(site, "/id/document/云府〔2021〕1号")
    again = ask(
        site + quote("/id/document/云府〔2021〕1号"), accept=HTML, if_none_match=first.headers["etag"]
    )
    assert again.status == 304


def test_what_documents_say_is_no_markup(tmp_path: Path) -> None:
    hostile = NOTICE.replace("甲方案", "<img src=x onerror=alert(1)>").replace("办好学校", "</mark><b>x</b>")
    write(tmp_path / "in", {HOSTILE.replace("/", "∕"): hostile.replace("\n", "\r\n")})
    build([tmp_path / "in"], tmp_path / "kg", read)
    with serving(tmp_path / "kg") as (url, _):
        site = url.rstrip("/")
        name = quote(HOSTILE.replace("/", "∕"), safe="")
        for path in ("/id/document/云府〔2021〕1号", f"/source/{name}"):
            page = get(site, path).text
            assert "<img" not in page
            assert "<b>x" not in page
            assert "<script>alert" not in page
        page = get(site, f"/source/{name}?char=0,0").text
        assert "&#13;\n" in page, "characters are counted with their CR"


def test_sources_of_one_name(tmp_path: Path) -> None:
    for folder, text in (("one", NOTICE), ("two", RULES)):
        write(tmp_path / "in" / folder, {"index.txt": text})
    build([tmp_path / "in"], tmp_path / "kg", read)
    with serving(tmp_path / "kg") as (url, _):
        reply = get(url.rstrip("/"), "/source/index.txt?char=0,2")
        assert reply.status == 300
        assert reply.text.count("?char=0,2") == 2


PATHS = [
    ("id/document/云府〔2021〕1号", "/id/document/%E4%BA%91%E5%BA%9C%E3%80%942021%E3%80%951%E5%8F%B7"),
    ("id/body/445900/a%2Fb", "/id/body/445900/a%2Fb"),
    ("id/document/x/task@5,9", "/id/document/x/task@5,9"),
    ("id/source/00ff/%E4%BA%91.txt", "/id/source/00ff/%E4%BA%91.txt"),
    ("id/document/a%E3%80%80b", "/id/document/a%E3%80%80b"),
]


@pytest.mark.parametrize(("local", "path"), PATHS)
def test_addresses_and_iris(local: str, path: str) -> None:
    assert data_iri(BASE, path) == BASE + local
    assert data_iri(BASE, address_of(BASE, BASE + local)) == BASE + local


def test_evidence_leads_to_its_source() -> None:
    assert address_of(BASE, f"{BASE}id/source/00/a.txt#char=3,5") == "/id/source/00/a.txt?char=3,5"
    assert address_of(BASE, "https://example.org/x") == "https://example.org/x"
