"""Tasks and who is responsible for them: statements and acting sentences, attached to the units that they govern."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice, takewhile

from gongwen.extract.bodies.finding import find_bodies
from gongwen.extract.bodies.lexicon import level_pattern
from gongwen.extract.bodies.lists import parse_list
from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.bodies.own_level import own_and_others
from gongwen.extract.bodies.resolve import resolve
from gongwen.extract.duties.groups import Groups, is_bare_group
from gongwen.extract.duties.headed import BEHIND, duties_follow, find_divisions
from gongwen.extract.duties.own import is_own, own_name
from gongwen.extract.duties.predicates import forms
from gongwen.extract.duties.regions import Region, statement_regions
from gongwen.extract.duties.report import report_tasks
from gongwen.extract.duties.rules import General, generals, rule_sentences, rules_of
from gongwen.extract.duties.sentences import find_acting
from gongwen.extract.duties.statements import (
    gives_role,
    label_pattern,
    no_statement,
    parse_statement,
    time_label,
)
from gongwen.extract.duties.table_rows import Row, find_rows
from gongwen.extract.lines import header_label
from gongwen.extract.model import (
    Body,
    Context,
    Diagnostic,
    Findings,
    Hit,
    Responsibility,
    Role,
    Severity,
    Task,
)
from gongwen.extract.outline import Style, Unit, source_span, title_of
from gongwen.extract.patterns import alternatives
from gongwen.extract.ranges import Ranges
from gongwen.extract.reading import Reading
from gongwen.extract.structure import parse

# 具体如下：, 抓好以下工作：
ANNOUNCES = re.compile(r"(?:如下|(?:以下|下列)[^，。；：\n]{0,12})[：。]\n?$")
# 有下列情形之一的，由市教育局责令改正：, 应当提交下列文件：; not 根据下列情况分别处理：, nor 有下列情形的，按照下列规定办理：
THINGS = re.compile(
    r"(?<![据照按分别对])(?:下列|以下)[^，。；：\n]{0,30}?(?:情形|行为|情况之一|文件|材料|资料|证件|证明|条件|公司|企业|人员|案件)"
    r"(?:(?!下列|以下|如下)[^。；：\n]){0,60}：\n*\Z"
)
# The item itself, not what a text without line breaks goes on with
THING = re.compile(r"[^。；\n]*+[。；\n]*+")
# How far before the end of its announcement a list says what it is of.
FARTHEST = 120
TITLES = re.compile(r"《[^《》\n]{1,200}》")
# 各市、县（区）人民政府，省直各单位：the addressees
SALUTATION = re.compile(r"(?m)^(?:各|省|市|自治区|有关|你|国务院|中央)[^。；：！？\n]{1,300}：")


@dataclass(slots=True)
class _Governed:
    """What is known of the statements of one unit while they are collected."""

    unit: Unit
    assigned: list[tuple[BodyMention, Role]] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    whole: bool = False


class _Reader:
    def __init__(self, reading: Reading, context: Context) -> None:
        self.reading, self.context, self.text = reading, context, reading.text
        self.outline = parse(reading)
        self.rules = rules_of(self.text)
        self.groups = Groups(reading, context)
        self.governed: dict[int, _Governed] = {}
        self.stated: list[int] = []  # where statements begin
        self.last: dict[int, int] = {}  # where the last unit below another begins that assigns anything
        self.starts: list[int] = []  # of the governed units, in order of place
        self.diagnostics: list[Diagnostic] = []
        self.rows: list[tuple[Row, Unit]] = []
        self.said: set[General] = set()
        self.resolved: dict[tuple[str, str], Body] = {}

    def read(self) -> Findings[Task]:
        self.rows = [self._row(row) for row in find_rows(self.reading, self.rules)]
        stated = statement_regions(self.reading, self.outline)
        self.stated = [r.outer_start for r in stated]
        regions = [r for r in stated if self._statement(r)]
        if self._assigns_in_sentences():
            self._sentences(regions)
        for unit in report_tasks(self.reading, self.outline, self.context):
            self._of(unit)
        hits = sorted((self._task(g) for g in self.governed.values()), key=lambda h: (h.start, -h.end))
        return Findings(tuple(hits), tuple(self.diagnostics))

    def _assigns_in_sentences(self) -> bool:
        return self.context.type not in forms("sentence")["no_duty_types"]

    def _row(self, row: Row) -> tuple[Row, Unit]:
        """A row of a table as a unit of its own, where the outline has none that begins there, with what it assigns."""
        unit = self.outline.at(row.start)
        if unit.start == row.start:
            unit = replace(unit, text=row.text, own_end=row.end, end=row.end)
        else:
            index = len(self.text) + row.start  # behind those of the outline
            unit = Unit(index, unit.index, Style.PARAGRAPH, 0, row.start, row.text, row.end, row.end, False)
        self._of(unit).assigned.extend(row.assigned)
        return row, unit

    def _unit_at(self, offset: int, unit: Unit) -> Unit:
        """The row of a table in which ``offset`` stands, else ``unit``."""
        i = bisect_right(self.rows, offset, key=lambda r: r[0].start) - 1
        row = self.rows[i] if i >= 0 else None
        return row[1] if row and offset < max(row[0].end, row[0].names_end) else unit

    def _of(self, unit: Unit) -> _Governed:
        """What is known of a unit; a paragraph behind the items of an article is the article's."""
        if unit.style is Style.PARAGRAPH and 0 < unit.index < len(self.outline.units):
            parent = self.outline.units[unit.parent]
            unit = parent if parent.style is Style.ARTICLE else unit
        governed = self.governed.get(unit.index)
        if governed is None:
            governed = self.governed[unit.index] = _Governed(unit)
            insort(self.starts, unit.start)
        return governed

    def _governs_between(self, start: int, end: int) -> bool:
        """Whether a governed unit begins behind ``start`` and before ``end``."""
        i = bisect_right(self.starts, start)
        return i < len(self.starts) and self.starts[i] < end

    def _statement(self, region: Region) -> bool:
        """Reads one statement; False where it assigns nothing."""
        start, end = region.start, region.end
        if region.plain:
            named = parse_list(self.reading, start, end)
            self._governs(region, [(m, Role.RESPONSIBLE) for m in named])
            return True
        cuts = [(a, b) for a, b in rule_sentences(self.text, start, end)]
        for general, a, b in generals(self.text, region.outer_start, end):
            self._general(general, region)
            cuts.append(self._with_brackets(a, b))
        assigned: list[tuple[BodyMention, Role]] = []
        orphans: list[tuple[int, int]] = []
        for a, b in _without(start, end, cuts):
            found, left = parse_statement(self.reading, a, b, self.rules)
            assigned.extend((f.mention, f.role) for f in found)
            orphans.extend(left)
        if not assigned:
            if not cuts and self._looks_unparsed(region):
                self._unparsed(region)
            return bool(cuts)
        self._governs(region, assigned)
        return True

    def _with_brackets(self, start: int, end: int) -> tuple[int, int]:
        """A range with the brackets around it."""
        enclosed = self.text[start - 1 : start] == "（" and self.text.startswith("）", end)
        return (start - 1, end + 1) if enclosed else (start, end)

    def _governs(self, region: Region, assigned: list[tuple[BodyMention, Role]]) -> None:
        governed = self._of(self._unit_for(region))
        governed.assigned.extend(assigned)
        governed.regions.append(region)

    def _looks_unparsed(self, region: Region) -> bool:
        """Whether a stretch that names nobody looks as if it should: a role's predicate ends one of its clauses, or a label
        with its colon begins its line; no definition (以下统称主管部门), no one to call."""
        words = self.text[region.start : region.end]
        if no_statement().search(words):
            return False
        label = label_pattern().match(words)
        if label is not None:
            at_line = self.text[region.outer_start - 1 : region.outer_start] in ("", "\n", "（", "〔")
            return at_line and len(words) > label.end()
        return gives_role(self.reading, region.start, region.end)

    def _unparsed(self, region: Region) -> None:
        self.diagnostics.append(
            Diagnostic(
                "statement-unparsed",
                "像是责任分工，但读不出谁负责 looks like a statement of responsibility, but names nobody",
                Severity.INFO,
                self.reading.span(region.outer_start, region.outer_end),
            )
        )

    def _general(self, general: General, region: Region) -> None:
        unit = self.outline.at(region.outer_start)
        scope = self._scope_of_following(unit) if general.following else self.outline.units[0]
        governed = self._of(scope)
        governed.whole = True
        if general in self.said:
            return  # by the label around the bracket, and by the bracket
        self.said.add(general)
        for m in parse_list(self.reading, general.start, general.end):
            governed.assigned.append((m, Role.RESPONSIBLE))

    def _scope_of_following(self, unit: Unit) -> Unit:
        """What 以下均需…落实 governs that stands in ``unit``: the unit above it, and what is above that where more tasks
        follow there; chapters on how they are supported (保障措施) hold none."""
        scope = self.outline.units[unit.parent]
        while scope.index:
            above = self.outline.units[scope.parent]
            if self._last_assigning(above) < scope.end:
                break
            scope = above
        return scope

    def _last_assigning(self, above: Unit) -> int:
        """Where the last unit directly below another begins that assigns anything, -1 where none does; kept."""
        found = self.last.get(above.index)
        if found is None:
            inside = takewhile(
                lambda u: u.start < above.end, islice(self.outline.units, above.index + 1, None)
            )
            below = (u.start for u in inside if u.parent == above.index and self._assigns(u))
            found = self.last[above.index] = max(below, default=-1)
        return found

    def _assigns(self, unit: Unit) -> bool:
        """Whether statements stand in a unit that is no chapter on support."""
        i = bisect_left(self.stated, unit.start)
        stated = i < len(self.stated) and self.stated[i] < unit.end
        return stated and SUPPORT.search(self.text, unit.text, unit.text + SUPPORT_LENGTH) is None

    def _unit_for(self, region: Region) -> Unit:
        """The unit that a statement governs: the innermost one in which it stands; behind a series of items of
        which none has a statement, on a line of its own or behind items of one line, the unit above them."""
        unit = self._unit_at(region.outer_start, self.outline.at(region.outer_start))
        before = self.text[region.outer_start - 1] if region.outer_start else ""
        if (
            0 < unit.index < len(self.outline.units)
            and (unit.inline or before == "\n")
            and self._closes_series(unit, region)
        ):
            return self.outline.units[unit.parent]
        return unit

    def _closes_series(self, unit: Unit, region: Region) -> bool:
        first = unit.index - 1 == unit.parent  # whatever its number: items may be numbered through
        if unit.number < 2 or first or region.outer_end < unit.end - 1:
            return False
        parent = self.outline.units[unit.parent]
        if not parent.index or unit.end != parent.end:
            return False
        return not self._governs_between(parent.start, unit.start)

    def _sentences(self, regions: list[Region]) -> None:
        masked = [(r.outer_start, r.outer_end) for r in regions]
        masked += [(row.names_start, row.names_end) for row, _ in self.rows]
        masked += [m.span() for m in TITLES.finditer(self.text)]
        masked += _rosters(self.text)
        for division, role in find_divisions(self.reading):
            masked.append((division.start, division.end))
            self._of(self.outline.at(division.start)).assigned.append((division, role))
        masked += [m.span() for m in SALUTATION.finditer(self.text) if not self._heads_duties(*m.span())]
        statements = Ranges(masked)
        for unit in self.outline.units:
            start, end = (unit.text, unit.own_end)
            if unit.style is Style.ROOT or end <= start or _is_frame(self.text[start:end]):
                continue
            if self._is_of_things(unit):
                thing = THING.match(self.text, start, end)
                start = thing.end() if thing else start
            for acting in find_acting(self.reading, start, end, statements, unit.end + HEADING_REACH):
                at = self._unit_at(acting.mention.start, unit)
                self._of(at).assigned.append((acting.mention, acting.role))

    def _is_of_things(self, unit: Unit) -> bool:
        """Whether an item is one of those that its unit announces as conditions or things: 有下列情形之一的：, 提交下列文件：."""
        above = self.outline.units[unit.parent]
        if unit.style is Style.PARAGRAPH or "：" not in self.text[max(0, above.own_end - 2) : above.own_end]:
            return False
        return THINGS.search(self.text, max(above.text, above.own_end - FARTHEST), above.own_end) is not None

    def _heads_duties(self, start: int, end: int) -> bool:
        """Whether the line ``[start, end)`` with its colon is no salutation but heads duties: 市公安局：负责…."""
        behind = BEHIND.match(self.text, end - 1)
        return behind is not None and duties_follow(self.text, start, behind, len(self.text))

    def _task(self, governed: _Governed) -> Hit[Task]:
        unit = governed.unit
        start, end = unit.start, unit.end
        behind = any(m.start >= unit.own_end for m, _ in governed.assigned)
        if not (behind or governed.whole or self._announces_items(unit)) and self._governs_between(
            start, end
        ):
            end = unit.own_end
        closing = [r for r in governed.regions if r.outer_end >= end - 1 and r.outer_start > start]
        if closing:
            end = _before_time(self.text, start, closing[0].outer_start)
        while end > start + 1 and self.text[end - 1] in "\n":
            end -= 1
        title_start, title_end = title_of(self.reading, unit) if unit.index else (start, min(end, start + 60))
        title = self.reading.printed(title_start, max(title_start + 1, min(title_end, end)))
        record = Task(
            source_span(self.reading, start, end),
            title.rstrip("。：:；") or title,
            self.text[start:end],
            tuple(self._responsibilities(governed)),
        )
        return Hit(start, end, record)

    def _announces_items(self, unit: Unit) -> bool:
        """Whether what a unit says before its items governs them all: …由市教育局统筹，具体如下：."""
        return ANNOUNCES.search(self.text, unit.text, unit.own_end) is not None

    def _antecedents(self, mention: BodyMention) -> list[Body]:
        """The bodies named before an anaphor, nearest last."""
        if not mention.anaphor:
            return []
        before = find_bodies(self.reading, max(0, mention.start - LOOK_BACK), mention.start)
        found = (
            resolve(self.groups.short.get(m.name, m.name), self.context).body for m in before if not m.anaphor
        )
        return [body for body in found if body is not None]

    def _responsibilities(self, governed: _Governed) -> Iterator[Responsibility]:
        area = self.context.area
        mentioned = (
            (m, role) for mention, role in governed.assigned for m in own_and_others(self.text, mention, area)
        )
        for mention, role in sorted(mentioned, key=lambda a: a[0].start):
            quote = self.text[mention.start : mention.end]
            pointing = mention.anaphor or is_bare_group(mention.name) or is_own(mention.name)
            known = None if pointing else self.resolved.get((mention.name, quote))
            if known is not None:
                yield Responsibility(self.reading.span(mention.start, mention.end), known, role)
                continue
            named = mention._replace(name=own_name(self.reading, mention))
            resolution = resolve(self.groups.full_name(named), self.context, self._antecedents(mention))
            if resolution.body is None:
                self.diagnostics.append(
                    Diagnostic(
                        "body-unresolved",
                        f"不能确定是哪个机构 cannot tell which body {mention.name} is: {resolution.reason}",
                        Severity.WARNING,
                        self.reading.span(mention.start, mention.end),
                    )
                )
                continue
            body = resolution.body
            # the 市 of 市、县财政部门 is no name, nor is 本部门
            if not level_pattern().fullmatch(quote) and not is_own(quote):
                body = replace(body, names=tuple(sorted({quote, *body.names})))
            if not pointing:
                self.resolved[mention.name, quote] = body
            yield Responsibility(self.reading.span(mention.start, mention.end), body, role)


def _before_time(text: str, start: int, end: int) -> int:
    """Where the line 完成时限：2023年底前 begins that stands between a task and its statement, else ``end``."""
    low = max(start + 1, end - LONGEST_TIME)
    time = time_label().search(text, low, end) if "：" in text[low:end] else None
    return time.start() if time else end


def _is_frame(words: str) -> bool:
    """Whether a paragraph has no clause at all, as signatures and captions have none, or is a line of the frame
    (附件：…), or is a title with its number."""
    if len(words) < 60 and not CLAUSE_MARK.search(words):
        return not words.rstrip().endswith(HEADS_DUTIES)
    return (
        header_label().match(words) is not None or NUMBERED_TITLE.search(words[-LONGEST_NUMBER:]) is not None
    )


def _rosters(text: str) -> Iterator[tuple[int, int]]:
    """组长：张三市教育局局长副组长：…: persons with their offices, to the end of the line or what the group is to do."""
    end = 0
    for label in _roster_label().finditer(text):  # begins with letters, for which `re` looks fast
        if label.start() >= end and (roster := _roster().match(text, label.start())):
            end = roster.end()
            yield roster.span()


@cache
def _roster_label() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(forms('sentence')['roster'])})：")


@cache
def _roster() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![一-龥]){_roster_label().pattern}(?:(?!负责工作|职责|日常工作|具体工作|办公室设在)[^。；\n])*+"
    )


# …关于做好节水工作的通知云府办发〔2016〕3号
NUMBERED_TITLE = re.compile(r"的(?:通知|意见|决定|公告|通告|批复|函)[一-龥]{1,10}〔[0-9]{4}〕[0-9]{1,4}号\Z")
LONGEST_NUMBER = 40
# 市教育局主要职责: a heading, below which stands what the body does
HEADS_DUTIES = "职责"
CLAUSE_MARK = re.compile(r"[，。；：]")


# How far behind a unit the duties may begin that its last name heads: 市财政局： and the items of a list below it.
HEADING_REACH = 80
# 四、保障措施, 五、强化组织保障: how the tasks are supported
SUPPORT = re.compile("保障|组织(?:实施|领导)|工作要求")
SUPPORT_LENGTH = 10
# A label of time with what it says is not longer.
LONGEST_TIME = 60
# How far back the name lies to which 该局 points.
LOOK_BACK = 300


def _without(start: int, end: int, cuts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of ``[start, end)`` when the ranges ``cuts`` are taken out."""
    position = start
    for a, b in sorted(cuts):
        if a > position:
            yield position, a
        position = max(position, b)
    if position < end:
        yield position, end


def find_duties(reading: Reading, context: Context) -> Findings[Task]:
    """The tasks of one document with their responsibilities, in order of place."""
    return _Reader(reading, context).read()
