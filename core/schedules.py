"""The learning-rate schedules: what the rate is multiplied by, a pure function of how many steps have been made.

rate(step) = learning_rate factor(step) warm(step). The warm-up multiplies whichever schedule is chosen and does not
delay it: both count from step 0, so under a decay the rate peaks a little below `learning_rate`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import UserError
from core.reckoning import Line, times
from core.tables import entry_named

if TYPE_CHECKING:
    from core.training import Training


@dataclass(frozen=True)
class Schedule:
    """One schedule.

    settings   the fields of `Training` that it reads
    factor     (training, step) -> the share of the learning rate at this step, 0 to 1
    reckoning  the formula with {} for each number, and -> those: the learning rate first
    """

    name: str
    label: str
    formula: str
    settings: tuple[str, ...]
    factor: Callable[["Training", int], float]
    reckoning: str
    numbers: Callable[["Training", int], tuple[float, ...]]


def _constant(training: "Training", step: int) -> float:
    """1"""
    return 1.0


def _step(training: "Training", step: int) -> float:
    """decay_rate^floor(step / decay_steps): a stair.    As torch's StepLR, Keras's ExponentialDecay(staircase=True)"""
    return float(training.decay_rate ** (step // training.decay_steps))


def _exponential(training: "Training", step: int) -> float:
    """decay_rate^(step / decay_steps)    As Keras's ExponentialDecay"""
    return float(training.decay_rate ** (step / training.decay_steps))


def _cosine(training: "Training", step: int) -> float:
    """f + (1 - f) (1 + cos(pi step / decay_steps)) / 2 with f = final_share; f from step = decay_steps on.

    Loshchilov and Hutter (2017), without restarts; as Keras's CosineDecay(alpha=f).
    """
    share = min(step / training.decay_steps, 1.0)
    return training.final_share + (1.0 - training.final_share) * 0.5 * (1.0 + math.cos(math.pi * share))


def _decay(training: "Training", step: int) -> tuple[float, ...]:
    return training.learning_rate, training.decay_rate, step, training.decay_steps


def _fall(training: "Training", step: int) -> tuple[float, ...]:
    share = training.final_share
    return training.learning_rate, share, share, min(step, training.decay_steps), training.decay_steps


SCHEDULES: dict[str, Schedule] = {
    schedule.name: schedule
    for schedule in (
        Schedule("constant", "Constant", "η", (), _constant, "{}", lambda training, _: (training.learning_rate,)),
        Schedule(
            "step", "Steps", "η d^⌊step / D⌋", ("decay_steps", "decay_rate"), _step, times("{} * {}^⌊{} / {}⌋"), _decay
        ),
        Schedule(
            "exponential",
            "Exponential",
            "η d^(step / D)",
            ("decay_steps", "decay_rate"),
            _exponential,
            times("{} * {}^({} / {})"),
            _decay,
        ),
        Schedule(
            "cosine",
            "Cosine",
            "η (f + (1 \u2212 f)(1 + cos(π step / D)) / 2)",
            ("decay_steps", "final_share"),
            _cosine,
            times("{} * ({} + (1 - {}) * (1 + cos(π * {} / {})) / 2)"),
            _fall,
        ),
    )
}


def schedule_named(name: str) -> Schedule:
    """The schedule of this name.

    Raises UserError for a name that is not in the table.
    """
    return entry_named(SCHEDULES, name, "schedule")


def warm_up(training: "Training", step: int) -> float:
    """(step + 1) / warmup_steps while that is below 1, then 1.    Goyal et al. (2017), section 2.2: gradual warm-up"""
    return (step + 1) / training.warmup_steps if step < training.warmup_steps else 1.0


def rate_at(training: "Training", step: int) -> float:
    """The learning rate of the update that is made after `step` steps."""
    return training.learning_rate * schedule_named(training.schedule).factor(training, step) * warm_up(training, step)


def rate_line(training: "Training", step: int) -> Line | None:
    """How the rate of this step is found; None: it is the learning rate itself."""
    schedule, is_warming = schedule_named(training.schedule), step < training.warmup_steps
    if schedule.name == "constant" and not is_warming:
        return None
    formula, reckoning, numbers = schedule.formula, schedule.reckoning, schedule.numbers(training, step)
    if is_warming:
        formula, reckoning = f"{formula} (step + 1) / warm-up", times(f"{reckoning} * {{}} / {{}}")
        numbers = *numbers, step + 1, training.warmup_steps
    return Line("η", formula, reckoning, numbers, rate_at(training, step))


def check_schedule(training: "Training") -> None:
    """Raises UserError naming the argument, its rule and its value, for the first that is out of its range."""
    schedule_named(training.schedule)
    if training.decay_steps < 1:
        raise UserError(f"decay_steps cannot be {training.decay_steps}.", "It is a whole number, at least 1.")
    if not 0.0 < training.decay_rate <= 1.0:
        raise UserError(f"decay_rate cannot be {training.decay_rate:g}.", "It lies above 0 and up to 1, often 0.5.")
    if not 0.0 <= training.final_share <= 1.0:
        raise UserError(f"final_share cannot be {training.final_share:g}.", "It lies from 0 to 1, often 0.")
    if training.warmup_steps < 0:
        raise UserError(f"warmup_steps cannot be {training.warmup_steps}.", "It is a whole number, 0 for no warm-up.")
