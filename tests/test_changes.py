"""Institutional reforms: which body became which, by area and level."""

from __future__ import annotations

import pytest

from gongwen.extract.bodies.lexicon import functions
from gongwen.graph.derived.changes import changes, events

CASES = [
    # area, named bodies, "date former>later", reason
    ("440800", ["工商行政管理局"], ["2019 工商行政管理局>市场监督管理局"], "a city's, by March 2019"),
    (
        "440000",
        ["工商行政管理局", "质量技术监督局"],
        ["2018 工商行政管理局+质量技术监督局>市场监督管理局"],
        "two that merged are one event, at the province a year earlier",
    ),
    ("100000", ["环境保护部"], ["2018-03-17 环境保护部>生态环境部"], "a ministry, by the day"),
    (
        "100000",
        ["中国银行业监督管理委员会"],
        [
            "2018-03-17 中国银行业监督管理委员会>中国银行保险监督管理委员会",
            "2023-03-10 中国银行保险监督管理委员会>国家金融监督管理总局",
        ],
        "what one reform made the next one changes",
    ),
    (
        "100000",
        ["国务院扶贫开发领导小组办公室"],
        [
            "2021-02-25 国务院扶贫开发领导小组办公室>国家乡村振兴局",
            "2023-03-10 国家乡村振兴局>农业农村部",
        ],
        "three bodies in two years",
    ),
    (
        "350000",
        ["卫生厅"],
        ["2014 卫生厅>卫生和计划生育委员会", "2018 卫生和计划生育委员会>卫生健康委员会"],
        "a province's departments",
    ),
    ("440800", ["文化局", "旅游局"], ["2019 文化局+旅游局>文化和旅游局"], "culture and tourism"),
    ("440800", ["农业局"], ["2019 农业局>农业农村局"], "renamed"),
    (
        "440800",
        ["安全生产监督管理局"],
        ["2019 安全生产监督管理局>应急管理局"],
        "safety to emergency management",
    ),
    ("440800", ["教育局"], [], "nothing became of it"),
    ("999999", ["工商行政管理局"], [], "an area that does not exist"),
]


@pytest.mark.parametrize(("area", "named", "expected", "reason"), CASES, ids=[c[3] for c in CASES])
def test_events(area: str, named: list[str], expected: list[str], reason: str) -> None:
    told = [
        f"{e.date} {'+'.join(b.name for b in e.former)}>{'+'.join(b.name for b in e.later)}"
        for e in events((area, name) for name in named)
    ]
    assert told == expected, reason


def test_labels_carry_the_area() -> None:
    (event,) = events([("440800", "国土资源局")])
    assert [b.label for b in (*event.former, *event.later)] == ["湛江市国土资源局", "湛江市自然资源局"]


def test_every_change_names_functions_with_a_date_and_a_source() -> None:
    known = {f.id for f in functions()}
    assert len(changes()) >= 40
    assert len({c.id for c in changes()}) == len(changes())
    for change in changes():
        assert {*change.former, *change.later} <= known, change.id
        assert all((change.dates, change.label, change.source)), change.id
        assert not {*change.former} & {*change.later}, change.id
