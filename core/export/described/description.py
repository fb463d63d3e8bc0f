"""What a model is given and what it answers, as JSON has it: the same words in every form that carries them.

    columns   in the order of the model's columns; each has
                name
                kind              "number", or "category": given as its place among the categories, counted from 0
                missing           of a table: "fill", or "drop": a row with an empty cell here has no prediction
                fill              of a table: what an empty cell counts as; of a category a place
                offset, factor    of a table's number: the network is given (number - offset) * factor
                categories        of a category: the network is given one number for each, 1 for the one it is, else 0
    features  of points: what the network is given of (x1, x2); each has name, operation ("number", "product" or "sine",
              in radians) and of, which of the columns go into it, counted from 0. Empty: the columns themselves
    outputs   what each output is called
    classes   what the classes are called; empty: numbers are found out. Of one output class 1 is what it says yes to,
              from `threshold` on; of several the largest decides
    threshold where a no becomes a yes, of one output that tells two classes apart; null: there is no such
    least     the largest of several outputs must reach it, else there is no answer; null: it need not
    target    offset and factor: the answer is output / factor + offset; null: the answer is the output
    target_name  what is found out is called; empty: it has no name

Numbers are computed in float64 before the network and after it, which computes in its own dtype.
"""

import json
from typing import Any

import msgspec

from core.data import build
from core.export.model import Model
from core.optimizers import OPTIMIZERS, optimizer_named
from core.schedules import SCHEDULES, schedule_named
from core.table.columns import Column
from core.table.fitted import Fitted
from core.training import Training


def described(model: Model) -> dict[str, Any]:
    """The description of this model; nothing but what JSON has."""
    preprocessing = model.preprocessing
    target = preprocessing.target
    return {
        "columns": described_columns(model),
        "features": [
            {"name": feature.name, "operation": feature.operation, "of": list(feature.of)}
            for feature in preprocessing.features
        ],
        "outputs": list(model.output_names),
        "classes": list(model.classes),
        "threshold": model.threshold if model.classes and model.network.outputs == 1 else None,
        "least": model.least,
        "target": None if target is None else {"offset": target.offset, "factor": target.factor},
        "target_name": "" if model.recipe is None else build(model.recipe).target_name,
    }


def described_texts(model: Model) -> dict[str, str]:
    """The metadata of files that take texts alone; all but the title are JSON."""
    return {
        "title": well_formed(model.title),
        "columns": json_text(model.column_names),
        "classes": json_text(model.classes),
        "preprocessing": json_text(described(model)),
        "training": json_text(settings_that_count(model.training)),
    }


def settings_that_count(training: Training) -> dict[str, Any]:
    """How it is trained, without what its optimizer and schedule do not read, and what is switched off."""
    read_now = (*optimizer_named(training.optimizer).settings, *schedule_named(training.schedule).settings)
    read = {"loss", "optimizer", "learning_rate", "batch_size", *read_now}
    of_others = {name for optimizer in OPTIMIZERS.values() for name in optimizer.settings}
    of_others |= {name for schedule in SCHEDULES.values() for name in schedule.settings}
    usual, all_of_them = msgspec.to_builtins(Training()), msgspec.to_builtins(training)
    return {
        name: value
        for name, value in all_of_them.items()
        if name in read or (name not in of_others and value != usual[name])
    }


def json_text(value: Any) -> str:
    """A value as JSON on one line, its letters as they are."""
    return well_formed(json.dumps(value, ensure_ascii=False, allow_nan=False))


def well_formed(text: str) -> str:
    """The text with a question mark for each half of a character, which no UTF-8 file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def described_columns(model: Model) -> list[dict[str, Any]]:
    """The columns of this model."""
    fitted = model.preprocessing.table
    if fitted is None:
        return [{"name": name, "kind": "number"} for name in model.column_names]
    firsts = [sum(column.width for column in fitted.columns[:place]) for place in range(len(fitted.columns))]
    return [
        _column(fitted, column, fill, first)
        for column, fill, first in zip(fitted.columns, fitted.fills, firsts, strict=True)
    ]


def _column(fitted: Fitted, column: Column, fill: float, first: int) -> dict[str, Any]:
    common = {"name": column.name, "kind": column.kind, "missing": column.missing}
    if column.kind == "category":
        return common | {"fill": int(fill), "categories": list(column.categories)}
    return common | {"fill": fill, "offset": float(fitted.offset[first]), "factor": float(fitted.factor[first])}
