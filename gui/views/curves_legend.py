"""What the lines of a plot are and what their numbers are, in a row below it, or two where one has no room."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.strokes import CURVE_PX, Stroke, pen_of

ROW_PX = 16
MOST_ROWS = 2
STROKE_PX, STROKE_GAP_PX, GAP_PX = 22, 5, 8
"""How long the sample of a line is, from there to its words, and from those to the next sample."""
ROOM_FOR = "0.000000"
"""Each number has room for this, so that one with more digits moves nothing."""


class Entry(NamedTuple):
    """A line: its name, its number as it is written, and how it is drawn; without a stroke: words on their own."""

    name: str
    number: str = ""
    stroke: Stroke | None = None
    ink: float = 1.0

    @property
    def text(self) -> str:
        """ "train 0.026"."""
        return f"{self.name} {self.number}".rstrip()


class Legend(QWidget):
    """Entries side by side, in as many rows as they need, MOST_ROWS at most: "and 3 more" stands for the others.

    Rows are only added while the entries keep their names, so that a number which grows and shrinks moves nothing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves-legend")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._font = body_font(SMALL_PX)
        self._theme = LIGHT
        self._rows = 1
        self.entries: tuple[Entry, ...] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these lines."""
        if tuple(entries) == self.entries:
            return
        if [entry.name for entry in entries] != [entry.name for entry in self.entries]:
            self._rows = 1
        self.entries = tuple(entries)
        self._make_room()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    @property
    def text(self) -> str:
        """All that it says."""
        return ", ".join(entry.text for entry in self.entries)

    def sizeHint(self) -> QSize:
        return QSize(200, self._rows * ROW_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self._rows * ROW_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rows = 1
        self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            for at, entry in self.places():
                if entry is None:
                    self._write(painter, at, f"and {len(self.entries) - len(self.places()) + 1} more")
                    continue
                if entry.stroke is None:
                    self._write(painter, at, entry.text)
                    continue
                colour = blend(self._theme.ink, self._theme.surface, entry.ink)
                pen = pen_of(colour, entry.stroke, width_px=CURVE_PX)
                pen.setCosmetic(False)  # a painter's units are pixels of the picture on every screen
                painter.setPen(pen)
                y = at.y() + ROW_PX / 2
                painter.drawLine(QPointF(at.x(), y), QPointF(at.x() + STROKE_PX, y))
                self._write(painter, at + QPointF(STROKE_PX + STROKE_GAP_PX, 0.0), entry.text)
        finally:
            painter.end()

    def _write(self, painter: QPainter, at: QPointF, text: str) -> None:
        painter.setPen(QColor(self._theme.muted))
        box = QRectF(at, QPointF(self.width(), at.y() + ROW_PX))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _make_room(self) -> None:
        places = self.places()
        rows = 1 + round(max((at.y() for at, _ in places), default=0.0) / ROW_PX)
        if rows > self._rows:
            self._rows = rows
            self.updateGeometry()

    def places(self) -> list[tuple[QPointF, Entry | None]]:
        """Where each entry stands; None: that there are more."""
        metrics = QFontMetricsF(self._font)
        more_px = metrics.horizontalAdvance("and 99 more")
        found: list[tuple[QPointF, Entry | None]] = []
        x, row = 0.0, 0
        for index, entry in enumerate(self.entries):
            width = max(metrics.horizontalAdvance(entry.text), metrics.horizontalAdvance(f"{entry.name} {ROOM_FOR}"))
            if entry.stroke is None:
                width = metrics.horizontalAdvance(entry.text)
            else:
                width += STROKE_PX + STROKE_GAP_PX
            is_last = index == len(self.entries) - 1
            needed = width if is_last or row < MOST_ROWS - 1 else width + GAP_PX + more_px
            if x > 0.0 and x + needed > self.width():
                if row == MOST_ROWS - 1:
                    return [*found, (QPointF(x, row * ROW_PX), None)]
                x, row = 0.0, row + 1
            found.append((QPointF(x, row * ROW_PX), entry))
            x += width + GAP_PX
        return found
