"""What a network answers to the samples it is scored on, set against what they are, and against simple baselines."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core import metrics
from core.arrays import Array, Indices
from core.data.dataset import Dataset
from core.detection import Curve, precision_recall, roc
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
MOST_HELD = 4_000_000
"""So many numbers of the training samples are held at a time to fit."""
LEAST_FITTED = 1000


@dataclass(frozen=True, eq=False)
class Judgement:
    """Answers to the samples of one kind, as many as a score looks at.

    rows      (samples,) which of the data set's samples they are: of its test samples, or of all that are not
    count     how many samples of this kind there are: more than `rows` where a fixed choice is looked at
    outputs   (outputs, samples) what the network says; numbers in their own unit
    targets   (outputs, samples) what it should say, as its outputs are trained to say it; numbers in their own unit
    values    what stands for no and for yes in there
    true      (samples,) the class of each; None: they are numbers
    decided   (samples,) the class that the answer amounts to, -1: none; None: they are numbers
    classes   how many there are, 0 for numbers
    loss      without penalties
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
    loss: float

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

    @cached_property
    def errors(self) -> "Errors":
        """How far off numbers are."""
        return errors_of(self.targets.T, self.outputs.T)

    @cached_property
    def rates(self) -> "Rates | None":
        """How well the output tells two classes apart at every threshold; None where all samples are of one class."""
        assert self.true is not None
        return rates_of(self.true == 1, self.outputs[0])

    def settle(self) -> "Judgement":
        """Work out what takes long with many samples, once and here; returns itself."""
        if self.is_finite:
            if self.true is None:
                _ = self.errors
            elif self.has_threshold:
                _ = self.rates
        return self


class Rates(NamedTuple):
    """The curves over all thresholds; see `core.detection`."""

    roc: Curve
    precision_recall: Curve


def rates_of(is_yes: NDArray[np.bool_], values: Array) -> Rates | None:
    """is_yes, values (samples,); None where all samples are of one class."""
    found, against = roc(is_yes, values), precision_recall(is_yes, values)
    return None if found is None or against is None else Rates(found, against)


class Errors(NamedTuple):
    """How far off numbers are, over all outputs; see `core.metrics`. r2 is NaN where the targets do not vary."""

    rmse: float
    mae: float
    r2: float


def errors_of(y: Array, answers: Array) -> Errors:
    """y, answers (samples, outputs)"""
    return Errors(
        metrics.root_mean_squared_error(y, answers), metrics.mean_absolute_error(y, answers), metrics.r2(y, answers)
    )


@dataclass(frozen=True, eq=False)
class Result:
    """What a baseline comes to.

    correct  how many it answers correctly, and its confusion matrix; None for numbers
    errors   how far off it is; None for classes
    rates    its curves over all thresholds; None but for two classes of which there are both
    """

    correct: int | None = None
    matrix: Indices | None = None
    errors: Errors | None = None
    rates: Rates | None = None


@dataclass(frozen=True, eq=False)
class Baselines:
    """What the same samples are judged at without a network, by what the training samples teach.

    commonest  the class that most of them have; None for numbers
    constant   always that class, or always their mean
    fitted     logistic or linear regression
    fitted_to  how many training samples the regression was fitted to, of `count`
    """

    kind: Kind
    commonest: int | None
    constant: Result
    fitted: Result
    fitted_to: int
    count: int


class Judge:
    """Judges any theta of a network on the very samples its trainer scores, with the very same numbers.

    Not for two threads at a time: answers are computed in buffers of its own.

    is_whole  all samples are judged, however many there are: more than a score looks at, where that would take too long

    Raises UserError for data that do not fit the network, and for a loss that does not fit its output.
    """

    def __init__(
        self, network: Network, dataset: Dataset, training: Training, seed: int, is_whole: bool = False
    ) -> None:
        self._loss = loss_named(training.loss)
        self._loss.check_fits(network.output.activation)
        self.network, self.dataset = network, dataset
        self._values = class_values(network.outputs, network.output.activation, training.loss)
        self._is_regression = is_regression(dataset, training)
        split = prepare(network, dataset, training, seed)
        given = (split.train, split.validation, split.test)
        self._counts = {kind: len(samples.x) for kind, samples in zip(KINDS, given, strict=True) if samples is not None}
        self._samples = {
            kind: samples if is_whole else samples.scored(network, seed)
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
            loss, outputs = evaluation.run()
        outputs = outputs.copy()
        targets: Array = evaluation.targets
        if self._is_regression:
            outputs, targets = self.dataset.own(outputs), self.dataset.own(targets)
        outputs.flags.writeable = False
        classes = 0 if self._is_regression else max(2, self.network.outputs)
        return Judgement(
            kind,
            _rows(samples),
            self._counts[kind],
            outputs,
            targets,
            self._values,
            self._true[kind],
            self._classes(outputs),
            classes,
            loss,
        )

    def baselines(self, kind: Kind, is_wanted: Callable[[], bool]) -> Baselines | None:
        """What simple rules, learned from the training samples alone, come to on the samples of this kind.

        None where nobody waits any more.
        """
        scored = self._samples[kind]
        classes = self._classes(self._train.y.T)
        if classes is None:
            return self._baselines_of_numbers(kind, scored) if is_wanted() else None
        train, inputs = self._train, self.network.inputs
        count = max(2, self.network.outputs)
        most = min(MOST_FITTED // (inputs * count), MOST_HELD // inputs)
        rows = spread(len(train.x), max(LEAST_FITTED, most))
        model = logistic_regression(train.x[rows], classes[rows], is_wanted)
        if model is None:
            return None
        commonest = int(np.argmax(np.bincount(classes)))
        values = model.linear.values(scored.x)
        true = self._classes(scored.y.T)
        assert true is not None

        def result(decided: Indices, rates: Rates | None = None) -> Result:
            return Result(
                int(np.count_nonzero(decided == true)), metrics.confusion_matrix(true, decided, count), rates=rates
            )

        rates = rates_of(true == 1, values[:, 0]) if self.network.outputs == 1 else None
        constant = result(np.full(len(true), commonest, np.intp))
        fitted = result(model.decide(values), rates)
        return Baselines(kind, commonest, constant, fitted, len(rows), len(train.x))

    def _baselines_of_numbers(self, kind: Kind, scored: Samples) -> Baselines:
        train, own = self._train, self.dataset.own
        most = min(MOST_SQUARES // self.network.inputs**2, MOST_HELD // self.network.inputs)
        rows = spread(len(train.x), max(LEAST_FITTED, most))
        answers = linear_regression(train.x[rows], train.y[rows]).values(scored.x)
        mean = np.broadcast_to(train.y.mean(axis=0, dtype=np.float64), answers.shape)
        constant, fitted = (Result(errors=errors_of(own(scored.y), own(given))) for given in (mean, answers))
        return Baselines(kind, None, constant, fitted, len(rows), len(train.x))

    def _classes(self, columns: Array) -> Indices | None:
        return None if self._is_regression else self.dataset.decide(columns, self._values)


def _rows(samples: Samples) -> Indices:
    return np.arange(len(samples.x)) if samples.rows is None else samples.rows
