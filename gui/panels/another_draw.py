"""Another draw of the same data: the next seed, or one that is typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.data import Digits, Drawn, Points, Recipe, Segments
from core.randomness import MOST_SEED
from core.specs import Project
from gui.panels.number_field import NumberField, parse_count
from gui.session.session import Session
from gui.theme import GRID_PX

Seeded = Points | Drawn | Digits | Segments


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
        self._seed = NumberField("draw-seed", "Seed", "", self._commit, 48)
        self._seed.field.setAccessibleName("Seed of the data")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(self._button, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._seed)

    def show_project(self, project: Project) -> None:
        """The seed of the project's data."""
        what = _what(project.data)
        self.setVisible(what is not None)
        if what is not None and isinstance(project.data, Seeded):
            self._seed.show_value(str(project.data.seed))
            self._seed.field.setToolTip(f"Draws {what[1]}; equal seeds give equal data.")

    def _draw_again(self) -> None:
        data = self._session.document.project.data
        if isinstance(data, Seeded):
            self._draw((data.seed + 1) % (MOST_SEED + 1))

    def _commit(self, typed: str) -> None:
        self._draw(parse_count(typed, "Seed"))

    def _draw(self, seed: int) -> None:
        project = self._session.document.project
        what = _what(project.data)
        if what is not None and isinstance(project.data, Seeded):
            data = project.data.replace(seed=seed)  # refuses a seed that cannot be
            self._session.document.edit(f"draw {what[0]} (seed {seed})", project.replace(data=data))


def _what(data: Recipe | None) -> tuple[str, str] | None:
    """What another seed brings, and what a seed draws; None: nothing is drawn."""
    match data:
        case Points():
            return "other points", "the points, and which of them test"
        case Drawn() if data.share < 100.0:
            return "another split", "which points are trained on and which test"
        case Digits():
            return "another split", "which digits are trained on and which test"
        case Segments() if data.noise > 0.0:
            return "other noise", "which segments flip in the noisy copies"
        case _:
            return None
