"""A number on several displays in a row: what the network reads on each, and the number as it reads it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.arrays import Array
from core.broken import Broken
from core.data.segments import SEGMENT_NAMES, SHAPES
from core.snapshot import Snapshot
from core.specs import Project
from core.targets import class_values
from gui.pad.flicker import Flicker
from gui.pad.small_display import paint_display
from gui.panels.form import heading, note
from gui.text_field import TextField
from gui.theme import CORNER_PX, GRID_PX, LARGE_PX, LIGHT, SMALL_PX, Theme, body_font
from gui.views.reading import Reading, output_text, reading
from gui.views.title import MARK_PX, quiet_button, tick_box
from gui.views.view import View

MOST_DIGITS = 8
FIRST = "2026"
CELL_PX = 43.0
"""The widest that a display's column gets: eight fill the view."""
LENGTH_PX = 20.0
"""Of a segment."""
TOP_PX = 10.0
DIGIT_PX = 28
"""The line with the digit that is read, below its display."""
LINE_PX = 16
HEIGHT_PX = round(2 * TOP_PX + 2 * LENGTH_PX + DIGIT_PX + LINE_PX + 4)


class NumberView(View):
    """The field, the displays, and the number in words; live while the network learns."""

    answer_wanted = Signal()
    """The answer to the current sample is to stand here."""
    shape_chosen = Signal(object)
    """A person chose one of the displays: what is lit on it, seven values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("number-view")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.to_answer = quiet_button("number-answer", "Answer", "Back to the answer to the current sample.")
        self.to_answer.clicked.connect(self.answer_wanted)
        self.field = NumberLine()
        self.field.textEdited.connect(self._on_typed)
        self.through = QToolButton()
        self.through.setObjectName("number-broken")
        self.through.setProperty("role", "quiet")
        self.through.setText("broken")
        self.through.setAccessibleName("The displays have the broken segments of the pad")
        self.through.setCheckable(True)
        self.through.setChecked(True)
        self.through.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.through.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.through.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the mark stands behind the words
        self.through.setIconSize(QSize(MARK_PX, MARK_PX))
        self.through.toggled.connect(self._on_through)
        self.row = DisplayRow()
        self.row.chosen.connect(self._on_chosen)
        self.whole = QLabel()
        self.whole.setObjectName("number-whole")
        self.whole.setProperty("role", "heading")
        self.trouble = note("number-trouble")
        self.trouble.setProperty("role", "error")
        self.trouble.hide()
        self._digits: list[int] = [int(sign) for sign in FIRST]
        self._broken = Broken()
        self._flicker = Flicker(self, MOST_DIGITS)
        self._flicker.ticked.connect(self._catch_up)
        self._arrange()
        self._show_broken()

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID_PX)
        line.addWidget(heading("Number"))
        line.addWidget(self.field)
        line.addStretch(1)
        line.addWidget(self.through)
        line.addWidget(self.to_answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GRID_PX // 2)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(line)
        column.addWidget(self.trouble)
        column.addWidget(self.row)
        column.addWidget(self.whole)

    @property
    def lit(self) -> Array:
        """What is lit on the displays, (digits, 7)."""
        return SHAPES[self._digits]

    @property
    def arriving(self) -> Array:
        """What arrives of it, (digits, 7)."""
        if not self.through.isChecked():
            return self.lit
        return self._broken.arriving(self.lit, self._flicker.coins[: len(self._digits)])

    def show_broken(self, broken: Broken) -> None:
        """These segments of each display are broken."""
        self._broken = broken
        self._show_broken()

    def take_keyboard(self) -> None:
        """The next keys are the number."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _show_broken(self) -> None:
        is_whole = self._broken.is_whole
        self.through.setEnabled(not is_whole)
        self.through.setToolTip(
            "No segment is broken: Break, below the pad, does that."
            if is_whole
            else f"Whether the displays have the broken segments of the pad: {self._broken.words}."
        )
        self._flicker.run(self._broken.flickers and self.through.isChecked())
        self._catch_up()

    def _on_through(self) -> None:
        self._show_broken()

    def _on_typed(self, text: str) -> None:
        trouble = _trouble(text.strip())
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        if not trouble:
            self._digits = [int(sign) for sign in text.strip()]
            self._catch_up()

    def _on_chosen(self, place: int) -> None:
        if place < len(self._digits):
            self.shape_chosen.emit(self.lit[place])

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network = snapshot.network
        if (network.outputs, network.inputs) != SHAPES.shape or self.project is None:
            return  # the network still belongs to other data
        arriving, activation = self.arriving, network.output.activation
        readings: list[Reading] = []
        values = class_values(network.outputs, activation, self.project.training.loss)
        is_share = activation == "softmax"
        outputs: Array = np.zeros((0, len(SHAPES)))
        if len(arriving):
            with np.errstate(over="ignore", invalid="ignore"):  # training that ran away is shown, too
                outputs = network.predict(snapshot.theta, arriving)
            readings = [reading(row, shape, is_share, values) for row, shape in zip(outputs, arriving, strict=True)]
        sure = [_sure_text(row, is_share) for row in outputs]
        self.row.show_readings(self.lit, arriving, readings, sure, self._digits)
        words = words_of(self._digits, readings)
        if words != self.whole.text():
            self.whole.setText(words)
            self.row.setAccessibleDescription(words)

    def _draw_project(self, project: Project) -> None:
        """What the outputs mean may be something else: all follows with the snapshot."""

    def _draw_theme(self, theme: Theme) -> None:
        self.through.setIcon(tick_box(theme))
        self.row.show_theme(theme)


def words_of(digits: list[int], readings: list[Reading]) -> str:
    """ "Read as 2026", with a dash for each digit that is not read; and which are read wrong."""
    if not digits:
        return "Type a number of up to 8 digits."
    said = "".join(each.big for each in readings)
    missing = sum(each.winner is None for each in readings)
    wrong = sum(each.winner not in (None, digit) for digit, each in zip(digits, readings, strict=True))
    notes = []
    if wrong:
        notes.append(f"{wrong} wrong")
    if missing:
        notes.append(f"{missing} not read")
    return f"Read as {said}" + (f" ({', '.join(notes)})" if notes else "")


def _sure_text(outputs: Array, is_share: bool) -> str:
    """The largest output."""
    if not np.isfinite(outputs).all():
        return ""
    return output_text(float(outputs.max()), is_share, digits=0)


def _trouble(text: str) -> str:
    """Why this cannot be shown; empty: it can."""
    wrong = next((sign for sign in text if sign not in "0123456789"), None)
    if wrong is not None:
        return f"A display shows digits only: “{wrong}” is none. The number before it stays."
    if len(text) > MOST_DIGITS:
        return f"There are {MOST_DIGITS} displays, and {len(text)} digits. The number before it stays."
    return ""


class NumberLine(TextField):
    """A line for a number; Enter and Esc give the keyboard back, so that Space trains again."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("number")
        self.setAccessibleName("Number")
        self.setToolTip(f"Up to {MOST_DIGITS} digits, each on a display of its own.")
        self.setText(FIRST)
        self.setPlaceholderText("a number")
        self.setMaxLength(40)
        self.setFixedWidth(96)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc leave."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.clearFocus()
        else:
            super().keyPressEvent(event)


class DisplayRow(QWidget):
    """Small displays beside each other, each over the digit that is read on it and its output."""

    chosen = Signal(int)
    """A person chose this display."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("number-displays")
        self.setAccessibleName("Displays")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("Click one to put its digit on the pad (arrows and Enter do, too).")
        self._theme = LIGHT
        self._digit_font = body_font(LARGE_PX, bold=True)
        self._small_font = body_font(SMALL_PX)
        self._lit: Array = np.zeros((0, len(SEGMENT_NAMES)))
        self._arriving: Array = self._lit
        self.readings: list[Reading] = []
        self.sure: list[str] = []
        self._digits: list[int] = []
        self._at = 0

    def show_readings(
        self, lit: Array, arriving: Array, readings: list[Reading], sure: list[str], digits: list[int]
    ) -> None:
        """Show these displays and what is read on each; painted only where something is another.

        lit, arriving  (displays, 7) of 0 and 1
        sure           the largest output of each, as text
        digits         what was typed
        """
        winners = [each.winner for each in readings]
        is_same = (
            np.array_equal(lit, self._lit)
            and np.array_equal(arriving, self._arriving)
            and winners == [each.winner for each in self.readings]
            and sure == self.sure
        )
        self._lit, self._arriving, self.readings, self.sure = lit, arriving, readings, sure
        self._digits = list(digits)
        if not is_same:
            self._at = min(self._at, max(0, len(readings) - 1))
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(352, HEIGHT_PX)

    def cell_rect(self, place: int) -> QRectF:
        """Where a display and what is read on it stand."""
        width = min(CELL_PX, self.width() / MOST_DIGITS)
        return QRectF(place * width, 0.0, width, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the display under the pointer."""
        for place in range(len(self.readings)):
            if self.cell_rect(place).contains(event.position()):
                self._at = place
                self.update()
                self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk, Enter chooses."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._at = max(0, min(len(self.readings) - 1, self._at + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.readings:
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, each in enumerate(self.readings):
                self._paint_display(painter, place)
                self._paint_reading(painter, place, each)
        finally:
            painter.end()

    def _paint_display(self, painter: QPainter, place: int) -> None:
        theme, cell = self._theme, self.cell_rect(place)
        card = QRectF(cell.left(), 0.0, cell.width() - 3.0, TOP_PX * 2.0 + 2.0 * LENGTH_PX)
        has_keyboard = self.hasFocus() and place == self._at
        painter.setPen(QPen(QColor(theme.ink), 1.0) if has_keyboard else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.notice_surface))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), CORNER_PX / 2.0, CORNER_PX / 2.0)
        corner = QPointF(card.center().x() - LENGTH_PX / 2.0, TOP_PX)
        lit, arriving = self._lit[place], self._arriving[place]
        paint_display(painter, corner, LENGTH_PX, arriving, theme.positive, theme.hairline, lit != arriving, theme.ink)

    def _paint_reading(self, painter: QPainter, place: int, each: Reading) -> None:
        """The digit, in the colour of errors where another one was typed; a dash where none is read; and how sure."""
        theme, cell = self._theme, self.cell_rect(place)
        left, width = cell.left(), cell.width() - 3.0
        top = TOP_PX * 2.0 + 2.0 * LENGTH_PX + 2.0
        is_wrong = each.winner not in (None, self._digits[place])
        painter.setPen(QColor(theme.error if is_wrong else theme.muted if each.winner is None else theme.ink))
        painter.setFont(self._digit_font)
        painter.drawText(QRectF(left, top, width, DIGIT_PX), Qt.AlignmentFlag.AlignCenter, each.big)
        painter.setPen(QColor(theme.muted))
        painter.setFont(self._small_font)
        below = QRectF(left - 2.0, top + DIGIT_PX, width + 4.0, LINE_PX)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.sure[place])
