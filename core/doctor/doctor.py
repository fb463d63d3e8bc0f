"""The doctor: goes through the table of checks at each look, and says only what lasts."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

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
    "exploding gradient": gradients.exploding,
    "unscaled inputs": inputs.unscaled,
    "symmetry": neurons.symmetry,
    "dead neurons": neurons.dead,
    "saturated neurons": neurons.saturated,
    "vanishing gradient": gradients.vanishing,
    "no progress": progress.no_progress,
    "overfitting": course.overfitting,
}
"""The most severe first; "no progress" is said only where nothing else is."""
LEARNED = 0.8
"""Below this share of what knowing nothing costs something has been learned."""
LOOKS_TO_SAY = 3
"""In so many looks, one after the other, something has to be found before it is said."""
LOOKS_TO_LEAVE = 2
"""After so many looks without it, it is cured."""


@dataclass(frozen=True, eq=False)
class Examination:
    """What one look came to.

    findings  one per kind that was found, the most severe first; None: there was nothing to see
    good      the best moment so far
    """

    findings: tuple[Finding, ...] | None
    good: Good | None


class Doctor:
    """Watches over the training of one project at a time."""

    def __init__(self) -> None:
        self._patient: Patient | None = None
        self._since: int | None = 0
        self._last: tuple[int, int] = (0, 0)
        self._good: Good | None = None
        self._found: dict[Kind, int] = {}
        self._missed: dict[Kind, int] = {}
        self._said: dict[Kind, Finding] = {}
        self._dismissed: dict[Kind, bool] = {}

    # The patient -------------------------------------------------------------------------------------------------

    def show_project(self, project: Project, dataset: Dataset | None) -> None:
        """This is what is trained from now on; what was found of another is forgotten."""
        old = None if self._patient is None else self._patient.project
        if old is not None and _is_same(old, project):
            return
        if old is None or _kept(old) != _kept(project):
            self._good = None
        self._patient = None if dataset is None else Patient(project, dataset)
        if old is not None:
            self.begin_anew()

    def begin_anew(self) -> None:
        """Something was done about it: what is found from now on counts."""
        self._since = None
        self._found.clear()
        self._missed.clear()
        self._said.clear()
        self._dismissed = dict.fromkeys(self._dismissed, True)

    def forget(self) -> None:
        """Another project: nothing is dismissed in it."""
        self._patient, self._good = None, None
        self.begin_anew()
        self._since = 0
        self._dismissed.clear()

    # Looking -----------------------------------------------------------------------------------------------------

    def question(self, snapshot: Snapshot) -> Callable[[], Examination] | None:
        """The look at this moment, to be taken in any thread; None: there is nobody to look at."""
        patient, good = self._patient, self._good
        if patient is None:
            return None
        moment = (snapshot.step, snapshot.epoch)
        if moment < self._last:  # the weights are those of another time
            self._good = good = None
            self._since = min(self._since or 0, snapshot.epoch)
        self._last = moment
        if self._since is None:
            self._since = snapshot.epoch
        since = self._since
        return lambda: _examine(patient, snapshot, since, good)

    def take(self, examination: Examination) -> None:
        """What a look came to: said is what was found several times, until it was missed several times."""
        self._good = examination.good
        if examination.findings is None:
            return
        found = {finding.kind: finding for finding in examination.findings}
        for kind in CHECKS:
            if kind in found:
                self._found[kind], self._missed[kind] = self._found.get(kind, 0) + 1, 0
                self._say(found[kind])
                continue
            self._found[kind], self._missed[kind] = 0, self._missed.get(kind, 0) + 1
            if self._missed[kind] >= LOOKS_TO_LEAVE:
                self._said.pop(kind, None)
                if self._dismissed.get(kind):  # an edit has cured it: if it comes back, it is news
                    del self._dismissed[kind]

    def _say(self, finding: Finding) -> None:
        said = self._said.get(finding.kind)
        is_due = self._found[finding.kind] >= LOOKS_TO_SAY
        # Numbers that change at each look would make a restless line: it is written anew when the remedy is another.
        if (said is None and is_due) or (said is not None and said.remedy.text != finding.remedy.text):
            self._said[finding.kind] = finding

    # Saying ------------------------------------------------------------------------------------------------------

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say, the most severe first."""
        said = [self._said[kind] for kind in CHECKS if kind in self._said and kind not in self._dismissed]
        return tuple(finding for finding in said if finding.kind != "no progress" or len(self._said) == 1)

    @property
    def is_undecided(self) -> bool:
        """Whether another look at the same moment may bring something to say, or take it back."""
        is_rising = any(0 < count < LOOKS_TO_SAY for count in self._found.values())
        return is_rising or any(self._missed.get(kind, 0) > 0 for kind in self._said)

    def dismiss(self, kind: Kind) -> None:
        """Nobody wants to hear of this kind, until an edit has cured it and it comes back."""
        self._dismissed[kind] = False

    def ran_away(self, project: Project, snapshot: Snapshot | None) -> Finding:
        """Numbers that grew beyond all bounds have stopped the training: what helps.

        snapshot  the last moment that is known
        """
        remedy, more = _way_out(self._patient, project, self._good, snapshot)
        return Finding("ran away", "Training stopped: the numbers grew beyond all bounds.", more, remedy)


def _examine(patient: Patient, snapshot: Snapshot, since: int, good: Good | None) -> Examination:
    look = look_at(patient, snapshot, since)
    if look is None:
        return Examination(None, good)
    # Weights that have learned nothing are not worth going back to: the first ones are as good.
    has_learned = look.baseline is None or look.loss < LEARNED * look.baseline
    if has_learned and np.isfinite(look.loss) and (good is None or look.loss < good.loss):
        good = Good(snapshot.theta, snapshot.step, snapshot.epoch, snapshot.position, look.loss)
    with np.errstate(all="ignore"):  # what overflows is what is looked for
        found = [finding for check in CHECKS.values() if (finding := check(look, good)) is not None]
    return Examination(tuple(found), good)


def _way_out(
    patient: Patient | None, project: Project, good: Good | None, snapshot: Snapshot | None
) -> tuple[Remedy, str]:
    """Other weights, if no step could be made from these; inputs of a suitable size, if they are not; a slower rate."""
    if snapshot is not None and snapshot.step == 0:
        largest = float(np.abs(snapshot.theta).max(initial=0.0))
        if largest > remedies.HUGE:
            return (
                remedies.draw_anew("Draw all weights anew", "draw all weights anew"),
                f"The largest of the first weights is {number(largest)}.",
            )
    if patient is not None and patient.split is not None and patient.project.network == project.network:
        x = patient.split.train.x
        words = inputs.why_unscaled(x, patient.dataset.input_names)
        if words is not None and not inputs.is_normalized(project.network):
            return remedies.normalize_inputs(), words
    rate = setting(project.training.learning_rate)
    return remedies.go_back(project.training, good), f"A learning rate of {rate} is too large here."


def _is_same(old: Project, new: Project) -> bool:
    """Whether nothing has changed that training knows of."""
    return new.replace(title=old.title, pace=old.pace, task=old.task) == old


def _kept(project: Project) -> tuple[object, ...]:
    """What may not change if a moment from before shall be good for something."""
    return project.data, project.training.loss, project.network.layers, project.network.dtype
