"""What each neuron is worth: all inputs and hidden neurons, ranked by what their absence costs."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.network import Network
from core.probe.costs import Costs, costs
from core.probe.knockout import Bench
from core.snapshot import Snapshot
from core.specs import Project
from core.weight_names import unit_in_words
from core.wording import counted
from gui.panels.close_button import CloseButton
from gui.panels.form import note
from gui.panels.off_line import OffLine
from gui.panels.ranking_rows import ACCURACY_PX, EDGE_PX, LOSS_PX, ROW_PX, RankingRows
from gui.session.things import Selection
from gui.session.worker import Worker
from gui.theme import GRID_PX, HEAD_PX, HEAD_TOP_PX, Theme

WIDTH_PX = 276
NOTHING = "There is nothing to measure: it takes data, and a loss that fits the output."


class Ranking(QFrame):
    """Measured at each pause, and while training runs when asked; says of which step it speaks.

    Each neuron's cost is that of its own absence from the whole network, whatever else is switched off.
    """

    closed = Signal()

    def __init__(self, bench: Callable[[Network], Bench | None], worker: Worker) -> None:
        super().__init__()
        self.setObjectName("ranking")
        self.setProperty("surface", "canvas")
        self.setFixedWidth(WIDTH_PX)
        self.off_line = OffLine("ranking-off")
        self._bench = bench
        self._project: Project | None = None
        self._snapshot: Snapshot | None = None
        self._asked: Snapshot | None = None
        self._shown: Snapshot | None = None
        self._worker = worker
        self._heading = QLabel("What each neuron is worth")
        self._heading.setProperty("role", "heading")
        self._close = CloseButton("ranking-close", "Close the ranking", "Close the ranking.")
        self._close.clicked.connect(self.closed)
        self._about = note("ranking-about")
        self._again = QPushButton("Measure again")
        self._again.setObjectName("ranking-again")
        self._again.setProperty("role", "link")
        self._again.setToolTip("Measure with the weights of this moment.")
        self._again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._again.clicked.connect(self._ask)
        self._again.hide()
        self._loss, self._accuracy = QLabel("loss"), QLabel("accuracy\npoints")
        self._loss.setToolTip("How much higher the loss is without it; below zero, the network does better without.")
        self._accuracy.setToolTip("By how many percentage points the share of right answers changes without it.")
        self.rows = RankingRows()
        self.rows.walked.connect(self._reveal)
        self._arrange()
        self.hide()

    def _arrange(self) -> None:
        title = QHBoxLayout()
        title.addStrut(HEAD_PX)
        title.addWidget(self._heading, 1)
        title.addWidget(self._close)
        self._names = QWidget()
        names = QHBoxLayout(self._names)
        names.setContentsMargins(0, 0, EDGE_PX + GRID_PX, 0)  # as far in as the numbers below
        names.setSpacing(0)
        names.addWidget(self._again)
        names.addStretch(1)
        for label, width in ((self._loss, LOSS_PX), (self._accuracy, ACCURACY_PX)):
            label.setProperty("role", "muted")
            label.setFixedWidth(width)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            names.addWidget(label)
        self._area = QScrollArea()
        self._area.setWidget(self.rows)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # It is the right margin, whether there is something to scroll or not: the numbers stay below their names.
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self.rows.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID_PX + GRID_PX // 2, HEAD_TOP_PX, 0, GRID_PX)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(title)
        column.addWidget(self._about)
        column.addWidget(self._names)
        column.addWidget(self._area, 1)
        column.addWidget(self.off_line)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Names, data and settings: what was measured with others is measured anew."""
        old, self._project = self._project, project
        if old is not None and _asked(old) != _asked(project):
            self._asked = None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Measure at each pause; while training runs, say how old what is shown is."""
        self._snapshot = snapshot
        if not self.isVisible():
            return
        if self._shown is not None and self._shown.network.widths != snapshot.network.widths:
            self._forget()
        is_other = self._asked is None or self._asked.theta is not snapshot.theta
        if is_other and (self._asked is None or not snapshot.is_playing):
            self._ask()
        self._again.setVisible(snapshot.is_playing)

    def show_off(self, off: Selection, words: str) -> None:
        """Show these as switched off, and say so in words."""
        self.rows.show_off(off)
        self.off_line.show_off(words, len(off))

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self.setStyleSheet(f"#ranking {{ border-left: 1px solid {theme.hairline}; }}")
        self._close.show_theme(theme)
        self.off_line.show_theme(theme)
        self.rows.show_theme(theme)

    def take_keyboard(self) -> None:
        """Go on by keyboard in its rows."""
        self.rows.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what is there."""
        super().showEvent(event)
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for an answer any more."""
        super().hideEvent(event)
        self._worker.give_up(self)
        self._asked = None
        self.rows.pointed.emit(None)

    # Asking ----------------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        snapshot = self._snapshot
        if snapshot is None or self._project is None:
            return
        if snapshot.network != self._project.network:
            return  # the engine will be there in a moment
        self._asked = snapshot
        bench = self._bench(snapshot.network)
        if bench is None:
            self._forget()
            self._about.setText(NOTHING)
        else:
            theta = snapshot.theta
            self._worker.ask(
                self, lambda is_wanted: costs(bench, theta, is_wanted), partial(self._on_answered, snapshot)
            )

    def _forget(self) -> None:
        self._worker.give_up(self)
        self._shown = None
        self._about.clear()
        self._names.hide()
        self.rows.show_costs((), lambda layer, unit: "")

    def _on_answered(self, snapshot: Snapshot, costs: Costs) -> None:
        if self._project is None or snapshot.network != self._project.network:
            return
        self._shown = snapshot
        when = f"epoch {snapshot.epoch:,}"
        if snapshot.position:
            when += f", step {snapshot.position:,} of {snapshot.steps_per_epoch:,}"
        of = "all" if costs.looked_at == costs.count else f"{costs.looked_at:,} of"
        samples = f"{of} {counted(costs.count, f'{costs.kind} sample')}"
        self._about.setText(f"Without it, each alone: on {samples}, as of {when}.")
        self._names.show()
        self._accuracy.setVisible(any(cost.accuracy_change is not None for cost in costs.ranked))
        self.rows.show_costs(costs.ranked, partial(unit_in_words, self._project))

    def _reveal(self, row: int) -> None:
        self._area.ensureVisible(0, row * ROW_PX + ROW_PX // 2, 0, ROW_PX)


def _asked(project: Project) -> tuple[object, ...]:
    return project.network, project.data, project.training, project.seed
