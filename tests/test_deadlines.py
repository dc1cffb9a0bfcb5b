"""Time limits: what is one, of which kind, with which value, days and place. All texts are of an invented
city."""

from __future__ import annotations

import time

import pytest

from gongwen.extract.deadlines.finding import find_deadlines
from gongwen.extract.model import Context
from gongwen.extract.reading import Reading

PLAN = Context(title="云泽市营商环境提升方案", type="方案", date="2021-03-15")
REPORT = Context(title="政府工作报告", type="报告", date="2021-01-29")
MEASURES = Context(title="云泽市供水管理办法", type="办法", date="2021-03-15")
YEARLY = Context(title="云泽市2021年民生实事安排方案", type="方案", date="2021-03-15")
UNDATED = Context(title="云泽市营商环境提升方案", type="方案")

Expected = list[tuple[str, str, str]]


def found(text: str, context: Context) -> Expected:
    """Quote, kind and value of each limit."""
    reading = Reading.of_text(text)
    hits = find_deadlines(reading, context).hits
    return [(reading.text[h.start : h.end], str(h.value.kind), h.value.value) for h in hits]


DUE: list[tuple[str, Context, Expected, str]] = [
    (
        "二、2021年工作进度安排\n第一季度：摸清短板。",
        PLAN,
        [("第一季度", "period", "2021-01/2021-03")],
        "a heading",
    ),
    ("2021年，工作安排到位，建成平台。", PLAN, [("2021年", "due", "2021")], "no heading"),
    ("2021年6月底前建成平台。", PLAN, [("2021年6月底前", "due", "2021-06")], "底 is the month"),
    ("到2025年，覆盖率达到90%。", PLAN, [("到2025年", "due", "2025")], "到 belongs to it"),
    ("展望二〇三五年，全面建成水城。", PLAN, [("二〇三五年", "due", "2035")], "a year in digits"),
    ("确保大桥7月1日前通车。", PLAN, [("7月1日前", "due", "2021-07-01")], "the document's year"),
    (
        "12月底前将认定的水费退还用户。",
        PLAN,
        [("12月底前", "due", "2021-12")],
        "what is done to the eligible",
    ),
    (
        "（一）开幕仪式时间：2021年4月30日上午",
        PLAN,
        [("2021年4月30日", "due", "2021-04-30")],
        "when it is held",
    ),
    ("各县年底前完成清查。", PLAN, [("年底前", "due", "2021-12")], "年底 is December"),
    ("2022年底前完成普查。", PLAN, [("2022年底前", "due", "2022-12")], "年底 behind a year"),
    (
        "争取2021年底前50户以上已通电、2022年底前20户以上基本通电。",
        PLAN,
        [("2021年底前", "due", "2021-12"), ("2022年底前", "due", "2022-12")],
        "已 of another member narrows nothing",
    ),
    ("应在202 2年底前完成划定。", PLAN, [("2022年底前", "due", "2022-12")], "a blank inside a year"),
    (
        "一、任务\n2021年2月底前，各县参照示范文本制定清单。",
        PLAN,
        [("2021年2月底前", "due", "2021-02")],
        "a limit set before the document's day",
    ),
    ("在今年全市低温雨雪灾害中，电力设施受损。", PLAN, [], "when something happened"),
    (
        "序号 重点任务 责任单位 完成时限\n1 建设平台。 市水务局 2021年底\n2 整治管网。 市水务局、市财政局 2022年6月\n3 巡查。 市水务局 长期",
        PLAN,
        [("2021年底", "due", "2021-12"), ("2022年6月", "due", "2022-06")],
        "cells of a column of times",
    ),
    (
        "序号\n任务\n完成时间\n1\n建设平台\n6月底\n2\n整治管网\n2022年",
        PLAN,
        [("6月底", "due", "2021-06"), ("2022年", "due", "2022")],
        "cells on lines of their own",
    ),
    (
        "序号 任务 完成时限 备注\n2021年\n1 调研 6月30日前",
        PLAN,
        [("6月30日前", "due", "2021-06-30")],
        "a cell that was broken",
    ),
    ("序号 任务 责任单位\n1 建设平台 2021年底", PLAN, [], "a table without a column of times"),
    (
        "本通告自发布之日起施行，至2021年7月9日止。",
        PLAN,
        [("自发布之日起施行", "effective", "issued"), ("至2021年7月9日止", "validity", "2021-07-09")],
        "from then till then",
    ),
    (
        "完成治理。2022年12月底\n前完成验收。",
        PLAN,
        [("2022年12月底前", "due", "2022-12")],
        "cut by a line's end",
    ),
    ("请于4月2日中午12时前反馈。", PLAN, [("4月2日中午12时前", "due", "2021-04-02")], "noon"),
    (
        "报名时间：2021年4月1日9:00至4月5日17:00。",
        PLAN,
        [("2021年4月1日9:00至4月5日", "period", "2021-04-01/2021-04-05")],
        "clocks in a range",
    ),
    ("春节前足额发放工资。", PLAN, [("春节前", "due", "2022-02-01")], "this year's has passed"),
    ("明年启动二期。", REPORT, [("明年", "due", "2022")], "a report of January is about its own year"),
    ("2024年初报送总结。", PLAN, [("2024年初", "due", "2024-01")], "年初 is January"),
    ("6月上旬完成选址。", PLAN, [("6月上旬", "due", "2021-06")], "上旬 is the month"),
    ("明年春节前投入运营。", PLAN, [("明年春节前", "due", "2022-02-01")], "a lunar festival"),
    ("国庆节前完成整治。", PLAN, [("国庆节前", "due", "2021-10-01")], "a solar festival"),
    ("农历八月十五前完成修缮。", PLAN, [("农历八月十五前", "due", "2021-09-21")], "a lunar day"),
    ("到“十四五”末，新增泊位20个。", PLAN, [("到“十四五”末", "due", "2025")], "the end of a plan"),
    ("2021年三季度末全面改造完成。", PLAN, [("2021年三季度末", "due", "2021-09")], "the end of a quarter"),
    ("2022年，建成数据中心。", PLAN, [("2022年", "due", "2022")], "a bare year with an action"),
    ("（市水务局牵头，2021年6月）", PLAN, [("2021年6月", "due", "2021-06")], "in a bracket that assigns"),
    ("完成时限：2021年10月底", PLAN, [("2021年10月底", "due", "2021-10")], "behind a label"),
    ("完成时限：2021年2月", PLAN, [("2021年2月", "due", "2021-02")], "a label is believed, past or not"),
    ("2021年内建成。", PLAN, [("2021年内", "due", "2021")], "内 of a year"),
    ("年内完成改制。", PLAN, [("年内", "due", "2021")], "年内 alone is the document's year"),
    ("今年新建水厂3座。", PLAN, [("今年", "due", "2021")], "今年 of a plan that is not about a year"),
    ("（一）动员部署阶段（4月）。各地动员。", PLAN, [("4月", "due", "2021-04")], "a stage of work"),
    (
        "一、任务\n1．2021年6月底前完成勘察。",
        PLAN,
        [("2021年6月底前", "due", "2021-06")],
        "behind the marker of an item",
    ),
    (
        "2021年水质考核于次年3月底前完成，4月底前通报。",
        PLAN,
        [("次年3月底前", "due", "2022-03"), ("4月底前", "due", "2022-04")],
        "the later month is of the year named last",
    ),
    (
        "于2021年6月30日、10月30日、12月25日前报送。",
        PLAN,
        [
            ("2021年6月30日", "due", "2021-06-30"),
            ("10月30日", "due", "2021-10-30"),
            ("12月25日前", "due", "2021-12-25"),
        ],
        "a list shares 前 and the year",
    ),
    (
        "2022年3月底在新区试行；5月底全市推开。",
        PLAN,
        [("2022年3月底", "due", "2022-03"), ("5月底", "due", "2022-05")],
        "the year of the same paragraph",
    ),
    (
        "请于2021年4月10日（星期六）前报送。",
        PLAN,
        [("2021年4月10日（星期六）前", "due", "2021-04-10")],
        "a weekday",
    ),
    ("请于4月10日17:00前报送。", PLAN, [("4月10日17:00前", "due", "2021-04-10")], "an hour"),
    ("（一）健全制度（2022年底前）。", PLAN, [("2022年底前", "due", "2022-12")], "alone in a bracket"),
    ("一、2023年任务\n6月底前完成勘察。", PLAN, [("6月底前", "due", "2023-06")], "the year of the heading"),
    (
        "请于1月15日前报送。",
        Context(date="2021-12-20", type="通知"),
        [("1月15日前", "due", "2022-01-15")],
        "next year's January",
    ),
    ("请于次年1月10日前报送。", PLAN, [("次年1月10日前", "due", "2022-01-10")], "the year that follows"),
    ("本月底前上报。", PLAN, [("本月底前", "due", "2021-03")], "the document's month"),
]

WITHIN: list[tuple[str, Context, Expected, str]] = [
    (
        "协商选定评估机构的期限为十日。",
        MEASURES,
        [("十日", "within", "P10D")],
        "days that something may take",
    ),
    (
        "从验收到付款不得超过30日。",
        PLAN,
        [("30日", "within", "P30D")],
        "how long a way through an office may take",
    ),
    ("从达标的下一年度开始办理。", PLAN, [], "a year that nobody knows"),
    ("审批压缩到0.5个工作日。", PLAN, [("0.5个工作日", "within", "P0.5WD")], "half a working day"),
    ("小微企业开户4个工作日限时办理。", PLAN, [("4个工作日限时办理", "within", "P4WD")], "限时"),
    ("应当在5个工作日内答复。", PLAN, [("5个工作日内", "within", "P5WD")], "working days"),
    ("三年内全部改造。", PLAN, [("三年内", "within", "P3Y")], "years"),
    ("半年内完成复测。", PLAN, [("半年内", "within", "P6M")], "half a year"),
    ("两周内上报。", PLAN, [("两周内", "within", "P2W")], "weeks"),
    ("24小时内报告。", PLAN, [("24小时内", "within", "PT24H")], "hours"),
    ("应在3至5日内办理。", PLAN, [("3至5日内", "within", "P5D")], "the later bound"),
    ("力争三五年内见效。", PLAN, [("三五年内", "within", "P5Y")], "two digits are an approximation"),
    (
        "审批时限分别压缩至45天、42天和27天。",
        PLAN,
        [("45天", "within", "P45D"), ("42天", "within", "P42D"), ("27天", "within", "P27D")],
        "a list behind 压缩至",
    ),
    ("用3年时间建成水网。", PLAN, [("3年时间", "within", "P3Y")], "the time that is spent"),
    ("原则上3日内办结。", PLAN, [("3日内", "within", "P3D")], "原则上 looks back on nothing"),
    (
        "24小时内完成作业，最长不超过48小时。",
        PLAN,
        [("24小时内", "within", "PT24H"), ("48小时", "within", "PT48H")],
        "the most that a limit may be",
    ),
    ("应当提前7日通知用户。", PLAN, [("7日", "within", "P7D")], "a lead time"),
    ("应当在会议召开十日前送达。", PLAN, [("十日前", "within", "P10D")], "a lead time behind its event"),
    ("审批时限不得超过20日。", PLAN, [("20日", "within", "P20D")], "a ceiling"),
    (
        "用户应当在许可有效期满前3个月内提出申请。",
        MEASURES,
        [("3个月内", "within", "P3M")],
        "before an event, within",
    ),
    ("持证人应当在满一年之日前1个月内办理。", MEASURES, [("1个月内", "within", "P1M")], "before its day"),
    ("水厂应当在验收前60日提交报告。", MEASURES, [("60日", "within", "P60D")], "ahead of an event"),
]

RECURRING: list[tuple[str, Context, Expected, str]] = [
    (
        "标准的复审周期一般不超过5年。",
        MEASURES,
        [("5年", "recurring", "R/P5Y")],
        "a cycle",
    ),
    ("建设周期不超过2年。", PLAN, [("2年", "within", "P2Y")], "how long one work takes"),
    ("每年6月底前报送。", PLAN, [("每年6月底前", "recurring", "R/--06")], "a month of every year"),
    (
        "每年1月15日、7月15日前报送报表。",
        PLAN,
        [("每年1月15日", "recurring", "R/--01-15"), ("7月15日前", "recurring", "R/--07-15")],
        "two limits",
    ),
    ("每季度通报进展。", PLAN, [("每季度", "recurring", "R/P3M")], "quarters"),
    ("每月10日前报送数据。", PLAN, [("每月10日前", "recurring", "R/---10")], "a day of every month"),
    ("遴选工作每年开展一次。", PLAN, [("每年开展一次", "recurring", "R/P1Y")], "up to 一次"),
    ("奖项每两年评审一次。", PLAN, [("每两年评审一次", "recurring", "R/P2Y")], "every other year"),
    (
        "发放时间为每季度第一个月的10日前。",
        PLAN,
        [("每季度第一个月的10日前", "recurring", "R/P3M")],
        "inside a round",
    ),
    ("于每周五前报送。", PLAN, [("每周五前", "recurring", "R/P1W")], "a weekday of every week"),
    ("按月向市水务局报送数据。", PLAN, [("按月", "recurring", "R/P1M")], "the addressee between"),
    ("按季度通报进展。", PLAN, [("按季度", "recurring", "R/P3M")], "按 with a report"),
    ("每半年向市政府备案。", PLAN, [("每半年", "recurring", "R/P6M")], "a routine"),
    ("每月初调度。", PLAN, [("每月初", "recurring", "R/P1M")], "a part of every month"),
    ("实行一月一调度。", PLAN, [("一月一调度", "recurring", "R/P1M")], "without 每"),
    ("原则上3年调整一次。", PLAN, [("3年调整一次", "recurring", "R/P3Y")], "without 每"),
    ("每年年初编制计划。", PLAN, [("每年年初", "recurring", "R/--01")], "年初 is January"),
    ("每年第三季度听取汇报。", PLAN, [("每年第三季度", "recurring", "R/--07/--09")], "a quarter"),
    (
        "用户应当于12月31日前报送用水计划。",
        MEASURES,
        [("12月31日前", "recurring", "R/--12-31")],
        "measures rule for every year",
    ),
    (
        "用户应按照下年1月1日执行的目录，于当年8月1日至8月31日提交报告。\n2021年用户应于2021年6月30日前提交。\n2022年起复核。",
        MEASURES,
        [
            ("当年8月1日至8月31日", "recurring", "R/--08-01/--08-31"),
            ("2021年6月30日前", "due", "2021-06-30"),
            ("2022年起", "effective", "2022"),
        ],
        "当年 of measures that speak of years of their own too",
    ),
]

PERIOD: list[tuple[str, Context, Expected, str]] = [
    (
        "二、时间\n2021年9月3日～5日",
        PLAN,
        [("2021年9月3日～5日", "period", "2021-09-03/2021-09-05")],
        "when it is held, under a heading",
    ),
    ("2021年至2023年新建水厂6座。", PLAN, [("2021年至2023年", "period", "2021/2023")], "至"),
    ("2021—2023年新建水厂6座。", PLAN, [("2021—2023年", "period", "2021/2023")], "a dash"),
    ("2022～2024年，新建水厂6座。", PLAN, [("2022～2024年", "period", "2022/2024")], "a tilde"),
    (
        "排查阶段（2021年4月至6月）",
        PLAN,
        [("2021年4月至6月", "period", "2021-04/2021-06")],
        "alone in a bracket",
    ),
    (
        "自查阶段（4月1日-15日）",
        PLAN,
        [("4月1日-15日", "period", "2021-04-01/2021-04-15")],
        "days of a month",
    ),
    ("第四季度组织验收。", PLAN, [("第四季度", "period", "2021-10/2021-12")], "a quarter"),
    (
        "开工率一季度达到30%、二季度达到60%。",
        PLAN,
        [("一季度", "period", "2021-01/2021-03"), ("二季度", "period", "2021-04/2021-06")],
        "one after another",
    ),
    ("上半年完成立项。", PLAN, [("上半年", "period", "2021-01/2021-06")], "a half-year"),
    ("2022年2月开始试运行。", PLAN, [("2022年2月开始", "period", "2022-02/..")], "an open end"),
    ("“十四五”期间，改造管网800公里。", PLAN, [("“十四五”期间", "period", "2021/2025")], "a plan's years"),
    (
        "从即日起至2021年11月开展整治。",
        PLAN,
        [("从即日起至2021年11月", "period", "2021-03-15/2021-11")],
        "from the day of issue",
    ),
]

EFFECTIVE: list[tuple[str, Context, Expected, str]] = [
    (
        "本办法自2021年5月1日起施行。",
        MEASURES,
        [("自2021年5月1日起施行", "effective", "2021-05-01")],
        "a date",
    ),
    ("本办法自印发之日起实施。", MEASURES, [("自印发之日起实施", "effective", "issued")], "the day of issue"),
    (
        "自本通知印发之日起停止执行。",
        MEASURES,
        [("自本通知印发之日起停止执行", "effective", "issued")],
        "the end of a rule",
    ),
    (
        "本办法自公布之日起30日后施行。",
        MEASURES,
        [("自公布之日起30日后施行", "effective", "2021-04-14")],
        "computed",
    ),
    (
        "从2022年7月1日起，新装水表应当远传。",
        PLAN,
        [("从2022年7月1日起", "effective", "2022-07-01")],
        "no verb",
    ),
    ("本通知自即日起执行。", PLAN, [("自即日起执行", "effective", "issued")], "today"),
]

VALIDITY: list[tuple[str, Context, Expected, str]] = [
    (
        "本办法自2021年5月1日起施行，有效期五年。",
        MEASURES,
        [("自2021年5月1日起施行", "effective", "2021-05-01"), ("有效期五年", "validity", "P5Y")],
        "a length",
    ),
    (
        "证书有效期至2022年12月31日。",
        MEASURES,
        [("有效期至2022年12月31日", "validity", "2022-12-31")],
        "a date",
    ),
    ("政策执行期限延长至2023年底。", PLAN, [("至2023年底", "validity", "2023-12")], "an extension"),
    (
        "许可证有效期延至2023年12月31日。",
        PLAN,
        [("至2023年12月31日", "validity", "2023-12-31")],
        "延 extends too",
    ),
    ("经营权出让期限原则上为1年。", MEASURES, [("1年", "validity", "P1Y")], "behind another noun"),
    ("许可证有效期限不得超过一年。", MEASURES, [("有效期限不得超过一年", "validity", "P1Y")], "a ceiling"),
    ("水价过渡期以5年为限。", MEASURES, [("5年", "validity", "P5Y")], "以…为限"),
    (
        "补助时间截至2021年12月31日。",
        PLAN,
        [("截至2021年12月31日", "validity", "2021-12-31")],
        "how long is paid",
    ),
    ("本办法暂定试行两年。", MEASURES, [("两年", "validity", "P2Y")], "a trial"),
]

NONE: list[tuple[str, Context, str]] = [
    ("每头每日用水不超过10公斤，建立台账。", PLAN, "a rate of each animal"),
    ("提前一年完成目标。", PLAN, "how much sooner than planned"),
    ("（一）开幕仪式时间：2019年4月30日", PLAN, "what was held before the document"),
    ("2020年12月25日市政府常务会议审议通过了方案。", PLAN, "an event of the past"),
    ("截至2020年底，全市供水管网达3000公里。", PLAN, "a statistic"),
    ("比2020年下降18%，较2025年翻一番。", PLAN, "a baseline"),
    ("“十四五”时期是水城建设的关键期。", PLAN, "the name of a period"),
    ("2021年集中力量办好10件实事。", YEARLY, "the year that the plan is about"),
    ("今年重点抓好以下工作。", REPORT, "the year that the report is about"),
    ("按本年度经营收入扣除一成后的余额计算支付。", PLAN, "the year of an account"),
    ("落实《云泽市水网三年行动方案（2021—2023年）》。", PLAN, "inside 《》"),
    ("实施水质提升行动（2021—2023年）。", PLAN, "part of a name"),
    ("在2021年12月31日（含）前被授予称号的，给予奖励。", PLAN, "who is eligible"),
    ("公示期不少于7个工作日。", PLAN, "a least duration"),
    ("资料保存期限不得少于三年。", PLAN, "a least duration"),
    ("近两年内未受处罚的企业。", PLAN, "a look back"),
    ("三年内不得再次申请。", PLAN, "a bar"),
    ("实行24小时监控，推进三年行动。", PLAN, "no limits"),
    ("每人每月补助300元。", PLAN, "a rate"),
    ("每年6月为节水宣传月。", PLAN, "a definition"),
    ("持续推进，长期坚持，立即整改。", PLAN, "nothing to compute"),
    ("打造15分钟便民圈。", PLAN, "a name"),
    ("自收到申请之日起计算。", PLAN, "no length"),
    ("云泽市人民政府\n2021年3月15日", PLAN, "a sign-off"),
    ("发布日期：2021-06-15\n各县人民政府：", PLAN, "a header line"),
    ("自2019年起，我市连续获评水城。", PLAN, "it began long ago"),
    ("2021年度水质考核、2021年中央资金", PLAN, "attributes"),
    ("六十周岁以内的市民，十四五岁的少年。", PLAN, "ages"),
    ("一、工作回顾\n审批时限压缩至5个工作日，每年检修管网。", REPORT, "a part that looks back"),
    (
        "将“每年评审一次，奖励经费由专项资金列支，按程序报批后实施”修改为“不定期评审”。",
        PLAN,
        "wording taken away",
    ),
    ("在21日内有10个以上乡镇停水的，启动二级响应。", PLAN, "what counts, not what is to be done"),
    ("淘汰每小时35蒸吨及以下锅炉。", PLAN, "a rate"),
    ("条例于2021年3月15日经市人大常委会通过，现予公布。", PLAN, "the passing of the document itself"),
    (
        "（该文件于2012年8月1日以云府办〔2012〕5号发布，根据有关决定修改）",
        PLAN,
        "the issue of what was amended later",
    ),
    ("给予培训补贴（每年限1次）。", PLAN, "how often somebody may have it"),
    ("附件：1.云泽市2024—2028年资金计划表", PLAN, "the name of an attachment"),
    ("一、事件分级\n15日内旱情加重的，为一级。", PLAN, "what counts as which grade"),
    ("预计10日内旱情加重。", PLAN, "a forecast"),
    ("平均每月1次以上停水的片区，每年停水量约20万吨。", PLAN, "statistics"),
    ("在每季度召开的例会上通报。", PLAN, "a meeting that is held anyway"),
    ("立户后一年内或者复装后六个月内，用户不得销户。", MEASURES, "a bar"),
    ("2022年水价调整办法，另行制定。在2021年调整中，从低执行。", PLAN, "attributes"),
    ("补齐后再参加2022年基本养老金调整。", PLAN, "基本 of a name"),
    ("按每年100万元给予奖励。每生每年小学1000元。", PLAN, "rates"),
    (
        "结合管网每年5000万—6000万吨的供水能力，总量以每年20万吨左右的速度增长，检修管网。",
        PLAN,
        "and of a noun",
    ),
    ("按前三个月平均用水量计费。", MEASURES, "what it is measured by"),
    ("在2022年财政资金基础上增加投入。", PLAN, "what it is measured by"),
    ("藏历八月十五前完成。", PLAN, "a calendar that cannot be computed"),
]

CASES = [*DUE, *WITHIN, *RECURRING, *PERIOD, *EFFECTIVE, *VALIDITY]


@pytest.mark.parametrize(("text", "context", "expected", "reason"), CASES)
def test_limits(text: str, context: Context, expected: Expected, reason: str) -> None:
    assert found(text, context) == expected, reason


@pytest.mark.parametrize(("text", "context", "reason"), NONE)
def test_what_is_none(text: str, context: Context, reason: str) -> None:
    assert found(text, context) == [], reason


def test_the_suite_has_not_shrunk() -> None:
    assert len(CASES) >= 65
    assert len(NONE) >= 25


DAYS = [
    ("2021年6月底前完成。", PLAN, (None, "2021-06-30"), "a due month has its last day"),
    ("到2025年建成。", PLAN, (None, "2025-12-31"), "a due year has its last day"),
    ("2022年2月开始试行。", PLAN, ("2022-02-01", None), "an open period has no last day"),
    ("2021年4月至6月组织排查。", PLAN, ("2021-04-01", "2021-06-30"), "a period has both"),
    ("自印发之日起3个月内完成。", PLAN, (None, "2021-06-15"), "counted from the document's date"),
    ("自受理之日起3个月内完成。", PLAN, (None, None), "counted from what nobody knows"),
    ("自印发之日起5个工作日内完成。", PLAN, (None, None), "working days are not computed"),
    ("本办法自印发之日起施行。", MEASURES, ("2021-03-15", "2021-03-15"), "the day of issue"),
    ("每年6月底前完成。", PLAN, (None, None), "a recurrence has no days"),
]


@pytest.mark.parametrize(("text", "context", "days", "reason"), DAYS)
def test_days(text: str, context: Context, days: tuple[str | None, str | None], reason: str) -> None:
    (hit,) = find_deadlines(Reading.of_text(text), context).hits
    assert (hit.value.earliest, hit.value.latest) == days, reason


def test_a_validity_counts_from_its_entry_into_force() -> None:
    text = "本办法自2021年5月1日起施行，有效期五年。"
    validity = find_deadlines(Reading.of_text(text), MEASURES).hits[1].value
    assert (validity.earliest, validity.latest) == ("2021-05-01", "2026-04-30")


def test_evidence_is_in_the_untouched_source() -> None:
    source = "到 ２０２５ 年 底前，建成水网；每 年开展一次评估。"
    hits = find_deadlines(Reading.of_text(source), PLAN).hits
    assert [source[h.value.span.start : h.value.span.end] for h in hits] == [
        "到 ２０２５ 年 底前",
        "每 年开展一次",
    ]


DIAGNOSED = [
    ("6月底前完成。", UNDATED, "date-without-year", "nothing supplies a year"),
    ("2021年6月31日前完成。", PLAN, "date-impossible", "June has 30 days"),
]


@pytest.mark.parametrize(("text", "context", "code", "reason"), DIAGNOSED)
def test_what_stays_unsettled_is_diagnosed(text: str, context: Context, code: str, reason: str) -> None:
    findings = find_deadlines(Reading.of_text(text), context)
    assert not findings.hits
    (diagnostic,) = findings.diagnostics
    assert diagnostic.code == code, reason
    assert diagnostic.span is not None


PIECES = [
    "1", "年", "每", "十", "月", "至", "自", "“", "《", "（", "、", "的", "一", "2021年", "每年", "6月", "之日起", "有效期", "不得超过",
    "序号 任务 完成时限\n2021年底\n", "附件1\n序号 任务 完成时限\n", "4月1日9:00至",
    "2021年6月底前", "5个工作日内", "每年1月15日、", "2021年至", "不超过3年", "有效期至", "期限", "应当在", "1-", "“十四五”", "第一季度", "对",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    """100,000 characters of what patterns begin with; quadratic work would take minutes."""
    reading = Reading.of_text(piece * (100_000 // len(piece)))
    begun = time.process_time()
    find_deadlines(reading, PLAN)
    assert time.process_time() - begun < 6
