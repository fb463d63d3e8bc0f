"""The pages of the right column: which there are, and that a sample chosen in one is the current sample of all."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from core.data import Drawn
from core.specs import Project
from gui.exchange.predicting import PredictingFile
from gui.panels.pictures import Pictures
from gui.panels.right_column import RightColumn
from gui.panels.tab_order import let_tab_follow
from gui.saving.files import Files
from gui.session.sample import CurrentSample
from gui.session.session import Session
from gui.session.things import Thing
from gui.theme import Theme

if TYPE_CHECKING:
    from gui.panels.ask import AskPage
    from gui.panels.data_page import DataPage
    from gui.panels.inside import Inside
    from gui.panels.runs import RunsPage
    from gui.panels.scores import Scores
    from gui.views.board.board import Board


class Pages(RightColumn):
    """Picture, Scores, Inside, Runs, Data and Ask.

    What a page is made of is loaded with it: all pages together take as long to load as the window takes to make.
    """

    wide_wanted = Signal(bool)
    """The page in front should have more room, or as much as the others."""

    def __init__(self, session: Session, files: Files, sample: CurrentSample, predicting: PredictingFile) -> None:
        super().__init__()
        self._session, self._files, self._current, self._predicting = session, files, sample, predicting
        self._chosen: Thing | None = None
        for name, tip, page in (
            ("picture", "What the network does, how well, and what it costs.", lambda: self.pictures),
            ("scores", "How good the answers are, and what simple rules reach.", lambda: self.scores),
            (
                "inside",
                "The chosen neuron, what it looks for, and what its layer makes of the data.",
                lambda: self.inside,
            ),
            ("runs", "Keep runs, compare them, repeat one with other seeds.", lambda: self.runs),
            ("data", "Every row of the data, with the network's answer and how far off it is.", lambda: self.data),
            ("ask", "Ask about one row: the answer, and what each column contributed.", lambda: self.ask),
        ):
            self.add_page(name, name.capitalize(), tip, page)
        self._boards: dict[bool, Board] = {}

    @cached_property
    def pictures(self) -> Pictures:
        """What the network does."""
        page = Pictures(self._session.worker)
        page.samples.chosen.connect(partial(self._current.show_row, "test"))
        for view in (page.boundary, page.curve_fit):
            view.row_chosen.connect(self._current.show_row)
            view.place_chosen.connect(self._current.show_place)
        return self.take_in("picture", page)

    @cached_property
    def scores(self) -> "Scores":
        """How good the answers are."""
        from gui.panels.scores import Scores

        page = Scores(self._session.worker)
        page.chosen.connect(self._current.show_row)
        return self.take_in("scores", page)

    @cached_property
    def inside(self) -> "Inside":
        """What the chosen neuron does."""
        from gui.panels.inside import Inside

        page = Inside(self._session.worker)
        page.sample_chosen.connect(self._current.show_row)
        page.show_chosen(self._chosen)
        return self.take_in("inside", page)

    @cached_property
    def runs(self) -> "RunsPage":
        """Runs beside each other."""
        from gui.panels.runs import RunsPage

        return self.take_in("runs", RunsPage(self._session, self._files))

    @cached_property
    def data(self) -> "DataPage":
        """Every row."""
        from gui.panels.data_page import DataPage

        page = DataPage(self._session, self._files)
        page.chosen.connect(self._current.show_row)
        page.wide_wanted.connect(self.wide_wanted)
        return self.take_in("data", page)

    @cached_property
    def ask(self) -> "AskPage":
        """One row."""
        from gui.panels.ask import AskPage

        page, predicting = AskPage(self._session.worker), self._predicting
        page.view.row_chosen.connect(self._current.show_row)
        page.view.asked.connect(lambda place, words: self._current.show_place(place, None, words))
        page.view.noticed.connect(self._session.noticed)
        page.view.predict_wanted.connect(predicting.ask)
        predicting.told.connect(page.view.show_file_words)
        predicting.running.connect(page.view.show_predicting)
        page.view.show_file_words(predicting.words)
        page.view.show_predicting(predicting.is_running)
        return self.take_in("ask", page)

    def show_chosen(self, thing: Thing | None) -> None:
        """What is chosen on the canvas is what Inside speaks of; None: nothing is."""
        self._chosen = thing
        if "inside" in self.__dict__:
            self.inside.show_chosen(thing)

    def show_project(self, project: Project) -> None:
        """Tell each page about the project; the first drawing of its kind makes its picture one to paint on."""
        super().show_project(project)
        if isinstance(project.data, Drawn) and project.data.is_planar not in self._boards:
            from gui.views.board.board import Board

            is_planar, pictures = project.data.is_planar, self.pictures
            view = pictures.boundary if is_planar else pictures.curve_fit
            self._boards[is_planar] = board = Board(self._session, view, pictures, is_planar)
            let_tab_follow(view.title, board.strip)
            if self.theme is not None:
                board.show_theme(self.theme)

    def show_theme(self, theme: Theme) -> None:
        """Hand the theme on, to the boards, too."""
        super().show_theme(theme)
        for board in self._boards.values():
            board.show_theme(theme)
