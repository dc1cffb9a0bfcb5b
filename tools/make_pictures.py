"""Makes the pictures of the README from the project's samples: ``python -m tools.make_pictures``.

Builds a graph of ``samples``, draws two pages and photographs them in Chromium into ``docs/pictures``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
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
            with Image.open(PICTURES / f"{name}.png") as picture:
                with_palette(picture.convert("RGB")).save(PICTURES / f"{name}.png", optimize=True)
            size = (PICTURES / f"{name}.png").stat().st_size
            print(f"docs/pictures/{name}.png {size:,} bytes")
            assert size <= LARGEST, name


def with_palette(picture: Image.Image) -> Image.Image:
    """The picture with 256 colours, a third of the bytes. The frequent ones are kept as they are, so that white is white, and
    each of the others becomes one that is as near as 256 allow: methods that average make whites grey, or lose the rare
    colours of a legend."""
    pixels = np.asarray(picture).reshape(-1, 3)
    colours, place, count = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    frequent = colours[np.argsort(-count, kind="stable")].astype(int)
    for distance in range(2, 256):
        palette: list[np.ndarray] = []
        left = frequent
        while len(left) and len(palette) <= 256:
            palette.append(left[0])
            left = left[np.abs(left - left[0]).max(axis=1) > distance]
        if len(palette) <= 256:
            break
    chosen = np.array(palette)
    nearest = np.array([np.abs(chosen - colour).sum(axis=1).argmin() for colour in colours.astype(int)])
    found = Image.fromarray(nearest[place].astype(np.uint8).reshape(picture.height, picture.width), "P")
    found.putpalette(chosen.astype(np.uint8).tobytes())
    return found


def gongwen(*arguments: object) -> None:
    """Runs the command."""
    subprocess.run([sys.executable, "-m", "gongwen", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
