"""The bottom line: steps per second, parameters, what just happened, seed and dtype."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from core.snapshot import Snapshot
from core.specs import Project
from gui.theme import GRID_PX

NOTICE_MS = 6000


class BottomLine(QFrame):
    """One slim line that only tells."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bottom-line")
        self.setProperty("surface", "canvas")
        self.setFixedHeight(4 * GRID_PX)
        self._rate = QLabel()
        self._rate.setObjectName("steps-per-second")
        self._rate.setMinimumWidth(112)
        self._rate.setToolTip("Training steps made per second.")
        self._parameters = QLabel()
        self._parameters.setObjectName("parameters")
        self._parameters.setToolTip("Weights and biases of the network: what training changes.")
        self._notice = QLabel()
        self._notice.setObjectName("notice")
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._seed = QLabel()
        self._seed.setObjectName("seed-and-dtype")
        self._seed.setToolTip(
            "The seed draws first weights and the order of the samples; dtype is how numbers are kept."
        )
        for label in (self._parameters, self._seed):
            label.setProperty("role", "muted")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._notice.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, 0, 2 * GRID_PX, 0)
        row.setSpacing(2 * GRID_PX)
        row.addWidget(self._rate)
        row.addWidget(self._parameters)
        row.addWidget(self._notice, 1, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._seed)

    def show_project(self, project: Project) -> None:
        """Size, seed and dtype; what was said of the project before holds no more."""
        self._notice.clear()
        count = project.network.size
        self._parameters.setText(f"{count:,} parameter{'' if count == 1 else 's'}")
        self._seed.setText(f"seed {project.seed} · {project.network.dtype}")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """How fast it trains."""
        self._rate.setText(f"{_rounded(snapshot.steps_per_second)} steps/s" if snapshot.is_playing else "paused")

    def show_notice(self, text: str) -> None:
        """Say what just happened, for a few seconds."""
        self._notice.setText(text)
        self._timer.start(NOTICE_MS)


def _rounded(rate: float) -> str:
    """Three digits are enough for a number that changes twice a second."""
    return f"{float(f'{rate:.3g}'):,.0f}" if rate >= 10.0 else f"{rate:.2g}"
