"""The current sample in the window: bar, typed numbers and pad choose one, and canvas, pad and pages show it."""

import numpy as np
from PySide6.QtCore import QObject

from core.arrays import Array
from core.data import Segments, build
from core.edits import add_sample, remove_added
from gui.canvas.canvas import Canvas
from gui.pad.pad import SegmentPad
from gui.pad.teaching import target_of
from gui.panels.right_column import RightColumn
from gui.session.sample import TYPED, CurrentSample, Sample, noun_of
from gui.session.session import Session

PAD = "the pad"
"""How the sample is called that arrives from the pad."""


class Sampling(QObject):
    """Connects what chooses the current sample and what shows it."""

    def __init__(
        self, session: Session, sample: CurrentSample, canvas: Canvas, pad: SegmentPad, pages: RightColumn
    ) -> None:
        super().__init__(canvas)
        self._session, self._sample, self._canvas = session, sample, canvas
        self._pad, self._pages = pad, pages
        self._lit: Array | None = None
        """What was lit by hand when another sample came onto the pad for a while; None: none has."""
        sample.changed.connect(self.show)
        session.document.changed.connect(self._on_project)
        pad.changed.connect(self.take_pad)
        canvas.sample_bar.walked.connect(sample.walk)
        canvas.sample_bar.asked.connect(self._on_asked)
        canvas.typing.asked.connect(self._on_typed)
        canvas.flow.sample_wanted.connect(self._on_wanted)

    def show(self) -> None:
        """Show the current sample, wherever it was chosen."""
        project, sample, bar = self._session.document.project, self._sample.sample, self._canvas.sample_bar
        self._show_on_pad(sample)
        if sample is None:
            self._canvas.show_sample(None, None)
        else:
            self._canvas.show_sample(sample.x, sample.target, sample.place, sample.words == TYPED)
        bar.show_words("" if sample is None else sample.words, noun_of(project))
        dataset = None if project.data is None else build(project.data)
        bar.show_rows(dataset is not None, dataset is not None and dataset.x_test is not None)
        is_own = sample is not None and sample.row is None and sample.target is not None
        bar.show_own(is_own and dataset is not None, 0 if project.data is None else len(project.data.added))
        self._pages.show_sample(sample)

    def _show_on_pad(self, sample: Sample | None) -> None:
        if not isinstance(self._session.document.project.data, Segments):
            return
        if sample is None or sample.words != PAD:
            self._pad.show_given(self._pad.values if sample is None else sample.x)
        elif self._lit is not None:
            self._pad.set_values(self._lit)

    def show_row(self, sample: Sample | None) -> None:
        """Pages and pad speak of another sample for a while: that of the step that is walked."""
        if not self._pad.is_given:
            self._lit = self._pad.drawn
        self._show_on_pad(sample)
        self._pages.show_sample(sample)

    def show_own(self) -> None:
        """They speak of the current sample again."""
        self._show_on_pad(self._sample.sample)
        self._pages.show_sample(self._sample.sample)

    def take_pad(self) -> None:
        """What arrives from the pad is the current sample, unless the pad shows one that was chosen elsewhere."""
        data, values = self._session.document.project.data, self._pad.values
        if not isinstance(data, Segments) or self._pad.is_given:
            return
        self._lit = None
        digit = target_of(data, self._pad.drawn)
        target = None if digit is None else np.eye(10)[digit]
        self._sample.show(Sample(values, target, values, PAD))

    def _on_project(self) -> None:
        """What is on the pad may have another label now."""
        if self._sample.sample is not None and self._sample.sample.words == PAD:
            self.take_pad()

    def show_pattern(self, values: Array) -> None:
        """A pattern (7,) that somebody chose: on the pad, unless it would not arrive from there as it is."""
        if self._pad.broken.is_whole:
            self._pad.set_values(values)
        else:
            self._sample.show_place(values, None, "a pattern")

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
