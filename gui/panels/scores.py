"""The second page of the right column: how good the answers are, and what simple rules reach."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.snapshot import Snapshot
from gui.panels.page import Page
from gui.sample import Sample
from gui.theme import GRID_PX
from gui.views.scores.view import ScoresView
from gui.worker import Worker

EACH = 15
"""While training, every so many frames: what is read and clicked at four times a second still holds still."""


class Scores(Page):
    """One view, to be scrolled where the window is low."""

    chosen = Signal(str, int)
    """A person chose a sample: ("training" or "test", row)."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.setObjectName("scores")
        self.view = ScoresView(worker)
        self.views = (self.view,)
        whole = QWidget()
        whole.setProperty("surface", True)
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, 2 * GRID_PX)  # the scroll bar is the right margin
        inside.addWidget(self.view)
        self._area = self.fill(whole, "scores-area")
        self.view.chosen.connect(self.chosen)
        self.view.opened.connect(self._bring_up)

    def show_snapshot(self, snapshot: Snapshot, number: int | None = None) -> None:
        """A few times a second while training, at a calm pace each moment."""
        if number is None or snapshot.is_calm or number % EACH == 4:
            self.view.show_snapshot(snapshot)

    def show_sample(self, sample: Sample | None) -> None:
        """Mark it where it is one of those shown."""
        self.view.show_sample(sample)

    def _bring_up(self, part: QWidget) -> None:
        # Once the layout has made room for it.
        QTimer.singleShot(0, self, partial(self._area.ensureWidgetVisible, part, 0, GRID_PX))
