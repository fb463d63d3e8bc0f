"""Writes weights on their connections and biases under their neurons, where they can be read.

A number belongs to the line that runs through its middle, so it stands where no other line does. Between two columns
either all connections carry their number or none, which is neater and no riddle; places stay the same while training
goes on, however the numbers change.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from core.arrays import Array, Indices
from core.moves import BIAS
from core.weight_names import parameter_name
from gui.canvas.drawn.edges import Edges
from gui.canvas.drawn.geometry import Column, Geometry
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.name_tags import NameTags
from gui.canvas.drawn.nodes import Nodes
from gui.canvas.drawn.sample_tags import SMALLEST_NODE_PX as SMALLEST_TAGGED_PX
from gui.canvas.drawn.spots import overlap, settle, squeeze
from gui.canvas.drawn.written import fixed, widest
from gui.canvas.look import Look
from gui.session.things import Bias, Edge
from gui.theme import SMALL_PX, Theme

HEIGHT_PX = 15.0
PADDING_PX = 3.0
MOST_FILLED = 0.4
"""How much of what lies between two columns numbers may fill."""
CLEAR_PX = 6.0
"""From the middle of a number to the nearest other line, at the least."""
MOST_COVERED, MOST_COVERED_OF = 1, 4
"""So many other lines may pass under the ends of a number: among all, and among those of one neuron."""
WAYS = (0.34, 0.66, 0.42, 0.58, 0.5, 0.28, 0.72, 0.22, 0.78, 0.16, 0.84, 0.12, 0.88)
"""Where along its line a number may stand, the best first: half way most lines cross."""
GRAIN = np.linspace(0.0, 1.0, 33).tolist()
LONGEST_NAME = 12
WIDEST_BIAS = 0.6
"""Of the way between two columns."""
BECOMES = "→ "
TAG_PX = 8.0
"""So far the tag with what a neuron says for a sample reaches above it."""
SMALLEST_NODE_PX = 20.0
"""Smaller neurons have no number under them."""

Form = Literal["whole", "after", "bare", "name"]
"""What is written of a weight: all; without what it is now, where something else is to come; of that, or of what is no
weight, the number without its name; the name alone."""
Spots = dict[int, tuple[float, float, Form]]
"""By line: the middle of what is written there, and which form of it."""


class Numbers:
    """The numbers of one geometry."""

    def __init__(self, geometry: Geometry, edges: Edges, nodes: Nodes, tags: NameTags) -> None:
        self._geometry, self._edges, self._nodes, self._tags = geometry, edges, nodes, tags
        self._look = Look()
        self._chips: list[QRectF] = []
        self._tag_px = 0.0
        self._under: dict[int, dict[int, QRectF]] = {}
        self._names: dict[tuple[int, int, int], str] = {}
        self._metrics = QFontMetricsF(font(SMALL_PX))
        self._rise = self._metrics.capHeight() / 2
        self._spots: Spots | None = None
        self._spots_of: tuple[tuple[int, int], Spots] | None = None
        self._laid_out: tuple[int, bytes] = (0, b"")
        self._after: list[dict[str, Array]] | None = None
        self._lines_after: Array | None = None
        self._prefix = ""

    def show_prefix(self, prefix: str) -> None:
        """Write this before each name: the numbers are not those of weights."""
        if prefix != self._prefix:
            self._prefix = prefix
            self._forget()

    def show_after(self, views: list[dict[str, Array]] | None) -> None:
        """Write besides what each number becomes, layer by layer; None: nothing."""
        if (views is None) != (self._after is None):
            self._forget()
        self._after = views
        self._lines_after = None if views is None else self._edges.of_lines(views)

    def show_look(self, look: Look) -> None:
        """Write in this way."""
        self._look = look
        self._forget()

    def keep_clear_of(self, chips: Sequence[QRectF]) -> None:
        """Nothing is written under these, which stand on the drawing."""
        self._chips = list(chips)
        self._forget()

    def keep_clear_of_tags(self, width_px: float) -> None:
        """Nor under the tags across the upper outlines of the neurons, which are so wide; 0.0: there are none."""
        if width_px != self._tag_px:
            self._tag_px = width_px
            self._forget()

    def follow(self, goes_on: bool) -> None:
        """The connections have other weights; goes_on: of the same training, a little later."""
        before, drawn = self._laid_out
        is_other = not goes_on and drawn != self._edges.drawn_set
        if is_other or before != self._before:
            self._forget()

    def _forget(self) -> None:
        self._spots = self._spots_of = None
        self._under = {}

    @property
    def _before(self) -> int:
        """How many digits the weights may have before the point."""
        return max(len(f"{self._edges.scale:.0f}"), 1)

    # Text ------------------------------------------------------------------------------------------------------------

    def _name(self, layer: int, input: int, unit: int) -> str:
        key = (layer, input, unit)
        if key not in self._names:
            name = parameter_name(self._geometry.network, layer, input, unit)
            self._names[key] = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
        return self._names[key]

    def _text(self, place: int, number: str, form: Form) -> str:
        if not self._look.names or form == "bare":
            return number
        edge = self._edges.edge(place)
        return self._named(self._name(edge.layer, edge.input, edge.unit), number)

    def _bias_text(self, layer: int, unit: int, number: str) -> str:
        return self._named(self._name(layer, BIAS, unit) if self._look.names else "b", number)

    def _named(self, name: str, number: str) -> str:
        if not number:
            return name
        return f"{self._prefix}{name} {'' if number.startswith(BECOMES) else '= '}{number}"

    @property
    def _has_numbers(self) -> bool:
        return self._look.numbers != "never"

    def _widest(self, form: Form = "whole") -> str:
        if form == "name" or not self._has_numbers:
            return ""
        number = widest(self._look.digits, self._before)
        if self._after is None:
            return number
        return f"{number} {BECOMES}{number}" if form == "whole" else f"{BECOMES}{number}"

    @property
    def _forms(self) -> list[Form]:
        """What may be written, the best first."""
        if not self._has_numbers:
            return ["name"]
        forms: list[Form] = ["whole"] if self._after is None else ["whole", "after"]
        if self._look.names and (self._prefix or self._after is not None):
            forms.append("bare")
        return [*forms, "name"] if self._look.names and self._look.numbers != "always" else forms

    def _line_number(self, place: int, form: Form) -> str:
        """What stands on a line, and what that becomes."""
        if form == "name":
            return ""
        number = fixed(float(self._edges.weights[place]), self._look.digits)
        if self._lines_after is None:
            return number
        after = BECOMES + fixed(float(self._lines_after[place]), self._look.digits)
        return f"{number} {after}" if form == "whole" else after

    def _bias_number(self, layer: int, unit: int, bias: float) -> str:
        number = fixed(bias, self._look.digits)
        if self._after is None:
            return number
        after = BECOMES + fixed(float(self._after[layer]["biases"][unit]), self._look.digits)
        return f"{number} {after}" if self._bias_form(layer, unit) == "whole" else after

    def _bias_form(self, layer: int, unit: int) -> Form:
        """All where it leaves room between the columns, for those are the connections' numbers."""
        width = self._metrics.horizontalAdvance(self._bias_text(layer, unit, self._widest()))
        return "whole" if self._after is None or width < WIDEST_BIAS * self._geometry.pitch else "after"

    def _widths(self, places: Indices, form: Form) -> Array:
        """How much room the text of each line needs, whatever its number is."""
        number = self._widest(form)
        if not self._look.names or form == "bare":
            return np.full(places.size, self._metrics.horizontalAdvance(number) + 2 * PADDING_PX)
        return np.array(
            [self._metrics.horizontalAdvance(self._text(place, number, form)) for place in places.tolist()]
        ) + (2 * PADDING_PX)

    # Places ----------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> Spots:
        """The spots of all that is drawn."""
        self._laid_out = self._before, self._edges.drawn_set
        spots: Spots = {}
        drawn = np.sort(self._edges.drawn)
        bounds = np.searchsorted(drawn, self._edges.starts).tolist()
        for layer, (start, stop) in enumerate(pairwise(bounds)):
            places = drawn[start:stop]
            if places.size:
                spots |= self._between(layer, places, needs_all=self._look.numbers != "always", most=MOST_COVERED)
        return spots

    def _lay_out_of(self, node: tuple[int, int]) -> Spots:
        """The spots of the connections of one (layer, unit): the others step back, and are not in the way."""
        layer = node[0]
        spots: Spots = {}
        lit = np.sort(self._edges.lit(None, node))
        bounds = np.searchsorted(lit, self._edges.starts).tolist()
        for into in (layer, layer + 1):
            if 0 <= into < len(bounds) - 1:
                places = lit[bounds[into] : bounds[into + 1]]
                if places.size:
                    spots |= self._between(into, places, needs_all=False, most=MOST_COVERED_OF)
        return spots

    def _between(self, layer: int, places: Indices, needs_all: bool, most: int) -> Spots:
        """The spots of some lines into a layer; where not all have one and all are needed: none.

        most  so many other lines may pass under the ends of each
        """
        forms = [form for form in self._forms if not needs_all or self._may_fit(layer, places, form)]
        if self._has_numbers and forms in ([], ["name"]):
            return {}  # names stand in for numbers that nearly fit, not between very many lines
        for form in forms:
            is_last = form == forms[-1]
            x, y, found = self._found(layer, places, needs_all, most, form, is_last)
            if (found >= 0).all() or (is_last and not needs_all):
                at = np.flatnonzero(found >= 0)
                middle = zip(x[at, found[at]].tolist(), y[at, found[at]].tolist(), [form] * at.size, strict=True)
                return dict(zip(places[at].tolist(), middle, strict=True))
        return {}

    def _may_fit(self, layer: int, places: Indices, form: Form) -> bool:
        """Whether trying is worth it: all numbers together are smaller than what lies between the columns."""
        left, right = self._geometry.column(layer - 1), self._geometry.column(layer)
        room = right.x - left.x - left.node / 2 - right.node / 2
        high = max(left.bottom, right.bottom) - min(left.top, right.top)
        width = self._metrics.horizontalAdvance(self._widest(form) or "w88")
        return places.size * HEIGHT_PX * (width + 2 * PADDING_PX) < room * high * MOST_FILLED

    def _found(
        self, layer: int, places: Indices, needs_all: bool, most: int, form: Form, is_last: bool
    ) -> tuple[Array, Array, Indices]:
        """Where each may stand, x and y (numbers, ways), and which of the ways it takes; -1: none.

        is_last  whether there is no shorter form, so that where all are wanted they are squeezed in
        """
        left, right = self._geometry.column(layer - 1), self._geometry.column(layer)
        x, y = (np.stack(parts, axis=1) for parts in zip(*(self._edges.along(t, places) for t in WAYS), strict=True))
        half = self._widths(places, form)[:, np.newaxis] / 2
        frames = np.stack([x - half, y - HEIGHT_PX / 2, x + half, y + HEIGHT_PX / 2], axis=2)
        is_free = (frames[..., 0] >= left.x + left.node / 2 + 2) & (frames[..., 2] <= right.x - right.node / 2 - 2)
        marks = [QRectF(at.x() - 9, at.y() - 9, 18, 18) for at in self._edges.marks_at(places)]
        gaps = [self._nodes.gap_text(column, gap)[1] for column in (left, right) for gap in column.gaps]
        beside = [*self._bias_frames(left), *self._bias_frames(right)]
        beside += [*self._tags.frames(left.layer), *self._tags.frames(right.layer)]
        across = [*self._tag_frames(left), *self._tag_frames(right)]
        for taken in [*self._chips, *marks, *gaps, *beside, *across]:
            is_free &= ~overlap(frames, np.array([taken.left(), taken.top(), taken.right(), taken.bottom()]))
        covered = self._covered(places, frames)
        distance = np.abs(y[:, np.newaxis] - y[np.newaxis])
        distance[np.arange(places.size), np.arange(places.size)] = np.inf
        is_clear = is_free & (distance.min(axis=1) >= CLEAR_PX) & (covered <= most)
        if needs_all and not is_clear.any(axis=1).all():
            return x, y, np.full(places.size, -1)
        found = settle(frames, is_clear, covered)
        if self._look.numbers == "always" and is_last:
            squeeze(frames, is_free, covered, found)
        return x, y, found

    def _tag_frames(self, column: Column) -> list[QRectF]:
        """Where the tags of a column may reach beyond its neurons."""
        if self._tag_px <= column.node or column.node < SMALLEST_TAGGED_PX:
            return []
        tops = (column.y - column.node / 2 - TAG_PX).tolist()
        return [QRectF(column.x - self._tag_px / 2, top, self._tag_px, 2 * TAG_PX) for top in tops]

    def _covered(self, places: Indices, frames: Array) -> Indices:
        """How many of the other lines would run under each number.    frames (numbers, ways, 4)"""
        x, y = (np.stack(parts) for parts in zip(*(self._edges.along(t, places) for t in GRAIN), strict=True))
        across = x.mean(axis=1)
        covered = np.zeros(frames.shape[:2], np.intp)
        for way in range(frames.shape[1]):
            start, stop = np.searchsorted(across, (frames[:, way, 0].min(), frames[:, way, 2].max())).tolist()
            part = y[max(start - 1, 0) : stop + 1]
            low, high = part.min(axis=0), part.max(axis=0)
            is_under = (low[np.newaxis] < frames[:, way, 3, np.newaxis]) & (high > frames[:, way, 1, np.newaxis])
            covered[:, way] = is_under.sum(axis=1) - 1
        return covered

    # Biases ----------------------------------------------------------------------------------------------------------

    def _bias_width(self, layer: int, unit: int) -> float:
        number = self._widest(self._bias_form(layer, unit))
        return self._metrics.horizontalAdvance(self._bias_text(layer, unit, number)) + 2 * PADDING_PX

    def under(self, layer: int, unit: int) -> QRectF:
        """Where a neuron's bias is written; empty where there is no room."""
        return self._under_in(self._geometry.column(layer)).get(unit, QRectF())

    def all_under(self, layer: int) -> list[QRectF]:
        """Where biases of a column are written now."""
        return self._bias_frames(self._geometry.column(layer)) if layer >= 0 and self._is_numbered(layer) else []

    def _bias_frames(self, column: Column) -> list[QRectF]:
        """Where the biases of a column are written; nowhere where there is no room."""
        return list(self._under_in(column).values())

    def _under_in(self, column: Column) -> dict[int, QRectF]:
        """The same, by unit."""
        if column.layer not in self._under:
            self._under[column.layer] = self._lay_out_under(column)
        return self._under[column.layer]

    def _lay_out_under(self, column: Column) -> dict[int, QRectF]:
        """Right below the neurons, or below their names; where there is no room for both, a neuron has its name."""
        has_any = column.shown.size and self._nodes.bias(column.layer, int(column.shown[0])) is not None
        if not has_any or not (self._has_numbers or self._look.names):
            return {}
        room = np.inf if column.shown.size == 1 else column.pitch - column.node
        if self._nodes.has_pictures:  # a sample's number may come to stand across the outline of the next one
            room -= TAG_PX
        if column.node < SMALLEST_NODE_PX:
            return {}
        frames: dict[int, QRectF] = {}
        for unit, y in zip(column.shown.tolist(), column.y.tolist(), strict=True):
            below = y + column.node / 2
            top = max(below + PADDING_PX, self._tags.frame(column.layer, unit).bottom())
            if top + HEIGHT_PX + PADDING_PX <= below + room:
                width = self._bias_width(column.layer, unit)
                frames[unit] = QRectF(column.x - width / 2, top, width, HEIGHT_PX)
        return frames

    # Painting --------------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, theme: Theme, edge: Edge | None, node: tuple[int, int] | None) -> None:
        """Write them; edge, node: as in `Edges.paint`, and those of the others are left out."""
        if not (self._has_numbers or self._look.names):
            return
        painter.setFont(font(SMALL_PX))
        painter.setPen(QColor(theme.muted if edge is None and node is None else theme.ink))
        ground = QColor(theme.canvas)
        spots = self.spots(node)
        shown = self._edges.drawn if node is None else self._edges.lit(None, node)
        if edge is not None:
            shown = self._edges.lit(edge, None)
        for place in shown.tolist():
            if place in spots:
                x, y, form = spots[place]
                number = self._line_number(place, form)
                self._write(painter, ground, self._text(place, number, form), x, y)
        if edge is None:
            for column in self._geometry.columns[1:]:
                if node is not None or self._is_numbered(column.layer):
                    self._paint_biases(painter, ground, column, node)

    def at(self, x: float, y: float) -> Edge | Bias | None:
        """The weight or bias whose number is written at this place while the pointer is on nothing."""
        if not (self._has_numbers or self._look.names):
            return None
        for column in self._geometry.columns[1:]:
            if self._is_numbered(column.layer):
                for unit, frame in self._under_in(column).items():
                    if frame.contains(x, y):
                        return Bias(column.layer, unit)
        spots = self.spots()
        for place in reversed(self._edges.drawn.tolist()):  # the last one written lies on top
            middle, height, form = spots.get(place, (0.0, np.inf, "name"))
            if abs(y - height) <= HEIGHT_PX / 2:
                number = self._line_number(place, form)
                width = self._metrics.horizontalAdvance(self._text(place, number, form)) + 2 * PADDING_PX
                if abs(x - middle) <= width / 2:
                    return self._edges.edge(place)
        return None

    def spots(self, node: tuple[int, int] | None = None) -> Spots:
        """Where which lines carry something; node: while the pointer is on this (layer, unit)."""
        if not (self._has_numbers or self._look.names):
            return {}
        if node is None:
            if self._spots is None:
                self._spots = self._lay_out()
            return self._spots
        if self._spots_of is None or self._spots_of[0] != node:
            self._spots_of = node, self._lay_out_of(node)
        return self._spots_of[1]

    def _is_numbered(self, layer: int) -> bool:
        """Whether the connections into a layer carry numbers: then its biases do, too."""
        start, stop = self._edges.starts[layer : layer + 2].tolist()
        return self._look.numbers == "always" or any(start <= place < stop for place in self.spots())

    def _write(self, painter: QPainter, ground: QColor, text: str, x: float, y: float) -> None:
        """Write with the painter's pen on this ground.

        A plain rectangle: all numbers are written at each frame, and round corners would cost as much as their digits.
        """
        width = self._metrics.horizontalAdvance(text)
        painter.fillRect(
            QRectF(x - width / 2 - PADDING_PX, y - HEIGHT_PX / 2, width + 2 * PADDING_PX, HEIGHT_PX), ground
        )
        painter.drawText(QPointF(x - width / 2, y + self._rise), text)

    def _paint_biases(self, painter: QPainter, ground: QColor, column: Column, node: tuple[int, int] | None) -> None:
        for unit, frame in self._under_in(column).items():
            bias = self._nodes.bias(column.layer, unit)
            if bias is not None and node in (None, (column.layer, unit)):
                number = self._bias_number(column.layer, unit, bias) if self._has_numbers else ""
                text = self._bias_text(column.layer, unit, number)
                self._write(painter, ground, text, frame.center().x(), frame.center().y())
