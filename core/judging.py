"""What a network answers to the samples it is scored on, set against what they are, and against simple baselines."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core import metrics
from core.arrays import Array, Indices
from core.data.dataset import Dataset
from core.losses import loss_named
from core.network import Network
from core.plan import Evaluation
from core.probe.knockout import Kind
from core.probe.samples import spread
from core.regression import linear_regression, logistic_regression
from core.samples import Samples, prepare
from core.scoring import is_regression
from core.targets import class_values
from core.training import Training

KINDS: tuple[Kind, ...] = ("training", "validation", "test")
MOST_FITTED = 50_000_000
"""Numbers that one step of logistic regression may touch (inputs x classes x samples): of more, fewer are fitted to."""
MOST_SQUARES = 2_000_000_000
"""The same for linear regression, whose work grows with the square of the inputs."""
LEAST_FITTED = 1000


@dataclass(frozen=True, eq=False)
class Judgement:
    """Answers to the samples of one kind, as many as a score looks at.

    rows      (samples,) which of the data set's samples they are: of its test samples, or of all that are not
    count     how many samples of this kind there are: more than `rows` where a fixed choice is looked at
    outputs   (outputs, samples) what the network says
    targets   (outputs, samples) what it should say, as its outputs are trained to say it
    values    what stands for no and for yes in there
    true      (samples,) the class of each; None: they are numbers
    decided   (samples,) the class that the answer amounts to, -1: none; None: they are numbers
    classes   how many there are, 0 for numbers
    """

    kind: Kind
    rows: Indices
    count: int
    outputs: Array
    targets: Array
    values: tuple[float, float]
    true: Indices | None
    decided: Indices | None
    classes: int

    @property
    def is_finite(self) -> bool:
        """Whether every answer is a number."""
        return bool(np.isfinite(self.outputs).all())

    @property
    def correct(self) -> int | None:
        """How many are answered correctly; None for numbers."""
        return None if self.true is None else int(np.count_nonzero(self.true == self.decided))

    @property
    def middle(self) -> float:
        """From which output value on two classes are a yes, unless somebody asks for another threshold."""
        return sum(self.values) / 2.0

    @property
    def has_threshold(self) -> bool:
        """Whether one output tells two classes apart."""
        return self.true is not None and len(self.outputs) == 1

    def decided_at(self, threshold: float | None) -> Indices | None:
        """`decided`, with another threshold where one output tells two classes apart; None: the usual one."""
        if threshold is None or not self.has_threshold:
            return self.decided
        return np.asarray(self.outputs[0] >= threshold, np.intp)

    def matrix(self, threshold: float | None = None) -> Indices:
        """The confusion matrix: see `core.metrics`."""
        assert self.true is not None
        decided = self.decided_at(threshold)
        assert decided is not None
        return metrics.confusion_matrix(self.true, decided, self.classes)

    def where(self, true: int, decided: int, threshold: float | None = None) -> Indices:
        """Which of the samples lie in one cell of the matrix, in order; decided -1: no answer."""
        return np.flatnonzero((self.true == true) & (self.decided_at(threshold) == decided))

    @property
    def errors(self) -> "Errors":
        """How far off numbers are."""
        return errors_of(self.targets.T, self.outputs.T)


class Errors(NamedTuple):
    """How far off numbers are, over all outputs; see `core.metrics`. r2 is NaN where the targets do not vary."""

    rmse: float
    mae: float
    r2: float


def errors_of(y: Array, answers: Array | Indices) -> Errors:
    """y, answers (samples, outputs)"""
    return Errors(
        metrics.root_mean_squared_error(y, answers), metrics.mean_absolute_error(y, answers), metrics.r2(y, answers)
    )


@dataclass(frozen=True, eq=False)
class Baselines:
    """What the same samples are judged at without a network, by what the training samples teach.

    constant   (samples,) classes: always the commonest of the training samples; (samples, outputs) numbers: their mean
    fitted     the same by logistic or linear regression
    values     (samples,) of two classes: how much logistic regression takes each for the second, a yes from 0 on
    fitted_to  how many training samples the regression was fitted to, of `count`
    """

    kind: Kind
    constant: Array | Indices
    fitted: Array | Indices
    values: Array | None
    fitted_to: int
    count: int


class Judge:
    """Judges any theta of a network on the very samples its trainer scores, with the very same numbers.

    Not for two threads at a time: answers are computed in buffers of its own. Raises UserError for data that do not fit
    the network, and for a loss that does not fit its output.
    """

    def __init__(self, network: Network, dataset: Dataset, training: Training, seed: int) -> None:
        self._loss = loss_named(training.loss)
        self._loss.check_fits(network.output.activation)
        self.network, self.dataset = network, dataset
        self._values = class_values(network.outputs, network.output.activation, training.loss)
        self._is_regression = is_regression(dataset, training)
        split = prepare(network, dataset, training, seed)
        given = (split.train, split.validation, split.test)
        self._counts = {kind: len(samples.x) for kind, samples in zip(KINDS, given, strict=True) if samples is not None}
        self._samples = {
            kind: samples.scored(network, seed)
            for kind, samples in zip(KINDS, given, strict=True)
            if samples is not None
        }
        self._train = split.train
        self._theta = np.zeros(network.size, network.dtype)
        self._evaluations: dict[Kind, Evaluation] = {}
        self._true: dict[Kind, Indices | None] = {}

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Which kinds of samples there are."""
        return tuple(self._samples)

    def judge(self, theta: Array, kind: Kind) -> Judgement:
        """The answers of this theta to the samples of this kind, which there must be."""
        samples = self._samples[kind]
        if kind not in self._evaluations:
            self._evaluations[kind] = Evaluation(self.network, self._loss, self._theta, samples.x, samples.y)
            self._true[kind] = self._classes(samples.y.T)
        evaluation = self._evaluations[kind]
        self._theta[...] = theta
        with np.errstate(all="ignore"):
            outputs = evaluation.run()[1].copy()
        outputs.flags.writeable = False
        classes = 0 if self._is_regression else max(2, self.network.outputs)
        return Judgement(
            kind,
            _rows(samples),
            self._counts[kind],
            outputs,
            evaluation.targets,
            self._values,
            self._true[kind],
            self._classes(outputs),
            classes,
        )

    def baselines(self, kind: Kind, is_wanted: Callable[[], bool]) -> Baselines | None:
        """What simple rules, learned from the training samples alone, come to on the samples of this kind.

        None where nobody waits any more.
        """
        train, scored = self._train, self._samples[kind]
        classes = self._classes(train.y.T)
        if classes is None:
            most = max(LEAST_FITTED, MOST_SQUARES // max(1, train.x.shape[1]) ** 2)
            rows = spread(len(train.x), most)
            mean = train.y.mean(axis=0, dtype=np.float64)
            fitted = linear_regression(train.x[rows], train.y[rows]).values(scored.x)
            constant: Array | Indices = np.broadcast_to(mean, fitted.shape)
            return Baselines(kind, constant, fitted, None, len(rows), len(train.x)) if is_wanted() else None
        most = max(LEAST_FITTED, MOST_FITTED // (train.x.shape[1] * max(2, self.network.outputs)))
        rows = spread(len(train.x), most)
        model = logistic_regression(train.x[rows], classes[rows], is_wanted)
        if model is None:
            return None
        commonest = int(np.argmax(np.bincount(classes)))
        constant = np.full(len(scored.x), commonest, np.intp)
        values = model.linear.values(scored.x)
        are_two = values.shape[1] == 1 and self.network.outputs == 1
        return Baselines(
            kind, constant, model.decide(values), values[:, 0] if are_two else None, len(rows), len(train.x)
        )

    def _classes(self, columns: Array) -> Indices | None:
        return None if self._is_regression else self.dataset.decide(columns, self._values)


def _rows(samples: Samples) -> Indices:
    return np.arange(len(samples.x)) if samples.rows is None else samples.rows
