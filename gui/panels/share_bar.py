"""Three shares as one bar, whose two borders can be dragged: training, validation, test."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.table.columns import LEAST_TRAINED

HEIGHT_PX, BAR_PX, CORNER_PX = 22, 12, 4.0
GRIP_PX = 3.0
NEAR_PX = 10.0
STRIPE_PX = 5


class ShareBar(QWidget):
    """Ink is trained on, stripes are watched, what is left open tests. Its numbers can be typed beside it.

    Without validation there is one border; with it, each border moves the two parts beside it.
    """

    moved = Signal(float, float)
    """(validation, test) in percent, while a border is dragged."""
    let_go = Signal(float, float)
    """The same, once it is let go."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.validation, self.test = 0.0, 30.0
        self._grip: int | None = None
        self._shown = (0.0, 30.0)

    def show_shares(self, validation: float, test: float) -> None:
        """Show these shares, in percent; the rest is trained on."""
        self._shown = (validation, test)
        if self._grip is None:
            self._take(validation, test)

    def sizeHint(self) -> QSize:
        return QSize(180, HEIGHT_PX)

    @property
    def train(self) -> float:
        """Percent that is trained on."""
        return 100.0 - self.validation - self.test

    def border(self, place: int) -> QPointF:
        """Where the border after the training rows (0), or before the test rows (1), lies."""
        share = self.train if place == 0 else 100.0 - self.test
        return QPointF(share / 100.0 * self.width(), HEIGHT_PX / 2.0)

    def _take(self, validation: float, test: float) -> None:
        self.validation, self.test = validation, test
        words = [f"{self.train:g} % training", f"{validation:g} % validation", f"{test:g} % test"]
        self.setAccessibleName("Shares: " + ", ".join(words))
        self.setToolTip(f"{', '.join(words)}. Drag a border, or type the numbers below.")
        self.update()

    # Hands -----------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer border."""
        if event.button() == Qt.MouseButton.LeftButton:
            x = event.position().x()
            apart = [abs(self.border(place).x() - x) for place in (0, 1)]
            self._grip = 1 if self.validation == 0.0 or apart[1] < apart[0] else 0
            self._drag(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it along, in whole percents."""
        if self._grip is not None:
            self._drag(event.position().x())
        is_near = any(abs(self.border(place).x() - event.position().x()) < NEAR_PX for place in (0, 1))
        self.setCursor(Qt.CursorShape.SplitHCursor if is_near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """That is it."""
        if event.button() == Qt.MouseButton.LeftButton and self._grip is not None:
            self._grip = None
            if (self.validation, self.test) != self._shown:
                self.let_go.emit(self.validation, self.test)

    def _drag(self, x: float) -> None:
        share = float(min(max(round(100.0 * x / max(1, self.width())), 0), 100))
        if self._grip == 0:
            train = min(max(share, LEAST_TRAINED), 100.0 - self.test)
            found = (100.0 - train - self.test, self.test)
        elif self.validation == 0.0:
            found = (0.0, 100.0 - max(share, LEAST_TRAINED))
        else:
            test = 100.0 - max(share, self.train)
            found = (100.0 - self.train - test, test)
        if found != (self.validation, self.test):
            self._take(*found)
            self.moved.emit(*found)

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, roles = self.palette(), QPalette.ColorRole
        ink, muted = palette.color(roles.WindowText), palette.color(roles.PlaceholderText)
        field = palette.color(roles.Base)
        bar = QRectF(0.5, (HEIGHT_PX - BAR_PX) / 2.0, self.width() - 1.0, BAR_PX)
        first, second = self.border(0).x(), self.border(1).x()
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            outline = QPainterPath()
            outline.addRoundedRect(bar, CORNER_PX, CORNER_PX)
            painter.setClipPath(outline)
            painter.fillRect(bar, field)
            painter.fillRect(QRectF(bar.left(), bar.top(), first - bar.left(), BAR_PX), ink)
            self._paint_stripes(painter, QRectF(first, bar.top(), second - first, BAR_PX), muted)
            painter.setClipping(False)
            painter.setPen(QPen(muted, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(outline)
            for x in {first, second}:
                self._paint_grip(painter, min(max(x, GRIP_PX), self.width() - GRIP_PX), ink, field)
        finally:
            painter.end()

    def _paint_stripes(self, painter: QPainter, box: QRectF, colour: QColor) -> None:
        if box.width() <= 0.0:
            return
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(colour, 2.0))
        for x in range(int(box.left() - BAR_PX), int(box.right() + 1), STRIPE_PX):
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x + BAR_PX, box.top()))
        painter.restore()

    def _paint_grip(self, painter: QPainter, x: float, ink: QColor, field: QColor) -> None:
        painter.setPen(QPen(field, 1.0))
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(x - GRIP_PX, 1.0, 2 * GRIP_PX, HEIGHT_PX - 2.0), GRIP_PX, GRIP_PX)
