"""Which unit of a document a statement governs: where a task begins and ends."""

from __future__ import annotations

import pytest

from gongwen.extract.duties.tasks import find_duties
from gongwen.extract.model import Body, Context
from gongwen.extract.reading import Reading

CITY = Context(
    area="440800", issuers=(Body("440800", "人民政府", "湛江市人民政府"),), date="2023-05-04", type="方案"
)
ITEM = "改善办学条件，完善管理制度，不断提高教学质量和服务水平。"
SERIES = f"一、任务\n（一）办学。{ITEM}\n（二）宣传。{ITEM}\n（三）保障。市财政局要{ITEM}\n"
ARTICLE = (
    "第二条 公办学校的管理人按照下列规定确定：\n（一）小学，由学校确定；\n（二）中学，按照有关规定确定。\n"
)
CARD = "一、项目\n（一）学校。\n资金来源：自筹。\n目标任务：建一所。\n牵头单位：市教育局。\n完成时间：2024年底。\n"
GLUED = "一、办好学校。\n责任单位：市教育局、市财政局\n"

# text, the last characters of each task and who is responsible for it, in order of place, reason
UNITS = [
    (
        "一、市教育局要办学。\n二、市财政局要拨款。（联系人：张三，联系电话：1234567）附件：1.分工表 2.进度表　　云州市人民政府",
        "要办学。=市教育局 要拨款。=市财政局",
        "whom to call and what is attached, in a text without line breaks",
    ),
    (
        "一、市教育局要办学。\n二、市财政局要报送材料（附件：1.表）并拨款。",
        "要办学。=市教育局 并拨款。=市财政局",
        "no sentence has ended before it",
    ),
    (
        f"一、任务\n（一）办学。{ITEM}\n（二）宣传。市财政局要{ITEM}\n各部门要各司其职，分工负责。",
        f"{ITEM}=市财政局 分工负责。=各部门",
        "what all are told behind the last of two items of one paragraph each",
    ),
    (
        f"一、任务\n（一）办学\n{ITEM}\n（二）宣传\n市财政局要{ITEM}\n各部门要各司其职，分工负责。",
        "分工负责。=市财政局、各部门",
        "of several paragraphs, that is one more",
    ),
    (
        "三、步骤\n第一阶段：全面清理（2023年6月）。市教育局要清理。\n第二阶段：集中审核。市财政局要审核。\n四、其他",
        "要清理。=市教育局 要审核。=市财政局",
        "a stage is a titled paragraph",
    ),
    (
        "三、步骤\n动员部署阶段（2023年6月）：市教育局要部署。\n总结验收阶段（2023年9月）：市财政局要验收。",
        "要部署。=市教育局 要验收。=市财政局",
        "a stage that has a name and no number",
    ),
    (
        "三、步骤\n第一阶段，市教育局要清理。\n进展情况要定期公布，市财政局要检查。",
        "要检查。=市教育局、市财政局",
        "what follows belongs to the stage",
    ),
    (
        "三、步骤\n（一）办学。市教育局要办学。\n第三方机构要评估，市财政局要检查。",
        "要检查。=市教育局、市财政局",
        "no stage: 第三方",
    ),
    (
        f"{GLUED}建立健全统计制度，完善方法和指标。\n责任单位：市统计局",
        "办好学校。=市教育局、市财政局 方法和指标。=市统计局",
        "a line 责任单位 closes its unit",
    ),
    (
        "（一）办好学校\n建设示范学校。开放运动场。\n责任单位：市教育局\n扩大招生。\n责任单位：市财政局\n（二）宣传。",
        "开放运动场。=市教育局 扩大招生。=市财政局",
        "below a heading alone every paragraph with its line is a task",
    ),
    (
        "（一）办好学校。开放运动场。\n责任单位：市教育局\n扩大招生。增加班级。\n责任单位：市财政局\n（二）宣传。",
        "开放运动场。=市教育局 增加班级。=市财政局",
        "below an item with its text the second one alone",
    ),
    (
        "（一）办好学校\n建设示范学校。\n责任单位：市教育局\n扩大招生。增加班级。\n市财政局要检查。\n（二）宣传。",
        "要检查。=市教育局、市财政局",
        "no line behind the second paragraph",
    ),
    (
        "一、办学\n（一）改善条件。（市教育局牵头，以下均需各县落实，不再列出）\n二、宣传\n（一）办展览。（市财政局负责）",
        "市财政局负责）=各县 改善条件。=市教育局 办展览。=市财政局",
        "what holds for all that follows goes over the whole plan",
    ),
    (
        "一、办学\n（一）改善条件。（市教育局牵头，以下均需各县落实，不再列出）\n（二）办展览。（市财政局负责）\n二、附则",
        "市财政局负责）=各县 改善条件。=市教育局 办展览。=市财政局",
        "over its chapter where nothing is assigned behind it",
    ),
    (
        "一、任务\n（一）改善条件。（市教育局牵头，以下均需各县落实，不再列出）\n二、保障措施\n（一）加强领导。（市财政局负责）",
        "改善条件。（市教育局牵头，以下均需各县落实，不再列出）=各县 改善条件。=市教育局 加强领导。=市财政局",
        "nor where only the support of the tasks is",
    ),
    (
        "1.学校方面（1）改善办学条件。责任单位：市教育局（2）减少收费。责任单位：市财政局\n2.宣传",
        "改善办学条件。=市教育局 减少收费。=市财政局",
        "items behind a title without full stop",
    ),
    (
        "1.学校方面（1）类收费由市教育局核定。责任单位：市财政局\n2.宣传",
        "核定。=市教育局、市财政局",
        "a number without a second one is no item",
    ),
    (
        "一、办好学校。\n完成时限：2024年底前\n责任单位：市教育局、市财政局\n二、宣传。",
        "办好学校。=市教育局、市财政局",
        "a time before the line of names belongs to it",
    ),
    (
        "一、改善条件，完成时间：2024年底前，由学校自报。\n责任单位：市教育局\n二、宣传。",
        "自报。=市教育局",
        "a time in a sentence does not",
    ),
    (
        f"{GLUED}联系电话：12345678\n二、宣传。",
        "办好学校。=市教育局、市财政局",
        "a telephone belongs to the line above",
    ),
    (f"{GLUED}完成时限：2024年底\n二、宣传。", "办好学校。=市教育局、市财政局", "and so does a time"),
    (
        f"{SERIES}各县要抓紧制定本地区方案，明确责任分工。\n二、要求",
        "服务水平。=市财政局 责任分工。=各县",
        "behind a series of items of one paragraph each",
    ),
    (
        f"一、任务\n（一）办学。{ITEM}\n各校要自查，及时整改存在问题。\n（二）宣传。{ITEM}\n（三）保障。市财政局要{ITEM}\n"
        "各县要抓紧制定本地区方案，明确责任分工。",
        "责任分工。=市财政局、各县",
        "items of several paragraphs: the last has two as well",
    ),
    (
        f"{SERIES}各县要抓紧制定本地区方案，明确责任分工。\n（四）检查。{ITEM}",
        "责任分工。=市财政局、各县",
        "the series goes on",
    ),
    (
        "一、任务\n（一）办学。\n（二）宣传。\n（三）提高教学质量。\n各县要抓紧制定本地区方案，明确责任分工。",
        "责任分工。=各县",
        "titles alone: what follows the last is its text",
    ),
    (
        "一、任务\n由市教育局统筹，具体如下：\n（一）办好学校。\n（二）宣传。\n二、要求",
        "宣传。=市教育局",
        "what is announced belongs to the task",
    ),
    (
        "一、任务\n由市教育局统筹。\n（一）市财政局要办好学校。\n二、要求",
        "教育局统筹。=市教育局 办好学校。=市财政局",
        "nothing is announced",
    ),
    (
        f"{ARTICLE}不能按照前款规定确定的，由市财政局确定。\n第三条 本办法自印发之日起施行。",
        "财政局确定。=市财政局",
        "behind the items of an article its next paragraph, and the article has its end",
    ),
    (
        f"{ARTICLE}不能按照前款规定确定的，由市财政局确定。\n（三）其他，由市民政局确定；",
        "财政局确定。=市财政局 民政局确定；=市民政局",
        "the items go on",
    ),
    (
        "第二条 公办学校的管理人按照下列规定确定：\n（一）小学\n由市教育局确定。\n（二）中学\n不能确定的，由市财政局确定。",
        "教育局确定。=市教育局 财政局确定。=市财政局",
        "titles alone: what follows them is their text",
    ),
    (
        "第二条 有下列情形之一的，由市教育局责令改正：\n（一）市财政局依法停止拨款的；\n（二）未备案的；\n有前款情形的，市民政局应当登记。",
        "应当登记。=市教育局、市民政局",
        "conditions assign nothing, what follows them does",
    ),
    (
        "第二条 申请登记，应当提交下列文件：\n（一）市财政局出具的证明；\n（二）市民政局依法核实有关情况。市教育局应当复核。",
        "应当复核。=市教育局",
        "nor do the papers of a list, up to the full stop",
    ),
    (
        f"{CARD}资金来源：自筹。\n目标任务：建二所。\n牵头单位：市水利局。\n完成时间：2024年底。\n（二）宣传。",
        "建一所。=市教育局 建二所。=市水利局",
        "the first field again: another project without a name",
    ),
    (
        f"{CARD}备注：略。\n配合单位：市水利局。\n（二）宣传。",
        "建一所。=市教育局、市水利局",
        "a field of its own",
    ),
    (
        "第二条 市教育局应当按照下列情形办理：\n（一）公办学校，由市财政局拨款；\n（二）未备案的，市民政局应当登记。",
        "应当登记。=市教育局 财政局拨款；=市财政局 应当登记。=市民政局",
        "what to do in each case",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), UNITS, ids=[c[2] for c in UNITS])
def test_units(text: str, expected: str, reason: str) -> None:
    tasks = [hit for hit in find_duties(Reading.of_text(text), CITY).hits if hit.value.responsibilities]
    told = [
        (
            text[: t.value.span.end],
            "、".join(text[r.span.start : r.span.end] for r in t.value.responsibilities),
        )
        for t in tasks
    ]
    wanted = [part.split("=") for part in expected.split()]
    assert [who for _, who in told] == [who for _, who in wanted], reason
    assert all(task.rstrip().endswith(end) for (task, _), (end, _) in zip(told, wanted, strict=True)), reason
