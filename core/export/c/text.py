"""Texts and numbers as C reads them: no name that a person chose can end a comment or a string, or change its sense."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator

import numpy as np

from core.arrays import Array

LONGEST_IDENTIFIER = 40
WIDTH = 100
"""How many letters a line of numbers has at most."""


def identifier(title: str, otherwise: str = "network") -> str:
    """A name for C and C++ that is made of a title, "network_7_grossen" of "7 Größen"; `otherwise` where none is left.

    Small letters a to z, digits and single underscores; it begins with a letter, and something is to be put behind it.
    """
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    name = "_".join(words)[:LONGEST_IDENTIFIER].rstrip("_")
    if not name:
        return otherwise
    return name if name[0].isalpha() else f"network_{name}"


def comment_text(text: str) -> str:
    """A text as it can stand in a comment: one line, and nothing in it that C reads.

    What cannot be seen (line breaks, marks that turn the direction of writing) is a space.
    """
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    for read, harmless in (("*/", "* /"), ("/*", "/ *"), ("??", "? ?")):
        # Twice, since what is left may form the same again: "**//", "????".
        visible = visible.replace(read, harmless).replace(read, harmless)
    # A backslash at the end of a line would join it with the next one.
    return re.sub(r"\\(?=\s*$)", "\\\\.", visible)


def comment(lines: list[str]) -> str:
    """A block comment of these lines, the long ones broken; `comment_text` has been through what people wrote."""
    broken = [part for line in lines for part in _broken(line)]
    return "\n".join(["/*", *(f" * {line}".rstrip() for line in broken), " */"])


def _broken(line: str) -> list[str]:
    """Parts of a line; those that follow one that is drawn in are drawn in further."""
    inset = " " * 2 * (len(line) - len(line.lstrip()))
    parts = textwrap.wrap(line, WIDTH, subsequent_indent=inset, break_on_hyphens=False) or [""]
    return [comment_text(part) for part in parts]


def string(text: str) -> str:
    """A string literal, in UTF-8: what is not plain ASCII is written as its bytes, which any compiler reads alike."""
    return '"' + "".join(map(_escaped, text.encode("utf-8", "replace"))) + '"'


def _escaped(byte: int) -> str:
    letter = chr(byte)
    if letter in '"\\?':  # two question marks could begin a trigraph
        return "\\" + letter
    # Always three digits: a fourth one belongs to the text again, while hexadecimal ones would go on for ever.
    return letter if 32 <= byte < 127 else f"\\{byte:03o}"


def number(value: float, dtype: str) -> str:
    """The very same number as a constant, float or double.    value  finite, in this dtype"""
    return _numbers([value], dtype)[0]


def _numbers(values: list[float], dtype: str) -> list[str]:
    """Each of them so; all in one go, since a large network has a million."""
    is_short = dtype == "float32"
    texts = (("%.9g " if is_short else "%.17g ") * len(values) % tuple(values)).split()
    end = "f" if is_short else ""
    return [f"{text}{end}" if "." in text or "e" in text else f"{text}.0{end}" for text in texts]


def array(declared: str, values: Array, dtype: str) -> str:
    """An array of constants.    declared  such as "static const float weights[6]"; values (n,) or (rows, n), finite"""
    rows = np.atleast_2d(values.astype(dtype))
    lines = [line for row in rows for line in _lines(_numbers(row.tolist(), dtype))]
    return f"{declared} = {{\n" + ",\n".join(lines) + "\n};"


def list_of(declared: str, entries: list[str]) -> str:
    """An array of anything else that is written already."""
    return f"{declared} = {{\n" + ",\n".join(_lines(entries)) + "\n};"


def _lines(entries: list[str]) -> Iterator[str]:
    """The entries, as many on a line as it can hold."""
    line = "   "
    for place, entry in enumerate(entries):
        line += f" {entry}"
        if place == len(entries) - 1 or len(line) + len(entries[place + 1]) + 3 > WIDTH:
            yield line
            line = "   "
        else:
            line += ","
