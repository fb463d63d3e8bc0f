"""A grid of pictures of digits, each with the digit that is read from it and how sure; wrong ones are ringed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from gui.theme import BODY_PX, SMALL_PX, body_font
from gui.views.cells import SampleCells
from gui.views.ink import ink_image
from gui.views.reading import NO_DIGIT, with_article

PICTURE_PX = 40
"""Whole pixels, 5 for each of a picture's own."""
CELL_PX = 48
LEAST_ROW_PX = 60
"""From row to row; rows share all of the height, so that no empty band is left below the last one."""
TOP_PX = 5
"""Room above the first row for the ring of a chosen picture."""
BADGE_PX = 14
MOST = 60
"""The most pictures that are shown, however large the window."""


@dataclass(frozen=True)
class Sample:
    """One picture with its answer.

    index      which of the test pictures it is
    truth      the digit that was written
    read       the digit that is read; None: no answer
    sure       how large that digit's output is: "98 %"
    is_judged  whether the answer counts as right or wrong; before any training it is only a guess
    """

    index: int
    truth: int
    read: int | None = None
    sure: str = ""
    is_judged: bool = True

    @property
    def is_wrong(self) -> bool:
        """Whether another digit is read than was written."""
        return self.is_judged and self.read is not None and self.read != self.truth

    @property
    def sentence(self) -> str:
        """All of it in words."""
        written = with_article(self.truth).capitalize()
        if self.read is None:
            return f"{written}, not read"
        return f"{written}, {'wrongly ' if self.is_wrong else ''}read as {with_article(self.read)} ({self.sure})"


class SamplesGrid(SampleCells):
    """As many of the test pictures as there is room for, in their order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("samples-grid", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._bold, self._small = body_font(BODY_PX, bold=True), body_font(SMALL_PX)
        self._badge_font = body_font(SMALL_PX, bold=True)
        self._pictures: Array = np.empty((0, 64))
        self._nothing = ""
        self.samples: tuple[Sample, ...] = ()
        self._name()

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_pictures(self, pictures: Array) -> None:
        """Show pictures out of these (pictures, 64)."""
        self._pictures = pictures
        self.update()

    def show_samples(self, samples: tuple[Sample, ...], nothing: str = "") -> None:
        """Show these, painting only what differs; `nothing` is said where there are none."""
        old, self.samples = self.samples, samples
        is_other_count = len(old) != len(samples) or nothing != self._nothing
        self._nothing = nothing
        if is_other_count:
            self.update()
        else:
            for place, (before, now) in enumerate(zip(old, samples, strict=True)):
                if before != now:
                    self.update(self.cell(place).toAlignedRect())
        if old != samples:
            self._name()

    # Places ----------------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        """How many pictures stand side by side."""
        return max(1, self.width() // CELL_PX)

    @property
    def rows(self) -> int:
        """How many rows there is room for."""
        return max(1, (self.height() - TOP_PX) // LEAST_ROW_PX)

    @property
    def visible(self) -> int:
        """How many samples there is room for."""
        return min(len(self.samples), self.columns * self.rows, MOST)

    def picture_rect(self, place: int) -> QRectF:
        """Where the picture at a place lies; places are counted row by row."""
        row, column = divmod(place, self.columns)
        # The first column begins at the left edge of the panel, the last one ends near the right one.
        across = (self.width() - PICTURE_PX - 2 * TOP_PX) / max(1, self.columns - 1)
        down = (self.height() - TOP_PX) // self.rows
        return QRectF(TOP_PX + round(column * across), TOP_PX + row * down, PICTURE_PX, PICTURE_PX)

    @staticmethod
    def truth_rect(frame: QRectF) -> QRectF:
        """Where it stands what a picture read wrong truly is."""
        return QRectF(frame.right() + TOP_PX - 1 - BADGE_PX, frame.top() - TOP_PX + 1, BADGE_PX, BADGE_PX)

    def cell(self, place: int) -> QRectF:
        """All that belongs to a place: picture, rings and words."""
        return self.picture_rect(place).adjusted(-TOP_PX, -TOP_PX, TOP_PX, LEAST_ROW_PX - PICTURE_PX - TOP_PX)

    @property
    def numbers(self) -> Sequence[int]:
        """Which test pictures there is room for."""
        return [sample.index for sample in self.samples[: self.visible]]

    def sentence(self, place: int) -> str:
        """A sample in words."""
        return self.samples[place].sentence

    def words_at(self, at: QPointF) -> str:
        """The sample there."""
        place = self._place_at(at)
        return "" if place is None else f"{self.sentence(place)}."

    def sizeHint(self) -> QSize:
        return QSize(352, TOP_PX + 6 * LEAST_ROW_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, TOP_PX + 2 * LEAST_ROW_PX)

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            if not self.samples:
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._nothing)
            for place in range(self.visible):
                if event.rect().intersects(self.cell(place).toAlignedRect()):
                    self._paint_sample(painter, self.picture_rect(place), self.samples[place])
        finally:
            painter.end()

    def _paint_sample(self, painter: QPainter, frame: QRectF, sample: Sample) -> None:
        theme = self._theme
        error, ink = QColor(theme.error), QColor(theme.ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawImage(frame, ink_image(self._pictures[sample.index], theme))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if sample.is_wrong:
            painter.setPen(QPen(error, 2.0))
            painter.drawRect(frame)
        if sample.index == self._chosen:
            painter.setPen(QPen(ink, 2.0 if self.hasFocus() else 1.5))
            painter.drawRoundedRect(frame.adjusted(-3.5, -3.5, 3.5, 3.5), 4.0, 4.0)
        if sample.is_wrong:
            self._paint_truth(painter, frame, sample.truth)
        self._paint_words(painter, frame, sample)

    def _paint_truth(self, painter: QPainter, frame: QRectF, truth: int) -> None:
        """What was written, on a corner of the ring, where it hides least of the picture."""
        badge = self.truth_rect(frame)
        painter.fillRect(badge, QColor(self._theme.error))
        painter.setFont(self._badge_font)
        painter.setPen(QColor(self._theme.field))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(truth))

    def _paint_words(self, painter: QPainter, frame: QRectF, sample: Sample) -> None:
        """The digit that is read and how sure, centred below the picture."""
        read = NO_DIGIT if sample.read is None else str(sample.read)
        digit = QFontMetricsF(self._bold).horizontalAdvance(read)
        words = QFontMetricsF(self._small).horizontalAdvance(sample.sure)
        baseline = frame.bottom() + 15.0
        left = frame.center().x() - (digit + 3.0 + words) / 2.0
        painter.setFont(self._bold)
        painter.setPen(QColor(self._theme.error if sample.is_wrong else self._theme.ink))
        painter.drawText(QPointF(left, baseline), read)
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(left + digit + 3.0, baseline), sample.sure)

    def _name(self) -> None:
        wrong = sum(sample.is_wrong for sample in self.samples)
        found = [sample.sentence for sample in self.samples if sample.index == self._chosen]
        self.setAccessibleName(f"{len(self.samples):,} test digits, {wrong:,} of them read wrong")
        self.setAccessibleDescription(found[0] if found else "")
