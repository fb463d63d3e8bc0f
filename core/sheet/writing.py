"""Rows of a sheet as text, to be pasted into a spreadsheet or written to a file."""

import numpy as np

from core.arrays import Indices
from core.sheet.answers import Answers
from core.sheet.sheet import NONE, PART_NAMES, Sheet


def write_rows(sheet: Sheet, answers: Answers | None, rows: Indices, separator: str = ",") -> str:
    """These rows with a line of names above: number, part, what was read, target, answer, and how far off it is.

    Empty where there is nothing. Numbers have a point, and no unit is changed: they are the data's own.
    """
    import polars

    samples = sheet.samples[rows]
    is_sample = samples != NONE
    columns: dict[str, polars.Series] = {}

    def put(name: str, values: polars.Series) -> None:
        while name in columns:  # a table may have a column called "answer" of its own
            name = f"{name}_"
        columns[name] = values

    put("row", polars.Series(sheet.numbers[rows]))
    put("part", polars.Series(np.array(PART_NAMES)[sheet.parts[rows]]))
    for series in sheet.cells.frame(rows).get_columns():
        put(series.name, series)
    if sheet.target is not None:
        for series in sheet.target.frame(rows).get_columns():
            put(series.name, series)
    else:
        targets = sheet.targets[samples]
        named = sheet.dataset.task != "regression"
        put(
            sheet.dataset.target_name or "target",
            polars.Series(_names(sheet, targets.astype(np.intp))) if named else polars.Series(targets),
        )
    if answers is not None and answers.known is None:

        def of_rows(values: "polars.Series") -> "polars.Series":
            found = values.gather(polars.Series(np.maximum(samples, 0)))
            return found.zip_with(polars.Series(is_sample), polars.Series([None], dtype=found.dtype))

        if answers.decided is None:
            put("answer", of_rows(polars.Series(answers.values)))
            put("error", of_rows(polars.Series(answers.errors)))
        elif answers.wrong is not None:
            put("answer", of_rows(polars.Series(_names(sheet, answers.decided))))
            put("output", of_rows(polars.Series(answers.values)))
            put("is wrong", of_rows(polars.Series(answers.wrong)))
    return polars.DataFrame(columns).write_csv(separator=separator)


def _names(sheet: Sheet, classes: Indices) -> list[str | None]:
    """The names of classes, None for no answer."""
    count = max(2, sheet.dataset.y.shape[1])
    names = [sheet.dataset.class_name(place) for place in range(count)]
    return [names[place] if place >= 0 else None for place in classes.tolist()]
