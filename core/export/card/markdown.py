"""Markdown that shows names as they are, whatever people have called things."""

import re
from collections.abc import Iterable, Sequence

from core.wording import MINUS

_READ = re.compile(r"[\\`*\[\]<>|~$!#{}&@^]|(?<![^\W_])_|_(?![^\W_])|(?<=[A-Za-z0-9]):(?=//)|(?<=www)\.", re.IGNORECASE)
"""What Markdown, or what GitHub adds to it, would read; an underscore within a word is none of it."""


def plain(text: str) -> str:
    """A text as it can stand in a line or a cell of a table: nothing in it is read as Markdown or HTML.

    What cannot be seen (line breaks, marks that turn the direction of writing) is a space.
    """
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    return _READ.sub(_shown, " ".join(visible.split()))


def _shown(found: re.Match[str]) -> str:
    letter = found.group()
    # Programs that make HTML of Markdown differ in what they do with a backslash before these.
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;"}.get(letter, f"\\{letter}")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> str:
    """A table of cells that are Markdown already; the last `numbers` columns are drawn to the right."""
    rules = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    lines = [head, rules, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """A list of sentences."""
    return "\n".join(f"- {line}" for line in lines)


def minus(text: str) -> str:
    """Numbers with a true minus sign."""
    return text.replace("-", MINUS)
