"""The curves of a training, live: loss, accuracy or error, gradient norms, learning rate; and what nothing would score.

pyqtgraph is slow to import, so the plot is made by `ensure_plot`, which the window calls just after its first paint.
"""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from core.snapshot import Snapshot
from core.specs import Project
from gui.panels.menu_button import MenuButton
from gui.session.knockout import Reduced
from gui.theme import GRID_PX, Theme
from gui.views.axes import exact_text, number_text
from gui.views.curve_kinds import KINDS, Baselines, Curves, KindName, Line, baselines_of
from gui.views.curves_legend import Entry, Legend
from gui.views.curves_look import SMOOTHINGS, CurvesLook
from gui.views.smoothing import Smoothing, reach
from gui.views.title import tick_box, ticked_button
from gui.views.view import View

if TYPE_CHECKING:
    from gui.views.curves_plot import CurvesPlot


_OF_SAMPLES = (
    "Solid: the training samples. Dashed: the test samples, which are never trained on. Dashes and dots: the "
    "validation samples, kept aside from the training samples. All with the weights of the same moment. Where a curve "
    "has a gap, the data were changed."
)


class CurvesView(View):
    """A title that is a menu, the plot, and the numbers of this moment, or of the one that is pointed at.

    While curves are smoothed, they themselves stand faintly behind; the numbers are always those of the curves as they
    are.
    """

    look_changed = Signal(CurvesLook)
    """Another quantity, axis or smoothing was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves-view")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.look = CurvesLook()
        self._baselines = Baselines()
        self._curves: Curves | None = None
        self._plot: CurvesPlot | None = None
        self._kinds: dict[KindName, QAction] = {}
        self._smoothings: dict[Smoothing, QAction] = {}
        self.title = MenuButton("curves-title", "title", "")
        self._fill_menu(self.title.menu())
        self.log = ticked_button("curves-log", "log")
        self.log.setAccessibleName("Logarithmic axis")
        self.log.setToolTip("A logarithmic axis: each tenth part has the same room. What is 0 or below is not drawn.")
        self.log.clicked.connect(self._on_log)
        self.legend = Legend()
        heading = QHBoxLayout()
        heading.addWidget(self.title)
        heading.addStretch(1)
        heading.addWidget(self.log)
        self._room = QVBoxLayout()  # the plot's, kept free until there is one
        self._room.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(heading)
        column.addLayout(self._room, 1)
        column.addWidget(self.legend)
        self.show_look(self.look)

    def ensure_plot(self) -> "CurvesPlot":
        """Import pyqtgraph and make the plot, if that has not been done."""
        if self._plot is None:
            from gui.views.curves_plot import CurvesPlot  # the import takes about half a second

            self._plot = CurvesPlot()
            self._plot.show_theme(self.theme)
            self._plot.row_changed.connect(self._show_numbers)
            self._room.takeAt(0)
            self._room.addWidget(self._plot)
            QWidget.setTabOrder(self.log, self._plot)
            self._catch_up()
        return self._plot

    def show_project(self, project: Project) -> None:
        """Show what a project's data and network ask for, and its goals."""
        old = self.project
        super().show_project(project)
        if old is not None and old.training != project.training:
            self._catch_up()

    def show_look(self, look: CurvesLook) -> None:
        """Show this quantity, with this axis and smoothing."""
        self.look = look
        self._kinds[look.kind].setChecked(True)
        self._smoothings[look.smoothing].setChecked(True)
        self.log.setChecked(look.is_log)
        self._show_title()
        self._catch_up()

    def sizeHint(self) -> QSize:
        return QSize(352, 172)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 172)

    # Choosing ----------------------------------------------------------------------------------------------------

    def _fill_menu(self, menu: QMenu) -> None:
        kinds, smoothings = QActionGroup(menu), QActionGroup(menu)
        for kind in KINDS.values():
            action = kinds.addAction(kind.label(True))
            action.setObjectName(f"curves-{kind.name}")
            action.triggered.connect(lambda _=False, name=kind.name: self._choose(self.look.with_kind(name)))
            self._kinds[kind.name] = action
        for smoothing, label in SMOOTHINGS.items():
            action = smoothings.addAction(label)
            action.setObjectName(f"curves-smoothing-{smoothing}")
            action.triggered.connect(lambda _=False, name=smoothing: self._choose(self.look.with_smoothing(name)))
            self._smoothings[smoothing] = action
        for action in (*kinds.actions(), *smoothings.actions()):
            action.setCheckable(True)
        menu.addActions(kinds.actions())
        menu.addSeparator()
        menu.addActions(smoothings.actions())

    def _choose(self, look: CurvesLook) -> None:
        self.show_look(look)
        self.look_changed.emit(look)

    def _on_log(self, is_log: bool) -> None:
        self._choose(self.look.with_log(is_log))

    # Showing -----------------------------------------------------------------------------------------------------

    def _show_title(self) -> None:
        if self.project is None:
            return
        kind, has_classes = KINDS[self.look.kind], self._baselines.has_classes
        title = kind.title(self.project, has_classes)
        self.title.setText(title)
        self.title.setAccessibleName(f"Curves: {title}")
        self.title.setToolTip(f"{kind.tip(self.project, has_classes)}\nClick to look at something else.")
        what = _OF_SAMPLES if kind.name in ("loss", "score") else kind.tip(self.project, has_classes)
        self.legend.setToolTip(f"{what}\nPoint at the curves to read the numbers of another moment.")

    def _draw_project(self, project: Project) -> None:
        self._baselines = baselines_of(project)
        for name, action in self._kinds.items():
            action.setText(KINDS[name].label(self._baselines.has_classes))
        self._show_title()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        if self.project is None:
            return
        kind = KINDS[self.look.kind]
        self._curves = kind.curves(self.project, snapshot, self._baselines)
        if self._plot is not None:
            self._plot.show_curves(self._curves, self.look.is_log, self.look.smoothing)
        self._show_numbers()

    def _show_numbers(self) -> None:
        """The numbers of the moment that is pointed at, exactly; else of this one."""
        curves, snapshot = self._curves, self.snapshot
        if curves is None or snapshot is None:
            return
        row = None if self._plot is None else self._plot.row
        entries = [Entry(line.name, _number(line, row, curves.unit), line.stroke, line.ink) for line in curves.lines]
        self.legend.show_entries([*entries, *self._notes(snapshot, curves, is_pointing=row is not None)])
        if self._plot is not None:
            title = f"{KINDS[self.look.kind].label(self._baselines.has_classes)} over {snapshot.epoch:,} epochs"
            self._plot.setAccessibleName(", ".join(filter(None, (title, self._plot.moment, self.legend.text))))

    def _notes(self, snapshot: Snapshot, curves: Curves, is_pointing: bool) -> list[Entry]:
        """What has to be known of the numbers, and of the curves."""
        is_of_samples = self.look.kind in ("loss", "score")
        notes = []
        if is_of_samples and isinstance(snapshot, Reduced) and not is_pointing:
            notes.append(Entry("without what is off"))
        if self.look.kind == "loss" and snapshot.penalty and not is_pointing:
            notes.append(Entry("+ penalty", number_text(snapshot.penalty)))
        if self.look.kind == "norms" and not is_pointing and len(curves.epochs):
            notes.append(Entry("at epoch", f"{curves.epochs[-1]:,.0f}"))
        around = reach(len(curves.epochs), self.look.smoothing)
        if around and len(curves.epochs) > 2:
            notes.append(Entry("smoothed over", f"{2 * around + 1} points"))
        return notes

    def _draw_theme(self, theme: Theme) -> None:
        self.log.setIcon(tick_box(theme))
        self.legend.show_theme(theme)
        if self._plot is not None:
            self._plot.show_theme(theme)


def _number(line: Line, row: int | None, unit: str) -> str:
    """A line's number: of this moment as people write them, of another one with all digits that matter."""
    value = line.now if row is None else float(line.values[row])
    if not math.isfinite(value):
        return number_text(value)
    if row is not None:
        return exact_text(value) + unit
    if unit:  # "100 %" and "0 %" only where it is exactly that
        return f"{value:g}{unit}" if value in (0.0, 100.0) else f"{min(99.9, max(0.1, value)):.1f}{unit}"
    return number_text(value)
