"""Files that a page links and that stand beside it: which become annexes of its document, and that nothing outside of
what was built is looked at."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from gongwen.extract.formats.links import local_target
from gongwen.extract.formats.markup import read_page
from gongwen.extract.model import Link
from gongwen.extract.pipeline import read_source
from gongwen.graph.building.build import BuildReport, build
from tests.graph_cases import read, write
from tests.test_graph_links import holds
from tests.test_kg_build import exported

# The reference, the path from the page's folder, why
TARGETS: list[tuple[str, str | None, str]] = [
    ("./P0201.docx", "P0201.docx", "beside"),
    ("a/b/../c.pdf", "a/c.pdf", "below, by a detour"),
    ("../files/c.pdf", "../files/c.pdf", "above; whether that was built is seen later"),
    ("%E9%99%84%E4%BB%B61.doc", "附件1.doc", "UTF-8"),
    ("%B8%BD%BC%FE1.doc", "附件1.doc", "GBK"),
    ("a%2520b.pdf", "a%20b.pdf", "decoded once"),
    ("%2e%2e/%2e%2e/etc/c.pdf", "../../etc/c.pdf", "an escape in disguise is one"),
    ("c.pdf?x=1#page=2", "c.pdf", "without query and fragment"),
    (" c.PDF ", "c.PDF", "blanks around"),
    ("https://a.example/c.pdf", None, "another host"),
    ("//a.example/c.pdf", None, "another host"),
    ("/files/c.pdf", None, "below the root of the site, wherever that is"),
    ("file:///etc/c.pdf", None, "a place on the disk"),
    ("javascript:void(0).pdf", None, "no file"),
    ("..\\c.pdf", None, "a path of another system"),
    ("c%00.pdf", None, "no name of a file"),
    ("t2024.html", None, "another page"),
    ("index.shtml", None, "another page"),
    ("folder/", None, "no file"),
    ("#top", None, "the page itself"),
    ("http://[::1/c.pdf", None, "no reference"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("href", "target", "why"), TARGETS, ids=[f"{t[0]} {t[2]}" for t in TARGETS])
def test_targets(href: str, target: str | None, why: str) -> None:
    assert local_target(href) == target, why


def page(*lines: str, links: str = '<a href="./P1.txt">附件1</a>') -> str:
    """A page of a tiny text."""
    paragraphs = "".join(f"<p>{line}</p>\n" for line in lines)
    return f"<!DOCTYPE html><html><body><div>{paragraphs}</div><p>{links}</p></body></html>"


def test_links_of_a_page() -> None:
    links = '<a href="P1.docx"><b>附件 1</b>：方案</a><a href="P1.docx">again</a><a href="x.html">x</a>'
    links += '<div style="display:none"><a href="P2.docx">hidden</a></div><a href="P3.pdf" title="附件3"></a>'
    assert read_page(page("云泽市人民政府，通知。", links=links))[1] == (
        Link("P1.docx", "附件 1：方案"),
        Link("P2.docx", "hidden"),
        Link("P3.pdf", "附件3"),
    )
    many = "".join(f'<a href="{i}.pdf">{i}</a>' for i in range(999))
    assert len(read_page(page("云泽市人民政府，通知。", links=many))[1]) == 200


HEAD = "# 云府〔2021〕1号 | 关于印发甲方案的通知 | 2021-01-04 | 通知"
NOTICE = page(HEAD, "印发《甲方案》", "市教育局 lead 办学校，，")
ANNEX = "#  | 甲方案 |  | 方案\n市财政局 lead 出钱\n"
PARENT = "?child gw:promulgatedBy <云府〔2021〕1号> . <云府〔2021〕1号> gw:promulgates ?child"
MEANT = "?c gw:citedTitle '甲方案'@zh ; gw:citedDocument ?child . ?child a gw:PolicyDocument"
SOLE = "?child gw:promulgatedBy ?parent"
# Files, what the graph holds, what it does not, why
CASES: list[tuple[dict[str, str], tuple[str, ...], tuple[str, ...], str]] = [
    ({"n.html": NOTICE, "P1.txt": ANNEX}, (PARENT, MEANT), (), "beside: as if it were printed"),
    ({"n.html": NOTICE}, (), (SOLE,), "not there yet"),
    ({"x/n.html": NOTICE, "P1.txt": ANNEX}, (), (SOLE,), "elsewhere"),
    ({"x/n.html": NOTICE.replace("./P1", "../y/P1"), "y/P1.txt": ANNEX}, (PARENT,), (), "in another folder"),
    ({"x/n.html": NOTICE.replace("./P1", "../../P1")}, (), (SOLE,), "outside of what is built"),
    (
        {"n.html": NOTICE, "P1.txt": "# 云府〔2019〕3号 | 乙办法 | 2019-05-05 | 办法\n"},
        (),
        (SOLE,),
        "a document with a number of its own",
    ),
    (
        {"n.html": NOTICE, "P1.txt": HEAD + "\n市教育局 lead 办学校\n"},
        (),
        (SOLE,),
        "the page's own as a file",
    ),
    (
        {"n.html": NOTICE, "m.html": NOTICE.replace("1号", "2号"), "P1.txt": ANNEX},
        (),
        (SOLE,),
        "of two notices: not guessed",
    ),
    (
        {"n.html": NOTICE, "m.html": NOTICE.replace("学校", "学院"), "P1.txt": ANNEX},
        (PARENT,),
        (),
        "two pages of one notice",
    ),
    (
        {"n.html": page(HEAD, "# 云府〔2021〕2号 | 乙通知 | 2021-01-04 | 通知", "x，，"), "P1.txt": ANNEX},
        (),
        (SOLE,),
        "a page of two documents does not say whose it is",
    ),
    ({"n.html": NOTICE, "P1.txt": ANNEX + "## 丙表\n"}, (PARENT,), (), "an annex with one of its own"),
]


def put(folder: Path, files: dict[str, str]) -> list[Path]:
    return [write((folder / name).parent, {Path(name).name: text})[0] for name, text in files.items()]


@pytest.mark.parametrize(("files", "wanted", "unwanted", "why"), CASES, ids=[case[3] for case in CASES])
def test_attachments(
    tmp_path: Path, files: dict[str, str], wanted: tuple[str, ...], unwanted: tuple[str, ...], why: str
) -> None:
    put(tmp_path, {"P1.txt": ANNEX.replace("出钱", "outside")})
    paths = put(tmp_path / "in", files)
    build([tmp_path / "in"], tmp_path / "kg", read)
    for pattern in wanted:
        assert holds(tmp_path / "kg", pattern), why
    for pattern in unwanted:
        assert not holds(tmp_path / "kg", pattern), why
    # One after the other, in any order, from any side.
    for turn, order in enumerate(itertools.islice(itertools.permutations(paths), 0, None, 5)):
        kg = tmp_path / f"kg{turn}"
        for path in order:
            (tmp_path / f"in{turn}" / path.relative_to(tmp_path / "in")).parent.mkdir(
                parents=True, exist_ok=True
            )
            (tmp_path / f"in{turn}" / path.relative_to(tmp_path / "in")).write_bytes(path.read_bytes())
            build([tmp_path / f"in{turn}"], kg, read)
        assert exported(kg) == exported(tmp_path / "kg"), why


def test_what_goes_takes_its_links_with_it(tmp_path: Path) -> None:
    put(tmp_path / "in", {"n.html": NOTICE, "P1.txt": ANNEX})
    build([tmp_path / "in"], tmp_path / "kg", read)
    assert holds(tmp_path / "kg", PARENT)
    (tmp_path / "in" / "P1.txt").unlink()
    build([tmp_path / "in"], tmp_path / "kg", read)
    build([tmp_path / "in"], tmp_path / "fresh", read)
    assert exported(tmp_path / "kg") == exported(tmp_path / "fresh")


def test_two_notices_that_attach_one_file_are_told(tmp_path: Path) -> None:
    put(tmp_path / "in", {"n.html": NOTICE, "m.html": NOTICE.replace("1号", "2号"), "P1.txt": ANNEX})
    report = build([tmp_path / "in"], tmp_path / "kg", read)
    assert report.head["diagnostics"]["attachment-ambiguous"] == 1


REAL = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div><h1>云州市人民政府关于印发云州市绿道建设方案的通知</h1>
<p>云府〔2024〕6号</p><p>各县（区）人民政府，市政府各部门：</p>
<p>现将《云州市绿道建设方案》印发给你们，请认真贯彻执行。</p>
<p>附件：1.云州市绿道建设方案</p><p>2.绿道建设任务分工表</p><p>云州市人民政府</p><p>2024年3月4日</p></div>
<p>附件下载：<a href="./P020240304.txt">附件1</a> <a href="P020240305.txt">绿道建设任务分工表.txt</a></p></body></html>"""
PLAN = "云州市绿道建设方案\n\n为推进绿道建设，制定本方案。\n\n一、主要任务\n\n（一）建设绿道。到2025年建成绿道100公里。（市园林局牵头，市财政局配合）\n"


def unprinted(report: BuildReport) -> int:
    return int(report.head["diagnostics"].get("annex-not-printed", 0))


def test_what_stands_beside_a_page_is_not_missing(tmp_path: Path) -> None:
    """By the title of the attachment, or by what the link calls it."""
    put(tmp_path / "in", {"n.html": REAL})
    report = build([tmp_path / "in"], tmp_path / "kg", read_source)
    assert unprinted(report) == 2
    put(tmp_path / "in", {"P020240304.txt": PLAN})
    report = build([tmp_path / "in"], tmp_path / "kg", read_source)
    assert unprinted(report) == 1
    plan = "?c gw:citedTitle '云州市绿道建设方案'@zh ; gw:citedDocument ?child . ?child gw:promulgatedBy <云府〔2024〕6号>"
    assert holds(tmp_path / "kg", plan)
    manifest = (tmp_path / "kg/current/manifest.json").read_text("utf-8")
    assert "绿道建设任务分工表 is named and not printed" in manifest
    put(tmp_path / "in", {"P020240305.txt": "没有标题的一张表，只有几行字。\n"})
    assert unprinted(build([tmp_path / "in"], tmp_path / "kg", read_source)) == 0
