"""What a script must know of the rows that a model is asked about: columns, targets, and what training aims at."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from core.data import Table, build
from core.export.model import Model
from core.losses import loss_named
from core.table.labels import CLASS, NUMBER, part_name
from core.targets import class_values


@dataclass(frozen=True, eq=False)
class Task:
    """The rows of a model.

    columns     what they are called, as one types them
    classes     what is told apart; empty for numbers
    targets     the columns of what is found out: one, or one for each output of a model without data
    part        the column that says which rows train
    is_named    whether the target has a name of its own
    low, high   what an output is trained towards for no and for yes
    is_yes_no   whether the loss knows nothing but these two, so that targets that are numbers become them
    """

    model: Model
    columns: tuple[str, ...]
    classes: tuple[str, ...]
    targets: tuple[str, ...]
    part: str
    is_named: bool
    low: float
    high: float
    is_yes_no: bool

    @property
    def table(self) -> Table | None:
        """The table, where the data are one."""
        return self.model.recipe if isinstance(self.model.recipe, Table) else None

    @cached_property
    def categories(self) -> dict[str, list[str]]:
        """The categories of each column that has such."""
        features = () if self.table is None else self.table.features
        return {column.name: list(column.categories) for column in features if column.kind == "category"}

    @property
    def drops(self) -> list[str]:
        """The columns whose gaps leave a row out."""
        return [] if self.table is None else [c.name for c in self.table.features if c.missing == "drop"]

    @property
    def decides_at(self) -> float | None:
        """Below this, the largest of several outputs is no answer; None: it always is one."""
        share = None if self.model.recipe is None or len(self.classes) < 3 else build(self.model.recipe).decides_at
        return None if share is None else self.low + (self.high - self.low) * share

    def kind_of(self, name: str) -> str:
        """What stands in a column, in words."""
        if name in self.categories:
            return f"one of {', '.join(self.categories[name])}"
        # Days and times became numbers when the table was read.
        dtype = "" if self.table is None else str(self.table.rows.frame.schema[name])
        if dtype.startswith("Date"):
            return "a day, such as 2024-05-31, or a number: days since 1970"
        return "a number: days" if dtype.startswith(("Time", "Duration")) else "a number"

    @property
    def has_days(self) -> bool:
        """Whether a cell may be a day."""
        return any(self.kind_of(name).startswith("a day") for name in self.columns)


def task_of(model: Model) -> Task:
    """The rows of this model."""
    network, loss = model.network, loss_named(model.training.loss)
    low, high = class_values(network.outputs, network.output.activation, loss.name)
    is_yes_no = loss.is_for_classes and loss.name != "categorical_crossentropy"
    classes = model.classes
    if model.recipe is None and loss.is_for_classes:
        classes = tuple(str(place) for place in range(max(2, network.outputs)))
    columns, name = model.column_names, ""
    if model.recipe is not None:
        name = build(model.recipe).target_name
        if not isinstance(model.recipe, Table):  # x₁ is typed x1
            columns = tuple(unicodedata.normalize("NFKC", column) for column in columns)
    if name:
        targets: tuple[str, ...] = (name,)
    elif classes:
        targets = (CLASS,)
    else:
        targets = (NUMBER,) if network.outputs == 1 else tuple(f"y{place + 1}" for place in range(network.outputs))
    part = part_name((*columns, *targets))
    return Task(model, columns, classes, targets, part, bool(name), low, high, is_yes_no)
