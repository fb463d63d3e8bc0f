"""One column of the form: a slider and a field for a number, a drop-down for a category; each may be left open."""

import math

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.arrays import Array
from core.data.questions import Question
from core.numerals import read_number
from gui.amounts import decimals_of
from gui.panels.choice_field import ChoiceField, Option
from gui.panels.number_field import NumberField
from gui.panels.slider import Slider
from gui.views.ask.cells import number_text
from gui.views.axes import round_step

FIELD_PX = 88
STEPS = 200
"""A slider has about so many places."""
MOST_WHOLE = 1000
NONE, MIXED = -1, -2


class NumberRow(QWidget):
    """A number: the slider goes over what is trained on, the field takes any."""

    changed = Signal(object)
    """The number of this column (1,) that a person wants; None: as in an average row."""

    def __init__(self, index: int, question: Question, dtype: str) -> None:
        super().__init__()
        self._question, self._dtype = question, dtype
        low, high = question.low, question.high
        self._step = 1.0 if question.is_whole and high - low <= MOST_WHOLE else round_step((high - low) / STEPS)
        self._base = math.floor(low / self._step) * self._step
        span = f"{number_text(low)} to {number_text(high)}"
        self.slider = Slider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(f"ask-{index}-slider")
        self.slider.setAccessibleName(f"{question.name}, slider")
        self.slider.setToolTip(f"{question.name}: {span} in training.")
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        steps = max(0, math.ceil((high - self._base) / self._step - 1e-9))
        # Between a few whole numbers there is room for an average: the knob can stand there, though nobody drags it so.
        self._places = max(1, STEPS // steps) if steps and question.is_whole else 1
        self.slider.setRange(0, steps * self._places)
        self.slider.setSingleStep(self._places)
        self.slider.setPageStep(max(1, steps // 10) * self._places)
        self.slider.setEnabled(high > low)
        self.slider.valueChanged.connect(self._on_slider)
        tip = f"{question.name}: {span} in training. Empty: as in an average row ({number_text(question.mean)})."
        self.number = NumberField(f"ask-{index}", question.name, tip, self._commit, FIELD_PX, self.slider)
        self.number.field.setPlaceholderText(rounded_text(question.mean, high - low))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.number)

    def show_values(self, values: Array, is_open: bool) -> None:
        """Show this number (1,) of a place; is_open: it is left as in an average row."""
        value = float(values[0])
        self.number.show_value("" if is_open else number_text(value))
        here = self.slider.value()
        if here % self._places or self.value_at(here) != value:  # what lies within a step has its end's value, too
            within = min(max(value, self._question.low), self._question.high) - self._base
            place = round(within / self._step * self._places)
            self.slider.blockSignals(True)  # the value is shown from outside: nobody moved anything
            self.slider.setValue(place)
            self.slider.blockSignals(False)

    def value_at(self, place: int) -> float:
        """The number that a place of the slider stands for; its ends are the ends of what is trained on."""
        question = self._question
        if place >= self.slider.maximum():
            return question.high
        value = self._base + math.floor(place / self._places + 0.5) * self._step
        return min(max(round(value, decimals_of(self._step) + 3), question.low), question.high)

    def _on_slider(self, place: int) -> None:
        self.changed.emit(np.array([self.value_at(place)]))

    def _commit(self, text: str) -> None:
        self.changed.emit(np.array([read_number(text, self._dtype)]) if text else None)


class CategoryRow(QWidget):
    """A category: one of those that were there in training, none of them, or as in an average row."""

    changed = Signal(object)
    """The numbers of this column (width,) that a person wants; None: as in an average row."""

    def __init__(self, index: int, question: Question) -> None:
        super().__init__()
        self._question = question
        self.choice = ChoiceField(f"ask-{index}", question.name, f"{question.name}.", None)
        self._options = [
            Option(None, "average", "As in an average row: each category as often as in training."),
            *(Option(place, name, "One of those it was trained on.") for place, name in enumerate(question.categories)),
            Option(NONE, "none of these", "A category that was not there in training."),
        ]
        self.choice.chosen.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choice)

    def show_values(self, values: Array, is_open: bool) -> None:
        """Show this category (categories,)."""
        options, found = self._options, np.flatnonzero(values)
        value: int | None = NONE
        if is_open:
            value = None
        elif len(found) == 1 and values[found[0]] == 1.0:
            value = int(found[0])
        elif len(found):
            value = MIXED
            options = [*options, Option(MIXED, "a mixture", "Several at once, as typed on the canvas.")]
        self.choice.show_choice(options, value)

    def _on_chosen(self, value: object) -> None:
        if value == MIXED:
            return
        values = np.zeros(self._question.width)
        if isinstance(value, int) and value >= 0:
            values[value] = 1.0
        self.changed.emit(None if value is None else values)


def row_for(index: int, question: Question, dtype: str) -> NumberRow | CategoryRow:
    """The row of a column."""
    return CategoryRow(index, question) if question.categories else NumberRow(index, question, dtype)


def rounded_text(value: float, reach: float) -> str:
    """A mean with no more digits than the numbers it is of would need."""
    return number_text(round(value, decimals_of(reach)))
