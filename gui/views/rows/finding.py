"""What has to be found out for the sheet of rows: the rows themselves, their order, what the network answers."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Indices
from core.probe.meaning import meaning_of
from core.sheet import Answers, Sheet, Wanted, answers_of, ordered, sheet_of
from core.sheet.sheet import NONE
from core.snapshot import Snapshot
from core.specs import Project
from gui.session.worker import IsWanted


@dataclass(frozen=True, eq=False)
class Question:
    """What to find out.

    sheet     the rows; None: they are still to be made
    snapshot  of which moment; None: nothing has been trained or drawn yet
    wanted    the order that is asked for; None: it stays as it is
    order     the rows as they stand
    seen      from which row to which they are in sight, where answers to these are enough; None: all are wanted
    """

    project: Project
    sheet: Sheet | None
    snapshot: Snapshot | None
    wanted: Wanted | None
    order: Indices
    seen: tuple[int, int] | None


@dataclass(frozen=True, eq=False)
class Found:
    """What came of it.

    order     the rows in the order asked for; None: none was
    answers   None: the network is one for other data
    is_share  whether outputs are shares that add up to 1
    """

    sheet: Sheet
    order: Indices | None
    answers: Answers | None
    is_share: bool


def find(question: Question, is_wanted: IsWanted) -> Found | None:
    """The worker's part; None where nobody waits any more, or there are no data."""
    sheet, snapshot, project = question.sheet or sheet_of(question.project), question.snapshot, question.project
    if sheet is None or not is_wanted():
        return None
    dataset, answers, is_share, order = sheet.dataset, None, False, None
    wanted = question.wanted
    if wanted is not None and not wanted.needs_answers:
        order = ordered(sheet, None, wanted, is_wanted)
        if order is None:
            return None
    ends = (dataset.x.shape[1], dataset.y.shape[1])
    if snapshot is not None and (snapshot.network.inputs, snapshot.network.outputs) == ends:
        meaning = meaning_of(snapshot.network, dataset, project.training.loss)
        is_share = meaning.is_share
        samples = None
        if question.seen is not None:
            rows = question.order if order is None else order
            samples = sheet.samples[rows[slice(*question.seen)]]
            samples = np.unique(samples[samples != NONE])
        answers = answers_of(sheet, snapshot.network, snapshot.theta, meaning, samples, is_wanted)
        if answers is None:
            return None
    if wanted is not None and wanted.needs_answers:
        order = ordered(sheet, answers, wanted, is_wanted)
        if order is None:
            return None
    return Found(sheet, order, answers, is_share)
