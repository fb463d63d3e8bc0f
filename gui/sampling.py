"""The current sample on the canvas: its bar and its typed numbers choose one, and what shows it follows."""

from PySide6.QtCore import QObject

from core.arrays import Array
from core.data import build
from core.edits import add_sample, remove_added
from core.specs import Project
from gui.canvas.canvas import Canvas
from gui.sample import TYPED, CurrentSample, noun_of
from gui.session import Session


class Sampling(QObject):
    """Connects the canvas with the current sample."""

    def __init__(self, session: Session, sample: CurrentSample, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session, self._sample, self._canvas = session, sample, canvas
        canvas.sample_bar.walked.connect(sample.walk)
        canvas.sample_bar.asked.connect(self._on_asked)
        canvas.typing.asked.connect(self._on_typed)
        canvas.flow.sample_wanted.connect(self._on_wanted)

    def show(self, project: Project) -> None:
        """Show the current sample on the canvas."""
        sample, bar = self._sample.sample, self._canvas.sample_bar
        if sample is None:
            self._canvas.show_sample(None, None)
        else:
            self._canvas.show_sample(sample.x, sample.target, sample.place, sample.words == TYPED)
        bar.show_words("" if sample is None else sample.words, noun_of(project))
        dataset = None if project.data is None else build(project.data)
        bar.show_rows(dataset is not None, dataset is not None and dataset.x_test is not None)
        is_own = sample is not None and sample.row is None and sample.target is not None
        bar.show_own(is_own and dataset is not None, 0 if project.data is None else len(project.data.added))

    def _on_asked(self, what: str) -> None:
        match what:
            case "test" | "training" as kind:
                self._sample.show_row(kind, 0)
            case "type":
                self._canvas.setFocus()
                self._canvas.typing.open()
            case "add":
                self._add()
            case "remove":
                self._session.apply(lambda: remove_added(self._session.document.project))
            case _:
                self._sample.show(None)

    def _add(self) -> None:
        sample, project = self._sample.sample, self._session.document.project
        if sample is not None and sample.row is None:
            self._session.apply(lambda: add_sample(project, sample.place, sample.target))
            self._canvas.setFocus()  # the button may be gone

    def _on_wanted(self) -> None:
        """Any sample will do: the first there is, or zeros where there are no data."""
        self._sample.walk(1)
        if self._sample.sample is None:
            self._canvas.typing.type_zeros()

    def _on_typed(self, place: Array, target: Array | None) -> None:
        self._sample.show_place(place, target, TYPED)
