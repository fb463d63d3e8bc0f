"""The row over a picture of data: what it shows, and a button that says which samples are in it."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from gui.painted import painted
from gui.theme import GRID_PX, HEAD_PX, Theme

MARK_PX = 12
TICK = ((0.25, 0.54), (0.43, 0.71), (0.77, 0.31))
"""The corners of a tick, as shares of the mark's side."""


class TitleRow(QWidget):
    """A heading on the left, a button such as "test points" on the right."""

    toggled = Signal(bool)
    """Whether the button is on."""

    def __init__(self, text: str, tip: str, samples: str = "test points", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(text)
        self.heading.setProperty("role", "heading")
        self.button = ticked_button(samples.replace(" ", "-"), samples)
        self.button.setAccessibleName(f"Show {samples}")
        self.button.setToolTip(tip)
        self.button.toggled.connect(self.toggled)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addStrut(HEAD_PX)
        row.addWidget(self.heading)
        row.addStretch(1)
        row.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_samples(self, samples: str, tip: str) -> None:
        """What the button shows is called so with these data."""
        self.button.setText(samples)
        self.button.setAccessibleName(f"Show {samples}")
        self.button.setToolTip(tip)

    def add(self, button: QWidget) -> None:
        """One more button, at the right end."""
        self._row.addWidget(button)

    def show_theme(self, theme: Theme) -> None:
        """Draw the button's mark in this theme: an empty box, or one with a tick."""
        self.button.setIcon(tick_box(theme))


def quiet_button(name: str, text: str, tip: str) -> QToolButton:
    """A button for such a row that does not call for attention."""
    button = QToolButton()
    button.setObjectName(name)
    button.setProperty("role", "quiet")
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip.rstrip("."))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def ticked_button(name: str, text: str) -> QToolButton:
    """The same that is on or off, with a `tick_box` behind its words."""
    button = QToolButton()
    button.setObjectName(name)
    button.setProperty("role", "quiet")
    button.setText(text)
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the mark stands behind the words
    button.setIconSize(QSize(MARK_PX, MARK_PX))
    return button


def tick_box(theme: Theme) -> QIcon:
    """An empty box while a button is off, one with a tick while it is on."""
    icon = QIcon()
    for ratio in (1.0, 2.0):
        for is_on, state in ((False, QIcon.State.Off), (True, QIcon.State.On)):
            paint = partial(_paint_mark, theme, is_on)
            mark = painted(QSize(MARK_PX, MARK_PX), paint, ratio, f"tick box {is_on} {theme.ink} {theme.muted}")
            icon.addPixmap(mark, QIcon.Mode.Normal, state)
    return icon


def _paint_mark(theme: Theme, is_on: bool, painter: QPainter) -> None:
    painter.setPen(QPen(QColor(theme.ink if is_on else theme.muted), 1.0))
    painter.drawRoundedRect(QRectF(0.5, 0.5, MARK_PX - 1.0, MARK_PX - 1.0), 2.0, 2.0)
    if is_on:
        pen = QPen(QColor(theme.ink), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline([QPointF(x * MARK_PX, y * MARK_PX) for x, y in TICK])
