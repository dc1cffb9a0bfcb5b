"""The library of queries: heads of files, values of parameters, names, and what binding can and cannot do."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.graph.asking.binding import bind
from gongwen.graph.asking.queries import (
    Bilingual,
    Column,
    ColumnKind,
    NamedQuery,
    Parameter,
    ParameterKind,
    QueryFileError,
    load_queries,
    parse_query,
)
from gongwen.graph.asking.query_values import typed_value
from gongwen.graph.errors import QueryError

LIBRARY = load_queries()
NAMES = pytest.mark.parametrize("query", LIBRARY.values(), ids=LIBRARY)
# Options that every query has.
TAKEN = {"kg", "endpoint", "format", "limit", "all", "help", "sparql"}

HEAD = """# question: 甲？ | A?
# group: tasks
# param: body body required | 机构 | body
# param: role choice(gw:lead gw:cooperate) optional | 角色 | role
# param: months number default=6 | 月数 | months
# column: task iri | 任务 | Task
# column: number text detail | 文号 | Number
# example: --body '某 局' --months 3
SELECT ?task ?number { ?task ?p ?body FILTER(?role != ?months) }
"""


def test_a_head_is_read() -> None:
    query = parse_query("a", HEAD)
    assert query == NamedQuery(
        name="a",
        question=Bilingual("甲？", "A?"),
        group="tasks",
        parameters=(
            Parameter("body", ParameterKind.BODY, True, Bilingual("机构", "body")),
            Parameter(
                "role",
                ParameterKind.CHOICE,
                False,
                Bilingual("角色", "role"),
                None,
                ("gw:lead", "gw:cooperate"),
            ),
            Parameter("months", ParameterKind.NUMBER, False, Bilingual("月数", "months"), "6"),
        ),
        columns=(
            Column("task", ColumnKind.IRI, Bilingual("任务", "Task"), detail=True),
            Column("number", ColumnKind.TEXT, Bilingual("文号", "Number"), detail=True),
        ),
        example={"body": "某 局", "months": "3"},
        text=HEAD,
    )


WRONG_HEADS = [
    ("# question: 甲？ | A?", "# question: A?", 1, "said in one language"),
    ("# group: tasks", "# gruop: tasks", 2, "misspelt key"),
    ("# group: tasks", "# group: things", 2, "unknown group"),
    ("# group: tasks", "# question: 乙？ | B?", 2, "said twice"),
    ("# group: tasks", "#group tasks", 2, "a comment in the head"),
    ("body body required", "body Body required", 3, "misspelt kind"),
    ("body body required", "body body", 3, "neither required nor optional"),
    ("choice(gw:lead gw:cooperate)", "choice", 4, "a choice of nothing"),
    ("months number", "months number(gw:lead)", 5, "choices of a number"),
    ("number text detail", "number text hidden", 7, "unknown word"),
    ("--months 3", "--month 3", 8, "example of an unknown parameter"),
    ("--months 3", "--months", 8, "example without a value"),
]


@pytest.mark.parametrize(("old", "new", "line", "reason"), WRONG_HEADS, ids=[w[3] for w in WRONG_HEADS])
def test_a_wrong_head_is_refused(old: str, new: str, line: int, reason: str) -> None:
    with pytest.raises(QueryFileError) as raised:
        parse_query("a", HEAD.replace(old, new, 1))
    assert raised.value.line == line, reason


@NAMES
def test_head_and_query_agree(query: NamedQuery) -> None:
    solutions = ox.Store().query(query.text)
    assert isinstance(solutions, ox.QuerySolutions)
    assert [v.value for v in solutions.variables] == [c.name for c in query.columns]
    body = "".join(line for line in query.text.splitlines(True) if not line.startswith("#"))
    for parameter in query.parameters:
        bound = parameter.kind is not ParameterKind.WITHIN
        assert (f"?{parameter.name}" in body) == bound, "bound where it is used, and used where it is bound"
        assert parameter.name not in TAKEN
    assert {p.name for p in query.parameters if p.required} <= query.example.keys()
    for name, value in query.example.items():
        parameter = query.parameter(name)
        if parameter.kind not in (
            ParameterKind.BODY,
            ParameterKind.AREA,
            ParameterKind.DOCUMENT,
            ParameterKind.WITHIN,
        ):
            typed_value(parameter, value)


VALUES = [
    (ParameterKind.DAY, "2021-06-30", '"2021-06-30"^^<http://www.w3.org/2001/XMLSchema#date>', "a day"),
    (ParameterKind.SINCE, "2021", '"2021-01-01"^^<http://www.w3.org/2001/XMLSchema#date>', "first day"),
    (ParameterKind.UNTIL, "2024-02", '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>', "last day"),
    (ParameterKind.UNTIL, "2024", '"2024-12-31"^^<http://www.w3.org/2001/XMLSchema#date>', "last day"),
    (ParameterKind.YEAR, "2021", '"2021"^^<http://www.w3.org/2001/XMLSchema#integer>', "a year"),
    (ParameterKind.NUMBER, "-3", '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>', "an integer"),
    (ParameterKind.TEXT, ' 甲"乙 ', '"甲\\"乙"', "trimmed, never pattern or syntax"),
    (ParameterKind.IRI, "https://a.example/甲", "<https://a.example/甲>", "an IRI"),
    (ParameterKind.CHOICE, "lead", "<https://w3id.org/gongwen/ontology#lead>", "the end of a term"),
    (ParameterKind.CHOICE, "gw:lead", "<https://w3id.org/gongwen/ontology#lead>", "the term"),
]


def parameter(kind: ParameterKind) -> Parameter:
    choices = ("gw:lead", "gw:cooperate") if kind is ParameterKind.CHOICE else ()
    return Parameter("x", kind, True, Bilingual("某", "x"), None, choices)


@pytest.mark.parametrize(("kind", "value", "term", "reason"), VALUES)
def test_values_become_terms(kind: ParameterKind, value: str, term: str, reason: str) -> None:
    assert str(typed_value(parameter(kind), value)) == term, reason


WRONG_VALUES = [
    (ParameterKind.DAY, "2021-06", "2021-06-30", "a month is no day"),
    (ParameterKind.DAY, "2021-02-30", "2021-06-30", "no such day"),
    (ParameterKind.SINCE, "明年", "2021-06", "no date"),
    (ParameterKind.SINCE, "0000", "2021-06", "no such year"),
    (ParameterKind.YEAR, "21", "2021", "two digits"),
    (ParameterKind.NUMBER, "六", "12", "no digits"),
    (ParameterKind.NUMBER, "9" * 40, "12", "more than 64 bits"),
    (ParameterKind.IRI, "云府〔2021〕3号", "absolute IRI", "not absolute"),
    (ParameterKind.IRI, "http://a.example/> } #", "absolute IRI", "no IRI holds these"),
    (ParameterKind.CHOICE, "leader", "lead, cooperate", "not among the choices"),
    (ParameterKind.TEXT, "  ", "not empty", "nothing"),
    (ParameterKind.TEXT, "\udcff", "UTF-8", "bytes of an argument that are no UTF-8"),
]


@pytest.mark.parametrize(
    ("kind", "value", "wanted", "reason"), WRONG_VALUES, ids=[w[3] for w in WRONG_VALUES]
)
def test_wrong_values_say_what_is_wanted(kind: ParameterKind, value: str, wanted: str, reason: str) -> None:
    with pytest.raises(QueryError, match="--x") as raised:
        typed_value(parameter(kind), value)
    assert wanted in str(raised.value), reason


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            [
                '"',
                "'",
                '"""',
                "'''",
                "\\",
                "\n",
                "\r",
                "{",
                "}",
                "} #",
                "#",
                "?x",
                "<",
                ">",
                "<a:b>",
                "\u2028",
                "\\u0022",
                "@zh",
                "^^",
                "VALUES",
                "甲",
            ]
        ),
        max_size=8,
    ).map("".join),
)


@given(HOSTILE)
def test_no_value_changes_a_query(value: str) -> None:
    """Whatever is bound comes back as it went in, in every place that a query can have: behind comments, braces
    in strings, a CONSTRUCT's template."""
    query = 'SELECT ?x ?y # { \n WHERE { { SELECT ("}{" AS ?y) { } } # } \n }'
    rows = list(ox.Store().query(bind(query, {"x": ox.Literal(value)})))  # type: ignore[arg-type]
    assert [(row["x"], row["y"]) for row in rows] == [(ox.Literal(value), ox.Literal("}{"))]
    made = list(ox.Store().query(bind("CONSTRUCT { <a:s> <a:p> ?x } { }", {"x": ox.Literal(value)})))  # type: ignore[arg-type]
    assert [triple.object for triple in made] == [ox.Literal(value)]


@given(HOSTILE)
def test_no_iri_changes_a_query(value: str) -> None:
    try:
        term = typed_value(parameter(ParameterKind.IRI), value)
    except QueryError:
        return
    rows = list(ox.Store().query(bind("SELECT ?x { }", {"x": term})))  # type: ignore[arg-type]
    assert [row["x"] for row in rows] == [term]


def test_several_values_are_each_in_turn() -> None:
    several = {"x": (ox.Literal("甲"), ox.Literal("乙")), "y": ox.Literal(1)}
    rows = list(ox.Store().query(bind("SELECT ?x ?y { }", several)))  # type: ignore[arg-type]
    assert [row["x"].value for row in rows] == ["甲", "乙"]
    assert {row["y"].value for row in rows} == {"1"}
