"""A section of the page: a heading, a picture, words; it does nothing while it is scrolled out of sight."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.panels.form import heading, note
from gui.session.worker import Worker
from gui.theme import GRID_PX
from gui.views.asking import Asking
from gui.views.inside.subject import Subject
from gui.views.view import View


class Section(View):
    """Subclasses add to `column` and write `_draw_snapshot`, as for every view; what is dear they ask for."""

    def __init__(
        self, name: str, title: str, subject: Subject, worker: Worker, each_seconds: float = 0.0,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.subject = subject
        self.asking = Asking(worker, self._catch_up, each_seconds)
        self.heading = heading(title)
        self.words = note(f"{name}-words")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GRID_PX // 2)
        self.column.addWidget(self.heading)

    def refresh(self) -> None:
        """Another neuron, sample or kind of samples: show the same moment anew."""
        self._catch_up()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.asking.forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Scrolled into sight: show what was missed."""
        if self._is_behind:
            QTimer.singleShot(0, self, self._catch_up)

    def _catch_up(self) -> None:
        self._is_behind = self.visibleRegion().isEmpty()
        if self.snapshot is not None and not self._is_behind:
            self._draw_snapshot(self.snapshot)
