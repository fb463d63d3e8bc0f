"""The samples of one cell of the confusion matrix: small, in order, to be clicked."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.specs import Project
from gui.theme import SMALL_PX, body_font
from gui.views.cells import SampleCells
from gui.views.scores.sample_marks import PICTURE, mark_size, paint_mark

MOST = 60
"""The most samples that are drawn; how many there are is said above them."""
PAD_PX = 5.0
WORDS_PX = 16.0


class CellSamples(SampleCells):
    """Samples by their rows of the data, with what the network says below or behind each."""

    left = Signal()
    """Esc: nobody wants to see them any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cell-samples", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._font = body_font(SMALL_PX)
        self._project: Project | None = None
        self.rows: tuple[int, ...] = ()
        self._places: Array | None = None
        self._words: tuple[str, ...] = ()

    def show_samples(self, project: Project, rows: tuple[int, ...], places: Array, words: tuple[str, ...]) -> None:
        """Show these.

        rows    which rows of the data they are
        places  (samples, numbers) what pictures show them by
        words   what the network says to each
        """
        rows, words = rows[:MOST], words[:MOST]
        if (project, rows, words) == (self._project, self.rows, self._words):
            return
        self._project, self.rows, self._places, self._words = project, rows, places, words
        self._settle_height()
        self._name()
        self.update()

    # Places ----------------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        """How many stand side by side."""
        return max(1, int(self.width() // self._cell_size()[0]))

    @property
    def numbers(self) -> Sequence[int]:
        """Their rows."""
        return self.rows

    def sample_rect(self, place: int) -> QRectF:
        """Where the sample at a place is drawn; places are counted row by row."""
        row, column = divmod(place, self.columns)
        width, height = self._cell_size()
        size = PICTURE if self._project is None else mark_size(self._project)
        left = column * width + (width - size.width()) / 2.0 if self._stands_above_words else column * width + PAD_PX
        return QRectF(left, row * height + PAD_PX, size.width(), size.height())

    @property
    def _stands_above_words(self) -> bool:
        """Numbers are a line of text, with what the network says behind them."""
        return self._project is None or mark_size(self._project).height() > 2 * WORDS_PX

    def _cell_size(self) -> tuple[float, float]:
        size = PICTURE if self._project is None else mark_size(self._project)
        if self._stands_above_words:
            return max(46.0, size.width() + 2 * PAD_PX), size.height() + PAD_PX + WORDS_PX + 3.0
        return max(170.0, (self.width() - 1.0) / 2.0), size.height() + PAD_PX

    def cell(self, place: int) -> QRectF:
        """Where a sample and its words stand."""
        row, column = divmod(place, self.columns)
        width, height = self._cell_size()
        return QRectF(column * width, row * height, width, height)

    def _settle_height(self) -> None:
        rows = -(-len(self.rows) // self.columns)
        height = round(rows * self._cell_size()[1] + PAD_PX)
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_height()

    def sizeHint(self) -> QSize:
        return QSize(340, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.height())

    # Hands -----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from sample to sample, Esc leaves them."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def sentence(self, place: int) -> str:
        """A sample in words."""
        return f"Sample {self.rows[place] + 1:,}: the network says {self._words[place]}"

    def _name(self) -> None:
        self.setAccessibleName(f"{len(self.rows):,} samples of the chosen cell")
        place = self._chosen_place()
        self.setAccessibleDescription("" if place is None else self.sentence(place))

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._project is None or self._places is None:
            return
        theme, align = self._theme, Qt.AlignmentFlag
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font)
            for place, row in enumerate(self.rows):
                cell, frame = self.cell(place), self.sample_rect(place)
                if not event.rect().intersects(cell.toAlignedRect()):
                    continue
                paint_mark(painter, frame, self._places[place], self._project, theme)
                painter.setPen(QColor(theme.muted))
                if self._stands_above_words:
                    under = QRectF(cell.left(), frame.bottom() + 1.0, cell.width(), WORDS_PX)
                    painter.drawText(under, align.AlignCenter, self._words[place])
                else:
                    behind = cell.adjusted(0.0, 0.0, -2 * PAD_PX, 0.0)
                    behind = QRectF(behind.left(), frame.top(), behind.width(), frame.height())
                    painter.drawText(behind, align.AlignRight | align.AlignVCenter, self._words[place])
                if row == self._chosen:
                    ring = frame.adjusted(-3.0, -3.0, 3.0, 3.0)
                    if not self._stands_above_words:
                        ring = QRectF(cell.left() + 1.0, frame.top(), cell.width() - 6.0, frame.height())
                    painter.setPen(QPen(QColor(theme.ink), 2.0 if self.hasFocus() else 1.5))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(ring, 4.0, 4.0)
        finally:
            painter.end()
