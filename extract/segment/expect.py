"""What a document says will follow it: the titles that it issues and the attachments that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongwen.extract.reading import Reading
from gongwen.extract.segment import lexicon as lex
from gongwen.extract.segment.heads import Head
from gongwen.extract.segment.signoff import is_name
from gongwen.extract.segment.titles import KnownTitles, titles_named

# How far a notice is read for what it issues, and the length of one attachment's title.
NOTICE_LENGTH = 6000
ENTRY_LENGTH = 120
# 关于印发…的通知, 转发…的通知, 印发…的函
ISSUED = re.compile(
    r"(?:印发|转发|批转|公布|发布|颁布|颁发|下达|下发)(?P<what>[^\n]{4,160}?)的?(?:通知|决定|函|公告|通告|令|批复)(?:（[^（）]{1,40}）)?$"
)
ENTRY = re.compile(
    r"\n|(?<![0-9.])[0-9]{1,2}[.．、](?![0-9])|；|附件[0-9一二三四五六七八九十]{0,2}[：:.．、]?"
)
OMITTED = re.compile(
    r"[，,]?[（(]?此?略[）)]?$|[（(]另[附发][）)]$|[。；]$|(?:<BR>)|\.(?:docx?|pdf|xlsx?|wps|rar|zip)$"
)


def issued_titles(reading: Reading, head: Head, end: int) -> Iterator[str]:
    """Titles that the document with this head issues, from its title and from its first paragraphs up to ``end``."""
    if head.title is not None:
        title = reading.text[head.title.start : head.title.end].replace("\n", "")
        yield from _issued_by_title(title)
    stop = min(end, head.end + NOTICE_LENGTH)
    yield from issued_in(reading.text, head.end, stop)


def issued_in(text: str, start: int, end: int) -> Iterator[str]:
    """The titles in 《》 of the sentences in ``text[start:end]`` whose own words issue something."""
    for sentence in re.split(r"[。\n]", text[start:end]):
        titles = list(titles_named(sentence))
        own = sentence
        for title in titles:
            own = own.replace(title, "", 1)
        if titles and any(word in own for word in lex.words("promulgating_words")):
            yield from titles


def _issued_by_title(title: str) -> Iterator[str]:
    m = ISSUED.search(title)
    if m is None:
        return
    what = m["what"]
    named = list(titles_named(what))
    yield from named
    if not named:
        yield what
        if "关于" in what:
            yield what[what.index("关于") :]


def annex_entries(text: str) -> list[str]:
    """The titles in a list of attachments: 1.…表 2.…方案."""
    found = []
    for entry in ENTRY.split(text):
        entry = OMITTED.sub("", entry.strip().strip("《》"))
        if 4 <= len(entry) <= ENTRY_LENGTH and not any(c in entry for c in "。：") and not _signs(entry):
            found.append(entry)
    return found


def _signs(entry: str) -> bool:
    """Whether an entry is the name or the date below a list whose titles are lost."""
    if lex.DATE.fullmatch(entry):
        return True
    return is_name(entry) and not entry.endswith(tuple(lex.words("title_endings")))


def expect_issued(known: KnownTitles, reading: Reading, head: Head, end: int, owner: int) -> None:
    """Adds what a document issues to the titles that are expected."""
    for title in issued_titles(reading, head, end):
        known.add(title, owner)
