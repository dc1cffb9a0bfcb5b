"""What the tests in a browser share: one Chromium a session, pages that count what they ask for, documents that try
to break out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
# The browser itself is to be quiet, so that what is asked for is the page's doing; no sandbox: containers run as root.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic", "--disable-dev-shm-usage",
]  # fmt: skip
# Ignored by git, kept by continuous integration.
PICTURES = Path(__file__).parent.parent / ".artifacts" / "screenshots"

ATTACKS = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"onerror=alert(1)',
    "<img/src=x/onerror=alert(1)>",
)
HOSTILE = "# 云府〔2023〕6号 | 关于<script>alert(1)</script>的通知 | 2023-06-01 | 通知\n" + "".join(
    f"市教育局 lead {attack}\n" for attack in ATTACKS
)


@dataclass
class Opened:
    """A page in the browser, and what went wrong in it: ``asked`` are addresses that it asked for beside its own
    file, ``said`` errors and warnings of its console."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def status(self) -> str:
        """What the page says that it shows."""
        return self.page.locator("#status").inner_text()

    def picture(self, name: str) -> None:
        """Keeps a screenshot."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def open_page(
    browser: Browser, file: Path, fragment: str = "", width: int = 1280, height: int = 800
) -> Iterator[Opened]:
    """The page in a window of its own without a network, when it has drawn itself; fails where it erred."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, offline=True, accept_downloads=True
    )
    opened = Opened(context.new_page())

    def ask(request: Request) -> None:
        if not request.url.startswith((file.as_uri(), "blob:")):
            opened.asked.append(request.url)

    def say(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            opened.said.append(message.text[:500])

    def answer(dialog: Dialog) -> None:
        opened.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    opened.page.on("request", ask)
    opened.page.on("console", say)
    opened.page.on("dialog", answer)
    opened.page.on("pageerror", lambda error: opened.said.append(str(error)[:500]))
    opened.page.goto(file.as_uri() + fragment)
    opened.page.wait_for_selector("body[data-ready]", timeout=15_000)
    yield opened
    context.close()
    assert opened.asked == []
    assert opened.said == []
