"""A table as data: the recipe, and the samples that come out of it."""

from typing import Any

import msgspec

from core.arrays import Array
from core.data.added import Added, Ends, checked_added
from core.data.dataset import Dataset, targets_of, task_of
from core.errors import UserError
from core.table.columns import Column, Split
from core.table.fitted import Scale
from core.table.prepared import Prepared, prepared
from core.table.stored import StoredTable

MOST_INPUTS = 2000


class Table(msgspec.Struct, frozen=True, tag="table", tag_field="kind"):
    """The rows of a table: some columns are given, one is to be found out.

    rows     the table
    columns  what each column is for, in the table's order; one that is not named here is ignored
    split    which rows are trained on, watched and tested
    source   what the table is called, such as the name of its file
    added    samples added by hand, in the table's own units
    """

    rows: StoredTable
    columns: tuple[Column, ...]
    split: Split = Split()
    source: str = ""
    added: Added = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise UserError("A column of the table is named twice.", "Give each column a name of its own.")
        targets = sum(column.role == "target" for column in self.columns)
        if targets != 1:
            raise UserError(f"The table has {targets or 'no'} target columns.", "Choose one column to find out.")
        if not self.features:
            raise UserError("The network is given no column.", "Choose at least one column besides the target.")
        if self.place_numbers > MOST_INPUTS:
            raise UserError(
                f"These columns would make {self.place_numbers:,} inputs.",
                f"There may be {MOST_INPUTS:,}: leave columns out. A category makes one for each of its texts.",
            )
        ends = self.ends
        checked = checked_added(self.added, ends.inputs, ends.outputs, self.has_classes)
        msgspec.structs.force_setattr(self, "added", checked)

    @property
    def features(self) -> tuple[Column, ...]:
        """The columns that the network is given."""
        return tuple(column for column in self.columns if column.role == "feature")

    @property
    def target(self) -> Column:
        """The column that is to be found out."""
        return next(column for column in self.columns if column.role == "target")

    @property
    def has_classes(self) -> bool:
        """Whether the target is one of several classes; else it is a number."""
        return self.target.kind == "category"

    @property
    def ends(self) -> Ends:
        """What these data ask of a network's two ends."""
        return Ends.telling(self.place_numbers, len(self.target.categories) if self.has_classes else 0)

    @property
    def place_numbers(self) -> int:
        """How many numbers a row's place has: one of each number, one for each category."""
        return sum(column.width for column in self.features)

    @property
    def prepared(self) -> Prepared:
        """The rows sorted out, split and fitted.

        Raises UserError where no row is left to train on, or a column does not hold what it should.
        """
        return prepared(self.rows, self.columns, self.split)

    def expand(self, raw: Array, dtype: str = "float64") -> Array:
        """What the network is given of rows: their numbers, scaled.    raw (numbers, rows) -> (inputs, rows)"""
        return self.prepared.fitted.expand(raw, dtype)

    def replace(self, **changes: Any) -> "Table":
        """The same recipe with some fields changed."""
        return msgspec.structs.replace(self, **changes)


def draw_table(recipe: Table) -> Dataset:
    """The table's samples: x scaled, in `raw` the numbers in their own units, one column for each category."""
    found = recipe.prepared
    fitted, classes = found.fitted, recipe.target.categories if recipe.has_classes else ()

    def targets(values: Array) -> Array:
        return targets_of(values if classes else fitted.target.scaled(values), len(classes))

    has_test = len(found.rows_test) > 0
    return Dataset(
        x=_frozen(fitted.scale(found.raw)),
        y=targets(found.target),
        x_test=_frozen(fitted.scale(found.raw_test)) if has_test else None,
        y_test=targets(found.target_test) if has_test else None,
        task=task_of(len(classes)),
        input_names=input_names(recipe.features),
        classes=classes,
        raw=found.raw,
        raw_test=found.raw_test if has_test else None,
        aside=found.aside,
        target_scale=None if fitted.target == Scale() else fitted.target,
        target_name=recipe.target.name,
    )


def _frozen(array: Array) -> Array:
    """The same numbers, which nobody can write to; so the data set need not copy them."""
    array.setflags(write=False)
    return array


def input_names(features: tuple[Column, ...]) -> tuple[str, ...]:
    """What each input is called: a number as its column, a category by its text."""
    return tuple(
        name
        for column in features
        for name in (
            (column.name,)
            if column.kind == "number"
            else tuple(f"{column.name} = {category}" for category in column.categories)
        )
    )


def is_other_table(old: object, new: object) -> bool:
    """Whether these data are a table of a person's own that asks something else than the data before did: of other
    columns, or another target. Newer rows of the same columns are no other table.
    """
    if not isinstance(new, Table) or new.rows.is_bundled or old is None:
        return False
    return not isinstance(old, Table) or (old.rows != new.rows and _asked(old) != _asked(new))


def _asked(table: Table) -> tuple[str, set[str]]:
    return table.target.name, {column.name for column in table.features}
