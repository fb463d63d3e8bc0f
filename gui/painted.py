"""Small pictures that are painted once and shown many times."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

Paint = Callable[[QPainter], None]


def painted(size: QSize, paint: Paint, ratio: float = 1.0) -> QPixmap:
    """What is painted into so many logical pixels, smoothly and on nothing, for a screen with this device ratio."""
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    finally:
        painter.end()
    return pixmap


def painted_icon(size: QSize, paint: Paint) -> QIcon:
    """The same as an icon, once for plain screens and once for fine ones; chosen in a list it keeps its colours."""
    icon = QIcon()
    for ratio in (1.0, 2.0):
        pixmap = painted(size, paint, ratio)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            icon.addPixmap(pixmap, mode)
    return icon
