"""Labels of bodies: known by their official names in the lexicon, shown by the full names that documents give them."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
import pytest

from gongwen.extract.bodies.resolve import resolve
from gongwen.extract.model import Context, Responsibility, Source, SourceReading
from gongwen.graph.asking.lookups import find_bodies
from gongwen.graph.asking.store import open_kg
from gongwen.graph.building.build import Options, build
from gongwen.graph.kg.export import ExportFormat, export
from gongwen.graph.triples.terms import SPARQL_PREFIXES
from tests import graph_cases

AREA = "990100"  # 云州市
IRI = "https://w3id.org/gongwen/id/body/990100/"

FORMS = [
    # area of the document, name, official name that it is known by, label, printed in full, reason
    (AREA, "市水利局", "水利局", "云州市水利局", True, "the usual name"),
    (AREA, "市水务局", "水利局", "云州市水务局", True, "another full name of the same body"),
    (AREA, "云州市水务局", "水利局", "云州市水务局", True, "with its place"),
    (AREA, "水务局", "水利局", "云州市水务局", True, "without place and level"),
    (AREA, "市自然资源和规划局", "自然资源局", "云州市自然资源和规划局", True, "a longer name"),
    (AREA, "市资规局", "自然资源局", "云州市自然资源和规划局", False, "an abbreviation of that"),
    (AREA, "市规自局", "自然资源局", "云州市规划和自然资源局", False, "characters in another order"),
    (AREA, "市卫健委", "卫生健康局", "云州市卫生健康委员会", False, "委 stands for 委员会"),
    (AREA, "市建委", "建设局", "云州市建设委员会", False, "the shorter of two that fit"),
    (AREA, "市卫健局", "卫生健康局", "云州市卫生健康局", False, "局 for 局"),
    (AREA, "市林草局", "林业局", "云州市林业和草原局", False, "not the official name of elsewhere"),
    (AREA, "市旅游发展委", "旅游局", "云州市旅游发展委员会", False, "several words and an ending"),
    (AREA, "市政府金融办", "金融工作办公室", "云州市金融工作办公室", False, "whose office it is"),
    (AREA, "市外经贸局", "对外贸易经济合作局", "云州市对外贸易经济合作局", False, "as the lexicon says"),
    (AREA, "市政协", "政协委员会", "中国人民政治协商会议云州市委员会", False, "a name around its place"),
    (AREA, "财政厅", "财政厅", "江岭省财政厅", True, "only a province has one"),
    (AREA, "市政府办公厅", "人民政府办公室", "云州市人民政府办公厅", False, "which any government may have"),
    (AREA, "市政府", "人民政府", "云州市人民政府", False, "市 of a government is a level"),
    ("440000", "广东电网公司", "电网公司", "广东电网公司", True, "an enterprise bears its place as printed"),
    (
        "500000",
        "市大数据发展局",
        "大数据应用发展管理局",
        "重庆市大数据应用发展管理局",
        False,
        "short for the own",
    ),
]


@pytest.mark.parametrize(
    ("area", "name", "official", "label", "printed", "reason"), FORMS, ids=[c[-1] for c in FORMS]
)
def test_form(area: str, name: str, official: str, label: str, printed: bool, reason: str) -> None:
    body = resolve(name, Context(area=area)).body
    assert body is not None
    assert (body.name, body.label, body.printed) == (official, label, printed), reason
    assert {name, label} <= set(body.names)


LABELS = [
    # names that each document uses, label, other full names, reason
    (["市水利局"], "云州市水利局", set(), "what it prints"),
    (["市水务局"], "云州市水务局", set(), "not what the lexicon calls it"),
    (["市水务局", "云州市水务局", "市水利局"], "云州市水务局", {"云州市水利局"}, "what most print"),
    (["市水务局", "市水利局"], "云州市水利局", {"云州市水务局"}, "equal length: by code point"),
    (
        ["市水务局 市水务局 市水务局", "市水利局", "市水利局"],
        "云州市水利局",
        {"云州市水务局"},
        "one voice a document",
    ),
    (["市水务局 市水利局", "市水利局"], "云州市水利局", {"云州市水务局"}, "several names in one"),
]
ABBREVIATED = [
    (["市卫健委"], "云州市卫生健康委员会", set(), "nobody prints it in full"),
    (["市卫健委"] * 3 + ["市卫生健康局"], "云州市卫生健康局", {"云州市卫生健康委员会"}, "one does"),
    (["市卫健委"] * 6 + ["市卫生健康局"], "云州市卫生健康委员会", {"云州市卫生健康局"}, "many do not"),
]


def _read(source: Source) -> SourceReading:
    """The tiny reader of the graph's tests, its bodies resolved as those of 云州市."""
    reading = graph_cases.read(source)
    return replace(
        reading,
        documents=tuple(
            replace(
                document,
                tasks=tuple(
                    replace(task, responsibilities=tuple(_resolved(d) for d in task.responsibilities))
                    for task in document.tasks
                ),
            )
            for document in reading.documents
        ),
    )


def _resolved(duty: Responsibility) -> Responsibility:
    written = next(name for name in duty.body.names if not name.startswith("云泽"))
    body = resolve(written, Context(area=AREA)).body
    assert body is not None
    return replace(duty, body=body)


def _texts(documents: list[str]) -> dict[str, str]:
    heads = (f"# 云府〔2021〕{i}号 | 第{i}个通知 | 2021-01-04 | 通知\n" for i in range(1, 20))
    return {
        f"{i}.txt": head + "".join(f"{name} lead 办事{j}\n" for j, name in enumerate(names.split()))
        for i, (head, names) in enumerate(zip(heads, documents, strict=False))
    }


def _exported(kg: Path) -> bytes:
    out = io.BytesIO()
    export(kg, ExportFormat.NQUADS, out)
    return out.getvalue()


def _names(quads: bytes, official: str) -> tuple[set[str], set[str]]:
    """The label and the other full names of a body."""
    store = ox.Store()
    store.bulk_load(quads, ox.RdfFormat.N_QUADS)
    found = [
        store.query(
            f"{SPARQL_PREFIXES} SELECT ?l {{ GRAPH ?g {{ <{IRI}{official}> {term} ?l }} }}",
        )
        for term in ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
    ]
    label, other, hidden = ({row["l"].value for row in rows} for rows in found)  # type: ignore[union-attr]
    assert not hidden & (label | other), "SKOS S13"
    return label, other


def test_the_lexicon_s_name_finds_the_body(tmp_path: Path) -> None:
    graph_cases.write(tmp_path / "in", _texts(["市水务局"]))
    build([tmp_path / "in"], tmp_path / "kg", _read, Options())
    with open_kg(tmp_path / "kg") as store:
        for name in ("云州市水利局", "市水利局", "云州市水务局"):
            assert find_bodies(store, name).labels == ("云州市水务局",)


@pytest.mark.parametrize(
    ("documents", "label", "others", "reason", "official"),
    [*((*c, "水利局") for c in LABELS), *((*c, "卫生健康局") for c in ABBREVIATED)],
    ids=[c[-1] for c in (*LABELS, *ABBREVIATED)],
)
def test_label(
    documents: list[str], label: str, others: set[str], reason: str, official: str, tmp_path: Path
) -> None:
    graph_cases.write(tmp_path / "in", _texts(documents))
    build([tmp_path / "in"], tmp_path / "kg", _read, Options())
    labels, other = _names(_exported(tmp_path / "kg"), official)
    assert labels == {label}, reason
    assert others <= other, reason
    assert label not in other, "SKOS S13: no preferred label is an alternative one"


def test_order_and_increments(tmp_path: Path) -> None:
    """Documents that come one by one, in any order, and some that go, end in the bytes of one build."""
    files = graph_cases.write(tmp_path / "in", _texts(["市水务局", "市水利局 市水务局", "市水利局"]))
    build(files, tmp_path / "whole", _read, Options())
    whole = _exported(tmp_path / "whole")
    for turn, order in enumerate(permutations(files)):
        kg = tmp_path / f"kg{turn}"
        for path in order:
            build([path], kg, _read, Options())
        assert _exported(kg) == whole
    build([files[0]], tmp_path / "one", _read, Options())
    build([files[0]], tmp_path / "whole", _read, Options(replace=True))
    assert _exported(tmp_path / "whole") == _exported(tmp_path / "one")
    assert _names(_exported(tmp_path / "one"), "水利局")[0] == {"云州市水务局"}
