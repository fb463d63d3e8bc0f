"""A small field on the canvas to go to a neuron by its number."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.canvas.cards.surface import paint_surface
from gui.text_field import TextField
from gui.theme import GRID_PX, Theme


class GoTo(QWidget):
    """Asks for a number from 1 to the column's; Enter goes there, Esc and leaving close."""

    entered = Signal(int, int)
    """(layer, unit), the unit counted from 0."""
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layer = 0
        self._units = 0
        self._column = ""
        self._is_open = False
        self.setObjectName("go-to")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._text = QLabel(self)
        self._field = TextField(self)
        self._field.setObjectName("go-to-number")
        self._field.setMaxLength(9)
        self._field.setFixedWidth(8 * GRID_PX)
        self._field.returnPressed.connect(self._on_return)
        self._field.editingFinished.connect(self._on_left)
        self._text.setBuddy(self._field)
        self._wrong = QLabel(self)
        self._wrong.setObjectName("go-to-error")
        self._wrong.setProperty("role", "error")
        self._field.textEdited.connect(self._wrong.hide)
        rows = QGridLayout(self)
        rows.setContentsMargins(GRID_PX + 4, GRID_PX, GRID_PX, GRID_PX)
        rows.setHorizontalSpacing(GRID_PX)
        rows.setVerticalSpacing(4)
        rows.addWidget(self._text, 0, 0)
        rows.addWidget(self._field, 0, 1)
        rows.addWidget(self._wrong, 1, 0, 1, 2)
        rows.setSizeConstraint(QGridLayout.SizeConstraint.SetFixedSize)
        self.hide()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def open_for(self, layer: int, column: str, units: int, unit: int | None) -> None:
        """Ask for a neuron of this column; `unit`: the one that is chosen."""
        self._layer, self._column, self._units = layer, column, units
        self._text.setText(f"Go to neuron of {column}, 1 to {units:,}")
        self._field.setAccessibleName(f"Go to neuron of {column}, 1 to {units}")
        self._field.setToolTip("The neuron's number; Enter goes there, Esc closes.")
        self._field.setText("" if unit is None else str(unit + 1))
        self._wrong.hide()
        self._is_open = True
        self.show()
        self.adjustSize()
        self.raise_()
        self._field.setFocus()
        self._field.selectAll()

    def close_it(self) -> None:
        """Give the keyboard back."""
        if self._is_open:
            self._is_open = False
            self._field.clearFocus()  # before it hides: Qt would hand the keyboard to the next control
            self.hide()
            self.closed.emit()

    def _on_return(self) -> None:
        text = self._field.text().strip().replace(",", "")
        if text.isdecimal() and 1 <= int(text) <= self._units:
            unit = int(text) - 1
            self.close_it()
            self.entered.emit(self._layer, unit)
            return
        found = f"There is no neuron {text}" if text.isdecimal() else "That is no number"
        self._wrong.setText(f"{found}: {self._column} has {self._units:,}, counted from 1.")
        self._wrong.show()
        self._field.selectAll()

    def _on_left(self) -> None:
        if not self._field.hasFocus():
            self.close_it()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sheet on the canvas."""
        painter = QPainter(self)
        try:
            paint_surface(painter, self._theme, self, self._theme.muted)
        finally:
            painter.end()
