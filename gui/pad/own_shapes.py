"""The shapes that somebody taught by drawing: seen one by one, shown on the pad, and removed."""

from collections import Counter

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.data import Segments
from core.data.segments import SEGMENT_NAMES, labels_of
from core.wording import counted
from gui.pad.small_display import paint_display
from gui.painted import painted_icon
from gui.panels.form import heading, note
from gui.theme import CORNER_PX, GRID_PX, LIGHT, Theme

WIDTH_PX = 300
ICON = QSize(22, 38)
CELL = QSize(54, 64)
ROWS = 3
"""More rows than this are scrolled to."""


class OwnShapes(QFrame):
    """A popup: Esc or a click elsewhere closes it."""

    show_wanted = Signal(int)
    """Put this one on the pad: its place among the own ones."""
    remove_wanted = Signal(int)
    """This one goes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("own-shapes")
        self.setAccessibleName("The shapes that you taught")
        self.setProperty("role", "popup")
        self.setFixedWidth(WIDTH_PX)
        self._theme = LIGHT
        self._data = Segments()
        self._doubt = ""
        self._heading = heading("Shapes taught")
        self.list = _List()
        self.list.remove_wanted.connect(self._on_remove)
        self.list.itemActivated.connect(lambda item: self.show_wanted.emit(self.list.row(item)))
        self.list.itemClicked.connect(lambda item: self.show_wanted.emit(self.list.row(item)))
        self._remove = QToolButton()
        self._remove.setObjectName("own-remove")
        self._remove.setProperty("role", "button")
        self._remove.setText("Remove")
        self._remove.setAccessibleName("Remove the chosen shape")
        self._remove.setToolTip("The chosen shape is trained on no more (Delete).")
        self._remove.clicked.connect(self._on_remove)
        self._note = note("own-note")
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, GRID_PX + 4, GRID_PX + 4, GRID_PX + 4)
        column.setSpacing(GRID_PX)
        column.addWidget(self._heading)
        column.addWidget(self.list)
        column.addLayout(foot)

    def show_data(self, data: Segments) -> None:
        """The own shapes of these data; without any, the popup closes."""
        if data == self._data:
            return
        chosen = self.list.currentRow()
        self._data = data
        if not data.added:
            self.close()
        self._fill()
        self.list.setCurrentRow(min(chosen, len(data.added) - 1))

    def show_doubt(self, doubt: str) -> None:
        """What has to be said of shapes that do not come right; empty: nothing."""
        if doubt != self._doubt:
            self._doubt = doubt
            self._note.setText(self._doubts())

    def show_theme(self, theme: Theme) -> None:
        """Draw the shapes in this theme's colours."""
        self._theme = theme
        self.list.setStyleSheet(
            "#own-list { background: transparent; outline: none; }"
            f"#own-list::item {{ border: 1px solid transparent; border-radius: {CORNER_PX // 2}px; }}"
            f"#own-list::item:selected {{ background: {theme.hover}; color: {theme.ink};"
            f" border-color: {theme.ink}; }}"
        )
        self._fill()

    def open_above(self, button: QWidget) -> None:
        """Open over a button, with the keyboard in the list."""
        rows = min(ROWS, -(-len(self._data.added) // ((WIDTH_PX - 40) // CELL.width())))
        self.list.setFixedHeight(rows * CELL.height() + 4)
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(0, 0)) - QPoint(0, self.height() + GRID_PX // 2)
        room = button.screen().availableGeometry()
        self.move(max(room.left(), corner.x()), max(room.top(), corner.y()))
        self.show()
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)  # before the keyboard comes: it would make the first one the current, unseen
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self) -> None:
        self.list.clear()
        numbers = len(SEGMENT_NAMES)
        for row in self._data.added:
            values, digit = np.array(row[:numbers]), int(np.argmax(row[numbers:]))
            item = QListWidgetItem(self._icon(values), str(digit))
            lit = " ".join(name for name, value in zip(SEGMENT_NAMES, values.tolist(), strict=True) if value >= 0.5)
            labels = labels_of(self._data, values)
            others = [str(label) for label in labels if label != digit]
            also = f"; the same pattern is trained as {' and '.join(others)}, too" if others else ""
            item.setToolTip(f"{lit}: is {digit}{also}. Click to see it on the pad; Delete removes it.")
            self.list.addItem(item)
        count = len(self._data.added)
        self._heading.setText(f"{counted(count, 'shape')} taught")
        self._note.setText(self._doubts())

    def _doubts(self) -> str:
        """Patterns with two labels, of which a network can learn one."""
        numbers = len(SEGMENT_NAMES)
        counted = Counter(row[:numbers] for row in self._data.added)
        doubtful = sum(len(labels_of(self._data, np.array(pattern))) > 1 for pattern in counted)
        if not doubtful:
            return self._doubt or "Click one to see it on the pad."
        what = "One pattern has" if doubtful == 1 else f"{doubtful:,} patterns have"
        return f"{what} two labels: a network can read only one of them."

    def _icon(self, values: np.ndarray) -> QIcon:
        def paint(painter: QPainter) -> None:
            paint_display(painter, QPointF(3.0, 3.0), 16.0, values, self._theme.positive, self._theme.hairline)

        return painted_icon(ICON, paint)

    def _on_remove(self) -> None:
        if self.list.currentRow() >= 0:
            self.remove_wanted.emit(self.list.currentRow())


class _List(QListWidget):
    """Shapes beside each other over their digit, walked with the arrow keys."""

    remove_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("own-list")
        self.setAccessibleName("The shapes that you taught")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setIconSize(ICON)
        self.setGridSize(CELL)
        self.setFrameShape(QListView.Shape.NoFrame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes; the rest walks."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(event)
