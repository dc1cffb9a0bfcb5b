"""The commands that the README tells readers to type, so that CI and tests run these and no others.

In the README a comment stands before each block whose commands are run::

    <!-- run: tests -->
    ```console
    $ python3 -m venv .venv && …
    what is printed
    ```

Lines that begin with ``> `` go on with the command above them, as in a shell.

As a program: ``python3 tests/readme_commands.py README.md tests`` prints the commands of that name as a shell script.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"<!-- run: (?P<name>[\w-]+) -->\n```console\n(?P<lines>.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Command:
    """``name`` of its block, the ``line`` as typed, and ``printed``, the lines shown below it."""

    name: str
    line: str
    printed: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The command and what is printed, as in the README."""
        return "\n".join(["$ " + self.line.replace("\n", "\n> "), *self.printed])


def commands(text: str) -> list[Command]:
    """The marked commands of a Markdown text, in order; raises ValueError where a marked block has none."""
    found: list[Command] = []
    for block in _BLOCK.finditer(text):
        lines = block["lines"].splitlines()
        if not lines or not lines[0].startswith("$ "):
            raise ValueError(f"the block {block['name']!r} does not begin with a command")
        for line in lines:
            if line.startswith("$ "):
                found.append(Command(block["name"], line[2:], ()))
            elif line.startswith("> ") and not found[-1].printed:
                last = found.pop()
                found.append(Command(last.name, f"{last.line}\n{line[2:]}", ()))
            else:
                last = found.pop()
                found.append(Command(last.name, last.line, (*last.printed, line)))
    return found


def main(path: str, name: str) -> int:
    """Prints the commands of one name; 1 where there is none."""
    lines = [c.line for c in commands(Path(path).read_text("utf-8")) if c.name == name]
    print("\n".join(lines))
    return 0 if lines else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
