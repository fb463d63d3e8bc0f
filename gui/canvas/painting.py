"""How the drawing comes onto the canvas: roughly while it keeps changing, kept as a picture while a gesture goes on."""

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from gui.canvas.drawn.legend import Legend
from gui.canvas.drawn.unit_numbers import paint_unit_numbers
from gui.session.frame_clock import FRAME_SECONDS

if TYPE_CHECKING:
    from gui.canvas.picture import NetworkPicture

REST_MS = 150
NODE_MARGIN_PX = 4
MOST_SHARE = 0.15
"""So much of the time painting may take while frames flow: what the window does, training cannot do meanwhile."""
OFTENEST, SELDOMEST = 2, 4
"""In frames: 30 and 15 times a second."""
REMEMBERED = 0.9
"""How much of what was measured before counts beside the newest measurement."""


class Painting(QObject):
    """The painting of one canvas."""

    def __init__(self, canvas: "NetworkPicture") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._kept: QPixmap | None = None
        self._keeps = False
        self._seconds = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._paint_anew)

    def refresh(self) -> None:
        """Paint the whole drawing again, roughly while it keeps changing."""
        drawing = self._canvas.drawing
        if drawing is not None and not drawing.edges.is_always_smooth:
            self._rest.start()
        self._paint_anew()

    def _paint_anew(self) -> None:
        self._kept = None
        moment = self._canvas.moment
        is_flowing = moment is not None and moment.is_playing
        self._canvas.update(self._uncovered() if is_flowing else QRegion(self._canvas.rect()))

    def _uncovered(self) -> QRegion:
        """The canvas without what stands on it: chips and buttons would all be painted again, for nothing."""
        region = QRegion(self._canvas.rect())
        for child in self._canvas.children():
            if isinstance(child, QWidget) and child.isVisible():
                region -= QRegion(child.geometry())
        return region

    def keep(self, keeps: bool) -> None:
        """Keep the drawing as a picture, because something moves over it; False: no longer."""
        self._keeps = keeps

    def show(self, painter: QPainter) -> None:
        """Paint the drawing, or the picture that is kept of it."""
        if self._keeps:
            painter.drawPixmap(0, 0, self.kept())
            return
        began = time.perf_counter()
        self.paint(painter)
        took = time.perf_counter() - began
        self._seconds = took if self._seconds == 0.0 else REMEMBERED * self._seconds + (1.0 - REMEMBERED) * took

    @property
    def every(self) -> int:
        """While frames flow, one in so many is painted: as many as keep the painting within its share of the time."""
        return min(SELDOMEST, max(OFTENEST, math.ceil(self._seconds / (MOST_SHARE * FRAME_SECONDS))))

    def kept(self) -> QPixmap:
        """The drawing as a picture, painted again only when it changes: a drag repaints at each move of the mouse."""
        ratio = self._canvas.devicePixelRatioF()
        if self._kept is None or self._kept.devicePixelRatio() != ratio:
            picture = QPixmap(self._canvas.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            painter = QPainter(picture)
            try:
                self.paint(painter)
            finally:
                painter.end()
            self._kept = picture
        return self._kept

    def paint(self, painter: QPainter) -> None:
        """The drawing with what is marked on it, and its legend."""
        canvas = self._canvas
        theme, drawing, marked = canvas.theme, canvas.drawing, canvas.marked
        painter.fillRect(canvas.rect(), QColor(theme.canvas))
        if drawing is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.translate(canvas.offset)
        feed = None if canvas.standing.feed is None else canvas.standing.feed - canvas.offset
        thing, is_smooth = canvas.brought_forward, not self._rest.isActive()
        drawing.paint(painter, theme, is_smooth, thing, feed, marked, canvas.hasFocus())
        if canvas.shows_unit_numbers:
            paint_unit_numbers(painter, theme, drawing.geometry)
        painter.restore()
        word = "weight" if drawing.lens is None else drawing.lens.word
        legend = Legend(painter, theme, drawing.edges, drawing.geometry.connections, canvas.look, word)
        legend.paint(canvas.standing.legend_room, canvas.width() / 2)

    def picture_of(self, nodes: QRectF) -> QPixmap:
        """How the nodes in a frame of the drawing look, with four pixels around them."""
        drawing, ratio = self._canvas.drawing, self._canvas.devicePixelRatioF()
        frame = nodes.adjusted(-NODE_MARGIN_PX, -NODE_MARGIN_PX, NODE_MARGIN_PX, NODE_MARGIN_PX)
        picture = QPixmap((frame.size() * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(0, 0, 0, 0))
        if drawing is not None:
            painter = QPainter(picture)
            try:
                painter.translate(-frame.topLeft())
                drawing.nodes.paint(painter, self._canvas.theme, drawing.edges.scale)
            finally:
                painter.end()
        return picture
