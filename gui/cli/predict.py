"""`neuroloom predict`"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from core.wording import counted
from gui.cli.arguments import ProjectFile, data_of, theta_of, weights_of
from gui.cli.places import Place
from gui.cli.progress import bar_of
from gui.cli.told import Json, check_output, say
from gui.start import open_named

if TYPE_CHECKING:
    from core.table.predicting import Predictions


def predict(
    file: ProjectFile,
    rows: Annotated[
        Path,
        # What cannot be read is refused by what reads it, in its own words.
        typer.Argument(readable=False, metavar="ROWS", help="New rows: a CSV, TSV, Parquet or Excel file."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="OUT",
            help="Where to: .csv, .tsv or .parquet. A file that is there is replaced, and that is said. Without it the "
            "rows are the output.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Predict the rows of a file, and write them with the answers.

    For rows whose answers nobody knows yet. Columns are found by their names; what is odd about a row is told beside.

    Example: neuroloom predict iris.neuroloom new.csv -o answers.csv
    """  # fmt: skip
    # Tables need libraries that take longer to load than any other command runs.
    from core.table.prediction_file import predict_file, read_and_predict
    from core.table.writing import check_ending, text_of

    if out == Path("-"):
        out = None
    place = None
    if out is None:
        check_output()
    else:
        check_ending(out)
        place = Place(out)
    saved = open_named(file)
    data_of(file, saved.project, "that would say what the columns are")
    theta = theta_of(saved)
    with bar_of(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()) as bar:
        task = bar.add_task(f"predict {rows.name}", total=1.0)

        def told(share: float) -> None:
            bar.update(task, completed=share)

        if out is None:
            found = read_and_predict(saved.project, theta, rows, told, lambda: True)
        else:
            written = predict_file(saved.project, theta, rows, out, told, lambda: True)
    if out is None:
        assert found is not None
        predictions, form = found
        odd, count = predictions.odd, predictions.frame.height
    else:
        assert written is not None
        odd, count = written.odd, written.rows
    if as_json:
        say(
            {
                "path": None if out is None else str(out),
                "replaced": place is not None and place.was_there,
                "count": count,
                "is_trained": weights_of(saved).are_trained,
                "unseen_categories": odd.unseen,
                "outside_the_range": odd.beyond,
                "gaps_filled": odd.filled,
                "not_a_number": odd.not_numbers,
                "without_prediction": odd.unpredicted,
                "notes": list(odd.sentences),
                "rows": _rows(predictions) if out is None else None,
            }
        )
        return
    if place is None:
        sys.stdout.write(text_of(predictions.written, like=form).decode())
    else:
        print(f"wrote {place.told}: {counted(count, 'row')}")
    for line in (weights_of(saved).note, odd.counts, *odd.sentences):
        if line:
            print(line, file=sys.stderr if out is None else sys.stdout)


def _rows(predictions: "Predictions") -> list[dict[str, Any]]:
    """The rows for JSON, which knows no dates: those as they stood in the file. A cell that is no number among numbers
    is null, so that the others stay numbers.
    """
    from core.table.literals import read_numbers

    frame = predictions.frame
    frame = frame.with_columns(read_numbers(frame.get_column(name))[0] for name in predictions.odd.with_texts)
    dates = [column.name for column in frame.iter_columns() if column.dtype.is_temporal()]
    return frame.with_columns(predictions.written.select(dates)).to_dicts()
