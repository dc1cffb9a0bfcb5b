"""Reads lengths, recurrences and 之日起 as time limits: within, recurring, validity, effective."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongwen.extract.deadlines.grammar import Every, Length, Since
from gongwen.extract.deadlines.judge import eligibility
from gongwen.extract.deadlines.lexicon import any_of, ending, holding, starting
from gongwen.extract.deadlines.phrases import Phrase
from gongwen.extract.deadlines.points import Limit
from gongwen.extract.deadlines.scope import Place
from gongwen.extract.deadlines.validity import validity_start
from gongwen.extract.deadlines.values import add
from gongwen.extract.deadlines.years import Years
from gongwen.extract.model import DeadlineKind

_INSIDE = ("内", "以内", "之内")
_SQUEEZED = re.compile(
    rf"(?:{any_of('squeezed')})(?:平均|最多|最长|不超过|法定|约|为|了|原来的|原则上){{0,2}}+\Z"
)
_CEILING = re.compile(rf"(?:{any_of('ceilings')})\Z")
# 从受理到办结不得超过|5日: how long a way through an office may take
_FROM_TO = re.compile(r"从[^，。；]{2,20}?[到至][^，。；]{2,12}\Z")
LONGEST_WAY = 40
# 复审周期一般不超过|5年: how often something is done again; 建设周期 is how long one work takes
_CYCLE = re.compile(
    r"(?:复审|复核|评估|评价|考核|考评|评定|检定|检验|校准|监测|轮训|修订|更新|普查|审核)(?:的)?周期(?:一般|原则上)?(?:为|是|不得?超过)\Z"
)
_FLOOR = re.compile(rf"(?:{any_of('floors')})\Z")
_LABELLED = re.compile(
    r"(?:时限|办结期限|办理时间|办结时间|审批时间|工作期限)(?:为|：|是|一般为|统一为|均为|原则上为|缩短为|确定为)\Z"
)
# 近三年, 上两年; not 原则上3日内
_BACK = re.compile(rf"(?:{any_of('look_back')}|(?<!提)前)(?<!原则上)\Z")
# 每年主要产品报废量超过2亿台: how it is; an aim says 力争 before
_STATISTIC = re.compile(r"[^，。；]{2,20}(?:量|额|产值|收入|人数)(?:约|已|近|超过|达到?|为)[0-9]")
# 每年|5000万—6000万千瓦的制造能力: how much, of a noun
_MEASURE_OF = re.compile(
    r"[0-9.]{1,9}[万亿]{0,2}(?:[—－\-~～至][0-9.]{1,9}[万亿]{0,2})?[一-龥]{1,4}?的[一-龥]{0,6}?(?:能力|产能|规模|产量|需求|速度|增速)"
)
# 在每季度召开的联席会议上
_RELATIVE = re.compile(
    r"(?:相应|实际|所|新|应)?(?:召开|举行|举办|开展|组织|进行|公布|发布|报送|增加|安排|产生|缴纳|发放|支付)的"
)
# 每季度第一个月的10日前, 每月最后一周星期三前: a day inside the round
_INSIDE_ROUND = re.compile(
    r"的?(?:第[一二三1-3]个月|首个?月|末月|最后一个月|第[一二三四1-4]周|最后一周|末)?的?(?:星期[一二三四五六日]|周?[一二三四五六日](?=前|之前|以前))?"
    r"(?:[0-9]{1,2}[日号]|[上中下]旬|[底末初])?(?:之前|以前|前)"
)
_TIME_USED = re.compile(rf"(?:{any_of('spending_time', 'intentions')})\Z")
_TIME = re.compile(any_of("time_nouns"))
_AHEAD = re.compile(rf"(?:{any_of('ahead')})(?:至少|不少于|不得少于)?\Z|(?:{any_of('ahead_events')})前至少\Z")
# 提前1年|完成目标: how much sooner than planned
_AHEAD_OF_PLAN = re.compile(r"以上|(?:全面|基本|超额|高质量)?(?:完成|实现|达到|建成|达标|脱贫)")
_AHEAD_EVENT = re.compile(rf"(?:{any_of('ahead_events')})(?:之?日)?(?:的)?(?:至少)?\Z")
# 有效期满前3个月内, 居住每满1年之日前1个月内, 考试前10日
_EVENT_BEFORE = re.compile(rf"(?:{any_of('ahead_events')}|之日)前\Z")
_STATE = re.compile("的|尚|仍|未|已")
_ROUND = re.compile(
    r"[^，。；、：（）\n]{0,8}?(?:[一二两三四1-4]|数)(?:至[二三四2-4])?(?:次|遍|轮|期|届|场|回)"
)
_ONCE = re.compile(rf"(?:为)?[一1](?:{any_of('rounds')})|为一个?(?:考核)?(?:周期|轮)")
_LATER_ONCE = re.compile(r"[^，。；、：（）的\n]{1,6}[一1][次届轮]")
# 应当在拍卖十五日前公告
_BEFORE_EVENT = re.compile(r"(?:在|于)[^，。；]{2,24}\Z")
_RATE = re.compile(
    rf"(?:{any_of('rate_verbs')}|人均|户均){{0,3}}+[0-9一二三四五六七八九十百千万亿.,]{{1,12}}+(?:{any_of('rate_words')})"
)
_RATE_HEAD = re.compile(rf"每(?:{any_of('rate_heads')}|班)\Z|(?:人均|户均|标准)\Z")
# 技能提升补贴（每年限1次）: how often somebody may have it
_RATIONED = ("限", "只限", "仅限")
_HAND_TO_HAND = re.compile(r"[0-9一二三四五六七八九十]{1,3}(?:小时|个小时|天)")
_ISSUED = any_of("issued_events")
_OWN = re.compile(
    rf"(?:本[\u4e00-\u9fff]{{1,16}}?)?(?:正式|对外|向社会|予以)?(?:{_ISSUED})(?:后|并(?:{_ISSUED}))?\Z"
)
_PUBLISHED = re.compile(r"(?:本[\u4e00-\u9fff]{1,16}?)?(?:公布|发布|印发|颁布|下发|施行|实施)")
_OTHERS = re.compile(rf"[\u4e00-\u9fff、（）]{{0,24}}(?:{_ISSUED})\Z")
_BEGIN = re.compile(r"[自从由于](?=[^自从由]{0,40}\Z)")
_IN_FORCE = re.compile(
    rf"(?:，)?(?:起)?(?:正式|即)?(?:{any_of('in_force')})(?:(?:并|、)?(?:同时)?(?:废止|停止执行))?(?!的)"
)
# 在21日内有10个以上县发生疫情: what counts, not what is to be done
_CRITERION = re.compile(
    r"(?:共|累计|连续|先后)?(?:有|出现|发现|死亡|造成|达到)[^，。；]{0,6}[0-9一二两三四五六七八九十]"
)
_BARRED = re.compile("不得|不再|禁止")
# 分娩后一年内或者终止妊娠后六个月内，男方不得提出离婚
_BARRED_NEXT = re.compile(r"(?:或者?[^，。；]{0,20})?，[^，]{0,8}不得")
_STOPS = ("，", "。", "；", "\n", "")
_PLAIN_TERM = re.compile(r"(?<![效行施试渡定])(?:期限|时间)(?:为|是|：)?\Z")
# 过渡期以5年为限
_TERM = re.compile("为限|为期限|为期")
_AFTER = re.compile(r"(?:届满|期满|满)?后")


@dataclass(frozen=True, slots=True)
class Measure:
    """A phrase that is no point of time, with all that is needed to judge it."""

    text: str
    phrase: Phrase
    where: Place
    years: Years
    former: Limit | None

    @property
    def start(self) -> int:
        """Where the phrase begins."""
        return self.phrase.start


def read_length(measure: Measure, length: Length) -> Limit | None:
    """The limit that a length of time states: within, validity, or a recurrence (两年一次)."""
    where, phrase = measure.where, measure.phrase
    if once := _ONCE.match(measure.text, phrase.core_end) or _once_later(measure, length):
        value = f"R/{length.value}" if length.number < 60 else None
        return Limit(measure.start, once.end(), DeadlineKind.RECURRING, value) if value else None
    if length.unit in ("Y", "M") and _CYCLE.search(where.before[-16:]):
        return Limit(measure.start, phrase.core_end, DeadlineKind.RECURRING, f"R/{length.value}")
    if limit := _validity(measure, length):
        return limit
    ahead = _EVENT_BEFORE.search(where.before[-8:]) and not _STATE.match(where.clause_after)
    if (_BACK.search(where.before[-5:]) and not ahead) or measure.years.surroundings.looks_back(
        measure.start
    ):
        return None
    end = phrase.end if ahead and not phrase.before else _bounding_end(measure, length)
    if end is None:
        return None
    return Limit(measure.start, end, DeadlineKind.WITHIN, length.value, None, _latest(measure, length))


def _once_later(measure: Measure, length: Length) -> re.Match[str] | None:
    """2～3年举行一次: a few words before 一次."""
    if length.unit not in ("Y", "M", "W", "3M") or measure.phrase.before:
        return None
    return _LATER_ONCE.match(measure.text, measure.phrase.core_end)


def _bounding_end(measure: Measure, length: Length) -> int | None:
    """Where the expression ends if the length bounds an action; None if it does not."""
    where, phrase = measure.where, measure.phrase
    before = where.before[-16:]
    if phrase.before in _INSIDE:
        return phrase.end if _bounds_inside(measure) else None
    if holding("no_limit_nouns").search(before):
        return None
    if _SQUEEZED.search(before) or _LABELLED.search(before) or _follows_squeezed(measure):
        return phrase.end
    if _CEILING.search(before) and (
        holding("ceiling_nouns").search(before)
        or _FROM_TO.search(where.clause_before[-LONGEST_WAY:])
        or _follows_limit(measure)
    ):
        return phrase.end if not eligibility(where) else None
    if _AHEAD.search(before) and not _AHEAD_OF_PLAN.match(measure.text, phrase.core_end):
        return phrase.end
    if settled := starting("settling").match(measure.text, phrase.core_end):
        return settled.end()
    if phrase.before in ("前", "以前", "之前"):
        ahead = length.value[-1] != "Y" and (
            _AHEAD_EVENT.search(before) or _BEFORE_EVENT.search(where.clause_before)
        )
        return phrase.end if ahead else None
    time = _TIME.match(measure.text, phrase.end)
    return time.end() if time and _TIME_USED.search(before) else None


def _bounds_inside(measure: Measure) -> bool:
    """5个工作日内 bounds; 3年内不得…, 近三年内 and 30日内未提出异议的 do not."""
    where = measure.where
    rest = where.after.lstrip("，")
    return not (
        _CRITERION.match(rest)
        or ending("forecasts").search(where.clause_before)
        or measure.years.surroundings.measures(measure.start)
        or starting("prohibitions").match(rest)
        or _BARRED.search(where.clause_after)
        or _BARRED_NEXT.match(where.after)
        or _FLOOR.search(where.before[-5:])
        or eligibility(where)
        or where.clause_after.startswith(("的", "有效"))
    )


def _follows_squeezed(measure: Measure) -> bool:
    """分别压缩至45天、42天和27天: the later members of a list."""
    former = measure.former
    return bool(measure.phrase.follows and former and former.kind is DeadlineKind.WITHIN)


def _follows_limit(measure: Measure) -> bool:
    """原则上24小时内完成作业，最长不超过48小时: what a limit is at most."""
    former = measure.former
    if former is None or former.kind is not DeadlineKind.WITHIN:
        return False
    between = measure.text[former.end : measure.start]
    return len(between) < LONGEST_BETWEEN and not _ENDED.search(between)


LONGEST_BETWEEN = 30
_ENDED = re.compile(r"[。；\n]")


def _validity(measure: Measure, length: Length) -> Limit | None:
    text, phrase, where = measure.text, measure.phrase, measure.where
    end = phrase.end
    start = validity_start(text, measure.start)
    if start is None and ending("validity_verbs").search(where.before[-4:]):
        start = measure.start if _runs(measure) else None
    if start is None and re.compile("(?:内)?有效").match(text, phrase.core_end) and "起" in where.before:
        start, end = measure.start, phrase.core_end + (3 if text[phrase.core_end] == "内" else 2)
    if start is None and _is_term(measure):
        return Limit(measure.start, phrase.core_end, DeadlineKind.VALIDITY, length.value)
    if start is None or length.unit in ("TH", "TM", "WD") or eligibility(where):
        return None
    if where.before.endswith(("从", "由")):  # 从1年缩短至6个月
        return None
    if length.unit == "D" and _PLAIN_TERM.search(where.before):  # 协商选定评估机构的期限为十日
        return Limit(measure.start, end, DeadlineKind.WITHIN, length.value)
    if length.unit == "D" and _CEILING.search(where.before[-8:]):  # 扣留期限不得超过10日 limits an action
        return None
    if phrase.before and phrase.before not in _INSIDE:
        return None
    return Limit(start, end, DeadlineKind.VALIDITY, length.value)


def _is_term(measure: Measure) -> bool:
    """过渡期以5年为限."""
    before = measure.where.before
    bounded = before.endswith("以") and _TERM.match(measure.text, measure.phrase.core_end)
    return bool(bounded and holding("attached_nouns", "policy_words", "terms").search(before))


def _runs(measure: Measure) -> bool:
    """试行一年, 暂定三年; 执行5年 only behind 起, 实施三年行动 never."""
    where = measure.where
    firm = where.before.endswith(("试行", "暂定", "暂行", "有效", "暂定实施", "暂定执行"))
    return ((firm or "起" in where.before) and where.clause_after[:1] in ("", "。")) or (
        firm and not where.clause_after
    )


def _latest(measure: Measure, length: Length) -> str | None:
    """The last day of 自印发之日起3个月内, which counts from the document's date."""
    issued = measure.years.reference.issued
    begun = re.search(r"自([^，。；]{1,20})之日起\Z", measure.where.before)
    if issued is None or begun is None or not _PUBLISHED.fullmatch(begun[1]):
        return None
    return add(issued, length.value)


def read_every(measure: Measure, every: Every) -> Limit | None:
    """The recurrence that 每年, 每两周 state of an action; rates (每月500元) state none."""
    where, phrase = measure.where, measure.phrase
    rest = where.after
    if _RATE_HEAD.search(where.before[-6:]) or _RATE.match(rest) or _HAND_TO_HAND.match(rest):
        return None
    if where.before.endswith("按") and rest[:1].isdigit():
        return None  # 按每年100万元给予奖励
    if rest.startswith("每") or (every.value[1] == "T" and rounds_of(measure) is None and rest[:1].isdigit()):
        return None
    if where.before.endswith("平均") or _STATISTIC.match(rest) or _RELATIVE.match(rest):
        return None
    if rest[:1].isdigit() and _MEASURE_OF.match(rest):
        return None
    if rest.startswith(("的", "为", "是", "均", "有", "度的")) or measure.years.surroundings.looks_back(
        measure.start
    ):
        return None
    if rest.startswith(_RATIONED):
        return None
    rounds = rounds_of(measure) or _INSIDE_ROUND.match(measure.text, phrase.core_end)
    if rounds is None and eligibility(where):
        return None
    if rounds is None and not (
        holding("actions", "routine").search(rest[:45]) or holding("reporting").search(rest[:45])
    ):
        return None
    return Limit(
        measure.start, rounds.end() if rounds else phrase.end, DeadlineKind.RECURRING, f"R/{every.value}"
    )


def rounds_of(measure: Measure) -> re.Match[str] | None:
    """The rounds behind 每…: 开展一次, 至少2次."""
    return _ROUND.match(measure.text, measure.phrase.end)


def read_since(measure: Measure, since: Since) -> Limit | None:
    """自印发之日起施行: an entry into force on the day of issue; 自公布之日起30日后施行 is the day that
    follows from it."""
    text, where = measure.text, measure.where
    issued = measure.years.reference.issued
    begin = _BEGIN.search(where.before)
    event = where.before[begin.end() :] if begin else where.clause_before
    start = measure.start - (len(where.before) - begin.start()) if begin else measure.start - len(event)
    verb = _IN_FORCE.match(text, measure.phrase.end)
    if since.today and re.match("，?[至到]", where.after):
        return None  # with the point behind it a period
    if since.today:
        begin = re.search(r"[自从]\Z", where.before)
        place = measure.start - len(begin.group()) if begin else measure.start
        return Limit(
            place,
            verb.end() if verb else measure.phrase.end,
            DeadlineKind.EFFECTIVE,
            "issued",
            issued,
            issued,
        )
    own = bool(_OWN.fullmatch(event)) or (verb is not None and bool(_OTHERS.fullmatch(event)))
    if not own:
        return None
    if (
        verb is None
        and text[measure.phrase.end : measure.phrase.end + 1] not in _STOPS
        and not where.after.startswith("有效")
    ):
        return None
    end = verb.end() if verb else measure.phrase.end
    return Limit(start, end, DeadlineKind.EFFECTIVE, "issued", issued, issued)


_BEGUN = re.compile(r"自(?P<event>[^，。；自]{1,24})之日起\Z")


def read_delayed(measure: Measure, length: Length) -> Limit | None:
    """自公布之日起30日后施行: effective on a day that follows from the document's; None without a date of
    issue."""
    text, issued = measure.text, measure.years.reference.issued
    after = _AFTER.match(text, measure.phrase.core_end)
    verb = _IN_FORCE.match(text, after.end()) if after else None
    begun = _BEGUN.search(measure.where.before) if verb else None
    if verb is None or begun is None or issued is None or not _OTHERS.fullmatch(begun["event"]):
        return None
    day = add(issued, length.value)
    if day is None:
        return None
    return Limit(measure.start - len(begun.group()), verb.end(), DeadlineKind.EFFECTIVE, day, day, day)
