"""The row of the data panel with the other common shapes of 6, 7 and 9, each to be trained on or not."""

from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from core.data.recipes import DIGITS_WITH_VARIANTS
from core.data.segments import shapes_with
from gui.pad.small_display import paint_display
from gui.painted import painted_icon
from gui.theme import GRID_PX, Theme
from gui.tip_beside import keep_tip_beside

ICON = QSize(18, 28)


class VariantsRow(QWidget):
    """Three shapes to switch on and off."""

    chosen = Signal(object)
    """A person chose these: the digits, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("variants")
        shapes = shapes_with(DIGITS_WITH_VARIANTS)
        self._shapes = dict(zip(DIGITS_WITH_VARIANTS, shapes.values[-len(DIGITS_WITH_VARIANTS) :], strict=True))
        label = QLabel("Other shapes")
        label.setToolTip("Shapes that displays commonly show, too: each one more clean shape to train on.")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX // 2)
        row.addWidget(label)
        row.addStretch(1)
        self._buttons: dict[int, QToolButton] = {}
        for digit, name in zip(DIGITS_WITH_VARIANTS, shapes.names[-len(DIGITS_WITH_VARIANTS) :], strict=True):
            button = QToolButton()
            button.setObjectName(f"variant-{digit}")
            button.setProperty("role", "tile")
            button.setCheckable(True)
            button.setIconSize(ICON)
            button.setFixedSize(ICON + QSize(12, 8))
            button.setAccessibleName(f"Train on a {name}, too")
            button.setToolTip(f"A {name}: one more clean shape to train on.")
            keep_tip_beside(button)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._on_clicked)
            self._buttons[digit] = button
            row.addWidget(button)

    def show_variants(self, variants: tuple[int, ...]) -> None:
        """These are trained on."""
        for digit, button in self._buttons.items():
            button.setChecked(digit in variants)

    def show_theme(self, theme: Theme) -> None:
        """Draw the shapes in this theme's ink."""
        length = 11.0
        corner = QPointF(ICON.width() / 2.0 - length / 2.0, ICON.height() / 2.0 - length)
        for digit, button in self._buttons.items():
            values, lit, dark = self._shapes[digit], theme.ink, theme.hairline
            paint = partial(paint_display, corner=corner, length=length, values=values, lit=lit, dark=dark)
            button.setIcon(painted_icon(ICON, paint))

    def _on_clicked(self) -> None:
        self.chosen.emit(tuple(digit for digit, button in self._buttons.items() if button.isChecked()))
