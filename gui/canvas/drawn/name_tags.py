"""The names that a person gave to neurons: right below them where there is room for a line, else beside them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from core.network import Network
from gui.canvas.drawn.geometry import Column, Geometry
from gui.canvas.drawn.letters import font
from gui.theme import SMALL_PX, Theme

HEIGHT_PX = 15.0
GAP_PX = 5.0
PADDING_PX = 4.0
EDGE_PX = 4.0
"""From a name to the edge of what is drawn, at the least."""


def tag_width(name: str) -> float:
    """How wide a name is written in full."""
    return QFontMetricsF(font(SMALL_PX)).horizontalAdvance(name) + 2 * PADDING_PX


def widest_tag(network: Network, layer: int) -> float:
    """How wide the longest name of a layer's neurons is; 0.0: none has any."""
    return max((tag_width(name) for _, name in network.dense[layer].unit_names), default=0.0)


def has_line_below(column: Column) -> bool:
    """Whether a line of text fits below each of a column's neurons."""
    return column.units == 1 or column.pitch - column.node >= HEIGHT_PX + GAP_PX


class NameTags:
    """Where the names of one geometry's neurons stand; no name lies under anything else that is written."""

    def __init__(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self._frames: dict[tuple[int, int], QRectF] = {}
        for column in geometry.columns[1:]:
            names = dict(geometry.network.dense[column.layer].unit_names)
            for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True) if names else ():
                if unit in names:
                    self._frames[column.layer, unit] = self._frame(column, y, tag_width(names[unit]))

    def frame(self, layer: int, unit: int) -> QRectF:
        """Where a neuron's name stands; empty where it has none, or is folded away."""
        return self._frames.get((layer, unit), QRectF())

    def frames(self, layer: int) -> list[QRectF]:
        """Where the names of a layer's neurons stand."""
        return [frame for (of, _), frame in self._frames.items() if of == layer]

    def _frame(self, column: Column, y: float, width: float) -> QRectF:
        """Where a name of this width stands beside the neuron at this height."""
        geometry, half = self._geometry, column.node / 2
        if has_line_below(column):
            room = min(geometry.pitch, 2 * (geometry.width - EDGE_PX - column.x))
            width = min(width, room)
            return QRectF(column.x - width / 2, y + half + GAP_PX, width, HEIGHT_PX)
        width = min(width, geometry.pitch - column.node - 2 * GAP_PX)
        # Right of the outputs stands what they say.
        is_last = column.layer == len(geometry.network.dense) - 1
        left = column.x - half - GAP_PX - width if is_last else column.x + half + GAP_PX
        return QRectF(left, y - HEIGHT_PX / 2, width, HEIGHT_PX)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint all names, each on a ground of its own."""
        painter.setFont(font(SMALL_PX))
        metrics = QFontMetricsF(painter.font())
        for (layer, unit), frame in self._frames.items():
            name = dict(self._geometry.network.dense[layer].unit_names)[unit]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.canvas))
            painter.drawRoundedRect(frame, 4, 4)
            painter.setPen(QColor(theme.ink))
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, frame.width() - 2 * PADDING_PX + 1)
            left = frame.center().x() - metrics.horizontalAdvance(text) / 2
            painter.drawText(QPointF(left, frame.center().y() + metrics.capHeight() / 2), text)
