"""All patterns of the seven segments: what the network reads from each, and how many faults it gets right."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array
from core.data import Segments
from core.data.segments import SEGMENT_NAMES, SHAPES
from core.probe.known_shapes import known_shapes, pattern_index
from core.probe.truth_map import truth_map
from core.snapshot import Snapshot
from core.specs import Project
from core.targets import class_values
from gui.theme import GRID_PX, HEAD_PX, Theme
from gui.views.figure import share_text
from gui.views.truth_sheet import TruthSheet
from gui.views.view import View

ORDER_TIP = (
    "Every pattern that seven segments can show, with the digit read from it; a darker cell is surer (in the dark "
    "theme, a lighter one), and pale where several outputs say yes. Outlined: the clean shapes it is trained on; "
    "dotted: those that you taught. Filled: what arrives "
    "from the pad; click another, or walk with the arrow keys.\n"
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
        self._known = known_shapes()
        above = QHBoxLayout()
        above.setSpacing(GRID_PX)
        above.addStrut(HEAD_PX)
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

    def _draw_project(self, project: Project) -> None:
        if not isinstance(project.data, Segments):
            return
        self._known = known_shapes(project.data.variants)
        own: dict[int, list[int]] = {}
        for row in project.data.added:
            digits = own.setdefault(pattern_index(np.array(row[: len(SEGMENT_NAMES)])), [])
            digit = int(np.argmax(row[len(SEGMENT_NAMES) :]))
            if digit not in digits:
                digits.append(digit)
        self.sheet.show_known(self._known, own)

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network = snapshot.network
        if (network.outputs, network.inputs) != SHAPES.shape:
            return  # the network still belongs to other data
        activation = network.output.activation
        loss = "mse" if self.project is None else self.project.training.loss
        found = truth_map(network, snapshot.theta, class_values(network.outputs, activation, loss))
        self.sheet.show_map(found, activation == "softmax")
        self._show_faults(self._known.faults_read(found.digits))

    def _draw_theme(self, theme: Theme) -> None:
        self.sheet.show_theme(theme)

    def _show_faults(self, read: int) -> None:
        known = self._known
        text = f"one fault: reads {read} of {known.faults}, at best {known.best_faults}"
        if text == self.faults.text():
            return
        self.faults.setText(text)
        self.faults.setToolTip(
            f"Of the {known.faults} shapes with one segment switched, {read} ({share_text(read, known.faults)}) are "
            f"still read as the digit they came from. {known.misleading} of them are the shape of another digit, and "
            f"some patterns come from several digits: a reader of all {len(known.shapes)} clean shapes gets "
            f"{known.best_faults} at most. Training on clean shapes alone asks for none of them: the count may fall."
        )
