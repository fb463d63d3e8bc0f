"""What a model card says a model is for and cannot do: sentences that follow from its data and its scores."""

from collections.abc import Mapping
from math import isfinite
from typing import Literal

import numpy as np

from core import metrics
from core.arrays import Indices
from core.data import Segments, Table, build
from core.data.recipes import Digits
from core.doctor.words import number
from core.export.card.markdown import minus, plain
from core.export.card.results import Found, Results, interval_text
from core.export.model import Model
from core.numerals import share_text
from core.probe.knockout import Kind
from core.wording import counted

FEW = 100
"""Fewer test samples than this say little."""
POOR, APART, APART_IN_R2 = 0.8, 0.05, 0.1
"""A recall below the first is told; so are shares of right answers, and R2, that are so much lower elsewhere."""


Beginning = Literal["first weights", "others"]


def limits_of(model: Model, results: Results, beginning: Beginning | None, counts: Mapping[Kind, Indices]) -> list[str]:
    """The sentences, the weightiest first.

    beginning  what the weights are, where no step of training was made: drawn, or of another program or by hand
    counts     (classes,) how many samples of each class each part has; none where the model tells no classes
    """
    if beginning == "first weights":
        return ["It has not been trained: its weights are the first ones.", _purpose(model)]
    found = [_purpose(model)]
    if beginning is not None:
        found.append("It has not been trained here: what its weights were trained on is not known.")
    if results.found:
        found += [*_unseen(model, results), *_small(results), *_against_baselines(results), *_gap(results)]
        found += _far_off(results.most_telling)
        if model.classes:
            found += [*_rare(model, counts["training"]), *_missed(model, results.most_telling)]
    return [*found, *_range(model), *_sure(model)]


def _purpose(model: Model) -> str:
    match model.recipe:
        case None:
            return "What it is for is not told: it comes without data."
        case Table() as recipe if not recipe.rows.packed:
            return (
                "Its table comes with Neuroloom. It is for learning and teaching, and nothing should be decided by it."
            )
        case Table() as recipe:
            rows = f"“{plain(recipe.source)}”" if recipe.source else "its table"
            return (
                f"It is meant for rows that come about as those of {rows} did: measured in the same way, in the same "
                "units, in the same places and times."
            )
        case Digits():
            return (
                "It is for learning and teaching. It reads one digit of 8 x 8 pixels at a time; the pictures came from "
                "13 people, and other hands, other pens and digits out of the middle are read worse."
            )
        case Segments():
            return "It is for learning and teaching: it reads one digit of a seven-segment display at a time."
    return "It is for learning and teaching: its points are made up or painted, and stand for nothing in the world."


def _unseen(model: Model, results: Results) -> list[str]:
    has_test, has_validation = results.of("test") is not None, results.of("validation") is not None
    if not has_test and not has_validation:
        what = "shapes" if isinstance(model.recipe, Segments) else "samples"
        return [f"Nothing is known about {what} that it was not trained on: none were kept aside."]
    if not has_test:
        return [
            "There is no test set. The validation samples were watched while it was trained, and what suited them was "
            "kept: others are answered a little worse."
        ]
    if not has_validation:
        return [
            "No validation samples were kept aside, so the test score stood in view while it was trained. Whatever was "
            "chosen by it (size, settings, when to stop) makes it look better than it is."
        ]
    return []


def _small(results: Results) -> list[str]:
    found = results.of("test")
    if found is None or found.count >= FEW:
        return []
    few = f"{counted(found.count, 'test sample')} {'is' if found.count == 1 else 'are'} few"
    if found.judgement.correct is None:
        return [f"{few}: on others its error will be somewhat different."]
    interval = interval_text(found.judgement.correct, found.count)
    return [f"{few}: on many others it would be right about {interval} (95 % interval, Wilson)."]


def _against_baselines(results: Results) -> list[str]:
    found = results.most_telling
    constant, fitted = found.baselines.constant, found.baselines.fitted
    if constant.errors is not None and fitted.errors is not None:
        error, words = found.judgement.errors.rmse, ("the mean", "Linear")
        is_no_better, ahead = error >= constant.errors.rmse, error - fitted.errors.rmse
        both = f"off by {number(fitted.errors.rmse)} against {number(error)}"
    else:
        right, words = found.judgement.correct, ("the commonest class", "Logistic")
        assert right is not None and constant.correct is not None and fitted.correct is not None
        is_no_better, ahead = right <= constant.correct, fitted.correct - right
        both = f"right about {share_text(fitted.correct, found.count)} against {share_text(right, found.count)}"
    said = [f"On the {found.kind} samples it is no better than always answering {words[0]}."] if is_no_better else []
    if ahead > 0:
        said.append(f"{words[1]} regression does better on the {found.kind} samples, {both}, and is easier to explain.")
    elif ahead == 0 and not is_no_better:
        said.append(f"{words[1]} regression does as well on the {found.kind} samples, and is easier to explain.")
    return said


def _gap(results: Results) -> list[str]:
    found, trained = results.most_telling, results.of("training")
    if trained is None or found is trained:
        return []
    so = "part of what it learned belongs to the training samples alone."
    if found.judgement.correct is not None and trained.judgement.correct is not None:
        _, high = metrics.share_interval(found.judgement.correct, found.count)
        there = trained.judgement.correct / trained.count
        if there - found.judgement.correct / found.count <= APART or there <= high:
            return []
        ours = share_text(found.judgement.correct, found.count)
        theirs = share_text(trained.judgement.correct, trained.count)
        return [f"It is right about {theirs} of what it was trained on and {ours} of the {found.kind} samples: {so}"]
    here, there = found.judgement.errors.r2, trained.judgement.errors.r2
    if not (isfinite(here) and isfinite(there) and there - here > APART_IN_R2):
        return []
    return [minus(f"Its R² is {there:.2f} on what it was trained on, {here:.2f} on the {found.kind} samples: ") + so]


def _far_off(found: Found) -> list[str]:
    judgement = found.judgement
    if judgement.true is not None or len(judgement.outputs) > 1:
        return []
    half, tenth = np.quantile(np.abs(judgement.outputs - judgement.targets), [0.5, 0.9])
    return [
        f"Single answers can be further off than the mean says: half of those to the {found.kind} samples are off by "
        f"more than {number(float(half))}, one in ten by more than {number(float(tenth))}."
    ]


def _rare(model: Model, counts: Indices) -> list[str]:
    total, least = int(counts.sum()), int(np.argmin(counts))
    if 2 * int(counts[least]) * len(counts) >= total:
        return []
    return [
        f"Its classes differ in size: of {total:,} samples to train on, {counts[least]:,} are "
        f"“{plain(model.classes[least])}”."
    ]


def _missed(model: Model, found: Found) -> list[str]:
    matrix = found.judgement.matrix()
    recall = metrics.class_report(matrix).recall
    worst = int(np.nanargmin(recall))
    if not recall[worst] < POOR:
        return []
    return [
        f"It misses “{plain(model.classes[worst])}” most often: of {matrix[worst].sum():,} {found.kind} samples it "
        f"finds {matrix[worst, worst]:,}."
    ]


def _range(model: Model) -> list[str]:
    if model.recipe is None or not len(build(model.recipe).x):
        return []
    table = model.preprocessing.table
    unknown = ""
    if table is not None and any(column.kind == "category" for column in table.columns):
        unknown = ", and for categories it does not know"
    return [f"Beyond the ranges it was trained on{unknown}, its answers are guesses, and nothing in them says so."]


def _sure(model: Model) -> list[str]:
    if not model.classes:
        return []
    if model.network.output.activation == "softmax" or any(name.startswith("p(") for name in model.output_names):
        return [
            "An output near 1 says that the network is sure, not that it is right; how well the two go together was "
            "not measured."
        ]
    return ["Its outputs are no probabilities: they only say which class is nearest."]
