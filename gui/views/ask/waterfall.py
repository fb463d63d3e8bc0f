"""From the answer to an average row to the answer to this one, column by column."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.wording import counted
from gui.amounts import amount, signed_amount
from gui.theme import LIGHT, SMALL_PX, Theme, body_font
from gui.views.axes import Scale, round_range, tick_texts, ticks
from gui.views.cells import Telling

ROW_PX, BAR_PX, TICKS_PX = 19, 11, 18
NAME_PX, VALUE_PX, GAP_PX = 124, 52, 8
MOST_ROWS = 12
"""Of more columns the largest contributions have a row of their own, the others one together."""


class Step(NamedTuple):
    """What one column contributed: its name, its value in words, from where to where."""

    name: str
    value: str
    before: float
    after: float


class Waterfall(Telling):
    """As many rows as there are steps, and one above and below them for where it starts and ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ask-waterfall")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._font, self._bold = body_font(SMALL_PX), body_font(SMALL_PX, bold=True)
        self._theme = LIGHT
        self.steps: tuple[Step, ...] = ()
        self.start, self.end = 0.0, 0.0
        self._range = (0.0, 1.0)
        self._told_reach = 0.0
        self._ends = "an average row", "this row"

    def show_steps(
        self,
        steps: tuple[Step, ...],
        start: float,
        end: float,
        least: tuple[float, float] | None = None,
        noun: str = "row",
        reach: float = 0.0,
    ) -> None:
        """Show these.

        least  what the axis shows at least; None: no more than the steps need, in rounded ends
        noun   what a sample is called
        reach  what answers reach over: a thousandth of it is told, as of the answer itself; 0.0: of what the axis shows
        """
        self._ends = f"an average {noun}", f"this {noun}"
        self._told_reach = reach
        is_other_height = len(steps) != len(self.steps)
        self.steps, self.start, self.end = steps, start, end
        seen = [start, end, *(least or ()), *(value for step in steps for value in (step.before, step.after))]
        finite = [value for value in seen if np.isfinite(value)] or [0.0, 1.0]
        self._range = (min(finite), max(finite))
        if least is None:
            self._range = round_range(*self._range, most=4)
        said = "; ".join(f"{step.name} {self._change(step)}" for step in steps)
        first, last = self._ends
        self.setAccessibleName(f"{first} {self._text(start)}; {said}; {last} {self._text(end)}")
        if is_other_height:
            self.updateGeometry()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, ROW_PX * (len(self.steps) + 2) + TICKS_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    # Where things are ------------------------------------------------------------------------------------------------

    @property
    def _axis(self) -> Scale:
        low, high = self._range
        low, high = (low, high) if high > low else (low - 0.5, high + 0.5)
        return Scale(low, high, NAME_PX + GAP_PX, max(NAME_PX + GAP_PX + 20.0, self.width() - VALUE_PX - GAP_PX))

    def step_rect(self, row: int) -> QRectF:
        """Where the bar of a step lies; at least a pixel wide, so that it can be seen."""
        step, axis = self.steps[row], self._axis
        ends = sorted(float(x) for x in axis.pixels(np.array([step.before, step.after])))
        top = (row + 1) * ROW_PX + (ROW_PX - BAR_PX) / 2.0
        return QRectF(ends[0], top, max(1.0, ends[1] - ends[0]), BAR_PX)

    @property
    def _reach(self) -> float:
        return self._told_reach or self._range[1] - self._range[0]

    def _text(self, value: float) -> str:
        return amount(value, self._reach)

    def _change(self, step: Step) -> str:
        change = step.after - step.before
        return self._text(0.0) if change == 0.0 else signed_amount(change, self._reach)

    def words_at(self, at: QPointF) -> str:
        """All of a row's name and value, and what it contributed."""
        row = int(at.y() // ROW_PX) - 1
        if not 0 <= row < len(self.steps):
            return ""
        step = self.steps[row]
        named = f"{step.name}: {step.value}" if step.value else step.name
        return f"{named}\ncontributed {self._change(step)}"

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint_axis(painter)
            self._paint_end(painter, 0, self._ends[0], self.start)
            for row, step in enumerate(self.steps):
                self._paint_step(painter, row, step)
            self._paint_end(painter, len(self.steps) + 1, self._ends[1], self.end)
        finally:
            painter.end()

    @property
    def labels(self) -> list[tuple[QRectF, str]]:
        """The ticks: where each is written, and what; nothing where another one already stands, which happens to
        numbers that ran away.
        """
        axis, top = self._axis, ROW_PX * (len(self.steps) + 2) + 1.0
        marks, metrics = ticks(axis.low, axis.high, 4), QFontMetricsF(self._font)
        found: list[tuple[QRectF, str]] = []
        free = 0.0
        for mark, text in zip(marks, tick_texts(marks), strict=True):
            width = metrics.horizontalAdvance(text) + 2.0
            room = QRectF(round(axis(mark)) + 0.5 - width / 2.0, top, width, 15.0)
            has_room = room.left() >= free
            found.append((room, text if has_room else ""))
            free = room.right() + GAP_PX if has_room else free
        return found

    def _paint_axis(self, painter: QPainter) -> None:
        bottom = ROW_PX * (len(self.steps) + 2)
        painter.setFont(self._font)
        for room, text in self.labels:
            x = room.center().x()
            painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
            painter.drawLine(QPointF(x, 0.0), QPointF(x, bottom))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_end(self, painter: QPainter, row: int, name: str, value: float) -> None:
        top = row * ROW_PX
        self._paint_words(painter, top, name, "", self._text(value), self._bold)
        if np.isfinite(value):
            x = round(self._axis(value)) + 0.5
            painter.setPen(QPen(QColor(self._theme.ink), 2.0))
            painter.drawLine(QPointF(x, top + 3.0), QPointF(x, top + ROW_PX - 3.0))

    def _paint_step(self, painter: QPainter, row: int, step: Step) -> None:
        theme, top = self._theme, (row + 1) * ROW_PX
        self._paint_words(painter, top, step.name, step.value, self._change(step), self._font)
        if not np.isfinite([step.before, step.after]).all():
            return
        painter.setPen(QPen(QColor(theme.muted), 1.0, Qt.PenStyle.DotLine))
        x = round(self._axis(step.before)) + 0.5
        painter.drawLine(QPointF(x, top - 4.0), QPointF(x, top + 4.0))
        if step.after != step.before:
            painter.fillRect(
                self.step_rect(row), QColor(theme.positive if step.after > step.before else theme.negative)
            )

    def _paint_words(self, painter: QPainter, top: float, name: str, value: str, said: str, font: QFont) -> None:
        theme, align = self._theme, Qt.AlignmentFlag
        painter.setFont(font)
        metrics = painter.fontMetrics()
        line = QRectF(0.0, top, NAME_PX, ROW_PX)
        value_px = min(metrics.horizontalAdvance(value), NAME_PX // 2) if value else 0
        room = NAME_PX - (value_px + 6 if value else 0)
        painter.setPen(QColor(theme.ink))
        painter.drawText(
            line, align.AlignLeft | align.AlignVCenter, metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        )
        painter.drawText(
            QRectF(self.width() - VALUE_PX - 20.0, top, VALUE_PX + 20.0, ROW_PX),
            align.AlignRight | align.AlignVCenter,
            said,
        )
        painter.setPen(QColor(theme.muted))
        painter.drawText(
            line,
            align.AlignRight | align.AlignVCenter,
            metrics.elidedText(value, Qt.TextElideMode.ElideMiddle, value_px + 1),
        )


def steps_of(names: tuple[str, ...], values: tuple[str, ...], start: float, parts: Array) -> tuple[Step, ...]:
    """One step after the other: few columns in their own order, so that nothing jumps while a row changes; of many
    the largest first, and what the others come to.
    """
    order = list(range(len(parts)))
    rest: list[int] = []
    if len(parts) > MOST_ROWS:
        largest = np.argsort(-np.abs(parts), kind="stable").tolist()
        order, rest = largest[: MOST_ROWS - 1], largest[MOST_ROWS - 1 :]
    found, at = [], start
    for index in order:
        after = at + float(parts[index])
        found.append(Step(names[index], values[index], at, after))
        at = after
    if rest:
        found.append(Step(counted(len(rest), "other"), "", at, at + float(parts[rest].sum())))
    return tuple(found)
