"""The letters on the canvas: their font, and whether they can be read on a ground of some colour."""

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor, QFont

from gui.theme import body_font

READABLE = 4.5
"""The contrast that text needs. On any colour black or white has it (4.58 at the least)."""


@lru_cache(maxsize=32)
def font(size_px: int, bold: bool = False) -> QFont:
    """The body font in this size."""
    return body_font(size_px, bold)


def contrast(a: QColor, b: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((_luminance(a.rgb()), _luminance(b.rgb())), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=512)
def _luminance(rgb: int) -> float:
    parts = np.array([rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255]) / 255.0
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))
