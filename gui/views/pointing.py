"""A picture of data under hands: pointed at, walked over with keys, clicked, zoomed and dragged along."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from core.probe.extent import Extent
from gui.views.data_plot import DataPlot

Point = tuple[float, float]
ZOOM_PER_NOTCH = 1.25
STEP, LEAP = 0.02, 0.1
"""How far an arrow key moves the crosshair, as a share of the picture: alone, and with Shift."""
ARROWS: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


class PointedPlot(DataPlot):
    """Says where it is pointed at, what is clicked, and that another part of the plane is shown.

    The wheel zooms around the pointer, a drag moves along (with the middle button, too), a double click, F or Home
    shows all of the data again. Arrow keys move a crosshair that is read as the pointer is, Enter clicks there, plus
    and minus zoom.
    """

    pointed = Signal()
    """`point` is another one."""
    clicked = Signal(QPointF)
    """A place in this widget was clicked, or chosen with Enter."""
    extent_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.point: Point | None = None
        self._has_crosshair = self._is_crossed = False
        self._read = ""
        self._pressed_at: QPointF | None = None
        self._panned_from: Extent | None = None
        self._is_walked_to = False

    def show_extent(self, extent: Extent) -> None:
        """Show this part of the plane."""
        if extent != self.extent:
            self.extent = extent
            self._forget_still()
            self.extent_changed.emit()

    def show_read(self, text: str) -> None:
        """Say this of the place that is pointed at to whoever listens instead of looking; empty: nothing."""
        if text != self._read:
            self._read = text
            self._describe()

    def fit(self) -> None:
        """Show all of the data again."""
        self.show_extent(self.home)

    def zoom(self, factor: float, at: Point) -> None:
        """Show less (factor above 1) or more around a point, which stays where it is."""
        self.show_extent(self.extent.zoomed(factor, at, self.home))

    def _describe(self) -> None:
        """Say what is here."""
        self.setAccessibleDescription(self._read)

    # Hands -----------------------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture along, or say where it is pointed at."""
        place = event.position()
        if self._pressed_at is not None and self._panned_from is None:
            away = (place - self._pressed_at).manhattanLength()
            if away >= QApplication.startDragDistance():
                self._panned_from = self.extent
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._panned_from is not None and self._pressed_at is not None:
            start, area = self._panned_from, self.area()
            shift = place - self._pressed_at
            self.show_extent(
                start.moved(-shift.x() / area.width() * start.width, shift.y() / area.height() * start.height)
            )
        self._point_at(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What begins here is a click or a drag."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton) and self.area().contains(
            event.position()
        ):
            self._pressed_at = event.position()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It was a click, unless the picture was dragged."""
        was_pressed, was_panned = self._pressed_at is not None, self._panned_from is not None
        self._let_go()
        if was_pressed and not was_panned and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of the data again."""
        if self.area().contains(event.position()):
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        notches = event.angleDelta().y() / 120.0
        if not self.area().contains(event.position()) or notches == 0.0:
            event.ignore()
            return
        self.zoom(ZOOM_PER_NOTCH**notches, self.point_of(event.position()))
        self._point_at(event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        if not self._has_crosshair:
            self._show_point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the crosshair, click there, zoom, show all of the data."""
        key, is_shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        at = self.point or self.extent.centre
        if others:
            super().keyPressEvent(event)
        elif key in ARROWS:
            self._walk(*ARROWS[key], LEAP if is_shifted else STEP)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._has_crosshair:
            self.clicked.emit(self.place_of(*at))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM_PER_NOTCH, at)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1.0 / ZOOM_PER_NOTCH, at)
        elif key in (Qt.Key.Key_F, Qt.Key.Key_Home):
            self.fit()
        elif key == Qt.Key.Key_Escape and (self._panned_from is not None or self._has_crosshair):
            if self._panned_from is not None:
                self.show_extent(self._panned_from)
            self._let_go()
            self._has_crosshair = False
            self._show_point(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes with the Tab key sees where the keyboard is."""
        super().focusInEvent(event)
        self._is_walked_to = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The crosshair goes with the keyboard."""
        super().focusOutEvent(event)
        self._is_walked_to = False
        if self._has_crosshair:
            self._has_crosshair = False
            self._show_point(None)
        self.update()

    def _walk(self, dx: float, dy: float, share: float) -> None:
        extent = self.extent
        x, y = self.point if self.point is not None else extent.centre
        x = min(max(x + dx * share * extent.width, extent.left), extent.right)
        y = min(max(y + dy * share * extent.height, extent.bottom), extent.top)
        self._has_crosshair = True
        self._show_point((x, y))

    def _point_at(self, place: QPointF) -> None:
        self._has_crosshair = False
        self._show_point(self.point_of(place) if self.area().contains(place) else None)

    def _show_point(self, point: Point | None) -> None:
        if point != self.point:
            if self._has_crosshair or self._is_crossed:
                self.update()
            self._is_crossed = self._has_crosshair and point is not None
            self.point = point
            self.pointed.emit()

    def _let_go(self) -> None:
        if self._panned_from is not None:
            self.unsetCursor()
        self._pressed_at = self._panned_from = None

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture; over it the crosshair, and a frame where the keyboard is."""
        super().paintEvent(event)
        if not (self._has_crosshair or self._is_walked_to):
            return
        painter = QPainter(self)
        try:
            area = self.area()
            if self._has_crosshair and self.point is not None:
                self._paint_crosshair(painter, area, self.place_of(*self.point))
            if self._is_walked_to:
                painter.setPen(QPen(QColor(self._theme.ink), 1.0))
                painter.drawRect(area.adjusted(0.0, 0.0, -1.0, -1.0))
        finally:
            painter.end()

    def _paint_crosshair(self, painter: QPainter, area: QRectF, place: QPointF) -> None:
        x, y = round(place.x()) + 0.5, round(place.y()) + 0.5
        for colour, width in ((self._theme.canvas, 3.0), (self._theme.ink, 1.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
