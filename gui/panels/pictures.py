"""The first page of the right column: what the network does, one honest figure, the curves of its training."""

from PySide6.QtWidgets import QLabel, QVBoxLayout

from core.data import Digits, Points, Segments
from core.snapshot import Snapshot
from core.specs import Project
from gui.panels.page import Page
from gui.sample import Sample
from gui.theme import GRID_PX
from gui.views.answer import AnswerView
from gui.views.boundary import BoundaryView
from gui.views.curve_fit import CurveFitView
from gui.views.curves import CurvesView
from gui.views.figure import FigureView
from gui.views.samples import SamplesView


class Pictures(Page):
    """Shows the pictures that fit the project's data, and gives each a share of the frames."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pictures")
        self.boundary, self.curve_fit, self.answer = BoundaryView(), CurveFitView(), AnswerView()
        self.samples, self.figure, self.curves = SamplesView(), FigureView(), CurvesView()
        self._nothing = QLabel("No data yet.\nChoose a data set on the left to see what the network does.")
        self._nothing.setWordWrap(True)
        self._nothing.setProperty("role", "muted")
        self.views = (self.boundary, self.curve_fit, self.samples, self.answer, self.figure, self.curves)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(self._nothing)
        for view, stretch in zip(self.views, (0, 2, 3, 0, 0, 2), strict=True):
            column.addWidget(view, stretch)

    def show_project(self, project: Project) -> None:
        """Choose the pictures, and tell each about the project."""
        data = project.data
        is_curve = isinstance(data, Points) and not data.is_planar
        self._nothing.setVisible(data is None)
        self.boundary.setVisible(isinstance(data, Points) and not is_curve)
        self.curve_fit.setVisible(is_curve)
        self.samples.setVisible(isinstance(data, Digits))
        self.answer.setVisible(isinstance(data, Segments | Digits))
        self.figure.setVisible(data is not None)
        self.curves.setVisible(data is not None)
        super().show_project(project)

    def show_snapshot(self, snapshot: Snapshot, number: int | None = None) -> None:
        """While playing map and answer come at 30, all else at 10 frames per second; at a calm pace all at once.

        number  the frame's; None: everything is to be seen now
        """
        is_due = number is None or snapshot.is_calm
        number = 0 if number is None else number
        if is_due or number % 2 == 0:
            self.boundary.show_snapshot(snapshot)
            self.curve_fit.show_snapshot(snapshot)
        if is_due or number % 2 == 1:
            self.answer.show_snapshot(snapshot)  # with the canvas, which shows the same numbers
        if is_due or number % 6 == 4:  # of one moment: what is read beside each other must be able to be true together
            self.samples.show_snapshot(snapshot)
            self.figure.show_snapshot(snapshot)
            self.curves.show_snapshot(snapshot)

    def show_sample(self, sample: Sample | None) -> None:
        """The input whose answer is shown, and what it should be."""
        self.samples.show_sample(sample)
        self.answer.show_sample(*((None, None) if sample is None else (sample.x, sample.target)))
