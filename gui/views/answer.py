"""The network's answer to what is on the pad: the digit it reads, how sure, and all ten outputs."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array
from core.snapshot import Snapshot
from core.targets import many_class_values
from gui.theme import BODY_PX, GRID_PX, LIGHT, SMALL_PX, Theme, body_font
from gui.views.view import View

DIGIT_PX = 150
ROW_PX = 26
BAR_PX = 15
LABEL_PX = 20
BELOW_PX = 20
LINE_PX = 20
BARS_FROM = 0.68
"""The share of the width at which output 0 lies."""
NO_DIGIT = "\N{EN DASH}"
ZERO_TO_ONE = (0.0, 1.0)


@dataclass(frozen=True)
class Reading:
    """What an answer amounts to.

    winner  the digit that is read; None: none is
    lines   what stands below it
    """

    winner: int | None
    lines: tuple[str, ...]

    @property
    def big(self) -> str:
        """The big sign: the digit, or a dash."""
        return NO_DIGIT if self.winner is None else str(self.winner)


def reading(outputs: Array, sample: Array, is_share: bool, values: tuple[float, float] = ZERO_TO_ONE) -> Reading:
    """Read ten outputs to a sample of seven segments.

    A digit is read where its output is the largest and not below the middle of the values for no and yes; a blank pad
    never reads as one. Outputs are written 0.97; only shares that add up to 1 (softmax) are written in percent.
    """
    decides_at = sum(values) / 2.0

    def text(value: float) -> str:
        return f"{100.0 * value:.1f} %" if is_share else f"{value:.2f}".replace("-", "\N{MINUS SIGN}")

    first, second = np.argsort(-outputs, kind="stable")[:2].tolist()
    if not sample.any():
        return Reading(None, ("the pad is blank", "no digit to read"))
    if not outputs[first] >= decides_at:
        highest = f"highest: {first} with {text(outputs[first])}"
        return Reading(None, (f"every output is below {text(decides_at)}", highest))
    return Reading(first, (f"output {text(outputs[first])}", f"next: {second} with {text(outputs[second])}"))


class AnswerView(View):
    """The answer to one sample, live while the network learns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer-view")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.title = QLabel("Answer")
        self.title.setProperty("role", "heading")
        self.picture = AnswerPicture()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.title)
        column.addWidget(self.picture, 1)
        self._sample: Array | None = None

    def show_sample(self, values: Array | None) -> None:
        """Show the answer to these seven segments; None: nothing has been asked."""
        self._sample = None if values is None else np.array(values, np.float64)
        self._catch_up()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network, sample = snapshot.network, self._sample
        if sample is None or sample.shape != (network.inputs,) or network.outputs < 2:
            self.picture.show_answer(None, None)
            return
        outputs = network.activations(snapshot.theta, sample[:, np.newaxis])[-1][:, 0]
        activation = network.layers[-1].activation
        values = many_class_values(activation, "mse" if self.project is None else self.project.training.loss)
        is_share = activation == "softmax"
        self.picture.show_answer(reading(outputs, sample, is_share, values), outputs, is_share, values)

    def _draw_theme(self, theme: Theme) -> None:
        self.picture.show_theme(theme)


class AnswerPicture(QWidget):
    """The big digit on the left, one bar per digit on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer-picture")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._big_font = body_font(DIGIT_PX, bold=True)
        self._font, self._small_font = body_font(BODY_PX), body_font(SMALL_PX)
        self._theme = LIGHT
        self._is_share = False
        self._values = ZERO_TO_ONE
        self.reading: Reading | None = None
        self.outputs: Array = np.zeros(10)
        self._name()

    def show_answer(
        self,
        reading: Reading | None,
        outputs: Array | None,
        is_share: bool = False,
        values: tuple[float, float] = ZERO_TO_ONE,
    ) -> None:
        """Show a reading of these outputs, with the values that stand for no and yes; None: there is none."""
        outputs = np.full(10, values[0]) if outputs is None else outputs
        rounded = np.round(outputs.astype(np.float64), 3)
        has_other_words = (reading, is_share, values) != (self.reading, self._is_share, self._values)
        if not has_other_words and np.array_equal(rounded, self.outputs):
            return
        if reading != self.reading:
            self.update(0, 0, round(self.bars_rect().left() - LABEL_PX), self.height())
        self.reading, self.outputs, self._is_share, self._values = reading, rounded, is_share, values
        if has_other_words:
            self._name()
        self.update(round(self.bars_rect().left() - LABEL_PX), 0, self.width(), self.height())

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(352, 10 * ROW_PX + BELOW_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 10 * BAR_PX + BELOW_PX)

    def bars_rect(self) -> QRectF:
        """Where the bars lie: from no on the left to yes on the right (0 to 1, mostly), the digit 0 on top."""
        left = self.width() * BARS_FROM
        height = min(self.height() - BELOW_PX, len(self.outputs) * ROW_PX)
        return QRectF(left, 0.0, self.width() - left - 1.0, height)

    def bar_rect(self, digit: int) -> QRectF:
        """Where a digit's bar would lie, if its output were a full yes."""
        bars = self.bars_rect()
        row = bars.height() / len(self.outputs)
        thick = min(BAR_PX, row - 2.0)
        return QRectF(bars.left(), bars.top() + digit * row + (row - thick) / 2.0, bars.width(), thick)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            if event.rect().left() < self.bars_rect().left() - LABEL_PX:
                self._paint_digit(painter)
            self._paint_bars(painter)
        finally:
            painter.end()

    def _paint_digit(self, painter: QPainter) -> None:
        width, height = self.width() * BARS_FROM - LABEL_PX - GRID_PX, self.bars_rect().height()
        size = min(DIGIT_PX, round(0.62 * height))
        lines = ("nothing asked yet",) if self.reading is None else self.reading.lines
        is_read = self.reading is not None and self.reading.winner is not None
        middle = Qt.AlignmentFlag.AlignCenter
        top = (height - size - 2 * LINE_PX) / 2.0
        if is_read and self.reading is not None:
            painter.setPen(QColor(self._theme.ink))
            self._big_font.setPixelSize(size)
            painter.setFont(self._big_font)
            painter.drawText(QRectF(0.0, top - size / 4.0, width, 1.5 * size), middle, self.reading.big)
        else:
            # A drawn dash: a bold font's own, in this size, would look like a box.
            pen = QPen(QColor(self._theme.muted), 0.05 * size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            centre = QPointF(width / 2.0, top + size / 2.0)
            painter.drawLine(centre - QPointF(0.2 * size, 0.0), centre + QPointF(0.2 * size, 0.0))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QColor(self._theme.muted))
        for index, (line, font) in enumerate(zip(lines, (self._font, self._small_font), strict=False)):
            painter.setFont(font)
            painter.drawText(QRectF(0.0, top + size + index * LINE_PX, width, LINE_PX), middle, line)

    def _paint_bars(self, painter: QPainter) -> None:
        bars = self.bars_rect()
        low, high = self._values
        trough = QColor(self._theme.hairline)
        winner = None if self.reading is None else self.reading.winner
        align = Qt.AlignmentFlag
        painter.setFont(self._font)
        for digit, output in enumerate(self.outputs.tolist()):
            bar = self.bar_rect(digit)
            painter.fillRect(bar, trough)
            colour = QColor(self._theme.ink if digit == winner else self._theme.muted)
            length = bar.width() * min(1.0, max(0.0, (output - low) / (high - low)))
            painter.fillRect(QRectF(bar.left(), bar.top(), length, bar.height()), colour)
            painter.setPen(colour)
            label = QRectF(bar.left() - LABEL_PX, bar.center().y() - 9.0, LABEL_PX - 8.0, 18.0)
            painter.drawText(label, align.AlignRight | align.AlignVCenter, str(digit))
        half = round(bars.left() + 0.5 * bars.width()) + 0.5
        painter.setPen(QPen(QColor(self._theme.muted), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(half, bars.top()), QPointF(half, bars.bottom() + 2.0))
        painter.setPen(QColor(self._theme.muted))
        painter.setFont(self._small_font)
        painter.drawText(QRectF(half - 30.0, bars.bottom() + 3.0, 60.0, 15.0), align.AlignCenter, self.middle_text)

    @property
    def middle_text(self) -> str:
        """The output from which on a digit is read."""
        return "50 %" if self._is_share else f"{sum(self._values) / 2.0:g}"

    def _name(self) -> None:
        self.setToolTip(f"The digit with the largest output. It is read only where that reaches {self.middle_text}.")
        big = "no answer yet" if self.reading is None else ", ".join((self.reading.big, *self.reading.lines))
        self.setAccessibleName(f"The network reads: {big.replace(NO_DIGIT, 'no digit')}")
