"""The gestures: each is an object that starts, moves, and ends or is cancelled; only `end` changes anything."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap

from core.surgery import Surgery
from gui.canvas.drawn.drawing import Drawing
from gui.canvas.drawn.geometry import Geometry
from gui.canvas.edits import Operation
from gui.session.things import Selection, Thing
from gui.theme import Theme


@dataclass(frozen=True)
class Onto:
    """On the column of this layer."""

    layer: int


@dataclass(frozen=True)
class Between:
    """Between two columns: before this layer."""

    before: int


Target = Onto | Between | None


def target_at(geometry: Geometry, x: float) -> Target:
    """What is at this place, from the left to the right; None: beside the network."""
    for column in geometry.columns:
        reach = min(column.node / 2 + 16.0, 0.32 * geometry.pitch)
        if abs(x - column.x) <= reach:
            return Onto(column.layer)
    for left, right in zip(geometry.columns, geometry.columns[1:], strict=False):
        if left.x < x < right.x:
            return Between(right.layer)
    return None


def gap_at(geometry: Geometry, x: float) -> int | None:
    """The layer before which something dropped at this place would come between two columns.

    On a column its nearer side decides, but nothing comes before the inputs or behind the output; None: beside the
    network.
    """
    match target_at(geometry, x):
        case Between(before):
            return before
        case Onto(layer):
            is_right = x >= geometry.column(layer).x
            return min(max(layer + is_right, 0), len(geometry.network.dense) - 1)
        case _:
            return None


def followed_at(geometry: Geometry, x: float) -> int | None:
    """The layer (INPUTS: the inputs) after whose column something dropped at this place would stand.

    That is the column there, or the one before the gap, and behind the last column that one; None: left of the inputs.
    """
    match target_at(geometry, x):
        case Onto(layer):
            return layer
        case Between(before):
            return before - 1
        case _:
            last = geometry.columns[-1]
            return last.layer if x > last.x else None


class Stage(Protocol):
    """What a gesture may see and do; places are those of the geometry, whatever the zoom."""

    @property
    def arrangement(self) -> Geometry | None:
        """Where everything stands."""

    @property
    def drawing(self) -> Drawing | None:
        """What is drawn."""

    @property
    def selection(self) -> Selection:
        """Everything that is selected."""

    @property
    def chosen_thing(self) -> Thing | None:
        """The one of them that keys act on."""

    def edit(self, operation: Operation, then: Callable[[Surgery], Selection] | None = None) -> None:
        """Make an edit, or say why it cannot be; `then`: what shall be selected afterwards."""

    def select(self, things: Selection, chosen: Thing | None = None) -> None:
        """Select these things."""

    def things_in(self, frame: QRectF) -> Selection:
        """What a frame drawn on the canvas holds."""

    def contains(self, place: QPointF) -> bool:
        """Whether a place is on the canvas and not on one of its controls."""

    def pan_by(self, way: QPointF) -> None:
        """Move the whole drawing."""

    def picture_of(self, layer: int, unit: int) -> QPixmap:
        """How a node looks, with four pixels around it."""

    def picture_of_column(self, layer: int) -> QPixmap:
        """How the nodes of a column look, with four pixels around them."""

    def update(self) -> None:
        """Paint again."""


class Interaction(Protocol):
    """A gesture under way."""

    @property
    def is_edit(self) -> bool:
        """Whether it changes the network, and so needs one that is drawn as the document has it."""

    def start(self, place: QPointF) -> None:
        """It begins here."""

    def move(self, place: QPointF) -> None:
        """The pointer went on to here."""

    def end(self, place: QPointF) -> None:
        """It ends here, and has its effect."""

    def cancel(self) -> None:
        """It ends without one."""

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Show on the drawing what would happen."""

    def paint_above(self, painter: QPainter, theme: Theme) -> None:
        """Show what is carried, over all that stands on the canvas."""


class Pan:
    """The whole drawing, moved."""

    is_edit = False

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._last: QPointF | None = None

    def start(self, place: QPointF) -> None:
        """Taken hold of."""
        self._last = place

    def move(self, place: QPointF) -> None:
        """Places are those of the drawing, which moves along: the way since the last one is what is left to go."""
        if self._last is not None:
            self._stage.pan_by(place - self._last)

    def end(self, place: QPointF) -> None:
        """Let go."""

    def cancel(self) -> None:
        """Let go."""

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Nothing to show."""

    def paint_above(self, painter: QPainter, theme: Theme) -> None:
        """Nothing to show."""
