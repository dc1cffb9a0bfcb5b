"""Responsibilities and tasks of a whole document, one case for each form in which governments assign work."""

from __future__ import annotations

import pytest

from gongwen.extract.duties.tasks import find_duties
from gongwen.extract.model import Body, Context, Role
from gongwen.extract.reading import Reading

CITY = Context(
    area="440800", issuers=(Body("440800", "人民政府", "湛江市人民政府"),), date="2023-05-04", type="方案"
)
LETTER = {"lead": "L", "cooperate": "C", "responsible": "R"}

FORMS = [
    # text, "name=role" in order of place, reason
    ("一、办好学校。（市教育局牵头，市财政局配合）", "市教育局=L 市财政局=C", "a bracket behind an item"),
    ("一、办好学校。【责任单位：市教育局】", "市教育局=R", "in square brackets"),
    ("一、办好学校。〔市教育局负责〕", "市教育局=R", "in tortoise-shell brackets"),
    ("一、办好学校。\n责任单位：市教育局、市财政局", "市教育局=R 市财政局=R", "a line of its own"),
    ("一、办好学校。（各责任单位按职责分工负责）", "各责任单位=R", "a name that could be a label"),
    (
        "一、办好学校。\n牵头单位：市教育局\n配合单位：市财政局\n完成时限：2024年底",
        "市教育局=L 市财政局=C",
        "a line for each role",
    ),
    (
        "一、办好学校。　　责任单位：市教育局　　加快建设宿舍。",
        "市教育局=R",
        "glued: the text goes on behind a wide blank",
    ),
    (
        "一、办好学校。　　责任单位：市教育局牵头，市财政局参加　　时间进度：全年",
        "市教育局=L 市财政局=C",
        "a predicate before a wide blank",
    ),
    (
        "一、建立由市教育局牵头、市财政局参加的机制。",
        "市教育局=L 市财政局=C",
        "a running sentence: what a group does",
    ),
    ("一、市教育局会同市财政局制定办法。", "市教育局=L 市财政局=C", "会同"),
    ("一、市教育局联合市财政局制定办法。", "市教育局=R 市财政局=C", "联合"),
    ("一、支持云岭联合产权交易中心发展。", "", "联合 inside a name joins nobody"),
    ("一、各县（市、区）要加强管理。", "各县（市、区）=R", "要"),
    ("一、各区县、市级有关部门要加强管理。", "各区县=R 市级有关部门=R", "an area and departments are two"),
    ("一、由设区市政府统一汇总后报省。", "设区市政府=R", "由"),
    ("一、工业和信息化局总牵头，统筹推进。", "工业和信息化局=L", "总牵头"),
    (
        "一、各项任务的牵头部门要会同有关部门推进。",
        "各项任务的牵头部门=L 有关部门=C",
        "a quantified attribute",
    ),
    ("一、乡镇人民政府（街道办事处）负责管理。", "乡镇人民政府（街道办事处）=R", "a second name in brackets"),
    ("一、市政府督查室、市效能办要加强督查。", "市政府督查室=R 市效能办=R", "a government's own unit"),
    ("一、各牵头单位分别于7月10日前报送材料。", "各牵头单位=R", "10日前 is no 日前"),
    ("一、街道办事处和村集体等单位，应当划分责任区。", "街道办事处=R", "a list goes on with what is no body"),
    ("一、由其上级主管部门或者监察机关责令改正。", "上级主管部门=R 监察机关=R", "由其, 或者"),
    ("一、县级以上人民政府及其有关部门应当加强管理。", "县级以上人民政府=R 有关部门=R", "及其"),
    ("一、产生固体废物的单位应当合理选择原料。", "", "a regulated party"),
    ("一、有限责任公司变更股东的，应当申请登记。", "", "a kind of company"),
    ("一、市级财政要安排资金。", "市级财政=R", "who pays, told to"),
    ("一、中央财政补助五百万元。", "", "who pays, as a fact"),
    ("一、市教育局不得收取费用。", "", "a prohibition"),
    ("一、指导市教育局完善制度。", "", "an object"),
    (
        "一、职责分工\n市公安局：负责查处违法行为。\n市民政局：协助做好救助。",
        "市公安局=R 市民政局=C",
        "under a name with a colon",
    ),
    ("（一）市公安局。负责牵头开展整治。", "市公安局=L", "under a name that is the item's title"),
    (
        "一、职责\n市政府及其相关职能部门：按照国家规定，负责制定办法。",
        "市政府=R 相关职能部门=R",
        "a government and its departments as a heading",
    ),
    ("一、市教育局定期组织检查，必要时可邀请专家参加。", "市教育局=R", "what may be done beside a duty"),
    ("一、市教育局根据需要可以组织检查。", "", "根据需要 is no 需要"),
    ("一、凭道路运输证（政府部门核发，原件一份）办理。", "", "whose paper it is"),
    ("一、许可证由市交通运输局核发。", "市交通运输局=R", "who is told to issue it"),
    ("一、由市森林防火指挥部指挥长签发。", "", "a person of a group"),
    ("一、办学。（各责任单位按职责分工负责）", "各责任单位=R", "a name made of the words of a label"),
    (
        "一、办学。　　责任单位：市教育局　　时间进度：全年工作　　加快建设宿舍。",
        "市教育局=R",
        "a label of something else behind a wide blank",
    ),
    (
        "一、办学。（市教育局、市财政局；持续实施）\n二、修路。（市交通运输局；2024年12月底前完成并持续实施）\n"
        "三、治水。（市水利局；持续实施）",
        "市教育局=R 市财政局=R 市交通运输局=R 市水利局=R",
        "brackets of names with a time",
    ),
    (
        "1.学校布局专题研究（市教育局、市财政局）\n2.交通设施布局研究（市交通运输局）\n3.水资源配置研究（市水利局）",
        "市教育局=R 市财政局=R 市交通运输局=R 市水利局=R",
        "brackets of names behind items that are titles alone",
    ),
    ("1.张小三（市教育局）\n2.李小四（市交通运输局）\n3.王小五（市水利局）", "", "where persons are from"),
    (
        "1.《供水专项规划》（市教育局）\n2.《绿道建设规划》（市水利局）\n3.《养老规划》（市民政局）",
        "",
        "whose papers they are",
    ),
    (
        "一、举办单位\n（一）主办单位\n云州市人民政府\n安岚省商务厅\n（二）承办单位\n云州市商务局\n二、时间",
        "云州市人民政府=L 安岚省商务厅=L 云州市商务局=R",
        "names under a heading that is a label",
    ),
    ("（一）主办单位\n要做好安全保卫工作。市公安局配合。", "市公安局=C", "sentences under it"),
    (
        "一、办学。\n责任单位：云州市教育局\n云州市财政局\n二、时间",
        "云州市教育局=R 云州市财政局=R",
        "names on lines of their own",
    ),
    ("一、办学。\n责任单位：云州市教育局\n云州市人民政府\n2023年5月4日", "云州市教育局=R", "a signature"),
    (
        "一、办学。（市教育局牵头；市供销合作社联合社配合）",
        "市教育局=L 市供销合作社联合社=C",
        "联合 in a name",
    ),
    ("自治区财政厅：负责安排资金。", "自治区财政厅=R", "自治 is a verb, 自治区 a level"),
    ("一、指导各县。加强管理。", "", "a heading that is a clause"),
    ("（一）指挥部主要职责。承担日常工作；督促落实。", "指挥部=R", "指挥 is a verb, 指挥部 a name"),
    ("一、司法局职责：将法律纳入普法内容。", "司法局=R", "X职责："),
    ("市财政局：\n（一）负责落实资金；\n（二）指导各县。", "市财政局=R", "under a name, in items"),
    ("各市、县人民政府：\n为加强管理，现通知如下。", "", "a salutation"),
    (
        "一、办学。（市教育局）\n二、修路。（市交通运输局）\n三、治水。（市水利局、各县人民政府）\n".replace(
            "。（", "。（"
        ),
        "市教育局=R 市交通运输局=R 市水利局=R 各县人民政府=R",
        "brackets of names alone, where a document has several",
    ),
    ("一、办学。（市教育局）\n二、修路。", "", "one bracket of names alone may be anything"),
    (
        "一、办学。（责任单位：市教育局、市财政局。列第一位的为牵头单位，下同）",
        "市教育局=L 市财政局=C",
        "the document's own rule",
    ),
    (
        "一、办学。（责任单位：市教育局、云州供电公司、市足球协会）",
        "市教育局=R 云州供电公司=R 市足球协会=R",
        "enterprises and associations",
    ),
    (
        "一、办学。（市教育局、市财政局负责，排第一位者为牵头负责部门，其他部门按职责配合，下同）",
        "市教育局=L 市财政局=C",
        "the same rule in other words, over a predicate",
    ),
    ("一、坚持属地管理为主。", "", "a principle, no body"),
    (
        "一、办学。（各地级以上市人民政府，省教育厅负责）",
        "各地级以上市人民政府=R 省教育厅=R",
        "以上 inside a name",
    ),
    (
        "一、办学。（省委宣传部〈省网信办〉、省教育厅负责）",
        "省委宣传部〈省网信办〉=R 省教育厅=R",
        "a second name in 〈〉",
    ),
    ("一、治林。\n责任单位：市林业局（市公园局）", "市林业局（市公园局）=R", "a bracket closes the list"),
    ("一、国务院负责实施行政许可的部门要高度重视。", "", "a body that is only part of a name"),
    ("一、办学。责任单位：市教育局（3）加强管理。", "市教育局=R", "an item begins behind the list"),
    ("一、办公室设在市教育局，负责日常工作。", "", "where an office sits acts not"),
    ("一、市公安局出入境管理部门应当受理申请。", "市公安局出入境管理部门=R", "a department's own unit"),
    ("一、市财政局商有关管理机构制定办法。", "市财政局=L 有关管理机构=C", "which no other body is"),
    (
        "一、由部省共同推进云岭试验区建设领导小组办公室负责协调。",
        "部省共同推进云岭试验区建设领导小组办公室=R",
        "a group says in its name what it is for",
    ),
    (
        "一、建设。（部省共同推进云岭试验区建设领导小组办公室牵头，省科技厅配合）",
        "部省共同推进云岭试验区建设领导小组办公室=L 省科技厅=C",
        "in a bracket too",
    ),
    (
        "一、建设。（省推进云岭湾区建设领导小组创业基地专项小组成员单位负责）",
        "省推进云岭湾区建设领导小组创业基地专项小组成员单位=R",
        "and so do their members",
    ),
    (
        "一、办学。责任单位：市教育局、市财政局（以下均需市、县两级政府落实，不再列出）",
        "市教育局=R 市财政局=R 市、县两级政府=R",
        "a rule in a bracket behind the names",
    ),
    (
        "一、办学。（市教育局、市财政局负责，以下均需市、县两级政府落实，不再列出）",
        "市教育局=R 市财政局=R 市、县两级政府=R",
        "a rule in the bracket of the names",
    ),
    ("一、由医疗保障部门行使定价权的项目，应当公开。", "", "a relative clause with an object"),
    ("一、由市教育局制定统一的标准，并向社会公布。", "市教育局=R", "and a sentence with one"),
    ("一、检查验收小组应当提出意见。", "检查验收小组=R", "a group for one job"),
    ("一、两省科技厅要建立会商机制。", "两省科技厅=R", "two of them are many"),
    (
        "一、市森林防火指挥部（以下简称市森防指）负责指挥，市森防指应当每日通报。",
        "市森林防火指挥部=R 市森防指=R",
        "a short name that the text defines",
    ),
    (
        "一、项目承担单位（以下简称承担单位）应当自查，承担单位应当公开结果。",
        "项目承担单位=R 承担单位=R",
        "a general word as short name",
    ),
    ("一、省海洋预报台依照相关规定发布预报。", "省海洋预报台=R", "相关 is no verb"),
    (
        "市社会保险局：按照统一的规定，负责制定操作办法。",
        "市社会保险局=R",
        "under a name, behind what it goes by",
    ),
    ("一、由市（地）级以上政府负责监测。", "市（地）级以上政府=R", "a bracket inside a level"),
    ("一、成员由有关县（市、区）长和市直部门领导组成。", "", "persons, not their places"),
    ("一、各县（市、区）长期坚持治理。", "各县（市、区）=R", "长 of 长期"),
    (
        "一、相关部门要结合自身职能，积极配合牵头部门做好工作。",
        "相关部门=C",
        "cooperates behind an adverbial clause",
    ),
    ("一、各有关部门要按照职责分工，积极配合，密切协作。", "各有关部门=R", "with each other"),
    ("一、办学。（各责任单位按职责分工负责）", "各责任单位=R", "whoever is responsible elsewhere"),
    (
        "一、救援。\n牵头单位：市应急管理局，成员单位：市公安局、市财政局。",
        "市应急管理局=L 市公安局=C 市财政局=C",
        "members beside a leader",
    ),
    (
        "一、办学。\n实施主体：市教育局　　权力层级：市级　　办件类型：即办件",
        "市教育局=R",
        "labels of other things behind the names",
    ),
    (
        "一、办学。（市教育局、市财政局；持续实施）\n二、修路。（市交通运输局；2023年6月底前完成并持续实施）\n"
        "三、治水。（市水利局、各县人民政府；持续推进）\n",
        "市教育局=R 市财政局=R 市交通运输局=R 市水利局=R 各县人民政府=R",
        "brackets of names with a time",
    ),
]


def duties(text: str) -> list[str]:
    reading = Reading.of_text(text)
    found = find_duties(reading, CITY)
    told = {
        (r.span.start, f"{text[r.span.start : r.span.end]}={LETTER[r.role.value]}")
        for hit in found.hits
        for r in hit.value.responsibilities
    }
    return [name for _, name in sorted(told)]


@pytest.mark.parametrize(("text", "expected", "reason"), FORMS, ids=[c[2] for c in FORMS])
def test_forms(text: str, expected: str, reason: str) -> None:
    assert duties(text) == expected.split(), reason


TABLE = """序号 工作任务 牵头单位 配合单位 完成时限
1 建设社区服务设施 市民政局 市财政局、市住房城乡建设局，各县政府 2024年底
2 完善养老服务 市卫生健康局 市民政局 2024年底
二、优化服务
3 开展培训，提高水平。 市教育局牵头 全年
"""


def test_rows_of_a_flattened_table() -> None:
    assert duties(TABLE) == [
        "市民政局=L",
        "市财政局=C",
        "市住房城乡建设局=C",
        "各县政府=C",
        "市卫生健康局=L",
        "市民政局=C",
        "市教育局=L",
    ]
    tasks = [hit.value for hit in find_duties(Reading.of_text(TABLE), CITY).hits]
    assert [t.title for t in tasks] == ["建设社区服务设施", "完善养老服务", "开展培训，提高水平"]


def test_a_table_that_names_the_body_before_the_task() -> None:
    text = (
        "序号 项目名称 责任单位 工作内容\n1 旧区改造 市住房城乡建设局 改造旧区十个，市民政局所在街道除外。\n"
    )
    assert duties(text) == ["市住房城乡建设局=R"]


UNPARSED = [
    # text, whether it is reported as a statement that could not be read, reason
    ("一、办学。（具体由专人负责，2024年底前完成）", True, "a role, and nobody has it"),
    ("一、办学。\n责任单位：省", True, "cut off"),
    ("一、办学。（联系人：张三，联系电话：12345）", False, "whom to call"),
    ("一、各地民政部门（以下统称主管部门）要加强管理。", False, "a definition"),
    ("一、办学。（包括实施方案和协同平台）", False, "words of a role that give none"),
    ("各市教育主管部门：\n一、办学。", False, "a salutation"),
]


@pytest.mark.parametrize(("text", "reported", "reason"), UNPARSED, ids=[c[2] for c in UNPARSED])
def test_a_statement_that_names_nobody_is_reported(text: str, reported: bool, reason: str) -> None:
    found = find_duties(Reading.of_text(text), CITY)
    assert ("statement-unparsed" in {d.code for d in found.diagnostics}) is reported, reason


TASKS = [
    # text, titles of the tasks, reason
    (
        "一、治水\n1.修渠。（市水务局负责）\n二、修路 2.铺路。（市交通运输局负责）",
        ["修渠", "铺路"],
        "items numbered through, behind the title of a part on its line",
    ),
    (
        "一、提高标准。由市财政局安排资金。\n二、扩大范围。由市民政局制定办法。\n各县（市、区）要抓紧落实。",
        ["提高标准", "扩大范围", "各县（市、区）要抓紧落实"],
        "what all are told stands behind the items",
    ),
    (
        "一、提高标准。由市财政局安排资金。\n二、加强领导\n各县（市、区）要抓紧落实。",
        ["提高标准", "加强领导"],
        "a paragraph below its heading",
    ),
    (
        "一、提高标准。由市财政局安排资金。\n各县（市、区）要配套。\n二、扩大范围。由市民政局制定。\n各县要抓紧。",
        ["提高标准", "扩大范围"],
        "items of several paragraphs",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), TASKS)
def test_tasks(text: str, expected: list[str], reason: str) -> None:
    hits = find_duties(Reading.of_text(text), CITY).hits
    assert [hit.value.title for hit in hits] == expected, reason


def test_a_heading_with_its_time_keeps_the_text_below_it() -> None:
    text = (
        "（二）组织实施\n1.制定工作细则（2023年6月底前完成）\n根据本方案制定细则，报市政府审批。\n责任单位：东浦区政府\n"
        "2.收集资料（2023年8月底前完成）收集登记资料。责任单位：市档案局 3.发布通告（2023年9月底前完成）发布通告。"
        "责任单位：市司法局"
    )
    hits = find_duties(Reading.of_text(text), CITY).hits
    assert [(h.value.title, len(h.value.responsibilities)) for h in hits] == [
        ("制定工作细则（2023年6月底前完成）", 1),
        ("收集资料（2023年8月底前完成）收集登记资料", 1),
        ("发布通告（2023年9月底前完成）发布通告", 1),
    ]


def test_a_timed_heading_inside_a_paragraph() -> None:
    text = (
        "一、规章清理由市教育局负责。（1）自查阶段（2024年3月10日前完成）\n市财政局要提出意见。\n"
        "（2）公布阶段（2024年4月30日前完成）\n经审议后公布。"
    )
    hits = find_duties(Reading.of_text(text), CITY).hits
    assert [(h.value.title, len(h.value.responsibilities)) for h in hits] == [
        ("规章清理由市教育局负责", 1),
        ("自查阶段（2024年3月10日前完成）", 1),
    ]


def test_divisions_of_a_body() -> None:
    text = (
        "二、内设机构\n根据上述职责，市水务局设3个内设机构：\n（一）办公室（政策法规科）\n综合协调局机关工作；承担会务。\n"
        "（二）水资源科。负责用水管理；配合市财政局审核经费。\n机关党委\n负责机关党群工作。\n"
        "三、人员编制\n市水务局机关行政编制为20名。"
    )
    found = [
        (hit.value.title, r.body.label)
        for hit in find_duties(Reading.of_text(text), CITY).hits
        for r in hit.value.responsibilities
    ]
    assert found == [
        ("办公室（政策法规科）", "湛江市水务局办公室（政策法规科）"),
        ("水资源科", "湛江市水务局水资源科"),
        ("机关党委", "湛江市水务局机关党委"),
    ]


def test_divisions_called_as_what_they_do() -> None:
    """A number makes a division of what begins like a verb, also inside a paragraph; 牵头 first makes it lead."""
    text = (
        "二、内设机构\n市水务局设3个内设机构：\n（一）对外合作科\n承办涉外事务。\n（二）种植业管理科\n牵头拟订规划。"
        "（三）渠道管理科（市渠道办公室）\n参与拟订规划。\n（四）市水务局（市渠道局）在渠道管理方面负责监督。"
    )
    found = [
        (r.body.label, r.role)
        for hit in find_duties(Reading.of_text(text), CITY).hits
        for r in hit.value.responsibilities
    ]
    assert found == [
        ("湛江市水务局对外合作科", Role.RESPONSIBLE),
        ("湛江市水务局种植业管理科", Role.LEAD),
        ("湛江市水务局渠道管理科（市渠道办公室）", Role.RESPONSIBLE),
        ("湛江市水务局", Role.RESPONSIBLE),  # no division of itself
    ]


def test_divisions_of_nobody() -> None:
    text = "二、内设机构\n（一）宣传管理处\n拟订规划；组织实施。"
    assert not find_duties(Reading.of_text(text), CITY).hits
