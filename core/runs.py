"""A run: one training as it was when it was kept, with what it takes to look at it, compare it and go on from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from core.activations import activation_named
from core.arrays import Array, Curve
from core.curve import (
    EPOCH,
    STEP,
    TEST_LOSS,
    TEST_SCORE,
    TRAIN_LOSS,
    TRAIN_SCORE,
    VALIDATION_LOSS,
    VALIDATION_SCORE,
    column,
    gaps,
)
from core.data import build
from core.losses import loss_named
from core.optimizers import optimizer_named
from core.snapshot import Score, Scores, Snapshot
from core.specs import Project
from core.state import State
from core.state_check import check_state
from core.trainer import Trainer

Kind = Literal["training", "validation", "test"]
Measure = Literal["loss", "score"]

COLUMN: dict[tuple[Measure, Kind], int] = {
    ("loss", "training"): TRAIN_LOSS,
    ("loss", "validation"): VALIDATION_LOSS,
    ("loss", "test"): TEST_LOSS,
    ("score", "training"): TRAIN_SCORE,
    ("score", "validation"): VALIDATION_SCORE,
    ("score", "test"): TEST_SCORE,
}
"""Where a curve holds what was measured on which samples."""


@dataclass(frozen=True, eq=False)
class Run:
    """A training at the moment when it was kept.

    name        what a person calls it
    project     what was trained, and how
    curve       (points, columns) as in `core.state.State`, up to this very moment
    scores      of this moment
    step, epoch made so far
    ended       why training came to its end; empty: it was still going on
    since       as in `core.state.State`: before this epoch it was trained otherwise than `project` says
    state       to go on from here; None: it has made room for newer ones
    """

    name: str
    project: Project
    curve: Curve
    scores: Scores
    step: int
    epoch: int
    ended: str = ""
    since: int | None = None
    state: State | None = None

    def score(self, kind: Kind) -> Score | None:
        """How it does on these samples; None where there are none."""
        return score_on(self.scores, kind)

    @property
    def is_regression(self) -> bool:
        """Whether its scores are errors, not shares of right answers."""
        return self.scores.train is not None and self.scores.train.correct is None


def run_of(name: str, project: Project, state: State, ended: str = "") -> Run:
    """The run that has come to this state.

    Raises UserError where the state is none of this project's network.
    """
    check_state(project.network, state)
    dataset = None if project.data is None else build(project.data)
    trainer = Trainer(project.network, dataset, project.training, seed=project.seed, state=state)
    return run_until(name, project, trainer, state, ended)


def run_until(name: str, project: Project, trainer: Trainer, state: State, ended: str = "") -> Run:
    """The same, where there is a trainer in this state already."""
    scores = trainer.scores()
    now = state.epoch + state.position / trainer.steps_per_epoch
    curve = with_moment(state.curve, state.step, now, scores)
    return Run(name, project, curve, scores, state.step, state.epoch, ended, state.since, state)


def with_moment(curve: Curve, step: int, epoch: float, scores: Scores) -> Curve:
    """The curve (points, columns) with one more point for this moment, where it has none yet."""
    has_it = len(curve) > 0 and curve[-1, STEP] >= step and not gaps(curve[-1:])[0]
    if scores.train is None or curve.shape[1] == 0 or has_it:
        return curve
    point = np.full((1, curve.shape[1]), np.nan)
    point[0, :2] = step, epoch
    for (measure, kind), index in COLUMN.items():
        score = score_on(scores, kind)
        if score is not None:
            point[0, index] = score.loss if measure == "loss" else rate(score)
    return np.concatenate([curve, point])


def until_now(snapshot: Snapshot) -> Curve:
    """The snapshot's curve with a point for this very moment; gradients are not known of that."""
    now = snapshot.epoch + snapshot.position / max(1, snapshot.steps_per_epoch)
    return with_moment(snapshot.curve, snapshot.step, now, snapshot.scores)


def score_on(scores: Scores, kind: Kind) -> Score | None:
    """That of these samples."""
    return {"training": scores.train, "validation": scores.validation, "test": scores.test}[kind]


def watched_kind(scores: Scores) -> Kind:
    """What is looked at while somebody tunes: validation where samples are kept aside for it, else test samples."""
    if scores.validation is not None:
        return "validation"
    return "training" if scores.test is None else "test"


def rate(score: Score) -> float:
    """What a curve holds of a score: the share that is correct; for regression the root mean squared error."""
    if score.correct is not None:
        return score.correct / score.count
    return np.nan if score.rmse is None else score.rmse


def what_it_is(project: Project) -> str:
    """A run in a few words: "2-4-3-1 tanh, SGD 0.1"."""
    network, training = project.network, project.training
    hidden = [layer.activation for layer in network.dense[:-1]] or [network.output.activation]
    names = [activation_named(name).label for name in dict.fromkeys(hidden)]
    widths = "-".join(map(str, network.widths))
    return f"{widths} {' and '.join(names)}, {optimizer_named(training.optimizer).label} {training.learning_rate:g}"


def what_it_was(run: Run) -> str:
    """The same of a run: "2-4-3-1 tanh, Adam 0.01 since epoch 30" where it was another one before."""
    return what_it_is(run.project) + ("" if run.since is None else f" since epoch {run.since:,}")


def change_told(since: int) -> str:
    """What it means that a training is as it is only since this epoch."""
    return f"settings, data, weights or network were last changed in epoch {since:,}"


def finite(curve: Curve, index: int) -> tuple[Array, Array]:
    """Epochs and values (points,) of one column, without the points that have no number there."""
    values = column(curve, index)
    has_one = np.isfinite(values)
    return curve[has_one, EPOCH], values[has_one]


def are_comparable(measure: Measure, one: Project, other: Project) -> bool:
    """Whether numbers of both can stand on one axis: of the same loss, or of the same kind of score."""
    if measure == "loss":
        return one.training.loss == other.training.loss
    return _is_for_classes(one) == _is_for_classes(other)


def _is_for_classes(project: Project) -> bool:
    task = None if project.data is None else build(project.data).task
    return loss_named(project.training.loss).is_for_classes if task is None else task != "regression"


def lightened(runs: Sequence[Run], most_bytes: int) -> list[Run]:
    """The same runs; where their states hold more than this together, the first ones have theirs no more.

    The last one keeps its own, however large it is.
    """
    kept: list[Run] = []
    held = 0
    for run in reversed(runs):
        held += 0 if run.state is None else run.state.nbytes
        has_room = not kept or held <= most_bytes
        kept.append(run if has_room or run.state is None else replace(run, state=None))
    return kept[::-1]
