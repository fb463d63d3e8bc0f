"""The chip above a column: name, activation (of inputs: features), number of neurons and what follows, as controls."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from core.activations import ACTIVATIONS
from core.network import Network
from gui.canvas.chips.chip_controls import ChipButton, CountField
from gui.canvas.chips.features import FeatureButton
from gui.canvas.chips.pill import PILL_GAP_PX, PILL_PX, Pill
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.drawn.labels import Labels, activation_label
from gui.canvas.drawn.letters import font
from gui.menus import Menu
from gui.theme import BODY_PX, SMALL_PX, Theme

Form = Literal["wide", "stacked", "tiny"]
"""wide: name over one row of controls; stacked: three rows; tiny: name and count only."""
HEIGHTS: dict[Form, float] = {"wide": 44.0, "stacked": 62.0, "tiny": 34.0}
NAME_PX = 19
ROW_PX = 22
STACKED_ROW_PX = 21
SIGN_PX = 20

SHORT_NAMES = {"Inputs": "In", "Output": "Out"}


class Asks(QObject):
    """What is asked for on chips, whichever column it is of."""

    units = Signal(int, int)
    """(layer, number of neurons)"""
    more = Signal(int, int)
    """(layer, how many more; fewer are below 0)"""
    activation = Signal(int, str)
    """(layer, activation)"""
    follower = Signal(int, int, object)
    """(layer, place among those after it, the same kind with other settings; None: it shall go)"""
    rate = Signal(int, int, str)
    """(layer, place among those after it, a dropout rate in percent)"""
    feature = Signal(str, bool)
    """(name of a feature, whether it shall be on)"""

    taken = Signal(int, QPointF, object)
    """(layer, place on the canvas, the modifier keys): the name is held."""
    carried = Signal(QPointF)
    let_go = Signal(QPointF)
    spoiled = Signal()
    """Another button was pressed on the way."""
    name = Signal(int)
    """(layer): it is to be called otherwise."""
    left = Signal()
    """The pointer has left a chip that was held still under it."""


class Header(QWidget):
    """One column's chip. It asks for changes; the canvas makes them."""

    def __init__(self, layer: int, asks: Asks, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._asks = asks
        self._layer = layer
        self._theme = theme
        self._network: Network | None = None
        self._labels: Labels | None = None
        self._form: Form = "wide"
        self._pills: list[Pill] = []
        self._is_held = False
        self.stays = False
        """Whether it is held still, because the pointer is on it and has changed its number of neurons."""
        self._place = place = "inputs" if layer == INPUTS else f"layer-{layer}"
        self.setObjectName(f"{place}-header")
        self._name = QLabel(self)
        self._name.setObjectName(f"{place}-name")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fixed = QLabel(self)
        self._fixed.setObjectName(f"{place}-width")
        self._fixed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fixed_words = ""
        self._activation = ChipButton(theme, "arrow", self)
        self._activation.setObjectName(f"{place}-activation")
        self._activation.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._features = FeatureButton(theme, self) if layer == INPUTS else None
        if self._features is not None:
            self._features.asked.connect(self._asks.feature)
        self._minus = ChipButton(theme, "minus", self)
        self._minus.setObjectName(f"{place}-minus")
        self._minus.clicked.connect(lambda: self._on_sign_clicked(self._minus, -1))
        self._count = CountField(self)
        self._count.setObjectName(f"{place}-count")
        self._count.entered.connect(lambda units: self._asks.units.emit(self._layer, units))
        self._count.stepped.connect(self._ask)
        self._plus = ChipButton(theme, "plus", self)
        self._plus.setObjectName(f"{place}-plus")
        self._plus.clicked.connect(lambda: self._on_sign_clicked(self._plus, 1))
        menu = Menu(self)
        menu.setObjectName(f"{place}-activation-menu")
        self._choices: dict[str, QAction] = {}
        for activation in ACTIVATIONS.values():
            choice = menu.addAction(f"{activation.label}\t{activation.formula}")
            choice.setObjectName(f"{place}-activation-{activation.name}")
            choice.setCheckable(True)
            choice.triggered.connect(self._asker(activation.name))
            self._choices[activation.name] = choice
        self._activation.give_menu(menu)
        self.show_theme(theme)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self._name.setStyleSheet(f"color: {theme.ink}; font-weight: 600; font-size: {BODY_PX}px;")
        self._fixed.setStyleSheet(f"color: {theme.ink}; font-size: {BODY_PX}px;")
        for button in (*self._drop_downs, self._minus, self._plus):
            button.show_theme(theme)
        self._count.show_theme(theme)
        for pill in self._pills:
            pill.show_theme(theme)
        self.update()

    def show_network(self, network: Network, labels: Labels) -> None:
        """Show this column of a network."""
        if network == self._network and labels == self._labels:
            return
        self._network, self._labels = network, labels
        name = labels.layer(network, self._layer)
        self.setAccessibleName(name)
        more = "click to select its neurons"
        if not self._is_fixed:
            more += ", drag to move the layer, double-click to rename it"
        elif self._is_output:
            more += ", double-click to rename the layer"
        self._name.setToolTip(f"{name}: {more}")
        self._show_cursor()
        if self._layer == INPUTS:
            self._fixed_words = labels.inputs_count.format(f"{network.inputs:,}")
            has_features = bool(labels.features)
            self._fixed.setToolTip(f"The {'features' if has_features else 'data'} decide how many inputs there are.")
            self.show_features(labels.features)
        else:
            layer = network.dense[self._layer]
            self._activation.setText(activation_label(layer.activation))
            self._activation.setToolTip(f"Activation of {name}: {ACTIVATIONS[layer.activation].formula}.")
            self._activation.setAccessibleName(f"Activation of {name}: {activation_label(layer.activation)}")
            for choice, action in self._choices.items():
                action.setChecked(choice == layer.activation)
                action.setVisible(ACTIVATIONS[choice].is_elementwise or (self._is_output and layer.units > 1))
            self._fixed_words = f"{layer.units:,}"
            self._fixed.setToolTip("The data decide how many outputs there are.")
            self._count.show_count(layer.units)
            self._count.setToolTip(f"Neurons in {name}: type a number; 0 removes the layer.")
            self._count.setAccessibleName(f"Neurons in {name}")
            last = labels.neuron(network, self._layer, layer.units - 1)
            self._minus.setToolTip(
                f"One neuron fewer in {name}: the last one, {last} (Ctrl+Down). To remove another one, choose it and "
                "press Delete."
                if layer.units > 1
                else f"The only neuron of {name} goes, and the layer with it (Ctrl+Down)."
            )
            self._minus.setAccessibleName(f"One neuron fewer in {name}")
            self._plus.setToolTip(f"One neuron more in {name}, at its end (Ctrl+Up).")
            self._plus.setAccessibleName(f"One neuron more in {name}")
        self._show_followers(network, name)
        self._arrange()

    def show_features(self, features: tuple[str, ...]) -> None:
        """These features are switched on."""
        if self._features is not None:
            self._features.show_features(features)

    def open_features(self) -> None:
        """Open the list of features."""
        if self._features is not None:
            self._features.menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def _show_followers(self, network: Network, name: str) -> None:
        """One pill for each layer without neurons that stands after this column."""
        followers = network.followers[self._layer + 1]
        while len(self._pills) > len(followers):
            pill = self._pills.pop()
            pill.clearFocus()  # else Qt would hand the keyboard to the next control, and Space would not train
            pill.hide()
            pill.setParent(None)
            pill.deleteLater()
        while len(self._pills) < len(followers):
            place = len(self._pills)
            pill = Pill(f"{self._place}-follower-{place}", self._theme, self)
            pill.asked.connect(lambda follower, at=place: self._asks.follower.emit(self._layer, at, follower))
            pill.typed.connect(lambda text, at=place: self._asks.rate.emit(self._layer, at, text))
            pill.show()
            self._pills.append(pill)
        for pill, follower in zip(self._pills, followers, strict=True):
            pill.show_follower(follower, name)

    def height_in(self, form: Form) -> float:
        """How high the chip is in this form, with its pills."""
        is_short = form == "stacked" and self._drop_down is None
        return HEIGHTS[form] - (STACKED_ROW_PX if is_short else 0) + len(self._pills) * (PILL_PX + PILL_GAP_PX)

    def wide_width(self) -> int:
        """How wide the chip is in its wide form."""
        name = QFontMetrics(font(BODY_PX, True)).horizontalAdvance(self._full_name()) + 4
        if self._is_fixed:
            row = self._fixed_width()
            if self._drop_down is not None:
                row += self._drop_down.text_width() + 4
        else:
            row = self._activation.text_width() + 4 + 2 * SIGN_PX + self._count_width()
        return max(name, row, self._pills_width())

    def _pills_width(self) -> int:
        return max((pill.best_width() for pill in self._pills), default=0)

    def show_form(self, form: Form, width: int) -> None:
        """Take this form; `width` is what there is for stacked and tiny ones."""
        best = self.wide_width() if form == "wide" else min(width, self._stacked_width())
        size = QSize(best, int(self.height_in(form)))
        if form != self._form or size != self.size():
            self._form = form
            self.resize(size)
            self._arrange()

    def _stacked_width(self) -> int:
        name = QFontMetrics(font(BODY_PX, True)).horizontalAdvance(self._full_name()) + 6
        drop_down = self._drop_down
        text = 0 if drop_down is None else QFontMetrics(font(SMALL_PX)).horizontalAdvance(drop_down.text()) + 20
        row = self._fixed_width() if self._is_fixed else 2 * SIGN_PX + self._count_width()
        return max(name, text, row, self._pills_width())

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return *self._drop_downs, self._minus, self._count, self._plus, *self._pills

    @property
    def _drop_downs(self) -> tuple[ChipButton, ...]:
        """The drop-downs, of which at most one is shown."""
        return (self._activation,) if self._features is None else (self._activation, self._features)

    @property
    def _drop_down(self) -> ChipButton | None:
        """The one that is: of a layer its activation, of inputs the features that they are; None: they are none."""
        if self._layer != INPUTS:
            return self._activation
        return self._features if self._labels is not None and self._labels.features else None

    @property
    def _is_output(self) -> bool:
        return self._network is not None and self._layer == len(self._network.dense) - 1

    @property
    def _is_fixed(self) -> bool:
        return self._layer == INPUTS or self._is_output

    def _full_name(self) -> str:
        if self._network is None or self._labels is None:
            return ""
        return self._labels.layer(self._network, self._layer)

    def _count_width(self) -> int:
        return QFontMetrics(font(BODY_PX)).horizontalAdvance("0" * max(2, len(self._count.text()))) + 8

    def _fixed_width(self) -> int:
        return QFontMetrics(font(BODY_PX)).horizontalAdvance(self._fixed_words) + 8

    def _arrange(self) -> None:
        """Place the parts for the form."""
        width = self.width()
        name = self._full_name()
        metrics = QFontMetrics(font(BODY_PX, True))
        if metrics.horizontalAdvance(name) > width:
            name = SHORT_NAMES.get(name, "H" + name.removeprefix("Hidden ") if name.startswith("Hidden ") else name)
        self._name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, width))
        self._name.setGeometry(0, 0, width, NAME_PX)
        drop_down = None if self._form == "tiny" else self._drop_down
        for button in self._drop_downs:
            button.setVisible(button is drop_down)
            button.is_small = self._form != "wide"
        self._fixed.setVisible(self._is_fixed)
        self._count.setVisible(not self._is_fixed)
        for button in (self._minus, self._plus):
            button.setVisible(not self._is_fixed and self._form != "tiny")
        row: list[tuple[QWidget, int]] = []
        if drop_down is not None and self._form == "wide":
            row.append((drop_down, drop_down.text_width()))
        if self._is_fixed:
            # A number that is cut off would be another number.
            words = self._fixed_words if self._fixed_width() <= width + 8 else self._fixed_words.partition(" ")[0]
            self._fixed.setText(words)
            row.append((self._fixed, min(self._fixed_width(), width)))
        elif self._form == "tiny":
            row.append((self._count, min(self._count_width(), width)))
        else:
            sign = SIGN_PX if self._form == "wide" else min(SIGN_PX, (width - self._count_width()) // 2)
            row += [(self._minus, sign), (self._count, self._count_width()), (self._plus, sign)]
        top = NAME_PX
        if drop_down is not None and self._form == "stacked":
            drop_down.setGeometry(0, top, width, 20)
            top += STACKED_ROW_PX
        height = ROW_PX if self._form == "wide" else 18 if self._form == "tiny" else 20
        gap = 4 if drop_down is not None and self._form == "wide" else 0
        left = (width - sum(part for _, part in row) - gap) // 2
        for widget, part in row:
            widget.setGeometry(left, top + (1 if self._form == "wide" else 0), part, height)
            left += part + (gap if widget is drop_down else 0)
        top = int(self.height_in(self._form))
        for pill in reversed(self._pills):
            top -= PILL_PX
            across = pill.best_width(width)
            pill.setGeometry((width - across) // 2, top, across, PILL_PX)
            top -= PILL_GAP_PX

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lines that pass below do not run through the words."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            colour = QColor(self._theme.canvas)
            colour.setAlphaF(0.9)
            painter.setBrush(colour)
            painter.drawRoundedRect(self.rect(), 6, 6)
        finally:
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Up and Ctrl+Down are one neuron more and fewer, wherever in the chip the focus is."""
        is_sizing = event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._layer != INPUTS
        if is_sizing and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._ask(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            event.ignore()

    # Taken by the name -----------------------------------------------------------------------------------------------

    @property
    def layer(self) -> int:
        """Whose chip this is."""
        return self._layer

    @property
    def name_rect(self) -> QRect:
        """Where the name stands on the canvas."""
        return self._name.geometry().translated(self.pos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the layer, wherever no control is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_held = True
            if not self._is_fixed:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._asks.taken.emit(self._layer, QPointF(self.mapToParent(event.position())), event.modifiers())
        elif self._is_held:
            self._asks.spoiled.emit()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it; what the canvas below was given to hold, it goes on holding."""
        if self._is_held:
            self._asks.carried.emit(QPointF(self.mapToParent(event.position())))
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if self._is_held and event.button() == Qt.MouseButton.LeftButton:
            self._is_held = False
            self._show_cursor()
            self._asks.let_go.emit(QPointF(self.mapToParent(event.position())))
        elif not self._is_held:
            event.ignore()

    def _show_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.ArrowCursor if self._is_fixed else Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on the name renames the layer."""
        if event.button() == Qt.MouseButton.LeftButton and self._name.geometry().contains(event.position().toPoint()):
            self._asks.name.emit(self._layer)

    def leaveEvent(self, event: QEvent) -> None:
        """What it held still may move."""
        if self.stays:
            self.stays = False
            self._asks.left.emit()

    # Asking ----------------------------------------------------------------------------------------------------------

    def _on_sign_clicked(self, sign: ChipButton, more: int) -> None:
        self.stays = sign.is_by_mouse
        self._ask(more)

    def _ask(self, more: int) -> None:
        self._asks.more.emit(self._layer, more)

    def _asker(self, activation: str) -> Callable[[], None]:
        return lambda: self._asks.activation.emit(self._layer, activation)
