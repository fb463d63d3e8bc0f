"""The same training from several seeds: which of them reach a goal, and when. One run proves little about settings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.curve import STEP
from core.data import build
from core.errors import UserError
from core.runs import COLUMN, Kind, Measure, Run, rate, run_until, score_on, watched_kind
from core.specs import Project
from core.trainer import Trainer

LEAST_SEEDS, MOST_SEEDS = 2, 100
MOST_EPOCHS = 1_000_000
ROUNDING = 1e-12
"""A share that was typed in percent and one that was counted may differ by this and be the same."""


@dataclass(frozen=True)
class Goal:
    """What a run shall come to, on the samples that are watched.

    measure  "score": a share of right answers of at least `value`, or for regression a root mean squared error of at
             most `value`; "loss": a loss of at most `value`
    value    finite; a share from 0 to 1, an error or a loss from 0 on
    epochs   that a run may take, 1 to 1,000,000

    Raises UserError for what is out of its range.
    """

    measure: Measure
    value: float
    epochs: int

    def __post_init__(self) -> None:
        if not 1 <= self.epochs <= MOST_EPOCHS:
            raise UserError(f"There cannot be {self.epochs:,} epochs.", f"Choose 1 to {MOST_EPOCHS:,}.")
        if not (np.isfinite(self.value) and self.value >= 0.0):
            raise UserError(f"The goal cannot be {self.value:g}.", "It is a number from 0 on.")

    def is_reached(self, value: float, is_share: bool) -> bool:
        """Whether this value is good enough.    is_share: it is one of right answers, so more is better"""
        return value >= self.value - ROUNDING if is_share else value <= self.value


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one seed came to.

    run      ends where the goal was reached, or where the epochs were over; its `ended` says why
    reached  the epoch at whose end the goal was reached; None: it was not
    is_over  whether training went on to the goal or to the last epoch: it did not break off
    """

    run: Run
    reached: int | None
    is_over: bool = True


class Attempt:
    """One seed's training towards the goal, from the first weights on.

    The goal takes the place of the project's own stop rules; early stopping is a part of how it trains, and stays. It
    can be made in as many stretches as suit whoever waits: the numbers are the same. Raises UserError where the project
    cannot be trained.
    """

    def __init__(self, project: Project, goal: Goal) -> None:
        dataset = None if project.data is None else build(project.data)
        self._project, self._goal = project, goal
        training = project.training.replace(stop_epochs=None, stop_loss=None, stop_accuracy=None)
        self._trainer = Trainer(project.network, dataset, training, seed=project.seed)
        self._trainer.check_can_train()
        self._each = self._trainer.stride
        """Epochs between two looks at the scores: more than one where a look is dear."""
        scores = self._trainer.scores()
        self._kind: Kind = watched_kind(scores)
        score = score_on(scores, self._kind)
        self._is_share = goal.measure == "score" and score is not None and score.correct is not None

    @property
    def epoch(self) -> int:
        """Whole epochs made."""
        return self._trainer.epoch

    def go_on(self, is_wanted: Callable[[], bool]) -> Outcome | None:
        """Train until it is known what this seed comes to; None: it is no longer wanted, and can be gone on with.

        is_wanted  asked before each step
        """
        trainer = self._trainer
        while trainer.epoch < self._goal.epochs:
            try:
                trainer.run(epochs=1, between=lambda: not is_wanted())
            except UserError as error:
                return self._outcome(error.message, None, is_over=False)
            if trainer.stopped is not None:
                has_reached = self._has_reached()
                return self._outcome(trainer.stopped, trainer.epoch if has_reached else None, is_over=has_reached)
            if trainer.position:
                return None
            if trainer.epoch % self._each == 0 and self._has_reached():
                return self._outcome(f"Reached the goal after epoch {trainer.epoch:,}.", trainer.epoch)
            if not is_wanted():
                return None
        has_reached = self._has_reached()
        return self._outcome(f"{trainer.epoch:,} epochs are over.", trainer.epoch if has_reached else None)

    def _has_reached(self) -> bool:
        trainer, column = self._trainer, COLUMN[self._goal.measure, self._kind]
        if trainer.stopped is None and len(trainer.curve) and trainer.curve[-1, STEP] == trainer.step:
            return self._goal.is_reached(float(trainer.curve[-1, column]), self._is_share)
        score = score_on(trainer.scores(), self._kind)
        assert score is not None
        return self._goal.is_reached(score.loss if self._goal.measure == "loss" else rate(score), self._is_share)

    def _outcome(self, ended: str, reached: int | None, is_over: bool = True) -> Outcome:
        name, state = f"Seed {self._project.seed}", self._trainer.state()
        return Outcome(run_until(name, self._project, self._trainer, state, ended), reached, is_over)


def seeds(project: Project, count: int) -> list[Project]:
    """The project with its own seed and the ones that follow it.

    Raises UserError for a count that is not from 2 to 100.
    """
    if not LEAST_SEEDS <= count <= MOST_SEEDS:
        raise UserError(f"There cannot be {count:,} seeds.", f"Choose {LEAST_SEEDS} to {MOST_SEEDS}.")
    return [project.replace(seed=(project.seed + ahead) % 2**32) for ahead in range(count)]


def repeat(project: Project, count: int, goal: Goal, is_wanted: Callable[[], bool] = lambda: True) -> Iterator[Outcome]:
    """What each of `count` seeds comes to, one after the other, until it is no longer wanted.

    Raises UserError where the project cannot be trained, or not so often.
    """
    for one in seeds(project, count):
        outcome = Attempt(one, goal).go_on(is_wanted)
        if outcome is None:
            return
        yield outcome


@dataclass(frozen=True)
class Tally:
    """How many reached the goal, and after how many epochs: the fewest, the median, the most; None where none did."""

    reached: int
    count: int
    fewest: int | None = None
    median: float | None = None
    most: int | None = None


def tally(outcomes: Sequence[Outcome]) -> Tally:
    """Count them."""
    epochs = [outcome.reached for outcome in outcomes if outcome.reached is not None]
    if not epochs:
        return Tally(0, len(outcomes))
    return Tally(len(epochs), len(outcomes), min(epochs), float(np.median(epochs)), max(epochs))
