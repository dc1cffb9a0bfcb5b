"""Words of tables and pages, Chinese first: files of this package that hold each as ``[Chinese, English]``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from gongwen.graph.asking.queries import Bilingual


@cache
def words(file: str = "words.json") -> Mapping[str, Bilingual]:
    """Every word of tables and pages by its key; ``file`` names another file of words below ``graph/``."""
    data = json.loads(resources.files("gongwen.graph").joinpath(file).read_text("utf-8"))
    return {key: Bilingual(*said) for key, said in data.items()}
