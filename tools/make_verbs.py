"""Makes ``ontology/verbs.tsv``, the verbs of two characters, from the dictionary of jieba: ``python tools/make_verbs.py DICT``.

``DICT`` is ``jieba/dict.txt`` of the package's source distribution (MIT): word, frequency, part of speech a line.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Rarer words are no words of official documents, and their parts of speech are less sure.
LEAST_FREQUENCY = 100
VERSION = "0.42.1"
# Attributes, whatever the dictionary says: 会同|相关部门.
NO_VERBS = frozenset(["相关"])


def main() -> None:
    areas = Path("ontology/areas.tsv").read_text("utf-8")
    rows = [line.split(" ") for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    verbs = sorted(
        word
        for word, frequency, part in (row for row in rows if len(row) == 3)
        if part in ("v", "vd")
        and len(word) == 2
        and int(frequency) >= LEAST_FREQUENCY
        and f"\t{word}\t" not in areas
        and word not in NO_VERBS
    )
    head = (
        f"# Verbs of two characters. Source: the dictionary of jieba {VERSION} (MIT), parts of speech v and vd with a\n"
        f"# frequency of at least {LEAST_FREQUENCY}, made by tools/make_verbs.py.\n"
        "word\n"
    )
    Path("ontology/verbs.tsv").write_text(head + "\n".join(verbs) + "\n", "utf-8")


if __name__ == "__main__":
    main()
