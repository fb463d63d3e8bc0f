"""What of a training can be looked at as curves: loss, accuracy or error, gradient norms, learning rate."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from core.arrays import Array, Curve
from core.curve import (
    EPOCH,
    LEARNING_RATE,
    NORMS,
    STEP,
    TEST_LOSS,
    TEST_SCORE,
    TRAIN_LOSS,
    TRAIN_SCORE,
    VALIDATION_LOSS,
    VALIDATION_SCORE,
    column,
)
from core.data import build
from core.losses import loss_named
from core.network import layer_name
from core.probe.same_answer import loss_of_same, score_of_same
from core.runs import rate, until_now
from core.schedules import rate_at
from core.snapshot import Score, Snapshot
from core.specs import Project
from gui.session.knockout import whole_of
from gui.views.figure import watched
from gui.views.strokes import Stroke

KindName = Literal["loss", "score", "norms", "rate"]

LEAST_INK = 0.5
"""How much ink the line of the layer nearest to the inputs has; the output's has all."""


@dataclass(frozen=True, eq=False)
class Line:
    """One curve: its name, its values (points,) with NaN for gaps, and what it looks like.

    ink  from 0, the ground, to 1
    now  the value of this very moment, which what is switched off may have changed; NaN where there is none
    """

    name: str
    values: Array
    now: float
    stroke: Stroke = "solid"
    ink: float = 1.0


@dataclass(frozen=True)
class Level:
    """A line at one value, and what it says: what knowing nothing costs, or where training is to end."""

    value: float
    words: str
    is_goal: bool = False


@dataclass(frozen=True, eq=False)
class Curves:
    """Several curves over the same moments.

    epochs, steps  (points,) of the moments
    unit           what stands behind the numbers: "" or " %"
    most           the highest value there can be; None: there is none, and the axis begins at 0
    are_named      whether the names stand at the ends of the lines
    """

    epochs: Array
    steps: Array
    lines: tuple[Line, ...]
    levels: tuple[Level, ...] = ()
    unit: str = ""
    most: float | None = None
    are_named: bool = False


@dataclass(frozen=True)
class Baselines:
    """What knowing nothing would score on a project's data; None where that is not known.

    loss   of the best answer that is always the same
    score  by the samples that are watched: the share of the commonest class in percent, or the error of the mean
    """

    loss: float | None = None
    score: dict[str, float] = field(default_factory=dict)
    has_classes: bool = True


@dataclass(frozen=True)
class Kind:
    """One quantity.

    title  (project, whether there are classes) -> what stands over its picture
    tip    the same -> what it is, in full
    label  whether there are classes -> what the menu calls it
    """

    name: KindName
    label: Callable[[bool], str]
    title: Callable[[Project, bool], str]
    tip: Callable[[Project, bool], str]
    curves: Callable[[Project, Snapshot, Baselines], Curves]
    is_log: bool = False


_NAMES = {
    "mse": "mean squared error",
    "half_squared_error": "half squared error",
    "huber": "Huber",
    "binary_crossentropy": "log-loss (natural log)",
    "categorical_crossentropy": "log-loss (natural log)",
}
_SAMPLES: tuple[tuple[Literal["train", "test", "validation"], Stroke], ...] = (
    ("train", "solid"),
    ("test", "dashed"),
    ("validation", "dash-dot"),
)


SCALED = "\nThe target is scaled for the network, and the loss with it; the error is in the target's own unit."


def loss_title(loss: str) -> str:
    """The loss's name, with the base of its logarithm where it has one."""
    return f"Loss: {_NAMES.get(loss, loss_named(loss).label.lower())}"


def _has_scaled_target(project: Project) -> bool:
    return project.data is not None and build(project.data).target_scale is not None


def baselines_of(project: Project) -> Baselines:
    """What knowing nothing would score on the project's data."""
    if project.data is None:
        return Baselines()
    dataset, activation, loss = build(project.data), project.network.output.activation, project.training.loss
    has_classes = dataset.task != "regression"
    score = {}
    for kind in ("training", "validation", "test"):
        # What is kept aside for validation is drawn from the training samples.
        found = score_of_same(dataset, "test" if kind == "test" else "training")
        if found is not None:
            score[kind] = 100.0 * found if has_classes else found
    return Baselines(loss_of_same(dataset, activation, loss), score, has_classes)


def _loss(score: Score | None) -> float:
    return np.nan if score is None else score.loss


def _score(score: Score | None) -> float:
    return np.nan if score is None else rate(score)


def _of_samples(
    snapshot: Snapshot, columns: tuple[int, int, int], now: Callable[[Score | None], float], factor: float = 1.0
) -> tuple[Curve, tuple[Line, ...]]:
    """One line each for training, test and validation samples, where there are such."""
    curve = until_now(whole_of(snapshot))
    lines = []
    for (name, stroke), index in zip(_SAMPLES, columns, strict=True):
        score: Score | None = getattr(snapshot, name)
        values = factor * column(curve, index)
        if score is not None or np.isfinite(values).any():
            lines.append(Line(name, values, factor * now(score), stroke))
    return curve, tuple(lines)


def _loss_curves(project: Project, snapshot: Snapshot, baselines: Baselines) -> Curves:
    curve, lines = _of_samples(snapshot, (TRAIN_LOSS, TEST_LOSS, VALIDATION_LOSS), _loss)
    levels = []
    if baselines.loss is not None:
        levels.append(Level(baselines.loss, "knows nothing"))
    if project.training.stop_loss is not None:
        levels.append(Level(project.training.stop_loss, "goal", is_goal=True))
    return Curves(curve[:, EPOCH], curve[:, STEP], lines, tuple(levels), are_named=len(lines) > 1)


def _score_curves(project: Project, snapshot: Snapshot, baselines: Baselines) -> Curves:
    has_classes = baselines.has_classes
    columns, factor = (TRAIN_SCORE, TEST_SCORE, VALIDATION_SCORE), 100.0 if has_classes else 1.0
    curve, lines = _of_samples(snapshot, columns, _score, factor)
    levels = []
    _, watched_kind = watched(snapshot)
    if watched_kind in baselines.score:
        words = "always the commonest" if has_classes else "always the mean"
        levels.append(Level(baselines.score[watched_kind], words))
    if has_classes and project.training.stop_accuracy is not None:
        levels.append(Level(project.training.stop_accuracy, "goal", is_goal=True))
    unit, most = (" %", 100.0) if has_classes else ("", None)
    return Curves(curve[:, EPOCH], curve[:, STEP], lines, tuple(levels), unit, most, are_named=len(lines) > 1)


def _norm_curves(project: Project, snapshot: Snapshot, baselines: Baselines) -> Curves:
    """As far as the curve goes: nobody has measured what came after."""
    network, curve = snapshot.network, snapshot.curve
    layers = len(network.dense)
    lines = []
    for layer in range(layers):
        values = column(curve, NORMS + layer)
        ink = 1.0 if layers == 1 else LEAST_INK + (1.0 - LEAST_INK) * layer / (layers - 1)
        now = float(values[-1]) if len(values) else np.nan
        lines.append(Line(layer_name(network, layer), values, now, ink=ink))
    return Curves(curve[:, EPOCH], curve[:, STEP], tuple(lines), are_named=True)


def _rate_curves(project: Project, snapshot: Snapshot, baselines: Baselines) -> Curves:
    curve = until_now(snapshot)
    now, values = rate_at(project.training, snapshot.step), column(curve, LEARNING_RATE).copy()
    if len(curve) > len(snapshot.curve):
        values[-1] = now
    return Curves(curve[:, EPOCH], curve[:, STEP], (Line("learning rate", values, now),))


KINDS: dict[KindName, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "loss",
            lambda has_classes: "Loss",
            lambda project, has_classes: (
                f"{loss_title(project.training.loss)}{', target scaled' if _has_scaled_target(project) else ''}"
            ),
            lambda project, has_classes: (
                f"{loss_named(project.training.loss).label}: {loss_named(project.training.loss).formula}"
                f"{SCALED if _has_scaled_target(project) else ''}"
            ),
            _loss_curves,
        ),
        Kind(
            "score",
            lambda has_classes: "Accuracy" if has_classes else "Error",
            lambda project, has_classes: "Accuracy" if has_classes else "Error: root mean squared",
            lambda project, has_classes: (
                "The share of the samples that are answered rightly."
                if has_classes
                else "The square root of the mean squared difference between output and target, in the target's unit."
            ),
            _score_curves,
        ),
        Kind(
            "norms",
            lambda has_classes: "Gradient norm per layer",
            lambda project, has_classes: "Gradient norm per layer",
            lambda project, has_classes: (
                "How long the gradient of the training loss is in each layer, weights and biases together: "
                "√(sum of (dL/dp)²). Where it is many times shorter near the inputs, those layers hardly learn."
            ),
            _norm_curves,
            is_log=True,
        ),
        Kind(
            "rate",
            lambda has_classes: "Learning rate",
            lambda project, has_classes: "Learning rate",
            lambda project, has_classes: "The learning rate of the step that follows, as schedule and warm-up have it.",
            _rate_curves,
        ),
    )
}
"""All quantities, in the order of the menu. is_log: what the axis is until somebody says otherwise."""
