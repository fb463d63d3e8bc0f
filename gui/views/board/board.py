"""The board: makes a picture of a drawing something to paint on; strokes come into the project while they last."""

import time
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from core.arrays import Array
from core.brush import BRUSHES, Stroke, within_reach
from core.data import Drawn, build
from core.data.drawn import HEIGHT, LONGEST_CLASS
from core.data.features import REACH
from core.drawing import (
    add_class,
    all_points,
    clear,
    keep_points,
    no_room,
    paint,
    remove_class,
    rename_class,
    room_in,
)
from core.edits import Edit
from core.randomness import stream
from core.specs import Project
from gui.canvas.cards.naming import NameField
from gui.session import Session
from gui.theme import GRID_PX, LIGHT, Theme, class_colour
from gui.views.board.cover import Cover
from gui.views.board.hand import Hand, Tool
from gui.views.board.strip import Strip
from gui.views.data_view import DataView

LEAST_MS, TIMES = 200, 12
"""While a stroke lasts, its points come into the project so often, and not before so many times what that took the last
time: the frames go on. What came since then lies on the cover."""
LEAST_ERASED_PX = 9.0
DIGITS_KEPT = 3
"""Places are kept to so many digits: a thousandth is far less than a pixel."""
LOW_PX = 640
"""On a page lower than this the tools stand beside the map, where there is room, and not above it."""
BESIDE_PX = 104
MOST_PX = 16_777_215
"""Qt's own: as wide as there is room."""
Rows = list[tuple[float, ...]]


class Board(QObject):
    """Lives with a view of data; asleep unless these are a drawing of its kind.

    is_planar  whether classes are painted in the plane, or numbers over one x
    page       what the view stands on
    """

    def __init__(self, session: Session, view: DataView, page: QWidget, is_planar: bool) -> None:
        super().__init__(view)
        self._session, self._view, self._page, self._is_planar = session, view, page, is_planar
        self._theme: Theme = LIGHT
        self.tool: Tool = "paint"
        self.brush = BRUSHES["small" if is_planar else "point"]
        self.chosen = 0
        """Which class is painted."""
        name = "board" if is_planar else "curve-board"
        self.strip, self.cover, self.hand = Strip(name), Cover(view.plot), Hand(view.plot)
        self.cover.stackUnder(view.card)
        self.name_field = NameField(LIGHT, view)
        self.name_field.setObjectName(f"{name}-name")
        self.name_field.setMaxLength(LONGEST_CLASS)
        view.setFocusProxy(view.plot)
        self._put_in(view)
        self._had_test = False
        self._number = 0
        """Of the stroke: all edits of one are one undo step."""
        self._before = Drawn()
        self._stroke: Stroke | None = None
        self._which = 0
        self._painted: Rows = []
        self._shown = 0
        """How many of the painted points the project has by now."""
        self._kept: NDArray[np.bool_] = np.ones(0, np.bool_)
        self._erased_from = QPointF()
        self._is_own = False
        self._is_due = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_time)
        self._connect()
        self._take(session.document.project)

    def _put_in(self, view: DataView) -> None:
        """The tools above or beside the picture, which keeps its place in the view's column."""
        column = view.layout()
        assert isinstance(column, QVBoxLayout)
        at = column.indexOf(view.plot)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(GRID_PX // 2)
        self._box.addWidget(self.strip)
        self._box.addWidget(view.plot, 1)
        column.insertLayout(at, self._box, 1)
        self._page.installEventFilter(self)
        self._set_beside()

    def _connect(self) -> None:
        hand, strip, document = self.hand, self.strip, self._session.document
        hand.began.connect(self._on_began)
        hand.moved.connect(self._on_moved)
        hand.ended.connect(self._on_ended)
        hand.given_up.connect(self._on_given_up)
        hand.stamped.connect(partial(self._on_key, "paint"))
        hand.erased.connect(partial(self._on_key, "erase"))
        hand.class_asked.connect(self._choose_class)
        hand.brush_asked.connect(self._on_brush_asked)
        hand.rename_asked.connect(lambda: self._rename(self.chosen))
        strip.tool_chosen.connect(self._choose_tool)
        strip.brush_chosen.connect(self._choose_brush)
        strip.class_chosen.connect(self._choose_class)
        strip.class_wanted.connect(self._on_class_wanted)
        strip.rename_wanted.connect(self._rename)
        strip.remove_wanted.connect(self._remove)
        strip.clear_wanted.connect(lambda: self._session.apply(lambda: clear(document.project)))
        document.changed.connect(self._on_changed)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.strip.show_theme(theme)
        self.cover.show_theme(theme)
        self.name_field.show_theme(theme)
        self._show_hand()

    @property
    def drawing(self) -> Drawn | None:
        """What is painted on; None: the data are no drawing of this kind."""
        data = self._session.document.project.data
        return data if isinstance(data, Drawn) and data.is_planar == self._is_planar else None

    @property
    def waiting(self) -> int:
        """How many points of the stroke under way have still to come into the project."""
        return len(self._painted) - self._shown

    def _on_changed(self, _old: Project, project: Project) -> None:
        if not self._is_own:  # undone, or other data: the stroke was made on what is no more
            self._forget()
        self._take(project)

    def _take(self, project: Project) -> None:
        drawing = self.drawing
        self.hand.is_on = drawing is not None
        self.strip.setVisible(drawing is not None)
        self.cover.setVisible(drawing is not None)
        if drawing is None:
            self.name_field.close_unchanged()
            self._had_test = False
        else:
            self.chosen = min(self.chosen, max(0, len(drawing.classes) - 1))
            self.strip.show_drawing(drawing)
            self.strip.show_class(self.chosen)
            self.cover.show_words(self._words(drawing))
            has_test = build(drawing).x_test is not None
            if has_test and not self._had_test:
                self._view.title.button.setChecked(True)  # else points would vanish as they are painted
            self._had_test = has_test
        self._show_hand()

    def _words(self, drawing: Drawn) -> tuple[str, ...]:
        if drawing.points or drawing.added:
            return ()
        if not drawing.is_planar:
            return "Paint here", "click for a point, drag for a curve"
        here, other = drawing.classes[self.chosen], drawing.classes[self._next(drawing)]
        return "Paint here", f"left button: {here}  ·  right button: {other}"

    def _next(self, drawing: Drawn) -> int:
        return (self.chosen + 1) % len(drawing.classes)

    def _show_hand(self) -> None:
        drawing = self.drawing
        is_painting = drawing is not None and self.tool != "look"
        self.hand.tool = self.tool
        if is_painting:
            self._view.plot.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self._view.plot.unsetCursor()
        self.strip.show_tool(self.tool)
        self.strip.show_brush(self.brush.name)
        radius = None if not is_painting else self._reach if self.tool == "erase" else self.brush.radius
        has_colour = drawing is not None and drawing.is_planar and self.tool == "paint"
        count = 0 if drawing is None else len(drawing.classes)
        self.cover.show_brush(radius, class_colour(self._theme, self.chosen, count) if has_colour else None)

    @property
    def _reach(self) -> float:
        """How far the eraser reaches."""
        return max(LEAST_ERASED_PX, self.brush.radius)

    # Choosing --------------------------------------------------------------------------------------------------------

    def _choose_tool(self, tool: Tool) -> None:
        self.tool = tool
        self._show_hand()

    def _choose_brush(self, name: str) -> None:
        self.brush = BRUSHES[name]
        self._show_hand()

    def _on_brush_asked(self, way: int) -> None:
        names = list(BRUSHES)
        self._choose_brush(names[min(max(names.index(self.brush.name) + way, 0), len(names) - 1)])

    def _choose_class(self, index: int) -> None:
        drawing = self.drawing
        if drawing is not None and index < len(drawing.classes):
            self.chosen = index
            self.tool = "paint"  # whoever takes a colour wants to paint with it
            self.strip.show_class(index)
            self.cover.show_words(self._words(drawing))
            self._show_hand()

    def _on_class_wanted(self) -> None:
        document = self._session.document
        self._session.apply(lambda: add_class(document.project))
        if self.drawing is not None:
            self._choose_class(len(self.drawing.classes) - 1)

    def _remove(self, index: int) -> None:
        self._session.apply(lambda: remove_class(self._session.document.project, index))

    def _rename(self, index: int) -> None:
        drawing = self.drawing
        if drawing is None or index >= len(drawing.classes):
            return
        chip, name, document = self.strip.chips[index], drawing.classes[index], self._session.document
        place = QRect(chip.mapTo(self._view, QPoint(0, 0)), chip.size())

        def keep(text: str) -> None:
            self._session.apply(lambda: rename_class(document.project, index, text))

        self.name_field.open_at(place, name, name, keep, is_beside=True)

    # Strokes ---------------------------------------------------------------------------------------------------------

    def _on_key(self, what: Tool, place: QPointF) -> None:
        """What a key does is a stroke of one place."""
        self._begin(place, is_erasing=what == "erase", is_other=False)
        self._on_ended()

    def _on_began(self, place: QPointF, is_other: bool) -> None:
        is_erasing = self.tool == "erase" or (is_other and not self._is_planar)
        self._begin(place, is_erasing, is_other)

    def _begin(self, place: QPointF, is_erasing: bool, is_other: bool) -> None:
        drawing = self.drawing
        if drawing is None:
            return
        self._view.has_readout = False
        self._number += 1
        self._before, self._painted, self._shown, self._stroke = drawing, [], 0, None
        if is_erasing:
            self._kept = np.ones(len(drawing.points) + len(drawing.added), np.bool_)
            self._erased_from = place
            self._erase_to(place)
            return
        self._which = self._next(drawing) if is_other else self.chosen
        generator = stream(drawing.seed, "painting", len(drawing.points))
        self._stroke = Stroke(self.brush, (place.x(), place.y()), generator)
        self._leave(self._stroke.begin())

    def _on_moved(self, place: QPointF) -> None:
        if self._stroke is None:
            self._erase_to(place)
        else:
            self._leave(self._stroke.move_to(place.x(), place.y()))

    def _on_ended(self) -> None:
        self._timer.stop()
        if self._is_due:
            self._commit()
        self._end()

    def _on_given_up(self) -> None:
        self._is_own = True
        self._session.document.withdraw(self._merge)
        self._is_own = False
        self._forget()

    def _forget(self) -> None:
        self.hand.forget()
        self._timer.stop()
        self._end()

    def _end(self) -> None:
        self._is_due = False
        self._stroke, self._painted, self._shown = None, [], 0
        self._kept = np.ones(0, np.bool_)
        self._view.has_readout = True
        self._show_fresh()

    def _leave(self, places: Array) -> None:
        """Points at these places (n, 2) of the picture, as far as they lie on the board and there is room."""
        area, plot = self._view.plot.area(), self._view.plot
        rows: Rows = []
        for x, y in places.tolist():
            if not area.contains(QPointF(x, y)):
                continue
            across, up = (round(value, DIGITS_KEPT) for value in plot.point_of(QPointF(x, y)))
            if abs(across) <= REACH and abs(up) <= (REACH if self._is_planar else HEIGHT):
                rows.append((across, up, float(self._which)) if self._is_planar else (across, up))
        room = room_in(self._before) - len(self._painted)
        if len(rows) > room:
            error = no_room()
            self._painted += rows[:room]
            self._settle()
            self._forget()
            self._session.refused.emit(error.message, error.hint)
            return
        if rows:
            self._painted += rows
            self._show_fresh()
            self._ask()

    def _erase_to(self, place: QPointF) -> None:
        """Everything goes that lies between where the eraser was and where it is now."""
        points = np.array(all_points(self._before), np.float64).reshape(-1, 3 if self._is_planar else 2)
        start, self._erased_from = self._erased_from, place
        seen = self._view.plot.pixels_of(points[:, :2])
        near = within_reach(seen, (start.x(), start.y()), (place.x(), place.y()), self._reach)
        if (near & self._kept).any():
            self._kept = self._kept & ~near
            self._ask()

    # Into the project ------------------------------------------------------------------------------------------------

    @property
    def _merge(self) -> tuple[str, str, int]:
        return "stroke", self.strip.objectName(), self._number

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

    def _settle(self) -> None:
        if len(self._painted) > self._shown:
            self._commit()

    def _commit(self) -> None:
        self._session.engine.hold()  # until all that this changes is painted
        self._is_due = False
        project = self._session.document.project
        edit: Edit
        if self._stroke is None:
            edit = keep_points(project, self._before, self._kept)
        else:
            edit = paint(project, self._before, tuple(self._painted))
        self._shown = len(self._painted)
        self._is_own = True
        self._session.document.edit(edit.text, edit.project, merge=self._merge)
        self._is_own = False
        self._show_fresh()

    def _show_fresh(self) -> None:
        drawing, fresh = self.drawing, self._painted[self._shown :]
        if drawing is not None:
            width = drawing.place_numbers + 1
            self.cover.show_drawing(drawing, np.array(fresh, np.float64).reshape(-1, width))

    # Room ------------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The tools stand where the page has room for them."""
        if watched is self._page and event.type() == QEvent.Type.Resize:
            self._set_beside()
        return super().eventFilter(watched, event)

    def _set_beside(self) -> None:
        is_beside = self._is_planar and self._page.height() < LOW_PX
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.RightToLeft if is_beside else ways.TopToBottom)
        self.strip.show_room(is_beside)
        self.strip.setMinimumWidth(BESIDE_PX if is_beside else 0)
        self.strip.setMaximumWidth(BESIDE_PX if is_beside else MOST_PX)
