"""The second page of the right column: how good the answers are, and what simple rules reach."""

from functools import partial

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.panels.page import Page
from gui.session.sample import Sample
from gui.session.worker import Worker
from gui.theme import GRID_PX, HEAD_TOP_PX
from gui.views.scores.view import ScoresView

SEEN_PX = 72
"""So much of what has come up is enough to be seen: a line of words and a row of samples."""


class Scores(Page):
    """One view, to be scrolled where the window is low."""

    each = 15
    """What is read and clicked, and comes four times a second, still holds still."""
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
        inside.setContentsMargins(2 * GRID_PX, HEAD_TOP_PX, GRID_PX, 2 * GRID_PX)  # the scroll bar is the right margin
        inside.addWidget(self.view)
        self._area = self.fill(whole, "scores-area")
        self.view.chosen.connect(self.chosen)
        self.view.opened.connect(self._bring_up)

    def show_sample(self, sample: Sample | None) -> None:
        """Mark it where it is one of those shown."""
        self.view.show_sample(sample)

    def _bring_up(self, part: QWidget) -> None:
        # Once the layout has made room for it.
        QTimer.singleShot(0, self, partial(self._show_some_of, part))

    def _show_some_of(self, part: QWidget) -> None:
        """Where its beginning is in sight the page stays: who clicked goes on clicking at the same place."""
        top = part.mapTo(self._area.viewport(), QPoint(0, 0)).y()
        if not 0 <= top <= self._area.viewport().height() - SEEN_PX:
            self._area.ensureWidgetVisible(part, 0, GRID_PX)
