"""Deadlines in words: every form of a value, and text that is none."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongwen.graph.asking.deadline_words import deadline_words, value_key
from gongwen.graph.triples.terms import GW

# kind, value, Chinese, English
CASES = [
    ("due", "2023", "2023年底前", "by the end of 2023"),
    ("due", "2021-06", "2021年6月底前", "by the end of June 2021"),
    ("due", "2021-12", "2021年12月底前", "by the end of December 2021"),
    ("due", "2021-07-01", "2021年7月1日前", "by 1 July 2021"),
    ("within", "P5WD", "5个工作日内", "within 5 working days"),
    ("within", "P1WD", "1个工作日内", "within 1 working day"),
    ("within", "P45D", "45日内", "within 45 days"),
    ("within", "P1D", "1日内", "within 1 day"),
    ("within", "P0.5D", "半日内", "within half a day"),
    ("within", "P1W", "1周内", "within 1 week"),
    ("within", "P6M", "6个月内", "within 6 months"),
    ("within", "P1M15D", "1个月15日内", "within 1 month and 15 days"),
    ("within", "P3Y", "3年内", "within 3 years"),
    ("within", "PT24H", "24小时内", "within 24 hours"),
    ("within", "PT1H", "1小时内", "within 1 hour"),
    ("within", "PT30M", "30分钟内", "within 30 minutes"),
    ("recurring", "R/P1Y", "每年", "every year"),
    ("recurring", "R/P6M", "每半年", "every half-year"),
    ("recurring", "R/P3M", "每季度", "every quarter"),
    ("recurring", "R/P1M", "每月", "every month"),
    ("recurring", "R/P2M", "每2个月", "every 2 months"),
    ("recurring", "R/P1W", "每周", "every week"),
    ("recurring", "R/P1D", "每日", "every day"),
    ("recurring", "R/P10D", "每10日", "every 10 days"),
    ("recurring", "R/P5Y", "每5年", "every 5 years"),
    ("recurring", "R/PT2H", "每2小时", "every 2 hours"),
    ("recurring", "R/--11", "每年11月", "every November"),
    ("recurring", "R/--01-15", "每年1月15日", "every year on 15 January"),
    ("recurring", "R/---10", "每月10日", "every month on day 10"),
    ("recurring", "R/--07/--09", "每年7月至9月", "every year, July to September"),
    ("recurring", "R/--06/--06", "每年6月", "every June"),
    ("recurring", "R/--01-01/--12-31", "每年1月1日至12月31日", "every year, 1 January to 31 December"),
    ("recurring", "R/---01/---05", "每月1日至5日", "every month, days 1 to 5"),
    ("period", "2021/2023", "2021年至2023年", "2021 to 2023"),
    ("period", "2021/2021", "2021年", "2021"),
    ("period", "2021-01/2021-06", "2021年1月至6月", "January to June 2021"),
    ("period", "2000-11/2001-01", "2000年11月至2001年1月", "November 2000 to January 2001"),
    ("period", "2021-06-01/2021-06-30", "2021年6月1日至30日", "1 to 30 June 2021"),
    ("period", "2020-09-21/2020-10-31", "2020年9月21日至10月31日", "21 September to 31 October 2020"),
    ("period", "2012-09-01/2015-08-31", "2012年9月1日至2015年8月31日", "1 September 2012 to 31 August 2015"),
    ("period", "2020-02/..", "2020年2月起", "from February 2020 on"),
    ("period", "2020-02-19/..", "2020年2月19日起", "from 19 February 2020 on"),
    ("period", "../2023", "2023年底前", "by the end of 2023"),
    ("period", "../2023-06", "2023年6月底前", "by the end of June 2023"),
    ("effective", "issued", "自印发之日起施行", "in force from the day of issue"),
    ("effective", "2021-02-01", "2021年2月1日起施行", "in force from 1 February 2021"),
    ("effective", "2021-02", "2021年2月起施行", "in force from February 2021"),
    ("validity", "P5Y", "有效期5年", "valid for 5 years"),
    ("validity", "2022-12-31", "有效期至2022年12月31日", "valid until 31 December 2022"),
    ("validity", "2023-12", "有效期至2023年12月", "valid until December 2023"),
    # Where the kind is not known, nothing is said of it.
    ("", "2021-06", "2021年6月", "June 2021"),
    ("", "P5WD", "5个工作日", "5 working days"),
    ("", "issued", "自印发之日起", "from the day of issue"),
    ("", "R/--11", "每年11月", "every November"),
    (f"{GW}due", "2023", "2023年底前", "by the end of 2023"),
    ("gw:within", "P5WD", "5个工作日内", "within 5 working days"),
]
# No form of a value, or one that no calendar has.
RAW = [
    "", "长期", "2021-13", "2021-00", "2021-06-32", "2021-1", "21-06", "P", "P5", "P5X", "PT5D", "R/", "R/--13", "R/P5X", "../..",
    "2021/2022/2023", "2021-13/..", "２０２１", "2021-06\n", " 2021", "x" * 10_000, "<b>2021</b>", "R/---32", "{1:month}", "due",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "zh", "en"), CASES)
def test_a_value_in_words(kind: str, value: str, zh: str, en: str) -> None:
    said = deadline_words(value, kind)
    assert (said.zh, said.en) == (zh, en)


@pytest.mark.parametrize("value", RAW)
@pytest.mark.parametrize("kind", ["due", "within", "recurring", "period", "effective", "validity", ""])
def test_what_is_not_known_is_given_back(kind: str, value: str) -> None:
    said = deadline_words(value, kind)
    assert (said.zh, said.en) == (value, value)


_PIECES = st.sampled_from(
    ["R", "/", "-", "--", "P", "T", "Y", "M", "W", "D", "WD", "..", "2021", "06", "31", "0", "{1}"]
)


@given(st.lists(st.text()))
def test_any_values_sort(values: list[str]) -> None:
    sorted(values, key=value_key)


@given(st.text() | st.lists(_PIECES, max_size=12).map("".join), st.text(max_size=12))
@example("P5WD", "any")
@example("2021", "parts")
def test_any_text_has_words(value: str, kind: str) -> None:
    """Nothing is raised, nothing is empty that was not, and nothing of the words' own marks is left."""
    said = deadline_words(value, kind)
    assert bool(said.zh) == bool(said.en) == bool(value)
    if said.zh != value:
        assert "{" not in said.zh + said.en
        assert len(said.zh) < 60
