"""A picture of data with something of the network's in it: what a map and a curve have in common."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.data.points import REACH
from core.probe.extent import Extent
from gui.session.sample import Kind
from gui.theme import LIGHT, SMALL_PX, Theme, body_font
from gui.views.axes import Scale
from gui.views.points import Dots, paint_cloud, paint_mark, paint_points, paint_rings

HOME = Extent(-REACH, REACH, -REACH, REACH)
"""What is shown where no data say otherwise."""


class DataPlot(QWidget):
    """Points, axes and legend lie in one pixmap, painted anew only when data, extent, size, screen or theme change.

    What the network says lies below or above it and is painted at each frame; subclasses say how, in `_paint_answers`
    and `_paint_still`. The rings around what it gets wrong are a pixmap of their own, painted when others are wrong.
    """

    still_is_on_top = True
    """Whether the pixmap lies over the network's answers, or below them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._font = body_font(SMALL_PX)
        self._theme = LIGHT
        self.home = self.extent = HOME
        self._dots: tuple[Dots, ...] = ()
        self._has_test_points = False
        self.noun = "point"
        self._answers: Array | None = None
        self._wrong: dict[Kind, Array] = {}
        self._mark: tuple[float, float] | None = None
        self._still: QPixmap | None = None
        self._rings: QPixmap | None = None

    def show_dots(self, dots: Sequence[Dots], home: Extent) -> None:
        """Show these samples, and all of the part of the picture in which they lie."""
        self._dots, self._wrong = tuple(dots), {}
        if home != self.home:
            self.home = self.extent = home
        self._forget_still()

    def show_noun(self, noun: str) -> None:
        """What a sample is called."""
        if noun != self.noun:
            self.noun = noun
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

    def show_wrong(self, wrong: Mapping[Kind, Array]) -> None:
        """Ring these of the samples that are shown: for each kind (n,) of true and false, as its dots stand."""
        if wrong.keys() == self._wrong.keys() and all(np.array_equal(wrong[kind], self._wrong[kind]) for kind in wrong):
            return
        self._wrong = dict(wrong)
        self._rings = None
        self.update(self.area().toAlignedRect())

    def show_mark(self, point: tuple[float, float] | None) -> None:
        """Mark the current sample here; None: nowhere."""
        if point != self._mark:
            self._mark = point
            self.update(self.area().toAlignedRect())

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self._forget_still()

    @property
    def shown_dots(self) -> tuple[Dots, ...]:
        """The samples that are to be seen."""
        return tuple(dots for dots in self._dots if dots.kind == "training" or self._has_test_points)

    def ringed(self) -> list[tuple[Kind, int]]:
        """What is ringed: the kind and the row of each."""
        return [(dots.kind, int(row)) for dots in self._ringable for row in dots.rows[self._wrong[dots.kind]]]

    def area(self) -> QRectF:
        """Where the plot itself lies in this widget."""
        raise NotImplementedError

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a point of the data lies in this widget."""
        across, up = self._scales()
        return QPointF(across(x), up(y))

    def point_of(self, place: QPointF) -> tuple[float, float]:
        """The point of the data at a place of this widget."""
        across, up = self._scales()
        return across.value(place.x()), up.value(place.y())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget_still()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            # The painter's scale, not the widget's: a window may be rendered into a picture of another ratio.
            ratio = painter.deviceTransform().m11()
            if self._still is None or self._still.devicePixelRatio() != ratio:
                self._still = self._painted(ratio, self._paint_still)
                self._rings = None
            if not self.still_is_on_top:
                painter.drawPixmap(0, 0, self._still)
            painter.save()
            painter.setClipRect(self.area())
            self._paint_answers(painter)
            painter.restore()
            if self.still_is_on_top:
                painter.drawPixmap(0, 0, self._still)
            self._paint_over(painter, ratio)
        finally:
            painter.end()

    def _scales(self) -> tuple[Scale, Scale]:
        """Of the lying and of the upright axis."""
        area, extent = self.area(), self.extent
        return (
            Scale(extent.left, extent.right, area.left(), area.right()),
            Scale(extent.bottom, extent.top, area.bottom(), area.top()),
        )

    def _draw_answers(self) -> None:
        """Make ready what `_paint_answers` paints; called when answers, size, data or theme are others."""
        raise NotImplementedError

    def _paint_answers(self, painter: QPainter) -> None:
        """Paint what the network says."""
        raise NotImplementedError

    def _paint_still(self, painter: QPainter) -> None:
        """Paint points, axes and legend."""
        raise NotImplementedError

    def _dot_colours(self) -> list[QColor]:
        """The colours of the dots' groups."""
        raise NotImplementedError

    def _ring_colour(self) -> QColor:
        """What lifts a dot off its ground."""
        raise NotImplementedError

    def _forget_still(self) -> None:
        self._still = None
        self._draw_answers()
        self.update()

    def _painted(self, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        try:
            painter.setFont(self._font)
            paint(painter)
        finally:
            painter.end()
        return pixmap

    def pixels_of(self, points: Array) -> Array:
        """Where points (n, 2) of the data lie in this widget: (n, 2), no further away than a painter can bear."""
        across, up = self._scales()
        return np.column_stack([across.pixels(points[:, 0]), up.pixels(points[:, 1])])

    def _places_in(self, points: Array) -> list[QPointF]:
        return [QPointF(x, y) for x, y in self.pixels_of(points).tolist()]

    def _paint_samples(self, painter: QPainter) -> None:
        """Paint the training points, and the test points where they are asked for."""
        painter.save()
        painter.setClipRect(self.area())
        colours = self._dot_colours()
        clouds = [dots for dots in self.shown_dots if dots.is_cloud]
        if clouds:
            paint_cloud(painter, clouds, colours, self.extent, self.area(), self._theme)
        for dots in self.shown_dots:
            if not dots.is_cloud:
                seen = dots.within(self.extent)
                places, groups = self._places_in(dots.points[seen]), dots.groups[seen].tolist()
                paint_points(painter, places, groups, colours, self._ring_colour(), dots.kind == "test")
        painter.restore()

    @property
    def _ringable(self) -> list[Dots]:
        return [dots for dots in self.shown_dots if dots.kind in self._wrong and not dots.is_cloud]

    def _paint_over(self, painter: QPainter, ratio: float) -> None:
        """Paint what lies over the points: rings around the wrong ones, and the mark of the current sample."""
        if self._wrong:
            if self._rings is None:
                self._rings = self._painted(ratio, self._paint_rings)
            painter.drawPixmap(0, 0, self._rings)
        if self._mark is not None:
            painter.save()
            painter.setClipRect(self.area())
            # A painter must not meet numbers beyond its range.
            place = self.place_of(*self._mark)
            if self.area().adjusted(-20.0, -20.0, 20.0, 20.0).contains(place):
                paint_mark(painter, place, self._theme)
            painter.restore()

    def _paint_rings(self, painter: QPainter) -> None:
        painter.setClipRect(self.area())
        for dots in self._ringable:
            seen = dots.within(self.extent)
            points = dots.points[seen[self._wrong[dots.kind][seen]]]
            paint_rings(painter, self._places_in(points), self._theme)
