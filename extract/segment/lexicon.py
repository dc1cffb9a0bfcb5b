"""The words by which the parts of a document are known, compiled into patterns.

党政机关公文处理工作条例 (2012), art. 9: a document consists of 份号, 密级, 紧急程度, 发文机关标志, 发文字号, 签发人, 标题,
主送机关, 正文, 附件说明, 发文机关署名, 成文日期, 印章, 附注, 附件, 抄送机关, 印发机关和印发日期, 页码. All patterns see reading
text and are linear: their quantifiers are possessive or bounded.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from gongwen.extract.data import read_json, read_table

HAN = "一-鿿〇㐀-䶿"
NUMERAL = "一二三四五六七八九十百零〇○O0"
# Each branch begins with one character, so that `re` looks for these four and tries the pattern nowhere else.
_YEAR = (
    "(?:19[0-9]{2}|20[0-9]{2}|一[〇○OoОΟ０0零一二三四五六七八九◯]{3}|二[〇○OoОΟ０0零一二三四五六七八九◯]{3})"
)
_PART = "[0-9一二三四五六七八九十〇○零]{1,3}"

# 2021年1月4日, 二○○九年八月十一日; the day may be missing
DATE = re.compile(rf"(?:{_YEAR}年{_PART}月(?:{_PART}日?)?|{_YEAR}[-./][01]?[0-9][-./][0-3]?[0-9](?![0-9]))")
FULL_DATE = re.compile(rf"{_YEAR}年{_PART}月{_PART}日")

# 湛府函〔2021〕1号, 闽政〔2001〕文208号, 〔1996〕武司字第82号, 国发[2009]1号文, 国家安全监管总局令第85号, 生态环境部公告2021年第3号
_HEAD = rf"[{HAN}A-Za-z、·“”]{{1,40}}"
NUMBER = re.compile(
    rf"(?:{_HEAD})?+[〔（【［\[〈]\s?(?:19|20)[0-9]{{2}}(?:年)?\s?[〕）】］\]〉][{HAN}]{{0,6}}?第?[0-9]{{1,5}}(?:号|－|-)(?![0-9])"
    rf"|(?:[{HAN}]{{2,40}})?(?:令|公告|通告|部令)(?:[〔（][一二三四五六七八九十]{{1,4}}届[〕）])?[（〔]?(?:(?:19|20)[0-9]{{2}}年?)?第?[〕）]?[0-9{NUMERAL}]{{1,6}}号[）〕]?"
    rf"|(?:[〔（][一二三四五六七八九十]{{1,4}}届[〕）])?(?:(?:19|20)[0-9]{{2}}年)?第[0-9{NUMERAL}]{{1,6}}号"
)
# 湛部规2020—51, GZ0220210007, HNPR-2017-00011, ZJBC01-2022-0006
REGISTRATION = re.compile(
    rf"[{HAN}]{{1,6}}规[〔（]?(?:19|20)[0-9]{{2}}[〕）]?[-—–－―]{{1,2}}[0-9]{{1,5}}(?:号)?"
    r"|[A-Z]{2,6}[0-9]{0,3}[-—–－][0-9]{4}[-—–－][0-9]{2,6}|[A-Z]{2}[0-9]{10,14}"
)

ITEM = re.compile(
    rf"[{NUMERAL}]{{1,4}}[、．.]|[（〔][{NUMERAL}0-9]{{1,4}}[）〕]|[0-9]{{1,3}}[.．、](?![0-9])|[0-9]{{1,2}}(?:[.．][0-9]{{1,2}}){{1,3}}(?=[{HAN}])"
    rf"|[①-⑳]|第[{NUMERAL}0-9]{{1,5}}[条章节编部篇]"
)
FIRST_ITEM = re.compile(r"一、|（一）|1[.．、](?![0-9])|第[一1][条章节编]|第[一1]部分")
SENTENCE_END = "。！？；"


def _words(key: str) -> list[str]:
    """The words of one list of the lexicon, longest first, so that an alternation takes the longest."""
    return sorted(read_json("document_parts.json")[key], key=lambda w: (-len(w), w))


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in words)


@cache
def words(key: str) -> Set[str]:
    """One list of the lexicon as a set that is gone through longest first: what is found first in a text must not
    depend on the order in which Python happens to keep a set."""
    return dict.fromkeys(_words(key)).keys()


@cache
def labels() -> re.Pattern[str]:
    """A label of an information page with its colon (发文字号：) or in brackets (【发布文号】); group 1 is the label."""
    table = read_json("document_parts.json")["prefix_labels"]
    every = sorted({w for kind in table.values() for w in kind}, key=lambda w: (-len(w), w))
    plain = _any([w for w in every if not w.startswith("【")])
    return re.compile(rf"(?:({plain})：|(【(?:{plain})】)：?|〔({plain})〕：?)")


@cache
def label_kinds() -> dict[str, str]:
    """What a label announces: title, number, registration, issuer, date or other."""
    table = read_json("document_parts.json")["prefix_labels"]
    return {word: kind for kind, every in table.items() for word in every}


@cache
def trailer() -> re.Pattern[str]:
    """The beginning of what a web page prints below a document."""
    return re.compile(_any(_words("trailers")))


@cache
def imprint() -> re.Pattern[str]:
    """The beginning of a line of the imprint (版记): 抄送：…, 湛江市人民政府办公室2021年1月5日印发."""
    return re.compile(rf"(?:{_any(_words('imprint'))})[：:]|[{HAN}]{{2,40}}{DATE.pattern}印发")


# 010—68205908, 0571-12345678转801
_TELEPHONE = r"(?:0[0-9]{2,3}[—－–-]?)?[0-9]{7,8}(?:转[0-9]{1,4})?"


@cache
def note() -> re.Pattern[str]:
    """A note below the date (附注): （此件公开发布）, 公开方式：主动公开, （联系电话：…）."""
    every = _any(_words("notes"))
    return re.compile(
        rf"（(?:{every})[^（）]{{0,80}}(?:（[^（）]{{0,60}}）[^（）]{{0,60}})?）|(?:{every})：[^\n]{{0,200}}"
        rf"|（[^（）0-9]{{2,40}}{_TELEPHONE}(?:[^（）0-9]{{2,40}}{_TELEPHONE}){{0,8}}）"
    )


@cache
def annex_label() -> re.Pattern[str]:
    """附件, 附件1, 附件：, 附表一 at the head of a line; group ``colon`` and group ``number`` where there are any."""
    return re.compile(
        rf"(?:{_any(_words('annex_labels'))})(?P<number>[0-9]{{1,2}}(?![0-9年月])|[一二三四五六七八九十]{{1,3}})?"
        r"(?:(?P<colon>[：:])|[.．、](?![0-9]))?"
    )


@cache
def next_annex() -> re.Pattern[str]:
    """The label of another attachment at the head of a line."""
    return re.compile(rf"\n(?:{_any(_words('annex_labels'))})[0-9一二三四五六七八九十]{{0,3}}(?=[：\n.．、])")


@cache
def other_annex() -> re.Pattern[str]:
    """The label of another attachment on the same line: 附件 …项目表 附图一 …示意图."""
    return re.compile(r"(?<![《见及和、与])附[件表图录](?:[0-9]{1,2}|[一二三四五六七八九十])")


@cache
def bare_annex() -> re.Pattern[str]:
    """A line that is the label of an attachment and nothing else."""
    return re.compile(rf"(?m)^(?:{_any(_words('annex_labels'))})[0-9一二三四五六七八九十]{{0,3}}：?$")


@cache
def glued_annex() -> re.Pattern[str]:
    """The label 附件 anywhere in a line but at its head."""
    return re.compile(r"附件(?<=[^\n]附件)[0-9一二三四五六七八九十]{0,3}[：]?")


@cache
def interpretation() -> re.Pattern[str]:
    """The words with which the title of an interpretation ends."""
    return re.compile("解读|答记者问|图解")


@cache
def first_line() -> re.Pattern[str]:
    """A line that begins a numbering."""
    return re.compile(rf"\n(?:{FIRST_ITEM.pattern})")


@cache
def contents_label() -> re.Pattern[str]:
    """目录 as a line of its own."""
    return re.compile(rf"(?:{_any(_words('contents_labels'))})")


@cache
def type_words() -> tuple[str, ...]:
    """Words that name a kind of document, longest first."""
    return tuple(sorted((row["word"] for row in read_table("doctypes.tsv")), key=lambda w: (-len(w), w)))


@cache
def _kinds() -> str:
    """The kinds as alternatives; 法 not where it ends 方法 or 执法."""
    bars = {
        kind: "".join(f"(?<!{word})" for word in _words("not_kinds") if word == word[0] + kind)
        for kind in type_words()
    }
    return "|".join(re.escape(kind) + bars[kind] for kind in type_words())


@cache
def type_word() -> re.Pattern[str]:
    """A word that names a kind of document, anywhere."""
    return re.compile(_kinds())


@cache
def kind_within() -> re.Pattern[str]:
    """A word without which no title has its kind: a quick look before ``type_word`` and ``type_end``."""
    return re.compile(_any(sorted({*type_words(), *_words("sole_titles")}, key=len, reverse=True)))


@cache
def type_end() -> re.Pattern[str]:
    """A kind of document at the end of a title: …工作方案（2022—2024年）; group ``word`` is the kind."""
    brackets = r"(?:（[^（）\n]{1,60}(?:（[^（）\n]{1,30}）[^（）\n]{0,30})?）){0,3}"
    return re.compile(rf"(?P<word>{_kinds()})[”》〉]{{0,2}}{brackets}[”》〉]?$")


@cache
def body_end() -> re.Pattern[str]:
    """The end of the name of a public body."""
    return re.compile(rf"(?:{_any(_words('body_endings'))})(?:（[{HAN}]{{2,30}}）)?$")


@cache
def signatory() -> re.Pattern[str]:
    """部长黄润秋, 湛江市市长：曾进泽: an office and the name of who holds it."""
    return re.compile(rf"[{HAN}]{{0,16}}?(?:{_any(_words('signatories'))})：?[{HAN}·]{{2,6}}")


@cache
def passage() -> re.Pattern[str]:
    """How and when a rule was passed: 2009年9月25日河南省…会议通过, （…国务院令第746号公布）."""
    return re.compile(rf"（?{DATE.pattern}[^。\n]{{0,120}}?(?:{_any(_words('passage_words'))})")


@cache
def passage_word() -> re.Pattern[str]:
    """通过, 公布, 修正: what happened to a rule."""
    return re.compile(_any(_words("passage_words")))


@cache
def salutation() -> re.Pattern[str]:
    """The addressees with their colon: 各县（市、区）人民政府，市府直属各单位："""
    return re.compile(r"[^。；！？：《》\n]{2,600}+：")


@cache
def sentence_openings() -> tuple[str, ...]:
    """Words with which the first sentence of a document begins, and no title."""
    return tuple(_words("sentence_openings"))


@cache
def purpose_openings() -> tuple[str, ...]:
    """Those of them that no further line of a title begins with: 为进一步…, but 经营性… may."""
    return tuple(w for w in sentence_openings() if w.startswith("为") and len(w) > 2)


@cache
def text_openings() -> tuple[str, ...]:
    """Words with which a document's own text begins, also where it is glued to the title."""
    return (*purpose_openings(), *(word for word in _words("body_openings") if len(word) > 1))


@cache
def part_title() -> re.Pattern[str]:
    """Headings of parts of a document that end like a kind of document: 名词解释."""
    return re.compile(_any(_words("part_titles")))


@cache
def table_title() -> re.Pattern[str]:
    """The title of a table that its head follows on the same line: 云州市重点项目表|序号项目名称…"""
    ends = _any([*_words("title_endings"), *type_words()])
    named = rf"[^。；，：\n]{{4,60}}?(?:{ends})(?:（[^（）\n]{{1,30}}）)?(?={_any(_words('table_heads'))})"
    measured = rf"[^。；，：\n]{{4,60}}?(?=（?单位：(?:{_any(_words('measures'))}))"
    return re.compile(f"{named}|{measured}")


@cache
def closing_word() -> re.Pattern[str]:
    """What a sentence, or the title of an attachment, may end with: 贯彻执行, 实施方案."""
    ends = [*_words("sentence_closings"), *_words("title_endings"), *_words("signatories")]
    return re.compile(rf"(?:{_any(ends)}|{_kinds()})")


@cache
def _addressee_endings() -> tuple[str, ...]:
    return tuple(_words("addressee_words"))


def ends_addressed(words_before_colon: str) -> bool:
    """Whether the words before a colon end with who may be addressed: …人民政府, …有关单位."""
    return words_before_colon.endswith(_addressee_endings())


def begins_addressed(words_before_colon: str) -> bool:
    """Whether the words before a colon begin like addressees: 各市州人民政府…"""
    return words_before_colon.startswith(tuple(words("addressee_openings")))


@cache
def not_addressee() -> re.Pattern[str]:
    """A label that looks like an addressee: 责任单位："""
    return re.compile(rf"(?:{_any(_words('not_addressee'))})：")
