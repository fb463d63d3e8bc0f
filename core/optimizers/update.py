"""One update over the whole of theta, in as few calls and passes over memory as its length allows."""

from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Array, Call
from core.optimizers.optimizer import Clock, Optimizer, Stretch

if TYPE_CHECKING:
    from core.training import Training

STACKED_MOST = 4096
"""Up to this length both rows of memory move in one call: what counts is calls. Above, it is numbers touched."""
BLOCK = 65536
"""Longer vectors are updated in blocks of this length, so that a block is still in the cache at its last call."""


def work_rows(optimizer: Optimizer, size: int) -> int:
    """How many vectors of length `size` the work of `bind_update` has; the first is the gradient."""
    return 2 if optimizer.rows == ("mean", "square") and size <= STACKED_MOST else 1


def bind_update(
    optimizer: Optimizer,
    theta: Array,
    work: Array,
    memory: Array,
    settings: "Training",
    clock: Clock,
    mask: Array | None = None,
) -> list[Call]:
    """All calls of one update of theta; nothing is allocated when they run.

    theta   (parameters,) is written
    work    (work_rows, parameters): the gradient, which is only read, and a row that is written
    memory  (memory_rows, parameters) is written; it begins as zeros
    mask    (parameters,) of 1 and 0: weight decay leaves alone what is 0, of which the gradient must be 0 already
    """
    rule = optimizer.prepare(settings, clock, theta)
    # A single pass over memory, which is all SGD makes, gains nothing from blocks.
    length = min(theta.size, BLOCK) if optimizer.rows else theta.size
    spare = np.empty((2, length), theta.dtype)
    calls: list[Call] = [] if rule.begin is None else [rule.begin]
    for first in range(0, theta.size, length):
        part = slice(first, first + length)
        stretch = Stretch(
            theta[part],
            work[0, part],
            memory[:, part],
            spare[:, : theta[part].size],
            work if len(work) == 2 else None,
            None if mask is None else mask[part],
        )
        calls += rule.bind(stretch)
    return calls
