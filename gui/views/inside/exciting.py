"""A grid of samples with what a neuron says to each: pictures, shapes, or their numbers in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from gui.pad.segments_geometry import NAMES, SEGMENTS
from gui.theme import SMALL_PX, blend, body_font
from gui.views.cells import SampleCells
from gui.views.ink import ink_image

Shape = Literal["picture", "segments", "words"]
CELLS: dict[Shape, tuple[float, int]] = {"picture": (56.0, 62), "segments": (56.0, 66), "words": (160.0, 18)}
"""How wide a cell is at least, and how high it is."""
PICTURE_PX = 40
SEGMENT_PX = 19.0
TOP_PX = 4


@dataclass(frozen=True, eq=False)
class Excited:
    """One sample and what the neuron says to it.

    row     which of its kind it is
    x       (inputs,) what the network is given, for pictures and shapes
    words   its numbers, where it is no picture
    value   what the neuron says to it
    name    what it is called: "a 3", "outer"
    colour  of its class, for the dot before its words
    more    what else can be said of it
    """

    row: int
    x: Array
    words: str
    value: str
    name: str
    colour: str
    more: str = ""

    @property
    def sentence(self) -> str:
        """All of it in words."""
        said = f"{', '.join(part for part in (self.name, self.words) if part)}: the neuron says {self.value}"
        return f"{said} ({self.more})" if self.more else said


class ExcitingGrid(SampleCells):
    """All of the samples, in their order, by their rows of the data."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._font = body_font(SMALL_PX)
        self._title = title
        self._shape: Shape = "words"
        self._is_waiting = False
        self.samples: tuple[Excited, ...] = ()
        self._name()

    def show_samples(self, shape: Shape, samples: tuple[Excited, ...]) -> None:
        """Show these."""
        height = self.sizeHint().height()
        self._shape, self.samples, self._is_waiting = shape, samples, False
        if self.sizeHint().height() != height:
            self.updateGeometry()
        self._name()
        self.update()

    def show_waiting(self) -> None:
        """Others will come: show none, but keep the room, so that nothing below moves."""
        self._is_waiting = True
        self.update()

    # Places ----------------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        """How many stand side by side."""
        return max(1, int(self.width() // CELLS[self._shape][0]))

    def cell(self, place: int) -> QRectF:
        """Where a sample stands; places are counted row by row."""
        row, column = divmod(place, self.columns)
        width, height = self.width() / self.columns, CELLS[self._shape][1]
        return QRectF(column * width, TOP_PX + row * height, width, height)

    @property
    def numbers(self) -> Sequence[int]:
        """The rows of those that are shown."""
        return () if self._is_waiting else [sample.row for sample in self.samples]

    def sentence(self, place: int) -> str:
        """A sample in words."""
        return self.samples[place].sentence

    def sizeHint(self) -> QSize:
        rows = -(-len(self.samples) // self.columns)
        return QSize(352, TOP_PX + max(1, rows) * CELLS[self._shape][1])

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def resizeEvent(self, event: QEvent) -> None:
        self.updateGeometry()

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            chosen = self._chosen_place()
            for place, sample in enumerate(() if self._is_waiting else self.samples):
                cell = self.cell(place)
                if not event.rect().intersects(cell.toAlignedRect()):
                    continue
                if self._shape == "words":
                    self._paint_words(painter, cell, sample)
                else:
                    self._paint_picture(painter, cell, sample)
                if place == chosen or (chosen is None and place == 0 and self.hasFocus()):
                    self._paint_ring(painter, cell, place == chosen)
        finally:
            painter.end()

    def _paint_ring(self, painter: QPainter, cell: QRectF, is_chosen: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self._theme.ink if is_chosen else self._theme.muted)
        painter.setPen(QPen(colour, 2.0 if self.hasFocus() else 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = cell.adjusted(1, 0, -5, -2) if self._shape == "words" else cell.adjusted(1, -2, -9, -4)
        painter.drawRoundedRect(ring, 4.0, 4.0)

    def _paint_words(self, painter: QPainter, cell: QRectF, sample: Excited) -> None:
        align = Qt.AlignmentFlag
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(sample.colour))
        painter.drawEllipse(QPointF(cell.left() + 8.0, cell.center().y()), 3.5, 3.5)
        room = cell.adjusted(17, 0, -14, 0)
        value = painter.fontMetrics().horizontalAdvance(sample.value)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(room, align.AlignRight | align.AlignVCenter, sample.value)
        words = painter.fontMetrics().elidedText(
            sample.words, Qt.TextElideMode.ElideRight, max(0, round(room.width() - value - 6))
        )
        painter.setPen(QColor(self._theme.ink))
        painter.drawText(room, align.AlignLeft | align.AlignVCenter, words)

    def picture_rect(self, place: int) -> QRectF:
        """Where the picture or the shape of a sample lies."""
        cell = self.cell(place)
        if self._shape == "picture":
            return QRectF(round(cell.left()) + 4, round(cell.top()) + 1, PICTURE_PX, PICTURE_PX)
        return QRectF(cell.left() + 4 + (PICTURE_PX - SEGMENT_PX) / 2, cell.top() + 4, SEGMENT_PX, 2 * SEGMENT_PX)

    def _paint_picture(self, painter: QPainter, cell: QRectF, sample: Excited) -> None:
        frame = self.picture_rect(self.samples.index(sample))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._shape == "picture":
            painter.drawImage(frame, ink_image(sample.x, self._theme))
        else:
            self._paint_segments(painter, frame, sample.x)
        painter.setPen(QColor(self._theme.muted))
        under = QRectF(cell.left() + 4, cell.bottom() - 20, PICTURE_PX, 14)
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, sample.value)

    def _paint_segments(self, painter: QPainter, frame: QRectF, x: Array) -> None:
        unlit = blend(self._theme.ink, self._theme.surface, 0.1)
        for name, value in zip(NAMES, np.nan_to_num(x).tolist(), strict=False):
            (x1, y1), (x2, y2) = SEGMENTS[name]
            painter.setPen(QPen(QColor(self._theme.ink) if value >= 0.5 else unlit, 3.0))
            inset = QPointF(3.0, 0.0) if SEGMENTS[name].is_lying else QPointF(0.0, 3.0)
            painter.drawLine(
                frame.topLeft() + QPointF(x1, y1) * SEGMENT_PX + inset,
                frame.topLeft() + QPointF(x2, y2) * SEGMENT_PX - inset,
            )

    def _name(self) -> None:
        self.setAccessibleName(f"{self._title}: {len(self.samples)} samples")
        place = self._chosen_place()
        self.setAccessibleDescription("" if place is None else self.sentence(place))
