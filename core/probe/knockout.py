"""A network without some of its neurons or connections, and how it does then.

A neuron that is off says nothing to the next layer: its outgoing weights are zero. That holds for an input, too, and
for whatever stands between the two columns: a batch normalization's shift is not passed on either.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np

from core.arrays import Array, Indices
from core.data.dataset import Dataset
from core.errors import UserError
from core.losses import loss_named
from core.network import Network
from core.samples import Samples, prepare
from core.scoring import Scoring
from core.snapshot import Scores
from core.training import Training

INPUTS = -1
Unit = tuple[int, int]
"""(layer, unit) of a neuron, counted among the dense layers; layer INPUTS: an input"""
Connection = tuple[int, int, int]
"""(layer, input, unit)"""
Kind = Literal["validation", "test", "training"]


def check_can_be_off(network: Network, neurons: Iterable[Unit]) -> None:
    """Raises UserError for an output: without it there is no answer to look at."""
    if any(layer == len(network.dense) - 1 for layer, _ in neurons):
        raise UserError(
            "An output cannot be switched off: without it there is no answer.",
            "Switch off a neuron before it, an input, or a connection into it.",
        )


def without(
    network: Network, theta: Array, neurons: Iterable[Unit] = (), connections: Iterable[Connection] = ()
) -> Array:
    """A copy of theta in which these neurons and inputs say nothing to the next layer, and these weights are zero.

    Raises UserError for an output.
    """
    neurons = tuple(neurons)
    check_can_be_off(network, neurons)
    changed = np.array(network.check_theta(theta))
    views = network.dense_views(changed)
    for layer, unit in neurons:
        views[layer + 1]["weights"][unit] = 0.0
    for layer, input, unit in connections:
        views[layer]["weights"][input, unit] = 0.0
    return changed


class Watched(NamedTuple):
    """The samples that are looked at while somebody tunes."""

    kind: Kind
    samples: Samples


class Bench:
    """Scores any theta of a network as its trainer scores its own: the same samples, the same numbers.

    Raises UserError for data that do not fit the network, and for a loss that does not fit its output.
    """

    def __init__(self, network: Network, dataset: Dataset, training: Training, seed: int) -> None:
        loss_named(training.loss).check_fits(network.output.activation)
        self.network, self.dataset, self.training = network, dataset, training
        self._seed = seed
        self._split = prepare(network, dataset, training, seed)
        self._theta = np.zeros(network.size, network.dtype)
        self._scoring = Scoring(network, dataset, training, self._theta, self._split, seed)

    def scores(self, theta: Array) -> Scores:
        """How this theta does on training, validation and test samples; None where there are none."""
        self._theta[...] = theta
        return self._scoring.all()

    @property
    def watched(self) -> Watched:
        """What is kept aside, else the test samples, else those that are trained on: as many as a score looks at."""
        split = self._split
        kinds: tuple[tuple[Kind, Samples | None], ...] = (("validation", split.validation), ("test", split.test))
        kind, samples = next(((k, s) for k, s in kinds if s is not None), ("training", split.train))
        return Watched(kind, samples.scored(self.network, self._seed))

    def classes(self, columns: Array) -> Indices | None:
        """The class of each column of outputs or targets (outputs, samples); None: they are numbers."""
        return self._scoring.classes(columns)
