"""The curves of the kept runs and of the training that goes on now, over one axis."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from core.curve import EPOCH
from core.kept_runs import Kept
from core.runs import COLUMN, Kind, Measure, are_comparable, score_on, until_now, watched_kind
from core.snapshot import Snapshot
from core.specs import Project
from gui.panels.form import note
from gui.panels.menu_button import MenuButton
from gui.panels.tab_stop import keep_tab_stop
from gui.session.knockout import whole_of
from gui.theme import GRID_PX, Theme
from gui.views.run_lines import Line, look_of
from gui.views.run_plot import RunPlot
from gui.views.title import tick_box
from gui.views.view import View

NOW = "now"
KINDS: tuple[Kind, ...] = ("training", "validation", "test")


class ComparisonView(View):
    """Loss or score of training, validation or test samples: those that are watched, until others are chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparison")
        self.measure: Measure = "loss"
        self._chosen: Kind | None = None
        self._shown: Sequence[Kept] = ()
        self._strong: str | None = None
        self._is_still_behind = True
        self._now = NOW
        self.plot = RunPlot("comparison-plot")
        self.plot.setAccessibleName("Curves of the runs")
        self.plot.setToolTip(
            "Each run over its epochs. Point at it, or walk with the arrow keys, to read exact values."
        )
        self._measures: dict[Measure, QToolButton] = {"loss": _tab("loss", "Loss"), "score": _tab("score", "Accuracy")}
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX // 2)
        for measure, button in self._measures.items():
            group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(partial(self._choose_measure, measure))
        self._measures["loss"].setChecked(True)
        keep_tab_stop(group)
        self._kinds = MenuButton("comparison-samples", "quiet", "Which samples the curves were measured on.")
        self._fill_kinds()
        self._log = QToolButton()
        self._log.setObjectName("comparison-log")
        self._log.setProperty("role", "quiet")
        self._log.setText("log")
        self._log.setAccessibleName("Logarithmic axis")
        self._log.setToolTip("Let values lie by their logarithm: small differences near zero come apart.")
        self._log.setCheckable(True)
        self._log.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._log.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._log.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._log.toggled.connect(self._redraw)
        row.addStretch(1)
        row.addWidget(self._kinds)
        row.addWidget(self._log)
        self._note = note("comparison-note")
        self._note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(row)
        column.addWidget(self.plot)
        column.addWidget(self._note)

    def show_runs(self, shown: Sequence[Kept], strong: str | None) -> None:
        """Compare these; the one with the letter `strong` comes forward."""
        self._shown, self._strong = shown, strong
        self._redraw()

    def show_now_as(self, name: str) -> None:
        """What the curve that grows is called: now, or the moment that is looked back at."""
        self._now = name

    @property
    def kind(self) -> Kind:
        """The samples whose curves are shown."""
        if self.snapshot is None:
            return "test"
        scores = whole_of(self.snapshot).scores
        if self._chosen is not None and score_on(scores, self._chosen) is not None:
            return self._chosen
        return watched_kind(scores)

    def _choose_measure(self, measure: Measure) -> None:
        self.measure = measure
        self._redraw()

    def _choose_kind(self, kind: Kind) -> None:
        self._chosen = kind
        self._redraw()

    def _fill_kinds(self) -> None:
        menu = self._kinds.menu()
        group = QActionGroup(menu)
        for kind in KINDS:
            action = menu.addAction(f"{kind} samples")
            action.setObjectName(f"comparison-{kind}")
            action.setData(kind)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(partial(self._choose_kind, kind))

    # Drawing ---------------------------------------------------------------------------------------------------------

    def _redraw(self) -> None:
        """Everything anew, once somebody sees it."""
        self._is_still_behind = True
        self._catch_up()

    def _draw_project(self, project: Project) -> None:
        self._is_still_behind = True

    def _draw_theme(self, theme: Theme) -> None:
        self._log.setIcon(tick_box(theme))
        self.plot.show_theme(theme)
        self._redraw()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        snapshot = whole_of(snapshot)
        kind = self.kind
        if self._is_still_behind or kind != self._kinds.property("kind"):
            self._draw_still(snapshot, kind)
        curve = until_now(snapshot)
        column = COLUMN[self.measure, kind]
        self.plot.show_now(Line(self._now, curve[:, EPOCH], curve[:, column], self.theme.ink))

    def _draw_still(self, snapshot: Snapshot, kind: Kind) -> None:
        """All but the curve that grows."""
        self._is_still_behind = False
        self._kinds.setProperty("kind", kind)
        self._kinds.setText(kind)
        self._kinds.setAccessibleName(f"Samples: {kind}")
        scores = snapshot.scores
        for action in self._kinds.menu().actions():
            action.setChecked(action.data() == kind)
            action.setEnabled(score_on(scores, action.data()) is not None)
        is_regression = scores.train is not None and scores.train.correct is None
        self._measures["score"].setText("Error" if is_regression else "Accuracy")
        self.plot.show_scale(self._log.isChecked(), self.measure == "score" and not is_regression)
        column = COLUMN[self.measure, kind]
        lines, left_out = [], []
        for kept in self._shown:
            if self.project is not None and not are_comparable(self.measure, kept.run.project, self.project):
                left_out.append(kept.letter)
            else:
                curve = kept.run.curve
                lines.append(Line(kept.letter, curve[:, EPOCH], curve[:, column], *look_of(kept.mark, self.theme)))
        self.plot.show_lines(lines, strong=self._strong)
        what = "loss is another function" if self.measure == "loss" else "score is of another kind"
        whose = "its" if len(left_out) == 1 else "their"
        self._note.setText(f"Without {', '.join(left_out)}: {whose} {what}." if left_out else "")
        self._note.setVisible(bool(left_out))


def _tab(name: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"comparison-{name}")
    button.setProperty("role", "tab")
    button.setText(text)
    button.setAccessibleName(f"Compare {name}")
    button.setToolTip(f"Compare the runs by their {name}.")
    button.setCheckable(True)
    return button
