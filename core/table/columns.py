"""What a table's columns are for, and how its rows are split, as values."""

from typing import Any, Literal

import msgspec

from core.errors import UserError
from core.randomness import check_seed

MOST_CATEGORIES = 100
LEAST_TRAINED = 5.0
"""Percent of the rows that are trained on, at least."""

Role = Literal["feature", "target", "ignored"]
Kind = Literal["number", "category"]
Scaling = Literal["standard", "min-max", "none"]
Missing = Literal["drop", "fill"]
SplitKind = Literal["random", "time", "group", "column"]


class Column(msgspec.Struct, frozen=True):
    """One column of a table.

    name        as it stands over the column
    role        feature: the network is given it; target: what it shall find out; ignored: neither
    kind        number, or category: one of a few texts
    scaling     of a number: standard (x - mean) / standard deviation; min-max (x - min) / (max - min); none. Of a
                target that is a number too
    missing     what an empty cell means: drop, the row is left out; fill, the mean stands there, of categories the
                most frequent one. A row without a target is always left out
    categories  of a category: the texts there are, in the order of the network's inputs, or of the classes. A text
                that is none of them is an unseen one: of a feature none of its inputs is on, of a target the row is
                left out
    """

    name: str
    role: Role = "feature"
    kind: Kind = "number"
    scaling: Scaling = "standard"
    missing: Missing = "fill"
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind == "number" or self.role == "ignored":
            return
        least = 2 if self.role == "target" else 1
        if len(self.categories) < least:
            found = "only one value" if self.categories else "no value"
            raise UserError(
                f"The column “{self.name}” has {found}.",
                "A target needs at least two classes." if self.role == "target" else "Leave the column out.",
            )
        if len(self.categories) > MOST_CATEGORIES:
            raise UserError(
                f"The column “{self.name}” has {len(self.categories):,} different values.",
                f"Categories may be {MOST_CATEGORIES}. Leave the column out, or read it as numbers.",
            )
        if len(set(self.categories)) != len(self.categories):
            raise UserError(f"The column “{self.name}” names a category twice.", "Each stands once.")

    @property
    def width(self) -> int:
        """How many inputs of the network it makes, where it is a feature: one, or one for each category."""
        return 1 if self.kind == "number" else len(self.categories)

    def replace(self, **changes: Any) -> "Column":
        """The same column with some fields changed."""
        return msgspec.structs.replace(self, **changes)


class Split(msgspec.Struct, frozen=True):
    """Which rows are trained on, which are watched (validation), and which test.

    kind        random: drawn from the seed; time: in the order of a column, the last rows test; group: rows that agree
                in a column stay together; column: a column says it (train, validation, test)
    validation  percent of the rows, 0 or more
    test        percent of the rows, 0 or more; the rest is trained on
    stratified  random only: of each class the same shares
    column      which column, where `kind` asks for one
    seed        draws rows or groups
    """

    kind: SplitKind = "random"
    validation: float = 0.0
    test: float = 30.0
    stratified: bool = True
    column: str | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if not (self.validation >= 0.0 and self.test >= 0.0 and self.train >= LEAST_TRAINED):
            raise UserError(
                f"The rows cannot be split into {self.train:g} % training, {self.validation:g} % validation and "
                f"{self.test:g} % test.",
                f"At least {LEAST_TRAINED:g} % must be left to train on.",
            )
        check_seed(self.seed)
        if (self.column is None) != (self.kind == "random"):
            raise UserError(
                f"A split of the kind {self.kind!r} cannot go by the column {self.column!r}.", "Choose one."
            )

    @property
    def train(self) -> float:
        """Percent of the rows that are trained on."""
        return 100.0 - self.validation - self.test

    def replace(self, **changes: Any) -> "Split":
        """The same split with some fields changed."""
        return msgspec.structs.replace(self, **changes)
