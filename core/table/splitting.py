"""Which part each row of a table belongs to."""

from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Indices
from core.errors import UserError
from core.randomness import stream
from core.table.cells import FIRST_ROW, UNSEEN, find_column, numbers_of, texts_of
from core.table.columns import Split

if TYPE_CHECKING:
    import polars

TRAIN, VALIDATION, TEST = 0, 1, 2
WORDS = {
    "train": TRAIN, "training": TRAIN, "validation": VALIDATION, "validate": VALIDATION, "valid": VALIDATION,
    "val": VALIDATION, "dev": VALIDATION, "test": TEST, "testing": TEST,
}  # fmt: skip
"""What a column may call the parts."""


def split_rows(frame: "polars.DataFrame", split: Split, rows: Indices, classes: Indices | None) -> Indices:
    """TRAIN, VALIDATION or TEST for each of these rows, (rows,).

    rows     the rows of the table that are to be split
    classes  (rows,) the class of each; None: the target is a number

    Raises UserError where the column that decides is missing or does not say it.
    """
    match split.kind:
        case "random":
            return _random(split, len(rows), classes if split.stratified else None)
        case "time":
            return _in_time(frame, split, rows)
        case "group":
            return _in_groups(frame, split, rows)
    return _as_told(frame, split, rows)


def _random(split: Split, count: int, classes: Indices | None) -> Indices:
    parts = np.zeros(count, np.intp)
    strata = [np.arange(count)]
    if classes is not None:
        # Not np.unique, here and in the rest of the package: its first call loads another tenth of a second of NumPy.
        strata = [np.flatnonzero(classes == one) for one in np.flatnonzero(np.bincount(classes))]
    for index, members in enumerate(strata):
        order = stream(split.seed, "split", index).permutation(members)
        parts[order] = _in_order(split, len(members))
    return parts


def _in_order(split: Split, count: int) -> Indices:
    """The parts of so many rows that stand in order: first those to train, then validation, then test."""
    test = round(count * split.test / 100.0)
    validation = min(round(count * split.validation / 100.0), count - test)
    if test + validation >= count and count:  # a lone row can only teach
        test, validation = (test, validation - 1) if validation else (test - 1, 0)
    return np.repeat([TRAIN, VALIDATION, TEST], [count - test - validation, validation, test]).astype(np.intp)


def _in_time(frame: "polars.DataFrame", split: Split, rows: Indices) -> Indices:
    assert split.column is not None
    series = find_column(frame, split.column)
    order = np.argsort(numbers_of(series)[rows], kind="stable")  # without a time: last
    parts = np.empty(len(rows), np.intp)
    parts[order] = _in_order(split, len(rows))
    return parts


def _in_groups(frame: "polars.DataFrame", split: Split, rows: Indices) -> Indices:
    """In a drawn order the first groups train, the next validate, the last test; each goes where its middle lies."""
    assert split.column is not None
    names = texts_of(find_column(frame, split.column)).fill_null("").gather(rows)
    group = names.rank("dense").to_numpy().astype(np.intp) - 1
    sizes = np.bincount(group)
    order = stream(split.seed, "split").permutation(len(sizes))
    middle = np.cumsum(sizes[order]) - sizes[order] / 2.0
    ends = len(rows) * np.array([split.train, split.train + split.validation]) / 100.0
    part_of = np.empty(len(sizes), np.intp)
    part_of[order] = np.searchsorted(ends, middle)
    if len(sizes) and not (part_of == TRAIN).any():
        part_of[order[0]] = TRAIN
    found: Indices = part_of[group]
    return found


def _as_told(frame: "polars.DataFrame", split: Split, rows: Indices) -> Indices:
    import polars

    assert split.column is not None
    texts = texts_of(find_column(frame, split.column)).str.to_lowercase().fill_null("")
    told = texts.replace_strict(WORDS, default=UNSEEN, return_dtype=polars.Int32).to_numpy()
    parts: Indices = told[rows].astype(np.intp)
    if (parts == UNSEEN).any():
        row = int(rows[np.argmax(parts == UNSEEN)])
        raise UserError(
            f"Row {row + FIRST_ROW:,} of the column “{split.column}” is “{texts[row][:20]}”, which is no part.",
            "It says train, validation or test.",
        )
    return parts
