"""Words of tables and pages, Chinese first: ``graph/words.json`` holds each as ``[Chinese, English]``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from gongwen.graph.queries import Bilingual


@cache
def words() -> Mapping[str, Bilingual]:
    """Every word of pages and tables by its key."""
    data = json.loads(resources.files("gongwen.graph").joinpath("words.json").read_text("utf-8"))
    return {key: Bilingual(*said) for key, said in data.items()}
