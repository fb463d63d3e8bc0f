"""Values as Python source that reads back bit for bit, and the reading back.

Names come from people: they may hold quotes, backslashes, line ends. In code they stand as `repr` gives them, in
docstrings and comments without anything that could end either.
"""

import ast
import base64
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from core.arrays import Array
from core.export.scripts.literals import text_literal

WIDTH = 116
MOST_READABLE = 1000
"""Up to so many numbers are written out as digits; more as base64 of their little-endian bytes."""
BYTES_A_LINE = 84

Value = object
"""What a literal says: None, numbers, texts, and lists, tuples and dictionaries of values."""


def said(text: str) -> str:
    """The text for a comment: on one line, signs that cannot be printed as their escapes."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def docstring(text: str) -> str:
    """Text of several lines as a docstring; nothing in it can end it, or be an escape."""
    lines = [said(line).replace("\\", "\\\\").replace('"""', '\\"\\"\\"') for line in text.split("\n")]
    return '"""' + "\n".join(lines).rstrip() + '\n"""\n'


def literal(value: Value, depth: int = 0) -> str:
    """The value as source; what does not fit into a line goes on, `depth` levels deep."""
    match value:
        case str():
            return text_literal(value)
        case dict():
            items = [f"{text_literal(str(key))}: {literal(entry, depth + 1)}" for key, entry in value.items()]
            return _enclosed("{", items, "}", depth, is_filled=False)
        case tuple():
            return f"({', '.join(literal(entry, depth) for entry in value)}{',' if len(value) == 1 else ''})"
        case list():
            is_filled = not any(isinstance(entry, list | dict) for entry in value)
            return _enclosed("[", [literal(entry, depth + 1) for entry in value], "]", depth, is_filled)
        case _:
            return repr(value)


def call(name: str, arguments: Sequence[str], depth: int) -> str:
    """A call, `depth` levels deep: on one line, else with one argument on each."""
    whole = f"{name}({', '.join(arguments)})"
    if len(whole) + 4 * depth + 24 <= WIDTH:  # for what stands before and behind it
        return whole
    indent = "    " * (depth + 1)
    return "\n".join([f"{name}(", *(f"{indent}{argument}," for argument in arguments), "    " * depth + ")"])


def _enclosed(begin: str, items: Sequence[str], end: str, depth: int, is_filled: bool) -> str:
    """On one line, else as many on a line as fit (`is_filled`), else one on each line."""
    whole = f"{begin}{', '.join(items)}{end}"
    if len(whole) + 4 * depth + 24 <= WIDTH and is_filled:  # for what stands before and behind it
        return whole
    if not items:
        return begin + end
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


def are_readable(arrays: Mapping[str, Array]) -> bool:
    """Whether there are few enough numbers to write them out."""
    return sum(array.size for array in arrays.values()) <= MOST_READABLE


def numbers(arrays: Mapping[str, Array]) -> str:
    """Arrays of one dtype as a dictionary: lists of digits, or (shape, base64) where there are many; see `array_of`."""
    if are_readable(arrays):
        return literal({name: _digits(array) for name, array in arrays.items()})
    lines = ["{"]
    for name, array in arrays.items():
        data = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
        parts = (data[first : first + BYTES_A_LINE] for first in range(0, len(data), BYTES_A_LINE))
        text = "\n".join(base64.b64encode(part).decode("ascii") for part in parts)
        lines.append(f'    {text_literal(name)}: ({literal(array.shape)}, """\n{text}\n"""),')
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


def array_of(value: object, dtype: str) -> Array:
    """The array that a value of `numbers` stands for; what the scripts do themselves."""
    if isinstance(value, tuple):
        shape, text = value
        return np.frombuffer(base64.b64decode(text), np.dtype(dtype).newbyteorder("<")).reshape(shape).astype(dtype)
    return np.array(value, dtype)


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
