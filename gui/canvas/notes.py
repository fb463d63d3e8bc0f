"""What is written over the drawing: the card at the pointer, and the legend that states the scale."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen, QPolygonF

from core.arrays import Array
from core.moves import BIAS
from core.network import Network
from core.weight_names import parameter_name
from core.weights import is_cut, is_locked
from gui.canvas.edges import Edges, shade
from gui.canvas.followers import passed_on
from gui.canvas.geometry import INPUTS
from gui.canvas.labels import MINUS, Labels, activation_label
from gui.canvas.marks import cut_pen, paint_lock
from gui.canvas.nodes import Nodes, font, number
from gui.canvas.things import Bias, Edge, Thing
from gui.theme import CORNER_PX, SMALL_PX, Theme, blend

VALUE_PX = 15
STATE_PX = 14.0
"""How wide the signs of locked and cut are in the legend."""


@dataclass(frozen=True)
class Card:
    """What is said about a thing.

    passed_on  what happens to it on its way to the next column, one line each
    """

    title: str
    value: str
    more: str = ""
    passed_on: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """All of it in one line."""
        return ": ".join(part for part in (self.title, self.value) if part)


def describe(
    thing: Thing, network: Network, labels: Labels, edges: Edges, nodes: Nodes, norms: list[list[dict[str, Array]]]
) -> Card:
    """The card of a thing, with the numbers shown now; `norms` as `gui.canvas.followers.norms` finds them."""
    if isinstance(thing, Edge):
        start = labels.neuron(network, thing.layer - 1, thing.input)
        end = labels.neuron(network, thing.layer, thing.unit)
        weight = edges.weight(thing)
        value = "" if weight is None else f"w = {_exact(weight)}"
        return Card(f"{start} → {end}", value, _hints(network, thing.layer, thing.input, thing.unit))
    name = labels.neuron(network, thing.layer, thing.unit)
    bias = nodes.bias(thing.layer, thing.unit)
    said = None if nodes.values is None else float(nodes.values[thing.layer + 1][thing.unit])
    if isinstance(thing, Bias):
        hints = _hints(network, thing.layer, BIAS, thing.unit)
        return Card(f"Bias of {name}", f"b = {_exact(bias)}" if bias is not None else "", hints)
    column = thing.layer + 1
    after = passed_on(network.followers[column], norms[column], thing.unit)
    if thing.layer == INPUTS:
        return Card("Input", name if said is None else f"{name} = {number(said)}", passed_on=after)
    parts = [activation_label(network.dense[thing.layer].activation)]
    if bias is not None:
        parts.append(f"b = {_exact(bias)}")
    more = " · ".join(parts if said is not None else parts[1:])
    return Card(name, parts[0] if said is None else _exact(said), more, after)


def _hints(network: Network, layer: int, input: int, unit: int) -> str:
    """What a weight or bias is called, whether training moves it, and what a click does."""
    state = "locked" if is_locked(network, layer, input, unit) else "cut" if is_cut(network, layer, input, unit) else ""
    return " · ".join(part for part in (parameter_name(network, layer, input, unit), state, "click to edit") if part)


def _exact(value: float) -> str:
    return f"{value:.3f}".replace("-", MINUS)


def paint_card(painter: QPainter, theme: Theme, card: Card, pointer: QPointF, room: QRectF) -> None:
    """The card beside the pointer, inside the room."""
    small, bold = font(SMALL_PX), font(VALUE_PX, True)
    lines = [
        (text, face, colour)
        for text, face, colour in (
            (card.title, small, theme.muted),
            (card.value, bold, theme.ink),
            (card.more, small, theme.muted),
            *((line, small, theme.ink) for line in card.passed_on),
        )
        if text
    ]
    width = max(QFontMetricsF(face).horizontalAdvance(text) for text, face, _ in lines) + 24
    heights = [22.0 if face is bold else 16.0 for _, face, _ in lines]
    frame = QRectF(pointer.x() + 14, pointer.y() + 14, width, sum(heights) + 14)
    if frame.right() > room.right() - 8:
        frame.moveRight(max(pointer.x() - 12, room.left() + 8 + width))
    if frame.bottom() > room.bottom() - 8:
        frame.moveBottom(pointer.y() - 12)
    paint_card_frame(painter, theme, frame)
    top = frame.top() + 7
    for (text, face, colour), height in zip(lines, heights, strict=True):
        painter.setFont(face)
        painter.setPen(QColor(colour))
        area = QRectF(frame.left() + 12, top, width, height)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        top += height


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


def paint_legend(painter: QPainter, theme: Theme, edges: Edges, connections: int, centre: float, y: float) -> None:
    """A taper from the strongest negative over zero to the strongest positive weight, with its ends' values."""
    painter.setFont(font(SMALL_PX))
    metrics = QFontMetricsF(painter.font())
    reach, gap = 44.0, 8.0
    low, high = f"{MINUS}{edges.scale:g}", f"{edges.scale:g}"
    parts = ["weight", "bias"]
    rest = "" if edges.shows_all else f"{edges.count:,} of {connections:,} shown"
    widths = [metrics.horizontalAdvance(text) for text in (*parts, low, high, rest)]
    total = widths[0] + widths[2] + widths[3] + 2 * reach + 3 * gap + 2 * gap + 10 + 6 + widths[1]
    total += widths[4] + 3 * gap if rest else 0.0
    states = [word for word, is_there in (("locked", edges.has_locked), ("cut", edges.has_cut)) if is_there]
    total += sum(2 * gap + STATE_PX + 6 + metrics.horizontalAdvance(word) for word in states)
    left = centre - total / 2
    ground = QColor(theme.canvas)
    ground.setAlphaF(0.9)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(left - 12, y - 12, total + 24, 24), 12, 12)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

    def write(text: str, width: float) -> None:
        nonlocal left
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(left, y - 9, width + 2, 18), flags, text)
        left += width

    write(parts[0], widths[0])
    left += gap
    write(low, widths[2])
    left += gap
    painter.setPen(Qt.PenStyle.NoPen)
    half = edges.widest / 2
    for sign, name in ((-1, theme.negative), (1, theme.positive)):
        zero, end = left + reach, left + reach + sign * reach
        colours = QLinearGradient(zero, y, end, y)
        for share in (0.0, 0.1, 0.3, 0.6, 1.0):
            colours.setColorAt(share, blend(name, theme.canvas, shade(share, edges.faintest)))
        painter.setBrush(colours)
        thin = [QPointF(zero, y - 0.5), QPointF(zero, y + 0.5)]
        painter.drawPolygon(QPolygonF([*thin, QPointF(end, y + half), QPointF(end, y - half)]))
    left += 2 * reach + gap
    write(high, widths[3])
    left += 2 * gap
    painter.setPen(QPen(QColor(theme.ink), 1.0))
    painter.setBrush(QColor(theme.positive))
    painter.drawRoundedRect(QRectF(left, y - 4, 8, 8), 2, 2)
    left += 10 + 6
    write(parts[1], widths[1])
    for word in states:
        left += 2 * gap
        line = QLineF(left, y, left + STATE_PX, y)
        if word == "cut":
            painter.setPen(cut_pen(theme))
            painter.drawLine(line)
        else:
            paint_lock(painter, theme, line.center())
        left += STATE_PX + 6
        write(word, metrics.horizontalAdvance(word))
    if rest:
        left += 3 * gap
        write(rest, widths[4])
