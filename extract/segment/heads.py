"""The head of a document: number, registration, title, passage, byline and addressees, in whatever order they stand.

党政机关公文处理工作条例 (2012), art. 9 (5)-(8); for laws the line in brackets below the title (题注) that says how they were
passed (立法技术规范（试行）（一）, 2009).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gongwen.extract.reading import Reading, Seam
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.signoff import NAME_LENGTH, NAME_LINES, is_name
from gongwen.extract.segment.titles import TERM, TITLE_WORDS, KnownTitles, Title, find_title, salutation_end

# Parts that a head may have; beyond this it is a list.
PARTS = 24
# A page prints a title once more below it, or twice; where lines repeat it on and on, each need not be read from all above.
REPEATS = 3
# A rule that was amended often says so on one long line.
PASSAGE_LENGTH = 2500
SUBTITLE = re.compile(r"[—–―－-]{1,4}(?=[^—\n])[^。\n]{2,80}(?=\n|$)")
LINE = re.compile(r"[^\n]*+")
# 预案编码：1.5.50, 签发人：… above a title
HEAD_LABEL = re.compile(rf"[{lex.HAN}]{{2,8}}：[^。，\n]{{1,24}}(?=\n|$)")
# 特急, 机密★1年, 000123: degree of urgency and secrecy, number of the copy (GB/T 9704-2012, 7.2.1-7.2.3)
CLASSIFIED = re.compile(
    r"(?:(?:特急|加急|平急|特提|急件|秘密|机密|绝密)(?:★?(?:[0-9]{1,2}[年月]|长期)?)|内部(?:文件|资料)|份号：?[0-9]{1,6}|0[0-9]{5})(?=\n|$)"
)
# 云政发〔　〕　号: the digits were lost
BLANK_NUMBER = re.compile(rf"[{lex.HAN}]{{2,12}}[〔（\[][〕）\]]第?号(?=\n|$)")
# ━━━━━━ under a letterhead, and blanks
RULE = re.compile(r"[\n ]++(?:[━─—_＿=*-]{4,}+)?|[━─—_＿=*-]{4,}+")
LETTERHEAD = re.compile(rf"(?P<body>[{lex.HAN}（）]{{4,40}})文件(?=\n|$)")

# 云州市人民政府令第12号《…》已经…: the text of an order goes on behind its number
ORDER = re.compile("(?:令|公告|通告)[^令告]{0,12}第[^第]{1,6}号$")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of a document; ranges in reading offsets.

    ``[start, end)``: the head with its addressees. ``passages``: lines that say how it was passed. ``bylines``: names or
    a date set below the title. ``salutation``: the addressees.
    """

    start: int
    end: int
    title: Title | None = None
    number: Range | None = None
    registration: Range | None = None
    subtitle: Range | None = None
    passages: tuple[Range, ...] = ()
    bylines: tuple[Range, ...] = ()
    salutation: Range | None = None

    @property
    def opens(self) -> bool:
        """Whether this alone shows that a document begins: a title with its kind, and addressees or a number."""
        titled = self.title is not None and self.title.typed
        return titled and (self.salutation is not None or self.number is not None or bool(self.passages))


def read_head(reading: Reading, at: int, end: int, known: KnownTitles) -> Head:
    """Reads the head that begins at a reading offset, in a text that ends at ``end``."""
    head, repeats = Head(at, at), 0
    for _ in range(PARTS):
        at = _skip(reading, head.end, end)
        if at >= end:
            break
        step = _part(reading, head, at, end, known)
        if step is None:
            break
        repeats += head.title is not None and step == replace(head, end=step.end)
        if repeats > REPEATS:
            break
        head = step
        if head.salutation is not None:
            break
    return head


def _skip(reading: Reading, at: int, end: int) -> int:
    """Over line breaks and lines without words (rules under a letterhead)."""
    text = reading.text
    while at < end:
        rule = RULE.match(text, at, end)
        if rule is not None:
            at = rule.end()
            continue
        stop = _line_end(text, at, end)
        if any(c.isalnum() for c in text[at : min(stop, at + 40)]):
            break
        at = stop
    return at


def _line_end(text: str, at: int, end: int) -> int:
    stop = text.find("\n", at, end)
    return end if stop < 0 else stop


def _part(reading: Reading, head: Head, at: int, end: int, known: KnownTitles) -> Head | None:
    """The head with the part that begins at ``at``; None where the text of the document begins there."""
    text = reading.text
    stop = _line_end(text, at, end)
    blank = BLANK_NUMBER.match(text, at, stop)
    if blank and head.number is None:
        return replace(head, end=blank.end())
    marked = CLASSIFIED.match(text, at, stop)
    if marked and head.title is None:
        return replace(head, end=marked.end())
    label = HEAD_LABEL.match(text, at, stop)
    label = None if label and lex.type_end().search(label.group()) else label
    if label and head.title is None and salutation_end(reading, at, end) is None:
        return replace(head, end=label.end())
    mark = LETTERHEAD.match(text, at, stop)
    if mark and head.title is None and lex.body_end().search(mark["body"]):
        return replace(head, end=mark.end())
    found = _bounded(reading, lex.REGISTRATION, at, stop, end)
    if found and head.registration is None:
        return replace(head, end=found[1], registration=found[0])
    found = _bounded(reading, lex.NUMBER, at, stop, end)
    if found and head.number is None:
        return replace(head, end=found[1], number=found[0])
    passage = _passage(text, at, stop)
    if passage:
        return replace(head, end=passage[1], passages=(*head.passages, passage))
    date = lex.DATE.match(text, at, stop)
    if date and lex.NUMBER.match(text, date.end(), stop):
        return replace(head, end=date.end(), bylines=(*head.bylines, date.span()))
    salutation = salutation_end(reading, at, end)
    if salutation is not None:
        return replace(head, end=salutation, salutation=(at, salutation))
    return _title_part(reading, head, at, stop, end, known)


def _title_part(
    reading: Reading, head: Head, at: int, stop: int, end: int, known: KnownTitles
) -> Head | None:
    text = reading.text
    if head.title is None:
        if stop < end and is_name(text[at:stop]) and _title_below(reading, stop + 1, end, known):
            return replace(head, end=stop, bylines=(*head.bylines, (at, stop)))
        named = _named_title(reading, at, stop, end, known)
        if named is not None:
            head = replace(head, end=named, bylines=(*head.bylines, (at, named)))
            at = named
        title = find_title(reading, at, end, known)
        return replace(head, end=title.end, title=title) if title else None
    again = KnownTitles()
    again.add(text[head.title.start : head.title.end], 0)
    repeated = again.match(reading, at, end)
    if repeated is not None:  # a page prints the title once more below the line on its passage
        return replace(head, end=repeated[0])
    subtitle = SUBTITLE.match(text, at, stop)
    if subtitle and head.subtitle is None:
        return replace(head, end=subtitle.end(), subtitle=subtitle.span())
    if stop - at <= 60 and _is_byline(text[at:stop]):
        return replace(head, end=stop, bylines=(*head.bylines, (at, stop)))
    return None


def _named_title(reading: Reading, at: int, stop: int, end: int, known: KnownTitles) -> int | None:
    """Where a known title begins behind the name of its author on one line: 省水务局|云州市供水办法; the author before
    关于 or a 《 belongs to the title."""
    if not known or known.match(reading, at, end) is not None:
        return None
    for place in range(at + 3, min(stop - 3, at + NAME_LENGTH)):
        if reading.text.startswith(("关于", "《"), place) or reading.text.startswith("关于", place - 2):
            return None
        if known.match(reading, place, end) is not None and is_name(reading.text[at:place]):
            return place
    return None


def _title_below(reading: Reading, at: int, end: int, known: KnownTitles) -> bool:
    """Whether a known title follows, maybe behind further lines of names."""
    if not known:
        return False
    for _ in range(NAME_LINES):
        if known.match(reading, at, end) is not None:
            return True
        stop = _line_end(reading.text, at, end)
        if stop >= end or not is_name(reading.text[at:stop]):
            return False
        at = stop + 1
    return False


def _is_byline(line: str) -> bool:
    """省发展改革委, 湛江市市长曾进泽, 2016年3月, （2016年3月）, 国家发展改革委二○○九年六月 below a title."""
    bare = line.strip("（）")
    date = lex.DATE.search(bare)
    if date and date.end() == len(bare):
        bare = bare[: date.start()].rstrip("（")
        return not bare or is_name(bare)
    return is_name(bare) or (lex.signatory().fullmatch(bare) is not None and len(bare) <= 24)


def _bounded(
    reading: Reading, pattern: re.Pattern[str], at: int, stop: int, end: int
) -> tuple[Range, int] | None:
    """A number at ``at``, bare or in brackets, that ends where a line, a blank or the addressees follow; its range and
    where the text goes on."""
    text = reading.text
    begin = at + 1 if text[at] in "（〔" and text[at + 1 : at + 2] not in "12" else at
    if TERM.match(text, at, stop):
        begin = at
    m = pattern.match(text, begin, stop)
    if m is None or TITLE_WORDS.search(m.group()):
        return None
    after = m.end()
    if begin > at:
        if text[after : after + 1] not in "）〕":
            return None
        after += 1
    order = ORDER.search(m.group()) is not None and text.startswith("《", after)
    return (m.span(), after) if order or _number_ends(reading, after, stop, end) else None


def _number_ends(reading: Reading, offset: int, stop: int, end: int) -> bool:
    """Whether a number that ends here stands for itself: 国发〔2009〕1号文件 goes on."""
    if offset >= stop or reading.seam(offset) is not Seam.NONE:
        return True
    if reading.text[offset] in "文》）、和，。；等规的":
        return False
    if salutation_end(reading, offset, end) is not None:
        return True
    title = find_title(reading, offset, end, KnownTitles())
    return title is not None and title.typed


def _passage(text: str, at: int, stop: int) -> Range | None:
    if text[at] == "（" and lex.DATE.match(text, at + 1):
        close = text.find("）", at, min(len(text), at + PASSAGE_LENGTH))
        if close >= 0 and text.count("\n", at, close) <= 2 and lex.passage_word().search(text, at, close):
            return (at, close + 1)
    if lex.passage().match(text, at, stop) is None:
        return None
    return (at, stop) if stop - at <= PASSAGE_LENGTH else None
