"""The keyboard in the main window: who has it when nobody wants it, and what a key does that no field keeps."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from core.data import Digits, Segments
from gui.canvas.canvas import Canvas
from gui.pad.handwriting_pad import HandwritingPad
from gui.pad.pad import SegmentPad
from gui.session.session import Session
from gui.theme import GRID_PX

COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
"""With one of these a digit is no digit."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Keyboard:
    """Fields keep the keys that are theirs; the others come here."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        canvas: Canvas,
        pad: SegmentPad,
        writing_pad: HandwritingPad,
        train: QAction,
        paste: Callable[[], None],
    ) -> None:
        self._window, self._session, self._canvas = window, session, canvas
        self._pad, self._writing_pad, self._train, self._paste = pad, writing_pad, train, paste
        self._space_pressed_in: QWidget | None = None

    def press(self, event: QKeyEvent) -> bool:
        """Do what this key does; False: nothing.

        Space is remembered until its release; digits go to the pads; Enter presses the button that has the keyboard.
        """
        focus, data = self._window.focusWidget(), self._session.document.project.data
        is_command = bool(event.modifiers() & COMMANDS)
        is_digit = event.text().isdecimal() and not is_command
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_pressed_in = focus or self._window
        elif event.key() in ENTER and not is_command and isinstance(focus, QAbstractButton):
            if not event.isAutoRepeat():
                focus.click()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() == Qt.Key.Key_Escape and self._session.looking_back.is_on:
            self._session.looking_back.leave()
        elif is_digit and isinstance(data, Segments):
            self._pad.show_digit(int(event.text()))
        elif is_digit and isinstance(data, Digits):
            self._writing_pad.label(int(event.text()))
        else:
            return False
        return True

    def release(self, event: QKeyEvent) -> bool:
        """Space trains or pauses on release, where it was pressed as well and no drag happened in between."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        is_same = self._space_pressed_in is (self._window.focusWidget() or self._window)
        if is_same and not (self._canvas.is_dragging or self._canvas.panned_with_space):
            self._train.trigger()
        self._space_pressed_in = None
        return True

    def on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Nobody wants the keyboard, or who had it has gone: the canvas has it, not whichever button Qt finds first.

        Who gets it by a key is brought into sight: an area that scrolls does so only for whom it has inside already.
        """
        window = self._window
        if not window.isActiveWindow() or QApplication.activePopupWidget() is not None:
            return
        if new is None or (old is not None and window.isAncestorOf(old) and not old.isVisibleTo(window)):
            self._canvas.setFocus()
        elif QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            _bring_up(new)

    def go_to_area(self, areas: Sequence[QWidget], way: int) -> None:
        """Give the keyboard to the next area that is shown (1), or the one before (-1).

        There to whoever takes it first; on the canvas to the network.
        """
        shown = [area for area in areas if area.isVisible()]
        focus = self._window.focusWidget()
        here = next((at for at, area in enumerate(shown) if area is focus or area.isAncestorOf(focus)), 0)
        for step in range(1, len(shown) + 1):
            area = shown[(here + way * step) % len(shown)]
            for widget in (area, *area.findChildren(QWidget)):
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
                    widget.setFocus(Qt.FocusReason.TabFocusReason)
                    return

    def come_back(self) -> None:
        """The window is in front again; while another one was, nobody was told what closed here."""
        if self._window.focusWidget() is None:
            self._canvas.setFocus()


def _bring_up(widget: QWidget) -> None:
    """Scroll to it, where it is in something that scrolls."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(widget, 0, GRID_PX)
