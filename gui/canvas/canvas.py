"""The canvas shows the drawing of the last snapshot, and turns gestures into edits of the document."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from core.arrays import Array
from core.errors import UserError
from core.snapshot import Snapshot
from core.specs import Project
from gui.canvas.drawing import Drawing, next_neuron
from gui.canvas.edges import Edge
from gui.canvas.edits import Edit, activation_text, added_somewhere, removed_unit, sized, with_activation
from gui.canvas.geometry import Geometry
from gui.canvas.header_row import HeaderRow
from gui.canvas.interactions import DragNeuron, DragTile, Interaction, Pan
from gui.canvas.labels import Labels, labels_of
from gui.canvas.notes import Card, Neuron, Thing, paint_card, paint_legend
from gui.canvas.parts import PartsStrip
from gui.document import Document
from gui.theme import Theme, system_theme

REST_MS = 150
LARGEST_ZOOM = 6.0
STRIP_AT_PX = 14
ROOMY_PX = 700
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Canvas(QWidget):
    """The network of the last snapshot, as a drawing that is edited with the hands.

    A structure edit shows when the engine's next snapshot brings it, never with weights that are not its own; until
    then gestures on the drawing are ignored.
    """

    refused = Signal(str, str)
    """(message, hint): an edit cannot be."""
    hovered = Signal(str)
    """What the pointer is on, in one line; empty: nothing."""
    gesture_started = Signal()
    gesture_ended = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = system_theme()
        self._project = document.project
        self._labels = Labels()
        self._snapshot: Snapshot | None = None
        self._drawing: Drawing | None = None
        self._is_stale = False
        self._left_widget: QWidget | None = None
        self._sample: tuple[Array | None, Array | None] = (None, None)
        self._zoom = 1.0
        self._offset = QPointF()
        self._thing: Thing | None = None
        self._thing_at = QPointF()
        self._chosen: tuple[int, int] | None = None
        self._pressed: tuple[QPointF, Neuron] | None = None
        self._interaction: Interaction | None = None
        self._holds_space = False
        self._panned_with_space = False
        self._picture: QPixmap | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self.setObjectName("canvas")
        self.setAccessibleName("Network")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._headers = HeaderRow(self._theme, self)
        self._headers.units_asked.connect(self._on_units_asked)
        self._headers.activation_asked.connect(self._on_activation_asked)
        self._strip = PartsStrip(self._theme, self)
        self._strip.move(STRIP_AT_PX, STRIP_AT_PX)
        tile = self._strip.neuron
        tile.grabbed.connect(self._on_tile_grabbed)
        tile.moved.connect(lambda place: self._drag(QPointF(tile.mapTo(self, place))))
        tile.dropped.connect(lambda place: self._drop(QPointF(tile.mapTo(self, place))))
        tile.activated.connect(self._on_tile_activated)
        self.show_project(document.project)

    # Showing -----------------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Show the names that go with the project's data; the network itself comes with a snapshot."""
        self._project = project
        if self._take_labels():
            self._rebuild()

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
        """Show this moment of training."""
        old, self._snapshot = self._snapshot, snapshot
        if old is None or (snapshot.network is not old.network and snapshot.network != old.network):
            self._abandon()
            self._take_labels()
            self._rebuild()
        elif old.theta is not snapshot.theta:
            self._is_stale = True
            if self.isVisible():
                self._show_parameters()
                self._refresh()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self._strip.show_theme(theme)
        self._headers.show_theme(theme)
        self._refresh()

    def show_sample(self, values: Array | None, target: Array | None) -> None:
        """Show what every neuron says for this sample (inputs,), and the target (outputs,) beside the outputs."""
        had_sample = self._sample[0] is not None
        self._sample = (values, target)
        if had_sample != (values is not None):
            self._rebuild()
        elif self._drawing is not None:
            self._drawing.nodes.set_sample(values, target)
            self._refresh()

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

    def _show_parameters(self) -> None:
        self._is_stale = False
        if self._snapshot is not None and self._drawing is not None:
            self._drawing.set_parameters(self._snapshot.theta)

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
        if self._snapshot is None:
            return
        network = self._snapshot.network
        self._headers.show_network(network, self._labels)
        left, right = None, 84.0 if self._sample[0] is None else 132.0
        if self._left_widget is not None:
            self._left_widget.resize(_best_size(self._left_widget))
            left = self._left_widget.width() + self._left_gap + (40.0 if self._is_roomy else 14.0)
        is_round = self._labels.picture == "value"
        geometry = self._headers.arrange(network, self.width(), self.height(), left, right, is_round, self._zoom)
        scale = 0.0 if self._drawing is None else self._drawing.edges.scale
        self._drawing = Drawing(geometry, self._labels, scale)
        self._drawing.nodes.set_sample(*self._sample)
        self._show_parameters()
        if self._chosen is not None and not self._drawing.exists(*self._chosen):
            self._chosen = None
        self._set_thing(None)
        self._move_to(self._offset)
        self._set_tab_order()
        self._refresh()

    def _set_tab_order(self) -> None:
        self._strip.raise_()
        order = [self, self._strip.neuron, *self._headers.controls]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _move_to(self, offset: QPointF) -> None:
        """Lay the drawing's upper left corner here, as far as it leaves no empty room, and everything on it along."""
        if self._drawing is None:
            return
        geometry = self._drawing.geometry
        x = min(0.0, max(offset.x(), self.width() - geometry.width))
        y = min(0.0, max(offset.y(), self.height() - geometry.height))
        self._offset = QPointF(x, y)
        self._headers.place(geometry, self._offset)
        if self._left_widget is not None:
            column = geometry.columns[0]
            left = round(column.x + x - self._left_gap - self._left_widget.width())
            self._left_widget.move(left, round(geometry.middle(column) + y - self._left_widget.height() / 2))

    @property
    def _is_roomy(self) -> bool:
        return self.width() >= ROOMY_PX

    @property
    def _left_gap(self) -> float:
        """From the left widget to the centre of the inputs."""
        return 78.0 if self._is_roomy else 58.0

    # For gestures ------------------------------------------------------------------------------------------------

    @property
    def arrangement(self) -> Geometry | None:
        """Where everything stands; None before the first snapshot."""
        return None if self._drawing is None else self._drawing.geometry

    def edit(self, make: Edit) -> None:
        """Make an edit of the network, or say why it cannot be."""
        project = self._document.project
        try:
            surgery = make(project.network)
            changed = project.replace(network=surgery.network)
        except UserError as error:
            self.refused.emit(error.message, error.hint)
        else:
            self._document.edit(surgery.text, changed, surgery.vectors)

    def contains(self, place: QPointF) -> bool:
        """Whether a place of the drawing is on the canvas, and not on the strip of parts or the widget at the left."""
        here = (place + self._offset).toPoint()
        controls = [self._strip] if self._left_widget is None else [self._strip, self._left_widget]
        return self.rect().contains(here) and not any(control.geometry().contains(here) for control in controls)

    def pan_by(self, way: QPointF) -> None:
        """Move the whole drawing."""
        self._panned_with_space = self._holds_space
        self._move_to(self._offset + way)
        self._refresh()

    def picture_of(self, layer: int, unit: int) -> QPixmap:
        """How a node looks, with four pixels around it."""
        frame = self.node_rect(layer, unit).adjusted(-4, -4, 4, 4)
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

    # For the window and for tests --------------------------------------------------------------------------------

    @property
    def is_dragging(self) -> bool:
        """Whether a gesture is under way."""
        return self._interaction is not None

    @property
    def panned_with_space(self) -> bool:
        """Whether the space bar, held now or let go last, moved the drawing, and so does not mean "train"."""
        return self._panned_with_space

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The chosen neuron (layer, unit); layer -1 are the inputs."""
        return self._chosen

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

    def sizeHint(self) -> QSize:
        """The size that the design starts from."""
        return QSize(775, 760)

    def minimumSizeHint(self) -> QSize:
        """Smaller than this, nothing can be read."""
        return QSize(360, 320)

    # Asked by controls -------------------------------------------------------------------------------------------

    @property
    def _is_in_step(self) -> bool:
        """Whether what is drawn is what the document says."""
        return self._snapshot is not None and self._snapshot.network == self._document.project.network

    @property
    def _has_same_layers(self) -> bool:
        """Whether a layer drawn is the same layer in the document, whatever its width."""
        drawn = self.arrangement
        return drawn is not None and len(drawn.network.layers) == len(self._document.project.network.layers)

    def _on_units_asked(self, layer: int, units: int) -> None:
        if self._has_same_layers:
            self.edit(sized(layer, units))

    def _on_activation_asked(self, layer: int, activation: str) -> None:
        if not self._has_same_layers:
            return
        project = self._document.project
        name = self._labels.layer(project.network, layer)
        try:
            text = activation_text(project, name, layer, activation)
            changed = with_activation(project, layer, activation)
        except UserError as error:
            self.refused.emit(error.message, error.hint)
        else:
            self._document.edit(text, changed)

    def _on_tile_activated(self) -> None:
        if self._has_same_layers:
            self.edit(added_somewhere(self._document.project.network, self._chosen[0] if self._chosen else None))

    def _on_tile_grabbed(self, place: QPointF) -> None:
        if self._is_in_step:
            self._begin(DragTile(self), self._strip.neuron.mapTo(self, place))

    # Gestures ----------------------------------------------------------------------------------------------------

    def _begin(self, interaction: Interaction, at: QPointF) -> None:
        self._abandon()
        self._set_thing(None)
        self._interaction = interaction
        interaction.start(at - self._offset)
        self.gesture_started.emit()

    def _drag(self, at: QPointF) -> None:
        if self._interaction is not None:
            self._interaction.move(at - self._offset)

    def _drop(self, at: QPointF) -> None:
        if self._interaction is None:
            return
        interaction, self._interaction = self._interaction, None
        self._pressed = None
        if self._is_in_step:
            interaction.end(at - self._offset)
        self._after_gesture()

    def _abandon(self) -> None:
        """Give up the gesture under way, with nothing changed."""
        self._pressed = None
        if self._interaction is not None:
            interaction, self._interaction = self._interaction, None
            interaction.cancel()
            self._after_gesture()

    def _after_gesture(self) -> None:
        self.unsetCursor()
        self._refresh()
        self.gesture_ended.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a neuron, or take hold of it; with the middle button or the space bar, of the whole drawing."""
        self._abandon()
        if event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and self._holds_space
        ):
            self._begin(Pan(self), event.position())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton and self._drawing is not None:
            neuron = self._drawing.neuron_at(event.position() - self._offset)
            self._choose(None if neuron is None else (neuron.layer, neuron.unit))
            if neuron is not None and self._is_in_step:
                self._pressed = (event.position(), neuron)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry what is held, or say what is here."""
        if self._interaction is None and self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            start, neuron = self._pressed
            if (event.position() - start).manhattanLength() >= QApplication.startDragDistance():
                self._begin(DragNeuron(self, neuron.layer, neuron.unit), start)
                self._set_thing(neuron)
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._interaction is not None:
            self._drag(event.position())
        elif self._drawing is not None:
            self._thing_at = event.position()
            self._set_thing(self._drawing.thing_at(event.position() - self._offset))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._pressed = None
        self._drop(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        if self._interaction is None:
            self._set_thing(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, keeping what is under the pointer there."""
        turns = event.angleDelta().y() / 120.0
        if turns and self._interaction is None:
            self._zoom_to(self._zoom * 1.2**turns, event.position())
        event.accept()

    def _zoom_to(self, zoom: float, pointer: QPointF) -> None:
        zoom = min(max(zoom, 1.0), LARGEST_ZOOM)
        if zoom == self._zoom or self._drawing is None:
            return
        share = self._drawing.geometry.share_at(pointer.x() - self._offset.x(), pointer.y() - self._offset.y())
        self._zoom = zoom
        self._rebuild()
        self._move_to(pointer - QPointF(*self._drawing.geometry.at_share(*share)))

    def _set_thing(self, thing: Thing | None) -> None:
        """This is under the pointer now."""
        if thing != self._thing:
            self._thing = thing
            card = self.card
            self.hovered.emit("" if card is None else card.line)
            self._refresh()

    def _choose(self, chosen: tuple[int, int] | None) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            name = ""
            if chosen is not None and self._drawing is not None:
                name = self._drawing.card(Neuron(*chosen)).line
            self.setAccessibleDescription(name)
            self.update()

    # Keyboard ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Delete removes, Ctrl+Up and Ctrl+Down size the layer, Esc gives up, F fits."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._holds_space, self._panned_with_space = True, False
        if self._drawing is None or not self._handle_key(key, event.modifiers()):
            event.ignore()

    def _handle_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether the key meant something here."""
        if key == Qt.Key.Key_Escape:
            had_something = self._interaction is not None or self._chosen is not None
            if self._interaction is not None:
                self._set_thing(None)
                self._abandon()
            else:
                self._choose(None)
            return had_something
        if self._interaction is not None:
            return False
        if key in ARROWS and self._drawing is not None:
            is_sizing = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            if not is_sizing:
                self._choose(next_neuron(self._drawing.geometry, self._chosen, key))
                return True
            if self._chosen is not None and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                if self._has_same_layers:
                    self.edit(sized(self._chosen[0], more=1 if key == Qt.Key.Key_Up else -1))
                return True
            return False
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._chosen is not None:
            if self._is_in_step:
                self.edit(removed_unit(*self._chosen))
            return True
        if key == Qt.Key.Key_F and not modifiers:
            self._zoom = 1.0
            self._rebuild()
            return True
        return False

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The space bar means "train" to the window, unless it moved the drawing."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._holds_space = False
            if self._panned_with_space:
                event.accept()
                return
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key let go elsewhere is not seen here."""
        self._holds_space = False
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arriving by keyboard chooses a neuron, so that it is seen where one is."""
        is_by_tab = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if is_by_tab and self._chosen is None and self._drawing is not None:
            self._choose((0, 0))
        self.update()

    # Painting ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The network fills the canvas."""
        self._rebuild()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was missed while hidden."""
        if self._is_stale:
            self._show_parameters()
            self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, and what a gesture or the pointer puts over it."""
        if self._is_stale:
            self._show_parameters()
        painter = QPainter(self)
        try:
            if self._interaction is not None:
                painter.drawPixmap(QPoint(), self._kept_picture())
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.translate(self._offset)
                self._interaction.paint(painter, self._theme)
                return
            self._paint_drawing(painter)
            card = self.card
            if card is not None:
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
        drawing.paint(painter, self._theme, not self._rest.isActive(), self._thing, self._feed())
        if self._chosen is not None:
            drawing.paint_ring(painter, self._theme, *self._chosen, has_focus=self.hasFocus())
        painter.restore()
        connections = drawing.geometry.connections
        paint_legend(painter, self._theme, drawing.edges, connections, self.width() / 2, self.height() - 20.0)

    def _feed(self) -> QPointF | None:
        """Where the lines from the left widget to the inputs begin, on the drawing."""
        if self._left_widget is None:
            return None
        place: QRect = self._left_widget.geometry()
        return QPointF(place.right() + 5.0, place.center().y() + 1.0) - self._offset


def _best_size(widget: QWidget) -> QSize:
    return widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
