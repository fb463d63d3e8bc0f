"""A file of new rows becomes a file of the same rows with their predictions."""

from dataclasses import dataclass, replace
from pathlib import Path

from core.arrays import Array
from core.errors import UserError
from core.specs import Project
from core.table.formats import Format, guess_format
from core.table.literals import decimal_told
from core.table.oddities import Oddities
from core.table.predicting import IsWanted, Predictions, Told, predict_rows
from core.table.reading import read_table
from core.table.sources import state_of
from core.table.text import read_as_given
from core.table.writing import check_ending, is_text, write_table

SHARE_READ, SHARE_PREDICTED = 0.5, 0.4
"""How much of the time goes there, roughly; the rest is writing."""


@dataclass(frozen=True, eq=False)
class Written:
    """What has become of a file of new rows.

    path    the file with the predictions
    rows    how many there are
    odd     what was odd about them
    """

    path: Path
    rows: int
    odd: Oddities


def read_and_predict(
    project: Project, theta: Array, rows: Path, told: Told, is_wanted: IsWanted
) -> tuple[Predictions, Format] | None:
    """The rows of this file with their predictions, and how the file was read; None when no longer wanted.

    The rows of a text are read twice: as what they mean, and as they stand there.

    Raises UserError as reading and `predict_rows` do.
    """
    form = replace(guess_format(rows), is_final=True)
    state = state_of(rows)
    table = read_table(rows, form, lambda share: told(SHARE_READ * share), is_wanted)
    if table is None:
        return None
    found = predict_rows(
        project, theta, table.frame, lambda share: told(SHARE_READ + SHARE_PREDICTED * share), is_wanted
    )
    if found is None:
        return None
    found.odd.read = table.notes
    if form.kind == "text":
        given = read_as_given(rows, form, table.frame.columns, is_wanted)
        if given is None:
            return None
        if state_of(rows) != state:
            raise UserError(f"{rows.name} was changed while it was being read.", "Predict it once more.")
        found.odd.read = (*table.notes, decimal_told(given.select(found.numbers), form.decimal))
        found = replace(found, given=given)
    return found, form


def predict_file(
    project: Project, theta: Array, rows: Path, out: Path, told: Told, is_wanted: IsWanted
) -> Written | None:
    """Write the rows of one file with their predictions into another; None, and nothing written, when not wanted.

    Text keeps the separator and the decimal sign that it came with, and each cell as it stood.

    Raises UserError as reading, `predict_rows` and writing do; an old file then stays as it was.
    """
    check_ending(out)
    if out.exists() and rows.exists() and out.samefile(rows):
        raise UserError(f"{out.name} holds the rows themselves.", "Write the predictions into another file.")
    found = read_and_predict(project, theta, rows, told, is_wanted)
    if found is None or not is_wanted():
        return None
    predictions, form = found
    write_table(predictions.written if is_text(out) else predictions.frame, out, form)
    told(1.0)
    return Written(out, predictions.frame.height, predictions.odd)
