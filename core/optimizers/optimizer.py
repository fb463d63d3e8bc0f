"""What an optimizer is: what it remembers between updates, which settings it reads, and its formula as bound calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.activations import constant
from core.arrays import Array, Call

if TYPE_CHECKING:
    from core.training import Training


@dataclass
class Clock:
    """What an update needs besides vectors and settings.

    rate     the learning rate of the next update
    updates  how many have been made; an optimizer counts its own where it has a `begin`, the others have no use for it
    """

    rate: float
    updates: int = 0


class Stretch(NamedTuple):
    """A stretch of the vectors, n long, that one round of calls brings up to date.

    theta     (n,) is written
    gradient  (n,) is only read; lr times the gradient where the optimizer wants its step ready-made
    memory    (rows, n) is written
    spare     (2, n) to write intermediate results in; all stretches share it, so that it stays in the cache
    terms     (2, n): the gradient, and below it a row that is free. Only where memory's two rows shall move together
    mask      (n,) of 1 and 0 for what may move and what may not; None: all may
    """

    theta: Array
    gradient: Array
    memory: Array
    spare: Array
    terms: Array | None
    mask: Array | None


class Rule(NamedTuple):
    """An optimizer's formula with its settings filled in.

    begin  is called once ahead of each update: counts it, and sets the numbers that differ from one to the next
    bind   the calls that update one stretch
    """

    begin: Call | None
    bind: Callable[[Stretch], list[Call]]


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    rows        what each row of its memory is; rows of one name mean the same in every optimizer
    wants_step  the gradient shall arrive multiplied by the learning rate (folded into the output's delta, which is a
                handful of numbers, instead of into the gradient, which is as long as theta)
    settings    the fields of `Training` that it reads, besides the learning rate
    units       what 1.0 in each row of memory is of the quantity itself: memory times its unit can be handed on to
                other settings, or to another optimizer that has a row of that name
    prepare     (settings, clock, theta) -> its rule; of theta only the dtype is asked
    """

    name: str
    label: str
    formula: str
    rows: tuple[str, ...]
    wants_step: bool
    settings: tuple[str, ...]
    units: Callable[["Training"], tuple[float, ...]]
    prepare: Callable[["Training", Clock, Array], Rule]

    @property
    def memory_rows(self) -> int:
        """How many vectors as long as theta it keeps between updates."""
        return len(self.rows)


def divisor(value: float, like: Array) -> Array:
    """A number above 0 that stays above 0 in the dtype of `like`, where it keeps 0 / 0 from happening."""
    return constant(max(value, float(np.finfo(like.dtype).tiny)), like)
