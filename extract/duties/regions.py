"""Where a text has responsibility statements: brackets, labelled stretches, and brackets that hold names alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from gongwen.extract import areas
from gongwen.extract.bodies.ellipsis import ends_like_name, is_known_name
from gongwen.extract.bodies.lexicon import words
from gongwen.extract.bodies.lists import parse_list
from gongwen.extract.bodies.mentions import BodyMention
from gongwen.extract.duties.predicates import forms
from gongwen.extract.duties.statements import (
    OTHER_LABEL,
    bare_label,
    find_label,
    label_pattern,
    labelled_end,
    tokens_pattern,
    told_words,
)
from gongwen.extract.outline import Outline, Style
from gongwen.extract.patterns import alternatives
from gongwen.extract.ranges import Ranges
from gongwen.extract.reading import Reading, Seam

# A bracket of responsibilities with forty names is about 500 characters long.
LONGEST_STATEMENT = 1_500
BRACKETS = re.compile(r"[（）〔〕\n]")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text that is a responsibility statement: ``[start, end)`` its words, ``[outer_start, outer_end)``
    with its brackets; ``plain`` where it holds names alone, without a word that gives their role."""

    outer_start: int
    start: int
    end: int
    outer_end: int
    plain: bool = False


def bracket_regions(text: str) -> Iterator[Region]:
    """The outermost brackets that do not cross a paragraph, in order of place."""
    opened, depth = 0, 0
    for m in BRACKETS.finditer(text):
        mark = m.group()
        if mark in "（〔":
            opened = m.start() if not depth else opened
            depth += 1
        elif mark == "\n":
            depth = 0
        elif depth:
            depth -= 1
            if not depth and m.end() - opened <= LONGEST_STATEMENT:
                yield Region(opened, opened + 1, m.start(), m.end())


def statement_regions(reading: Reading, outline: Outline) -> list[Region]:
    """Where the text has responsibility statements: brackets and labelled stretches outside brackets."""
    text = reading.text
    brackets = list(bracket_regions(text))
    found: list[Region] = []
    others: list[Region] = []
    for r in brackets:
        (found if _looks_like_statement(text, r) else others).append(r)
    found += _plain_lists(reading, iter(others), outline)
    found += _headed_lists(reading, outline)
    starts = sorted(u.start for u in outline.units)
    inside = Ranges((b.outer_start + 1, b.outer_end) for b in brackets)
    found += (r for r in _labelled(reading, starts) if not inside.overlap(r.start, r.start + 1))
    return sorted(found, key=lambda r: r.start)


def _looks_like_statement(text: str, r: Region) -> bool:
    if not told_words().search(text, r.start, r.end):
        return False
    end = _time_start(text, r)
    return any(
        m.lastgroup in ("label", "bare", "pred") for m in tokens_pattern().finditer(text, r.start, end)
    )


def _time_start(text: str, r: Region) -> int:
    """Where the time begins that ends a bracket (；持续实施), else its end."""
    time = _plain()["time"].search(text, max(r.start, r.end - LONGEST_TIME), r.end)
    return time.start() if time else r.end


def _headed_lists(reading: Reading, outline: Outline) -> Iterator[Region]:
    """Items whose heading is a label, and that hold names alone, in lines of their own or run together:
    （一）主办单位 ⏎ 云州市人民政府 ⏎ 安岚省商务厅."""
    text = reading.text
    for unit in outline.units:
        if unit.style not in ITEMS or not LEAST_HEADED < unit.own_end - unit.text < LONGEST_STATEMENT:
            continue
        label = bare_label().match(text, unit.text, unit.own_end)
        if label is None or MARKED.search(text, label.end(), unit.own_end):
            continue
        names = parse_list(reading, label.end(), unit.own_end)
        named = sum(m.end - m.start for m in names if m.known)
        if named and named >= NAMED_SHARE * len(text[label.end() : unit.own_end].replace("\n", "")):
            yield Region(unit.start, unit.text, unit.own_end, unit.own_end)


# So much of what stands under the heading are names, and so many characters it has with its names.
NAMED_SHARE, LEAST_HEADED = 0.9, 8
MARKED = re.compile("[，。；：]")


def _labelled(reading: Reading, starts: list[int]) -> Iterator[Region]:
    """Bare 责任单位：… up to the end of its line or sentence, or to the next item; labels that follow at once, on
    lines of their own or not (配合单位：…, 完成时间：…), belong to the same statement."""
    text, position = reading.text, 0
    while m := find_label(text, position):
        i = bisect_right(starts, m.start())
        limit = min([len(text), m.start() + LONGEST_STATEMENT, *starts[i : i + 1]])
        end = labelled_end().search(text, m.end(), limit)
        closing = CLOSES.search(text, m.end(), end.start() if end else limit)
        stop = closing.start() if closing else _glued_end(reading, m.end(), end.start() if end else limit)
        stop = _over_lines(text, stop, limit)
        while stop > m.end() and text[stop - 1] in "\n）〕" and not _is_closed(text, m.end(), stop):
            stop -= 1
        yield Region(m.start(), m.start(), stop, stop)
        position = max(stop, m.end())


def _over_lines(text: str, stop: int, limit: int) -> int:
    """Where a list ends that goes on with names on lines of their own."""
    while (line := LINE_OF_NAME.match(text, stop, limit)) and _is_whole_name(line["name"]):
        stop = line.end()
    return stop


# Above its date a name signs.
LINE_OF_NAME = re.compile(
    r"\n(?P<name>[一-龥（）]{3,30})(?=\n|$)(?!\n[0-9二][0-9〇○零一二三四五六七八九十]{3}年)"
)


def _is_whole_name(name: str) -> bool:
    """Whether a line is the name of a body, and no more."""
    return is_known_name(name) or (ends_like_name(name) and areas.at(name, 0) is not None)


def _is_closed(text: str, start: int, stop: int) -> bool:
    """Whether the bracket that ends at ``stop`` opened inside: 牵头单位：市林业局（市公园局）."""
    mark = text[stop - 1]
    opening = {"）": "（", "〕": "〔"}.get(mark, "")
    return bool(opening) and text.count(opening, start, stop) >= text.count(mark, start, stop)


# 【责任单位：市教育局】, and the item that begins behind a list: 市教育局（3）加强…, 市教育局4.推进…
CLOSES = re.compile(r"】|（[0-9一二三四五六七八九十]{1,3}）|[①-⑳]|(?<![0-9.])[0-9]{1,2}[.．](?=[一-龥]{2})")


def _glued_end(reading: Reading, start: int, stop: int) -> int:
    """Where a labelled stretch ends in a text glued into one line: at a wide blank behind which neither a name nor a
    label goes on."""
    for place, seam in reading.seams(start + 2, stop):
        ends = seam is Seam.WIDE or (seam is Seam.WRAP and _is_complete(_part_before(reading, start, place)))
        if ends and reading.text[place - 1] not in "、，；：（" and not _goes_on(reading, place, stop):
            return place
    return stop


def _part_before(reading: Reading, start: int, place: int) -> str:
    """The part of a list that ends at ``place``."""
    words_ = reading.text[start:place]
    return PART.split(words_)[-1]


PART = re.compile(r"[、，；：]")


def _is_complete(name: str) -> bool:
    """Whether a name is whole, so that a broken line does not go on with it."""
    return is_known_name(name) or _plain()["government"].search(name) is not None


def _goes_on(reading: Reading, place: int, stop: int) -> bool:
    text = reading.text
    if text[place] in "、，；）" or label_pattern().match(text, place) or OTHER_LABEL.match(text, place):
        return True
    end = PART_END.search(text, place, stop)
    first = parse_list(reading, place, end.start() if end else stop)
    return bool(first) and first[0].known


PART_END = re.compile(r"[、，；。：（]")


# （省民政厅、人力资源社会保障厅） at the end of an item: one may be anything, so many are the document's way to say
# who is responsible.
LEAST_PLAIN = 3
# What may stand beside the names is not longer: （市教育局；持续实施）
LONGEST_TIME = 54


def _plain_lists(reading: Reading, brackets: Iterator[Region], outline: Outline) -> list[Region]:
    """Brackets behind a full stop, or before one, or at the end of an item that is a title alone, that hold names of bodies
    and nothing else, where a document has several."""
    found = []
    for r in brackets:
        closes = reading.text[r.outer_start - 1 : r.outer_start] in ("。", "；") or reading.text.startswith(
            "。", r.outer_end
        )
        if (closes or _ends_title(reading.text, r, outline)) and (end := _names_end(reading, r)):
            found.append(replace(r, end=end, plain=True))
    return found if len(found) >= LEAST_PLAIN else []


def _ends_title(text: str, r: Region, outline: Outline) -> bool:
    """Whether a bracket ends an item that is a title alone: 3.交通设施布局研究（市交通运输局）; 3.张三（市教育局） has no title."""
    unit = outline.at(r.outer_start)
    if unit.style not in ITEMS or unit.own_end != r.outer_end:
        return False
    return TITLE_ALONE.fullmatch(text, unit.text, r.outer_start) is not None


# So long, no name of a person or of a document.
TITLE_ALONE = re.compile(r"[^，。；：《》\n]{6,60}")
ITEMS = (Style.FIRST, Style.SECOND, Style.THIRD, Style.FOURTH, Style.FIFTH)


def _names_end(reading: Reading, r: Region) -> int:
    """Where the names of a bracket end, 0 where it holds anything else."""
    end = _time_start(reading.text, r)
    return end if names_in(reading, r.start, end) else 0


def names_in(reading: Reading, start: int, end: int) -> tuple[BodyMention, ...]:
    """The names in ``[start, end)`` where it holds names of bodies and nothing else, none elsewhere."""
    written, vague = reading.text[start:end], words("not_bodies")
    if not _plain()["body"].search(written):
        return ()
    mentions = parse_list(reading, start, end)
    if not mentions or not all(m.known and m.name not in vague for m in mentions):
        return ()
    left = len(written) - sum(m.end - m.start for m in mentions)
    first = mentions[0].name
    named = is_known_name(first) or mentions[0].collective or _plain()["government"].search(first)
    return mentions if named and left <= len(mentions) + 8 else ()


@cache
def _plain() -> dict[str, re.Pattern[str]]:
    words_ = {name: alternatives(group) for name, group in forms("plain_lists").items() if name != "comment"}
    return {
        # What may stand beside the names: （市教育局；持续实施）
        "time": re.compile(rf"[；，](?:[0-9]{{4}}年[^；]{{0,48}}|(?:{words_['times']})[^；]{{0,8}})$"),
        # At least one name in the bracket ends as the names of departments and governments do.
        "body": re.compile(rf"(?:{words_['ends']})(?:[、，；和及]|等?$)"),
        "government": re.compile(rf"(?:{words_['governments']})$"),
    }
