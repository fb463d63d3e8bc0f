"""Looking back: how a training was at a moment that is kept, and what a weight has been in all of them."""

from dataclasses import replace

import numpy as np

from core.curve import STEP, TRAIN_LOSS
from core.data import build
from core.errors import UserError
from core.messages import HistoryAnswer, Looked, MomentsListed
from core.regions import Place, check_place, number_at
from core.specs import Project
from core.timeline import Moment, Timeline
from core.trainer import Trainer


class Retrospect:
    """Shows moments as the trainer of then would.

    It has a trainer of its own for that, as long as what is looked at belongs to the same project.
    """

    def __init__(self) -> None:
        self._project: Project | None = None
        self._trainer: Trainer | None = None

    def forget(self) -> None:
        """Nobody looks back any more: hold no memory."""
        self._project = self._trainer = None

    def look(self, trainer: Trainer, token: int, step: int) -> Looked:
        """The moment that `trainer` has kept nearest to this step."""
        moment = _timeline(trainer).nearest(step)
        if moment is None:
            return Looked(token, None, None, None)
        state = moment.whole(trainer.curve, trainer.stride)
        then = self._trainer_of(moment)
        then.return_to(replace(state, best=None))
        return Looked(token, then.snapshot(is_playing=False, steps_per_second=0.0), moment.project, state)

    def _trainer_of(self, moment: Moment) -> Trainer:
        project = moment.project.replace(title="", pace=None, task=None)
        if self._trainer is None or project != self._project:
            dataset = None if project.data is None else build(project.data)
            self._trainer = Trainer(project.network, dataset, project.training, moment.state.theta, project.seed)
            self._project = project
        return self._trainer


def moments_of(trainer: Trainer, token: int) -> MomentsListed:
    """What can be looked back at, and the present."""
    moments = [moment for moment in _timeline(trainer).moments if moment.step < trainer.step]
    points = trainer.curve
    has_now = len(points) > 0 and points[-1, STEP] == trainer.step
    steps = [*(moment.step for moment in moments), trainer.step]
    epochs = [*(moment.epochs for moment in moments), _epochs(trainer)]
    losses = [*(moment.train_loss(points) for moment in moments), points[-1, TRAIN_LOSS] if has_now else np.nan]
    return MomentsListed(token, np.array(steps, np.intp), np.array(epochs, np.float64), np.array(losses, np.float64))


def history_of(trainer: Trainer, token: int, place: Place) -> HistoryAnswer:
    """What a weight has been, and is now."""
    try:
        check_place(trainer.network, *place)
    except UserError:  # of an edit that others came after
        return HistoryAnswer(token, place, np.empty(0), np.empty(0))
    moments, values = _timeline(trainer).values(place)
    epochs = np.array([*(moment.epochs for moment in moments), _epochs(trainer)])
    values = np.append(values, np.float64(number_at(trainer.network, trainer.theta, place)))
    if len(values) > 1 and epochs[-2] == epochs[-1] and values[-2] == values[-1]:  # the present is kept itself
        epochs, values = epochs[:-1], values[:-1]
    return HistoryAnswer(token, place, epochs, values)


def _epochs(trainer: Trainer) -> float:
    return trainer.epoch + trainer.position / trainer.steps_per_epoch


def _timeline(trainer: Trainer) -> Timeline:
    assert trainer.timeline is not None
    return trainer.timeline
