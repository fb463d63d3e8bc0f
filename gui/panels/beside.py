"""A picture with a panel at its right: beside it where there is room for both, else over it."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Beside(QWidget):
    """Takes no more room than the picture alone needs; the panel, which is as wide as it wants, may be hidden."""

    def __init__(self, picture: QWidget, panel: QWidget) -> None:
        super().__init__()
        self._picture, self._panel = picture, panel
        for part in (picture, panel):
            part.setParent(self)
        panel.hide()
        panel.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return self._picture.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._picture.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Both fill the height."""
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The picture makes room for the panel."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        panel = 0 if self._panel.isHidden() else self._panel.maximumWidth()
        left = self.width() - panel
        has_room = left >= self._picture.minimumSizeHint().width()
        self._picture.setGeometry(0, 0, left if has_room else self.width(), self.height())
        self._panel.setGeometry(left, 0, panel, self.height())
        self._panel.raise_()
