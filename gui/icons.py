"""Icons, drawn, since fonts lack some signs; each fills a unit square and takes its colour from the theme."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from gui.painted import painted

Draw = Callable[[QPainter, QColor], None]


def _line(painter: QPainter, colour: QColor, width: float = 0.1) -> None:
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _fill(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)


def _polygon(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _play(painter: QPainter, colour: QColor) -> None:
    _fill(painter, colour)
    painter.drawPolygon(_polygon((0.22, 0.12), (0.88, 0.5), (0.22, 0.88)))


def _pause(painter: QPainter, colour: QColor) -> None:
    _fill(painter, colour)
    painter.drawRoundedRect(QRectF(0.18, 0.14, 0.22, 0.72), 0.05, 0.05)
    painter.drawRoundedRect(QRectF(0.6, 0.14, 0.22, 0.72), 0.05, 0.05)


def _undo(painter: QPainter, colour: QColor) -> None:
    _line(painter, colour)
    path = QPainterPath(QPointF(0.2, 0.38))
    path.lineTo(0.6, 0.38)
    path.cubicTo(0.95, 0.38, 0.95, 0.82, 0.6, 0.82)
    path.lineTo(0.42, 0.82)
    painter.drawPath(path)
    painter.drawPolyline(_polygon((0.38, 0.18), (0.18, 0.38), (0.38, 0.58)))


def _redo(painter: QPainter, colour: QColor) -> None:
    painter.translate(1.0, 0.0)
    painter.scale(-1.0, 1.0)
    _undo(painter, colour)


def _down(painter: QPainter, colour: QColor) -> None:
    _line(painter, colour, 0.12)
    painter.drawPolyline(_polygon((0.25, 0.4), (0.5, 0.65), (0.75, 0.4)))


def _right(painter: QPainter, colour: QColor) -> None:
    _line(painter, colour, 0.12)
    painter.drawPolyline(_polygon((0.38, 0.22), (0.66, 0.5), (0.38, 0.78)))


def _left(painter: QPainter, colour: QColor) -> None:
    painter.translate(1.0, 0.0)
    painter.scale(-1.0, 1.0)
    _right(painter, colour)


def _close(painter: QPainter, colour: QColor) -> None:
    _line(painter, colour, 0.12)
    painter.drawLine(QPointF(0.25, 0.25), QPointF(0.75, 0.75))
    painter.drawLine(QPointF(0.75, 0.25), QPointF(0.25, 0.75))


def _tick(painter: QPainter, colour: QColor) -> None:
    """A tick in a circle."""
    _line(painter, colour, 0.09)
    painter.drawEllipse(QRectF(0.06, 0.06, 0.88, 0.88))
    painter.drawPolyline(_polygon((0.28, 0.52), (0.44, 0.67), (0.72, 0.36)))


def _look(painter: QPainter, colour: QColor) -> None:
    """An eye."""
    _line(painter, colour, 0.09)
    path = QPainterPath(QPointF(0.06, 0.5))
    path.quadTo(0.5, 0.02, 0.94, 0.5)
    path.quadTo(0.5, 0.98, 0.06, 0.5)
    painter.drawPath(path)
    _fill(painter, colour)
    painter.drawEllipse(QPointF(0.5, 0.5), 0.14, 0.14)


def _pulse(painter: QPainter, colour: QColor) -> None:
    """A heartbeat."""
    _line(painter, colour, 0.09)
    painter.drawPolyline(
        _polygon((0.04, 0.54), (0.26, 0.54), (0.38, 0.3), (0.54, 0.82), (0.68, 0.42), (0.75, 0.54), (0.96, 0.54))
    )


def _arrow(painter: QPainter, colour: QColor) -> None:
    """A pointer."""
    _fill(painter, colour)
    painter.drawPolygon(
        _polygon((0.22, 0.08), (0.22, 0.82), (0.41, 0.66), (0.53, 0.93), (0.66, 0.87), (0.54, 0.61), (0.79, 0.59))
    )


def _brush(painter: QPainter, colour: QColor) -> None:
    """A brush that has just left a dot."""
    _line(painter, colour, 0.12)
    painter.drawLine(QPointF(0.5, 0.52), QPointF(0.86, 0.14))
    _fill(painter, colour)
    path = QPainterPath(QPointF(0.54, 0.6))
    path.cubicTo(0.56, 0.84, 0.34, 0.92, 0.12, 0.88)
    path.cubicTo(0.26, 0.78, 0.18, 0.56, 0.42, 0.48)
    path.closeSubpath()
    painter.drawPath(path)


def _eraser(painter: QPainter, colour: QColor) -> None:
    """A rubber on a line."""
    _line(painter, colour, 0.09)
    painter.drawPolygon(_polygon((0.1, 0.6), (0.54, 0.14), (0.88, 0.42), (0.44, 0.88), (0.32, 0.88)))
    painter.drawLine(QPointF(0.31, 0.38), QPointF(0.67, 0.64))
    painter.drawLine(QPointF(0.44, 0.88), QPointF(0.92, 0.88))


def _empty(painter: QPainter, colour: QColor) -> None:
    """A bin."""
    _line(painter, colour, 0.09)
    painter.drawLine(QPointF(0.14, 0.26), QPointF(0.86, 0.26))
    painter.drawPolyline(_polygon((0.38, 0.25), (0.38, 0.12), (0.62, 0.12), (0.62, 0.25)))
    painter.drawPolyline(_polygon((0.22, 0.27), (0.28, 0.9), (0.72, 0.9), (0.78, 0.27)))
    for x in (0.42, 0.58):
        painter.drawLine(QPointF(x, 0.42), QPointF(x, 0.74))


def _back(painter: QPainter, colour: QColor) -> None:
    """An arrow."""
    _line(painter, colour)
    painter.drawLine(QPointF(0.16, 0.5), QPointF(0.86, 0.5))
    painter.drawPolyline(_polygon((0.44, 0.2), (0.14, 0.5), (0.44, 0.8)))


def _turned(draw: Draw, degrees: float) -> Draw:
    """The same, turned around its middle."""

    def turned(painter: QPainter, colour: QColor) -> None:
        painter.translate(0.5, 0.5)
        painter.rotate(degrees)
        painter.translate(-0.5, -0.5)
        draw(painter, colour)

    return turned


def _folder(painter: QPainter, colour: QColor) -> None:
    _line(painter, colour, 0.08)
    painter.drawPolygon(
        _polygon((0.08, 0.84), (0.08, 0.18), (0.38, 0.18), (0.48, 0.32), (0.92, 0.32), (0.92, 0.84), (0.08, 0.84))
    )


def _file(painter: QPainter, colour: QColor) -> None:
    """A sheet with a corner turned down."""
    _line(painter, colour, 0.08)
    painter.drawPolygon(_polygon((0.2, 0.08), (0.58, 0.08), (0.8, 0.3), (0.8, 0.92), (0.2, 0.92)))
    painter.drawPolyline(_polygon((0.58, 0.08), (0.58, 0.3), (0.8, 0.3)))


def _lines(first: float) -> Draw:
    """Three lines, each after a dot or a longer word."""

    def draw(painter: QPainter, colour: QColor) -> None:
        _line(painter, colour, 0.09)
        for y in (0.24, 0.5, 0.76):
            painter.drawLine(QPointF(0.1, y), QPointF(0.1 + first, y))
            painter.drawLine(QPointF(0.28 + first, y), QPointF(0.9, y))

    return draw


def _plus(painter: QPainter, colour: QColor) -> None:
    _line(painter, colour, 0.12)
    painter.drawLine(QPointF(0.5, 0.2), QPointF(0.5, 0.8))
    painter.drawLine(QPointF(0.2, 0.5), QPointF(0.8, 0.5))


_SPRAYED = ((0.5, 0.5), (0.3, 0.36), (0.68, 0.3), (0.74, 0.62), (0.36, 0.7), (0.56, 0.84), (0.14, 0.56), (0.5, 0.14))


def _sprayed(reach: float, count: int) -> Draw:
    """So many dots, spread by this much around the middle."""

    def draw(painter: QPainter, colour: QColor) -> None:
        _fill(painter, colour)
        for x, y in _SPRAYED[:count]:
            painter.drawEllipse(QPointF(0.5 + (x - 0.5) * reach, 0.5 + (y - 0.5) * reach), 0.1, 0.1)

    return draw


def _logo(painter: QPainter, colour: QColor) -> None:
    """Two crossing threads between four points, on a disc."""
    _fill(painter, colour)
    painter.drawEllipse(QRectF(0.0, 0.0, 1.0, 1.0))
    light = QColor("#ffffff") if colour.lightness() < 128 else QColor("#14171c")
    _line(painter, light, 0.07)
    for first, last in (((0.27, 0.34), (0.73, 0.66)), ((0.27, 0.66), (0.73, 0.34))):
        path = QPainterPath(QPointF(*first))
        path.cubicTo(0.5, first[1], 0.5, last[1], *last)
        painter.drawPath(path)
    _fill(painter, light)
    for x, y in ((0.27, 0.34), (0.27, 0.66), (0.73, 0.34), (0.73, 0.66)):
        painter.drawEllipse(QPointF(x, y), 0.075, 0.075)


_DRAW: dict[str, Draw] = {
    "play": _play,
    "pause": _pause,
    "undo": _undo,
    "redo": _redo,
    "down": _down,
    "left": _left,
    "right": _right,
    "close": _close,
    "tick": _tick,
    "look": _look,
    "pulse": _pulse,
    "logo": _logo,
    "arrow": _arrow,
    "brush": _brush,
    "eraser": _eraser,
    "empty": _empty,
    "plus": _plus,
    "back": _back,
    "forward": _turned(_back, 180.0),
    "up": _turned(_back, 90.0),
    "folder": _folder,
    "file": _file,
    "list": _lines(0.02),
    "details": _lines(0.3),
    "point": _sprayed(0.0, 1),
    "small": _sprayed(0.85, 4),
    "medium": _sprayed(1.0, 6),
    "large": _sprayed(1.15, 8),
}


def pixmap(name: str, colour: str, size_px: int, ratio: float = 1.0) -> QPixmap:
    """The icon in this colour, size_px logical pixels wide, for a screen with this device ratio."""

    def paint(painter: QPainter) -> None:
        painter.scale(size_px, size_px)
        _DRAW[name](painter, QColor(colour))

    return painted(QSize(size_px, size_px), paint, ratio, f"icon {name} {colour}")


def icon(name: str, colour: str, size_px: int = 16, selected: str | None = None) -> QIcon:
    """The icon in this colour, sharp on ordinary and on fine screens.

    selected  its colour in a selected row; None: the same
    """
    found = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        found.addPixmap(pixmap(name, colour, size_px, ratio))
        if selected is not None:
            found.addPixmap(pixmap(name, selected, size_px, ratio), QIcon.Mode.Selected)
    return found
