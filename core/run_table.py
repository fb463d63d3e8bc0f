"""The curves of runs as a table in CSV (RFC 4180): one line per point, every number so that it reads back equal.

    run                                    its name
    seed                                   its project's
    epoch, step                            where the point lies
    train_loss, test_loss, validation_loss
    train_accuracy, ...                    the share of right answers, 0 to 1, where runs have classes
    train_error, ...                       the root mean squared error, where runs have numbers
    learning_rate                          where curves have one
    gradient_norm_1, ...                   of each dense layer, counted from the inputs, where curves have them

A field is empty where there is no number.
"""

import csv
import io
import math
from collections.abc import Sequence

from core.curve import (
    EPOCH,
    LEARNING_RATE,
    NORMS,
    STEP,
    TEST_LOSS,
    TEST_SCORE,
    TRAIN_LOSS,
    TRAIN_SCORE,
    VALIDATION_LOSS,
    VALIDATION_SCORE,
)
from core.runs import Run

_PLACES = (("epoch", EPOCH), ("step", STEP))
_LOSSES = (("train_loss", TRAIN_LOSS), ("test_loss", TEST_LOSS), ("validation_loss", VALIDATION_LOSS))
_SCORES = (("train", TRAIN_SCORE), ("test", TEST_SCORE), ("validation", VALIDATION_SCORE))


def csv_text(runs: Sequence[Run]) -> str:
    """The curves of these runs, one below the other."""
    widest = max((run.curve.shape[1] for run in runs), default=0)
    kinds = [
        kind for kind, is_regression in (("accuracy", False), ("error", True))
        if any(run.is_regression == is_regression for run in runs)
    ]  # fmt: skip
    scores = [(f"{samples}_{kind}", column, kind) for kind in kinds for samples, column in _SCORES]
    rest = [("learning_rate", LEARNING_RATE)] if widest > LEARNING_RATE else []
    rest += [(f"gradient_norm_{column - NORMS + 1}", column) for column in range(NORMS, widest)]
    text = io.StringIO()
    table = csv.writer(text)
    names = [*(name for name, _ in _PLACES + _LOSSES), *(name for name, _, _ in scores), *(name for name, _ in rest)]
    table.writerow(["run", "seed", *names])
    for run in runs:
        own = "error" if run.is_regression else "accuracy"
        columns = [
            *(column for _, column in _PLACES + _LOSSES),
            *(column if kind == own else None for _, column, kind in scores),
            *(column for _, column in rest),
        ]
        for point in run.curve.tolist():
            numbers = (math.nan if column is None or column >= len(point) else point[column] for column in columns)
            table.writerow([run.name, run.project.seed, *map(_text, numbers)])
    return text.getvalue()


def _text(value: float) -> str:
    """The shortest text that reads back as this very number; whole numbers without a point."""
    if math.isnan(value):
        return ""
    return str(int(value)) if value.is_integer() else repr(value)
