"""`neuroloom evaluate`"""

from typing import Annotated, Any

import typer

from core.arrays import Array
from core.data import build
from core.data.nouns import noun_of_data
from core.errors import UserError
from core.judging import KINDS, Baselines, Errors, Judge, Judgement, Result
from core.metrics import ClassReport, class_report
from core.probe.knockout import Kind
from core.probe.meaning import meaning_of
from core.snapshot import Score
from core.specs import Project
from core.trainer import Trainer
from gui.cli.arguments import File, theta_of
from gui.cli.columns import aligned
from gui.cli.told import Json, say, score_fields
from gui.start import open_named

MOST_CLASSES = 20
"""Of more classes a matrix is wider than a terminal."""
LOGISTIC, LINEAR = "logistic regression", "linear regression"


def evaluate(
    file: File,
    part: Annotated[
        str | None,
        typer.Option("--part", help="training, validation or test; else the last of them that there is."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Judge a project on its test samples, beside simple baselines."""
    saved = open_named(file)
    project = saved.project
    if project.data is None:
        raise UserError(f"{project.title} has no data to judge it on.", "Choose data first.")
    dataset = build(project.data)
    dataset.check_whole()
    judge = Judge(project.network, dataset, project.training, project.seed)
    kind = _part(part, judge.kinds)
    theta = theta_of(saved)
    judged = judge.judge(theta, kind)
    baselines = judge.baselines(kind, lambda: True)
    assert baselines is not None
    score = _score(project, theta, kind)
    meaning = meaning_of(project.network, dataset, project.training.loss)
    names = [meaning.class_name(index) for index in range(judged.classes)]
    if as_json:
        say(_fields(project, judged, baselines, score, names, saved.step))
    else:
        _tell(project, judged, baselines, score, names, is_trained=saved.state is not None)


def _part(wanted: str | None, kinds: tuple[Kind, ...]) -> Kind:
    """The part that is wanted, of those that there are. Raises UserError for any other."""
    if wanted is None:
        return kinds[-1]
    for kind in kinds:
        if wanted in (kind, kind[: len("train")]):  # "train" is what the files of a split say
            return kind
    raise UserError(f"There are no samples called “{wanted}”.", f"Choose {' or '.join(kinds)}.")


def _score(project: Project, theta: Array, kind: Kind) -> Score:
    """Loss and score of these samples, as training tells them."""
    assert project.data is not None
    scores = Trainer(project.network, build(project.data), project.training, theta, project.seed).scores()
    score = dict(zip(KINDS, scores, strict=True))[kind]
    assert score is not None
    return score


def _tell(
    project: Project, judged: Judgement, baselines: Baselines, score: Score, names: list[str], is_trained: bool
) -> None:
    noun = f"{noun_of_data(project.data)}s"
    samples = f"{noun} it was trained on" if judged.kind == "training" else f"{judged.kind} {noun}"
    if not is_trained:
        print("not trained: first weights")
    if judged.true is None:
        print(f"root mean squared error {score.rmse:.4g} on {score.count:,} {samples}, loss {score.loss:.6g}")
        _tell_errors(judged.errors, baselines)
        return
    assert score.correct is not None and baselines.commonest is not None
    right = f"{score.correct:,} of {score.count:,} {samples} correct ({score.correct / score.count:.1%})"
    print(f"{right}, loss {score.loss:.6g}")
    for name, result in ((f"always “{names[baselines.commonest]}”", baselines.constant), (LOGISTIC, baselines.fitted)):
        assert result.correct is not None
        print(f"{name}: {result.correct:,} ({result.correct / score.count:.1%})")
    if judged.classes <= MOST_CLASSES:
        print()
        for line in _matrix_lines(judged.matrix().tolist(), names):
            print(line)
    print()
    for line in _report_lines(class_report(judged.matrix()), names):
        print(line)


def _tell_errors(own: Errors, baselines: Baselines) -> None:
    fitted, constant = baselines.fitted.errors, baselines.constant.errors
    assert fitted is not None and constant is not None
    rows = [["", "RMSE", "MAE", "R2"]]
    for name, errors in (("this network", own), (LINEAR, fitted), ("always the mean", constant)):
        rows.append([name, f"{errors.rmse:.4g}", f"{errors.mae:.4g}", f"{errors.r2:.3f}"])
    for line in aligned(rows):
        print(line)


def _matrix_lines(matrix: list[list[int]], names: list[str]) -> list[str]:
    """The confusion matrix, a class a line; where some samples have no answer, they are counted at the end."""
    heads = [*names, "no answer"][: len(matrix[0])]
    rows = [["true, predicted:", *heads]]
    rows += [[name, *map(str, row)] for name, row in zip(names, matrix, strict=True)]
    return aligned(rows)


def _report_lines(report: ClassReport, names: list[str]) -> list[str]:
    rows = [["class", "precision", "recall", "F1", "samples"]]
    for name, *shares, support in zip(names, report.precision, report.recall, report.f1, report.support, strict=True):
        rows.append([name, *("-" if share != share else f"{share:.3f}" for share in shares), str(support)])
    return aligned(rows)


def _fields(
    project: Project, judged: Judgement, baselines: Baselines, score: Score, names: list[str], step: int
) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": project.title,
        "step": step,
        "part": judged.kind,
        "loss_name": project.training.loss,
        "score": score_fields(score),
    }
    if judged.true is None:
        fields["errors"] = judged.errors._asdict()
        fields["baselines"] = {
            "mean": _errors_of(baselines.constant),
            "linear_regression": _errors_of(baselines.fitted),
        }
        return fields
    assert baselines.commonest is not None
    report = class_report(judged.matrix())
    return fields | {
        "classes": names,
        "confusion_matrix": judged.matrix().tolist(),
        "precision": report.precision.tolist(),
        "recall": report.recall.tolist(),
        "f1": report.f1.tolist(),
        "support": report.support.tolist(),
        "baselines": {
            "commonest_class": {"class": names[baselines.commonest], "correct": baselines.constant.correct},
            "logistic_regression": {"correct": baselines.fitted.correct},
        },
    }


def _errors_of(result: Result) -> dict[str, float]:
    assert result.errors is not None
    return result.errors._asdict()
