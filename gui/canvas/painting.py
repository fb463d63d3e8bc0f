"""How the drawing comes onto the canvas: roughly while it keeps changing, kept as a picture while a gesture goes on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap

from gui.canvas.drawn.legend import Legend

if TYPE_CHECKING:
    from gui.canvas.picture import NetworkPicture

REST_MS = 150
NODE_MARGIN_PX = 4


class Painting(QObject):
    """The painting of one canvas."""

    def __init__(self, canvas: "NetworkPicture") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._kept: QPixmap | None = None
        self._keeps = False
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
        self._canvas.update()

    def keep(self, keeps: bool) -> None:
        """Keep the drawing as a picture, because something moves over it; False: no longer."""
        self._keeps = keeps

    def show(self, painter: QPainter) -> None:
        """Paint the drawing, or the picture that is kept of it."""
        if self._keeps:
            painter.drawPixmap(0, 0, self.kept())
        else:
            self.paint(painter)

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
        drawing.paint(painter, theme, not self._rest.isActive(), canvas.brought_forward, feed, marked)
        drawing.paint_rings(painter, theme, marked, has_focus=canvas.hasFocus())
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
