"""The seed, and a button that goes on to the next one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.specs import Project
from gui.panels.number_field import NumberField, parse_count
from gui.session.session import Session
from gui.theme import GRID_PX

SEED_TIP = (
    "Draws first weights and the order of the samples; equal seeds give equal runs. A new seed starts anew at epoch 0."
)


class SeedField(QWidget):
    """Shows and edits `Project.seed`; `prefix` goes before the names of its controls."""

    def __init__(self, session: Session, prefix: str = "") -> None:
        super().__init__()
        self._session = session
        self.number = NumberField(f"{prefix}seed", "Seed", SEED_TIP, self._commit)
        self._new_weights = QPushButton("New weights")
        self._new_weights.setObjectName(f"{prefix}new-weights")
        self._new_weights.setToolTip("Draw other first weights, from the next seed, and start at epoch 0.")
        self._new_weights.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._new_weights.clicked.connect(lambda: session.new_weights())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.number)
        column.addWidget(self._new_weights)

    def show_project(self, project: Project) -> None:
        """The project's seed."""
        self.number.show_value(str(project.seed))

    def _commit(self, typed: str) -> None:
        self._session.reseed(parse_count(typed, "Seed"))
