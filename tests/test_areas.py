"""The tables of areas."""

from __future__ import annotations

from gongwen.extract import areas
from gongwen.extract.bodies.lexicon import words
from gongwen.extract.data import read_table


def test_invented_areas_are_no_real_ones() -> None:
    invented, real = read_table("example_areas.tsv"), read_table("areas.tsv")
    names = {row["name"] for row in real} | {row["short"] for row in real}
    names |= {row["name"] for row in read_table("zones.tsv")}
    for row in invented:
        assert row["adcode"].startswith("9"), "GB/T 2260 assigns no code that begins with 9"
        assert row["name"] not in names
        assert row["short"] == row["name"], "a short name could be met in real documents"
    assert not any(row["adcode"].startswith("9") for row in real)


def test_invented_areas_nest() -> None:
    city = areas.find("云州市")
    assert city is not None
    assert (city.code, city.level) == ("990100", "prefecture")
    province = areas.province_of(city.code)
    assert province is not None
    assert province.name == "江岭省"


def test_no_area_is_named_by_its_level_alone() -> None:
    """市 of 市教育局 is no place: GB/T 2260 groups areas under such headings, which are none themselves."""
    levels, rows = words("levels"), areas.rows()
    assert [row["adcode"] for row in rows if row["name"] in levels | words("area_words")] == []
    assert {word for word in levels if areas.at(word, 0)} == set()
    codes = {row["adcode"] for row in rows} | {areas.NATION}
    assert [row["adcode"] for row in rows if row["parent"] not in codes] == []
