"""The conformance suite of the named queries: ``manifest.toml`` says what each answers, in which order, on
every engine.

A case names a query, its parameters, the columns that it looks at, and the rows; an evidence column may be
looked at as ``quote``. A query without a case fails.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from gongwen.graph.asking.queries import load_queries
from gongwen.graph.asking.query_values import bound_values
from gongwen.graph.asking.quotes import open_quotes
from gongwen.graph.asking.store import Store
from gongwen.graph.asking.tables import plain, quoted
from gongwen.graph.errors import QueryError

MANIFEST = Path(__file__).with_name("manifest.toml")
CASES: list[dict[str, Any]] = tomllib.loads(MANIFEST.read_text("utf-8"))["case"]
# What a case may say; a misspelt key must not make it easier to pass.
KEYS = {"query", "params", "columns", "rows", "error", "reason"}
# Lost cases must not go unseen.
LEAST_CASES = 60


def name(case: dict[str, Any]) -> str:
    return f"{case['query']}: {case['reason']}"


def test_every_query_has_a_case() -> None:
    assert {case["query"] for case in CASES} == set(load_queries())
    assert len(CASES) >= LEAST_CASES
    assert all(case.keys() <= KEYS for case in CASES)
    assert len({name(case) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_answers(case: dict[str, Any], engine: Store, kg: Path) -> None:
    query = load_queries()[case["query"]]
    if "error" in case:
        with pytest.raises(QueryError, match=case["error"]):
            bound_values(engine, query, case.get("params", {}))
        return
    table = engine.select(query.text, bound_values(engine, query, case.get("params", {})).bindings)
    with open_quotes(kg) as quotes:
        answer = quoted(query.columns, table, quotes)
    at = [answer.columns.index(column) for column in case["columns"]]
    assert [[plain(row[i]) for i in at] for row in answer.rows] == case["rows"]
