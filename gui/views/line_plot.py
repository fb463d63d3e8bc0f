"""A map with a neuron's line over it, and its equation under it; the line can be dragged."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.probe.neuron_line import Line
from gui.actions import walks_history
from gui.views.frame import BELOW_PX
from gui.views.neuron_line import Drag, Ground, Part, equation, paint_line
from gui.views.pointing import PointedPlot

CURSORS: dict[Part, Qt.CursorShape] = {
    "middle": Qt.CursorShape.SizeAllCursor,
    "first": Qt.CursorShape.PointingHandCursor,
    "second": Qt.CursorShape.PointingHandCursor,
}
TIPS: dict[Part, str] = {
    "middle": "Here the neuron's sum is zero; the arrow shows where it is above. Drag the line to shift it (its bias), "
    "or one of its ends to turn it (its weights).",
    "first": "Drag to turn the line around its other end: its weights change, but not how steep it is.",
    "second": "Drag to turn the line around its other end: its weights change, but not how steep it is.",
}
EQUATION_PX = 200.0
LINE_PX = 15.0
LEAST_DIGITS = 2
"""After the point, where there is no room for more."""


class LinePlot(PointedPlot):
    """Subclasses say in `_names` what the axes are called.

    While a line is dragged it is drawn where the hand has it; the network follows as soon as it has its new numbers.
    """

    line_dragged = Signal(object, bool, object)
    """(Line, whether it is turned and not only shifted, what all moves of this drag have in common)"""
    drag_given_up = Signal(object)
    """Esc: what all moves of the drag have in common."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.line: Line | None = None
        self._neuron = ""
        self._digits = LEAST_DIGITS
        self._part: Part | None = None
        self._drag: Drag | None = None
        self._key: object = None
        self._map_tip = ""

    def show_line(self, line: Line | None, neuron: str) -> None:
        """Show this line of the neuron that is called so; None: none."""
        if line is None:
            self.release_line()
        elif self._drag is not None:
            return
        if (line, neuron) == (self.line, self._neuron):
            return
        is_other_legend = (line is None) != (self.line is None)
        self.line, self._neuron = line, neuron
        if line is None:
            self._show_part(None)
        if is_other_legend:
            self._forget_still()
        self._describe()
        self.update()

    def show_digits(self, digits: int) -> None:
        """Write the equation with so many digits after the point, as far as there is room."""
        if digits != self._digits:
            self._digits = digits
            self._describe()
            self.update()

    def release_line(self) -> None:
        """Let the line go where it is now, if it is held."""
        if self._drag is not None:
            self._drag = self._key = None
            _application().removeEventFilter(self)
            self.update()

    @property
    def equation(self) -> str:
        """The line's equation; empty where no line is shown."""
        return self._equation(self._digits)

    def _equation(self, digits: int) -> str:
        line = self._shown_line
        return "" if line is None else equation(line, self._names(), digits)

    def handle_places(self) -> tuple[QPointF, QPointF] | None:
        """Where the line's two handles are in this widget; None: it has none."""
        return None if self._shown_line is None else self._ground.handles(self._shown_line)

    @property
    def _shown_line(self) -> Line | None:
        return self.line if self._drag is None else self._drag.line

    @property
    def _ground(self) -> Ground:
        return Ground(self.place_of, self.point_of, self.extent)

    @property
    def _equation_room(self) -> QRectF:
        """Where the neuron's name and its equation stand, one line each."""
        top = self.area().bottom() + BELOW_PX + 4.0
        return QRectF(self.width() - EQUATION_PX, top, EQUATION_PX, 2 * LINE_PX)

    def _names(self) -> tuple[str, str]:
        """What the axes are called."""
        raise NotImplementedError

    def _describe(self) -> None:
        """Say what is here."""
        said = f"Line of {self._neuron}: {self.equation}" if self.line is not None else ""
        self.setAccessibleDescription(". ".join(filter(None, (said, self._read))))
        self.setToolTip(self._map_tip if self._part is None else TIPS[self._part])

    # Hands -----------------------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line, or say what can be dragged here."""
        if self._drag is None:
            self._show_part(None if event.buttons() else self._part_at(event.position()))
            super().mouseMoveEvent(event)
        elif self._drag.move(event.position()):
            self._describe()
            self.update()
            self.line_dragged.emit(self._drag.line, self._drag.part != "middle", self._key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the line, where it is."""
        if event.button() != Qt.MouseButton.LeftButton or self.line is None:
            super().mousePressEvent(event)
            return
        part = self._ground.part_at(self.line, event.position())
        self._show_part(part)
        if part is None:
            super().mousePressEvent(event)
        else:
            self._drag, self._key = Drag(self._ground, self.line, part, event.position()), object()
            _application().installEventFilter(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._drag is None:
            super().mouseReleaseEvent(event)
            return
        self.line = self._drag.line  # until the network shows it
        self.release_line()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        if self._drag is None:
            self._show_part(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the line it is the press of another drag."""
        if self._part_at(event.position()) is not None:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc gives the drag up, whoever has the keyboard; so do undo and redo, which are no shortcuts meanwhile."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and walks_history(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and (event.key() == Qt.Key.Key_Escape or walks_history(event)):
            key = self._key
            self.release_line()
            self._describe()
            self.drag_given_up.emit(key)
            return True
        return super().eventFilter(watched, event)

    def _part_at(self, place: QPointF) -> Part | None:
        return None if self.line is None else self._ground.part_at(self.line, place)

    def _show_part(self, part: Part | None) -> None:
        if part == self._part:
            return
        self._part = part
        if part is None:
            self.unsetCursor()
        else:
            self.setCursor(CURSORS[part])
        self._describe()
        self.update()

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map, the line over it, its equation below."""
        super().paintEvent(event)
        line = self._shown_line
        if line is None:
            return
        painter = QPainter(self)
        try:
            painter.save()
            painter.setClipRect(self.area())
            paint_line(painter, self._theme, self._ground, line, self._part)
            painter.restore()
            self._paint_equation(painter)
        finally:
            painter.end()

    def _paint_equation(self, painter: QPainter) -> None:
        """The neuron's name and its equation, at the right of the legend."""
        whole = self._equation_room
        top = whole.top()
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        written = (self._equation(digits) for digits in range(self._digits, LEAST_DIGITS - 1, -1))
        fitting = (text for text in written if metrics.horizontalAdvance(text) <= whole.width())
        said = next(fitting, self._equation(LEAST_DIGITS))
        for text, colour in ((self._neuron, self._theme.muted), (said, self._theme.ink)):
            room = QRectF(whole.left(), top, whole.width(), LINE_PX)
            painter.setPen(QColor(colour))
            painter.drawText(room, flags, metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width()))
            top += LINE_PX


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
