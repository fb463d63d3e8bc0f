"""The gesture that moves neurons: within their layer, to another one, or off the canvas."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from core.errors import UserError
from gui.canvas.drawn.geometry import Column, Geometry
from gui.canvas.drawn.letters import font
from gui.canvas.edits import Operation, moved_units, next_ones, removed, reordered
from gui.canvas.gestures.ghosts import (
    draw_node,
    paint_column_target,
    paint_empty_place,
    paint_insertion,
    paint_refusal,
    paint_tag,
    paint_wash,
)
from gui.canvas.gestures.interactions import Onto, Stage, target_at
from gui.session.things import Neuron
from gui.theme import SMALL_PX, Theme

MOST_MOVED_ASIDE = 16
"""Larger columns show a bar where the neurons would go in, but do not make room."""
MOST_PICTURES = 3
STEP_PX = 5.0


@dataclass(frozen=True)
class Drop:
    """What a drop would do.

    column  the column they would stand in; None: they would go
    place   how many of the other neurons shown there would stand above them
    edit    makes it
    text    says it
    """

    column: Column | None
    place: int
    edit: Operation
    text: str


class DragNeurons:
    """Neurons of one layer taken out of their column by one of them."""

    is_edit = True

    def __init__(self, stage: Stage, held: Neuron, units: tuple[int, ...]) -> None:
        self._stage = stage
        self._layer = held.layer
        self._units = units
        self._neurons = [Neuron(held.layer, unit) for unit in units]
        self._place: QPointF | None = None
        others = [unit for unit in units if unit != held.unit]
        self._pictures = [stage.picture_of(self._layer, unit) for unit in (held.unit, *others[: MOST_PICTURES - 1])]
        self._aside: dict[Neuron, QPixmap] = {}

    def start(self, place: QPointF) -> None:
        """Taken hold of."""

    def move(self, place: QPointF) -> None:
        """Carried."""
        self._place = place
        self._stage.update()

    def end(self, place: QPointF) -> None:
        """Dropped: they stand there, or go, or nothing happens."""
        drop, geometry = self._drop_at(place), self._stage.arrangement
        if drop is not None and geometry is not None:
            then = next_ones(geometry.network, self._neurons) if drop.column is None else None
            self._stage.edit(drop.edit, then)

    def cancel(self) -> None:
        """Back to their places."""

    # What a drop would do --------------------------------------------------------------------------------------------

    def _drop_at(self, place: QPointF) -> Drop | None:
        """What a drop here would do; None: nothing."""
        geometry = self._stage.arrangement
        if geometry is None or not self._stage.contains(place):
            return None
        column = _column_at(geometry, place)
        count = len(self._units)
        if column is None:
            takes_all = self._layer >= 0 and count == geometry.network.dense[self._layer].units
            text = "remove with its layer" if takes_all else "remove" if count == 1 else f"remove {count}"
            return Drop(None, 0, removed(self._neurons), text)
        if column.layer == self._layer:
            others = [unit for unit in column.shown.tolist() if unit not in self._units]
            above = self._place_within(column, others, place.y())
            order = others[:above] + list(self._units) + others[above:]
            if order == sorted(order):
                return None
            before = others[above] if above < len(others) else column.units
            return Drop(column, above, reordered(self._layer, self._units, before), "")
        above = int((column.y < place.y()).sum())
        before = int(column.shown[above]) if above < column.shown.size else column.units
        text = f"move {count} here" if count > 1 else "move here"
        return Drop(column, above, moved_units(self._layer, self._units, column.layer, before), text)

    def _place_within(self, column: Column, others: list[int], y: float) -> int:
        """How many of the others stand above: those carried take the places nearest to the pointer."""
        if column.is_folded:
            shown = column.shown.tolist()
            return sum(float(column.y[shown.index(unit)]) < y for unit in others)
        count = len(self._units)
        return min(range(len(others) + 1), key=lambda above: abs(float(column.y[above : above + count].mean()) - y))

    # Painting --------------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Where they were, and where they would go."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        drop, refusal = self._outcome(geometry)
        column = None if drop is None else drop.column
        if drop is not None and column is not None and column.layer == self._layer and not refusal:
            self._paint_order(painter, theme, geometry, column, drop.place)
            return
        self._paint_left(painter, theme, geometry, drop is not None and column is None and not refusal)
        if drop is None or column is None:
            return
        paint_column_target(painter, theme, column, bool(refusal))
        if not refusal:
            _paint_bar(painter, theme, column, column.y.tolist(), drop.place)

    def paint_above(self, painter: QPainter, theme: Theme) -> None:
        """The neurons at the pointer, and what a drop would do in words."""
        geometry = self._stage.arrangement
        if self._place is None or geometry is None:
            return
        drop, refusal = self._outcome(geometry)
        is_gone = drop is not None and drop.column is None and not refusal
        self._paint_carried(painter, theme, geometry, is_gone)
        if refusal:
            paint_refusal(painter, theme, self._place, refusal, geometry.width)
        elif drop is not None and drop.text:
            below = self._place + QPointF(0, geometry.column(self._layer).node / 2 + 18)
            paint_tag(painter, theme, below, drop.text, is_gone, geometry.width)

    def _outcome(self, geometry: Geometry) -> tuple[Drop | None, str]:
        """What a drop would do here, and why it would be refused; empty: it would not."""
        drop = None if self._place is None else self._drop_at(self._place)
        if drop is not None:
            try:
                drop.edit(geometry.network)
            except UserError as error:
                return drop, error.message
        return drop, ""

    def _paint_left(self, painter: QPainter, theme: Theme, geometry: Geometry, is_red: bool) -> None:
        """The places that they leave."""
        for unit in self._units:
            frame = QRectF(*geometry.rectangle(self._layer, unit))
            paint_wash(painter, theme, frame.adjusted(-3, -3, 3, 3), 1.0)
            paint_empty_place(painter, theme, frame, geometry.is_round, is_red)

    def _paint_order(self, painter: QPainter, theme: Theme, geometry: Geometry, column: Column, above: int) -> None:
        """The column in its new order, with so many of the others above: they make room."""
        if column.is_folded or column.units > MOST_MOVED_ASIDE:
            self._paint_left(painter, theme, geometry, is_red=False)
            shown = zip(column.shown.tolist(), column.y.tolist(), strict=True)
            _paint_bar(painter, theme, column, [y for unit, y in shown if unit not in self._units], above)
            return
        others = [unit for unit in range(column.units) if unit not in self._units]
        for place, unit in enumerate(others[:above] + list(self._units) + others[above:]):
            frame = _frame(column, float(column.y[place]))
            if unit in self._units or unit != place:
                paint_wash(painter, theme, frame.adjusted(-3, -3, 3, 3), 1.0)
            if unit in self._units:
                paint_empty_place(painter, theme, frame, geometry.is_round)
            elif unit != place:
                self._paint_aside(painter, Neuron(self._layer, unit), frame)

    def _paint_aside(self, painter: QPainter, neuron: Neuron, frame: QRectF) -> None:
        if neuron not in self._aside:
            self._aside[neuron] = self._stage.picture_of(neuron.layer, neuron.unit)
        picture = self._aside[neuron]
        painter.drawPixmap(frame.adjusted(-4, -4, 4, 4), picture, QRectF(picture.rect()))

    def _paint_carried(self, painter: QPainter, theme: Theme, geometry: Geometry, is_red: bool) -> None:
        """The neurons at the pointer, with their number, red where they would go."""
        assert self._place is not None
        node = geometry.column(self._layer).node
        front = QRectF(0, 0, node, node)
        front.moveCenter(self._place)
        painter.setOpacity(0.9)
        for step in reversed(range(len(self._pictures))):
            frame = front.translated(step * STEP_PX, step * STEP_PX)
            picture = self._pictures[step]
            painter.drawPixmap(frame.adjusted(-4, -4, 4, 4), picture, QRectF(picture.rect()))
        painter.setOpacity(1.0)
        if is_red:
            tint = QColor(theme.error)
            tint.setAlphaF(0.28)
            painter.setBrush(tint)
            painter.setPen(QPen(QColor(theme.error), 2.5))
            draw_node(painter, front, geometry.is_round)
        if len(self._units) > 1:
            _paint_count(painter, theme, front.topRight(), len(self._units))


def _column_at(geometry: Geometry, place: QPointF) -> Column | None:
    """The column whose neurons are at this place; above and below them the canvas is empty."""
    target = target_at(geometry, place.x())
    if not isinstance(target, Onto):
        return None
    column = geometry.column(target.layer)
    return column if column.top - column.node <= place.y() <= column.bottom + column.node else None


def _frame(column: Column, y: float) -> QRectF:
    return QRectF(column.x - column.node / 2, y - column.node / 2, column.node, column.node)


def _paint_bar(painter: QPainter, theme: Theme, column: Column, ys: list[float], above: int) -> None:
    """A bar after so many of the neurons at these heights."""
    if not ys:
        y = float(column.y[0])
    elif above == 0:
        y = ys[0] - column.node / 2 - 7.0
    elif above == len(ys):
        y = ys[-1] + column.node / 2 + 7.0
    else:
        y = (ys[above - 1] + ys[above]) / 2
    reach = column.node / 2 + 16.0
    paint_insertion(painter, theme, QPointF(column.x - reach, y), QPointF(column.x + reach, y))


def _paint_count(painter: QPainter, theme: Theme, corner: QPointF, count: int) -> None:
    painter.setFont(font(SMALL_PX, True))
    width = max(18.0, painter.fontMetrics().horizontalAdvance(str(count)) + 10.0)
    frame = QRectF(corner.x() - width / 2, corner.y() - 9, width, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ink))
    painter.drawRoundedRect(frame, 9, 9)
    painter.setPen(QColor(theme.canvas))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, str(count))
