"""Writes what neurons say for the current sample where their pictures show something else, and what is wanted of them.

Each number stands on a tag across the upper outline of its neuron; the sample itself is a ring on each picture. Right
of the outputs stands their target, and in a walked step what they cost.
"""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from core.arrays import Array
from core.data.points import REACH
from core.wording import MINUS
from gui.canvas.drawn.beside_outputs import ROOM_BELOW_PX, VALUES_GAP_PX, value_width
from gui.canvas.drawn.geometry import INPUTS, Column, Geometry
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.lens import Lens
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.nodes import Nodes
from gui.canvas.drawn.written import amounts, number, widest
from gui.canvas.look import Look
from gui.session.things import Neuron
from gui.theme import SMALL_PX, Theme

HEIGHT_PX = 15.0
PADDING_PX = 4.0
ABOVE_PX = 0.5
"""How much of a tag stands above its neuron: header chips are near."""
SMALLEST_NODE_PX = 30.0
RING_PX = 3.2
TARGET_PX = 96.0
AMOUNT_PX = 200.0
"""Room for what an output amounts to, and its target."""
LINE_PX = 14.0
NO_TARGET = "?"
"""Stands where the target is not known, and can be typed."""


class SampleTags:
    """The tags of one geometry, with the sample and the lens given last."""

    def __init__(self, geometry: Geometry, labels: Labels, nodes: Nodes, bottom_of: Callable[[Neuron], float]) -> None:
        self._geometry, self._labels, self._nodes, self._bottom_of = geometry, labels, nodes, bottom_of
        self._look = Look()
        self._lens: Lens | None = None
        self._place: Array | None = None
        self._metrics = QFontMetricsF(font(SMALL_PX))

    def show_look(self, look: Look) -> None:
        """Write values with so many digits."""
        self._look = look

    def show_lens(self, lens: Lens | None) -> None:
        """Show what this is about; None: the current sample."""
        self._lens = lens

    @property
    def _marked(self) -> Array | None:
        """Where the sample is whose values are shown."""
        if not self._is_of_sample:
            return None
        return self._place if self._lens is None or self._lens.said is None else self._lens.place

    @property
    def _is_of_sample(self) -> bool:
        """Whether what is shown is about one sample."""
        return self._lens is None or self._lens.tags is None

    def show_place(self, place: Array | None) -> None:
        """Mark this place of the data (numbers,) on the pictures; None: none."""
        self._place = place

    # Where and what --------------------------------------------------------------------------------------------------

    def text(self, layer: int, unit: int) -> str:
        """What a neuron's tag says; empty: it has none."""
        if self._geometry.column(layer).node < SMALLEST_NODE_PX:
            return ""
        lens = self._lens
        if lens is not None and lens.tags is not None:
            if layer != INPUTS:
                return f"{lens.tag} {self._number(lens.tags[layer][unit])}"
            if lens.said is None:
                return ""
        if self._labels.picture == "value" or self._nodes.values is None:
            return ""
        return self._number(self._nodes.values[layer + 1][unit])

    def _number(self, value: float) -> str:
        return number(float(value), self._look.digits)

    @property
    def widest(self) -> float:
        """How wide a tag may become, whatever its neuron says; 0.0: there is none."""
        lens = self._lens
        if lens is not None and lens.tags is not None:
            text = f"{lens.tag} {widest(self._look.digits)}"
        elif self._labels.picture == "value" or self._nodes.values is None:
            return 0.0
        else:
            text = widest(self._look.digits)
        return self._metrics.horizontalAdvance(text) + 2 * PADDING_PX

    def frame(self, layer: int, unit: int) -> QRectF:
        """Where a neuron's tag stands; empty where it has none, or is folded away."""
        column = self._geometry.column(layer)
        place, text = column.place_of(unit), self.text(layer, unit)
        if place is None or not text:
            return QRectF()
        width = self._metrics.horizontalAdvance(text) + 2 * PADDING_PX
        top = float(column.y[place]) - column.node / 2 - ABOVE_PX * HEIGHT_PX
        return QRectF(column.x - width / 2, top, width, HEIGHT_PX)

    def value_at(self, x: float, y: float) -> int | None:
        """The input whose number stands at this place."""
        column = self._geometry.column(INPUTS)
        return next((unit for unit in column.shown.tolist() if self.frame(INPUTS, unit).contains(x, y)), None)

    def target_at(self, x: float, y: float) -> int | None:
        """The output whose target stands at this place."""
        column = self._geometry.columns[-1]
        return next((unit for unit in column.shown.tolist() if self.target_frame(unit).contains(x, y)), None)

    def target_frame(self, unit: int) -> QRectF:
        """Where an output's target stands; empty where there is no sample, or no room."""
        column = self._geometry.columns[-1]
        place = column.place_of(unit)
        is_beside = self._is_beside  # there none is written where none is known
        if place is None or self._nodes.values is None or column.pitch < LINE_PX:
            return QRectF()
        if (is_beside and self._nodes.target is None) or not self._is_of_sample:
            return QRectF()
        y = float(column.y[place])
        left = column.x + column.node / 2 + VALUES_GAP_PX
        if is_beside:
            left += value_width(self._look.digits) + VALUES_GAP_PX
            return QRectF(left, y - LINE_PX / 2 - 1, self._geometry.width - left, LINE_PX + 2)
        if column.units == 1 or column.pitch - column.node >= ROOM_BELOW_PX:
            top = self._bottom_of(Neuron(column.layer, unit)) + 1.0
            width = TARGET_PX if self._labels.target_scale is None else AMOUNT_PX
            return QRectF(column.x - width / 2, top, width, LINE_PX)
        return QRectF(left, y - LINE_PX / 2, TARGET_PX, LINE_PX)

    @property
    def _is_beside(self) -> bool:
        """Whether targets stand beside what the outputs say, where the nodes write them."""
        return self._labels.picture == "value" and self._labels.target_scale is None

    @property
    def _losses(self) -> Array | None:
        return None if self._lens is None else self._lens.losses

    # Painting --------------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint all of it."""
        if self._nodes.values is None and self._lens is None:
            return
        painter.setFont(font(SMALL_PX))
        shares = self._shares()
        if shares is not None:
            for column in self._geometry.columns:
                self._paint_place(painter, theme, column, shares)
        for column in self._geometry.columns:
            for unit in column.shown.tolist() if column.node >= SMALLEST_NODE_PX else ():
                self._paint_tag(painter, theme, column.layer, unit)
        if not self._is_beside:
            self._paint_targets(painter, theme)
        if self._losses is not None:
            self._paint_losses(painter, theme, self._losses)

    def _paint_tag(self, painter: QPainter, theme: Theme, layer: int, unit: int) -> None:
        frame = self.frame(layer, unit)
        if frame.isEmpty():
            return
        painter.setPen(QPen(QColor(theme.muted), 1.0))
        painter.setBrush(QColor(theme.canvas))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(QColor(theme.ink))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self.text(layer, unit))

    def _shares(self) -> Array | None:
        """Where the sample is on the pictures, each number from -1 to 1; None: there is none, or it is outside, or
        the nodes show no pictures.
        """
        place, values, extent = self._marked, self._nodes.values, self._labels.extent
        if self._labels.picture == "value" or place is None or values is None:
            return None
        # Pictures of a table are over its numbers as the network is given them.
        given = values[0].astype(np.float64)
        if extent is None:
            shares = (given if self._labels.input_scales else place)[:2] / REACH
        else:
            low, high = np.array([extent.left, extent.bottom]), np.array([extent.right, extent.top])
            shares = (2.0 * given - low - high) / (high - low)
        return None if (np.abs(shares) > 1.0).any() else shares

    def _paint_place(self, painter: QPainter, theme: Theme, column: Column, shares: Array) -> None:
        """Where the sample is on each of a column's pictures."""
        if column.node < SMALLEST_NODE_PX:
            return
        across = float(shares[0]) * column.node / 2
        for y in column.y.tolist():
            if self._labels.picture == "curve":
                painter.setPen(QPen(QColor(theme.ink), 1.0, Qt.PenStyle.DotLine))
                half = column.node / 2 - 3.0
                painter.drawLine(QLineF(column.x + across, y - half, column.x + across, y + half))
                continue
            at = QPointF(column.x + across, y - float(shares[1]) * column.node / 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.canvas), 3.4))
            painter.drawEllipse(at, RING_PX, RING_PX)
            painter.setPen(QPen(QColor(theme.ink), 1.5))
            painter.drawEllipse(at, RING_PX, RING_PX)

    def _paint_targets(self, painter: QPainter, theme: Theme) -> None:
        target = self._nodes.target
        for unit in self._geometry.columns[-1].shown.tolist():
            frame = self.target_frame(unit)
            known = None if target is None or unit >= target.size else float(target[unit])
            if not frame.isEmpty():
                self._write(painter, theme, theme.muted, frame, self._target_text(unit, known))

    def _target_text(self, unit: int, target: float | None) -> str:
        """ "target 1"; of a number that was scaled also what the output amounts to, both in its own unit."""
        values = self._nodes.values
        if self._labels.target_scale is None or values is None:
            return f"target {NO_TARGET if target is None else self._plain(target)}"
        return amounts(self._labels, float(values[-1][unit]), target)

    def _paint_losses(self, painter: QPainter, theme: Theme, losses: Array) -> None:
        column = self._geometry.columns[-1]
        left = column.x + column.node / 2 + VALUES_GAP_PX
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
            frame = self.target_frame(unit).translated(0.0, LINE_PX)
            if self._is_beside:
                frame = QRectF(left, y + LINE_PX / 2 + 1, self._geometry.width - left, LINE_PX)
            if not frame.isEmpty() and (column.units == 1 or column.pitch >= 2.4 * LINE_PX):
                self._write(painter, theme, theme.ink, frame, f"loss {self._number(losses[unit])}")

    def _write(self, painter: QPainter, theme: Theme, colour: str, frame: QRectF, text: str) -> None:
        """Below its neuron in the middle, on a ground, for connections pass there; beside it from the left."""
        is_below = abs(frame.center().x() - self._geometry.columns[-1].x) < 1.0
        if is_below:
            half = self._metrics.horizontalAdvance(text) / 2 + PADDING_PX
            ground = QRectF(frame.center().x() - half, frame.top(), 2 * half, frame.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.canvas))
            painter.drawRoundedRect(ground, 4, 4)
        across = Qt.AlignmentFlag.AlignHCenter if is_below else Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(colour))
        painter.drawText(frame, across | Qt.AlignmentFlag.AlignVCenter, text)

    def _plain(self, value: float) -> str:
        """A target: whole ones without zeros behind them."""
        value = float(value)
        return f"{value:.0f}".replace("-", MINUS) if value.is_integer() and abs(value) < 1e4 else self._number(value)
