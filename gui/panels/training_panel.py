"""The training panel: the few settings a beginner needs, the rest under "More…"."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.data import Table
from core.snapshot import Snapshot
from core.specs import Project
from gui.panels.choice_field import ChoiceField
from gui.panels.form import heading
from gui.panels.number_field import NumberField
from gui.panels.seed_field import SeedField
from gui.panels.tab_order import let_tab_follow
from gui.panels.training_fields import MORE, OPEN
from gui.panels.training_rows import Choice, Number, Row, rate_now
from gui.session.session import Session
from gui.theme import GRID_PX

NOW_TIP = "The learning rate of the next step, as schedule and warm-up have it."


class TrainingPanel(QWidget):
    """Shows and edits `Project.training`, the initializer and the seed: a form derived from `training_fields`."""

    noticed = Signal(str)
    """An edit did more than was asked for in so many words: what."""
    opened = Signal()
    """The rest is shown."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("training-panel")
        self._session = session
        self._fields = [(row, self._field(row)) for row in OPEN]
        self._seed: SeedField | None = None
        self._rest: QWidget | None = None
        self._more = QPushButton()
        self._more.setObjectName("training-more")
        self._more.setText("More…")
        self._more.setAccessibleName("More training settings")
        self._more.setToolTip(
            "The optimizer's own settings, schedule, clipping, L1, validation, class weights, initializer and seed."
        )
        self._more.setProperty("role", "link")
        self._more.setCheckable(True)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.toggled.connect(self._on_more)
        self._column = _column(self)
        self._column.addWidget(heading("Training"))
        for _, field in self._fields:
            self._column.addWidget(field)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def _make_rest(self) -> QWidget:
        """What is under "More…", made for the first who opens it: it is two thirds of the panel."""
        rest = QWidget()
        column = _column(rest)
        fields = [(row, self._field(row)) for row in MORE]
        self._fields += fields
        self._seed = SeedField(self._session)
        for part in (*(field for _, field in fields), self._seed):
            column.addWidget(part)
        rest.hide()
        self._column.addWidget(rest)
        let_tab_follow(self._more, rest)
        return rest

    def _field(self, row: Row) -> ChoiceField | NumberField:
        """The control of one row of the table."""
        name = row.name.replace("_", "-")
        if isinstance(row, Choice):
            choice = ChoiceField(name, row.label, row.tip, row.width_px)
            choice.chosen.connect(partial(self._choose, row))
            return choice
        number = NumberField(name, row.label, row.tip, partial(self._commit, row), row.width_px)
        if row.can_be_off:
            number.field.setPlaceholderText("off")
        return number

    def show_project(self, project: Project) -> None:
        """The project's settings: those that training reads."""
        for row, field in self._fields:
            field.setVisible(row.is_offered(project))
            if isinstance(row, Choice) and isinstance(field, ChoiceField):
                field.show_choice(row.options(project), row.chosen(project))
            elif isinstance(row, Number) and isinstance(field, NumberField):
                field.show_value(row.shown(project))
        if self._seed is not None:
            self._seed.show_project(project)
        self._show_rate(self._session.step)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The learning rate of this moment, where a schedule moves it."""
        self._show_rate(snapshot.step)

    def _show_rate(self, step: int) -> None:
        told = rate_now(self._session.document.project.training, step)
        for row, field in self._fields:
            if row.name == "learning_rate" and isinstance(field, NumberField):
                field.show_note(told, NOW_TIP)

    def _on_more(self, is_open: bool) -> None:
        if self._rest is None:
            self._rest = self._make_rest()
            self.show_project(self._session.document.project)
        self._rest.setVisible(is_open)
        self._more.setText("Less" if is_open else "More…")
        if is_open:
            self.opened.emit()

    def _choose(self, row: Choice, value: object) -> None:
        project = self._session.document.project
        self._session.apply(lambda: row.edit(project, value))
        if row.note and self._session.document.project != project:
            self.noticed.emit(row.note)
        self.show_project(self._session.document.project)  # where it was refused, too

    def _commit(self, row: Number, typed: str) -> None:
        """Raises UserError for what cannot be."""
        document = self._session.document
        before = document.project
        edit = row.edit(document.project, typed)
        document.make(edit)
        share = edit.project.validation_share
        if row.name == "patience" and share != before.validation_share:
            self.noticed.emit(
                f"Early stopping watches {share:g} % of the {_counted(before)}, kept aside from now on: "
                "the large figure is now of these."
                if share
                else "The samples that early stopping watched are trained on again."
            )


def _column(whole: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID_PX)
    return column


def _counted(project: Project) -> str:
    """What the validation share is a share of."""
    return "rows" if isinstance(project.data, Table) else "training samples"
