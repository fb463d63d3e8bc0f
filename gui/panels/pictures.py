"""The first page of the right column: what the network does, one honest figure, the curves of its training."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from core.broken import Broken
from core.data import Digits, Recipe, Segments, build
from core.snapshot import Snapshot
from core.specs import Project
from gui.panels.page import Page
from gui.session.sample import Sample
from gui.session.worker import Worker
from gui.theme import GRID_PX, HEAD_TOP_PX
from gui.views.answer import AnswerView
from gui.views.boundary import BoundaryView
from gui.views.curve_fit import CurveFitView
from gui.views.curves import CurvesView
from gui.views.figure import FigureView
from gui.views.number import NumberView
from gui.views.samples import SamplesView
from gui.views.title import quiet_button
from gui.views.truth_map import TruthMapView


class Pictures(Page):
    """Shows the pictures that fit the project's data, and gives each a share of the frames."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.setObjectName("pictures")
        self.boundary, self.curve_fit, self.answer = BoundaryView(worker), CurveFitView(worker), AnswerView()
        self.samples, self.figure, self.curves = SamplesView(), FigureView(), CurvesView()
        self.truth_map, self.number = TruthMapView(), NumberView()
        self._nothing = QLabel("No data yet.\nChoose a data set on the left to see what the network does.")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._nothing.setProperty("role", "muted")
        self._wants_map = self._wants_number = False
        self._data: Recipe | None = None
        self._to_answer = quiet_button("show-answer", "Answer", "Back to the answer to the current sample.")
        self._to_answer.clicked.connect(lambda: self._show_map(False))
        self.boundary.title.add(self._to_answer)
        self.answer.map_wanted.connect(lambda: self._show_map(True))
        self.answer.number_wanted.connect(self.show_number)
        self.number.answer_wanted.connect(self._leave_number)
        self.views = (
            self.boundary, self.curve_fit, self.samples, self.answer, self.number, self.truth_map, self.figure,
            self.curves,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, HEAD_TOP_PX, 2 * GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(self._nothing)
        for view, stretch in zip(self.views, (0, 2, 3, 0, 0, 0, 0, 2), strict=True):
            column.addWidget(view, stretch)

    def show_project(self, project: Project) -> None:
        """Choose the pictures, and tell each about the project."""
        super().show_project(project)
        self._data = project.data
        self._choose()

    def _show_map(self, is_wanted: bool) -> None:
        """The map in the place of the answer, or the answer again."""
        self._wants_map = is_wanted
        self._choose()
        (self._to_answer if is_wanted else self.answer.to_map).setFocus()

    def show_number(self) -> None:
        """A number on several displays in the place of the answer, with the keyboard in its field."""
        self._wants_map, self._wants_number = False, True
        self._choose()
        self.number.take_keyboard()

    def _leave_number(self) -> None:
        self._wants_number = False
        self._choose()
        self.answer.to_number.setFocus()

    def show_broken(self, broken: Broken) -> None:
        """These segments of the pad's display are broken."""
        self.number.show_broken(broken)
        self.figure.show_broken(broken)

    def _choose(self) -> None:
        data = self._data
        has_answer = isinstance(data, Segments | Digits)
        is_map = not has_answer or self._wants_map
        is_curve = data is not None and not has_answer and build(data).places.shape[1] == 1
        self._nothing.setVisible(data is None)
        self.samples.setVisible(isinstance(data, Digits) and not is_map)
        is_number = isinstance(data, Segments) and self._wants_number and not is_map
        self.answer.setVisible(has_answer and not is_map and not is_number)
        self.number.setVisible(is_number)
        self.truth_map.setVisible(isinstance(data, Segments) and not is_map)
        self.boundary.setVisible(data is not None and is_map and not is_curve)
        self.curve_fit.setVisible(is_curve)
        self._to_answer.setVisible(has_answer)
        self.figure.setVisible(data is not None)
        self.curves.setVisible(data is not None)

    def show_snapshot(self, snapshot: Snapshot, number: int | None = None) -> None:
        """While playing the map comes at 30, all else at 10 frames per second; at a calm pace all at once.

        number  the frame's; None: everything is to be seen now
        """
        is_due = number is None or snapshot.is_calm
        if number is None:
            self.show_with_canvas(snapshot)
            number = 0
        if is_due or number % 2 == 0:
            self.boundary.show_snapshot(snapshot)
            self.curve_fit.show_snapshot(snapshot)
        if is_due or number % 6 == 0:  # of one moment: what is read beside each other must be able to be true together
            self.samples.show_snapshot(snapshot)
            self.truth_map.show_snapshot(snapshot)
            self.number.show_snapshot(snapshot)
            self.figure.show_snapshot(snapshot)
            self.curves.show_snapshot(snapshot)

    def show_with_canvas(self, snapshot: Snapshot) -> None:
        """The answer comes with the canvas, which shows the same numbers."""
        self.answer.show_snapshot(snapshot)

    def show_sample(self, sample: Sample | None) -> None:
        """The input whose answer is shown, and what it should be."""
        self.boundary.show_sample(sample)
        self.curve_fit.show_sample(sample)
        self.samples.show_sample(sample)
        self.answer.show_sample(*((None, None) if sample is None else (sample.x, sample.target)))
        self.truth_map.show_sample(None if sample is None else sample.x)
