"""How a network does on what it is trained on, on what is kept aside, and on test samples."""

import numpy as np

from core.arrays import Array, Indices
from core.data.dataset import Dataset
from core.layer_gradients import LayerGradients
from core.losses import loss_named
from core.network import Network
from core.plan import Evaluation, Plan
from core.samples import Samples, Split
from core.snapshot import Score, Scores
from core.targets import class_values
from core.training import Training

CHEAP_PRODUCTS = 20_000_000
"""Up to here (about a millisecond) a score is cheap enough for every epoch."""
MOST_SHARE = 0.01
"""What all scores together may cost of what training costs, where they are not cheap. The gradients of a point look at
no more samples, at three products each: at most three times as much again."""


class Scoring:
    """Scores of the very theta it is bound to, whatever that holds by then.

    split   which samples there are; of very many, or for a very large network, a fixed choice from the seed is scored
    stride  epochs between two scores for a curve, so that they cost little beside the training
    """

    def __init__(
        self, network: Network, dataset: Dataset, training: Training, theta: Array, split: Split, seed: int
    ) -> None:
        self._dataset = dataset
        self._values = class_values(network.outputs, network.output.activation, training.loss)
        loss = loss_named(training.loss)
        self._is_regression = is_regression(dataset, training)

        def evaluation(samples: Samples | None, plan: Plan | None = None) -> Evaluation | None:
            if samples is None:
                return None
            scored = samples.scored(network, seed)
            return Evaluation(network, loss, theta, scored.x, scored.y, plan)

        self._gradients = LayerGradients(network, loss, theta, split.train, seed)
        # Only other layers than dense ones answer otherwise while they are differentiated.
        self._is_one_pass = self._gradients.rows == len(split.train.x) and len(network.layers) == len(network.dense)
        self._train = evaluation(split.train, self._gradients.plan if self._is_one_pass else None)
        self._validation, self._test = evaluation(split.validation), evaluation(split.test)
        looks = [one.targets.shape[1] for one in (self._train, self._validation, self._test) if one is not None]
        self.stride = _stride(network, sum(looks), len(split.train.x))

    def all(self) -> Scores:
        """The scores of all samples there are."""
        with np.errstate(all="ignore"):
            return Scores(self._score(self._train), self._score(self._validation), self._score(self._test))

    def all_with_norms(self) -> tuple[Scores, Array]:
        """The same, and the gradient norm of each dense layer on what is trained on (`core.layer_gradients`)."""
        with np.errstate(all="ignore"):
            norms = self._gradients.norms()
            train = self._score(self._train, has_run=self._is_one_pass)
            return Scores(train, self._score(self._validation), self._score(self._test)), norms

    def train_loss(self) -> float:
        """The loss on what is trained on."""
        assert self._train is not None
        return self._train.run()[0]

    def watched_loss(self) -> tuple[str, float]:
        """What early stopping watches: the validation loss, or the training loss where nothing is kept aside."""
        if self._validation is None:
            return "training", self.train_loss()
        return "validation", self._validation.run()[0]

    def watched_score(self) -> tuple[str, Score]:
        """What a person looks at and stop rules go by: validation samples, else test, else training samples."""
        for kind, evaluation in (("validation", self._validation), ("test", self._test), ("training", self._train)):
            score = self._score(evaluation)
            if score is not None:
                return kind, score
        raise AssertionError("there are always training samples")

    def classes(self, columns: Array) -> Indices | None:
        """The class of each column of outputs or targets (outputs, samples); None where they are numbers."""
        return None if self._is_regression else self._dataset.decide(columns, self._values)

    def _score(self, evaluation: Evaluation | None, has_run: bool = False) -> Score | None:
        if evaluation is None:
            return None
        loss, outputs = evaluation.read() if has_run else evaluation.run()
        wanted = evaluation.targets
        count = wanted.shape[1]
        if self._is_regression:
            rmse = float(np.sqrt(np.mean(np.square(outputs - wanted, dtype=np.float64))))
            scale = self._dataset.target_scale
            return Score(loss, None, count, rmse if scale is None else rmse / scale.factor)
        if evaluation.classes is None:
            evaluation.classes = self.classes(wanted)
        decided = self.classes(outputs)
        return Score(loss, int(np.count_nonzero(decided == evaluation.classes)), count)


def is_regression(dataset: Dataset, training: Training) -> bool:
    """Whether answers are numbers, not classes; where the data do not say what they are, the loss does."""
    return not loss_named(training.loss).is_for_classes if dataset.task is None else dataset.task == "regression"


def _stride(network: Network, scored: int, trained: int) -> int:
    """A score of `scored` samples takes one product of each weight, an epoch of `trained` ones three."""
    if scored * network.size <= CHEAP_PRODUCTS:
        return 1
    return max(1, round(scored / (3 * trained * MOST_SHARE)))
