"""Two classes: the threshold from which an output is a yes, and what every threshold would come to."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.data import Dataset
from core.detection import Counts, counts_at
from core.judging import Baselines, Judgement
from core.wording import MINUS
from gui.panels.form import heading, note
from gui.panels.slider import ValueSlider
from gui.theme import GRID_PX, Theme
from gui.views.figure import share_text
from gui.views.scores.class_table import share
from gui.views.scores.classes import class_names
from gui.views.scores.rate_plot import RatePlot

STEPS = 1000
"""Of the slider."""
MOST_LETTERS = 24
"""Of a class's name beside the slider."""
TIP = (
    "From which output value on the answer is a yes. It is only looked at here: the network, its accuracy on the other "
    "pages and what is exported keep the middle."
)
READING = "Dot: this threshold. Dotted: chance. Thin: logistic regression."
ROC_TIP = (
    "How many of the yes are found, against how many of the no are taken for one, at every threshold.\n"
    "The area is how often a yes has a higher output than a no: 0.5 by chance, 1 at best. Click to take a threshold."
)
PRECISION_TIP = (
    "How many of those called yes are, against how many of the yes are found, at every threshold.\n"
    "AP, the average precision, is the area below the steps. Click to take a threshold."
)


class TwoClassesSection(QWidget):
    """A slider for the threshold with what it comes to; ROC, and precision against recall, side by side."""

    threshold_changed = Signal()
    """`threshold` is another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.threshold: float | None = None
        """What a person has chosen; None: the middle."""
        self._values = (0.0, 1.0)
        self._names = ("0", "1")
        self._judgement: Judgement | None = None
        self.slider = ValueSlider("threshold", "Threshold", TIP, text=lambda position: _text(self._at(position)))
        self._told = QLabel()
        self._told.setObjectName("threshold-told")
        self._told.setProperty("role", "muted")
        self._back = QPushButton()
        self._back.setObjectName("threshold-back")
        self._back.setProperty("role", "link")
        self._back.setToolTip("The threshold that the network is used with.")
        self._reading = QLabel(READING)
        self._reading.setObjectName("rates-reading")
        self._reading.setProperty("role", "muted")
        self._nothing = note("rates-nothing")
        self.roc = RatePlot("roc", "false alarms", "recall", has_steps=False)
        self.precision_recall = RatePlot("precision-recall", "recall", "precision", has_steps=True)
        self.roc.setToolTip(ROC_TIP)
        self.precision_recall.setToolTip(PRECISION_TIP)
        self._plots = QWidget()
        self._arrange()
        self.slider.moved.connect(lambda position, _change: self._take(self._at(position)))
        self._back.clicked.connect(lambda: self._take(None))
        for plot in (self.roc, self.precision_recall):
            plot.chosen.connect(self._take)
            plot.pointed.connect(lambda index, plot=plot: self._read(plot, index))

    def _arrange(self) -> None:
        side_by_side = QHBoxLayout()
        side_by_side.setSpacing(GRID_PX)
        side_by_side.addWidget(self.roc, 1)
        side_by_side.addWidget(self.precision_recall, 1)
        inside = QVBoxLayout(self._plots)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(side_by_side)
        inside.addWidget(self._reading)
        told = QHBoxLayout()
        told.addWidget(self._told, 1)
        told.addWidget(self._back)
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)  # nothing jumps when it comes
        self._back.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID_PX, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.slider)
        column.addLayout(told)
        column.addSpacing(2 * GRID_PX)
        column.addWidget(heading("At every threshold"))
        column.addWidget(self._nothing)
        column.addWidget(self._plots)

    def forget_threshold(self) -> None:
        """Other data: the middle."""
        self.threshold = None

    def show_judged(self, dataset: Dataset, judgement: Judgement, baselines: Baselines | None) -> None:
        """Show what the thresholds come to with these answers."""
        assert judgement.true is not None
        if judgement.values != self._values:
            self._values, self.threshold = judgement.values, None
        self._judgement = judgement
        no, yes = class_names(dataset, judgement.classes)
        self._names = no, yes
        self.slider.show_label(f"Threshold for “{_shortened(yes)}”")
        rates, true = judgement.rates, judgement.true
        self._plots.setVisible(rates is not None)
        self._nothing.setVisible(rates is None)
        if rates is None:
            only = f"The only sample is “{self._names[int(true[0])]}”"
            if len(true) > 1:
                only = f"All {len(true):,} samples are “{self._names[int(true[0])]}”"
            self._nothing.setText(f"{only}: there is nothing to tell apart, and no area.")
        else:
            theirs = None if baselines is None else baselines.fitted.rates
            ours, against = rates
            chance = float(np.mean(true))
            self.roc.show_curve(ours, theirs and theirs.roc, (0.0, 1.0), f"ROC, area {share(ours.area)}")
            self.precision_recall.show_curve(
                against,
                theirs and theirs.precision_recall,
                (chance, chance),
                f"Precision and recall, AP {share(against.area)}",
            )
        self._show_threshold()

    def show_theme(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.roc.show_theme(theme)
        self.precision_recall.show_theme(theme)

    # The threshold ---------------------------------------------------------------------------------------------------

    def _at(self, position: int) -> float:
        low, high = self._values
        return low + (high - low) * position / STEPS

    def _take(self, threshold: float | None) -> None:
        """Plots know thresholds of any size; the slider's ends are as far as one can go."""
        low, high = self._values
        self.threshold = None if threshold is None else min(max(threshold, low), high)
        self._show_threshold()
        self.threshold_changed.emit()

    def _show_threshold(self) -> None:
        judgement = self._judgement
        if judgement is None or judgement.true is None:
            return
        low, high = self._values
        threshold = judgement.middle if self.threshold is None else self.threshold
        self.slider.show_value(STEPS * (threshold - low) / (high - low), 0, STEPS, STEPS // 100)
        self._back.setText(f"back to {judgement.middle:g}")
        self._back.setVisible(self.threshold is not None and self.threshold != judgement.middle)
        counts = counts_at(judgement.true == 1, judgement.outputs[0], threshold)
        self._told.setText(_in_words(counts))
        self._told.setToolTip(f"Precision and recall are those of “{self._names[1]}”.")
        self.roc.show_threshold(threshold)
        self.precision_recall.show_threshold(threshold)

    def _read(self, plot: RatePlot, index: int | None) -> None:
        """Say what the point under the pointer is."""
        curve = plot.curve
        if index is None or curve is None:
            self._reading.setText(READING)
            return
        across, up = float(curve.across[index]), float(curve.up[index])
        rates = f"false alarms {share(across)}, recall {share(up)}"
        if plot is self.precision_recall:
            rates = f"recall {share(across)}, precision {share(up)}"
        threshold = float(curve.thresholds[index])
        where = f"threshold {_text(threshold, 5)}" if np.isfinite(threshold) else "nothing called a yes"
        self._reading.setText(f"{where}: {rates}")


def _shortened(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…"


def _text(threshold: float, digits: int = 3) -> str:
    return f"{threshold:.{digits}f}".replace("-", MINUS)


def _in_words(counts: Counts) -> str:
    accuracy = share_text(counts.true_yes + counts.true_no, sum(counts))
    return f"Accuracy {accuracy}, precision {share(counts.precision)}, recall {share(counts.recall)}"
