"""New rows in, the same rows out with what the network answers to each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Array, Indices
from core.data import Segments
from core.errors import UserError
from core.probe.answering import Answering, answering
from core.specs import Project
from core.table.cells import FIRST_ROW
from core.table.new_rows import source_of
from core.table.oddities import Oddities
from core.table.writing import as_written

if TYPE_CHECKING:
    import polars

CHUNK = 8192
"""Rows that are predicted at a time."""
PREDICTION = "prediction"

Told = Callable[[float], None]
IsWanted = Callable[[], bool]


@dataclass(frozen=True, eq=False)
class Predictions:
    """New rows with their predictions.

    frame    the rows as they were given, and then a column for the prediction, and of classes one for each output
    added    the names of these columns
    odd      what was odd about the rows
    given    the rows as the texts that stood in their file; None: they were no text
    numbers  the names of the rows' own columns that the network is given as numbers
    """

    frame: "polars.DataFrame"
    added: tuple[str, ...]
    odd: Oddities = field(default_factory=Oddities)
    given: "polars.DataFrame | None" = None
    numbers: tuple[str, ...] = ()

    @property
    def written(self) -> "polars.DataFrame":
        """The same as they are written into a text: cell by cell as they were given, and then the predictions."""
        if self.given is None:
            return as_written(self.frame)
        return self.given.hstack(self.frame.select(self.added))


def predict_rows(
    project: Project,
    theta: Array,
    frame: "polars.DataFrame",
    told: Told = lambda _share: None,
    is_wanted: IsWanted = lambda: True,
) -> Predictions | None:
    """The rows with `prediction`, and of classes with one column for each output; None when no longer wanted.

    The columns of a table are found by their names, whatever their order and whatever else there is. What other data
    are made of is found by name, too (x1 and x2; a to g), or by place where there are exactly as many columns. Gaps
    are filled as in training, or leave the row without a prediction where training left such rows out; so does a cell
    that is not a number among numbers. A number that is found out is in its own unit. Outputs that are probabilities
    are called p(class), others output(class).

    theta  (parameters,)
    told   is told the share that is done, from 0 to 1

    Raises UserError for missing columns, for dates where numbers were trained, and where most cells are text there.
    """
    import polars

    if project.data is None:
        raise UserError("This project has no data, which would say what the columns are.", "Choose data first.")
    asked = answering(project.network, theta, project.data, project.training)
    if asked is None:
        raise UserError("The network does not fit its data.", "Choose the data again.")
    try:
        source = source_of(project.data, frame)
        columns = _Columns(asked)
        for first in range(0, frame.height, CHUNK):
            if not is_wanted():
                return None
            columns.add(*source.places(first, min(CHUNK, frame.height - first)))
            told(min(1.0, (first + CHUNK) / frame.height))
    except polars.exceptions.PolarsError as error:
        raise UserError("The columns do not hold what the network was trained on.", f"They hold {error}.") from error
    found = columns.series()
    names = _free_names(frame.columns, found)
    added = [series.rename(name) for series, name in zip(found, names, strict=True)]
    odd = source.odd
    if columns.undecided is not None:
        odd.first_unpredicted = odd.first_unpredicted or f"Row {columns.undecided + FIRST_ROW:,} has no answer."
    odd.unpredicted = int(found[0].null_count())
    return Predictions(frame.with_columns(added), tuple(names), odd, numbers=source.numbers)


class _Columns:
    """The columns that are added, as they grow."""

    def __init__(self, asked: Answering) -> None:
        self._asked = asked
        self._outputs: list[Array] = []
        self._decided: list[Indices] = []
        self._rows = 0
        self.undecided: int | None = None
        """The first row whose outputs amount to no answer."""

    def add(self, places: Array, is_out: Indices) -> None:
        """The next rows, some of which cannot be predicted."""
        outputs = self._asked.outputs(places.T).T.copy()
        if self._asked.classes:
            decided = self._asked.meaning.decided(outputs.T)
            if isinstance(self._asked.recipe, Segments):
                decided[~places.any(axis=1)] = -1  # a blank pad is no digit
            is_known = np.ones(len(decided), np.bool_)
            is_known[is_out] = False
            undecided = np.flatnonzero(is_known & (decided < 0))
            if len(undecided) and self.undecided is None:
                self.undecided = self._rows + int(undecided[0])
            decided[is_out] = -1
            self._decided.append(decided)
        outputs[is_out] = np.nan
        self._outputs.append(outputs)
        self._rows += len(places)

    def series(self) -> list["polars.Series"]:
        """The prediction first, then what each output says."""
        import polars

        asked = self._asked
        width = asked.network.outputs
        outputs = np.concatenate(self._outputs) if self._outputs else np.zeros((0, width), asked.network.dtype)
        numbers = [polars.Series(values).fill_nan(None) for values in np.ascontiguousarray(outputs.T)]
        classes = asked.classes
        if not classes:
            names = [PREDICTION] if width == 1 else [f"{PREDICTION} {index + 1}" for index in range(width)]
            return [series.rename(name) for series, name in zip(numbers, names, strict=True)]
        decided = np.concatenate(self._decided) if self._decided else np.zeros(0, np.intp)
        texts = polars.Series([*classes, None], dtype=polars.String)
        chosen = texts.gather(np.where(decided < 0, len(classes), decided)).rename(PREDICTION)
        return [chosen, *(series.rename(name) for series, name in zip(numbers, asked.output_names, strict=True))]


def _free_names(taken: list[str], added: list["polars.Series"]) -> list[str]:
    """Names of the new columns that none of the rows' own has."""
    found: list[str] = []
    for series in added:
        name, number = series.name, 2
        while name in taken or name in found:
            name, number = f"{series.name} ({number})", number + 1
        found.append(name)
    return found
