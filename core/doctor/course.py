"""Troubles that the curve shows: no number, divergence, overfitting."""

import numpy as np

from core.curve import EPOCH, LEARNING_RATE, STEP, TEST_LOSS, TEST_SCORE, VALIDATION_LOSS, VALIDATION_SCORE
from core.data.recipes import Segments
from core.doctor import inputs, neurons, remedies
from core.doctor.finding import Finding, Good, Remedy
from core.doctor.look import LEVEL_POINTS, NOTHING_LEARNED, Look, levels
from core.doctor.words import number, setting
from core.edits import Edit, set_patience
from core.moves import Reset
from core.schedules import rate_at
from core.specs import Project
from core.state import State

FAR_ABOVE_NOTHING = 2.0
"""A loss that diverges stands at so many times what knowing nothing costs,"""
FAR_ABOVE_BEST = 3.0
"""and at so many times the best that it came to."""
WORSE, SOON_POINTS, LATE_POINTS = 1.05, 3, 12
"""A hasty rate finds no way down where for so many points the level stood above so many times that cost, or for so many
above that cost."""
JUMPS = 2.0
"""A loss jumps where one of the last points is so many times the one that follows: what only climbs does not fall."""
HOPELESS = 100.0
"""First weights may stand above what knowing nothing costs, but not at so many times that."""
RECOVERS = 0.8
"""A loss that has fallen to this share of itself since the last edit finds its own way down."""
LEAST_RISE, LEAST_RATIO = 0.25, 1.5
"""A watched loss that overfits has risen by so much of what knowing nothing costs, to so many times its least level,"""
LEAST_POINTS_AGO = 20
"""which lies so many points back,"""
LEAST_LOST = 0.02
"""and the share that is right has fallen by so much,"""
LEARNED = 0.5
"""or the watched loss is far above what knowing nothing costs, and the training loss below this share of it."""
PATIENCE = 20
PENALTY = 0.01


def no_number(look: Look, _good: Good | None) -> Finding | None:
    """The loss or its gradient is infinite, or no number: some weights are too large to compute with."""
    largest = float(np.abs(look.theta).max(initial=0.0))
    if np.isfinite(look.loss) and (largest < remedies.HUGE or np.isfinite(look.gradients).all()):
        return None
    what = "gradient" if np.isfinite(look.loss) else "loss"
    return Finding(
        "no number",
        f"The {what} is not a finite number; the largest weight is {number(largest)}.",
        "No step can be made from there.",
        remedies.draw_anew(look.project.training),
    )


def divergence(look: Look, good: Good | None) -> Finding | None:
    """The steps are too long: the loss climbs far above its best, or stays above what knowing nothing costs.

    The first at any rate, the second where the rate is hasty. Where knowing nothing has no cost, the first loss stands
    for it. Once said, it is said until the level is below that cost: a loss that leaps about would have the doctor say
    now this and now that.
    """
    before = look.losses[:-LEVEL_POINTS]  # a loss that has just come down from the first weights' has not climbed
    if not len(before) or not _is_own_doing(look) or inputs.unsuitable(look) is not None:
        return None
    nothing = float(before[0]) if look.baseline is None else look.baseline
    level, best = float(look.levels[-1]), float(before.min())
    if look.loss <= (best if good is None or good.step == 0 else good.loss):  # that is over
        return None
    is_said = "divergence" in look.said
    far, above = (1.0, 1.0) if is_said else (FAR_ABOVE_NOTHING, FAR_ABOVE_BEST)
    training = look.project.training
    remedy = remedies.go_back(training, good)
    if level > far * nothing and level > above * best and nothing > 0.0:
        more = "The steps are too long: the learning rate is too large."
        return Finding("divergence", _climb(look, good, nothing), more, remedy)
    if look.baseline is not None and _finds_no_way(look, level, is_said):
        epochs = look.epochs_of(len(look.points) - 1)
        return Finding(
            "divergence",
            f"After {epochs:,} epochs the training loss is about {number(level)}; "
            f"knowing nothing costs {number(nothing)}.",
            f"The learning rate of {setting(training.learning_rate)} is too large to find a way down.",
            remedy,
        )
    return None


def _climb(look: Look, good: Good | None, nothing: float) -> str:
    """From where to where the loss has climbed, or between what it jumps: numbers of the curve."""
    before, last = look.losses[:-LEVEL_POINTS], look.losses[-LEVEL_POINTS:]
    best, at = float(before.min()), int(look.points[int(np.argmin(before)), EPOCH])
    if good is not None and good.step > 0:  # the moment that the button goes back to
        best, at = good.loss, good.epoch
    cost = f"{'at the beginning it was' if look.baseline is None else 'knowing nothing costs'} {number(nothing)}"
    if (last[:-1] > JUMPS * last[1:]).any():
        than = f"in epoch {at:,} it was {number(best)}" if best < nothing else cost
        return f"The training loss jumps between {number(float(last.min()))} and {number(float(last.max()))}; {than}."
    level = number(float(look.levels[-1]))
    return f"The training loss climbed from {number(best)} in epoch {at:,} to about {level}; {cost}."


def _finds_no_way(look: Look, level: float, is_said: bool) -> bool:
    """Whether a hasty rate has the loss stay above what knowing nothing costs, and not because all neurons are equal.

    Once said, until the level has come clearly below that.
    """
    assert look.baseline is not None
    if not remedies.is_hasty(look.project.training) or neurons.equal_layer(look) is not None:
        return False
    if is_said:
        return level > NOTHING_LEARNED * look.baseline
    is_soon = len(look.levels) >= SOON_POINTS and look.levels[-SOON_POINTS:].min() > WORSE * look.baseline
    if is_soon and level > RECOVERS * look.losses[0]:
        return True
    is_late = len(look.levels) >= LATE_POINTS and look.levels[-LATE_POINTS:].min() > look.baseline
    return bool(is_late and level > RECOVERS * look.levels[-LATE_POINTS])


def _is_own_doing(look: Look) -> bool:
    """Whether the last points were made at the rate that is set: an edit comes some epochs before the doctor knows."""
    last = look.points[-LEVEL_POINTS:-1, [STEP, LEARNING_RATE]]
    known = last[np.isfinite(last).all(axis=1)]
    own = [rate_at(look.project.training, int(step)) for step in known[:, 0]]
    return bool(np.allclose(known[:, 1], own, rtol=1e-6, atol=0.0))


def left_behind(look: Look, good: Good | None) -> Finding | None:
    """The loss climbed out of hand before the last edit, and the weights are still those with which it did."""
    if not look.has_climbed or look.baseline is None or look.snapshot.step == 0 or divergence(look, good) is not None:
        return None
    nothing = look.baseline
    least = HOPELESS * nothing if good is None else max(FAR_ABOVE_NOTHING * nothing, FAR_ABOVE_BEST * good.loss)
    if not look.loss > least:
        return None
    if len(look.losses) > 1 and look.losses[-1] < RECOVERS * look.losses[0]:
        return None
    training = look.project.training
    if good is None:
        before = f"knowing nothing costs {number(look.baseline)}"
    else:
        before = f"in epoch {good.epoch:,} it was {number(good.loss)}"
    return Finding(
        "left behind",
        f"The training loss is {number(look.loss)}; {before}.",
        "The weights are still those with which it climbed.",
        remedies.go_back(training, good) if remedies.is_hasty(training) else remedies.only_back(good),
    )


def overfitting(look: Look, _good: Good | None) -> Finding | None:
    """The watched loss rises well above its least level while the training loss goes on falling.

    Of classes the share that is right has fallen, too: a network that only becomes too sure of its few errors is not
    meant, unless it would do far better to say nothing. Noise in the segments of a display has a ceiling that looks
    alike, so nothing is said there.
    """
    if look.baseline is None or isinstance(look.project.data, Segments):
        return None
    is_validation = look.snapshot.validation is not None
    kind = "validation" if is_validation else "test"
    losses = look.points[:, VALIDATION_LOSS if is_validation else TEST_LOSS]
    if not np.isfinite(losses).all():
        return None
    watched = levels(losses)
    if len(watched) <= LEAST_POINTS_AGO:
        return None
    least = int(np.argmin(watched))
    low, now = float(watched[least]), float(watched[-1])
    is_above = now - low >= LEAST_RISE * look.baseline and now >= LEAST_RATIO * low
    before, level = float(look.levels[least]), float(look.levels[-1])
    is_far = now > FAR_ABOVE_NOTHING * look.baseline and level < LEARNED * look.baseline
    if len(watched) - 1 - least < LEAST_POINTS_AGO or not is_above or not (level < before or is_far):
        return None
    if not is_far and look.snapshot.train is not None and look.snapshot.train.correct is not None:
        shares = levels(look.points[:, VALIDATION_SCORE if is_validation else TEST_SCORE])
        if shares[: least + LEVEL_POINTS].max() - shares[-1] < LEAST_LOST:
            return None
    at = int(look.points[least + LEVEL_POINTS - 1, EPOCH])
    said = look.said.get("overfitting")
    if said is not None and not (at > said.stays[0] and low < said.stays[1]):
        at, low, before = int(said.stays[0]), *said.stays[1:]  # a long curve is thinned out: its levels are others
    course = f"fell from {number(before)} to {number(level)}" if level < before else f"is {number(level)}"
    return Finding(
        "overfitting",
        f"Since about epoch {at:,} the {kind} loss has risen from {number(low)} to {number(now)}, while the training "
        f"loss {course}.",
        "The network learns the training samples by heart: overfitting.",
        _stop_early(look),
        (at, low, before),
    )


def _stop_early(look: Look) -> Remedy:
    """Early stopping from the first weights; where no samples can be spared for it, or it is on, a penalty."""
    training = look.project.training
    after = set_patience(look.project, training.patience or PATIENCE).project
    if after.validation_share > 0.0 and training.patience is None:

        def decide(project: Project, _state: State) -> Edit:
            edit = set_patience(project, PATIENCE)
            return Edit(f"{edit.text}, start anew", edit.project, Reset())

        share = "" if look.project.validation_share else f" with {setting(after.validation_share)} % validation"
        return Remedy(f"Early stopping{share}, start anew", decide)
    penalty = max(PENALTY, 10.0 * training.l2)

    def punish(project: Project, _state: State) -> Edit:
        changed = project.replace(training=project.training.replace(l2=penalty))
        return Edit(f"set L2 penalty to {setting(penalty)}, start anew", changed, Reset())

    return Remedy(f"L2 penalty {setting(penalty)}, start anew", punish)
