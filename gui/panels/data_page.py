"""The page of the data: every row, with what the network answers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from gui.panels.page import Page
from gui.saving.files import Files
from gui.session.sample import Sample
from gui.session.session import Session
from gui.theme import GRID_PX, HEAD_TOP_PX
from gui.views.rows.view import RowsView


class DataPage(Page):
    """One view, as high as the page: it scrolls by itself."""

    each = 15
    """What is read and clicked, and comes four times a second, still holds still."""
    chosen = Signal(str, int)
    """A person chose a sample: ("training" or "test", row)."""
    wide_wanted = Signal(bool)
    """The page should have more room, or as much as the others."""

    def __init__(self, session: Session, files: Files) -> None:
        super().__init__()
        self.setObjectName("data-page")
        self.view = RowsView(session.worker)
        self.views = (self.view,)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, HEAD_TOP_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.addWidget(self.view)
        self.view.chosen.connect(self.chosen)
        self.view.wide_wanted.connect(self.wide_wanted)
        self.view.noticed.connect(session.noticed)
        self.view.export_ready.connect(lambda text: files.export_table("Export rows", text))

    def show_sample(self, sample: Sample | None) -> None:
        """Stand on its row."""
        self.view.show_sample(sample)
