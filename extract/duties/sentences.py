"""Running sentences that assign work: X要…, X应…, X负责…, 由X…, X会同Y…, A牵头、B参加.

A body acts where it stands at the head of a clause, or behind 由, or is what 会同 joins to whoever acts. Whoever stands
anywhere else is an object (推动X, 报X批准, 向X反映) and no responsibility; nor is what X不得 or X可 do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from gongwen.extract.bodies.ellipsis import lead_of
from gongwen.extract.bodies.finding import find_bodies
from gongwen.extract.bodies.lexicon import heads, words
from gongwen.extract.bodies.lists import carried_on
from gongwen.extract.bodies.mentions import BodyMention, finder_of
from gongwen.extract.data import read_json
from gongwen.extract.duties.headed import find_headed
from gongwen.extract.duties.offices import find_offices
from gongwen.extract.duties.places import find_places
from gongwen.extract.duties.predicates import (
    begins_with_verb,
    is_noun,
    is_relative,
    is_relative_with_object,
    opens_predicate,
    tells_of_past,
)
from gongwen.extract.model import Role
from gongwen.extract.patterns import alternatives
from gongwen.extract.ranges import Ranges
from gongwen.extract.reading import Reading, Seam

SENTENCE_END = re.compile(r"[。；？！\n]")
CLAUSE_HEAD = re.compile(r"(?:^|[，。；：！？\n“）】])$")
JOINT = re.compile(r"[、和及与或]|以及|或者|及其")
# 教育、财政等部门及|市税务局: a list goes on behind its 等部门
GOING_ON = re.compile(r"等(?:有关|相关)?(?:部门|单位|机构)(?:[和及与]|以及|、)")
# 各地各部门: what follows without a mark
ADJOINING = ("各", "有关", "相关")
WITH = re.compile(
    r"(?P<lead>会同|商)$|(?<![一-龥])(?P<join>联合|联动)$|(?<=[要应须将并可需会等由局厅委办府门关部署院行社])(?P<more>联合|联动)$"
)
DATE = re.compile(r"[0-9〇○零一二三四五六七八九十]{4}年[0-9一二三四五六七八九十]{1,2}月")
# 工信厅人〔2019〕50号: the code of a document's number
NUMBER_LINE = re.compile(r"[一-龥]{0,4}〔[0-9]{4}〕")
TAIL = re.compile(
    r"^(?:等(?:[0-9一二三四五六七八九十]{1,3}个)?)?(?:相关|有关|各)?(?:行政)?(?:职能|主管|成员|监管|执法)?"
    r"(?:部门和单位|单位和部门|部门单位|部门、单位|部门（单位）|单位（部门）|部门|单位|机构|机关|各方)?"
    r"(?:和(?:部门|单位|机构|个人))?(?:及其工作人员)?(?:（[^（）]{0,40}）)?"
)


class Acting(NamedTuple):
    """A mention that acts, with its role."""

    mention: BodyMention
    role: Role


class _Group(NamedTuple):
    """Mentions that are joined by 、和及与或, and what is around them in their sentence."""

    mentions: tuple[BodyMention, ...]
    before: str
    after: str
    seam: Seam = Seam.NONE


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    forms = read_json("duties.json")["sentence"]
    lead, objects = alternatives(forms["leading"]), alternatives(forms["object_of_lead"])
    modal, coop = alternatives(forms["modal"]), alternatives(forms["cooperating"])
    return {
        "seat": re.compile(rf"(?:{alternatives(forms['seats'])})$"),  # 办公室设在|市教育局，负责…
        # 请|各县水利局于6月底前报送; not 提请, 报请
        "asked": re.compile(rf"(?<![一-龥])(?:{alternatives(forms['asking'])})$"),
        "head": re.compile(rf"(?:{alternatives(forms['before_subject'])})$"),
        "not": re.compile(rf"^(?:[，]?(?:{alternatives(forms['not_duty'])}))"),
        "must": re.compile(rf"(?<![主重必纲摘概需])(?<!根据)(?<!视)(?<!因)(?:{modal})(?![求点素的件可急])"),
        "may_tell": re.compile(f"[{''.join(sorted({word[0] for word in forms['modal']}))}]"),
        "modal_now": re.compile(
            rf"^[，]?(?:还|都|均|也|并|则|一定|首先|不仅|不但|不光|主要(?=负责))?(?:{modal})(?![求点素的件可急])"
        ),
        "must_now": re.compile(r"^(?:还|都|均|也)?(?:要|应当|应|须|必须|务必)(?![求点素的件可急用])"),
        # 要结合自身职能，积极配合牵头部门; not 要按照职责分工，积极配合，密切协作
        "coop": re.compile(
            rf"^[，]?(?:共同|{modal})?(?:(?:{coop})|(?:结合|按照|根据|依据|围绕|立足)[^，。；]{{1,16}}，(?:{coop})(?![，。；]))"
        ),
        # 运输证（政府部门核发，原件1份）: whose paper it is
        "issued": re.compile(rf"(?:统一)?(?:{alternatives(forms['issued'])})(?=[，）。；、]|$)"),
        "lead_now": re.compile(rf"^[，]?(?:共同)?(?:{lead})(?!{objects})"),
        "lead": re.compile(rf"(?:{lead})(?!{objects})"),
        "duty": re.compile(r"^，?(?:负责|牵头)(?!人|解释|同志)"),
        "person": re.compile(
            rf"(?P<unit>[一-龥]{{0,6}}?|(?:联系|分管|协助|协管)[一-龥]{{2,12}}的)副?"
            rf"(?:{alternatives(forms['persons'])})(?![会办团室])"
        ),
    }


@cache
def _patients() -> frozenset[str]:
    """Anaphors of regulated parties: 你公司."""
    return frozenset(read_json("duties.json")["sentence"]["regulated"])


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges of the sentences inside ``[start, end)``; 。；？！ and line breaks end one."""
    position = start
    for m in SENTENCE_END.finditer(text, start, end):
        if m.start() > position:
            yield position, m.start()
        position = m.end()
    if position < end:
        yield position, end


def find_acting(
    reading: Reading, start: int, end: int, masked: Ranges, limit: int | None = None
) -> tuple[Acting, ...]:
    """The acting mentions of the running text ``[start, end)``; what lies in ``masked`` (brackets that are
    statements, titles) is not looked at. Up to ``limit`` may stand the duties of a name that heads them."""
    found: list[Acting] = []
    p = _patterns()
    places = list(find_places(reading.text, start, end, p["modal_now"], p["may_tell"]))
    if not places and not finder_of(reading).names_outside(masked, start, end):
        return ()
    mottoes = (m for form in (MOTTO, PRINCIPLE) for m in form.finditer(reading.text, start, end))
    quoted = Ranges((m.start() + 1, m.end() - 1) for m in mottoes)
    bodies = find_bodies(reading, start, end)
    named = Ranges((m.start, m.end) for m in bodies)
    places = [m for m in places if not named.overlap(m.start, m.end)]
    mentions = [
        m
        for m in sorted([*bodies, *places], key=lambda m: m.start)
        if not masked.overlap(m.start, m.end) and not quoted.contain(m.start, m.end)
    ]
    if not mentions:
        return ()
    i = 0
    for s, e in sentences(reading.text, start, end):
        here: list[BodyMention] = []
        while i < len(mentions) and mentions[i].start < e:
            if mentions[i].start >= s:
                here.append(mentions[i])
            i += 1
        if here:
            found.extend(Acting(m, role) for m, role in find_headed(reading, here, s, e, limit or end))
            found.extend(_sentence(reading, here, s, e))
            found.extend(Acting(m, Role.RESPONSIBLE) for m in find_offices(reading.text, here, e))
    return tuple(found)


def _groups(reading: Reading, mentions: list[BodyMention], start: int, end: int) -> list[_Group]:
    text, runs = reading.text, list[list[BodyMention]]()
    for m in mentions:
        between = text[runs[-1][-1].end : m.start] if runs else ""
        adjoining = runs and not between and m.name.startswith(ADJOINING)
        if runs and (JOINT.fullmatch(between) or GOING_ON.fullmatch(between) or adjoining):
            runs[-1].append(m)
        else:
            runs.append([m])
    return [
        _Group(
            tuple(carried_on(r)),
            text[max(start, r[0].start - 12) : r[0].start],
            text[r[-1].end : min(end, r[-1].end + LONGEST_REST)],
            reading.seam(r[0].start),
        )
        for r in runs
    ]


def _sentence(reading: Reading, mentions: list[BodyMention], start: int, end: int) -> Iterator[Acting]:
    text = reading.text
    if INTERPRETER.search(text, start, end):
        return
    acting = list(_acting(_groups(reading, mentions, start, end)))
    leading = {a.mention.name for a in acting if a.role is Role.LEAD}
    for a in acting:
        composed = text[a.mention.end : end]
        if a.role is Role.COOPERATE and a.mention.name in leading:
            yield Acting(a.mention, Role.LEAD)
        elif a.role is Role.COOPERATE and not leading and COMPOSED.match(composed):
            if not MAY.search(text, start, a.mention.start):  # 可设立由市教育局等部门组成的机构
                yield Acting(a.mention, Role.RESPONSIBLE)
        else:
            yield a


# 本办法由市教育局会同市财政局负责解释: whom to ask, no duty
INTERPRETER = re.compile(r"由[^，。；]{2,80}(?:负责)?(?:具体)?(?:负责)?解释$")
# 由市教育局、市财政局等组成: members of a group of which nobody is said to lead
COMPOSED = re.compile(r"[^，；]{0,400}组成")


def _acting(groups: list[_Group]) -> Iterator[Acting]:
    subject: list[Acting] = []
    for i, group in enumerate(groups):
        after = group.after[: _next_start(groups, i) - group.mentions[-1].end]
        joined = WITH.search(group.before)
        if joined:
            adjacent = i > 0 and groups[i - 1].mentions[-1].end == group.mentions[0].start - len(
                joined.group()
            )
            if is_relative(_rest(group.after)) or (adjacent and not subject):
                subject = []  # 市教育局会同市财政局制订的办法; 报市教育局会同市财政局审定
                continue
            if joined["lead"]:
                subject = [Acting(a.mention, Role.LEAD) for a in subject]
            yield from subject
            subject = []
            yield from (Acting(m, Role.COOPERATE) for m in group.mentions)
            continue
        role = _role(group, group.after, after)
        if role is not None:
            yield from subject
            subject = [Acting(m, role) for m in group.mentions]
    yield from subject


def _rest(whole: str) -> str:
    """The words behind a body without 等有关部门."""
    tail = TAIL.match(whole)
    return whole[tail.end() :] if tail else whole


def _next_start(groups: list[_Group], i: int) -> int:
    last = groups[i].mentions[-1].end
    return groups[i + 1].mentions[0].start if i + 1 < len(groups) else last + len(groups[i].after)


def _role(group: _Group, whole: str, after: str) -> Role | None:
    """The role of a group that acts, None where it does not; ``whole`` is the rest of the sentence behind it,
    ``after`` that rest up to where the next group begins."""
    p = _patterns()
    rest = _rest(whole) if not DATE.match(whole) else ""
    if (more := GOES_ON.match(rest)) and not begins_with_verb(more["item"]):
        rest = rest[more.end() :]
    if especially := ESPECIALLY.match(rest):
        rest = rest[especially.end() :]
    skipped = len(whole) - len(rest)
    if named := NAMED_AS.search(group.before):
        return Role.LEAD if named["lead"] else Role.RESPONSIBLE
    if not rest.strip("，）”") or rest[0] in "：》”" or NUMBER_LINE.match(rest):
        return None
    by = BY.search(group.before) is not None
    if by and PERMITTED.search(group.before):
        return None
    if p["not"].match(rest) or REFRAINS.match(rest):
        return None
    if not by and CONDITIONED.match(rest):
        return None
    if by and (CONDITION.match(rest) or is_relative(rest) or is_relative_with_object(rest)):
        return None
    if WORK_OF.match(rest) or (not by and p["issued"].match(rest)):
        return None
    person = p["person"].match(rest)
    if person and not p["modal_now"].match(rest) and (is_noun(person["unit"]) or person["unit"][-1:] == "的"):
        return None  # 由市教育局局长担任组长
    if CONTACT.match(rest) or group.mentions[-1].name in _patients():
        return None
    if (
        group.mentions[-1].name.endswith(tuple(words("payers")))
        and not (by and not ACCOUNT.match(rest))
        and not p["modal_now"].match(rest)
    ):
        return None  # 中央财政补助…: who pays acts only where told to
    if CHARGED.match(rest) or p["seat"].search(group.before):
        return None
    if MADE_BY.match(rest) and not p["modal_now"].match(rest):
        return None
    if PREDICATED.search(group.before):
        return None
    if rest.startswith("组成"):
        return Role.COOPERATE
    at_head = by or group.seam is Seam.WIDE or _at_head(group.before)
    if p["lead_now"].match(rest):
        return None if LED.match(rest) and not by and not SET_UP.search(group.before) else Role.LEAD
    if p["coop"].match(rest) and at_head:
        return Role.COOPERATE
    if not at_head and p["must_now"].match(rest):
        at_head = _behind_item(group) or _behind_attribute(group)
    if not at_head and not (p["must_now"].match(rest) and (group.seam or _may_act_anywhere(group))):
        return Role.RESPONSIBLE if p["duty"].match(rest) else None
    if not by and not _acts(rest):
        return None
    own = LED_BY.sub("", after[skipped:])
    return Role.LEAD if p["lead"].search(own) else Role.RESPONSIBLE


def _at_head(before: str) -> bool:
    """Whether a body stands where a subject can: at the head of a clause, behind a time or a condition."""
    return (
        not before
        or CLAUSE_HEAD.search(before) is not None
        or BEHIND_TIME.search(before) is not None
        or BEHIND_ROLE.search(before) is not None
        or _patterns()["head"].search(before) is not None
        or _patterns()["asked"].search(before) is not None
    )


def _behind_item(group: _Group) -> bool:
    """Whether the first of a list of departments is no name that is known: 计划、|物资部门要…."""
    item = BEHIND_ITEM.search(group.before)
    return (
        item is not None
        and any(m.name.endswith("部门") for m in group.mentions)
        and not begins_with_verb(item["item"])
        and not item["item"].endswith(("企业", "公司", "单位", "组织"))
    )


def _behind_attribute(group: _Group) -> bool:
    """Whether an attribute heads the clause: 接受备案的|水利主管部门应当…, 考核工作|牵头单位应…."""
    attribute = BEHIND_ATTRIBUTE.search(group.before)
    if attribute is None or begins_with_verb(attribute["noun"] or ""):
        return False
    name = group.mentions[-1].name
    if attribute["noun"]:
        return name in words("alone") or name.startswith(("牵头", "责任"))
    return name.endswith(tuple(heads("organ") | heads("government")))


def _may_act_anywhere(group: _Group) -> bool:
    """Whether 要 and 应 right behind the names are theirs although other words stand before them."""
    first = group.mentions[0]
    return bool(lead_of(first.name)) and not OBJECT_OF.search(group.before)


def _acts(rest: str) -> bool:
    """Whether the words behind a subject say that it acts: a modal, or a predicate that is no permission."""
    if _patterns()["modal_now"].match(rest):
        return True
    if IS_BODY.match(rest) or BEARS.match(rest) or CONSULTS.match(rest):
        return True
    if not opens_predicate(rest) or tells_of_past(rest):
        return False
    may, must = MAY.search(rest), _patterns()["must"].search(rest)
    if not may or (must is not None and must.start() < may.start()):
        return True
    # 定期组织检查，必要时可邀请专家: what comes first is no permission
    return BESIDE.search(rest, 0, may.start()) is not None and not CONDITIONAL.match(rest)


# 责任主体是各县区政府, 牵头单位为市教育局
NAMED_AS = re.compile(
    r"(?:(?P<lead>牵头|主办|主责)|责任|实施|落实|组织|监管)(?:主体|单位|部门)(?:包括|分别)?[是为]$"
)
# 由市教育局…, 由其上级主管部门…
BY = re.compile(r"由(?:其|相应的?|[一-龥]{0,2}所在地?的?|当地的?|辖区的?)?$")
# 可由市教育局…, 也可以由…: who may do it is told nothing
PERMITTED = re.compile(r"(?<![许认])可以?由[^，。；]{0,6}$")
# 街道办事处|和村集体经济组织、国有林场等单位，应当…: a list goes on with what is no name of a body
GOES_ON = re.compile(
    r"(?:以及|或者|[、和及与或])(?P<item>(?:受[一-龥]{2,10}委托的)?(?:(?!的)[一-龥（）]){2,18})"
    r"(?:[、和及与或](?:(?!的)[一-龥（）]){2,18}){0,6}"
    r"(?:等(?:有关|相关)?(?:单位|部门|机构|组织))?(?=，?(?:应当|应(?!急)|必须|须|(?<![需主重])要(?!求)))"
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
BEHIND_TIME = re.compile(r"[年月日时起]$|[期期时]间?$|(?:[年月日周底期初末时]|之|以)[前后内]$|批准后$|年度$")
# 由市教育局牵头、|市财政局配合
BEHIND_ROLE = re.compile(r"(?:牵头|主办|负责|配合|协助|协办|参与|参加)、$")
BEHIND_ATTRIBUTE = re.compile(
    r"(?:^|[，。；：\n])(?!对|由|向|将|给|为|经|按|把|使|让|推动|督促|指导|要求|组织|支持|鼓励|监督|协调|引导)(?:[一-龥“”]{2,10}的|(?P<noun>[一-龥]{2,8}))$"
)
BEHIND_ITEM = re.compile(r"(?:^|[，。；：\n])(?!对|由|将|向|与|为|经|按)(?P<item>[一-龥]{2,8})、$")
# 市教育局是本市学校的|主管部门，负责…: what a body is said to be acts as that body
PREDICATED = re.compile(r"(?:是|为|作为)[^，。；]{0,10}的(?:归口|统一|综合|具体|行政|业务|法定)?$")
# What a body is told is said within so many characters behind it: the longest sentences of official documents.
LONGEST_REST = 2000
# 按照“地方分级负责、各方共同参与”的原则: who is named inside a motto is told nothing
PRINCIPLE = re.compile(r"(?:按照|坚持|遵循|本着|实行)[^，。；“”\n]{2,40}?的(?:原则|方针)")
MOTTO = re.compile(
    r"“[^“”\n]{1,120}”的?[一-龥]{0,4}(?:原则|要求|方针|机制|模式|格局|思路|体制|体系|制度|责任|工作|局面|办法|方式)"
)
# 对各部门应…, 指导各县要…: what these words govern does not act
OBJECT_OF = re.compile(r"[对向给与同从经被比由将把让使按照据]$|督促$|指导$|(?<!工作)(?<!有关)要求$")
# 国务院|负责实施许可的部门要…: the body is only a part of a name
CHARGED = re.compile(r"(?:负责|承担|主管)[一-龥]{1,12}的(?:部门|单位|机构|机关)")
# 政府各部门报送的评估报告: the body stands in a relative clause
MADE_BY = re.compile(r"[一-龥]{2,6}的(?!，)[一-龥]{1,14}(?:未|应|须|不|由|经|可|要|需|参照|按照|依照|适用)")
# 粮食部门|牵头的检查组，对结果负责; 各部门|牵头负责的评估报告: what is led stands behind, and acts or is a thing
LED = re.compile(r"(?:牵头|主办)(?:负责|组织|承担|实施|编制|制定|起草)?的(?=[一-龥])")
SET_UP = re.compile(r"(?:建立|成立|设立|组建|形成|健全|完善)$")
# 建立由分管负责同志牵头、有关部门参与的机制: others lead than who is told to set it up
LED_BY = re.compile(r"由[^，。；]{1,40}?(?:牵头|主办)")
# 市教育局和市财政局联合编制的《…规划》: the body's work is spoken of, not the body
WORK_OF = re.compile(
    r"(?:联合|共同|先后|新)?(?:编制|制定|制订|印发|下发|发布|公布|颁布|出台|修订|起草|转发|批准)后?的《"
)
# 决定由政府法制机构开展评估的，……: a condition, not a duty
CONDITION = re.compile(r"[^，。；（）]{2,40}的，")
# 市水利局|需调整指标的，由市财政局办理: when somebody else acts
CONDITIONED = re.compile(r"[^，。；（）]{2,40}的，由")
# 由省级财政|专户拨付, 由省级财政|单独出资的基金: whence money comes
ACCOUNT = re.compile(r"专户|专项|资金|预算|单独|出资")
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
# 不刻制印章: who refrains does not act; 不断完善 is a duty
REFRAINS = re.compile(r"(?:都|均|也|一律|绝|决|坚决)?不(?!断|定期|折不扣|遗余力|仅|但|光)")
