"""Who acts in a running sentence: bodies as written, with their full names and roles."""

from __future__ import annotations

import pytest

from gongwen.extract.duties.tasks import find_duties
from gongwen.extract.model import Body, Context, Role
from gongwen.extract.reading import Reading

LEAD, COOPERATE, RESPONSIBLE = Role.LEAD, Role.COOPERATE, Role.RESPONSIBLE
FORESTRY = Body("990100", "林业局", "云州市林业局")
CONTEXT = Context(area="990100", type="方案", addressees=(FORESTRY,))

CASES = [
    (
        "由市发展改革委牵头、市水务局配合，6月底前出台指导意见。",
        [("市发展改革委", "云州市发展和改革委员会", LEAD), ("市水务局", "云州市水利局", COOPERATE)],
        "behind 牵头、 a second body acts",
    ),
    (
        "建立由市民政局牵头、市教育局和市财政局等部门参加的联席会议制度。",
        [
            ("市民政局", "云州市民政局", LEAD),
            ("市教育局", "云州市教育局", COOPERATE),
            ("市财政局", "云州市财政局", COOPERATE),
        ],
        "牵头 is no item of the list of departments",
    ),
    (
        "各县（区）要建立工作机制。",
        [("各县（区）", "各县（区）", RESPONSIBLE)],
        "areas act, their bracket included",
    ),
    (
        "各县（市、区）财政局要及时拨付资金。",
        [("各县（市、区）财政局", "各县（市、区）财政局", RESPONSIBLE)],
        "areas head the name of their bodies",
    ),
    (
        "市政府督查室要将其纳入督查。",
        [("市政府督查室", "云州市政府督查室", RESPONSIBLE)],
        "an office of the government, though 督查 is a verb",
    ),
    (
        "市城市管理局是本市绿道的主管部门，负责绿道的监督管理。",
        [("市城市管理局", "云州市城市管理局", RESPONSIBLE)],
        "what a body is said to be is that body",
    ),
    ("市政府对现行规章进行了清理。", [], "what has been done is no duty"),
    (
        "市发展改革、自然资源和规划、水务等部门按照各自职责做好相关工作。",
        [
            ("市发展改革", "云州市发展改革部门", RESPONSIBLE),
            ("自然资源和规划", "云州市自然资源和规划部门", RESPONSIBLE),
            ("水务", "云州市水务部门", RESPONSIBLE),
        ],
        "the level of the first is the others'; 和 inside a function parts nothing",
    ),
    (
        "违反规定的，由城市管理部门责令改正。",
        [("城市管理部门", "城市管理部门", RESPONSIBLE)],
        "市 of 城市 is no level",
    ),
    (
        "你局要会同市水务局加强指导。",
        [("你局", "云州市林业局", LEAD), ("市水务局", "云州市水利局", COOPERATE)],
        "你局 is the addressee",
    ),
    ("供水单位应当建立巡查制度。", [], "a regulated party"),
]


@pytest.mark.parametrize(("sentence", "expected", "reason"), CASES)
def test_acting(sentence: str, expected: list[tuple[str, str, Role]], reason: str) -> None:
    text = f"一、工作措施\n{sentence}"
    found = [
        (text[r.span.start : r.span.end], r.body.label, r.role)
        for hit in find_duties(Reading.of_text(text), CONTEXT).hits
        for r in hit.value.responsibilities
    ]
    assert found == expected, reason


def test_several_addressees_leave_an_anaphor_open() -> None:
    context = Context(
        area="990100", type="方案", addressees=(FORESTRY, Body("990100", "财政局", "云州市财政局"))
    )
    found = find_duties(Reading.of_text("一、工作措施\n你局要加强指导。"), context)
    assert not [r for hit in found.hits for r in hit.value.responsibilities]
    assert [d.code for d in found.diagnostics] == ["body-unresolved"]
