"""The picture of a network: shows snapshots, and knows no gestures."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.data.build import build
from core.network import Network
from core.snapshot import Snapshot
from core.specs import Project
from core.targets import class_values, encode
from gui.canvas.cards.explaining import Explaining
from gui.canvas.cards.look_button import LookButton
from gui.canvas.chips.header_row import HeaderRow
from gui.canvas.drawn.drawing import Drawing
from gui.canvas.drawn.edges import Edges
from gui.canvas.drawn.geometry import Geometry
from gui.canvas.drawn.labels import Labels, labels_of
from gui.canvas.drawn.legend import Legend
from gui.canvas.drawn.nodes import names_width, value_width
from gui.canvas.drawn.notes import Card, paint_card
from gui.canvas.drawn.numbers import Numbers
from gui.canvas.drawn.sheet import Subject
from gui.canvas.gestures.parts import STRIP_AT_PX
from gui.canvas.look import LEAST_DIGITS, Look
from gui.canvas.things import Bias, Edge, Neuron, Selection, Thing, is_there
from gui.canvas.wide.unfolding import carried
from gui.knockout import Reduced, whole_of
from gui.theme import Theme, system_theme

REST_MS = 150
ROOMY_PX = 700
TOP_LEFT_PX = 84
CORNER_GAP_PX = 8
EDGE_PX, LEGEND_PX = 8.0, 36.0
"""What a card keeps clear at the canvas' edges, and at the lower one for the legend."""


class NetworkPicture(QWidget):
    """The network of the last snapshot, with its chips, zoom, chosen neuron and the card of what is pointed at.

    What is drawn is always the snapshot's network with the snapshot's weights, whatever the document says already.

    The scale of the weights is decided by the weights alone, so the same network looks the same whatever was shown
    before: after opening, edit, undo, redo and reset, and at each pause. Only from step to step of one training, played
    or made by hand, does it follow as `gui.canvas.drawn.edges.next_scale` says.
    """

    hovered = Signal(str)
    """What the pointer is on, in one line; empty: nothing."""
    selection_changed = Signal()
    """Other things are selected, or another one is the chosen one of them."""
    look_changed = Signal(object)
    """A person wants networks to be drawn in another way: a `Look`."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = system_theme()
        self._project = project
        self._labels = labels_of(project)
        self._snapshot: Snapshot | None = None
        self._drawing: Drawing | None = None
        self._is_stale = False
        self._goes_on = False
        """Whether all since the last parameters shown is one training that went on."""
        self._jumps = False
        """Whether the next snapshot is known to be of another training, or another time, than the one shown."""
        self._left_widget: QWidget | None = None
        self._top_widget: QWidget | None = None
        self._corner = QRect()
        """What stands in the upper left corner, and does not move with the drawing."""
        self._sample: tuple[Array | None, Array | None] = (None, None)
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
        self._off: Selection = frozenset()
        self._said: Array | None = None
        """With which parameters neurons say what they say, where some are off; None: with the snapshot's."""
        self._look = Look()
        self._picture: QPixmap | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._headers = HeaderRow(self._theme, self)
        self._look_button = LookButton(self._theme, self)
        self._look_button.asked.connect(self._on_look_asked)
        self.explaining = Explaining(self, self._theme)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Show the names that go with the project's data; the network itself comes with a snapshot."""
        has_other_loss = project.training.loss != self._project.training.loss
        self._project = project
        if self._take_labels():
            self._rebuild()
        elif has_other_loss:  # another loss may write the same classes as other numbers
            self._show_sample_now()

    def _take_labels(self) -> bool:
        """Take the project's names, once the network drawn has the ends that they are for; whether they are others."""
        network = self._project.network
        if self._snapshot is not None:
            drawn = self._snapshot.network
            if (drawn.inputs, drawn.outputs) != (network.inputs, network.outputs):
                return False
        labels = labels_of(self._project)
        is_other = labels != self._labels
        self._labels = labels
        return is_other

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment of training; where things are off, with its own weights and what the neurons say without."""
        if not self._has_names_for(snapshot.network):
            return  # of an edit that others came after: what they come to follows at once
        off, said = (snapshot.off, snapshot.theta) if isinstance(snapshot, Reduced) else (frozenset(), None)
        has_other_off = off != self._off or said is not self._said
        self._off, self._said = off, said
        snapshot = whole_of(snapshot)
        old, self._snapshot = self._snapshot, snapshot
        if old is None or self._jumps or not _goes_on(old, snapshot):
            self._goes_on = False
        self._jumps = False
        if old is None or (snapshot.network is not old.network and snapshot.network != old.network):
            self._take_labels()
            if old is not None:
                self._windows = carried(self._windows, old.network, snapshot.network)
            self._rebuild()
        elif old.theta is not snapshot.theta or not self._goes_on or has_other_off:
            self._is_stale = True
            if self.isVisible():
                self._show_parameters()
                self._refresh()

    def _has_names_for(self, network: Network) -> bool:
        """Whether it has the ends of the project's network, or of the one that is drawn."""
        known = [self._project.network] + ([] if self._snapshot is None else [self._snapshot.network])
        return (network.inputs, network.outputs) in [(other.inputs, other.outputs) for other in known]

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

    def show_look(self, look: Look) -> None:
        """Draw networks in this way."""
        if look == self._look:
            return
        has_other_width = look.digits != self._look.digits  # of the values beside the outputs
        self._look = look
        self._look_button.panel.show_look(look)
        self.explaining.show_moment()
        if has_other_width:
            self._rebuild()
        elif self._drawing is not None:
            self._drawing.show_look(look)
            self._refresh()

    def _on_look_asked(self, look: Look) -> None:
        self.show_look(look)
        self.look_changed.emit(look)

    def show_sample(self, values: Array | None, target: Array | None) -> None:
        """Show what every neuron says for this sample (inputs,), and the target (outputs,) beside the outputs.

        target  as the data hold it: shown is what training makes of it
        """
        self._sample = (values, target)
        self._show_sample_now()

    def _show_sample_now(self) -> None:
        if self._drawing is not None:
            values, target = self._sample
            self._drawing.nodes.set_sample(values, target if target is None else self._encoded(target))
            self._tell_chosen()
            self.explaining.show_moment()
            self._refresh()

    def _encoded(self, target: Array) -> Array:
        """What the outputs drawn are trained towards where the data say `target`."""
        project = self._project
        if self._snapshot is None or project.data is None or build(project.data).task not in ("two classes", "classes"):
            return target
        network = self._snapshot.network
        return encode(target, *class_values(network.outputs, network.output.activation, project.training.loss))

    def set_left_widget(self, widget: QWidget | None) -> None:
        """Place a widget left of the inputs, with faint lines to them; None: none."""
        if self._left_widget is widget:
            return
        if self._left_widget is not None:
            self._left_widget.hide()
            self._left_widget.setParent(None)
        self._left_widget = widget
        if widget is not None:
            widget.setParent(self)
            widget.show()
        self._rebuild()

    def set_top_widget(self, widget: QWidget) -> None:
        """Place a widget along the upper edge, right of the strip of parts; the network stays below it."""
        self._top_widget = widget
        widget.setParent(self)
        self.place_top_widget()

    def place_top_widget(self) -> None:
        """Give the upper widget the height it needs now, and the network the rest."""
        if self._top_widget is None:
            return
        width = self.width() - TOP_LEFT_PX - STRIP_AT_PX
        height = self._top_widget.heightForWidth(width)
        self._top_widget.setGeometry(TOP_LEFT_PX, STRIP_AT_PX, width, height)
        self._top_widget.setVisible(height > 0)
        self._rebuild()

    @property
    def _top_room(self) -> float:
        """What the upper widget takes of the height."""
        if self._top_widget is None or self._top_widget.isHidden():
            return 0.0
        return float(self._top_widget.height())

    def _show_parameters(self) -> None:
        self._is_stale = False
        if self._snapshot is not None and self._drawing is not None:
            self._drawing.set_parameters(self._snapshot.theta, self._goes_on, self._said)
            self._drawing.set_off(self._off)
            self._look_button.panel.show_scale(self._drawing.edges.scale)
            self.explaining.show_moment()
            self._goes_on = True
            if not self._snapshot.is_playing:  # while it trains, there would be no end to it
                self._tell_chosen()

    def _refresh(self) -> None:
        """Paint the whole drawing again, roughly while it keeps changing."""
        self._picture = None
        if self._drawing is not None and not self._drawing.edges.is_always_smooth:
            self._rest.start()
        self.update()

    def _on_rest(self) -> None:
        self._picture = None
        self.update()

    def _rebuild(self) -> None:
        """Arrange the snapshot's network anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Say where everything stands, and show it there; what was in the middle of the view stays there."""
        if self._snapshot is None:
            return
        seen = None if self._drawing is None else self._share_at(QRectF(QPointF(), self._view.toSizeF()).center())
        network = self._snapshot.network
        self._headers.show_network(network, self._labels)
        is_round = self._labels.picture == "value"
        more = value_width(self._look.digits) - value_width(LEAST_DIGITS)
        left, right = None, 144.0 + more if is_round else 84.0
        if self._left_widget is not None:
            self._left_widget.resize(_best_size(self._left_widget))
            left = self._left_widget.width() + self._left_gap + (40.0 if self._is_roomy else 14.0)
        geometry = self._headers.arrange(
            network,
            self.width(),
            self.height(),
            left,
            right,
            self._top_room,
            is_round,
            self._zoom,
            QRectF(self._corner),
            names_width(network, self._labels),
            self._windows,
        )
        scale = 0.0 if self._drawing is None else self._drawing.edges.scale
        self._drawing = Drawing(geometry, self._labels, scale, self._look)
        self._show_sample_now()
        self._show_parameters()
        self.select(*self._selection_on(network))
        self._tell_chosen()
        self._pointed_out = None
        self._set_thing(None)
        self._offset = QPointF()
        if seen is not None:
            self._offset = QRectF(self.rect()).center() - QPointF(*geometry.at_share(*seen))
        self._move_to(self._offset)
        self._drawing.numbers.keep_clear_of([frame.translated(-self._offset) for frame in self._headers.frames])
        self._refresh()

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
        self._headers.place(geometry, self._offset, self._top_room)
        self.explaining.place()
        if self._left_widget is not None:
            column = geometry.columns[0]
            left = round(column.x + x - self._left_gap - self._left_widget.width())
            top = round(geometry.middle(column) + y - self._left_widget.height() / 2)
            if self._zoom == 1.0 and left <= self._corner.right():
                top = max(top, self._corner.bottom() + CORNER_GAP_PX)
            self._left_widget.move(left, top)

    @property
    def _room_beyond(self) -> float:
        """Empty room that may be seen behind the last column, so that nothing on the picture covers it."""
        return 0.0

    @property
    def _is_roomy(self) -> bool:
        return self.width() >= ROOMY_PX

    @property
    def _left_gap(self) -> float:
        """From the left widget to the centre of the inputs."""
        return 78.0 if self._is_roomy else 58.0

    # Pointing and choosing -------------------------------------------------------------------------------------------

    def _set_thing(self, thing: Thing | None) -> None:
        """This is under the pointer now."""
        if thing != self._thing:
            self._thing = thing
            card = self.card
            self.hovered.emit("" if card is None else card.line)
            self._refresh()

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
        still = frozenset(thing for thing in self._selection if is_there(thing, network.widths))
        return still, self._chosen if self._chosen in still else None

    def choose(self, chosen: Thing | None) -> None:
        """Select this thing alone; None: nothing."""
        self.select(frozenset() if chosen is None else frozenset((chosen,)), chosen)

    def _tell_chosen(self) -> None:
        """Tell those who listen instead of looking what is chosen, and what it says now."""
        text = ""
        widths = () if self._drawing is None else self._drawing.geometry.network.widths
        if self._chosen is not None and self._drawing is not None and is_there(self._chosen, widths):
            card = self._drawing.card(self._chosen)
            text = ", ".join(part for part in (card.line, card.more, *card.passed_on) if part)
        if len(self._selection) > 1:
            text = f"{len(self._selection)} selected, {text}" if text else f"{len(self._selection)} selected"
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            if text:
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    # Asking ----------------------------------------------------------------------------------------------------------

    @property
    def arrangement(self) -> Geometry | None:
        """Where everything stands; None before the first snapshot."""
        return None if self._drawing is None else self._drawing.geometry

    @property
    def moment(self) -> Snapshot | None:
        """What is drawn: this moment of training."""
        return self._snapshot

    @property
    def project(self) -> Project:
        """Whose names are drawn: the document's project."""
        return self._project

    def title_of(self, thing: Thing) -> str:
        """What the card of a thing calls it."""
        return "" if self._drawing is None else self._drawing.card(thing).title

    def name_rect(self, layer: int) -> QRect:
        """Where a layer's name stands on this widget."""
        return self._headers.name_rect(layer)

    @property
    def subject(self) -> Subject | None:
        """What a picture of all that is shown now is of: without zoom, pointer and selection; None: nothing yet."""
        if self._snapshot is None or self._drawing is None:
            return None
        sample, target = self._sample
        return Subject(
            self._project.title,
            self._snapshot.network,
            self._snapshot.theta,
            self._labels,
            self._look,
            sample,
            None if target is None else self._encoded(target),
            self._drawing.edges.scale,
        )

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The chosen neuron (layer, unit); layer -1 are the inputs; None: none, or something that is no neuron."""
        return (self._chosen.layer, self._chosen.unit) if isinstance(self._chosen, Neuron) else None

    @property
    def chosen_thing(self) -> Thing | None:
        """The one of the selected things that keys act on."""
        return self._chosen

    @property
    def drawn_edges(self) -> Edges | None:
        """The connections as they are drawn; None before the first snapshot."""
        return None if self._drawing is None else self._drawing.edges

    @property
    def labels(self) -> Labels:
        """What everything is called."""
        return self._labels

    @property
    def sample(self) -> Array | None:
        """The sample (inputs,) that values are shown for; None: none."""
        return None if self._drawing is None else self._drawing.nodes.sample

    @property
    def taken(self) -> list[QRectF]:
        """Where chips and controls stand, besides those that keep to the upper edge."""
        left = [] if self._left_widget is None else [QRectF(self._left_widget.geometry())]
        return [*self._headers.frames, *left, QRectF(self._corner), QRectF(self._look_button.geometry())]

    @property
    def card_room(self) -> QRectF:
        """Where a card may lie: not on the legend, nor on what stands at the upper edge."""
        top = STRIP_AT_PX + self._top_room if self._top_room else 0.0
        return QRectF(self.rect()).adjusted(EDGE_PX, EDGE_PX + top, -EDGE_PX, -LEGEND_PX)

    @property
    def numbers(self) -> Numbers | None:
        """The numbers on them."""
        return None if self._drawing is None else self._drawing.numbers

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
        return self._off

    @property
    def card(self) -> Card | None:
        """What is said about the thing under the pointer, with the numbers shown now."""
        return None if self._thing is None or self._drawing is None else self._drawing.card(self._thing)

    def node_rect(self, layer: int, unit: int) -> QRectF:
        """Where a neuron stands on this widget; layer -1 are the inputs."""
        if self._drawing is None:
            return QRectF()
        return QRectF(*self._drawing.geometry.rectangle(layer, unit)).translated(self._offset)

    def gap_centre(self, before_layer: int) -> QPointF:
        """The middle of the gap where a layer before layer `before_layer` would go, on this widget."""
        if self._drawing is None:
            return QPointF()
        return QPointF(*self._drawing.geometry.gap_centre(before_layer)) + self._offset

    def edge_point(self, layer: int, input: int, unit: int) -> QPointF:
        """A point on a connection, on this widget: half way, or where no other one lies over it."""
        point = None if self._drawing is None else self._drawing.edges.point(Edge(layer, input, unit))
        return QPointF() if point is None else QPointF(*point) + self._offset

    def bias_point(self, layer: int, unit: int) -> QPointF:
        """The centre of a neuron's bias mark, on this widget."""
        if self._drawing is None:
            return QPointF()
        y = self.node_rect(layer, unit).center().y() - self._offset.y()
        return QPointF(*self._drawing.nodes.bias_place(self._drawing.geometry.column(layer), y)) + self._offset

    def point_of(self, weight: Edge | Bias) -> QPointF:
        """Where a connection or a bias mark can be pointed at, on this widget."""
        if isinstance(weight, Edge):
            return self.edge_point(weight.layer, weight.input, weight.unit)
        return self.bias_point(weight.layer, weight.unit)

    def sizeHint(self) -> QSize:
        """The size that the design starts from."""
        return QSize(775, 760)

    def minimumSizeHint(self) -> QSize:
        """Smaller than this, nothing can be read."""
        return QSize(360, 320)

    def picture_of(self, layer: int, unit: int) -> QPixmap:
        """How a node looks, with four pixels around it."""
        return self._picture_in(self.node_rect(layer, unit))

    def picture_of_column(self, layer: int) -> QPixmap:
        """How the nodes of a column look, with four pixels around them."""
        if self._drawing is None:
            return QPixmap()
        column = self._drawing.geometry.column(layer)
        frame = QRectF(column.x - column.node / 2, column.top, column.node, column.bottom - column.top)
        return self._picture_in(frame.translated(self._offset))

    def _picture_in(self, nodes: QRectF) -> QPixmap:
        frame = nodes.adjusted(-4, -4, 4, 4)
        ratio = self.devicePixelRatioF()
        picture = QPixmap((frame.size() * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(0, 0, 0, 0))
        if self._drawing is not None:
            painter = QPainter(picture)
            try:
                painter.translate(self._offset - frame.topLeft())
                self._drawing.nodes.paint(painter, self._theme, self._drawing.edges.scale)
            finally:
                painter.end()
        return picture

    # Painting --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The network fills the canvas."""
        self._look_button.place(self.rect(), STRIP_AT_PX)
        if self._top_widget is None:
            self._rebuild()
        else:
            self.place_top_widget()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was missed while hidden."""
        if self._is_stale:
            self._show_parameters()
            self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, and the card of what the pointer is on."""
        if self._is_stale:
            self._show_parameters()
        painter = QPainter(self)
        try:
            self._paint_drawing(painter)
            card = self.card
            if card is not None and self._thing != self.explaining.neuron:  # else it is said beside already
                paint_card(painter, self._theme, card, self._thing_at, QRectF(self.rect()))
        finally:
            painter.end()

    def _kept_picture(self) -> QPixmap:
        """The drawing as a picture, painted again only when it changes: a drag repaints at each move of the mouse."""
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            painter = QPainter(picture)
            try:
                self._paint_drawing(painter)
            finally:
                painter.end()
            self._picture = picture
        return self._picture

    def _paint_drawing(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self._theme.canvas))
        drawing = self._drawing
        if drawing is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.translate(self._offset)
        marked = self._marked if self._pointed_out is None else self._marked | {self._pointed_out}
        thing = self._thing or self._pointed_out
        drawing.paint(painter, self._theme, not self._rest.isActive(), thing, self._feed(), self._marked)
        # Neurons that are folded away share one ring.
        neurons = [thing for thing in marked if isinstance(thing, Neuron)]
        for one in {drawing.geometry.rectangle(one.layer, one.unit): one for one in neurons}.values():
            drawing.paint_ring(painter, self._theme, one.layer, one.unit, has_focus=self.hasFocus())
        for thing in marked:
            if isinstance(thing, Bias):
                drawing.paint_bias_ring(painter, self._theme, thing.layer, thing.unit)
        painter.restore()
        legend = Legend(painter, self._theme, drawing.edges, drawing.geometry.connections, self._look)
        legend.paint(self.legend_room, self.width() / 2)

    @property
    def legend_room(self) -> QRectF:
        """The lower edge, right of the button."""
        left = self._look_button.geometry().right() + STRIP_AT_PX
        return QRectF(left, self.height() - 32.0, self.width() - STRIP_AT_PX - left, 24.0)

    @property
    def _marked(self) -> Selection:
        """What is shown as selected."""
        return self._selection

    def _feed(self) -> QPointF | None:
        """Where the lines from the left widget to the inputs begin, on the drawing."""
        if self._left_widget is None:
            return None
        place: QRect = self._left_widget.geometry()
        return QPointF(place.right() + 5.0, place.center().y() + 1.0) - self._offset


def _goes_on(old: Snapshot, new: Snapshot) -> bool:
    """Whether the same training has made steps since, or nothing at all has changed; a pause is where it ends."""
    if old.is_playing and not new.is_playing:
        return False
    return new.network == old.network and (new.step > old.step or new.theta is old.theta)


def _best_size(widget: QWidget) -> QSize:
    return widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
