"""The samples of one cell of the confusion matrix: small, in order, to be clicked."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.arrays import Array
from core.specs import Project
from gui.theme import LIGHT, SMALL_PX, Theme, body_font
from gui.views.scores.sample_marks import PICTURE, mark_size, paint_mark

MOST = 60
"""The most samples that are drawn; how many there are is said above them."""
PAD_PX = 5.0
WORDS_PX = 16.0
STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class CellSamples(QWidget):
    """Samples side by side, with what the network says below each; one of them may be the current one."""

    chosen = Signal(int)
    """A person chose the sample of this row of the data."""
    left = Signal()
    """Esc: nobody wants to see them any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cell-samples")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._font = body_font(SMALL_PX)
        self._project: Project | None = None
        self.rows: tuple[int, ...] = ()
        self._places: Array | None = None
        self._words: tuple[str, ...] = ()
        self._current: int | None = None

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

    def show_current(self, row: int | None) -> None:
        """Mark the sample of this row; None: it is none of them."""
        if row != self._current:
            self._current = row
            self._name()
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    # Places ----------------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> int:
        """How many stand side by side."""
        return max(1, int(self.width() // self._cell()[0]))

    def sample_rect(self, place: int) -> QRectF:
        """Where the sample at a place is drawn; places are counted row by row."""
        row, column = divmod(place, self.columns)
        width, height = self._cell()
        size = PICTURE if self._project is None else mark_size(self._project)
        left = column * width + (width - size.width()) / 2.0 if self._stands_above_words else column * width + PAD_PX
        return QRectF(left, row * height + PAD_PX, size.width(), size.height())

    @property
    def _stands_above_words(self) -> bool:
        """Numbers are a line of text, with what the network says behind them."""
        return self._project is None or mark_size(self._project).height() > 2 * WORDS_PX

    def _cell(self) -> tuple[float, float]:
        size = PICTURE if self._project is None else mark_size(self._project)
        if self._stands_above_words:
            return max(46.0, size.width() + 2 * PAD_PX), size.height() + PAD_PX + WORDS_PX + 3.0
        return max(170.0, (self.width() - 1.0) / 2.0), size.height() + PAD_PX

    def _cell_rect(self, place: int) -> QRectF:
        row, column = divmod(place, self.columns)
        width, height = self._cell()
        return QRectF(column * width, row * height, width, height)

    def _settle_height(self) -> None:
        rows = -(-len(self.rows) // self.columns)
        height = round(rows * self._cell()[1] + PAD_PX)
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

    def _place_at(self, at: QPointF) -> int | None:
        return next((place for place in range(len(self.rows)) if self._cell_rect(place).contains(at)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the sample under the pointer."""
        place = self._place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.chosen.emit(self.rows[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from sample to sample, Esc leaves them."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None and self.rows:
            place = self.rows.index(self._current) if self._current in self.rows else None
            to = 0 if place is None else place + step[0] + step[1] * self.columns
            if 0 <= to < len(self.rows):
                self.chosen.emit(self.rows[to])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say in words what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(QPointF(event.pos()))
            text = "" if place is None else f"{self._sentence(place)}. Click to make it the current sample."
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _sentence(self, place: int) -> str:
        return f"Sample {self.rows[place] + 1:,}: the network says {self._words[place]}"

    def _name(self) -> None:
        self.setAccessibleName(f"{len(self.rows)} samples of the chosen cell")
        place = None if self._current is None or self._current not in self.rows else self.rows.index(self._current)
        self.setAccessibleDescription("" if place is None else self._sentence(place))

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
                cell, frame = self._cell_rect(place), self.sample_rect(place)
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
                if row == self._current:
                    ring = frame.adjusted(-3.0, -3.0, 3.0, 3.0)
                    if not self._stands_above_words:
                        ring = QRectF(cell.left() + 1.0, frame.top(), cell.width() - 6.0, frame.height())
                    painter.setPen(QPen(QColor(theme.ink), 2.0 if self.hasFocus() else 1.5))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(ring, 4.0, 4.0)
        finally:
            painter.end()
