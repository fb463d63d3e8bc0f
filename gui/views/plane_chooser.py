"""The row over the map of more than two inputs: what lies on its axes, and how the other inputs are held."""

from typing import Literal

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from core.arrays import Array
from core.data.dataset import Dataset
from core.probe.plane import Plane, plane_of_inputs
from core.probe.samples import spread
from core.probe.telling import correlation_ratios, squared_correlations
from core.table import Column
from gui.panels.choice_field import ChoiceField, Option
from gui.session.sample import Sample
from gui.theme import GRID_PX
from gui.views.others_panel import Other, OthersPanel

BOX_PX = 122
LOOKED_AT = 2000
"""So many rows say which input varies most, or tells most."""
MOST_READ = 4
"""With so many columns of numbers two of them show more than two mixtures of all do."""
COMPONENT = -1
Source = Literal["sample", "means", "hand"]


class PlaneChooser(QWidget):
    """Two components or two inputs; the inputs that are on no axis follow the current sample until they are held.

    Of a table the columns of numbers can lie on an axis, and of a category all inputs are held together.
    """

    changed = Signal(bool)
    """Another plane is wanted: whether its axes are others, and not only where the other inputs are held."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plane-chooser")
        self.axes: tuple[int, int] | None = None
        self._dataset: Dataset | None = None
        self._names: tuple[str, ...] = ()
        self._entries: tuple[Other, ...] = ()
        self._source: Source = "sample"
        self._others: Array = np.zeros(0)
        self._means: Array | None = None
        self._sample: Sample | None = None
        self._across = self._field("map-across", "\N{RIGHTWARDS ARROW}", "What lies on the axis to the right")
        self._up = self._field("map-up", "\N{UPWARDS ARROW}", "What lies on the axis upwards")
        self._across.chosen.connect(lambda value: self._on_axis(0, value))
        self._up.chosen.connect(lambda value: self._on_axis(1, value))
        self.button = QToolButton()
        self.button.setObjectName("map-others")
        self.button.setProperty("role", "quiet")
        self.button.setText("Others")
        self.button.setAccessibleName("The other inputs")
        self.button.setToolTip("How the inputs that are on no axis are held.")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._open)
        self.panel = OthersPanel(self)
        self.panel.sample_wanted.connect(lambda: self._hold_as("sample"))
        self.panel.means_wanted.connect(lambda: self._hold_as("means"))
        self.panel.held.connect(self._on_held)
        self.panel.chosen.connect(self._on_category)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX // 2)
        for widget in (self._across, self._up):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.button)

    def show_data(self, dataset: Dataset | None, columns: tuple[Column, ...] = ()) -> None:
        """Offer the inputs of these data; the same inputs stay on the axes where there are as many.

        columns  of a table: those that the network is given
        """
        count = 0 if dataset is None else dataset.places.shape[1]
        given = () if dataset is None else dataset.input_names
        entries = _entries(columns) or tuple(
            Other(place, given[place] if place < len(given) else f"input {place + 1}") for place in range(count)
        )
        is_other = dataset is None or self._dataset is None or count != len(self._names)
        is_other = is_other or (bool(columns) and entries != self._entries)
        self._entries, self._dataset, self._means = entries, dataset, None
        self._names = tuple(name for entry in entries for name in [entry.name] * max(1, len(entry.categories)))
        if is_other:
            self.axes, self._source = (
                None if dataset is None or not columns else _most_telling(entries, dataset),
                "sample",
            )
        self._others = np.zeros(count)
        self._hold()
        self._show()

    def show_sample(self, sample: Sample | None) -> None:
        """The current sample is another one."""
        self._sample = sample
        if self._dataset is None or self.axes is None:
            return
        before = self._others
        self._hold()
        self._show_panel()
        if self._source == "sample" and not np.array_equal(before, self._others):
            self.changed.emit(False)

    @property
    def plane(self) -> Plane | None:
        """The plane through two inputs; None: the one through the main components is wanted."""
        return None if self.axes is None else plane_of_inputs(*self.axes, self._others, self._names)

    def _on_axis(self, place: int, value: object) -> None:
        """An axis was chosen; the other one moves out of its way."""
        assert isinstance(value, int) and self._dataset is not None
        if value == COMPONENT:
            self.axes = None
        else:
            other = None if self.axes is None else self.axes[1 - place]
            if other == value:
                other = None if self.axes is None else self.axes[place]
            if other is None:
                other = self._liveliest(value)
            self.axes = (value, other) if place == 0 else (other, value)
        self._hold()
        self._show()
        self.changed.emit(True)

    def _liveliest(self, excepted: int) -> int:
        """The input that varies most, and is not this one."""
        assert self._dataset is not None
        x = self._dataset.places
        with np.errstate(over="ignore", invalid="ignore"):
            deviation = np.nan_to_num(x[spread(len(x), LOOKED_AT)].std(axis=0)) if len(x) else np.zeros(x.shape[1])
        deviation[excepted] = -1.0
        return max((entry.input for entry in self._entries if not entry.categories), key=deviation.__getitem__)

    def _hold_as(self, source: Source) -> None:
        self._source = source
        self._hold()
        self._show_panel()
        self.changed.emit(False)

    def _on_held(self, input: int, value: float) -> None:
        self._source = "hand"
        self._others = np.array(self._others)
        self._others[input] = value
        self._show_panel()
        self.changed.emit(False)

    def _on_category(self, other: Other, place: int) -> None:
        self._source = "hand"
        self._others = np.array(self._others)
        _hold_at(self._others, other, place)
        self._show_panel()
        self.changed.emit(False)

    @property
    def _fitting_sample(self) -> Sample | None:
        sample = self._sample
        return sample if sample is not None and sample.place.shape == self._others.shape else None

    def _hold(self) -> None:
        """Take over where the other inputs are held."""
        sample = self._fitting_sample
        if self.axes is None or self._source == "hand":
            return
        self._others = sample.place if self._source == "sample" and sample is not None else self._mean()

    def _mean(self) -> Array:
        if self._means is None:
            assert self._dataset is not None
            x = self._dataset.places
            self._means = np.array(x.mean(axis=0)) if len(x) else np.zeros(x.shape[1])
            for entry in self._entries:
                if entry.categories:  # there is no row between two texts
                    own = self._means[entry.input : entry.input + len(entry.categories)]
                    _hold_at(self._means, entry, int(np.argmax(own)))
        return self._means

    def _show(self) -> None:
        if self._dataset is None:
            return
        numbers = [entry for entry in self._entries if not entry.categories]
        inputs = [Option(entry.input, entry.name, "") for entry in numbers] if len(numbers) > 1 else []
        axes = (COMPONENT, COMPONENT) if self.axes is None else self.axes
        for field, value, words in ((self._across, axes[0], "component 1"), (self._up, axes[1], "component 2")):
            tip = "The two directions in which the training data vary most."
            field.show_choice([Option(COMPONENT, words, tip), *inputs], value)
        self.button.setEnabled(self.axes is not None)
        self.panel.show_others([entry for entry in self._entries if entry.input not in axes])
        self._show_panel()

    def _show_panel(self) -> None:
        sample = self._fitting_sample
        source = "means" if self._source == "sample" and sample is None else self._source
        words = "" if sample is None else sample.words
        self.panel.show_values(self._others.tolist(), source, words or None)
        held = {"sample": f"as in {words}", "means": "at their means", "hand": "by hand"}[source]
        self.button.setToolTip(f"The inputs that are on no axis are held {held}. Click to hold them otherwise.")

    def _open(self) -> None:
        assert self._dataset is not None
        x = self._dataset.places
        lows, highs = (x.min(axis=0), x.max(axis=0)) if len(x) else (self._others, self._others)
        ranges = [
            (low, high) if high > low else (low - (abs(low) or 1.0), high + (abs(high) or 1.0))
            for low, high in zip(lows.tolist(), highs.tolist(), strict=True)
        ]
        self.panel.open_below(self.button, ranges)

    def _field(self, name: str, label: str, tip: str) -> ChoiceField:
        field = ChoiceField(name, label, tip, BOX_PX)
        field.box.setAccessibleName(tip)
        return field


def _entries(columns: tuple[Column, ...]) -> tuple[Other, ...]:
    """What a table's columns are as inputs."""
    found, first = [], 0
    for column in columns:
        found.append(Other(first, column.name, column.categories if column.kind == "category" else ()))
        first += column.width
    return tuple(found)


def _hold_at(values: Array, other: Other, place: int) -> None:
    """Write a category into values (inputs,): 1 at the input that stands for this text, 0 at its others."""
    values[other.input : other.input + len(other.categories)] = 0.0
    values[other.input + place] = 1.0


def _most_telling(entries: tuple[Other, ...], dataset: Dataset) -> tuple[int, int] | None:
    """The two columns of numbers that tell most of the target; None: the two components show more."""
    numbers = [entry.input for entry in entries if not entry.categories]
    if not 2 <= len(numbers) <= MOST_READ or not len(dataset.x):
        return None
    rows = spread(len(dataset.x), LOOKED_AT)
    x, y = dataset.x[rows][:, numbers], dataset.y[rows]
    if dataset.task == "regression":
        told = squared_correlations(x, y[:, 0])
    else:
        told = correlation_ratios(x, (y[:, 0] >= 0.5).astype(np.intp) if y.shape[1] == 1 else np.argmax(y, axis=1))
    first, second = np.argsort(-told, kind="stable")[:2].tolist()
    return numbers[first], numbers[second]
