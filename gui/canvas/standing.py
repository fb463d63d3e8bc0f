"""What stands on the canvas besides the network, and what room that leaves for what else lies on it."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import QWidget

from gui.canvas.drawn.geometry import Geometry
from gui.canvas.gestures.parts import STRIP_AT_PX

if TYPE_CHECKING:
    from gui.canvas.picture import NetworkPicture

ROOMY_PX = 700
NARROWEST_WITH_LEFT_PX = 450
"""On a narrower canvas the left widget would leave the network no room: it is not shown there."""
TOP_LEFT_PX = 84
CORNER_GAP_PX = 8
NOT_FOR_CANVAS = Qt.WidgetAttribute.WA_NoMousePropagation
"""What is pressed on a widget that stands on the canvas, and has no use for it there, begins nothing below."""
EDGE_PX, LEGEND_PX = 8.0, 36.0
"""What a card keeps clear at the canvas' edges, and at the lower one for the legend."""


@runtime_checkable
class Fitting(Protocol):
    """A widget left of the inputs that can do with less height, or use more."""

    def fit_height(self, room: int) -> None:
        """Take at most so much."""


@runtime_checkable
class Reserving(Protocol):
    """A widget along the upper edge to which more room is left than it takes now."""

    def room_for_width(self, width: int) -> int:
        """How much."""


class Standing:
    """A widget left of the inputs, one along the upper edge, the strip in the upper left corner and a button in the
    lower one."""

    def __init__(self, canvas: "NetworkPicture", button: QWidget) -> None:
        self._canvas, self._button = canvas, button
        self._lower: list[QWidget] = []
        """What stands right of the button."""
        self._left: QWidget | None = None
        self._top: QWidget | None = None
        self.top_room = 0.0
        """What is left to the upper widget of the height."""
        self.corner = QRect()
        """What stands in the upper left corner, and does not move with the drawing."""
        self._right_of_legend = 0
        self.lower_room = 0
        """What stands above the button in the lower corner takes of the height."""

    # Left of the inputs ----------------------------------------------------------------------------------------------

    @property
    def left(self) -> QWidget | None:
        """The widget left of the inputs; None: none."""
        return self._left

    @left.setter
    def left(self, widget: QWidget | None) -> None:
        if self._left is not None:
            self._left.hide()  # it stays a part of the canvas, which it goes along with in the end
        self._left = widget
        if widget is not None:
            widget.setParent(self._canvas)
            widget.setAttribute(NOT_FOR_CANVAS)
            widget.show()

    def left_room(self) -> float | None:
        """Give the left widget its size, and say how far right of the canvas' edge the inputs stand; None: as they
        like."""
        if self._left is None:
            return None
        self._left.setVisible(self._canvas.width() >= NARROWEST_WITH_LEFT_PX)
        if self._left.isHidden():
            return None
        if isinstance(self._left, Fitting):
            lower = min(frame.top() for frame in self.lower_frames) - self.lower_room
            self._left.fit_height(lower - self.corner.bottom() - 2 * CORNER_GAP_PX)
        self._left.resize(_best_size(self._left))
        return self._left.width() + self._left_gap + (40.0 if self._is_roomy else 14.0)

    @property
    def _left_gap(self) -> float:
        """From the left widget to the centre of the inputs."""
        return 78.0 if self._is_roomy else 58.0

    @property
    def _is_roomy(self) -> bool:
        return self._canvas.width() >= ROOMY_PX

    def follow(self, geometry: Geometry, offset: QPointF) -> None:
        """The drawing lies here: the left widget goes with its inputs, without lying on the corner unless zoomed."""
        if self._left is None or self._left.isHidden():
            return
        column = geometry.columns[0]
        left = round(column.x + offset.x() - self._left_gap - self._left.width())
        top = round(geometry.middle(column) + offset.y() - self._left.height() / 2)
        if geometry.zoom == 1.0 and left <= self.corner.right():
            top = max(top, self.corner.bottom() + CORNER_GAP_PX)
        self._left.move(left, top)

    @property
    def feed(self) -> QPointF | None:
        """Where the lines from the left widget to the inputs begin; None: there are none."""
        if self._left is None or self._left.isHidden():
            return None
        place = self._left.geometry()
        return QPointF(place.right() + 5.0, place.center().y() + 1.0)

    # Along the upper edge --------------------------------------------------------------------------------------------

    def set_top(self, widget: QWidget) -> None:
        """Place this along the upper edge, right of the corner."""
        self._top = widget
        widget.setParent(self._canvas)
        widget.setAttribute(NOT_FOR_CANVAS)

    def fit_top(self) -> None:
        """Give the upper widget the height that it needs now."""
        if self._top is not None:
            width = self._canvas.width() - TOP_LEFT_PX - STRIP_AT_PX
            height = self._top.heightForWidth(width)
            self._top.setGeometry(TOP_LEFT_PX, STRIP_AT_PX, width, height)
            self._top.setVisible(height > 0)
            self.top_room = float(self._top.room_for_width(width) if isinstance(self._top, Reserving) else height)

    def raise_top(self) -> None:
        """Over all else."""
        if self._top is not None:
            self._top.raise_()

    # Along the lower edge --------------------------------------------------------------------------------------------

    def add_lower(self, widget: QWidget) -> None:
        """This stands right of the button in the lower corner, or above; the legend keeps clear of it."""
        self._lower.append(widget)

    # The room that is left -------------------------------------------------------------------------------------------

    def covers(self, place: QPoint) -> bool:
        """Whether the corner or one of the widgets lies over this place."""
        widgets = [widget.geometry() for widget in (self._left, self._top) if widget and widget.isVisible()]
        return any(frame.contains(place) for frame in (self.corner, *widgets))

    @property
    def frames(self) -> list[QRectF]:
        """Where all of it stands, besides what keeps to the upper edge."""
        left = [] if self._left is None or self._left.isHidden() else [QRectF(self._left.geometry())]
        return [*left, QRectF(self.corner), *(QRectF(frame) for frame in self.lower_frames)]

    @property
    def lower_frames(self) -> list[QRect]:
        """Where the button in the lower corner stands, and what stands right of it or above."""
        return [part.geometry() for part in (self._button, *self._lower)]

    @property
    def card_room(self) -> QRectF:
        """Where a card may lie: not on the legend, nor on what stands at the upper edge."""
        top = STRIP_AT_PX + self.top_room if self.top_room else 0.0
        return QRectF(self._canvas.rect()).adjusted(EDGE_PX, EDGE_PX + top, -EDGE_PX, -LEGEND_PX)

    @property
    def legend_room(self) -> QRectF:
        """The lower edge, right of the button, and left of what stands in the right corner."""
        parts = [self._button, *(part for part in self._lower if part.y() == self._button.y())]
        left = max(part.geometry().right() for part in parts) + STRIP_AT_PX
        width = self._canvas.width() - STRIP_AT_PX - self._right_of_legend - left
        return QRectF(left, self._canvas.height() - 32.0, width, 24.0)

    def leave_to_the_right_of_legend(self, width: int) -> None:
        """Leave so much of the lower edge to something else."""
        if width != self._right_of_legend:
            self._right_of_legend = width
            self._canvas.painting.refresh()


def _best_size(widget: QWidget) -> QSize:
    return widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
