"""The sheet of keys: made of the actions, the canvas's commands and the pages, so that it says what is so."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.actions import TABLE
from gui.canvas.commands import COMMANDS
from gui.panels.form import heading
from gui.theme import GRID_PX

WIDTH_PX, HEIGHT_PX, KEYS_PX = 980, 620, 168
FROM_SCREEN_PX = 120
"""So much of the window stays beside the sheet, at least."""


class Line(NamedTuple):
    """Keys, each of which does it, and what they do."""

    keys: tuple[str, ...]
    text: str


class Section(NamedTuple):
    """What belongs together."""

    title: str
    lines: tuple[Line, ...]


# What is heard where it is needed and stands in no table.
TRAINS = Line(("Space",), "Train, or pause")
WALKS = (
    Line(("Arrows",), "Go from neuron to neuron"),
    Line(("Page Up", "Page Down"), "Go a screenful on in the layer"),
    Line(("Home", "End"), "Go to the layer's first neuron, or last"),
    Line(("Shift+Arrows",), "Select more"),
)
GIVES_UP = Line(("Esc",), "Give up a drag, close what is open, select nothing")
PADS = Section(
    "Pads",
    (
        Line(("0", "…", "9"), "Show this digit; of handwriting, say which one was drawn"),
        Line(("Backspace",), "Take back the last stroke"),
        Line(("Del",), "Clear"),
    ),
)
PICTURES = Section(
    "Pictures, timeline, lists",
    (
        Line(("Arrows",), "Move what is read in a picture; go through epochs, or a list"),
        Line(("Home", "End"), "Go to the beginning, or end"),
        Line(("+", "-", "F"), "Zoom a map, or fit it"),
        Line(("Enter",), "Choose the place, or open the run"),
        Line(("Space",), "Show a run, or hide it"),
        Line(("F2", "Del"), "Rename a run, or remove it"),
        Line(("Esc",), "Come back to now"),
    ),
)
GROUPS = {"Weights": "Weights", "Sample": "Sample", "View": "Zoom"}
"""Under which heading a group of commands stands; the others are of neurons and layers."""
NEURONS = "Neurons and layers"


def sections(actions: Mapping[str, QAction], pages: list[QAbstractButton]) -> list[Section]:
    """All keys by what they are for.    pages: the buttons of the right column"""
    of_actions: dict[str, list[Line]] = {}
    for row in TABLE:
        lines = of_actions.setdefault(row.group, [TRAINS] if row.id == "train" else [])
        keys = tuple(map(_native, actions[row.id].shortcuts()))
        if keys:
            lines.append(Line(keys, row.text.removesuffix("…")))
    of_canvas: dict[str, list[Line]] = {NEURONS: [*WALKS]}
    for command in COMMANDS:
        if command.keys:
            line = Line((_native(QKeySequence(command.keys[0])),), command.general_text.removesuffix("…"))
            of_canvas.setdefault(GROUPS.get(command.group, NEURONS), []).append(line)
    of_canvas[NEURONS].append(GIVES_UP)
    of_pages = [Line((_native(page.shortcut()),), page.text()) for page in pages]
    return [
        *(Section(title, tuple(lines)) for title, lines in of_actions.items()),
        *(Section(title, tuple(lines)) for title, lines in of_canvas.items()),
        Section("Pages", tuple(of_pages)),
        PICTURES,
        PADS,
    ]


class KeysDialog(QDialog):
    """Two columns of sections, to be scrolled."""

    def __init__(self, shown: list[Section], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keys-dialog")
        self.setWindowTitle("Keyboard shortcuts")
        inside = QWidget()
        inside.setProperty("surface", "true")
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        columns.setSpacing(4 * GRID_PX)
        for part in _halves(shown):
            column = QVBoxLayout()
            column.setSpacing(3 * GRID_PX)
            for section in part:
                column.addLayout(_drawn(section))
            column.addStretch(1)
            columns.addLayout(column, 1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("keys-scroll")
        self._scroll.setAccessibleName("All keys")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(buttons)
        self.resize(WIDTH_PX, min(HEIGHT_PX, parent.height() - FROM_SCREEN_PX))
        self._scroll.setFocus()  # so that arrows and Page Down scroll


def show_keys(parent: QWidget, actions: Mapping[str, QAction], pages: list[QAbstractButton]) -> None:
    """Show the sheet over the window; the keys that opened it close it."""
    dialog = KeysDialog(sections(actions, pages), parent)
    for keys in actions["keys"].shortcuts():
        closes = QAction(dialog)
        closes.setShortcut(keys)
        closes.triggered.connect(dialog.reject)
        dialog.addAction(closes)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _native(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


def _halves(shown: list[Section]) -> tuple[list[Section], list[Section]]:
    """Two columns of about the same height, in order."""
    heights = [len(section.lines) + 2 for section in shown]
    cut = min(range(len(shown)), key=lambda at: abs(sum(heights[:at]) - sum(heights[at:])))
    return shown[:cut], shown[cut:]


def _drawn(section: Section) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GRID_PX)
    grid.setVerticalSpacing(GRID_PX // 2)
    grid.setColumnMinimumWidth(0, KEYS_PX)
    grid.setColumnStretch(1, 1)
    grid.addWidget(heading(section.title), 0, 0, 1, 2)
    for at, line in enumerate(section.lines, start=1):
        caps = QHBoxLayout()
        caps.setSpacing(GRID_PX // 2)
        for keys in line.keys:
            cap = QLabel(keys)
            cap.setProperty("role", "muted" if keys == "…" else "key")
            caps.addWidget(cap)
        caps.addStretch(1)
        words = QLabel(line.text)
        words.setWordWrap(True)
        grid.addLayout(caps, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, at, 1)
    return grid
