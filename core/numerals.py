"""Numbers as people write them: decimals with a point or a comma, fractions, and back as the shortest exact text."""

import math
import re

import numpy as np

from core.errors import UserError

LONGEST_TEXT = 60
"""No number that anybody types is longer."""
_HINT = "Type a decimal such as 0.25 or 0,25, or a fraction such as -1/3."
_NUMBER = r"([+-]?)\s*((?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?)"
_TYPED = re.compile(rf"{_NUMBER}(?:\s*/\s*{_NUMBER})?")
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2044": "/", "\u00a0": " ", "\u202f": " "})


def read_number(text: str, dtype: str = "float32") -> float:
    """The number that somebody typed: "0.25", "0,25", "-1/3", "1e-3", blanks around signs and bar.

    dtype  the number type it has to fit into

    Raises UserError for what is no number or may be two ("1,000.5"), for a division by zero, and for what the number
    type cannot hold.
    """
    typed = text.translate(_SIGNS).strip()
    if not typed:
        raise UserError("There is no number.", _HINT)
    if len(typed) > LONGEST_TEXT:
        raise UserError(f"“{typed[:20]}…” is too long for a number.", f"At most {LONGEST_TEXT} characters are read.")
    found = _TYPED.fullmatch(typed)
    if found is None:
        if re.fullmatch(r"[+-]?[0-9]{1,3}(?:[., ][0-9]{3})+(?:[.,][0-9]*)?", typed):
            raise UserError(f"“{typed}” can be read in two ways.", "Type it without separators between thousands.")
        raise UserError(f"“{typed}” is not a number.", _HINT)
    sign, digits, sign_below, digits_below = found.groups()
    number = _signed(sign, digits)
    is_zero = not re.search("[1-9]", digits.lower().partition("e")[0])
    if digits_below is not None:
        if not re.search("[1-9]", digits_below.lower().partition("e")[0]):
            raise UserError(f"“{typed}” divides by zero.", _HINT)
        below = _signed(sign_below, digits_below)
        number = number / below if below else math.inf
    return _fitting(number, is_zero, typed, dtype)


def _signed(sign: str, digits: str) -> float:
    return float(sign + digits.replace(",", "."))


def _fitting(number: float, is_zero: bool, typed: str, dtype: str) -> float:
    """The number, where the type can hold it; what is not zero must not become zero."""
    with np.errstate(over="ignore", under="ignore"):
        held = np.dtype(dtype).type(number)
    if not np.isfinite(held):
        raise UserError(
            f"“{typed}” is too large to calculate with.", f"The largest number is {np.finfo(dtype).max:.2g}."
        )
    if held == 0.0 and not is_zero:
        raise UserError(f"“{typed}” is smaller than {dtype} can hold.", "Type 0.")
    return number


def exact(value: np.floating | float) -> str:
    """The shortest text that reads back as this very number of its type: "0.1" for the float32 nearest to it."""
    return str(value).removesuffix(".0")


def share_text(correct: int, count: int) -> str:
    """A share in percent with one decimal; "100 %" and "0 %" only where it is exactly that."""
    if correct in (0, count):
        return "100 %" if correct else "0 %"
    return f"{min(99.9, max(0.1, 100.0 * correct / count)):.1f} %"
