"""The pieces a panel is made of: a heading, a labelled row, a slider that says its value, a field for a number."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QSlider, QVBoxLayout, QWidget

from core.errors import UserError
from gui import icons


def heading(text: str) -> QLabel:
    """A panel's heading."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def hairline() -> QFrame:
    """A line that separates."""
    line = QFrame()
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line


def labelled(text: str, widget: QWidget) -> QHBoxLayout:
    """A row: its label left, its control right."""
    label = QLabel(text)
    label.setBuddy(widget)
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label)
    row.addStretch(1)
    row.addWidget(widget)
    if not widget.accessibleName():
        widget.setAccessibleName(text)
    return row


class ValueSlider(QWidget):
    """A slider under its label and value. One drag counts as one change: `moved` carries the drag's number."""

    moved = Signal(int, int)
    """(value, number of the drag)"""

    def __init__(self, name: str, label: str, tip: str, unit: str = " %") -> None:
        super().__init__()
        self._unit = unit
        self._drag = 0
        self._label = QLabel(label)
        self._value = QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(name)
        self.slider.setAccessibleName(label)
        self.slider.setToolTip(tip)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Space trains after a drag, too
        self._label.setToolTip(tip)
        self.slider.sliderPressed.connect(self._begin)
        self.slider.valueChanged.connect(self._on_value)
        top = QHBoxLayout()
        top.addWidget(self._label)
        top.addStretch(1)
        top.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.slider)

    def show_value(self, value: float, low: int, high: int, step: int = 1) -> None:
        """Show this value without saying that somebody moved it."""
        self.slider.blockSignals(True)  # range and value are set from outside: nobody moved anything
        self.slider.setRange(low, high)
        self.slider.setSingleStep(step)
        self.slider.setPageStep(max(step, (high - low) // 8))
        self.slider.setValue(round(value))
        self.slider.blockSignals(False)
        self._value.setText(f"{round(value)}{self._unit}")

    def _begin(self) -> None:
        self._drag += 1

    def _on_value(self, value: int) -> None:
        if not self.slider.isSliderDown():
            self._drag += 1
        self._value.setText(f"{value}{self._unit}")
        self.moved.emit(value, self._drag)


class Choice(QComboBox):
    """A drop-down whose arrow is drawn, as all icons are."""

    def __init__(self, name: str, tip: str, width_px: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setToolTip(tip)
        self.setFixedWidth(width_px)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.view().setMinimumWidth(180)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as Qt draws it, and the arrow."""
        super().paintEvent(event)
        ink = self.palette().color(QPalette.ColorRole.Text).name()
        painter = QPainter(self)
        try:
            place = QPoint(self.width() - 20, (self.height() - 12) // 2)
            painter.drawPixmap(place, icons.pixmap("down", ink, 12, self.devicePixelRatioF()))
        finally:
            painter.end()


class _Field(QLineEdit):
    """A line that gives the keyboard back: after Enter, and after Esc, which gives up what was typed."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Esc does not; both leave the field, so that Space trains again."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            self.clearFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is typed takes the place of what stands there."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)  # after the click that brought the focus has set its caret


class NumberField(QWidget):
    """A field for a number, with a point or a comma; what cannot be is said under it, and the old value stays."""

    def __init__(self, name: str, label: str, tip: str, commit: Callable[[str], None]) -> None:
        super().__init__()
        self._shown = ""
        self._commit = commit
        self.field = _Field()
        self.field.setObjectName(name)
        self.field.given_up.connect(lambda: self.field.setText(self._shown))
        self.field.setToolTip(tip)
        self.field.setAccessibleName(label)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(84)
        self.field.setMaxLength(40)  # no number needs more, and what is wrong is quoted
        self.field.editingFinished.connect(self._on_finished)
        self._error = QLabel()
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.setObjectName(f"{name}-error")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(labelled(label, self.field))
        column.addWidget(self._error)

    def show_value(self, text: str) -> None:
        """Show this value, unless somebody is typing another."""
        self._shown = text
        if not (self.field.hasFocus() and self.field.isModified()):
            self.field.setText(text)
            self.field.setModified(False)

    def _on_finished(self) -> None:
        if not self.field.isModified():
            return  # left without a change, or told a second time: Enter also leaves the field
        text = self.field.text().strip()
        self.field.setModified(False)
        if text == self._shown:
            self._error.hide()
            return
        try:
            self._commit(text)
        except UserError as error:
            self._error.setText(str(error))
            self._error.show()
            self.field.setText(self._shown)
        else:
            self._error.hide()


def parse_number(text: str, label: str) -> float:
    """A decimal with a point or a comma.

    Raises UserError for anything else.
    """
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise UserError(f"{label}: “{text}” is not a number.", "Type a decimal such as 0.03 or 0,03.") from None


def parse_count(text: str, label: str) -> int:
    """A whole number.

    Raises UserError for anything else.
    """
    try:
        return int(text)
    except ValueError:
        raise UserError(f"{label}: “{text}” is not a whole number.", "Type digits only, such as 10.") from None
