"""Values as Python source that reads back bit for bit, the reading back, and how a file of source is put together.

Names come from people: they may hold quotes, backslashes, line ends. In code they stand as `repr` gives them, in
docstrings and comments without anything that could end either.
"""

import ast
import base64
import textwrap
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from core.arrays import Array

WIDTH = 118
"""Characters of a line; a text that is longer stands on a line of its own."""
MOST_READABLE = 1000
"""Up to so many numbers are written out as digits; more as base64 of their little-endian bytes."""
BYTES_A_LINE = 84

Value = object
"""What a literal says: None, numbers, texts, and lists, tuples and dictionaries of values."""


# Texts ------------------------------------------------------------------------------------------------------------


def said(text: str) -> str:
    """The text for a comment: on one line, signs that cannot be printed as their escapes."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def docstring(text: str) -> str:
    """Text of several lines as a docstring; nothing in it can end it, or be an escape."""
    lines = [said(line).replace("\\", "\\\\").replace('"""', '\\"\\"\\"') for line in text.split("\n")]
    return '"""' + "\n".join(lines).rstrip() + '\n"""\n'


def wrapped(text: str, behind: str = "", ahead: int = 0) -> str:
    """The text in lines that are not too long to read.

    behind  what the lines after the first begin with
    ahead   so many characters stand before it on its line
    """
    space = " " * ahead
    lines = textwrap.wrap(said(text), WIDTH, initial_indent=space, subsequent_indent=behind, break_on_hyphens=False)
    return "\n".join(lines).removeprefix(space)


# Values -----------------------------------------------------------------------------------------------------------


def text_literal(text: str) -> str:
    """A text as a literal of one line, whatever is in it; between double quotes where that needs no escape."""
    found = repr(text)
    return f'"{found[1:-1]}"' if found[0] == "'" and '"' not in found else found


def long_text(text: str, depth: int, ahead: int = 0) -> str:
    """A text as the argument of a call, on several lines where one is too short.    depth, ahead  as in `literal`"""
    whole = text_literal(text)
    if 4 * depth + ahead + len(whole) < WIDTH:
        return whole
    indent = "    " * (depth + 1)
    lines = textwrap.wrap(text, WIDTH - len(indent) - 10, drop_whitespace=False, break_on_hyphens=False)
    return "\n".join(["", *(f"{indent}{text_literal(line)}" for line in lines), "    " * depth])


def literal(value: Value, depth: int = 0, ahead: int = 0) -> str:
    """The value as source; what does not fit into a line goes on in lines of its own, one level deeper.

    depth  of the line it begins in
    ahead  so many characters stand before it there
    """
    match value:
        case str():
            return text_literal(value)
        case dict():
            items = [_entry(str(key), entry, depth + 1) for key, entry in value.items()]
            # A table of its own is easier to read with a line for each entry.
            return _enclosed("{", items, "}", depth, ahead, may_be_one_line=depth > 0, is_filled=False)
        case tuple():
            return f"({', '.join(literal(entry, depth) for entry in value)}{',' if len(value) == 1 else ''})"
        case list():
            is_flat = not any(isinstance(entry, list | dict) for entry in value)
            items = [literal(entry, depth + 1) for entry in value]
            return _enclosed("[", items, "]", depth, ahead, may_be_one_line=True, is_filled=is_flat)
        case _:
            return repr(value)


def constants(found: Mapping[str, Value]) -> str:
    """NAME = value, one after the other."""
    return "\n".join(f"{name} = {literal(value, ahead=len(name) + 3)}" for name, value in found.items())


def call(name: str, arguments: Sequence[str], depth: int, beside: int) -> str:
    """A call, `depth` levels deep: on one line, else with one argument on each.

    beside  so many characters stand before and behind it on its line
    """
    whole = f"{name}({', '.join(arguments)})"
    if 4 * depth + beside + len(whole) <= WIDTH:
        return whole
    indent = "    " * (depth + 1)
    return "\n".join([f"{name}(", *(f"{indent}{argument}," for argument in arguments), "    " * depth + ")"])


def _entry(key: str, value: Value, depth: int) -> str:
    name = text_literal(key)
    return f"{name}: {literal(value, depth, len(name) + 2)}"


def _enclosed(
    begin: str, items: Sequence[str], end: str, depth: int, ahead: int, *, may_be_one_line: bool, is_filled: bool
) -> str:
    """On one line where it fits, else as many on a line as fit (`is_filled`), else one on each line."""
    whole = f"{begin}{', '.join(items)}{end}"
    if not items or (may_be_one_line and "\n" not in whole and 4 * depth + ahead + len(whole) < WIDTH):
        return whole
    indent = "    " * (depth + 1)
    lines = _filled(items, WIDTH - len(indent)) if is_filled else items
    return "\n".join([begin, *(f"{indent}{line}," for line in lines), "    " * depth + end])


def _filled(items: Iterable[str], width: int) -> list[str]:
    lines: list[str] = []
    for item in items:
        if lines and len(lines[-1]) + len(item) + 2 < width:
            lines[-1] += f", {item}"
        else:
            lines.append(item)
    return lines


# Numbers ----------------------------------------------------------------------------------------------------------


def are_readable(arrays: Iterable[Array]) -> bool:
    """Whether there are few enough numbers to write them out."""
    return sum(array.size for array in arrays) <= MOST_READABLE


def array_literal(array: Array, is_readable: bool, depth: int = 0, ahead: int = 0) -> str:
    """What `ARRAY_OF` makes the array of again: lists of digits, or (shape, base64)."""
    if is_readable:
        return literal(_digits(array), depth, ahead)
    data = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
    parts = (data[first : first + BYTES_A_LINE] for first in range(0, len(data), BYTES_A_LINE))
    text = "\n".join(base64.b64encode(part).decode("ascii") for part in parts)
    return f'({literal(array.shape)}, """\n{text}\n""")'


def numbers(arrays: Mapping[str, Array]) -> str:
    """Arrays of one dtype as a dictionary of such literals."""
    is_readable = are_readable(arrays.values())
    lines = ["{"]
    for name, array in arrays.items():
        key = text_literal(name)
        lines.append(f"    {key}: {array_literal(array, is_readable, 1, len(key) + 2)},")
    return "\n".join([*lines, "}"])


class _Digits(float):
    """A number of float32 that is written with as few digits as tell it from its neighbours."""

    def __repr__(self) -> str:
        short = str(np.float32(self))
        return short if np.float32(float(short)) == np.float32(self) else float.__repr__(self)


def _digits(array: Array) -> Value:
    if array.ndim > 1:
        return [_digits(row) for row in array]
    return [_Digits(number) if array.dtype == np.float32 else number for number in array.tolist()]


DIGITS = '''\
def array_of(numbers):
    """Numbers as they stand in this file, as an array."""
    return np.array(numbers, DTYPE)
'''

BYTES = '''\
def array_of(numbers):
    """Numbers as they stand in this file, (shape, little-endian bytes in base64), as an array."""
    shape, text = numbers
    return np.frombuffer(base64.b64decode(text), np.dtype(DTYPE).newbyteorder("<")).reshape(shape).astype(DTYPE)
'''


def array_function(arrays: Iterable[Array]) -> str:
    """def array_of(numbers), for a file with these arrays; it needs DTYPE."""
    return DIGITS if are_readable(arrays) else BYTES


def array_of(value: object, dtype: str) -> Array:
    """The array that such a literal stands for; what `array_function` does in a script."""
    if isinstance(value, tuple):
        shape, text = value
        return np.frombuffer(base64.b64decode(text), np.dtype(dtype).newbyteorder("<")).reshape(shape).astype(dtype)
    return np.array(value, dtype)


# Files ------------------------------------------------------------------------------------------------------------

FROM = {
    "contextlib": ("nullcontext",),
    "datetime": ("datetime", "timedelta"),
    "functools": ("partial",),
    "pathlib": ("Path",),
    "typing": ("NamedTuple",),
}
"""Names that scripts take out of modules."""
MODULES = ("argparse", "base64", "csv", "importlib.util", "io", "math", "os", "re", "sys", "unicodedata")
"""Modules that they name as a whole."""


def standard_imports(parts: Iterable[str]) -> str:
    """The imports from Python's own library that these parts of a file need."""
    names = {node.id for part in parts for node in ast.walk(ast.parse(part)) if isinstance(node, ast.Name)}
    lines = [f"import {module}" for module in MODULES if module.partition(".")[0] in names]
    for module, wanted in FROM.items():
        if found := [name for name in wanted if name in names]:
            lines.append(f"from {module} import {', '.join(found)}")
    return "\n".join(lines)


def heading(title: str) -> str:
    """A line between two sections of a file."""
    return f"# {title} ".ljust(WIDTH, "-")


def joined(parts: Iterable[str]) -> str:
    """The parts of a file, one after the other, with the empty lines that style asks for; empty ones are left out."""
    text = ""
    for part in parts:
        part = part.strip("\n")
        if not part:
            continue
        is_definition = part.startswith(("def ", "class ", "@"))
        follows_definition = text.rstrip("\n").rpartition("\n")[2].startswith((" ", "\t"))
        follows_heading = text.endswith("----") and not is_definition
        text += ("\n\n" if follows_heading or not (is_definition or follows_definition) else "\n\n\n") + part
    return text.lstrip("\n") + "\n"


def constants_of(source: str) -> dict[str, Value]:
    """What the constants of a module say: every NAME = literal at its top. Nothing of it is run.

    Raises SyntaxError where the source is not Python.
    """
    found: dict[str, Value] = {}
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name.isupper():
                found[name] = ast.literal_eval(value)
    return found
