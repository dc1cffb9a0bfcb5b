"""Invented documents for the tests of segmentation and metadata, each line marked with the document it belongs to.

    . 云州市人民政府办公室关于印发云州市节水行动方案的通知      (a dot: a line of the page, of no document)
    0 云政办发〔2022〕3号                                     (a line of the first document)
    1 云州市节水行动方案                                       (a line of the second)
    -                                                         (an empty line)

A mark may be two letters long where one line holds the end of one document and the beginning of another (``01``).
"""

from __future__ import annotations

from dataclasses import dataclass

from gongwen.extract.metadata.facts import DocumentHead, read_metadata
from gongwen.extract.reading import Reading
from gongwen.extract.segment.documents import Block, segment

BODY = "为做好这项工作，根据有关规定，结合本市实际，提出以下要求，请各有关单位认真组织学习，切实抓好贯彻执行，确保取得实效。"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and, for each of its lines, the marks of the documents that it belongs to."""

    text: str
    owners: tuple[str, ...]


def marked(table: str) -> Marked:
    """The text of a table of marked lines; ``$`` stands for a paragraph of running text."""
    owners, lines = [], []
    for row in table.strip("\n").split("\n"):
        mark, _, line = row.strip().partition(" ")
        owners.append("" if mark in ".-" else mark)
        lines.append(line.replace("$", BODY))
    return Marked("\n".join(lines), tuple(owners))


def read(text: str) -> tuple[Reading, tuple[Block, ...], tuple[DocumentHead, ...]]:
    """The stages under test, in order."""
    reading = Reading.of_text(text)
    blocks = segment(reading)
    return reading, blocks, read_metadata(reading, blocks)


def owners_of(text: str, reading: Reading, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """For each line of ``text`` the numbers of the blocks that share a character with it; empty lines belong to none."""
    spans = [block.span(reading) for block in blocks]
    found, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = (str(i) for i, s in enumerate(spans) if line.strip() and s.start < end and s.end > start)
        found.append("".join(inside))
        start = end + 1
    return tuple(found)
