"""When to ask a server again, and how long to wait before it: what pushes and queries over HTTP share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

# Answers that say "not now" (RFC 9110, RFC 6585); any other error would be the same again.
PASSING = frozenset([408, 425, 429, 502, 503, 504])
# Tries of one request, and seconds before the second; each further wait is twice as long.
TRIES = 6
FIRST_WAIT = 0.5
# Seconds: what a server may ask for with Retry-After.
LONGEST_WAIT = 60.0


def waits(sleep: Callable[[float], None] = time.sleep) -> Iterator[Callable[[str | None], None]]:
    """One item for each further try: a function that waits before it, as long as a Retry-After header says (in seconds; a
    date is not heeded), else twice as long as the time before."""
    for number in range(TRIES - 1):

        def wait(retry_after: str | None, usual: float = FIRST_WAIT * 2**number) -> None:
            asked = float(retry_after) if retry_after and retry_after.strip().isdecimal() else usual
            sleep(min(asked, LONGEST_WAIT))

        yield wait
