"""The loss over the epochs, live: training solid, test dashed, validation dash and dot; and what knowing nothing costs.

pyqtgraph is slow to import, so the plot is made by `ensure_plot`, which the window calls just after its first paint.
"""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array
from core.data import Recipe, build
from core.losses import loss_named
from core.probe.baseline import knows_nothing
from core.snapshot import Snapshot
from core.specs import Project
from core.targets import class_values, encode
from gui.knockout import Reduced, whole_of
from gui.theme import GRID_PX, Theme
from gui.views.axes import number_text
from gui.views.view import View

if TYPE_CHECKING:
    from gui.views.loss_plot import LossPlot

EM_DASH = "\N{EM DASH}"

_NAMES = {
    "mse": "mean squared error",
    "half_squared_error": "half squared error",
    "huber": "Huber",
    "binary_crossentropy": "log-loss (natural log)",
    "categorical_crossentropy": "log-loss (natural log)",
}


def loss_title(loss: str) -> str:
    """The loss's name, with the base of its logarithm where it has one."""
    return f"Loss: {_NAMES.get(loss, loss_named(loss).label.lower())}"


def _targets(project: Project, recipe: Recipe) -> Array:
    """What the outputs are trained towards, (samples, outputs)."""
    dataset, activation = build(recipe), project.network.output.activation
    if dataset.task != "two classes":
        return dataset.y
    return encode(dataset.y, *class_values(1, activation, project.training.loss))


def curve_until_now(snapshot: Snapshot) -> Array:
    """Epoch, train, test and validation loss (points, 4): the curve, and this very moment where it is later."""
    points: Array = snapshot.curve[:, [1, 2, 3, 6]]
    now = snapshot.epoch + snapshot.position / max(1, snapshot.steps_per_epoch)
    if snapshot.train is None or (len(points) and now <= points[-1, 0]):
        return points
    others = (np.nan if score is None else score.loss for score in (snapshot.test, snapshot.validation))
    return np.vstack([points, [now, snapshot.train.loss, *others]])


class LossView(View):
    """Title, plot and the numbers of this moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loss-view")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.title = QLabel("Loss")
        self.title.setObjectName("loss-title")
        self.train = QLabel()
        self.train.setObjectName("loss-train")
        self.train.setToolTip("The loss of the training samples, with the weights of this moment.")
        self.test = QLabel()
        self.test.setObjectName("loss-test")
        self.test.setToolTip("The loss of the test samples, which are never trained on, with the same weights.")
        self.validation = QLabel()
        self.validation.setObjectName("loss-validation")
        self.validation.setToolTip(
            "The loss of the validation samples, which are kept aside from the training samples, with the same weights."
        )
        self.penalty = QLabel()
        self.penalty.setObjectName("loss-penalty")
        self.penalty.setToolTip(
            "What L1 and L2 add to what training makes small. It is no part of the curves or of the losses below."
        )
        self.without = QLabel()
        self.without.setObjectName("loss-without")
        self.without.setToolTip("The losses below are those without what is switched off; the curve is that of all.")
        epoch = QLabel("epoch")
        legend = QHBoxLayout()
        legend.setSpacing(GRID_PX + GRID_PX // 2)
        for label in (self.train, self.test, self.validation, self.penalty, self.without, epoch):
            label.setProperty("role", "muted")
            label.setMinimumWidth(1)  # numbers that grow do not push the column
        for label in (self.train, self.test, self.validation):
            legend.addWidget(label)
        legend.addStretch(1)
        legend.addWidget(epoch)
        self._place = QVBoxLayout()  # the plot's, empty until there is one
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        heading = QHBoxLayout()
        heading.addWidget(self.title)
        heading.addStretch(1)
        heading.addWidget(self.without)
        heading.addWidget(self.penalty)
        column.addLayout(heading)
        column.addLayout(self._place, 1)
        column.addLayout(legend)
        self._plot: LossPlot | None = None
        self._baseline: float | None = None

    def ensure_plot(self) -> "LossPlot":
        """Import pyqtgraph and make the plot, if that has not been done."""
        if self._plot is None:
            from gui.views.loss_plot import LossPlot  # the import takes about half a second

            self._plot = LossPlot()
            self._plot.show_theme(self.theme)
            self._plot.show_baseline(self._baseline)
            self._place.addWidget(self._plot)
            self._catch_up()
        return self._plot

    def sizeHint(self) -> QSize:
        return QSize(352, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 165)

    def _draw_project(self, project: Project) -> None:
        loss = project.training.loss
        self.title.setText(loss_title(loss))
        self.title.setToolTip(f"{loss_named(loss).label}: {loss_named(loss).formula}")
        self._baseline = None if project.data is None else knows_nothing(loss, _targets(project, project.data))
        if self._plot is not None:
            self._plot.show_baseline(self._baseline)

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        shown = (
            (self.train, EM_DASH, "train", snapshot.train),
            (self.test, "- -", "test", snapshot.test),
            (self.validation, "- · -", "validation", snapshot.validation),
        )
        texts = []
        for label, line, name, score in shown:
            text = "" if score is None else f"{name} {number_text(score.loss)}"
            label.setText(text and f"{line} {text}")
            label.setVisible(bool(text))
            texts.append(text)
        penalty = f"penalty {number_text(snapshot.penalty)}" if snapshot.penalty else ""
        self.penalty.setText(penalty and f"+ {penalty}")
        off = "without what is off" if isinstance(snapshot, Reduced) else ""
        self.without.setText(off)
        if self._plot is None:
            return
        self._plot.show_curve(curve_until_now(whole_of(snapshot)))
        said = (f"Loss over {snapshot.epoch:,} epochs", off, *texts, penalty)
        self._plot.setAccessibleName(", ".join(filter(None, said)))

    def _draw_theme(self, theme: Theme) -> None:
        if self._plot is not None:
            self._plot.show_theme(theme)
