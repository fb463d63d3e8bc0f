"""The words and rows that a panel is made of: heading, note, hairline, a control behind its label."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import GRID_PX

LABEL_PX = 122
"""Of a row with a slider in it."""


def heading(text: str) -> QLabel:
    """A panel's heading."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def note(name: str, text: str = "") -> QLabel:
    """Muted words that are wrapped."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # names of columns and files are written out, whatever is in them
    label.setObjectName(name)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label


def error_note(name: str) -> QLabel:
    """Words that say what cannot be; none yet."""
    label = note(name)
    label.setProperty("role", "error")
    label.hide()
    return label


def say(label: QLabel, text: str) -> None:
    """Show these words; where there are none, the label takes no room."""
    label.setText(text)
    label.setVisible(bool(text))


def hairline() -> QFrame:
    """A line that separates."""
    line = QFrame()
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line


def labelled(
    text: str, widget: QWidget, between: QWidget | None = None, fills: bool = False, below: QWidget | None = None
) -> QHBoxLayout:
    """A row: its label left, its control right.

    between  another control between them, which takes all the room there is
    fills    the control itself takes it
    below    a note under the label

    In both cases the label has one width, so that such rows below each other line up.
    """
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setBuddy(widget)
    label.setToolTip(widget.toolTip())
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    if below is None:
        row.addWidget(label)
    else:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(label)
        words.addWidget(below)
        row.addLayout(words)
    if fills or between is not None:
        label.setFixedWidth(LABEL_PX)
        name = label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, LABEL_PX)
        label.setText(name.replace("&", "&&"))  # it would underline a letter
        row.setSpacing(GRID_PX)
    if between is not None:
        row.addWidget(between, 1)
    elif not fills:
        row.addStretch(1)
    row.addWidget(widget, int(fills))
    if not widget.accessibleName():
        widget.setAccessibleName(text)
    return row
