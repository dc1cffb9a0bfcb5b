"""Libraries that only some formats need: loaded when such a file comes, named with their extra where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gongwen.extract.errors import MissingLibraryError


def needed(module: str, extra: str, name: str, what: str) -> Any:
    """The module; raises MissingLibraryError, which says how to install it, for the source ``name``."""
    try:
        return import_module(module)
    except ImportError as e:
        raise MissingLibraryError(
            "missing-library",
            name,
            f"{name}: 读取{what}需要 {module}: {what} needs {module}; install it: pip install 'gongwen[{extra}]'",
        ) from e
