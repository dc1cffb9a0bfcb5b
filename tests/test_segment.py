"""Which lines of a source belong to which document, and which document issues which."""

from __future__ import annotations

import pytest

from gongwen.extract.reading import Reading
from gongwen.extract.segment.documents import diagnose, segment
from tests.segment_cases import marked, owners_of, read
from tests.timing import assert_linear

CASES = [
    # name, lines, parent of each document, reason
    (
        "crawler prefix",
        """
        . 云州市人民政府办公室关于印发云州市节水行动方案的通知
        . 发文机构：云州市人民政府办公室
        . 发布日期：2022-03-01
        . 发文字号：云州政办发〔2022〕3号
        0 各县（市、区）人民政府，市政府各部门：
        0 《云州市节水行动方案》已经市政府同意，现印发给你们，请认真贯彻执行。
        0 云州市人民政府办公室
        0 2022年2月25日
        0 （此件公开发布）
        1 云州市节水行动方案
        1 $
        1 一、总体要求
        1 （一）坚持节水优先。（市水利局负责）
        """,
        (None, 0),
        "labels of the page belong to no document; the plan follows the sign-off",
    ),
    (
        "title printed twice",
        """
        . 云州市人民政府关于调整城区公交线路的通告
        . 发布日期：2021-05-06 来源：云州日报
        0 云州市人民政府
        0 关于调整城区公交线路的通告
        0 云州政通〔2021〕2号
        0 $
        0 云州市人民政府
        0 2021年5月1日
        . 打印 关闭
        """,
        (None,),
        "the page's title and the printed one, set on two lines; links below",
    ),
    (
        "letterhead with its marks",
        """
        0 特急
        0 云州市人民政府文件
        0 签发人：张某某
        0 云政发〔2021〕9号
        0 ━━━━━━━━━━━━━━━━
        0 云州市人民政府关于印发
        0 《云州市节水规划》的通知
        0 各县（市、区）人民政府，市政府直属各单位：
        0 现将《云州市节水规划》印发给你们，请认真组织实施。
        0 云州市人民政府
        0 2021年3月5日
        0 云州市人民政府办公室 2021年3月8日印发
        . — 2 —
        1 云州市节水规划
        1 $
        """,
        (None, 0),
        "GB/T 9704: urgency, letterhead, who signs, number, rule; the imprint's line ends the page",
    ),
    (
        "text glued to the titles of several plans",
        """
        0 云州市人民政府关于印发节水方案等2个方案的通知
        0 各县（市、区）人民政府：
        0 现将《云州市节水实施方案》、《云州市供水实施方案》印发给你们，请认真贯彻执行。
        0 云州市人民政府 2014年12月30日（此件公开发布）
        1 云州市节水实施方案为进一步加强节水工作，制定本方案。$
        1 一、总体要求
        1 （一）坚持节水优先。
        2 云州市供水实施方案根据国家有关规定，制定本方案。$
        2 一、总体要求
        2 （一）坚持供水安全。
        """,
        (None, 0, 0),
        "a title that is expected begins its document also where its line runs on",
    ),
    (
        "an issued title behind the last sentence of the text before it",
        """
        0 云州市人民政府关于印发节水联席会议制度和工作机制的通知
        0 各县（市、区）人民政府：
        0 现将《云州市节水联席会议制度》和《云州市节水联席会议工作机制》印发给你们，请认真贯彻执行。
        0 云州市人民政府
        0 2014年12月30日
        1 云州市节水联席会议制度
        1 一、主要职责
        1 $
        1 二、工作要求
        12 各成员单位要加强沟通，按照云州市节水联席会议制度做好工作。云州市节水联席会议工作机制
        2 一、监测预警
        2 $
        """,
        (None, 0, 0),
        "the line ends with the title; a mention inside a sentence begins nothing",
    ),
    (
        "parts of a gazette",
        """
        . 【市政府文件】
        0 云州市人民政府
        0 关于做好节水工作的通知
        0 云政发〔2021〕9号
        0 各县（市、区）人民政府：
        0 $
        0 云州市人民政府
        0 2021年3月5日
        . 【市政府办公室文件】
        1 云州市人民政府办公室
        1 关于做好防汛工作的通知
        1 云政办发〔2021〕7号
        1 各县（市、区）人民政府：
        1 $
        1 云州市人民政府办公室
        1 2021年3月8日
        """,
        (None, None),
        "the head of a part is no line of a title",
    ),
    (
        "date of what is repealed",
        """
        0 云州市人民政府办公室关于印发云州市防汛预案的通知
        0 各县（市、区）人民政府：
        0 现将《云州市防汛预案》印发给你们。 2010年11月30日市政府办公室印发实施的《云州市防洪预案》（云政办〔2010〕16号）同时废止。
        0 云州市人民政府办公室 2021年2月6日
        1 云州市防汛预案
        1 $
        """,
        (None, 0),
        "a date that goes on with who issued what is no sign-off",
    ),
    (
        "attachment in a table of contents",
        """
        0 云州市人民政府关于印发云州市供水规划的通知
        0 各县（市、区）人民政府：
        0 现将《云州市供水规划》印发给你们，请认真组织实施。
        0 云州市人民政府
        0 2021年2月6日
        1 云州市供水规划
        1 2021年2月
        1 目录
        1 第一章 规划背景
        1 第二章 保障措施
        1 附件：云州市供水重点项目表
        1 前言
        1 $
        """,
        (None, 0),
        "the plan goes on behind its own contents",
    ),
    (
        "telephones below the date, and a note on the number",
        """
        0 云州市水务局关于印发节水方案的通知
        0 各县（市、区）水务局：
        0 现将《节水方案》印发给你们，请认真贯彻落实。
        0 云州市水务局
        0 2020年6月9日
        0 （云州市水务局 010—68200508
        0 云州市财政局 010—84200438）
        1 节水方案
        1 $
        1 （该文件于2020年6月9日以云水办函〔2020〕5号发布，根据2021年5月11日云府〔2021〕3号修改）
        """,
        (None, 0),
        "both are notes, no documents",
    ),
    (
        "title and its years above a purpose",
        """
        0 云州市人民政府关于下达节水目标的通知
        0 各县人民政府：
        0 现将《节水目标（2011～2015年）》印发给你们，请认真贯彻落实。
        0 2012年2月2日
        1 云泽县节水目标
        1 （2011～2015年）
        1 为进一步加强节水工作，确保“十二五”规划各项指标完成，$
        1 一、责任目标
        1 （一）供水目标
        """,
        (None, 0),
        "a line that states a purpose is no line of the title",
    ),
    (
        "law with its passage",
        """
        0 云州市城市绿化条例
        0 （2019年8月30日云州市第十五届人民代表大会常务委员会第二十次会议通过 2019年9月27日江岭省第十三届人民代表大会常务委员会第十二次会议批准）
        0 第一章 总则
        0 第一条 $
        0 第二条 本条例自2020年1月1日起施行。
        """,
        (None,),
        "two events in one bracket below the title",
    ),
    (
        "order with measures",
        """
        0 云州市人民政府令
        0 第12号
        0 《云州市停车场管理办法》已经2020年3月2日市人民政府第45次常务会议审议通过，现予公布，自2020年5月1日起施行。
        0 市长 陈明远
        0 2020年3月9日
        1 云州市停车场管理办法
        1 第一条 $
        1 第二条 本办法自2020年5月1日起施行。
        """,
        (None, 0),
        "an order signed by a person publishes measures",
    ),
    (
        "several attachments",
        """
        0 云州市教育局关于印发学校安全工作三项制度的通知
        0 云教发〔2020〕17号
        0 各县（市、区）教育局，局属各学校：
        0 现将《云州市学校门卫管理制度》《云州市校车管理制度》印发给你们，请遵照执行。
        0 附件：1.云州市学校门卫管理制度
        0 2.云州市校车管理制度
        0 云州市教育局
        0 2020年4月3日
        . 附件1
        1 云州市学校门卫管理制度
        1 第一条 $
        1 第二条 本制度自印发之日起施行。
        . 附件2
        2 云州市校车管理制度
        2 第一条 $
        2 第二条 本制度自印发之日起施行。
        """,
        (None, 0, 0),
        "the list above the sign-off announces, the labels below it print",
    ),
    (
        "attachments only announced",
        """
        0 云州市财政局关于开展预算编制培训的通知
        0 云财预〔2021〕8号
        0 市直各预算单位：
        0 $
        0 附件：1.参训人员回执
        0 2.培训日程安排
        0 云州市财政局
        0 2021年10月8日
        0 （联系人：李青，电话：0000-1234567）
        """,
        (None,),
        "attachments that are named and not printed are no documents",
    ),
    (
        "forwarded with its own sign-off",
        """
        0 云州市人民政府办公室转发市水利局关于做好防汛工作意见的通知
        0 云州政办发〔2010〕25号
        0 各县（市、区）人民政府：
        0 市水利局《关于做好防汛工作的意见》已经市政府同意，现转发给你们，请认真贯彻执行。
        0 二○一○年五月六日
        1 关于做好防汛工作的意见
        1 云州市水利局
        1 （二○一○年四月二十日）
        1 $
        1 一、落实责任
        """,
        (None, 0),
        "a text with a byline of its own below its title",
    ),
    (
        "forwarded twice",
        """
        0 云州市人民政府办公室转发江岭省人民政府办公厅关于加强森林防火工作的通知
        0 云州政办发〔2011〕6号
        0 各县（市、区）人民政府：
        0 现将《江岭省人民政府办公厅关于加强森林防火工作的通知》（江政办发〔2011〕2号）转发给你们，请遵照执行。
        0 云州市人民政府办公室
        0 二〇一一年二月十日
        1 江岭省人民政府办公厅
        1 关于加强森林防火工作的通知
        1 江政办发〔2011〕2号
        1 各市、县（市、区）人民政府：
        1 $
        1 江岭省人民政府办公厅
        1 二〇一一年一月二十日
        """,
        (None, 0),
        "the forwarded notice carries number, addressees and sign-off",
    ),
    (
        "gazette with contents",
        """
        . 云州市人民政府公报
        . 2022年第1期
        . 目录
        . 云州市人民政府关于表彰先进集体的决定..... 1
        . 云州市人民政府办公室关于做好春耕生产工作的通知..... 5
        0 云州市人民政府关于表彰先进集体的决定
        0 云州政发〔2022〕1号
        0 各县（市、区）人民政府，市政府各部门：
        0 $
        0 云州市人民政府
        0 2022年1月5日
        1 云州市人民政府办公室关于做好春耕生产工作的通知
        1 云州政办发〔2022〕2号
        1 各县（市、区）人民政府：
        1 $
        1 云州市人民政府办公室
        1 2022年2月15日
        """,
        (None, None),
        "a table of contents repeats the titles of two independent documents",
    ),
    (
        "plan with its own contents",
        """
        0 云州市人民政府关于印发云州市“十四五”数字经济发展规划的通知
        0 云州政发〔2022〕9号
        0 各县（市、区）人民政府：
        0 现将《云州市“十四五”数字经济发展规划》印发给你们，请认真组织实施。
        0 云州市人民政府
        0 2022年4月1日
        1 云州市“十四五”数字经济发展规划
        1 目录
        1 一、发展基础……………1
        1 二、总体要求……………5
        1 一、发展基础
        1 $
        1 二、总体要求
        1 $
        """,
        (None, 0),
        "the contents of the plan are a part of it",
    ),
    (
        "glued into one line",
        """
        . 云州市人民政府办公室关于印发云州市献血管理办法的通知
        . 发布日期：2018-07-02
        01 各县（市、区）人民政府：《云州市献血管理办法》已经市政府同意，现印发给你们，请遵照执行。　　云州市人民政府办公室　　2018年6月20日（此件公开发布）　　云州市献血管理办法　　第一条 为了保证临床用血，制定本办法。　　第二条 本办法自发布之日起施行。
        """,
        (None, 0),
        "only blanks tell where the measures begin",
    ),
    (
        "imprint",
        """
        0 云州市市场监督管理局关于开展食品安全抽检的通知
        0 云市监发〔2021〕30号
        0 各县（市、区）市场监督管理局：
        0 $
        0 云州市市场监督管理局
        0 2021年8月9日
        0 抄送：市食品安全委员会办公室。
        0 云州市市场监督管理局办公室 2021年8月9日印发
        . 扫一扫在手机打开当前页
        """,
        (None,),
        "the imprint (版记) belongs to the document, the site's footer does not",
    ),
    (
        "publicity line",
        """
        0 云州市民政局关于规范社会组织年检的通知
        0 云民发〔2020〕11号
        0 各县（市、区）民政局：
        0 $
        0 云州市民政局
        0 2020年3月2日
        0 公开方式：主动公开
        """,
        (None,),
        "公开方式：… belongs to the document that it is printed under",
    ),
    (
        "interpretation behind the document",
        """
        0 云州市医疗保障局关于调整门诊报销比例的通知
        0 云医保发〔2022〕4号
        0 各县（市、区）医疗保障局：
        0 $
        0 云州市医疗保障局
        0 2022年1月20日
        1 《云州市医疗保障局关于调整门诊报销比例的通知》政策解读
        1 一、出台背景
        1 $
        """,
        (None, None),
        "an interpretation stands for itself",
    ),
    (
        "work report",
        """
        0 政 府 工 作 报 告
        0 ——2022年1月11日在云州市第十六届人民代表大会第一次会议上
        0 云州市代市长 陈明远
        0 各位代表：
        0 现在，我代表市人民政府，向大会报告工作，请予审议，并请市政协委员和列席人员提出意见。
        0 一、五年工作回顾
        0 $
        """,
        (None,),
        "letters of the title set apart, a subtitle with date and congress, a byline",
    ),
    (
        "date inside the text",
        """
        0 云州市人民政府关于改革养老金计发办法的通知
        0 云州政发〔2006〕30号
        0 各县（市、区）人民政府：
        0 一、改革内容
        0 （一）1996年1月1日及其以后参加工作，且缴费满15年的人员，退休后按月发给基本养老金。
        0 （二）$
        0 云州市人民政府
        0 2006年8月24日
        """,
        (None,),
        "an item that begins with a date is no sign-off",
    ),
    (
        "table titles",
        """
        0 云州市人民政府关于下达年度造林任务的通知
        0 云州政发〔2015〕3号
        0 各县（市、区）人民政府：
        0 $
        0 附件：云州市2015年造林任务表
        0 云州市人民政府
        0 2015年1月9日
        . 附件：
        1 云州市2015年造林任务表　　　　　　单位：万亩
        1 序号　县区　任务
        1 1　东江县　2.5
        1 2　西岭县　3.0
        """,
        (None, 0),
        "a table that is printed is a document; its unit stands on the line of its title",
    ),
    (
        "year behind the label",
        """
        0 云州市人民政府关于公布知名商标的通知
        0 云州政发〔2015〕8号
        0 各县（市、区）人民政府：
        0 $
        0 云州市人民政府
        0 2015年2月10日
        1 附件 2014年度云州知名商标名单
        1 一、云泉牌矿泉水（云州云泉饮品厂）
        1 二、江岭牌茶叶（云州江岭茶业合作社）
        """,
        (None, 0),
        "the digits behind 附件 are the year of the title",
    ),
    (
        "instruction code above the title",
        """
        0 云州市应急管理局关于印发云州市地震应急预案的通知
        0 云应急〔2021〕14号
        0 各县（市、区）应急管理局：
        0 $
        0 云州市应急管理局
        0 2021年4月12日
        . 附件
        1 云州市地震应急预案
        1 1 总则
        1 1.1 编制目的
        1 $
        """,
        (None, 0),
        "decimal numbering",
    ),
    (
        "reply",
        """
        0 云州市人民政府关于同意设立城东街道办事处的批复
        0 云州政复〔2019〕7号
        0 东江县人民政府：
        0 你县《关于设立城东街道办事处的请示》（东政〔2019〕20号）收悉。现批复如下：
        0 $
        0 云州市人民政府
        0 2019年6月3日
        """,
        (None,),
        "the first number in the text of a reply is the request's",
    ),
    (
        "database header",
        """
        . 云州市养犬管理办法
        . 【法规类别】城市管理
        . 【发文字号】云州市人民政府令第30号
        . 【发布部门】云州市人民政府
        . 【发布日期】2016.05.12
        . 【实施日期】2016.07.01
        . 【时效性】现行有效
        . 【效力级别】地方政府规章
        0 云州市养犬管理办法
        0 （2016年5月12日云州市人民政府令第30号公布）
        0 第一条 $
        0 第二条 本办法自2016年7月1日起施行。
        """,
        (None,),
        "labels in brackets, as legal databases print them",
    ),
    (
        "Markdown",
        """
        0 # 云州市人民政府办公室关于印发云州市人才公寓管理办法的通知
        -
        0 云州政办规〔2023〕2号
        -
        0 各县（市、区）人民政府：
        -
        0 $
        -
        0 云州市人民政府办公室
        -
        0 2023年3月3日
        -
        1 # 云州市人才公寓管理办法
        -
        1 ## 第一章 总则
        -
        1 第一条 $
        """,
        (None, 0),
        "heading marks belong to the block",
    ),
]


@pytest.mark.parametrize(("name", "table", "parents", "reason"), CASES, ids=[c[0] for c in CASES])
def test_lines_belong_to_documents(
    name: str, table: str, parents: tuple[int | None, ...], reason: str
) -> None:
    case = marked(table)
    reading, blocks, _ = read(case.text)
    got = owners_of(case.text, reading, blocks)
    differing = [
        (line, own, want)
        for line, own, want in zip(case.text.split("\n"), got, case.owners, strict=True)
        if own != want
    ]
    assert not differing, reason
    assert tuple(b.parent for b in blocks) == parents, reason


def test_every_case_is_read() -> None:
    assert len(CASES) >= 20


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty-source"), ("　\n \n", "empty-source"), ("今天天气很好，我们去公园散步。", "no-document")],
)
def test_sources_without_a_document_are_said(text: str, code: str) -> None:
    reading = Reading.of_text(text)
    blocks = segment(reading)
    assert not blocks
    assert [d.code for d in diagnose(reading, blocks)] == [code]


@pytest.mark.parametrize(
    "piece", ["（", "附件", "2021年1月1日\n", "《", "各县人民政府：", "的通知", "第一条", "云州市"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    assert_linear(read, piece, "云州市人民政府关于做好工作的通知\n")
