"""`neuroloom evaluate`"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.data import Dataset, Recipe, Table, build
from core.data.nouns import noun_of_data
from core.errors import UserError
from core.judging import Baselines, Errors, Judge, Judgement, Result
from core.metrics import ClassReport, class_report
from core.probe.knockout import Kind
from core.probe.meaning import meaning_of
from core.snapshot import Score
from core.specs import Project
from gui.cli.arguments import ProjectFile, data_of, theta_of, title_of, weights_of
from gui.cli.columns import aligned
from gui.cli.progress import working
from gui.cli.told import Json, check_output, percent, say, score_fields
from gui.start import open_named

if TYPE_CHECKING:
    from core.table.labelled import Labelled

MOST_CLASSES = 20
"""Of more classes a matrix is wider than a terminal."""
LOGISTIC, LINEAR = "logistic regression", "linear regression"


def evaluate(
    file: ProjectFile,
    rows: Annotated[
        Path | None,
        # What cannot be read is refused by what reads it, in its own words.
        typer.Argument(
            readable=False,
            metavar="ROWS",
            show_default=False,
            help="Other rows with their answers: a CSV, TSV, Parquet or Excel file that has the target's column, too.",
        ),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(
            "--part",
            metavar="PART",
            help="training, validation or test. Without it the test samples, or all ROWS. Of ROWS their column “part” "
            "says which is which; it may say other words, too.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Judge a project on its test samples, or on the rows of a file.

    To see how good it is on samples it was not trained on, beside the simplest answers there are: score, errors,
    confusion matrix.

    Example: neuroloom evaluate iris.neuroloom
    """
    check_output()
    saved = open_named(file)
    project = saved.project
    recipe = data_of(file, project, "to judge it on")
    with working(f"judging {file}"):
        found = None if rows is None else _read(recipe, rows, part)
        dataset = build(recipe) if found is None else found.dataset
        dataset.check_whole()
        judge = Judge(project.network, dataset, project.training, project.seed, is_whole=True)
        kind = _part(part, judge.kinds) if found is None else "test"
        judged = judge.judge(theta_of(saved), kind)
        baselines = judge.baselines(kind, lambda: True)
    assert baselines is not None
    notes = _outside(recipe, dataset, judged) if found is None else found.notes
    meaning = meaning_of(project.network, dataset, project.training.loss)
    names = [meaning.class_name(index) for index in range(judged.classes)]
    if as_json:
        fields = _fields(title_of(saved, file), project, judged, baselines, names, saved.step)
        say(fields | {"notes": notes} | ({} if rows is None or found is None else _fields_of_rows(rows, part, found)))
        return
    if note := weights_of(saved).note:
        print(note)
    noun = noun_of_data(recipe) if rows is None else "row"
    plural = noun if judged.count == 1 else f"{noun}s"
    if rows is not None:
        samples = f"{plural} of {rows.name}" + ("" if part is None else f" whose part is {part}")
    else:
        samples = f"{plural} it was trained on" if judged.kind == "training" else f"{judged.kind} {plural}"
    _tell(judged, baselines, names, samples, " of the scaled target" if dataset.target_scale is not None else "")
    if notes:
        print()
        for sentence in notes:
            print(sentence)


def _outside(recipe: Recipe, dataset: Dataset, judged: Judgement) -> tuple[str, ...]:
    """That rows of the project's own table lie outside of what was trained on; of made-up points nobody asks."""
    if not isinstance(recipe, Table):
        return ()
    from core.table.outside import told_outside

    places = dataset.raw_test if judged.kind == "test" else dataset.raw
    assert places is not None
    told = told_outside(recipe, places[judged.rows])
    return (told,) if told else ()


def _read(recipe: Recipe, rows: Path, part: str | None) -> "Labelled":
    """The rows of a file. Raises UserError as reading and `read_labelled` do."""
    # Tables need libraries that take longer to load than any other command runs.
    from core.table.formats import guess_format
    from core.table.labelled import read_labelled
    from core.table.reading import read_table

    table = read_table(rows, replace(guess_format(rows), is_final=True), lambda _share: None, lambda: True)
    assert table is not None
    found = read_labelled(recipe, table.frame, part)
    return replace(found, notes=(*table.notes, *found.notes))


def _part(wanted: str | None, kinds: tuple[Kind, ...]) -> Kind:
    """The part that is wanted, of those that there are. Raises UserError for any other."""
    if wanted is None:
        return kinds[-1]
    for kind in kinds:
        if wanted in (kind, kind[: len("train")]):  # "train" is what the files of a split say
            return kind
    raise UserError(f"There are no samples called “{wanted}”.", f"Choose {' or '.join(kinds)}.")


def _score(judged: Judgement) -> Score:
    """Loss and score of these samples, as training tells them."""
    return Score(judged.loss, judged.correct, judged.count, judged.errors.rmse if judged.true is None else None)


def _tell(judged: Judgement, baselines: Baselines, names: list[str], samples: str, of_what: str) -> None:
    score = _score(judged)
    if judged.true is None:
        print(f"root mean squared error {score.rmse:.4g} on {score.count:,} {samples}, loss {score.loss:.6g}{of_what}")
        _tell_errors(judged.errors, baselines)
        return
    assert score.correct is not None and baselines.commonest is not None
    right = f"{score.correct:,} of {score.count:,} {samples} correct ({percent(score.correct / score.count)})"
    print(f"{right}, loss {score.loss:.6g}")
    for name, result in ((f"always “{names[baselines.commonest]}”", baselines.constant), (LOGISTIC, baselines.fitted)):
        assert result.correct is not None
        print(f"{name}: {result.correct:,} ({percent(result.correct / score.count)})")
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
    rows = [["", "RMSE", "MAE", "R²"]]
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
    is_bare = False
    for name, *shares, support in zip(names, report.precision, report.recall, report.f1, report.support, strict=True):
        rows.append([name, *("-" if share != share else f"{share:.3f}" for share in shares), str(support)])
        is_bare |= shares[0] != shares[0]
    return [*aligned(rows), *(["-: this class was never predicted"] if is_bare else [])]


def _fields_of_rows(rows: Path, part: str | None, found: "Labelled") -> dict[str, Any]:
    left_out = {"without_label": found.without_label, "unknown": found.unknown, "with_gap": found.with_gap}
    return {"rows": str(rows), "part": part, "left_out": left_out}


def _fields(
    title: str, project: Project, judged: Judgement, baselines: Baselines, names: list[str], step: int
) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": title,
        "step": step,
        "part": judged.kind,
        "loss_name": project.training.loss,
        "score": score_fields(_score(judged)),
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
