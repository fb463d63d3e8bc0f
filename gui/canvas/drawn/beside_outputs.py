"""What is written right of the outputs: what each says and should say, and which class it is for."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from core.arrays import Array
from core.wording import MINUS
from gui.canvas.drawn.fitting import INSIDE, fit_inside, fitting_classes
from gui.canvas.drawn.geometry import Geometry
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.written import number, widest
from gui.theme import BODY_PX, SMALL_PX, Theme, class_colour

VALUES_GAP_PX = 9.0
"""From an output's node to its value, and from there to its target."""
ROOM_BELOW_PX = 56.0
"""So much room below each output holds its bias, its target and its loss."""
CLASS_LINE_PX, CLASS_DISC_PX, CLASS_GAP_PX = 14.0, 8.0, 4.0
"""A line for the name of an output's class, the disc before it, and from that to the name."""
LEAST_CLASS_PITCH_PX = 36.0
"""Classes that have no room inside their nodes stand beside them, where there is room for two lines."""


@lru_cache(maxsize=8)
def value_width(digits: int) -> float:
    """How wide the column of the outputs' values is: room for a minus sign and so many digits after the point."""
    return QFontMetricsF(font(BODY_PX, True)).horizontalAdvance(widest(digits))


def class_names_width(labels: Labels) -> float:
    """How much room the names of the classes take right of the outputs' pictures; 0.0: there are none."""
    if not labels.outputs or labels.picture == "value":
        return 0.0
    metrics = QFontMetricsF(font(SMALL_PX))
    return VALUES_GAP_PX + CLASS_DISC_PX + 2 * CLASS_GAP_PX + max(map(metrics.horizontalAdvance, labels.outputs)) + 2.0


class BesideOutputs:
    """For the outputs of one geometry."""

    def __init__(self, geometry: Geometry, labels: Labels) -> None:
        self._geometry = geometry
        self._labels = labels
        last = geometry.columns[-1]
        self.has_classes = (
            labels.picture == "value"
            and last.pitch >= LEAST_CLASS_PITCH_PX
            and not fit_inside(labels.outputs, INSIDE * last.node)
        )
        """Whether the names of the classes stand here, since they have no room inside of the nodes."""

    def paint(self, painter: QPainter, theme: Theme, values: Array | None, target: Array | None, digits: int) -> None:
        """Paint all of it.

        values  what the outputs say for a sample (outputs,); None without one
        target  (outputs,); None: not known
        digits  so many after the point
        """
        self._paint_classes(painter, theme, values)
        self._paint_values(painter, theme, values, target, digits)
        self._paint_pictured_classes(painter, theme, values)

    def _paint_classes(self, painter: QPainter, theme: Theme, values: Array | None) -> None:
        """The names of the classes, over what the outputs say."""
        if not self.has_classes:
            return
        column = self._geometry.columns[-1]
        left = column.x + column.node / 2 + VALUES_GAP_PX
        room = self._geometry.width - left - VALUES_GAP_PX / 2
        names = fitting_classes(self._labels.outputs, room, BODY_PX)
        painter.setFont(font(BODY_PX))
        painter.setPen(QColor(theme.ink))
        rise = 0.0 if values is None else LEAST_CLASS_PITCH_PX / 2
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
            frame = QRectF(left, y - 10 - rise, room, 20)
            painter.drawText(frame, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, names[unit])

    def _paint_values(
        self, painter: QPainter, theme: Theme, values: Array | None, target: Array | None, digits: int
    ) -> None:
        """The value and the target of each output."""
        column = self._geometry.columns[-1]
        if values is None or self._labels.picture != "value" or column.pitch < 14:
            return
        texts = {unit: number(float(values[unit]), digits) for unit in column.shown.tolist()}
        largest = number(float(values.max()), digits)
        # Of several that are written alike none is ahead, and where all are there is nothing to single out.
        is_any_ahead = values.size == 1 or set(texts.values()) != {largest}
        left = column.x + column.node / 2 + VALUES_GAP_PX
        room = value_width(digits)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        ink, muted = QColor(theme.ink), QColor(theme.muted)
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
            is_ahead = is_any_ahead and texts[unit] == largest
            painter.setFont(font(BODY_PX, is_ahead))
            painter.setPen(ink if is_ahead else muted)
            painter.drawText(QRectF(left, y - 10, room, 20), flags, texts[unit])
            if target is not None and unit < target.size and self._labels.target_scale is None:
                painter.setFont(font(SMALL_PX))
                painter.setPen(muted)
                text = f"target {float(target[unit]):.3g}".replace("-", MINUS)
                width = painter.fontMetrics().horizontalAdvance(text) + 2
                place = QRectF(left + room + VALUES_GAP_PX, y - 10, width, 20)
                if place.right() <= self._geometry.width:  # better no target than half of the word
                    painter.drawText(place, flags, text)

    def _paint_pictured_classes(self, painter: QPainter, theme: Theme, values: Array | None) -> None:
        """Which class each output is for, where its node shows a picture: a disc in the class's colour, and its name.

        Where a sample's target stands beside the node, too, it has the line below.
        """
        names, column = self._labels.outputs, self._geometry.columns[-1]
        if not names or self._labels.picture == "value" or column.pitch < 2 * CLASS_LINE_PX:
            return
        left = column.x + column.node / 2 + VALUES_GAP_PX
        has_target_beside = values is not None and column.pitch - column.node < ROOM_BELOW_PX
        up = CLASS_LINE_PX if has_target_beside else 0.0
        painter.setFont(font(SMALL_PX))
        metrics, room = painter.fontMetrics(), self._geometry.width - left - CLASS_DISC_PX - 2 * CLASS_GAP_PX
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(class_colour(theme, unit, len(names)))
            painter.drawEllipse(QPointF(left + CLASS_DISC_PX / 2, y - up), CLASS_DISC_PX / 2, CLASS_DISC_PX / 2)
            painter.setPen(QColor(theme.ink))
            text = metrics.elidedText(names[unit], Qt.TextElideMode.ElideRight, round(room))
            frame = QRectF(left + CLASS_DISC_PX + CLASS_GAP_PX, y - up - 8.0, room + 2.0, 16.0)
            painter.drawText(frame, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
