"""Numbers: predicted against true, and how the errors are spread."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.judging import Judgement
from gui.panels.form import heading, note
from gui.theme import GRID_PX, Theme
from gui.views.scores.fit_plot import MOST_DOTS, FitPlot
from gui.views.scores.residuals import Residuals


class NumbersSection(QWidget):
    """The fit plot, and the residuals below it."""

    chosen = Signal(int)
    """A person chose the sample of this row of the data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fit, self.residuals = FitPlot(), Residuals()
        self._about = note("fit-about")
        self._judgement: Judgement | None = None
        self._current: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID_PX, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(heading("Predicted against true"))
        column.addWidget(self._about)
        column.addWidget(self.fit)
        column.addSpacing(GRID_PX)
        column.addWidget(heading("Errors"))
        column.addWidget(self.residuals)
        self.fit.chosen.connect(self._on_chosen)

    def show_judged(self, judgement: Judgement) -> None:
        """Show these answers, every one a number."""
        self._judgement = judgement
        self.fit.show_answers(judgement.targets, judgement.outputs)
        self.residuals.show_residuals(judgement.outputs - judgement.targets)
        outputs = len(judgement.outputs)
        said = "On the dashed line, both are the same. Click a dot to make it the current sample."
        if outputs > 1:
            said = f"All {outputs} outputs together. {said}"
        if judgement.outputs.size > MOST_DOTS:
            said += f" {judgement.outputs.size:,} answers are drawn as density."
        self._about.setText(said)
        self._mark()

    def show_current(self, row: int | None) -> None:
        """Mark the sample of this row; None: it is none of these."""
        self._current = row
        self._mark()

    def show_theme(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.fit.show_theme(theme)
        self.residuals.show_theme(theme)

    def _mark(self) -> None:
        if self._judgement is not None:
            found = np.flatnonzero(self._judgement.rows == (-1 if self._current is None else self._current))
            self.fit.show_marked(int(found[0]) if len(found) else None)

    def _on_chosen(self, place: int) -> None:
        if self._judgement is not None:
            self.chosen.emit(int(self._judgement.rows[place]))
