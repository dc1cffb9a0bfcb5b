"""Reads the outline of a document (``outline``): chapters, articles, numbered items and paragraphs, nested as they are numbered.

The layers of an official document are 一、 （一） 1. （1） (党政机关公文处理工作条例 and GB/T 9704-2012, 7.3.3), those of a law
编 章 节 条 （一） (立法法, art. 61). Neither order is relied on: a marker whose number continues an open sequence
belongs to it, a marker numbered one opens a sequence below. So a document that was glued into one line keeps its
outline, and 第四条 in running text is no article.
"""

from __future__ import annotations

import re

from gongwen.extract.behind import LOOK_AHEAD, Behind, OpenUnit
from gongwen.extract.lines import (
    CLOSING_BRACKET,
    closing_duty,
    duty_label,
    header_label,
    is_glossary_heading,
    stage_label,
)
from gongwen.extract.markers import HAN, MARKER, find_markers, kind_of
from gongwen.extract.outline import Outline, Style, Unit
from gongwen.extract.reading import Paragraph, Reading, Seam

# A sentence or an entry has ended before an item that stands inside a paragraph.
ANCHOR = re.compile(r"[。；：！？）”》]")
# 第二章立法前评估第六条: behind a chapter's title, which has no full stop, an article may begin.
CHAPTER_TITLE = 25
TITLE = 40
# …评估办法第一章总则第一条为了规范…: how a law begins, also where its title stands before it without a break.
OPENING_LAW = re.compile(
    r"第[一1][编章节][^，。；：]{1,25}第[一1][章节条]|第[一1]条(?:为|根据|依据|按照|依照|本|凡|在)"
)
# 云州市促进就业工作方案一、总体要求: the title of the document before the first item of its text
TITLED = re.compile(r"(?:方案|计划|意见|措施|要点|规划|通知|办法|规定|细则|分工)(?:（[^（）]{1,12}）)?$")
RUNNING = re.compile(r"[，。；：\n]")
SENTENCE_END = re.compile(r"[。；]")
QUOTED = re.compile(r"[“‘《]$")
# What closes a text and belongs to no item: entry into force, notes, the peroration of a work report
TAIL = re.compile(
    r"各位(?:代表|委员)[！，：]|本[^，。；：]{1,12}自[^，。；]{0,30}(?:施行|实施|执行|生效)|（此件|特此|附件"
)
# …落实到位。（联系人：张三，联系电话：…）附件：1.任务分工表: in a text without line breaks
ATTACHED = "附件："
CONTACT = re.compile(r"（[^（）。：\n]{0,12}联系(?:人|电话|单位)：")
LONGEST_CONTACT = 240
# More than this goes on with the attachments themselves.
LONGEST_LIST = 400
# 1.制定工作细则（2023年6月底前完成）: a heading with its time, whose text follows on a line of its own
TIMED_HEADING = re.compile(r"[^，。；：（）]{2,40}（[^（），。；]{0,4}[0-9]{4}年[^（），。；]{1,14}）")
LEAD_END = "。：；"
# The second of two items begins so far behind the first at most.
FARTHEST_NEXT = 1_000
# A heading is not longer.
HEADING_LENGTH = 60
# 资金来源：…: a field of a project; 联系电话：… behind who is responsible
LABEL = re.compile(r"[一-龥]{2,6}：")
LONGEST_CARD = 2000
# What holds items and is none.
PARTS = frozenset({Style.ROOT, Style.HEADING, Style.PART, Style.CHAPTER, Style.SECTION})
# 完善统计制度，…。 behind a line 责任单位：… is what the next one is responsible for; 联系电话：… and captions are not
SENTENCES = re.compile(r"(?![一-龥]{2,12}：)[^。；：]{12,}[。；]")
SENTENCE = re.compile(r"(?![一-龥]{2,12}：)[^。；：]{4,}。")
# 市公安局：负责…: a paragraph that a body's name heads
HEADED = re.compile(
    r"[一-龥（）、]{2,80}[局委厅办部府位心司会队院关]：(?:主要)?(?:负责|牵头|承担|协助|配合|组织|指导|会同|做好)"
)
# 机关党委, 离退休干部工作处: the divisions that stand unnumbered behind the others
DIVISION = re.compile(
    r"(?:(?:直属)?机关(?:党委|党总支|纪委|工会)|(?:离退休干部|老干部)(?:工作|服务)?[处科局室])(?:（[一-龥]{1,16}）)?(?:[：。\n]|$)"
)


class _Parser:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        root = OpenUnit(0, 0, Style.ROOT, 0, 0, 0, False)
        self.units = [root]
        self.stack = [root]
        self.behind = Behind(reading, self.units)
        self.article = 0  # articles are numbered through, whatever chapters stand between
        # And so are, in many plans, the items （一） （二） … and 1. 2. … below 一、 二、 ….
        self.running = {Style.SECOND: 0, Style.THIRD: 0}
        self.goes_on = False  # whether a paragraph without number went on with an item 一、 二、 …
        self.card = -1  # the project that began without number or name
        self.assigned = False  # whether the paragraph before ends with a line 责任单位：…
        self.divided = -1  # the item that is a heading alone, and whose paragraphs are tasks of their own

    def parse(self) -> Outline:
        for i, paragraph in enumerate(self.reading.paragraphs):
            self._paragraph(i, paragraph)
        self._close_to(0, len(self.text))
        root = self.units[0]
        root.end = max(len(self.text), 1)
        root.own_end = root.own_end or root.end
        return Outline(tuple(self._frozen(u) for u in self.units))

    def _frozen(self, u: OpenUnit) -> Unit:
        return Unit(
            u.index, u.parent, u.style, u.number, u.start, u.text, u.own_end or u.end, u.end, u.inline
        )

    def _paragraph(self, i: int, paragraph: Paragraph) -> None:
        head = MARKER.match(self.text, paragraph.start, paragraph.end)
        if head:  # a marker at the head of a paragraph is believed, whatever its number
            style, number = kind_of(head)
            self._open(style, number, head.start(), head.end(), False)
        else:
            self._unnumbered(i, paragraph)
        end = self._attached(paragraph)
        for m in find_markers(self.text, head.end() if head else paragraph.start, end):
            style, number = kind_of(m)
            if self._fits_inside(m, style, number):
                self._open(style, number, m.start(), m.end(), True)
        if end < paragraph.end:
            self._open(Style.PARAGRAPH, 0, end, end, True)
        tail = self.text[max(paragraph.start, paragraph.end - 900) : paragraph.end].rstrip("。；")
        top = self.stack[-1]
        numbered = top.text > paragraph.start
        timed = numbered and TIMED_HEADING.fullmatch(self.text, top.text, paragraph.end)
        bracketed = tail.endswith("）") and not timed and CLOSING_BRACKET.search(tail) is not None
        top.closed = top.closed or bracketed
        own = max(paragraph.start, top.text)
        self.assigned = not bracketed and closing_duty().search(self.text, own, paragraph.end) is not None

    def _attached(self, paragraph: Paragraph) -> int:
        """Where a text without line breaks goes on with its list of attachments, and with whom to call before it; the
        paragraph's end where it does not."""
        place = self.text.find(ATTACHED, paragraph.start + 1, paragraph.end)
        if place < 0 or self.text[place - 1] not in "。）" or paragraph.end - place > LONGEST_LIST:
            return paragraph.end
        low = max(paragraph.start, place - LONGEST_CONTACT)
        contact = self.text.rfind("（", low, place) if self.text[place - 1] == "）" else -1
        return contact if contact > 0 and CONTACT.match(self.text, contact, place) else place

    def _fits_inside(self, m: re.Match[str], style: Style, number: int) -> bool:
        """Whether a marker inside a paragraph is one: its number continues a sequence or opens one, and something
        has ended before it."""
        before = self.text[m.start() - 1]
        anchored = bool(ANCHOR.match(before)) or self.reading.seam(m.start()) in (Seam.BLANK, Seam.WIDE)
        if QUOTED.search(before):
            return False
        if (
            number == 1
            and style <= Style.ARTICLE
            and not self.article
            and OPENING_LAW.match(self.text, m.start())
        ):
            return True
        if style is Style.ARTICLE:
            near = self.stack[-1].style in (Style.CHAPTER, Style.SECTION) and self._is_near(m)
            return number == self.article + 1 and (anchored or near)
        last = self._last(style)
        if last is None and number == self.running.get(style, 0) + 1 > 1:
            return style is Style.SECOND or anchored
        if last is None:
            return number == 1 and (anchored or self._is_near(m) or self._behind_title(m, style))
        if number == last + 1:
            return anchored or before not in "第、" + HAN
        return number == 1 and anchored

    def _is_near(self, m: re.Match[str]) -> bool:
        top = self.stack[-1]
        return (
            top.style in (Style.PART, Style.CHAPTER, Style.SECTION) and m.start() - top.text < CHAPTER_TITLE
        )

    def _behind_title(self, m: re.Match[str], style: Style) -> bool:
        """三、保障措施（一）科学制定…, 1.港口企业方面（1）减少…（2）…: the title of a section has no full stop."""
        top = self.stack[-1]
        title = self.text[top.text : m.start()]
        if style is Style.FIRST and top.style in (Style.ROOT, Style.HEADING, Style.PARAGRAPH):
            title = self.text[self.reading.paragraph_at(m.start()).start : m.start()]
            return TITLED.search(title) is not None and not RUNNING.search(title)
        if (style, top.style) not in ((Style.SECOND, Style.FIRST), (Style.FOURTH, Style.THIRD)):
            return False
        if not 2 < len(title) < TITLE or RUNNING.search(title):
            return False
        return style is Style.SECOND or self.text.find("（2）", m.end(), m.end() + FARTHEST_NEXT) > 0

    def _last(self, style: Style) -> int | None:
        return next((u.number for u in reversed(self.stack) if u.style is style), None)

    def _begins_card(self, words: str, start: int) -> bool:
        """Whether a line 资金来源：… begins another project although nothing numbers or names it: the item above has that label
        already, and who is responsible behind it."""
        label, top = LABEL.match(words), self.stack[-1]
        if label is None or top.style in PARTS:
            return False
        low = max(top.text, start - LONGEST_CARD)
        first = self.text.find(label.group(), low, start)
        if first < 0 or duty_label().search(self.text, low, first + len(label.group())):
            return False  # 联系电话：… behind 责任单位：… ends a project
        return duty_label().search(self.text, first, start) is not None

    def _unnumbered(self, i: int, paragraph: Paragraph) -> None:
        words = self.text[paragraph.start : paragraph.end]
        if self._begins_card(words, paragraph.start):
            self.stack[-1].closed = True
            self._open(Style.PARAGRAPH, 0, paragraph.start, paragraph.start, False)
            self.card = self.stack[-1].index
            return
        if self.stack[-1].index == self.card and LABEL.match(words):
            return
        if self.assigned and LABEL.match(words) and not header_label().match(words):
            return
        if paragraph.heading or is_glossary_heading(words):
            self._open(Style.HEADING, 0, paragraph.start, paragraph.start, False)
        elif (
            self._is_lead(paragraph)
            or HEADED.match(words)
            or DIVISION.match(words)
            or stage_label().match(words)
        ):
            self._open(Style.LEAD, 0, paragraph.start, paragraph.start, False)
        elif (
            words.startswith("（") and CLOSING_BRACKET.fullmatch(words.rstrip("。；"))
        ) or duty_label().match(words):
            return  # a statement of responsibility on a line of its own belongs to the item above
        elif self._is_free(i, words):
            self._open(Style.PARAGRAPH, 0, paragraph.start, paragraph.start, False)
        elif self.stack[-1].style is Style.FIRST:
            self.goes_on = True

    def _is_lead(self, paragraph: Paragraph) -> bool:
        """Whether the paragraph begins with a bold sentence, the full stop inside or behind the marks."""
        if (
            not paragraph.bold
            or paragraph.bold[0][0] != paragraph.start
            or paragraph.bold[0][1] >= paragraph.end
        ):
            return False
        end = paragraph.bold[0][1]
        if header_label().match(self.text, paragraph.start, paragraph.end):
            return False
        return self.text[end - 1] in LEAD_END or self.text[end] in LEAD_END

    def _is_free(self, i: int, words: str) -> bool:
        """Whether an unnumbered paragraph belongs to no item."""
        top = self.stack[-1]
        if top.style in PARTS or top.style is Style.PARAGRAPH:
            return True
        if self.assigned and SENTENCE.match(words) and self._ends_assigned(i):
            if self._divides(i):
                return True
            top.closed = True
        elif SENTENCES.match(words) and (
            self.assigned or self.behind.follows_series(i, top) or self.behind.follows_items(i, top)
        ):
            top.closed = True
        if top.closed or TAIL.match(words) or header_label().match(words):
            return True
        return self.behind.signs_off(i) or self.behind.tells_all(i, words, top, goes_on=self.goes_on)

    def _divides(self, i: int) -> bool:
        """Whether the paragraph is the second below an item that is a heading alone, each with its line 责任单位：…: a task, as
        is the first, which becomes a unit here.

        （一）推行清洁生产 ⏎ 建设示范厂。… ⏎ 责任单位：… ⏎ 减少用水量。… ⏎ 责任单位：…
        """
        top, paragraphs = self.stack[-1], self.reading.paragraphs
        if not Style.FIRST <= top.style < Style.LEAD or top.inline or top.index != len(self.units) - 1:
            return False
        before = [p for p in paragraphs[max(0, i - LOOK_AHEAD) : i] if p.start >= top.start]
        if len(before) < 2 or before[0].start != top.start or not self._is_heading(before[0]):
            return False
        own, *lines = before[1:]
        if not SENTENCE.match(self.text, own.start, own.end):
            return False
        if not all(LABEL.match(self.text, p.start, p.end) for p in lines):
            return False
        self.divided = top.index
        self._open(Style.PARAGRAPH, 0, own.start, own.start, False)
        return True

    def _is_heading(self, p: Paragraph) -> bool:
        return p.end - p.start < HEADING_LENGTH and not SENTENCE_END.search(self.text, p.start, p.end)

    def _ends_assigned(self, i: int) -> bool:
        """Whether the ``i``-th paragraph ends with 责任单位：…, or such a line follows it."""
        first, *second = self.reading.paragraphs[i : i + 2]
        if closing_duty().search(self.text, first.start, first.end):
            return True
        return any(duty_label().match(self.text, p.start, p.end) for p in second)

    def _open(self, style: Style, number: int, start: int, text: int, inline: bool) -> None:
        depth = self._depth_for(style, number)
        self._close_to(depth, start)
        parent = self.stack[-1]
        unit = OpenUnit(len(self.units), parent.index, style, number, start, text, inline)
        if not parent.own_end:
            parent.own_end = self._trim(start)
        self.units.append(unit)
        self.stack.append(unit)
        if style is Style.ARTICLE:
            self.article = number
        if style in self.running:
            self.running[style] = number

    def _depth_for(self, style: Style, number: int) -> int:
        """How many of the open units stay open when a unit of this style begins."""
        styles = [u.style for u in self.stack]
        if style in (Style.HEADING,):
            return next((i for i, s in enumerate(styles) if s >= Style.HEADING), len(styles))
        if style is Style.PARAGRAPH:
            return self._depth_of_paragraph()
        if style in styles:
            return len(styles) - 1 - styles[::-1].index(style)
        if style <= Style.FIRST:
            return next(
                (i for i, s in enumerate(styles) if s >= style and s is not Style.HEADING), len(styles)
            )
        if style is not Style.LEAD and styles[-1] in (Style.PARAGRAPH, Style.LEAD) and number != 1:
            return len(styles) - 1
        return len(styles)

    def _depth_of_paragraph(self) -> int:
        depth = len(self.stack)
        if self.stack[-1].index == self.divided:
            return depth
        if depth > 1 and self.stack[-2].index == self.divided and self.stack[-1].style is Style.PARAGRAPH:
            return depth - 1
        while depth > 1 and self.stack[depth - 1].style > Style.HEADING:
            depth -= 1
        closed = self.stack[-1]
        if closed.closed and closed.style not in (Style.PARAGRAPH, Style.ROOT):
            return max(1, len(self.stack) - 1) if self.stack[-2].style > Style.HEADING else depth
        return depth

    def _close_to(self, depth: int, start: int) -> None:
        while len(self.stack) > max(1, depth):
            self.stack.pop().end = self._trim(start)

    def _trim(self, end: int) -> int:
        """``end`` without the line breaks before it."""
        while end and self.text[end - 1] == "\n":
            end -= 1
        return end


def parse(reading: Reading) -> Outline:
    """The outline of one document's reading text; every character lies in at least the document's own unit.

    A reading text keeps its outline, which several extractors ask for.
    """
    outline: Outline | None = reading.__dict__.get("_outline")
    if outline is None:
        outline = reading.__dict__["_outline"] = _Parser(reading).parse()
    return outline
