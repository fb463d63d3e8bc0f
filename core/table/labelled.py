"""New rows of which it is known what they are: read as samples to judge a network on."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Indices
from core.data import Dataset, Recipe, Table, build
from core.data.dataset import targets_of
from core.errors import UserError
from core.table.cells import EMPTY, FIRST_ROW, UNSEEN, find_column, short, texts_of
from core.table.columns import Column
from core.table.fitted import cells_of
from core.table.labels import part_name, target_of
from core.table.new_rows import check_numbers, source_of
from core.table.oddities import Oddities
from core.table.splitting import TRAIN, WORDS
from core.wording import counted

if TYPE_CHECKING:
    import polars

Flags = NDArray[np.bool_]
JUDGED, WITHOUT_LABEL, UNKNOWN, WITH_GAP = range(4)
"""What becomes of a row."""
MOST_PARTS = 8
"""So many parts are named in a sentence."""


@dataclass(frozen=True, eq=False)
class Labelled:
    """Rows to judge a network on.

    dataset        the samples that the network was trained on; those that test are these rows
    rows           how many these are
    without_label  how many were left out since nothing says what they are,
    unknown        since it is none of the classes that are known,
    with_gap       or for a gap where training leaves such rows out
    notes          this, and what else was odd about the rows, in sentences
    """

    dataset: Dataset
    rows: int
    without_label: int
    unknown: int
    with_gap: int
    notes: tuple[str, ...]


def read_labelled(recipe: Recipe, frame: "polars.DataFrame", part: str | None = None) -> Labelled:
    """The rows of this frame as samples.

    They are found as `core.table.predicting` finds them. What each is stands in the column that is to be found out, by
    its name; of data that are no table in the column that `core.export.data_csv` writes: `class` or `target`.

    part  only the rows that the file's column of parts calls so; None: all of them

    Raises UserError for missing columns, for what is no number where numbers were trained, and where no row is left.
    """
    target = target_of(recipe)
    label = find_column(frame, target.name)
    if target.kind == "number":
        check_numbers(label, recipe.rows.frame.get_column(target.name) if isinstance(recipe, Table) else None)
    features = [column.name for column in recipe.features] if isinstance(recipe, Table) else []
    parts = part_name((*features, target.name))
    told = texts_of(frame.get_column(parts)) if parts in frame.columns else None
    given = frame.drop(target.name, parts, strict=False)
    # Of all rows, so that what is wrong is told by its row in the file.
    source = source_of(recipe, given, must_all_be_numbers=True)
    if part is None:
        rows = np.arange(frame.height)
    else:
        rows = np.flatnonzero(_is_of(part, told, parts))
        source = source_of(recipe, given[rows])
    places, gaps = source.places(0, len(rows))
    cells = cells_of(label, target)[rows]
    fates = np.full(len(rows), JUDGED)
    fates[gaps] = WITH_GAP
    fates[np.isnan(cells) if target.kind == "number" else cells == EMPTY] = WITHOUT_LABEL
    if target.kind == "category":
        fates[cells == UNSEEN] = UNKNOWN
    judged, without_label, unknown, with_gap = np.bincount(fates, minlength=4).tolist()
    notes = _left_out(label, rows[fates == UNKNOWN], without_label, unknown, with_gap)
    if not judged:
        raise UserError("There is no row to judge the network on.", " ".join(notes) or "The file has no rows.")
    is_judged = fates == JUDGED
    if part is None and told is not None:
        notes += _trained_on(told.filter(is_judged), parts)
    notes += _odd(source.odd, part is None)
    dataset = _with_tests(build(recipe), recipe, target, places[is_judged], cells[is_judged])
    return Labelled(dataset, judged, without_label, unknown, with_gap, tuple(notes))


def _left_out(
    label: "polars.Series", unknown_rows: Indices, without_label: int, unknown: int, with_gap: int
) -> list[str]:
    first = ""
    if unknown:
        row = int(unknown_rows[0])
        first = f", first “{short(str(texts_of(label)[row]))}” in row {row + FIRST_ROW:,}"
    why = {
        f"an empty “{label.name}”": without_label,
        f"a “{label.name}” that the network does not know{first}": unknown,
        "a gap in what the network is given": with_gap,
    }
    return [f"Left out: {counted(count, 'row')} with {reason}." for reason, count in why.items() if count]


def _with_tests(dataset: Dataset, recipe: Recipe, target: Column, places: Array, cells: Array | Indices) -> Dataset:
    """The same data with other samples to test on.    places (samples, numbers), cells (samples,)"""
    values: Array = cells.astype(np.float64)
    if target.kind == "number":
        values = dataset.scaled(values)
    return replace(
        dataset,
        x_test=recipe.expand(places.T).T,
        y_test=targets_of(values, len(target.categories)),
        raw_test=None if dataset.raw is None else places,
        best_possible=None,
    )


def _is_of(part: str, told: "polars.Series | None", column: str) -> Flags:
    """Which rows belong to this part."""
    import polars

    if told is None:
        raise UserError(
            f"There is no column “{column}”, which would say what part a row belongs to.", "Have all rows judged."
        )
    code = WORDS.get(part.strip().lower())
    if code is None:
        is_chosen = told == part.strip()
    else:
        is_chosen = told.str.to_lowercase().replace_strict(WORDS, default=-1, return_dtype=polars.Int32) == code
    if not is_chosen.any():
        named = told.drop_nulls().unique(maintain_order=True)
        there = ", ".join(f"“{short(text)}”" for text in named[:MOST_PARTS])
        raise UserError(
            f"No row has “{part}” as its “{column}”.", f"There stands {there}." if there else "It is empty."
        )
    found: Flags = is_chosen.fill_null(False).to_numpy()
    return found


def _trained_on(told: "polars.Series", column: str) -> list[str]:
    """That a file holds rows to train on, where it does."""
    words = [word for word, code in WORDS.items() if code == TRAIN]
    count = int(told.str.to_lowercase().is_in(words).sum())
    if not count:
        return []
    return [
        f"The column “{column}” calls {counted(count, 'row')} training: on rows that it was trained on a network "
        "looks better than it is."
    ]


def _odd(odd: Oddities, has_all: bool) -> list[str]:
    """What was odd about the rows that were looked at; where they were chosen, they are not counted as in the file."""
    told = [f"Categories that were not seen in training: {odd.unseen:,}."] if odd.unseen else []
    if odd.filled:
        told.append(f"Gaps filled as in training: {odd.filled:,}.")
    sentences = odd.sentences if has_all else (*odd.read, odd.by_place, *odd.by_column)
    return [*told, *(text for text in sentences if text)]
