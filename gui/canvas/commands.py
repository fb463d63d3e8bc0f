"""What can be done on the canvas with what is selected: one table, which keys and context menu are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from core.data.features import FEATURES
from gui.canvas.acts import (
    has_hidden,
    hidden_layer,
    remove_layer,
    remove_selected,
    select_all,
    shift_layer,
    shift_neurons,
    size_chosen,
    whole_layer,
)
from gui.canvas.cards.naming import names_layer, rename_chosen, rename_chosen_layer
from gui.canvas.clipboard import copy_chosen_layer, copy_selected, duplicate_chosen_layer, paste
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.equipped import EquippedNetwork
from gui.canvas.selected_weights import (
    can_walk,
    choose_weight,
    copy_table,
    cut_text,
    has_connections,
    has_weights,
    lock_text,
    randomize_selected,
    randomize_text,
    table_text,
    toggle_cut,
    toggle_lock,
    zero_selected,
    zero_text,
)
from gui.menus import Menu
from gui.session.knockout import switchable
from gui.session.things import Bias, Edge, Neuron, neurons_of

Modifiers = Qt.KeyboardModifier


def _always(_canvas: EquippedNetwork) -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """One thing to do.

    group             commands of one group stand together in the menu, some of them in a menu of their own
    text              as in the menu; a function where it depends on what is selected
    keys              the keys that do it, the one shown in the menu first
    does              does it
    is_possible       whether it makes sense now: only then keys and menu have it
    works_everywhere  whether its keys work, too, while a control on the canvas has the keyboard
    in_menu           whether the context menu has it where it is possible: what inputs and outputs can but refuse is
                      not offered, though their keys get to hear why
    in_general        what the sheet of keys calls it, where `text` needs something that is selected
    """

    group: str
    text: str | Callable[[EquippedNetwork], str]
    keys: tuple[str, ...]
    does: Callable[[EquippedNetwork], object]
    is_possible: Callable[[EquippedNetwork], bool]
    works_everywhere: bool = False
    in_menu: Callable[[EquippedNetwork], bool] = _always
    in_general: str = ""

    @property
    def general_text(self) -> str:
        """What it is called, whatever is selected."""
        return self.in_general or (self.text if isinstance(self.text, str) else "")

    def text_for(self, canvas: EquippedNetwork) -> str:
        """How the menu calls it now."""
        return self.text if isinstance(self.text, str) else self.text(canvas)


def _has_neuron(canvas: EquippedNetwork) -> bool:
    return canvas.chosen is not None


def _has_feature(canvas: EquippedNetwork) -> bool:
    return canvas.chosen_feature is not None


def _switch_off_text(canvas: EquippedNetwork) -> str:
    feature = canvas.chosen_feature
    return "" if feature is None else f"Remove {FEATURES[feature].label} from the inputs"


def _has_hidden_neuron(canvas: EquippedNetwork) -> bool:
    return canvas.chosen is not None and canvas.chosen[0] != INPUTS


def _has_input(canvas: EquippedNetwork) -> bool:
    return canvas.chosen is not None and canvas.chosen[0] == INPUTS


def _never(_canvas: EquippedNetwork) -> bool:
    return False


def _type(canvas: EquippedNetwork) -> None:
    canvas.type_sample(_typed(canvas))


def _has_weight(canvas: EquippedNetwork) -> bool:
    return isinstance(canvas.chosen_thing, Edge | Bias)


def _typed(canvas: EquippedNetwork) -> Neuron | None:
    """The input or output that is chosen."""
    thing = canvas.chosen_thing
    neuron = thing if isinstance(thing, Neuron) else None
    return neuron if canvas.can_type(neuron) else None


def _type_text(canvas: EquippedNetwork) -> str:
    neuron = _typed(canvas)
    if neuron is None:
        return "Type a sample…"
    return "Type its value…" if neuron.layer == INPUTS else "Type its target…"


def _can_add(canvas: EquippedNetwork) -> bool:
    return canvas.can_add_sample


def _open(canvas: EquippedNetwork, names: bool = False) -> None:
    if isinstance(canvas.chosen_thing, Edge | Bias):
        canvas.weights.open(canvas.chosen_thing, names=names)


def _has_removable(canvas: EquippedNetwork) -> bool:
    return bool(neurons_of(canvas.selection)) and not _has_feature(canvas)


def _has_neurons(canvas: EquippedNetwork) -> bool:
    return bool(neurons_of(canvas.selection))


def _has_thing(canvas: EquippedNetwork) -> bool:
    return canvas.chosen_thing is not None


def _has_layer(canvas: EquippedNetwork) -> bool:
    return hidden_layer(canvas) is not None


def _has_hidden_neurons(canvas: EquippedNetwork) -> bool:
    return _has_layer(canvas) and not _has_weight(canvas)


def _is_no_input(canvas: EquippedNetwork) -> bool:
    return canvas.chosen_thing is None or canvas.chosen_thing.layer != INPUTS


def _has_part_of_layer(canvas: EquippedNetwork) -> bool:
    return _has_layer(canvas) and whole_layer(canvas) is None


def _has_other_name(canvas: EquippedNetwork) -> bool:
    return _has_neuron(canvas) and not names_layer(canvas)


def _rename_text(canvas: EquippedNetwork) -> str:
    return "Rename layer…" if names_layer(canvas) else "Rename neuron…"


def _delete_text(canvas: EquippedNetwork) -> str:
    count = len(neurons_of(canvas.selection))
    return "Delete layer" if count > 1 and whole_layer(canvas) is not None else _counted("Delete", count)


def _copy_text(canvas: EquippedNetwork) -> str:
    is_layer = whole_layer(canvas) is not None
    return "Copy layer" if is_layer else _counted("Copy", len(neurons_of(canvas.selection)))


def _counted(verb: str, count: int) -> str:
    return f"{verb} neuron" if count == 1 else f"{verb} {count} neurons"


def _switch_text(canvas: EquippedNetwork) -> str:
    are_off = switchable(canvas.selection) <= canvas.off
    return "Switch on again" if are_off else "Switch off for a look"


def _has_off(canvas: EquippedNetwork) -> bool:
    return bool(canvas.off)


COMMANDS = (
    Command("weight", "Set value…", ("Enter", "Return"), _open, _has_weight, in_general="Set a weight's value"),
    Command("weight", "Rename…", ("F2",), partial(_open, names=True), _has_weight, in_general="Rename a weight"),
    Command(
        "weight",
        "Formula",
        ("Enter", "Return"),
        lambda canvas: canvas.explaining.toggle(),
        _has_hidden_neuron,
        in_general="Formula of a neuron",
    ),
    Command("weight", _type_text, ("Enter", "Return"), _type, _has_input, in_menu=_never, in_general="Type an input"),
    Command(
        "features",
        _switch_off_text,
        ("Del", "Backspace"),
        remove_selected,
        _has_feature,
        in_general="Remove a feature from the inputs",
    ),
    Command("features", "Features…", (), lambda canvas: canvas.open_features(), _has_feature),
    Command("Weights", lock_text, ("L",), toggle_lock, has_weights, in_general="Lock or unlock"),
    Command("Weights", cut_text, ("X",), toggle_cut, has_connections, in_general="Cut or restore"),
    Command("Weights", zero_text, ("Shift+Z",), zero_selected, has_weights, in_general="Set to zero"),
    Command("Weights", randomize_text, ("R",), randomize_selected, has_weights, in_general="Randomize"),
    Command("Weights", table_text, ("Ctrl+Shift+C",), copy_table, _always, in_general="Copy as a table"),
    Command("Weights", "Weight matrix", ("M",), lambda canvas: canvas.open_matrix(), _always),
    Command("Weights", "Next weight", ("W",), partial(choose_weight, way=1), can_walk),
    Command("Weights", "Previous weight", ("Shift+W",), partial(choose_weight, way=-1), can_walk),
    Command(
        "Sample",
        _type_text,
        ("V",),
        _type,
        _always,
        in_general="Type a sample…",
    ),
    Command("Sample", "Add to the training data", ("A",), lambda canvas: canvas.add_sample(), _can_add),
    Command("Sample", "Walk one training step", ("T",), lambda canvas: canvas.walk_step(), _always),
    Command("Sample", "Watch it flow", ("P",), lambda canvas: canvas.play_flow(), _always),
    Command("Sample", "Flow to the next layer", ("N",), lambda canvas: canvas.step_flow(), _always),
    Command("Sample", "Next sample", ("S",), lambda canvas: canvas.walk_samples(1), _always),
    Command(
        "Sample",
        "Sample before",
        ("Shift+S",),
        lambda canvas: canvas.walk_samples(-1),
        _always,
    ),
    Command("name", _rename_text, ("F2",), rename_chosen, _has_neuron, in_general="Rename neuron…"),
    Command("name", "Rename layer…", ("Shift+F2",), rename_chosen_layer, _has_other_name),
    Command(
        "clip", _copy_text, ("Ctrl+C",), copy_selected, _has_neurons, in_menu=_is_no_input, in_general="Copy neurons"
    ),
    Command("clip", "Copy layer", ("Ctrl+Alt+C",), copy_chosen_layer, _has_part_of_layer, in_menu=_has_hidden_neurons),
    Command("clip", "Paste", ("Ctrl+V",), paste, _always),
    Command("clip", "Duplicate layer", ("Ctrl+D",), duplicate_chosen_layer, _has_layer, in_menu=_has_hidden_neurons),
    Command(
        "clip",
        _delete_text,
        ("Del", "Backspace"),
        remove_selected,
        _has_removable,
        in_menu=_has_layer,
        in_general="Delete neurons",
    ),
    Command("clip", "Delete layer", ("Shift+Del",), remove_layer, _has_part_of_layer, in_menu=_has_hidden_neurons),
    Command(
        "off",
        _switch_text,
        ("O",),
        lambda canvas: canvas.switch_selected(),
        lambda canvas: canvas.can_switch,
        in_general="Switch off for a look, or on again",
    ),
    Command("off", "Switch all on", ("Shift+O",), lambda canvas: canvas.switch_all_on(), _has_off),
    Command("off", "What each neuron is worth", ("Ctrl+K",), lambda canvas: canvas.rank_neurons(), _has_neuron),
    Command("select", "Select all neurons", ("Ctrl+A",), select_all, has_hidden),
    Command("select", "Go to neuron…", ("G",), lambda canvas: canvas.ask_for_neuron(), _always),
    *(
        Command("Layer and order", text, (keys,), does, is_possible, works_everywhere, in_menu=_has_layer)
        for text, keys, does, is_possible, works_everywhere in (
            ("Add neuron to layer", "Ctrl+Up", partial(size_chosen, more=1), _has_neuron, True),
            ("Remove last neuron", "Ctrl+Down", partial(size_chosen, more=-1), _has_neuron, True),
            ("Move up", "Alt+Up", partial(shift_neurons, way=-1), _has_neuron, False),
            ("Move down", "Alt+Down", partial(shift_neurons, way=1), _has_neuron, False),
            ("Move layer left", "Alt+Left", partial(shift_layer, way=-1), _has_thing, False),
            ("Move layer right", "Alt+Right", partial(shift_layer, way=1), _has_thing, False),
        )
    ),
    Command("View", "Fit", ("F",), lambda canvas: canvas.fit(), _always, True),
    Command("View", "Zoom to layer", ("Z",), lambda canvas: canvas.zoom_to_layer(), _always),
    Command("View", "Zoom in", ("+", "Shift++", "=", "Ctrl++", "Ctrl+="), lambda canvas: canvas.zoom_by(1.25), _always),
    Command("View", "Zoom out", ("-", "Ctrl+-"), lambda canvas: canvas.zoom_by(0.8), _always),
    Command("View", "Normal size", ("Ctrl+0",), lambda canvas: canvas.show_plain(), _always, True),
    Command("View", "Fold layer", ("Shift+F",), lambda canvas: canvas.fold(), lambda canvas: canvas.can_fold),
)
SUBMENUS = {"Weights", "Sample", "Layer and order", "View"}
"""Groups that stand in a menu of their own, under this name, below all others."""


def commands_for(key: Qt.Key, modifiers: Modifiers) -> list[Command]:
    """The commands that these keys mean: the first of them that is possible is meant."""
    pressed = QKeySequence(QKeyCombination(modifiers & ~Modifiers.KeypadModifier, key))
    return [row for row in COMMANDS if any(QKeySequence(keys) == pressed for keys in row.keys)]


def menu_of(canvas: EquippedNetwork) -> QMenu:
    """The context menu: what is possible now."""
    menu = Menu(canvas)
    menu.setObjectName("canvas-menu")
    apart = SUBMENUS - {"Weights"} if _has_weight(canvas) else SUBMENUS  # of a weight they are what is wanted
    possible = [command for command in COMMANDS if command.is_possible(canvas) and command.in_menu(canvas)]
    group = ""
    inner: QMenu = menu
    for command in sorted(possible, key=lambda command: command.group in apart):
        if group != command.group:
            if group and not {group, command.group} <= apart:
                menu.addSeparator()
            inner = menu.addMenu(command.group) if command.group in apart else menu
            group = command.group
        action = QAction(command.text_for(canvas), inner)
        if command.keys:  # shown only: the canvas hears the keys itself
            action.setShortcut(QKeySequence(command.keys[0]))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(_do, command, canvas))
        inner.addAction(action)
    return menu


def _do(command: Command, canvas: EquippedNetwork, _is_checked: bool = False) -> None:
    command.does(canvas)
