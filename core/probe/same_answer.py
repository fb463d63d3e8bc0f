"""What always giving the same answer comes to on a data set: found once, since a data set never changes."""

from collections.abc import Callable
from threading import Lock
from typing import Literal
from weakref import WeakKeyDictionary

from core.data.dataset import Dataset
from core.probe.baseline import commonest_share, knows_nothing, mean_error
from core.targets import class_values, encode

Scored = Literal["training", "test"]

_FOUND: WeakKeyDictionary[Dataset, dict[tuple[str, ...], float | None]] = WeakKeyDictionary()
_LOCK = Lock()


def loss_of_same(dataset: Dataset, activation: str, loss: str) -> float | None:
    """The loss of the best answer that is always the same; None where that would mislead.

    activation  of the output, which decides what classes are trained towards
    """

    def find() -> float | None:
        y = dataset.y
        if dataset.task == "two classes":
            y = encode(y, *class_values(1, activation, loss))
        return knows_nothing(loss, y)

    return _once(dataset, (activation, loss), find)


def score_of_same(dataset: Dataset, scored: Scored) -> float | None:
    """Of classes the share that the commonest one gets right; of numbers the error of the mean, in their own unit.

    None where there are no such samples.
    """

    def find() -> float | None:
        y = dataset.y if scored == "training" else dataset.y_test
        if y is None or not len(y) or not len(dataset.y):
            return None
        if dataset.task == "regression":
            return mean_error(dataset.own(dataset.y), dataset.own(y))
        return commonest_share(dataset.y, y)

    return _once(dataset, (scored,), find)


def _once(dataset: Dataset, what: tuple[str, ...], find: Callable[[], float | None]) -> float | None:
    with _LOCK:
        found = _FOUND.setdefault(dataset, {})
    if what not in found:
        found[what] = find()
    return found[what]
