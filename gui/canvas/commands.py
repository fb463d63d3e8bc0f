"""What can be done on the canvas with what is selected: one table, which keys and context menu are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from core.data.features import FEATURES
from gui.canvas.selected_weights import (
    choose_weight,
    copy_table,
    cut_text,
    has_connections,
    has_weights,
    lock_text,
    randomize_selected,
    table_text,
    toggle_cut,
    toggle_lock,
    zero_selected,
)
from gui.canvas.things import Bias, Edge

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


def _has_weight(canvas: "Canvas") -> bool:
    return isinstance(canvas.chosen_thing, Edge | Bias)


def _open(canvas: "Canvas", names: bool = False) -> None:
    if isinstance(canvas.chosen_thing, Edge | Bias):
        canvas.weights.open(canvas.chosen_thing, names=names)


COMMANDS = (
    Command("size", "Add neuron to layer", ("Ctrl+Up",), lambda canvas: canvas.size_chosen(1), _has_neuron, True),
    Command("size", "Remove last neuron", ("Ctrl+Down",), lambda canvas: canvas.size_chosen(-1), _has_neuron, True),
    Command("features", _switch_off_text, (), lambda canvas: canvas.remove_selected(), _has_feature),
    Command("features", "Features…", (), lambda canvas: canvas.open_features(), _has_feature),
    Command("edit", "Delete", ("Del", "Backspace"), lambda canvas: canvas.remove_selected(), _has_neuron),
    Command("weight", "Set value…", ("Return", "Enter"), lambda canvas: _open(canvas), _has_weight),
    Command("weight", "Rename weight…", ("F2",), lambda canvas: _open(canvas, names=True), _has_weight),
    Command("weights", lock_text, ("L",), toggle_lock, has_weights),
    Command("weights", cut_text, ("X",), toggle_cut, has_connections),
    Command("weights", "Set to zero", ("Z",), zero_selected, has_weights),
    Command("weights", "Randomize", ("R",), randomize_selected, has_weights),
    Command("table", table_text, ("Ctrl+Shift+C",), copy_table, _always),
    Command("walk", "Next weight", ("W",), lambda canvas: choose_weight(canvas, 1), has_weights),
    Command("walk", "Previous weight", ("Shift+W",), lambda canvas: choose_weight(canvas, -1), has_weights),
    Command("view", "Fit", ("F",), lambda canvas: canvas.fit(), _always, True),
)


def commands_for(key: Qt.Key, modifiers: Modifiers) -> list[Command]:
    """The commands that these keys mean: the first of them that is possible is meant."""
    pressed = QKeySequence(QKeyCombination(modifiers & ~Modifiers.KeypadModifier, key))
    return [row for row in COMMANDS if any(QKeySequence(keys) == pressed for keys in row.keys)]


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
