"""What the program says or asks in a box of its own: what it is about in bold, what follows from it below."""

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMessageBox, QWidget

from gui.theme import GRID_PX
from gui.wording import with_short_words

TEXT_COLUMN = 1
"""Of Qt's own layout of the box."""
LEAST_TEXT_PX = 280


class MessageBox(QMessageBox):
    """Without a picture; its texts are plain, and begin where its edge is."""

    def __init__(self, parent: QWidget | None, name: str, title: str, text: str, more: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setTextFormat(Qt.TextFormat.PlainText)  # a file's name is no mark-up
        self.setText(with_short_words(text))
        self.setInformativeText(more)

    def showEvent(self, event: QShowEvent) -> None:
        """Take away the room that Qt leaves for a picture (6.10), before the size is chosen."""
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        grid.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        grid.setSpacing(GRID_PX)
        grid.setHorizontalSpacing(0)
        room = grid.itemAtPosition(0, 0)
        spacer = None if room is None else room.spacerItem()
        if spacer is not None:
            spacer.changeSize(0, 0)
        grid.setColumnStretch(TEXT_COLUMN, 1)
        grid.setColumnMinimumWidth(TEXT_COLUMN, LEAST_TEXT_PX)
        texts = self.findChildren(QLabel, QRegularExpression("^qt_msgbox_"))
        for label in texts:
            label.setContentsMargins(0, 0, 0, GRID_PX if label is texts[-1] else 0)
        grid.invalidate()
        super().showEvent(event)
