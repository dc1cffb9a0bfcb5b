"""What a citation is to the document that makes it: basis, purpose, what it issues, repeals, amends, explains."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache

from gongwen.extract.citations.words import Sentences, any_of, governor, word
from gongwen.extract.data import read_json
from gongwen.extract.keys import normal_title
from gongwen.extract.model import Context, Relation
from gongwen.extract.outline import Outline, Style, Unit, title_of
from gongwen.extract.reading import Reading
from gongwen.extract.segment.lexicon import type_words

# The head of a document ends with its first sentence, or with so many characters or lines.
HEAD, HEAD_LINES = 2000, 12
CLAUSE_END = re.compile(r"[，。；：\n]")
# 省水务局《A》、《B》|业经省人民政府同意，…: what is issued is what the sentence speaks of
SUBJECT = re.compile(r"(?:\A|[：，])[一-龥、]{0,24}(?:《》[、，和及]?)*\Z")
APPROVED = re.compile(r"[^，。；]{0,20}?[已业]?经[^，。；]{2,40}")
# 《A》|已于2018年10月30日经市人大常委会会议通过，经省人大常委会批准，现予公布
ENACTED = re.compile(r"[已业]?(?:已)?[于经由][^。；]{2,120}?(?:通过|批准)，现")
# （2013年通过，2018年12月29日|予以修改）: what stands in a bracket is the history of what is cited
IN_BRACKET = re.compile(r"\A[^（）]*）|（[^（）]*）")
# 《A》自2021年起施行，|《B》同时废止: the verb is of the next
IN_FORCE = re.compile(r"起(?:正式)?(?:施行|实施|执行|生效|启用)")
# 市水务局制定了《A》，现转发给你们: what is named right before is issued
AT_ONCE = re.compile(r"(?:（[^（）]{0,40}）)?，(?:[业已]?经[^，。；]{2,30}(?:同意|批准|通过)，)?$")
# 本规划依据|《A》《B》编制
OWN = re.compile(r"本[一-龥]{1,6}(?:是|系|主要)?\Z")
MADE = re.compile(r"[^，。；]{0,30}(?:编制|制定|制订|起草|拟定)")
# 一、|修改《X》 in a decision that amends and repeals
ITEM_ALONE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|[0-9]{1,2}[.．、])?"
)
# 国务院决定在云泽新区|暂时调整实施《X》
DECIDED = re.compile(r"决定(?:在[^，。；]{0,24})?\Z")
# 凡与《A》《B》规定不一致的，停止执行
AT_ODDS = re.compile(r"[与同和](?:《》)+\Z|[与同和]\Z")
CONFLICT = re.compile(r"不一致|不相?符|相?抵触|相悖|冲突")
# Titles of so many characters that differ by a word are one.
LONG_ENOUGH = 12
# 附件：1.云泽市供水管理办法（此略）
ANNEX = re.compile(r"附(?:件|表|录)?[0-9一二三四五六七八九十]{0,2}(?:：|(?<=[0-9])[.．、])")
ANNEX_NEXT = re.compile(r"(?:附件)?[0-9]{1,2}[.．、：]")
LONGEST_ANNEX_LINE = 90
# 为贯彻落实《X》: 为 begins a clause or leads a verb of purpose; that of 作为 does neither.
PURPOSE = re.compile(
    r"(?:\A|[，：。；\s）条])(?:现)?(?:为了?|旨在)(?![主此期止])|(?<![作成认])为了?(?:贯彻|落实|实施|深入|全面|进一步|切实|认真|加快|推动|推进|做好|确保|保证|更好)"
)
# …实施方案为|贯彻落实《X》: a title was glued to the purpose
GLUED_PURPOSE = re.compile(r"(?<![作成认因行称视定])为了?\Z")
# 为做好《X》贯彻实施工作
CARRIED_OUT = re.compile(
    r"的?(?:顺利|有效|全面|有序)?(?:贯彻|落实|实施|宣传贯彻|学习贯彻)(?!情况|经验|成效|效果|细则|办法|方案|以来|[期中后])"
)
# 根据……会议通过的《关于修改部分地方性法规的决定》修正: how a law was amended before
HISTORY = re.compile(r"(?:的)?(?:第[一二三四五六七八九十]次)?修[正订]")
# 第一条 根据《X》，制定本办法: what a clause says where its basis is the document's.
FOUNDED = re.compile(
    r"(?:制定|制订|编制|修订|订立|拟定|起草|出台|形成)了?(?:以下|如下|本(?:办法|方案|规定|细则|条例|规则|意见|计划|规划|预案|制度|通知|措施|要点|指南|规范|标准|章程|准则|目录|清单|决定|纲要|实施|工作|行动|暂行|管理))"
    r"|特(?:制定|制订)|制定了?《"
)
# 《X》（云府〔2003〕2号）自本办法施行之日起同时废止
REPEALED = r"[^，。；]{0,24}(?:，[^，。；]{0,12})?"
AMENDED = re.compile(
    r"(?:修改|修订|调整|修正|变更)(?:为|如下)|(?:作|做)(?:出|了)?(?:如下|以下|部分|相应)?(?:修改|修订|调整)|改为|删[去除]|增加(?:一|第|“)|予以(?:修改|修订|修正)"
)
# 现对《X》进行调整
ADJUSTED = re.compile(r"[^，。；]{0,12}(?:进行|予以|作出?)(?:部分|适当|相应|局部)?(?:修改|修订|调整|修正)")
# 全省各地、各有关部门要高度重视，|按照《X》要求
TOLD = re.compile(r"(?:\A|[，：。；])(?:全[省市区县国州])?各[^，：。；]{1,30}?(?:要|应|须|务必)")
# 1.1编制目的: the sections of an emergency plan
DECIMAL = re.compile(r"1\.1(?![0-9])(?:(?<=\A1\.1)|(?<=[\n。]1\.1))")
# Title, number and registration number of a document stand in its first lines.
HEAD_LINES = 8
# A section on the basis lists documents in so many paragraphs at most.
BASIS_LINES = 12
# Heading of the basis of a plan: 编制依据
BASIS_HEADING = re.compile(
    r"[（）0-9.．、一二三四五六七八九十]{0,8}(?:编制|制定|制订|起草|政策|法律|主要|法规)*依据(?:文件)?[：。]?(?=\n|\Z|《|根据|依据|本)"
)


def relating_words(text: str) -> Iterator[int]:
    """Where the words stand without one of which no heading has a relation."""
    words: list[str] = [*read_json("citations.json")["repeal"], *read_json("citations.json")["amend"]]
    for said in words:
        place = text.find(said)
        while place >= 0:
            yield place
            place = text.find(said, place + 1)


ASIDE = re.compile(r"（[^（）]{0,40}）")


@lru_cache(256)  # a document's title is asked about for each of its citations
def relation_of_heading(words: str) -> Relation | None:
    """The relation of all entries under a heading: 决定予以废止的规章, 修改的文件目录; None where it says both or none.

    What stands in brackets is no heading: 省渡口管理办法（修改）.
    """
    words = ASIDE.sub("", words)
    says_repeal, says_amend = bool(word("repeal").search(words)), bool(word("amend").search(words))
    if says_repeal == says_amend:
        return None
    return Relation.REPEALS if says_repeal else Relation.AMENDS


# 现将《X》, 根据《X》, 《X》继续有效, 将《X》第三条修改为, 现决定对《X》
LED = re.compile(r"现将[^，。；：]{0,60}\Z")
BASED = re.compile(r"(?:根据|按照|依据)[^，。]{0,30}\Z")
STILL = re.compile(r"(?:继续|仍然?)(?:有效|执行|施行)")
CHANGED = re.compile(r"(?:将|对|把|删去|删除)[^，。；《》“]{0,20}\Z")
DECIDED_ON = re.compile(r"(?:现|决定)(?:决定)?对\Z")


@cache
def _issued_now() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('issue_now')})[^，。；：《》]{{0,20}}\Z")


@cache
def _repealed() -> re.Pattern[str]:
    return re.compile(rf"{REPEALED}(?:{any_of('repeal')})(?!后|的)")


class Relations:
    """Gives the citations of one document their relations."""

    def __init__(self, reading: Reading, outline: Outline, context: Context) -> None:
        self.reading, self.outline, self.context = reading, outline, context
        self.text = reading.text
        self.sentences = Sentences(reading.text)
        self.begins = [p.start for p in reading.paragraphs]
        self.opening_end = self._opening_end()
        self.title_end = self._title_end()
        self.issued = {normal_title(t) for t in context.issues}
        self.explains = _explains(context)
        self.named = self._interpreted() if self.explains else ()
        self.interprets = frozenset(normal_title(t) for t in self.named)

    def _opening_end(self) -> int:
        """Where the first item begins; in articles the first article is still part of the opening."""
        decimal = DECIMAL.search(self.text)
        limit = decimal.start() if decimal else len(self.text)
        for unit in self.outline.units[1:]:
            if unit.style is Style.ARTICLE and unit.number > 1:
                return min(unit.start, limit)
            if unit.style in (Style.FIRST, Style.SECOND, Style.THIRD):
                return min(unit.start, limit)
        return limit

    def _title_end(self) -> int:
        """Where the title that heads the block ends; 0 where the block does not begin with it."""
        title = normal_title(self.context.title or "")
        if not title:
            return 0
        sentence = self.text.find("。", 0, HEAD)
        limit = sentence if sentence >= 0 else HEAD
        for p in self.reading.paragraphs[:HEAD_LINES]:
            if p.start > limit:
                break
            joined = normal_title(self.text[: min(p.end, limit)])
            if title in joined:
                behind = joined[joined.find(title) + len(title) :]
                if len(behind) < 30 and "《" not in behind:
                    return p.end
                return self._in_line(title, min(p.end, limit))
        return 0

    def _in_line(self, title: str, limit: int) -> int:
        end = len(title)
        while end < limit and title not in normal_title(self.text[:end]):
            end += 1
        return end

    @property
    def explained(self) -> str | None:
        """The title of the one document that an interpretation explains, as the interpretation prints it."""
        return self.named[0] if len(self.interprets) == 1 else None

    def _interpreted(self) -> tuple[str, ...]:
        """The titles that an interpretation names in its own title, else the one to which it gives a short name first."""
        named = re.findall(r"《([^《》]+(?:《[^《》]+》[^《》]*)?)》", self.context.title or "")
        if not named:
            first = re.search(
                rf"《([^《》\n]{{4,120}})》(?:（[^（）\n]{{0,40}}）)?（[^（）\n]{{0,40}}(?:{any_of('short')})",
                self.text,
            )
            named = [first[1]] if first else []
        return tuple("".join(t.split()) for t in named)

    def is_interpreted(self, title: str) -> bool:
        """Whether a title is that of the document explained, with or without its issuer, or stands in the own title."""
        plain = normal_title(title)
        if plain in type_words() and any(t.endswith(plain) for t in self.interprets):
            return True
        if any(plain == t or _tail_of(plain, t) or _alike(plain, t) for t in self.interprets):
            return True
        return (
            self.explains and not self.interprets and _core(plain) in normal_title(self.context.title or "")
        )

    def is_frame(self, start: int, end: int) -> bool:
        """Whether a number is one of the document's own: in its title, or on a line of its own in the head, as the
        registration number below the number is."""
        if start < self.title_end:
            return True
        i = bisect_right(self.begins, start) - 1
        p = self.reading.paragraphs[i]
        return i < HEAD_LINES and (p.start, p.end) == (start, end)

    def is_annex_line(self, start: int) -> bool:
        """Whether the place is in lines that only name the document's own attachments (附件：1.…，此略)."""
        paragraphs = self.reading.paragraphs
        i = bisect_right(self.begins, start) - 1
        while i and ANNEX_NEXT.match(self.text, paragraphs[i].start):
            if ANNEX.match(self.text, paragraphs[i].start):
                return "。" not in self.text[paragraphs[i].start : start]
            if paragraphs[i].end - paragraphs[i].start > LONGEST_ANNEX_LINE:
                return False
            i -= 1
        labelled = ANNEX.match(self.text, paragraphs[i].start) is not None
        return labelled and "。" not in self.text[paragraphs[i].start : start]

    def in_own_title(self, start: int, title: str) -> bool:
        """Whether a 《》 is part of the document's own title; an interpretation's title cites what it explains."""
        return start < self.title_end and not (self.explains and self.is_interpreted(title))

    def of(self, start: int, end: int, title: str | None) -> Relation:
        """The relation of the citation ``[start, end)``."""
        if self.explains:
            explained = title is not None and self.is_interpreted(title)
            return Relation.INTERPRETS if explained else Relation.REFERENCES
        before, after = self.sentences.around(start, end)
        return (
            self._issues(before, after, title, end)
            or self._repeals(before, after)
            or self._amends(before, after)
            or self._by_heading(start)
            or self._founded(before, after, start)
            or Relation.REFERENCES
        )

    def _issues(self, before: str, after: str, title: str | None, end: int) -> Relation | None:
        """现将《X》印发给你们, 《X》已经市政府同意，现印发给你们, 现发布《X》; the basis in such a sentence is none of it."""
        led = LED.search(before)
        if _issued_now().search(before):
            return Relation.ISSUES
        if led and self.issued and self._is_issued(title):
            return Relation.ISSUES
        window = after if ENACTED.match(after) else after[:60]
        if not word("issue_after").search(window):
            made = MADE_NOW.search(before) and _made().match(self.text, end)
            if not made and not _approved().match(self.text, end):
                return None
        lead = governor(before)
        purpose = lead is not None and lead.kind == "purpose" and _is_purpose(lead.before)
        if lead is not None and lead.near and (purpose or lead.kind == "basis"):
            return None
        words = word("issue_after").search(after)
        if words and AT_ONCE.match(after[: words.start()]):
            return Relation.ISSUES
        if SUBJECT.search(before) and APPROVED.match(after):
            return Relation.ISSUES
        if BASED.search(before):
            return None
        return Relation.ISSUES if led or self._is_issued(title) else None

    def _is_issued(self, title: str | None) -> bool:
        plain = normal_title(title or "")
        return not plain or not self.issued or any(_tail_of(plain, t) or plain == t for t in self.issued)

    def _repeals(self, before: str, after: str) -> Relation | None:
        lead = governor(before)
        if STILL.match(after):
            return None
        if AT_ODDS.search(before) and CONFLICT.search(after):
            return None
        if lead and lead.kind == "repeal" and lead.near:
            return Relation.REPEALS
        m = _repealed().match(after)
        if m is None or "未" in m.group() or IN_FORCE.search(m.group()):
            return None
        based = lead is not None and lead.kind in ("basis", "purpose") and not before.endswith("，")
        return None if based else Relation.REPEALS

    def _amends(self, before: str, after: str) -> Relation | None:
        """将《X》第三条修改为…, 决定对《X》作如下修改; a plan's 修订《X》 is a task to come."""
        own = relation_of_heading(self.context.title or "") is Relation.AMENDS
        after = IN_BRACKET.sub("", after)
        if CHANGED.search(before) and (AMENDED.search(after) or (own and word("amend").search(after))):
            return Relation.AMENDS
        if DECIDED_ON.search(before) and ADJUSTED.match(after):
            return Relation.AMENDS
        lead = governor(before)
        if lead is None or lead.kind != "amend":
            return None
        titled = self.context.type == "决定" and word("amend").search(self.context.title or "") is not None
        if titled and ITEM_ALONE.fullmatch(lead.before):
            return Relation.AMENDS
        return Relation.AMENDS if own or DECIDED.search(lead.before) else None

    def _by_heading(self, start: int) -> Relation | None:
        unit = self.outline.at(start)
        led = self.text[unit.text : start]
        if (
            not unit.number
            or len(led) > 30
            or "“" in led
            or self.context.type in read_json("citations.json")["plan_types"]
        ):
            return None
        for above in self.outline.ancestors(unit):
            relation = self._heading_relation(above) if above.index else self._by_intro(unit)
            if relation:
                return relation
        return None

    def _heading_relation(self, unit: Unit) -> Relation | None:
        a, b = title_of(self.reading, unit)
        relation = relation_of_heading(self.text[a : min(b, a + 60)])
        if relation is Relation.AMENDS and not word("amend_headings").search(self.text, a, min(b, a + 60)):
            return None
        return relation

    def _by_intro(self, unit: Unit) -> Relation | None:
        """我部决定废止以下文件：一、…… the sentence that introduces the list."""
        if not unit.index:
            return None
        first = next((u for u in self.outline.units[1:] if u.style is unit.style), unit)
        intro = self.text[max(0, first.start - 120) : first.start].rstrip("\n")
        sentence = re.split(r"[。\n]", intro.rstrip("："))[-1]
        return relation_of_heading(sentence) if intro.endswith("：") else None

    def _founded(self, before: str, after: str, start: int) -> Relation | None:
        """What the document is made on or carries out: stated in its opening, in a section 编制依据, or with 制定本办法."""
        if self._under_basis_heading(start):
            return Relation.LEGAL_BASIS
        own = governor(before)
        if own and own.kind == "basis" and OWN.search(own.before) and MADE.match(after):
            return Relation.LEGAL_BASIS
        if start >= self.opening_end and not FOUNDED.search(after):
            return None
        if PURPOSE.search(before) and CARRIED_OUT.match(after):
            return Relation.IMPLEMENTS
        lead = governor(before)
        if lead is None or not lead.near:
            return None
        if lead.kind == "basis":
            return Relation.LEGAL_BASIS if self._is_basis(lead.before, after) else None
        if lead.kind == "purpose" and _is_purpose(lead.before):
            return Relation.IMPLEMENTS
        return None

    def _is_basis(self, lead: str, after: str) -> bool:
        """Whether 根据 speaks of the document: not 各地要按照《X》…, 由县政府按照《X》…, 参照《X》执行."""
        clause = CLAUSE_END.split(lead)[-1]
        if re.search(rf"(?:(?<!需)(?:{any_of('acting')})|由[^，]{{2,30}}|各[^，]{{1,8}})\Z", clause):
            return False
        if TOLD.search(lead) or re.search(rf"(?:\A|[，：。；])(?:{any_of('addressed')})", lead):
            return False
        if FOUNDED.search(after):
            return True
        if HISTORY.match(after):
            return False
        return re.match(rf"[^，。；]{{0,20}}(?:{any_of('apply')})", after) is None

    def _under_basis_heading(self, start: int) -> bool:
        """Whether the place is in a section that its heading, a line or the beginning of one, calls 编制依据."""
        i = bisect_right(self.begins, start) - 1
        for paragraph in reversed(self.reading.paragraphs[max(0, i - BASIS_LINES) : i + 1]):
            if BASIS_HEADING.match(self.text, paragraph.start, paragraph.end):
                return True
            if paragraph.start <= start < paragraph.end:
                continue
            if "《" not in self.text[paragraph.start : paragraph.end]:
                return False
        return False


def _is_purpose(before: str) -> bool:
    """Whether 贯彻, 实施 and the like behind these words state a purpose: not 省|实施全民健身计划委员会."""
    return bool(PURPOSE.search(before) or GLUED_PURPOSE.search(before))


@cache
def _approved() -> re.Pattern[str]:
    """《X》已经市政府第3次常务会议审议通过。现予以印发: the notice says in two sentences what others say in one."""
    return re.compile(
        rf"[^。；《》\n]{{0,80}}(?:通过|同意|批准|审定|审议)。\n?[^，。；《》\n]{{0,12}}(?:{any_of('issue_after')})"
    )


# 我局研究制定了|《X》。现予以印发
MADE_NOW = re.compile(r"(?:制定|制订|编制|修订|起草)了?\Z")


@cache
def _made() -> re.Pattern[str]:
    """《X》。现予以印发 behind 我局制定了."""
    return re.compile(rf"(?:（[^（）\n]{{0,40}}）)?。\n?[^，。；《》\n]{{0,4}}(?:{any_of('issue_after')})")


@cache
def _wrapping() -> re.Pattern[str]:
    return re.compile(r"(?:.*关于)?(?:印发|发布|公布)|的(?:通知|公告|通告|决定)\Z")


def _core(title: str) -> str:
    """The name of what a notice issues: 云泽市人民政府关于印发云泽市供水办法的通知 → 云泽市供水办法."""
    return _wrapping().sub("", title).strip("《》")


def _explains(context: Context) -> bool:
    """Whether a document explains another: by its kind, or as its title says (王处长解读《云泽市供水办法》)."""
    if context.type in read_json("citations.json")["interpret_types"]:
        return True
    return bool(re.search(rf"(?:{any_of('interpret_types')})(?:《|\\Z)", context.title or ""))


def _alike(one: str, other: str) -> bool:
    """Whether two titles differ by a word at most: 关于开展试点的通知 and 关于开展试点工作的通知."""
    short, long = sorted((one, other), key=len)
    if len(short) < LONG_ENOUGH or len(long) - len(short) > 4:
        return False
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same:] == long[len(long) - len(short) + same :]


def _tail_of(one: str, other: str) -> bool:
    """Whether one title is the other without its issuer: 关于…的通知 and 云泽市水务局关于…的通知."""
    short, long = sorted((one, other), key=len)
    return len(short) > 6 and long.endswith(short)
