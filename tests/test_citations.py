"""Citations: what is one, its title, number, article and relation. All texts are of an invented city."""

from __future__ import annotations

import time

import pytest

from gongwen.extract.citations.finding import find_citations
from gongwen.extract.model import Context
from gongwen.extract.numbers import find_numbers
from gongwen.extract.reading import Reading

NOTICE = Context(
    title="云州市人民政府关于印发云州市节水方案的通知",
    number="云府〔2021〕3号",
    type="通知",
    date="2021-03-15",
    issues=("云州市节水方案",),
)
PLAN = Context(title="云州市节水方案", type="方案", date="2021-03-15")
MEASURES = Context(title="云州市供水办法", type="办法", date="2021-03-15")
REPEAL = Context(title="云州市人民政府关于废止部分文件的决定", type="决定", date="2021-03-15")
AMEND = Context(title="云州市人民政府关于修改部分规章的决定", type="决定", date="2021-03-15")
EXPLAINS = Context(title="《云州市水务局关于规范供水的通知》政策解读", type="解读")

Expected = list[tuple[str, str | None, str | None, str]]


def found(text: str, context: Context = PLAN) -> Expected:
    """Quote, title, number and relation of each citation."""
    reading = Reading.of_text(text)
    hits = find_citations(reading, context).hits
    return [
        (reading.text[h.start : h.end], h.value.title, h.value.number, str(h.value.relation)) for h in hits
    ]


def simple(text: str, context: Context = PLAN) -> list[tuple[str | None, str]]:
    """Title, or number where there is none, and relation of each citation."""
    return [(title or number, relation) for _, title, number, relation in found(text, context)]


SPANS: list[tuple[str, Expected, str]] = [
    (
        "一、任务\n落实《云州水法》。",
        [("《云州水法》", "云州水法", None, "references")],
        "a title alone",
    ),
    (
        "一、任务\n落实《云州水法》（云发〔2019〕5号）。",
        [("《云州水法》（云发〔2019〕5号）", "云州水法", "云发〔2019〕5号", "references")],
        "the number in the bracket behind it",
    ),
    (
        "一、任务\n落实《云州水法》云发〔2019〕5号），并按云发〔2019〕6号执行。",
        [
            ("《云州水法》云发〔2019〕5号）", "云州水法", "云发〔2019〕5号", "references"),
            ("云发〔2019〕6号", None, "云发〔2019〕6号", "references"),
        ],
        "the first half of the bracket is lost",
    ),
    (
        "一、任务\n执行《节水器具》（ GB/T 31436.1-2015）、《供水水质》（GB5749，以下简称《水质》）、《水网定额》（YZ－6－2007）。",
        [
            ("《节水器具》（GB/T 31436.1-2015）", "节水器具", "GB/T31436.1—2015", "references"),
            ("《供水水质》（GB5749", "供水水质", "GB5749", "references"),
            ("《水网定额》（YZ-6-2007）", "水网定额", "YZ—6—2007", "references"),
        ],
        "the code of a standard is its number",
    ),
    (
        "一、任务\n落实《水伙伴协定》（YZEP）、《云州水法》（A股）。",
        [
            ("《水伙伴协定》", "水伙伴协定", None, "references"),
            ("《云州水法》", "云州水法", None, "references"),
        ],
        "letters alone are no code",
    ),
    ("一、任务\n按照本《通知》规定办理。", [], "the document itself"),
    ("一、任务\n用户应提交《用水复核报告》（见附件3）。", [], "a form of its own attachments"),
    (
        "一、任务\n落实《云州水法》（云发〔2019〕5号，以下简称《水法》）。",
        [("《云州水法》（云发〔2019〕5号", "云州水法", "云发〔2019〕5号", "references")],
        "the bracket goes on: the number ends the citation",
    ),
    (
        "一、任务\n落实《水务纪要》（市政府专题会议纪要〔2019〕8号）。",
        [
            (
                "《水务纪要》（市政府专题会议纪要〔2019〕8号）",
                "水务纪要",
                "专题会议纪要〔2019〕8号",
                "references",
            )
        ],
        "words before the number in the bracket",
    ),
    (
        "一、任务\n落实《入河排污规定》（原云州环境保护局令第13号）。",
        [
            (
                "《入河排污规定》（原云州环境保护局令第13号）",
                "入河排污规定",
                "云州环境保护局令第13号",
                "references",
            )
        ],
        "原 is no part of the number",
    ),
    (
        "一、任务\n落实《减免水费的公告》（2019年第17号）。",
        [("《减免水费的公告》（2019年第17号）", "减免水费的公告", "2019年第17号", "references")],
        "a number that leaves its issuer to the title",
    ),
    (
        "一、任务\n落实云发〔2019〕5号文件《云州水法》。",
        [("云发〔2019〕5号文件《云州水法》", "云州水法", "云发〔2019〕5号", "references")],
        "the number before the title",
    ),
    (
        "一、任务\n按照云发〔2019〕5号文件要求办理。",
        [("云发〔2019〕5号", None, "云发〔2019〕5号", "references")],
        "a number alone",
    ),
    (
        "一、任务\n落实《关于印发〈云州水法〉的通知》。",
        [("《关于印发〈云州水法〉的通知》", "关于印发〈云州水法〉的通知", None, "references")],
        "the outermost marks",
    ),
    (
        "一、任务\n落实《关于印发《云州水法》的通知》。",
        [("《关于印发《云州水法》的通知》", "关于印发《云州水法》的通知", None, "references")],
        "the outermost marks, of one kind",
    ),
    (
        "一、任务\n落实《云州\n水法》，加强管理。",
        [("《云州水法》", "云州水法", None, "references")],
        "a title that a page broke",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), SPANS)
def test_spans(text: str, expected: Expected, reason: str) -> None:
    assert found(text) == expected, reason


RELATIONS: list[tuple[str, Context, list[tuple[str | None, str]], str]] = [
    ("根据《云州水法》，制定本方案。", PLAN, [("云州水法", "legal_basis")], "the opening"),
    (
        "根据《云州水法》及其实施条例、《供水条例》《节水条例》，制定本方案。",
        PLAN,
        [("云州水法", "legal_basis"), ("供水条例", "legal_basis"), ("节水条例", "legal_basis")],
        "实施 of 实施条例 governs nothing",
    ),
    (
        "根据市委办公室印发的《清理方案》，现就有关事项通知如下：",
        PLAN,
        [("清理方案", "legal_basis")],
        "印发的 tells of the other document",
    ),
    ("1.2编制依据\n《云州水法》、《供水条例》等。\n1.3适用范围\n执行《节水条例》。", PLAN,
     [("云州水法", "legal_basis"), ("供水条例", "legal_basis"), ("节水条例", "references")], "a section of its own"),
    ("一、总则\n（一）依据。依据《云州水法》，制定本方案。", PLAN, [("云州水法", "legal_basis")], "with 制定本方案 anywhere"),
    ("根据劳动保障部、财政部《云州水法》规定，现就有关问题通知如下：", PLAN, [("云州水法", "legal_basis")],
     "劳 of 按劳 is no part of 根据劳动保障部"),
    ("各县政府要按照《云州水法》抓紧清查。", PLAN, [("云州水法", "references")], "what others do by it"),
    ("由市水务局按照《云州水法》组织清查。", PLAN, [("云州水法", "references")], "由 names who does it"),
    ("各县按照《云州水法》上报了清单，现同意如下：", PLAN, [("云州水法", "references")], "who did it by the law"),
    ("供水参照《云州水法》执行。", PLAN, [("云州水法", "references")], "参照…执行"),
    ("一、任务\n按照《云州水法》要求，制定清单。", PLAN, [("云州水法", "references")], "inside a task"),
    (
        "根据2019年市人大常委会通过的《关于修改部分法规的决定》修正",
        MEASURES,
        [("关于修改部分法规的决定", "references")],
        "how it was amended before",
    ),
    ("为贯彻落实《云州水法》，制定本方案。", PLAN, [("云州水法", "implements")], "the purpose"),
    (
        "为落实国家部署，全面实施《云州水法》和《供水条例》，根据《节水条例》，制定本方案。",
        PLAN,
        [("云州水法", "implements"), ("供水条例", "implements"), ("节水条例", "legal_basis")],
        "each by the word that governs it",
    ),
    ("第一条 为了实施《云州水法》，结合本市实际，制定本办法。", MEASURES, [("云州水法", "implements")], "in an article"),
    ("为做好《云州水法》贯彻实施工作，现通知如下：", PLAN, [("云州水法", "implements")], "the verb behind it"),
    ("为确保《云州水法》顺利实施，现通知如下：", PLAN, [("云州水法", "implements")], "an adverb between"),
    ("为贯彻落实《云州水法》，以及市水务局《供水规划》等要求，制定本方案。", PLAN,
     [("云州水法", "implements"), ("供水规划", "implements")], "以及 goes on"),
    ("《云州水法》作为依据，贯彻落实到位。", PLAN, [("云州水法", "references")], "the verb is of another"),
    ("现将《云州市节水方案》印发给你们。", NOTICE, [("云州市节水方案", "issues")], "what the notice issues"),
    ("《云州市节水方案》已经市政府同意，现印发给你们。", NOTICE, [("云州市节水方案", "issues")], "the verb behind it"),
    ("市实施节水计划委员会《节水意见》业经市政府同意，现转发给你们。", NOTICE, [("节水意见", "issues")], "a verb in a name"),
    ("市水务局《节水方案》业经市政府同意，现转发给你们。", NOTICE, [("节水方案", "issues")],
     "what the sentence speaks of, though it is printed under another title"),
    ("《甲方案》《乙清单》已经市政府同意，现印发给你们。", NOTICE, [("甲方案", "issues"), ("乙清单", "issues")],
     "all of a list, printed or not"),
    ("《云州市节水方案》已经市政府第9次常务会议审议通过。现予以印发。", NOTICE,
     [("云州市节水方案", "issues")], "the next sentence says so"),
    ("为加强节水，我局研究制定了《云州市节水方案》。现予以印发，请执行。", NOTICE,
     [("云州市节水方案", "issues")], "also behind who made it"),
    ("我局去年制定了《供水办法》。经研究，现印发任务清单。", PLAN,
     [("供水办法", "references")], "not where another thing is issued"),
    ("按照《云州水法》规定，《节水方案》已经市政府同意，现印发给你们。", NOTICE,
     [("云州水法", "legal_basis"), ("节水方案", "issues")], "the basis is none of what is issued"),
    ("一、清理\n凡与《云州水法》《供水条例》不一致的，一律废止。", PLAN,
     [("云州水法", "references"), ("供水条例", "references")], "what contradicts them is repealed"),
    ("一、目录\n1.对《云州水法》（2001年公布，2018年12月29日予以修改）作说明。", PLAN,
     [("云州水法", "references")], "a bracket tells its history"),
    ("市政府决定在云北新区暂时调整实施《云州市供水办法》第三条的规定。", REPEAL,
     [("云州市供水办法", "amends")], "a rule that is suspended for a place"),
    ("个别单位不按《工作规则》办事，特通知如下：", PLAN, [("工作规则", "references")], "not done by it"),
    ("为做好规划工作，决定开展《纲要》实施情况评估。", PLAN, [("纲要", "references")], "how it went"),
    ("建设好水城。编制《云州市节水方案》，按照《云州水法》，特制定本方案。", PLAN, [("云州水法", "legal_basis")],
     "a title behind the first sentence is no head"),
    ("目录\n附件：项目表　　前言为做好节水。根据《云州水法》，制定本方案。", PLAN, [("云州水法", "legal_basis")],
     "text glued to the line of an attachment"),
    ("市财政局、市水务局联合制定了《甲办法》，现转发给你们。", NOTICE, [("甲办法", "issues")], "named right before"),
    ("市水务局组织编制了《甲目录》《乙目录》，现予公告。", NOTICE, [("甲目录", "issues"), ("乙目录", "issues")],
     "an announcement publishes them"),
    ("《甲办法》自2021年5月1日起施行，《乙办法》同时废止。", PLAN, [("甲办法", "references"), ("乙办法", "repeals")],
     "the verb behind the comma is of the next"),
    ("一、总则\n（一）说明。本规划依据《云州水法》和《供水条例》编制，是重要文件。", PLAN,
     [("云州水法", "legal_basis"), ("供水条例", "legal_basis")], "what the plan says of itself"),
    ("云州市节水方案为贯彻落实《云州水法》，制定本方案。", PLAN, [("云州水法", "implements")], "glued to the title"),
    ("作为贯彻落实《云州水法》的重要内容，现通知如下：", PLAN, [("云州水法", "references")], "作为 is no purpose"),
    ("鉴于形势变化，现对《甲通知》进行调整。", NOTICE, [("甲通知", "amends")], "现对…进行调整"),
    ("为充分调动各地各部门积极性，根据《云州水法》，现通知如下：", NOTICE, [("云州水法", "legal_basis")],
     "各地各部门 inside a purpose are not who is told"),
    ("为贯彻落实《云州水法》，我局制定了《甲条件》，现予公告。", NOTICE,
     [("云州水法", "implements"), ("甲条件", "issues")], "the purpose is none of what is issued"),
    ("全省各地、各有关部门要高度重视，按照《云州水法》要求抓好落实。", NOTICE, [("云州水法", "references")], "who is told"),
    ("各地各部门要提高认识，按照《云州水法》抓好落实。", NOTICE, [("云州水法", "references")], "here they are"),
    ("市水务局印发了《关于规范供水的通知》（以下简称《规范》）。《通知》明确了任务。", EXPLAINS,
     [("关于规范供水的通知", "interprets"), ("云州市水务局关于规范供水的通知", "interprets")], "by its kind alone"),
    ("《办法》第一条规定了范围。", EXPLAINS, [("办法", "references")], "another kind is another document"),
    ("《甲条例》已于2018年10月30日经市人大常委会第十五次会议通过，2018年11月30日经省人大常委会第七次会议批准，现予公布。",
     NOTICE, [("甲条例", "issues")], "passed, approved and published in one sentence"),
    ("《甲规定》（1997年12月21日云州市政府令第7号公布，2017年12月22日云州市政府令第49号修改）同时废止。", MEASURES,
     [("甲规定", "repeals")], "how it was amended is none of its own"),
    ("现将《云州市节水方案》。现印发给你们。", NOTICE, [("云州市节水方案", "issues")], "a sentence broken off"),
    ("根据《云州水法》，现发布《供水目录》。", PLAN, [("云州水法", "legal_basis"), ("供水目录", "issues")], "现发布"),
    (
        "本办法自2021年5月1日起施行。《云州市水价办法》（云府〔2001〕2号）同时废止。",
        MEASURES,
        [("云州市水价办法", "repeals")],
        "the closing article",
    ),
    (
        "《水价办法》《水表办法》（云府〔2001〕2号）和《水费办法》自本办法施行之日起停止执行。",
        MEASURES,
        [("水价办法", "repeals"), ("水表办法", "repeals"), ("水费办法", "repeals")],
        "all of a list",
    ),
    (
        "云州市供水办法\n第一条 为了规范供水。\n第二条 2001年发布的《云州市供水办法》（云府令第2号）同时废止。",
        MEASURES,
        [("云州市供水办法", "repeals")],
        "the former one of the same title",
    ),
    ("《水价办法》继续有效，《水表办法》同时废止。", MEASURES,
     [("水价办法", "references"), ("水表办法", "repeals")], "each by its own verb"),
    ("决定废止以下文件：\n一、市水务局《水价办法》。\n二、《水表办法》。", REPEAL,
     [("水价办法", "repeals"), ("水表办法", "repeals")], "the sentence that introduces a list"),
    ("一、将《水价办法》第三条修改为：“每年一次”。", AMEND, [("水价办法", "amends")], "将…修改为"),
    ("一、修改《水价办法》\n（一）将第二条中的“水务局”修改为“水利局”。", Context(title="云州市人民政府关于修改和废止部分规章的决定", type="决定"),
     [("水价办法", "amends")], "an item of a decision that does both"),
    ("决定对《水价办法》作如下修改：", AMEND, [("水价办法", "amends")], "对…作如下修改"),
    ("一、删除第二条中“落实《水价办法》”的表述。", AMEND, [("水价办法", "references")], "wording that is taken away"),
    ("一、任务\n抓紧修订《水价办法》。", PLAN, [("水价办法", "references")], "a task to come"),
    (
        "市水务局印发了《关于规范供水的通知》（以下简称《通知》）。《通知》根据《云州水法》制定。",
        EXPLAINS,
        [
            ("关于规范供水的通知", "interprets"),
            ("关于规范供水的通知", "interprets"),
            ("云州水法", "references"),
        ],
        "an interpretation: the document with or without its issuer; the bases of that are not its own",
    ),
    (
        "市水务局印发《关于规范供水的通知》。",
        Context(title="王某局长解读《关于规范供水的通知》", type="通知"),
        [("关于规范供水的通知", "interprets")],
        "the title says 解读",
    ),
    (
        "现就《云州市供水办法》解读如下。",
        Context(title="云州市供水办法解读", type="解读"),
        [("云州市供水办法", "interprets")],
        "a title without marks",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "context", "expected", "reason"), RELATIONS)
def test_relations(text: str, context: Context, expected: list[tuple[str | None, str]], reason: str) -> None:
    assert simple(text, context) == expected, reason


def test_a_short_name_stands_for_the_full_title() -> None:
    text = "一、任务\n落实《云州水法》（云发〔2019〕5号，以下简称《水法》）。按照《水法》第二条执行。"
    assert found(text)[1] == ("《水法》", "云州水法", "云发〔2019〕5号", "references")


def test_a_short_name_without_marks_counts_too() -> None:
    text = "一、任务\n落实《江岭省供水管理条例》（以下简称供水条例）。违反供水条例第三条的，本供水条例除外。"
    assert found(text)[1:] == [("供水条例", "江岭省供水管理条例", None, "references")]


LISTS: list[tuple[str, Context, Expected, str]] = [
    (
        "一、决定予以废止的规章\n（一）水价办法（〔90〕云管字第35号，市物价局发布）\n（二）水表办法（试行）（云府〔1999〕12号）",
        REPEAL,
        [
            ("水价办法（〔90〕云管字第35号", "水价办法", "〔90〕云管字第35号", "repeals"),
            ("水表办法（试行）（云府〔1999〕12号）", "水表办法（试行）", "云府〔1999〕12号", "repeals"),
        ],
        "titles without marks, numbers in brackets",
    ),
    (
        "一、决定予以修改的规章\n（一）水价办法（云府令第3号）\n1.将第二条修改为：“依照云发〔2019〕5号文件”。",
        AMEND,
        [
            ("水价办法（云府令第3号）", "水价办法", "云府令第3号", "amends"),
            ("云发〔2019〕5号", None, "云发〔2019〕5号", "references"),
        ],
        "an instruction is no entry",
    ),
    (
        "序号 文号 标题\n1 云府〔2003〕14号 云州市人民政府关于水价的通知\n2 云府〔2008〕17号 关于印发《水表办法》的通知",
        Context(title="废止的市政府文件目录（共2件）", type="目录"),
        [
            (
                "云府〔2003〕14号云州市人民政府关于水价的通知",
                "云州市人民政府关于水价的通知",
                "云府〔2003〕14号",
                "repeals",
            ),
            (
                "云府〔2008〕17号关于印发《水表办法》的通知",
                "关于印发《水表办法》的通知",
                "云府〔2008〕17号",
                "repeals",
            ),
        ],
        "rows of a table, the number first",
    ),
    (
        "序号 标题 文号\n1 关于水价的通知 云府〔2003〕14号\n2 关于水表的意见 云府〔2008〕17号",
        Context(title="宣布失效的文件目录", type="目录"),
        [
            ("关于水价的通知云府〔2003〕14号", "关于水价的通知", "云府〔2003〕14号", "repeals"),
            ("关于水表的意见云府〔2008〕17号", "关于水表的意见", "云府〔2008〕17号", "repeals"),
        ],
        "the title first",
    ),
    (
        "1\n关于水价的通知\n云府〔2003〕14号\n2\n关于水表的意见\n云府〔2008〕17号",
        Context(title="宣布失效的文件目录", type="目录"),
        [
            ("关于水价的通知\n云府〔2003〕14号", "关于水价的通知", "云府〔2003〕14号", "repeals"),
            ("关于水表的意见\n云府〔2008〕17号", "关于水表的意见", "云府〔2008〕17号", "repeals"),
        ],
        "each cell a line",
    ),
    (
        "一、废止2件 1．关于水价的通知（云府〔2003〕14号） 2．转发省政府江府〔2001〕9号文件的通知（云府〔2002〕7号）",
        Context(title="废止的文件目录", type="目录"),
        [
            ("关于水价的通知（云府〔2003〕14号）", "关于水价的通知", "云府〔2003〕14号", "repeals"),
            (
                "转发省政府江府〔2001〕9号文件的通知（云府〔2002〕7号）",
                "转发省政府江府〔2001〕9号文件的通知",
                "云府〔2002〕7号",
                "repeals",
            ),
        ],
        "glued into one line; a number inside a title is another's",
    ),
    (
        "一、决定废止的规章\n1.云州市渡口管理办法（1998年5月6日市政府发布）\n2.云州市码头管理规定",
        REPEAL,
        [
            ("云州市渡口管理办法", "云州市渡口管理办法", None, "repeals"),
            ("云州市码头管理规定", "云州市码头管理规定", None, "repeals"),
        ],
        "titles without numbers",
    ),
]


@pytest.mark.parametrize(("text", "context", "expected", "reason"), LISTS)
def test_lists(text: str, context: Context, expected: Expected, reason: str) -> None:
    assert found(text, context) == expected, reason


def test_a_list_of_hundreds_keeps_its_entries() -> None:
    rows = [f"{i}．关于第{i}号水库的通知（云府〔2001〕{i}号）" for i in range(1, 240)]
    hits = found(" ".join(rows), Context(title="废止的文件目录", type="目录"))
    assert [number for _, _, number, _ in hits] == [f"云府〔2001〕{i}号" for i in range(1, 240)]


NONE: list[tuple[str, Context, str]] = [
    (
        "填写《云州市用水申请表》（以下简称《用水表》）。《用水表》一式两份。",
        PLAN,
        "a form by its short name",
    ),
    ("填写《云州市用水申请表》，领取《取水许可证》（云水证字〔2020〕3号）。", PLAN, "a form, a certificate"),
    ("在《云州日报》《云州水报》公告，学习《云州治水文选》。", PLAN, "papers and a book"),
    ("提交《水质论证报告》（格式见附件3）。", PLAN, "a form of the document's own attachment"),
    ("办理《云州市用水事项清单》（见附件1）。", PLAN, "a list in an attachment"),
    ("附件：1.《云州水法》\n2.《供水条例》", PLAN, "lines that name attachments"),
    ("云州市节水方案\n落实《云州市节水方案》。", PLAN, "the document itself"),
    ("云府〔2021〕3号\n各县政府：", NOTICE, "the document's own number"),
]


@pytest.mark.parametrize(("text", "context", "reason"), NONE)
def test_what_is_none(text: str, context: Context, reason: str) -> None:
    assert found(text, context) == [], reason


ARTICLES = [
    ("依照《云州水法》第十三条处罚。", "第十三条"),
    ("依照《云州水法》第十三条第二款处罚。", "第十三条第二款"),
    ("依照《云州水法》第13条第2款第（三）项处罚。", "第13条第2款第（三）项"),
    ("依照《云州水法》第三十条之一处罚。", "第三十条之一"),
    ("依照《云州水法》（云发〔2019〕5号）第十三条处罚。", "第十三条"),
    ("依照《云州水法》处罚。", None),
]


@pytest.mark.parametrize(("text", "article"), ARTICLES)
def test_articles(text: str, article: str | None) -> None:
    (hit,) = find_citations(Reading.of_text(text), PLAN).hits
    assert hit.value.article == article


def test_an_unclosed_mark_is_diagnosed() -> None:
    text = "一、任务\n落实《云州水法，执行《供水条例》。\n二、保障"
    findings = find_citations(Reading.of_text(text), PLAN)
    assert [h.value.title for h in findings.hits] == ["供水条例"], "the others of its paragraph are read"
    (diagnostic,) = findings.diagnostics
    assert diagnostic.code == "citation-unclosed"
    assert diagnostic.span is not None


# The little language of numbers: brackets, years, blanks and marks before the serial, each with each.
BRACKETS = ["〔〕", "[]", "［］", "（）", "()", "【】", "﹝﹞"]
YEARS = {"2021": "2021", "91": "91", "二〇〇八": "2008"}
SERIALS = {"3号": "3号", "第3号": "第3号", " 12 号": "12号", "文208号": "文208号", "1-2号": "1-2号"}


@pytest.mark.parametrize("brackets", BRACKETS)
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("serial", SERIALS)
def test_numbers_in_every_form(brackets: str, year: str, serial: str) -> None:
    reading = Reading.of_text(f"按照云府办{brackets[0]}{year}{brackets[1]}{serial}文件执行")
    want = f"云府办〔{YEARS[year]}〕{SERIALS[serial]}"
    assert [n.value for n in find_numbers(reading.text)] == [want]


NUMBERS = [
    ("（〔90〕云管字第359号）", ["〔90〕云管字第359号"], "the year first"),
    ("（94）云财字第002号", ["〔94〕云财字第002号"], "the year first, in round brackets"),
    ("云府令第7号", ["云府令第7号"], "an order"),
    ("2019年云府令第7号", ["云府令第7号"], "the year of an order stands outside it"),
    ("2月17日云州市人民政府令第7号公布", ["云州市人民政府令第7号"], "a date before it"),
    ("原云州市水务局公告2019年第51号", ["云州市水务局公告2019年第51号"], "an announcement"),
    ("云州市水务局第37号令", ["云州市水务局第37号令"], "the order last"),
    ("市政府令〔2004〕170号", ["市政府令〔2004〕170号"], "an order with a year"),
    ("云部规2021—1", ["云部规2021—1"], "a registration"),
    ("建设标准按云水〔2003〕农水74号执行", ["云水〔2003〕农水74号"], "按 before the code"),
    ("根据市政府云府〔2021〕3号和云府〔2021〕5号", ["云府〔2021〕3号", "云府〔2021〕5号"], "two"),
    ("江岭省财政厅、云州市水务局云财〔2021〕3号", ["云财〔2021〕3号"], "names before the code"),
    ("第77号、3号楼、第3号令牌、第五条", [], "no numbers of documents"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), NUMBERS)
def test_numbers(text: str, expected: list[str], reason: str) -> None:
    assert [n.value for n in find_numbers(Reading.of_text(text).text)] == expected, reason


def test_the_suite_has_not_shrunk() -> None:
    assert len(RELATIONS) >= 28
    assert len(SPANS) + len(LISTS) + len(NONE) + len(NUMBERS) >= 35


PIECES = [
    "《", "》", "《水法》", "（", "〔2021〕", "云府〔2021〕3号", "云", "令第", "根据《水法》，", "废止", "为贯彻落实", "1.", "1．水法（云府〔2021〕3号）",
    "《水法》、", "《水法》（以下简称供水条例）", "附件：", "2.", "第三条", "将", "《水\n", "编制依据\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("context", [PLAN, REPEAL], ids=["plan", "repeal"])
def test_hostile_text_takes_linear_time(piece: str, context: Context) -> None:
    """Twice the text takes about twice the time; quadratic work would take four times."""
    small, large = (Reading.of_text(piece * (size // len(piece))) for size in (2_000, 8_000))
    find_citations(small, context)  # warm
    times = []
    for reading in (small, large):
        begun = time.process_time()
        find_citations(reading, context)
        times.append(time.process_time() - begun)
    assert times[1] < 10 * times[0] + 0.5
