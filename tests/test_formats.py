"""Files of all kinds: the same plan in each of them reads the same; hostile files are refused, and nothing else."""

from __future__ import annotations

import gzip
import re
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gongwen.extract.errors import SourceError
from gongwen.extract.formats import archive, limits, office
from gongwen.extract.formats.decode import decode
from gongwen.extract.formats.docx_numbers import printed
from gongwen.extract.formats.kinds import Kind, kind_of
from gongwen.extract.formats.layout import PAGE_NUMBER
from gongwen.extract.formats.markup import page_text
from gongwen.extract.formats.reading import sources_of
from gongwen.extract.formats.tables import table_lines
from gongwen.extract.model import Source
from gongwen.extract.pipeline import read_source
from tests import format_cases as make

OFFICE = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
RTF = b"{\\rtf1\\ansi\\ansicpg936 " + b"".join(b"\\'%02x" % byte for byte in make.TEXT.encode("gbk")) + b"}"


def converted(kind: str, tmp_path: Path) -> bytes:
    """The plan in a format that LibreOffice writes."""
    (tmp_path / "plan.docx").write_bytes(make.word())
    command = [str(office.program()), f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless"]
    # By way of ODT: from DOCX straight to DOC it drops tables without widths.
    for former, wanted in (("docx", "odt"), ("odt", kind)):
        if former != wanted:
            made = ["--convert-to", wanted, "--outdir", str(tmp_path), str(tmp_path / f"plan.{former}")]
            subprocess.run(command + made, check=True, capture_output=True, timeout=120)
    return (tmp_path / f"plan.{kind}").read_bytes()


def one(data: bytes, name: str = "plan") -> Source:
    """The only source in a file."""
    (source,) = sources_of(data, name)
    assert isinstance(source, Source), source
    return source


def duties(source: Source) -> set[tuple[str, str, str]]:
    """Title of the task, name as written, role, of every responsibility."""
    return {
        (task.title, source.text[duty.span.start : duty.span.end], duty.role.value)
        for document in read_source(source).documents
        for task in document.tasks
        for duty in task.responsibilities
    }


ITEMS = {
    ("建设智能调度平台", "市交通运输局", "lead"),
    ("建设智能调度平台", "市财政局", "cooperate"),
    ("更新新能源车辆", "市公安局", "responsible"),
}
ROWS = {
    ("完善站台设施", "市住房城乡建设局", "lead"),
    ("完善站台设施", "市交通运输局", "cooperate"),
    ("完善站台设施", "各县（区）人民政府", "cooperate"),
    ("推广电子支付", "市交通运输局", "lead"),
    ("推广电子支付", "市财政局", "cooperate"),
}
SAME: list[tuple[str, bytes, Kind, set[tuple[str, str, str]]]] = [
    ("text", make.TEXT.encode(), Kind.TEXT, ITEMS),
    ("text in GBK", make.TEXT.encode("gbk"), Kind.TEXT, ITEMS),
    ("text in UTF-16 with a mark", make.TEXT.encode("utf-16"), Kind.TEXT, ITEMS),
    ("text in UTF-16 without", make.TEXT.encode("utf-16-le"), Kind.TEXT, ITEMS),
    ("a page", make.html(), Kind.HTML, ITEMS | ROWS),
    ("a page in GBK that says so", make.html("gb2312"), Kind.HTML, ITEMS | ROWS),
    ("a page in GBK that does not", make.html("gbk", declared=False), Kind.HTML, ITEMS | ROWS),
    ("a page saved whole", make.mhtml(), Kind.MHTML, ITEMS | ROWS),
    ("Word", make.word(), Kind.DOCX, ITEMS | ROWS),
    ("PDF", make.pdf(), Kind.PDF, ITEMS | ROWS),
    ("PDF in two columns", make.pdf(columns=True), Kind.PDF, ITEMS),
    ("OFD", make.ofd(), Kind.OFD, ITEMS),
]


@pytest.mark.parametrize(("what", "data", "kind", "wanted"), SAME, ids=[row[0] for row in SAME])
def test_the_same_plan_in_every_format(
    what: str, data: bytes, kind: Kind, wanted: set[tuple[str, str, str]]
) -> None:
    assert kind_of(data) is kind
    source = one(data)
    found = duties(source)
    assert wanted <= found, what
    # Filler of the PDF assigns nothing to a body; nothing of the menu or of hidden elements is read.
    assert found <= ITEMS | ROWS, what
    heads = read_source(source).documents
    assert [d.title.value for d in heads if d.title] == [make.TITLE, "云州市智慧公交建设方案"], what
    assert {d.number.value for d in heads if d.number} == {make.NUMBER}, what


@OFFICE
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_what_libreoffice_reads(kind: str, tmp_path: Path) -> None:
    data = converted(kind, tmp_path)
    assert kind_of(data) in (Kind.OLE, Kind.RTF, Kind.ODT)
    assert duties(one(data, f"plan.{kind}")) >= ITEMS | ROWS


def test_without_libreoffice_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    (error,) = sources_of(RTF, "plan.wps")
    assert isinstance(error, SourceError)
    assert error.code == "missing-library"
    assert "libreoffice-writer" in str(error)


MISSING = [
    ("pypdfium2", make.pdf),
    ("pdfplumber", make.pdf),
    ("docx", make.word),
    ("charset_normalizer", lambda: make.TEXT.encode("gbk")),
]


@pytest.mark.parametrize(("library", "make_one"), MISSING, ids=[library for library, _ in MISSING])
def test_without_a_library_the_error_names_the_extra(
    library: str, make_one: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    (error,) = sources_of(make_one(), "plan")
    assert isinstance(error, SourceError)
    assert error.code == "missing-library"
    assert library in str(error)
    assert "pip install 'gongwen[formats]'" in str(error)


def test_the_guide_names_every_code_and_bound() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "formats.md").read_text("utf-8")
    code = Path(archive.__file__).parent
    used = {
        m[1]
        for path in code.glob("*.py")
        for m in re.finditer(r'"([a-z]+(?:-[a-z]+)+)",\s*(?:own|name)', path.read_text("utf-8"))
    }
    assert len(used) > 8
    assert not [word for word in used if f"`{word}`" not in guide]
    assert f"{limits.LARGEST_FILE >> 20} MiB" in guide
    assert f"{limits.LARGEST_UNPACKED >> 30} GiB, {limits.MOST_MEMBERS:,} files" in guide
    assert f"{limits.HIGHEST_RATIO} times" in guide
    assert f"{limits.MOST_PAGES:,}" in guide
    assert f"{limits.MOST_NODES:,}" in guide
    assert f"{limits.CONVERSION_SECONDS} seconds" in guide


def test_a_page_gives_what_stands_above_its_text() -> None:
    text = page_text(make.html().decode())
    assert text.splitlines()[:6] == [
        make.TITLE,
        "发布日期：2024-05-08 10:00",
        "索引号：YZ-2024-15",
        f"发文字号：{make.NUMBER}",
        "发文机关：云州市人民政府办公室",
        "成文日期：2024年5月6日",
    ]
    assert "栏目" not in text
    assert "网站地图" not in text
    assert "不是正文" not in text


def test_running_heads_and_page_numbers_are_left_out() -> None:
    text = one(make.pdf()).text
    assert "公报" not in text
    assert not any(PAGE_NUMBER.fullmatch(line) for line in text.splitlines())


TABLES: list[tuple[list[list[str]], list[str], str]] = [
    ([["甲", "乙"], ["1", "2"]], ["甲\t乙", "1\t2"], "a table of anything keeps its rows"),
    (
        [["序号", "任务", "责任单位"], ["1", "修路", "市交通运输局"]],
        ["序号\t任务\t责任单位", "1. 修路", "责任单位：市交通运输局"],
        "a row of duties reads like an item",
    ),
    (
        [["序号", "任务", "责任单位"], ["一、交通", "一、交通", "一、交通"], ["1", "修路", "市交通运输局"]],
        ["序号\t任务\t责任单位", "一、交通", "1. 修路", "责任单位：市交通运输局"],
        "a row across the table is a heading",
    ),
    (
        [["领域", "措施", "牵头单位"], ["交通", "修路", "甲局"], ["交通", "架桥", "乙局"]],
        ["领域\t措施\t牵头单位", "交通", "修路", "牵头单位：甲局", "架桥", "牵头单位：乙局"],
        "what spans several rows is said once",
    ),
    (
        [["任务", "牵头单位（排第一的为总牵头）"], ["修路", "甲局\n乙局"]],
        ["任务\t牵头单位（排第一的为总牵头）", "修路", "牵头单位：甲局 乙局"],
        "a head may explain itself",
    ),
    (
        [["任务", "责任单位"], ["修路", "甲局"], ["任务", "责任单位"], ["架桥", "乙局"]],
        ["任务\t责任单位", "修路", "责任单位：甲局", "架桥", "责任单位：乙局"],
        "heads printed again on the next page",
    ),
    (
        [["责任单位", "责任单位"], ["甲局", "乙局"]],
        ["责任单位", "甲局\t乙局"],
        "bodies without tasks are a list",
    ),
    (
        [
            ["序号", "领域", "任务", "责任单位", "责任单位", "完成时限"],
            ["序号", "领域", "任务", "牵头单位", "配合单位", "完成时限"],
            ["1", "站台", "新建站台", "甲局", "乙局", "2024年"],
            ["2", "站台", "改造站台", "甲局", "甲局", ""],
            ["序号", "领域", "任务", "牵头单位", "配合单位", "完成时限"],
            ["3", "票务", "电子支付", "丙局", "", ""],
        ],
        [
            "序号\t领域\t任务\t责任单位\t完成时限",
            "序号\t领域\t任务\t牵头单位\t配合单位\t完成时限",
            "站台",
            "1. 新建站台",
            "牵头单位：甲局",
            "配合单位：乙局",
            "完成时限：2024年",
            "2. 改造站台",
            "牵头单位：甲局",
            "配合单位：甲局",
            "3. 票务",
            "电子支付",
            "牵头单位：丙局",
        ],
        "two rows of heads, a field above numbered rows",
    ),
    (
        [["序号", "事项", "内容", "责任单位"], ["1", "修路", "东段", "甲局"], ["1", "修路", "西段", "乙局"]],
        ["序号\t事项\t内容\t责任单位", "1. 修路", "东段", "责任单位：甲局", "1. 西段", "责任单位：乙局"],
        "a number that spans rows: each is an item",
    ),
    ([], [], "nothing"),
]


@pytest.mark.parametrize(("rows", "lines", "reason"), TABLES, ids=[row[2] for row in TABLES])
def test_tables(rows: list[list[str]], lines: list[str], reason: str) -> None:
    assert table_lines(rows) == lines, reason


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"]
TRADITIONAL = "關於進一步加強公共場所衛生管理的通知。各區應當按照規定落實責任，確保市民健康與安全。" * 3


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(encoding: str) -> None:
    assert decode(make.TEXT.encode(encoding), "a")[0] == make.TEXT


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-16-be"])
def test_traditional_characters(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding), "a")[0] == TRADITIONAL


NUMBERS = [
    (1, "decimal", "1"),
    (12, "chineseCounting", "十二"),
    (20, "chineseCountingThousand", "二十"),
    (105, "chineseCountingThousand", "一百〇五"),
    (1010, "chineseCountingThousand", "一千〇一十"),
    (3, "upperLetter", "C"),
    (2, "decimalEnclosedCircle", "②"),
    (99_999, "decimal", "9999"),
]


@pytest.mark.parametrize(("number", "form", "wanted"), NUMBERS)
def test_numbers_of_lists(number: int, form: str, wanted: str) -> None:
    assert printed(number, form) == wanted


def test_members_of_archives_in_archives() -> None:
    inner = make.zipped({"文件/甲.txt": make.TEXT.encode(), "乙.html": make.html(), ".隐藏.txt": b"x"})
    outer = make.zipped({"丙.zip": inner, "丁.txt.gz": gzip.compress(make.TEXT.encode("gbk"))})
    assert sorted(s.name for s in sources_of(outer, "all.zip") if isinstance(s, Source)) == [
        "丁.txt",
        "乙.html",
        "甲.txt",
    ]


def test_names_of_old_archives_are_in_gbk() -> None:
    member = zipfile.ZipInfo("通知.txt".encode("gbk").decode("cp437"))
    member.flag_bits = 0
    assert archive.member_path(member) == "通知.txt"


PATHS = [("../../etc/passwd", "etc/passwd"), ("/a/b", "a/b"), ("a\\..\\b", "a/b"), ("..", "unnamed")]


@pytest.mark.parametrize(("path", "wanted"), PATHS)
def test_paths_never_leave_the_archive(path: str, wanted: str) -> None:
    assert archive.member_path(zipfile.ZipInfo(path)) == wanted


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "RATIO_FREE", 100_000)
    blanks = b" " * 5_000_000
    for data in (make.zipped({"a.txt": blanks}), gzip.compress(blanks)):
        (error,) = sources_of(data, "bomb")
        assert isinstance(error, SourceError)
        assert error.code == "archive-too-large"


def test_archives_nested_without_end_are_refused() -> None:
    data = make.TEXT.encode()
    for _ in range(limits.DEEPEST_ARCHIVE + 2):
        data = gzip.compress(data)
    (error,) = sources_of(data, "deep.gz")
    assert isinstance(error, SourceError)
    assert error.code == "archive-too-deep"


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(make.zipped({"a.txt": b"x" * 5000}))
    for at in (data.index(b"PK\x03\x04") + 22, data.index(b"PK\x01\x02") + 24):
        data[at : at + 4] = (10).to_bytes(4, "little")
    results = list(sources_of(bytes(data), "liar.zip"))
    assert all(isinstance(r, SourceError) or len(r.text) <= 10 for r in results)


def test_cells_that_span_in_a_pdf() -> None:
    assert duties(one(make.pdf_of_cells())) == {
        ("新建站台50座", "市住房城乡建设局", "lead"),
        ("新建站台50座", "市交通运输局", "cooperate"),
        ("改造站台30座", "市住房城乡建设局", "lead"),
        ("改造站台30座", "市公安局", "cooperate"),
        ("推广电子支付", "市交通运输局", "lead"),
        ("开展满意度调查", "市交通运输局", "lead"),
        ("开展满意度调查", "市统计局", "cooperate"),
    }


def test_cells_that_span_in_word() -> None:
    assert duties(one(make.word_of_cells())) == duties(one(make.pdf_of_cells()))


def test_columns_with_a_narrow_gutter_below_a_wide_title() -> None:
    """Lines of the two columns do not stand at one height; the last page has one column; heads stand above both."""
    source = one(make.gazette())
    assert "公报" not in source.text
    documents = read_source(source).documents
    assert [(d.title.value, d.number.value) for d in documents if d.title and d.number] == [
        (make.TITLE, make.NUMBER),
        ("云州市智慧公交建设方案", make.NUMBER),
        ("云州市人民政府关于表彰先进集体的决定", "云府〔2024〕20号"),
    ]
    assert duties(source) == ITEMS | {
        ("市政府决定对下列集体予以表彰", "市人力资源社会保障局", "responsible"),
    }


def test_a_scan_says_what_to_do() -> None:
    (error,) = sources_of(make.scan(), "scan.pdf")
    assert isinstance(error, SourceError)
    assert error.code == "no-text-layer"
    assert "OCR" in str(error)


def test_external_entities_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("市水务局负责", "utf-8")
    xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    with zipfile.ZipFile(BytesIO(make.ofd())) as made:
        files = {name: made.read(name) for name in made.namelist()}
    page = "Doc_0/Pages/Page_0/Content.xml"
    files[page] = xml.encode() + files[page].replace(make.NUMBER.encode(), b"&e;")
    assert all("水务" not in getattr(s, "text", "") for s in sources_of(make.zipped(files), "x.ofd"))


@pytest.mark.parametrize("make_one", [make.html, make.mhtml, make.word, make.pdf, make.ofd])
# Not shrunk: a PDF takes a tenth of a second, and which bytes were damaged says little.
@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_damaged_files_are_errors_and_no_crash(make_one: object, data: st.DataObject) -> None:
    whole = _MADE.setdefault(make_one, bytearray(make_one()))  # type: ignore[operator]
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(1, 40))] = data.draw(st.binary(max_size=40))
    for source in sources_of(bytes(damaged), "damaged"):
        assert isinstance(source, Source | SourceError)


_MADE: dict[object, bytearray] = {}


@settings(max_examples=200, deadline=None)
@given(st.text("<>/ap=\"'!-div table tr td br负责，。\n&;#x3000", max_size=400))
def test_any_markup_gives_text(markup: str) -> None:
    assert "\r" not in page_text(f"<html><body>{markup}")


def test_deep_markup_does_not_overflow() -> None:
    deep = "<div>" * 100_000 + "云州市人民政府，" + "</div>" * 100_000
    assert isinstance(page_text(deep), str)
    nested = "<table><tr><td>" * 3_000 + "云州市，" + "</td></tr></table>" * 3_000
    assert isinstance(page_text(nested), str)
