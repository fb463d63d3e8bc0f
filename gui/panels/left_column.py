"""The left column: parts one below the other, to be scrolled where the window is low."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.panels.form import hairline
from gui.theme import GRID_PX

WIDTH_PX = 232


class LeftColumn(QScrollArea):
    """Parts with hairlines between them."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        whole = QWidget()
        whole.setProperty("surface", True)
        column = QVBoxLayout(whole)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 0, 2 * GRID_PX)  # the scroll bar is the right margin
        column.setSpacing(2 * GRID_PX)
        for place, part in enumerate(parts):
            if place:
                column.addWidget(hairline())
            column.addWidget(part)
        column.addStretch(1)
        self.setObjectName("left")
        self.setWidget(whole)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # nothing moves when it is needed
        self.setMinimumWidth(WIDTH_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def bring_up(self, part: QWidget) -> None:
        """In a low window what was opened in a part lies below: bring the part up."""
        # Once the layout has made room for what was opened.
        QTimer.singleShot(0, self, partial(self.verticalScrollBar().setValue, part.y() - GRID_PX))
