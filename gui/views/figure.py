"""The one large, honest figure: how well the network does, with the count it comes from."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.aim import shapes_read
from core.broken import Broken
from core.data import Dataset, Segments, build
from core.data.nouns import noun_of_data
from core.data.segments import SEGMENT_NAMES, SHAPES, Shapes, shapes_with
from core.numerals import share_text as share_text
from core.probe.same_answer import score_of_same
from core.probe.truth_map import truth_map
from core.snapshot import Score, Snapshot
from core.specs import Project
from core.targets import class_values
from core.wording import counted
from gui.session.knockout import Reduced
from gui.theme import BODY_PX, GRID_PX, LARGE_PX, SMALL_PX, body_font
from gui.views.axes import number_text
from gui.views.view import View

FIRST_LINE_PX = 32
LINE_PX = 16
FIRST_BASELINE_PX = 24.0


@dataclass(frozen=True)
class Figure:
    """What is said: "Accuracy", "98.4 %", "123 of 125 test points", and maybe lines below."""

    name: str
    large: str
    counted: str
    below: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it as one line, for those who hear it."""
        return ", ".join(part for part in (f"{self.name} {self.large}".strip(), self.counted, *self.below) if part)


Kind = Literal["validation", "test", "training"]


def watched(snapshot: Snapshot) -> tuple[Score | None, Kind]:
    """What is looked at while somebody tunes: validation where samples are kept aside for it, else test samples."""
    if snapshot.validation is not None:
        return snapshot.validation, "validation"
    return (snapshot.train, "training") if snapshot.test is None else (snapshot.test, "test")


def figure_of(score: Score, kind: Kind, noun: str = "point") -> Figure:
    """The figure for samples with classes or with numbers; `noun` says what a sample is."""
    samples = counted(score.count, noun if kind == "training" else f"{kind} {noun}")
    samples += " it was trained on" if kind == "training" else ""
    if score.correct is not None:
        return Figure("Accuracy", share_text(score.correct, score.count), f"{score.correct:,} of {samples}")
    if score.rmse is not None:
        return Figure("Error", number_text(score.rmse), f"root mean squared, {samples}")
    return Figure("Loss", number_text(score.loss), samples)


def figure_of_digits(
    read: int,
    shapes: Shapes,
    dataset: Dataset,
    test: Score | None,
    validation: Score | None = None,
    own: tuple[int, int] | None = None,
) -> Figure:
    """The figure for the seven-segment digits: how many of the clean shapes are read.

    own  (read, of): the shapes that somebody taught; without noise they count among those it was trained on
    """
    large = f"{read} of {len(shapes)}"
    if dataset.x_test is None and validation is None and own is not None:
        all_read = f"{read + own[0]:,} of {len(shapes) + own[1]:,}"
        parts = f"{large} clean, {own[0]:,} of {own[1]:,} taught by you"
        return Figure("Reads", all_read, "shapes it was trained on", (parts,))
    if own is not None:
        figure = figure_of_digits(read, shapes, dataset, test, validation)
        return replace(figure, below=(*figure.below, f"shapes taught by you: {own[0]:,} of {own[1]:,}"))
    if validation is not None and validation.correct is not None:
        # Clean shapes and noisy ones in a mixture of its own: no ceiling is known for it.
        share = share_text(validation.correct, validation.count)
        kept = f"validation shapes: {validation.correct:,} of {validation.count:,} ({share})"
        return Figure("Reads", large, "clean shapes", (kept,))
    if dataset.x_test is None or test is None or test.correct is None:
        return Figure("Reads", large, "shapes it was trained on" if dataset.x_test is None else "clean shapes")
    noisy = f"noisy test shapes: {test.correct:,} of {test.count:,} ({share_text(test.correct, test.count)})"
    ceiling = dataset.best_possible
    limit = () if ceiling is None else (f"best possible with this noise {100.0 * ceiling:.0f} %",)
    return Figure("Reads", large, "clean shapes", (noisy, *limit))


def without(figure: Figure, whole: Figure, words: str) -> Figure:
    """The figure of a network from which something is switched off, beside that of the whole one."""
    return replace(figure, below=(f"without {words}; with all {whole.large}", *figure.below))


def baseline_text(dataset: Dataset, kind: Kind = "test", noun: str = "points") -> str:
    """What the figure would be for a network that knows nothing: every score can stand beside its baseline."""
    # What is kept aside for validation is a share of y, drawn at random.
    found = score_of_same(dataset, "training" if dataset.y_test is None or kind != "test" else "test")
    if found is None:
        return ""
    if dataset.task == "regression":
        return f"Always answering the mean of the training {noun} would have an error of {number_text(found)}."
    return f"Always giving the same answer, the commonest one, would be right for {100.0 * found:.0f} %."


class FigureView(View):
    """The figure on one line, with two more below where there is noise with a ceiling to tell of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figure-view")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name_font, self._large_font = body_font(BODY_PX, bold=True), body_font(LARGE_PX, bold=True)
        self._small_font = body_font(SMALL_PX)
        self._dataset: Dataset | None = None
        self._kind: Kind = "test"
        self._broken = Broken()
        self.figure = Figure("", "", "")
        self._line_count = 0

    def sizeHint(self) -> QSize:
        return QSize(352, FIRST_LINE_PX + LINE_PX * self._room_below)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    @property
    def lines_below(self) -> tuple[str, ...]:
        """What stands below the figure: where there is no room beside it, what it was counted on, too."""
        return self.figure.below if self._has_room_beside else (self.figure.counted, *self.figure.below)

    @property
    def _room_below(self) -> int:
        """In lines: nothing below moves when a display breaks, and when it is mended."""
        may_break = self.project is not None and isinstance(self.project.data, Segments)
        return len(self.lines_below) + (may_break and self._broken.is_whole)

    @property
    def _has_room_beside(self) -> bool:
        parts = (self.figure.name, self._name_font), (self.figure.large, self._large_font)
        # Figures of one width: the line breaks no other way while the number changes.
        before = sum(QFontMetricsF(font).horizontalAdvance(text) + GRID_PX for text, font in parts if text)
        return before + QFontMetricsF(self._small_font).horizontalAdvance(self.figure.counted) <= self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_lines()

    def _follow_lines(self) -> None:
        if self._room_below != self._line_count:
            self._line_count = self._room_below
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, muted = QColor(self.theme.ink), QColor(self.theme.muted)
        at = QPointF(0.0, FIRST_BASELINE_PX)
        painter = QPainter(self)
        try:
            for text, font, colour in (
                (self.figure.name, self._name_font, ink),
                (self.figure.large, self._large_font, ink),
                (self.figure.counted if self._has_room_beside else "", self._small_font, muted),
            ):
                metrics = QFontMetricsF(font)
                painter.setFont(font)
                painter.setPen(colour)
                painter.drawText(at, metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - at.x()))
                at.setX(at.x() + metrics.horizontalAdvance(text) + (GRID_PX if text else 0))
            metrics = QFontMetricsF(self._small_font)
            for index, line in enumerate(self.lines_below):
                fitting = metrics.elidedText(line, Qt.TextElideMode.ElideRight, self.width())
                painter.drawText(QPointF(0.0, FIRST_BASELINE_PX + 2.0 + LINE_PX * (index + 1)), fitting)
        finally:
            painter.end()

    def show_broken(self, broken: Broken) -> None:
        """Say, too, how many shapes are read through a display with these broken segments."""
        if broken != self._broken:
            self._broken = broken
            self._catch_up()

    def _draw_project(self, project: Project) -> None:
        self._dataset = None if project.data is None else build(project.data)
        self._show_baseline()
        self._follow_lines()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        _, kind = watched(snapshot)
        if kind != self._kind:
            self._kind = kind
            self._show_baseline()
        figure = self._figure_for(snapshot)
        if isinstance(snapshot, Reduced) and self._dataset is not None:
            figure = without(figure, self._figure_for(snapshot.whole), snapshot.words)
        self._show(figure)

    def _show_baseline(self) -> None:
        self.setToolTip("" if self._dataset is None else baseline_text(self._dataset, self._kind, f"{self._noun}s"))

    @property
    def _noun(self) -> str:
        """What a sample is called."""
        return "point" if self.project is None else noun_of_data(self.project.data)

    def _figure_for(self, snapshot: Snapshot) -> Figure:
        dataset, network = self._dataset, snapshot.network
        if dataset is None:
            return Figure("", "", "No data to measure on")
        if self.project is not None and isinstance(self.project.data, Segments):
            if (network.outputs, network.inputs) != SHAPES.shape:
                return self.figure  # the network still belongs to other data
            return self._figure_of_digits(snapshot, dataset, self.project.data, self.project.training.loss)
        if dataset.lacks is not None:
            return Figure("", "", dataset.lacks[1])
        score, kind = watched(snapshot)
        return self.figure if score is None else figure_of(score, kind, self._noun)

    def _figure_of_digits(self, snapshot: Snapshot, dataset: Dataset, data: Segments, loss: str) -> Figure:
        network, shapes = snapshot.network, shapes_with(data.variants)
        values = class_values(network.outputs, network.output.activation, loss)
        read = shapes_read(dataset, network, snapshot.theta, loss, shapes)
        own = None
        if data.added:
            rows = np.array(data.added)
            decided = dataset.decide(network.predict(snapshot.theta, rows[:, : len(SEGMENT_NAMES)]).T, values)
            own = int((decided == np.argmax(rows[:, len(SEGMENT_NAMES) :], axis=1)).sum()), len(rows)
        figure = figure_of_digits(read, shapes, dataset, snapshot.test, snapshot.validation, own)
        if self._broken.is_whole:
            return figure
        digits = truth_map(network, snapshot.theta, values).digits
        through, best = self._broken.read(shapes, digits), self._broken.best(shapes)
        said = f"through the broken display: {through:.3g} of {len(shapes)} (at best {best:.3g})"
        return replace(figure, below=(*figure.below, said))

    def _show(self, figure: Figure) -> None:
        if figure == self.figure:
            return
        self.figure = figure
        self.setAccessibleName(figure.sentence)
        self._follow_lines()
        self.update()
