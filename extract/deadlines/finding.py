"""Finds the time limits of a document: due, within, recurring, period, effective, validity.

Expressions of time are recognised (``deadlines_grammar``), joined with their 到 and 前 into phrases
(``deadlines_phrases``), given the years that they leave out (``deadlines_years``), and judged by the words
around them (``deadlines_points``, ``deadlines_lengths``): what only tells of the past, names a period or
narrows who is eligible bounds nothing.
"""

from __future__ import annotations

from dataclasses import replace

from gongwen.extract.deadlines.grammar import Every, Length, Point, Since, YearWord, expressions
from gongwen.extract.deadlines.lengths import Measure, read_delayed, read_every, read_length, read_since
from gongwen.extract.deadlines.phrases import Phrase, phrases
from gongwen.extract.deadlines.points import Limit, Moment, read_point
from gongwen.extract.deadlines.scope import Hidden, Place, place
from gongwen.extract.deadlines.tables import TimeColumns
from gongwen.extract.deadlines.values import last_valid_day, point_value
from gongwen.extract.deadlines.years import Reference, Surroundings, Years
from gongwen.extract.model import Context, Deadline, DeadlineKind, Diagnostic, Findings, Hit, Severity
from gongwen.extract.reading import Reading, Seam

# A validity counts from an entry into force that is named so near before it (自印发之日起施行，有效期5年).
_SAME_STATEMENT = 60
# Words for a year that later months of the paragraph take over: 于次年3月底前考核，4月底前上报.
_NAMED = (YearWord.GIVEN, YearWord.SHIFT, YearWord.FOLLOWING)


def find_deadlines(reading: Reading, context: Context) -> Findings[Deadline]:
    """Every time limit of one document, in order of place; what has no year to be had is a diagnostic.

    Values are the string forms of the annotation guidelines, ``earliest`` and ``latest`` ISO days. A ``due``
    has the last day of what it states, a ``within`` only where it counts from the document's own issue, a
    ``validity`` where it follows its entry into force.
    """
    return _Finder(reading, context).find()


class _Finder:
    """Reads the phrases of one document in order; one instance serves one document."""

    def __init__(self, reading: Reading, context: Context) -> None:
        self.reading = reading
        self.text = reading.text
        self.years = Years(Reference(reading, context), Surroundings(reading, context.title or ""))
        self.hidden = Hidden(reading, context)
        self.columns = TimeColumns(reading)
        self.former: Limit | None = None
        self.entry: Limit | None = None
        self.paragraph = -1
        self.diagnostics: list[Diagnostic] = []

    def find(self) -> Findings[Deadline]:
        found = [e for e in expressions(self.text) if not self.hidden.holds(e.start, e.end)]
        hits = []
        for phrase in self._share(phrases(self.text, found)):
            self._turn_page(phrase.start)
            limit = self._read(phrase)
            if limit is not None and not (self.former and limit.start < self.former.end):
                hits.append(self._hit(limit))
                self.former = limit
            self._note_year(phrase)
        return Findings(tuple(hits), tuple(self.diagnostics))

    def _share(self, found: list[Phrase]) -> list[Phrase]:
        """Members of a list share the 前 of the last, and the words around it:
        6月30日、10月30日、12月25日前."""
        for i in range(len(found) - 1, -1, -1):
            this, following = found[i], found[i + 1] if found[i].listed else None
            last = following.chain[1] if following else this.end
            found[i] = this._replace(chain=(this.start, last))
            if following and following.before and not (this.before or this.since or this.to):
                found[i] = found[i]._replace(before=following.before)
        for i, this in enumerate(found):
            if this.follows:
                found[i] = this._replace(chain=(found[i - 1].chain[0], this.chain[1]))
        return found

    def _turn_page(self, start: int) -> None:
        begun = self.reading.paragraph_at(start).start
        if begun != self.paragraph:
            self.paragraph = begun
            self.years.begin_paragraph()

    def _read(self, phrase: Phrase) -> Limit | None:
        head = phrase.head
        where = place(self.text, *phrase.chain)
        if self.reading.seam(phrase.chain[0]) is Seam.WIDE:  # a cell of a table
            where = where._replace(clause_before="")
        if isinstance(head, Point):
            cell = self.columns.holds(phrase.start, phrase.end)
            limit = read_point(Moment(self.text, phrase, head, where, self.years, self.former, cell))
            if limit is None:
                self._diagnose(phrase, head, where)
        else:
            limit = self._measure(Measure(self.text, phrase, where, self.years, self.former), head)
        return self._counted(limit) if limit else None

    def _measure(self, measure: Measure, head: Length | Every | Since) -> Limit | None:
        if isinstance(head, Every):
            return read_every(measure, head)
        if isinstance(head, Since):
            return read_since(measure, head)
        return read_delayed(measure, head) or read_length(measure, head)

    def _counted(self, limit: Limit) -> Limit:
        """Remembers an entry into force, and counts a validity from it."""
        if limit.kind is DeadlineKind.EFFECTIVE:
            self.entry = limit
        if limit.kind is not DeadlineKind.VALIDITY or self.entry is None:
            return limit
        if limit.start - self.entry.end > _SAME_STATEMENT or not self.entry.earliest:
            return limit
        last = limit.latest or last_valid_day(self.entry.earliest, limit.value)
        return replace(limit, earliest=self.entry.earliest, latest=last)

    def _of_any_year(self, point: Point) -> bool:
        """Whether a point is one of every year: 次年1月1日 of measures, in a paragraph that names no year."""
        counted = point.word in (YearWord.FOLLOWING, YearWord.SAME)
        return counted and self.years.reference.lasting and self.years.paragraph is None

    def _note_year(self, phrase: Phrase) -> None:
        if isinstance(phrase.head, Point) and phrase.head.word is YearWord.EVERY:
            self.years.annual = True
        for point in (phrase.head, phrase.until):
            if isinstance(point, Point) and point.word in _NAMED and not self._of_any_year(point):
                year = self.years.resolve(point)
                if year is not None and not point.plan:
                    self.years.note(year)

    def _diagnose(self, phrase: Phrase, point: Point, where: Place) -> None:
        """A limit that says 前 and has no year, or a day that no calendar has."""
        if not (phrase.before or phrase.to) or phrase.until:
            return
        year = self.years.resolve(point)
        if year is None and point.word is not YearWord.EVERY:
            self._report("date-without-year", "No year can be supplied for this date.", phrase)
        elif year is not None and point.first and point_value(point, year) is None:
            self._report("date-impossible", "The calendar has no such day.", phrase)

    def _report(self, code: str, message: str, phrase: Phrase) -> None:
        span = self.reading.span(phrase.start, phrase.end)
        self.diagnostics.append(Diagnostic(code, message, Severity.WARNING, span))

    def _hit(self, limit: Limit) -> Hit[Deadline]:
        span = self.reading.span(limit.start, limit.end)
        value = Deadline(span, limit.kind, limit.value, limit.earliest, limit.latest)
        return Hit(limit.start, limit.end, value)
