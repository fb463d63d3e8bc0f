"""How many samples a model card counts in each part: to train on, watched (validation), and to test."""

import numpy as np

from core.arrays import Indices
from core.data import Dataset, build
from core.export.model import Model
from core.judging import KINDS
from core.probe.knockout import Kind
from core.samples import watched_rows
from core.training import Training


def watched_of(data: Dataset, training: Training | None, seed: int | None) -> Indices:
    """Which samples are watched, as far as that is known.    seed  the project's; None: not known"""
    if data.aside is None and (training is None or not training.validation_share or seed is None):
        return np.zeros(0, np.intp)
    return watched_rows(data, training or Training(), seed or 0)


def class_counts(model: Model, training: Training | None, seed: int | None) -> dict[Kind, Indices]:
    """How many samples of each class (classes,) each part has that has samples at all, in their order."""
    assert model.recipe is not None and model.answering is not None
    data, truth = build(model.recipe), model.answering.meaning.truth
    true = truth(data.y)
    is_watched = np.zeros(len(true), np.bool_)
    is_watched[watched_of(data, training, seed)] = True
    tested = true[:0] if data.y_test is None else truth(data.y_test)
    parts = dict(zip(KINDS, (true[~is_watched], true[is_watched], tested), strict=True))
    return {kind: np.bincount(part, minlength=len(model.classes)) for kind, part in parts.items() if len(part)}
