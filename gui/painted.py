"""Small pictures that are painted once and shown many times."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache

Paint = Callable[[QPainter], None]


def painted(size: QSize, paint: Paint, ratio: float = 1.0, key: str = "") -> QPixmap:
    """What is painted into so many logical pixels, smoothly and on nothing, for a screen with this device ratio.

    key  says all that it depends on, besides size and ratio; empty: it is painted anew each time
    """
    whole_key = f"{key} {size.width()} {size.height()} {ratio}"
    found = QPixmap()
    if key and QPixmapCache.find(whole_key, found):
        return found
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    finally:
        painter.end()
    if key:
        QPixmapCache.insert(whole_key, pixmap)
    return pixmap


def painted_icon(size: QSize, paint: Paint, key: str = "") -> QIcon:
    """The same as an icon, once for plain screens and once for fine ones; chosen in a list it keeps its colours.

    key  as for `painted`
    """
    icon = QIcon()
    for ratio in (1.0, 2.0):
        pixmap = painted(size, paint, ratio, key)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            icon.addPixmap(pixmap, mode)
    return icon
