"""Glossary entries: 名词解释 at the end of a work report, one entry a paragraph, the term before a colon."""

from __future__ import annotations

import re

from gongwen.extract.lines import is_glossary_heading
from gongwen.extract.model import Context, Findings, Hit, Term
from gongwen.extract.reading import Paragraph, Reading

# `1.“六稳”：稳就业、…`, `**六稳：**稳就业…`, `六稳——稳就业…`
ENTRY = re.compile(
    r"(?:[0-9]{1,3}[.．、]|（[0-9一二三四五六七八九十]{1,4}）|[①-⑳]|[一二三四五六七八九十]{1,4}、)?"
    r"(?P<term>[^：。；\n]{1,40}?)(?:：|——)(?P<definition>[^\n]++)"
)


def find_terms(reading: Reading, context: Context) -> Findings[Term]:
    """The entries of every glossary of the document, in order of place; a glossary begins behind a paragraph that
    is nothing but its heading (名词解释) and ends with the document."""
    hits: list[Hit[Term]] = []
    inside = False
    for paragraph in reading.paragraphs:
        words = reading.text[paragraph.start : paragraph.end]
        if is_glossary_heading(words):
            inside = True
        elif inside and (hit := _entry(reading, paragraph)):
            hits.append(hit)
    return Findings(tuple(hits))


def _entry(reading: Reading, paragraph: Paragraph) -> Hit[Term] | None:
    m = ENTRY.match(reading.text, paragraph.start, paragraph.end)
    if m is None:
        return None
    start, end = m.span("term")
    definition = m["definition"].strip()
    if not definition:
        return None
    return Hit(start, end, Term(reading.span(start, end), reading.printed(start, end), definition))
