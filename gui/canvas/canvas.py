"""The canvas: turns gestures, keys and controls on the picture of a network into edits of the document."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.data.recipes import features_of
from core.edits import Edit as ProjectEdit
from core.edits import choose_activation, operate, switch_feature
from core.errors import UserError
from core.layers import Follower
from core.messages import Load, Message, Swap
from core.network import Network
from core.snapshot import Snapshot
from core.specs import Project
from gui.canvas.commands import commands_for, menu_of
from gui.canvas.drawing import next_neuron
from gui.canvas.edits import (
    Edit,
    added_somewhere,
    changed_follower,
    followed_somewhere,
    removed_unit,
    sized,
    typed_rate,
)
from gui.canvas.followers import NEW_BATCH_NORM, NEW_DROPOUT
from gui.canvas.geometry import INPUTS
from gui.canvas.interactions import DragFollower, DragNeuron, DragTile, Interaction, Pan
from gui.canvas.notes import Card
from gui.canvas.parts import STRIP_AT_PX, PartsStrip, Tile
from gui.canvas.picture import NetworkPicture
from gui.canvas.things import Bias, Edge, Neuron
from gui.canvas.weight_editing import WeightEditing
from gui.document import Document
from gui.theme import Theme

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Canvas(NetworkPicture):
    """The network as a drawing that is edited with the hands.

    A structure edit shows when the engine's next snapshot brings it, never with weights that are not its own; until
    then gestures on the drawing are ignored.
    """

    refused = Signal(str, str)
    """(message, hint): an edit cannot be."""
    noticed = Signal(str)
    """Something was done that is not seen."""
    gesture_started = Signal()
    gesture_ended = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document.project, parent)
        self._document = document
        self._pressed: tuple[QPointF, Neuron] | None = None
        self._clicked: tuple[QPointF, Edge | Bias] | None = None
        self._interaction: Interaction | None = None
        self._holds_space = False
        self._panned_with_space = False
        document.posted.connect(self._on_posted)
        self.setObjectName("canvas")
        self.setAccessibleName("Network")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._headers.units_asked.connect(self._on_units_asked)
        self._headers.more_asked.connect(self._on_more_asked)
        self._headers.activation_asked.connect(self._on_activation_asked)
        self._headers.follower_asked.connect(self._on_follower_asked)
        self._headers.rate_typed.connect(self._on_rate_typed)
        self._headers.feature_asked.connect(self.switch_feature)
        self._strip = PartsStrip(self._theme, self)
        self._strip.move(STRIP_AT_PX, STRIP_AT_PX)
        self._corner = self._strip.geometry()
        self.weights = WeightEditing(self, document, self._theme)
        self._connect_tile(self._strip.neuron, lambda: DragTile(self), added_somewhere)
        for tile, follower in ((self._strip.dropout, NEW_DROPOUT), (self._strip.batch_norm, NEW_BATCH_NORM)):
            drag = partial(DragFollower, self, follower)
            self._connect_tile(tile, drag, partial(followed_somewhere, follower=follower))

    def _connect_tile(
        self, tile: Tile, drag: Callable[[], Interaction], somewhere: Callable[[Network, int | None], Edit]
    ) -> None:
        """Let a tile be dragged, and put its part somewhere sensible by key."""
        tile.grabbed.connect(lambda place: self._on_tile_grabbed(drag(), QPointF(tile.mapTo(self, place))))
        tile.moved.connect(lambda place: self._drag(QPointF(tile.mapTo(self, place))))
        tile.dropped.connect(lambda place: self._drop(QPointF(tile.mapTo(self, place))))
        tile.activated.connect(lambda: self._on_tile_activated(somewhere))

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._strip.show_theme(theme)
        self.weights.show_theme(theme)
        super().show_theme(theme)

    def _rebuild(self) -> None:
        self._abandon()
        super()._rebuild()
        self._strip.raise_()
        self.weights.follow()
        order = [self, *self._strip.tiles, *self._headers.controls]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    # For gestures ----------------------------------------------------------------------------------------------------

    def edit(self, make: Edit) -> None:
        """Make an edit of the network, or say why it cannot be."""
        self.apply(lambda project: operate(project, make(project.network)))

    def apply(self, decide: Callable[[Project], ProjectEdit]) -> None:
        """Make an edit of the project, or say why it cannot be."""
        try:
            edit = decide(self._document.project)
        except UserError as error:
            self.refused.emit(error.message, error.hint)
        else:
            self._document.edit(edit.text, edit.project, edit.vectors)

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

    @property
    def is_dragging(self) -> bool:
        """Whether a gesture is under way."""
        return self._interaction is not None

    @property
    def panned_with_space(self) -> bool:
        """Whether the space bar, held now or let go last, moved the drawing, and so does not mean "train"."""
        return self._panned_with_space

    def _on_posted(self, message: Message) -> None:
        if isinstance(message, Load | Swap):  # steps ahead, maybe, but not by training
            self._jumps = True

    # Asked by controls -----------------------------------------------------------------------------------------------

    @property
    def is_in_step(self) -> bool:
        """Whether what is drawn is what the document says."""
        return self._snapshot is not None and self._snapshot.network == self._document.project.network

    @property
    def _has_same_layers(self) -> bool:
        """Whether a layer drawn is the same layer in the document, whatever its width."""
        drawn = self.arrangement
        return drawn is not None and len(drawn.network.dense) == len(self._document.project.network.dense)

    def _on_units_asked(self, layer: int, units: int) -> None:
        if self._has_same_layers:
            self.edit(sized(layer, units))

    def _on_more_asked(self, layer: int, more: int) -> None:
        if self._has_same_layers:
            self.edit(sized(layer, more=more))

    def _on_activation_asked(self, layer: int, activation: str) -> None:
        if not self._has_same_layers:
            return
        self.apply(lambda project: choose_activation(project, layer, activation))

    def _has_same_followers(self, layer: int) -> bool:
        """Whether what is drawn after this column is what the document says."""
        drawn = self.arrangement
        return (
            self._has_same_layers
            and drawn is not None
            and drawn.network.followers[layer + 1] == self._document.project.network.followers[layer + 1]
        )

    def _on_follower_asked(self, layer: int, place: int, follower: Follower | None) -> None:
        if self._has_same_followers(layer):
            self.edit(changed_follower(layer, place, follower))

    def _on_rate_typed(self, layer: int, place: int, text: str) -> None:
        if self._has_same_followers(layer):
            self.edit(typed_rate(layer, place, text))

    def _on_tile_activated(self, somewhere: Callable[[Network, int | None], Edit]) -> None:
        if self._has_same_layers:
            self.edit(somewhere(self._document.project.network, self._chosen.layer if self._chosen else None))

    def _on_tile_grabbed(self, drag: Interaction, at: QPointF) -> None:
        if self.is_in_step:
            self._begin(drag, at)

    # Gestures --------------------------------------------------------------------------------------------------------

    def _begin(self, interaction: Interaction, at: QPointF) -> None:
        self._abandon()
        self._clicked = None
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
        if self.is_in_step:
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
            place = event.position() - self._offset
            thing, neuron = self._drawing.thing_at(place), self._drawing.neuron_at(place)
            self.choose(thing)
            if isinstance(thing, Edge | Bias):
                self._clicked = (event.position(), thing)
            if neuron is not None and self.is_in_step:
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
        """Let go; where nothing was carried, a weight or bias was clicked, and opens."""
        clicked, self._clicked = self._clicked, None
        self._pressed = None
        self._drop(event.position())
        if clicked is not None:
            self.weights.open(clicked[1], clicked[0])

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        if self._interaction is None:
            self._set_thing(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, keeping what is under the pointer there; sideways, move along."""
        turn = event.angleDelta()
        if self._interaction is None:
            if abs(turn.x()) > abs(turn.y()):
                self._move_to(self._offset + QPointF(turn.x(), 0.0))
                self._refresh()
            elif turn.y():
                self._zoom_to(self._zoom * 1.2 ** (turn.y() / 120.0), event.position())
        event.accept()

    # Keyboard --------------------------------------------------------------------------------------------------------

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
            had_something = self._interaction is not None or bool(self._selection)
            if self._interaction is not None:
                self._set_thing(None)
                self._abandon()
            else:
                self.choose(None)
            return had_something
        if self._interaction is not None:
            return False
        if key in ARROWS and not modifiers & ~Qt.KeyboardModifier.KeypadModifier and self._drawing is not None:
            self.choose(Neuron(*next_neuron(self._drawing.geometry, self.chosen, key)))
            self._reveal_chosen()
            return True
        for command in commands_for(key, modifiers):
            # What comes from a control on the canvas, which had no use for the key, was not meant for the neurons.
            if (self.focusWidget() is self or command.works_everywhere) and command.is_possible(self):
                command.does(self)
                return True
        return False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with what is here, or with all that is selected."""
        if self._drawing is None or self._interaction is not None:
            return
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            thing = self._drawing.thing_at(QPointF(event.pos()) - self._offset)
            if thing not in self._selection:
                self.choose(thing)
        menu = menu_of(self)
        menu.exec(event.globalPos())
        menu.deleteLater()

    # Done by commands ------------------------------------------------------------------------------------------------

    def remove_selected(self) -> None:
        """Take the chosen neuron away; of an input that is a feature, the feature."""
        if self.chosen_feature is not None:
            self.switch_feature(self.chosen_feature, False)
        elif self.chosen is not None and self.is_in_step:
            self.edit(removed_unit(*self.chosen))

    @property
    def chosen_feature(self) -> str | None:
        """The feature that the chosen neuron is; None: none, or no feature."""
        if self.chosen is None or self.chosen[0] != INPUTS or not self._labels.features:
            return None
        return self._labels.features[self.chosen[1]]

    def switch_feature(self, name: str, is_on: bool) -> None:
        """Give the network this feature of the points, or give it no longer."""
        self.apply(lambda project: switch_feature(project, name, is_on))
        self._headers.show_features(features_of(self._document.project.data) or ())

    def open_features(self) -> None:
        """Open the list of features."""
        self._headers.open_features()

    def size_chosen(self, more: int) -> None:
        """So many neurons more in the chosen neuron's layer."""
        if self.chosen is not None and self._has_same_layers:
            self.edit(sized(self.chosen[0], more=more))

    def fit(self) -> None:
        """Show the whole network."""
        self._zoom = 1.0
        self._rebuild()

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
        if is_by_tab and not self._selection and self._drawing is not None:
            self.choose(Neuron(0, 0))
        self.update()

    # Showing weights -------------------------------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment of training."""
        super().show_snapshot(snapshot)
        self.weights.show_moment()

    def _move_to(self, offset: QPointF) -> None:
        before = self._offset
        super()._move_to(offset)
        self.weights.follow(self._offset - before)

    @property
    def card(self) -> Card | None:
        """What is said about the thing under the pointer, unless a weight is open: that card says more."""
        return super().card if self.weights.weight is None else None

    # Painting --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, and what a gesture would do to it."""
        if self._interaction is None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        try:
            painter.drawPixmap(QPoint(), self._kept_picture())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(self._offset)
            self._interaction.paint(painter, self._theme)
        finally:
            painter.end()
