"""How well one number tells two classes apart: at one threshold, and at all of them (ROC, precision and recall).

A sample is called a yes where its value is at least the threshold. Samples of equal value are called alike, so they
make one point of a curve, never several.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, Indices
from core.errors import UserError


class Counts(NamedTuple):
    """What becomes of the samples at one threshold.

    true_yes, false_yes  called yes, and are (TP); called yes, and are not (FP)
    false_no, true_no    called no, and are yes (FN); called no, and are (TN)
    """

    true_yes: int
    false_yes: int
    false_no: int
    true_no: int

    @property
    def accuracy(self) -> float:
        """(TP + TN) / all: how many are called what they are."""
        return (self.true_yes + self.true_no) / sum(self)

    @property
    def precision(self) -> float | None:
        """TP / (TP + FP): how many of those called yes are; None where nothing is called yes."""
        return _share(self.true_yes, self.true_yes + self.false_yes)

    @property
    def recall(self) -> float | None:
        """TP / (TP + FN): how many of the yes are found; None where there are none."""
        return _share(self.true_yes, self.true_yes + self.false_no)

    @property
    def f1(self) -> float | None:
        """2 TP / (2 TP + FP + FN); None where nothing is yes and nothing is called so."""
        return _share(2 * self.true_yes, 2 * self.true_yes + self.false_yes + self.false_no)


class Curve(NamedTuple):
    """One point per different value, from the highest threshold (nothing is called yes) to the lowest (everything is).

    thresholds  (points,), descending; the first is infinite
    across, up  (points,), 0 to 1 each
    area        below it
    """

    thresholds: Array
    across: Array
    up: Array
    area: float


def counts_at(is_yes: ArrayLike, values: ArrayLike, threshold: float) -> Counts:
    """What becomes of samples (samples,) that are yes or not, by their values (samples,), at this threshold.

    Raises UserError for shapes that differ, no samples, and a value that is not a number.
    """
    yes, values = _checked(is_yes, values)
    called = values >= threshold
    both = int(np.count_nonzero(yes & called))
    called_yes, all_yes = int(np.count_nonzero(called)), int(np.count_nonzero(yes))
    return Counts(both, called_yes - both, all_yes - both, len(yes) - called_yes - all_yes + both)


def roc(is_yes: ArrayLike, values: ArrayLike) -> Curve | None:
    """Receiver operating characteristic: across FP / (FP + TN), up TP / (TP + FN); from (0, 0) to (1, 1).

    area = P(v+ > v-) + 1/2 P(v+ = v-): how often a yes has a higher value than a no, where chance alone has 1/2. It is
    the rank statistic U / (n+ n-) of Mann and Whitney (1947). None where all samples are of one class: there are no
    pairs to compare.

    Raises UserError as `counts_at` does.
    """
    found = _called_yes(is_yes, values)
    if found is None:
        return None
    thresholds, true, false = found
    across, up = false / false[-1], true / true[-1]
    area = float(np.sum(np.diff(across) * (up[1:] + up[:-1])) / 2.0)
    return Curve(thresholds, across, up, area)


def precision_recall(is_yes: ArrayLike, values: ArrayLike) -> Curve | None:
    """Precision against recall: across TP / (TP + FN), up TP / (TP + FP); it begins at the first one's precision.

    area = sum over the points k of (R_k - R_(k-1)) P_k, the average precision: the mean precision at which each yes is
    found. Chance alone has the share of yes. It is a sum of steps: between two points there is nothing to be had, and a
    straight line would promise too much (Davis and Goadrich, 2006). None where all samples are of one class.

    Raises UserError as `counts_at` does.
    """
    found = _called_yes(is_yes, values)
    if found is None:
        return None
    thresholds, true, false = found
    recall = true / true[-1]
    precision = np.empty_like(recall)
    precision[1:] = true[1:] / (true[1:] + false[1:])
    precision[0] = precision[1]
    return Curve(thresholds, recall, precision, float(np.sum(np.diff(recall) * precision[1:])))


def _called_yes(is_yes: ArrayLike, values: ArrayLike) -> tuple[Array, Indices, Indices] | None:
    """(thresholds, true ones, false ones) called yes, (points,) each; None where there is one class only."""
    yes, values = _checked(is_yes, values)
    if yes.all() or not yes.any():
        return None
    order = np.argsort(-values, kind="stable")
    values, yes = values[order], yes[order]
    last = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)  # of each run of equal values
    true = np.cumsum(yes)[last]
    start = np.zeros(1, np.intp)
    thresholds: Array = np.append(np.inf, values[last])
    return thresholds, np.append(start, true), np.append(start, last + 1 - true)


def _checked(is_yes: ArrayLike, values: ArrayLike) -> tuple[NDArray[np.bool_], Array]:
    yes, numbers = np.asarray(is_yes, np.bool_), np.asarray(values, np.float64)
    if yes.ndim != 1 or yes.shape != numbers.shape:
        raise UserError(
            f"is_yes has the shape {yes.shape}, values {numbers.shape}.", "Both are (samples,): each sample needs both."
        )
    if not len(yes):
        raise UserError("is_yes and values hold no samples.", "At least one is needed.")
    if np.isnan(numbers).any():
        raise UserError("values holds something that is not a number.", "Remove or replace it first.")
    return yes, numbers


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
