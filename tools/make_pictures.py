"""Makes the pictures of the README from the project's samples: ``python -m tools.make_pictures``.

Builds a graph of ``samples``, draws two pages and photographs them in Chromium into ``docs/pictures``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.browser_cases import chromium, open_page

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
# The page, and the node at which it opens.
PAGES = {"responsibilities": "#node=云州市住房和城乡建设局", "citations": ""}
# Bytes; a README should not weigh more.
LARGEST = 300_000


def main() -> None:
    """Makes every picture; fails where one is too large."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, chromium() as browser:
        kg = Path(made) / "kg"
        gongwen("build", ROOT / "samples", "-o", kg)
        for name, fragment in PAGES.items():
            gongwen("draw", name, kg, "-o", Path(made) / f"{name}.html")
            with open_page(browser, Path(made) / f"{name}.html", fragment, 1280, 760) as opened:
                opened.page.wait_for_timeout(800)  # until nothing moves
                opened.page.screenshot(path=PICTURES / f"{name}.png")
            # A third of the bytes. By octree: the other ways merge rare colours, and those of the legend are rare.
            with Image.open(PICTURES / f"{name}.png") as picture:
                picture.convert("RGB").quantize(
                    256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
                ).save(PICTURES / f"{name}.png", optimize=True)
            size = (PICTURES / f"{name}.png").stat().st_size
            print(f"docs/pictures/{name}.png {size:,} bytes")
            assert size <= LARGEST, name


def gongwen(*arguments: object) -> None:
    """Runs the command."""
    subprocess.run([sys.executable, "-m", "gongwen", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
