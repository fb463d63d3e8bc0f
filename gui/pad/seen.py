"""The picture of 8x8 pixels that the network sees, and what it reads from it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.data.digits import SIDE
from gui.pad.keyed import Keyed
from gui.theme import GRID_PX, LIGHT, SMALL_PX, Theme, body_font
from gui.views.cells import STEPS
from gui.views.ink import ink_image
from gui.views.reading import NO_ANSWER, Reading

PIXEL_PX = 7
PICTURE_PX = SIDE * PIXEL_PX
DIGIT_PX = 40
LINE_PX = 15
NOTHING = np.zeros(SIDE * SIDE)


class Seen(Keyed):
    """On the left the picture, on the right the digit that is read and how sure."""

    wanted = Signal()
    """The picture was clicked: the network is to be given it."""
    switched = Signal(object)
    """A person switched a pixel: the picture (64,) as it is to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seen")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            "What the network sees of the drawing: brought to one size, upright, counted into 8 by 8 pixels.\n"
            "Click to have the whole window show it. Keys: arrows walk over the pixels, Space switches one."
        )
        self._theme = LIGHT
        self._big_font, self._small_font = body_font(DIGIT_PX, bold=True), body_font(SMALL_PX)
        self._picture: Array | None = None
        self._walked: tuple[int, int] | None = None
        """Row and column of the pixel that keys are at."""
        self.reading: Reading | None = None
        self._name()

    def show_picture(self, picture: Array | None) -> None:
        """Show this picture (64,); None: there is none."""
        self._picture = picture
        self._name()
        self.update()

    def show_reading(self, reading: Reading | None) -> None:
        """Show what is read from it."""
        if reading != self.reading:
            self.reading = reading
            self._name()
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(2 * PICTURE_PX, PICTURE_PX + 2)

    def pixel_rect(self, row: int, column: int) -> QRectF:
        """Where a pixel lies."""
        return QRectF(1 + column * PIXEL_PX, 1 + row * PIXEL_PX, PIXEL_PX, PIXEL_PX)

    # Mouse and keys --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._picture is not None:
            self.wanted.emit()

    def _on_key(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            assert self._walked is not None
            self._switch(*self._walked)
        elif self._walked is None:
            self._walked = (0, 0)
        else:
            row, column = self._walked
            self._walked = (row + step[0]) % SIDE, (column + step[1]) % SIDE
        self._name()
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self._walked = None
        self._name()
        self.update()

    def focusInEvent(self, event: object) -> None:
        self.update()

    def _wants(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        return key in STEPS or (key == Qt.Key.Key_Space and self._walked is not None)

    def _switch(self, row: int, column: int) -> None:
        """Ink where there was little, paper where there was more."""
        picture = np.array(NOTHING if self._picture is None else self._picture)
        at = row * SIDE + column
        picture[at] = float(picture[at] < 0.5)
        self.switched.emit(picture)

    # Looks -----------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            theme = self._theme
            frame = QRectF(1.0, 1.0, PICTURE_PX, PICTURE_PX)
            painter.drawImage(frame, ink_image(NOTHING if self._picture is None else self._picture, theme))
            painter.setPen(QPen(QColor(theme.ink if self.hasFocus() else theme.hairline), 1.0))
            painter.drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5))
            if self._walked is not None:
                self._paint_walked(painter, self.pixel_rect(*self._walked))
            left = frame.right() + GRID_PX
            self._paint_reading(painter, QRectF(left, frame.top(), self.width() - left, PICTURE_PX))
        finally:
            painter.end()

    def _paint_walked(self, painter: QPainter, pixel: QRectF) -> None:
        """Seen on ink and on paper alike."""
        for colour, out in ((self._theme.field, 0.5), (self._theme.ink, 1.5)):
            painter.setPen(QPen(QColor(colour), 1.0))
            painter.drawRect(pixel.adjusted(-out, -out, out - 1.0, out - 1.0))

    def _paint_reading(self, painter: QPainter, room: QRectF) -> None:
        theme, reading = self._theme, self.reading
        sign = QRectF(room.left(), room.top(), room.width(), room.height() - LINE_PX)
        if reading is None or reading.winner is None:
            # A drawn dash: a bold font's own, in this size, would look like a box.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.muted), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            half = QPointF(0.2 * DIGIT_PX, 0.0)
            painter.drawLine(sign.center() - half, sign.center() + half)
        else:
            painter.setFont(self._big_font)
            painter.setPen(QColor(theme.error if reading.is_wrong else theme.ink))
            painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, reading.big)
        line = NO_ANSWER if reading is None else reading.lines[0]
        painter.setFont(self._small_font)
        painter.setPen(QColor(theme.muted))
        below = QRectF(room.left(), sign.bottom(), room.width(), LINE_PX)
        fitting = QFontMetrics(self._small_font).elidedText(line, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, fitting)

    def _name(self) -> None:
        said = NO_ANSWER if self.reading is None else self.reading.sentence
        walked = ""
        if self._walked is not None:
            row, column = self._walked
            ink = 0.0 if self._picture is None else float(self._picture[row * SIDE + column])
            walked = f"; row {row + 1} col {column + 1} is {ink:.2f}"
        self.setAccessibleName(f"What the network sees and reads: {said}{walked}")
