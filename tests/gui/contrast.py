"""How well a colour can be told from another, counted apart from the program."""

from PySide6.QtGui import QColor


def contrast(one: str | QColor, other: str | QColor) -> float:
    """(L1 + 0.05) / (L2 + 0.05) of the relative luminances, the lighter one first: 1 to 21.    WCAG 2.1"""
    dark, light = sorted((_luminance(QColor(one)), _luminance(QColor(other))))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [part / 255.0 for part in colour.getRgb()[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
