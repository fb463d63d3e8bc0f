"""`neuroloom predict`"""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from core.wording import counted
from gui.cli.arguments import File, check_room_for, data_of, theta_of, weights_of
from gui.cli.told import Json, say
from gui.start import open_named


def predict(
    file: File,
    rows: Annotated[
        Path,
        # What cannot be read is refused by what reads it, in its own words.
        typer.Argument(readable=False, metavar="ROWS", help="New rows: a CSV, TSV, Parquet or Excel file."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="OUT", help="Where to: .csv, .tsv or .parquet; without it, to the output."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Predict the rows of a file, and write them with the answers."""
    # Tables need libraries that take longer to load than any other command runs.
    from core.table.prediction_file import predict_file, read_and_predict
    from core.table.writing import check_ending, text_of

    if out == Path("-"):
        out = None
    if out is not None:
        check_ending(out)
        check_room_for(out)  # before a million rows, not after
    saved = open_named(file)
    data_of(file, saved.project, "that would say what the columns are")
    theta = theta_of(saved)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True, disable=sys.stderr is None or not sys.stderr.isatty(),
    )  # fmt: skip
    with bar:
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
                "count": count,
                "is_trained": weights_of(saved).are_trained,
                "unseen_categories": odd.unseen,
                "gaps_filled": odd.filled,
                "without_prediction": odd.unpredicted,
                "notes": list(odd.sentences),
                "rows": predictions.frame.to_dicts() if out is None else None,
            }
        )
        return
    if out is None:
        sys.stdout.write(text_of(predictions.written, like=form).decode())
    else:
        print(f"wrote {out}: {counted(count, 'row')}")
    for line in (weights_of(saved).note, odd.counts, *odd.sentences):
        if line:
            print(line, file=sys.stderr if out is None else sys.stdout)
