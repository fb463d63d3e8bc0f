"""What lies over a board while somebody paints: points that have just been left, the brush, and how to begin."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.data import Drawn
from core.data.drawn import trained
from gui.theme import BODY_PX, CORNER_PX, GRID_PX, LIGHT, SMALL_PX, Theme, body_font, class_colour
from gui.views.pointing import PointedPlot
from gui.views.points import paint_points

DOT_PX = (-6.0, -6.0, 6.0, 6.0)
"""How far a dot reaches around its place."""


class Cover(QWidget):
    """As large as the picture under it; the mouse goes through."""

    def __init__(self, plot: PointedPlot) -> None:
        super().__init__(plot)
        self.setObjectName("board-cover")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot = plot
        self._theme = LIGHT
        self._drawing = Drawn()
        self._fresh: Array = np.zeros((0, 3))
        self._radius: float | None = None
        self._colour: QColor | None = None
        self._words: tuple[str, ...] = ()
        self._circle = QRectF()
        plot.installEventFilter(self)
        plot.pointed.connect(self._show_circle)
        self.setGeometry(plot.rect())
        self.hide()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def show_drawing(self, drawing: Drawn, fresh: Array) -> None:
        """Points (n, 2 or 3) of this drawing, as it writes them, that the picture below does not show yet."""
        both = np.concatenate([self._fresh[:, :2], fresh[:, :2]])
        self._drawing, self._fresh = drawing, fresh
        if len(both):
            (left, top), (right, bottom) = (
                edge(self._plot.pixels_of(both), axis=0).tolist() for edge in (np.min, np.max)
            )
            self.update(QRectF(left, top, right - left, bottom - top).adjusted(*DOT_PX).toAlignedRect())

    def show_brush(self, radius: float | None, colour: QColor | None) -> None:
        """How far the tool reaches around the pointer (None: it has no reach), and what it paints; None: it erases."""
        self._radius, self._colour = radius, colour
        self.update()

    def show_words(self, words: tuple[str, ...]) -> None:
        """Say how to begin, the first line in bold; nothing: there is something already."""
        if words != self._words:
            self._words = words
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of the picture."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._plot.rect())
        return super().eventFilter(watched, event)

    def _show_circle(self) -> None:
        """The pointer is elsewhere: only what lay around it and lies around it now is painted anew."""
        if self._radius is None or not self.isVisible():
            return
        here = QRectF()
        if self._plot.point is not None:
            reach = self._radius + 3.0
            here = QRectF(self._plot.place_of(*self._plot.point), self._plot.place_of(*self._plot.point))
            here = here.adjusted(-reach, -reach, reach, reach)
        self.update(self._circle.united(here).toAlignedRect())
        self._circle = here

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fresh points, then the brush around the pointer; on an empty board the words."""
        painter = QPainter(self)
        try:
            painter.setClipRect(self._plot.area())
            if len(self._fresh):
                self._paint_fresh(painter)
            elif self._words:
                self._paint_words(painter)
            point = self._plot.point
            if point is not None and self._radius:
                self._paint_brush(painter, self._plot.place_of(*point), self._radius)
        finally:
            painter.end()

    def _paint_fresh(self, painter: QPainter) -> None:
        drawing, classes = self._drawing, len(self._drawing.classes)
        places = [QPointF(x, y) for x, y in self._plot.pixels_of(self._fresh[:, :2]).tolist()]
        is_trained = trained(self._fresh[:, : drawing.place_numbers], drawing.seed, drawing.share)
        if classes:
            colours = [class_colour(self._theme, index, classes) for index in range(classes)]
            groups = self._fresh[:, 2].astype(np.intp).tolist()
            ring = QColor(self._theme.neutral)
        else:
            colours, groups, ring = [QColor(self._theme.muted)], [0] * len(places), QColor(self._theme.canvas)
        for is_test in (False, True):
            rows = np.flatnonzero(is_trained != is_test).tolist()
            paint_points(painter, [places[row] for row in rows], [groups[row] for row in rows], colours, ring, is_test)

    def _paint_brush(self, painter: QPainter, place: QPointF, radius: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(self._theme.canvas), 3.5), (self._colour or QColor(self._theme.ink), 1.5)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(place, radius, radius)

    def _paint_words(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fonts = [body_font(SMALL_PX if line else BODY_PX, bold=not line) for line in range(len(self._words))]
        metrics = [QFontMetricsF(font) for font in fonts]
        width = max(one.horizontalAdvance(text) for one, text in zip(metrics, self._words, strict=True))
        height = sum(one.height() + 2.0 for one in metrics)
        frame = QRectF(0.0, 0.0, width + 4.0 * GRID_PX, height + 2.0 * GRID_PX)
        frame.moveCenter(self._plot.area().center())
        painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
        painter.setBrush(QColor(self._theme.field))
        painter.drawRoundedRect(frame, CORNER_PX, CORNER_PX)
        top = frame.top() + GRID_PX
        for line, (font, one, text) in enumerate(zip(fonts, metrics, self._words, strict=True)):
            painter.setFont(font)
            painter.setPen(QColor(self._theme.muted if line else self._theme.ink))
            painter.drawText(QRectF(frame.left(), top, frame.width(), one.height()), Qt.AlignmentFlag.AlignCenter, text)
            top += one.height() + 2.0
