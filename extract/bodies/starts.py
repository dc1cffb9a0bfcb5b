"""Where a name begins in running text: what lies between the head of its clause and its known words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gongwen.extract import areas
from gongwen.extract.bodies.lexicon import REMEMBERED, head_ends, listed, words
from gongwen.extract.bodies.mentions import quantified
from gongwen.extract.duties.predicates import begins_with_verb
from gongwen.extract.patterns import alternatives

# How far left of its last word a name may begin: the longest names of leading groups have about forty characters.
REACH = 44
FREE = 16
# Begins with a set of characters, for which `re` looks ten times as fast as for alternatives.
CLAUSE = re.compile(
    r"[，。；：、！？\n“”（）《》〔〕【】,;:第商](?:(?<![第商])|(?<=第)[一二三四五六七八九十百零0-9]{1,5}条"
    r"|(?<=[局厅委部办]商)(?=[省市县区国各有相]))"
)
NOUNS = re.compile(r"[一-龥]+")


# 省级主管部门|或中央企业集团: behind one name, the next begins behind its conjunction
JOINING = re.compile(r"以及|或者|[和及与或](?!谐|田|平县|平区|时)")


def clause_start(text: str, position: int, floor: int) -> int:
    low = max(floor, position - REACH)
    if low == floor and (m := JOINING.match(text, low, position)):
        low = m.end()
    for m in reversed(list(CLAUSE.finditer(text, low, position))):
        if not _bracketed(text, m.start(), position):
            return m.end()
    return low


# Characters of the heads that SECOND_FUNCTION looks for behind its bracket.
HEAD = 2
# 农业（畜牧）部门
SECOND_FUNCTION = re.compile(r"（[一-龥]{2,6}）(?=部门|机构|行政|主管|局(?![一-龥]))")
# 县（市、区）, 市、县政府 (not 各区县、市级部门; nor 省、市信息主管部门, which are two), “放管服”改革
AREA_BRACKET = re.compile(
    r"省、自治区、直辖市|（[市县区州盟旗镇乡街道地自治、]{1,8}）|〔[市县区州盟旗镇乡街道地自治、]{1,8}〕"
    r"|乡、(?=镇)|省、(?=省辖市)|(?!省、市[一-龥]{2})[市县省地州]、(?=[县区自州市（〔])(?![县区州市省](?:[级直属委]|政府|有关|各|人民|[一-龥]{1,10}[局委厅办]))|“[^”\n]{1,12}”"
)


def _bracketed(text: str, place: int, position: int) -> bool:
    """Whether the mark at ``place`` is part of 县（市、区）, 市、县, or of a quoted word inside a name."""
    low = max(0, place - 14)
    if text[place] not in "、（）〔〕“”" and text.find("“", low, place) < 0:  # what ends most clauses
        return False
    if any(m.start() <= place < m.end() <= position for m in AREA_BRACKET.finditer(text, low, position)):
        return True
    return any(
        m.start() <= place < m.end() <= position for m in SECOND_FUNCTION.finditer(text, low, position + HEAD)
    )


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile("|".join([*words("break_patterns"), alternatives(words("breaks"))]))


@cache
def _strict_breaks() -> re.Pattern[str]:
    return re.compile(alternatives(words("strict_breaks")))


def free_start(text: str, clause: int, first: int, core: str) -> int:
    """The clause's head, where what lies between it and the known words is a noun phrase."""
    if clause >= first:
        return first
    made = MADE_OF.search(text, clause, first)  # 市教育局等部门组成的|试点工作专班
    clause = made.end() if made else clause
    if core == DEPARTMENT and text.startswith(core, first) and _charged(text, clause, first):
        return clause
    if clause >= first:
        return first
    written = text[clause:first]
    if made and len(written) <= FREE and core.endswith(head_ends("group")) and NOUNS.fullmatch(written):
        return clause
    return clause + _free(written, core, text.startswith(core, first))


# 受理投诉|部门应当…: at the head of a sentence, a department that is told to act is named by what it does
DEPARTMENT = "部门"
SENTENCE_HEAD = re.compile(r"(?:[。；\n]|第[一二三四五六七八九十百零0-9]{1,5}条)\Z")
CHARGE = re.compile(r"(?![各对由向将给经按把使让请在以及和与或有相其该本])[一-龥]{2,8}")
TOLD = re.compile(r"应当|应(?!急)|必须|须|收到|接到|负责")


def _charged(text: str, clause: int, first: int) -> bool:
    charge = CHARGE.fullmatch(text, clause, first)
    at_head = clause == 0 or SENTENCE_HEAD.search(text, max(0, clause - 8), clause) is not None
    return charge is not None and at_head and TOLD.match(text, first + len(DEPARTMENT)) is not None


@lru_cache(REMEMBERED)
def _free(written: str, core: str, whole: bool) -> int:
    """Where in the words before a name it begins; ``whole``: the name is ``core`` and nothing more."""
    first = len(written)
    gap = without_false_breaks(written)
    if _is_quantified(written) or _of_areas(written):
        return 0
    if gap.endswith("的") and gap.startswith(listed("authority_verbs")) and NOUNS.fullmatch(gap):
        return 0  # 负责汇总的|部门, 承担评估工作的|单位
    if written.startswith(BY) and _is_quantified(written[1:]):
        return 1  # 由|各分项牵头单位
    if most := MOST.search(written):
        return most.start("which")
    last, opened_by, begin = None, False, 0
    for m in _breaks().finditer(gap):
        last = m
    if core.endswith(head_ends("group")):
        opened = _group_opening().search(gap)
        if opened and len(gap) <= REACH and not (opened["own"] and core.endswith(COMMITTEE)):
            return opened.start(str(opened.lastgroup))
        if areas.at(gap, 0) and not _opens_clause(gap):
            return 0  # 云州市打击走私综合治理|领导小组
    if last is not None:
        if last.group() not in words("openers"):
            return begin if whole and _is_compound(gap, core) else first
        gap, begin, opened_by = gap[last.end() :], last.end(), True
        if _is_quantified(written[begin:]):
            return begin
    clean = 1 < len(gap) <= FREE and gap[0] != "的" and NOUNS.fullmatch(gap)
    if clean and (opened_by or not _is_clause(gap, core, whole)):
        return begin
    return begin if whole and _is_compound(gap, core) else first


BY = "由"
# 由涉案金额最多的|县级人民政府
MOST = re.compile(r"(?:^|由)(?P<which>(?:(?!由)[一-龥]){2,8}最[一-龥]{1,2}的)$")
MADE_OF = re.compile(r"(?:组成|为成员|参加|参与|任组长)的(?=[^的]*$)")


def _opens_clause(gap: str) -> bool:
    """Whether a clause stands before a name: 云州市应成立|领导小组."""
    masked = without_false_breaks(gap)
    return _strict_breaks().search(masked) is not None or any(word in masked for word in words("openers"))


@cache
def _false_breaks() -> re.Pattern[str]:
    return re.compile(alternatives(words("no_breaks")))


def without_false_breaks(gap: str) -> str:
    """The words with those masked in which a breaking word is only a part: 应 in 应急. Of the same length."""
    return _false_breaks().sub(lambda m: MASK * len(m.group()), gap)


def is_noun_phrase(words_: str) -> bool:
    """Whether nothing in these words breaks a name: 出入境管理部门, not 会同财政部门."""
    masked = without_false_breaks(words_)
    return NOUNS.fullmatch(words_) is not None and not (
        _breaks().search(masked) or _strict_breaks().search(masked)
    )


# 省各专项应急管理|机构
ALL_OF = ("省各", "市各", "县各", "区各", "州各")
# Any ideograph that is no breaking word.
MASK = "某"


def _is_quantified(gap: str) -> bool:
    """Whether a quantifier heads what lies before a name, and no clause: 相关设区的市…指挥|机构, 各项任务的|牵头部门."""
    headed = gap[1:] if gap.startswith(ALL_OF) else gap
    return (
        quantified().match(headed) is not None
        and len(gap) <= REACH // 2
        and not _strict_breaks().search(without_false_breaks(gap).removesuffix("的"))
    )


def _of_areas(written: str) -> bool:
    """Whether areas that are listed and a noun make up what lies before a name: 各省、自治区、直辖市中小企业|主管部门."""
    areas_ = _area_lead().match(written, 1 if written.startswith("各") else 0)
    if areas_ is None or "、" not in areas_.group():
        return False
    noun = written[areas_.end() :]
    clean = 1 < len(noun) <= FREE and NOUNS.fullmatch(noun) is not None
    return clean and not _breaks().search(without_false_breaks(noun))


def _is_compound(gap: str, core: str) -> bool:
    """Whether what lies before a name is its first part although it holds a word that breaks elsewhere:
    预警信息发布|责任单位, 县（市、区）房屋使用安全|管理部门; not 落实|责任单位."""
    areas_ = _area_lead().match(gap)
    noun = gap[areas_.end() :] if areas_ else gap
    return (
        len(core) > 2
        and not quantified().match(core)
        and core.endswith(head_ends("organ"))
        and 1 < len(noun) <= FREE
        and NOUNS.fullmatch(noun) is not None
        and noun[0] != "的"
        and not _strict_breaks().search(noun.replace(USING, MASK))
        and not _breaks().match(noun)
        and not begins_with_verb(noun)
    )


# 使 in it makes no clause: 房屋使用安全
USING = "使用"


@cache
def _area_lead() -> re.Pattern[str]:
    return re.compile(alternatives(w for w in words("area_words") if len(w) > 1))


def _is_clause(gap: str, core: str, whole: bool) -> bool:
    """Whether what lies before a name is a clause of its own (形成|政府主导), no attribute (招生|单位, 跨省湖泊地区的|政府)."""
    if core.endswith(head_ends("group")) and OF_A_KIND.match(gap):
        return False
    attribute = gap.endswith("的") or (len(gap) == 2 and whole and core in ("单位", "机构", "机关"))
    return begins_with_verb(gap) and not attribute


# 融资性担保业务监管部际|联席会议
OF_A_KIND = re.compile("[一-龥]{2}[性型类]")
# 本市鼓励居民委员会…
COMMITTEE = "委员会"


@cache
def _group_opening() -> re.Pattern[str]:
    """由市推进“放管服”改革协调小组, 成立全市招商领导小组, 制定我省处置非法集资联席会议: where the name of a group begins."""
    levels = alternatives(words("group_levels"))
    return re.compile(
        rf"(?:(?:^|由|成立|设立|建立|组建|报|向|同)(?P<name>(?:{levels})(?=[一-龥“])(?:(?!成立|设立|组建)[^，。；、])*)"
        r"|(?P<own>[我本](?:省|市|县|区|州|自治区)(?:(?!成立|设立|组建|建立)[^，。；、由经向的各]){2,}))$"
    )
