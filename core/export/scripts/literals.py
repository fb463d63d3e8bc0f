"""Numbers and texts as they stand in Python source: exact, and unable to be anything but numbers and texts."""

import base64
from collections.abc import Iterable

import numpy as np

from core.arrays import Array

WIDTH = 110
"""Characters of a line."""
BEFORE = 30
"""So many of them may stand before a list on its line."""
MOST_READABLE = 2000
"""More numbers than this are packed: nobody reads them."""
UNPACK = '''\
def unpack(text, *shape):
    """Numbers out of base64: little-endian, row by row."""
    little_endian = np.dtype(DTYPE).newbyteorder("<")
    return np.frombuffer(base64.b64decode(text), little_endian).reshape(shape).astype(DTYPE)'''
"""The function that packed arrays call; its script imports base64 and numpy as np, and says DTYPE."""


def text_literal(text: str) -> str:
    """A text as a literal of one line, whatever is in it; between double quotes where that needs no escape."""
    literal = repr(text)
    return f'"{literal[1:-1]}"' if literal[0] == "'" and '"' not in literal else literal


def in_docstring(text: str) -> str:
    """A text as part of a docstring between three double quotes: on one line, and unable to end it."""
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in escaped)


def list_literal(items: Iterable[str], indent: str = "") -> str:
    """Literals as a list, on one line where they fit, else wrapped.

    indent  of the line that it begins in
    """
    items = list(items)
    whole = f"[{', '.join(items)}]"
    if len(indent) + len(whole) <= WIDTH - BEFORE:
        return whole
    lines, line = [], f"{indent}   "
    for item in items:
        if len(line) + len(item) + 2 > WIDTH and line.strip():
            lines.append(line)
            line = f"{indent}   "
        line += f" {item},"
    return "\n".join(["[", *lines, line, f"{indent}]"])


def numbers_literal(numbers: Array) -> list[str]:
    """Each of these numbers (n,) as the shortest text that reads back as this very number of its type."""
    return [str(number) for number in numbers]


def array_literal(array: Array) -> str:
    """An expression for an array of one or two dimensions in the script's DTYPE, readable row by row."""
    if array.ndim == 1:
        return f"np.array({list_literal(numbers_literal(array))}, DTYPE)"
    rows = ",\n".join(f"    {list_literal(numbers_literal(row), '    ')}" for row in array)
    return f"np.array([\n{rows},\n], DTYPE)"


def packed_literal(array: Array) -> str:
    """The same for many numbers: a call of `unpack`, exact to the bit."""
    little_endian = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    text = base64.b64encode(little_endian.tobytes()).decode("ascii")
    lines = "\n".join(text[first : first + WIDTH] for first in range(0, len(text), WIDTH))
    return f'unpack("""\n{lines}\n""", {", ".join(map(str, array.shape))})'
