"""The titles over the columns of a picture: in words what the chips of the window say with controls."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from core.network import Network
from core.wording import counted
from gui.canvas.chips.pill import PADDING_PX, PILL_GAP_PX, PILL_PX, paint_name
from gui.canvas.drawn.followers import names
from gui.canvas.drawn.geometry import HEADER_GAP_PX, INPUTS, Geometry
from gui.canvas.drawn.labels import Labels, activation_label
from gui.canvas.drawn.letters import font
from gui.theme import BODY_PX, SMALL_PX, Theme

NAME_PX, FACTS_PX = 19.0, 18.0
BETWEEN_PX = 16.0
"""From one title to the next."""


@dataclass(frozen=True)
class Title:
    """What stands over one column.

    name   the layer's name
    facts  number of neurons and activation, where there is room and in ever less of it
    pills  what follows the column, each in ever less room
    """

    name: str
    facts: tuple[str, ...]
    pills: tuple[tuple[str, ...], ...] = ()

    @property
    def height(self) -> float:
        """How high it is."""
        return NAME_PX + FACTS_PX + len(self.pills) * (PILL_PX + PILL_GAP_PX)

    @property
    def width(self) -> float:
        """How wide it is with all words in full."""
        pills = [_pill_width(pill) for pill in self.pills]
        return max(_width(self.name, bold=True), _width(self.facts[0]), *pills)


def titles_of(network: Network, labels: Labels) -> tuple[Title, ...]:
    """One title per column, the inputs' first."""
    return tuple(
        Title(labels.layer(network, layer), _facts(network, labels, layer), tuple(map(names, followers)))
        for layer, followers in enumerate(network.followers, start=INPUTS)
    )


def _facts(network: Network, labels: Labels, layer: int) -> tuple[str, ...]:
    if layer == INPUTS:
        return (labels.inputs_count.format(f"{network.inputs:,}"), f"{network.inputs:,}")
    dense = network.dense[layer]
    activation = activation_label(dense.activation)
    neurons = counted(dense.units, "neuron")
    return f"{neurons} · {activation}", f"{dense.units:,} · {activation}", f"{dense.units:,}"


def paint_titles(painter: QPainter, theme: Theme, geometry: Geometry, titles: tuple[Title, ...]) -> None:
    """Paint each title above its column's top node."""
    room = geometry.pitch - BETWEEN_PX / 2
    for title, column in zip(titles, geometry.columns, strict=True):
        top = column.top - HEADER_GAP_PX - title.height
        whole = QRectF(column.x - room / 2, top, room, title.height)
        _paint_ground(painter, theme, title, whole)
        painter.setFont(font(BODY_PX, True))
        painter.setPen(QColor(theme.ink))
        name = QFontMetricsF(painter.font()).elidedText(title.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(whole.left(), top, room, NAME_PX), Qt.AlignmentFlag.AlignCenter, name)
        top += NAME_PX
        facts = next((text for text in title.facts if _width(text) <= room), title.facts[-1])
        painter.setFont(font(BODY_PX))
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(whole.left(), top, room, FACTS_PX), Qt.AlignmentFlag.AlignCenter, facts)
        top += FACTS_PX + PILL_GAP_PX
        for pill in title.pills:
            width = min(_pill_width(pill), room)
            frame = QRectF(column.x - width / 2, top, width, PILL_PX).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(QColor(theme.hairline), 1.0))
            painter.setBrush(QColor(theme.canvas))
            painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
            paint_name(painter, theme, pill, frame)
            top += PILL_PX + PILL_GAP_PX


def _paint_ground(painter: QPainter, theme: Theme, title: Title, whole: QRectF) -> None:
    """Lines that pass below do not run through the words."""
    half = min(title.width, whole.width()) / 2 + 4
    ground = QColor(theme.canvas)
    ground.setAlphaF(0.9)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(whole.center().x() - half, whole.top(), 2 * half, whole.height()), 6, 6)


def _width(text: str, bold: bool = False) -> float:
    return QFontMetricsF(font(BODY_PX, bold)).horizontalAdvance(text)


def _pill_width(pill: tuple[str, ...]) -> float:
    return QFontMetricsF(font(SMALL_PX)).horizontalAdvance(pill[0]) + 2 * PADDING_PX
