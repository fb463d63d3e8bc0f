"""Works out what is written in a reckoning, as a person with a pocket calculator would."""

import math
import re

from core.reckoning import TIMES, Line
from core.wording import MINUS

KEYS = {TIMES: "*", MINUS: "-", "²": "**2", "^": "**", "≥": ">=", "⌊": "int(", "⌋": ")", "π": "pi"}
KNOWN = {
    "e": math.e,
    "pi": math.pi,
    "ln": math.log,
    "tanh": math.tanh,
    "cos": math.cos,
    "root": math.sqrt,
    "max": max,
    "min": min,
}
KNOWN |= {"sign": lambda x: (x > 0) - (x < 0), "int": int}


def worked_out(text: str) -> float:
    """What the arithmetic of this text comes to."""
    text = re.sub(r"\|([^|]*)\|", r"max(\1, -(\1))", text)
    text = re.sub(r"e([+\u2212])(?=\d)", r"E\1", re.sub(r"(?<![\d.])e\^", "e ^", text))
    for sign, key in KEYS.items():
        text = text.replace(sign, key)
    text = re.sub(r"√\(", "root(", text)
    text = re.sub(r"√([\d.eE+-]+)", r"root(\1)", text)
    text = re.sub(r"tanh (\(?-?[\d.eE+-]+\)?)", r"tanh(\1)", text)
    return float(eval(text, {"__builtins__": {}}, KNOWN))  # text that our own tests have written


def exactly(line: Line) -> float:
    """What a line comes to with all digits of its numbers."""
    return worked_out(
        line.reckoning.format(*(f"({number!r})" if number < 0 else repr(number) for number in line.numbers))
    )
