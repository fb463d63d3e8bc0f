"""What a popup leaves behind: the control below it is not told that the pointer has gone elsewhere."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget


def forget_hover(widget: QWidget) -> None:
    """Without the look of something under the pointer, where the pointer is elsewhere: that looks switched off."""
    if not widget.rect().contains(widget.mapFromGlobal(QCursor.pos())):
        widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        widget.update()
