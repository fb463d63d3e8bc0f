"""The page on which the model is asked about one row, or a file of them."""

from PySide6.QtWidgets import QVBoxLayout

from gui.panels.page import Page
from gui.session.sample import Sample
from gui.session.worker import Worker
from gui.views.ask.view import AskView


class AskPage(Page):
    """One view, which scrolls what is below the answer."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.setObjectName("ask")
        self.view = AskView(worker)
        self.views = (self.view,)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def show_sample(self, sample: Sample | None) -> None:
        """Ask about it."""
        self.view.show_sample(sample)
