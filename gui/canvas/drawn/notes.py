"""What is written over the drawing: the card at the pointer."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from core.arrays import Array
from core.moves import BIAS
from core.network import Network
from core.weight_names import parameter_name
from core.weights import is_cut, is_locked
from gui.canvas.drawn.edges import Edges
from gui.canvas.drawn.followers import passed_on
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.drawn.labels import Labels, activation_label
from gui.canvas.drawn.lens import Lens
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.nodes import Nodes
from gui.canvas.drawn.written import amounts, fixed, given, scaled
from gui.canvas.look import Look
from gui.session.things import Bias, Edge, Thing
from gui.theme import CORNER_PX, SMALL_PX, Theme

VALUE_PX = 15
OWN_GAP_PX = 5.0
"""From a neuron, or the number under it, to its card."""


@dataclass(frozen=True)
class Card:
    """What is said about a thing.

    passed_on  what happens to it on its way to the next column, one line each
    hint       what a click does, for those who point
    """

    title: str
    value: str
    more: str = ""
    passed_on: tuple[str, ...] = ()
    hint: str = ""

    @property
    def line(self) -> str:
        """All of it in one line."""
        return ": ".join(part for part in (self.title, self.value) if part)


def describe(
    thing: Thing,
    network: Network,
    labels: Labels,
    edges: Edges,
    nodes: Nodes,
    norms: list[list[dict[str, Array]]],
    look: Look,
    lens: Lens | None = None,
) -> Card:
    """The card of a thing, with the numbers shown now; `norms` as `gui.canvas.drawn.followers.norms` finds them."""
    prefix = "" if lens is None else lens.prefix
    if isinstance(thing, Edge):
        start = labels.neuron(network, thing.layer - 1, thing.input)
        end = labels.neuron(network, thing.layer, thing.unit)
        weight = edges.weight(thing)
        value = "" if weight is None else f"{prefix}w = {fixed(weight, look.digits)}"
        if lens is not None and lens.after is not None:
            value += f" → {fixed(_parameter(lens.after, network, thing.layer, thing.input, thing.unit), look.digits)}"
        hints = _hints(network, thing.layer, thing.input, thing.unit)
        return Card(f"{start} → {end}", value, hints, passed_on=taken_scaled(labels, thing))
    name = labels.neuron(network, thing.layer, thing.unit)
    bias = nodes.bias(thing.layer, thing.unit)
    said = None if nodes.values is None else float(nodes.values[thing.layer + 1][thing.unit])
    if isinstance(thing, Bias):
        hints = _hints(network, thing.layer, BIAS, thing.unit)
        value = "" if bias is None else f"{prefix}b = {fixed(bias, look.digits)}"
        if bias is not None and lens is not None and lens.after is not None:
            value += f" → {fixed(_parameter(lens.after, network, thing.layer, BIAS, thing.unit), look.digits)}"
        return Card(f"Bias of {name}", value, hints)
    column = thing.layer + 1
    after = passed_on(network.followers[column], norms[column], thing.unit)
    if thing.layer == INPUTS:
        return _of_input(labels, thing.unit, said, look, after)
    parts = [activation_label(network.dense[thing.layer].activation)]
    if bias is not None:
        parts.append(f"{prefix}b = {fixed(bias, look.digits)}")
    if thing.layer == 0 and any(map(labels.scale_of, range(network.inputs))):
        parts.append("inputs scaled")
    if lens is not None and lens.tags is not None:
        parts.append(f"{lens.tag} = {fixed(float(lens.tags[thing.layer][thing.unit]), look.digits)}")
    if labels.target_scale is not None and said is not None and thing.layer == len(network.dense) - 1:
        parts.insert(0, f"{amounts(labels, said, None)} in its own unit")
    more = " · ".join(parts if said is not None else parts[1:])
    value = parts[0] if said is None else fixed(said, look.digits)
    return Card(name, value, more, after, "click for its formula")


def _of_input(labels: Labels, unit: int, said: float | None, look: Look, after: tuple[str, ...]) -> Card:
    """In the table's own unit; below it what the network is given."""
    name, scale = labels.input(unit), labels.scale_of(unit)
    if scale is None:
        return Card("Input", name if said is None else f"{name} = {fixed(said, look.digits)}", passed_on=after)
    as_given = f"scaled for the network: {scaled(scale, name)}"
    if said is None:
        return Card("Input", name, as_given, after)
    return Card("Input", f"{name} = {given(scale, said)}", f"{as_given} = {fixed(said, look.digits)}", after)


def taken_scaled(labels: Labels, weight: Edge) -> tuple[str, ...]:
    """What a weight is multiplied by, where that is not its column's own number: one line, or none."""
    scale = labels.scale_of(weight.input) if weight.layer - 1 == INPUTS else None
    return () if scale is None else (f"times the scaled {scaled(scale, labels.input(weight.input))}",)


def _parameter(theta: Array, network: Network, layer: int, input: int, unit: int) -> float:
    view = network.dense_views(theta)[layer]
    return float(view["biases"][unit] if input == BIAS else view["weights"][input, unit])


def _hints(network: Network, layer: int, input: int, unit: int) -> str:
    """What a weight or bias is called, whether training moves it, and what a click does."""
    state = "locked" if is_locked(network, layer, input, unit) else "cut" if is_cut(network, layer, input, unit) else ""
    return " · ".join(part for part in (parameter_name(network, layer, input, unit), state, "click to edit") if part)


def paint_card(
    painter: QPainter, theme: Theme, card: Card, pointer: QPointF, own: QRectF, room: QRectF, taken: Sequence[QRectF]
) -> None:
    """The card beside the pointer, inside the room.

    own    what the card is about, with what is written on it: it stays to be seen; empty: it is a line
    taken  where controls lie over the drawing, and would lie over the card
    """
    small, bold = font(SMALL_PX), font(VALUE_PX, True)
    lines = [
        (text, face, colour)
        for text, face, colour in (
            (card.title, small, theme.muted),
            (card.value, bold, theme.ink),
            (" · ".join(part for part in (card.more, card.hint) if part), small, theme.muted),
            *((line, small, theme.ink) for line in card.passed_on),
        )
        if text
    ]
    width = max(QFontMetricsF(face).horizontalAdvance(text) for text, face, _ in lines) + 24
    heights = [22.0 if face is bold else 16.0 for _, face, _ in lines]
    frame = place_beside(pointer, QSizeF(width, sum(heights) + 14), own, room, taken)
    paint_card_frame(painter, theme, frame)
    top = frame.top() + 7
    for (text, face, colour), height in zip(lines, heights, strict=True):
        painter.setFont(face)
        painter.setPen(QColor(colour))
        area = QRectF(frame.left() + 12, top, width, height)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        top += height


def place_beside(pointer: QPointF, size: QSizeF, own: QRectF, room: QRectF, taken: Sequence[QRectF]) -> QRectF:
    """Where a card of this size covers neither its own thing nor what is taken: below if it can be, else around it."""
    at_pointer = QRectF(pointer - QPointF(12, 12), pointer + QPointF(14, 14))
    own = at_pointer if own.isEmpty() else own.adjusted(-OWN_GAP_PX, -OWN_GAP_PX, OWN_GAP_PX, OWN_GAP_PX)
    right, left = at_pointer.right(), at_pointer.left() - size.width()
    below, above = own.bottom(), own.top() - size.height()
    level = at_pointer.bottom()
    places = [
        *((x, y) for y in (below, above) for x in (right, left)),
        (own.right(), level),
        (own.left() - size.width(), level),
    ]
    frames = [_inside(room, QRectF(QPointF(x, y), size)) for x, y in places]
    return min(frames, key=lambda frame: sum(_area(frame & other) for other in (own, *taken)))


def _inside(room: QRectF, frame: QRectF) -> QRectF:
    x = max(room.left(), min(frame.left(), room.right() - frame.width()))
    y = max(room.top(), min(frame.top(), room.bottom() - frame.height()))
    return QRectF(QPointF(x, y), frame.size())


def _area(frame: QRectF) -> float:
    return frame.width() * frame.height() if frame.isValid() else 0.0


def paint_card_frame(painter: QPainter, theme: Theme, frame: QRectF) -> None:
    """The ground of a card, with its shadow around it."""
    painter.setPen(Qt.PenStyle.NoPen)
    for reach, opacity in ((5, 0.02), (3, 0.03), (1, 0.05)):
        shadow = QColor("#000000")
        shadow.setAlphaF(opacity * (1.0 if theme.name == "light" else 3.0))
        painter.setBrush(shadow)
        painter.drawRoundedRect(
            frame.adjusted(-reach, -reach + 2, reach, reach + 2), CORNER_PX + reach, CORNER_PX + reach
        )
    painter.setPen(QPen(QColor(theme.hairline), 1.0))
    painter.setBrush(QColor(theme.field))
    painter.drawRoundedRect(frame, CORNER_PX, CORNER_PX)
