"""Which of the samples that are shown the network gets wrong: found at once where that is cheap, else by the worker."""

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import QObject

from core.arrays import Array
from core.data.dataset import Dataset
from core.network import Network
from core.probe.meaning import Meaning
from core.snapshot import Snapshot
from gui.session.sample import Kind
from gui.session.worker import IsWanted, Worker
from gui.views.points import Dots

CHEAP = 8_000_000
"""Up to so many products are looked at within a frame: a millisecond or so."""
PER_UNIT = 10
"""An activation costs as much as so many products."""
QUICK, EACH = 1_000_000, 3
"""Up to so many products every frame of a map in motion is judged; above, one in so many: ten a second."""

Wrong = dict[Kind, Array]


class Judging(QObject):
    """Tells `found` of the wrong ones, whenever others are asked for."""

    def __init__(self, worker: Worker, found: Callable[[Mapping[Kind, Array]], None], parent: QObject) -> None:
        super().__init__(parent)
        self._worker, self._found = worker, found
        self._columns: dict[tuple[Kind, str], Array] = {}
        self._dataset: Dataset | None = None
        self._frame = 0
        self._next: Callable[[], None] | None = None

    def show_data(self, dataset: Dataset | None) -> None:
        """Judge these samples from now on."""
        self.give_up()
        self._dataset, self._columns = dataset, {}

    def judge(self, snapshot: Snapshot, meaning: Meaning, shown: tuple[Dots, ...]) -> None:
        """Find out which of the shown samples are wrong at this moment; while in motion, at some of the moments only.

        Before the first step nothing is judged, and numbers are never right or wrong.
        """
        kinds = [dots.kind for dots in shown if not dots.is_cloud]
        if meaning.kind == "numbers" or snapshot.step == 0 or self._dataset is None or not kinds:
            self.give_up()
            self._found({})
            return
        network, theta = snapshot.network, snapshot.theta
        samples = {kind: (self._inputs(kind, network), self._targets(kind)) for kind in kinds}
        per_sample = network.size + PER_UNIT * sum(layer.units for layer in network.dense)
        products = per_sample * sum(len(y) for _, y in samples.values())
        self._frame += 1
        if products > QUICK and not snapshot.is_calm and self._frame % EACH:
            return

        def find(_is_wanted: IsWanted) -> Wrong:
            return {kind: wrong_ones(network, theta, x, y, meaning) for kind, (x, y) in samples.items()}

        if products <= CHEAP:
            self._found(find(lambda: True))
        elif self._worker.is_busy(self):
            self._next = lambda: self.judge(snapshot, meaning, shown)  # once what is under way is answered
        else:
            self._worker.ask(self, find, self._on_found)

    def give_up(self) -> None:
        """Nobody looks any more."""
        self._next = None
        self._worker.give_up(self)

    def _on_found(self, wrong: Wrong) -> None:
        self._found(wrong)
        following, self._next = self._next, None
        if following is not None:
            following()

    def _inputs(self, kind: Kind, network: Network) -> Array:
        key = kind, network.dtype
        if key not in self._columns:
            assert self._dataset is not None
            x = self._dataset.x if kind == "training" else self._dataset.x_test
            assert x is not None
            self._columns[key] = np.ascontiguousarray(x.T, network.dtype)
        return self._columns[key]

    def _targets(self, kind: Kind) -> Array:
        assert self._dataset is not None
        y = self._dataset.y if kind == "training" else self._dataset.y_test
        assert y is not None
        return y


def wrong_ones(network: Network, theta: Array, columns: Array, y: Array, meaning: Meaning) -> Array:
    """Which samples get another class than their own, or none: (samples,) of true and false.

    columns  (inputs, samples)
    y        (samples, outputs), as the data hold them
    """
    is_wrong: Array = meaning.decided(network.activations(theta, columns)[-1]) != meaning.truth(y)
    return is_wrong
