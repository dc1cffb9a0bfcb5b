"""What the words behind a body say of it: whether they are a predicate with which it acts, may act, or has acted.

市教育局|要加强…, 市教育局|应当…       a modal
市教育局|根据…制定…, 市教育局|定期组织…  a predicate without one
市教育局|工作职责, 市教育局|秘书处       no predicate: a noun goes on
"""

from __future__ import annotations

import re
from functools import cache

from gongwen.extract.data import read_json, read_table
from gongwen.extract.patterns import alternatives

WORD = re.compile(r"[一-龥]{2}")


@cache
def forms(part: str) -> dict[str, list[str]]:
    """The word lists of one part of ``duties.json``."""
    found: dict[str, list[str]] = read_json("duties.json")[part]
    return found


@cache
def leads() -> re.Pattern[str]:
    """A word that makes its subject the one that leads: 牵头, but not in 牵头单位."""
    words = forms("sentence")
    return re.compile(rf"(?:{alternatives(words['leading'])})(?!{alternatives(words['object_of_lead'])})")


@cache
def verbs() -> frozenset[str]:
    """Verbs of two characters."""
    return frozenset(row["word"] for row in read_table("verbs.tsv")) | frozenset(
        read_json("duties.json")["sentence"]["openings"]["verbs"]
    )


@cache
def _naming_verbs() -> tuple[str, ...]:
    """Verbs with which a name can begin, as 公立 in 公立医院."""
    return tuple(read_json("duties.json")["sentence"]["no_free_verbs"]["words"])


@cache
def _free_verbs() -> frozenset[str]:
    return verbs().difference(_naming_verbs())


@cache
def _adverbs() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(read_json('duties.json')['sentence']['openings']['adverbs'])})++")


@cache
def _nominal() -> re.Pattern[str]:
    return re.compile(alternatives(read_json("duties.json")["sentence"]["openings"]["nominal"]))


@cache
def _adjectives() -> tuple[str, ...]:
    return tuple(read_json("duties.json")["sentence"]["openings"]["adjectives"])


@cache
def _transitive() -> re.Pattern[str]:
    """A verb that makes no noun with the one behind it, with its object: 建立信息报告制度, not 审批信息, 建立的制度."""
    verbs_ = alternatives(read_json("duties.json")["sentence"]["openings"]["transitive"])
    return re.compile(rf"(?:{verbs_})[^的，。；]{{2,30}}+(?=[，。；]|\Z)")


@cache
def _past() -> re.Pattern[str]:
    words = alternatives(read_json("duties.json")["sentence"]["past"]["words"])
    return re.compile(rf"(?<![0-9一二三四五六七八九十])(?:{words})")  # not 7月10日前


@cache
def role_verbs() -> frozenset[str]:
    """What a body does in a task: 牵头, 配合, 负责."""
    every: dict[str, list[str]] = read_json("duties.json")["predicates"]["verbs"]
    return frozenset(word for group in every.values() for word in group)


def opens_predicate(words: str) -> bool:
    """Whether a predicate begins with these words: 根据…, 定期组织…, 制定…; not 工作…, 审批窗口…."""
    words = words.removeprefix("，")
    if words.startswith(("将", "把")) or any(form.match(words) for form in (CONDITION, TOPIC, UPON)):
        return True
    if after := AFTER.match(words):
        return opens_predicate(words[after.end() :])
    adverbs = _adverbs().match(words)
    at = adverbs.end() if adverbs else 0
    adjective = words[:at].endswith(_adjectives()) and not words[:at].endswith(JOINING)
    if words[at : at + 2] in verbs():
        by_manner = adverbs is not None and not adjective  # 按要求报送信息, not 重点工作
        if by_manner or not _nominal().match(words, at + 2):
            return True
        return _transitive().match(words, at) is not None or THEN.match(words, at + 2) is not None
    if not adverbs:
        return False
    return not (adjective and _nominal().match(words, at))


# 市教育局|会同市财政局…: a body follows, whatever it is called
JOINING = ("会同", "联合", "协同")
# 市教育局|经审核，对符合条件的予以登记; 经市政府同意，印发…
# 采购机构|受医院委托，签订合同
AFTER = re.compile(r"经[^，。；：、]{2,14}，|受[^，。；：]{2,16}(?:委托|授权)(?:或者?(?:委托|授权))?，")
# 市教育局|有立法需求的应当在…
CONDITION = re.compile(r"[^，。；：、]{2,24}的，?(?:应当|应|要(?![求点素件])|须|必须)")
# 国家机关|对工作中知悉的个人信息，应当…; 各地|在项目审批工作中，要注意…; 财政部门|对资金使用要严格审核;
# 市教育局|因故调整时间，应当…
TOPIC = re.compile(
    r"[对在因][^，。；]{2,60}，(?:应当|必须|应|须|要)(?![求急用])"
    r"|对[^，。；]{2,30}(?:应当|必须|(?<![反响对适相])应(?![求急用对变收付])|(?<![主重必纲摘概需])要(?![求素点件闻塞]))"
)
# 水利局|对受理的申请进行审查，…: what is done to what; not 对申请进行审查的
UPON = re.compile(
    r"对[^，。；]{2,40}?(?:进行|予以|给予|加以)(?:必要|相应|适当|全面|严格|专门|集中)?的?(?!了)[^，。；的]{2,24}(?:[，。；]|\Z)(?<!时，)(?<!情况，)"
)
# 水利局|汇总项目建议并进行审查: a second verb shows that the first was one
THEN = re.compile(
    r"[^，。；、的和与及]{2,20}并(?:进行|予以|及时|报|向|将|对|组织|提出|负责|做好)(?![^，。；]{0,12}的)"
)


def begins_with_verb(words: str) -> bool:
    """Whether a verb, or an adverb and a verb, begins these words: 形成…, 依法移送…; not 居住地…."""
    if words.startswith(_naming_verbs()):
        return False
    adverbs = _adverbs().match(words)
    at = adverbs.end() if adverbs else 0
    verb = words[at : at + 2]
    return verb in _free_verbs() and words[at + 2 : at + 3] != "地"


def is_noun(words: str) -> bool:
    """Whether neither a verb nor an adverb or preposition begins these words; none at all are no verb either."""
    return not begins_with_verb(words) and not _adverbs().match(words)


def tells_of_past(words: str) -> bool:
    """Whether a sentence tells what has happened: 近年来, 取得了, 国务院|组织勘定了…."""
    told = ASIDE.sub("", words)
    return DONE.match(told) is not None or _past().search(told) is not None


# 公布了《…》, 积极部署，基本查清了…: what is done, before any word that tells to do something; not 为了, 了解
DONE = re.compile(r"[^。；要应须必将请]{1,40}?(?<![为除到好不])了(?![解结断])")


# （包括是否建立了机制）: what a bracket tells is told beside
ASIDE = re.compile(r"（[^（）\n]{0,200}）")


def is_relative(words: str) -> bool:
    """Whether the body belongs to a noun: 由市教育局|制定的办法."""
    m = RELATIVE.match(words)
    return m is not None and m["verb"] in verbs() and m["verb"] not in forms("sentence_words")["grouping"]


def is_relative_with_object(words: str) -> bool:
    """Whether 由 + body + predicate belong to the noun of which the sentence goes on to speak: 由医疗保障部门|行使定价权的项目，
    应当公开."""
    m = RELATIVE_WITH_OBJECT.match(words)
    return m is not None and m["verb"] in verbs() and m["verb"] not in forms("sentence_words")["grouping"]


RELATIVE_WITH_OBJECT = re.compile(
    r"(?P<verb>[一-龥]{2})(?:(?!的)[一-龥]){1,10}的(?:(?![并且和])[一-龥]){1,10}?(?:，?(?:应当|必须|可以|不得)|，(?:应|须|可|按)|实行|执行|纳入)"
)
RELATIVE = re.compile(r"[一-龥]{0,2}?(?P<verb>[一-龥]{2})的(?![，。；])")
