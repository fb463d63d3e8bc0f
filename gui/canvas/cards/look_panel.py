"""The panel in which a person chooses how networks are drawn."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.canvas.look import LEAST_DIGITS, MOST_DIGITS, Look
from gui.painted import painted
from gui.panels.close_button import CloseButton
from gui.theme import GRID_PX, PALETTES, Theme, with_palette
from gui.views.title import MARK_PX, tick_box

WIDTH_PX = 256
CHOICE_PX = 26
CROSS_PX, CORNER_INSET_PX = 22, 6
SWATCH = QSize(34, 14)


class Choice(NamedTuple):
    """One of a few things that can be chosen."""

    value: object
    label: str
    tip: str


class Choices(QWidget):
    """A few choices side by side, one of which is on; arrow keys walk among them."""

    chosen = Signal(object)

    def __init__(self, name: str, label: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._group = QButtonGroup(self)
        self._choices = list(choices)
        self.buttons: list[QToolButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX // 2)
        for index, choice in enumerate(choices):
            button = QToolButton()
            button.setObjectName(f"{name}-{choice.value}")
            button.setAccessibleName(f"{label}: {choice.label}")
            button.setToolTip(choice.tip)
            button.setText(choice.label)
            button.setProperty("role", "tile")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFixedHeight(CHOICE_PX)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, index)
            self.buttons.append(button)
            row.addWidget(button, 4 + len(choice.label))  # the longest has room for the ring of the keyboard, too
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._choices[index].value))

    def show_value(self, value: object) -> None:
        """This one is on."""
        for choice, button in zip(self._choices, self.buttons, strict=True):
            button.setChecked(choice.value == value)


NUMBERS = (
    Choice("room", "Where room", "Numbers stand on the connections where they cover nothing, and on those of a neuron "
           "that is pointed at"),
    Choice("always", "Always", "Numbers stand on all connections"),
    Choice("never", "Never", "Numbers stand on no connection"),
)  # fmt: skip


class LookPanel(QFrame):
    """Shows a look, and asks for others."""

    asked = Signal(object)
    """Another look."""
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._look = Look()
        self._scale = 0.0
        self.setObjectName("look-panel")
        self.setAccessibleName("View")
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setFixedWidth(WIDTH_PX)
        self._weakest, self._weakest_text = QSlider(Qt.Orientation.Horizontal), QLabel()
        self._weakest.setObjectName("look-weakest")
        self._weakest.setAccessibleName("Hide weaker than")
        self._weakest.setRange(0, 100)
        self._weakest.setPageStep(10)
        self._weakest.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tip = "Connections with a smaller |w| are not drawn, except those of a neuron that is pointed at"
        self._weakest.setToolTip(tip)
        self._weakest_text.setObjectName("look-weakest-value")
        self._weakest.valueChanged.connect(lambda share: self._ask(weakest=share / 100.0))
        self._numbers = Choices("look-numbers", "Numbers", NUMBERS)
        self._numbers.chosen.connect(lambda numbers: self._ask(numbers=numbers))
        digits = [
            Choice(count, str(count), f"{count} digits after the point; each number is rounded by itself")
            for count in range(LEAST_DIGITS, MOST_DIGITS + 1)
        ]
        self._digits = Choices("look-digits", "Digits", digits)
        self._digits.chosen.connect(lambda count: self._ask(digits=count))
        self._palette = Choices(
            "look-palette",
            "Colours",
            [Choice(palette.name, "", f"{palette.label}: positive and negative") for palette in PALETTES.values()],
        )
        for button, palette in zip(self._palette.buttons, PALETTES.values(), strict=True):
            button.setAccessibleName(f"Colours: {palette.label}")
            button.setIconSize(SWATCH)
        self._palette.chosen.connect(lambda palette: self._ask(palette=palette))
        self._names = _switch("look-names", "Names of weights and biases")
        self._names.setToolTip("Connections and biases carry their names: w1, b1 or those that you gave them.")
        self._names.clicked.connect(lambda is_on: self._ask(names=is_on))
        self._dashed = _switch("look-dashed", "Negative weights dashed")
        self._dashed.setToolTip("A second sign for negative, besides the colour.")
        self._dashed.clicked.connect(lambda is_on: self._ask(is_dashed=is_on))
        self._close = CloseButton("look-close", "Close the view panel", "Close the view panel (Esc).")
        self._close.setParent(self)
        self._close.setGeometry(WIDTH_PX - CROSS_PX - CORNER_INSET_PX, CORNER_INSET_PX, CROSS_PX, CROSS_PX)
        self._close.clicked.connect(self.closed)
        self._arrange(tip)
        self._close.raise_()  # the title's line, made after it, would take its clicks
        self.show_theme(theme)
        self.show_look(self._look)

    def _arrange(self, tip: str) -> None:
        label = QLabel("Hide weaker than")
        label.setToolTip(tip)
        top = QHBoxLayout()
        top.addWidget(label)
        top.addStretch(1)
        top.addWidget(self._weakest_text)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, GRID_PX + 4, 2 * GRID_PX, GRID_PX + 4)
        column.setSpacing(4)
        title = QLabel("View")
        title.setProperty("role", "heading")
        column.addWidget(title)
        column.addLayout(top)
        column.addWidget(self._weakest)
        for text, choices in (("Numbers", self._numbers), ("Digits", self._digits), ("Colours", self._palette)):
            column.addSpacing(GRID_PX // 2)
            column.addWidget(QLabel(text))
            column.addWidget(choices)
        column.addSpacing(GRID_PX // 2)
        column.addWidget(self._names)
        column.addWidget(self._dashed)

    def take_keyboard(self) -> None:
        """Go on by keyboard at the first control, however the panel was opened."""
        self._weakest.setFocus(Qt.FocusReason.TabFocusReason)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        ratio = self.devicePixelRatioF()
        for button, name in zip(self._palette.buttons, PALETTES, strict=True):
            swatch = partial(_paint_swatch, with_palette(theme, name))
            button.setIcon(QIcon(painted(SWATCH, swatch, ratio)))
        self._close.show_theme(theme)
        for switch in (self._names, self._dashed):
            switch.setIcon(tick_box(theme))

    def show_look(self, look: Look) -> None:
        """Show this look."""
        self._look = look
        self._weakest.blockSignals(True)  # set from outside: nobody moved anything
        self._weakest.setValue(round(100.0 * look.weakest))
        self._weakest.blockSignals(False)
        self._numbers.show_value(look.numbers)
        self._digits.show_value(look.digits)
        self._palette.show_value(look.palette)
        self._names.setChecked(look.names)
        self._dashed.setChecked(look.is_dashed)
        self._show_weakest()

    def show_scale(self, scale: float) -> None:
        """The |w| that is drawn at full width: what shares of it mean."""
        if scale != self._scale:
            self._scale = scale
            self._show_weakest()

    def _show_weakest(self) -> None:
        threshold = self._look.weakest * self._scale
        self._weakest_text.setText(f"|w| = {threshold:.3g}" if threshold else "off")

    def _ask(self, **changes: object) -> None:
        self.asked.emit(self._look.replace(**changes))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            event.ignore()


class _Switch(QToolButton):
    """Stands alone: Qt would have arrow keys walk from it, out of the panel too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space switches."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _switch(name: str, label: str) -> QToolButton:
    """A button with a box that is ticked while it is on."""
    button = _Switch()
    button.setObjectName(name)
    button.setText(f" {label}")
    button.setStyleSheet("padding: 2px 0")
    button.setAccessibleName(label)
    button.setProperty("role", "quiet")
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(QSize(MARK_PX, MARK_PX))
    return button


def _paint_swatch(theme: Theme, painter: QPainter) -> None:
    """Both colours of a theme side by side on its canvas."""
    painter.setPen(Qt.PenStyle.NoPen)
    half = SWATCH.width() / 2 - 1
    for left, colour in ((0.0, theme.negative), (half + 2, theme.positive)):
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(left, 1.0, half, SWATCH.height() - 2), 3, 3)
