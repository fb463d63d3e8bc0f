"""Another draw of the same data: the next seed, or one that is typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.data import Digits, Points, Segments
from core.data.added import MOST_SEED
from core.specs import Project
from gui.panels.form import NumberField, parse_count
from gui.session import Session
from gui.theme import GRID_PX

TIPS = {
    "points": "Draws the points and which of them test; equal seeds give equal points.",
    "digits": "Draws which digits are trained on and which test.",
    "segments": "Draws which segments flip in the noisy copies.",
}
WHAT = {"points": "other points", "digits": "another split", "segments": "other noise"}


class AnotherDraw(QWidget):
    """Hidden where nothing is drawn. Network and weights stay: the same task, other samples."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("another-draw")
        self._session = session
        self._button = QPushButton("Another draw")
        self._button.setObjectName("draw-again")
        self._button.setToolTip("The same kind of data, drawn anew from the next seed; the network stays.")
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._draw_again)
        self._seed = NumberField("data-seed", "Seed", "", self._commit, 48)
        self._seed.field.setAccessibleName("Seed of the data")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(self._button, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._seed)

    def show_project(self, project: Project) -> None:
        """The seed of the project's data."""
        data = project.data
        is_drawn = isinstance(data, Points | Digits) or (isinstance(data, Segments) and data.noise > 0.0)
        self.setVisible(is_drawn)
        if is_drawn and isinstance(data, Points | Digits | Segments):
            self._seed.show_value(str(data.seed))
            self._seed.field.setToolTip(TIPS[_kind(data)])

    def _draw_again(self) -> None:
        data = self._session.document.project.data
        if isinstance(data, Points | Digits | Segments):
            self._draw((data.seed + 1) % (MOST_SEED + 1))

    def _commit(self, typed: str) -> None:
        self._draw(parse_count(typed, "Seed"))

    def _draw(self, seed: int) -> None:
        project = self._session.document.project
        if isinstance(project.data, Points | Digits | Segments):
            data = project.data.replace(seed=seed)  # refuses a seed that cannot be
            self._session.document.edit(f"draw {WHAT[_kind(data)]} (seed {seed})", project.replace(data=data))


def _kind(data: Points | Digits | Segments) -> str:
    return "points" if isinstance(data, Points) else "digits" if isinstance(data, Digits) else "segments"
