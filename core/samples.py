"""What the trainer trains and scores on: a data set, checked, encoded for the output and split."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core import targets
from core.arrays import Array, Indices, as_numbers
from core.errors import UserError
from core.losses import loss_named
from core.plan import check_data
from core.randomness import stream
from core.training import Training
from core.wording import counted

if TYPE_CHECKING:
    from core.data.dataset import Dataset
    from core.network import Network

LEAST_SCORED, SCORED_PRODUCTS = 1000, 200_000_000
"""A score looks at so many samples at least, and at no more than this many products need: a large network would spend
more time on being watched than on learning."""


@dataclass(frozen=True, eq=False)
class Samples:
    """x (samples, inputs), y (samples, outputs) as the network computes with them; weights (samples,) or None.

    rows (samples,): which of the data set's training or test samples each is; None: they are all there, in order.
    """

    x: Array
    y: Array
    weights: Array | None = None
    rows: Indices | None = None

    def taken(self, rows: Indices) -> "Samples":
        """The samples of these rows."""
        weights = None if self.weights is None else self.weights[rows]
        return Samples(self.x[rows], self.y[rows], weights, rows if self.rows is None else self.rows[rows])

    def scored(self, network: "Network", seed: int) -> "Samples":
        """What a score looks at: all of them, or a fixed choice where that would take too long."""
        most = max(LEAST_SCORED, SCORED_PRODUCTS // network.size)
        return self.chosen(most, seed)

    def chosen(self, most: int, seed: int) -> "Samples":
        """At most so many, always the same of them; fewer are some of those that more would be."""
        if len(self.x) <= most:
            return self
        return self.taken(np.sort(stream(seed, "scored").permutation(len(self.x))[:most]))


@dataclass(frozen=True, eq=False)
class Split:
    """What is trained on, what is kept aside to watch, and what is looked at on demand; None: there is none."""

    train: Samples
    validation: Samples | None
    test: Samples | None


def prepare(network: "Network", dataset: "Dataset", training: Training, seed: int) -> Split:
    """The samples of a data set for this network and these settings.

    Raises UserError for data that do not fit the network or lack something, targets that are no classes where the loss
    needs classes, and class weights that do not fit the classes.
    """
    dataset.check_whole()
    low, high = targets.class_values(network.outputs, network.output.activation, training.loss)

    # Numbers that nobody has called classes stay as they are, except where the loss knows nothing but yes and no.
    loss = loss_named(training.loss)
    is_yes_or_no = loss.is_for_classes and training.loss != "categorical_crossentropy"
    is_encoded = is_yes_or_no or (network.outputs == 1 and dataset.task == "two classes")
    is_fitting = loss.fits(network.output.activation)

    def samples(x: Array, y: Array, names: tuple[str, str]) -> Samples:
        x, y = check_data(network, x, y, names)
        if is_fitting:  # else the trainer says what does not fit
            targets.check_labels(y, training.loss)
            targets.check_task(y, dataset.task)
        if is_encoded:
            y = targets.encode(y, low, high).astype(y.dtype, copy=False)
        return Samples(x, y)

    everything = samples(dataset.x, dataset.y, ("x", "y"))
    weights = _weights(dataset, everything.y, (low + high) / 2.0, training)
    everything = Samples(
        everything.x, everything.y, None if weights is None else as_numbers("sample_weight", weights, network.dtype)
    )
    test = None
    if dataset.x_test is not None and dataset.y_test is not None and len(dataset.x_test):
        test = samples(dataset.x_test, dataset.y_test, ("x_test", "y_test"))
    watched = watched_rows(dataset, training, seed)
    if not len(watched):
        return Split(everything, None, test)
    is_trained = np.ones(len(everything.x), np.bool_)
    is_trained[watched] = False
    return Split(everything.taken(np.flatnonzero(is_trained)), everything.taken(watched), test)


def count_aside(training: Training, dataset: "Dataset") -> int:
    """How many of the data's samples are kept aside to watch.

    Raises UserError where none would be left to train on.
    """
    rows = len(dataset.x)
    if dataset.aside is not None:
        return len(dataset.aside)
    if training.validation_share == 0.0:
        return 0
    aside = max(1, round(rows * training.validation_share / 100.0))
    if aside >= rows:
        raise UserError(
            f"{training.validation_share:g} % of {counted(rows, 'sample')} leave nothing to train on.",
            "Choose a smaller validation share, or more samples.",
        )
    return aside


def watched_rows(dataset: "Dataset", training: Training, seed: int) -> Indices:
    """Which samples are watched, in their order: those that the data say, else a share of them drawn from the seed."""
    if dataset.aside is not None:
        return dataset.aside
    aside = count_aside(training, dataset)
    if aside == 0:
        return np.zeros(0, np.intp)
    return np.sort(stream(seed, "validation").permutation(len(dataset.x))[:aside])


def _weights(dataset: "Dataset", y: Array, threshold: float, training: Training) -> Array | None:
    """How much each sample counts: its own weight times that of its class; None where all count the same."""
    weights = dataset.sample_weight
    if training.class_weight is None:
        return weights
    if dataset.task == "regression" or (dataset.task is None and not loss_named(training.loss).is_for_classes):
        raise UserError(
            "Class weights need classes; these targets are numbers.",
            "Set class_weight to None, or say what the data are (task).",
        )
    classes = np.asarray(y[:, 0] > threshold, np.intp) if y.shape[1] == 1 else np.argmax(y, axis=1)
    count = max(2, y.shape[1])
    if training.class_weight == "balanced":
        # n / (classes n_k); a class without a sample weighs nothing, since nothing asks for it
        sizes = np.bincount(classes, minlength=count)
        of_class = len(y) / (count * np.maximum(sizes, 1))
    elif len(training.class_weight) != count:
        raise UserError(
            f"class_weight has {len(training.class_weight)} numbers; there are {count} classes.",
            "Give each class one number.",
        )
    else:
        of_class = np.array(training.class_weight, np.float64)
    found: Array = of_class[classes]
    return found if weights is None else found * weights
