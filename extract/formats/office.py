"""DOC, WPS and RTF by LibreOffice, run without a screen and without a network, as DOCX."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from gongwen.extract.errors import DamagedSourceError, MissingLibraryError
from gongwen.extract.formats.limits import CONVERSION_SECONDS

PROGRAMS = ("soffice", "libreoffice")


def program() -> str | None:
    """Where LibreOffice is, None where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def as_docx(data: bytes, suffix: str, name: str) -> bytes:
    """The file as DOCX. Raises MissingLibraryError without LibreOffice, DamagedSourceError where it does not read
    the file or takes too long."""
    soffice = program()
    if soffice is None:
        raise MissingLibraryError(
            "missing-library",
            name,
            f"{name}: 读取 .doc 和 .wps 需要 LibreOffice: {suffix} files need LibreOffice; install it: "
            "apt-get install libreoffice-writer",
        )
    with tempfile.TemporaryDirectory(prefix="gongwen-") as folder:
        # Its own name: what the file is called is the publisher's choice, and goes nowhere near a command line.
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        _run(soffice, source, Path(folder), name)
        made = source.with_suffix(".docx")
        if suffix == ".docx" or not made.exists():
            raise DamagedSourceError(
                "damaged-source", name, f"{name} LibreOffice 无法读取 cannot be read by LibreOffice."
            )
        return made.read_bytes()


def _run(soffice: str, source: Path, folder: Path, name: str) -> None:
    # A profile of its own: two runs at once on one profile fail. Macros never run without a user (default).
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
        str(source),
    ]
    environment = {
        key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LC_ALL", "TMPDIR")
    }
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**environment, "HOME": str(folder)},
        start_new_session=True,
    ) as process:
        try:
            process.wait(CONVERSION_SECONDS)
        except subprocess.TimeoutExpired as e:
            os.killpg(process.pid, 9)
            raise DamagedSourceError(
                "conversion-timeout",
                name,
                f"{name} LibreOffice took longer than {CONVERSION_SECONDS} seconds.",
            ) from e
