"""A made-up KG of any size, shaped like what gazettes give: ``python benchmarks/generate.py KG --triples 1000000``.

Documents of invented numbers in all prefectures of the lexicon: bodies that take part unevenly (a few in every plan, many in
one), plans with many tasks beside notices with none, citations that go back to a few laws and to earlier documents, deadlines
on some of the tasks. Proportions are those of a graph of 1,800 real files (843,000 triples, 3,124 documents): 6.7 tasks a document, 3.3
bodies a task. Records are made instead of read, and go the way of every build: packets, ledger, links, statistics, store.
The same number of triples gives the same graph.
"""

from __future__ import annotations

import argparse
import calendar
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from gongwen.extract import areas
from gongwen.extract.keys import Identity, document_key
from gongwen.extract.model import (
    Body,
    Citation,
    Deadline,
    DeadlineKind,
    Document,
    Fact,
    Relation,
    Responsibility,
    Role,
    Source,
    SourceReading,
    Span,
    Task,
)
from gongwen.graph.building.build import Options, build

# Triples of a document and what is derived from it, as this generator makes them: by this sizes are turned into numbers.
TRIPLES_A_DOCUMENT = 260
LAWS = [f"{kind}{matter}{form}" for kind in ("中华人民共和国", "全国") for matter in
        ("教育", "城乡规划", "环境保护", "食品安全", "安全生产", "档案", "行政许可", "政府信息公开", "防洪", "农产品质量")
        for form in ("法", "条例")]  # fmt: skip
OFFICES = ("发展和改革委员会", "教育局", "科学技术局", "工业和信息化局", "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局",
           "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "文化广电旅游局", "卫生健康委员会",
           "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "林业局", "城市管理局", "政务服务数据管理局",
           "信访局", "体育局", "粮食和物资储备局")  # fmt: skip
VERBS = ("推进", "完善", "建设", "改造", "整治", "培育", "清理", "公布", "扩大", "规范")
MATTERS = ("老旧小区", "农贸市场", "审批流程", "河道堤防", "职业教育", "数字政务", "营商环境", "养老服务", "公共交通", "污水管网",
           "普惠托育", "科技企业", "城市绿道", "基本医保", "应急物资", "冷链物流", "耕地保护", "文物建筑")  # fmt: skip
# How often a document has so many tasks: most are notices, some are plans.
TASKS = (0, 0, 1, 2, 3, 4, 6, 9, 15, 27)
# And a task so many bodies.
BODIES = (1, 1, 2, 3, 4, 9)
RELATIONS = (
    Relation.LEGAL_BASIS,
    Relation.REFERENCES,
    Relation.IMPLEMENTS,
    Relation.LEGAL_BASIS,
    Relation.REPEALS,
)
YEARS = range(2012, 2026)


@dataclass(slots=True)
class _Text:
    """A source that is being written; ``put`` gives the span of each piece of a line."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def put(self, *pieces: str) -> list[Span]:
        spans = []
        for piece in (*pieces, "\n"):
            spans.append(Span(self.length, self.length + len(piece)))
            self.parts.append(piece)
            self.length += len(piece)
        return spans[:-1]


@cache
def prefectures() -> list[areas.Area]:
    """The cities that documents are made for, by code."""
    rows = (row for row in areas.rows() if row["level"] == "prefecture")
    found = (areas.by_code(row["adcode"]) for row in rows)
    return sorted((a for a in found if a and not a.until), key=lambda a: a.code)


def made(number: int, cities: list[areas.Area]) -> tuple[str, Document]:
    """The text and the reading of one document; a function of its number."""
    dice = random.Random(number)
    city = cities[min(int(dice.paretovariate(0.6)) - 1, number * 7 + 1) % len(cities)]
    text = _Text()
    year = dice.choice(YEARS)
    title = f"{city.name}{dice.choice(VERBS)}{dice.choice(MATTERS)}实施方案（{number}）"
    (titled,) = text.put(title)
    government = Body(city.code, "人民政府", f"{city.name}人民政府", (f"{city.name}人民政府", "市政府"))
    code, date = (
        f"{city.short}府〔{year}〕{number}号",
        f"{year}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
    )
    issued, coded, dated = text.put(government.label, code, date)
    citations = tuple(_citation(text, dice, number, cities) for _ in range(dice.randint(1, 5)))
    tasks = tuple(_task(text, dice, city, year) for _ in range(dice.choice(TASKS)))
    identity = Identity("".join(text.parts), code, title, (government.label,), date)
    document = Document(
        key=document_key(identity),
        span=Span(0, text.length),
        title=Fact(title, titled),
        number=Fact(code, coded),
        issuers=(Fact(government, issued),),
        date=Fact(date, dated),
        type=Fact("方案", Span(titled.end - 2, titled.end)),
        area=city.code,
        citations=citations,
        tasks=tasks,
    )
    return "".join(text.parts), document


def _citation(text: _Text, dice: random.Random, number: int, cities: list[areas.Area]) -> Citation:
    if number < 50 or dice.random() < 0.5:
        law = LAWS[min(int(dice.paretovariate(0.8)) - 1, len(LAWS) - 1)]
        _, span = text.put("根据", f"《{law}》")
        return Citation(span, law, None, Relation.LEGAL_BASIS, "第三条" if dice.random() < 0.3 else None)
    earlier = dice.randrange(max(0, number - 2000), number)
    cited = made_head(earlier, cities)
    _, span = text.put("按照", f"《{cited[0]}》（{cited[1]}）")
    return Citation(span, cited[0], cited[1], dice.choice(RELATIONS))


def made_head(number: int, cities: list[areas.Area]) -> tuple[str, str]:
    """Title and number of a document, by the same dice as ``made``."""
    dice = random.Random(number)
    city = cities[min(int(dice.paretovariate(0.6)) - 1, number * 7 + 1) % len(cities)]
    year = dice.choice(YEARS)
    title = f"{city.name}{dice.choice(VERBS)}{dice.choice(MATTERS)}实施方案（{number}）"
    return title, f"{city.short}府〔{year}〕{number}号"


def _task(text: _Text, dice: random.Random, city: areas.Area, year: int) -> Task:
    title = f"{dice.choice(VERBS)}{dice.choice(MATTERS)}"
    start = text.length
    text.put(f"{title}。", "落实资金，明确责任，按期完成。")
    wanted, offices = dice.choice(BODIES), set[str]()
    while len(offices) < wanted:
        offices.add(OFFICES[min(int(dice.paretovariate(0.5)) - 1, len(OFFICES) - 1)])
    roles = [Role.LEAD, *[Role.COOPERATE] * 9] if dice.random() < 0.6 else [Role.RESPONSIBLE] * 10
    duties = []
    for office, role in zip(sorted(sorted(offices), key=lambda o: (dice.random(), o)), roles, strict=False):
        (span,) = text.put(f"市{office}")
        body = Body(city.code, office, f"{city.name}{office}", (f"市{office}", f"{city.name}{office}"))
        duties.append(Responsibility(span, body, role))
    deadlines = (_deadline(text, dice, year),) if dice.random() < 0.3 else ()
    return Task(
        Span(start, text.length), title, f"{title}。落实资金，明确责任，按期完成。", tuple(duties), deadlines
    )


def _deadline(text: _Text, dice: random.Random, year: int) -> Deadline:
    due, month = year + dice.randint(0, 3), dice.randint(1, 12)
    value = f"{due}-{month:02}"
    (span,) = text.put(f"{due}年{month}月底前")
    last = calendar.monthrange(due, month)[1]
    return Deadline(span, DeadlineKind.DUE, value, f"{value}-01", f"{value}-{last}")


def write_sources(folder: Path, documents: int) -> None:
    """The sources of so many documents, a thousand a folder."""
    cities = prefectures()
    for number in range(documents):
        path = folder / f"{number // 1000:04}" / f"{number:07}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(made(number, cities)[0], "utf-8", newline="\n")


def read(source: Source) -> SourceReading:
    """The reading of one of the sources, by the number in its name."""
    text, document = made(int(source.name.removesuffix(".txt")), prefectures())
    assert text == source.text
    return SourceReading(source, (document,))


class Progress:
    """Says on standard error how the build gets on."""

    def phase(self, name: str, total: int | None) -> None:
        print(f"{time.strftime('%H:%M:%S')} {name} {total or ''}", file=sys.stderr, flush=True)

    def step(self, name: str) -> None: ...

    def doubt(self, failed: bool, diagnostics: int) -> None: ...


def generate(kg: Path, triples: int) -> int:
    """Makes a KG of about so many triples; returns how many it has."""
    with tempfile.TemporaryDirectory(prefix="gongwen-") as folder:
        write_sources(Path(folder), max(1, triples // TRIPLES_A_DOCUMENT))
        report = build([Path(folder)], kg, read, Options(jobs=os.cpu_count() or 1), Progress())
    return int(report.head["counts"]["quads"])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kg", type=Path)
    parser.add_argument("--triples", type=int, default=1_000_000)
    asked = parser.parse_args()
    print(f"{generate(asked.kg, asked.triples)} triples in {asked.kg}")


if __name__ == "__main__":
    main()
