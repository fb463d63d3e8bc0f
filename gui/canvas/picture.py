"""The picture of a network: shows snapshots, and knows no gestures."""

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.network import Network
from core.snapshot import Snapshot
from core.specs import Project
from gui.canvas import described
from gui.canvas.cards.explaining import Explaining
from gui.canvas.cards.look_button import LookButton
from gui.canvas.chips.header_row import HeaderRow
from gui.canvas.content import Content
from gui.canvas.drawn.beside_inputs import names_width
from gui.canvas.drawn.beside_outputs import class_names_width, value_width
from gui.canvas.drawn.drawing import Drawing
from gui.canvas.drawn.geometry import Geometry
from gui.canvas.drawn.lens import Lens
from gui.canvas.drawn.notes import Card, paint_card
from gui.canvas.drawn.sheet import Subject
from gui.canvas.drawn.unit_numbers import unit_numbers
from gui.canvas.gestures.parts import STRIP_AT_PX
from gui.canvas.look import LEAST_DIGITS, Look
from gui.canvas.painting import Painting
from gui.canvas.standing import Standing
from gui.canvas.wide.unfolding import carried
from gui.session.things import Bias, Edge, Neuron, Selection, Thing, remaining
from gui.theme import Theme, system_theme


class NetworkPicture(QWidget):
    """The network of the last snapshot, with its chips, zoom, chosen neuron and the card of what is pointed at.

    What is drawn is always the snapshot's network with the snapshot's weights, whatever the document says already.

    The scale of the weights is decided by the weights alone, so the same network looks the same whatever was shown
    before: after opening, edit, undo, redo and reset, and at each pause. Only from step to step of one training, played
    or made by hand, does it follow as `gui.canvas.drawn.strength.next_scale` says.
    """

    selection_changed = Signal()
    """Other things are selected, or another one is the chosen one of them."""
    look_changed = Signal(object)
    """A person wants networks to be drawn in another way: a `Look`."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = system_theme()
        self.content = Content(project)
        self._drawing: Drawing | None = None
        self._is_stale = False
        self._zoom = 1.0
        self._windows: dict[int, int] = {}
        """Around which unit a folded column is open, by layer; of those that are not open: nothing."""
        self._offset = QPointF()
        self._view = QSize()
        """The size of this widget when the drawing was moved last."""
        self._thing: Thing | None = None
        self._thing_at = QPointF()
        self._chosen: Thing | None = None
        self._selection: Selection = frozenset()
        self._pointed_out: Thing | None = None
        self.shows_unit_numbers = False
        """Whether each neuron carries its number."""
        self._look = Look()
        self.painting = Painting(self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._headers = HeaderRow(self._theme, self)
        self._look_button = LookButton(self._theme, self)
        self._look_button.asked.connect(self.choose_look)
        self.standing = Standing(self, self._look_button)
        self.explaining = Explaining(self, self._theme)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Show the names that go with the project's data; the network itself comes with a snapshot."""
        old, self.content.project = self.content.project, project
        if self.content.take_labels():
            self._rebuild()
        elif (project.training.loss, project.data) != (old.training.loss, old.data):
            self._show_sample_now()  # another loss, or other data, may write the same classes as other numbers

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment of training; where things are off, with its own weights and what the neurons say without."""
        if not self.content.has_names_for(snapshot.network):
            return  # of an edit that others came after: what they come to follows at once
        old = self.moment
        is_other = self.content.take(snapshot)
        if old is None or (snapshot.network is not old.network and snapshot.network != old.network):
            self.content.take_labels()
            if old is not None:
                self._windows = carried(self._windows, old.network, snapshot.network)
            self._rebuild()
        elif is_other:
            self._is_stale = True
            if self.isVisible():
                self._show_parameters()
                self._refresh()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self._headers.show_theme(theme)
        self._look_button.show_theme(theme)
        self.explaining.show_theme(theme)
        self._refresh()

    def mark(self, thing: Thing | None) -> None:
        """Bring this forward, as if the pointer were on it, because something elsewhere speaks of it; None: nothing."""
        if thing != self._pointed_out:
            self._pointed_out = thing
            self._refresh()

    def show_unit_numbers(self, are_shown: bool) -> None:
        """Write its number at each neuron, because something elsewhere names them by it; or no longer."""
        self.shows_unit_numbers = are_shown
        self._keep_numbers_clear()
        self._refresh()

    def show_look(self, look: Look) -> None:
        """Draw networks in this way."""
        if look == self._look:
            return
        has_other_width = look.digits != self._look.digits  # of the values beside the outputs
        self._look = look
        self._look_button.show_look(look)
        if has_other_width:
            self._rebuild()
        elif self._drawing is not None:
            self._drawing.show_look(look)
            self.explaining.show_moment()
            self._refresh()

    def choose_look(self, look: Look) -> None:
        """Draw networks in this way, since a person wants it so."""
        self.show_look(look)
        self.look_changed.emit(look)

    def show_sample(
        self, values: Array | None, target: Array | None, place: Array | None = None, is_typed: bool = False
    ) -> None:
        """Show what every neuron says for this sample (inputs,), and the target (outputs,) beside the outputs.

        target  as the data hold it: shown is what training makes of it
        place   (numbers,) of the data that the sample was made of, to be marked on pictures of them
        """
        self.content.is_typed = is_typed
        shown = (*self.content.sample, self.content.place)
        if not all(map(_is_same, (values, target, place), shown)):
            self.content.sample, self.content.place = (values, target), place
            self._show_sample_now()

    def show_lens(self, lens: Lens | None) -> None:
        """Show other numbers than the weights and the current sample's values, while they are this network's."""
        if lens is not self.content.lens:
            self.content.lens, self.content.goes_on = lens, False
            self._show_parameters()
            self._refresh()

    def _place_lower(self) -> None:
        """Place what stands beside the button in the lower corner."""

    def _show_sample_now(self) -> None:
        if self._drawing is not None:
            self._give_sample(self._drawing)
            self._tell_chosen()
            self.explaining.show_moment()
            self._refresh()

    def _give_sample(self, drawing: Drawing) -> None:
        drawing.nodes.set_sample(self.content.sample[0], self.content.target)
        drawing.sample_tags.show_place(self.content.place)

    def set_left_widget(self, widget: QWidget | None) -> None:
        """Place a widget left of the inputs, with faint lines to them; None: none."""
        if self.standing.left is not widget:
            self.standing.left = widget
            self._rebuild()

    def set_top_widget(self, widget: QWidget) -> None:
        """Place a widget along the upper edge, right of the strip of parts; the network stays below it."""
        self.standing.set_top(widget)
        self.place_top_widget()

    def place_top_widget(self) -> None:
        """Give the upper widget the height it needs now, and the network what is not left to it."""
        before = self.standing.top_room
        self.standing.fit_top()
        if self.standing.top_room != before:
            self._rebuild()

    def _show_parameters(self) -> None:
        self._is_stale = False
        content = self.content
        if content.moment is not None and self._drawing is not None:
            self._drawing.set_parameters(content.moment.theta, content.goes_on, content.said, content.lens)
            self._drawing.set_off(content.off)
            self._look_button.show_scale(self._drawing.edges.scale)
            self.explaining.show_moment()
            content.goes_on = True
            if not content.moment.is_playing:  # while it trains, there would be no end to it
                self._tell_chosen()

    def _refresh(self) -> None:
        """Paint the whole drawing again, roughly while it keeps changing."""
        self.painting.refresh()

    def _rebuild(self) -> None:
        """Arrange the snapshot's network anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Say where everything stands, and show it there.

        What was in the middle of the view stays there. Of what was all to be seen its beginning is, where it has less
        room now: the names of the inputs do not get below what stands left of them.
        """
        if self.moment is None:
            return
        seen = None
        if self._drawing is not None and not (self._is_whole and self._zoom == 1.0):
            seen = self._share_at(QRectF(QPointF(), self._view.toSizeF()).center())
        network = self.moment.network
        labels = self.content.labels
        self._headers.show_network(network, labels)
        is_round = labels.picture == "value"
        more = value_width(self._look.digits) - value_width(LEAST_DIGITS)
        right = 144.0 + more if is_round else min(144.0, 84.0 + max(0.0, class_names_width(labels) - 56.0))
        geometry = self._headers.arrange(
            network,
            self.width(),
            self.height() - self.standing.lower_room,
            self.standing.left_room(),
            right,
            self.standing.top_room,
            is_round,
            self._zoom,
            QRectF(self.standing.corner),
            names_width(network, labels),
            self._windows,
        )
        scale = 0.0 if self._drawing is None else self._drawing.edges.scale
        self._drawing = Drawing(geometry, labels, scale, self._look)
        self._give_sample(self._drawing)
        self._show_parameters()
        self.select(*self._selection_on(network))
        self._tell_chosen()
        self._pointed_out = None
        self._set_thing(None)
        self._offset = QPointF()
        if seen is not None:
            self._offset = QRectF(self.rect()).center() - QPointF(*geometry.at_share(*seen))
        self._move_to(self._offset)
        self._keep_numbers_clear()
        self._refresh()

    def _keep_numbers_clear(self) -> None:
        """Of all that stands on the drawing without being of it."""
        if self._drawing is not None:
            taken = [frame.translated(-self._offset) for frame in self._on_drawing]
            if self.shows_unit_numbers:
                taken += [frame for _, frame in unit_numbers(self._drawing.geometry)]
            self._drawing.numbers.keep_clear_of(taken)

    @property
    def _is_whole(self) -> bool:
        """Whether all of the drawing was to be seen when it was moved last."""
        assert self._drawing is not None
        geometry = self._drawing.geometry
        return geometry.width <= self._view.width() and geometry.height <= self._view.height()

    def _share_at(self, place: QPointF) -> tuple[float, float]:
        """A place of this widget as a share of the drawing."""
        assert self._drawing is not None
        return self._drawing.geometry.share_at(place.x() - self._offset.x(), place.y() - self._offset.y())

    def _move_to(self, offset: QPointF) -> None:
        """Lay the drawing's upper left corner here, as far as it leaves no empty room, and everything on it along."""
        if self._drawing is None:
            return
        geometry = self._drawing.geometry
        beyond = self._room_beyond if geometry.width > self.width() else 0.0
        x = min(0.0, max(offset.x(), self.width() - geometry.width - beyond))
        y = min(0.0, max(offset.y(), self.height() - geometry.height))
        self._offset, self._view = QPointF(x, y), self.size()
        self._headers.place(geometry, self._offset, self.standing.top_room)
        self.standing.follow(geometry, self._offset)
        self.explaining.place()

    @property
    def _room_beyond(self) -> float:
        """Empty room that may be seen behind the last column, so that nothing on the picture covers it."""
        return 0.0

    # Pointing and choosing -------------------------------------------------------------------------------------------

    def _set_thing(self, thing: Thing | None) -> None:
        """This is under the pointer now."""
        if thing != self._thing:
            self._thing = thing
            self._refresh()

    def point_at_nothing(self) -> None:
        """The pointer is on something that stands on the canvas."""
        self._set_thing(None)

    def select(self, things: Selection, chosen: Thing | None = None) -> None:
        """Select these things; the chosen one of them is what keys act on, and what is described."""
        assert chosen is None or chosen in things
        if (things, chosen) == (self._selection, self._chosen):
            return
        self._selection, self._chosen = things, chosen
        if self.explaining.neuron != chosen:
            self.explaining.close()
        self._tell_chosen()
        self.selection_changed.emit()
        self._refresh()

    def _selection_on(self, network: Network) -> tuple[Selection, Thing | None]:
        """What of the selection, and of the chosen thing, this network has."""
        return remaining(self._selection, self._chosen, network.widths)

    def choose(self, chosen: Thing | None) -> None:
        """Select this thing alone; None: nothing."""
        self.select(frozenset() if chosen is None else frozenset((chosen,)), chosen)

    def _tell_chosen(self) -> None:
        """Tell those who listen instead of looking what is chosen, and what it says now."""
        if self._drawing is not None:
            described.tell(self, described.in_words(self._drawing, self._selection, self._chosen))

    # Asking ----------------------------------------------------------------------------------------------------------

    @property
    def drawing(self) -> Drawing | None:
        """What is drawn; None before the first snapshot."""
        return self._drawing

    @property
    def offset(self) -> QPointF:
        """Where the drawing's upper left corner lies on this widget."""
        return self._offset

    @property
    def theme(self) -> Theme:
        """The colours of now."""
        return self._theme

    @property
    def marked(self) -> Selection:
        """What has a ring around it: what is selected, and what is spoken of elsewhere."""
        return self._selection if self._pointed_out is None else self._selection | {self._pointed_out}

    @property
    def brought_forward(self) -> Thing | None:
        """What all else steps back for: what the pointer is on, here or where it is spoken of."""
        return self._thing or self._pointed_out

    @property
    def arrangement(self) -> Geometry | None:
        """Where everything stands; None before the first snapshot."""
        return None if self._drawing is None else self._drawing.geometry

    @property
    def moment(self) -> Snapshot | None:
        """What is drawn: this moment of training."""
        return self.content.moment

    def name_rect(self, layer: int) -> QRect:
        """Where a layer's name stands on this widget."""
        return self._headers.name_rect(layer)

    @property
    def subject(self) -> Subject | None:
        """What a picture of all that is shown now is of: without zoom, pointer and selection; None: nothing yet."""
        return None if self._drawing is None else self.content.subject(self._look, self._drawing.scale_of_weights)

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The chosen neuron (layer, unit); layer -1 are the inputs; None: none, or something that is no neuron."""
        return (self._chosen.layer, self._chosen.unit) if isinstance(self._chosen, Neuron) else None

    @property
    def chosen_thing(self) -> Thing | None:
        """The one of the selected things that keys act on."""
        return self._chosen

    @property
    def _on_drawing(self) -> list[QRectF]:
        """Where chips and controls stand that move along with the drawing."""
        return self._headers.frames

    @property
    def taken(self) -> list[QRectF]:
        """Where chips and controls stand, besides those that keep to the upper edge."""
        return [*self._on_drawing, *self.standing.frames]

    @property
    def look(self) -> Look:
        """How networks are drawn."""
        return self._look

    @property
    def selection(self) -> Selection:
        """Everything that is selected."""
        return self._selection

    @property
    def off(self) -> Selection:
        """What is drawn as switched off."""
        return self.content.off

    @property
    def card(self) -> Card | None:
        """What is said about the thing under the pointer, with the numbers shown now."""
        return None if self._thing is None or self._drawing is None else self._drawing.card(self._thing)

    def line_of(self, thing: Thing) -> str:
        """What is said about a thing, in one line, with the numbers shown now."""
        return "" if self._drawing is None else self._drawing.card(thing).line

    def node_rect(self, layer: int, unit: int) -> QRectF:
        """Where a neuron stands on this widget; layer -1 are the inputs."""
        if self._drawing is None:
            return QRectF()
        return QRectF(*self._drawing.geometry.rectangle(layer, unit)).translated(self._offset)

    def frame_of(self, thing: Thing) -> QRectF:
        """Where a neuron stands on this widget with the number under it, also for its bias; empty for a connection."""
        return QRectF() if self._drawing is None else self._drawing.frame_of(thing).translated(self._offset)

    def gap_centre(self, before_layer: int) -> QPointF:
        """The middle of the gap where a layer before layer `before_layer` would go, on this widget."""
        if self._drawing is None:
            return QPointF()
        return QPointF(*self._drawing.geometry.gap_centre(before_layer)) + self._offset

    def edge_point(self, layer: int, input: int, unit: int) -> QPointF:
        """Where a connection can be pointed at, on this widget."""
        return self.point_of(Edge(layer, input, unit))

    def bias_point(self, layer: int, unit: int) -> QPointF:
        """The centre of a neuron's bias mark, on this widget."""
        return self.point_of(Bias(layer, unit))

    def point_of(self, weight: Edge | Bias) -> QPointF:
        """Where a connection or a bias mark can be pointed at, on this widget."""
        point = None if self._drawing is None else self._drawing.point_of(weight)
        return QPointF() if point is None else QPointF(*point) + self._offset

    def sizeHint(self) -> QSize:
        """The size that the design starts from."""
        return QSize(775, 760)

    def minimumSizeHint(self) -> QSize:
        """Smaller than this, nothing can be read."""
        return QSize(360, 320)

    # Painting --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The network fills the canvas."""
        self._look_button.place(self.rect(), STRIP_AT_PX)
        self._place_lower()
        self.standing.fit_top()
        self._rebuild()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was missed while hidden."""
        if self._is_stale:
            self._show_parameters()
            self._refresh()

    def _paint_over(self, painter: QPainter) -> None:
        """Paint what moves over the drawing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, what moves over it, and the card of what the pointer is on."""
        if self._is_stale:
            self._show_parameters()
        painter = QPainter(self)
        try:
            self.painting.show(painter)
            self._paint_over(painter)
            card, thing = self.card, self._thing
            is_said = thing == self.explaining.neuron  # on the card beside the neuron
            if card is not None and thing is not None and not is_said:
                own = self.frame_of(thing)
                paint_card(painter, self._theme, card, self._thing_at, own, self.standing.card_room, self.taken)
        finally:
            painter.end()


def _is_same(a: Array | None, b: Array | None) -> bool:
    return a is b or (a is not None and b is not None and np.array_equal(a, b))
