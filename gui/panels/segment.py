"""One of several names beside each other, of which one is chosen."""

from PySide6.QtWidgets import QToolButton


def segment(name: str, text: str, tip: str, says: str) -> QToolButton:
    """A button that can be the chosen one of its group; `says` is what it is called where nobody sees the others."""
    made = QToolButton()
    made.setObjectName(name)
    made.setProperty("role", "segment")
    made.setText(text)
    made.setAccessibleName(says)
    made.setToolTip(tip)
    made.setCheckable(True)
    return made
