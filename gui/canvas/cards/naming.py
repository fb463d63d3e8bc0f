"""Names that a person gives to layers and neurons, typed where they stand."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.layers.dense import LONGEST_NAME
from gui.canvas.acts import whole_layer
from gui.canvas.cards.surface import inside
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.name_tags import has_line_below
from gui.canvas.edits import renamed_layer, renamed_unit
from gui.session.things import Neuron
from gui.text_field import TextField
from gui.theme import BODY_PX, Theme

if TYPE_CHECKING:
    from gui.canvas.canvas import Canvas

NARROWEST_PX, HEIGHT_PX, PADDING_PX = 120, 26, 20
AWAY_PX = 6.0
"""From a neuron, with the ring around it, to the field."""
FROM_DATA = UserError("The data name the inputs and the classes.", "Rename a layer or a hidden neuron.")


class NameField(TextField):
    """A name, typed where it stands: Enter keeps it, Esc and leaving give it up."""

    def __init__(self, theme: Theme, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.hide()
        self.setObjectName("name-field")
        self.setMaxLength(LONGEST_NAME)
        self.setToolTip("Enter keeps the name, Esc the old one; without a name its place says what it is")
        self.textEdited.connect(self._fit)
        self._place = QRect()
        self._is_beside = False
        self._keep: Callable[[str], None] | None = None
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self.setStyleSheet(
            f"QLineEdit {{ background: {theme.field}; border: 1px solid {theme.ink}; border-radius: 6px;"
            f" padding: 0 4px; min-height: 0; font-size: {BODY_PX}px; color: {theme.ink}; }}"
        )

    def open_at(
        self, place: QRect, name: str, without: str, keep: Callable[[str], None], is_beside: bool = False
    ) -> None:
        """Begin with this name.

        place      around whose middle it stands
        without    what it is called without a name
        is_beside  whether it goes on to the right from there instead
        """
        self._place, self._keep, self._is_beside = place, keep, is_beside
        self.setText(name)
        self.setPlaceholderText(without)
        self.setAccessibleName(f"Name of {without}")
        self._fit()
        self.raise_()
        self.show()
        self.setFocus()
        self.selectAll()

    def close_unchanged(self) -> None:
        """Give up what was typed."""
        if self._keep is not None:
            self._keep = None
            self.clearFocus()  # before it hides: Qt would hand the keyboard to the next control
            self.hide()

    def _fit(self) -> None:
        """As wide as the name, and inside the canvas."""
        canvas = self._canvas
        text = self.text() or self.placeholderText()
        width = max(NARROWEST_PX, QFontMetrics(font(BODY_PX)).horizontalAdvance(text) + PADDING_PX)
        frame = QRect(0, 0, width, HEIGHT_PX)
        frame.moveCenter(self._place.center())
        if self._is_beside:
            frame.moveLeft(self._place.left())
        self.setGeometry(inside(QRectF(frame), QRectF(canvas.rect().adjusted(4, 4, -4, -4))).toRect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc are not for the canvas below."""
        if event.key() == Qt.Key.Key_Escape:
            self._end()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text, keep, is_other = self.text().strip(), self._keep, self.isModified()
            self._end()
            if keep is not None and is_other:
                keep(text)
        else:
            super().keyPressEvent(event)
            event.accept()

    def _end(self) -> None:
        self.close_unchanged()
        self._canvas.setFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed but not entered is given up."""
        super().focusOutEvent(event)
        self.close_unchanged()


def names_layer(canvas: "Canvas") -> bool:
    """Whether what is selected is rather a layer than a neuron."""
    layer = whole_layer(canvas)
    return layer is not None and canvas.arrangement is not None and canvas.arrangement.column(layer).units > 1


def rename_chosen(canvas: "Canvas") -> None:
    """Rename the layer that is selected as a whole, else the chosen neuron."""
    if names_layer(canvas):
        rename_chosen_layer(canvas)
    elif canvas.chosen is not None:
        rename_neuron(canvas, Neuron(*canvas.chosen))


def rename_chosen_layer(canvas: "Canvas") -> None:
    """Rename the layer of the chosen neuron."""
    if canvas.chosen is not None:
        rename_layer(canvas, canvas.chosen[0])


def rename_layer(canvas: "Canvas", layer: int) -> None:
    """Type another name over a layer's: it begins with the one that stands there."""
    if canvas.arrangement is None or not canvas.is_in_step:
        return
    if layer == INPUTS:
        canvas.refuse(FROM_DATA)
        return
    network = canvas.arrangement.network
    plain = canvas.content.labels.layer(network.with_dense(layer, network.dense[layer].replace(name=None)), layer)
    keep = partial(_keep_layer, canvas, layer, plain)
    canvas.name_field.open_at(canvas.name_rect(layer), network.dense[layer].name or plain, plain, keep)


def rename_neuron(canvas: "Canvas", neuron: Neuron) -> None:
    """Type a name below a neuron, or beside it where there is no room."""
    if canvas.arrangement is None or not canvas.is_in_step:
        return
    network, labels = canvas.arrangement.network, canvas.content.labels
    is_class = neuron.layer == len(network.dense) - 1 and bool(labels.outputs)
    if neuron.layer == INPUTS or is_class:
        canvas.refuse(FROM_DATA)
        return
    layer = network.dense[neuron.layer]
    names = dict(layer.unit_names)
    without = network.with_dense(neuron.layer, layer.replace(unit_names=()))
    plain = labels.neuron(without, neuron.layer, neuron.unit)
    node = canvas.node_rect(neuron.layer, neuron.unit)
    away = QPointF(0.0, (node.height() + HEIGHT_PX) / 2 + AWAY_PX)
    if not has_line_below(canvas.arrangement.column(neuron.layer)):
        away = QPointF(node.width() + AWAY_PX, 0.0)
    place = node.translated(away).toRect()
    keep = partial(_keep_unit, canvas, neuron)
    canvas.name_field.open_at(place, names.get(neuron.unit, ""), plain, keep, is_beside=away.y() == 0.0)


def _keep_layer(canvas: "Canvas", layer: int, plain: str, name: str) -> None:
    canvas.edit(renamed_layer(layer, None if name in ("", plain) else name))


def _keep_unit(canvas: "Canvas", neuron: Neuron, name: str) -> None:
    canvas.edit(renamed_unit(neuron.layer, neuron.unit, name or None))
