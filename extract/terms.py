"""Glossary entries: 名词解释 at the end of a work report or a plan, in a box of it, or in an attachment of its own, and the
article of a regulation that says what its words mean (本条例下列用语的含义).

An entry is a term and its definition, with a colon or a dash between (“六稳”：稳就业、…), with 是指 (“六稳”是指…), or, where
entries are numbered, with a full stop (1.六稳。指稳就业…). Entries stand on paragraphs of their own or are glued.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongwen.extract.lines import GLOSSARY_MARK, is_glossary_heading
from gongwen.extract.model import Context, Findings, Hit, Term
from gongwen.extract.outline import Style
from gongwen.extract.reading import Paragraph, Reading, Seam
from gongwen.extract.structure import parse

_NUMBER = r"(?:[0-9]{1,3}[.．、]|（[0-9一二三四五六七八九十]{1,4}）|[①-⑳]|[一二三四五六七八九十]{1,4}、)"
# `1.“六稳”：稳就业、…`, `**六稳：**稳就业…`, `六稳——稳就业…`
ENTRY = re.compile(rf"{_NUMBER}?(?P<term>[^：。；\n]{{1,40}}?)(?:：|——)(?=[^\n])")
# `“六稳”是指稳就业…`, `六稳，指稳就业…`
MEANS = re.compile(
    rf"{_NUMBER}?(?P<term>“[^：。；“”\n]{{1,40}}”[^：。；，\n]{{0,16}}?|[^：。；，“”\n]{{2,30}}?)，?(?:是指|系指|指的是|(?<=[”，])[指即])(?=[^\n])"
)
# `（一）六稳。稳就业…`: only numbered
STOPPED = re.compile(rf"{_NUMBER}(?P<term>[^：。；，\n]{{2,30}})。(?=[^\n])")
STOP = re.compile("。")
# 第三十条 本条例下列用语的含义：, where each word stands in an item or a paragraph of its own
FOLLOWING = re.compile("下列(?:用语|术语|名词|词语)")  # a quick look: few texts hold it
MEANINGS = re.compile(
    r"(?P<law>(?<=条)[^。；：，\n]{0,24})下列(?:用语|术语|名词|词语)的?(?:含义|含意|定义)(?:是|为|如下)?："
)
# …，分别是指…: several words of one definition
EACH = re.compile(r"(?P<terms>[^：。；，“”\n]{2,40})，分别(?:是指|系指|指)")
# …的水。水城：指临水的城
GLUED = re.compile(r"[^。：；\n]{2,30}：(?:是)?指")
# What a glossary does not run over: the next part, box or attachment.
PART = re.compile(
    r"第[一二三四五六七八九十百]{1,4}[章节编部篇]|专栏|附[件录表图][0-9一二三四五六七八九十]{0,3}(?:[：:]|\Z)"
)


def find_terms(reading: Reading, context: Context) -> Findings[Term]:
    """The entries of every glossary of the document, in order of place. A glossary begins behind a paragraph that is
    nothing but its heading (名词解释), or with a document whose title that is, and ends where another part begins; or it is
    an article of a regulation."""
    hits: list[Hit[Term]] = list(_in_articles(reading))
    inside, mark = False, ""
    for paragraph in reading.paragraphs:
        words = reading.text[paragraph.start : paragraph.end]
        if is_glossary_heading(words):
            item = GLOSSARY_MARK.match(words)
            inside, mark = True, _style(item["item"]) if item and item["item"] else ""
        elif inside and _ends(words, mark):
            inside = False
        elif inside:
            hits += _entries(reading, paragraph)
    return Findings(tuple(hits))


def _in_articles(reading: Reading) -> Iterator[Hit[Term]]:
    """The entries of articles that say what words mean: those with 是指, each in its item or paragraph."""
    text = reading.text
    for m in MEANINGS.finditer(text) if FOLLOWING.search(text) else ():
        article = parse(reading).at(m.start())
        if article.style is not Style.ARTICLE or article.text != m.start("law"):
            continue
        items = [(u.text, u.end) for u in parse(reading).children(article)]
        items = items or [(p.start, p.end) for p in reading.paragraphs if m.end() <= p.start < article.end]
        for start, end in items:
            each, entry = EACH.match(text, start, end), MEANS.match(text, start, end)
            named = [w.span() for w in WORDS.finditer(text, *each.span("terms"))] if each else []
            named = named or ([entry.span("term")] if entry else [])
            definition = text[each.end() if each else entry.end() if entry else end : end].strip()
            for s, e in named if definition else ():
                yield Hit(s, e, Term(reading.span(s, e), reading.printed(s, e), definition))


WORDS = re.compile("[^、]+")


def _style(number: str) -> str:
    """1. and 12. are one style of number, 一、 another."""
    return re.sub(r"[0-9]+", "1", re.sub(r"[一二三四五六七八九十]+", "一", number))


def _ends(words: str, mark: str) -> bool:
    """Whether a paragraph begins another part: a chapter, a box, an attachment, the next item of the heading's style."""
    if PART.match(words):
        return True
    item = re.match(_NUMBER, words) if mark else None
    return item is not None and _style(item.group()) == mark


def _entries(reading: Reading, paragraph: Paragraph) -> Iterator[Hit[Term]]:
    """The entries of a paragraph, which may be glued."""
    found = list(_found(reading, paragraph))
    for i, m in enumerate(found):
        stop = found[i + 1].start() if i + 1 < len(found) else paragraph.end
        start, end = m.span("term")
        definition = reading.text[m.end() : stop].strip()
        if definition:
            yield Hit(start, end, Term(reading.span(start, end), reading.printed(start, end), definition))


def _found(reading: Reading, paragraph: Paragraph) -> Iterator[re.Match[str]]:
    """Where entries begin: at the paragraph's head and behind a wide blank in any form, behind a full stop with a colon,
    where quotation marks or 指 show that a term stands there."""
    text, end = reading.text, paragraph.end
    first = _entry(text, paragraph.start, end)
    if first:
        yield first
    for m in STOP.finditer(text, paragraph.start, end):
        place = m.end()
        wide = reading.seam(place) is Seam.WIDE
        glued = text[place : place + 1] == "“" or GLUED.match(text, place, end)
        entry = _entry(text, place, end) if wide else ENTRY.match(text, place, end) if glued else None
        if entry:
            yield entry


def _entry(text: str, start: int, end: int) -> re.Match[str] | None:
    return ENTRY.match(text, start, end) or MEANS.match(text, start, end) or STOPPED.match(text, start, end)
