"""The canvas: turns gestures, keys and controls on the picture of a network into edits of the document."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gui.actions import walks_history
from gui.canvas.acts import select_layer
from gui.canvas.cards.naming import rename_layer, rename_neuron
from gui.canvas.choosing import extended, toggled
from gui.canvas.commands import commands_for, menu_of
from gui.canvas.drawn.drawing import next_neuron
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.equipped import EquippedNetwork
from gui.canvas.gestures.interactions import Pan
from gui.canvas.gestures.layer_drag import DragLayer
from gui.canvas.gestures.neuron_drag import DragNeurons
from gui.canvas.gestures.rubber_band import RubberBand
from gui.canvas.gesturing import Press
from gui.canvas.wide.unfolding import ScrollWindow
from gui.menus import take_keys
from gui.session.document import Document
from gui.session.things import Bias, Edge, Neuron, Thing, neurons_of

WALKING_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
WHEEL_UNITS = 3
"""So many neurons a turn of the wheel by one notch scrolls a window."""

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ADDS = SHIFT | Qt.KeyboardModifier.ControlModifier
"""With one of these a click or a frame selects besides what is selected."""


def end_of(weight: Edge | Bias, key: Qt.Key) -> Neuron:
    """The neuron that a key leads to from a weight: left, the one its connection comes from; else its own."""
    if isinstance(weight, Edge) and key == Qt.Key.Key_Left:
        return Neuron(weight.layer - 1, weight.input)
    return Neuron(weight.layer, weight.unit)


class Canvas(EquippedNetwork):
    """The network as a drawing that is edited with the hands.

    A structure edit shows when the engine's next snapshot brings it, never with weights that are not its own; until
    then gestures on the drawing are ignored.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.gesture_started.connect(self.explaining.close)
        self._is_on_gap = False
        self._turned = 0.0
        """How far the wheel turned that has not scrolled a window yet, in eighths of a degree."""
        self.setObjectName("canvas")
        self.setAccessibleName("Network")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        asks = self._headers.asks
        asks.taken.connect(self._on_header_taken)
        asks.carried.connect(self._carry)
        asks.let_go.connect(self._let_go)
        asks.spoiled.connect(self._abandon)
        asks.name.connect(lambda layer: rename_layer(self, layer))

    # Mouse -----------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of what is here; with the middle button or the space bar, of the whole drawing.

        A neuron is carried, anything else begins a frame that selects. A second button gives up what the first began.
        """
        self._abandon()
        if self._is_held:
            return
        is_left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (is_left and self._holds_space):
            self._is_held = True
            self._begin(Pan(self), event.position())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif is_left and (found := self.gap_at(event.position())) is not None:
            self._is_held = True
            self._begin(ScrollWindow(self, *found), event.position())
        elif is_left and self._drawing is not None:
            self._take(event.position(), event.modifiers())

    def _take(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        assert self._drawing is not None
        here = at - self._offset
        tags, has_modifiers = self._drawing.sample_tags, bool(modifiers & ADDS)
        if not has_modifiers and (unit := tags.value_at(here.x(), here.y())) is not None:
            self._hold(Press(at, partial(self.typing.open, Neuron(INPUTS, unit)), partial(RubberBand, self, False)))
            return
        if not has_modifiers and (unit := tags.target_at(here.x(), here.y())) is not None:
            self._hold(Press(at, partial(self.typing.click_target, unit), partial(RubberBand, self, False)))
            return
        thing = self._drawing.thing_at(here)
        neuron = self._drawing.neuron_at(here)
        adds = bool(modifiers & ADDS)
        click = partial(self._toggle, thing) if adds else partial(self._clicked, thing, at)
        if neuron is None:
            self._hold(Press(at, click, partial(RubberBand, self, adds)))
            return
        if not adds and neuron not in self._selection:
            self.choose(neuron)
        self._hold(Press(at, click, partial(self._dragging, neuron), neuron))

    def _dragging(self, neuron: Neuron) -> DragNeurons:
        """Those selected in its layer travel along, if it is selected itself."""
        units = {thing.unit for thing in neurons_of(self._selection) if thing.layer == neuron.layer}
        return DragNeurons(self, neuron, tuple(sorted(units)) if neuron.unit in units else (neuron.unit,))

    def _clicked(self, thing: Thing | None, at: QPointF) -> None:
        """Pressed and let go: a weight or bias opens, a neuron says how it works; None: nothing is there."""
        self.choose(thing)
        if isinstance(thing, Edge | Bias):
            self.weights.open(thing, at)
        elif isinstance(thing, Neuron):
            self.explaining.toggle()

    def _toggle(self, thing: Thing | None) -> None:
        """Selected besides, or no longer."""
        if thing is not None:
            self.select(*toggled(self._selection, self._chosen, thing))

    def _on_header_taken(self, layer: int, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """A layer's name: a click selects its neurons, a drag moves it."""
        self._abandon()
        self.setFocus()
        if self._drawing is not None:
            name = self._drawing.labels.layer(self._drawing.geometry.network, layer)
            click = partial(select_layer, self, layer, bool(modifiers & ADDS))
            self._hold(Press(at, click, partial(DragLayer, self, layer, name)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A neuron is renamed where it stands; on the empty room of a column: zoom to it."""
        at = event.position() - self._offset
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if self._drawing is None or not is_plain or self.gap_at(event.position()) is not None:
            self.mousePressEvent(event)
            return
        thing, column = self._drawing.thing_at(at), self._drawing.column_at(at)
        if isinstance(thing, Neuron):
            self._abandon()
            self.explaining.close()
            rename_neuron(self, thing)
        elif thing is None and column is not None:
            self._abandon()
            self.zoom_to_layer(column.layer)
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry what is held, or say what is here."""
        if self._is_held and not event.buttons():  # let go where nobody told: below a dialog, say
            self._abandon()
            self._is_held = False
        if self._is_held:
            self._carry(event.position())
        elif self._drawing is not None:
            self._thing_at = event.position()
            was_on_gap, self._is_on_gap = self._is_on_gap, self.gap_at(event.position()) is not None
            self._set_thing(None if self._is_on_gap else self._drawing.thing_at(event.position() - self._offset))
            if self._is_on_gap:
                self.setCursor(Qt.CursorShape.PointingHandCursor)
            elif was_on_gap:
                self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._let_go(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        if self._interaction is None:
            self._set_thing(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, keeping what is under the pointer there; over an open window, scroll it; sideways, move along.

        Two fingers on a touchpad move the drawing; with Ctrl they zoom.
        """
        event.accept()
        if self._interaction is not None or self._drawing is None:
            return
        turn = event.angleDelta()
        has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        column = self._drawing.column_at(event.position() - self._offset)
        if column is not None and column.window is not None and not has_ctrl and abs(turn.y()) >= abs(turn.x()):
            self._turned += turn.y() * WHEEL_UNITS
            by = int(self._turned / 120.0)
            self._turned -= 120.0 * by
            self.scroll_window(column.layer, -by)
        elif event.device().type() == QInputDevice.DeviceType.TouchPad and not has_ctrl:
            self.pan_by(QPointF(event.pixelDelta() if not event.pixelDelta().isNull() else turn))
        elif abs(turn.x()) > abs(turn.y()):
            self.pan_by(QPointF(turn.x(), 0.0))
        elif turn.y():
            self._zoom_to(self._zoom * 1.2 ** (turn.y() / 120.0), event.position())

    def event(self, event: QEvent) -> bool:
        """Two fingers pinch to zoom; a gap says what it stands for; undo in the middle of a gesture is the canvas'."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._keeps(event):
            event.accept()  # a key press comes then, and no shortcut
            return True
        if isinstance(event, QNativeGestureEvent) and self._interaction is None:
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom_to(self._zoom * (1.0 + event.value()), event.position())
                return True
            if event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
                self.fit()
                return True
        if isinstance(event, QHelpEvent) and (found := self.gap_at(QPointF(event.pos()))) is not None:
            QToolTip.showText(event.globalPos(), self.gap_text(*found), self)
            return True
        return super().event(event)

    # Keyboard --------------------------------------------------------------------------------------------------------

    def _keeps(self, event: QKeyEvent) -> bool:
        """Whether undo and redo are not for the document: what the hand holds is not done yet, nor what it gave up."""
        return (self._interaction is not None or self._is_held) and walks_history(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Delete removes, Ctrl+Up and Ctrl+Down size the layer, Esc gives up, F fits."""
        if self._keeps(event):
            self._set_thing(None)
            self._abandon()
            return
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._holds_space, self._panned_with_space = True, False
        if self._drawing is None or not self._handle_key(key, event.modifiers()):
            event.ignore()

    def _handle_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether the key meant something here."""
        if key == Qt.Key.Key_Escape:
            return self._give_up_one()
        shift = modifiers & ~Qt.KeyboardModifier.KeypadModifier
        # What comes from a control on the canvas, which had no use for the key, was not meant for the neurons.
        is_own = self.focusWidget() is self
        if key in WALKING_KEYS and shift in (NO_MODIFIER, SHIFT) and is_own and self._drawing is not None:
            if self._interaction is None:
                thing = self.chosen_thing
                if isinstance(thing, Edge | Bias):
                    neuron = end_of(thing, key)
                else:
                    neuron = Neuron(*next_neuron(self._drawing.geometry, self.chosen, key))
                self._walk(neuron, shift == SHIFT)
            return True
        for command in commands_for(key, modifiers):
            if (is_own or command.works_everywhere) and command.is_possible(self):
                self._abandon()
                command.does(self)
                return True
        return False

    def _give_up_one(self) -> bool:
        """Esc: the gesture, else the panel, the flow, the formula, the selection; False: there was none of them."""
        if self._interaction is not None:
            self._set_thing(None)
            self._abandon()
        elif self._look_button.close_panel():
            return True
        elif self.flow.is_on:
            self.flow.stop()
            self.noticed.emit("")  # which layer it had come to is of no use any more
        elif self.explaining.neuron is not None:
            self.explaining.close()
        elif self._selection:
            self.choose(None)
        else:
            return False
        return True

    def _walk(self, neuron: Neuron, extends: bool) -> None:
        """Choose this neuron; `extends`: besides those selected, or one step back."""
        if extends:
            self.select(*extended(self._selection, self._chosen, neuron))
        else:
            self.choose(neuron)
        self.reveal_chosen()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with what is here, or with all that is selected."""
        if self._drawing is None or self._interaction is not None or self._is_held:
            return
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            layer = self._headers.layer_at(event.pos())
            thing = self._drawing.thing_at(QPointF(event.pos()) - self._offset)
            if layer is not None:
                select_layer(self, layer)
            elif thing not in self._selection:
                self.choose(thing)
            column = self._drawing.column_at(QPointF(event.pos()) - self._offset)
            self._menu_layer = None if column is None else column.layer
        menu = menu_of(self)
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if is_by_key:
            QTimer.singleShot(0, menu, partial(take_keys, menu))
        menu.exec(self._menu_place if is_by_key else event.globalPos())
        menu.deleteLater()
        self._menu_layer = None

    @property
    def _menu_place(self) -> QPoint:
        """Where the menu opens by key: at the chosen thing, as far as it is to be seen; else in the middle."""
        thing, room = self.chosen_thing, self.rect()
        place = QPointF()
        if isinstance(thing, Edge | Bias):
            place = self.point_of(thing)
        elif thing is not None:
            place = self.node_rect(thing.layer, thing.unit).center()
        x, y = place.toTuple() if not place.isNull() else room.center().toTuple()
        seen = QPoint(round(min(max(x, 0.0), room.right())), round(min(max(y, 0.0), room.bottom())))
        return self.mapToGlobal(seen)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The space bar means "train" to the window, unless it moved the drawing."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._holds_space = False
            if self._panned_with_space:
                event.accept()
                return
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key or button let go elsewhere is not seen here."""
        self._holds_space = False
        self._abandon()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is not seen cannot be carried, and does not flow."""
        self.flow.stop()
        self._abandon()
        self._is_held = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arriving by keyboard chooses a neuron, so that it is seen where one is."""
        if self._matrix.isVisible():  # it covers the canvas: what the keys would do there could not be seen
            self._matrix.view.setFocus()
            return
        is_by_tab = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if is_by_tab and not self._selection and self._drawing is not None:
            self.choose(Neuron(0, 0))
        self.update()
