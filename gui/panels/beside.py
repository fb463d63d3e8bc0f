"""A picture with panels at its right: beside it where there is room, else over it."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Beside(QWidget):
    """Takes no more room than the picture alone needs; the panels, each as wide as it wants, may be hidden."""

    def __init__(self, picture: QWidget, *panels: QWidget) -> None:
        super().__init__()
        self._picture, self._panels = picture, panels
        picture.setParent(self)
        for panel in panels:
            panel.setParent(self)
            panel.hide()
            panel.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return self._picture.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._picture.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All fill the height."""
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The picture makes room for a panel."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        right = self.width()
        for panel in self._panels:
            width = 0 if panel.isHidden() else panel.maximumWidth()
            right -= width
            panel.setGeometry(right, 0, width, self.height())
            panel.raise_()
        has_room = right >= self._picture.minimumSizeHint().width()
        self._picture.setGeometry(0, 0, right if has_room else self.width(), self.height())
