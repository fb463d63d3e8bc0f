"""Classes: who is taken for whom, the samples of each cell, and how good each class is."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.data import Dataset
from core.judging import Baselines, Judgement
from core.metrics import class_report
from core.specs import Project
from gui.panels.close_button import CloseButton
from gui.panels.form import heading, note
from gui.theme import GRID_PX, Theme
from gui.views.reading import output_text
from gui.views.scores.cell_samples import MOST, CellSamples
from gui.views.scores.class_table import ClassTable, class_lines, mean_line, mean_name
from gui.views.scores.confusion import Cell, ConfusionMatrix


def class_names(dataset: Dataset, classes: int) -> tuple[str, ...]:
    """What the classes are called; where nobody has named them, by their numbers."""
    return dataset.classes if len(dataset.classes) == classes else tuple(map(str, range(classes)))


class ClassesSection(QWidget):
    """The confusion matrix, what lies in the cell that was clicked, and the table of classes."""

    chosen = Signal(int)
    """A person chose the sample of this row of the data."""
    opened = Signal(QWidget)
    """The samples of a cell have come up in this widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.confusion, self.samples, self.table = ConfusionMatrix(), CellSamples(), ClassTable()
        self._about = note("confusion-about")
        self._told = QLabel()
        self._told.setObjectName("cell-told")
        self._told.setWordWrap(True)
        self._close = CloseButton("cell-close", "Put the samples away", "Put these samples away (Esc).")
        self._cell: Cell | None = None
        self._shown: tuple[Project, Dataset, Judgement, float | None] | None = None
        self._list = QWidget()
        self._arrange()
        self.confusion.chosen.connect(self._open)
        self.samples.chosen.connect(self.chosen)
        self.samples.left.connect(self._leave)
        self._close.clicked.connect(self._leave)
        self._list.hide()

    def _arrange(self) -> None:
        title = QHBoxLayout()
        title.addWidget(self._told, 1)
        title.addWidget(self._close)
        inside = QVBoxLayout(self._list)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GRID_PX // 2)
        inside.addLayout(title)
        inside.addWidget(self.samples)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID_PX, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(heading("Confusion matrix"))
        column.addWidget(self._about)
        column.addWidget(self.confusion)
        column.addWidget(self._list)
        column.addSpacing(2 * GRID_PX)
        column.addWidget(heading("Class by class"))
        column.addWidget(self.table)

    def show_judged(
        self,
        project: Project,
        dataset: Dataset,
        judgement: Judgement,
        threshold: float | None,
        baselines: Baselines | None,
    ) -> None:
        """Show these answers, with another threshold where there is one."""
        assert judgement.true is not None
        self._shown = project, dataset, judgement, threshold
        names = class_names(dataset, judgement.classes)
        matrix = judgement.matrix(threshold)
        self.confusion.show_matrix(matrix, names)
        self._about.setText(_about(matrix.shape, dataset, judgement, threshold))
        report = class_report(matrix)
        means = [mean_line(mean_name(report), report)]
        if baselines is not None and baselines.fitted.matrix is not None:
            means.append(mean_line("logistic regression", class_report(baselines.fitted.matrix)))
        self.table.show_lines(class_lines(report, names), tuple(means))
        if self._cell is not None and self._cell[0] >= len(matrix):
            self._cell = None
        self._show_samples()

    def show_current(self, row: int | None) -> None:
        """Mark the sample of this row where it is shown; None: it is none of these."""
        self.samples.show_chosen(row)

    def show_theme(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (self.confusion, self.samples, self.table, self._close):
            part.show_theme(theme)

    def forget_cell(self) -> None:
        """Other data: no cell is open."""
        self._cell = None
        self._show_samples()

    def _open(self, cell: Cell | None) -> None:
        self._cell = cell
        self._show_samples()
        if cell is not None:
            self.opened.emit(self._list)

    def _leave(self) -> None:
        """The keyboard goes back to where it came from."""
        had_keyboard = self.samples.hasFocus()
        self._open(None)
        if had_keyboard:
            self.confusion.setFocus()

    def _show_samples(self) -> None:
        self.confusion.show_open(self._cell)
        self._list.setVisible(self._cell is not None)
        if self._cell is None or self._shown is None:
            return
        project, dataset, judgement, threshold = self._shown
        places = dataset.places_test if judgement.kind == "test" else dataset.places
        assert places is not None
        found = judgement.where(*self._cell, threshold)
        some = found[:MOST]
        outputs = judgement.outputs[:, some]
        is_share = project.network.output.activation == "softmax"
        # Of several outputs the one that is decided for; where there is no answer, the highest.
        said = outputs.max(axis=0) if self._cell[1] < 0 or len(outputs) == 1 else outputs[self._cell[1]]
        texts = tuple(output_text(float(value), is_share, digits=0) for value in said)
        rows = judgement.rows[some]
        self._told.setText(_told(self._cell, class_names(dataset, judgement.classes), len(found)))
        self.samples.show_samples(project, tuple(rows.tolist()), places[rows], texts)


def _told(cell: Cell, names: tuple[str, ...], count: int) -> str:
    true, decided = names[cell[0]], cell[1]
    what = f"True “{true}”, " + ("without an answer" if decided < 0 else f"decided as “{names[decided]}”")
    first = f", the first {MOST} are shown" if count > MOST else ""
    return f"{what}: {count:,}{first}"


def _about(shape: tuple[int, ...], dataset: Dataset, judgement: Judgement, threshold: float | None) -> str:
    """What has to be known to read the matrix."""
    said = []
    if threshold is not None and judgement.has_threshold and not np.isclose(threshold, judgement.middle):
        said.append(f"With the threshold {output_text(threshold, False)}.")
    if shape[1] > shape[0] and dataset.decides_at is not None:
        low, high = judgement.values
        said.append(f"\N{EN DASH}: every output below {low + (high - low) * dataset.decides_at:g}.")
    said.append("Click a cell for its samples.")
    return " ".join(said)
