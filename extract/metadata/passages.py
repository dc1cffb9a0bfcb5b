"""The line below the title of a law, regulation or rule that says how it came about (题注).

立法技术规范（试行）（一）(2009): 2009年9月25日河南省第十一届人民代表大会常务委员会第十一次会议通过; for rules 规章制定程序条例 (2017), art. 30:
2022年5月26日国家市场监督管理总局令第57号公布.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongwen.extract.reading import Reading
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.heads import Range

# Events of one rule; a rule amended more often than this is not printed with all its amendments.
EVENTS = 40
EVENT_LENGTH = 160
_ORDER = re.compile(
    rf"(?P<body>[{lex.HAN}、 ]{{2,60}}?)令?(?:（?[0-9]{{4}}）?年?)?第[0-9{lex.NUMERAL}]{{1,6}}号(?:令)?"
)
_SESSION = re.compile(
    rf"(?P<congress>(?:[{lex.HAN}]{{1,14}}?)?第[{lex.NUMERAL}0-9]{{1,4}}届(?:全国)?人民代表大会(?:常务委员会)?)"
    rf"|(?P<court>最高人民(?:法院|检察院))"
    rf"|(?P<council>[{lex.HAN}]{{2,24}}?)(?:第[{lex.NUMERAL}0-9]{{1,5}}次|[常部局厅委]务会议|审议)"
)
_BARE = re.compile(rf"(?P<body>[{lex.HAN}、 ]{{2,40}}?)(?:批准|公布|发布|颁布|通过)")
_TERM = re.compile(rf"第[{lex.NUMERAL}0-9]{{1,4}}届(?:全国)?")
_PUBLISHED = re.compile("公布|发布|颁布")
_ENACTED = re.compile("通过")


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its date's range, its body's name and range, and the range of the order's number, None where it has none."""

    date: Range
    verb: str
    body: str | None
    place: Range | None
    number: Range | None


def events(reading: Reading, passages: Sequence[Range]) -> list[Event]:
    """What the lines on a rule's passage say, in printed order."""
    found = []
    for start, end in passages:
        dates = [m.span() for m in lex.FULL_DATE.finditer(reading.text, start, end)][:EVENTS]
        for place, following in zip(dates, [*dates[1:], (end, end)], strict=False):
            found.append(_event(reading.text, place, min(following[0], place[1] + EVENT_LENGTH)))
    return found


def enactment(reading: Reading, passages: Sequence[Range]) -> Event | None:
    """The event by which a rule was issued: its order, else its passing, else its publication."""
    every = events(reading, passages)
    for fits in (
        lambda e: e.number is not None and _PUBLISHED.search(e.verb),
        lambda e: _ENACTED.search(e.verb),
        lambda e: _PUBLISHED.search(e.verb),
        lambda e: "施行" not in e.verb,
    ):
        for event in every:
            if fits(event):
                return event
    return None


def _event(text: str, date: Range, end: int) -> Event:
    words = text[date[1] : end]
    verb = re.sub("《[^》]*》", "", words)[-12:] if "通过" not in words else words
    order = _ORDER.match(text, date[1], end)
    if order is not None and "令" in order.group():
        start = order.start()
        body = order["body"].rstrip("令")
        return Event(date, words, body, (start, start + len(body)), order.span())
    session = _SESSION.match(text, date[1], end)
    if session is not None:
        kind = session.lastgroup or ""
        return Event(date, verb, _full(session[kind], kind), session.span(kind), None)
    bare = _BARE.match(text, date[1], end)
    if bare is not None:
        return Event(date, verb, bare["body"], bare.span("body"), None)
    return Event(date, verb, None, None, None)


def _full(name: str, kind: str) -> str:
    """河南省第十一届人民代表大会常务委员会 → 河南省人民代表大会常务委员会; the national one bears 全国."""
    if kind != "congress":
        return name
    bare = _TERM.sub("", name)
    return "全国" + bare if bare.startswith("人民代表大会") else bare
