"""The map itself: what a network says at every place of a plane, as a picture with axes and legend."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Pixels
from core.probe.extent import Extent
from core.probe.meaning import Meaning
from core.wording import counted
from gui.theme import GRID_PX, LIGHT, Theme, body_font, class_colour
from gui.views.colouring import Colouring, class_count, dot_colours
from gui.views.frame import BELOW_PX, LEFT_PX, paint_ticks, rooms_for
from gui.views.line_plot import LinePlot
from gui.views.map_legend import ROW_PX, Entry, paint_classes, paint_scale, with_names
from gui.views.points import Dots
from gui.views.regions import middles_of_regions

LEGEND_PX = 34
"""Room for the legend below the map."""
SMALLEST_PX = 140
PLANE = ("x₁", "x₂")
COMPONENT = "component"
"""So the names of axes begin that are no inputs, which wants a word."""
LONGEST_IN_REGION, REGION_PX = 2, 16
LOOKED_AT = 48
"""So many places across are enough to find where a region is widest."""
LONG_EQUATION_PX = 232.0
"""The room for an equation with longer names than these."""
ALWAYS_NAMED = 10
"""The legend names so many classes whether the map shows them or not; of more, only those that it shows."""


class DecisionMap(LinePlot):
    """The square itself, with axes and legend."""

    def __init__(self, colouring: Colouring, parent: QWidget | None = None) -> None:
        super().__init__("decision-map", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._width = 352
        self._axes = PLANE
        self._colouring = colouring
        self._table = colouring.table(LIGHT)
        self._pixels: Pixels = np.zeros((1, 1), np.uint32)
        self._image = QImage()
        self._occurring: tuple[int, ...] = ()
        self.named: dict[int, tuple[float, float]] = {}
        """Where in the square, in parts of it from its upper left corner, a region's class is written."""
        self._region_font = body_font(REGION_PX, bold=True)
        self._measure()
        self._name()

    def show_dots(self, dots: Sequence[Dots], home: Extent) -> None:
        """Show these samples, and all of the part of the plane in which they lie."""
        super().show_dots(dots, home)
        self._name()

    def show_axes(self, names: tuple[str, str]) -> None:
        """Call the axes so."""
        if names != self._axes:
            self._axes = names
            self.updateGeometry()
            self._name()
            self._forget_still()

    def show_colouring(self, colouring: Colouring) -> None:
        """Colour what the network answers, and the points, in this way."""
        if colouring != self._colouring:
            self._colouring = colouring
            self._table = colouring.table(self._theme)
            if self._answers is not None and not colouring.fits(self._answers):
                self._answers = None  # those of the network before
            self._name()
            self._forget_still()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._table = self._colouring.table(theme)
        super().show_theme(theme)

    @property
    def meaning(self) -> Meaning:
        """How the outputs are read."""
        return self._colouring.meaning

    def area(self) -> QRectF:
        """Where the square lies in this widget."""
        rooms = self._rooms_px
        side = max(1, min(self.width() - rooms.left - 1, self.height() - rooms.above - rooms.below - LEGEND_PX))
        return QRectF(rooms.left, rooms.above, side, side)

    def sizeHint(self) -> QSize:
        rooms = self._rooms_px  # more height would stay empty
        return QSize(352, round(self._width - LEFT_PX + rooms.above - 1 + rooms.below + LEGEND_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEFT_PX + SMALLEST_PX, SMALLEST_PX + BELOW_PX + LEGEND_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._width:
            self._width = self.width()
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Where the map is read at the pointer already, no tip covers it."""
        if isinstance(event, QHelpEvent) and self._part is None and self.area().contains(event.pos().toPointF()):
            return True
        return super().event(event)

    def _forget_still(self) -> None:
        self._measure()
        super()._forget_still()

    def _measure(self) -> None:
        self._rooms_px = rooms_for(self.extent.bottom, self.extent.top, self._axes, self._font)

    def _draw_answers(self) -> None:
        self.named = {}
        if self._answers is None:
            self._image = QImage()
            return
        self._pixels, shown = self._colouring.pixels(self._answers, self._table)
        rows, columns = self._pixels.shape
        # The image reads the array's memory, which self keeps.
        self._image = QImage(self._pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
        if self._has_short_names:
            stride = max(1, columns // LOOKED_AT)
            few = self._answers[:, ::stride, ::stride]
            chosen = self.meaning.decided_and_sureness(few.reshape(len(few), -1))[0].reshape(few.shape[1:])
            self.named = middles_of_regions(chosen, class_count(self.meaning))
        occurring = () if shown is None else tuple(shown.tolist())
        if occurring != self._occurring:
            self._occurring = occurring
            if class_count(self.meaning) > ALWAYS_NAMED:
                self.update()  # the legend

    def _paint_answers(self, painter: QPainter) -> None:
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self._colouring.is_discrete)
            painter.drawImage(self.area(), self._image)

    def _names(self) -> tuple[str, str]:
        return self._axes

    def _name(self) -> None:
        training = [dots for dots in self._dots if dots.kind == "training"]
        points = f" with {counted(len(training[0].points), f'training {self.noun}')}" if training else ""
        self.setAccessibleName(f"Map of the network's output over {self._axes[0]} and {self._axes[1]}{points}")
        if self.meaning.kind == "classes":
            self._map_tip = "The class with the largest output at every place, paler where the next one is as large."
        else:
            low, _, high = self._colouring.scale.texts
            self._map_tip = f"The network's output at every place: orange to blue is {low} to {high}."
        self._describe()

    def _paint_still(self, painter: QPainter) -> None:
        self._paint_samples(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        paint_ticks(painter, self.area(), *self._scales(), self._theme, self._axes)

    @property
    def _has_short_names(self) -> bool:
        """Whether the classes' names have room in their regions, as digits have."""
        if self.meaning.kind != "classes":
            return False
        return all(
            len(self.meaning.class_name(index)) <= LONGEST_IN_REGION for index in range(class_count(self.meaning))
        )

    def _paint_region_names(self, painter: QPainter) -> None:
        """In the widest place of each region its class, over the samples: ten colours alone are hard to tell apart."""
        area, metrics = self.area(), QFontMetricsF(self._region_font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, (across, down) in self.named.items():
            name = self.meaning.class_name(index)
            middle = QPointF(area.left() + across * area.width(), area.top() + down * area.height())
            path = QPainterPath()
            start = middle + QPointF(-metrics.horizontalAdvance(name) / 2.0, metrics.capHeight() / 2.0)
            path.addText(start, self._region_font, name)
            halo = QPen(QColor(self._theme.canvas), 5.0)
            halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(path, halo)
            painter.fillPath(path, QColor(self._theme.ink))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map, and its legend where that is to be painted anew."""
        super().paintEvent(event)
        if self.named and event.rect().intersects(self.area().toAlignedRect()):
            painter = QPainter(self)
            try:
                self._paint_region_names(painter)
            finally:
                painter.end()
        if event.rect().bottom() > self.area().bottom() + self._rooms_px.below:
            painter = QPainter(self)
            try:
                painter.setFont(self._font)
                self._paint_legend(painter)
            finally:
                painter.end()

    def _dot_colours(self) -> list[QColor]:
        return dot_colours(self.meaning, self._theme)

    def _ring_colour(self) -> QColor:
        return QColor(self._theme.neutral)

    def _paint_legend(self, painter: QPainter) -> None:
        square = self.area()
        top = square.bottom() + self._rooms_px.below + GRID_PX
        if self.meaning.kind == "classes":
            right = self.width() - (self._equation_room.width() + GRID_PX if self.line is not None else 0.0)
            room = QRectF(square.left(), top - 4, right - square.left(), LEGEND_PX - 4)
            bottom = paint_classes(painter, room, self._entries(), self._theme)
            if bottom + ROW_PX <= room.bottom() + 1.0 and self._axes[0].startswith(COMPONENT) and self.line is None:
                painter.setPen(QColor(self._theme.muted))
                below = QRectF(room.left(), bottom, room.width(), ROW_PX)
                painter.drawText(
                    below, Qt.AlignmentFlag.AlignVCenter, f"Along {COMPONENT} 1 the {self.noun}s differ most."
                )
            return
        width = min(180.0, 0.6 * square.width())
        texts = self._colouring.scale.texts
        if self.line is not None:
            width = 80.0 if self._has_long_names else 110.0
        elif self.meaning.kind == "two classes":
            width = 0.75 * square.width()
            names = [self.meaning.class_name(index) for index in (0, 1)]
            texts = with_names(texts, names, square.width(), painter.fontMetrics())
        bar = self._colouring.bar(self._table)
        paint_scale(painter, square.left(), top, width, bar, texts, self._theme)

    @property
    def _has_long_names(self) -> bool:
        """Whether the axes' names have lines of their own."""
        return self._rooms_px.below > BELOW_PX

    @property
    def _equation_room(self) -> QRectF:
        room = super()._equation_room
        if self._has_long_names:
            room.translate(0.0, self._rooms_px.below - BELOW_PX)
            room.setLeft(max(room.right() - LONG_EQUATION_PX, 0.0))
        return room

    def _entries(self) -> list[Entry]:
        meaning = self.meaning
        count = class_count(meaning)
        shown = range(count) if count <= ALWAYS_NAMED else self._occurring
        entries = [(class_colour(self._theme, index, count), meaning.class_name(index)) for index in shown]
        if meaning.dataset.decides_at is not None:
            entries.append((QColor(self._theme.neutral), "no answer"))
        return entries
