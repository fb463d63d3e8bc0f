"""The board: makes a picture of a drawing something to paint on, with the tools that are chosen beside it."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from core.brush import BRUSHES
from core.data import Drawn, build
from core.data.drawn import LONGEST_CLASS
from core.drawing import add_class, clear, remove_class, rename_class
from core.specs import Project
from gui.canvas.cards.name_field import NameField
from gui.session.session import Session
from gui.theme import GRID_PX, LIGHT, Theme, class_colour
from gui.views.board.cover import Cover
from gui.views.board.hand import Hand, Tool
from gui.views.board.painting import Painting
from gui.views.board.strip import Strip
from gui.views.data_view import DataView

LEAST_ERASED_PX = 9.0
LOW_PX = 640
"""On a page lower than this the tools stand beside the map, where there is room, and not above it."""
BESIDE_PX = 104
MOST_PX = 16_777_215
"""Qt's own: as wide as there is room."""


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
        self.painting = Painting(session, view, self.cover, name)
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
        hand.moved.connect(self.painting.move_to)
        hand.ended.connect(self.painting.end)
        hand.given_up.connect(self.painting.give_up)
        self.painting.broken.connect(hand.forget)
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

    def _on_changed(self, _old: Project, project: Project) -> None:
        if not self.painting.is_editing:  # undone, or other data: the stroke was made on what is no more
            self.painting.forget()
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

    def _on_began(self, place: QPointF, is_other: bool) -> None:
        self._begin(place, self.tool == "erase" or (is_other and not self._is_planar), is_other)

    def _on_key(self, what: Tool, place: QPointF) -> None:
        """What a key does is a stroke of one place."""
        self._begin(place, is_erasing=what == "erase", is_other=False)
        self.painting.end()

    def _begin(self, place: QPointF, is_erasing: bool, is_other: bool) -> None:
        drawing = self.drawing
        if drawing is None:
            return
        if is_erasing:
            self.painting.erase_from(place, drawing, self._reach)
        else:
            which = self._next(drawing) if is_other else self.chosen
            self.painting.paint_from(place, drawing, self.brush, which)

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
