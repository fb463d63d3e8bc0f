"""What the network reads from pictures it was not trained on: some of the test digits, with their answers, live."""

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array, Indices
from core.data import Dataset, Digits, build
from core.snapshot import Snapshot
from core.specs import Project
from gui.session.sample import Sample as CurrentSample
from gui.theme import GRID_PX, Theme
from gui.views.reading import output_text
from gui.views.samples_grid import MOST, Sample, SamplesGrid
from gui.views.title import TitleRow
from gui.views.view import View

TIP = (
    "Show test digits that are read wrong. While the network trains they are chosen anew once a second, so that one "
    "can watch each come right before it goes."
)
CALM_MS = 1000
"""While training, those that are read wrong stay at least as long."""


class SamplesView(View):
    """The first test digits, or those that are read wrong. While training it changes calmly which ones are shown."""

    chosen = Signal(int)
    """A person chose this one of the test samples."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samples-view")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.title = TitleRow("Test digits", TIP, "wrong ones only")
        self.grid = SamplesGrid()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.title)
        column.addWidget(self.grid, 1)
        self._dataset: Dataset | None = None
        self._shown: Indices | None = None
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self.title.toggled.connect(self._on_toggled)
        self.grid.chosen.connect(self.chosen)

    def show_sample(self, sample: CurrentSample | None) -> None:
        """Mark the picture that is the current sample, if it is one of these."""
        kind, row = ("", None) if sample is None or sample.row is None else sample.row
        self.grid.show_chosen(row if kind == "test" else None)

    def _draw_project(self, project: Project) -> None:
        dataset = build(project.data) if isinstance(project.data, Digits) else None
        if dataset is not self._dataset:
            self._dataset, self._shown = dataset, None
            if dataset is not None and dataset.x_test is not None:
                self.grid.show_pictures(dataset.x_test)

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        data, network = self._dataset, snapshot.network
        if data is None or data.x_test is None or data.y_test is None:
            return
        if (network.inputs, network.outputs) != (data.x_test.shape[1], data.y_test.shape[1]):
            return  # the network still belongs to other data
        if self._shown is None or not snapshot.is_playing or not self._calm.isActive():
            self._shown = self._to_show(data, snapshot)
            self._calm.start()
        shown, is_share = self._shown, network.output.activation == "softmax"
        outputs = _answers(snapshot, data.x_test[shown])
        samples = []
        for index, answer in zip(shown.tolist(), outputs.T, strict=True):
            truth = int(np.argmax(data.y_test[index]))
            if np.isfinite(answer).all():
                read = int(np.argmax(answer))
                sure = output_text(answer[read], is_share, digits=0)
                samples.append(Sample(index, truth, read, sure, is_judged=snapshot.step > 0))
            else:
                samples.append(Sample(index, truth))
        self.grid.show_samples(tuple(samples), f"All {len(data.x_test):,} test digits are read right.")

    def _draw_theme(self, theme: Theme) -> None:
        self.title.show_theme(theme)
        self.grid.show_theme(theme)

    def _to_show(self, data: Dataset, snapshot: Snapshot) -> Indices:
        """Which of the test pictures are shown: the first ones, or the first wrong ones."""
        assert data.x_test is not None and data.y_test is not None
        if not self.title.button.isChecked():
            return np.arange(min(MOST, len(data.x_test)))
        answers = _answers(snapshot, data.x_test)
        is_right = (np.argmax(answers, axis=0) == np.argmax(data.y_test, axis=1)) & np.isfinite(answers).all(axis=0)
        return np.flatnonzero(~is_right)[:MOST]

    def _on_toggled(self) -> None:
        self._shown = None
        self._catch_up()


def _answers(snapshot: Snapshot, x: Array) -> Array:
    """The outputs (10, samples) for x (samples, 64)."""
    with np.errstate(over="ignore", invalid="ignore"):  # training that ran away is shown, too
        return snapshot.network.activations(snapshot.theta, x.T)[-1]
