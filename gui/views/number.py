"""A number on several displays in a row: what the network reads on each, and the number as it reads it."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array
from core.broken import Broken
from core.data.segments import SHAPES
from core.snapshot import Snapshot
from core.targets import class_values
from gui.pad.flicker import Flicker
from gui.panels.form import error_note, heading, say
from gui.text_field import TextField
from gui.theme import GRID_PX, HEAD_PX, Theme
from gui.views.display_row import MOST_DIGITS, DisplayRow
from gui.views.reading import Reading, output_text, reading
from gui.views.title import quiet_button, tick_box, ticked_button
from gui.views.view import View

FIRST = "2026"


class NumberView(View):
    """The field, the displays, and the number in words; live while the network learns."""

    answer_wanted = Signal()
    """The answer to the current sample is to stand here."""
    shape_chosen = Signal(object)
    """A person chose one of the displays: what is lit on it, seven values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("number-view")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.to_answer = quiet_button("number-answer", "Answer", "Back to the answer to the current sample.")
        self.to_answer.clicked.connect(self.answer_wanted)
        self.field = NumberLine()
        self.field.textEdited.connect(self._on_typed)
        self.through = ticked_button("number-broken", "broken")
        self.through.setAccessibleName("The displays have the broken segments of the pad")
        self.through.setChecked(True)
        self.through.toggled.connect(self._on_through)
        self.row = DisplayRow()
        self.row.chosen.connect(self._on_chosen)
        self.whole = QLabel()
        self.whole.setObjectName("number-whole")
        self.whole.setProperty("role", "heading")
        self.trouble = error_note("number-trouble")
        self._digits: list[int] = [int(sign) for sign in FIRST]
        self._broken = Broken()
        self._flicker = Flicker(self, MOST_DIGITS)
        self._flicker.ticked.connect(self._catch_up)
        self._arrange()
        self._show_broken()

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID_PX)
        line.addStrut(HEAD_PX)
        line.addWidget(heading("Number"))
        line.addWidget(self.field)
        line.addStretch(1)
        line.addWidget(self.through)
        line.addWidget(self.to_answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GRID_PX // 2)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(line)
        column.addWidget(self.trouble)
        column.addWidget(self.row)
        column.addWidget(self.whole)

    @property
    def lit(self) -> Array:
        """What is lit on the displays, (digits, 7)."""
        return SHAPES[self._digits]

    @property
    def arriving(self) -> Array:
        """What arrives of it, (digits, 7)."""
        if not self.through.isChecked():
            return self.lit
        return self._broken.arriving(self.lit, self._flicker.coins[: len(self._digits)])

    def show_broken(self, broken: Broken) -> None:
        """These segments of each display are broken."""
        self._broken = broken
        self._show_broken()

    def take_keyboard(self) -> None:
        """The next keys are the number."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _show_broken(self) -> None:
        is_whole = self._broken.is_whole
        self.through.setEnabled(not is_whole)
        self.through.setToolTip(
            "No segment is broken: Break, below the pad, does that."
            if is_whole
            else f"Whether the displays have the broken segments of the pad: {self._broken.words}."
        )
        self._flicker.run(self._broken.flickers and self.through.isChecked())
        self._catch_up()

    def _on_through(self) -> None:
        self._show_broken()

    def _on_typed(self, text: str) -> None:
        typed = text.strip()
        shown, trouble = _shown_of(typed)
        say(self.trouble, trouble)
        self.field.refused = typed[len(shown) :] if trouble else ""
        self._digits = [int(sign) for sign in shown]
        self._catch_up()

    def _on_chosen(self, place: int) -> None:
        if place < len(self._digits):
            self.shape_chosen.emit(self.lit[place])

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        network = snapshot.network
        if (network.outputs, network.inputs) != SHAPES.shape or self.project is None:
            return  # the network still belongs to other data
        arriving, activation = self.arriving, network.output.activation
        readings: list[Reading] = []
        values = class_values(network.outputs, activation, self.project.training.loss)
        is_share = activation == "softmax"
        outputs: Array = np.zeros((0, len(SHAPES)))
        if len(arriving):
            with np.errstate(over="ignore", invalid="ignore"):  # training that ran away is shown, too
                outputs = network.predict(snapshot.theta, arriving)
            readings = [reading(row, shape, is_share, values) for row, shape in zip(outputs, arriving, strict=True)]
        sure = [_sure_text(row, is_share) for row in outputs]
        self.row.show_readings(self.lit, arriving, readings, sure, self._digits)
        words = words_of(self._digits, readings)
        if words != self.whole.text():
            self.whole.setText(words)
            self.row.setAccessibleDescription(words)

    def _draw_theme(self, theme: Theme) -> None:
        self.through.setIcon(tick_box(theme))
        self.row.show_theme(theme)


def words_of(digits: list[int], readings: list[Reading]) -> str:
    """ "Read as 2026", with a dash for each digit that is not read; and which are read wrong."""
    if not digits:
        return f"Type a number of up to {MOST_DIGITS} digits."
    said = "".join(each.big for each in readings)
    missing = sum(each.winner is None for each in readings)
    wrong = sum(each.winner not in (None, digit) for digit, each in zip(digits, readings, strict=True))
    notes = []
    if wrong:
        notes.append(f"{wrong} wrong")
    if missing:
        notes.append(f"{missing} not read")
    return f"Read as {said}" + (f" ({', '.join(notes)})" if notes else "")


def _sure_text(outputs: Array, is_share: bool) -> str:
    """The largest output."""
    if not np.isfinite(outputs).all():
        return ""
    return output_text(float(outputs.max()), is_share, digits=0)


def _shown_of(text: str) -> tuple[str, str]:
    """What the displays show of this, from its start, and why it is not all of it; empty: it is."""
    wrong = next((at for at, sign in enumerate(text) if sign not in "0123456789"), None)
    shown = text[:wrong][:MOST_DIGITS]
    if len(shown) < len(text[:wrong]):
        return shown, f"There are {MOST_DIGITS} displays: the first {MOST_DIGITS} digits are shown."
    if wrong is None:
        return shown, ""
    up_to = f"{shown} is shown, up to" if shown else "nothing is shown of"
    return shown, f"A display shows digits only: {up_to} “{text[wrong]}”."


class NumberLine(TextField):
    """A line for a number; Enter and Esc give the keyboard back, so that Space trains again.

    Where something is refused Enter keeps it and marks what that is, ready to be typed over.
    """

    def __init__(self) -> None:
        super().__init__()
        self.refused = ""
        """What of the line is not shown, from the first sign that cannot be; empty: all is."""
        self.setObjectName("number")
        self.setAccessibleName("Number")
        self.setToolTip(f"Up to {MOST_DIGITS} digits, each on a display of its own.")
        self.setText(FIRST)
        self.setPlaceholderText("a number")
        self.setMaxLength(40)
        self.setFixedWidth(112)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc leave; Enter only where nothing is refused."""
        if self.refused and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.setSelection(self.text().rindex(self.refused), len(self.refused))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.clearFocus()
        else:
            super().keyPressEvent(event)
