"""Loads the lexicons of ``gongwen.ontology``: tab-separated tables and JSON, UTF-8, ``#`` comments for their source."""

from __future__ import annotations

import csv
import json
from functools import cache
from importlib import resources
from typing import Any


def read_text(name: str) -> str:
    """The text of one data file of ``gongwen.ontology``; raises FileNotFoundError."""
    return resources.files("gongwen.ontology").joinpath(name).read_text("utf-8")


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a tab-separated table, keyed by its heading line; lines that begin with ``#`` are comments."""
    lines = [line for line in read_text(name).splitlines() if line and not line.startswith("#")]
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def read_json(name: str) -> Any:
    """The value of a JSON file."""
    return json.loads(read_text(name))
