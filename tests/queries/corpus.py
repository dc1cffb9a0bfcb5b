"""A small corpus of invented documents whose reading is known: text and records are made together, so that no
change of the extraction changes what the queries are tested on. The graph is made of them by ``gongwen build``.

Two cities (梅州市, 绍兴市) and their provinces set up markets; the places are real because areas need codes, the
documents are not.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

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
    Term,
)

AREAS = {"国": "100000", "广东省": "440000", "梅州市": "441400", "绍兴市": "330600"}


def body(name: str, said: str = "") -> Body:
    """``梅州市 市场监督管理局``, which a document calls ``said``."""
    area, _, own = name.partition(" ")
    label = own if area == "国" else area + own
    return Body(AREAS[area], own, label, (said, label) if said else (label,), own.startswith("各"))


MARKET, FINANCE, COMMERCE = "梅州市 市场监督管理局", "梅州市 财政局", "梅州市 商务局"
GOVERNMENT = "梅州市 人民政府"


@dataclass(frozen=True)
class T:
    """A task: its title and text, its bodies by role, its deadlines as ``kind value``."""

    title: str
    lead: Sequence[str] = ()
    cooperate: Sequence[str] = ()
    responsible: Sequence[str] = ()
    by: Sequence[str] = ()
    text: str = ""


@dataclass(frozen=True)
class C:
    """A citation."""

    relation: Relation
    title: str = ""
    number: str = ""
    article: str = ""


@dataclass(frozen=True)
class D:
    """A document; ``printed``: with the one before it, which issues it."""

    title: str
    number: str = ""
    date: str = ""
    issuers: Sequence[str] = (GOVERNMENT,)
    kind: str = ""
    printed: bool = False
    cites: Sequence[C] = ()
    tasks: Sequence[T] = ()
    by: Sequence[str] = ()
    terms: Mapping[str, str] = field(default_factory=dict)


LAW, PLAN, RULES, FEES = (
    "农贸市场法",
    "梅州市农贸市场改造方案",
    "广东省农贸市场管理办法",
    "梅州市集贸市场收费办法",
)

CORPUS: Mapping[str, Sequence[D]] = {
    "guangdong.txt": (
        D(
            RULES,
            "粤府〔2019〕8号",
            "2019-05-20",
            ("广东省 人民政府",),
            "办法",
            cites=(C(Relation.LEGAL_BASIS, LAW, article="第三条"),),
            tasks=(T("监督管理全省农贸市场", responsible=("广东省 市场监督管理局",)),),
            by=("effective 2019-07-01", "validity 2024-06-30"),
        ),
    ),
    "meizhou.txt": (
        D(
            "关于印发梅州市农贸市场改造方案的通知",
            "梅府〔2021〕3号",
            "2021-03-05",
            kind="通知",
            cites=(C(Relation.ISSUES, PLAN),),
            by=("validity 2024-03-31",),
        ),
        D(
            PLAN,
            "梅府〔2021〕3号",
            "2021-03-05",
            kind="方案",
            printed=True,
            cites=(
                C(Relation.LEGAL_BASIS, RULES, "粤府〔2019〕8号", "第九条"),
                C(Relation.IMPLEMENTS, "农贸市场提升计划", "粤府〔2020〕60号"),
                C(Relation.REFERENCES, FEES, "梅府〔2015〕2号"),
            ),
            tasks=(
                T(
                    "改造老旧农贸市场",
                    lead=(MARKET,),
                    cooperate=(FINANCE, COMMERCE),
                    by=("due 2022-06",),
                    text="改造老旧农贸市场。完善排水和照明。",
                ),
                T("建设智慧农贸市场", lead=(MARKET, COMMERCE), by=("due 2020-12",)),
                T("整治环境", responsible=(COMMERCE,), cooperate=(MARKET,), by=("recurring R/--06",)),
                T("培训人员", lead=(MARKET,), by=("due 2027-12",)),
            ),
            by=("effective 2021-04-01",),
        ),
    ),
    "report.txt": (
        D(
            "政府工作报告",
            date="2022-01-18",
            kind="报告",
            tasks=(T("扩大便民市场供给"),),
            terms={"放心秤": "联网监测的电子秤。"},
        ),
    ),
    "shaoxing.txt": (
        D(
            "绍兴市农贸市场改造方案",
            "绍政发〔2022〕7号",
            "2022-02-10",
            ("绍兴市 人民政府",),
            "方案",
            cites=(C(Relation.LEGAL_BASIS, "浙江省农贸市场条例"), C(Relation.LEGAL_BASIS, LAW)),
            tasks=(
                T(
                    "改造老旧农贸市场",
                    lead=("绍兴市 市场监督管理局",),
                    cooperate=("绍兴市 财政局",),
                    by=("due 2023-12",),
                ),
            ),
        ),
    ),
    "fees.txt": (
        D(
            FEES,
            "梅府〔2015〕2号",
            "2015-02-01",
            kind="办法",
            tasks=(T("核定收费", lead=("梅州市 工商行政管理局",)),),
            by=("effective 2015-03-01",),
        ),
        D(
            "关于废止梅州市集贸市场收费办法的通知",
            "梅府〔2023〕15号",
            "2023-08-10",
            kind="通知",
            cites=(C(Relation.REPEALS, FEES, "梅府〔2015〕2号"),),
            by=("effective 2023-09-01",),
        ),
    ),
    "joint.txt": (
        D(
            "关于做好市场检查工作的通知",
            "梅市监〔2024〕6号",
            "2024-09-02",
            (MARKET, COMMERCE),
            "通知",
            cites=(C(Relation.LEGAL_BASIS, FEES, "梅府〔2015〕2号"),),
            tasks=(
                T(
                    "开展秋季检查",
                    responsible=(MARKET, "梅州市 各县（市、区）商务局"),
                    by=("due 2024-10-31",),
                ),
            ),
        ),
    ),
}
SHORT = {
    MARKET: "市市场监管局",
    FINANCE: "市财政局",
    COMMERCE: "市商务局",
    GOVERNMENT: "市政府",
    "绍兴市 市场监督管理局": "市市场监管局",
}


class _Writer:
    """Writes one source; every ``put`` is a line that something is read from."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def put(self, *pieces: str) -> list[Span]:
        """One line; the span of each piece."""
        spans = []
        for piece in (*pieces, "\n"):
            spans.append(Span(self._length, self._length + len(piece)))
            self._parts.append(piece)
            self._length += len(piece)
        return spans[:-1]


def texts() -> dict[str, str]:
    """The text of every source by its file name."""
    return {name: _written(name, documents)[0] for name, documents in CORPUS.items()}


def write(folder: Path) -> list[Path]:
    """The sources as files."""
    for name, text in texts().items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    return [folder / name for name in CORPUS]


def read(source: Source) -> SourceReading:
    """The known reading of one of the sources."""
    text, documents = _written(source.name, CORPUS[source.name])
    assert text == source.text
    return SourceReading(source, tuple(documents))


def _written(name: str, documents: Sequence[D]) -> tuple[str, list[Document]]:
    writer = _Writer()
    made: list[Document] = []
    for d in documents:
        made.append(_document(writer, name, d, made[-1].key if d.printed else None))
    return writer.text, made


def _document(writer: _Writer, name: str, d: D, parent: str | None) -> Document:
    start = len(writer.text)
    (titled,) = writer.put(d.title)
    issuers = [body(issuer, SHORT.get(issuer, "")) for issuer in d.issuers]
    signed = writer.put(*(issuer.label for issuer in issuers), d.number or "无文号", d.date)
    cites = [_citation(writer, c) for c in d.cites]
    tasks = [_task(writer, t) for t in d.tasks]
    deadlines = [_deadline(writer, said) for said in d.by]
    terms = [Term(writer.put(term, "：", said)[0], term, said) for term, said in d.terms.items()]
    labels = tuple(issuer.label for issuer in issuers)
    end = len(writer.text)
    identity = Identity(writer.text[start:end], d.number or None, d.title, labels, d.date, d.printed)
    return Document(
        key=document_key(identity),
        span=Span(start, end),
        title=Fact(d.title, titled),
        number=Fact(d.number, signed[-2]) if d.number else None,
        issuers=tuple(Fact(*said) for said in zip(issuers, signed, strict=False)),
        date=Fact(d.date, signed[-1]),
        type=Fact(d.kind, Span(titled.end - len(d.kind), titled.end)),
        parent=parent,
        area=issuers[0].adcode,
        citations=tuple(cites),
        tasks=tuple(tasks),
        deadlines=tuple(deadlines),
        terms=tuple(terms),
    )


def _citation(writer: _Writer, c: C) -> Citation:
    _, span = writer.put(f"{c.relation}：", f"《{c.title}》{f'（{c.number}）' if c.number else ''}")
    return Citation(span, c.title, c.number or None, c.relation, c.article or None)


def _task(writer: _Writer, t: T) -> Task:
    (span,) = writer.put(t.text or t.title)
    duties = []
    for role, names in (
        (Role.LEAD, t.lead),
        (Role.COOPERATE, t.cooperate),
        (Role.RESPONSIBLE, t.responsible),
    ):
        for name in names:
            short = SHORT.get(name, body(name).label)
            duties.append(Responsibility(writer.put(short, role)[0], body(name, short), role))
    deadlines = tuple(_deadline(writer, said) for said in t.by)
    return Task(span, t.title, t.text or t.title, tuple(duties), deadlines)


def _deadline(writer: _Writer, said: str) -> Deadline:
    kind, _, value = said.partition(" ")
    (span,) = writer.put(value)
    if kind == "recurring":
        return Deadline(span, DeadlineKind.RECURRING, value)
    year, month = int(value[:4]), int(value[5:7])
    last = value if len(value) == 10 else f"{value}-{calendar.monthrange(year, month)[1]}"
    return Deadline(span, DeadlineKind(kind), value, f"{value}-01"[:10], last)
