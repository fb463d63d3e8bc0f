"""A slider under its label and the value it stands at."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget


class Slider(QSlider):
    """A slider that leaves the wheel to the panel around it."""

    left = Signal()
    """The keyboard has gone elsewhere."""
    is_keyed = False
    """Whether the value changes by a key now."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls the panel wants to change nothing on the way."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and their like move it."""
        self.is_keyed = True
        super().keyPressEvent(event)
        self.is_keyed = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The next key begins anew."""
        super().focusOutEvent(event)
        self.left.emit()


class ValueSlider(QWidget):
    """A slider under its label and value; `moved` carries a number that is equal for what counts as one change.

    One change is a drag, or all keys until the keyboard goes elsewhere.
    """

    moved = Signal(int, int)
    """(value, number of the change)"""

    def __init__(
        self, name: str, label: str, tip: str, unit: str = " %", text: Callable[[int], str] | None = None
    ) -> None:
        super().__init__()
        self._text = text or (lambda value: f"{value}{unit}")
        self._drag = 0
        self._is_nudged = False
        """Whether the change under way was begun by a key."""
        self._label = QLabel(label)
        self._value = QLabel()
        self.slider = Slider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(name)
        self.slider.setAccessibleName(label)
        self.slider.setToolTip(tip)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Space trains after a drag, too
        self._label.setToolTip(tip)
        self.slider.sliderPressed.connect(self._begin)
        self.slider.left.connect(self._end_nudges)
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
        self._value.setText(self._text(round(value)))

    def show_label(self, label: str) -> None:
        """What the value is."""
        self._label.setText(label)
        self.slider.setAccessibleName(label)

    def show_tip(self, tip: str) -> None:
        """What it does to the data that there are now."""
        self.slider.setToolTip(tip)
        self._label.setToolTip(tip)

    def _begin(self, is_nudged: bool = False) -> None:
        self._drag += 1
        self._is_nudged = is_nudged

    def _end_nudges(self) -> None:
        self._is_nudged = False

    def _on_value(self, value: int) -> None:
        if not self.slider.isSliderDown() and not (self.slider.is_keyed and self._is_nudged):
            self._begin(self.slider.is_keyed)
        self._value.setText(self._text(value))
        self.moved.emit(value, self._drag)
