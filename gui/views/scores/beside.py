"""What stands beside a score: the figure of a judgement, and what simple rules reach on the same samples."""

import math

from core.data import Dataset
from core.judging import Baselines, Errors, Judgement
from core.snapshot import Score
from core.wording import MINUS, counted
from gui.views.axes import number_text
from gui.views.figure import figure_of, share_text
from gui.views.scores.classes import class_names
from gui.views.scores.comparison import Compared, Row

NETWORK = "this network"
WAITING = "\N{HORIZONTAL ELLIPSIS}"
HEADS = ("RMSE", "MAE", "R²")


def compared(judgement: Judgement, baselines: Baselines | None, dataset: Dataset, noun: str) -> Compared:
    """The figure and its yardsticks.

    baselines  None: they are being found out
    noun       what a sample is called
    """
    if judgement.true is not None:
        return _classes(judgement, baselines, dataset, noun)
    if not judgement.is_finite:
        return Compared(figure_of(Score(0.0, None, len(judgement.rows), float("nan")), judgement.kind, noun))
    errors = judgement.errors
    figure = figure_of(Score(0.0, None, len(judgement.rows), errors.rmse), judgement.kind, noun)
    linear = constant = (WAITING,) * len(HEADS)
    if baselines is not None:
        assert baselines.fitted.errors is not None and baselines.constant.errors is not None
        linear, constant = _texts(baselines.fitted.errors), _texts(baselines.constant.errors)
    rows = (
        Row(NETWORK, _texts(errors), tip="RMSE: root mean squared error. MAE: mean absolute error. R²: 1 is perfect."),
        Row("linear regression", linear, tip=_fitted("Linear regression", baselines)),
        Row("always the mean", constant, tip="The mean of the training samples, whatever the input."),
    )
    return Compared(figure, HEADS, rows)


def _classes(judgement: Judgement, baselines: Baselines | None, dataset: Dataset, noun: str) -> Compared:
    count, correct = len(judgement.rows), judgement.correct
    figure = figure_of(Score(0.0, correct, count), judgement.kind, noun)

    def row(name: str, right: int | None, tip: str = "") -> Row:
        return Row(name, (WAITING,), 0.0, tip) if right is None else _accuracy(name, right, count, tip)

    commonest, fitted, constant = "always the commonest", None, None
    if baselines is not None:
        assert baselines.commonest is not None
        commonest = f"always “{class_names(dataset, judgement.classes)[baselines.commonest]}”"
        fitted, constant = baselines.fitted.correct, baselines.constant.correct
    ceiling = None
    if judgement.kind == "test" and dataset.best_possible is not None:
        best = dataset.best_possible
        ceiling = best, f"best possible with this noise {100.0 * best:.0f} %"
    rows = (
        row(NETWORK, correct),
        row("logistic regression", fitted, _fitted("Logistic regression", baselines, dataset.decides_at is not None)),
        row(commonest, constant, "The commonest class of the training samples, whatever the input."),
    )
    return Compared(figure, (), rows, ceiling)


def _accuracy(name: str, right: int, count: int, tip: str) -> Row:
    return Row(name, (share_text(right, count),), right / count, tip)


def _fitted(name: str, baselines: Baselines | None, may_say_nothing: bool = False) -> str:
    if baselines is None:
        return ""
    to = "all" if baselines.fitted_to == baselines.count else f"a fixed choice of {baselines.fitted_to:,} of the"
    answers = " It always answers." if may_say_nothing else ""
    samples = counted(baselines.count, "training sample")
    return f"{name}: no hidden layer, fitted to {to} {samples}, inputs standardised.{answers}"


def _texts(errors: Errors) -> tuple[str, str, str]:
    return number_text(errors.rmse), number_text(errors.mae), r2_text(errors.r2)


def r2_text(value: float) -> str:
    """0.927, \N{MINUS SIGN}0.003; 1.000 only where it is exactly that, and a dash for nothing to measure."""
    if not math.isfinite(value):
        return "\N{EN DASH}"
    shown = 0.999 if 0.999 < value < 1.0 else round(value, 3) + 0.0
    return f"{shown:.3f}".replace("-", MINUS) if abs(shown) < 1e4 else number_text(shown)
