"""What a gesture would make, drawn before the drop."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from core.layers import Follower
from gui.canvas.chips.pill import PADDING_PX, PILL_PX, paint_name
from gui.canvas.drawn.followers import names
from gui.canvas.drawn.geometry import Column, Geometry
from gui.canvas.drawn.letters import font
from gui.theme import SMALL_PX, Theme, blend

MOST_GHOST_LINES = 24
LEAST_GHOST_PX, GHOST_GAP_PX = 18.0, 3.0
"""How small a new neuron is drawn where there is no room, and how far from the last one."""


def dashed(colour: QColor, width: float = 1.4) -> QPen:
    pen = QPen(colour, width)
    pen.setDashPattern([3.0, 3.0])
    return pen


def draw_node(painter: QPainter, frame: QRectF, is_round: bool) -> None:
    if is_round:
        painter.drawEllipse(frame)
    else:
        corner = frame.width() * 0.18
        painter.drawRoundedRect(frame, corner, corner)


def paint_ghost_column(
    painter: QPainter, theme: Theme, geometry: Geometry, before: int, units: int, written: Sequence[QRectF]
) -> None:
    """The layer that a drop would put in: its neurons, its column and where its connections would run.

    written  the numbers under the neurons on both its sides, which stay to be read
    """
    x, middle = geometry.gap_centre(before)
    left, right = geometry.column(before - 1), geometry.column(before)
    node = max(column.node for column in geometry.columns)
    pitch = max(1.2 * node, min(left.pitch, right.pitch, 2.2 * node))
    ys = [middle + (unit - (units - 1) / 2) * pitch for unit in range(units)]
    top = min(left.top, right.top, ys[0] - node)
    bottom = max(left.bottom, right.bottom, ys[-1] + node)
    half = min(node / 2 + 8, geometry.pitch * 0.3)
    # What the new layer would come between steps back.
    wash = QColor(theme.canvas)
    wash.setAlphaF(0.82)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(wash)
    inner = left.x + left.node / 2 + 1, right.x - right.node / 2 - 1
    behind = QPainterPath()
    behind.addRect(QRectF(inner[0], top - 4, inner[1] - inner[0], bottom - top + 8))
    readable = QPainterPath()
    for frame in written:
        readable.addRect(frame)
    painter.drawPath(behind - readable)
    painter.setBrush(blend(theme.ink, theme.canvas, 0.06))
    painter.drawRoundedRect(QRectF(x - half, top - 8, 2 * half, bottom - top + 16), 10, 10)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(blend(theme.muted, theme.canvas, 0.75 if units == 1 else 0.45), 1.2))
    for column, side in ((left, 1.0), (right, -1.0)):
        end = x - side * node / 2
        for place in column.y[:: max(1, column.y.size * units // MOST_GHOST_LINES)].tolist():
            start = column.x + side * column.node / 2
            for y in ys:
                path = QPainterPath(QPointF(start, place))
                path.cubicTo((start + end) / 2, place, (start + end) / 2, y, end, y)
                painter.drawPath(path)
    for y in ys:
        paint_empty_place(painter, theme, QRectF(x - node / 2, y - node / 2, node, node), geometry.is_round)
        _paint_plus(painter, theme, QPointF(x, y), node)
    text = "new layer" if units == 1 else f"new layer of {units}"
    paint_tag(painter, theme, QPointF(x, ys[-1] + node / 2 + 16), text, False, geometry.width)


def paint_empty_place(painter: QPainter, theme: Theme, frame: QRectF, is_round: bool, is_red: bool = False) -> None:
    """A dashed outline where a neuron would be, or was."""
    painter.setBrush(QColor(theme.canvas))
    painter.setPen(dashed(QColor(theme.error if is_red else theme.ink), 1.8))
    draw_node(painter, frame, is_round)


def _paint_plus(painter: QPainter, theme: Theme, centre: QPointF, node: float) -> None:
    if node >= 16:
        painter.setPen(QPen(QColor(theme.ink), 1.8))
        painter.drawLine(centre + QPointF(-5, 0), centre + QPointF(5, 0))
        painter.drawLine(centre + QPointF(0, -5), centre + QPointF(0, 5))


def paint_ghost_node_in(
    painter: QPainter, theme: Theme, geometry: Geometry, column: Column, written: Sequence[QRectF]
) -> None:
    """The neuron that a drop would add, below the column's last one; where there is little room, a smaller one.

    written  the numbers under the neurons, which stay to be read
    """
    room, node = geometry.height - 34.0, column.node
    y = float(column.y[-1]) + min(column.pitch, 1.35 * node)
    if y + node / 2 > room:
        below = max([column.bottom, *(frame.bottom() for frame in written)]) + GHOST_GAP_PX
        node = min(node, max(LEAST_GHOST_PX, room - below))
        y = room - node / 2
    half = column.node / 2 + 8
    wash = QColor(theme.ink)
    wash.setAlphaF(0.06)
    painter.setBrush(wash)
    painter.setPen(Qt.PenStyle.NoPen)
    bottom = y + node / 2 + 8
    painter.drawRoundedRect(QRectF(column.x - half, column.top - 8, 2 * half, bottom - column.top + 8), 10, 10)
    frame = QRectF(column.x - node / 2, y - node / 2, node, node)
    paint_empty_place(painter, theme, frame, geometry.is_round)
    _paint_plus(painter, theme, frame.center(), node)


def paint_column_target(painter: QPainter, theme: Theme, column: Column, is_refused: bool) -> None:
    """The column that a drop is about; red where it would be refused."""
    half = column.node / 2 + 8
    colour = QColor(theme.error if is_refused else theme.ink)
    wash = QColor(colour)
    wash.setAlphaF(0.1)
    painter.setBrush(wash)
    painter.setPen(dashed(colour))
    frame = QRectF(column.x - half, column.top - 8, 2 * half, column.bottom - column.top + 16)
    painter.drawRoundedRect(frame, 10, 10)


def paint_red(painter: QPainter, theme: Theme, frame: QRectF) -> None:
    """What is carried would go."""
    tint = QColor(theme.error)
    tint.setAlphaF(0.28)
    painter.setBrush(tint)
    painter.setPen(QPen(QColor(theme.error), 2.5))
    painter.drawRoundedRect(frame, 10, 10)


def paint_ghost_neuron(painter: QPainter, theme: Theme, centre: QPointF) -> None:
    """The neuron that is carried."""
    _prepare_carried(painter, theme)
    painter.drawEllipse(centre, 13.0, 13.0)


def paint_ghost_layer(painter: QPainter, theme: Theme, centre: QPointF) -> None:
    """The layer that is carried."""
    _prepare_carried(painter, theme)
    painter.drawRoundedRect(QRectF(centre.x() - 9, centre.y() - 24, 18, 48), 7, 7)


def _prepare_carried(painter: QPainter, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.ink), 1.6))
    colour = QColor(theme.muted)
    colour.setAlphaF(0.75)
    painter.setBrush(colour)


def paint_ghost_pill(painter: QPainter, theme: Theme, centre: QPointF, follower: Follower) -> None:
    """The pill that is carried."""
    painter.setFont(font(SMALL_PX))
    name = names(follower)[0]
    width = painter.fontMetrics().horizontalAdvance(name) + 2 * PADDING_PX
    frame = QRectF(centre.x() - width / 2, centre.y() - PILL_PX / 2, width, PILL_PX)
    painter.setPen(QPen(QColor(theme.ink), 1.2))
    painter.setBrush(QColor(theme.canvas))
    painter.drawRoundedRect(frame, PILL_PX / 2, PILL_PX / 2)
    paint_name(painter, theme, (name,), frame)


def paint_tag(painter: QPainter, theme: Theme, centre: QPointF, text: str, is_red: bool, room: float) -> None:
    """What a drop would do, in words; `room`: how wide the drawing is."""
    painter.setFont(font(SMALL_PX, True))
    width = painter.fontMetrics().horizontalAdvance(text) + 16
    left = max(8.0, min(centre.x() - width / 2, room - width - 8.0))
    frame = QRectF(left, centre.y() - 10, width, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.error_surface if is_red else theme.notice_surface))
    painter.drawRoundedRect(frame, 10, 10)
    painter.setPen(QColor(theme.error if is_red else theme.ink))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)


def paint_refusal(painter: QPainter, theme: Theme, pointer: QPointF, text: str, room: float) -> None:
    """Why a drop here would be refused, with a sign that can be told without its colour."""
    tag = pointer + QPointF(0, 44)
    paint_tag(painter, theme, tag, text, True, room)
    sign = pointer + QPointF(20, 20)
    painter.setBrush(QColor(theme.canvas))
    painter.setPen(QPen(QColor(theme.error), 2.2))
    painter.drawEllipse(sign, 8.0, 8.0)
    painter.drawLine(sign + QPointF(-5.2, -5.2), sign + QPointF(5.2, 5.2))


def paint_insertion(painter: QPainter, theme: Theme, start: QPointF, end: QPointF) -> None:
    """A bar across the place where what is carried would go in."""
    pen = QPen(QColor(theme.ink), 3.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(start, end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ink))
    for point in (start, end):
        painter.drawEllipse(point, 4.0, 4.0)


def paint_wash(painter: QPainter, theme: Theme, frame: QRectF, amount: float) -> None:
    """What is here steps back."""
    wash = QColor(theme.canvas)
    wash.setAlphaF(amount)
    painter.fillRect(frame, wash)
