"""What every response has, whatever made it: CORS, compression, and ETags by the version of the KG."""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Callable, Sequence

from gongwen.graph.serve.http import Answer, Request, Send
from gongwen.graph.serve.settings import KIB

CAP_HEADER = "x-gongwen-row-limit"
CAPPED_HEADER = "x-gongwen-truncated"
_CHUNK = 256 * KIB
# Smaller answers fit into one packet as they are.
_WORTH_COMPRESSING = KIB
Headers = Sequence[tuple[bytes, bytes]]
# Sends status, headers and body of a response in one packet; returns False where it must be sent piece by piece.
SendWhole = Callable[[int, Headers, bytes], bool]
# The extension of ASGI by which a server offers it: head and body apart are two calls of the system, and wake the client
# twice.
WHOLE = "gongwen.whole"
_COMMON = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        f"ETag, Retry-After, {CAP_HEADER}, {CAPPED_HEADER}".encode(),
    ),
    (b"x-content-type-options", b"nosniff"),
]
PREFLIGHT = {
    "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
    "access-control-allow-headers": "Accept, Content-Type, If-None-Match",
    "access-control-max-age": "86400",
    "allow": "GET, HEAD, OPTIONS, POST",
}
# gzip;q=0 refuses it (RFC 9110, section 12.5.3).
_GZIP = re.compile(r"(?:^|,)\s*+(?:gzip|x-gzip|\*)\s*+(?:;\s*+q=(?!0(?:\.0*)?\s*(?:,|$))[^,]*+)?(?:,|$)")
_GZIP_WINDOW = 31  # zlib's number for the gzip format
_GZIP_LEVEL = 5


def etag(request: Request, version: str) -> str:
    """The entity tag of what a request selects from a version of the KG: a strong one, since the bytes are
    decided by address, Accept, compression and version."""
    selected = f"{request.headers.get('accept', '')}\n{_takes_gzip(request)}"
    return f'"{version}-{zlib.crc32(selected.encode()):08x}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client says that it has this very answer (RFC 9110, section 13.1.2)."""
    asked = request.headers.get("if-none-match", "")
    return asked.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in asked.split(",")]


async def deliver(
    request: Request, answer: Answer, tag: str | None, send: Send, whole: SendWhole | None = None
) -> None:
    """Sends an answer, with its entity tag if it has one."""
    body, packed = answer.body, False
    empty = answer.status in (204, 304)
    if len(body) > _WORTH_COMPRESSING and _takes_gzip(request):
        body, packed = _gzip(body) if len(body) <= _CHUNK else await asyncio.to_thread(_gzip, body), True
    lines = [*_COMMON, *((name.encode("latin-1"), _latin(value)) for name, value in answer.headers.items())]
    if "vary" not in answer.headers:
        lines.append((b"vary", b"Accept, Accept-Encoding"))
    if "cache-control" not in answer.headers:
        lines.append((b"cache-control", b"no-cache" if tag else b"no-store"))
    if tag:
        lines.append((b"etag", tag.encode()))
    if packed:
        lines.append((b"content-encoding", b"gzip"))
    if not empty:
        lines += ((b"content-type", answer.media_type.encode()), (b"content-length", b"%d" % len(body)))
    if request.method == "HEAD":
        body = b""
    if whole and len(body) <= _CHUNK and whole(answer.status, lines, body):
        return
    await send({"type": "http.response.start", "status": answer.status, "headers": lines})
    for start in range(0, max(len(body), 1), _CHUNK):
        more = start + _CHUNK < len(body)
        await send({"type": "http.response.body", "body": body[start : start + _CHUNK], "more_body": more})


def _takes_gzip(request: Request) -> bool:
    return bool(_GZIP.search(request.headers.get("accept-encoding", "")))


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    return packer.compress(body) + packer.flush()


def _latin(value: str) -> bytes:
    """A header's value; what a client put into it must not end the header, nor break the encoding."""
    return value.replace("\r", " ").replace("\n", " ").encode("latin-1", "replace")
