"""The numbering of a document, as far as it tells that another document has begun."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# The styles of top-level numbering, outermost first; group 1 tells whether it is the first.
STYLES = (
    re.compile(r"第(?:(一|1)|[二三四五六七八九十2-9][十0-9]{0,3})[章编]"),
    re.compile(r"第(?:(一|1)|[二三四五六七八九十百2-9][一二三四五六七八九十百零0-9]{0,4})条"),
    re.compile(r"(?:(一)|[二三四五六七八九十]{1,3})、"),
)
# A numbering begins within this many characters below a title, at the head of a line.
WINDOW = 900


@dataclass(slots=True)
class Numbering:
    """Which styles of numbering a document has carried beyond their first number."""

    beyond: set[int] = field(default_factory=set)

    def see(self, text: str, line: int) -> None:
        """Takes note of the number at the head of a line."""
        for i, style in enumerate(STYLES):
            m = style.match(text, line)
            if m is not None and m[1] is None:
                self.beyond.add(i)

    def restarts(self, text: str, offset: int, end: int) -> bool:
        """Whether the outermost numbering that was carried on begins anew behind ``offset``."""
        if not self.beyond:
            return False
        outermost = min(self.beyond)
        for line in re.split("\n", text[offset : min(end, offset + WINDOW)]):
            for i, style in enumerate(STYLES):
                m = style.match(line)
                if m is not None:
                    return i <= outermost and m[1] is not None
        return False
