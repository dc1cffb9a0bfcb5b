"""The sentence around a piece of evidence: what an analyst reads, with the characters marked that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from gongwen.graph.asking.quotes import EVIDENCE, Quotes

# Characters shown on each side of the evidence where no sentence ends before.
REACH = 160
# Characters of the evidence itself that are shown; a document's evidence is its whole block.
LONGEST = 240

_ENDS = "。！？!?"
# A line that goes on the one above was cut by its printer; one that is set in, or numbered, or follows a full stop
# begins anew: 　　（一）……
_BREAK = re.compile(
    r"(?<=[。！？；：）])[ \t]*\n|\n(?=[ \t\u3000]|\n|第|[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．])"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence that says so: ``marked`` are the characters of the evidence, ``[start, end)`` of ``file`` in code
    points; around it what belongs to its sentence. ``whole`` is False where it was too long to be shown."""

    file: str
    start: int
    end: int
    before: str
    marked: str
    after: str
    whole: bool = True

    @property
    def text(self) -> str:
        """The sentence in one line."""
        return self.before + self.marked + self.after + ("" if self.whole else "…")


def sentence_of(evidence: str, quotes: Quotes, description: str = "") -> Sentence | None:
    """The sentence around a piece of evidence (the object of ``prov:wasQuotedFrom``).

    Where the text of the source is not at hand, ``description`` (the text of the task, which the graph has) is
    quoted, with nothing marked in it. None for an IRI that names no characters.
    """
    found = EVIDENCE.fullmatch(evidence)
    if not found:
        return None
    start, end = int(found["start"]), int(found["end"])
    text = quotes.text_of(found["source"])
    if text is not None and start < end <= len(text):
        parts = _sentence(text, start, end)
    else:
        parts = (_one_line(description[:LONGEST]), "", "", len(description) <= LONGEST)
    return Sentence(unquote(found["file"]), start, end, *parts)


def _sentence(text: str, start: int, end: int) -> tuple[str, str, str, bool]:
    """What stands before, the evidence, what stands after, and whether that is all of it."""
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    before, after = text[first:start], text[end:last]
    begin = max((before.rfind(mark) + 1 for mark in _ENDS), default=0)
    # Beyond the evidence, for what stands behind a break decides whether it is one.
    breaks = (found.end() - first for found in _BREAK.finditer(text, first, end) if found.end() <= start)
    begin = max((begin, *breaks))
    stops = [at + 1 for mark in _ENDS if (at := after.find(mark)) >= 0]
    found_break = _BREAK.search(text, end, last)
    if found_break:
        stops.append(found_break.start() - end)
    marked = text[start:end]
    whole = len(marked) <= LONGEST
    tail = after[: min(stops, default=len(after))] if whole and marked[-1:] not in _ENDS else ""
    head = _one_line(before[begin:]).lstrip()
    tail = _one_line(tail).rstrip()
    # A sentence that goes on beyond what is shown.
    head = f"…{head}" if head and begin == 0 < first else head
    tail = f"{tail}…" if tail and not stops and last < len(text) else tail
    return head, _one_line(marked[:LONGEST]), tail, whole


def _one_line(text: str) -> str:
    """Without the line breaks of the printer, which are not part of what is said."""
    return re.sub(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*", "", text)
