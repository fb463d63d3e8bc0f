"""What is looked into: one neuron, a kind of samples, and for each moment of training what they come to."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from core.arrays import Array, Indices
from core.data import Dataset, build
from core.network import Network
from core.probe.samples import spread
from core.snapshot import Snapshot
from core.specs import Project
from core.weight_names import unit_in_words
from gui.session.sample import Kind, Sample, noun_of
from gui.session.things import Thing

MOST, LEAST = 500, 100
"""Samples that are looked at for each moment: all where they are few, and fewer of a large network."""
PRODUCTS = 400_000_000
"""What looking at them may cost, in products of a weight."""
PER_ACTIVATION = 10


class NeuronPlace(NamedTuple):
    """Which neuron is meant, counted among the dense layers."""

    layer: int
    unit: int


def products(network: Network) -> int:
    """What asking a network for one sample costs, in products of a weight."""
    return network.size + PER_ACTIVATION * sum(layer.units for layer in network.dense)


@dataclass(frozen=True, eq=False)
class Look:
    """The samples that are looked at, and what the network makes of them at one moment.

    rows     (samples,) which rows of their kind they are
    of       how many there are in all
    columns  (inputs, samples) in the network's dtype
    targets  (samples, outputs) as the data hold them
    places   (samples, numbers) what the samples were made of
    """

    snapshot: Snapshot
    rows: Indices
    of: int
    columns: Array
    targets: Array
    places: Array

    @cached_property
    def _passed(self) -> tuple[list[Array], list[Array]]:
        with np.errstate(all="ignore"):  # training that ran away is shown, too
            return self.snapshot.network.sums_and_activations(self.snapshot.theta, self.columns)

    @property
    def products(self) -> int:
        """What it costs, in products of a weight."""
        return len(self.rows) * products(self.snapshot.network)

    @property
    def sums(self) -> list[Array]:
        """(units, samples) per dense layer: what every neuron adds up."""
        return self._passed[0]

    @property
    def activations(self) -> list[Array]:
        """(units, samples) per dense layer: what every neuron says."""
        return self._passed[1]


class Subject:
    """What all parts of the page speak of; they ask it, and it computes once for all of them."""

    def __init__(self) -> None:
        self.project: Project | None = None
        self.dataset: Dataset | None = None
        self.thing: Thing | None = None
        self.sample: Sample | None = None
        self.kind: Kind = "training"
        self._rows: tuple[Indices, Array, Array, Array] | None = None
        self._rows_for: tuple[object, ...] = ()
        self._look: Look | None = None

    def show_project(self, project: Project) -> None:
        """Look at this project's data."""
        self.project = project
        self.dataset = None if project.data is None else build(project.data)
        if not self.has_test_samples:
            self.kind = "training"
        self._look = None

    @property
    def has_test_samples(self) -> bool:
        """Whether there are others to look at than those that are trained on."""
        return self.dataset is not None and self.dataset.x_test is not None and len(self.dataset.x_test) > 0

    @property
    def samples_in_words(self) -> str:
        """What the samples are called, many of them: "training points"."""
        return "samples" if self.project is None else f"{self.kind} {noun_of(self.project)}s"

    def counted(self, looked_at: int, of: int) -> str:
        """How many samples are looked at: "250 training points", "500 of 1,258 training digits"."""
        count = f"{of:,}" if looked_at == of else f"{looked_at:,} of {of:,}"
        return f"{count} {self.samples_in_words}"

    def neuron_in(self, network: Network) -> NeuronPlace:
        """The chosen neuron, or the one that the chosen connection or bias belongs to; else the first of all."""
        thing = self.thing
        if (
            thing is not None
            and 0 <= thing.layer < len(network.dense)
            and thing.unit < network.dense[thing.layer].units
        ):
            return NeuronPlace(thing.layer, thing.unit)
        return NeuronPlace(0, 0)

    def name_in(self, network: Network, neuron: NeuronPlace) -> str:
        """What a neuron is called; layer -1: an input. Of a network that lags behind the project: by its place."""
        if self.project is None or self.project.network.widths != network.widths:
            return f"layer {neuron.layer + 1} · {neuron.unit + 1}"
        return unit_in_words(self.project, neuron.layer, neuron.unit)

    @property
    def samples(self) -> tuple[Array, Array, Array] | None:
        """x, y and places of all samples of the chosen kind; None: no data."""
        data = self.dataset
        if data is None:
            return None
        if self.kind == "training":
            return data.x, data.y, data.places
        assert data.x_test is not None and data.y_test is not None and data.places_test is not None
        return data.x_test, data.y_test, data.places_test

    def fits(self, network: Network) -> bool:
        """Whether the data are this network's; one that lags behind may belong to others."""
        data = self.dataset
        return data is not None and (network.inputs, network.outputs) == (data.x.shape[1], data.y.shape[1])

    def look(self, snapshot: Snapshot) -> Look | None:
        """The samples at this moment; None: no data, or a network that they are not for."""
        samples, network = self.samples, snapshot.network
        if samples is None or not self.fits(network):
            return None
        if self._look is None or self._look.snapshot is not snapshot or self._rows_for[1] != self.kind:
            x, y, places = samples
            key = (self.dataset, self.kind, network.size, network.dtype)
            if self._rows is None or key != self._rows_for:
                rows = spread(len(x), int(np.clip(PRODUCTS // products(network), LEAST, MOST)))
                columns = np.asarray(x[rows].T, network.dtype)
                self._rows, self._rows_for = (rows, columns, y[rows], places[rows]), key
            rows, columns, targets, taken = self._rows
            self._look = Look(snapshot, rows, len(x), columns, targets, taken)
        return self._look

    def current(self, snapshot: Snapshot) -> Array | None:
        """The current sample as the network is given it, (inputs, 1); None: there is none that fits."""
        sample = self.sample
        if sample is None or sample.x.shape != (snapshot.network.inputs,) or not np.isfinite(sample.x).all():
            return None
        return np.asarray(sample.x[:, np.newaxis], snapshot.network.dtype)
