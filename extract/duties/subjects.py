"""What bodies are to the sentence around them: whether they act there, and in which role.

A body acts where it stands at the head of a clause (behind 由, 请, a time or a condition too) and what stands behind it is a
predicate or tells it to act; not where the words make it an object, a part of another name, or whom to ask.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from gongwen.extract import areas
from gongwen.extract.bodies.ellipsis import lead_of
from gongwen.extract.bodies.lexicon import head_ends, level_pattern, listed, words
from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.duties.predicates import (
    begins_with_verb,
    forms,
    is_noun,
    is_relative,
    is_relative_with_object,
    leads,
    opens_predicate,
    tells_of_past,
    verbs,
)
from gongwen.extract.model import Role
from gongwen.extract.patterns import alternatives
from gongwen.extract.reading import Seam

CLAUSE_HEAD = re.compile(r"(?:^|[，。；：！？\n“）】])$")
DATE = re.compile(r"[0-9〇○零一二三四五六七八九十]{4}年[0-9一二三四五六七八九十]{1,2}月")
# 工信厅人〔2019〕50号: the code of a document's number
NUMBER_LINE = re.compile(r"[一-龥]{0,4}〔[0-9]{4}〕")
TAIL = re.compile(
    r"^(?:等(?:[0-9一二三四五六七八九十]{1,3}个)?)?(?:相关|有关|各)?"
    r"(?:行政)?(?:职能|主管(?=部门|单位|机构|机关)|成员|监管|执法)?"
    r"(?:部门和单位|单位和部门|部门单位|部门、单位|部门（单位）|单位（部门）|部门|单位|机构|机关|(?:人民|群众)?团体|各方)?"
    r"(?:和(?:部门|单位|机构|个人))?(?:及其工作人员)?(?:（[^（）]{0,40}）)?"
)


class Group(NamedTuple):
    """Mentions that are joined by 、和及与或, and what is around them in their sentence."""

    mentions: tuple[BodyMention, ...]
    before: str
    after: str
    seam: Seam = Seam.NONE


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """What is looked for before and behind a body, by name, of the words of ``duties.json``."""
    said = forms("sentence")
    modal, coop = alternatives(said["modal"]), alternatives(said["cooperating"])
    return {
        "seat": re.compile(rf"(?:{alternatives(said['seats'])})$"),  # 办公室设在|市教育局，负责…
        # 请|各县水利局于6月底前报送; not 提请, 报请
        "asked": re.compile(rf"(?<![一-龥])(?:{alternatives(said['asking'])})$"),
        "head": re.compile(rf"(?:{alternatives(said['before_subject'])})$"),
        # 正式成立 is told; 正式行文报批 is to be done
        "not": re.compile(
            rf"^(?:[，]?(?!正式(?:行文|发文|致函|报|上报|向))(?:{alternatives(said['not_duty'])}))"
        ),
        "must": re.compile(rf"(?<![主重必纲摘概需])(?<!根据)(?<!视)(?<!因)(?:{modal})(?![求点素的件可急])"),
        "may_tell": re.compile(f"[{''.join(sorted({word[0] for word in said['modal']}))}]"),
        "modal_now": re.compile(
            rf"^[，]?(?:还|都|均|也|并|则|一定|首先|不仅|不但|不光|主要(?=负责))?(?:{modal})(?![求点素的件可急])"
        ),
        "must_now": re.compile(r"^(?:还|都|均|也)?(?:要|应当|应|须|必须|务必)(?![求点素的件可急用])"),
        # 要结合自身职能，积极配合牵头部门; not 要按照职责分工，积极配合，密切协作
        "coop": re.compile(
            rf"^[，]?(?:共同|{modal})?(?:(?:{coop})|(?:结合|按照|根据|依据|围绕|立足)[^，。；]{{1,16}}，(?:{coop})(?![，。；]))"
        ),
        # 运输证（政府部门核发，原件1份）: whose paper it is
        "issued": re.compile(rf"(?:统一)?(?:{alternatives(said['issued'])})(?=[，）。；、]|$)"),
        "lead_now": re.compile(rf"^[，]?(?:共同)?(?:{leads().pattern})"),
        "duty": re.compile(r"^，?(?:负责|牵头)(?!人|解释|同志)"),
        "person": re.compile(
            rf"(?P<unit>[一-龥]{{0,6}}?|(?:联系|分管|协助|协管)[一-龥]{{2,12}}的)副?"
            rf"(?:{alternatives(said['persons'])})(?![会办团室])"
        ),
    }


@cache
def _patients() -> frozenset[str]:
    """Anaphors of regulated parties: 你公司."""
    return frozenset(forms("sentence")["regulated"])


def rest_of(whole: str) -> str:
    """The words behind a body without 等有关部门."""
    tail = TAIL.match(whole)
    return whole[tail.end() :] if tail else whole


class _Told(NamedTuple):
    """A group with the words behind it that tell it something: ``rest`` without 等有关部门 and what else belongs to the names;
    ``by``: it stands behind 由; ``upon``: it acts by a form that else tells nothing (不予登记)."""

    group: Group
    whole: str
    rest: str
    by: bool
    upon: bool

    @property
    def last(self) -> str:
        """The last name."""
        return self.group.mentions[-1].name

    @property
    def modal(self) -> bool:
        """Whether the group is told at once: 要, 应当."""
        return patterns()["modal_now"].match(self.rest) is not None


def role_of(group: Group, whole: str, after: str) -> Role | None:
    """The role of a group that acts, None where it does not; ``whole`` is the rest of the sentence behind it,
    ``after`` that rest up to where the next group begins."""
    if named := NAMED_AS.search(group.before):
        return Role.LEAD if named["lead"] else Role.RESPONSIBLE
    rest = _behind_names(whole)
    if not rest.strip("，）”") or rest[0] in "：》”" or NUMBER_LINE.match(rest):
        return None
    by = BY.search(group.before) is not None
    upon = not by and (_acts_upon(rest) or PUNISHES.match(rest) is not None)
    told = _Told(group, whole, rest, by, upon)
    if _is_no_subject(told) or _is_no_duty(told):
        return None
    return _role_in_place(told, after[len(whole) - len(rest) :])


def _behind_names(whole: str) -> str:
    """The words behind a group and what goes on with its names: 和村集体经济组织, 特别是…, 由专家组成."""
    rest = rest_of(whole) if not DATE.match(whole) else ""
    if (more := GOES_ON.match(rest)) and not begins_with_verb(more["item"]):
        rest = rest[more.end() :]
    if especially := ESPECIALLY.match(rest):
        rest = rest[especially.end() :]
    if composed := COMPOSED.match(rest):
        rest = rest[composed.end() :]
    return rest


def _is_no_subject(told: _Told) -> bool:
    """Whether those who are named are none that a duty is given to, or stand where they are part of something else."""
    before, rest = told.group.before, told.rest
    if told.by and (PERMITTED.search(before) or ALREADY.search(before)):
        return True
    if told.whole.startswith("和个人") and told.last.endswith(BOUND):
        return True  # 有关单位和个人应当配合: those whom a rule binds
    if all(_is_association(m.name) for m in told.group.mentions) or _is_owner(told.group):
        return True
    if told.last in _patients() or patterns()["seat"].search(before) or PREDICATED.search(before):
        return True
    person = patterns()["person"].match(rest)
    if person and not told.modal and (is_noun(person["unit"]) or person["unit"][-1:] == "的"):
        return True  # 由市教育局局长担任组长
    pays = told.last.endswith(listed("payers"))
    charged = told.by and not ACCOUNT.match(rest) and not FUNDS.search(before)
    return pays and not charged and not told.modal  # 中央财政补助…: who pays acts only where told to


def _is_no_duty(told: _Told) -> bool:
    """Whether the words behind a group give it no duty: what it may not do, has done, is charged with by name, or is to be
    asked."""
    rest, by = told.rest, told.by
    if not told.upon and (patterns()["not"].match(rest) or REFRAINS.match(rest)):
        return True
    if by:
        if CONDITION.match(rest) or is_relative(rest) or is_relative_with_object(rest):
            return True
    elif any(form.match(rest) for form in (CONDITIONED, WRONGS, LIABLE, OTHERS_ACT, patterns()["issued"])):
        return True
    if any(form.match(rest) for form in (WORK_OF, CONTACT, CHARGED)):
        return True
    recent = RECENTLY.search(told.group.before) is not None
    return (recent or MADE_BY.match(rest) is not None) and not told.modal


def _role_in_place(told: _Told, own: str) -> Role | None:
    """The role that the place of a group and the words behind it give; ``own``: these words up to the next group."""
    group, rest, by, p = told.group, told.rest, told.by, patterns()
    if rest.startswith("组成") and not rest.startswith(PART_OF_IT):
        return Role.COOPERATE
    at_head = by or group.seam is Seam.WIDE or _at_head(group.before)
    if p["lead_now"].match(rest):
        return None if LED.match(rest) and not by and not SET_UP.search(group.before) else Role.LEAD
    if p["coop"].match(rest) and at_head:
        return Role.COOPERATE
    must = p["must_now"].match(rest) is not None
    if not at_head and must:
        if TO_DO.match(rest) and group.before[-2:] in verbs():
            return None  # 发布|各部门应当主动公开的政府信息
        at_head = _behind_item(group) or _behind_attribute(group)
    if not at_head and not (must and (group.seam or _may_act_anywhere(group))):
        made = not group.seam and (MADE_TO_ACT.search(group.before) or group.before.endswith("对"))
        if made or told.last.endswith("机制"):  # 建立协调机制，负责…: who sets it up is meant
            return None
        return Role.RESPONSIBLE if p["duty"].match(rest) else None
    if not (by or told.upon or _acts(rest)):
        return None
    lead = leads().search(rest) if leads().search(LED_BY.sub("", own)) else None
    return Role.LEAD if lead and lead.start() < len(own) else Role.RESPONSIBLE  # not 在主办|地区…


def _at_head(before: str) -> bool:
    """Whether a body stands where a subject can: at the head of a clause, behind a time or a condition."""
    if before and ALLOWED.search(before):
        return False
    return (
        not before
        or CLAUSE_HEAD.search(before) is not None
        or BEHIND_TIME.search(before) is not None
        or BEHIND_ROLE.search(before) is not None
        or patterns()["head"].search(before) is not None
        or patterns()["asked"].search(before) is not None
    )


# 鼓励有条件的|学校设立…: an object; 建成中国（云岭）|交易中心: the place in brackets is part of the name
ALLOWED = re.compile(r"(?:鼓励|支持|引导|允许)(?:有|具备)条件的$|[一-龥](?<![由请])中国（[一-龥]{2,6}）$")


def _behind_item(group: Group) -> bool:
    """Whether the first of a list of departments is no name that is known: 计划、|物资部门要…."""
    item = BEHIND_ITEM.search(group.before)
    return (
        item is not None
        and any(m.name.endswith("部门") for m in group.mentions)
        and not begins_with_verb(item["item"])
        and not item["item"].endswith(("企业", "公司", "单位", "组织"))
    )


def _behind_attribute(group: Group) -> bool:
    """Whether an attribute heads the clause: 接受备案的|水利主管部门应当…, 考核工作|牵头单位应…."""
    attribute = BEHIND_ATTRIBUTE.search(group.before)
    if attribute is None or begins_with_verb(attribute["noun"] or ""):
        return False
    name = group.mentions[-1].name
    if attribute["noun"]:
        return name in words("alone") or name.startswith(("牵头", "责任"))
    return name.endswith(head_ends("organ", "government"))


def _may_act_anywhere(group: Group) -> bool:
    """Whether 要 and 应 right behind the names are theirs although other words stand before them."""
    first = group.mentions[0]
    return bool(lead_of(first.name)) and not OBJECT_OF.search(group.before)


def _acts_upon(rest: str) -> bool:
    """Whether a body acts upon what it decides: 准予登记的，发给证书; 批准后，应当公布."""
    upon = UPON.match(rest)
    if upon is None:
        return False
    then = rest[upon.end() :]
    if MAY.search(then, 0, 3):
        return False
    return patterns()["must_now"].match(then) is not None or opens_predicate(then) or then.startswith("发给")


def _is_association(name: str) -> bool:
    """Whether members of a trade make it up, which is no public body: 物流行业协会; not 消费者协会, nor one of a level or place."""
    if not name.endswith(("协会", "商会")) or name.endswith(tuple(forms("sentence")["public_associations"])):
        return False
    return not (name.startswith(("中国", "全国", "中华")) or level_pattern().match(name) or areas.at(name, 0))


def _is_owner(group: Group) -> bool:
    """Whether a 单位 is one of those to which a thing belongs: 经营、管理单位, 设置或者管理单位."""
    return OWNER.search(group.before) is not None and group.mentions[0].name.endswith("单位")


def _acts(rest: str) -> bool:
    """Whether the words behind a subject say that it acts: a modal, or a predicate that is no permission."""
    if patterns()["modal_now"].match(rest):
        return True
    if IS_BODY.match(rest) or BEARS.match(rest) or CONSULTS.match(rest) or ADMINISTERS.match(rest):
        return True
    if not opens_predicate(rest) or tells_of_past(rest):
        return False
    may, must = MAY.search(rest), _must(rest)
    if not may or (must is not None and must.start() < may.start()):
        return True
    # 定期组织检查，必要时可邀请专家: what comes first is no permission
    return BESIDE.search(rest, 0, may.start()) is not None and not CONDITIONAL.match(rest)


def _must(rest: str) -> re.Match[str] | None:
    """The first word that tells a body to act; not 需要 of 公共利益需要."""
    return next((m for m in patterns()["must"].finditer(rest) if not m.group().startswith("需")), None)


# 专家委员会|由有关专家组成，负责…: who makes it up is said before what it does
COMPOSED = re.compile(r"由[^，。；]{2,80}组成，(?=(?:主要|具体|统一|统筹)?(?:负责|承担|牵头))")
# 责任主体是各县区政府, 牵头单位为市教育局
NAMED_AS = re.compile(
    r"(?:(?P<lead>牵头|主办|主责)|责任|实施|落实|组织|监管|编制(?=主)|建设(?=主)|管理(?=主))(?:主体|单位|部门)(?:包括|分别)?[是为]$"
)
# 由市教育局…, 由其上级主管部门…; 交给市教育局核发
BY = re.compile(r"(?:由|交给)(?:其|原|共同的|相应的?|[一-龥]{0,2}所在地?的?|当地的?|辖区的?)?$")
# 可由市教育局…, 也可以由…: who may do it is told nothing
PERMITTED = re.compile(r"(?<![许认])可以?由[^，。；]{0,6}$")
# 已由市教育局出具证明的, 已经由…: what is done
ALREADY = re.compile(r"已经?由[^，。；]{0,6}$")
# 街道办事处|和村集体经济组织、国有林场等单位，应当…: a list goes on with what is no name of a body
GOES_ON = re.compile(
    r"(?:以及|或者|[、和及与或])(?P<item>(?:受[一-龥]{2,10}委托的)?(?:(?!的)[一-龥（）]){2,18})"
    r"(?:[、和及与或](?:(?!的)[一-龥（）]){2,18}){0,6}"
    r"(?:等(?:有关|相关)?(?:单位|部门|机构|组织))?(?=，?(?:应当|(?<!适)应(?!急)|必须|须|(?<![需主重])要(?!求)))"
)
# 各有关部门|特别是各级统计机构要…
ESPECIALLY = re.compile(r"，?(?:特别是|尤其是)[^，。；]{2,24}?(?=要|应当|应|须|必须)")
# 市县政府是划定工作的责任主体
IS_BODY = re.compile(r"(?:是|为|作为)[^，。；]{0,20}(?:机关|主体|单位|部门|责任人)")
# 县级人民政府|负总责, 有关部门|负连带责任
BEARS = re.compile(r"(?:依法|共同|分别)?负(?!责)[^，。；]{0,8}责")
# 市财政局商有关部门制定: 会同 in one word
CONSULTS = re.compile(r"商(?=[省市县区国各有相])")
# 年底前各县区应…, 批准后市教育局应…
BEHIND_TIME = re.compile(
    r"(?:(?<![老青少成中童幼])年|[月日时起])$|[期期时]间?$|(?:[年月日周底期初末时]|之|以)[前后内]$|批准后$|年度$"
)
# 由市教育局牵头、|市财政局配合
BEHIND_ROLE = re.compile(r"(?:牵头|主办|负责|配合|协助|协办|参与|参加)、$")
BEHIND_ATTRIBUTE = re.compile(
    r"(?:^|[，。；：\n])(?!对|由|向|将|给|为|经|按|把|使|让|推动|督促|指导|要求|组织|支持|鼓励|监督|协调|引导)(?:[一-龥“”]{2,10}的|(?P<noun>[一-龥]{2,8}))$"
)
BEHIND_ITEM = re.compile(r"(?:^|[，。；：\n])(?!对|由|将|向|与|为|经|按)(?P<item>[一-龥]{2,8})、$")
# 市教育局是本市学校的|主管部门，负责…: what a body is said to be acts as that body
PREDICATED = re.compile(r"(?:是|为|作为)[^，。；]{0,10}的(?:归口|统一|综合|具体|行政|业务|法定)?$")
# 应当主动公开的|政府信息
TO_DO = re.compile(r"(?:应当|应|须|必须)[^，。；的]{2,12}的[一-龥]{2,10}(?:[，。；和与及、]|$)")
# 对各部门应…, 指导各县要…: what these words govern does not act
OBJECT_OF = re.compile(r"[对向给与同从经被比由将把让使按照据]$|督促$|指导$|(?<!工作)(?<!有关)要求$")
# 由市政府组织|财政等部门负责清退: who is set to work is an object, and who sets them acts
MADE_TO_ACT = re.compile(r"(?:组织|督促|指导|推动|支持|引导|鼓励)$")
# 国务院|负责实施许可的部门要…: the body is only a part of a name
CHARGED = re.compile(
    r"(?:负责|承担|主管)[一-龥]{1,12}的(?:(?:部门|单位|机构|机关)|[一-龥]{0,6}(?:干部|人员|同志|领导)(?=[，。；、）]|\Z))"
)
# 政府各部门报送的评估报告: the body stands in a relative clause
MADE_BY = re.compile(
    r"(?!对|依照|按照|按|根据|依据|参照)[一-龥]{2,6}的(?!，)[一-龥]{1,14}"
    r"(?:未|应|须|不|由|经(?!营|济|费|办|贸)|可|要|需|负责(?!人)|参照|按照|依照|适用)"
)
# 粮食部门|牵头的检查组，对结果负责; 各部门|牵头负责的评估报告: what is led stands behind, and acts or is a thing
LED = re.compile(r"(?:牵头|主办)(?:负责|组织|承担|实施|编制|制定|起草)?的(?=[一-龥])")
SET_UP = re.compile(r"(?:建立|成立|设立|组建|形成|健全|完善)$")
# 建立由分管负责同志牵头、有关部门参与的机制: others lead than who is told to set it up
LED_BY = re.compile(r"由[^，。；]{1,40}?(?:牵头|主办)")
# 市教育局和市财政局联合编制的《…规划》: the body's work is spoken of, not the body
WORK_OF = re.compile(
    r"(?:联合|共同|先后|新)?(?:编制|制定|制订|印发|下发|发布|公布|颁布|出台|修订|起草|转发|批准)(?:后?的|了)《"
)
# 决定由政府法制机构开展评估的，……: a condition, not a duty
CONDITION = re.compile(r"[^，。；（）]{2,40}的，")
# 市水利局|需调整指标的，由市财政局办理: when somebody else acts
CONDITIONED = re.compile(r"[^，。；（）]{2,40}的，由")
# 评估机构|在评估中出现重大失误的，市水利局责令改正: what it does wrong, and another acts upon that
WRONGS = re.compile(r"(?:在[^，。；]{2,40}中)?(?:出现|发生|存在)[^。；]{2,80}?的，(?!应|必须|须|要)")
# 市教育局|对不符合条件的申请予以批准的，对直接责任人员给予处分: what a body is charged with
LIABLE = re.compile(r"[^。；]{2,120}?的，(?:对|由)[^。；]{2,60}(?:处分|处罚|罚款)")
# 有关单位|进行整修的，建筑物的所有者应当配合: another is told
OTHERS_ACT = re.compile(
    r"[^，。；]{2,60}的，(?!应|必须|须)[^，。；]{2,40}(?:者|人|企业|公司|单位|个人)(?:应当|必须|不得)"
)
# 登记机关|准予登记的，…; 批准后，…: what comes next is done on its decision
UPON = re.compile(
    r"(?:准予|受理|认定|发现|收到|接到)(?!的)[^，。；]{0,40}(?:的，|[后时]，?)"
    r"|(?:决定|认为|批准|核准|同意)(?!的)[^，。；]{0,40}的，"
)
# 近年来，|各地区…: what follows is told, not assigned
RECENTLY = re.compile(
    r"(?:近年来|近几年来|多年来|长期以来|一直以来|[0-9年月日]以来)，(?:在[^，。；]{1,8}下，)?$"
)
# 设置或者|管理单位, 经营、|管理单位
OWNER = re.compile(r"(?:经营|产权|所有|使用|设置|养护|施工)(?:、|或者?|和)$")
# 市水利局|主管全市水土保持工作, 统一主管…; not 主管部门
ADMINISTERS = re.compile(r"(?:统一|依法)?主管(?!部门|单位|机关|机构|人员|领导|负责|副|的)")
# 由省级财政|专户拨付, 由省级财政|单独出资的基金: whence money comes
ACCOUNT = re.compile(r"专户|专项|资金|预算|单独|出资")
# 资金来源：筹措资金1亿元，由|市级财政安排: whence money comes, too
FUNDS = re.compile(r"资金[^，。；]{0,4}[0-9.]{1,8}[万亿]?元，由$")
# 市农业农村局为市政府|组成部门: what a body is said to be a part of; 指挥部|组成及职责: a heading
PART_OF_IT = ("组成部门", "组成单位", "组成人员", "组成及", "组成和", "组成与", "组成、")
BOUND = ("有关单位", "相关单位", "一切单位")
# 各部门|在执行中遇到的问题，请及时向省政府反映: whom to ask, no duty
CONTACT = re.compile(
    r"[^，。；]{0,60}(?:遇到|出现|发现|发生)的?[^，。；要应]{0,8}(?:问题|情况|困难)[^，。；要应]{0,8}，?请"
)
# …，必要时|可, …，也|可: what may be done beside what must
BESIDE = re.compile(r"，(?:必要时|需要时|紧急时|特殊情况下?|也|还|另|同时)(?:[一-龥]{0,10})$")
# 检查时，可以…; 符合条件的，可以…
CONDITIONAL = re.compile(r"[^，]*[时的后前]，")
# 也可纳入, 可以提出: permission
MAY = re.compile(
    r"(?<![许认不])可(?:以)?(?!持续|行|靠|控|视|用|量|能|见|及|承受|操作|复制|推广|追溯|研|再生)"
)
# 行政机关|不予受理或者不予许可，并给予警告: who refuses and punishes acts
PUNISHES = re.compile(
    r"不予[^，。；]{2,24}，(?:并|同时)?(?:依法)?(?:给予|处以?(?=[0-9一二三四五六七八九])|责令|予以)"
)
# 不刻制印章, 在三年内不再受理: who refrains does not act; 不断完善 is a duty
REFRAINS = re.compile(
    r"(?:在[^，。；]{1,6}[内年度期间])?(?:依法|都|均|也|一律|绝|决|坚决)?不(?!断|定期|折不扣|遗余力|仅|但|光)"
)
