"""Sizes and names of files in words."""

import math
from collections.abc import Mapping

from core.export.taking import Moment
from core.wording import counted

UNITS = ("bytes", "KB", "MB", "GB")
"""A thousand of one is one of the next."""


def size_text(size: int) -> str:
    """So many bytes, as people say it: "1.4 KB"."""
    if size < 1_000:
        return counted(size, "byte")
    power = min(int(math.log10(size)) // 3, 3)
    number = size / 1_000.0**power
    return f"{number:.1f} {UNITS[power]}" if number < 9.95 else f"{number:,.0f} {UNITS[power]}"


def files_text(sizes: Mapping[str, int]) -> str:
    """The files of an export: "Circle.py, 4.2 KB; beside it Circle.safetensors, 400 bytes"."""
    own, *others = (f"{name}, {size_text(size)}" for name, size in sizes.items())
    return f"{own}; beside it {', '.join(others)}" if others else own


def weights_text(moment: Moment, is_past: bool, is_playing: bool) -> str:
    """Which weights an export would have inside."""
    when = f"{moment.when[:1].upper()}{moment.when[1:]}"
    if is_past:
        return f"{when}, which is looked back at."
    if is_playing:
        return f"{when}, still training: Export… takes those of the moment when it is pressed."
    return f"{when}, after {counted(moment.step, 'step')}." if moment.epoch else f"{when}."
