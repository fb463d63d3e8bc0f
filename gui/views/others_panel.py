"""The panel in which the inputs that are not on the axes are held: as in a sample, at their means, or by hand."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.panels.choice_field import ChoiceField, Option, without_label
from gui.theme import GRID_PX
from gui.views.axes import number_text

WIDTH_PX, MOST_HEIGHT_PX = 300, 420
NAME_PX, VALUE_PX, BOX_PX = 96, 62, 166
HEAD_PX, FIND_PX, ROW_PX, CATEGORY_PX = 84, 50, 24, 34
ROWS = 20
"""So many sliders there are at most; of more inputs those are shown whose name is looked for."""
STEPS = 200


class Other(NamedTuple):
    """What is on no axis: an input, or all inputs of a category.

    input       its place among the inputs, of a category that of the first one
    categories  the texts that each of its inputs stands for; empty: it is a number
    """

    input: int
    name: str
    categories: tuple[str, ...] = ()


class _Row:
    """One of them: its name, a slider over the range of its data and its value, or a list to choose a category from."""

    def __init__(self, grid: QGridLayout, place: int) -> None:
        self.other = Other(-1, "")
        self.low, self.high = 0.0, 1.0
        self.name, self.value = QLabel(), QLabel()
        self.name.setFixedWidth(NAME_PX)
        self.value.setFixedWidth(VALUE_PX)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(f"other-{place}")
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 10)
        self.choice = without_label(ChoiceField(f"other-{place}-category", "", "Which of its texts is held.", BOX_PX))
        for column, widget in enumerate((self.name, self.slider, self.value)):
            grid.addWidget(widget, place, column)
        grid.addWidget(self.choice, place, 1, 1, 2)

    def show_other(self, other: Other, low: float, high: float, values: Sequence[float]) -> None:
        """Stand for this one from now on."""
        self.other, self.low, self.high = other, low, high
        self.name.setText(self.name.fontMetrics().elidedText(other.name, Qt.TextElideMode.ElideRight, NAME_PX))
        self.slider.setAccessibleName(other.name)
        self.slider.setToolTip(f"Where {other.name} is held while the map is drawn.")
        self.choice.box.setAccessibleName(other.name)
        self.show_values(values)

    def show_values(self, values: Sequence[float]) -> None:
        """Where all inputs are held, its own among them."""
        if self.other.categories:
            own = values[self.other.input : self.other.input + len(self.other.categories)]
            options = [Option(place, text, "") for place, text in enumerate(self.other.categories)]
            self.choice.show_choice(options, max(range(len(own)), key=own.__getitem__))
        else:
            self._show_value(values[self.other.input])

    def _show_value(self, value: float) -> None:
        self.slider.blockSignals(True)  # set from outside: nobody moved anything
        share = (value - self.low) / (self.high - self.low)
        self.slider.setValue(round(min(max(share, 0.0), 1.0) * STEPS))
        self.slider.blockSignals(False)
        self.value.setText(number_text(value))

    @property
    def moved_to(self) -> float:
        """The value where the slider stands."""
        return self.low + (self.high - self.low) * self.slider.value() / STEPS

    def set_visible(self, is_visible: bool) -> None:
        """Show it or not."""
        is_category = bool(self.other.categories)
        self.name.setVisible(is_visible)
        self.choice.setVisible(is_visible and is_category)
        for widget in (self.slider, self.value):
            widget.setVisible(is_visible and not is_category)


class OthersPanel(QFrame):
    """A popup: Esc or a click elsewhere closes it."""

    sample_wanted = Signal()
    """Hold the inputs as they are in the current sample, from now on."""
    means_wanted = Signal()
    held = Signal(int, float)
    """(input, value): hold this one here."""
    chosen = Signal(object, int)
    """(Other, place): hold this category at one of its texts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("others-panel")
        self.setAccessibleName("The other inputs")
        self.setProperty("role", "popup")
        self.setFixedWidth(WIDTH_PX)
        self._others: Sequence[Other] = ()
        self._values: Sequence[float] = ()
        self._ranges: dict[int, tuple[float, float]] = {}
        self._group = QButtonGroup(self)
        self._as_sample = self._choice("others-sample", "As in the current sample", "They follow whatever is chosen.")
        self._as_means = self._choice(
            "others-means", "At their means", "The means of the training data, of texts the commonest."
        )
        self._as_sample.clicked.connect(self.sample_wanted)
        self._as_means.clicked.connect(self.means_wanted)
        self._find = QLineEdit()
        self._find.setObjectName("others-find")
        self._find.setAccessibleName("Find an input")
        self._find.setPlaceholderText("Find an input")
        self._find.setToolTip("Show the inputs whose name holds this.")
        self._find.textChanged.connect(self._fill)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, GRID_PX, 0)
        grid.setVerticalSpacing(GRID_PX // 2)
        self._grid = grid
        self._rows: list[_Row] = []
        grid.setRowStretch(ROWS, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(held)
        held.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID_PX + 4, GRID_PX, 4, GRID_PX)
        column.setSpacing(GRID_PX // 2)
        for widget in (self._as_sample, self._as_means, self._find, self._area, self._count):
            column.addWidget(widget)

    def show_others(self, others: Sequence[Other]) -> None:
        """These are not on the axes."""
        self._others, self._ranges = others, {}
        self._find.setVisible(len(others) > ROWS)
        self._find.clear()

    def show_values(self, values: Sequence[float], source: str, sample: str | None) -> None:
        """Where all inputs are held, (inputs,).

        source  "sample", "means" or "hand": whose values they are
        sample  what the current sample is called; None: there is none
        """
        self._values = values
        self._as_sample.setText(f"As in the current sample{'' if sample is None else f': {sample}'}")
        self._as_sample.setEnabled(sample is not None)
        self._group.setExclusive(False)  # set by hand they are neither
        self._as_sample.setChecked(source == "sample")
        self._as_means.setChecked(source == "means")
        self._group.setExclusive(True)
        for row in self._rows:
            if row.name.isVisible() and not row.slider.isSliderDown():
                row.show_values(values)

    def open_below(self, button: QWidget, ranges: Sequence[tuple[float, float]]) -> None:
        """Open under a button.

        ranges  from where to where the data of each input reach
        """
        self._ranges = dict(enumerate(ranges))
        self._fill()
        rows = self._others[:ROWS]
        height = (
            HEAD_PX
            + sum(CATEGORY_PX if other.categories else ROW_PX for other in rows)
            + (FIND_PX if self._find.isVisibleTo(self) else 0)
        )
        self.resize(WIDTH_PX, min(MOST_HEIGHT_PX, height))
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 2))
        self.move(corner - QPoint(self.width(), 0))
        self.show()
        self._as_sample.setFocus()

    def _fill(self) -> None:
        """Show the sliders of the inputs that are looked for."""
        wanted = self._find.text().strip().lower()
        found = [other for other in self._others if wanted in other.name.lower()]
        while len(self._rows) < min(ROWS, len(found)):  # a start does well without them
            row = _Row(self._grid, len(self._rows))
            row.slider.valueChanged.connect(partial(self._on_moved, row))
            row.choice.chosen.connect(partial(self._on_chosen, row))
            self._rows.append(row)
        for row, other in zip(self._rows, found, strict=False):
            row.show_other(other, *self._ranges.get(other.input, (0.0, 1.0)), self._values)
        for place, row in enumerate(self._rows):
            row.set_visible(place < len(found))
        hidden = len(found) - ROWS
        self._count.setText(f"and {hidden:,} more: find them by name" if hidden > 0 else "")
        self._count.setVisible(hidden > 0)

    def _on_moved(self, row: _Row, _place: int) -> None:
        row.value.setText(number_text(row.moved_to))
        self.held.emit(row.other.input, row.moved_to)

    def _on_chosen(self, row: _Row, place: object) -> None:
        assert isinstance(place, int)
        self.chosen.emit(row.other, place)

    def _choice(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setProperty("role", "tile")
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setFixedSize(WIDTH_PX - 2 * GRID_PX - 8, 26)
        self._group.addButton(button)
        return button
