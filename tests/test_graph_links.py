"""What depends on several documents: which document a citation means, stubs, ends of force, other prints."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pyoxigraph as ox
import pytest

from gongwen.graph.asking.store import open_kg
from gongwen.graph.building.build import build
from gongwen.graph.derived import attachments
from gongwen.graph.derived.resolve import Cited, Known, Resolver
from gongwen.graph.kg.generations import KgDirectory
from gongwen.graph.triples.terms import PREFIXES
from tests.graph_cases import LATER, NOTICE, RULES, read, write

PREFIX = "".join(f"PREFIX {name}: <{address}>\n" for name, address in PREFIXES.items())
BASE = "https://w3id.org/gongwen/id/document/"


def cited(kg: Path) -> dict[str, str]:
    """What each cited title or number means: the end of the IRI of the document."""
    with open_kg(kg) as store:
        rows = store.select(
            f"{PREFIX} SELECT ?said ?target {{ ?c gw:citedDocument ?target "
            "OPTIONAL { ?c gw:citedTitle ?t } OPTIONAL { ?c gw:citedNumber ?n } "
            "BIND(CONCAT(COALESCE(STR(?t), ''), '|', COALESCE(?n, '')) AS ?said) } ORDER BY ?said"
        ).rows
    return {said.value: target.value.removeprefix(BASE) for said, target in rows}  # type: ignore[union-attr]


def holds(kg: Path, pattern: str) -> bool:
    with open_kg(kg) as store:
        return bool(store.query(f"{PREFIX} BASE <{BASE}> ASK {{ {pattern} }}"))


def make(folder: Path, *texts: str) -> Path:
    write(folder / "in", {f"{i}.txt": text for i, text in enumerate(texts)})
    build([folder / "in"], folder / "kg", read)
    return folder / "kg"


def one(number: str, title: str, *lines: str, date: str = "2020-01-01") -> str:
    return "\n".join([f"# {number} | {title} | {date} | x", *lines, ""])


CASES: list[tuple[tuple[str, ...], str, str, str]] = [
    ((NOTICE,), "甲方案|", "云府〔2021〕1号/甲方案", "a notice issues what it prints"),
    ((NOTICE,), "乙办法|云府〔2019〕3号", "云府〔2019〕3号", "not in the corpus: a stub by number"),
    ((NOTICE, RULES), "乙办法|云府〔2019〕3号", "云府〔2019〕3号", "in the corpus: the same IRI"),
    ((NOTICE,), "云泽市供水条例|", "云泽市供水条例", "not in the corpus: a stub by title"),
    (
        (NOTICE, LATER),
        "甲方案|云府〔2021〕1号",
        "云府〔2021〕1号/甲方案",
        "number and title: the plan, not the notice",
    ),
    ((NOTICE, RULES, LATER), "乙办法|", "云府〔2019〕3号", "by title alone"),
    (
        (
            one("云府〔2001〕1号", "丙办法"),
            one("云府〔2002〕2号", "丙办法"),
            one("云府〔2003〕3号", "丁", "按照《丙办法》"),
        ),
        "丙办法|",
        "丙办法",
        "two of one issuer: the stub, and a diagnostic",
    ),
    (
        (one("云府〔2001〕1号", "丙办法"), one("云府〔2003〕3号", "丁", "按照《丙 办法》")),
        "丙 办法|",
        "云府〔2001〕1号",
        "titles are compared without blanks",
    ),
    (
        (one("云府〔2001〕1号", "丙办法"), one("云府〔2003〕3号", "丁", "按照《丙办法》（云府〔1999〕9号）")),
        "丙办法|云府〔1999〕9号",
        "云府〔1999〕9号",
        "another number: another document of that title",
    ),
    (
        (one("云府〔2001〕1号", "丙办法", "按照《丙办法》"),),
        "丙办法|",
        "丙办法",
        "a title does not mean the document itself",
    ),
    (
        (one("云府〔2001〕1号", "关于丙的通知", "印发《丙方案》（云府〔2001〕1号）"),),
        "丙方案|云府〔2001〕1号",
        "丙方案",
        "a notice does not issue itself: what it issues and nobody prints is a stub by title",
    ),
]


@pytest.mark.parametrize(("texts", "said", "target", "reason"), CASES, ids=[case[3] for case in CASES])
def test_what_a_citation_means(
    tmp_path: Path, texts: tuple[str, ...], said: str, target: str, reason: str
) -> None:
    assert cited(make(tmp_path, *texts))[said] == target, reason


def test_a_number_is_that_of_the_notice_not_of_what_it_prints() -> None:
    """A forwarded notice and the plan that it issues are both printed with another notice and share one number."""
    db = sqlite3.connect(":memory:")
    db.executescript(attachments.SCHEMA)
    db.execute("CREATE TABLE document (iri, title_key, number, area, issuers, parent, chosen)")
    db.executemany(
        "INSERT INTO document VALUES (?, ?, '江府〔2021〕1号', '100000', '[]', ?, 1)",
        [("江府/通知", "关于印发甲方案的通知", "云府〔2021〕9号"), ("江府/甲方案", "甲方案", "江府/通知")],
    )
    citing = Known("云府〔2022〕8号", None, None, "445900", frozenset(), None)
    for title, target in ((None, "江府/通知"), ("甲方案", "江府/甲方案")):
        cited = Cited("eli:cites", "江府〔2021〕1号", "江府〔2021〕1号", title)
        assert Resolver(db).resolve(cited, citing).target == target


def test_the_direct_triple_stands_beside_each_citation(tmp_path: Path) -> None:
    kg = make(tmp_path, NOTICE, RULES, LATER)
    assert not holds(
        kg, "?d gw:citation ?c . ?c gw:relation ?p ; gw:citedDocument ?o FILTER NOT EXISTS { ?d ?p ?o }"
    )
    assert not holds(kg, "?c a gw:Citation FILTER NOT EXISTS { ?c gw:citedDocument ?o }")
    assert holds(kg, "<云府〔2022〕8号> eli:based_on <云府〔2021〕1号/甲方案> ; eli:cites <云府〔2019〕3号>")
    assert holds(kg, "<云府〔2021〕1号> gw:promulgates <云府〔2021〕1号/甲方案>")


def test_ambiguous_is_a_diagnostic_with_its_place(tmp_path: Path) -> None:
    kg = make(
        tmp_path,
        one("云府〔2001〕1号", "丙办法"),
        one("云府〔2002〕2号", "丙办法"),
        one("云府〔2003〕3号", "丁", "按照《丙办法》"),
    )
    manifest = KgDirectory(kg).current()
    assert manifest is not None
    text = manifest.manifest.read_text("utf-8")
    assert '"citation-ambiguous": 1' in text
    assert '"source": "2.txt"' in text
    assert "云府〔2001〕1号" in text


def test_a_stub_has_one_title_and_gives_way(tmp_path: Path) -> None:
    citing = [
        one("云府〔2003〕3号", "丁", "按照《乙办法》（云府〔2019〕3号）"),
        one("云府〔2003〕4号", "戊", "按照《乙办法》（云府〔2019〕3号）"),
        one("云府〔2003〕5号", "己", "按照《关于印发乙办法的通知》（云府〔2019〕3号）"),
    ]
    kg = make(tmp_path, *citing)
    stub = "<云府〔2019〕3号> a gw:CitedDocument, eli:LegalResource ; eli:id_local '云府〔2019〕3号'"
    assert holds(kg, f"{stub} ; dcterms:title '乙办法'@zh")
    assert not holds(kg, "<云府〔2019〕3号> dcterms:title ?a, ?b FILTER(?a != ?b)")
    kg = make(tmp_path, *citing, RULES)
    assert not holds(kg, "<云府〔2019〕3号> a gw:CitedDocument")
    assert not holds(kg, "<云府〔2019〕3号> dcterms:title ?a, ?b FILTER(?a != ?b)")


def test_a_repeal_ends_the_force_the_day_before(tmp_path: Path) -> None:
    kg = make(tmp_path, NOTICE, RULES)
    end = "eli:date_no_longer_in_force '2021-01-31'^^xsd:date"
    assert holds(kg, f"GRAPH <https://w3id.org/gongwen/id/graph/links> {{ <云府〔2019〕3号> {end} }}")
    assert not holds(kg, f"GRAPH <云府〔2019〕3号> {{ ?d {end} }}")
    assert holds(
        kg,
        "?s rdf:subject <云府〔2019〕3号> ; rdf:predicate eli:date_no_longer_in_force ; prov:wasQuotedFrom ?e",
    )


def test_of_two_prints_the_longer_is_read_and_the_other_listed(tmp_path: Path) -> None:
    kg = make(tmp_path, RULES, RULES + "市教育局 lead 供水\n")
    assert holds(kg, "<云府〔2019〕3号> gw:alsoPrintedIn ?e FILTER(CONTAINS(STR(?e), '/0.txt#char=0,'))")
    assert holds(kg, "?t gw:leadBody ?b")
    with open_kg(kg) as store:
        (count,) = store.select(f"{PREFIX} SELECT (COUNT(?d) AS ?n) {{ ?d a gw:PolicyDocument }}").rows[0]
    assert isinstance(count, ox.Literal)
    assert count.value == "1"


def test_bodies_and_their_areas(tmp_path: Path) -> None:
    kg = make(tmp_path, NOTICE)
    assert holds(
        kg, "?b a org:FormalOrganization ; skos:prefLabel '云泽市教育局'@zh ; gw:area/skos:notation '445900'"
    )
    assert holds(kg, "?b gw:area/gw:partOf/gw:partOf/skos:prefLabel '中华人民共和国'@zh")
    assert not holds(kg, "?r gw:body ?b FILTER NOT EXISTS { ?b a org:FormalOrganization }")
