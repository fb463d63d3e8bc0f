"""The fields of a value made by hand: brought to the types they are declared with, or refused in one sentence."""

from functools import lru_cache
from typing import Any, get_type_hints

import msgspec
import numpy as np

from core.errors import UserError

_REFUSALS = (msgspec.ValidationError, ValueError, TypeError, OverflowError)


def settle_fields(value: msgspec.Struct, *names: str) -> None:
    """Give these fields of a value that is being made the types they are declared with; no names: all of them.

    What means the same is taken: a NumPy number for a number, a list for a tuple, 1 for 1.0. Raises UserError that
    names the field and what was passed for anything else: it would fail much later, or be saved and never open again.
    """
    hints = _hints(type(value))
    for name in names or hints:
        given = getattr(value, name)
        try:
            settled = _settled(given, hints[name])
        except _REFUSALS as error:
            kind = type(value).__name__
            raise UserError(f"{name} of {kind} cannot be {_shown(given)}.", f"{error}.") from error
        if type(settled) is not type(given) or settled != given:
            msgspec.structs.force_setattr(value, name, settled)


@lru_cache(maxsize=32)
def _hints(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return get_type_hints(kind)


def _settled(given: Any, hint: Any) -> Any:
    try:
        return msgspec.convert(given, hint)
    except _REFUSALS:  # most values are plain, and some are long: only others are gone through one by one
        return msgspec.convert(_plain(given), hint)


def _plain(value: Any) -> Any:
    """NumPy's numbers and arrays, and lists, as Python's own."""
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return tuple(_plain(part) for part in value)
    return value


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
