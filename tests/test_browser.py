"""Pages in a real browser: they load nothing, find, filter, quote, and take what documents say as text."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gongwen.graph.asking.deadline_words import deadline_words, word_data
from gongwen.graph.building.build import build
from gongwen.graph.cli import app
from tests.graph_cases import LATER, NOTICE, RULES, read, write

pytest.importorskip("playwright", reason="Playwright is not installed: pip install 'gongwen[test]'")

from playwright.sync_api import Browser, Page, expect

from tests.browser_cases import ATTACKS, CHROMIUM, HOSTILE, Opened, chromium, open_page
from tests.test_deadline_words import CASES, RAW

pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="no chromium in PATH: apt-get install chromium, or name one in CHROMIUM"
)

SHARED = """# 云府〔2023〕5号 | 关于夏季防汛工作的通知 | 2023-05-09 | 通知
根据《甲方案》（云府〔2021〕1号）
市水务局 lead 巡查堤防 due 2023-06
市财政局 cooperate 备足物资
市公安局 responsible 停课避险
"""
KINDS = ("responsibilities", "collaboration", "citations", "authority", "ego")
TEXTS = {
    "notice.txt": NOTICE,
    "rules.txt": RULES,
    "later.md": LATER,
    "shared.txt": SHARED,
    "hostile.txt": HOSTILE,
}


# Playwright's driver keeps an event loop running while it lives, in which no other test can run one of its own: it ends with
# this module.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of each kind of the project's samples."""
    root = tmp_path_factory.mktemp("samples")
    here = Path(__file__).parent.parent / "samples"
    assert CliRunner().invoke(app, ["build", str(here), "-o", str(root / "kg")]).exit_code == 0
    options = {"ego": ["--body", "云州市住房和城乡建设局"]}
    for name in KINDS:
        draw(name, root / "kg", root / f"{name}.html", *options.get(name, []))
    return root


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of a tiny graph, some of whose documents are hostile."""
    root = tmp_path_factory.mktemp("browser")
    write(root / "in", TEXTS)
    build([root / "in"], root / "kg", read)
    draw("responsibilities", root / "kg", root / "responsibilities.html")
    draw("responsibilities", root / "kg", root / "few.html", "--max-nodes", "6")
    return root


def draw(kind: str, kg: Path, output: Path, *options: str) -> None:
    result = CliRunner().invoke(app, ["draw", kind, str(kg), "-o", str(output), *options])
    assert result.exit_code == 0, result.output


@pytest.fixture
def duties(browser: Browser, folder: Path) -> Iterator[Opened]:
    with open_page(browser, folder / "responsibilities.html") as opened:
        yield opened


def shown(opened: Opened) -> tuple[int, int]:
    """Nodes and edges that are shown, by the page's own words."""
    nodes, _, edges, _ = map(int, re.findall(r"\d+", opened.status()))
    return nodes, edges


def search(page: Page, text: str) -> None:
    page.locator("#search").fill(text)
    page.get_by_role("option").first.click()


@pytest.mark.parametrize("name", KINDS)
def test_a_page_opens_without_a_request_or_an_error(browser: Browser, samples: Path, name: str) -> None:
    with open_page(browser, samples / f"{name}.html", width=1920, height=1080) as opened:
        nodes, edges = shown(opened)
        assert nodes > 3
        assert edges > 3
        assert (
            opened.page.locator("#graph canvas").evaluate(
                "c => new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
            )
            > 20
        ), "something is drawn"
        opened.picture(name)


def test_scripts_say_deadlines_as_the_program_does(browser: Browser) -> None:
    script = resources.files("gongwen.graph.serve").joinpath("assets", "deadlines.js").read_text("utf-8")
    page = browser.new_page()
    page.add_script_tag(content=script)
    asked = [(value, kind.rpartition(":")[2]) for kind, value, *_ in CASES if "#" not in kind]
    asked += [(value, "due") for value in RAW]
    said = page.evaluate(
        "([data, asked]) => { const words = deadlineWords(data); return asked.map(([value, kind]) => words(value, kind)); }",
        [dict(word_data()), asked],
    )
    page.close()
    assert [tuple(one) for one in said] == [(w.zh, w.en) for w in (deadline_words(*one) for one in asked)]


def test_search_click_sentence(duties: Opened) -> None:
    search(duties.page, "水务局")
    panel = duties.page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("云泽市水务局")
    quote = panel.locator(".quote", has_text="市水务局 lead 巡查堤防")
    expect(quote.locator("mark")).to_have_text("市水务局")
    place = quote.locator("figcaption").inner_text()
    start = SHARED.index("市水务局")
    assert place == f"shared.txt，第 {start}–{start + 4} 字"
    expect(panel).to_contain_text("2023年6月底前")
    duties.picture("sentence")


NAMES = [
    ("水务局", "云泽市水务局", "a part of the name"),
    ("云泽市水务局", "云泽市水务局", "the whole name"),
    ("市公安局", "云泽市公安局", "the name that the document uses"),
    ("云公局", "云泽市公安局", "characters in their order"),
    ("巡查 堤防", "巡查堤防", "a task, with a blank"),
]


@pytest.mark.parametrize(("typed", "found", "reason"), NAMES, ids=[c[2] for c in NAMES])
def test_search_by_any_name(duties: Opened, typed: str, found: str, reason: str) -> None:
    search(duties.page, typed)
    expect(duties.page.locator("#panel h2")).to_have_text(found)


def test_a_body_is_found_by_the_name_of_one_before_it(browser: Browser, samples: Path) -> None:
    with open_page(browser, samples / "responsibilities.html") as opened:
        opened.page.locator("#search").fill("云州市工商局")
        expect(opened.page.get_by_role("option").first).to_contain_text("云州市市场监督管理局")
        expect(opened.page.get_by_role("option").first).to_contain_text("前身 工商局")


def test_search_that_finds_nothing_says_so(duties: Opened) -> None:
    duties.page.locator("#search").fill("灯塔")
    expect(duties.page.locator("#results")).to_have_text("没有找到")


def test_deadlines_sort_by_their_values_and_what_has_none_comes_last(browser: Browser, samples: Path) -> None:
    with open_page(browser, samples / "responsibilities.html") as opened:
        page = opened.page
        page.locator("#view-table").click()
        page.get_by_role("tab", name="任务").click()
        cells = page.locator("td.c-deadlines")
        for ends in ("ascending", "descending"):
            page.locator("th[data-column=deadlines] button").click()
            expect(page.locator("th[data-column=deadlines]")).to_have_attribute("aria-sort", ends)
            said = cells.all_inner_texts()
            given = [one for one in said if one]
            assert said == given + [""] * (len(said) - len(given))
            dates = [
                tuple(map(int, re.findall(r"\d+", one)))
                for one in given
                if re.fullmatch(r"\d+年\d+月底前", one)
            ]
            assert len(dates) > 4
            assert dates == sorted(dates, reverse=ends == "descending")
            assert any(one.startswith("每") for one in given)


def test_keys_alone(duties: Opened) -> None:
    page, field = duties.page, duties.page.locator("#search")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("市")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "result-1")
    wanted = second.locator("b").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(wanted)
    expect(page.locator("#panel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#graph")).to_be_focused()
    before = page.evaluate("G.network.getScale()")
    page.keyboard.press("+")
    page.wait_for_timeout(500)
    assert page.evaluate("G.network.getScale()") > before


def test_filters_hide_and_bring_back(duties: Opened) -> None:
    page, whole = duties.page, shown(duties)
    page.locator('[data-filter="role"] input[data-value="lead"]').uncheck()
    without = shown(duties)
    assert without[0] < whole[0]
    assert without[1] < whole[1]
    assert page.evaluate("G.network.body.data.edges.get({filter: e => !e.hidden}).length") == without[1]
    page.locator('[data-filter="kind"] input[data-value="task"]').uncheck()
    assert shown(duties) == (0, 0)
    expect(page.locator("#empty")).to_be_visible()
    page.locator("#reset").click()
    assert shown(duties) == whole


def test_a_search_shows_what_a_filter_hid(duties: Opened) -> None:
    duties.page.locator('[data-filter="kind"] input[data-value="body"]').uncheck()
    search(duties.page, "水务局")
    expect(duties.page.locator("#panel .quote").first).to_be_visible()


def test_a_click_in_the_drawing_opens_the_panel(duties: Opened) -> None:
    page = duties.page
    page.evaluate("G.network.moveTo({position: G.network.getPosition(0), scale: 1, animation: false})")
    box = page.locator("#graph").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    expect(page.locator("#tooltip")).to_be_visible()
    label = page.evaluate("G.data.nodes[0].label")
    expect(page.locator("#tooltip b")).to_have_text(label)
    page.mouse.click(*middle)
    expect(page.locator("#panel h2")).to_have_text(label)
    page.wait_for_timeout(400)


def test_an_edge_has_its_sentence_too(duties: Opened) -> None:
    duties.page.evaluate("G.select({edge: 0})")
    expect(duties.page.locator("#panel .quote mark")).to_be_visible()
    expect(duties.page.locator("#panel .ends button")).to_have_count(2)


def test_table_and_csv(duties: Opened) -> None:
    page = duties.page
    page.get_by_role("button", name="表", exact=True).click()
    expect(page.get_by_role("tab")).to_have_text(["机构", "任务", "责任"])
    page.get_by_role("tab", name="责任").click()
    _, edges = shown(duties)
    expect(page.locator("#table tbody tr")).to_have_count(edges)
    duties.picture("table")
    page.locator('th[data-column="from"] button').click()
    expect(page.locator('th[data-column="from"]')).to_have_attribute("aria-sort", "ascending")
    with page.expect_download() as download:
        page.locator("#csv").click()
    assert download.value.suggested_filename == "responsibilities-duties.csv"
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert len(rows) == edges
    (row,) = (row for row in rows if row["任务"] == "巡查堤防")
    assert (row["机构"], row["角色"], row["出处"]) == ("云泽市水务局", "牵头", "shared.txt")
    page.locator("#table td.c-to .jump", has_text="巡查堤防").first.click()
    expect(page.locator("#panel h2")).to_have_text("巡查堤防")


def test_csv_holds_no_formulas(duties: Opened) -> None:
    duties.page.evaluate(
        """() => { G.data.nodes[G.data.edges[0].to].label = '=HYPERLINK("x","y")'; G.show('table'); }"""
    )
    duties.page.get_by_role("tab", name="责任").click()
    assert '"\'=HYPERLINK(""x"",""y"")"' in duties.page.evaluate("G.csv()")


def test_table_follows_the_filters(duties: Opened) -> None:
    duties.page.get_by_role("button", name="表", exact=True).click()
    duties.page.get_by_role("tab", name="责任").click()
    for role in ("lead", "responsible"):
        duties.page.locator(f'[data-filter="role"] input[data-value="{role}"]').uncheck()
    expect(duties.page.locator("#table tbody tr")).to_have_count(shown(duties)[1])
    assert set(duties.page.locator("#table td.c-role").all_inner_texts()) == {"配合"}


def test_a_link_opens_at_a_node(browser: Browser, folder: Path) -> None:
    for wanted in ("云泽市水务局", "%E4%BA%91%E6%B3%BD%E5%B8%82%E6%B0%B4%E5%8A%A1%E5%B1%80"):
        with open_page(browser, folder / "responsibilities.html", f"#node={wanted}") as opened:
            expect(opened.page.locator("#panel h2")).to_have_text("云泽市水务局")
            opened.page.locator("#panel .jump").first.click()
            assert "#node=https%3A%2F%2F" in opened.page.url
            opened.page.go_back()
            expect(opened.page.locator("#panel h2")).to_have_text("云泽市水务局")


def test_a_picture(duties: Opened) -> None:
    with duties.page.expect_download() as download:
        duties.page.locator("#png").click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(data) > 10_000
    assert download.value.suggested_filename == "responsibilities.png"


def test_english_by_a_switch(duties: Opened) -> None:
    page = duties.page
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    search(page, "水务局")
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("#title")).to_have_text("Responsibilities: who carries what")
    expect(page.locator("#panel")).to_contain_text("characters")
    assert "nodes" in duties.status()
    duties.picture("english")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#title")).to_have_text("责任图：谁承担什么")


def test_no_word_lacks_its_translation(browser: Browser, samples: Path) -> None:
    for name in KINDS:
        with open_page(browser, samples / f"{name}.html", "#lang=en") as opened:
            opened.page.evaluate("G.show('table')")
            text = opened.page.locator("body").inner_text()
            assert not re.search(
                r"\b(?:column|panel|filter|legend|relation|role|level|sheet|limit|kind)\.[a-z]", text
            )


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_documents_say_is_text(duties: Opened, attack: str) -> None:
    page = duties.page
    search(page, attack)
    expect(page.locator("#panel h2")).to_have_text(attack)
    expect(page.locator("#panel blockquote").last).to_contain_text(attack)
    expect(page.locator("#panel dd", has_text="关于<script>alert(1)</script>的通知").first).to_be_visible()
    page.get_by_role("button", name="表", exact=True).click()
    assert page.locator("img, iframe, object, embed").count() == 0


def test_the_policy_stops_what_would_get_through(browser: Browser, folder: Path) -> None:
    """Even markup that a fault let into the page would load nothing and run nothing."""
    with open_page(browser, folder / "responsibilities.html") as opened:
        opened.page.evaluate(
            """() => { const box = document.createElement('div');
            box.innerHTML = '<img src="http://example.org/x.png"><b onclick="document.title=1">x</b>';
            document.body.append(box); box.querySelector('b').click(); }"""
        )
        opened.page.wait_for_timeout(300)
        assert opened.page.title() == "责任图：谁承担什么"
        assert opened.said
        assert all("Content Security Policy" in said for said in opened.said)
        opened.said.clear()
        opened.asked.clear()


def test_what_is_left_out_is_said(browser: Browser, folder: Path) -> None:
    with open_page(browser, folder / "few.html") as opened:
        said = opened.page.locator("#left").inner_text()
        whole = opened.page.evaluate("G.data.whole.nodes")
        lines, needed = opened.page.evaluate("[G.data.whole.edges, G.data.whole.needed]")
        assert (
            f"{shown(opened)[0]} 个节点（共 {whole} 个）和 {shown(opened)[1]} 条关系（共 {lines} 条）" in said
        )
        assert f"--max-nodes {needed} " in said
        opened.picture("left-out")
        opened.page.get_by_role("button", name="English").click()
        expect(opened.page.locator("#left")).to_contain_text("draws the most important")
        opened.page.locator("#left button").click()
        expect(opened.page.locator("#left")).to_be_hidden()


def test_physics_is_off_and_a_switch_away(duties: Opened) -> None:
    page = duties.page
    where = "JSON.stringify(G.network.getPositions())"
    before = page.evaluate(where)
    page.wait_for_timeout(200)
    assert page.evaluate(where) == before
    page.get_by_role("switch").check()
    page.wait_for_timeout(400)
    assert page.evaluate(where) != before
    page.get_by_role("switch").uncheck()
    assert json.loads(page.evaluate(where)) == json.loads(before)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1920, 1080)])
def test_nothing_lies_over_anything_else(browser: Browser, folder: Path, width: int, height: int) -> None:
    with open_page(browser, folder / "responsibilities.html", "#node=云泽市水务局", width, height) as opened:
        boxes = [
            opened.page.locator(part).bounding_box()
            for part in ("header.bar", "#filters", "#stage", "#panel", "footer")
        ]
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                assert a
                assert b
                apart = (
                    a["x"] + a["width"] <= b["x"] + 1 or b["x"] + b["width"] <= a["x"] + 1
                    or a["y"] + a["height"] <= b["y"] + 1 or b["y"] + b["height"] <= a["y"] + 1
                )  # fmt: skip
                assert apart, (a, b)
        assert not opened.page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_every_control_has_a_name(duties: Opened) -> None:
    search(duties.page, "水务局")
    unnamed = duties.page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, [role]')].filter(e => e.offsetParent !== null &&
        !(e.textContent.trim() || e.getAttribute('aria-label') || e.title || e.labels?.length)).map(e => e.outerHTML)"""
    )
    assert unnamed == []


@pytest.mark.shared
def test_from_a_gazette_to_the_sentence_by_a_search_and_a_click(browser: Browser, tmp_path: Path) -> None:
    """The real gazette: 市卫生健康局 leads the joint conference on infant care."""
    gold = Path(os.environ.get("GONGWEN_SHARED", "")) / "gold" / "zhanjiang-gazette-2021-01.txt"
    if not gold.is_file():
        pytest.skip("GONGWEN_SHARED names no folder with the gold readings")
    runner = CliRunner()
    assert runner.invoke(app, ["build", str(gold), "-o", str(tmp_path / "kg")]).exit_code == 0
    draw("responsibilities", tmp_path / "kg", tmp_path / "x.html")
    with open_page(browser, tmp_path / "x.html") as opened:
        opened.page.locator("#search").fill("市卫健局")
        opened.page.get_by_role("option").first.click()
        quote = opened.page.locator(
            "#panel .quote", has_text="婴幼儿照护服务工作联席会议制度，由市卫生健康局牵头"
        )
        expect(quote).to_be_in_viewport()
        expect(quote.locator("mark")).to_have_text("市卫生健康局")
        opened.picture("gazette")
