"""The seven-segment pad: a face to draw on, with a hint and a button that clears it."""

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.arrays import Array
from core.data.segments import SHAPES
from gui.pad.face import PadFace
from gui.pad.segments_geometry import NAMES, SEGMENTS
from gui.theme import GRID_PX, Theme


class SegmentPad(QWidget):
    """Seven segments to light, with a hint and a button that clears them."""

    changed = Signal(object)
    """The seven values, 0.0 or 1.0 for a to g, as a read-only array."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segment-pad")
        self.face = PadFace()
        self.setFocusProxy(self.face)
        self.hint = QLabel("draw, click, or press 0\N{EN DASH}9")
        self.hint.setProperty("role", "muted")
        self.clear_button = QToolButton()
        self.clear_button.setObjectName("segment-pad-clear")
        self.clear_button.setProperty("role", "button")
        self.clear_button.setText("Clear")
        self.clear_button.setAccessibleName("Clear the pad")
        self.clear_button.setToolTip("Switch off all segments (Backspace on the pad).")
        self.clear_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clear_button.clicked.connect(self.clear)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.face, 1, middle)
        column.addWidget(self.hint, 0, middle)
        column.addWidget(self.clear_button, 0, middle)
        self.face.changed.connect(self._on_changed)
        self._on_changed(self.values)

    @property
    def values(self) -> Array:
        """0.0 or 1.0 for each of a to g, read-only."""
        return self.face.values

    @property
    def digit(self) -> int | None:
        """The digit whose standard shape is lit; None where it is none of them."""
        matches = np.flatnonzero((self.values == SHAPES).all(axis=1))
        return int(matches[0]) if matches.size else None

    @property
    def wants_space(self) -> bool:
        """Whether the space bar switches a segment now: only where a person reached the pad by keyboard."""
        return self.face.is_walked

    def set_values(self, values: Array) -> None:
        """Light the segments whose value is at least 0.5.    values (7,), a to g"""
        self.face.set_values(values)

    def show_digit(self, digit: int) -> None:
        """Light a digit's standard shape."""
        self.face.set_values(SHAPES[digit])

    def clear(self) -> None:
        """Switch off all segments."""
        self.face.set_values(np.zeros(len(NAMES)))

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self.face.show_theme(theme)

    def segment_centre(self, letter: str) -> QPointF:
        """Where the middle of a segment lies in this widget."""
        return self.face.mapTo(self, self.face.place_px(SEGMENTS[letter].middle))

    def _on_changed(self, values: Array) -> None:
        self.clear_button.setEnabled(bool(values.any()))
        self.changed.emit(values)
