"""The files that a web page links and that may stand beside it: no other pages, nothing on another host or below the
root of a site, of which a copy on disk does not tell where it is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from gongwen.extract.formats.main_text import hidden, words
from gongwen.extract.model import Link

# A list of attachments rarely has more than a few dozen; a page with thousands of links is a directory.
MOST_LINKS = 200
# Characters of a path and of a label that are kept.
_LONGEST = 300


def page_links(root: Any) -> Iterator[Link]:
    """The files that a page links, in the order of the page, each once."""
    seen: set[str] = set()
    for element in root.iter("a"):
        target = local_target(element.get("href") or "")
        if target is None or target in seen or hidden(element):
            continue
        seen.add(target)
        label = " ".join("".join(element.itertext()).split()) or (element.get("title") or "")
        yield Link(target, label[:_LONGEST])
        if len(seen) == MOST_LINKS:
            return


def local_target(href: str) -> str | None:
    """The path from the page's folder that a reference (RFC 3986) means, percent-encoding taken off once; None for what is
    no file beside the page.

    >>> local_target("./P0201%E9%99%84.docx"), local_target("https://a.example/b.pdf"), local_target("/files/b.pdf")
    ('P0201附.docx', None, None)
    """
    try:
        parts = urlsplit(href.strip())
    except ValueError:  # [ of an IPv6 address that is none
        return None
    path = _decoded(parts.path)
    if parts.scheme or parts.netloc or not path or path.startswith("/") or "\\" in path or "\0" in path:
        return None
    target = posixpath.normpath(path)
    suffix = posixpath.splitext(target)[1].lower().lstrip(".")
    if not suffix or suffix in words("page_suffixes") or len(target) > _LONGEST:
        return None
    return target


def _decoded(path: str) -> str:
    """UTF-8 where the octets are, else GB 18030, in which old sites name their files."""
    octets = unquote_to_bytes(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return octets.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""
