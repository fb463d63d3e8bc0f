"""One tile of the data panel: a small picture over a name."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton

PICTURE_PX = QSize(56, 44)
TILE_PX = QSize(62, 68)


def tile(name: str, label: str, tip: str) -> QToolButton:
    """A tile that can be the chosen one, still without its picture."""
    made = QToolButton()
    made.setObjectName(f"data-{name}")
    made.setText(label)
    made.setAccessibleName(f"Data: {label}")
    made.setToolTip(tip)
    made.setCheckable(True)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    made.setIconSize(PICTURE_PX)
    made.setFixedSize(TILE_PX)
    made.setProperty("role", "tile")
    return made


def picture(draw: Callable[[QPainter], None]) -> QIcon:
    """What is drawn into `PICTURE_PX`, once for plain screens and once for fine ones."""
    icon = QIcon()
    for ratio in (1.0, 2.0):
        pixmap = QPixmap(PICTURE_PX * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(painter)
        finally:
            painter.end()
        icon.addPixmap(pixmap)
    return icon
