"""Keys of documents: what a document is called, whoever prints or cites it.

A key is a string of parts that cannot run together: parts are joined by ``/``, the items of a part by ``+``,
and inside an item ``%``, ``/`` and ``+`` are written ``%25``, ``%2F``, ``%2B``. How many parts a key has
says what it is made of:

===== ========================================= ===========================================================
parts made of                                   when
===== ========================================= ===========================================================
1     number                                    the document has a 发文字号 of its own
1     《title》                                  a cited document of which only the title is known
2     number / title                            a notice printed it with itself, so that both have one number
2     issuers / number                          the number names no issuer (第5号, 2021年第3号)
3     issuers / title / date                    it has no number
2     text / digest of its letters and digits   too little is known of it: its text is its name
more  any of these / "again" / digest of text   the same source prints the same key for another text
===== ========================================= ===========================================================

Everything here is a pure function of what one source says, so a key never depends on other sources or on the
order of the build.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongwen.extract.sketch import text_digest
from gongwen.extract.traditional import simplified_where_traditional

# 湛府函〔2021〕1号, 国务院令第743号, 2021年第5号: ends in 号, with digits before it.
_NUMBER = re.compile(r".*[0-9〇一二三四五六七八九十百零]号")
# 第5号, 2021年第5号, 〔2021〕5号: says the count and maybe the year, and not whose.
_NO_ISSUER = re.compile(
    r"(?:公告|通告|令)?[〔(（]?(?:[0-9]{4})?[〕)）]?年?第?[0-9〇一二三四五六七八九十百零]{1,12}号"
)

_YEAR = re.compile(r"[(（\[〔【<《]([0-9]{4})[)）\]〕】>》]")

# Hex digits of a SHA-256 that stand for a source or a text in a key.
_DIGITS = 32

_FOLD = str.maketrans(
    "()[]【】<>〈〉,:;!?“”‘’–—―−•・",
    "（）〔〕〔〕《》《》，：；！？\"\"''----··",
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document can be called by.

    ``printed_with_parent``: a notice printed it with itself and it carries the notice's number. ``issuers``:
    full names. ``text``: its whole block.
    """

    text: str
    number: str | None = None
    title: str | None = None
    issuers: tuple[str, ...] = ()
    date: str | None = None
    printed_with_parent: bool = False


@lru_cache(1 << 14)
def normal_title(title: str) -> str:
    """A title as it is compared: NFKC, without white space and controls, brackets, quotes and dashes of one
    kind each, in simplified characters, without the 《》 that wrap it whole.

    >>> normal_title("《湛江市 “证照分离”改革(试行)方案》")
    '湛江市"证照分离"改革（试行）方案'
    """
    plain = unicodedata.normalize("NFKC", title)
    if (
        " " in plain or not plain.isprintable()
    ):  # else there is nothing to leave out, and no need to look at each
        plain = "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in _UNSEEN)
    # A title has few characters: one traditional among them will do, where none is of simplified texts alone.
    return _unwrap(simplified_where_traditional(plain.translate(_FOLD), least=1))


_UNSEEN = frozenset({"Cc", "Cf"})


def _unwrap(title: str) -> str:
    if (
        title.startswith("《")
        and title.endswith("》")
        and title.find("》") == len(title) - 1
        and len(title) > 2
    ):
        return title[1:-1]
    return title


def normal_number(number: str) -> str:
    """A 发文字号 as it is compared: NFKC, no white space, 〔〕 around the year.

    >>> normal_number("湛府函 [2021] 1 号")
    '湛府函〔2021〕1号'
    """
    kept = "".join(c for c in unicodedata.normalize("NFKC", number) if not c.isspace())
    return _YEAR.sub(r"〔\1〕", kept)


def names_issuer(number: str) -> bool:
    """Whether a normalised number says whose it is: 湛府函〔2021〕1号 does, 第5号 and 2021年第3号 do not."""
    return not _NO_ISSUER.fullmatch(number)


def document_key(what: Identity) -> str:
    """The key of a printed document (table above)."""
    number = normal_number(what.number) if what.number else ""
    title = normal_title(what.title) if what.title else ""
    issuers = [normal_title(name) for name in what.issuers]
    if number and not what.printed_with_parent:
        if names_issuer(number):
            return join_key([[_as_number(number)]])
        if issuers:
            return join_key([issuers, [_as_number(number)]])
    if number and names_issuer(number) and title:
        return join_key([[_as_number(number)], [_as_title(title)]])
    if title and issuers and what.date:
        return join_key([issuers, [title], [what.date]])
    # The same text from two sites is one document; no number looks like a digest, no issuer is called text.
    return join_key([["text"], [text_digest(what.text)[:_DIGITS]]])


def cited_key(number: str | None, title: str | None) -> str:
    """The key of a document that is cited: its number where that names an issuer, else its title, else its
    number.

    Raises ValueError where there is neither.
    """
    plain = normal_number(number) if number else ""
    if plain and (names_issuer(plain) or not title):
        return join_key([[_as_number(plain)]])
    if title and normal_title(title):
        return join_key([[_as_title(normal_title(title))]])
    if plain:
        return join_key([[_as_number(plain)]])
    raise ValueError("a cited document needs a number or a title")


def distinct_keys(keys: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """The keys of one source's documents, in the order of their places, no two alike.

    The first document with a key keeps it; a later one adds a digest of its own text (``texts``, one each),
    and of its place among equals where even the text is the same.
    """
    seen: set[str] = set()
    settled = []
    for key, text in zip(keys, texts, strict=True):
        name, turn = key, 0
        while name in seen:
            digest = hashlib.sha256(f"{turn}:{text}".encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
            name, turn = f"{key}/again/{digest}", turn + 1
        seen.add(name)
        settled.append(name)
    return tuple(settled)


def join_key(parts: Sequence[Sequence[str]]) -> str:
    """Parts, each of items, to one key; different parts always give different keys."""
    return "/".join("+".join(map(_escape, items)) for items in parts)


def split_key(key: str) -> list[list[str]]:
    """The inverse of ``join_key``."""
    return [[_unescape(item) for item in part.split("+")] for part in key.split("/")]


def _escape(item: str) -> str:
    return item.replace("%", "%25").replace("/", "%2F").replace("+", "%2B")


def _unescape(item: str) -> str:
    return item.replace("%2B", "+").replace("%2F", "/").replace("%25", "%")


def _as_number(number: str) -> str:
    """A number as an item: what does not look like one is marked, so that it is never taken for a title."""
    return number if _NUMBER.fullmatch(number) else f"№{number}"


def _as_title(title: str) -> str:
    """A title as an item: one that looks like a number, or like a marked title or number, is marked."""
    marked = title.startswith(("№", "《")) or _NUMBER.fullmatch(title) is not None
    return f"《{title}》" if marked else title
