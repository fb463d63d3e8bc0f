"""The gesture that selects: a frame drawn on the canvas."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gui.canvas.gestures.interactions import Stage
from gui.session.things import in_order
from gui.theme import Theme


class RubberBand:
    """Selects what it holds, while it is drawn; with `adds` besides what was selected."""

    is_edit = False

    def __init__(self, stage: Stage, adds: bool) -> None:
        self._stage = stage
        self._adds = adds
        self._before = stage.selection, stage.chosen_thing
        self._corner = QPointF()
        self._frame: QRectF | None = None

    def start(self, place: QPointF) -> None:
        """One corner."""
        self._corner = place

    def move(self, place: QPointF) -> None:
        """The other one."""
        self._frame = QRectF(self._corner, place).normalized()
        inside = self._stage.things_in(self._frame)
        selected, chosen = self._before
        if not self._adds:
            selected, chosen = frozenset(), None
        if chosen is None:
            chosen = next(iter(in_order(inside)), None)
        self._stage.select(selected | inside, chosen)
        self._stage.update()

    def end(self, place: QPointF) -> None:
        """What is inside stays selected."""
        self.move(place)

    def cancel(self) -> None:
        """What was selected is selected again."""
        self._stage.select(*self._before)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """What is inside is marked as what is selected is."""

    def paint_above(self, painter: QPainter, theme: Theme) -> None:
        """The frame."""
        if self._frame is not None:
            wash = QColor(theme.ink)
            wash.setAlphaF(0.06)
            painter.setBrush(wash)
            painter.setPen(QPen(QColor(theme.ink), 1.0))
            painter.drawRect(self._frame)
