"""What a model card says of how good a model is: scores, set against baselines, and how far they can be trusted."""

from dataclasses import dataclass

import numpy as np

from core import metrics
from core.arrays import Array
from core.data import Segments, build
from core.data.nouns import noun_of_data
from core.doctor.words import number
from core.errors import UserError
from core.export.card.markdown import minus, plain, table
from core.export.model import Model
from core.judging import KINDS, Baselines, Judge, Judgement
from core.numerals import share_text
from core.probe.baseline import knows_nothing
from core.probe.knockout import Kind
from core.samples import prepare
from core.scoring import Scoring

MOST_IN_MATRIX, MOST_REPORTED = 12, 100
"""So many classes fit into a confusion matrix that people read, and into a list."""
SAID = {
    "training": "training",
    "validation": "validation: watched while it was trained",
    "test": "test: never trained on",
}
MEASURES = (
    "RMSE: root mean squared error. MAE: mean absolute error. R²: 1 is perfect, 0 no better than always answering the "
    "mean."
)


@dataclass(frozen=True, eq=False)
class Found:
    """How the model does on the samples of one kind.    loss  without penalties"""

    judgement: Judgement
    baselines: Baselines
    loss: float

    @property
    def kind(self) -> Kind:
        """Which samples they are."""
        return self.judgement.kind

    @property
    def count(self) -> int:
        """How many samples were looked at."""
        return len(self.judgement.rows)


@dataclass(frozen=True, eq=False)
class Results:
    """How the model does on all kinds of samples there are; none where it could not be asked, and why.

    knows_kinds      whether the samples that were watched are known; else they are counted among those of the training
    loss_of_nothing  what the best constant answer to the training samples costs; None: that would say nothing
    """

    found: tuple[Found, ...]
    knows_kinds: bool
    loss_of_nothing: float | None = None
    why_none: str = ""

    @property
    def most_telling(self) -> Found:
        """What says most about samples it has not met: test, else validation, else training samples."""
        return next(one for kind in ("test", "validation", "training") for one in self.found if one.kind == kind)

    def of(self, kind: Kind) -> Found | None:
        """The results on the samples of one kind; None: there are no such samples."""
        return next((one for one in self.found if one.kind == kind), None)


def results_of(model: Model, seed: int | None) -> Results:
    """Ask the model about its own data.    seed  the project's, which draws the samples that are watched"""
    if model.recipe is None:
        return Results((), True, why_none="The model has no data, so nothing is known about how good it is.")
    training, dataset = model.training, build(model.recipe)
    knows_kinds = seed is not None or training.validation_share == 0.0 or dataset.aside is not None
    if not knows_kinds:
        training = training.replace(validation_share=0.0)
    drawn = 0 if seed is None else seed
    network, theta = model.network, model.theta
    try:
        judge = Judge(network, dataset, training, drawn)
        split = prepare(network, dataset, training, drawn)
        scores = Scoring(network, dataset, training, theta, split, drawn).all()
    except UserError as error:
        return Results((), knows_kinds, why_none=f"It could not be asked about its data. {error.message}")
    found = []
    for kind, score in zip(KINDS, scores, strict=True):
        if score is not None:
            baselines = judge.baselines(kind, lambda: True)
            assert baselines is not None
            found.append(Found(judge.judge(theta, kind), baselines, score.loss))
    if not all(one.judgement.is_finite for one in found):
        return Results((), knows_kinds, why_none="Its answers are no finite numbers, so there is nothing to measure.")
    return Results(tuple(found), knows_kinds, knows_nothing(training.loss, split.train.y))


def headline(model: Model, results: Results) -> str:
    """The one sentence about how good it is."""
    if not results.found:
        return results.why_none
    found = results.most_telling
    judgement, noun = found.judgement, noun_of_data(model.recipe)
    samples = f"{found.count:,} {noun}{'s' * (found.count != 1)}"
    about = {"test": "it was not trained on", "validation": "that were watched", "training": "it was trained on"}
    if judgement.correct is None:
        constant, fitted = found.baselines.constant.errors, found.baselines.fitted.errors
        assert constant is not None and fitted is not None
        return (
            f"On {samples} {about[found.kind]}, its answers are off by **{number(judgement.errors.rmse)}** (root mean "
            f"squared error). Always answering the mean is off by {number(constant.rmse)}, linear regression by "
            f"{number(fitted.rmse)}."
        )
    if found.kind == "training" and isinstance(model.recipe, Segments):
        return f"**{judgement.correct:,} of {found.count:,}** right, shapes it was trained on."
    share = share_text(judgement.correct, found.count)
    right = f"**{share}** right: {judgement.correct:,} of {samples} {about[found.kind]}"
    if found.kind == "training":
        return f"{right}."
    return f"{right} (95 % interval: {interval_text(judgement.correct, found.count)})."


def interval_text(correct: int, count: int) -> str:
    """Where the share of right answers lies, as far as these samples say."""
    low, high = metrics.share_interval(correct, count)
    return f"{100.0 * low:.1f} to {100.0 * high:.1f} %".replace("100.0", "100")


def results_section(model: Model, results: Results, loss_said: str | None) -> list[str]:
    """The blocks of the section.    loss_said  what the loss is called; None: it is not known"""
    if not results.found:
        return [results.why_none]
    blocks = [_of_numbers(results) if results.found[0].judgement.true is None else _of_classes(model, results)]
    notes = []
    if loss_said is not None:
        losses = ", ".join(f"{number(one.loss)} ({one.kind})" for one in results.found)
        scaled = " and for the scaled target" if model.preprocessing.target is not None else ""
        nothing = (
            "" if results.loss_of_nothing is None else f"; knowing nothing costs {number(results.loss_of_nothing)}"
        )
        notes.append(f"Loss ({loss_said}), without penalties{scaled}: {losses}{nothing}.")
    if not results.knows_kinds:
        notes.append("Some of the training samples were only watched; which ones is not known here.")
    notes += [
        f"Of the {one.judgement.count:,} {one.kind} samples {one.count:,} were looked at."
        for one in results.found
        if one.count < one.judgement.count
    ]
    best_possible = None if model.recipe is None else build(model.recipe).best_possible
    if best_possible is not None and results.of("test") is not None:
        notes.append(
            f"With this noise the best possible reader gets {100.0 * best_possible:.1f} % of test shapes right."
        )
    if results.found[0].judgement.true is None:
        notes.insert(0, MEASURES)
    if notes:
        blocks.append(" ".join(notes))
    if results.found[0].judgement.true is not None:
        blocks += _by_class(model, results.most_telling)
    return blocks


def _of_classes(model: Model, results: Results) -> str:
    rows = []
    for one in results.found:
        correct, baselines = one.judgement.correct, one.baselines
        assert correct is not None and baselines.constant.correct is not None and baselines.fitted.correct is not None
        rows.append(
            (
                _said(one),
                f"{correct:,} of {one.count:,}",
                share_text(correct, one.count),
                "" if one.kind == "training" else interval_text(correct, one.count),
                share_text(baselines.constant.correct, one.count),
                share_text(baselines.fitted.correct, one.count),
            )
        )
    commonest = results.found[0].baselines.commonest
    assert commonest is not None
    always = f"always “{plain(build(model.recipe).class_name(commonest))}”" if model.recipe is not None else "always"
    head = ("samples", "right", "share", "95 % interval", always, "logistic regression")
    return table(head, rows, numbers=5)


def _of_numbers(results: Results) -> str:
    rows = []
    for one in results.found:
        constant, fitted = one.baselines.constant.errors, one.baselines.fitted.errors
        assert constant is not None and fitted is not None
        errors = one.judgement.errors
        rows.append(
            (
                f"{_said(one)} ({one.count:,})",
                *(number(value) for value in (errors.rmse, errors.mae)),
                _r2(errors.r2),
                number(constant.rmse),
                f"{number(fitted.rmse)} (R² {_r2(fitted.r2)})",
            )
        )
    head = ("samples", "RMSE", "MAE", "R²", "RMSE of always the mean", "RMSE of linear regression")
    return table(head, rows, numbers=5)


def _said(one: Found) -> str:
    return SAID[one.kind]


def _r2(value: float) -> str:
    return "—" if np.isnan(value) else minus(f"{value:.3f}")


def _by_class(model: Model, found: Found) -> list[str]:
    assert model.recipe is not None
    if found.judgement.correct == found.count:
        return [f"All {found.kind} samples are right, of every class."]
    dataset, matrix = build(model.recipe), found.judgement.matrix()
    count = len(matrix)
    names = [plain(dataset.class_name(index)) for index in range(count)]
    report = metrics.class_report(matrix)
    rows = [
        (
            names[index],
            f"{report.support[index]:,}",
            *(_share(values[index]) for values in (report.precision, report.recall, report.f1)),
        )
        for index in range(min(count, MOST_REPORTED))
    ]
    blocks = [
        f"By class, on the {found.kind} samples. Precision: how many answers “this class” are right. Recall: how many "
        "of the class are found. F1: the harmonic mean of both.",
        table(("class", "samples", "precision", "recall", "F1"), rows, numbers=4),
    ]
    if count > MOST_REPORTED:
        blocks.append(f"And {count - MOST_REPORTED:,} more classes.")
    if count <= MOST_IN_MATRIX:
        answers = [*names, *(["no answer"] if matrix.shape[1] > count else [])]
        blocks += [
            "Confusion matrix: a row for what a sample is, a column for what it was taken for.",
            table(
                ("is \\ taken for", *answers),
                [
                    (f"**{name}**", *_counts(row, index))
                    for index, (name, row) in enumerate(zip(names, matrix, strict=True))
                ],
                numbers=len(answers),
            ),
        ]
    return blocks


def _counts(row: Array, right: int) -> list[str]:
    return [f"**{count:,}**" if place == right else f"{count:,}" for place, count in enumerate(row.tolist())]


def _share(value: float) -> str:
    return "—" if np.isnan(value) else f"{value:.3f}"
