"""What can be done on the canvas with what is selected: one table, which keys and context menu are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from core.data.features import FEATURES

if TYPE_CHECKING:
    from gui.canvas.canvas import Canvas

Modifiers = Qt.KeyboardModifier


@dataclass(frozen=True)
class Command:
    """One thing to do.

    group             commands of one group stand together in the menu
    text              as in the menu; a function where it depends on what is selected
    keys              the keys that do it, the one shown in the menu first
    does              does it
    is_possible       whether it makes sense now: only then keys and menu have it
    works_everywhere  whether its keys work, too, while a control on the canvas has the keyboard
    """

    group: str
    text: str | Callable[["Canvas"], str]
    keys: tuple[str, ...]
    does: Callable[["Canvas"], object]
    is_possible: Callable[["Canvas"], bool]
    works_everywhere: bool = False

    def text_for(self, canvas: "Canvas") -> str:
        """How the menu calls it now."""
        return self.text if isinstance(self.text, str) else self.text(canvas)


def _always(_canvas: "Canvas") -> bool:
    return True


def _has_neuron(canvas: "Canvas") -> bool:
    return canvas.chosen is not None


def _has_feature(canvas: "Canvas") -> bool:
    return canvas.chosen_feature is not None


def _switch_off_text(canvas: "Canvas") -> str:
    feature = canvas.chosen_feature
    return "" if feature is None else f"Switch off {FEATURES[feature].label}"


COMMANDS = (
    Command("size", "Add neuron to layer", ("Ctrl+Up",), lambda canvas: canvas.size_chosen(1), _has_neuron, True),
    Command("size", "Remove last neuron", ("Ctrl+Down",), lambda canvas: canvas.size_chosen(-1), _has_neuron, True),
    Command("features", _switch_off_text, (), lambda canvas: canvas.remove_selected(), _has_feature),
    Command("features", "Features…", (), lambda canvas: canvas.open_features(), _has_feature),
    Command("edit", "Delete", ("Del", "Backspace"), lambda canvas: canvas.remove_selected(), _has_neuron),
    Command("view", "Fit", ("F",), lambda canvas: canvas.fit(), _always, True),
)


def command_for(key: Qt.Key, modifiers: Modifiers) -> Command | None:
    """The command that these keys mean."""
    pressed = QKeySequence(QKeyCombination(modifiers & ~Modifiers.KeypadModifier, key))
    return next((row for row in COMMANDS if any(QKeySequence(keys) == pressed for keys in row.keys)), None)


def menu_of(canvas: "Canvas") -> QMenu:
    """The context menu: what is possible now."""
    menu = QMenu(canvas)
    menu.setObjectName("canvas-menu")
    group = ""
    for command in COMMANDS:
        if not command.is_possible(canvas):
            continue
        if group and group != command.group:
            menu.addSeparator()
        group = command.group
        action = QAction(command.text_for(canvas), menu)
        if command.keys:  # shown only: the canvas hears the keys itself
            action.setShortcut(QKeySequence(command.keys[0]))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(_do, command, canvas))
        menu.addAction(action)
    return menu


def _do(command: Command, canvas: "Canvas", _is_checked: bool = False) -> None:
    command.does(canvas)
