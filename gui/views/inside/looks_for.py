"""What the chosen neuron looks for: its incoming weights, and the samples that excite it most and least."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.arrays import Array, Indices
from core.data import Digits, PointRecipe, Segments, Table
from core.data.points import REACH
from core.layers import BatchNormalization
from core.network import layer_name
from core.probe.excitation import answers_of, first_of_each, ranked, strongest
from core.probe.grid import affordable_size, grid_columns, line_columns
from core.probe.samples import spread
from core.snapshot import Snapshot
from core.wording import MINUS
from gui.panels.form import note
from gui.session.sample import noun_of
from gui.session.worker import IsWanted, Worker
from gui.theme import GRID_PX, Theme, class_colour
from gui.views.asking import Asking
from gui.views.axes import exact_text, number_text
from gui.views.inside.bars import Bar, WeightBars
from gui.views.inside.exciting import Excited, ExcitingGrid, Shape
from gui.views.inside.neuron_map import NeuronMap
from gui.views.inside.section import Section
from gui.views.inside.subject import NeuronPlace, Subject, products
from gui.views.inside.weight_picture import WeightPicture
from gui.views.reading import with_article

COUNT = 12
MOST_NUMBERS = 3
"""A sample with more numbers is called by its row."""
MOST_NAMED = 8
"""So many of them are told of the one that is pointed at."""
MOST_BARS, MOST_BARS_BESIDE = 20, 9
MAP_SIZE = 60
CURVE_POINTS = 97
CALM_SECONDS = 1.0
"""While training runs fast, the same samples stay at least as long, so that one can be clicked."""
ASKED = 2_000_000_000
"""What ranking may cost, in products of a weight: of more samples some are looked at."""
SORTING = 300
"""What putting a sample in order costs beside that."""
LEAST_ROWS, MOST_ROWS = 500, 20_000
TIP = (
    "By what the neuron says, and where that is the same by its sum. While the network trains they are chosen anew "
    "once a second."
)


@dataclass(frozen=True, eq=False)
class _Ranking:
    """The rows that excite a neuron most and least, with what it says to them."""

    rows: tuple[Indices, Indices]
    answers: tuple[Array, Array]
    looked_at: int
    of: int


class LooksForSection(Section):
    """Follows the chosen neuron."""

    chosen = Signal(str, int)
    """A person chose this sample: (kind, row)."""

    def __init__(self, subject: Subject, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__("inside-looks-for", "What it looks for", subject, worker, CALM_SECONDS, parent)
        self._mapping = Asking(worker, self._catch_up)
        self.picture, self.map, self.bars = WeightPicture(), NeuronMap(), WeightBars()
        self.most = ExcitingGrid("excite-most", "Samples that excite it most")
        self.least = ExcitingGrid("excite-least", "Samples that excite it least")
        self._most_words, self._least_words = note("excite-most-words"), note("excite-least-words")
        beside = QVBoxLayout()
        beside.setSpacing(GRID_PX // 2)
        beside.addWidget(self.words)
        beside.addWidget(self.bars)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        for picture in (self.picture, self.map):
            row.addWidget(picture)
            picture.hide()
        row.addLayout(beside, 1)
        self.column.addLayout(row)
        for grid, said in ((self.most, self._most_words), (self.least, self._least_words)):
            said.setToolTip(TIP)
            said.setContentsMargins(0, GRID_PX // 2, 0, 0)
            self.column.addWidget(said)
            self.column.addWidget(grid)
            grid.chosen.connect(self._on_chosen)
        self._distinct: tuple[object, Indices] | None = None

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._mapping.forget()

    def _on_chosen(self, row: int) -> None:
        self.chosen.emit(self.subject.kind, row)

    def _draw_theme(self, theme: Theme) -> None:
        for part in (self.picture, self.map, self.bars, self.most, self.least):
            part.show_theme(theme)
        self.refresh()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        neuron = self.subject.neuron_in(snapshot.network)
        self._show_weights(snapshot, neuron)
        self._show_map(snapshot, neuron)
        self._rank(snapshot, neuron)

    # Weights ---------------------------------------------------------------------------------------------------------

    def _show_weights(self, snapshot: Snapshot, neuron: NeuronPlace) -> None:
        network, (layer, unit) = snapshot.network, neuron
        project = self.subject.project
        views, own = network.dense_views(snapshot.theta)[layer], network.dense[layer]
        weights = views["weights"][:, unit].astype(np.float64)
        data = None if project is None else project.data
        is_picture = layer == 0 and isinstance(data, Segments | Digits) and self.subject.fits(network)
        has_map = self.subject.fits(network) and isinstance(data, PointRecipe)
        self.picture.setVisible(is_picture)
        self.map.setVisible(has_map)
        if is_picture:
            self.picture.show_weights(weights)
        most = MOST_BARS_BESIDE if is_picture or has_map else MOST_BARS
        shown = np.arange(len(weights)) if len(weights) <= most else strongest(weights, most)
        cut = {input for input, to in own.cut if to == unit}
        bars = [
            Bar(self.subject.name_in(network, NeuronPlace(layer - 1, input)), float(weights[input]),
                "cut" if input in cut else "")
            for input in shown.tolist()
        ]  # fmt: skip
        if "biases" in views:
            bars.append(Bar("bias", float(views["biases"][unit])))
        self.bars.show_bars(tuple(bars))
        source = "the inputs" if layer == 0 else layer_name(network, layer - 1)
        said = f"Weights from {source}"
        if layer == 0 and isinstance(data, Table) and data.prepared.fitted.is_scaling:
            said += " as scaled for the network"
        if len(shown) < len(weights):
            said += f": the strongest {len(shown)} of {len(weights):,}"
        if any(isinstance(one, BatchNormalization) for one in network.followers[layer]):
            said += ", after batch normalization"
        self.words.setText(f"{said}.")

    def _show_map(self, snapshot: Snapshot, neuron: NeuronPlace) -> None:
        project, network = self.subject.project, snapshot.network
        data = None if project is None else project.data
        if not isinstance(data, PointRecipe) or not self.subject.fits(network):
            return
        if data.is_planar:
            size = affordable_size(network, MAP_SIZE)
            columns = data.expand(grid_columns(-REACH, REACH, size, "float64"), network.dtype)
        else:
            columns = line_columns(-REACH, REACH, CURVE_POINTS, network.dtype)

        def find(is_wanted: IsWanted) -> Array:
            values: Array = network.activations(snapshot.theta, columns)[neuron.layer][neuron.unit].astype(np.float64)
            return values.reshape(size, size) if data.is_planar else values

        def show(values: Array) -> None:
            names = ("x₁", "x₂") if data.is_planar else ("x", "a")
            self.map.show_answers(values, network.dense[neuron.layer].activation, names)

        self._mapping.ask(snapshot, (neuron, data), columns.shape[1] * products(network), find, show)

    # Samples ---------------------------------------------------------------------------------------------------------

    def _rank(self, snapshot: Snapshot, neuron: NeuronPlace) -> None:
        subject, network = self.subject, snapshot.network
        samples = subject.samples
        if samples is None or not subject.fits(network):
            self.asking.forget()
            self._show_ranking(None)
            return
        x = samples[0]
        rows = self._rows(x)
        rows = rows[spread(len(rows), int(np.clip(ASKED // products(network), LEAST_ROWS, MOST_ROWS)))]
        theta, of = snapshot.theta, len(x)

        def find(is_wanted: IsWanted) -> _Ranking | None:
            found = answers_of(network, theta, x[rows], neuron.layer, neuron.unit, is_wanted)
            if found is None:
                return None
            most, least = ranked(*found, COUNT)
            return _Ranking((rows[most], rows[least]), (found[1][most], found[1][least]), len(rows), of)

        about = (neuron, subject.kind, subject.dataset, self.theme)
        cost = len(rows) * (products(network) + SORTING)
        if not self.asking.ask(snapshot, about, cost, find, self._show_ranking):
            self._most_words.setText("Looking for the samples that excite it most ...")
            for grid in (self.most, self.least):  # what they show is another neuron's
                grid.show_waiting()
            self.map.show_samples(np.zeros((0, 2)), np.zeros((0, 2)))
        self._mark_current()

    def _rows(self, x: Array) -> Indices:
        """All rows; of shapes, which come many times, the first of each."""
        if self._shape != "segments":
            return np.arange(len(x))
        if self._distinct is None or self._distinct[0] is not x:
            self._distinct = (x, first_of_each(x))
        return self._distinct[1]

    def _show_ranking(self, ranking: _Ranking | None) -> None:
        has_any = ranking is not None and len(ranking.rows[0]) > 0
        is_all = ranking is not None and len(ranking.rows[0]) == ranking.looked_at
        for part in (self.most, self._most_words):
            part.setVisible(has_any)
        for part in (self.least, self._least_words):
            part.setVisible(has_any and not is_all)  # the same ones again, from behind
        if ranking is None or not has_any:
            self.map.show_samples(np.zeros((0, 2)), np.zeros((0, 2)))
            return
        noun = self.subject.counted(ranking.looked_at, ranking.of)
        if self._shape == "segments" and ranking.looked_at < ranking.of:
            noun = f"{ranking.looked_at:,} different ones of {ranking.of:,} {self.subject.samples_in_words}"
        self._most_words.setText(f"{'From most to least excited' if is_all else 'Excite it most'}, of {noun}:")
        self._least_words.setText("Excite it least:")
        samples = self.subject.samples
        assert samples is not None
        for grid, rows, answers in zip((self.most, self.least), ranking.rows, ranking.answers, strict=True):
            grid.show_samples(self._shape, tuple(map(self._excited, rows.tolist(), answers.tolist())))
        self.map.show_samples(*(samples[2][rows] for rows in ranking.rows))
        self._mark_current()

    @property
    def _shape(self) -> Shape:
        data = None if self.subject.project is None else self.subject.project.data
        return "picture" if isinstance(data, Digits) else "segments" if isinstance(data, Segments) else "words"

    def _excited(self, row: int, answer: float) -> Excited:
        data, samples = self.subject.dataset, self.subject.samples
        assert data is not None and samples is not None
        x, y, places = (part[row] for part in samples)
        words, more = self._words_of(row, places.tolist(), data.input_names)
        if data.task == "two classes":
            name = data.classes[int(y[0] > 0.0)] if data.classes else f"class {int(y[0] > 0.0)}"
            colour = self.theme.positive if y[0] > 0.0 else self.theme.negative
        elif data.task == "classes":
            place = int(np.argmax(y))
            name = data.classes[place] if place < len(data.classes) else f"class {place + 1}"
            name = with_article(int(name)) if name.isdecimal() and len(name) == 1 else name
            colour = class_colour(self.theme, place, len(y)).name()
        else:
            name, colour = f"target {number_text(float(data.own(y)[0]))}", self.theme.muted
        has_words = self._shape == "words"
        return Excited(row, x, words if has_words else "", _answer(answer), name, colour, more if has_words else "")

    def _words_of(self, row: int, numbers: list[float], names: tuple[str, ...]) -> tuple[str, str]:
        """What a sample is called in its cell, and what more can be said of it: of many numbers none tells it."""
        if len(numbers) == 1:
            return f"{names[0] if names else 'x'} = {_short(numbers[0])}", ""
        if len(numbers) <= MOST_NUMBERS or self.subject.project is None:
            return f"({', '.join(map(_short, numbers))})", ""
        named = [f"{name} {exact_text(value)}" for name, value in zip(names, numbers, strict=False)][:MOST_NAMED]
        more = ", ".join(named) + (" ..." if len(numbers) > MOST_NAMED else "")
        return f"{noun_of(self.subject.project)} {row + 1:,}", more

    def _mark_current(self) -> None:
        sample = self.subject.sample
        kind, row = ("", None) if sample is None or sample.row is None else sample.row
        for grid in (self.most, self.least):
            grid.show_chosen(row if kind == self.subject.kind else None)
        self.map.show_current(None if sample is None else sample.place)


def _answer(value: float) -> str:
    """What a neuron says, short enough to stand under a picture."""
    size = abs(value)
    if 0.0 < size < 0.0005 or size >= 1e4:
        return f"{value:.0e}".replace("-", MINUS)
    return number_text(value)


def _short(value: float) -> str:
    """A number of a place, with two digits behind the point where that tells it."""
    is_plain = value == 0.0 or 0.005 <= abs(value) < 1e4
    return (f"{value:.2f}" if is_plain else f"{value:.1e}").replace("-", MINUS)
