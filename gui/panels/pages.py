"""The pages of the right column: which there are, and that a sample chosen in one is the current sample of all."""

from functools import partial

from gui.files import Files
from gui.panels.ask import AskPage
from gui.panels.data_page import DataPage
from gui.panels.inside import Inside
from gui.panels.pictures import Pictures
from gui.panels.right_column import RightColumn
from gui.panels.runs import RunsPage
from gui.panels.scores import Scores
from gui.sample import CurrentSample
from gui.session import Session
from gui.theme import Theme
from gui.views.board.board import Board


class Pages(RightColumn):
    """Picture, Scores, Inside, Runs, Data and Ask."""

    def __init__(self, session: Session, files: Files, sample: CurrentSample) -> None:
        super().__init__()
        self.pictures, self.scores = Pictures(session.worker), Scores(session.worker)
        self.inside, self.runs = Inside(session.worker), RunsPage(session, files)
        self.ask = AskPage(session.worker)
        self.data = DataPage(session, files)
        for name, tip, page in (
            ("picture", "What the network does, how well, and what it costs.", self.pictures),
            ("scores", "How good the answers are, and what simple rules reach.", self.scores),
            ("inside", "The chosen neuron, what it looks for, and what its layer makes of the data.", self.inside),
            ("runs", "Keep runs, compare them, repeat one with other seeds.", self.runs),
            ("data", "Every row of the data, with the network's answer and how far off it is.", self.data),
            ("ask", "Ask about one row: the answer, and what each column contributed.", self.ask),
        ):
            self.add_page(name, name.capitalize(), tip, page)
        self.boards = (
            Board(session, self.pictures.boundary, self.pictures, is_planar=True),
            Board(session, self.pictures.curve_fit, self.pictures, is_planar=False),
        )
        self.pictures.samples.chosen.connect(partial(sample.show_row, "test"))
        for view in (self.pictures.boundary, self.pictures.curve_fit):
            view.row_chosen.connect(sample.show_row)
            view.place_chosen.connect(sample.show_place)
        self.scores.chosen.connect(sample.show_row)
        self.inside.sample_chosen.connect(sample.show_row)
        self.ask.view.row_chosen.connect(sample.show_row)
        self.ask.view.asked.connect(lambda place, words: sample.show_place(place, None, words))
        self.data.chosen.connect(sample.show_row)

    def show_theme(self, theme: Theme) -> None:
        """Hand the theme on, to the boards, too."""
        super().show_theme(theme)
        for board in self.boards:
            board.show_theme(theme)
