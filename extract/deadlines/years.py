"""Supplies the year that a point of time leaves out: from the paragraph, the heading above, the title, the
document's date.

6月底前 behind 2022年…, 年底前, 明年春节前 and 次年1月 are all such points. The candidates are tried in the
order that a reader would; the first whose date does not lie before the document is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongwen.extract.dates import find_dates, first_day
from gongwen.extract.deadlines.grammar import DASH, JOIN, Point, YearWord
from gongwen.extract.deadlines.lexicon import any_of, words
from gongwen.extract.deadlines.values import days_of, point_value
from gongwen.extract.lines import stage_label
from gongwen.extract.model import Context
from gongwen.extract.outline import Outline, Style, Unit
from gongwen.extract.reading import Reading
from gongwen.extract.structure import parse

# A heading is read no further than this for its year.
_HEADING = 40
_SIGNED = re.compile(any_of("signing"))
# A single year; the ends of 2021—2025年 are none.
_YEAR = re.compile(rf"(?<![0-9至])(?<!{DASH})((?:19|20|21)[0-9]{{2}})年(?!{JOIN})")
# A year of running text: no date of issue, of passing or of entry into force.
_RUNNING_YEAR = re.compile(
    r"(?<![0-9〔])(20[0-9]{2})年(?!(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:起|起?[施执]行|\n|。|\Z|[^，。；\n]{0,12}"
    r"(?:通过|公布|批准|修正|修订|印发|发布)))"
)
_REVIEW = re.compile(any_of("review_headings"))
_CRITERIA = re.compile(any_of("criteria_headings"))
# 各单位要认真做好工作总结 is no heading of a part that looks back.
_TO_DO = re.compile("要|应|须|做好|开展|进行|加强|撰写|报送")
_AHEAD = re.compile(any_of("outlook_headings"))
# From this month on a month of the first quarter means the next year's: 12月发文，1月15日前报送.
_LATE, _EARLY = 10, 3


class Reference:
    """What a document says of its own time.

    ``day``: the day that it was made, the first day of its month or year where no day is printed; None where
    nothing says. ``title_years``: the years in its title. ``lasting``: it is of a kind that rules until it is
    repealed (办法, 条例). ``standing``: so it is, and speaks of no year of its own or later.
    """

    def __init__(self, reading: Reading, context: Context) -> None:
        stated = first_day(context.date) if context.date else None
        self.issued = stated if stated and len(context.date or "") == 10 else None
        self.day = stated or _signed(reading.text)
        title = (context.title or "") + (context.parent_title or "")
        self.title_years = tuple(int(y) for y in _YEAR.findall(title))
        if self.day is None and self.title_years:
            self.day = f"{self.title_years[0]}-01-01"
        self.lasting = (context.type or "") in words("standing_types")
        self.standing = self.lasting and not self._dated(reading.text)
        self.report = context.type == "报告"

    def _dated(self, text: str) -> bool:
        """Whether the text sets itself into its own or later years, as 实施细则 of a campaign do, beside its
        dates of issue and of entry into force."""
        years = (int(m[1]) for m in _RUNNING_YEAR.finditer(text))
        return self.year is not None and sum(year >= self.year for year in years) > 1

    @property
    def year(self) -> int | None:
        """The year of the document."""
        return int(self.day[:4]) if self.day else None

    def past(self, value: str) -> bool:
        """Whether a date or interval was over before the document was made; nothing is where its day is
        unknown."""
        end = days_of(value)[1]
        return bool(end and self.day and end < self.day)


def _signed(text: str) -> str | None:
    """The latest day on which a document that has no date of its own says it was passed or published."""
    days = []
    for found in find_dates(text):
        behind = text[found.end : found.end + 40].split("\n")[0]
        if len(found.value) == 10 and _SIGNED.search(behind):
            days.append(found.value)
    return max(days) if days else None


@dataclass(frozen=True, slots=True)
class _Surrounding:
    """What headings say of a unit: the ``year`` that they state, whether it looks back (``review``) or says what counts
    (``criteria``)."""

    year: int | None = None
    review: bool = False
    criteria: bool = False


def _surrounding(heading: str, above: _Surrounding) -> _Surrounding:
    if not heading:
        return above
    years = _YEAR.findall(heading)
    reviews = bool(_REVIEW.search(heading)) and not _TO_DO.search(heading)
    return _Surrounding(
        int(years[-1]) if years else above.year,
        not _AHEAD.search(heading) and (reviews or above.review),
        above.criteria or bool(_CRITERIA.search(heading)),
    )


class Surroundings:
    """The years that headings state, and the parts of a document that look back."""

    def __init__(self, reading: Reading, title: str = "") -> None:
        outline: Outline = parse(reading)
        self._text, self._title = reading.text, title
        self._units = outline.units
        # What is known of units so far: most are never asked about.
        self._known: dict[int, _Surrounding] = {}

    def _of(self, index: int) -> _Surrounding:
        """What the headings of a unit and of those above it say."""
        known = self._known.get(index)
        if known is None:
            unit = self._units[index]
            above = (
                self._of(unit.parent) if index else _Surrounding(criteria=bool(_CRITERIA.search(self._title)))
            )
            known = self._known[index] = _surrounding(_heading(self._text, unit), above)
        return known

    def _at(self, offset: int) -> int:
        i = max(0, bisect_right(self._units, offset, key=lambda u: u.start) - 1)
        while i and self._units[i].end <= offset:
            i = self._units[i].parent
        return i

    def year(self, offset: int) -> int | None:
        """The year that the headings above this place state, the innermost one's."""
        return self._of(self._at(offset)).year

    def measures(self, offset: int) -> bool:
        """Whether this place is in a part that says what counts as which grade of an event (事件分级)."""
        return self._of(self._at(offset)).criteria

    def looks_back(self, offset: int) -> bool:
        """Whether this place is in a part on what has been done (工作回顾, 发展基础)."""
        return self._of(self._at(offset)).review


_STOP = re.compile(r"[。；\n，]")


def _heading(text: str, unit: Unit) -> str:
    """The unit's first words up to a stop; nothing of articles, which have no heading, of stages, whose summing up
    (总结阶段) is still to come, and of the document as a whole."""
    if not unit.index or unit.style is Style.ARTICLE or stage_label().match(text, unit.text):
        return ""
    limit = min(unit.own_end or unit.end, unit.text + _HEADING)
    stop = _STOP.search(text, unit.text, limit)
    return text[unit.text : stop.start() if stop else limit]


class Years:
    """Supplies years while a document is read in order; ``paragraph`` is the last year named in the
    paragraph, ``annual`` whether it speaks of a day of every year (每年9月), which later days then are too.
    """

    def __init__(self, reference: Reference, surroundings: Surroundings) -> None:
        self.reference = reference
        self.surroundings = surroundings
        self.paragraph: int | None = None
        self.annual = False

    def begin_paragraph(self) -> None:
        """Forgets what the former paragraph named."""
        self.paragraph = None
        self.annual = False

    def note(self, year: int) -> None:
        """Remembers a year that the paragraph named, unless it is one of the past."""
        if self.reference.year is None or year >= self.reference.year:
            self.paragraph = year
            self.annual = False

    def resolve(self, point: Point) -> int | None:
        """The year of a point; None where nothing supplies it, or where it recurs."""
        base = self.reference.year
        if point.word is YearWord.GIVEN:
            return point.year
        if point.word is YearWord.SHIFT:
            return base + (point.year or 0) if base is not None else None
        if point.word is YearWord.SAME:
            return self.paragraph or base
        if point.word is YearWord.FOLLOWING:
            known = self.paragraph or base
            return known + 1 if known is not None else None
        return self._supplied(point) if point.word is YearWord.NONE else None

    def _supplied(self, point: Point) -> int | None:
        for year in self._candidates(point.start):
            value = point_value(point, year)
            if value and not self.reference.past(value):
                return year
        return self._next(point)

    def _candidates(self, offset: int) -> Iterator[int]:
        if self.paragraph is not None:
            yield self.paragraph
        heading = self.surroundings.year(offset)
        if heading is not None:
            yield heading
        yield from reversed(self.reference.title_years)
        if self.reference.year is not None:
            yield self.reference.year

    def _next(self, point: Point) -> int | None:
        """The document's year; the next where its months are over: 元旦前 or 1月15日前 of a document of
        December."""
        day = self.reference.day
        if day is None:
            return None
        made = date.fromisoformat(day)
        value = point_value(point, made.year)
        month = int(value[5:7]) if value and len(value) >= 7 else 12
        return made.year + 1 if made.month >= _LATE and month <= _EARLY else made.year

    def month(self, point: Point) -> tuple[int, int] | None:
        """Year and month of 本月, 次月; None where the document has no day."""
        if self.reference.issued is None:
            return None
        made = date.fromisoformat(self.reference.issued)
        year, month = divmod(made.year * 12 + made.month - 1 + (point.year or 0), 12)
        return year, month + 1
