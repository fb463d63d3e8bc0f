"""The names that a person gave to neurons, written below them where there is room, else to their right."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gui.canvas.drawn.geometry import INPUTS, Column, Geometry
from gui.canvas.drawn.nodes import font
from gui.theme import SMALL_PX, Theme

HEIGHT_PX = 15.0
GAP_PX = 5.0
PADDING_PX = 4.0


def paint_names(painter: QPainter, theme: Theme, geometry: Geometry) -> None:
    """Paint the names of all neurons that have one."""
    painter.setFont(font(SMALL_PX))
    metrics = QFontMetricsF(painter.font())
    for column in geometry.columns:
        if column.layer == INPUTS:
            continue
        names = dict(geometry.network.dense[column.layer].unit_names)
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True) if names else ():
            if unit in names:
                frame = _frame(geometry, column, y, metrics.horizontalAdvance(names[unit]))
                if frame is not None:
                    _paint_name(painter, theme, metrics, frame, names[unit])


def _frame(geometry: Geometry, column: Column, y: float, width: float) -> QRectF | None:
    """Where a name of this width stands; None: there is no room for any."""
    half = column.node / 2
    if column.units == 1 or column.pitch - column.node >= HEIGHT_PX + GAP_PX:
        room = min(width, geometry.pitch - 2 * PADDING_PX)
        frame = QRectF(0.0, y + half + GAP_PX, room + 2 * PADDING_PX, HEIGHT_PX)
        frame.moveCenter(QPointF(column.x, frame.center().y()))
        return frame
    room = min(width, geometry.pitch - column.node - 6 * PADDING_PX)
    if column.pitch < HEIGHT_PX or room < 2 * HEIGHT_PX:
        return None
    return QRectF(column.x + half + PADDING_PX, y - HEIGHT_PX / 2, room + 2 * PADDING_PX, HEIGHT_PX)


def _paint_name(painter: QPainter, theme: Theme, metrics: QFontMetricsF, frame: QRectF, name: str) -> None:
    ground = QColor(theme.canvas)
    ground.setAlphaF(0.85)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(frame, 4, 4)
    painter.setPen(QColor(theme.ink))
    text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, frame.width() - 2 * PADDING_PX + 1)
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)
