"""How good answers are: what classes and numbers a network got right, and how far off it was elsewhere.

Classes are indices, (samples,) each, as `Dataset.decide` gives them. A predicted -1 is "no answer": never right, and in
the confusion matrix a column of its own.
"""

from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, Indices
from core.errors import UserError

MOST_CLASSES = 2_000
"""A confusion matrix grows with the square: 32 MB for this many."""


class ClassReport(NamedTuple):
    """One number per class, (classes,) each.

    precision  TP / (TP + FP): how many of the answers "this class" are right; NaN where nothing got that answer
    recall     TP / (TP + FN): how many of the class's samples are found; NaN where it has no sample
    f1         2 TP / (2 TP + FP + FN): the harmonic mean of both; NaN where the class has neither sample nor answer
    support    how many samples the class has

    NaN says that there was nothing to measure. scikit-learn writes 0 there unless told otherwise.
    """

    precision: Array
    recall: Array
    f1: Array
    support: Indices


def accuracy(true: ArrayLike, predicted: ArrayLike) -> float:
    """The share of samples whose predicted class is the true one; no answer (-1) is wrong.    (samples,) each

    Raises UserError for shapes that differ, no samples, and what is no class index.
    """
    true, predicted = _checked_classes(true, predicted)
    return float(np.mean(true == predicted))


def share_interval(correct: int, count: int) -> tuple[float, float]:
    """Between which shares the accuracy on all samples of this kind lies, as far as these say: a 95 % interval.

    Wilson (1927): the shares p that lie within 1.96 sqrt(p (1 - p) / count) of correct / count. Stays between 0 and 1,
    and is not a single point where all are right. It holds for samples that have nothing to do with each other.

    Raises UserError for counts that cannot be.
    """
    if not 0 <= correct <= count or count < 1:
        raise UserError(f"{correct} of {count} cannot be right.", "Pass how many are right, and how many there are.")
    z = 1.959964  # 2.5 % of a normal distribution lie above it
    share, widening = correct / count, z * z / count
    middle = share + widening / 2.0
    reach = z * sqrt(share * (1.0 - share) / count + widening / (4.0 * count))
    low, high = (middle - reach) / (1.0 + widening), (middle + reach) / (1.0 + widening)
    # The ends are exact where rounding would leave 1e-17.
    return (0.0 if correct == 0 else low), (1.0 if correct == count else high)


def confusion_matrix(true: ArrayLike, predicted: ArrayLike, classes: int) -> Indices:
    """How many samples of class i were called class j: rows are true, columns are predicted.    (classes, classes)

    Where some sample got no answer (-1) there is one more column, the last, that counts those: (classes, classes + 1).
    So a row always adds up to its class's samples.

    Raises UserError as `accuracy` does, for a class outside 0..classes - 1, and for more than 2,000 classes.
    """
    if not 1 <= classes <= MOST_CLASSES:
        raise UserError(
            f"A confusion matrix cannot have {classes:,} classes.", f"classes must lie between 1 and {MOST_CLASSES:,}."
        )
    true, predicted = _checked_classes(true, predicted, classes)
    width = classes + 1 if (predicted == -1).any() else classes
    columns = np.where(predicted == -1, classes, predicted)
    return np.bincount(true * width + columns, minlength=classes * width).reshape(classes, width)


def class_report(matrix: ArrayLike) -> ClassReport:
    """Precision, recall, F1 and support of each class from a `confusion_matrix`, with or without its extra column.

    Raises UserError for an array that cannot be a confusion matrix.
    """
    counts = np.asarray(matrix)
    if counts.ndim != 2 or counts.shape[0] == 0 or counts.shape[1] - counts.shape[0] not in (0, 1):
        raise UserError(
            f"matrix has the shape {counts.shape}; a confusion matrix has (classes, classes).",
            "One further column may count the samples without an answer.",
        )
    if counts.dtype.kind not in "iu" or (counts < 0).any():
        raise UserError("matrix holds something that is no count.", "Counts are whole numbers, 0 or more.")
    classes = counts.shape[0]
    right = np.diagonal(counts)
    answered = counts[:, :classes].sum(axis=0)
    support = counts.sum(axis=1)
    return ClassReport(
        _share(right, answered), _share(right, support), _share(2 * right, answered + support), np.asarray(support)
    )


@np.errstate(over="ignore", invalid="ignore")
def r2_per_output(y: ArrayLike, answers: ArrayLike) -> Array:
    """R2 = 1 - sum (y - a)^2 / sum (y - mean y)^2 of each output: 1 is perfect, 0 is no better than always the mean.

    y, answers (samples, outputs) -> (outputs,). NaN where an output's targets are all equal (a single sample too):
    there is no variance to explain. Minus infinity where an answer is off by more than can be squared, NaN where the
    targets themselves add up to more than any number. Raises UserError for shapes that differ, no samples, and NaN or
    infinity.
    """
    y, answers = _checked_numbers(y, answers)
    varies = y.max(axis=0) > y.min(axis=0)
    deviation = y - y.mean(axis=0)
    # Divided by the largest deviation first, so that no square of a target can overflow or vanish.
    scale = np.where(varies, np.abs(deviation).max(axis=0), 1.0)
    unexplained = np.square((answers - y) / scale).sum(axis=0)
    total = np.where(varies, np.square(deviation / scale).sum(axis=0), 1.0)
    return np.where(varies, 1.0 - unexplained / total, np.nan)


def r2(y: ArrayLike, answers: ArrayLike) -> float:
    """The mean of `r2_per_output` over the outputs whose targets vary; NaN where none does."""
    found = r2_per_output(y, answers)
    found = found[~np.isnan(found)]
    return float(found.mean()) if found.size else float("nan")


def mean_absolute_error(y: ArrayLike, answers: ArrayLike) -> float:
    """MAE = mean over samples and outputs of |a - y|, in the targets' units.    (samples, outputs) each

    Raises UserError for shapes that differ, no samples, and NaN or infinity.
    """
    y, answers = _checked_numbers(y, answers)
    with np.errstate(over="ignore"):
        return float(np.mean(np.abs(answers - y)))


def mean_squared_error(y: ArrayLike, answers: ArrayLike) -> float:
    """MSE = mean over samples and outputs of (a - y)^2, the loss `mse`.    (samples, outputs) each

    Infinity where a square is beyond any number. Raises UserError as `mean_absolute_error` does.
    """
    y, answers = _checked_numbers(y, answers)
    with np.errstate(over="ignore"):
        return float(np.mean(np.square(answers - y)))


def root_mean_squared_error(y: ArrayLike, answers: ArrayLike) -> float:
    """RMSE = sqrt(MSE), in the targets' units.    (samples, outputs) each"""
    return float(np.sqrt(mean_squared_error(y, answers)))


def _share(part: NDArray[Any], whole: NDArray[Any]) -> Array:
    """part / whole, and NaN for 0 / 0."""
    share = np.full(whole.shape, np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    return share


def _checked_classes(true: ArrayLike, predicted: ArrayLike, classes: int | None = None) -> tuple[Indices, Indices]:
    """Both as indices (samples,) of one length, each of them a class; only predicted may be -1."""
    given = {"true": np.asarray(true), "predicted": np.asarray(predicted)}
    _check_same_shape(given, dimensions=1, wanted="(samples,)")
    for (name, array), lowest in zip(given.items(), (0, -1), strict=True):
        if array.dtype.kind not in "biu":
            raise UserError(f"{name} holds {array.dtype}; classes are whole numbers.", "Pass the index of each class.")
        least, most = int(array.min()), int(array.max())
        if least < lowest or (classes is not None and most >= classes):
            raise UserError(
                f"{name} holds the class {least if least < lowest else most}.",
                f"Classes count from 0{'' if classes is None else f' to {classes - 1}'}"
                + (", and -1 is no answer." if lowest == -1 else "."),
            )
    return given["true"].astype(np.intp), given["predicted"].astype(np.intp)


def _checked_numbers(y: ArrayLike, answers: ArrayLike) -> tuple[Array, Array]:
    """Both as float64 (samples, outputs) of one shape, every number finite."""
    given = {"y": np.asarray(y), "answers": np.asarray(answers)}
    _check_same_shape(given, dimensions=2, wanted="(samples, outputs)")
    for name, array in given.items():
        if array.dtype.kind not in "biuf":
            raise UserError(f"{name} holds {array.dtype}, not numbers.", "Pass an array of numbers.")
        if not np.isfinite(array).all():
            raise UserError(f"{name} holds a number that is not finite.", "Remove or replace NaN and infinity first.")
    return given["y"].astype(np.float64), given["answers"].astype(np.float64)


def _check_same_shape(given: dict[str, NDArray[Any]], dimensions: int, wanted: str) -> None:
    (first, one), (second, other) = given.items()
    for name, array in given.items():
        if array.ndim != dimensions:
            raise UserError(f"{name} has the shape {array.shape}, not {wanted}.", "Rows are samples.")
    if one.shape != other.shape:
        raise UserError(
            f"{first} has the shape {one.shape}, {second} {other.shape}.", "Each sample needs both: the shapes agree."
        )
    if one.size == 0:
        raise UserError(f"{first} and {second} hold no samples.", "At least one is needed.")
