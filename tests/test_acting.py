"""Who acts in a running sentence: bodies as written, with their full names and roles."""

from __future__ import annotations

import pytest

from gongwen.extract.duties.tasks import find_duties
from gongwen.extract.model import Body, Context, Role
from gongwen.extract.reading import Reading

LEAD, COOPERATE, RESPONSIBLE = Role.LEAD, Role.COOPERATE, Role.RESPONSIBLE
FORESTRY = Body("990100", "林业局", "云州市林业局")
CONTEXT = Context(area="990100", type="方案", addressees=(FORESTRY,))

CASES = [
    (
        "请各县水利局于6月底前报送材料。",
        [("各县水利局", "各县水利局", RESPONSIBLE)],
        "who is asked to act",
    ),
    ("逾期不缴的，报请市政府批准后提请市人民法院强制执行。", [], "whom others ask"),
    (
        "市水利局是全市节水工作的归口管理部门，负责组织实施。",
        [("市水利局", "云州市水利局", RESPONSIBLE)],
        "what a body is said to be is no second one",
    ),
    (
        "市水利局需调整指标的，由市财政局办理。",
        [("市财政局", "云州市财政局", RESPONSIBLE)],
        "a condition, in which somebody else acts",
    ),
    (
        "各区县（含东浦新区，下同）人民政府要加强指导。",
        [("各区县（含东浦新区，下同）人民政府", "各区县人民政府", RESPONSIBLE)],
        "what a name includes stands inside it",
    ),
    (
        "市和区县水利部门要加强监测。",
        [("市", "云州市水利部门", RESPONSIBLE), ("区县水利部门", "区县水利部门", RESPONSIBLE)],
        "two levels that a word joins are two",
    ),
    (
        "各项任务均需市、县两级政府落实。",
        [("市、县两级政府", "市、县两级政府", RESPONSIBLE)],
        "what is to be done is no part of the name",
    ),
    (
        "推广使用实用型终端设备　　市信息产业主管部门负责组织培训。",
        [("市信息产业主管部门", "云州市信息产业主管部门", RESPONSIBLE)],
        "a name does not reach over a wide blank into the heading before it",
    ),
    (
        "受理投诉部门应当在十日内转交。",
        [("受理投诉部门", "受理投诉部门", RESPONSIBLE)],
        "a department named by what it does",
    ),
    ("转交处理投诉部门核实。", [], "nor is it where something is done to it"),
    (
        "各县人民政府和市电力局具体组织实施。",
        [
            ("各县人民政府", "各县人民政府", RESPONSIBLE),
            ("市电力局", "云州市电力局", RESPONSIBLE),
        ],
        "a government and a department of another are two",
    ),
    (
        "各省、自治区、直辖市经贸委（经委、计经委）根据本意见制订细则。",
        [
            (
                "各省、自治区、直辖市经贸委（经委、计经委）",
                "各省、自治区、直辖市经贸委（经委、计经委）",
                RESPONSIBLE,
            )
        ],
        "what is called differently from place to place",
    ),
    (
        "各省、自治区、直辖市根据国家编委意见制订细则。",
        [("各省、自治区、直辖市", "各省、自治区、直辖市", RESPONSIBLE)],
        "no name runs on into a verb",
    ),
    (
        "有条件的县要出台支持政策。",
        [("县", "县", RESPONSIBLE)],
        "counties, with a condition",
    ),
    (
        "省、市信息主管部门负责组织。",
        [("市信息主管部门", "云州市信息主管部门", RESPONSIBLE)],
        "a level before a name that begins with its own",
    ),
    ("省将成立专项行动领导小组。", [], "set up, and nothing said of its work"),
    (
        "所需经费由中央财政和地方财政分担。",
        [("中央财政", "中央财政", RESPONSIBLE), ("地方财政", "地方财政", RESPONSIBLE)],
        "two that pay",
    ),
    ("各级财政、审计部门职责分明。", [], "财政 of a list of departments"),
    ("市绿道建设领导小组成员单位包括有关部门。", [], "who is a member"),
    (
        "市教育局拟于6月底对各县情况（包括是否建立了机制）进行检查。",
        [("市教育局", "云州市教育局", RESPONSIBLE)],
        "what a bracket tells of the past is told beside",
    ),
    (
        "市绿道建设领导小组办公室设在市城市管理局，具体负责日常工作。",
        [("市绿道建设领导小组办公室", "云州市绿道建设领导小组办公室", RESPONSIBLE)],
        "an office acts where it is charged, and not who houses it",
    ),
    ("市绿道建设领导小组办公室设在市城市管理局，办公室主任由张某兼任。", [], "who heads an office"),
    (
        "市绿道建设领导小组下设办公室，办公室设在市城市管理局，承担日常工作。",
        [("办公室", "云州市绿道建设领导小组办公室", RESPONSIBLE)],
        "an office takes the name of its group",
    ),
    ("市绿道建设领导小组下设办公室。", [], "set up, and nothing said of its work"),
    (
        "成立云州市绿道建设领导小组。领导小组要统筹推进。",
        [("领导小组", "云州市绿道建设领导小组", RESPONSIBLE)],
        "a bare name points to the group last set up",
    ),
    (
        "成立由各部门参加的领导小组。领导小组要统筹推进。",
        [("各部门", "各部门", COOPERATE), ("领导小组", "云州市领导小组", RESPONSIBLE)],
        "no full name is printed",
    ),
    (
        "国务院决定成立全国绿道建设领导小组。领导小组要统筹推进。",
        [("领导小组", "云州市领导小组", RESPONSIBLE)],
        "a city's document does not point to the nation's group",
    ),
    ("各科室、各部门都不得瞒报。", [], "都不得 is 不得"),
    (
        "各部门不仅要自查，还要互查。",
        [("各部门", "各部门", RESPONSIBLE)],
        "不仅 is no refusal",
    ),
    ("办公室主任由市教育局副局长张某担任。", [], "a person holds the post"),
    (
        "由市教育局担任召集单位。",
        [("市教育局", "云州市教育局", RESPONSIBLE)],
        "the body itself is charged",
    ),
    ("各县、各部门在执行中遇到的问题，请及时向市政府反映。", [], "whom to ask"),
    (
        "各部门要认真研究执行中遇到的问题。",
        [("各部门", "各部门", RESPONSIBLE)],
        "what is met with is to be studied",
    ),
    (
        "公安、市场监管部门要加强检查。",
        [("公安", "公安部门", RESPONSIBLE), ("市场监管部门", "市场监管部门", RESPONSIBLE)],
        "监管 is of the market's function",
    ),
    (
        "各地各部门要加强检查。",
        [("各地", "各地", RESPONSIBLE), ("各部门", "各部门", RESPONSIBLE)],
        "各地 heads no name that is general itself",
    ),
    ("你公司应健全制度。", [], "a regulated party"),
    ("后期管护由项目业主单位负责。", [], "and so are owners"),
    (
        "所需经费由同级财政予以保障。",
        [("同级财政", "同级财政", RESPONSIBLE)],
        "who is to pay",
    ),
    ("基金由省级财政专户拨付。", [], "an account pays nothing"),
    (
        "各县在审批工作中，要注意衔接。",
        [("各县", "各县", RESPONSIBLE)],
        "a circumstance between subject and 要",
    ),
    ("各县在审批工作中，存在一些问题。", [], "a circumstance and no duty"),
    (
        "各县将检查结果报送市政府。",
        [("各县", "各县", RESPONSIBLE)],
        "将 before an object",
    ),
    (
        "市教育局拟于6月底前组织检查。",
        [("市教育局", "云州市教育局", RESPONSIBLE)],
        "what is planned",
    ),
    (
        "市级层面由市教育局牵头。",
        [("市教育局", "云州市教育局", LEAD)],
        "a name begins behind 由",
    ),
    (
        "由财政部经济建设司、教育部信息中心牵头。",
        [
            ("财政部经济建设司", "财政部经济建设司", LEAD),
            ("教育部信息中心", "教育部信息中心", LEAD),
        ],
        "what is below a ministry is named with it",
    ),
    (
        "由财政部会同教育部建立数据中心。",
        [("财政部", "财政部", LEAD), ("教育部", "教育部", COOPERATE)],
        "no name: what they set up",
    ),
    (
        "各级人民政府及其部门要加强管理。",
        [("各级人民政府", "各级人民政府", RESPONSIBLE), ("部门", "各级人民政府部门", RESPONSIBLE)],
        "its departments",
    ),
    (
        "计划、监察、法制等部门要加强配合。",
        [
            ("计划", "计划部门", RESPONSIBLE),
            ("监察", "监察部门", RESPONSIBLE),
            ("法制", "法制部门", RESPONSIBLE),
        ],
        "计划 is a function here",
    ),
    (
        "各地中小企业主管部门要加强宣传。",
        [("各地中小企业主管部门", "各地中小企业主管部门", RESPONSIBLE)],
        "各地 heads a name",
    ),
    (
        "由各省、自治区、直辖市中小企业主管部门推荐。",
        [
            (
                "各省、自治区、直辖市中小企业主管部门",
                "各省、自治区、直辖市中小企业主管部门",
                RESPONSIBLE,
            )
        ],
        "areas that are listed head one name",
    ),
    (
        "由市绿道建设领导小组（以下简称领导小组）办公室负责审核。",
        [
            (
                "市绿道建设领导小组（以下简称领导小组）办公室",
                "云州市绿道建设领导小组办公室",
                RESPONSIBLE,
            )
        ],
        "the bracket that defines a short name stands in the name",
    ),
    (
        "由市发展改革委牵头、市水务局配合，6月底前出台指导意见。",
        [("市发展改革委", "云州市发展和改革委员会", LEAD), ("市水务局", "云州市水务局", COOPERATE)],
        "behind 牵头、 a second body acts",
    ),
    (
        "建立由市民政局牵头、市教育局和市财政局等部门参加的联席会议制度。",
        [
            ("市民政局", "云州市民政局", LEAD),
            ("市教育局", "云州市教育局", COOPERATE),
            ("市财政局", "云州市财政局", COOPERATE),
        ],
        "牵头 is no item of the list of departments",
    ),
    (
        "各县（区）要建立工作机制。",
        [("各县（区）", "各县（区）", RESPONSIBLE)],
        "areas act, their bracket included",
    ),
    (
        "各县（市、区）财政局要及时拨付资金。",
        [("各县（市、区）财政局", "各县（市、区）财政局", RESPONSIBLE)],
        "areas head the name of their bodies",
    ),
    (
        "市政府督查室要将其纳入督查。",
        [("市政府督查室", "云州市政府督查室", RESPONSIBLE)],
        "an office of the government, though 督查 is a verb",
    ),
    (
        "市城市管理局是本市绿道的主管部门，负责绿道的监督管理。",
        [("市城市管理局", "云州市城市管理局", RESPONSIBLE)],
        "what a body is said to be is that body",
    ),
    ("市政府对现行规章进行了清理。", [], "what has been done is no duty"),
    (
        "市发展改革、自然资源和规划、水务等部门按照各自职责做好相关工作。",
        [
            ("市发展改革", "云州市发展改革部门", RESPONSIBLE),
            ("自然资源和规划", "云州市自然资源和规划部门", RESPONSIBLE),
            ("水务", "云州市水务部门", RESPONSIBLE),
        ],
        "the level of the first is the others'; 和 inside a function parts nothing",
    ),
    (
        "违反规定的，由城市管理部门责令改正。",
        [("城市管理部门", "城市管理部门", RESPONSIBLE)],
        "市 of 城市 is no level",
    ),
    (
        "你局要会同市水务局加强指导。",
        [("你局", "云州市林业局", LEAD), ("市水务局", "云州市水务局", COOPERATE)],
        "你局 is the addressee",
    ),
    (
        "省、市、县级财政要给予支持。",
        [
            ("省", "省级财政", RESPONSIBLE),
            ("市", "市级财政", RESPONSIBLE),
            ("县级财政", "县级财政", RESPONSIBLE),
        ],
        "levels share what stands behind 级",
    ),
    (
        "区、县人民政府及其有关部门应当做好准备。",
        [
            ("区", "区人民政府", RESPONSIBLE),
            ("县人民政府", "县人民政府", RESPONSIBLE),
            ("有关部门", "县人民政府有关部门", RESPONSIBLE),
        ],
        "levels of a list of governments; the departments are the government's",
    ),
    (
        "建立由市政府分管领导牵头，发展改革、财政等部门及市税务局参与的协调机制。",
        [
            ("发展改革", "发展改革部门", COOPERATE),
            ("财政", "财政部门", COOPERATE),
            ("市税务局", "云州市税务局", COOPERATE),
        ],
        "a list goes on behind 等部门; the leader is a person",
    ),
    (
        "各区县政府要建立由分管负责同志牵头、有关部门参与的机制。",
        [("各区县政府", "各区县政府", RESPONSIBLE), ("有关部门", "有关部门", COOPERATE)],
        "who is told to set it up leads not",
    ),
    ("云州粮食集团牵头的检查组，对结果负主要责任。", [], "the group is told, not who leads it"),
    (
        "申领材料齐全的，公安派出所或者受公安机关委托的服务机构应当予以受理。",
        [("公安派出所", "云州市公安派出所", RESPONSIBLE)],
        "a list goes on behind 或者",
    ),
    (
        "国家机关及其工作人员对在工作过程中知悉的信息，应当予以保密。",
        [("国家机关", "国家机关", RESPONSIBLE)],
        "what the duty is about stands before its modal",
    ),
    (
        "各级农业农村部门和供销社要组织货源。",
        [
            ("各级农业农村部门", "各级农业农村部门", RESPONSIBLE),
            ("供销社", "各级供销社", RESPONSIBLE),
        ],
        "各级 is the second one's too",
    ),
    (
        "省级水利主管部门（含计划单列市，下同）会同同级财政厅（局）、企业所在地直属海关做好工作。",
        [
            ("省级水利主管部门", "省级水利主管部门", LEAD),
            ("同级财政厅（局）", "同级财政厅（局）", COOPERATE),
            ("企业所在地直属海关", "企业所在地直属海关", COOPERATE),
        ],
        "a note in brackets is no part of the name",
    ),
    (
        "省级水利主管部门或云水企业集团汇总后，于每年3月31日前报送水利部。",
        [
            ("省级水利主管部门", "省级水利主管部门", RESPONSIBLE),
            ("云水企业集团", "云州市云水企业集团", RESPONSIBLE),
        ],
        "或 joins names",
    ),
    ("云水企业集团下属企业通过云水企业集团报送材料。", [], "its subsidiaries are not the body"),
    ("具体办法可由市教育局制定。", [], "可由 is a permission"),
    ("试点市要加强领导。", [("试点市", "试点市", RESPONSIBLE)], "areas of a trial act"),
    ("市水务局机关行政编制为44名。", [], "a number of posts is no duty"),
    (
        "各主要行业主管部门要每月会商。",
        [("各主要行业主管部门", "各主要行业主管部门", RESPONSIBLE)],
        "要 of 主要 is no modal",
    ),
    (
        "负有供水监督管理职责的部门应当建立制度。",
        [("负有供水监督管理职责的部门", "负有供水监督管理职责的部门", RESPONSIBLE)],
        "who has a charge",
    ),
    (
        "化工、财政部门要安排资金。",
        [("财政部门", "财政部门", RESPONSIBLE)],
        "the first of the list is no name that is known",
    ),
    ("鼓励企业、水利部门参加。", [], "an object of 鼓励"),
    (
        "四、工作要求各成员单位要抓紧落实。",
        [("各成员单位", "各成员单位", RESPONSIBLE)],
        "the title of the item stands before it",
    ),
    (
        "由受理部门在5日内审查。",
        [("受理部门", "受理部门", RESPONSIBLE)],
        "who is named for its task",
    ),
    ("县级人民政府负总责。", [("县级人民政府", "云州市县级人民政府", RESPONSIBLE)], "who answers for it"),
    ("建立“县级人民政府负总责、部门各负其责”的责任体系。", [], "a motto"),
    (
        "各地邮政部门要积极配合。",
        [("各地邮政部门", "各地邮政部门", COOPERATE)],
        "the department of each place",
    ),
    ("各地建立协调机制。", [("各地", "各地", RESPONSIBLE)], "each place sets it up"),
    (
        "各地区各部门要抓好落实。",
        [("各地区", "各地区", RESPONSIBLE), ("各部门", "各部门", RESPONSIBLE)],
        "places and departments are two",
    ),
    (
        "农业（畜牧）部门要通报结果。",
        [("农业（畜牧）部门", "农业（畜牧）部门", RESPONSIBLE)],
        "a second function in brackets",
    ),
    (
        "接受备案的水利主管部门应当为其保密。",
        [("水利主管部门", "水利主管部门", RESPONSIBLE)],
        "an attribute at the head of the clause",
    ),
    ("支持云水镇的水利主管部门应当慎重。", [], "an object with its attribute"),
    (
        "各有关部门特别是各级统计机构要加强管理。",
        [
            ("各有关部门", "各有关部门", RESPONSIBLE),
            ("各级统计机构", "各级统计机构", RESPONSIBLE),
        ],
        "特别是 parts not from the modal",
    ),
    (
        "县级以上人民政府机关事务主管部门应当制定制度。",
        [("县级以上人民政府机关事务主管部门", "县级以上人民政府机关事务主管部门", RESPONSIBLE)],
        "机关事务 is a function, no organ of the government",
    ),
    ("评估报告和市教育局牵头负责的报告报送市政府。", [], "who leads what is a thing"),
    (
        "市教育局要切实履行牵头责任。",
        [("市教育局", "云州市教育局", RESPONSIBLE)],
        "牵头 of 牵头责任 is no predicate",
    ),
    ("市教育局主要负责学校建设。", [("市教育局", "云州市教育局", RESPONSIBLE)], "主要负责"),
    ("市教育局主要负责人要亲自抓。", [], "a person"),
    (
        "市县两级财政部门要安排资金。",
        [("市县两级财政部门", "市县两级财政部门", RESPONSIBLE)],
        "of both levels",
    ),
    ("供水单位应当建立巡查制度。", [], "a regulated party"),
    (
        "东浦区、青屏县要率先推进，建设任务重的县（市、区）应当加强管理，有条件的市县要设立资金。",
        [
            ("东浦区", "东浦区", RESPONSIBLE),
            ("青屏县", "青屏县", RESPONSIBLE),
            ("建设任务重的县（市、区）", "建设任务重的县（市、区）", RESPONSIBLE),
            ("市县", "市县", RESPONSIBLE),
        ],
        "places that are told to do something",
    ),
    (
        "市教育局经审核，对符合条件的予以登记。",
        [("市教育局", "云州市教育局", RESPONSIBLE)],
        "an examination before the deed",
    ),
    (
        "支持东浦区要素市场建设，青屏县建成粮库，园区要有明确的规划。",
        [],
        "places as such, facts and qualities",
    ),
    (
        "各市县各部门按照职责分工，制定实施方案。",
        [("各市县", "各市县", RESPONSIBLE), ("各部门", "各部门", RESPONSIBLE)],
        "areas and departments are two",
    ),
    (
        "各有关部门及单位按要求报送信息。",
        [("各有关部门及单位", "各有关部门及单位", RESPONSIBLE)],
        "departments and other bodies are one",
    ),
    (
        "各省、自治区、直辖市及计划单列市、新疆生产建设兵团商务主管部门组织审核。",
        [
            ("各省、自治区、直辖市", "各省、自治区、直辖市商务主管部门", RESPONSIBLE),
            ("计划单列市", "计划单列市商务主管部门", RESPONSIBLE),
            ("新疆生产建设兵团商务主管部门", "新疆生产建设兵团商务主管部门", RESPONSIBLE),
        ],
        "areas share the function at the end of their list",
    ),
    (
        "由市城乡规划主管部门会同水务、公安机关交通管理等部门编制。",
        [
            ("市城乡规划主管部门", "云州市城乡规划主管部门", LEAD),
            ("水务", "水务部门", COOPERATE),
            ("公安机关交通管理", "公安机关交通管理部门", COOPERATE),
        ],
        "城乡 begins a function; the unit of a 机关 is one name",
    ),
    (
        "领导小组各成员单位要各司其职。",
        [("领导小组各成员单位", "领导小组各成员单位", RESPONSIBLE)],
        "the members of a group are its own",
    ),
    (
        "各地教育部门要加强指导，各地建立协调机制，各地联合行业协会举办活动。",
        [
            ("各地教育部门", "各地教育部门", RESPONSIBLE),
            ("各地", "各地", RESPONSIBLE),
            ("各地", "各地", RESPONSIBLE),
        ],
        "各地 heads a name, or acts itself",
    ),
    (
        "各地人事、财政部门要做好工作，市政府安全生产委员会要会同相关部门统筹推进。",
        [
            ("各地人事", "各地人事部门", RESPONSIBLE),
            ("财政部门", "各地财政部门", RESPONSIBLE),
            ("市政府安全生产委员会", "云州市政府安全生产委员会", LEAD),
            ("相关部门", "相关部门", COOPERATE),
        ],
        "财政部门 hands on 部门 alone; a committee of a government is one name",
    ),
    (
        "市水务局会同相关部门制定办法，由区城市更新主管部门会同市科技局组织实施（涉及跨区的，由市政府协调）。",
        [
            ("市水务局", "云州市水务局", LEAD),
            ("相关部门", "相关部门", COOPERATE),
            ("区城市更新主管部门", "区城市更新主管部门", LEAD),
            ("市科技局", "云州市科学技术局", COOPERATE),
            ("市政府", "云州市人民政府", RESPONSIBLE),
        ],
        "what 会同 joins is a predicate whatever it is called; a condition in brackets is another's",
    ),
    (
        "水务、发展改革（物价）、商务等部门要依法管理。",
        [
            ("水务", "水务部门", RESPONSIBLE),
            ("发展改革（物价）", "发展改革（物价）部门", RESPONSIBLE),
            ("商务", "商务部门", RESPONSIBLE),
        ],
        "an item of a list with its bracket",
    ),
    (
        "由项目所在地县级政府核定边界。",
        [("项目所在地县级政府", "项目所在地县级政府", RESPONSIBLE)],
        "the place of the matter heads the name",
    ),
    (
        "全省成立由省水利厅牵头的工作组。",
        [("省水利厅", "江岭省水利厅", LEAD)],
        "由 ends what stands before the name",
    ),
    (
        "省教育厅、民政厅要加强指导，具体由省财政厅会同统计局落实。",
        [
            ("省教育厅", "江岭省教育厅", RESPONSIBLE),
            ("民政厅", "江岭省民政厅", RESPONSIBLE),
            ("省财政厅", "江岭省财政厅", LEAD),
            ("统计局", "云州市统计局", COOPERATE),
        ],
        "the level of the first is handed on in its list; 厅 is a province's",
    ),
    (
        "建立由市教育局、财政局等部门组成的学生资助工作协调小组，负责统筹。",
        [
            ("市教育局", "云州市教育局", RESPONSIBLE),
            ("财政局", "云州市财政局", RESPONSIBLE),
            ("学生资助工作协调小组", "云州市学生资助工作协调小组", RESPONSIBLE),
        ],
        "what bodies make up is named behind 组成的; 作协 in 工作协调 is no body",
    ),
    ("县级人民政府可以设立由财政、水务等部门组成的协调机构。", [], "a permission to set up a group"),
    ("市教育局和市财政局联合编制的《校舍建设规划》已经市政府同意。", [], "whose work a document is"),
    (
        "组长由市教育局局长担任，副组长由市财政局一级调研员张三担任。",
        [],
        "persons of bodies, who act for a group",
    ),
    ("组长：张三　市教育局督查专员，李四　市财政局培训中心主任", [], "a roster"),
    (
        "副组长：张三　市教育局督查专员　　日常工作由市财政局承担。",
        [("市财政局", "云州市财政局", RESPONSIBLE)],
        "behind a roster the work begins",
    ),
    (
        "市教育局在市长领导下制定计划。",
        [("市教育局", "云州市教育局", RESPONSIBLE)],
        "a person who is no office of the body",
    ),
    (
        "副组长由市政府联系教育工作的副秘书长担任。",
        [],
        "what a person is in charge of stands before the office",
    ),
    ("按照属地负责、分级推进的原则，一旦市政府作出决定，必须执行。", [], "a principle, a condition"),
    ("市教育局、市财政局有关人员组成检查组。", [], "persons of bodies"),
    ("形成“政府统一领导、水务部门牵头、相关部门配合”的工作机制。", [], "a motto names nobody"),
    (
        "对拖欠的工资，由市政府组织财政、工会等有关部门负责清退。",
        [("市政府", "云州市人民政府", RESPONSIBLE)],
        "who is set to work is an object",
    ),
    (
        "跨市的案件，由市政府负责商定主办地区。",
        [("市政府", "云州市人民政府", RESPONSIBLE)],
        "主办 of 主办地区 makes nobody lead",
    ),
    (
        "各级林业、国土等部门对苗圃用地的相关条件要依照规定审核。",
        [("各级林业", "各级林业部门", RESPONSIBLE), ("国土", "各级国土部门", RESPONSIBLE)],
        "what they are told stands behind what it is about",
    ),
    ("各级林业部门报送的评估结果要依照规定审核。", [], "a result, which does not act"),
    (
        "省级人民政府及其督学部门每年检查一次。",
        [
            ("省级人民政府", "云州市省级人民政府", RESPONSIBLE),
            ("督学部门", "省级人民政府督学部门", RESPONSIBLE),
        ],
        "及其 gives a department its owner",
    ),
    (
        "县级人民政府及其教育、水利部门应当加强巡查。",
        [
            ("县级人民政府", "云州市县级人民政府", RESPONSIBLE),
            ("教育", "县级人民政府教育部门", RESPONSIBLE),
            ("水利部门", "县级人民政府水利部门", RESPONSIBLE),
        ],
        "and so to all of a list",
    ),
    (
        "市人民政府教育行政部门、水利部门和有关部门联合制定标准。",
        [
            ("市人民政府教育行政部门", "云州市人民政府教育行政部门", RESPONSIBLE),
            ("水利部门", "云州市人民政府水利部门", RESPONSIBLE),
            ("有关部门", "有关部门", RESPONSIBLE),
        ],
        "the list goes on with departments of the same owner",
    ),
    (
        "建立我市处置欠薪联席会议（以下简称市联席会议）制度。市联席会议办公室要加强通报。",
        [("市联席会议办公室", "云州市处置欠薪联席会议办公室", RESPONSIBLE)],
        "我市 begins the name of a group, which a short name stands for",
    ),
    (
        "由我市处置欠薪联席会议牵头，联席会议负责通报。",
        [
            ("我市处置欠薪联席会议", "云州市处置欠薪联席会议", LEAD),
            ("联席会议", "云州市联席会议", RESPONSIBLE),
        ],
        "and does so behind 由",
    ),
    ("本市鼓励居民委员会组织活动，社会团体应当自律。", [], "but no clause, and no committee"),
    (
        "市绿道建设领导小组、各县绿道协调机构的各成员单位应当加强沟通。",
        [
            ("市绿道建设领导小组", "云州市绿道建设领导小组", RESPONSIBLE),
            ("各县绿道协调机构的各成员单位", "各县绿道协调机构的各成员单位", RESPONSIBLE),
        ],
        "members are named with their group",
    ),
    (
        "行业主管（监管）部门要加强巡查，其它有关地区应当在主办地区市政府的协调下开展工作。",
        [
            ("行业主管（监管）部门", "行业主管（监管）部门", RESPONSIBLE),
            ("其它有关地区", "其它有关地区", RESPONSIBLE),
        ],
        "a second function in brackets; who leads is not the one that works there",
    ),
    (
        "工会、妇女联合会和消费者协会等团体应当按照各自职责，参与调解。",
        [
            ("工会", "云州市工会", COOPERATE),
            ("妇女联合会", "云州市妇女联合会", COOPERATE),
            ("消费者协会", "云州市消费者协会", COOPERATE),
        ],
        "mass organisations are named with the head 团体",
    ),
    (
        "由市政府教育督导部门负责检查，国家教育督导团负责指导。",
        [
            ("市政府教育督导部门", "云州市政府教育督导部门", RESPONSIBLE),
            ("国家教育督导团", "国家教育督导团", RESPONSIBLE),
        ],
        "supervision of schools",
    ),
    (
        "跨县的案件，由涉案金额最多的县级人民政府牵头。",
        [("涉案金额最多的县级人民政府", "云州市涉案金额最多的县级人民政府", LEAD)],
        "which of many is part of the name",
    ),
    (
        "市水利局主管全市水土保持工作，市水土保持主管部门领导班子工作积极。",
        [("市水利局", "云州市水利局", RESPONSIBLE)],
        "主管 is an act, 主管部门 a body",
    ),
    (
        "市教育局准予登记的，发给证书；市民政局收到申请后，应当登记；市财政局认为需要核实的，应当核实。",
        [
            ("市教育局", "云州市教育局", RESPONSIBLE),
            ("市民政局", "云州市民政局", RESPONSIBLE),
            ("市财政局", "云州市财政局", RESPONSIBLE),
        ],
        "what a body does upon what it decides",
    ),
    ("市教育局准予登记的，可以公告；市教育局同意成立云州学校。", [], "a permission, a decision alone"),
    ("市教育局对不符合条件的申请予以登记的，对直接责任人员给予处分。", [], "what it is charged with"),
    ("市水利局对河道进行整修的，两岸建筑物的所有者应当配合。", [], "another is told"),
    ("市教育局对需要核实的材料，可以暂存；县级人民政府为公共利益需要，可以征收。", [], "需要 tells nobody"),
    ("市教育局可以会同市财政局制定办法。", [], "who may join"),
    (
        "市教育局因故调整时间，应当公告。",
        [("市教育局", "云州市教育局", RESPONSIBLE)],
        "a cause before the duty",
    ),
    (
        "符合条件的，但市教育局认为需要核实的，应当核实。",
        [("市教育局", "云州市教育局", RESPONSIBLE)],
        "但 heads a clause",
    ),
    ("近年来，市教育局认真落实有关规定，不断改善条件。", [], "what has been done"),
    (
        "近年来，发展很快，市教育局要认真落实有关规定。",
        [("市教育局", "云州市教育局", RESPONSIBLE)],
        "what is to be done now",
    ),
    ("物流行业协会应当加强自律。", [], "an association of a trade"),
    ("有关单位和个人应当予以配合，国有独资公司应当备案。", [], "whom a rule binds"),
    (
        "参与评估的单位和个人应当保密。",
        [("参与评估的单位", "参与评估的单位", RESPONSIBLE)],
        "those that take part in its work",
    ),
    (
        "云州市人民政府办公厅转发市水务局关于做好用水保障、管网巡查、水价调整、节水宣传等有关工作意见的通知云府办发〔2016〕3号",
        [],
        "a title with its number is no sentence",
    ),
    ("资金来源：筹措资金0.4亿元，由市级财政安排。", [], "whence money comes"),
    (
        "所需经费由市级财政安排。",
        [("市级财政", "市级财政", RESPONSIBLE)],
        "who is to pay",
    ),
    (
        "市消费者协会应当受理投诉。",
        [("市消费者协会", "云州市消费者协会", RESPONSIBLE)],
        "one of the public",
    ),
    ("公路、车站由经营、管理单位负责，河道由施工作业单位负责。", [], "whose thing it is"),
    (
        "证书由发证机关吊销，争议由共同的上一级主管部门裁决，居住区由居（村）民委员会负责。",
        [
            ("发证机关", "发证机关", RESPONSIBLE),
            ("上一级主管部门", "上一级主管部门", RESPONSIBLE),
            ("居（村）民委员会", "云州市居（村）民委员会", RESPONSIBLE),
        ],
        "who acts in a regulation",
    ),
    (
        "市水利局积极部署，基本查清了全市水源。市水利局组织编制了《水源名录》。",
        [],
        "what is done is told",
    ),
    (
        "市水利局定期组织检查，应当上报发现了问题的单位。",
        [("市水利局", "云州市水利局", RESPONSIBLE)],
        "what is done stands behind what is to do",
    ),
    (
        "实行“市政府领导，县级政府负责、以县为主”（简称“以县为主”）的农村义务教育管理体制，县级政府担负着统筹的重要职责，"
        "县级政府是否履行职责，关系发展。",
        [],
        "a motto with its short form, a state of things, a question",
    ),
    ("鼓励有条件的高等学校设立质量专业。", [], "有条件的 heads no clause behind what allows"),
    (
        "加快建成中国（云州）大宗商品交易中心，逐步形成定价能力。",
        [],
        "the place in brackets is part of a name",
    ),
    (
        "市教育局建立信息报告制度。各县教育局提供信息的真实性由市统计局核查。",
        [("市教育局", "云州市教育局", RESPONSIBLE), ("市统计局", "云州市统计局", RESPONSIBLE)],
        "a verb that takes an object makes no noun",
    ),
    (
        "成立云州市绿道建设领导小组，领导小组各成员单位要加强沟通。",
        [
            (
                "领导小组各成员单位",
                "云州市绿道建设领导小组各成员单位",
                RESPONSIBLE,
            )
        ],
        "members are those of the group last named",
    ),
    (
        "台州、宁波要立即开展截污工程。",
        [("台州", "台州市", RESPONSIBLE), ("宁波", "宁波市", RESPONSIBLE)],
        "a list of places that is told to act may name them short",
    ),
    ("支持台州、宁波建设，按台州、宁波要求办理。", [], "where something is done, or what they ask"),
    (
        "各相关部门依照公布的审批目录对经营行为进行监管。",
        [("各相关部门", "各相关部门", RESPONSIBLE)],
        "by what it acts, which is no clause on something that it made",
    ),
    ("市政府依法确定的经营单位负责运营。", [], "whom a body chose, and who acts"),
    ("设立云州市林业局，为市人民政府组成部门。", [], "a part of the government"),
    (
        "将动物诊疗许可交给市、县级农业部门审批。",
        [("市", "市级农业部门", RESPONSIBLE), ("县级农业部门", "县级农业部门", RESPONSIBLE)],
        "to whom a work is given",
    ),
    (
        "各畜牧县要测算面积，12个生态县要制定方案。",
        [("各畜牧县", "各畜牧县", RESPONSIBLE), ("12个生态县", "12个生态县", RESPONSIBLE)],
        "counties of a kind",
    ),
    ("各县域经济指标要提高。", [], "no county"),
    ("已由市教育局出具证明的，不再检查。", [], "what is done"),
    ("将老年教育机构延伸至社区。", [], "no time stands before it: 老年"),
    (
        "2023年市教育局开展检查。",
        [("市教育局", "云州市教育局", RESPONSIBLE)],
        "behind a year",
    ),
    (
        "各县指定专门机构，做好宣传。",
        [("各县", "各县", RESPONSIBLE)],
        "who sets one up, not what is set up",
    ),
    (
        "各区县成立专门机构，做好宣传。",
        [("各区县", "各区县", RESPONSIBLE)],
        "also a new one",
    ),
    (
        "公布本级政府及部门应当主动公开的政府信息。",
        [],
        "the information that they have to publish",
    ),
    (
        "规划编制主体为市人民政府。",
        [("市人民政府", "云州市人民政府", RESPONSIBLE)],
        "who it is said to be",
    ),
    ("确定水利管理部门为行政执法机构。", [], "what a department is made"),
    (
        "市委宣传部根据博览会组委会要求，组织宣传。",
        [("市委宣传部", "中共云州市委宣传部", RESPONSIBLE)],
        "no name goes on behind 根据",
    ),
    (
        "市人大常委会监督预算的执行。",
        [("市人大常委会", "云州市人民代表大会常务委员会", RESPONSIBLE)],
        "会 ends the name",
    ),
    (
        "市水务委会同市财政局制定办法。",
        [("市水务委", "云州市水务委", LEAD), ("市财政局", "云州市财政局", COOPERATE)],
        "and 会同 does not",
    ),
    (
        "由各分项牵头单位进行审核。",
        [("各分项牵头单位", "各分项牵头单位", RESPONSIBLE)],
        "many of a kind behind 由",
    ),
    (
        "规划委员会办公室负责联络。",
        [("规划委员会办公室", "云州市规划委员会办公室", RESPONSIBLE)],
        "委员会 is whole",
    ),
    ("将材料交给有关部门。", [], "who is given a thing only receives it"),
    (
        "市政府各部门制定的文件由本部门负责清理。",
        [("本部门", "市政府各部门", RESPONSIBLE)],
        "本部门 is the one of which the sentence speaks",
    ),
    (
        "市、县（区）政府及其所属部门的文件，由本级政府、本部门负责清理。",
        [
            ("本级政府", "市、县（区）政府", RESPONSIBLE),
            ("本部门", "市、县（区）政府所属部门", RESPONSIBLE),
        ],
        "and 本级政府 the government",
    ),
    (
        "相关部门如无对应的上级主管部门，由本部门编制指南。",
        [("本部门", "本部门", RESPONSIBLE)],
        "where there are two it stands for itself",
    ),
    ("对本部门负责实施的事项，要逐项清理。", [], "whose work a thing is"),
    (
        "市政府建立绿道建设联席会议制度（以下简称联席会议），联席会议负责制定规划。",
        [
            ("市政府", "云州市人民政府", RESPONSIBLE),
            ("联席会议", "云州市绿道建设联席会议", RESPONSIBLE),
        ],
        "a system of meetings defines the short name of the meeting",
    ),
    (
        "成立云州市绿道建设联席会议制度。联席会议负责制定规划。",
        [("联席会议", "云州市绿道建设联席会议", RESPONSIBLE)],
        "and names it",
    ),
    (
        "市林业局主要职责\n（一）组织编制规划；\n（二）监督实施。",
        [("市林业局", "云州市林业局", RESPONSIBLE)],
        "a line on whose duties follow",
    ),
    (
        "市指挥部成员单位职责\n（1）市水利局：负责组织抢险的要素。",
        [("市水利局", "云州市水利局", RESPONSIBLE)],
        "not where the items name others",
    ),
    ("3.1市森林防灭火指挥部组成及职责\n另行规定。", [], "a heading of who makes it up"),
    (
        "负责活动的管理，协同有关部门举办经贸活动。",
        [("有关部门", "有关部门", COOPERATE)],
        "with whom, where nobody else is named",
    ),
    (
        "有关单位要配齐力量，推动本部门和单位、本系统适应性改造。",
        [("有关单位", "有关单位", RESPONSIBLE)],
        "应 in 适应 tells nobody",
    ),
    (
        "已发行市民卡的地区，要用好已有系统，各统筹地区要及时公开政策。",
        [
            ("已发行市民卡的地区", "已发行市民卡的地区", RESPONSIBLE),
            ("各统筹地区", "各统筹地区", RESPONSIBLE),
        ],
        "regions that act as all places do",
    ),
    ("有条件的地区要加快建设。", [("有条件的地区", "有条件的地区", RESPONSIBLE)], "with its condition"),
    ("有条件的地方要加快建设。", [("有条件的地方", "有条件的地方", RESPONSIBLE)], "also as 地方"),
    ("薄弱的地方要加强。", [], "which is no place elsewhere"),
    ("西部地区要坚持生态优先，在条件好的地区要先行。", [], "where something is done"),
    ("工作不落实的地区，要通报批评。", [], "to whom something is done"),
    (
        "市林业局凭批复件到市财政局申领收据。",
        [("市林业局", "云州市林业局", RESPONSIBLE)],
        "with what paper it acts",
    ),
    (
        "将技术合格证书交给县级农业部门核发。",
        [("县级农业部门", "县级农业部门", RESPONSIBLE)],
        "whose paper it is from now on",
    ),
    (
        "各县政府应建立安全协调机制，负责组织协调本辖区工作。",
        [("各县政府", "各县政府", RESPONSIBLE)],
        "who sets up a mechanism does the work, the mechanism is no body",
    ),
    (
        "中国船级社云州分社：负责船舶检验。",
        [("中国船级社云州分社", "中国船级社云州分社", RESPONSIBLE)],
        "a branch of a national institution",
    ),
    ("旅行社分社应当备案。", [], "an enterprise's branch is bound by rules"),
    ("省负责指导全省工作。", [("省", "江岭省", RESPONSIBLE)], "the province itself"),
    ("省要求各地加快进度，省统一规定之外不得收费。", [], "what it wants and rules"),
    (
        "水利主管部门对受理的申请进行必要的核查，提出意见。",
        [("水利主管部门", "水利主管部门", RESPONSIBLE)],
        "what is done to what",
    ),
    ("水利主管部门对标准进行审查时，另行规定。", [], "not when"),
    (
        "市水务局汇总标准项目建议并进行审查后，向各县发布指南。",
        [("市水务局", "云州市水务局", RESPONSIBLE)],
        "a second verb shows that the first was one",
    ),
    (
        "区县、乡镇（街道）、村（社区）要完善体系。",
        [
            ("区县", "区县", RESPONSIBLE),
            ("乡镇（街道）", "乡镇（街道）", RESPONSIBLE),
            ("村（社区）", "云州市村（社区）", RESPONSIBLE),
        ],
        "kinds of places in a list, and who is told beside them",
    ),
    ("在区县、乡镇（街道）开展检查。", [], "where something is done"),
    (
        "市直各部门，各县（市、区）人民政府要加强领导。",
        [
            ("市直各部门", "市直各部门", RESPONSIBLE),
            ("各县（市、区）人民政府", "各县（市、区）人民政府", RESPONSIBLE),
        ],
        "a comma between many of two kinds",
    ),
    (
        "由所在单位或者相应分管单位给予处分。",
        [("所在单位", "所在单位", RESPONSIBLE), ("相应分管单位", "相应分管单位", RESPONSIBLE)],
        "相应 is a part of the name as 有关 is",
    ),
    (
        "行政机关不予受理或者不予许可，并给予警告。",
        [("行政机关", "行政机关", RESPONSIBLE)],
        "who refuses and punishes acts",
    ),
    ("行政机关依法不予受理。", [], "who only refuses does not"),
    (
        "市水务局受市政府委托，制定办法。",
        [("市水务局", "云州市水务局", RESPONSIBLE)],
        "on whose behalf it acts",
    ),
    ("培训对象为各水利管理机构负责相关工作的处级干部。", [], "persons of a body"),
    (
        "如需对外提供图纸，应由市水务局正式行文报批。",
        [("市水务局", "云州市水务局", RESPONSIBLE)],
        "a formal letter is to be written",
    ),
    ("市水务中心正式成立。", [], "but what was founded is told"),
    (
        "专家委员会由有关专家组成，负责技术把关。",
        [("专家委员会", "云州市专家委员会", RESPONSIBLE)],
        "who makes it up stands before what it does",
    ),
    ("市水务局在两年内不再受理其申报。", [], "who refrains for a time"),
    (
        "检测机构在检测工作中出现差错、发生事故的，市水务局将责令整改。",
        [("市水务局", "云州市水务局", RESPONSIBLE)],
        "who acts upon a wrong, not who does it",
    ),
    (
        "各牵头部门要对牵头任务的完成情况负总责。",
        [("各牵头部门", "各牵头部门", RESPONSIBLE)],
        "牵头 of a task is an attribute",
    ),
    ("公立医院综合改革全面推开。", [], "a reform of hospitals, which do nothing"),
    (
        "各市、县（区）人民政府，各有关部门要加强领导。",
        [
            ("各市、县（区）人民政府", "各市、县（区）人民政府", RESPONSIBLE),
            ("各有关部门", "各有关部门", RESPONSIBLE),
        ],
        "a comma between all of two kinds",
    ),
    (
        "资金拨付各县，各县制定办法。",
        [("各县", "各县", RESPONSIBLE)],
        "not where the first of them ends a clause",
    ),
    (
        "自治区水利厅、林业局：按照职能分工，负责标准的制定。",
        [("自治区水利厅", "江岭省水利厅", RESPONSIBLE), ("林业局", "云州市林业局", RESPONSIBLE)],
        "自治 is no verb in front of a name that heads its duties",
    ),
]


@pytest.mark.parametrize(("sentence", "expected", "reason"), CASES)
def test_acting(sentence: str, expected: list[tuple[str, str, Role]], reason: str) -> None:
    text = f"一、工作措施\n{sentence}"
    found = [
        (text[r.span.start : r.span.end], r.body.label, r.role)
        for hit in find_duties(Reading.of_text(text), CONTEXT).hits
        for r in hit.value.responsibilities
    ]
    assert found == expected, reason


def test_several_addressees_leave_an_anaphor_open() -> None:
    context = Context(
        area="990100", type="方案", addressees=(FORESTRY, Body("990100", "财政局", "云州市财政局"))
    )
    found = find_duties(Reading.of_text("一、工作措施\n你局要加强指导。"), context)
    assert not [r for hit in found.hits for r in hit.value.responsibilities]
    assert [d.code for d in found.diagnostics] == ["body-unresolved"]
