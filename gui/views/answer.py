"""The network's answer to one sample: the digit it reads, how sure, and all ten outputs."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array
from core.data import Digits, Segments
from core.data.digits import SIDE
from core.snapshot import Snapshot
from core.specs import Project
from core.targets import class_values
from core.wording import MINUS
from gui.theme import BODY_PX, GRID_PX, HEAD_PX, LIGHT, SMALL_PX, Theme, body_font
from gui.views.ink import ink_image
from gui.views.reading import ZERO_TO_ONE, Reading, reading, reading_of_picture
from gui.views.title import quiet_button
from gui.views.view import View

DIGIT_PX = 150
ROW_PX = 22
BAR_PX = 15
LABEL_PX = 20
BELOW_PX = 20
LINE_PX = 20
BARS_FROM = 0.68
"""The share of the width at which output 0 lies."""
INK_PX = 96
"""The side of a picture of a digit: whole pixels, 12 for each of its own."""
INK_ROW_PX = 18
"""A row of the bars beside such a picture, which needs less height than a large digit alone."""


class AnswerView(View):
    """The answer to one sample, live while the network learns."""

    map_wanted = Signal()
    """The decision map is to stand here."""
    number_wanted = Signal()
    """A number on several displays is to stand here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer-view")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.title = QLabel("Answer")
        self.title.setProperty("role", "heading")
        self.picture = AnswerPicture()
        self.to_map = quiet_button("show-map", "Map", "Show the decision map in the place of the answer.")
        self.to_map.clicked.connect(self.map_wanted)
        self.to_number = quiet_button("show-number", "Number", "Show a number on several displays in this place.")
        self.to_number.clicked.connect(self.number_wanted)
        self.to_number.hide()
        row = QHBoxLayout()
        row.addStrut(HEAD_PX)
        row.addWidget(self.title, 1)
        row.addWidget(self.to_number)
        row.addWidget(self.to_map)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(row)
        column.addWidget(self.picture, 1)
        self._sample: Array | None = None
        self._truth: int | None = None

    def show_sample(self, values: Array | None, target: Array | None = None) -> None:
        """Show the answer to these segments or pixels; None: nothing has been asked.

        target  (10,), one-hot; None: not known
        """
        self._sample = None if values is None else np.array(values, np.float64)
        self._truth = None if target is None else int(np.argmax(target))
        self._show_ink()
        self._catch_up()

    @property
    def _reads_pictures(self) -> bool:
        return self.project is not None and isinstance(self.project.data, Digits)

    def _show_ink(self) -> None:
        has_ink = self._sample is not None and self._sample.size == SIDE * SIDE
        # A blank picture keeps the place of the one that is asked next.
        ink = self._sample if has_ink else np.zeros(SIDE * SIDE)
        self.picture.show_ink(ink if self._reads_pictures else None)

    def _draw_project(self, project: Project) -> None:
        self._show_ink()
        self.to_number.setVisible(isinstance(project.data, Segments))

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network, sample = snapshot.network, self._sample
        activation = network.output.activation
        loss = "mse" if self.project is None else self.project.training.loss
        values, is_share = class_values(network.outputs, activation, loss), activation == "softmax"
        if sample is None or sample.shape != (network.inputs,) or network.outputs < 2:
            self.picture.show_answer(None, None, is_share, values)
            return
        with np.errstate(over="ignore", invalid="ignore"):  # training that ran away is shown, too
            outputs = network.activations(snapshot.theta, sample[:, np.newaxis])[-1][:, 0]
        read = reading_of_picture(outputs, self._truth, is_share) if self._reads_pictures else None
        self.picture.show_answer(read or reading(outputs, sample, is_share, values), outputs, is_share, values)

    def _draw_theme(self, theme: Theme) -> None:
        self.picture.show_theme(theme)


class AnswerPicture(QWidget):
    """The big digit on the left, beside the picture it is read from where there is one; the bars on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer-picture")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._big_font = body_font(DIGIT_PX, bold=True)
        self._font, self._small_font = body_font(BODY_PX), body_font(SMALL_PX)
        self._theme = LIGHT
        self._is_share = False
        self._values = ZERO_TO_ONE
        self._ink: Array | None = None
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

    def show_ink(self, values: Array | None) -> None:
        """Show the picture (64,) that is read, beside the digit; None: what is read is shown elsewhere."""
        is_other_kind = (values is None) != (self._ink is None)
        self._ink = values
        self.update()
        if is_other_kind:
            self.updateGeometry()
            self._name()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(352, 10 * (ROW_PX if self._ink is None else INK_ROW_PX) + BELOW_PX)

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
                self._paint_left(painter)
            self._paint_bars(painter)
        finally:
            painter.end()

    def ink_rect(self) -> QRectF:
        """Where the picture lies that is read; empty where there is none."""
        if self._ink is None:
            return QRectF()
        top = round((self.bars_rect().height() - INK_PX - 2 * LINE_PX) / 2.0)
        return QRectF(1.0, max(1, top), INK_PX, INK_PX)

    def _paint_left(self, painter: QPainter) -> None:
        """The picture where there is one, the sign, and the lines below."""
        width, height = self.width() * BARS_FROM - LABEL_PX - GRID_PX, self.bars_rect().height()
        size = min(DIGIT_PX, round(0.62 * height))
        sign = QRectF(0.0, (height - size - 2 * LINE_PX) / 2.0, width, size)
        if self._ink is not None:
            sign = self.ink_rect()
            painter.drawImage(sign, ink_image(self._ink, self._theme))
            painter.setPen(QColor(self._theme.hairline))
            painter.drawRect(sign.adjusted(-1.0, -1.0, 0.0, 0.0))
            sign = QRectF(sign.right() + GRID_PX, sign.top(), width - sign.right() - GRID_PX, sign.height())
        self._paint_sign(painter, sign)
        lines = ("nothing asked yet",) if self.reading is None else self.reading.lines
        painter.setPen(QColor(self._theme.muted))
        for index, (line, font) in enumerate(zip(lines, (self._font, self._small_font), strict=False)):
            painter.setFont(font)
            below = QRectF(0.0, sign.bottom() + GRID_PX / 2 + index * LINE_PX, width, LINE_PX)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, line)

    def _paint_sign(self, painter: QPainter, box: QRectF) -> None:
        """The digit that is read, muted where others say yes as well, or a dash."""
        size = box.height()
        if self.reading is not None and self.reading.winner is not None:
            is_sure, theme = not self.reading.others, self._theme
            painter.setPen(QColor(theme.error if self.reading.is_wrong else theme.ink if is_sure else theme.muted))
            self._big_font.setPixelSize(round(size))
            painter.setFont(self._big_font)
            room = box.adjusted(0.0, -size / 4.0, 0.0, size / 4.0)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.reading.big)
            return
        # A drawn dash: a bold font's own, in this size, would look like a box.
        painter.setPen(QPen(QColor(self._theme.muted), 0.05 * size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = QPointF(0.2 * size, 0.0)
        painter.drawLine(box.center() - half, box.center() + half)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_bars(self, painter: QPainter) -> None:
        bars = self.bars_rect()
        low, high = self._values
        trough = QColor(self._theme.hairline)
        said = () if self.reading is None else (self.reading.winner, *self.reading.others)
        align = Qt.AlignmentFlag
        painter.setFont(self._font if bars.height() >= len(self.outputs) * BAR_PX else self._small_font)
        for digit, output in enumerate(self.outputs.tolist()):
            bar = self.bar_rect(digit)
            painter.fillRect(bar, trough)
            colour = QColor(self._theme.ink if digit in said else self._theme.muted)
            length = bar.width() * min(1.0, max(0.0, (output - low) / (high - low)))
            painter.fillRect(QRectF(bar.left(), bar.top(), length, bar.height()), colour)
            painter.setPen(colour)
            label = QRectF(bar.left() - LABEL_PX, bar.center().y() - 9.0, LABEL_PX - 8.0, 18.0)
            painter.drawText(label, align.AlignRight | align.AlignVCenter, str(digit))
        self._paint_scale(painter, bars)

    def _paint_scale(self, painter: QPainter, bars: QRectF) -> None:
        """The edge from which a digit is read; where there is none, the scale's ends."""
        muted = QColor(self._theme.muted)
        low, high = self._values
        marks = {0.0: _value_text(low), 1.0: "100 %" if self._is_share else _value_text(high)}
        if self._ink is None:
            marks = {0.5: self.middle_text}
            half = round(bars.center().x()) + 0.5
            painter.setPen(QPen(muted, 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(half, bars.top()), QPointF(half, bars.bottom() + 2.0))
        painter.setPen(muted)
        painter.setFont(self._small_font)
        for at, text in marks.items():
            width = painter.fontMetrics().horizontalAdvance(text) + 2.0
            left = min(bars.left() + at * bars.width() - width / 2.0, self.width() - width)
            place = QRectF(left, bars.bottom() + 3.0, width, 15.0)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    @property
    def middle_text(self) -> str:
        """The output from which on a digit is read."""
        return "50 %" if self._is_share else _value_text(sum(self._values) / 2.0)

    def _name(self) -> None:
        rule = f" It is read only where that reaches {self.middle_text}." if self._ink is None else ""
        self.setToolTip(f"The digit with the largest output.{rule}")
        big = "nothing asked yet" if self.reading is None else self.reading.sentence
        self.setAccessibleName(f"The network reads: {big}")


def _value_text(value: float) -> str:
    return f"{value:g}".replace("-", MINUS)
