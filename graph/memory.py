"""Python's own housekeeping while much is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 100_000


@contextmanager
def rare_collection() -> Iterator[None]:
    """Looks for circular garbage rarely: reading, and rows of answers, make many small objects and hardly any circles, so that
    Python's usual 700 new objects between two looks cost a tenth to a third of the time for nothing."""
    usual = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
