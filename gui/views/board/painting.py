"""Strokes on a board: what they leave or take away comes into the project while they last, as one undo step each."""

import time

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from core.arrays import Array
from core.brush import Brush, Stroke, within_reach
from core.data import Drawn
from core.data.drawn import HEIGHT
from core.data.features import REACH
from core.drawing import all_points, keep_points, no_room, paint, room_in
from core.randomness import stream
from gui.session.session import Session
from gui.views.board.cover import Cover
from gui.views.data_view import DataView

LEAST_MS, TIMES = 200, 12
"""While a stroke lasts, its points come into the project so often, and not before so many times what that took the last
time: the frames go on. What came since then lies on the cover."""
DIGITS_KEPT = 3
"""Places are kept to so many digits: a thousandth is far less than a pixel."""
Rows = list[tuple[float, ...]]


class Painting(QObject):
    """One stroke at a time: begun at a place of the picture, led on, ended or given up.

    name  of the board: strokes of two boards are never one undo step
    """

    broken = Signal()
    """The stroke is over before its end: what it was made on has changed, or the board is full."""

    def __init__(self, session: Session, view: DataView, cover: Cover, name: str) -> None:
        super().__init__(view)
        self._session, self._view, self._cover, self._name = session, view, cover, name
        self.is_editing = False
        """Whether the project changes by a stroke now."""
        self._number = 0
        self._before = Drawn()
        self._stroke: Stroke | None = None
        self._which = 0
        self._painted: Rows = []
        self._shown = 0
        """How many of the painted points the project has by now."""
        self._kept: NDArray[np.bool_] = np.ones(0, np.bool_)
        self._reach = 0.0
        self._erased_from = QPointF()
        self._is_due = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)

    @property
    def waiting(self) -> int:
        """How many points of the stroke under way have still to come into the project."""
        return len(self._painted) - self._shown

    # From begin to end -----------------------------------------------------------------------------------------------

    def paint_from(self, place: QPointF, drawing: Drawn, brush: Brush, which: int) -> None:
        """Begin to paint this class, of a drawing that has any."""
        self._begin(drawing)
        self._which = which
        generator = stream(drawing.seed, "painting", len(drawing.points))
        self._stroke = Stroke(brush, (place.x(), place.y()), generator)
        self._leave(self._stroke.begin())

    def erase_from(self, place: QPointF, drawing: Drawn, reach: float) -> None:
        """Begin to erase what lies no further than so many pixels away."""
        self._begin(drawing)
        self._kept = np.ones(len(drawing.points) + len(drawing.added), np.bool_)
        self._reach, self._erased_from = reach, place
        self._erase_to(place)

    def move_to(self, place: QPointF) -> None:
        """Go straight on to there."""
        if self._stroke is None:
            self._erase_to(place)
        else:
            self._leave(self._stroke.move_to(place.x(), place.y()))

    def end(self) -> None:
        """All that was painted or erased stands."""
        self._timer.stop()
        if self._is_due:
            self._commit()
        self._end()

    def give_up(self) -> None:
        """As if it had never been begun."""
        self.is_editing = True
        self._session.document.withdraw(self._merge)
        self.is_editing = False
        self.forget()

    def forget(self) -> None:
        """What it was made on is no more: what has come in by now stands, the rest is gone."""
        self._timer.stop()
        self._end()
        self.broken.emit()

    def _begin(self, drawing: Drawn) -> None:
        self._view.has_readout = False
        self._number += 1
        self._before, self._painted, self._shown, self._stroke = drawing, [], 0, None

    def _end(self) -> None:
        self._is_due = False
        self._stroke, self._painted, self._shown = None, [], 0
        self._view.has_readout = True
        self._show_fresh()

    # On the way ------------------------------------------------------------------------------------------------------

    def _leave(self, places: Array) -> None:
        """Points at these places (n, 2) of the picture, as far as they lie on the board and there is room."""
        area, plot, is_planar = self._view.plot.area(), self._view.plot, self._before.is_planar
        rows: Rows = []
        for x, y in places.tolist():
            if not area.contains(QPointF(x, y)):
                continue
            across, up = (round(value, DIGITS_KEPT) for value in plot.point_of(QPointF(x, y)))
            if abs(across) <= REACH and abs(up) <= (REACH if is_planar else HEIGHT):
                rows.append((across, up, float(self._which)) if is_planar else (across, up))
        room = room_in(self._before) - len(self._painted)
        self._painted += rows[:room]
        if len(rows) > room:
            if self.waiting:
                self._commit()
            self.forget()
            error = no_room()
            self._session.refused.emit(error.message, error.hint)
        elif rows:
            self._show_fresh()
            self._ask()

    def _erase_to(self, place: QPointF) -> None:
        """Everything goes that lies between where the eraser was and where it is now."""
        points = np.array(all_points(self._before), np.float64).reshape(-1, self._before.place_numbers + 1)
        start, self._erased_from = self._erased_from, place
        seen = self._view.plot.pixels_of(points[:, :2])
        near = within_reach(seen, (start.x(), start.y()), (place.x(), place.y()), self._reach)
        if (near & self._kept).any():
            self._kept = self._kept & ~near
            self._ask()

    # Into the project ------------------------------------------------------------------------------------------------

    @property
    def _merge(self) -> tuple[str, str, int]:
        return "stroke", self._name, self._number

    def _ask(self) -> None:
        """At once, or soon where the last time was just now."""
        self._is_due = True
        if not self._timer.isActive():
            self._on_time()

    def _on_time(self) -> None:
        if self._is_due:
            began = time.perf_counter()
            self._commit()
            self._timer.start(max(LEAST_MS, round(TIMES * 1000.0 * (time.perf_counter() - began))))

    def _commit(self) -> None:
        self._session.engine.hold()  # until all that this changes is painted
        self._is_due = False
        project = self._session.document.project
        if self._stroke is None:
            edit = keep_points(project, self._before, self._kept)
        else:
            edit = paint(project, self._before, tuple(self._painted))
        self._shown = len(self._painted)
        self.is_editing = True
        self._session.document.make(edit, self._merge)
        self.is_editing = False
        self._show_fresh()

    def _show_fresh(self) -> None:
        width = self._before.place_numbers + 1
        fresh = np.array(self._painted[self._shown :], np.float64).reshape(-1, width)
        self._cover.show_drawing(self._before, fresh)
