"""The scores of one kind of samples: how good the answers are, beside what simple rules reach."""

import math
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.errors import UserError
from core.judging import KINDS, Baselines, Judgement
from core.probe.knockout import Kind
from core.snapshot import Snapshot
from core.specs import Project
from core.wording import counted
from gui.panels.form import note
from gui.panels.segment import segment
from gui.panels.tab_stop import keep_tab_stop
from gui.session.knockout import Reduced
from gui.session.sample import Sample, noun_of
from gui.session.worker import IsWanted, Worker
from gui.theme import CORNER_PX, GRID_PX, Theme
from gui.views.asking import Asking
from gui.views.figure import figure_of
from gui.views.scores.beside import compared
from gui.views.scores.case import Case, judged, key_of
from gui.views.scores.classes import ClassesSection
from gui.views.scores.comparison import Comparison
from gui.views.scores.numbers import NumbersSection
from gui.views.scores.two_classes import TwoClassesSection
from gui.views.view import View

NO_DATA = "No data yet.\nChoose a data set on the left to see how good the answers are."
NOT_FINITE = "Some answers are not finite numbers: the weights have grown too large. There is nothing to compare."
TEST_LAST = "Look at the test samples last: what is tuned by them no longer tests anything."
TIPS: dict[Kind, str] = {
    "training": "The samples it is trained on.",
    "validation": "Samples kept aside from training, to tune by.",
    "test": "Samples that are never trained on.",
}


class ScoresView(View):
    """Everything on the page: which samples, the figure with its yardsticks, and the pictures that fit the task."""

    chosen = Signal(str, int)
    """A person chose a sample: ("training" or "test", row)."""
    opened = Signal(QWidget)
    """Something has come up that one wants to see."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scores-view")
        self._worker, self._judging = worker, Asking(worker, self._catch_up)
        self._case: Case | None = None
        self._data: object = None
        self._wanted: Kind | None = None
        self._sample: Sample | None = None
        self.judgement: Judgement | None = None
        self._moment: Snapshot | None = None
        """The moment of `judgement`."""
        self._nothing = note("scores-nothing")
        self._note = note("scores-note")
        self.comparison = Comparison()
        self.two_classes, self.classes, self.numbers = TwoClassesSection(), ClassesSection(), NumbersSection()
        self._kinds: dict[Kind, QToolButton] = {}
        self._arrange()
        self.two_classes.threshold_changed.connect(self._show_classes)
        self.classes.opened.connect(self.opened)
        for section in (self.classes, self.numbers):
            section.chosen.connect(self._on_chosen)
        self._say_nothing(NO_DATA)

    def _arrange(self) -> None:
        self._choice = QFrame()
        self._choice.setObjectName("scores-kinds")
        self._choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self._choice)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        group = QButtonGroup(self)
        for kind in KINDS:
            button = segment(f"scores-{kind}", kind.capitalize(), TIPS[kind], f"Scores on the {kind} samples")
            button.clicked.connect(partial(self._choose_kind, kind))
            group.addButton(button)
            row.addWidget(button)
            self._kinds[kind] = button
        keep_tab_stop(group)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        for part in (self._choice, self._nothing, self.comparison, self._note):
            column.addWidget(part)
        for section in (self.two_classes, self.classes, self.numbers):
            column.addWidget(section)
        column.addStretch(1)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_sample(self, sample: Sample | None) -> None:
        """Mark the current sample, where it is one of these."""
        self._sample = sample
        self._show_current()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for an answer any more."""
        super().hideEvent(event)
        self._judging.forget()
        self._worker.give_up(self._baselines_slot)

    def _draw_project(self, project: Project) -> None:
        if project.data != self._data:
            self._data = project.data
            self.classes.forget_cell()
            self.two_classes.forget_threshold()
        if project.data is None:
            self._forget()
            self._say_nothing(NO_DATA)

    def _draw_theme(self, theme: Theme) -> None:
        self._choice.setStyleSheet(
            f"#scores-kinds {{ background: {theme.notice_surface}; border-radius: {CORNER_PX}px; }}"
        )
        for part in (self.comparison, self.two_classes, self.classes, self.numbers):
            part.show_theme(theme)

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        project = self.project
        if project is None or project.data is None or snapshot.network != project.network:
            return  # the engine will be there in a moment
        if self._case is None or self._case.key != key_of(project):
            self._forget()
            self._case = Case(project)
        case, kind = self._case, self._kind()
        self._show_kinds(case, kind)
        products = math.inf if case.is_heavy else 0.0
        self._judging.ask(
            snapshot,
            (case, kind),
            products,
            lambda _: judged(case, snapshot, kind),
            partial(self._on_judged, case, snapshot),
        )

    def _kind(self) -> Kind:
        """What a person wants to see, else what is watched: validation, else test, else training samples."""
        assert self._case is not None
        kinds = self._case.kinds
        if self._wanted in kinds:
            return self._wanted
        return next(kind for kind in ("validation", "test", "training") if kind in kinds)

    def _choose_kind(self, kind: Kind) -> None:
        self._wanted = kind
        self._catch_up()

    def _forget(self) -> None:
        """Other data or settings: what was found out is no longer so."""
        self._case = self.judgement = self._moment = None
        self._judging.forget()
        self._worker.give_up(self._baselines_slot)

    # Answers ---------------------------------------------------------------------------------------------------------

    @property
    def _baselines_slot(self) -> tuple[object, str]:
        return (self, "baselines")

    def _on_judged(self, case: Case, snapshot: Snapshot, found: Judgement | UserError) -> None:
        if case is not self._case:
            return
        if isinstance(found, UserError):
            self._say_nothing(str(found))
            return
        self.judgement, self._moment = found, snapshot
        if found.kind not in case.baselines and not self._worker.is_busy(self._baselines_slot):
            self._ask_for_baselines(case, found.kind)
        self._show_everything()

    def _ask_for_baselines(self, case: Case, kind: Kind) -> None:
        def find(is_wanted: IsWanted) -> Baselines | None:
            return case.judge.baselines(kind, is_wanted)

        self._worker.ask(self._baselines_slot, find, partial(self._on_baselines, case))

    def _on_baselines(self, case: Case, found: Baselines) -> None:
        case.baselines[found.kind] = found
        if case is not self._case or self.judgement is None:
            return
        if self.judgement.kind in case.baselines:
            self._show_everything()
        else:
            self._ask_for_baselines(case, self.judgement.kind)

    def _show_everything(self) -> None:
        case, judgement = self._case, self.judgement
        if case is None or judgement is None:
            return
        is_finite = judgement.is_finite
        self._nothing.setText("" if is_finite else NOT_FINITE)
        self._nothing.setVisible(not is_finite)
        baselines = case.baselines.get(judgement.kind)
        self.comparison.show_compared(compared(judgement, baselines, case.dataset, noun_of(case.project)))
        self.comparison.show()
        self._show_note(case, judgement)
        self.two_classes.setVisible(is_finite and judgement.has_threshold)
        self.classes.setVisible(is_finite and judgement.true is not None)
        self.numbers.setVisible(is_finite and judgement.true is None)
        if not is_finite:
            return
        if judgement.true is None:
            self.numbers.show_judged(judgement)
        else:
            if judgement.has_threshold:
                self.two_classes.show_judged(case.dataset, judgement, baselines)
            self._show_classes()
        self._show_current()

    def _show_classes(self) -> None:
        case, judgement = self._case, self.judgement
        if case is not None and judgement is not None and judgement.true is not None:
            threshold = self.two_classes.threshold if judgement.has_threshold else None
            baselines = case.baselines.get(judgement.kind)
            self.classes.show_judged(case.project, case.dataset, judgement, threshold, baselines)

    def _show_kinds(self, case: Case, shown: Kind) -> None:
        self._choice.setVisible(len(case.kinds) > 1)
        for kind, button in self._kinds.items():
            button.setVisible(kind in case.kinds)
            button.setChecked(kind == shown)

    def _show_note(self, case: Case, judgement: Judgement) -> None:
        said, kind = [], judgement.kind
        if isinstance(self._moment, Reduced):
            whole = self._moment.whole
            score = {"training": whole.train, "validation": whole.validation, "test": whole.test}[kind]
            with_all = "" if score is None else f"; with all {figure_of(score, kind).large}"
            said.append(f"Without {self._moment.words}, switched off for a look{with_all}.")
        if kind == "test" and "validation" in case.kinds:
            said.append(TEST_LAST)
        if len(judgement.rows) < judgement.count:
            said.append(
                f"A fixed choice of {len(judgement.rows):,} of the {counted(judgement.count, f'{kind} sample')}."
            )
        self._note.setText("\n".join(said))
        self._note.setVisible(bool(said))

    def _show_current(self) -> None:
        judgement, row = self.judgement, None if self._sample is None else self._sample.row
        is_here = judgement is not None and row is not None and row[0] == _set_of(judgement.kind)
        for section in (self.classes, self.numbers):
            section.show_current(row[1] if is_here and row is not None else None)

    def _say_nothing(self, text: str) -> None:
        """Say what is missing, and show nothing else."""
        for part in (self._note, self.comparison, self.two_classes, self.classes, self.numbers):
            part.hide()
        self._choice.setVisible(self._case is not None and len(self._case.kinds) > 1)
        self._nothing.setText(text)
        self._nothing.show()

    def _on_chosen(self, row: int) -> None:
        if self.judgement is not None:
            self.chosen.emit(_set_of(self.judgement.kind), row)


def _set_of(kind: Kind) -> str:
    """Which of the data's samples these are among: what is kept aside is a share of the training samples."""
    return "test" if kind == "test" else "training"
