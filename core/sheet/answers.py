"""What a network answers to the rows of a sheet, and how far off that is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Indices
from core.network import Network
from core.probe.meaning import Meaning
from core.sheet.sheet import Mask, Sheet

BLOCK_NUMBERS = 500_000
"""Samples are looked at in blocks of about so many numbers."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Of each sample what the network says.

    values   (samples,) of numbers the answer in its own unit; of classes the output of the class that is decided (of
             two classes in one output that output)
    decided  (samples,) the place of the class, -1: no answer; None: they are numbers
    errors   (samples,) of numbers answer - target in their own unit; of classes how far the output of the true class is
             from yes, as a share of the way from no to yes
    wrong    (samples,) whether another class is decided than the true one; None: they are numbers
    known    (samples,) ascending, which samples these are; None: all
    """

    values: Array
    decided: Indices | None
    errors: Array
    wrong: Mask | None
    known: Indices | None = None

    def place(self, sample: int) -> int | None:
        """Where a sample stands in the arrays; None: nowhere."""
        if self.known is None:
            return sample if 0 <= sample < len(self.values) else None
        at = int(np.searchsorted(self.known, sample))
        return at if at < len(self.known) and self.known[at] == sample else None


def answers_of(
    sheet: Sheet,
    network: Network,
    theta: Array,
    meaning: Meaning,
    samples: Indices | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Answers | None:
    """The answers to these samples (ascending; None: all of them), block by block; None where nobody waits any more."""
    dataset = sheet.dataset
    trained = len(dataset.x)
    total = trained + (0 if dataset.x_test is None else len(dataset.x_test))
    count = total if samples is None else len(samples)
    values, errors = np.empty(count, np.float32), np.empty(count, np.float32)
    has_classes = meaning.kind != "numbers"
    decided, wrong = (np.empty(count, np.intp), np.empty(count, np.bool_)) if has_classes else (None, None)
    step = max(256, BLOCK_NUMBERS // max(network.widths))
    for start in range(0, count, step):
        if not is_wanted():
            return None
        here = slice(start, min(start + step, count))
        chosen = np.arange(here.start, here.stop) if samples is None else samples[here]
        x, y = _taken(sheet, chosen, trained)
        with np.errstate(all="ignore"):
            outputs = network.activations(theta, np.ascontiguousarray(x.T, network.dtype))[-1]
            if decided is None or wrong is None:
                answer = dataset.own(outputs[0].astype(np.float64))
                values[here], errors[here] = answer, answer - dataset.own(y[:, 0])
            else:
                decided[here] = meaning.decided(outputs)
                truth = meaning.truth(y)
                wrong[here] = decided[here] != truth
                values[here], errors[here] = _sure(outputs, decided[here], truth, meaning)
    return Answers(values, decided, errors, wrong, samples)


def _taken(sheet: Sheet, chosen: Indices, trained: int) -> tuple[Array, Array]:
    """x and y of these samples, those that test counted after the others."""
    dataset = sheet.dataset
    border = int(np.searchsorted(chosen, trained))
    x, y = dataset.x[chosen[:border]], dataset.y[chosen[:border]]
    if border == len(chosen) or dataset.x_test is None or dataset.y_test is None:
        return x, y
    tests = chosen[border:] - trained
    return np.concatenate([x, dataset.x_test[tests]]), np.concatenate([y, dataset.y_test[tests]])


def _sure(outputs: Array, decided: Indices, truth: Indices, meaning: Meaning) -> tuple[Array, Array]:
    """The output that decides each sample, and how far the true class's is from yes."""
    low, high = meaning.values
    if len(outputs) == 1:
        wanted = np.where(truth == 1, high, low)
        return outputs[0], np.abs(outputs[0] - wanted) / (high - low)
    said = np.take_along_axis(outputs, np.maximum(decided, 0)[np.newaxis], axis=0)[0]
    said = np.where(decided >= 0, said, outputs.max(axis=0))
    true = np.take_along_axis(outputs, truth[np.newaxis], axis=0)[0]
    return said, (high - true) / (high - low)
