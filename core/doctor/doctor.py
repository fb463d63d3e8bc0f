"""The doctor: goes through the table of checks at each look, and says only what lasts."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.course import why_not
from core.data.dataset import Dataset
from core.doctor import course, gradients, inputs, neurons, progress, remedies
from core.doctor.finding import Finding, Good, Kind, Remedy
from core.doctor.look import Look, Patient, look_at
from core.doctor.words import number, setting
from core.snapshot import Snapshot
from core.specs import Project

CHECKS: dict[Kind, Callable[[Look, Good | None], Finding | None]] = {
    "no number": course.no_number,
    "divergence": course.divergence,
    "left behind": course.left_behind,
    "exploding gradient": gradients.exploding,
    "unscaled inputs": inputs.unscaled,
    "symmetry": neurons.symmetry,
    "dead neurons": neurons.dead,
    "saturated neurons": neurons.saturated,
    "vanishing gradient": gradients.vanishing,
    "no progress": progress.no_progress,
    "stalled": progress.stalled,
    "overfitting": course.overfitting,
}
"""The most severe first."""
CAUSES: tuple[Kind, ...] = ("divergence", "left behind", "symmetry")
FOLLOWS: tuple[Kind, ...] = ("dead neurons", "saturated neurons", "vanishing gradient")
"""What comes of a loss that climbs, or of equal neurons, is not said beside it: the one thing to do stays as told."""
ALONE: tuple[Kind, ...] = ("no progress", "stalled")
"""Said only where nothing else is."""
LEARNED = 0.8
"""Below this share of what knowing nothing costs something has been learned."""
LOOKS_TO_SAY = 3
"""In so many looks, one after the other, something has to be found before it is said,"""
SAID_SOON: dict[Kind, int] = {"left behind": 2}
"""or in so many, where the loss has been seen to climb before."""
LOOKS_TO_LEAVE = 4
"""After so many looks without it, it is cured."""
LOOKS_TO_RENEW = 4
"""While training goes on, the numbers in what is said are renewed this seldom; at once when it is paused."""


@dataclass(frozen=True, eq=False)
class Examination:
    """What one look came to.

    findings  one per kind that was found, the most severe first; None: there was nothing to see
    good      the best moment so far
    is_calm   whether it was a moment that stays, since training is paused
    """

    findings: tuple[Finding, ...] | None
    good: Good | None
    is_calm: bool = True


class Doctor:
    """Watches over the training of one project at a time."""

    def __init__(self) -> None:
        self._patient: Patient | None = None
        self._last: tuple[int, int] = (0, 0)
        self.good: Good | None = None
        """The best moment that was looked at; None: none that would be worth going back to."""
        self._found: dict[Kind, int] = {}
        self._missed: dict[Kind, int] = {}
        self._said: dict[Kind, Finding] = {}
        self._climbed_at: int | None = None
        """The step at which the loss was seen to have climbed out of hand."""
        self._dismissed: dict[Kind, bool] = {}

    # The patient -------------------------------------------------------------------------------------------------

    def show_project(self, project: Project, dataset: Dataset | None) -> None:
        """This is what is trained from now on; what was found of another is forgotten."""
        old = None if self._patient is None else self._patient.project
        if old is not None and old.trains_like(project):
            return
        if old is None or _kept(old) != _kept(project):
            self.good, self._climbed_at = None, None
        if old is not None and _pushes(old) != _pushes(project):
            self._dismissed.clear()
        self._patient = None if dataset is None else Patient(project, dataset)
        if old is not None:
            self.begin_anew()

    def begin_anew(self) -> None:
        """Something was done about it: what is found from now on counts."""
        self._found.clear()
        self._missed.clear()
        self._said.clear()
        self._dismissed = dict.fromkeys(self._dismissed, True)

    def forget(self) -> None:
        """Another project: nothing is dismissed in it."""
        self._patient, self.good, self._climbed_at = None, None, None
        self.begin_anew()
        self._dismissed.clear()

    # Looking -----------------------------------------------------------------------------------------------------

    def question(self, snapshot: Snapshot) -> Callable[[], Examination] | None:
        """The look at this moment, to be taken in any thread; None: there is nobody to look at."""
        patient, good = self._patient, self.good
        if patient is None:
            return None
        moment = (snapshot.step, snapshot.epoch)
        if good is not None and not good.leads_to(snapshot):
            self.good = good = None
        self._last = moment
        said = dict(self._said)
        has_climbed = self._climbed_at is not None and snapshot.step >= self._climbed_at and "divergence" not in said
        return lambda: _examine(snapshot, good, lambda: look_at(patient, snapshot, said, has_climbed))

    def take(self, examination: Examination) -> None:
        """What a look came to: said is what was found several times, until it was missed several times."""
        self.good = examination.good
        if examination.findings is None:
            return
        found = {finding.kind: finding for finding in examination.findings}
        for kind in CHECKS:
            if kind in found:
                self._found[kind], self._missed[kind] = self._found.get(kind, 0) + 1, 0
                self._say(found[kind], examination.is_calm)
                continue
            self._found[kind], self._missed[kind] = 0, self._missed.get(kind, 0) + 1
            if self._missed[kind] >= LOOKS_TO_LEAVE:
                if self._said.pop(kind, None) is not None and kind == "divergence":
                    self._climbed_at = None  # it has come down by itself
                if self._dismissed.get(kind):  # an edit has cured it: if it comes back, it is news
                    del self._dismissed[kind]

    def _say(self, finding: Finding, is_calm: bool) -> None:
        kind, looks = finding.kind, self._found[finding.kind]
        said = self._said.get(kind)
        if said is None:
            is_due = looks >= SAID_SOON.get(kind, LOOKS_TO_SAY)
        else:  # numbers that change at each look would make a restless line, those of long ago an untrue one
            is_due = said.sentence != finding.sentence and (is_calm or looks % LOOKS_TO_RENEW == 0)
        if is_due:
            self._said[kind] = finding
            if kind == "divergence":
                self._climbed_at = self._last[0]

    # Saying ------------------------------------------------------------------------------------------------------

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say, the most severe first."""
        said = [kind for kind in CHECKS if kind in self._said]
        if any(kind in said for kind in CAUSES):
            said = [kind for kind in said if kind not in FOLLOWS]
        if "saturated neurons" in said:
            said = [kind for kind in said if kind != "vanishing gradient"]
        is_alone = len(said) == 1
        return tuple(
            self._said[kind] for kind in said if kind not in self._dismissed and (is_alone or kind not in ALONE)
        )

    @property
    def is_undecided(self) -> bool:
        """Whether another look at the same moment may bring something to say, or take it back."""
        is_rising = any(0 < count < LOOKS_TO_SAY for count in self._found.values())
        return is_rising or any(self._missed.get(kind, 0) > 0 for kind in self._said)

    def dismiss(self, kind: Kind) -> None:
        """Nobody wants to hear of this kind, until an edit has cured it and it comes back, or pushes otherwise."""
        self._dismissed[kind] = False

    def ran_away(self, project: Project, snapshot: Snapshot | None) -> Finding:
        """Numbers that grew beyond all bounds have stopped the training: what helps.

        snapshot  the last moment that is known
        """
        self._climbed_at = self._last[0] if snapshot is None else snapshot.step
        remedy, more = _way_out(self._patient, project, self.good, snapshot)
        return Finding("ran away", "Training stopped: the numbers became too large to calculate with.", more, remedy)


def no_slope(project: Project, why: str) -> Finding | None:
    """What helps where a hidden layer cannot be trained through; None where the refusal is of something else.

    why  what was refused
    """
    refusal = why_not(project.network, project.training)
    if refusal is None or refusal.message != why:
        return None
    flat = remedies.layers_without_slope(project.network)
    return Finding("no slope", why, refusal.hint, remedies.use_sigmoid(project.network, flat)) if flat else None


def _examine(snapshot: Snapshot, good: Good | None, begin: Callable[[], Look | None]) -> Examination:
    look = begin()
    if look is None:
        return Examination(None, good)
    # Weights that have learned nothing are not worth going back to: the first ones are as good.
    has_learned = look.baseline is None or look.loss < LEARNED * look.baseline
    if has_learned and np.isfinite(look.loss) and (good is None or look.loss < good.loss):
        good = Good(snapshot.theta, snapshot.step, snapshot.epoch, snapshot.position, look.loss, snapshot.curve)
    with np.errstate(all="ignore"):  # what overflows is what is looked for
        found = [finding for check in CHECKS.values() if (finding := check(look, good)) is not None]
    return Examination(tuple(found), good, not snapshot.is_playing)


def _way_out(
    patient: Patient | None, project: Project, good: Good | None, snapshot: Snapshot | None
) -> tuple[Remedy, str]:
    """Other weights, if no step could be made from these; inputs of a suitable size, if they are not; a slower rate."""
    if snapshot is not None and snapshot.step == 0:
        largest = float(np.abs(snapshot.theta).max(initial=0.0))
        if largest > remedies.HUGE:
            return (
                remedies.draw_anew(project.training),
                f"The largest of the first weights is {number(largest)}.",
            )
    if patient is not None and patient.split is not None and patient.project.network == project.network:
        x = patient.split.train.x
        words = inputs.why_unscaled(x, patient.dataset.input_names)
        if words is not None and not inputs.is_normalized(project.network):
            return remedies.normalize_inputs(project.training), words
    rate = setting(project.training.learning_rate)
    return remedies.go_back(project.training, good), f"A learning rate of {rate} is too large here."


def _pushes(project: Project) -> tuple[object, ...]:
    """What decides how long a step is: with another, what was closed may be news."""
    return project.data, project.training.optimizer, project.training.learning_rate


def _kept(project: Project) -> tuple[object, ...]:
    """What may not change if a moment from before shall be good for something."""
    return project.data, project.training.loss, project.network.layers, project.network.dtype
