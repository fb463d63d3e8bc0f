"""Every action of the window in one table: id, text, shortcut, tip, handler."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from gui.icons import icon
from gui.theme import Theme

Keys = QKeySequence.StandardKey


Shortcut = QKeySequence.StandardKey | str

TRAINING, WINDOW = "Training", "Window"


class Row(NamedTuple):
    """One action.

    shortcut  None: it has none of its own; several: each of them does it
    group     the heading under which the sheet of keys has it
    """

    id: str
    text: str
    shortcut: Shortcut | tuple[Shortcut, ...] | None
    tip: str
    group: str = "Project"


TABLE = (
    Row("new", "New", Keys.New, "Start with the smallest network there is, on circle."),
    Row("open", "Open…", Keys.Open, "Open a project file."),
    Row("open-table", "Open table…", "Ctrl+Shift+O", "Learn from a table of your own: CSV, TSV, Parquet or Excel."),
    Row("paste-table", "Paste table", "Ctrl+Shift+V", "Learn from rows and columns that were copied in a spreadsheet."),
    Row(
        "import-model",
        "Import model…",
        "Ctrl+Shift+I",
        "Open a network that another program has trained, as a new project: ONNX, Keras or safetensors.",
    ),
    Row("save", "Save", Keys.Save, "Save project and training into its file."),
    Row("save-as", "Save as…", "Ctrl+Shift+S", "Save project and training into another file."),
    Row(
        "previous",
        "Previous version…",
        None,
        "Open what this file held before it was saved the last time.",
    ),
    Row("recover", "Recover unsaved work…", None, "Open what was saved aside before the program ended."),
    Row(
        "export",
        "Take the model away…",
        "Ctrl+Shift+E",
        "Write the trained model for other programs, and prove that it answers the same; or its data, as CSV.",
    ),
    Row(
        "export-again",
        "Export again",
        "Ctrl+E",
        "Write the file that was exported last again, with the weights of now.",
    ),
    Row(
        "export-picture",
        "Picture (SVG, PNG, PDF)…",
        "Ctrl+Shift+P",
        "Write the network as it is drawn now, with its weights, as SVG, PNG or PDF.",
    ),
    Row(
        "predict",
        "Predict a file…",
        "Ctrl+Shift+F",
        "Write the rows of a file again, beside it, with what the network answers to each.",
    ),
    Row("quit", "Quit", "Ctrl+Q", "Close the window."),
    Row("undo", "Undo", Keys.Undo, "Take back the last edit.", "Edits"),
    Row("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Make the edit again that was taken back.", "Edits"),
    Row("history", "History", "Ctrl+H", "Show every edit of this project, and go back to any of them.", "Edits"),
    # Space works on release and only where no field has the focus, so the window handles it itself.
    Row("train", "Train", None, "Train, or pause (Space).", TRAINING),
    Row("step", "1 step", "Ctrl+.", "Make one training step: one batch, one update of the weights.", TRAINING),
    Row(
        "epoch",
        "1 epoch",
        "Ctrl+Shift+.",
        "Train to the end of this epoch, when every sample has been seen once.",
        TRAINING,
    ),
    Row(
        "reset",
        "Reset",
        "Ctrl+R",
        "Back to epoch 0, with the weights that stood when training began; where the network has changed since, with "
        "first weights from the seed.",
        TRAINING,
    ),
    Row("new-weights", "New weights", "Ctrl+Shift+R", "Draw other first weights, from the next seed.", TRAINING),
    Row("edit-task", "Edit task…", None, "Change the task line over the canvas."),
    Row("show-task", "Show task", None, "Show the task line over the canvas."),
    Row("ranking", "What each neuron is worth", "Ctrl+K", "Rank the neurons by what their absence costs.", TRAINING),
    Row(
        "doctor",
        "Training doctor",
        None,
        "Watch the training, say over the network what goes wrong, and offer a button that helps.",
    ),
    Row(
        "walk", "Walk one training step", "Ctrl+T", "Walk one training step: forward, loss, gradient, update.", TRAINING
    ),
    Row(
        "next-area",
        "Next area",
        "F6",
        "Take the keyboard on: top bar, left column, network, right column, bottom.",
        WINDOW,
    ),
    Row("previous-area", "Previous area", "Shift+F6", "Go with the keyboard to the area before.", WINDOW),
    Row("project-menu", "Project menu", "F10", "Open the project's menu.", WINDOW),
    Row(
        "settings",
        "Settings…",
        "Ctrl+,",
        "Colours, digits, what new projects compute with, the applications menu.",
        WINDOW,
    ),
    Row("keys", "Keyboard shortcuts", ("F1", "?"), "Show what every key does.", WINDOW),
    Row("about", "About Neuroloom", None, "Version and licence."),
)
CHECKABLE = {"show-task", "history", "ranking", "doctor", "walk"}


def make_actions(owner: QWidget, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """One QAction per row, by id, added to `owner` so that shortcuts work in the whole window."""
    actions: dict[str, QAction] = {}
    for row in TABLE:
        action = QAction(row.text, owner)
        action.setObjectName(f"action-{row.id}")
        action.setCheckable(row.id in CHECKABLE)
        if row.shortcut is not None:
            shortcuts = row.shortcut if isinstance(row.shortcut, tuple) else (row.shortcut,)
            action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
        action.setToolTip(with_keys(row.tip, action))
        handler = handlers[row.id]
        action.triggered.connect(lambda _checked=False, handler=handler: handler())
        owner.addAction(action)
        actions[row.id] = action
    return actions


def with_keys(tip: str, action: QAction) -> str:
    """A tip that says the keys, too: "Redo reset (Ctrl+Shift+Z or Ctrl+Y)"."""
    keys = " or ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
    if not keys:
        return tip
    return f"{tip.removesuffix('.')} ({keys}){'.' if tip.endswith('.') else ''}"


def walks_history(event: QKeyEvent) -> bool:
    """Whether these are keys of undo or redo: in the middle of a gesture they give it up, and do no more."""
    pressed = QKeySequence(QKeyCombination(event.modifiers(), Qt.Key(event.key())))
    rows = [row.shortcut for row in TABLE if row.id in ("undo", "redo")]
    shortcuts = [shortcut for row in rows for shortcut in (row if isinstance(row, tuple) else (row,))]
    return any(pressed in _sequences(shortcut) for shortcut in shortcuts if shortcut is not None)


def _sequences(shortcut: Shortcut) -> list[QKeySequence]:
    """All keys that a shortcut stands for on this system."""
    return [QKeySequence(shortcut)] if isinstance(shortcut, str) else QKeySequence.keyBindings(shortcut)


def show_theme(actions: Mapping[str, QAction], theme: Theme) -> None:
    """Give the actions that have an icon theirs."""
    for name, drawn in (("undo", "undo"), ("redo", "redo"), ("history", "down")):
        actions[name].setIcon(icon(drawn, theme.ink))


def show_edit(action: QAction, verb: str, edit: str | None) -> None:
    """Say which edit it takes back or makes again; None: there is none."""
    action.setEnabled(edit is not None)
    text = f"{verb} {edit}" if edit else verb
    action.setText(text.replace("&", "&&"))  # a layer's name may have one, and it would underline a letter
    action.setToolTip(with_keys(text, action))


def show_again(action: QAction, name: str) -> None:
    """Say which file it writes again; empty: there is none."""
    action.setVisible(bool(name))
    action.setEnabled(bool(name))
    action.setText(f"Export {name} again".replace("&", "&&"))
