"""A person at the real window: mouse, keys, and what can be read on screen."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.messages import RunEpochs
from gui.window.main_window import MainWindow

Left = Qt.MouseButton.LeftButton


class Person:
    """Does to the window what a person can do, and reads what a person can read."""

    def __init__(self, bot: QtBot, window: MainWindow) -> None:
        self.bot, self.window = bot, window
        self.canvas = window.canvas

    # Hands

    def widget(self, name: str) -> QWidget:
        """The visible control of this name."""
        found = [widget for widget in self.window.findChildren(QWidget, name) if widget.isVisible()]
        assert found, f"no visible control is called {name}"
        return found[0]

    def click(self, name: str) -> None:
        """Click the middle of a control."""
        QTest.mouseClick(self.widget(name), Left)

    def click_at(self, widget: QWidget, place: QPointF) -> None:
        """Click a place on a widget."""
        QTest.mouseClick(widget, Left, Qt.KeyboardModifier.NoModifier, place.toPoint())

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press and release a key, wherever the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def type_into(self, name: str, text: str) -> None:
        """Replace what stands in a field, and press Enter."""
        self.click(name)
        self.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self.widget(name), text)
        self.press(Qt.Key.Key_Return)

    def train(self, epochs: int) -> None:
        """Train to the end of the epoch that is so many ahead, and wait until the window shows it."""
        session = self.window.session
        assert session.snapshot is not None
        target = session.snapshot.epoch + epochs
        session.engine.post(RunEpochs(epochs))
        self.until(lambda: session.snapshot is not None and session.snapshot.epoch == target and not session.is_playing)

    def stroke(self, widget: QWidget, *places: QPointF) -> None:
        """Press at the first place, move over the others in small moves, release at the last."""
        QTest.mousePress(widget, Left, Qt.KeyboardModifier.NoModifier, places[0].toPoint())
        for start, end in pairwise(places):
            for part in range(1, 11):
                QTest.mouseMove(widget, (start + (end - start) * (part / 10)).toPoint())
        QTest.mouseRelease(widget, Left, Qt.KeyboardModifier.NoModifier, places[-1].toPoint())

    def drag_neuron_tile(self, to: QPointF) -> None:
        """Drag the tile Neuron to a place on the canvas."""
        self.drag_tile("tile-neuron", to)

    def drag_tile(self, name: str, to: QPointF) -> None:
        """Drag the tile of this name to a place on the canvas."""
        tile = self.widget(name)
        start = QPointF(tile.rect().center())
        self.stroke(tile, start, QPointF(tile.mapFrom(self.canvas, to.toPoint())))

    def choose(self, button: str, *texts: str) -> None:
        """Open a button's menu and choose the entry with these texts, from menu to submenu."""
        control = self.widget(button)
        assert isinstance(control, QToolButton)
        menu = control.menu()
        for text in texts[:-1]:
            menu = next(action.menu() for action in menu.actions() if action.text() == text)
            menu.aboutToShow.emit()  # as it is when the menu before it opens this one
        action = next(action for action in menu.actions() if action.text() == texts[-1])
        # A menu's own event loop would keep the test waiting; its entry is clicked where it is shown.
        menu.popup(QPoint(0, 0))
        QTest.mouseClick(menu, Left, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(action).center())
        self._come_back()

    def _come_back(self) -> None:
        """The offscreen platform has no window manager that gives the window its focus back."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    @staticmethod
    def answer_dialog(act: Callable[[QWidget], None]) -> None:
        """Have the next dialog answered as soon as it is there."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None or not dialog.isActiveWindow():
                QTimer.singleShot(10, look)
                return
            try:
                act(dialog)
            finally:
                if dialog.isVisible():  # else a dialog that was not answered would keep the test for ever
                    dialog.close()

        QTimer.singleShot(0, look)

    @staticmethod
    def type_file(path: Path, then: Callable[[], None] | None = None) -> None:
        """In the next file dialog type this name and press Enter; `then` prepares for the dialog after it."""

        def act(dialog: QWidget) -> None:
            assert isinstance(dialog, QFileDialog)
            line = dialog.findChild(QLineEdit, "fileNameEdit")
            line.selectAll()
            QTest.keyClicks(line, str(path))
            line.completer().popup().hide()  # its suggestions would take the next key for themselves
            QTest.keyClick(line, Qt.Key.Key_Return)
            if then is not None:
                then()

        Person.answer_dialog(act)

    def save(self, path: Path) -> None:
        """Ctrl+S, with this name typed where one is asked for."""
        self.type_file(path)
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self._come_back()

    def open(self, path: Path) -> None:
        """Ctrl+O and this name."""
        self.type_file(path)
        self.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
        self._come_back()

    def click_in_question(self, button: QMessageBox.StandardButton) -> None:
        """In the next question click this button."""

        def act(dialog: QWidget) -> None:
            assert isinstance(dialog, QMessageBox)
            QTest.mouseClick(dialog.button(button), Left)

        self.answer_dialog(act)

    # Eyes

    def text(self, name: str) -> str:
        """What a label says."""
        label = self.widget(name)
        assert isinstance(label, QLabel)
        return label.text()

    def until(self, condition: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait until something is so; looks a thousand times a second, ten times as often as pytest-qt."""
        latest = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < latest, f"not so after {seconds:g} s"
            self.bot.wait(1)

    def until_drawn(self) -> None:
        """Wait until the canvas shows the document's network."""
        document = self.window.session.document

        def is_drawn() -> bool:
            drawn = self.canvas.arrangement
            return drawn is not None and drawn.network == document.project.network

        self.until(is_drawn)

    def drawn_widths(self) -> tuple[int, ...]:
        """The network that is drawn: inputs and units, as of the last frame."""
        snapshot = self.window.session.snapshot
        return () if snapshot is None else snapshot.network.widths

    @property
    def action(self) -> Callable[[str], QAction]:
        """An action by its id."""
        return self.window.actions_by_id.__getitem__
