"""Tests of values as Python source."""

import ast

import numpy as np
import pytest

from core.export.scripts.python_source import (
    MOST_READABLE,
    array_of,
    constants_of,
    docstring,
    literal,
    numbers,
    said,
    text_literal,
)

HOSTILE = (
    'a "text_literal" name',
    "it's",
    "both ' and \"",
    'ends """ and goes on',
    "back\\slash\\",
    "line\nbreak\r\nand # comment",
    "{braces} ${money} %s %(prog)s",
    "\u2028 \x00 \ud800 \u202e bidi",
    "Größe µ 温度 🌡",
    "\"); import os  # '",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_reads_back_and_stays_on_one_line(text: str) -> None:
    assert ast.literal_eval(text_literal(text)) == text
    assert len(text_literal(text).splitlines()) == 1


def test_no_text_ends_a_docstring_or_a_comment() -> None:
    text = "\n".join(HOSTILE)
    module = ast.parse(docstring(text))
    assert len(module.body) == 1
    found = ast.get_docstring(module, clean=False)
    assert found is not None and 'ends """ and goes on' in found and "back\\slash\\" in found
    for hostile in HOSTILE:
        assert ast.parse(f"x = 1  # {said(hostile)}\n").body[1:] == []


def test_values_of_every_kind_read_back() -> None:
    value = {
        'a"b': [1.5, -0.0, 1e-300, 0.1 + 0.2],
        "long": [f"name number {number}" for number in range(40)],
        "nested": [[1.0, 2.0], [3.0, 4.0]],
        "none": None,
        "pair": (1,),
        "empty": [],
    }
    source = literal(value)
    assert repr(ast.literal_eval(source)) == repr(value)
    assert max(map(len, source.splitlines())) <= 120


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("size", [9, MOST_READABLE + 1])
def test_numbers_read_back_bit_for_bit(dtype: str, size: int) -> None:
    generator = np.random.default_rng(0)
    scale = 10.0 ** generator.uniform(-30, 30, size)
    given = {
        "w": (generator.normal(size=size) * scale).astype(dtype).reshape(-1, 1 if size % 3 else 3),
        "b": np.array([-0.0, np.finfo(dtype).tiny / 4, np.finfo(dtype).max], dtype),
    }
    source = f"WEIGHTS = {numbers(given)}\n"
    read = constants_of(source)["WEIGHTS"]
    assert isinstance(read, dict) and list(read) == ["w", "b"]
    for name, array in given.items():
        found = array_of(read[name], dtype)
        assert found.dtype == dtype and found.shape == array.shape and found.tobytes() == array.tobytes()


def test_float32_is_written_with_few_digits() -> None:
    assert numbers({"w": np.array([0.1, -2.5, 1e-7], np.float32)}) == '{"w": [0.1, -2.5, 1e-07]}'.replace(
        '{"w"', '{\n    "w"'
    ).replace("]}", "],\n}")


def test_reading_constants_runs_nothing() -> None:
    with pytest.raises(ValueError):
        constants_of("NAME = print('run')")
    assert constants_of("import nothing_such\nNAME = 3\nother = print\n") == {"NAME": 3}
