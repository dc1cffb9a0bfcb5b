"""What a document says of itself: title, number, registration, issuers, date, kind. The texts are invented; names of
real places stand where an area's code is needed."""

from __future__ import annotations

from typing import Any

import pytest

from gongwen.extract.metadata.facts import DocumentHead
from gongwen.extract.reading import Reading
from tests.segment_cases import BODY, read

NOTICE = f"各县（市、区）人民政府：\n{BODY}\n"

CASES: list[tuple[str, str, dict[str, Any], str]] = [
    # name, text, facts of the first document, reason
    (
        "plain notice",
        f"台州市人民政府关于做好防汛工作的通知\n台政发〔2021〕5号\n{NOTICE}台州市人民政府\n2021年4月1日",
        {
            "title": "台州市人民政府关于做好防汛工作的通知",
            "number": "台政发〔2021〕5号",
            "issuers": ["台州市人民政府"],
            "date": "2021-04-01",
            "type": "通知",
            "registration": None,
        },
        "every fact where GB/T 9704 puts it",
    ),
    (
        "number in ASCII brackets and full-width digits",
        f"台政发[２０２１]　５号\n台州市人民政府关于做好防汛工作的通知\n{NOTICE}台州市人民政府\n2021年4月1日",
        {"number": "台政发〔2021〕5号"},
        "normalised to 〔〕 without blanks",
    ),
    (
        "number in small brackets",
        f"工信部科函﹝2020﹞15号\n各有关单位：\n{BODY}\n工业和信息化部\n2020年1月10日",
        {"number": "工信部科函〔2020〕15号", "issuers": ["工业和信息化部"]},
        "U+FE5D and U+FE5E are brackets too",
    ),
    (
        "number only behind the page's title",
        f"云南省人民政府关于做好防汛工作的通知（云政发〔2021〕5号）\n发布日期：2021-04-02\n{NOTICE}云南省人民政府\n2021年4月1日",
        {"title": "云南省人民政府关于做好防汛工作的通知", "number": "云政发〔2021〕5号"},
        "the bracket is no part of the title",
    ),
    (
        "words of a bracket",
        f"云南省水利厅批准《水表检定规程》等9项地方标准（标准编号、名称及实施日期见附件），现予公布。\n{BODY}\n云南省水利厅\n2021年4月1日",
        {"title": None, "issuers": ["云南省水利厅"], "type": None},
        "a title does not end with the first word of a bracket that is open",
    ),
    (
        "first number is cited",
        f"台州市人民政府关于做好防汛工作的通知\n{NOTICE}根据《浙江省人民政府关于防汛工作的意见》（浙政发〔2020〕9号）执行。\n台州市人民政府\n2021年4月1日",
        {"number": None},
        "a number in running text is another document's",
    ),
    (
        "registration",
        f"台水利〔2021〕5号\n台水规2021—3\n台州市水利局关于印发取水管理办法的通知\n{NOTICE}台州市水利局\n2021年4月1日",
        {"registration": "台水规2021—3", "number": "台水利〔2021〕5号"},
        "规范性文件编号 beside the 发文字号",
    ),
    (
        "joint issue, glued",
        f"工业和信息化部财政部海关总署关于调整目录的通知\n各有关单位：\n{BODY}\n工业和信息化部财政部海关总署\n2021年12月10日",
        {"issuers": ["工业和信息化部", "财政部", "海关总署"]},
        "财政部 followed by a ministry is no local branch of it",
    ),
    (
        "local branch of a national body",
        f"国家税务总局台州市税务局关于办税服务的公告\n{BODY}\n国家税务总局台州市税务局\n2021年12月10日",
        {"issuers": ["国家税务总局台州市税务局"], "type": "公告"},
        "one body, whose name begins with another's",
    ),
    (
        "joint issue, one name on two lines",
        f"台州市水利局关于加强节水的通知\n{NOTICE}台州市旅游市场综合\n整治工作领导小组办公室\n台州市水利局\n2021年5月6日",
        {"issuers": ["台州市旅游市场综合整治工作领导小组办公室", "台州市水利局"]},
        "a name may be broken at the line's end",
    ),
    (
        "names in columns",
        f"关于加强节水的通知\n{NOTICE}台州市水利局　　　　台州市财政局\n台州市教育局\n2021年5月6日",
        {"issuers": ["台州市水利局", "台州市财政局", "台州市教育局"]},
        "printed order, line by line",
    ),
    (
        "letters set apart",
        f"关于机场建设的批复\n国函〔2001〕7号\n湖南省人民政府：\n{BODY}\n国　务　院\n中 央 军 委\n二○○一年十二月二十九日",
        {"issuers": ["国务院", "中央军委"], "date": "2001-12-29"},
        "characters with blanks between them are one name",
    ),
    (
        "seal of another body",
        f"关于疫情防控的通知\n{NOTICE}台州市疫情防控指挥部办公室（代章）\n2022年1月19日",
        {"issuers": ["台州市疫情防控指挥部办公室"]},
        "代章 is a note on the seal",
    ),
    (
        "ministry under its former name",
        f"农业部卫生部关于加强检疫的通知\n各有关单位：\n{BODY}\n农业部　卫生部\n2010年5月23日",
        {"issuers": ["农业部", "卫生部"]},
        "a document of 2010 is not issued by 农业农村部",
    ),
    (
        "People's Republic before a ministry",
        f"关于执业资格制度的通知\n各有关单位：\n{BODY}\n中华人民共和国人事部\n中华人民共和国建设部\n二○○五年十月十三日",
        {"issuers": ["人事部", "建设部"]},
        "the state's name is no part of the ministry's",
    ),
    (
        "signed by date alone",
        f"浙江省人民政府印发防汛工作若干政策措施的通知\n{NOTICE}2020年6月4日\n（此件公开发布）",
        {"issuers": ["浙江省人民政府"], "date": "2020-06-04"},
        "the title says whose it is",
    ),
    (
        "issuer by the code of the number",
        f"关于印发重点改革工作安排的通知\n粤府办〔2011〕18号\n{NOTICE}二〇一一年三月五日",
        {"issuers": ["广东省人民政府办公厅"]},
        "neither sign-off nor title names a body, the number does",
    ),
    (
        "code that a city shares",
        f"关于印发重点改革工作安排的通知\n宁政办发〔2011〕18号\n南京市各区人民政府：\n{BODY}\n二〇一一年三月五日",
        {"issuers": []},
        "宁政办 is also 南京's: nothing is guessed",
    ),
    (
        "abbreviated level in the sign-off",
        f"湖南省人民政府办公厅关于建立联席会议制度的通知\n湘政办函〔2022〕33号\n{NOTICE}省政府办公厅\n2022年11月27日",
        {"issuers": ["湖南省人民政府办公厅"]},
        "省政府办公厅 is the title's body",
    ),
    (
        "title without its area",
        f"省人民政府办公厅关于做好防汛工作的通知\n黔府办发〔2022〕22号\n{NOTICE}2022年8月23日",
        {"issuers": ["贵州省人民政府办公厅"]},
        "the number's code gives the province",
    ),
    (
        "issued in carrying out another's document",
        f"重庆市人民政府办公厅贯彻落实国务院办公厅关于户口登记意见的通知\n{NOTICE}2016年4月26日",
        {"issuers": ["重庆市人民政府办公厅"]},
        "贯彻落实 ends the issuer's name in the title",
    ),
    (
        "date with blanks and zeros of every kind",
        f"关于加强节水的通知\n{NOTICE}台州市水利局\n二 〇 ○ 九 年 八 月 十 一 日",
        {"date": "2009-08-11"},
        "Chinese numerals set apart",
    ),
    (
        "date by ASCII",
        f"标题：关于加强节水的通知\n成文日期：2021/4/1\n发布机构：台州市水利局\n{NOTICE}",
        {"date": "2021-04-01", "issuers": ["台州市水利局"]},
        "where the text is unsigned the page says it",
    ),
    (
        "law",
        "浙江省水资源条例\n（2020年9月24日浙江省第十三届人民代表大会常务委员会第二十四次会议通过）\n第一条 为了保护水资源，制定本条例。\n第二条 本条例自2021年1月1日起施行。",
        {"issuers": ["浙江省人民代表大会常务委员会"], "date": "2020-09-24", "type": "条例", "number": None},
        "who passed it and when, not when it takes effect",
    ),
    (
        "regulation by an order",
        "行政区划条例\n2017年11月22日 国务院第193次常务会议通过\n2018年10月10日 中华人民共和国国务院令第704号公布\n第一条 为了加强管理，制定本条例。\n第二条 本条例自2019年1月1日起施行。",
        {"issuers": ["国务院"], "date": "2018-10-10", "number": "中华人民共和国国务院令第704号"},
        "the order that publishes it dates and numbers it",
    ),
    (
        "work report",
        f"政 府 工 作 报 告\n——2022年1月11日在台州市第六届人民代表大会第一次会议上\n台州市市长 陈明远\n各位代表：\n{BODY}",
        {"title": "政府工作报告", "issuers": ["台州市人民政府"], "date": "2022-01-11", "type": "报告"},
        "the government for which it is made",
    ),
    (
        "interpretation",
        f"《台州市节水管理办法》政策解读\n一、出台背景\n{BODY}",
        {"issuers": [], "date": None, "type": "解读"},
        "unsigned: nothing says whose it is",
    ),
    (
        "interpretation as a picture",
        f"《台州市节水管理办法》的解读“一图读懂”\n发布日期：2022-03-01\n一、出台背景\n{BODY}",
        {"issuers": [], "type": "解读"},
        "behind its kind the title tells how it explains",
    ),
    (
        "offices of ministries",
        f"科技部办公厅市场监管总局办公厅关于节水的通知\n各有关单位：\n{BODY}\n科技部办公厅　市场监管总局办公厅\n2021年11月2日",
        {"issuers": ["科学技术部办公厅", "国家市场监督管理总局办公厅"]},
        "an office bears its ministry's full name",
    ),
    (
        "title on three lines with Kangxi radicals",
        f"台州市⼈民政府办公室\n关于印发台州市⽔资源节约\n⾏动⽅案的通知\n台政办发〔2022〕3号\n{NOTICE}台州市⼈民政府办公室\n2022年2月25⽇",
        {
            "title": "台州市人民政府办公室关于印发台州市水资源节约行动方案的通知",
            "issuers": ["台州市人民政府办公室"],
            "date": "2022-02-25",
        },
        "radicals are folded in what is read",
    ),
    (
        "status behind the title",
        f"山西省人民政府办公厅关于目标责任的通知-此件于2017年7月31日宣布失效\n发布日期：2006-09-13\n各市、县人民政府：\n{BODY}\n山西省人民政府办公厅\n二○○六年九月十三日",
        {"title": "山西省人民政府办公厅关于目标责任的通知", "date": "2006-09-13"},
        "what became of a document is no part of its title",
    ),
    (
        "method is no law",
        f"台州市节水评估指标及评估方法\n一、指标\n{BODY}",
        {"title": "台州市节水评估指标及评估方法", "type": None},
        "方法 does not end in the kind 法",
    ),
    (
        "announcement of a congress",
        "安全条例\n发布日期：2022-05-25\n北京市人民代表大会常务委员会公告〔十五届〕第77号《北京市节水条例》已由北京市第十五届人民代表大会常务委员会第三十九次会议于2022年5月25日通过，现予公布。北京市第十五届人民代表大会常务委员会　　　2022年5月25日\n安全条例\n第一条 为了节水，制定本条例。\n第二条 本条例自2022年8月1日起施行。",
        {
            "title": "北京市人民代表大会常务委员会公告",
            "number": "北京市人民代表大会常务委员会公告〔十五届〕第77号",
            "issuers": ["北京市人民代表大会常务委员会"],
            "type": "公告",
        },
        "the head of its number is its title; a congress is one body, whatever its term",
    ),
    (
        "number without its digits",
        f"中共台州市委办公室文件\n台委办发〔　　〕　号\n中共台州市委办公室关于认真学习的通知\n{NOTICE}中共台州市委办公室\n2006年3月1日",
        {"title": "中共台州市委办公室关于认真学习的通知", "number": None},
        "what is left of a number is no title",
    ),
    (
        "name glued to the last attachment",
        f"广东省人民政府办公厅关于推荐专家的通知\n{NOTICE}附件：1.汇总表\n2.广东省应急管理专家登记表\n省府办公厅\n2015年3月2日",
        {"issuers": ["广东省人民政府办公厅"], "date": "2015-03-02"},
        "the line above the name is no part of it",
    ),
    (
        "names behind a list without a break",
        f"关于申报工业设计中心的通知\n各有关单位：\n{BODY}\n附件：国家级工业设计中心材料清单工业和信息化部办公厅2021年4月7日",
        {"issuers": ["工业和信息化部办公厅"], "date": "2021-04-07"},
        "a list ends in the kind of its last title",
    ),
    (
        "title that is its kind",
        f"通　告\n台政通〔2020〕2号\n{BODY}\n台州市人民政府\n2020年6月20日",
        {"title": "通告", "number": "台政通〔2020〕2号", "type": "通告", "issuers": ["台州市人民政府"]},
        "a kind alone above a number",
    ),
    (
        "announcement counted by its congress",
        f"台州市人民代表大会常务委员会公告\n（五届）第12号\n{BODY}\n台州市人民代表大会常务委员会\n2018年12月10日",
        {
            "title": "台州市人民代表大会常务委员会公告",
            "number": "台州市人民代表大会常务委员会公告（五届）第12号",
        },
        "the congress belongs to the number",
    ),
    (
        "minutes",
        f"台州市人民政府常务会议纪要\n〔2021〕5号\n{BODY}\n一、会议审议通过节水方案，由市水利局印发。",
        {"issuers": ["台州市人民政府"], "type": "纪要"},
        "the body stands before what met",
    ),
    (
        "date and number cut by a line's end",
        f"台州市水利局关于节水的通知\n台水〔2020〕\n15号\n{NOTICE}台州市水利局\n2020年6\n月3日",
        {"number": "台水〔2020〕15号", "date": "2020-06-03"},
        "whatever the width of the page",
    ),
    (
        "order of several signed by persons",
        f"台州市水利局\n台州市财政局\n令\n第35号\n《节水管理办法》已经审议通过，现予公布。{BODY}\n台州市水利局局长：何某某\n台州市财政局局长：刘某某\n2021年3月2日",
        {
            "title": "台州市水利局台州市财政局令",
            "number": "台州市水利局台州市财政局令第35号",
            "issuers": ["台州市水利局", "台州市财政局"],
            "date": "2021-03-02",
        },
        "the names stand in the title, persons below",
    ),
    (
        "sealed by another",
        f"关于印发节水分工的通知\n{NOTICE}台州市节水工作联席会议办公室\n（台州市水利局代章）\n2019年11月23日\n（此件公开发布）",
        {"issuers": ["台州市节水工作联席会议办公室"], "date": "2019-11-23"},
        "the seal stands in for the body that signs",
    ),
    (
        "an office of the own government",
        f"台州市人民政府办公室转发市发展改革委市政府法制办关于节水工作意见的通知\n{NOTICE}台州市发展改革委 市政府法制办\n2016年9月12日",
        {"issuers": ["台州市发展和改革委员会", "台州市法制办公室"]},
        "法制办 of the city is not the State Council's",
    ),
    (
        "number in a note below",
        f"台州市人民政府办公室关于节水的通知\n{NOTICE}台州市人民政府办公室\n2012年8月1日\n（该文件于2012年8月1日以台府办函〔2012〕11号发布，根据2020年5月11日台府〔2020〕30号修改）",
        {"number": "台府办函〔2012〕11号", "date": "2012-08-01"},
        "a collection of documents in force says so below the text",
    ),
    (
        "rule before the title",
        f"台府办〔2004〕65号\n━━━━━━━━━━━━ 转发市民政局关于节水意见的通知\n{NOTICE}台州市人民政府办公室\n2004年7月2日",
        {"title": "转发市民政局关于节水意见的通知", "number": "台府办〔2004〕65号"},
        "the rule under a letterhead says nothing",
    ),
    (
        "number behind a blank on the title's line",
        f"台州市水利局关于印发节水行动计划实施方案的通知　　台水函〔2020〕13号\n{NOTICE}台州市水利局\n2020年6月9日",
        {"title": "台州市水利局关于印发节水行动计划实施方案的通知", "number": "台水函〔2020〕13号"},
        "a kind inside the title is not its end, though a number follows",
    ),
    (
        "schedule with dates",
        f"台州市人民政府办公室关于开展在线访谈的通知\n{NOTICE}台州市人民政府办公室\n2008年2月20日\n附件：访谈时间\n2008年4月15日 市体育局\n2008年4月22日 市粮食局\n2008年4月29日 市林业局",
        {"issuers": ["台州市人民政府办公室"], "date": "2008-02-20"},
        "lines of a schedule are no sign-offs",
    ),
    (
        "title wrapped at the page's width",
        f"工业和信息化部办公厅民政部办公厅关于组织开展2022年智慧健康养老产品及服务推广目录\n申报工作的通知\n工信厅联电子函〔2022〕303号\n各有关单位：\n{BODY}\n2022年11月2日",
        {
            "title": "工业和信息化部办公厅民政部办公厅关于组织开展2022年智慧健康养老产品及服务推广目录申报工作的通知",
            "number": "工信厅联电子函〔2022〕303号",
        },
        "a kind at the line's end is not the title's while a notice ends below",
    ),
    (
        "interpretation by a person",
        f"副局长陈明远解读《关于加强节水的通知》\n发布日期：2008-01-02\n一、背景\n{BODY}",
        {"type": "解读", "issuers": []},
        "the kind stands before the document that is interpreted",
    ),
    (
        "no title but a formula",
        f"台州核电有限公司：\n你公司《关于延续许可证的请示》（台核〔2020〕26号）收悉。经研究，现批复如下：\n{BODY}\n国家核安全局\n2021年2月24日",
        {"title": None, "type": "批复", "issuers": ["国家核安全局"], "number": None},
        "the text calls itself a reply",
    ),
    (
        "private characters and references",
        f"台州市水利局关于节水的通知\ue5d2\ue5cf\n&#1;各县（市、区）水利局：\n{BODY}<BR>\n台州市水利局\ue5cf\n2021年&nbsp;5月6日",
        {"title": "台州市水利局关于节水的通知", "issuers": ["台州市水利局"], "date": "2021-05-06"},
        "what fonts and pages leave behind says nothing",
    ),
]


def facts(reading: Reading, head: DocumentHead) -> dict[str, Any]:
    """What a head says, in the form of the cases."""
    return {
        "title": head.title.value if head.title else None,
        "number": head.number.value if head.number else None,
        "registration": head.registration.value if head.registration else None,
        "issuers": [fact.value.label for fact in head.issuers],
        "date": head.date.value if head.date else None,
        "type": head.type.value if head.type else None,
    }


@pytest.mark.parametrize(("name", "text", "expected", "reason"), CASES, ids=[c[0] for c in CASES])
def test_facts_of_a_document(name: str, text: str, expected: dict[str, Any], reason: str) -> None:
    reading, _, heads = read(text)
    assert heads, reason
    got = facts(reading, heads[0])
    assert {key: got[key] for key in expected} == expected, reason


PRINTED_WITH = [
    # name, text, index, facts of that document, reason
    (
        "plan takes all from its notice",
        f"台州市水利局关于印发节水方案的通知\n台水利〔2021〕5号\n{NOTICE}台州市水利局\n2021年4月1日\n节水方案\n一、目标\n{BODY}",
        {
            "title": "节水方案",
            "number": "台水利〔2021〕5号",
            "issuers": ["台州市水利局"],
            "date": "2021-04-01",
        },
        "number, issuers and date are the notice's",
    ),
    (
        "contents glued to the title",
        f"台州市水利局关于印发台州市“十四五”节水规划的通知\n{NOTICE}台州市水利局\n2021年4月1日\n台州市“十四五”节水规划目录\n一、目标\n{BODY}",
        {"title": "台州市“十四五”节水规划", "type": "规划"},
        "目录 is the heading of its contents",
    ),
    (
        "forwarded text keeps its own",
        f"台州市人民政府办公室转发市水利局关于节水意见的通知\n台政办发〔2010〕5号\n{NOTICE}台州市人民政府办公室\n2010年4月1日\n关于节水的意见\n台州市水利局\n（二○一○年三月二日）\n{BODY}",
        {"title": "关于节水的意见", "issuers": ["台州市水利局"], "date": "2010-03-02", "type": "意见"},
        "its byline says who made it and when",
    ),
    (
        "byline of names set apart",
        f"国务院办公厅转发水利部等部门关于节水意见的通知\n国办发〔2011〕3号\n各省、自治区、直辖市人民政府：\n{BODY}\n国务院办公厅\n2011年6月18日\n关于促进节水规范发展的意见\n水利部　发展改革委　工业和信息化部　财政部商务部　人民银行　审计署\n《国务院办公厅关于节水工作的通知》印发以来，各地高度重视。{BODY}",
        {
            "issuers": [
                "水利部",
                "国家发展和改革委员会",
                "工业和信息化部",
                "财政部",
                "商务部",
                "中国人民银行",
                "审计署",
            ],
            "date": "2011-06-18",
        },
        "its last name does not run on in the text",
    ),
    (
        "byline broken inside a name",
        f"国务院批转监察部等部门关于审批改革意见的通知\n国发〔2001〕3号\n各省、自治区、直辖市人民政府：\n{BODY}\n国务院\n2001年10月18日\n关于审批改革的意见\n监察部、国务院\n法制办、国务院体改办\n（2001年10月9日）\n{BODY}",
        {"issuers": ["监察部", "国务院法制办公室", "国务院体改办"], "date": "2001-10-09"},
        "国务院 at a line's end belongs to the office on the next",
    ),
    (
        "title only in the notice",
        f"台州市水利局关于印发节水预案的通知\n{NOTICE}现将《节水预案（修订）》印发给你们。《旧节水预案》同时废止。\n台州市水利局\n2021年4月1日\n目　录\n1　总则\n"
        + BODY * 12,
        {"title": "节水预案（修订）", "type": "预案"},
        "what is printed below the sign-off is what the notice issues, not what it repeals",
    ),
    (
        "table's title before its head",
        f"台州市水利局关于下达节水任务的通知\n{NOTICE}附件：节水任务表\n台州市水利局\n2021年4月1日\n附件\n台州市“十四五”时期节水任务规划表序号单位数量\n1 东区 20\n2 西区 30\n{BODY}",
        {"title": "台州市“十四五”时期节水任务规划表", "type": None},
        "序号 begins the head of the table",
    ),
]


@pytest.mark.parametrize(
    ("name", "text", "expected", "reason"), PRINTED_WITH, ids=[c[0] for c in PRINTED_WITH]
)
def test_facts_of_what_is_printed_below(name: str, text: str, expected: dict[str, Any], reason: str) -> None:
    reading, blocks, heads = read(text)
    assert [b.parent for b in blocks] == [None, 0], reason
    got = facts(reading, heads[1])
    assert {key: got[key] for key in expected} == expected, reason


def test_every_fact_quotes_its_characters() -> None:
    text = CASES[0][1]
    _, _, (head,) = read(text)
    assert head.title is not None
    assert head.number is not None
    assert head.date is not None
    assert text[head.title.span.start : head.title.span.end] == head.title.value
    assert text[head.number.span.start : head.number.span.end] == "台政发〔2021〕5号"
    assert text[head.date.span.start : head.date.span.end] == "2021年4月1日"
    assert [text[f.span.start : f.span.end] for f in head.issuers] == ["台州市人民政府"]


DOUBTS = [
    # text, codes with the quoted characters, reason
    (CASES[0][1], [], "nothing is in doubt"),
    (
        f"关于加强节水的通知\n{NOTICE}3月5日",
        [("issuer-missing", "关于加强节水的通知"), ("date-without-year", "3月5日")],
        "a sign-off that lost its year",
    ),
    (
        f"台州市水利局关于加强节水的通知\n{NOTICE}",
        [("date-missing", "台州市水利局关于加强节水的通知")],
        "unsigned",
    ),
    (
        f"台州核电有限公司：\n{BODY}\n国家核安全局\n2021年2月24日",
        [("title-missing", "台州核电有限公司：")],
        "a letter that begins with its addressee",
    ),
    (
        f"台州市水利局关于节水的通知\n{NOTICE}附件：1.节水任务表\n2.用水统计表\n台州市水利局\n2021年4月1日\n附件1\n节水任务表\n{BODY}",
        [("annex-not-printed", "用水统计表")],
        "one of two attachments is printed",
    ),
    (
        f"《台州市节水管理办法》政策解读\n一、出台背景\n{BODY}",
        [],
        "an interpretation bears no names and no date",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), DOUBTS)
def test_what_stays_unsettled_is_said(text: str, expected: list[tuple[str, str]], reason: str) -> None:
    _, _, heads = read(text)
    found = [
        (d.code, text[d.span.start : d.span.end] if d.span else "")
        for head in heads
        for d in head.diagnostics
    ]
    assert found == expected, reason
