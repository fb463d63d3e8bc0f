"""A picture of data with something of the network's in it: what a map and a curve have in common."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.data import Dataset
from gui.theme import LIGHT, SMALL_PX, Theme, body_font
from gui.views.axes import Scale
from gui.views.points import paint_points


class DataPlot(QWidget):
    """Points, axes and legend lie in one pixmap, painted anew only when data, size, screen or theme change.

    What the network says lies below or above it and is painted at each frame; subclasses say how, in `_paint_answers`
    and `_paint_still`.
    """

    still_is_on_top = True
    """Whether the pixmap lies over the network's answers, or below them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._font = body_font(SMALL_PX)
        self._theme = LIGHT
        self._dataset: Dataset | None = None
        self._has_test_points = False
        self._answers: Array | None = None
        self._still: QPixmap | None = None

    def show_data(self, dataset: Dataset | None) -> None:
        """Show these points; None: none."""
        self._dataset = dataset
        self._forget_still()

    def show_test_points(self, are_shown: bool) -> None:
        """Show the test points too, or not."""
        self._has_test_points = are_shown
        self._forget_still()

    def show_answers(self, answers: Array | None) -> None:
        """Show what the network answers; None: no network that fits."""
        if answers is None and self._answers is None:
            return
        self._answers = answers
        self._draw_answers()
        self.update(self.area().toAlignedRect())

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self._forget_still()

    def area(self) -> QRectF:
        """Where the plot itself lies in this widget."""
        raise NotImplementedError

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a point of the data lies in this widget."""
        across, up = self._scales()
        return QPointF(across(x), up(y))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget_still()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            # The painter's scale, not the widget's: a window may be rendered into a picture of another ratio.
            ratio = painter.deviceTransform().m11()
            if self._still is None or self._still.devicePixelRatio() != ratio:
                self._still = self._painted_still(ratio)
            if not self.still_is_on_top:
                painter.drawPixmap(0, 0, self._still)
            painter.save()
            painter.setClipRect(self.area())
            self._paint_answers(painter)
            painter.restore()
            if self.still_is_on_top:
                painter.drawPixmap(0, 0, self._still)
        finally:
            painter.end()

    def _scales(self) -> tuple[Scale, Scale]:
        """Of the lying and of the upright axis."""
        raise NotImplementedError

    def _draw_answers(self) -> None:
        """Make ready what `_paint_answers` paints; called when answers, size, data or theme are others."""
        raise NotImplementedError

    def _paint_answers(self, painter: QPainter) -> None:
        """Paint what the network says."""
        raise NotImplementedError

    def _paint_still(self, painter: QPainter) -> None:
        """Paint points, axes and legend."""
        raise NotImplementedError

    def _places(self, x: Array, y: Array) -> list[QPointF]:
        """Where these samples lie."""
        raise NotImplementedError

    def _colour_of(self, target: float) -> QColor:
        """The colour of a sample's dot."""
        raise NotImplementedError

    def _ring_colour(self) -> QColor:
        """What lifts a dot off its ground."""
        raise NotImplementedError

    def _forget_still(self) -> None:
        self._still = None
        self._draw_answers()
        self.update()

    def _painted_still(self, ratio: float) -> QPixmap:
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        try:
            painter.setFont(self._font)
            self._paint_still(painter)
        finally:
            painter.end()
        return pixmap

    def _paint_samples(self, painter: QPainter) -> None:
        """Paint the training points, and the test points where they are asked for."""
        dataset = self._dataset
        if dataset is None:
            return
        sets = [(dataset.places, dataset.y, False)]
        if self._has_test_points and dataset.places_test is not None and dataset.y_test is not None:
            sets.append((dataset.places_test, dataset.y_test, True))
        painter.save()
        painter.setClipRect(self.area())
        for places, y, is_test in sets:
            paint_points(painter, self._places(places, y), y[:, 0], self._colour_of, self._ring_colour(), is_test)
        painter.restore()
