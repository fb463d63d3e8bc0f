"""All patterns of the seven segments: what the network reads from each, and how many faults it gets right."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array
from core.data.segments import SHAPES
from core.probe.truth_map import BEST_FAULTS, FAULTS, truth_map
from core.snapshot import Snapshot
from core.targets import class_values
from gui.theme import GRID_PX, Theme
from gui.views.figure import share_text
from gui.views.truth_sheet import TruthSheet
from gui.views.view import View

ORDER_TIP = (
    "Every pattern that seven segments can show, with the digit read from it; a darker cell is surer (in the dark "
    "theme, a lighter one). Outlined: the ten shapes it is trained on. Filled: what is on the pad; click another, or "
    "walk with the arrow keys.\n"
    "From row to row one of the lying segments a, d, g changes, from column to column one of the standing ones b, c, "
    "e, f: neighbours differ in one segment."
)


class TruthMapView(View):
    """The sheet, under a heading and the count of the faults that are read."""

    chosen = Signal(object)
    """A person chose a pattern: its seven values, read-only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("truth-map-view")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.heading = QLabel("All 128 patterns")
        self.heading.setProperty("role", "heading")
        self.heading.setToolTip(ORDER_TIP)
        self.faults = QLabel()
        self.faults.setObjectName("truth-map-faults")
        self.faults.setProperty("role", "muted")
        self.sheet = TruthSheet()
        self.sheet.chosen.connect(self.chosen)
        above = QHBoxLayout()
        above.setSpacing(GRID_PX)
        above.addWidget(self.heading)
        above.addStretch(1)
        above.addWidget(self.faults)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(above)
        column.addWidget(self.sheet, 1)

    def show_sample(self, values: Array | None) -> None:
        """Mark the pattern that the current sample (7,) is; None: there is no sample."""
        self.sheet.show_chosen(values)

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network = snapshot.network
        if (network.outputs, network.inputs) != SHAPES.shape:
            return  # the network still belongs to other data
        activation = network.output.activation
        loss = "mse" if self.project is None else self.project.training.loss
        found = truth_map(network, snapshot.theta, class_values(network.outputs, activation, loss))
        self.sheet.show_map(found, activation == "softmax")
        self._show_faults(found.faults_read)

    def _draw_theme(self, theme: Theme) -> None:
        self.sheet.show_theme(theme)

    def _show_faults(self, read: int) -> None:
        text = f"one-segment faults: {read} of {FAULTS}, at best {BEST_FAULTS}"
        if text == self.faults.text():
            return
        self.faults.setText(text)
        self.faults.setToolTip(
            f"Of the {FAULTS} shapes with one segment switched, {read} ({share_text(read, FAULTS)}) are still read as "
            f"the digit they came from. {np.count_nonzero(_is_other_shape())} of them are the shape of another digit, "
            f"and some patterns come from several digits: a reader of all ten shapes gets {BEST_FAULTS} at most."
        )


def _is_other_shape() -> Array:
    """(10, 10) True: the shapes of these two digits differ in one segment."""
    apart: Array = np.abs(SHAPES[:, np.newaxis] - SHAPES).sum(axis=2) == 1.0
    return apart
