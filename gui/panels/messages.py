"""What is said over the canvas: the banner, the training doctor's line, the task line; one at a time."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

ROOM_PX = 88
"""What a message of two lines with a button below them takes: it is left free from the start."""
TOLD = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


class Messages(QWidget):
    """The most urgent one takes the place of the others, as high as it needs, 0 when there is none.

    The room that is left to it only grows while a project is open: the network below does not move each time that
    something is said or no more.
    """

    height_changed = Signal()

    def __init__(self, *parts: QWidget) -> None:
        """parts: the most urgent first; the last one stands there when nothing happens"""
        super().__init__()
        self.setObjectName("messages")
        self._parts = parts
        self._kept, self._width = 0, 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._places: list[QWidget] = []
        for part in parts:  # a part says by itself whether it is there; its place, whether it is its turn
            place = QWidget()
            within = QVBoxLayout(place)
            within.setContentsMargins(0, 0, 0, 0)
            within.addWidget(part)
            column.addWidget(place)
            self._places.append(place)
            part.installEventFilter(self)
        self._choose()

    def heightForWidth(self, width: int) -> int:
        """The height that the part shown needs at this width."""
        part = self._shown
        if part is None:
            return 0
        return part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()

    def room_for_width(self, width: int) -> int:
        """The height that is left to what may be said here."""
        if width != self._width:
            self._width, self._kept = width, 0
        self._kept = max(self._kept, self.heightForWidth(width), ROOM_PX)
        return self._kept

    def give_back(self) -> None:
        """Leave no more room than from the start, or than what is shown needs."""
        self._kept = 0
        self.height_changed.emit()

    @property
    def _shown(self) -> QWidget | None:
        return next((part for part in self._parts if not part.isHidden()), None)

    def _choose(self) -> None:
        shown = self._shown
        for part, place in zip(self._parts, self._places, strict=True):
            place.setVisible(part is shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A part has come or gone; ask for room in the name of the layout, which does not while it is hidden itself."""
        if event.type() in TOLD:
            self._choose()
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Tell when a part was shown, hidden or given another text."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.height_changed.emit()
        return super().event(event)
