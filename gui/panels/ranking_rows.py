"""The rows of the ranking: a switch, a name, a bar, and what the absence of the neuron does to loss and accuracy."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.probe.costs import Cost
from core.wording import MINUS
from gui.session.things import Neuron, Selection
from gui.theme import GRID_PX, LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.axes import number_text

ROW_PX = 26
SWITCH_PX = QSize(20, 12)
SWITCH_ROOM_PX = 30
LOSS_PX, ACCURACY_PX = 60, 66
EDGE_PX = 4
"""From the last number to the right edge."""
BAR_PX = 18
BAR_STRENGTH = 0.16
"""Bars lie behind the names: so faint that these can be read."""
KEYS = {
    Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_Home: -(10**9), Qt.Key.Key_End: 10**9,
}  # fmt: skip


def signed_text(value: float) -> str:
    """A number with its sign: +0.123."""
    text = number_text(value)
    return text if text.startswith((MINUS, "\N{EN DASH}")) else f"+{text}"


def column_text(value: float) -> str:
    """The same below other such numbers: three decimals where they are small, without a sign where they are nothing."""
    return "0.000" if abs(value) < 0.0005 else signed_text(value)


def points_text(change: float) -> str:
    """A change of a share in percentage points, with its sign and one decimal."""
    return f"{100.0 * change:+.1f}".replace("-", MINUS) if round(100.0 * change, 1) else "0.0"


class RankingRows(QWidget):
    """One row per neuron, painted; arrows walk, Enter switches, Delete removes."""

    pointed = Signal(object)
    """The neuron whose row the pointer or the keyboard is on; None: none."""
    chosen = Signal(object)
    """A row was clicked."""
    switched = Signal(object)
    """This neuron is to be switched off, or on again."""
    removed = Signal(object)
    """This neuron is to be taken out of the network."""
    walked = Signal(int)
    """The keyboard is on this row now."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ranking-rows")
        self.setAccessibleName("Neurons by what their absence costs")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._font = body_font(SMALL_PX + 1)
        self._theme = LIGHT
        self._costs: Sequence[Cost] = ()
        self._name: Callable[[int, int], str] = lambda layer, unit: ""
        self._off: Selection = frozenset()
        self._largest = 0.0
        self._row: int | None = None

    @property
    def costs(self) -> Sequence[Cost]:
        """What is shown, from top to bottom."""
        return self._costs

    def show_costs(self, costs: Sequence[Cost], name: Callable[[int, int], str]) -> None:
        """Show these; name(layer, unit) is what a neuron is called."""
        self._costs, self._name = costs, name
        finite = [abs(cost.loss_rise) for cost in costs if abs(cost.loss_rise) < float("inf")]
        self._largest = max(finite, default=0.0)
        if self._row is not None and self._row >= len(costs):
            self._point(None)
        self.setMinimumHeight(ROW_PX * len(costs))
        self._say()
        self.update()

    def show_off(self, off: Selection) -> None:
        """Show these as switched off."""
        self._off = off
        self._say()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def row_rect(self, row: int) -> QRectF:
        """Where a row lies."""
        return QRectF(0.0, row * ROW_PX, self.width(), ROW_PX)

    def sentence(self, row: int) -> str:
        """All that a row says."""
        cost = self._costs[row]
        accuracy = ""
        if cost.accuracy_change is not None:
            accuracy = f", accuracy {points_text(cost.accuracy_change)} points"
        state = "; switched off" if self._neuron(row) in self._off else ""
        return f"Without {self._name(cost.layer, cost.unit)}: loss {signed_text(cost.loss_rise)}{accuracy}{state}"

    def _neuron(self, row: int) -> Neuron:
        cost = self._costs[row]
        return Neuron(cost.layer, cost.unit)

    def _point(self, row: int | None) -> None:
        if row != self._row:
            self._row = row
            self.pointed.emit(None if row is None else self._neuron(row))
            self._say()
            self.update()

    def _say(self) -> None:
        sentence = "" if self._row is None or self._row >= len(self._costs) else self.sentence(self._row)
        self.setAccessibleDescription(sentence)
        self.setToolTip(f"{sentence} (O switches it, Delete removes it)" if sentence else "")

    # Hands -----------------------------------------------------------------------------------------------------------

    def _row_at(self, y: float) -> int | None:
        row = int(y // ROW_PX)
        return row if 0 <= row < len(self._costs) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Its neuron comes forward on the canvas."""
        self._point(self._row_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The switch switches, all else chooses."""
        row = self._row_at(event.position().y())
        if event.button() != Qt.MouseButton.LeftButton or row is None:
            return
        self._point(row)
        (self.switched if event.position().x() < SWITCH_ROOM_PX else self.chosen).emit(self._neuron(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from row to row, Enter or O switches, Delete removes."""
        key = Qt.Key(event.key())
        if key in KEYS and self._costs:
            row = -1 if self._row is None else self._row
            self._point(min(max(row + KEYS[key], 0), len(self._costs) - 1))
            self.walked.emit(self._row)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_O) and self._row is not None:
            self.switched.emit(self._neuron(self._row))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._row is not None:
            self.removed.emit(self._neuron(self._row))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arriving by keyboard, one is on the first row."""
        is_by_tab = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if is_by_tab and self._row is None and self._costs:
            self._point(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nobody is here any more."""
        if not self.underMouse():
            self._point(None)
        self.update()

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows that are to be seen."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font)
            first = max(0, event.rect().top() // ROW_PX)
            last = min(len(self._costs), event.rect().bottom() // ROW_PX + 1)
            for row in range(first, last):
                self._paint_row(painter, row)
        finally:
            painter.end()

    def _paint_row(self, painter: QPainter, row: int) -> None:
        cost, theme, frame = self._costs[row], self._theme, self.row_rect(row)
        is_off = self._neuron(row) in self._off
        if row == self._row:
            painter.setPen(QPen(QColor(theme.ink), 1.0) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0)
        self._paint_switch(painter, QPointF(GRID_PX / 2, frame.center().y() - SWITCH_PX.height() / 2), is_off)
        align = Qt.AlignmentFlag
        numbers = LOSS_PX + (0 if cost.accuracy_change is None else ACCURACY_PX)
        room = frame.width() - SWITCH_ROOM_PX - numbers
        name = QRectF(SWITCH_ROOM_PX + 4.0, frame.top(), room - 8.0, ROW_PX)
        top = frame.center().y() - BAR_PX / 2
        self._paint_bar(painter, QRectF(SWITCH_ROOM_PX, top, room - 4.0, BAR_PX), cost, is_off)
        painter.setPen(QColor(theme.muted if is_off else theme.ink))
        text = self._name(cost.layer, cost.unit)
        text = QFontMetricsF(self._font).elidedText(text, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, align.AlignLeft | align.AlignVCenter, text)
        painter.setPen(QColor(theme.ink))
        right = frame.right() - EDGE_PX
        if cost.accuracy_change is not None:
            place = QRectF(right - ACCURACY_PX, frame.top(), ACCURACY_PX, ROW_PX)
            painter.drawText(place, align.AlignRight | align.AlignVCenter, points_text(cost.accuracy_change))
            right -= ACCURACY_PX
        place = QRectF(right - LOSS_PX, frame.top(), LOSS_PX, ROW_PX)
        painter.drawText(place, align.AlignRight | align.AlignVCenter, column_text(cost.loss_rise))

    def _paint_switch(self, painter: QPainter, at: QPointF, is_off: bool) -> None:
        frame = QRectF(at.x(), at.y(), SWITCH_PX.width(), SWITCH_PX.height())
        half = frame.height() / 2
        painter.setPen(QPen(QColor(self._theme.muted), 1.2))
        painter.setBrush(QColor(self._theme.field if is_off else self._theme.ink))
        painter.drawRoundedRect(frame, half, half)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.muted if is_off else self._theme.field))
        x = frame.left() + half if is_off else frame.right() - half
        painter.drawEllipse(QPointF(x, frame.center().y()), half - 2.5, half - 2.5)

    def _paint_bar(self, painter: QPainter, room: QRectF, cost: Cost, is_off: bool) -> None:
        """Full where its absence raises the loss, an outline where it lowers it."""
        if not self._largest > 0.0 or cost.loss_rise != cost.loss_rise:
            return
        length = min(abs(cost.loss_rise) / self._largest, 1.0) * room.width()
        bar = QRectF(room.left(), room.top(), max(length, 2.0), room.height())
        if cost.loss_rise >= 0.0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(self._theme.ink, self._theme.canvas, BAR_STRENGTH * (0.5 if is_off else 1.0)))
        else:
            painter.setPen(QPen(QColor(self._theme.muted), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            bar.adjust(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(bar, 2.0, 2.0)
