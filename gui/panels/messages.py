"""What is said over the canvas: the banner, the training doctor's line, the task line, each when there is something."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme import GRID_PX


class Messages(QWidget):
    """One above the other; as high as what is shown needs, 0 when nothing is."""

    height_changed = Signal()

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self.setObjectName("messages")
        self._parts = parts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        for part in parts:
            column.addWidget(part)
            part.installEventFilter(self)

    def heightForWidth(self, width: int) -> int:
        """The height that the parts shown need at this width."""
        if all(part.isHidden() for part in self._parts):
            return 0
        layout = self.layout()
        return 0 if layout is None else layout.totalHeightForWidth(width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """When the first part is shown, ask in the name of the layout, which does not while it is hidden itself."""
        if event.type() == QEvent.Type.ShowToParent and self.isHidden():
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Tell when a part was shown, hidden or given another text."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.height_changed.emit()
        return super().event(event)
