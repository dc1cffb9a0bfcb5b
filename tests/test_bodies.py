"""Names of bodies: what is found in a sentence, what a list holds, and which body a name means."""

from __future__ import annotations

import pytest

from gongwen.extract.bodies.ellipsis import lead_of
from gongwen.extract.bodies.finding import find_bodies
from gongwen.extract.bodies.lists import parse_list
from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.bodies.own_level import own_and_others
from gongwen.extract.bodies.resolve import resolve
from gongwen.extract.model import Context
from gongwen.extract.reading import Reading

IN_SENTENCES = [
    # sentence, names in order of place, reason
    ("市教育局联合市财政局制定办法", "市教育局 市财政局", "a name by form runs over no other name"),
    ("各区县召开动员部署会", "各区县", "部署 ends no name"),
    ("由设区市政府汇总", "设区市政府", "设区市 is one word"),
    (
        "各级通信保障应急指挥机构负责",
        "各级通信保障应急指挥机构",
        "应 in 应急 and 保障 in 通信保障 break nothing",
    ),
    ("政务信息发布责任单位填写通知单", "政务信息发布责任单位", "发布 is part of the name"),
    (
        "县（市、区）房屋使用安全管理部门负责",
        "县（市、区）房屋使用安全管理部门",
        "an area in brackets before it",
    ),
    ("由省、自治区、直辖市气象主管机构确定", "省、自治区、直辖市气象主管机构", "three levels are one"),
    ("街道办事处和乡、镇人民政府负责", "街道办事处 乡、镇人民政府", "two levels are one"),
    ("由公安机关交通管理部门负责", "公安机关交通管理部门", "a department of the police"),
    (
        "人行云州中心支行、证监会云州监管局要加强监管",
        "人行云州中心支行 证监会云州监管局",
        "branches of national bodies",
    ),
    ("配合市人大制定条例", "市人大", "a verb is no part of a name"),
    ("完善医疗机构分工机制", "医疗机构", "nor is one that governs it"),
    ("听取各职能单位汇报", "各职能单位", "听取 breaks"),
    ("进一步完善公安机关工作机制", "公安机关", "an adverb and a verb"),
    (
        "市、县（区）人民政府市容环境卫生主管部门负责",
        "市、县（区）人民政府市容环境卫生主管部门",
        "市容 begins no level",
    ),
    ("由有关行政主管部门按照职责处理", "有关行政主管部门", "a quantifier"),
    ("乡镇人民政府（街道办事处）负责", "乡镇人民政府（街道办事处）", "a second name"),
    ("市教育局（以下简称市局）负责", "市教育局", "no second name but a definition"),
    ("银行业监管部门要督促银行", "银行业监管部门", "银行 is no end of a name in it"),
    ("证券业机构可以申请", "", "regulated parties of a trade"),
    ("融资性租赁业务监管部际联席会议负责", "融资性租赁业务监管部际联席会议", "no verb begins it"),
    ("省各专项应急管理机构负责", "省各专项应急管理机构", "all of a level"),
    ("自治区级采购机构负责", "自治区级采购机构", "a level"),
    ("会同云州博览事务局推进", "云州博览事务局", "an office of affairs"),
    ("标准编制组负责", "标准编制组", "a group"),
    ("市医改办公室负责", "市医改办公室", "an office has two forms of its name"),
    (
        "依法合规择优选取停车服务机构，服务到位",
        "服务机构",
        "how one is chosen is no part of a name",
    ),
    (
        "由林业、民政等有关主管部门依法处理",
        "林业主管部门 民政主管部门",
        "functions take the head of their list",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), IN_SENTENCES, ids=[c[2] for c in IN_SENTENCES])
def test_names_in_sentences(text: str, expected: str, reason: str) -> None:
    found = find_bodies(Reading.of_text(text), 0, len(text))
    assert [m.name for m in found] == expected.split(), reason


LISTS = [
    ("省教育厅、财政厅，各设区市政府", "省教育厅 省财政厅 各设区市政府", "a level is carried on"),
    (
        "市发展和改革委员会、市科协和市妇联",
        "市发展和改革委员会 市科协 市妇联",
        "和 inside a name and between names",
    ),
    ("教育、财政等部门", "教育部门 财政部门", "functions"),
    ("市教育局等单位", "市教育局", "等单位 is nobody"),
    ("各市、县（区）人民政府", "各市、县（区）人民政府", "、 inside a name"),
    (
        "台州、宁波、温州市人民政府",
        "台州市人民政府 宁波市人民政府 温州市人民政府",
        "places share their level and what it has",
    ),
    ("东城、西城区公安分局", "东城区公安分局 西城区公安分局", "districts too"),
    ("台州、宁波市", "台州市 宁波市", "also where that is nothing"),
    ("台州、宁波海关", "台州海关 宁波海关", "and what places have that have no level"),
    (
        "省财政厅，各级财政、水利等部门",
        "省财政厅 各级财政部门 各级水利部门",
        "all levels of a list of departments",
    ),
    ("各级财政，市水利局", "各级财政 市水利局", "who pays alone is no department"),
    ("省财政厅、水利", "省财政厅 省水利部门", "a function behind a department of its level"),
    ("市水利局、12个试点县（市、区）人民政府", "市水利局 12个试点县（市、区）人民政府", "so many bodies"),
    ("市水利局，各港口企业、外贸企业", "市水利局 各港口企业 各外贸企业", "all enterprises of several kinds"),
    (
        "各港口企业、省属企业、云州航运公司",
        "各港口企业 省属企业 云州航运公司",
        "enterprises with an owner or a name",
    ),
    (
        "云州市工艺美术协会中国轻工业联合会汀原市文化交流协会（台湾）安岚省工艺美术学会",
        "云州市工艺美术协会 中国轻工业联合会 汀原市文化交流协会（台湾） 安岚省工艺美术学会",
        "associations that run together",
    ),
    ("国家林业局中国花卉协会", "国家林业局 中国花卉协会", "and one behind a ministry"),
    ("国家税务总局云州市税务局", "国家税务总局云州市税务局", "but no branch of one"),
    ("新华社中国经济信息社", "新华社中国经济信息社", "nor of an agency"),
    (
        "云州市人民政府汀原市工艺美术研究院",
        "云州市人民政府 汀原市工艺美术研究院",
        "an institute behind a government",
    ),
    ("云州市人民政府台湾事务办公室", "云州市人民政府台湾事务办公室", "an office of a government"),
    ("云州市中心城区各区政府", "云州市中心城区各区政府", "中心 is no institute"),
    (
        "云州市文化联合会（筹）办公室",
        "云州市文化联合会（筹）办公室",
        "an office goes with what is in brackets",
    ),
    ("市水利局、12个试点项目", "市水利局", "and so many things"),
    ("市水利局，台州、宁波海关", "市水利局 台州海关 宁波海关", "within their list"),
    ("汀原市、临溟市政府", "汀原市政府 临溟市政府", "a place with its level has it too"),
    ("汀原市、临溟市教育局", "汀原市 临溟市教育局", "but no department, before which it may act itself"),
    (
        "市绿道建设领导小组办公室及成员单位",
        "市绿道建设领导小组办公室 市绿道建设领导小组成员单位",
        "members are those of the group before them",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), LISTS, ids=[c[2] for c in LISTS])
def test_lists(text: str, expected: str, reason: str) -> None:
    found = parse_list(Reading.of_text(text), 0, len(text))
    assert [m.name for m in found] == expected.split(), reason


def test_the_longest_lead_of_a_name() -> None:
    assert lead_of("各县（市、区）妇幼保健") == "各县（市、区）"
    assert lead_of("市场监管局") == ""


OWN_LEVEL = [
    # area of the document, written, names, reason
    ("440800", "市、县（区）人民政府", "市人民政府 县（区）人民政府", "the city itself, and its counties"),
    (
        "500000",
        "市、区县（自治县）水利部门",
        "市水利部门 区县（自治县）水利部门",
        "a municipality's districts",
    ),
    ("440800", "市、县（区）各有关部门", "市、县（区）各有关部门", "departments of whatever trade"),
    ("500000", "市、区县行业主管部门", "市、区县行业主管部门", "likewise"),
    ("440000", "市、县（区）人民政府", "市、县（区）人民政府", "to a province all of them are others"),
    ("100000", "市、县人民政府", "市、县人民政府", "and to the nation"),
    ("440800", "各市、县（区）人民政府", "各市、县（区）人民政府", "a quantifier makes one of many"),
    ("440800", "市、县两级政府", "市、县两级政府", "counted levels"),
    ("440800", "市、县（区）", "市、县（区）", "nothing that they share"),
]


@pytest.mark.parametrize(("area", "written", "expected", "reason"), OWN_LEVEL, ids=[c[3] for c in OWN_LEVEL])
def test_own_level(area: str, written: str, expected: str, reason: str) -> None:
    text = f"由{written}负责"
    found = list(own_and_others(text, BodyMention(1, 1 + len(written), written, True), area))
    assert [m.name for m in found] == expected.split(), reason
    if len(found) == 2:
        assert [text[m.start : m.end] for m in found] == written.split("、"), "as written"


RESOLVED = [
    # area of the document, name, label, reason
    ("440800", "市市场监管局", "湛江市市场监督管理局", "the issuer's own city"),
    ("440800", "省财政厅", "广东省财政厅", "the province above"),
    ("440800", "市发展改革委", "湛江市发展和改革委员会", "委 stands for 委员会"),
    ("440800", "市发展改革局", "湛江市发展和改革局", "and 局 for 局, of the same body"),
    ("500000", "市住房城乡建委", "重庆市住房和城乡建设委员会", "a municipality's commission"),
    ("500000", "市政府办公厅", "重庆市人民政府办公厅", "a municipality has a 办公厅"),
    ("440800", "市政府办公室", "湛江市人民政府办公室", "a city a 办公室"),
    ("330000", "省委组织部（省委人才办）", "中共浙江省委组织部", "two names on one door"),
    ("460000", "保监会海南监管局", "海南保监局", "a branch by its long name"),
    ("440000", "深圳银保监局", "深圳银保监局", "a city under the plan has a 局, others a 分局"),
    ("440800", "湛江银保监分局", "湛江银保监分局", "a branch of a city"),
    ("100000", "科技部", "科学技术部", "a ministry"),
    ("100000", "银保监会", "中国银行保险监督管理委员会", "a former one keeps its name"),
    ("440800", "各县（市、区）人民政府", "各县（市、区）人民政府", "many bodies keep their words"),
    ("640000", "区财政厅", "宁夏回族自治区财政厅", "区 of an autonomous region is the region"),
    ("640000", "区党委宣传部", "中共宁夏回族自治区委员会宣传部", "its party committee in full"),
    (
        "640000",
        "自治区党委编办",
        "中共宁夏回族自治区委员会机构编制委员会办公室",
        "党委编办 is 编办 of the committee",
    ),
    ("640000", "区党委", "中共宁夏回族自治区委员会", "the committee itself"),
    ("640000", "团区委", "共青团宁夏回族自治区委员会", "its youth league"),
    ("640000", "区财政部门", "区财政部门", "those of districts, which are many"),
    ("640100", "区财政局", "区财政局", "a city has several districts"),
    ("990000", "全省各级政府", "全省各级政府", "many of a whole province keep their words"),
    ("640000", "全区各市、县（区）", "全区各市、县（区）", "and of a whole region"),
    ("440800", "市场监督管理部门", "市场监督管理部门", "市 of 市场 is no level"),
]


@pytest.mark.parametrize(("area", "name", "label", "reason"), RESOLVED, ids=[c[3] for c in RESOLVED])
def test_resolution(area: str, name: str, label: str, reason: str) -> None:
    body = resolve(name, Context(area=area, issuers=(), date="2020-01-01", type="方案")).body
    assert body is not None, reason
    assert body.label == label, reason
    assert name in body.names
